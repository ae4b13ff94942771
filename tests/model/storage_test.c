/* Hosts that lose the shared storage, and what their machines do (RSL-013). */
#include "model/virtual_machine.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

Test(storage, in_each_state_of_a_machine) {
  static const struct {
    enum event_kind first, second;
    enum vm_state after, at_last;
    bool critical;
    enum resource_state resource;
  } rows[] = {
      {EVENT_COMPLETED, EVENT_COMPLETED, VM_PAUSED, VM_ENABLED, true, RESOURCE_ONLINE},
      {EVENT_GUEST_PAUSE, EVENT_COMPLETED, VM_PAUSING, VM_PAUSING, false, RESOURCE_ONLINE},
      {EVENT_GUEST_PAUSE, EVENT_GUEST_PAUSED, VM_PAUSED, VM_PAUSED, false, RESOURCE_ONLINE},
      {EVENT_GUEST_SAVE, EVENT_COMPLETED, VM_DISABLED, VM_DISABLED, false, RESOURCE_FAILED},
      {EVENT_GUEST_SAVE, EVENT_GUEST_SAVED, VM_SUSPENDED, VM_SUSPENDED, false, RESOURCE_OFFLINE},
      {EVENT_GUEST_SHUT_DOWN, EVENT_COMPLETED, VM_DISABLED, VM_DISABLED, false, RESOURCE_FAILED},
      {EVENT_GUEST_TURN_OFF, EVENT_GUEST_START, VM_DISABLED, VM_DISABLED, false, RESOURCE_FAILED},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    (void)lab_do(c, rows[i].first, 0, 0, 0);
    (void)lab_do(c, rows[i].second, 0, 0, 0);
    lab_do(c, EVENT_STORAGE_LOST, LAB_SOURCE, 0, 0);
    check_row(i, cluster_vm(c, 0)->state == rows[i].after);
    check_row(i, cluster_vm(c, 0)->critical == rows[i].critical);
    check_row(i, cluster_resource(c, 0)->state == rows[i].resource);
    lab_do(c, EVENT_STORAGE_BACK, LAB_SOURCE, 0, 0);
    check_row(i, cluster_vm(c, 0)->state == rows[i].at_last);
    free(c);
  }
}

Test(storage, what_a_machine_cannot_do_without) {
  static const struct {
    enum event_kind first, asked;
    uint32_t status;
  } rows[] = {
      {EVENT_COMPLETED, EVENT_GUEST_RESUME, WIN32_INVALID_STATE},
      {EVENT_COMPLETED, EVENT_GUEST_SAVE, WIN32_INVALID_STATE},
      {EVENT_COMPLETED, EVENT_OFFLINE_GROUP, WIN32_INVALID_STATE},
      {EVENT_COMPLETED, EVENT_GUEST_TURN_OFF, WIN32_SUCCESS},
      {EVENT_GUEST_TURN_OFF, EVENT_GUEST_START, WIN32_INVALID_STATE},
      {EVENT_GUEST_TURN_OFF, EVENT_ONLINE_GROUP, WIN32_IO_PENDING}, /* and fails */
      {EVENT_COMPLETED, EVENT_GUEST_GIVEN_UP, WIN32_SUCCESS},
      {EVENT_GUEST_TURN_OFF, EVENT_GUEST_GIVEN_UP, WIN32_INVALID_STATE},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    (void)lab_do(c, rows[i].first, 0, 0, 0);
    lab_do(c, EVENT_STORAGE_LOST, LAB_SOURCE, 0, 0);
    check_row(i, lab_do(c, rows[i].asked, 0, 0, 0) == rows[i].status);
    bool runs = virtual_machine_has_partition(cluster_vm(c, 0)->state);
    check_row(i, runs == (i < 3));
    free(c);
  }
}

/* In each phase the destination without storage, then the source (fault matrix). */
Test(storage, in_each_phase_of_a_migration) {
  static const struct {
    enum vm_migration_phase phase, destination_lost, source_lost;
    enum vm_state with_destination, with_source;
  } rows[] = {
      {MIGRATION_SETUP, MIGRATION_FAILURE, MIGRATION_FAILURE, VM_ENABLED, VM_PAUSED},
      {MIGRATION_DATA_TRANSFER, MIGRATION_FAILURE, MIGRATION_FAILURE, VM_ENABLED, VM_PAUSED},
      {MIGRATION_STOPPED, MIGRATION_FAILURE, MIGRATION_STOPPED, VM_ENABLED, VM_ENABLED},
      {MIGRATION_SENT, MIGRATION_FAILURE, MIGRATION_SENT, VM_ENABLED, VM_ENABLED},
      {MIGRATION_RESUMED, MIGRATION_RESUMED, MIGRATION_RESUMED, VM_PAUSED, VM_ENABLED},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    for (uint32_t node = LAB_SOURCE; node <= LAB_DESTINATION; node++) {
      struct cluster *c = lab();
      lab_migrate_to(c, rows[i].phase);
      lab_do(c, EVENT_STORAGE_LOST, node, 0, 0);
      check_row(i, cluster_vm(c, 0)->migration.phase ==
                       (node == LAB_SOURCE ? rows[i].source_lost : rows[i].destination_lost));
      check_row(i, cluster_vm(c, 0)->state ==
                       (node == LAB_SOURCE ? rows[i].with_source : rows[i].with_destination));
      free(c);
    }
}
