#include "model/vm_migration.h"
#include "model/companions.h"
#include "model/group.h"
#include "model/host_usage.h"
#include "model/move_queue.h"
#include "model/network.h"
#include "model/node.h"
#include "model/node_drain.h"
#include "model/protected_network.h"
#include "model/resource.h"
#include "model/storage.h"
#include "model/virtual_machine.h"
#include "model/vm_migration_table.h"

typedef bool guard(const struct cluster *cluster, const struct vm *vm,
                   const struct migration_request *request);
typedef void action(struct cluster *cluster, uint32_t vm, struct effects *effects);

/* --- guards --- */

uint32_t vm_migration_slots(const struct cluster *cluster, uint32_t index) {
  uint32_t host = cluster_node(cluster, index)->migration_slots;
  uint32_t parallel = cluster->parallel_migrations;
  return parallel != 0 && parallel < host ? parallel : host;
}

bool vm_migration_slot_free(const struct cluster *cluster, uint32_t node) {
  return cluster_node(cluster, node)->migrations < vm_migration_slots(cluster, node);
}

/* A migration takes a slot of both hosts (MIG-063). */
static bool guard_SLOTS_FREE(const struct cluster *cluster, const struct vm *vm,
                             const struct migration_request *request) {
  (void)vm;
  return vm_migration_slot_free(cluster, request->source) &&
         vm_migration_slot_free(cluster, request->destination);
}

static bool guard_SOURCE_ANSWERS(const struct cluster *cluster, const struct vm *vm,
                                 const struct migration_request *request) {
  (void)request;
  return node_answers(cluster, vm->migration.source);
}

static bool guard_BOTH_ANSWER(const struct cluster *cluster, const struct vm *vm,
                              const struct migration_request *request) {
  return guard_SOURCE_ANSWERS(cluster, vm, request) &&
         node_answers(cluster, vm->migration.destination);
}

static bool guard_PREFLIGHT_PASSED(const struct cluster *cluster, const struct vm *vm,
                                   const struct migration_request *request) {
  const struct vm_migration *migration = &vm->migration;
  return guard_SOURCE_ANSWERS(cluster, vm, request) &&
         node_takes_part(cluster, migration->destination) && migration->network != CLUSTER_NONE &&
         network_connects(cluster, migration->network, migration->source, migration->destination) &&
         storage_reached_by(cluster, vm, migration->destination) &&
         vm->memory <= host_usage_free_memory(cluster, migration->destination);
}

static bool guard_OTHER_NETWORK(const struct cluster *cluster, const struct vm *vm,
                                const struct migration_request *request) {
  (void)request;
  return network_for_migration(cluster, vm->migration.source, vm->migration.destination) !=
         CLUSTER_NONE;
}

static bool guard_GUEST_LIVES(const struct cluster *cluster, const struct vm *vm,
                              const struct migration_request *request) {
  (void)cluster;
  (void)request;
  return vm->executing != 0;
}

static bool guard_FAILS(const struct cluster *cluster, const struct vm *vm,
                        const struct migration_request *request) {
  (void)vm;
  (void)request;
  return cluster->switches[SWITCH_VM_LEAVES_MIGRATION] == 0;
}

static bool guard_ALWAYS(const struct cluster *cluster, const struct vm *vm,
                         const struct migration_request *request) {
  (void)cluster;
  (void)vm;
  (void)request;
  return true;
}

/* In a row behind those with a condition. */
static bool guard_OTHERWISE(const struct cluster *cluster, const struct vm *vm,
                            const struct migration_request *request) {
  return guard_ALWAYS(cluster, vm, request);
}

/* --- the one function that changes a phase --- */

static void set_progress(struct vm *vm, uint32_t index, uint32_t progress,
                         struct effects *effects) {
  assert(progress <= MIGRATION_PROGRESS_DONE);
  effects_change(effects, PROPERTY_MIGRATION_PROGRESS, index, vm->migration.progress, progress);
  vm->migration.progress = progress;
}

static void set_reason(struct vm *vm, uint32_t index, uint32_t reason, struct effects *effects) {
  effects_change(effects, PROPERTY_MIGRATION_FAILURE_REASON, index, vm->migration.failure_reason,
                 reason);
  vm->migration.failure_reason = reason;
}

static void set_network(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  uint32_t network =
      network_for_migration(cluster, vm->migration.source, vm->migration.destination);
  effects_change(effects, PROPERTY_MIGRATION_NETWORK, index, vm->migration.network, network);
  vm->migration.network = network;
}

static void enter(struct cluster *cluster, uint32_t index, enum vm_migration_phase phase,
                  struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  enum vm_migration_phase before = vm->migration.phase;
  assert(phase < MIGRATION_PHASE_COUNT);
  host_usage_count(cluster, index, false);
  effects_change(effects, PROPERTY_MIGRATION_PHASE, index, before, phase);
  effects_change(effects, PROPERTY_MIGRATION_STATE, index, vm_migration_state(before),
                 vm_migration_state(phase));
  vm->migration.phase = phase;
  host_usage_count(cluster, index, true);
  if (vm_migration_active(before) && !vm_migration_active(phase)) {
    move_queue_wake(cluster, effects); /* two slots are free again */
    node_drain_migration_over(cluster, vm->migration.source, false, effects);
    node_drain_group_stays(cluster, vm->group, effects);
    node_drain_migration_over(cluster, vm->migration.destination, true, effects);
    if (vm->group != CLUSTER_NONE)
      companions_restore(cluster, vm->group, effects);
    protected_network_look_soon(cluster, index, effects);
  }
}

/* --- actions --- */

static void action_BEGIN(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  vm->migration.attempt++;
  set_progress(vm, index, 0, effects);
  set_reason(vm, index, MIGRATION_REASON_NONE, effects);
  set_network(cluster, index, effects);
  effects_order(effects, ORDER_SET_UP_MIGRATION, index);
}

static void action_REPORT_BUSY(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  vm->migration.attempt++;
  set_progress(vm, index, 0, effects);
  set_reason(vm, index, MIGRATION_REASON_BUSY, effects);
  effects_order(effects, ORDER_END_MIGRATION, index);
}

static void action_TRANSFER(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, index);
  assert(vm->migration.network != CLUSTER_NONE);
  /* Inside a group move the copy is part of the resource's Offline (MIG-047).  Right after the call
   * the group still reads Online; from here on it is Pending (switch group-move-shows-pending). */
  if (vm->migration.by_group_move && cluster->switches[SWITCH_GROUP_MOVE_SHOWS_PENDING] == 0)
    resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_OFFLINE_CALLED, effects);
  effects_order(effects, ORDER_TRANSFER_MEMORY, index);
}

/* The guest stands still from here to RUN_THERE or GO_ON_AT_SOURCE; for the cluster its resources
 * go offline on the source (MIG-047). */
static void action_STOP_GUEST(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  assert(vm->executing == (uint64_t)1 << vm->migration.source);
  vm->executing = 0;
  set_progress(vm, index, MIGRATION_PROGRESS_STOPPED, effects);
  resource_offline_now(cluster, vm->resource, effects);
  companions_leave(cluster, vm->group, effects);
  effects_order(effects, ORDER_SEND_LAST_STATE, index);
}

static void action_HAND_OVER(struct cluster *cluster, uint32_t index, struct effects *effects) {
  set_progress(cluster_vm(cluster, index), index, MIGRATION_PROGRESS_SENT, effects);
  effects_order(effects, ORDER_HAND_OVER_STORAGE, index);
}

static void action_RUN_THERE(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  assert(vm->executing == 0);
  virtual_machine_set_host(cluster, index, vm->migration.destination, effects);
  vm->executing = (uint64_t)1 << vm->migration.destination;
  set_progress(vm, index, MIGRATION_PROGRESS_RESUMED, effects);
  effects_order(effects, ORDER_MOVE_GROUP, index);
}

static void bring_back_online(struct cluster *cluster, const struct vm *vm,
                              struct effects *effects) {
  companions_arrive(cluster, vm->group, effects);
  resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_ONLINE_CALLED, effects);
  resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_ONLINE_DONE, effects);
}

static void action_TAKE_OWNERSHIP(struct cluster *cluster, uint32_t index,
                                  struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  assert(vm->host == vm->migration.destination);
  group_set_owner(cluster, vm->group, vm->migration.destination, effects);
  bring_back_online(cluster, vm, effects);
  set_progress(vm, index, MIGRATION_PROGRESS_OWNED, effects);
  effects_follow_up(effects, EVENT_COMPLETED, index, 0);
}

static void action_SUCCEED(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  set_progress(vm, index, MIGRATION_PROGRESS_DONE, effects);
  if (cluster->switches[SWITCH_PROGRESS_AFTER_SUCCESS] == 0)
    set_progress(vm, index, 0, effects);
  effects_order(effects, ORDER_END_MIGRATION, index);
}

static void leave_resource_online(struct cluster *cluster, const struct vm *vm,
                                  struct effects *effects) {
  if (resource_can(cluster, vm->resource, RESOURCE_TRIGGER_MOVE_ABANDONED))
    resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_MOVE_ABANDONED, effects);
}

static void action_WITHDRAW(struct cluster *cluster, uint32_t index, struct effects *effects) {
  leave_resource_online(cluster, cluster_vm(cluster, index), effects);
  effects_order(effects, ORDER_END_MIGRATION, index);
}

static void action_ABANDON(struct cluster *cluster, uint32_t index, struct effects *effects) {
  set_reason(cluster_vm(cluster, index), index, MIGRATION_REASON_FAIL, effects);
  action_WITHDRAW(cluster, index, effects);
}

static void action_CHANGE_NETWORK(struct cluster *cluster, uint32_t index,
                                  struct effects *effects) {
  set_network(cluster, index, effects);
  assert(cluster_vm(cluster, index)->migration.network != CLUSTER_NONE);
}

static void go_on_at_source(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  effects_order(effects, ORDER_END_MIGRATION, index);
  assert(virtual_machine_has_partition(vm->state));
  vm->executing = (uint64_t)1 << vm->migration.source;
  bring_back_online(cluster, vm, effects);
  storage_look_again(cluster, vm->migration.source, index, effects);
}

static void action_GO_ON_AT_SOURCE(struct cluster *cluster, uint32_t index,
                                   struct effects *effects) {
  set_reason(cluster_vm(cluster, index), index, MIGRATION_REASON_FAIL, effects);
  go_on_at_source(cluster, index, effects);
}

/* The source's cluster service is gone, and its database says who owns the group (column 3a). */
static void action_GO_ON_ALONE(struct cluster *cluster, uint32_t index, struct effects *effects) {
  set_progress(cluster_vm(cluster, index), index, 0, effects);
  go_on_at_source(cluster, index, effects);
}

static void action_FORGET(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  set_progress(vm, index, 0, effects);
  set_reason(vm, index, MIGRATION_REASON_NONE, effects);
  if (virtual_machine_has_partition(vm->state))
    leave_resource_online(cluster, vm, effects);
  else /* the failover finds it where the group was */
    virtual_machine_register_on(cluster, index, cluster_group(cluster, vm->group)->owner, effects);
  effects_order(effects, ORDER_END_MIGRATION, index);
}

static void action_START_AGAIN(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  set_reason(vm, index, MIGRATION_REASON_FAIL, effects);
  effects_order(effects, ORDER_END_MIGRATION, index);
  if (virtual_machine_has_partition(vm->state))
    virtual_machine_vanish(cluster, index, EVENT_GUEST_CRASHED, effects);
  virtual_machine_register_on(cluster, index, cluster_group(cluster, vm->group)->owner, effects);
  effects_follow_up(effects, EVENT_ONLINE_RESOURCE, vm->resource, 0);
}

static void action_CLEAR(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  set_progress(vm, index, 0, effects);
  set_reason(vm, index, MIGRATION_REASON_NONE, effects);
}

/* --- the table --- */

static const struct row {
  enum vm_migration_phase from;
  enum migration_trigger trigger;
  guard *guard;
  enum vm_migration_phase to;
  action *action;
  const char *rule, *text;
} rows[] = {
#define MIGRATION(rule, from, trigger, guard, to, action)                                          \
  {MIGRATION_##from,                                                                               \
   TRIGGER_##trigger,                                                                              \
   guard_##guard,                                                                                  \
   MIGRATION_##to,                                                                                 \
   action_##action,                                                                                \
   #rule,                                                                                          \
   #rule ": " #from " " #trigger " " #guard " -> " #to},
#include "model/vm_migration.def"
#undef MIGRATION
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

static const struct row *find_row(const struct cluster *cluster, const struct vm *vm,
                                  enum migration_trigger trigger,
                                  const struct migration_request *request) {
  for (size_t i = 0; i < ROW_COUNT; i++)
    if (rows[i].from == vm->migration.phase && rows[i].trigger == trigger &&
        rows[i].guard(cluster, vm, request))
      return &rows[i];
  return NULL;
}

/* Takes the row for this trigger; false, with nothing changed, where there is none. */
bool vm_migration_fire(struct cluster *cluster, uint32_t index, enum migration_trigger trigger,
                       struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, index);
  const struct row *row = find_row(cluster, vm, trigger, NULL);
  assert(trigger != TRIGGER_START);
  if (row == NULL)
    return false;
  effects->migration_row = 1 + (uint32_t)(row - rows);
  enter(cluster, index, row->to, effects);
  row->action(cluster, index, effects);
  group_derive_state(cluster, vm->group, effects); /* Pending while the group moves */
  return true;
}

/* The phase is idle here, so the attempt's hosts can be set before it is entered. */
void vm_migration_fire_start(struct cluster *cluster, uint32_t index,
                             const struct migration_request *request, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  assert(!vm_migration_active(vm->migration.phase));
  const struct row *row = find_row(cluster, vm, TRIGGER_START, request);
  assert(row != NULL);
  vm->migration.source = request->source;
  vm->migration.destination = request->destination;
  vm->migration.by_group_move = request->by_group_move;
  effects->migration_row = 1 + (uint32_t)(row - rows);
  if (vm->group != CLUSTER_NONE && vm_migration_active(row->to)) {
    effects_log(effects, LOG_ID_GROUP_MOVES, vm->group, request->source, /* EVT-009 */
                request->destination);
    companions_stop(cluster, vm->group, effects);
  }
  enter(cluster, index, row->to, effects);
  row->action(cluster, index, effects);
}

const char *vm_migration_row_rule(size_t row) {
  assert(row < ROW_COUNT);
  return rows[row].rule;
}

size_t vm_migration_row_count(void) {
  return ROW_COUNT;
}

const char *vm_migration_row_text(size_t row) {
  assert(row < ROW_COUNT);
  return rows[row].text;
}

/* --- what befalls an attempt --- */

/* A source that does not answer has nobody who could end the attempt: it ends when the source is
 * missed.
 */
static bool source_is_gone(const struct cluster *cluster, const struct vm *vm) {
  return vm->migration.phase < MIGRATION_RESUMED && !guard_SOURCE_ANSWERS(cluster, vm, NULL);
}

void vm_migration_lose_network(struct cluster *cluster, uint32_t vm, struct effects *effects) {
  if (!source_is_gone(cluster, cluster_vm(cluster, vm)))
    (void)vm_migration_fire(cluster, vm, TRIGGER_NETWORK_LOST, effects);
}

void vm_migration_lose_owner(struct cluster *cluster, uint32_t vm, struct effects *effects) {
  (void)vm_migration_fire(cluster, vm, TRIGGER_OWNER_LOST, effects);
}

bool vm_migration_lose_node(struct cluster *cluster, uint32_t vm, uint32_t node,
                            struct effects *effects) {
  const struct vm_migration *migration = &cluster_vm(cluster, vm)->migration;
  if (!vm_migration_active(migration->phase))
    return false;
  if (migration->source == node)
    return vm_migration_fire(cluster, vm, TRIGGER_SOURCE_LOST, effects);
  return migration->destination == node && !source_is_gone(cluster, cluster_vm(cluster, vm)) &&
         vm_migration_fire(cluster, vm, TRIGGER_DESTINATION_LOST, effects);
}

bool vm_migration_lose_service(struct cluster *cluster, uint32_t vm, uint32_t node,
                               struct effects *effects) {
  const struct vm_migration *migration = &cluster_vm(cluster, vm)->migration;
  return vm_migration_active(migration->phase) && migration->source == node &&
         vm_migration_fire(cluster, vm, TRIGGER_SERVICE_LOST, effects);
}

bool vm_migration_lose_storage(struct cluster *cluster, uint32_t vm, uint32_t node,
                               struct effects *effects) {
  const struct vm_migration *migration = &cluster_vm(cluster, vm)->migration;
  return vm_migration_active(migration->phase) && migration->destination == node &&
         !source_is_gone(cluster, cluster_vm(cluster, vm)) &&
         vm_migration_fire(cluster, vm, TRIGGER_STORAGE_LOST, effects);
}

void vm_migration_lose_machine(struct cluster *cluster, uint32_t vm, struct effects *effects) {
  (void)vm_migration_fire(cluster, vm, TRIGGER_MACHINE_LEFT, effects);
}

void vm_migration_lose_to_pause(struct cluster *cluster, uint32_t vm, struct effects *effects) {
  (void)vm_migration_fire(cluster, vm, TRIGGER_MACHINE_PAUSED, effects);
}

bool vm_migration_lose_guest(struct cluster *cluster, uint32_t vm, struct effects *effects) {
  return vm_migration_fire(cluster, vm, TRIGGER_GUEST_LOST, effects) ||
         effects_refuse(effects, WIN32_INVALID_STATE);
}

bool vm_migration_report_progress(struct cluster *cluster, const struct event *event,
                                  struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, event->subject);
  /* I4, MIG-018: it never falls; data transfer ends at 95 (docs/fidelity.md "progress-steps"). */
  if (vm->migration.phase != MIGRATION_DATA_TRANSFER || event->argument < vm->migration.progress ||
      event->argument > MIGRATION_PROGRESS_COPIED)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_progress(vm, event->subject, event->argument, effects);
  return true;
}
