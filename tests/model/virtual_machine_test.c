/* VmState, its mapping to the resource's state, offline actions, and the memory of hosts. */
#include "model/virtual_machine.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

static enum resource_state resource0(const struct cluster *c) {
  return cluster_resource(c, cluster_vm(c, 0)->resource)->state;
}

/* The mapping table of mscs/virtual-machine, walked by what happens to a guest. */
Test(virtual_machine, state_and_resource_follow) {
  static const struct {
    enum event_kind event;
    enum vm_state vm;
    enum resource_state resource;
  } steps[] = {
      {EVENT_GUEST_PAUSE, VM_PAUSING, RESOURCE_ONLINE},
      {EVENT_GUEST_PAUSED, VM_PAUSED, RESOURCE_ONLINE},
      {EVENT_GUEST_RESUME, VM_RESUMING, RESOURCE_ONLINE},
      {EVENT_GUEST_RESUMED_RUN, VM_ENABLED, RESOURCE_ONLINE},
      {EVENT_GUEST_SAVE, VM_SAVING, RESOURCE_OFFLINE_PENDING},
      {EVENT_GUEST_SAVED, VM_SUSPENDED, RESOURCE_OFFLINE},
      {EVENT_GUEST_START, VM_STARTING, RESOURCE_ONLINE_PENDING},
      {EVENT_GUEST_STARTED, VM_ENABLED, RESOURCE_ONLINE},
      {EVENT_GUEST_SHUT_DOWN, VM_STOPPING, RESOURCE_OFFLINE_PENDING},
      {EVENT_GUEST_STOPPED, VM_DISABLED, RESOURCE_OFFLINE},
      {EVENT_GUEST_START, VM_STARTING, RESOURCE_ONLINE_PENDING},
      {EVENT_GUEST_CRASHED, VM_DISABLED, RESOURCE_FAILED},
  };
  struct cluster *c = lab();
  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
    check_row(i, lab_do(c, steps[i].event, 0, 0, 0) == WIN32_SUCCESS);
    check_row(i, cluster_vm(c, 0)->state == steps[i].vm && resource0(c) == steps[i].resource);
    check_row(i, (cluster_vm(c, 0)->executing != 0) == virtual_machine_has_partition(steps[i].vm));
    check_row(i, cluster_node(c, 0)->memory_used ==
                     (virtual_machine_has_partition(steps[i].vm) ? UINT64_C(1) << 30 : 0));
  }
  free(c);
}

/* What is not in vm_state.def is refused with 5023 and changes nothing. */
Test(virtual_machine, other_happenings_are_refused) {
  static const enum event_kind refused_when_off[] = {EVENT_GUEST_SAVE,    EVENT_GUEST_PAUSE,
                                                     EVENT_GUEST_RESUME,  EVENT_GUEST_STARTED,
                                                     EVENT_GUEST_CRASHED, EVENT_GUEST_TURN_OFF};
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_GUEST_TURN_OFF, 0, 0, 0), WIN32_SUCCESS);
  for (size_t i = 0; i < sizeof refused_when_off / sizeof refused_when_off[0]; i++)
    check_row(i, lab_do(c, refused_when_off[i], 0, 0, 0) == WIN32_INVALID_STATE);
  cr_assert_eq(cluster_vm(c, 0)->state, VM_DISABLED);
  free(c);
}

/* OfflineAction decides how a machine goes offline; SET_NEXT_OFFLINE_ACTION once (M-T4). */
Test(virtual_machine, offline_actions) {
  static const struct {
    enum offline_action action;
    enum vm_state at_once;
  } rows[] = {{OFFLINE_TURN_OFF, VM_DISABLED},
              {OFFLINE_SAVE, VM_SAVING},
              {OFFLINE_SHUT_DOWN, VM_STOPPING},
              {OFFLINE_SHUT_DOWN_FORCED, VM_STOPPING}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    uint32_t resource = cluster_vm(c, 0)->resource;
    check_row(i, cluster_vm(c, 0)->offline_action == OFFLINE_SAVE);
    lab_do(c, EVENT_SET_OFFLINE_ACTION, 0, rows[i].action, 0);
    lab_do(c, EVENT_OFFLINE_RESOURCE, resource, 0, 0);
    check_row(i, cluster_vm(c, 0)->state == rows[i].at_once);
    free(c);
    c = lab();
    lab_do(c, EVENT_SET_NEXT_OFFLINE_ACTION, 0, rows[i].action, 0);
    lab_do(c, EVENT_OFFLINE_RESOURCE, resource, 0, 0);
    check_row(i, cluster_vm(c, 0)->state == rows[i].at_once);
    check_row(i, !cluster_vm(c, 0)->next_offline_action_set);
    free(c);
  }
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_SET_NEXT_OFFLINE_ACTION, 0, 4, 0), WIN32_INVALID_PARAMETER);
  cr_assert_eq(lab_do(c, EVENT_SET_OFFLINE_ACTION, 0, 4, 0), WIN32_INVALID_PARAMETER);
  free(c);
}

Test(virtual_machine, memory_of_a_host_is_limited) {
  struct cluster *c = lab();
  lab_do(c, EVENT_GUEST_TURN_OFF, 0, 0, 0);
  lab_do(c, EVENT_TAKE_HOST_MEMORY, 0, 0, 1);
  cr_assert_eq(virtual_machine_free_memory(c, 0), (UINT64_C(1) << 30) - 1);
  cr_assert_eq(lab_do(c, EVENT_GUEST_START, 0, 0, 0), WIN32_NOT_ENOUGH_MEMORY);
  cr_assert_eq(lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0), WIN32_IO_PENDING);
  cr_assert_eq(resource0(c), RESOURCE_FAILED, "R5: the online attempt failed");
  lab_do(c, EVENT_TAKE_HOST_MEMORY, 0, 0, 0);
  lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0);
  cr_assert_eq(resource0(c), RESOURCE_ONLINE_PENDING);
  free(c);
}

Test(virtual_machine, definition_is_checked) {
  static const struct {
    const char *name;
    uint64_t memory;
    uint32_t status;
  } rows[] = {{"VM0", 1, WIN32_OBJECT_ALREADY_EXISTS},
              {"vm0", 1, WIN32_OBJECT_ALREADY_EXISTS},
              {"", 1, WIN32_INVALID_PARAMETER},
              {"X", 0, WIN32_INVALID_PARAMETER},
              {"X", UINT64_C(1) << 40, WIN32_NOT_ENOUGH_MEMORY},
              {"X", 1, WIN32_NOT_ENOUGH_MEMORY /* the lab holds one machine */}};
  struct cluster *c = lab();
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct effects effects;
    struct event event = {EVENT_DEFINE_VM, 1, 1, rows[i].memory, rows[i].name};
    check_row(i, !model_step(c, &event, &effects) && effects.status == rows[i].status);
  }
  free(c);
}
