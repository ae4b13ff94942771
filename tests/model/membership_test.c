/* Nodes that are missed: isolation, its end, and the way back (RSL-001 to RSL-007). */
#include "model/group.h"
#include "model/membership.h"
#include "model/virtual_machine.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

static const struct vm *vm0(const struct cluster *c) {
  return cluster_vm(c, 0);
}

static enum resource_state resource0(const struct cluster *c) {
  return cluster_resource(c, vm0(c)->resource)->state;
}

/* RSL-001, RSL-005: the machine of a missed node stays, unmonitored, in the state it was seen in.
 */
Test(membership, a_missed_node_is_isolated_first) {
  static const enum event_kind how[] = {EVENT_HOST_CRASHED, EVENT_SERVICE_STOPPED};
  for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
    struct cluster *c = lab();
    cr_assert_eq(lab_do(c, how[i], LAB_SOURCE, 0, 0), WIN32_SUCCESS);
    check_row(i, cluster_node(c, 0)->state == NODE_UP && !cluster_node(c, 0)->isolated);
    cr_assert_eq(lab_do(c, EVENT_NODE_LOST, LAB_SOURCE, 0, 0), WIN32_SUCCESS);
    check_row(i, cluster_node(c, 0)->state == NODE_DOWN && cluster_node(c, 0)->isolated);
    check_row(i, membership_status_information(c, 0) == 1);
    check_row(i, group_status_information(c, 0) == GROUP_UNMONITORED);
    check_row(i, cluster_group(c, 0)->owner == LAB_SOURCE && resource0(c) == RESOURCE_ONLINE);
    check_row(i, (vm0(c)->executing != 0) == (how[i] == EVENT_SERVICE_STOPPED));
    cr_assert_eq(lab_do(c, EVENT_ISOLATION_ENDED, LAB_SOURCE, 0, 0), WIN32_SUCCESS);
    check_row(i, cluster_group(c, 0)->owner == LAB_DESTINATION && vm0(c)->state == VM_STARTING);
    check_row(i, vm0(c)->executing == 2 && group_status_information(c, 0) == 0);
    check_row(i, membership_status_information(c, 0) == 0);
    cr_assert_eq(lab_do(c, EVENT_ISOLATION_ENDED, LAB_SOURCE, 0, 0), WIN32_INVALID_STATE);
    free(c);
  }
}

/* What the source's cluster service takes along, before anybody misses it. */
Test(membership, migrations_end_with_the_service_of_their_source) {
  static const enum vm_migration_phase phases[] = {MIGRATION_SETUP, MIGRATION_DATA_TRANSFER,
                                                   MIGRATION_STOPPED, MIGRATION_SENT};
  for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++) {
    struct cluster *c = lab();
    lab_migrate_to(c, phases[i]);
    lab_do(c, EVENT_SERVICE_STOPPED, LAB_SOURCE, 0, 0);
    check_row(i, vm0(c)->migration.phase == MIGRATION_NONE && vm0(c)->executing == 1);
    check_row(i, vm0(c)->state == VM_ENABLED && resource0(c) == RESOURCE_ONLINE);
    free(c);
  }
}

/* Before 2016, and where the node owns no machine, a missed node is Down and nothing more. */
Test(membership, without_machines_or_resiliency_there_is_no_isolation) {
  struct cluster *c = lab();
  lab_do(c, EVENT_HOST_CRASHED, LAB_DESTINATION, 0, 0);
  lab_do(c, EVENT_NODE_LOST, LAB_DESTINATION, 0, 0);
  cr_assert(!cluster_node(c, 1)->isolated && cluster_node(c, 1)->state == NODE_DOWN);
  free(c);
  c = lab();
  lab_do(c, EVENT_HOST_CRASHED, LAB_SOURCE, 0, 0);
  lab_do(c, EVENT_NODE_LOST, LAB_SOURCE, 0, 1);
  cr_assert(!cluster_node(c, 0)->isolated && cluster_group(c, 0)->owner == 1, "RSL-004");
  free(c);
  c = lab();
  c->level = LEVEL_WS2012R2;
  lab_do(c, EVENT_SERVICE_STOPPED, LAB_SOURCE, 0, 0);
  lab_do(c, EVENT_NODE_LOST, LAB_SOURCE, 0, 0);
  cr_assert(!cluster_node(c, 0)->isolated);
  cr_assert(cluster_group(c, 0)->owner == 1 && vm0(c)->executing == 2, "never two copies");
  free(c);
}

/* RSL-006: back before the period ends, a machine that ran on is found running; one that did not
 * starts where it is. */
Test(membership, what_a_node_finds_when_it_is_back) {
  static const struct {
    enum event_kind meanwhile, then;
    enum vm_state state;
    enum resource_state resource;
  } rows[] = {
      {EVENT_COMPLETED, EVENT_COMPLETED, VM_ENABLED, RESOURCE_ONLINE},
      {EVENT_GUEST_CRASHED, EVENT_COMPLETED, VM_STARTING, RESOURCE_ONLINE_PENDING},
      {EVENT_GUEST_PAUSE, EVENT_GUEST_PAUSED, VM_PAUSED, RESOURCE_ONLINE},
      {EVENT_GUEST_SAVE, EVENT_COMPLETED, VM_SAVING, RESOURCE_OFFLINE_PENDING},
      {EVENT_GUEST_SAVE, EVENT_GUEST_SAVED, VM_STARTING, RESOURCE_ONLINE_PENDING},
      {EVENT_GUEST_TURN_OFF, EVENT_GUEST_START, VM_STARTING, RESOURCE_ONLINE_PENDING},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    lab_do(c, EVENT_SERVICE_STOPPED, LAB_SOURCE, 0, 0);
    cr_assert_eq(lab_do(c, EVENT_SERVICE_STARTED, LAB_SOURCE, 0, 0), WIN32_INVALID_STATE,
                 "before it is missed");
    lab_do(c, EVENT_NODE_LOST, LAB_SOURCE, 0, 0);
    (void)lab_do(c, rows[i].meanwhile, 0, 0, 0);
    (void)lab_do(c, rows[i].then, 0, 0, 0);
    check_row(i, resource0(c) == RESOURCE_ONLINE);
    cr_assert_eq(lab_do(c, EVENT_SERVICE_STARTED, LAB_SOURCE, 0, 0), WIN32_SUCCESS);
    check_row(i, cluster_node(c, 0)->state == NODE_JOINING && !cluster_node(c, 0)->isolated);
    cr_assert_eq(lab_do(c, EVENT_NODE_JOINED, LAB_SOURCE, 0, 0), WIN32_SUCCESS);
    check_row(i, vm0(c)->state == rows[i].state && resource0(c) == rows[i].resource);
    check_row(i, cluster_group(c, 0)->owner == LAB_SOURCE && group_status_information(c, 0) == 0);
    free(c);
  }
}

/* Nobody reaches an unmonitored machine through the cluster, and a node without its service not
 * either. */
Test(membership, requests_about_machines_nobody_looks_after) {
  static const struct {
    enum event_kind kind;
    uint32_t argument, before_missed, isolated;
  } rows[] = {
      {EVENT_START_MIGRATION, 1, WIN32_HOST_NODE_NOT_AVAILABLE,
       WIN32_CLUSTER_RESOURCE_NOT_MONITORED},
      {EVENT_MOVE_GROUP_LIVE, 1, WIN32_HOST_NODE_NOT_AVAILABLE,
       WIN32_CLUSTER_RESOURCE_NOT_MONITORED},
      {EVENT_OFFLINE_GROUP, 0, WIN32_INVALID_STATE, WIN32_CLUSTER_RESOURCE_NOT_MONITORED},
      {EVENT_OFFLINE_RESOURCE, 0, WIN32_INVALID_STATE, WIN32_CLUSTER_RESOURCE_NOT_MONITORED},
      {EVENT_ONLINE_GROUP, 0, WIN32_SUCCESS, WIN32_CLUSTER_RESOURCE_NOT_MONITORED},
      {EVENT_ONLINE_RESOURCE, 0, WIN32_SUCCESS, WIN32_CLUSTER_RESOURCE_NOT_MONITORED},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    lab_do(c, EVENT_SERVICE_STOPPED, LAB_SOURCE, 0, 0);
    check_row(i, lab_do(c, rows[i].kind, 0, rows[i].argument, 0) == rows[i].before_missed);
    lab_do(c, EVENT_NODE_LOST, LAB_SOURCE, 0, 0);
    check_row(i, lab_do(c, rows[i].kind, 0, rows[i].argument, 0) == rows[i].isolated);
    free(c);
  }
}

/* The host of an isolated node loses power too, comes back, and starts what it ran. */
Test(membership, an_isolated_host_crashes_and_returns) {
  struct cluster *c = lab();
  lab_do(c, EVENT_SERVICE_STOPPED, LAB_SOURCE, 0, 0);
  lab_do(c, EVENT_NODE_LOST, LAB_SOURCE, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_HOST_CRASHED, LAB_SOURCE, 0, 0), WIN32_SUCCESS);
  cr_assert(cluster_node(c, 0)->isolated && vm0(c)->state == VM_UNKNOWN);
  cr_assert_eq(lab_do(c, EVENT_HOST_RETURNED, LAB_SOURCE, 0, 0), WIN32_SUCCESS);
  cr_assert_eq(lab_do(c, EVENT_NODE_JOINED, LAB_SOURCE, 0, 0), WIN32_SUCCESS);
  cr_assert(vm0(c)->state == VM_STARTING && cluster_group(c, 0)->owner == LAB_SOURCE);
  free(c);
}
