#include "model/group_failover.h"
#include "model/affinity_rule.h"
#include "model/cold_start.h"
#include "model/failure_policy.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/group_work.h"
#include "model/guest_heartbeat.h"
#include "model/move_queue.h"
#include "model/node.h"
#include "model/node_drain.h"
#include "model/placement.h"
#include "model/protected_network.h"
#include "model/resource.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

/* Whether its machine was online, or on its way there, when nobody said otherwise. */
static bool is_meant_to_be_online(const struct cluster *cluster, uint32_t index) {
  const struct vm *vm = cluster_vm(cluster, group_machine(cluster, index));
  return vm->resource != CLUSTER_NONE && cluster_resource(cluster, vm->resource)->persistent_online;
}

static void set_unmonitored(struct cluster *cluster, uint32_t index, bool unmonitored,
                            struct effects *effects) {
  group_change_status(cluster, index, &cluster_group(cluster, index)->unmonitored, unmonitored,
                      effects);
}

void group_lose_monitor(struct cluster *cluster, uint32_t index, struct effects *effects) {
  assert(group_machine(cluster, index) != CLUSTER_NONE);
  node_drain_group_stays(cluster, index, effects); /* whoever drained it is gone */
  move_queue_leave(cluster, index, effects);
  group_move_send(cluster, index, CLUSTER_NONE, effects);
  effects_log(effects, LOG_ID_UNMONITORED, index, cluster_group(cluster, index)->owner,
              CLUSTER_NONE);
  set_unmonitored(cluster, index, true, effects);
}

/* It waited on a node of its own: the one it waited for takes it, where that is up now. */
static void hand_to_preferred(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t node = placement_preferred(group, 0);
  if (node != CLUSTER_NONE && node != group->owner &&
      cluster_node(cluster, node)->state == NODE_UP && node_takes_part(cluster, node) &&
      placement_possible(cluster, index, node) && group_move_runs_nothing(cluster, index) &&
      !group_work_goes_on(cluster, index))
    group_move_hand_over(cluster, index, node, effects);
}

void group_regain_monitor(struct cluster *cluster, uint32_t index, struct effects *effects) {
  uint32_t machine = group_machine(cluster, index);
  bool cold = cluster_group(cluster, index)->cold;
  bool starts = cold_start_take_group(cluster, index, effects);
  if (cluster_group(cluster, index)->unmonitored) /* EVT-021 */
    effects_log(effects, LOG_ID_MONITORED_AGAIN, index, cluster_group(cluster, index)->owner,
                CLUSTER_NONE);
  set_unmonitored(cluster, index, false, effects);
  if (cold)
    hand_to_preferred(cluster, index, effects);
  if (machine == CLUSTER_NONE) { /* nobody could take it while its node was away */
    if (starts)
      group_work_restore(cluster, index, effects);
    return;
  }
  virtual_machine_find_again(cluster, machine, effects);
  guest_heartbeat_look_again(cluster, machine, effects);
  protected_network_look_soon(cluster, machine, effects);
  group_work_wake(cluster, index, effects); /* what waited for a migration that is over */
  if (!starts || virtual_machine_has_partition(cluster_vm(cluster, machine)->state))
    return;
  /* A paused node brings nothing online: another one does, where there is one. */
  uint32_t best = placement_choose(cluster, index, PLACEMENT_MOVE);
  if (cluster_node(cluster, cluster_group(cluster, index)->owner)->state == NODE_PAUSED &&
      best != CLUSTER_NONE && is_meant_to_be_online(cluster, index))
    group_move_hand_over(cluster, index, best, effects);
  group_work_restore(cluster, index, effects);
}

void group_fail_over(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t machine = group_machine(cluster, index), from = group->owner;
  bool unmonitored = group->unmonitored;
  assert(cluster_node(cluster, group->owner)->state == NODE_DOWN);
  node_drain_group_stays(cluster, index, effects); /* whoever drained it is gone */
  set_unmonitored(cluster, index, false, effects);
  affinity_rule_ignore(cluster, index, false, effects);
  group_move_send(cluster, index, CLUSTER_NONE, effects);
  group_move_return_to(cluster, index, CLUSTER_NONE, effects);
  group_work_forget(cluster, index, effects);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    if (resource_can(cluster, group->resources[i], RESOURCE_TRIGGER_OWNER_LOST))
      resource_move_to(cluster, group->resources[i], RESOURCE_TRIGGER_OWNER_LOST, effects);
    failure_policy_forget_wait(cluster, group->resources[i], effects);
  }
  /* Never two copies: where the old host still runs it, it ends there first (Q-R5, inferred). */
  if (machine != CLUSTER_NONE && virtual_machine_has_partition(cluster_vm(cluster, machine)->state))
    virtual_machine_vanish(cluster, machine, EVENT_GUEST_CRASHED, effects);
  uint32_t target = placement_choose(cluster, index, PLACEMENT_NODE_FAILURE);
  if (target == CLUSTER_NONE) { /* no node is left, or none that may own it */
    (void)cold_start_lose_group(cluster, index, effects);
    return;
  }
  effects_log(effects, LOG_ID_NODE_FAILOVER, index, from, target); /* EVT-008 */
  bool starts = cold_start_take_group(cluster, index, effects);
  group_set_owner(cluster, index, target, effects);
  if (unmonitored)
    effects_log(effects, LOG_ID_MONITORED_ELSEWHERE, index, from, target); /* EVT-021 */
  move_queue_leave(cluster, index, effects); /* the move was the lost owner's */
  if (machine != CLUSTER_NONE) {
    virtual_machine_register_on(cluster, machine, target, effects);
    vm_migration_lose_owner(cluster, machine, effects);
  }
  if (starts && group->priority != PRIORITY_NO_AUTO_START)
    group_work_restore(cluster, index, effects);
}
