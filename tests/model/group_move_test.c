/* Moves of a group whose machine goes offline first (MIG-066, and M-T2 of the reference). */
#include "model/group_move.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

static const struct vm *vm0(const struct cluster *c) {
  return cluster_vm(c, 0);
}

/* How the machine leaves, how it comes back, and what of its own OfflineAction is used up. */
Test(group_move, each_way_to_go_offline) {
  static const struct {
    uint64_t value;
    enum offline_action own;
    enum vm_state leaving, back;
    enum event_kind left;
  } rows[] = {
      {0, OFFLINE_SAVE, VM_SAVING, VM_STARTING, EVENT_GUEST_SAVED},
      {0, OFFLINE_SHUT_DOWN, VM_STOPPING, VM_STARTING, EVENT_GUEST_STOPPED},
      {0, OFFLINE_TURN_OFF, VM_STARTING, VM_STARTING, EVENT_COMPLETED},
      {GROUP_MOVE_ACTION(OFFLINE_TURN_OFF), OFFLINE_SAVE, VM_STARTING, VM_STARTING,
       EVENT_COMPLETED},
      {GROUP_MOVE_ACTION(OFFLINE_SAVE), OFFLINE_TURN_OFF, VM_SAVING, VM_STARTING,
       EVENT_GUEST_SAVED},
      {GROUP_MOVE_ACTION(OFFLINE_SHUT_DOWN_FORCED), OFFLINE_SAVE, VM_STOPPING, VM_STARTING,
       EVENT_GUEST_STOPPED},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    lab_do(c, EVENT_SET_OFFLINE_ACTION, 0, rows[i].own, 0);
    cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP, 0, LAB_DESTINATION, rows[i].value), WIN32_IO_PENDING);
    check_row(i, vm0(c)->state == rows[i].leaving);
    (void)lab_do(c, rows[i].left, 0, 0, 0);
    check_row(i, vm0(c)->state == rows[i].back && cluster_group(c, 0)->owner == LAB_DESTINATION);
    check_row(i, cluster_group(c, 0)->state == GROUP_PENDING);
    lab_do(c, EVENT_GUEST_STARTED, 0, 0, 0);
    check_row(i, cluster_group(c, 0)->state == GROUP_ONLINE);
    free(c);
  }
}

/* MIG-030 MIG-059 */
Test(group_move, refusals) {
  static const struct {
    enum event_kind first;
    uint32_t subject;
    enum event_kind second;
    uint32_t node, status;
    uint64_t value;
  } rows[] = {
      {EVENT_COMPLETED, 0, EVENT_COMPLETED, LAB_SOURCE, WIN32_SUCCESS, 0},
      {EVENT_COMPLETED, 0, EVENT_COMPLETED, 7, WIN32_CLUSTER_NODE_NOT_FOUND, 0},
      {EVENT_COMPLETED, 0, EVENT_COMPLETED, LAB_DESTINATION, WIN32_INVALID_PARAMETER, 0x40},
      {EVENT_COMPLETED, 0, EVENT_COMPLETED, LAB_DESTINATION, WIN32_INVALID_PARAMETER,
       GROUP_MOVE_ACTION(4)},
      {EVENT_PAUSE_NODE, LAB_DESTINATION, EVENT_COMPLETED, LAB_DESTINATION,
       WIN32_CLUSTER_NODE_PAUSED, 0},
      {EVENT_PAUSE_NODE, LAB_DESTINATION, EVENT_COMPLETED, CLUSTER_NONE,
       WIN32_HOST_NODE_NOT_AVAILABLE, 0},
      {EVENT_HOST_CRASHED, LAB_DESTINATION, EVENT_NODE_LOST, LAB_DESTINATION,
       WIN32_CLUSTER_NODE_DOWN, 0},
      {EVENT_SERVICE_STOPPED, LAB_SOURCE, EVENT_COMPLETED, LAB_DESTINATION,
       WIN32_HOST_NODE_NOT_AVAILABLE, 0},
      {EVENT_SERVICE_STOPPED, LAB_SOURCE, EVENT_NODE_LOST, LAB_DESTINATION,
       WIN32_CLUSTER_RESOURCE_NOT_MONITORED, 0},
      {EVENT_GUEST_PAUSE, 0, EVENT_GUEST_PAUSED, LAB_DESTINATION, WIN32_INVALID_STATE,
       GROUP_MOVE_ACTION(OFFLINE_SHUT_DOWN)},
      {EVENT_GUEST_PAUSE, 0, EVENT_GUEST_PAUSED, LAB_DESTINATION, WIN32_IO_PENDING, 0},
      {EVENT_GUEST_SAVE, 0, EVENT_COMPLETED, LAB_DESTINATION, WIN32_INVALID_STATE, 0},
      {EVENT_MOVE_GROUP, 0, EVENT_COMPLETED, LAB_DESTINATION, WIN32_CLUSTER_GROUP_BUSY, 0},
      {EVENT_OFFLINE_GROUP, 0, EVENT_GUEST_SAVED, LAB_DESTINATION, WIN32_SUCCESS, 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    uint32_t argument = rows[i].first == EVENT_MOVE_GROUP ? LAB_DESTINATION : 0;
    (void)lab_do(c, rows[i].first, rows[i].subject, argument, 0);
    (void)lab_do(c, rows[i].second,
                 event_subject(rows[i].second) == OBJECT_VM ? 0 : rows[i].subject, 0, 0);
    check_row(i, lab_do(c, EVENT_MOVE_GROUP, 0, rows[i].node, rows[i].value) == rows[i].status);
    free(c);
  }
}

/* What happens to a move while the machine is saved: where the group ends, and how its machine is.
 */
Test(group_move, what_befalls_it) {
  static const struct {
    enum event_kind kinds[3];
    uint32_t subject, owner;
    enum vm_state state;
  } rows[] = {
      {{EVENT_PAUSE_NODE, EVENT_COMPLETED, EVENT_GUEST_SAVED}, 1, 0, VM_STARTING},
      {{EVENT_HOST_CRASHED, EVENT_NODE_LOST, EVENT_GUEST_SAVED}, 1, 0, VM_STARTING},
      {{EVENT_HOST_CRASHED, EVENT_COMPLETED, EVENT_GUEST_SAVED}, 1, 1, VM_SUSPENDED},
      {{EVENT_HOST_CRASHED, EVENT_NODE_LOST, EVENT_ISOLATION_ENDED}, 0, 1, VM_STARTING},
      {{EVENT_GUEST_CRASHED, EVENT_COMPLETED, EVENT_COMPLETED}, 0, 1, VM_STARTING},
      {{EVENT_STORAGE_LOST, EVENT_COMPLETED, EVENT_COMPLETED}, 0, 1, VM_STARTING},
      {{EVENT_SERVICE_STOPPED, EVENT_GUEST_SAVED, EVENT_NODE_LOST}, 0, 0, VM_SUSPENDED},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    lab_do(c, EVENT_MOVE_GROUP, 0, LAB_DESTINATION, 0);
    for (size_t k = 0; k < 3; k++)
      (void)lab_do(c, rows[i].kinds[k],
                   event_subject(rows[i].kinds[k]) == OBJECT_VM ? 0 : rows[i].subject, 0, 0);
    check_row(i, cluster_group(c, 0)->owner == rows[i].owner && vm0(c)->state == rows[i].state);
    free(c);
  }
}

static bool tells(const struct effects *effects, uint64_t before, uint64_t after) {
  for (uint32_t i = 0; i < effects->change_count; i++)
    if (effects->changes[i].property == PROPERTY_GROUP_RETURN_TO)
      return effects->changes[i].before == before && effects->changes[i].after == after;
  return false;
}

/* MIG-036: where it would come back to is part of what a step changes, so that it is saved with it;
 * it is over when the role is online there. */
Test(group_move, the_way_back_is_told) {
  struct cluster *c = lab();
  struct effects effects;
  lab_do(c, EVENT_SET_OFFLINE_ACTION, 0, OFFLINE_SAVE, 0);
  explore_apply(c,
                (struct event){.kind = EVENT_MOVE_GROUP,
                               .argument = LAB_DESTINATION,
                               .value = MOVE_RETURN_TO_SOURCE_NODE_ON_ERROR},
                &effects, NULL);
  cr_assert(tells(&effects, CLUSTER_NONE, LAB_SOURCE));
  lab_do(c, EVENT_GUEST_SAVED, 0, 0, 0);
  cr_assert_eq(cluster_group(c, 0)->return_to, LAB_SOURCE);
  explore_apply(c, (struct event){.kind = EVENT_GUEST_STARTED}, &effects, NULL);
  cr_assert(tells(&effects, LAB_SOURCE, CLUSTER_NONE));
  cr_assert_eq(cluster_group(c, 0)->owner, LAB_DESTINATION);
  free(c);
}
