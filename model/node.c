#include "model/node.h"
#include "model/group.h"
#include "model/move_queue.h"
#include "model/node_drain.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

static const struct {
  enum node_state from;
  enum event_kind event;
  enum node_state to;
} moves[] = {
#define NODE(from, event, to) {NODE_##from, EVENT_##event, NODE_##to},
#include "model/node_state.def"
#undef NODE
};

/* The one function that changes a node's state; false where the move is not in the table. */
static bool move(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++)
    if (moves[i].from == node->state && moves[i].event == event->kind) {
      effects_change(effects, PROPERTY_NODE_STATE, event->subject, node->state, moves[i].to);
      node->state = moves[i].to;
      return true;
    }
  return false;
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
  bool moved = move(cluster, event, effects);
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
  return move(cluster, event, effects) || effects_refuse(effects, WIN32_OBJECT_ALREADY_EXISTS);
}

bool node_pause(struct cluster *cluster, const struct event *event, struct effects *effects) {
  if (!move(cluster, event, effects))
    return effects_refuse(effects, node_usable(cluster, event->subject));
  cluster_node(cluster, event->subject)->stays_paused = true;
  return true;
}

/* ResumeClusterNodeEx; the value says what comes back (DRN-011). */
bool node_resume(struct cluster *cluster, const struct event *event, struct effects *effects) {
  if (event->value > RESUME_FAILBACK_PER_POLICY)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (!move(cluster, event, effects))
    return effects_refuse(effects, WIN32_CLUSTER_NODE_NOT_PAUSED);
  cluster_node(cluster, event->subject)->stays_paused = false;
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
  return true;
}

bool node_crash(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  if (!node->powered)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  effects_change(effects, PROPERTY_NODE_POWER, event->subject, true, false);
  node->powered = false;
  if (node->state != NODE_NONE) /* nobody misses a host that is no member */
    effects_order(effects, ORDER_WATCH_NODE, event->subject);
  effects_follow_up(effects, EVENT_SWEEP_GUESTS, event->subject, 0);
  return true;
}

bool node_lose(struct cluster *cluster, const struct event *event, struct effects *effects) {
  if (cluster_node(cluster, event->subject)->powered || !move(cluster, event, effects))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  node_drain_forget(cluster, event->subject, effects);
  effects_follow_up(effects, EVENT_SWEEP_MIGRATIONS, event->subject, 0);
  return true;
}

/* A crashed host that is back.  Before it has been missed it cannot join: its cluster believes that
 * it never went (docs/fidelity.md "host-return"). */
bool node_return(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  bool member = node->state != NODE_NONE;
  if (node->powered || (member && !move(cluster, event, effects)))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  effects_change(effects, PROPERTY_NODE_POWER, event->subject, false, true);
  node->powered = true;
  if (member)
    effects_order(effects, ORDER_JOIN_NODE, event->subject);
  effects_follow_up(effects, EVENT_SWEEP_RETURNED, event->subject, 0);
  return true;
}

bool node_be_member(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  if (!node->powered || !move(cluster, event, effects))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  struct event pause = {.kind = EVENT_PAUSE_NODE, .subject = event->subject};
  if (node->stays_paused && !move(cluster, &pause, effects))
    assert(false && "a node that is Up can be paused");
  effects_follow_up(effects, EVENT_SWEEP_ORPHANS, event->subject, 0);
  return true;
}

/* What the host ran when it lost power, and nobody took over.  One machine a step. */
bool node_sweep_returned(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  if (!cluster_node(cluster, event->subject)->powered)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  uint32_t vm = event->argument, end = vm + SWEEP_STRIDE;
  for (; vm < cluster->count[OBJECT_VM] && vm < end; vm++) {
    const struct vm *candidate = cluster_vm(cluster, vm);
    if (candidate->host == event->subject && candidate->state == VM_UNKNOWN) {
      virtual_machine_vanish(cluster, vm, EVENT_HOST_RETURNED, effects);
      vm++;
      break;
    }
  }
  if (vm < cluster->count[OBJECT_VM])
    effects_follow_up(effects, EVENT_SWEEP_RETURNED, event->subject, vm);
  return true;
}

/* Groups nobody could take when their node was lost, and the groups of the node itself. */
bool node_sweep_orphans(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  if (cluster_node(cluster, event->subject)->state != NODE_UP &&
      cluster_node(cluster, event->subject)->state != NODE_PAUSED)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  uint32_t group = event->argument, end = group + SWEEP_STRIDE;
  for (; group < cluster->count[OBJECT_GROUP] && group < end; group++) {
    uint32_t owner = cluster_group(cluster, group)->owner;
    bool orphan = cluster_node(cluster, owner)->state == NODE_DOWN;
    if (!orphan && owner != event->subject)
      continue;
    if (orphan)
      group_fail_over(cluster, group, effects);
    else
      group_bring_back(cluster, group, effects);
    group++;
    break;
  }
  if (group < cluster->count[OBJECT_GROUP])
    effects_follow_up(effects, EVENT_SWEEP_ORPHANS, event->subject, group);
  return true;
}

/* Guests die with their host.  One machine a step. */
bool node_sweep_guests(struct cluster *cluster, const struct event *event,
                       struct effects *effects) {
  if (cluster_node(cluster, event->subject)->powered)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  uint32_t vm = event->argument, end = vm + SWEEP_STRIDE;
  for (; vm < cluster->count[OBJECT_VM] && vm < end; vm++) {
    const struct vm *candidate = cluster_vm(cluster, vm);
    if (candidate->host == event->subject && virtual_machine_has_partition(candidate->state)) {
      virtual_machine_vanish(cluster, vm, EVENT_HOST_CRASHED, effects);
      vm++;
      break;
    }
  }
  if (vm < cluster->count[OBJECT_VM])
    effects_follow_up(effects, EVENT_SWEEP_GUESTS, event->subject, vm);
  return true;
}

/* Migrations hear of the lost node before its groups do: a machine that runs on the destination
 * already is handed over instead of being started again. */
bool node_sweep_migrations(struct cluster *cluster, const struct event *event,
                           struct effects *effects) {
  if (cluster_node(cluster, event->subject)->state != NODE_DOWN)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  uint32_t vm = event->argument, end = vm + SWEEP_STRIDE;
  for (; vm < cluster->count[OBJECT_VM] && vm < end; vm++)
    if (vm_migration_lose_node(cluster, vm, event->subject, effects)) {
      vm++;
      break;
    }
  if (vm < cluster->count[OBJECT_VM])
    effects_follow_up(effects, EVENT_SWEEP_MIGRATIONS, event->subject, vm);
  else
    effects_follow_up(effects, EVENT_SWEEP_GROUPS, event->subject, 0);
  return true;
}

bool node_sweep_groups(struct cluster *cluster, const struct event *event,
                       struct effects *effects) {
  if (cluster_node(cluster, event->subject)->state != NODE_DOWN)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  uint32_t group = event->argument, end = group + SWEEP_STRIDE;
  for (; group < cluster->count[OBJECT_GROUP] && group < end; group++)
    if (cluster_group(cluster, group)->owner == event->subject) {
      group_fail_over(cluster, group, effects);
      group++;
      break;
    }
  if (group < cluster->count[OBJECT_GROUP])
    effects_follow_up(effects, EVENT_SWEEP_GROUPS, event->subject, group);
  else
    move_queue_wake(cluster, effects); /* who waited to move to it */
  return true;
}
