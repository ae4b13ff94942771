#ifndef MODEL_VM_MIGRATION_TABLE_H
#define MODEL_VM_MIGRATION_TABLE_H
/* How the table of a live migration is worked; for the files of the model only. */
#include "model/vm_migration.h"

enum migration_trigger {
  TRIGGER_START,
  TRIGGER_SETUP_FINISHED,
  TRIGGER_CONVERGED,
  TRIGGER_STATE_SENT,
  TRIGGER_GUEST_RESUMED,
  TRIGGER_GROUP_OWNED,
  TRIGGER_COMPLETED,
  TRIGGER_CANCEL,
  TRIGGER_NETWORK_LOST,
  TRIGGER_DESTINATION_LOST,
  TRIGGER_STORAGE_LOST,    /* by the destination */
  TRIGGER_PROVIDER_FAILED, /* there */
  TRIGGER_SOURCE_LOST,
  TRIGGER_SERVICE_LOST, /* of the source */
  TRIGGER_GUEST_LOST,
  TRIGGER_MACHINE_LEFT,
  TRIGGER_MACHINE_PAUSED,
  TRIGGER_RESET,
  TRIGGER_OWNER_LOST,
};

/* What a START brings along; everything else reads the running attempt. */
struct migration_request {
  uint32_t source, destination;
  bool by_group_move;
};

/* Takes the row for this trigger; false, with nothing changed, where there is none. */
bool vm_migration_fire(struct cluster *cluster, uint32_t vm, enum migration_trigger trigger,
                       struct effects *effects);

/* Starts an attempt of a machine that has none under way. */
void vm_migration_fire_start(struct cluster *cluster, uint32_t vm,
                             const struct migration_request *request, struct effects *effects);

#endif
