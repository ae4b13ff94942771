/* The state block: limits, names, copies, what is derived. */
#include "model/digest.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"
#include <stdio.h>
#include <string.h>

/* QRM-033 CAP-001 */
Test(cluster, limits) {
  struct cluster_limits windows = cluster_limits_windows();
  cr_assert(model_size(&windows) > 0);
  cr_assert_eq(windows.nodes, 64);
  cr_assert_eq(windows.vms, 8000);
  static const struct cluster_limits wrong[] = {
      {0, 1, 1, 1, 1, 1, 0, 0},  {65, 1, 1, 1, 1, 1, 0, 0}, {1, 1, 1, 1, 8001, 1, 0, 0},
      {1, 17, 1, 1, 1, 1, 0, 0}, {1, 1, 1, 1, 1, 1, 65, 0}, {1, 1, 1, 1, 1, 1, 0, 65}};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    check_row(i, model_size(&wrong[i]) == 0);
}

Test(cluster, names_are_found_in_any_case) {
  struct cluster_settings settings = {.limits = {4, 4, 8, 300, 8, 16, 0, 0}, .level = LEVEL_WS2022};
  size_t size = model_size(&settings.limits);
  struct cluster *c = model_init(malloc(size), size, &settings);
  char name[32];
  for (uint32_t i = 0; i < 300; i++) {
    snprintf(name, sizeof name, "Resource %u", i);
    check_row(i, cluster_add(c, OBJECT_RESOURCE, name) == i);
  }
  cr_assert_eq(cluster_add(c, OBJECT_RESOURCE, "one too many"), CLUSTER_NONE);
  for (uint32_t i = 0; i < 300; i++) {
    snprintf(name, sizeof name, "rEsOuRcE %u", i);
    check_row(i, cluster_find(c, OBJECT_RESOURCE, name) == i);
  }
  cr_assert_eq(cluster_find(c, OBJECT_RESOURCE, "Resource 300"), CLUSTER_NONE);
  cr_assert_eq(cluster_find(c, OBJECT_RESOURCE, "\xFF"), CLUSTER_NONE,
               "any bytes may be asked for");
  free(c);
}

Test(cluster, a_copy_is_the_cluster) {
  struct cluster *c = lab(), *copy = malloc(c->size);
  cluster_copy(copy, c);
  cr_assert_eq(digest_cluster(c), digest_cluster(copy));
  lab_migrate_to(c, MIGRATION_STOPPED);
  lab_migrate_to(copy, MIGRATION_STOPPED);
  cr_assert_eq(memcmp(c, copy, c->size), 0);
  free(c);
  free(copy);
}

Test(cluster, derived_again_is_the_same) {
  for (int phase = 0; phase < MIGRATION_PHASE_COUNT; phase++) {
    if (phase == MIGRATION_OWNED)
      continue;
    struct cluster *c = lab(), *copy = malloc(c->size);
    lab_migrate_to(c, (enum vm_migration_phase)phase);
    cluster_copy(copy, c);
    for (uint32_t i = 0; i < 2; i++)
      cluster_node(copy, i)->memory_used = cluster_node(copy, i)->migrations =
          cluster_node(copy, i)->machines = cluster_node(copy, i)->groups = 99;
    cluster_group(copy, 0)->state = GROUP_FAILED;
    cluster_derive(copy);
    check_row(phase, memcmp(c, copy, c->size) == 0);
    free(c);
    free(copy);
  }
}

/* MIG-060 to MIG-062 and the pages the level table cites. QRM-001 */
Test(cluster, functional_levels) {
  static const struct {
    enum functional_level level;
    uint32_t rounds, slots, parallel, heartbeats;
  } rows[] = {{LEVEL_WS2008R2, 10, 1, 0, 5}, {LEVEL_WS2012R2, 5, 2, 0, 10},
              {LEVEL_WS2016, 5, 2, 0, 10},   {LEVEL_WS2019, 5, 2, 0, 20},
              {LEVEL_WS2022, 5, 2, 0, 20},   {LEVEL_WS2025, 5, 2, 1, 20}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const struct functional_level_row *level = functional_level(rows[i].level);
    check_row(i, level->rounds == rows[i].rounds && level->host_slots == rows[i].slots &&
                     level->parallel == rows[i].parallel &&
                     level->heartbeats_missed == rows[i].heartbeats);
    check_row(i, level->moves_with_context == (rows[i].level != LEVEL_WS2008R2));
  }
}
