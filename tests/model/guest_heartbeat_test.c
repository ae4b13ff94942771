/* Guests that are not heard any more (HEART-01). */
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

static bool is_lost(const struct cluster *c) {
  return cluster_vm(c, 0)->heartbeat_lost;
}

/* What becomes of a heartbeat that was lost, and whether it can be lost again then. */
Test(guest_heartbeat, outlives_what_the_guest_outlives) {
  static const struct {
    enum event_kind events[3];
    bool lost, can_be_lost;
  } rows[] = {
      {{EVENT_GUEST_PAUSE, EVENT_GUEST_PAUSED}, true, false},
      {{EVENT_GUEST_SAVE}, true, false},
      {{EVENT_GUEST_SAVE, EVENT_GUEST_SAVED}, true, false},
      {{EVENT_GUEST_TURN_OFF}, false, false},
      {{EVENT_GUEST_CRASHED}, false, false},
      {{EVENT_GUEST_SHUT_DOWN, EVENT_GUEST_STOPPED}, false, false},
      {{EVENT_GUEST_TURN_OFF, EVENT_GUEST_START, EVENT_GUEST_STARTED}, false, true},
      {{EVENT_HOST_CRASHED}, false, false},
      {{EVENT_HEARTBEAT_BACK}, false, true},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    cr_assert_eq(lab_do(c, EVENT_HEARTBEAT_BACK, 0, 0, 0), WIN32_INVALID_STATE);
    cr_assert_eq(lab_do(c, EVENT_HEARTBEAT_LOST, 0, 0, 0), WIN32_SUCCESS);
    cr_assert_eq(lab_do(c, EVENT_HEARTBEAT_LOST, 0, 0, 0), WIN32_INVALID_STATE);
    for (size_t j = 0; j < 3 && rows[i].events[j] != 0; j++)
      check_row(i, lab_do(c, rows[i].events[j], 0, 0, 0) == WIN32_SUCCESS);
    check_row(i, is_lost(c) == rows[i].lost);
    check_row(i, lab_do(c, EVENT_HEARTBEAT_LOST, 0, 0, 0) ==
                     (rows[i].can_be_lost ? 0u : (uint32_t)WIN32_INVALID_STATE));
    free(c);
  }
}

Test(guest_heartbeat, moves_with_the_guest) {
  static const enum event_kind rest[] = {EVENT_SETUP_FINISHED, EVENT_CONVERGED, EVENT_STATE_SENT,
                                         EVENT_GUEST_RESUMED, EVENT_GROUP_OWNED};
  for (int phase = MIGRATION_SETUP; phase <= MIGRATION_RESUMED; phase++) {
    struct cluster *c = lab();
    lab_migrate_to(c, (enum vm_migration_phase)phase);
    check_row((size_t)phase, lab_do(c, EVENT_HEARTBEAT_LOST, 0, 0, 0) == WIN32_SUCCESS);
    for (int i = phase - MIGRATION_SETUP; i < 5; i++)
      check_row((size_t)phase, lab_do(c, rest[i], 0, 0, 0) == WIN32_SUCCESS);
    check_row((size_t)phase, is_lost(c) && cluster_vm(c, 0)->host == LAB_DESTINATION);
    free(c);
  }
}
