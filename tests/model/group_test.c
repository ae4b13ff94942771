/* Groups: the state that follows from their resources, requests, and failover. */
#include "model/group.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

/* The precedence of MS-CMRP, for every pair of member states. */
Test(group, state_of_members) {
  static const struct {
    enum resource_state a, b;
    enum group_state group;
  } rows[] = {{RESOURCE_ONLINE, RESOURCE_ONLINE, GROUP_ONLINE},
              {RESOURCE_ONLINE, RESOURCE_FAILED, GROUP_FAILED},
              {RESOURCE_ONLINE_PENDING, RESOURCE_FAILED, GROUP_FAILED},
              {RESOURCE_ONLINE, RESOURCE_OFFLINE, GROUP_PARTIAL_ONLINE},
              {RESOURCE_ONLINE, RESOURCE_OFFLINE_PENDING, GROUP_PENDING},
              {RESOURCE_OFFLINE, RESOURCE_ONLINE_PENDING, GROUP_PENDING},
              {RESOURCE_OFFLINE, RESOURCE_OFFLINE, GROUP_OFFLINE},
              {RESOURCE_INITIALIZING, RESOURCE_OFFLINE, GROUP_OFFLINE}};
  struct cluster *c = lab();
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    for (unsigned order = 0; order < 2; order++) {
      cluster_resource(c, order)->state = rows[i].a;
      cluster_resource(c, 1 - order)->state = rows[i].b;
      check_row(i, group_state_of_members(c, 0) == rows[i].group);
    }
  cluster_group(c, 0)->resource_count = 0;
  cr_assert_eq(group_state_of_members(c, 0), GROUP_OFFLINE, "no resources");
  free(c);
}

Test(group, online_and_offline) {
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0), WIN32_SUCCESS, "it is online");
  cr_assert_eq(lab_do(c, EVENT_OFFLINE_GROUP, 0, 0, 0), WIN32_IO_PENDING);
  cr_assert_eq(cluster_group(c, 0)->state, GROUP_PENDING);
  cr_assert_eq(lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0), WIN32_INVALID_STATE);
  lab_do(c, EVENT_GUEST_SAVED, 0, 0, 0);
  cr_assert_eq(cluster_group(c, 0)->state, GROUP_OFFLINE);
  lab_do(c, EVENT_PAUSE_NODE, 0, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0), WIN32_SHARING_PAUSED);
  cr_assert_eq(lab_do(c, EVENT_ONLINE_RESOURCE, 0, 0, 0), WIN32_SHARING_PAUSED);
  free(c);
}

/* Node failure: the first machine goes where there is memory, the second where fewer groups are.
 * PLC-006 */
Test(group, failover_places_by_memory_then_groups) {
  struct cluster *c = lab_of(4, 2, 0);
  lab_do(c, EVENT_TAKE_HOST_MEMORY, 1, 0, UINT64_C(2) << 30);
  lab_do(c, EVENT_HOST_CRASHED, 0, 0, 0);
  cr_assert_eq(cluster_group(c, 0)->owner, 0, "not noticed yet");
  cr_assert_eq(cluster_vm(c, 0)->state, VM_UNKNOWN);
  cr_assert_eq(cluster_resource(c, 0)->state, RESOURCE_ONLINE, "keeps its last state");
  lab_lose(c, 0);
  cr_assert_eq(cluster_group(c, 0)->owner, 2, "node 1 has no memory");
  cr_assert_eq(cluster_group(c, 1)->owner, 3, "node 2 has a group now");
  cr_assert_eq(cluster_vm(c, 0)->state, VM_STARTING);
  free(c);
}

Test(group, failover_with_nowhere_to_go_and_of_an_offline_machine) {
  struct cluster *c = lab();
  lab_do(c, EVENT_PAUSE_NODE, 1, 0, 0);
  lab_do(c, EVENT_HOST_CRASHED, 0, 0, 0);
  lab_lose(c, 0);
  cr_assert_eq(cluster_group(c, 0)->owner, 1, "to the paused node, but not online there");
  cr_assert_eq(cluster_group(c, 0)->state, GROUP_OFFLINE);
  lab_do(c, EVENT_RESUME_NODE, 1, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0), WIN32_IO_PENDING);
  lab_do(c, EVENT_HOST_CRASHED, 1, 0, 0);
  lab_lose(c, 1);
  cr_assert_eq(cluster_group(c, 0)->owner, 1, "no node is left");
  cr_assert_eq(lab_do(c, EVENT_ONLINE_RESOURCE, 0, 0, 0), WIN32_HOST_NODE_NOT_AVAILABLE);
  free(c);
  c = lab();
  lab_do(c, EVENT_TAKE_HOST_MEMORY, 1, 0, UINT64_C(1) << 30);
  lab_do(c, EVENT_HOST_CRASHED, 0, 0, 0);
  lab_lose(c, 0);
  cr_assert_eq(cluster_group(c, 0)->owner, 1);
  cr_assert_eq(cluster_group(c, 0)->state, GROUP_FAILED, "no memory there");
  free(c);
  c = lab();
  lab_do(c, EVENT_OFFLINE_GROUP, 0, 0, 0);
  lab_do(c, EVENT_GUEST_SAVED, 0, 0, 0);
  lab_do(c, EVENT_HOST_CRASHED, 0, 0, 0);
  lab_lose(c, 0);
  cr_assert_eq(cluster_group(c, 0)->owner, 1);
  cr_assert_eq(cluster_group(c, 0)->state, GROUP_OFFLINE, "it was offline and stays so");
  cr_assert_eq(cluster_vm(c, 0)->state, VM_SUSPENDED, "saved state is on shared storage");
  free(c);
}

Test(group, creation_is_checked) {
  struct cluster *c = lab();
  struct effects effects;
  struct event twice = {.kind = EVENT_CREATE_GROUP, .name = "vm0"};
  cr_assert(!model_step(c, &twice, &effects) && effects.status == WIN32_OBJECT_ALREADY_EXISTS);
  struct event full = {.kind = EVENT_CREATE_GROUP, .name = "other"};
  cr_assert(!model_step(c, &full, &effects) && effects.status == WIN32_NOT_ENOUGH_MEMORY);
  free(c);
}

/* FOV-029: when the window has begun the group goes to the best preferred owner that is Up, and
 * nowhere when that is where it is. */
Test(group, failback_in_its_window) {
  struct world_shape shape = {.nodes = 3, .resources = 1};
  struct cluster *c = explore_world(&shape, 0, NULL);
  cr_assert_eq(lab_do(c, EVENT_FAIL_BACK_GROUP, 0, 0, 0), 5023, "it prefers nobody");
  lab_do(c, EVENT_SET_PREFERRED_OWNER, 0, 2, 0);
  lab_do(c, EVENT_SET_PREFERRED_OWNER, 0, 1, 1);
  cr_assert_eq(lab_do(c, EVENT_FAIL_BACK_GROUP, 0, 0, 0), 5023, "AutoFailbackType is 0");
  cluster_group(c, 0)->auto_failback = true;
  lab_do(c, EVENT_HOST_CRASHED, 2, 0, 0);
  lab_lose(c, 2);
  cr_assert_eq(lab_do(c, EVENT_FAIL_BACK_GROUP, 0, 0, 0), 0);
  cr_assert_eq(cluster_group(c, 0)->owner, 1);
  cr_assert_eq(lab_do(c, EVENT_FAIL_BACK_GROUP, 0, 0, 0), 5023);
  free(c);
}

/* STA-017: a group comes online on the node that was asked for, or nothing happens. */
Test(group, online_on_a_node) {
  struct world_shape shape = {.nodes = 3, .resources = 1};
  static const struct {
    enum event_kind before; /* done to node 1 */
    uint32_t node, status;
  } rows[] = {{EVENT_KIND_COUNT, 1, 997}, {EVENT_KIND_COUNT, 0, 997},
              {EVENT_PAUSE_NODE, 1, 70},  {EVENT_HOST_CRASHED, 1, 5005},
              {EVENT_PAUSE_NODE, 2, 997}, {EVENT_KIND_COUNT, 3, 5042}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = explore_world(&shape, 0, NULL);
    if (rows[i].before != EVENT_KIND_COUNT)
      lab_do(c, rows[i].before, 1, 0, 0);
    if (rows[i].before == EVENT_HOST_CRASHED)
      lab_lose(c, 1);
    check_row(i, lab_do(c, EVENT_ONLINE_GROUP_ON, 0, rows[i].node, 0) == rows[i].status);
    bool comes = rows[i].status == 997;
    check_row(i, cluster_group(c, 0)->owner == (comes ? rows[i].node : 0));
    check_row(i, cluster_resource(c, 0)->state ==
                     (comes ? RESOURCE_ONLINE_PENDING : RESOURCE_OFFLINE));
    if (comes) {
      lab_do(c, EVENT_RESOURCE_STARTED, 0, 0, 0);
      check_row(i, lab_do(c, EVENT_ONLINE_GROUP_ON, 0, rows[i].node == 2 ? 0 : 2, 0) == 5023);
    }
    free(c);
  }
  struct cluster *c = explore_world(&shape, 0, NULL);
  lab_do(c, EVENT_SET_POSSIBLE_OWNER, 0, 1, 0);
  cr_assert_eq(lab_do(c, EVENT_ONLINE_GROUP_ON, 0, 1, 0), 5005);
  free(c);
}
