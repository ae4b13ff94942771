/* What changes a cluster as a whole: names, the groups of resources, restarts, destroyed groups,
 * evicted nodes. */
#include "model/dependency.h"
#include "model/group.h"
#include "model/placement.h"
#include "model/resource.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"
#include <string.h>

/* R3 needs (R1 or R2) and R0; a second, empty group on the same node. */
static struct cluster *four(void) {
  struct world_shape shape = {.nodes = 2, .vms = 1, .networks = 1, .resources = 4};
  return explore_world(&shape, 0, NULL);
}

static uint32_t rename_to(struct cluster *c, enum event_kind kind, uint32_t index,
                          const char *name) {
  struct effects effects;
  (void)model_step(c, &(struct event){.kind = kind, .subject = index, .name = name}, &effects);
  return effects.status;
}

/* MS-CMRP ApiSetGroupName: 123 for no name, 183 for one that is taken. */
Test(configuration, names) {
  struct cluster *c = four();
  const char *first = cluster_name(c, OBJECT_GROUP, 0), *second = cluster_name(c, OBJECT_GROUP, 1);
  char old[NAME_BYTES_MAX], taken[NAME_BYTES_MAX], endless[200];
  strcpy(old, first);
  strcpy(taken, second);
  memset(endless, 'x', sizeof endless - 1);
  endless[sizeof endless - 1] = '\0';
  const struct {
    const char *name;
    uint32_t status;
  } rows[] = {{"", 123}, {taken, 183}, {endless, 87}, {"Web", 0}, {"WEB", 0}, {old, 0}, {old, 0}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    check_row(i, rename_to(c, EVENT_RENAME_GROUP, 0, rows[i].name) == rows[i].status);
    check_row(i,
              rows[i].status != 0 || strcmp(cluster_name(c, OBJECT_GROUP, 0), rows[i].name) == 0);
    check_row(i, rows[i].status != 0 || cluster_find(c, OBJECT_GROUP, rows[i].name) == 0);
  }
  cr_assert_eq(cluster_find(c, OBJECT_GROUP, "Web"), CLUSTER_NONE);
  cr_assert_eq(cluster_find(c, OBJECT_GROUP, taken), 1);
  cr_assert_eq(rename_to(c, EVENT_RENAME_CLUSTER, 0, "PROD"), 5024);
  cr_assert_str_eq(cluster_name(c, OBJECT_CLUSTER, 0), "PROD");
  free(c);
}

/* The tree goes as a whole; expressions go on to mean the same, in both groups. */
Test(configuration, a_dependency_tree_changes_its_group) {
  struct cluster *c = four();
  uint32_t first = 2, own = 1, other = 0; /* resources behind the machine's two */
  char text[256];
  lab_do(c, EVENT_REMOVE_DEPENDENCY, first + 3, first + 1, 0);
  cr_assert_eq(lab_do(c, EVENT_CHANGE_RESOURCE_GROUP, first, other, 0), 0);
  cr_assert_eq(cluster_group(c, own)->resource_count, 1);
  cr_assert_eq(cluster_group(c, other)->resource_count, 5);
  cr_assert_eq(cluster_resource(c, first + 1)->group, own, "nothing ties it to the others");
  cr_assert_eq(dependency_place(c, first + 1), 0);
  cr_assert(dependency_text(c, first + 3, text, sizeof text));
  cr_assert_str_eq(text, "[R2] and [R0]");
  cr_assert_eq(lab_do(c, EVENT_CHANGE_RESOURCE_GROUP, first, other, 0), 183);
  cr_assert_eq(lab_do(c, EVENT_CHANGE_RESOURCE_GROUP, first, 7, 0), 5013);
  cr_assert_eq(lab_do(c, EVENT_CHANGE_RESOURCE_GROUP, first, own, 0), 0);
  cr_assert(dependency_text(c, first + 3, text, sizeof text));
  cr_assert_str_eq(text, "[R2] and [R0]");
  lab_do(c, EVENT_MOVE_GROUP, own, LAB_DESTINATION, 0);
  cr_assert_eq(lab_do(c, EVENT_CHANGE_RESOURCE_GROUP, first, other, 0), 5016);
  free(c);
}

/* What needs it goes down before it and comes back behind it; nobody is asked to stay down. */
Test(configuration, a_restart_takes_its_dependents_along) {
  struct cluster *c = four();
  uint32_t disk = 2, name = 5;
  cr_assert_eq(lab_do(c, EVENT_RESTART_ON_REQUEST, disk, 0, 0), 5023, "it is offline");
  lab_do(c, EVENT_ONLINE_GROUP, 1, 0, 0);
  for (uint32_t i = disk; i <= name; i++)
    lab_do(c, EVENT_RESOURCE_STARTED, i, 0, 0);
  cr_assert_eq(cluster_group(c, 1)->state, GROUP_ONLINE);
  cr_assert_eq(lab_do(c, EVENT_RESTART_ON_REQUEST, disk, 0, 0), 997);
  static const struct {
    enum event_kind kind;
    uint32_t resource;
    enum resource_state disk, name;
  } rows[] = {
      {EVENT_RESOURCE_STOPPED, 5, RESOURCE_OFFLINE_PENDING, RESOURCE_OFFLINE},
      {EVENT_RESOURCE_STOPPED, 2, RESOURCE_ONLINE_PENDING, RESOURCE_OFFLINE},
      {EVENT_RESOURCE_STARTED, 2, RESOURCE_ONLINE, RESOURCE_ONLINE_PENDING},
      {EVENT_RESOURCE_STARTED, 5, RESOURCE_ONLINE, RESOURCE_ONLINE},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    check_row(i, lab_do(c, rows[i].kind, rows[i].resource, 0, 0) == 0);
    check_row(i, cluster_resource(c, disk)->state == rows[i].disk);
    check_row(i, cluster_resource(c, name)->state == rows[i].name);
    check_row(i, cluster_resource(c, disk)->persistent_online);
  }
  free(c);
}

/* A restart that is under way gives way to a move: its node stops. */
Test(configuration, a_restart_gives_way) {
  struct cluster *c = four();
  lab_do(c, EVENT_ONLINE_RESOURCE, 2, 0, 0);
  lab_do(c, EVENT_RESOURCE_STARTED, 2, 0, 0);
  lab_do(c, EVENT_RESTART_ON_REQUEST, 2, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_STOP_NODE, LAB_SOURCE, 0, 0), 997);
  cr_assert(!cluster_resource(c, 2)->restarts);
  lab_do(c, EVENT_RESOURCE_STOPPED, 2, 0, 0);
  cr_assert_eq(cluster_group(c, 1)->owner, LAB_DESTINATION);
  cr_assert_eq(cluster_resource(c, 2)->state, RESOURCE_ONLINE_PENDING);
  free(c);
}

/* Everything of it goes, dependents first, when the last provider is down. */
Test(configuration, a_destroyed_group_goes_with_all_it_has) {
  struct cluster *c = four();
  lab_do(c, EVENT_ONLINE_GROUP, 1, 0, 0);
  for (uint32_t i = 2; i <= 5; i++)
    lab_do(c, EVENT_RESOURCE_STARTED, i, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_DESTROY_GROUP, 1, 0, 0), 0);
  cr_assert(!cluster_group(c, 1)->deleted && cluster_group(c, 1)->state == GROUP_PENDING);
  for (uint32_t i = 5; i >= 2; i--) {
    check_row(i, !cluster_group(c, 1)->deleted);
    lab_do(c, EVENT_RESOURCE_STOPPED, i, 0, 0);
  }
  cr_assert(cluster_group(c, 1)->deleted);
  cr_assert_eq(c->deleted[OBJECT_RESOURCE], 4);
  cr_assert_eq(lab_do(c, EVENT_DESTROY_GROUP, 1, 0, 0), 5013);

  /* A machine is saved, and goes on to exist beside the cluster. */
  cr_assert_eq(lab_do(c, EVENT_DESTROY_GROUP, 0, 0, 0), 0);
  lab_do(c, EVENT_GUEST_SAVED, 0, 0, 0);
  cr_assert(cluster_group(c, 0)->deleted);
  cr_assert_eq(cluster_vm(c, 0)->state, VM_SUSPENDED);
  cr_assert_eq(cluster_vm(c, 0)->group, CLUSTER_NONE);
  free(c);
}

/* What its owner cannot finish another one does. */
Test(configuration, a_destroyed_group_outlives_its_owner) {
  struct cluster *c = four();
  lab_do(c, EVENT_ONLINE_RESOURCE, 2, 0, 0);
  lab_do(c, EVENT_RESOURCE_STARTED, 2, 0, 0);
  lab_do(c, EVENT_DESTROY_GROUP, 1, 0, 0);
  lab_do(c, EVENT_HOST_CRASHED, LAB_SOURCE, 0, 0);
  lab_lose(c, LAB_SOURCE);
  cr_assert(cluster_group(c, 1)->deleted);
  free(c);
}

Test(configuration, an_eviction_is_refused) {
  struct cluster *c = lab_of(3, 1, 0);
  cr_assert_eq(lab_do(c, EVENT_ADD_NODE, 1, 0, 0), 5010);
  cr_assert_eq(lab_do(c, EVENT_EVICT_NODE, 1, 0, 0), 997);
  cr_assert_eq(cluster_node(c, 1)->state, NODE_NONE, "it owned nothing");
  cr_assert_eq(lab_do(c, EVENT_EVICT_NODE, 1, 0, 0), 5042);
  lab_do(c, EVENT_HOST_CRASHED, 2, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_EVICT_NODE, 2, 0, 0), 5023, "nobody has missed it yet");
  lab_lose(c, 2);
  cr_assert_eq(lab_do(c, EVENT_EVICT_NODE, 2, 0, 0), 0);
  cr_assert_eq(lab_do(c, EVENT_EVICT_NODE, 0, 0, 0), 5009);
  cr_assert_eq(lab_do(c, EVENT_ADD_NODE, 2, 0, 0), 5036, "it has no power");
  cr_assert_eq(lab_do(c, EVENT_ADD_NODE, 1, 0, 0), 0);
  free(c);
}

/* Ten owners fill more than one word of the list. */
Test(configuration, lists_forget_an_evicted_node) {
  struct cluster *c = lab_of(12, 1, 0);
  for (uint32_t n = 0; n < 10; n++)
    lab_do(c, EVENT_SET_PREFERRED_OWNER, 0, 11 - n, n);
  lab_do(c, EVENT_SET_POSSIBLE_OWNER, 0, 5, 0);
  for (uint32_t node = 4; node < 8; node += 3)
    cr_assert_eq(lab_do(c, EVENT_EVICT_NODE, node, 0, 0), 997);
  static const uint32_t left[] = {11, 10, 9, 8, 6, 5, 3, 2, CLUSTER_NONE};
  for (uint32_t n = 0; n < sizeof left / sizeof left[0]; n++)
    check_row(n, placement_preferred(cluster_group(c, 0), n) == left[n]);
  cr_assert(!placement_possible(c, 0, 4) && !placement_possible(c, 0, 5));
  cr_assert_eq(cluster_resource(c, 1)->possible_owners, UINT64_MAX, "any node, whoever comes");
  free(c);
}
