#include "model/group_move.h"
#include "model/group.h"
#include "model/node.h"
#include "model/node_drain.h"
#include "model/resource.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

/* A machine of a host without power may still look Online: nobody is there to hand it over. */
bool group_move_runs_nothing(const struct cluster *cluster, uint32_t index) {
  uint32_t machine = group_machine(cluster, index);
  if (machine == CLUSTER_NONE)
    return true;
  const struct vm *vm = cluster_vm(cluster, machine);
  enum resource_state state = vm->resource == CLUSTER_NONE
                                  ? RESOURCE_OFFLINE
                                  : cluster_resource(cluster, vm->resource)->state;
  return !virtual_machine_has_partition(vm->state) && !vm_migration_active(vm->migration.phase) &&
         (state == RESOURCE_OFFLINE || state == RESOURCE_FAILED);
}

void group_move_hand_over(struct cluster *cluster, uint32_t index, uint32_t node,
                          struct effects *effects) {
  uint32_t machine = group_machine(cluster, index);
  assert(group_move_runs_nothing(cluster, index));
  if (machine != CLUSTER_NONE)
    virtual_machine_register_on(cluster, machine, node, effects);
  group_set_owner(cluster, index, node, effects);
}

/* The last node leaves, and there is nowhere to move to. */
static bool stops_in_place(const struct cluster *cluster, const struct group *group) {
  return group->draining && cluster_node(cluster, group->owner)->stops;
}

void group_move_go_on(const struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  if (group->moving_to != CLUSTER_NONE || stops_in_place(cluster, group))
    effects_follow_up(effects, EVENT_FINISH_MOVE, index, 0);
}

void group_move_send(struct cluster *cluster, uint32_t index, uint32_t node,
                     struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  effects_change(effects, PROPERTY_GROUP_MOVING_TO, index, group->moving_to, node);
  group->moving_to = node;
}

/* Why a move to this node does not begin; 0 where it does. */
static uint32_t refusal(const struct cluster *cluster, uint32_t index, uint32_t node) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t machine = group_machine(cluster, index);
  if (group->unmonitored)
    return WIN32_CLUSTER_RESOURCE_NOT_MONITORED;
  if (!node_takes_part(cluster, group->owner) || node == CLUSTER_NONE)
    return WIN32_HOST_NODE_NOT_AVAILABLE;
  if (group->moving_to != CLUSTER_NONE || group->move_order != 0 ||
      (machine != CLUSTER_NONE &&
       vm_migration_active(cluster_vm(cluster, machine)->migration.phase)))
    return WIN32_CLUSTER_GROUP_BUSY;
  if (group->state == GROUP_PENDING)
    return WIN32_INVALID_STATE;
  return node_usable(cluster, node);
}

/* MoveClusterGroup, and MoveClusterGroupEx with a context other than live. */
bool group_move_start(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct group *group = cluster_group(cluster, event->subject);
  uint32_t flags = (uint32_t)event->value, action = (uint32_t)(event->value >> 32);
  uint32_t node = event->argument;
  if ((flags & ~(uint32_t)MOVE_FLAGS_KNOWN) != 0 || action > 1 + OFFLINE_SHUT_DOWN_FORCED)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (event->value != 0 && !functional_level(cluster->level)->moves_with_context)
    return effects_refuse(effects, WIN32_CALL_NOT_IMPLEMENTED);
  if (node != CLUSTER_NONE && node >= cluster->count[OBJECT_NODE])
    return effects_refuse(effects, WIN32_CLUSTER_NODE_NOT_FOUND);
  if (node == CLUSTER_NONE)
    node = group_best_node(cluster, event->subject);
  uint32_t status = refusal(cluster, event->subject, node);
  if (node == group->owner && status != WIN32_CLUSTER_GROUP_BUSY)
    return true; /* MS-CMRP ApiMoveGroupToNode: already there */
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  uint32_t machine = group_machine(cluster, event->subject);
  if (group_move_runs_nothing(cluster, event->subject)) {
    group_move_hand_over(cluster, event->subject, node, effects);
    group_restore(cluster, event->subject, effects);
    return true;
  }
  if (cluster_vm(cluster, machine)->resource == CLUSTER_NONE ||
      !virtual_machine_can_go_offline(cluster, machine, action))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  group_move_send(cluster, event->subject, node, effects);
  virtual_machine_go_offline(cluster, machine, action, effects);
  effects->status = WIN32_IO_PENDING;
  return true;
}

/* Nothing runs any more: the group changes hands, or comes online again where it was when its
 * destination takes nothing now. */
bool group_move_finish(struct cluster *cluster, const struct event *event,
                       struct effects *effects) {
  struct group *group = cluster_group(cluster, event->subject);
  uint32_t node = group->moving_to;
  bool in_place = node == CLUSTER_NONE && stops_in_place(cluster, group);
  if ((node == CLUSTER_NONE && !in_place) || !group_move_runs_nothing(cluster, event->subject))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (in_place) { /* it stays, offline, on a node that leaves */
    node_drain_group_stays(cluster, event->subject, effects);
    return true;
  }
  const struct vm *vm = cluster_vm(cluster, group_machine(cluster, event->subject));
  group_move_send(cluster, event->subject, CLUSTER_NONE, effects);
  if (node_usable(cluster, node) == WIN32_SUCCESS) {
    if (vm->configuration != CLUSTER_NONE)
      resource_offline_now(cluster, vm->configuration, effects);
    group_move_hand_over(cluster, event->subject, node, effects);
  } else {
    node_drain_group_stays(cluster, event->subject, effects);
  }
  group_restore(cluster, event->subject, effects);
  return true;
}
