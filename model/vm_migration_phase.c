/* What the phases of an attempt mean. */
#include "model/vm_migration.h"

uint32_t vm_migration_state(enum vm_migration_phase phase) {
  static const uint32_t numbers[] = {
      [MIGRATION_NONE] = 0,    [MIGRATION_SETUP] = 1,    [MIGRATION_DATA_TRANSFER] = 2,
      [MIGRATION_STOPPED] = 3, [MIGRATION_SENT] = 3,     [MIGRATION_RESUMED] = 3,
      [MIGRATION_OWNED] = 3,   [MIGRATION_CANCELED] = 4, [MIGRATION_FAILURE] = 5};
  assert((unsigned)phase < MIGRATION_PHASE_COUNT);
  return numbers[phase];
}

const char *vm_migration_phase_name(enum vm_migration_phase phase) {
  static const char *const names[] = {[MIGRATION_NONE] = "none",
                                      [MIGRATION_SETUP] = "setup",
                                      [MIGRATION_DATA_TRANSFER] = "data transfer",
                                      [MIGRATION_STOPPED] = "move: stopped",
                                      [MIGRATION_SENT] = "move: sent",
                                      [MIGRATION_RESUMED] = "move: resumed",
                                      [MIGRATION_OWNED] = "move: owned",
                                      [MIGRATION_CANCELED] = "canceled",
                                      [MIGRATION_FAILURE] = "failure"};
  assert((unsigned)phase < MIGRATION_PHASE_COUNT);
  return names[phase];
}

bool vm_migration_active(enum vm_migration_phase phase) {
  return phase >= MIGRATION_SETUP && phase <= MIGRATION_OWNED;
}

bool vm_migration_stands_still(enum vm_migration_phase phase) {
  return phase == MIGRATION_STOPPED || phase == MIGRATION_SENT;
}

bool vm_migration_in_move(const struct cluster *cluster, uint32_t index) {
  return vm_migration_state(cluster_vm(cluster, index)->migration.phase) == 3;
}
