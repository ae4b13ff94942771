/* What administrators and hosts ask of a live migration: start, move, cancel, reset, and each step.
 */
#include "model/affinity_rule.h"
#include "model/companions.h"
#include "model/group.h"
#include "model/locked_mode.h"
#include "model/move_queue.h"
#include "model/node.h"
#include "model/placement.h"
#include "model/resource.h"
#include "model/vm_migration_table.h"

/* What both ways to start have in common; 0 where the machine may migrate. */
static uint32_t refusal(const struct cluster *cluster, const struct vm *vm, uint32_t destination) {
  if (vm->resource == CLUSTER_NONE)
    return WIN32_INVALID_STATE;
  /* MIG-002: 5023 unless VmState is 2. */
  if (vm->state != VM_ENABLED ||
      resource_state_shown(cluster_resource(cluster, vm->resource)) != RESOURCE_ONLINE)
    return WIN32_INVALID_STATE;
  if (!node_takes_part(cluster, vm->host))
    return cluster_group(cluster, vm->group)->unmonitored
               ? (uint32_t)WIN32_CLUSTER_RESOURCE_NOT_MONITORED
               : (uint32_t)WIN32_HOST_NODE_NOT_AVAILABLE;
  uint32_t status = node_usable(cluster, destination);
  if (status == WIN32_SUCCESS && !placement_possible(cluster, vm->group, destination))
    return WIN32_HOST_NODE_NOT_GROUP_OWNER; /* MIG-072 */
  return status;
}

bool vm_migration_start(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, event->subject);
  if (event->argument >= cluster->count[OBJECT_NODE])
    return effects_refuse(effects, WIN32_CLUSTER_NODE_NOT_FOUND);
  if (vm_migration_active(vm->migration.phase)) /* T2 */
    return effects_refuse(effects, cluster->switches[SWITCH_START_WHILE_MIGRATING] == 0
                                       ? (uint32_t)WIN32_BUSY
                                       : (uint32_t)WIN32_INVALID_STATE);
  uint32_t status = refusal(cluster, vm, event->argument);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  if (event->argument == vm->host) { /* M-CC5 */
    if (cluster->switches[SWITCH_START_TO_OWNER] != 0)
      return true;
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  }
  status = affinity_rule_refusal(cluster, vm->group, event->argument, false);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  struct migration_request request = {.source = vm->host, .destination = event->argument};
  if (cluster->switches[SWITCH_START_WITHOUT_SLOT] != 0 &&
      !(vm_migration_slot_free(cluster, request.source) &&
        vm_migration_slot_free(cluster, request.destination)))
    return effects_refuse(effects, WIN32_BUSY);
  vm_migration_fire_start(cluster, event->subject, &request, effects);
  return true;
}

uint32_t vm_migration_move_refusal(const struct cluster *cluster, uint32_t group, uint32_t node,
                                   bool ignored) {
  uint32_t index = group_machine(cluster, group), owner = cluster_group(cluster, group)->owner;
  if (index == CLUSTER_NONE)
    return WIN32_INVALID_PARAMETER;
  const struct vm *vm = cluster_vm(cluster, index);
  if (vm_migration_active(vm->migration.phase))
    return WIN32_CLUSTER_GROUP_BUSY;
  if (node == CLUSTER_NONE) /* nobody could take it */
    return WIN32_HOST_NODE_NOT_AVAILABLE;
  uint32_t status = refusal(cluster, vm, node);
  if (status == WIN32_SUCCESS)
    status = affinity_rule_refusal(cluster, group, node, ignored);
  if (status != WIN32_SUCCESS)
    return status;
  if (!vm_migration_slot_free(cluster, owner))
    return WIN32_CLUSTER_RESOURCE_VETOED_MOVE_NOT_ENOUGH_RESOURCES_ON_SOURCE;
  if (!vm_migration_slot_free(cluster, node))
    return WIN32_CLUSTER_RESOURCE_VETOED_MOVE_NOT_ENOUGH_RESOURCES_ON_DESTINATION;
  return companions_are_down(cluster, group) ? (uint32_t)WIN32_SUCCESS
                                             : (uint32_t)WIN32_CLUSTER_GROUP_BUSY;
}

void vm_migration_begin_move(struct cluster *cluster, uint32_t group, uint32_t node,
                             struct effects *effects) {
  assert(vm_migration_move_refusal(cluster, group, node, true) == WIN32_SUCCESS);
  struct migration_request request = {
      .source = cluster_group(cluster, group)->owner, .destination = node, .by_group_move = true};
  vm_migration_fire_start(cluster, group_machine(cluster, group), &request, effects);
}

bool vm_migration_cancel_move(struct cluster *cluster, uint32_t vm, struct effects *effects) {
  return cluster_vm(cluster, vm)->migration.by_group_move &&
         vm_migration_fire(cluster, vm, TRIGGER_CANCEL, effects);
}

/* MoveClusterGroupEx with context 4, VmResdllContextLiveMigration (MIG-028, MIG-029). */
bool vm_migration_move_group(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  const struct group *group = cluster_group(cluster, event->subject);
  uint32_t machine = group_machine(cluster, event->subject), node = event->argument;
  if (!functional_level(cluster->level)->moves_with_context)
    return effects_refuse(effects, WIN32_CALL_NOT_IMPLEMENTED);
  if (node != CLUSTER_NONE && node >= cluster->count[OBJECT_NODE])
    return effects_refuse(effects, WIN32_CLUSTER_NODE_NOT_FOUND);
  if (node == CLUSTER_NONE)
    node = placement_choose(cluster, event->subject, PLACEMENT_MOVE);
  if (machine == CLUSTER_NONE || (event->value & ~(uint64_t)MOVE_FLAGS_KNOWN) != 0)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (group->move_order != 0 ||
      group->moving_to !=
          CLUSTER_NONE) /* it waits for a move already: docs/fidelity.md "move-queue" */
    return effects_refuse(effects, WIN32_CLUSTER_GROUP_BUSY);
  bool migrates = vm_migration_active(cluster_vm(cluster, machine)->migration.phase);
  if (node == group->owner && !migrates) /* MS-CMRP ApiMoveGroupToNode: already there */
    return true;
  if (locked_mode_refuses(cluster, event->subject, UINT32_MAX, LOCKED_MOVE, event->value, effects))
    return true;
  bool ignored = (event->value & GROUP_MOVE_IGNORE_AFFINITY_RULE) != 0;
  uint32_t status = vm_migration_move_refusal(cluster, event->subject, node, ignored);
  /* M-Q1, M-Q5: what a slot is missing for waits where that is asked for, and fails at once else.
   */
  if (move_queue_waits_for(status) && (event->value & MOVE_QUEUE_ENABLED) != 0) {
    effects_log(effects, /* EVT-013 */
                event->argument == CLUSTER_NONE ? LOG_ID_BEST_NODE_VETOED : LOG_ID_MOVE_REJECTED,
                event->subject, group->owner, node);
    move_queue_enter(cluster, event->subject, node, (event->value & MOVE_HIGH_PRIORITY_START) != 0,
                     effects);
  } else if (status == WIN32_CLUSTER_GROUP_BUSY && !migrates)
    move_queue_enter(cluster, event->subject, node, true, effects); /* its companions stop first */
  else if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  else
    vm_migration_begin_move(cluster, event->subject, node, effects);
  affinity_rule_ignore(cluster, event->subject, ignored, effects);
  effects->status = WIN32_IO_PENDING;
  return true;
}

bool vm_migration_cancel(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  return vm_migration_fire(cluster, event->subject, TRIGGER_CANCEL, effects) ||
         effects_refuse(effects, WIN32_INVALID_STATE); /* T7, MIG-006 */
}

bool vm_migration_reset(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, event->subject);
  if (vm->migration.phase == MIGRATION_NONE)
    return true;
  return vm_migration_fire(cluster, event->subject, TRIGGER_RESET, effects) ||
         effects_refuse(effects, WIN32_INVALID_STATE);
}

/* It is to go offline, as soon as what depends on it has. */
static bool goes_offline(const struct cluster *cluster, const struct vm *vm) {
  return vm->migration.phase == MIGRATION_DATA_TRANSFER &&
         cluster_resource(cluster, vm->resource)->goal == GOAL_OFFLINE &&
         node_answers(cluster, vm->migration.source) &&
         node_answers(cluster, vm->migration.destination);
}

bool vm_migration_advance(struct cluster *cluster, const struct event *event,
                          struct effects *effects) {
  static const enum migration_trigger triggers[EVENT_KIND_COUNT] = {
      [EVENT_SETUP_FINISHED] = TRIGGER_SETUP_FINISHED,
      [EVENT_CONVERGED] = TRIGGER_CONVERGED,
      [EVENT_STATE_SENT] = TRIGGER_STATE_SENT,
      [EVENT_GUEST_RESUMED] = TRIGGER_GUEST_RESUMED,
      [EVENT_GROUP_OWNED] = TRIGGER_GROUP_OWNED,
      [EVENT_COMPLETED] = TRIGGER_COMPLETED};
  enum migration_trigger trigger = triggers[event->kind];
  assert(trigger != TRIGGER_START);
  if (trigger == TRIGGER_CONVERGED && goes_offline(cluster, cluster_vm(cluster, event->subject)))
    trigger = TRIGGER_MACHINE_LEFT; /* T13 */
  return vm_migration_fire(cluster, event->subject, trigger, effects) ||
         effects_refuse(effects, WIN32_INVALID_STATE);
}
