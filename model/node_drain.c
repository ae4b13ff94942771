#include "model/node_drain.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/move_queue.h"
#include "model/node.h"
#include "model/placement.h"
#include "model/sweep.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

static void set_status(struct cluster *cluster, uint32_t index, enum drain_status status,
                       struct effects *effects) {
  struct node *node = cluster_node(cluster, index);
  effects_change(effects, PROPERTY_NODE_DRAIN_STATUS, index, node->drain, status);
  node->drain = status;
}

static void set_draining(struct cluster *cluster, uint32_t index, uint32_t owner, bool draining,
                         struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  struct node *node = cluster_node(cluster, owner);
  assert(group->draining != draining);
  assert(draining || node->draining_groups > 0);
  effects_change(effects, PROPERTY_GROUP_DRAINING, index, group->draining, draining);
  group->draining = draining;
  node->draining_groups = draining ? node->draining_groups + 1 : node->draining_groups - 1;
}

static void set_drained_from(struct cluster *cluster, uint32_t index, uint32_t node,
                             struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  effects_change(effects, PROPERTY_GROUP_DRAINED_FROM, index, group->drained_from, node);
  group->drained_from = node;
}

/* A step of the drain is over when every group has been told and none is on its way any more. */
static void settle(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct node *node = cluster_node(cluster, index);
  bool arrivals = node->stops && node->arriving > 0;
  if (node->drain != DRAIN_IN_PROGRESS || !node->drain_told || node->draining_groups > 0 ||
      arrivals)
    return;
  if (!node_takes_part(cluster, index)) /* nobody is there to go on with it; it is missed soon */
    return;
  if (node->groups > 0 && node->drain_forced && !node->drain_offline) {
    node->drain_offline = true;
    node->drain_told = false;
    effects_follow_up(effects, EVENT_SWEEP_DRAIN, index, 0);
  } else if (node->stops) {
    effects_follow_up(effects, EVENT_NODE_LEFT, index, 0);
  } else {
    set_status(cluster, index, node->groups == 0 ? DRAIN_COMPLETED : DRAIN_FAILED, effects);
  }
}

void node_drain_group_left(struct cluster *cluster, uint32_t index, uint32_t owner_before,
                           struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  set_drained_from(cluster, index, CLUSTER_NONE, effects);
  if (!group->draining)
    return;
  set_draining(cluster, index, owner_before, false, effects);
  if (cluster_node(cluster, owner_before)->drain == DRAIN_IN_PROGRESS)
    set_drained_from(cluster, index, owner_before, effects); /* it may be asked back (DRN-012) */
  settle(cluster, owner_before, effects);
}

void node_drain_group_stays(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  if (!group->draining)
    return;
  if (cluster_node(cluster, group->owner)->drain == DRAIN_IN_PROGRESS &&
      node_takes_part(cluster, group->owner))
    effects_log(effects, LOG_ID_DRAIN_MOVE_FAILED, index, CLUSTER_NONE, CLUSTER_NONE);
  set_draining(cluster, index, group->owner, false, effects);
  settle(cluster, group->owner, effects);
}

void node_drain_migration_over(struct cluster *cluster, uint32_t index, bool arrived,
                               struct effects *effects) {
  struct node *node = cluster_node(cluster, index);
  if (node->drain != DRAIN_IN_PROGRESS || !(arrived ? node->stops : node->drain_offline))
    return;
  node->drain_told = false;
  effects_follow_up(effects, EVENT_SWEEP_DRAIN, index, 0);
}

void node_drain_forget(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct node *node = cluster_node(cluster, index);
  if (node->drain == DRAIN_NOT_INITIATED)
    return;
  set_status(cluster, index, DRAIN_NOT_INITIATED, effects);
  if (node->stops)
    effects_order(effects, ORDER_FORGET_SHUTDOWN, index);
  node->stops = node->drain_forced = node->drain_offline = false;
  node->drain_target = CLUSTER_NONE;
  node->drain_told = false;
}

/* Why this drain is not begun; 0 where it is. */
static uint32_t refusal(const struct cluster *cluster, const struct event *event) {
  const struct node *node = cluster_node(cluster, event->subject);
  if (event->value > 7)
    return WIN32_INVALID_PARAMETER;
  /* Avoiding placement, and trying again, are not modelled yet. */
  if (event->value > PAUSE_REMAIN_ON_PAUSED_NODE_ON_MOVE_ERROR ||
      !functional_level(cluster->level)->moves_with_context)
    return WIN32_CALL_NOT_IMPLEMENTED;
  if (node->stops)
    return WIN32_CLUSTER_NODE_SHUTTING_DOWN;
  if (node->drain == DRAIN_IN_PROGRESS) /* DRN-003 */
    return WIN32_CLUSTER_NODE_DRAIN_IN_PROGRESS;
  if (event->argument == CLUSTER_NONE)
    return WIN32_SUCCESS;
  if (event->argument >= cluster->count[OBJECT_NODE])
    return WIN32_CLUSTER_NODE_NOT_FOUND;
  if (event->argument == event->subject)
    return WIN32_INVALID_PARAMETER;
  return cluster_node(cluster, event->argument)->state == NODE_UP /* DRN-004 */
             ? (uint32_t)WIN32_SUCCESS
             : (uint32_t)WIN32_HOST_NODE_NOT_AVAILABLE;
}

bool node_drain(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  uint32_t status = refusal(cluster, event);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  if (!node_pause(cluster, event, effects))
    return false;
  node->drain_target = event->argument;
  node->drain_told = node->drain_offline = false;
  node->drain_forced = event->value == 0;
  set_status(cluster, event->subject, DRAIN_IN_PROGRESS, effects);
  effects_follow_up(effects, EVENT_SWEEP_DRAIN, event->subject, 0);
  return true;
}

/* Stop-ClusterNode, or a host that is shut down: nothing of the node comes to harm where it can be
 * helped.  From 2012 R2 on its groups are drained first (DRN-015). */
bool node_stop(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  if (node->stops)
    return effects_refuse(effects, WIN32_CLUSTER_NODE_SHUTTING_DOWN);
  if (!node_takes_part(cluster, event->subject) || !node_move(cluster, event, effects))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  effects->status = WIN32_IO_PENDING;
  effects_order(effects, ORDER_AWAIT_SHUTDOWN, event->subject);
  node->stops = node->drain_forced = true;
  if (node->drain == DRAIN_IN_PROGRESS) /* it is the first step */
    return true;
  node->drain_target = CLUSTER_NONE;
  node->drain_told = false;
  node->drain_offline = !functional_level(cluster->level)->drains_on_stop;
  set_status(cluster, event->subject, DRAIN_IN_PROGRESS, effects);
  effects_follow_up(effects, EVENT_SWEEP_DRAIN, event->subject, 0);
  return true;
}

/* What did not move live goes offline as its OfflineAction says, and to the best node there is.
 * Where there is none it stays as it is; on a node that stops it goes offline all the same. */
static void send_offline(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t machine = group_machine(cluster, index);
  uint32_t best = placement_choose(cluster, index, PLACEMENT_MOVE);
  const struct vm *vm = machine == CLUSTER_NONE ? NULL : cluster_vm(cluster, machine);
  if (group->moving_to != CLUSTER_NONE || (vm != NULL && vm_migration_active(vm->migration.phase)))
    return; /* it is on its way already */
  if (group_move_runs_nothing(cluster, index)) {
    group_move_away(cluster, index, best, effects);
    return;
  }
  bool in_vain = best == CLUSTER_NONE && !cluster_node(cluster, group->owner)->stops;
  bool stuck =
      vm != NULL && virtual_machine_has_partition(vm->state) &&
      (vm->resource == CLUSTER_NONE || !virtual_machine_can_go_offline(cluster, machine, 0));
  if (in_vain || stuck)
    node_drain_group_stays(cluster, index, effects);
  else
    group_move_begin(cluster, index, best, 0, effects);
}

static bool tell(struct cluster *cluster, const struct event *event, uint32_t group,
                 struct effects *effects) {
  const struct node *node = cluster_node(cluster, event->subject);
  if (cluster_group(cluster, group)->owner != event->subject ||
      cluster_group(cluster, group)->draining || group_tier(cluster, group) != event->value)
    return false;
  set_draining(cluster, group, event->subject, true, effects);
  if (node->drain_offline)
    send_offline(cluster, group, effects);
  else
    group_move_away(cluster, group, node->drain_target, effects);
  return true;
}

bool node_drain_sweep(struct cluster *cluster, const struct event *event, struct effects *effects) {
  if (cluster_node(cluster, event->subject)->drain != DRAIN_IN_PROGRESS ||
      event->value >= PRIORITY_TIERS)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (!sweep(cluster, OBJECT_GROUP, event, tell, effects))
    return true;
  if (event->value + 1 < PRIORITY_TIERS) { /* DRN-008 */
    effects_follow_up_with(effects, event->kind, event->subject, 0, event->value + 1);
    return true;
  }
  cluster_node(cluster, event->subject)->drain_told = true;
  move_queue_wake(cluster, effects);
  settle(cluster, event->subject, effects);
  return true;
}

/* What still waits to leave stays, and what was drained comes back where that was asked for
 * (value).
 */
static bool take_back(struct cluster *cluster, const struct event *event, uint32_t index,
                      struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  if (group->owner == event->subject && group->draining) {
    set_draining(cluster, index, event->subject, false, effects);
    move_queue_leave(cluster, index, effects);
    return true;
  }
  if (group->drained_from != event->subject)
    return false;
  set_drained_from(cluster, index, CLUSTER_NONE, effects);
  if (event->value == RESUME_FAILBACK_IMMEDIATELY ||
      (event->value == RESUME_FAILBACK_PER_POLICY && group->auto_failback))
    group_move_away(cluster, index, event->subject, effects);
  return true;
}

/* After a resume. */
bool node_drain_return_groups(struct cluster *cluster, const struct event *event,
                              struct effects *effects) {
  if (cluster_node(cluster, event->subject)->state != NODE_UP)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (sweep(cluster, OBJECT_GROUP, event, take_back, effects))
    move_queue_wake(cluster, effects);
  return true;
}
