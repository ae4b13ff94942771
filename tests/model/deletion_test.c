/* Deleting resources and groups: what is refused, what becomes of the rest. */
#include "model/deletion.h"
#include "model/dependency.h"
#include "model/vm_migration.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"
#include <string.h>

/* R3 needs (R1 or R2) and R0; R1 and R2 are independent here. */
static struct cluster *four(void) {
  struct world_shape shape = {.nodes = 2, .resources = 4};
  return explore_world(&shape, 0, NULL);
}

/* DEP-010: what others depend on stays. */
Test(deletion, dependents_keep_their_providers) {
  struct cluster *c = four();
  for (uint32_t i = 0; i < 3; i++)
    check_row(i, lab_do(c, EVENT_DELETE_RESOURCE, i, 0, 0) == 5001);
  cr_assert_eq(lab_do(c, EVENT_DELETE_GROUP, 0, 0, 0), 145);
  cr_assert_eq(lab_do(c, EVENT_DELETE_RESOURCE, 3, 0, 0), 0);
  for (uint32_t i = 0; i < 3; i++)
    check_row(i, lab_do(c, EVENT_DELETE_RESOURCE, i, 0, 0) == 0);
  cr_assert_eq(lab_do(c, EVENT_DELETE_GROUP, 0, 0, 0), 0);
  cr_assert_eq(lab_do(c, EVENT_DELETE_GROUP, 0, 0, 0), 5013);
  cr_assert_eq(lab_do(c, EVENT_ONLINE_RESOURCE, 0, 0, 0), 5007);
  cr_assert_eq(cluster_node(c, 0)->groups, 0);
  free(c);
}

/* Places behind the one that is gone move up, and expressions go on to mean the same resources. */
Test(deletion, expressions_keep_their_meaning) {
  struct cluster *c = four();
  char text[256];
  lab_do(c, EVENT_REMOVE_DEPENDENCY, 3, 1, 0);
  cr_assert_eq(lab_do(c, EVENT_DELETE_RESOURCE, 1, 0, 0), 0);
  cr_assert(dependency_text(c, 3, text, sizeof text));
  cr_assert_str_eq(text, "[R2] and [R0]");
  cr_assert_eq(dependency_place(c, 3), 2);
  cr_assert_eq(lab_do(c, EVENT_ADD_DEPENDENCY, 3, 1, 0), 87, "one that is gone");
  cr_assert_eq(lab_do(c, EVENT_REMOVE_DEPENDENCY, 3, 1, 0), 5002);
  cr_assert_eq(cluster_find(c, OBJECT_RESOURCE, "R1"), CLUSTER_NONE);
  cr_assert_str_eq(cluster_name(c, OBJECT_RESOURCE, 1), "R1");
  free(c);
}

/* sdk-api deleteclusterresource: only what is offline or failed. */
Test(deletion, states) {
  static const struct {
    enum functional_level level;
    uint32_t status;
  } rows[] = {{LEVEL_WS2008R2, 5019}, {LEVEL_WS2012, 5023}, {LEVEL_WS2022, 5023}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct world_shape shape = {.nodes = 2, .resources = 1};
    struct cluster *c = explore_world(&shape, 0, NULL);
    c->level = rows[i].level;
    lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0);
    check_row(i, lab_do(c, EVENT_DELETE_RESOURCE, 0, 0, 0) == rows[i].status);
    lab_do(c, EVENT_RESOURCE_STARTED, 0, 0, 0);
    check_row(i, lab_do(c, EVENT_DELETE_RESOURCE, 0, 0, 0) == rows[i].status);
    lab_do(c, EVENT_RESOURCE_FAILED, 0, 0, 0);
    check_row(i, cluster_resource(c, 0)->state == RESOURCE_FAILED);
    check_row(i, lab_do(c, EVENT_DELETE_RESOURCE, 0, 0, 0) == 0);
    check_row(i, cluster_group(c, 0)->state == GROUP_OFFLINE);
    free(c);
  }
}

/* While its machine migrates the resource is offline for a moment: it stays. */
Test(deletion, a_machine_that_moves) {
  for (enum vm_migration_phase phase = MIGRATION_SETUP; phase < MIGRATION_OWNED; phase++) {
    struct cluster *c = lab();
    lab_migrate_to(c, phase);
    check_row(phase, lab_do(c, EVENT_DELETE_RESOURCE, cluster_vm(c, 0)->resource, 0, 0) ==
                         (vm_migration_active(phase) ? 5944 : 5023));
    free(c);
  }
}

/* The machine stays where it is, and is nobody's role. */
Test(deletion, a_machine_is_let_go) {
  struct cluster *c = lab();
  uint32_t resource = cluster_vm(c, 0)->resource, configuration = cluster_vm(c, 0)->configuration;
  lab_do(c, EVENT_OFFLINE_GROUP, 0, 0, 0);
  lab_do(c, EVENT_GUEST_SAVED, 0, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_DELETE_RESOURCE, resource, 0, 0), 0);
  cr_assert_eq(cluster_vm(c, 0)->group, 0);
  cr_assert_eq(lab_do(c, EVENT_DELETE_RESOURCE, configuration, 0, 0), 0);
  cr_assert_eq(cluster_vm(c, 0)->group, CLUSTER_NONE);
  cr_assert_eq(lab_do(c, EVENT_DELETE_GROUP, 0, 0, 0), 0);
  cr_assert_eq(lab_do(c, EVENT_GUEST_START, 0, 0, 0), 0);
  cr_assert_eq(cluster_vm(c, 0)->host, LAB_SOURCE);
  free(c);
}
