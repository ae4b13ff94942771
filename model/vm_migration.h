#ifndef MODEL_VM_MIGRATION_H
#define MODEL_VM_MIGRATION_H
/* Live migration of a virtual machine: the state machine of vm_migration.def and its requests. */
#include "model/step.h"

/* MigrationFailureReason (mscs/virtual-machines-migrationfailurereason) */
#define MIGRATION_REASON_NONE UINT32_C(0)
#define MIGRATION_REASON_BUSY UINT32_C(0x800700AA)
#define MIGRATION_REASON_FAIL UINT32_C(0x80004005)

/* MoveClusterGroupEx flags (sdk-api nf-clusapi-moveclustergroupex) */
enum {
  MOVE_IGNORE_RESOURCE_STATUS = 1,
  MOVE_RETURN_TO_SOURCE_NODE_ON_ERROR = 2,
  MOVE_QUEUE_ENABLED = 4,
  MOVE_HIGH_PRIORITY_START = 8,
  MOVE_FLAGS_KNOWN = 0x3F,
};

/* Progress shown while a phase lasts; data transfer runs from 0 to the first of them. */
enum {
  MIGRATION_PROGRESS_COPIED = 95,
  MIGRATION_PROGRESS_STOPPED = 96,
  MIGRATION_PROGRESS_SENT = 97,
  MIGRATION_PROGRESS_RESUMED = 98,
  MIGRATION_PROGRESS_OWNED = 99,
  MIGRATION_PROGRESS_DONE = 100,
};

/* MigrationState 0..5 for a phase. */
uint32_t vm_migration_state(enum vm_migration_phase phase);
const char *vm_migration_phase_name(enum vm_migration_phase phase);

/* SETUP to OWNED: an attempt is running. */
bool vm_migration_active(enum vm_migration_phase phase);

/* The guest stands still: it runs on neither host. */
bool vm_migration_stands_still(enum vm_migration_phase phase);

/* Between the stop of the guest and the new ownership (MigrationState 3). */
bool vm_migration_in_move(const struct cluster *cluster, uint32_t vm);

/* How many migrations a node may take part in now: the host's own limit, and
 * MaximumParallelMigrations where it is set (MIG-060, MIG-061). */
uint32_t vm_migration_slots(const struct cluster *cluster, uint32_t node);

/* Whether a host can take part in one more migration. */
bool vm_migration_slot_free(const struct cluster *cluster, uint32_t node);

/* What befalls a running attempt; without one, or where it does not matter, nothing happens.
 * vm_migration_lose_node(), _service() and _storage() tell whether it changed anything. */
void vm_migration_lose_network(struct cluster *cluster, uint32_t vm, struct effects *effects);
bool vm_migration_lose_node(struct cluster *cluster, uint32_t vm, uint32_t node,
                            struct effects *effects);
bool vm_migration_lose_service(struct cluster *cluster, uint32_t vm, uint32_t node,
                               struct effects *effects);
bool vm_migration_lose_storage(struct cluster *cluster, uint32_t vm, uint32_t node,
                               struct effects *effects);
void vm_migration_lose_owner(struct cluster *cluster, uint32_t vm, struct effects *effects);
void vm_migration_lose_machine(struct cluster *cluster, uint32_t vm, struct effects *effects);
void vm_migration_lose_to_pause(struct cluster *cluster, uint32_t vm, struct effects *effects);
bool vm_migration_lose_guest(struct cluster *cluster, uint32_t vm, struct effects *effects);

/* Event handlers, see event.def. */
bool vm_migration_start(struct cluster *cluster, const struct event *event,
                        struct effects *effects);
bool vm_migration_cancel(struct cluster *cluster, const struct event *event,
                         struct effects *effects);
bool vm_migration_reset(struct cluster *cluster, const struct event *event,
                        struct effects *effects);
/* Why a live group move to this node cannot begin now; 0 where it can.  5957 and 5958 (a slot is
 * missing) and 5944 (it migrates) pass with time. */
uint32_t vm_migration_move_refusal(const struct cluster *cluster, uint32_t group, uint32_t node,
                                   bool rules_ignored);

/* Begins one that is not refused. */
void vm_migration_begin_move(struct cluster *cluster, uint32_t group, uint32_t node,
                             struct effects *effects);

/* Cancels the attempt inside a group move; false where there is none that can be canceled. */
bool vm_migration_cancel_move(struct cluster *cluster, uint32_t vm, struct effects *effects);

bool vm_migration_move_group(struct cluster *cluster, const struct event *event,
                             struct effects *effects);
bool vm_migration_advance(struct cluster *cluster, const struct event *event,
                          struct effects *effects);
bool vm_migration_report_progress(struct cluster *cluster, const struct event *event,
                                  struct effects *effects);

/* The rows of vm_migration.def: how many, a row's rule ("T5"), and the row as text. */
size_t vm_migration_row_count(void);
const char *vm_migration_row_rule(size_t row);
const char *vm_migration_row_text(size_t row);

#endif
