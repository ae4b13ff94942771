#include "model/quarantine.h"
#include "model/node.h"

static void set_exits(struct cluster *cluster, uint32_t index, uint32_t exits,
                      struct effects *effects) {
  struct node *node = cluster_node(cluster, index);
  effects_change(effects, PROPERTY_NODE_EXITS, index, node->exits, exits);
  node->exits = exits;
}

static void set_quarantined(struct cluster *cluster, uint32_t index, bool quarantined,
                            struct effects *effects) {
  struct node *node = cluster_node(cluster, index);
  effects_change(effects, PROPERTY_NODE_QUARANTINED, index, node->quarantined, quarantined);
  node->quarantined = quarantined;
}

/* RSL-009: a quarter of the nodes at the most; of two or three nodes one. */
static bool one_more_may_be_quarantined(const struct cluster *cluster) {
  uint32_t members = 0, quarantined = 0;
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++) {
    members += cluster_node(cluster, i)->state != NODE_NONE;
    quarantined += cluster_node(cluster, i)->quarantined;
  }
  assert(quarantined <= members);
  return members > 1 && (4 * (quarantined + 1) <= members || (members < 4 && quarantined == 0));
}

bool quarantine_count_exit(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct node *node = cluster_node(cluster, index);
  uint32_t threshold = cluster->quarantine_threshold;
  assert(!node->quarantined && node->exits <= threshold);
  if (threshold == 0 || !functional_level(cluster->level)->resilient)
    return false;
  if (node->exits == 0)
    effects_order(effects, ORDER_BEGIN_EXIT_PERIOD, index);
  if (node->exits < threshold)
    set_exits(cluster, index, node->exits + 1, effects);
  if (node->exits < threshold || !one_more_may_be_quarantined(cluster))
    return false;
  set_exits(cluster, index, 0, effects);
  set_quarantined(cluster, index, true, effects);
  effects_log(effects, LOG_ID_NODE_QUARANTINED, index, CLUSTER_NONE, CLUSTER_NONE);
  effects_order(effects, ORDER_AWAIT_QUARANTINE, index);
  return true;
}

void quarantine_refuse_join(uint32_t node, struct effects *effects) {
  effects_log(effects, LOG_ID_JOIN_REFUSED, node, CLUSTER_NONE, CLUSTER_NONE);
  effects_log(effects, LOG_ID_JOIN_REFUSED_HERE, node, CLUSTER_NONE, CLUSTER_NONE);
}

void quarantine_forget(struct cluster *cluster, uint32_t index, struct effects *effects) {
  if (cluster_node(cluster, index)->quarantined)
    effects_order(effects, ORDER_FORGET_QUARANTINE, index);
  set_quarantined(cluster, index, false, effects);
  set_exits(cluster, index, 0, effects);
}

/* The hour since the first of them is over. */
bool quarantine_forget_exits(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  if (cluster_node(cluster, event->subject)->exits == 0)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_exits(cluster, event->subject, 0, effects);
  return true;
}

/* A node whose cluster service runs joins now. */
bool quarantine_end(struct cluster *cluster, const struct event *event, struct effects *effects) {
  bool joins = node_answers(cluster, event->subject);
  if (!cluster_node(cluster, event->subject)->quarantined ||
      (joins && !node_move(cluster, event, effects)))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_quarantined(cluster, event->subject, false, effects);
  if (event->kind == EVENT_CLEAR_QUARANTINE)
    effects_order(effects, ORDER_FORGET_QUARANTINE, event->subject);
  if (joins)
    effects_order(effects, ORDER_JOIN_NODE, event->subject);
  return true;
}
