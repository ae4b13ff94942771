#include "model/group_move.h"
#include "model/affinity_rule.h"
#include "model/group.h"
#include "model/group_work.h"
#include "model/locked_mode.h"
#include "model/move_queue.h"
#include "model/node.h"
#include "model/node_drain.h"
#include "model/object_property.h"
#include "model/placement.h"
#include "model/resource.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

/* A machine's configuration takes no time and keeps nobody from changing the owner.  A machine of a
 * host without power may still look Online: nobody is there to hand it over. */
bool group_move_runs_nothing(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t machine = group_machine(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    const struct resource *resource = cluster_resource(cluster, group->resources[i]);
    if (resource_provider_of(resource->type) != PROVIDER_CONFIGURATION &&
        !resource_is_down(resource->state))
      return false;
  }
  if (machine == CLUSTER_NONE)
    return true;
  const struct vm *vm = cluster_vm(cluster, machine);
  return !virtual_machine_has_partition(vm->state) && !vm_migration_active(vm->migration.phase);
}

/* MIG-055: the owner changes when everything is Offline or Failed. */
void group_move_hand_over(struct cluster *cluster, uint32_t index, uint32_t node,
                          struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t machine = group_machine(cluster, index);
  uint32_t configurations = 0;
  assert(group_move_runs_nothing(cluster, index));
  for (uint32_t i = 0; i < group->resource_count; i++) {
    if (resource_is_down(cluster_resource(cluster, group->resources[i])->state))
      continue;
    resource_offline_now(cluster, group->resources[i], effects);
    configurations |= UINT32_C(1) << i;
  }
  if (machine != CLUSTER_NONE)
    virtual_machine_register_on(cluster, machine, node, effects);
  group_set_owner(cluster, index, node, effects);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (((configurations >> i) & 1) != 0)
      group_work_online(cluster, group->resources[i], effects);
  if (group->kept_apart) /* PLC-009: a move is another try */
    group_work_restore(cluster, index, effects);
}

/* The last node leaves, and there is nowhere to move to. */
static bool stops_in_place(const struct cluster *cluster, const struct group *group) {
  return group->draining && cluster_node(cluster, group->owner)->stops;
}

bool group_move_waits(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  return group->moving_to != CLUSTER_NONE || stops_in_place(cluster, group);
}

bool group_move_is_free(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  return !group->draining && group->move_order == 0 && group->moving_to == CLUSTER_NONE &&
         !locked_mode_holds(cluster, index);
}

void group_move_send(struct cluster *cluster, uint32_t index, uint32_t node,
                     struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  effects_change(effects, PROPERTY_GROUP_MOVING_TO, index, group->moving_to, node);
  group->moving_to = node;
  if (node == CLUSTER_NONE)
    group->offline_asked = 0;
}

void group_move_return_to(struct cluster *cluster, uint32_t index, uint32_t node,
                          struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  assert(node == CLUSTER_NONE || node < cluster->count[OBJECT_NODE]);
  effects_change(effects, PROPERTY_GROUP_RETURN_TO, index, group->return_to, node);
  group->return_to = node;
}

void group_move_begin(struct cluster *cluster, uint32_t index, uint32_t node, uint32_t asked,
                      struct effects *effects) {
  assert(asked <= 1 + OFFLINE_SHUT_DOWN_FORCED);
  group_move_send(cluster, index, node, effects);
  cluster_group(cluster, index)->offline_asked = asked;
  group_work_offline_all(cluster, index, effects);
}

/* Whether everything in it could go offline now. */
static bool can_stop(const struct cluster *cluster, uint32_t index, uint32_t asked) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t machine = group_machine(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (cluster_resource(cluster, group->resources[i])->state == RESOURCE_ONLINE_PENDING)
      return false;
  if (machine == CLUSTER_NONE)
    return true;
  const struct vm *vm = cluster_vm(cluster, machine);
  bool off = !virtual_machine_has_partition(vm->state);
  return off ||
         (vm->resource != CLUSTER_NONE && virtual_machine_can_go_offline(cluster, machine, asked));
}

/* How the cluster itself takes it to another node: live, or offline as its machine is asked
 * (0: as its OfflineAction says). */
struct move_type {
  bool live;
  uint32_t asked;
};

/* DefaultMoveType of the machine where it names a type of move, else MoveTypeThreshold
 * (migration.md 11; docs/fidelity.md rows "default-move-type" and "move-type-threshold"). */
static struct move_type move_type_of(const struct cluster *cluster, uint32_t index) {
  enum { MOVES_LIVE = 4 }; /* after the four actions of an offline */
  uint32_t vm = group_machine(cluster, index);
  if (vm == CLUSTER_NONE)
    return (struct move_type){false, 0};
  uint32_t machine = cluster_vm(cluster, vm)->resource;
  struct property_holder holder = {CONTROL_OBJECT_RESOURCE, machine};
  uint64_t type = machine == CLUSTER_NONE
                      ? UINT32_MAX
                      : property_number(cluster, holder, SCHEMA_VIRTUAL_MACHINE_DEFAULT_MOVE_TYPE);
  if (type <= MOVES_LIVE)
    return (struct move_type){type == MOVES_LIVE, type < MOVES_LIVE ? 1 + (uint32_t)type : 0};
  holder = (struct property_holder){CONTROL_OBJECT_RESOURCE_TYPE, TYPE_VIRTUAL_MACHINE};
  bool live = (uint64_t)cluster_group(cluster, index)->priority >=
              property_number(cluster, holder, SCHEMA_VIRTUAL_MACHINE_TYPE_MOVE_TYPE_THRESHOLD);
  return (struct move_type){live, live ? 0 : 1 + OFFLINE_SAVE};
}

void group_move_away(struct cluster *cluster, uint32_t index, uint32_t node,
                     struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  bool named = node != CLUSTER_NONE && node_usable(cluster, node) == WIN32_SUCCESS &&
               placement_possible(cluster, index, node) &&
               affinity_rule_refusal(cluster, index, node, false) == WIN32_SUCCESS;
  uint32_t target = named ? node : placement_choose(cluster, index, PLACEMENT_MOVE);
  if (group->unmonitored || group->moving_to != CLUSTER_NONE || group_migrates(cluster, index))
    return; /* nobody sends it; or it is sent */
  affinity_rule_ignore(cluster, index, false, effects);
  if (locked_mode_holds(cluster, index)) {
    node_drain_group_stays(cluster, index, effects);
    return;
  }
  if (group_move_runs_nothing(cluster, index)) {
    move_queue_leave(cluster, index, effects);
    if (target == CLUSTER_NONE) {
      node_drain_group_stays(cluster, index, effects);
      return;
    }
    effects_log(effects, LOG_ID_GROUP_MOVES, index, group->owner, target);
    group_move_hand_over(cluster, index, target, effects); /* what is off stays off */
    return;
  }
  struct move_type type = move_type_of(cluster, index);
  if (type.live && group->move_order == 0)
    move_queue_enter(cluster, index, node, false, effects);
  if (type.live)
    return;
  if (target != CLUSTER_NONE && can_stop(cluster, index, type.asked)) {
    effects_log(effects, LOG_ID_GROUP_MOVES, index, group->owner, target);
    group_move_begin(cluster, index, target, type.asked, effects);
  } else {
    node_drain_group_stays(cluster, index, effects);
  }
}

/* Why a move to this node does not begin; 0 where it does. */
static uint32_t refusal(const struct cluster *cluster, uint32_t index, uint32_t node) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t status = group_unattended(cluster, index);
  if (status != WIN32_SUCCESS)
    return status;
  if (node == CLUSTER_NONE)
    return WIN32_HOST_NODE_NOT_AVAILABLE;
  if (group->moving_to != CLUSTER_NONE || group->move_order != 0 || group_migrates(cluster, index))
    return WIN32_CLUSTER_GROUP_BUSY;
  if (group->state == GROUP_PENDING)
    return WIN32_INVALID_STATE;
  status = node_usable(cluster, node);
  if (status == WIN32_SUCCESS && !placement_possible(cluster, index, node))
    return WIN32_HOST_NODE_NOT_GROUP_OWNER; /* MIG-072 */
  return status;
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
    node = placement_choose(cluster, event->subject, PLACEMENT_MOVE);
  uint32_t status = refusal(cluster, event->subject, node);
  if (node == group->owner && status != WIN32_CLUSTER_GROUP_BUSY)
    return true; /* MS-CMRP ApiMoveGroupToNode: already there */
  bool ignored = (flags & GROUP_MOVE_IGNORE_AFFINITY_RULE) != 0;
  bool stops = !group_move_runs_nothing(cluster, event->subject);
  if (status == WIN32_SUCCESS && stops)
    status = affinity_rule_refusal(cluster, event->subject, node, ignored); /* PLC-011 */
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  if (locked_mode_refuses(cluster, event->subject, UINT32_MAX, LOCKED_MOVE, flags, effects))
    return true;
  if (stops && !can_stop(cluster, event->subject, action))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  affinity_rule_ignore(cluster, event->subject, ignored, effects);
  bool returns = (flags & MOVE_RETURN_TO_SOURCE_NODE_ON_ERROR) != 0;
  group_move_return_to(cluster, event->subject, returns ? group->owner : (uint32_t)CLUSTER_NONE,
                       effects);
  if (!stops) {
    effects_log(effects, LOG_ID_GROUP_MOVES, event->subject, group->owner, node); /* EVT-009 */
    group_move_hand_over(cluster, event->subject, node, effects);
    group_work_restore(cluster, event->subject, effects);
    return true;
  }
  effects_log(effects, LOG_ID_GROUP_MOVES, event->subject, group->owner, node);
  group_move_begin(cluster, event->subject, node, action, effects);
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
  group_move_send(cluster, event->subject, CLUSTER_NONE, effects);
  if (node_usable(cluster, node) == WIN32_SUCCESS)
    group_move_hand_over(cluster, event->subject, node, effects);
  else
    node_drain_group_stays(cluster, event->subject, effects);
  group_work_restore(cluster, event->subject, effects);
  return true;
}
