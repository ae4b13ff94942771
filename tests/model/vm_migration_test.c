/* The migration state machine: requests and refusals, success, cancel, and the fault matrix. */
#include "model/vm_migration.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

static const struct vm *vm0(const struct cluster *c) {
  return cluster_vm(c, 0);
}

static uint32_t state0(const struct cluster *c) {
  return vm_migration_state(vm0(c)->migration.phase);
}

static enum resource_state resource0(const struct cluster *c) {
  return cluster_resource(c, vm0(c)->resource)->state;
}

/* MIG-002: 5023 for every VmState but 2, and nothing changes.  START-02 START-14 MIG-027 */
Test(vm_migration, start_needs_vm_state_2) {
  static const enum vm_state states[] = {VM_UNKNOWN,   VM_ENABLED,  VM_DISABLED, VM_PAUSED,
                                         VM_SUSPENDED, VM_STARTING, VM_SAVING,   VM_STOPPING,
                                         VM_PAUSING,   VM_RESUMING};
  for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
    struct cluster *c = lab();
    struct effects effects;
    cluster_vm(c, 0)->state = states[i];
    struct event start = {.kind = EVENT_START_MIGRATION, .argument = LAB_DESTINATION};
    bool legal = model_step(c, &start, &effects);
    check_row(i, legal == (states[i] == VM_ENABLED));
    check_row(i, effects.status == (legal ? WIN32_SUCCESS : WIN32_INVALID_STATE));
    check_row(i, legal || state0(c) == 0);
    free(c);
  }
}

/* MIG-004, MIG-014, MIG-020: 0 at once, then states 1, 2, 3, 0 and the new owner.  START-13
 * MSTATE-01 MSTATE-06..10 MPROG-05 MFAIL-05 MIG-016 MIG-026 */
Test(vm_migration, success) {
  static const struct {
    enum event_kind event;
    uint32_t state, progress, owner, host;
    uint64_t executing;
    enum resource_state resource;
  } steps[] = {
      {EVENT_START_MIGRATION, 1, 0, 0, 0, 1, RESOURCE_ONLINE},
      {EVENT_SETUP_FINISHED, 2, 0, 0, 0, 1, RESOURCE_ONLINE},
      {EVENT_REPORT_PROGRESS, 2, 60, 0, 0, 1, RESOURCE_ONLINE},
      {EVENT_CONVERGED, 3, 96, 0, 0, 0, RESOURCE_OFFLINE},
      {EVENT_STATE_SENT, 3, 97, 0, 0, 0, RESOURCE_OFFLINE},
      {EVENT_GUEST_RESUMED, 3, 98, 0, 1, 2, RESOURCE_OFFLINE},
      {EVENT_GROUP_OWNED, 0, 0, 1, 1, 2, RESOURCE_ONLINE},
  };
  struct cluster *c = lab();
  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
    uint32_t argument = steps[i].event == EVENT_START_MIGRATION ? LAB_DESTINATION : 60;
    check_row(i, lab_do(c, steps[i].event, 0, argument, 0) == WIN32_SUCCESS);
    check_row(i, state0(c) == steps[i].state);
    check_row(i, vm0(c)->migration.progress == steps[i].progress);
    check_row(i, cluster_group(c, 0)->owner == steps[i].owner);
    check_row(i, vm0(c)->host == steps[i].host && vm0(c)->executing == steps[i].executing);
    check_row(i, vm0(c)->state == VM_ENABLED);
    check_row(i, resource0(c) == steps[i].resource);
  }
  cr_assert_eq(vm0(c)->migration.failure_reason, MIGRATION_REASON_NONE);
  cr_assert_eq(cluster_node(c, 0)->memory_used, 0);
  cr_assert_eq(cluster_node(c, 1)->memory_used, UINT64_C(1) << 30);
  cr_assert_eq(cluster_node(c, 0)->migrations + cluster_node(c, 1)->migrations, 0);
  free(c);
}

/* MIG-005, MIG-006: cancel works in states 1 and 2, else 5023 and nothing changes.  CANCEL-02
 * CANCEL-03 CANCEL-10 CANCEL-11 MSTATE-11 MFAIL-08 */
Test(vm_migration, cancel) {
  for (int phase = MIGRATION_NONE; phase < MIGRATION_PHASE_COUNT; phase++) {
    if (phase == MIGRATION_OWNED)
      continue;
    struct cluster *c = lab();
    lab_migrate_to(c, (enum vm_migration_phase)phase);
    uint32_t before = state0(c), owner = cluster_group(c, 0)->owner;
    bool works = before == 1 || before == 2;
    check_row(phase, lab_do(c, EVENT_CANCEL_MIGRATION, 0, 0, 0) ==
                         (works ? WIN32_SUCCESS : WIN32_INVALID_STATE));
    check_row(phase, state0(c) == (works ? 4 : before));
    check_row(phase, cluster_group(c, 0)->owner == owner);
    check_row(phase, !works || (vm0(c)->executing == 1 && vm0(c)->state == VM_ENABLED));
    check_row(phase, !works || cluster_node(c, 1)->memory_used == 0);
    free(c);
  }
}

enum fault {
  NETWORK,
  DESTINATION,
  SOURCE,
  SOURCE_SERVICE,
  DESTINATION_SERVICE,
  WORKER,
  PAUSE,
  SAVE
};

static void strike(struct cluster *c, enum fault fault) {
  switch (fault) {
  case NETWORK:
    lab_do(c, EVENT_NETWORK_DOWN, 0, 0, 0);
    break;
  case DESTINATION:
  case SOURCE: {
    uint32_t node = fault == SOURCE ? LAB_SOURCE : LAB_DESTINATION;
    lab_do(c, EVENT_HOST_CRASHED, node, 0, 0);
    lab_lose(c, node);
    break;
  }
  case SOURCE_SERVICE:
  case DESTINATION_SERVICE: {
    uint32_t node = fault == SOURCE_SERVICE ? LAB_SOURCE : LAB_DESTINATION;
    lab_do(c, EVENT_SERVICE_STOPPED, node, 0, 0);
    lab_do(c, EVENT_NODE_LOST, node, 0, 0);
    break;
  }
  case WORKER:
    lab_do(c, EVENT_GUEST_CRASHED, 0, 0, 0);
    break;
  case PAUSE:
    lab_do(c, EVENT_GUEST_PAUSE, 0, 0, 0);
    break;
  case SAVE:
    lab_do(c, EVENT_GUEST_SAVE, 0, 0, 0);
    break;
  }
}

/* Between a crash and the missed heartbeats nothing of an attempt goes on, and nobody at a dead
 * source cancels it. */
Test(vm_migration, without_one_of_its_hosts_an_attempt_stands_still) {
  static const struct {
    enum vm_migration_phase phase;
    enum event_kind next;
  } rows[] = {{MIGRATION_SETUP, EVENT_SETUP_FINISHED},
              {MIGRATION_DATA_TRANSFER, EVENT_CONVERGED},
              {MIGRATION_STOPPED, EVENT_STATE_SENT},
              {MIGRATION_SENT, EVENT_GUEST_RESUMED},
              {MIGRATION_RESUMED, EVENT_GROUP_OWNED}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    for (uint32_t node = LAB_SOURCE; node <= LAB_DESTINATION; node++) {
      struct cluster *c = lab();
      lab_migrate_to(c, rows[i].phase);
      lab_do(c, EVENT_HOST_CRASHED, node, 0, 0);
      if (node == LAB_SOURCE)
        check_row(i, lab_do(c, EVENT_CANCEL_MIGRATION, 0, 0, 0) == WIN32_INVALID_STATE);
      bool fails = rows[i].phase == MIGRATION_SETUP && node == LAB_DESTINATION;
      check_row(i, lab_do(c, rows[i].next, 0, 0, 0) ==
                       (fails ? (uint32_t)WIN32_SUCCESS : (uint32_t)WIN32_INVALID_STATE));
      check_row(i, vm0(c)->migration.phase == (fails ? MIGRATION_FAILURE : rows[i].phase));
      free(c);
    }
}

/* Every fault in every phase of a migration (MIG-040 and its neighbours), cell by cell.  MSTATE-12
 * MFAIL-01 MFAIL-07 MIG-019 */
Test(vm_migration, fault_matrix) {
  static const struct {
    enum vm_migration_phase phase;
    enum fault fault;
    uint32_t state;
    uint32_t reason;
    uint32_t owner;
    enum vm_state vm;
    enum resource_state resource;
  } cells[] = {
      {MIGRATION_SETUP, NETWORK, 5, MIGRATION_REASON_FAIL, 0, VM_ENABLED, RESOURCE_ONLINE},
      {MIGRATION_DATA_TRANSFER, NETWORK, 5, MIGRATION_REASON_FAIL, 0, VM_ENABLED, RESOURCE_ONLINE},
      {MIGRATION_STOPPED, NETWORK, 5, MIGRATION_REASON_FAIL, 0, VM_ENABLED, RESOURCE_ONLINE},
      {MIGRATION_SENT, NETWORK, 5, MIGRATION_REASON_FAIL, 0, VM_ENABLED, RESOURCE_ONLINE},
      {MIGRATION_RESUMED, NETWORK, 3, MIGRATION_REASON_NONE, 0, VM_ENABLED, RESOURCE_OFFLINE},
      {MIGRATION_SETUP, DESTINATION, 5, MIGRATION_REASON_FAIL, 0, VM_ENABLED, RESOURCE_ONLINE},
      {MIGRATION_DATA_TRANSFER, DESTINATION, 5, MIGRATION_REASON_FAIL, 0, VM_ENABLED,
       RESOURCE_ONLINE},
      {MIGRATION_STOPPED, DESTINATION, 5, MIGRATION_REASON_FAIL, 0, VM_ENABLED, RESOURCE_ONLINE},
      {MIGRATION_SENT, DESTINATION, 5, MIGRATION_REASON_FAIL, 0, VM_ENABLED, RESOURCE_ONLINE},
      {MIGRATION_RESUMED, DESTINATION, 5, MIGRATION_REASON_FAIL, 0, VM_STARTING,
       RESOURCE_ONLINE_PENDING},
      {MIGRATION_SETUP, SOURCE, 0, MIGRATION_REASON_NONE, 1, VM_STARTING, RESOURCE_ONLINE_PENDING},
      {MIGRATION_DATA_TRANSFER, SOURCE, 0, MIGRATION_REASON_NONE, 1, VM_STARTING,
       RESOURCE_ONLINE_PENDING},
      {MIGRATION_STOPPED, SOURCE, 0, MIGRATION_REASON_NONE, 1, VM_STARTING,
       RESOURCE_ONLINE_PENDING},
      {MIGRATION_SENT, SOURCE, 0, MIGRATION_REASON_NONE, 1, VM_STARTING, RESOURCE_ONLINE_PENDING},
      {MIGRATION_RESUMED, SOURCE, 0, MIGRATION_REASON_NONE, 1, VM_ENABLED, RESOURCE_ONLINE},
      {MIGRATION_SETUP, SOURCE_SERVICE, 0, MIGRATION_REASON_NONE, 0, VM_ENABLED, RESOURCE_ONLINE},
      {MIGRATION_DATA_TRANSFER, SOURCE_SERVICE, 0, MIGRATION_REASON_NONE, 0, VM_ENABLED,
       RESOURCE_ONLINE},
      {MIGRATION_STOPPED, SOURCE_SERVICE, 0, MIGRATION_REASON_NONE, 0, VM_ENABLED, RESOURCE_ONLINE},
      {MIGRATION_SENT, SOURCE_SERVICE, 0, MIGRATION_REASON_NONE, 0, VM_ENABLED, RESOURCE_ONLINE},
      {MIGRATION_RESUMED, SOURCE_SERVICE, 0, MIGRATION_REASON_NONE, 1, VM_ENABLED, RESOURCE_ONLINE},
      {MIGRATION_SETUP, DESTINATION_SERVICE, 5, MIGRATION_REASON_FAIL, 0, VM_ENABLED,
       RESOURCE_ONLINE},
      {MIGRATION_DATA_TRANSFER, DESTINATION_SERVICE, 5, MIGRATION_REASON_FAIL, 0, VM_ENABLED,
       RESOURCE_ONLINE},
      {MIGRATION_STOPPED, DESTINATION_SERVICE, 5, MIGRATION_REASON_FAIL, 0, VM_ENABLED,
       RESOURCE_ONLINE},
      {MIGRATION_SENT, DESTINATION_SERVICE, 5, MIGRATION_REASON_FAIL, 0, VM_ENABLED,
       RESOURCE_ONLINE},
      {MIGRATION_RESUMED, DESTINATION_SERVICE, 5, MIGRATION_REASON_FAIL, 0, VM_STARTING,
       RESOURCE_ONLINE_PENDING},
      {MIGRATION_DATA_TRANSFER, WORKER, 5, MIGRATION_REASON_FAIL, 0, VM_DISABLED, RESOURCE_FAILED},
      {MIGRATION_STOPPED, WORKER, 5, MIGRATION_REASON_FAIL, 0, VM_STARTING,
       RESOURCE_ONLINE_PENDING},
      {MIGRATION_RESUMED, WORKER, 5, MIGRATION_REASON_FAIL, 0, VM_STARTING,
       RESOURCE_ONLINE_PENDING},
      {MIGRATION_SETUP, WORKER, 5, MIGRATION_REASON_FAIL, 0, VM_DISABLED, RESOURCE_FAILED},
      {MIGRATION_SENT, WORKER, 5, MIGRATION_REASON_FAIL, 0, VM_STARTING, RESOURCE_ONLINE_PENDING},
      {MIGRATION_SETUP, PAUSE, 5, MIGRATION_REASON_FAIL, 0, VM_PAUSING, RESOURCE_ONLINE},
      {MIGRATION_DATA_TRANSFER, SAVE, 5, MIGRATION_REASON_FAIL, 0, VM_SAVING,
       RESOURCE_OFFLINE_PENDING},
      {MIGRATION_DATA_TRANSFER, PAUSE, 5, MIGRATION_REASON_FAIL, 0, VM_PAUSING, RESOURCE_ONLINE},
      {MIGRATION_STOPPED, PAUSE, 3, MIGRATION_REASON_NONE, 0, VM_ENABLED, RESOURCE_OFFLINE},
      {MIGRATION_SETUP, SAVE, 5, MIGRATION_REASON_FAIL, 0, VM_SAVING, RESOURCE_OFFLINE_PENDING},
      {MIGRATION_RESUMED, SAVE, 3, MIGRATION_REASON_NONE, 0, VM_ENABLED, RESOURCE_OFFLINE},
  };
  for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
    struct cluster *c = lab();
    lab_migrate_to(c, cells[i].phase);
    strike(c, cells[i].fault);
    check_row(i, state0(c) == cells[i].state);
    check_row(i, vm0(c)->migration.failure_reason == cells[i].reason);
    check_row(i, cluster_group(c, 0)->owner == cells[i].owner);
    check_row(i, vm0(c)->state == cells[i].vm);
    check_row(i, resource0(c) == cells[i].resource);
    free(c);
  }
}

/* T2, M-CC4, M-CC5 and the switches that go with them.  START-15 START-21 */
Test(vm_migration, start_refusals) {
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 0, LAB_SOURCE, 0), WIN32_INVALID_PARAMETER);
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 0, 7, 0), WIN32_CLUSTER_NODE_NOT_FOUND);
  lab_do(c, EVENT_PAUSE_NODE, LAB_DESTINATION, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 0, LAB_DESTINATION, 0), WIN32_CLUSTER_NODE_PAUSED);
  lab_do(c, EVENT_RESUME_NODE, LAB_DESTINATION, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 0, LAB_DESTINATION, 0), WIN32_SUCCESS);
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 0, LAB_DESTINATION, 0), WIN32_BUSY);
  lab_do(c, EVENT_SET_SWITCH, 0, SWITCH_START_WHILE_MIGRATING, 1);
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 0, LAB_DESTINATION, 0), WIN32_INVALID_STATE);
  cr_assert_eq(state0(c), 1, "the running attempt goes on");
  free(c);
  c = lab_of(2, 1, 1u << SWITCH_START_TO_OWNER);
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 0, LAB_SOURCE, 0), WIN32_SUCCESS);
  cr_assert_eq(state0(c), 0);
  lab_do(c, EVENT_HOST_CRASHED, LAB_DESTINATION, 0, 0);
  lab_lose(c, LAB_DESTINATION);
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 0, LAB_DESTINATION, 0), WIN32_CLUSTER_NODE_DOWN);
  free(c);
}

/* MIG-062, MIG-063 and T2b: one slot, taken by the other machine.  MFAIL-06 */
Test(vm_migration, slots) {
  struct cluster *c = lab_of(3, 2, 0);
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 0, 1, 0), WIN32_SUCCESS);
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 1, 2, 0), WIN32_SUCCESS, "the call succeeds");
  cr_assert_eq(vm_migration_state(cluster_vm(c, 1)->migration.phase), 5, "the attempt fails");
  cr_assert_eq(cluster_vm(c, 1)->migration.failure_reason, MIGRATION_REASON_BUSY);
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 1, 2, 0),
               WIN32_CLUSTER_RESOURCE_VETOED_MOVE_NOT_ENOUGH_RESOURCES_ON_SOURCE);
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 1, 2, MOVE_QUEUE_ENABLED), WIN32_IO_PENDING,
               "it waits");
  cr_assert_eq(lab_do(c, EVENT_CANCEL_GROUP_OPERATION, 1, 0, 0), WIN32_SUCCESS);
  lab_do(c, EVENT_SET_SWITCH, 0, SWITCH_START_WITHOUT_SLOT, 1);
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 1, 2, 0), WIN32_BUSY);
  cr_assert_eq(lab_do(c, EVENT_CANCEL_MIGRATION, 0, 0, 0), WIN32_SUCCESS);
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 1, 2, 0), WIN32_SUCCESS);
  cr_assert_eq(cluster_vm(c, 1)->migration.failure_reason, MIGRATION_REASON_NONE, "cleared");
  free(c);
}

/* T2b from every idle phase: an earlier attempt makes no difference. */
Test(vm_migration, no_slot_after_an_earlier_attempt) {
  static const enum vm_migration_phase before[] = {MIGRATION_NONE, MIGRATION_CANCELED,
                                                   MIGRATION_FAILURE};
  for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
    struct cluster *c = lab_of(3, 2, 0);
    lab_migrate_to(c, before[i]);
    lab_do(c, EVENT_START_MIGRATION, 1, 2, 0);
    check_row(i, lab_do(c, EVENT_START_MIGRATION, 0, 1, 0) == WIN32_SUCCESS);
    check_row(i, state0(c) == 5 && vm0(c)->migration.failure_reason == MIGRATION_REASON_BUSY);
    free(c);
  }
}

/* MIG-061 */
Test(vm_migration, slots_are_the_smaller_of_host_and_cluster) {
  static const struct {
    uint32_t host, cluster, slots;
  } rows[] = {{2, 0, 2}, {2, 1, 1}, {2, 5, 2}, {1, 1, 1}};
  struct cluster *c = lab();
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    cluster_node(c, 0)->migration_slots = rows[i].host;
    c->parallel_migrations = rows[i].cluster;
    check_row(i, vm_migration_slots(c, 0) == rows[i].slots);
  }
  free(c);
}

/* The group move of 2012 and later drives the same machine (MIG-028, MIG-047). MIG-013 MIG-031
 * MIG-032 MIG-037 */
Test(vm_migration, group_move) {
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 0, LAB_SOURCE, 0), WIN32_SUCCESS, "already there");
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 0, LAB_DESTINATION, 0x40), WIN32_INVALID_PARAMETER);
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 0, LAB_DESTINATION, MOVE_QUEUE_ENABLED),
               WIN32_IO_PENDING);
  cr_assert_eq(state0(c), 1);
  cr_assert_eq(cluster_group(c, 0)->state, GROUP_ONLINE, "unchanged at first");
  lab_do(c, EVENT_SETUP_FINISHED, 0, 0, 0);
  cr_assert_eq(cluster_group(c, 0)->state, GROUP_PENDING);
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 0, LAB_DESTINATION, 0), WIN32_CLUSTER_GROUP_BUSY);
  lab_do(c, EVENT_NETWORK_DOWN, 0, 0, 0);
  cr_assert_eq(state0(c), 5);
  cr_assert_eq(cluster_group(c, 0)->state, GROUP_ONLINE, "MIG-040: healthy on the source");
  free(c);
  c = lab_of(2, 1, 1u << SWITCH_GROUP_MOVE_SHOWS_PENDING);
  lab_do(c, EVENT_MOVE_GROUP_LIVE, 0, LAB_DESTINATION, 0);
  lab_do(c, EVENT_SETUP_FINISHED, 0, 0, 0);
  cr_assert_eq(cluster_group(c, 0)->state, GROUP_ONLINE);
  c->level = LEVEL_WS2008R2;
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 0, LAB_DESTINATION, 0), WIN32_CALL_NOT_IMPLEMENTED);
  free(c);
}

Test(vm_migration, setup_fails_without_memory_or_network) {
  static const struct {
    enum event_kind event;
    uint32_t subject;
    uint64_t value;
  } rows[] = {{EVENT_TAKE_HOST_MEMORY, LAB_DESTINATION, UINT64_C(1) << 30},
              {EVENT_NETWORK_DOWN, 0, 0},
              {EVENT_INTERFACE_DOWN, 0, 0}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    lab_do(c, rows[i].event, rows[i].subject, 0, rows[i].value);
    check_row(i, lab_do(c, EVENT_START_MIGRATION, 0, LAB_DESTINATION, 0) == WIN32_SUCCESS);
    lab_do(c, EVENT_SETUP_FINISHED, 0, 0, 0);
    check_row(i, state0(c) == 5 && vm0(c)->executing == 1);
    free(c);
  }
}

/* MSTATE-15 */
Test(vm_migration, reset_and_switches_of_leaving) {
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_RESET_MIGRATION, 0, 0, 0), WIN32_SUCCESS, "0 is 0 already");
  lab_migrate_to(c, MIGRATION_SETUP);
  cr_assert_eq(lab_do(c, EVENT_RESET_MIGRATION, 0, 0, 0), WIN32_INVALID_STATE);
  lab_do(c, EVENT_SET_SWITCH, 0, SWITCH_PAUSE_DURING_MIGRATION, 1);
  cr_assert_eq(lab_do(c, EVENT_GUEST_PAUSE, 0, 0, 0), WIN32_INVALID_STATE);
  cr_assert_eq(state0(c), 1);
  lab_do(c, EVENT_SET_SWITCH, 0, SWITCH_VM_LEAVES_MIGRATION, 1);
  lab_do(c, EVENT_GUEST_SAVE, 0, 0, 0);
  cr_assert_eq(state0(c), 4);
  cr_assert_eq(lab_do(c, EVENT_RESET_MIGRATION, 0, 0, 0), WIN32_SUCCESS);
  cr_assert_eq(state0(c), 0);
  free(c);
}

/* MIG-018: it never falls within an attempt. */
Test(vm_migration, progress_does_not_fall) {
  struct cluster *c = lab();
  lab_migrate_to(c, MIGRATION_DATA_TRANSFER);
  cr_assert_eq(lab_do(c, EVENT_REPORT_PROGRESS, 0, 40, 0), WIN32_SUCCESS);
  cr_assert_eq(lab_do(c, EVENT_REPORT_PROGRESS, 0, 39, 0), WIN32_INVALID_STATE);
  cr_assert_eq(lab_do(c, EVENT_REPORT_PROGRESS, 0, 96, 0), WIN32_INVALID_STATE);
  lab_do(c, EVENT_CANCEL_MIGRATION, 0, 0, 0);
  cr_assert_eq(vm0(c)->migration.progress, 40, "kept after the attempt");
  free(c);
}

/* MPROG-06 */
Test(vm_migration, progress_after_success_is_a_switch) {
  struct cluster *c = lab_of(2, 1, (uint8_t)(1u << SWITCH_PROGRESS_AFTER_SUCCESS));
  lab_migrate_to(c, MIGRATION_RESUMED);
  lab_do(c, EVENT_GROUP_OWNED, 0, 0, 0);
  cr_assert_eq(vm0(c)->migration.progress, 100);
  free(c);
}
