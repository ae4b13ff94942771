#include "model/failback.h"
#include "model/affinity_rule.h"
#include "model/group_move.h"
#include "model/move_queue.h"
#include "model/placement.h"

static bool would_fail_back(const struct cluster *cluster, uint32_t index, uint32_t node) {
  const struct group *group = cluster_group(cluster, index);
  return group->auto_failback && cluster_node(cluster, node)->state == NODE_UP &&
         placement_rank(group, node) < placement_rank(group, group->owner) &&
         placement_possible(cluster, index, node) &&
         affinity_rule_refusal(cluster, index, node, false) == WIN32_SUCCESS;
}

/* FOV-029: both ends of a window make one. */
static bool has_failback_window(const struct group *group) {
  return group->failback_start != UINT32_MAX && group->failback_end != UINT32_MAX;
}

static void fail_back(struct cluster *cluster, uint32_t index, uint32_t node,
                      struct effects *effects) {
  uint32_t owner = cluster_group(cluster, index)->owner;
  effects_log(effects, LOG_ID_FAILBACK, index, owner, node); /* EVT-008 */
  group_move_away(cluster, index, node, effects);
}

bool failback_in_window(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  const struct group *group = cluster_group(cluster, event->subject);
  for (uint32_t n = 0; placement_preferred(group, n) != CLUSTER_NONE; n++) {
    uint32_t node = placement_preferred(group, n);
    if (would_fail_back(cluster, event->subject, node)) {
      fail_back(cluster, event->subject, node, effects);
      move_queue_wake(cluster, effects); /* a machine moves live, through the queue */
      return true;
    }
  }
  return effects_refuse(effects, WIN32_INVALID_STATE); /* the node is gone again */
}

bool failback_begin(struct cluster *cluster, uint32_t index, uint32_t node,
                    struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  if (!would_fail_back(cluster, index, node))
    return false;
  if (has_failback_window(group)) {
    effects_order(effects, ORDER_AWAIT_FAILBACK, index);
    return true;
  }
  fail_back(cluster, index, node, effects);
  return true;
}
