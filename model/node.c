#include "model/node.h"
#include "model/move_queue.h"
#include "model/node_drain.h"
#include "model/protected_network.h"

static const struct {
  enum node_state from;
  enum event_kind event;
  enum node_state to;
} moves[] = {
#define NODE(from, event, to) {NODE_##from, EVENT_##event, NODE_##to},
#include "model/node_state.def"
#undef NODE
};

bool node_move(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++)
    if (moves[i].from == node->state && moves[i].event == event->kind) {
      effects_change(effects, PROPERTY_NODE_STATE, event->subject, node->state, moves[i].to);
      node->state = moves[i].to;
      move_queue_wake(cluster, effects); /* it takes moves now, or takes none any more */
      return true;
    }
  return false;
}

bool node_answers(const struct cluster *cluster, uint32_t index) {
  const struct node *node = cluster_node(cluster, index);
  return node->powered && !node->service_stopped;
}

bool node_takes_part(const struct cluster *cluster, uint32_t index) {
  enum node_state state = cluster_node(cluster, index)->state;
  return node_answers(cluster, index) && (state == NODE_UP || state == NODE_PAUSED);
}

uint32_t node_usable(const struct cluster *cluster, uint32_t index) {
  switch (cluster_node(cluster, index)->state) {
  case NODE_UP:
    return WIN32_SUCCESS;
  case NODE_DOWN:
    return WIN32_CLUSTER_NODE_DOWN; /* M-CC4 */
  case NODE_PAUSED:
    return WIN32_CLUSTER_NODE_PAUSED; /* M-CC4 */
  case NODE_JOINING:
    return WIN32_NODE_NOT_AVAILABLE;
  case NODE_NONE:
    return WIN32_CLUSTER_NODE_NOT_FOUND;
  }
  assert(false && "a node state");
  return WIN32_NODE_NOT_AVAILABLE;
}

bool node_define(struct cluster *cluster, const struct event *event, struct effects *effects) {
  assert(event->name != NULL);
  if (object_name_check(event->name, NODE_NAME_UNITS_MAX) != NULL || event->value == 0)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (cluster_find(cluster, OBJECT_NODE, event->name) != CLUSTER_NONE)
    return effects_refuse(effects, WIN32_OBJECT_ALREADY_EXISTS);
  uint32_t index = cluster_add(cluster, OBJECT_NODE, event->name);
  if (index == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  *cluster_node(cluster, index) = (struct node){
      .state = NODE_NONE,
      .powered = true,
      .memory = event->value,
      .migration_slots = event->argument,
      .drain_target = CLUSTER_NONE,
      .fault_domain = CLUSTER_NONE,
  };
  effects->created_kind = OBJECT_NODE;
  effects->created = index;
  return true;
}

bool node_form_cluster(struct cluster *cluster, const struct event *event,
                       struct effects *effects) {
  assert(event->name != NULL);
  if (cluster->created)
    return effects_refuse(effects, WIN32_OBJECT_ALREADY_EXISTS);
  if (object_name_check(event->name, CLUSTER_NAME_UNITS_MAX) != NULL)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (!cluster_node(cluster, event->subject)->powered)
    return effects_refuse(effects, WIN32_NODE_NOT_AVAILABLE);
  cluster_set_name(cluster, event->name);
  cluster->created = true;
  bool moved = node_move(cluster, event, effects);
  assert(moved);
  (void)moved;
  effects->created_kind = OBJECT_CLUSTER;
  effects->created = 0;
  return true;
}

bool node_join(struct cluster *cluster, const struct event *event, struct effects *effects) {
  if (!cluster->created)
    return effects_refuse(effects, WIN32_CLUSTER_NOT_INSTALLED);
  if (!cluster_node(cluster, event->subject)->powered)
    return effects_refuse(effects, WIN32_NODE_NOT_AVAILABLE);
  if (!node_move(cluster, event, effects))
    return effects_refuse(effects, WIN32_OBJECT_ALREADY_EXISTS);
  struct node *node = cluster_node(cluster, event->subject);
  effects_change(effects, PROPERTY_NODE_SERVICE, event->subject, !node->service_stopped, true);
  node->service_stopped = false;
  if (cluster->count[OBJECT_GROUP] > 0)
    effects_follow_up(effects, EVENT_SWEEP_JOINED, event->subject, 0);
  return true;
}

bool node_pause(struct cluster *cluster, const struct event *event, struct effects *effects) {
  if (cluster_node(cluster, event->subject)->stops)
    return effects_refuse(effects, WIN32_CLUSTER_NODE_SHUTTING_DOWN);
  if (!node_move(cluster, event, effects))
    return effects_refuse(effects, node_usable(cluster, event->subject));
  cluster_node(cluster, event->subject)->stays_paused = true;
  return true;
}

/* ResumeClusterNodeEx; the value says what comes back (DRN-011). */
bool node_resume(struct cluster *cluster, const struct event *event, struct effects *effects) {
  if (event->value > RESUME_FAILBACK_PER_POLICY)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (cluster_node(cluster, event->subject)->stops)
    return effects_refuse(effects, WIN32_CLUSTER_NODE_SHUTTING_DOWN);
  if (!node_move(cluster, event, effects))
    return effects_refuse(effects, WIN32_CLUSTER_NODE_NOT_PAUSED);
  cluster_node(cluster, event->subject)->stays_paused = false;
  protected_network_look_at_all(cluster, effects);
  if (cluster_node(cluster, event->subject)->drain == DRAIN_NOT_INITIATED)
    return true;
  node_drain_forget(cluster, event->subject, effects);
  effects_follow_up_with(effects, EVENT_SWEEP_RETURN, event->subject, 0, event->value);
  return true;
}

bool node_take_memory(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  if (event->value > node->memory)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  effects_change(effects, PROPERTY_NODE_MEMORY_TAKEN, event->subject, node->memory_taken,
                 event->value);
  node->memory_taken = event->value;
  move_queue_wake(cluster, effects);
  return true;
}
