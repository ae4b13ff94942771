#include "model/eviction.h"
#include "model/group.h"
#include "model/group_failover.h"
#include "model/node.h"
#include "model/node_drain.h"
#include "model/owner_list.h"
#include "model/placement.h"
#include "model/quarantine.h"
#include "model/sweep.h"
#include "model/virtual_machine.h"

static void set_evicted(struct cluster *cluster, uint32_t index, bool evicted,
                        struct effects *effects) {
  struct node *node = cluster_node(cluster, index);
  effects_change(effects, PROPERTY_NODE_TO_BE_EVICTED, index, node->evicted, evicted);
  node->evicted = evicted;
}

static bool is_last(const struct cluster *cluster, uint32_t index) {
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++)
    if (i != index && cluster_node(cluster, i)->state != NODE_NONE &&
        !cluster_node(cluster, i)->evicted)
      return false;
  return true;
}

bool eviction_begin(struct cluster *cluster, const struct event *event, struct effects *effects) {
  const struct node *node = cluster_node(cluster, event->subject);
  struct event stop = {.kind = EVENT_STOP_NODE, .subject = event->subject};
  if (node->state == NODE_NONE)
    return effects_refuse(effects, WIN32_CLUSTER_NODE_NOT_FOUND);
  if (is_last(cluster, event->subject))
    return effects_refuse(effects, WIN32_CANT_EVICT_ACTIVE_NODE);
  /* One that joins, is isolated, or is gone and not missed yet: docs/fidelity.md "evict-node". */
  bool is_down = node->state == NODE_DOWN && !node->isolated;
  if (node->evicted || (!is_down && !node_takes_part(cluster, event->subject)))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (!is_down && !node->stops && !node_stop(cluster, &stop, effects))
    return false;
  set_evicted(cluster, event->subject, true, effects);
  effects->status = is_down ? WIN32_SUCCESS : WIN32_IO_PENDING;
  if (is_down)
    effects_follow_up(effects, EVENT_SWEEP_GROUPS, event->subject, 0);
  return true;
}

void eviction_go_on(const struct cluster *cluster, uint32_t node, struct effects *effects) {
  if (cluster_node(cluster, node)->evicted)
    effects_follow_up(effects, EVENT_SWEEP_EVICTED_GROUPS, node, 0);
}

static void give_away(struct cluster *cluster, uint32_t index, struct effects *effects) {
  uint32_t machine = group_machine(cluster, index), node = 0;
  while (node == cluster_group(cluster, index)->owner ||
         cluster_node(cluster, node)->state == NODE_NONE)
    node++;
  group_set_owner(cluster, index, node, effects);
  if (machine != CLUSTER_NONE)
    virtual_machine_register_on(cluster, machine, node, effects);
}

static bool forget_in_group(struct cluster *cluster, const struct event *event, uint32_t index,
                            struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  bool fails_over = group->owner == event->subject;
  if (fails_over) /* nobody could take it before */
    group_fail_over(cluster, index, effects);
  if (group->owner == event->subject) /* no node is up: somebody owns it all the same */
    give_away(cluster, index, effects);
  assert(group->owner != event->subject);
  if (group->drained_from == event->subject) {
    effects_change(effects, PROPERTY_GROUP_DRAINED_FROM, index, event->subject, CLUSTER_NONE);
    group->drained_from = CLUSTER_NONE;
  }
  bool was_preferred = owner_list_forget(cluster, index, event->subject, effects);
  return fails_over || was_preferred;
}

bool eviction_sweep_groups(struct cluster *cluster, const struct event *event,
                           struct effects *effects) {
  const struct node *node = cluster_node(cluster, event->subject);
  if (!node->evicted || node->state != NODE_DOWN)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (sweep(cluster, OBJECT_GROUP, event, forget_in_group, effects))
    effects_follow_up(effects, EVENT_SWEEP_EVICTED_RESOURCES, event->subject, 0);
  return true;
}

/* A resource that any node may own stays one. */
static bool forget_in_resource(struct cluster *cluster, const struct event *event, uint32_t index,
                               struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, index);
  uint64_t before = resource->possible_owners, bit = UINT64_C(1) << event->subject;
  if (before == UINT64_MAX || (before & bit) == 0)
    return false;
  resource->possible_owners &= ~bit;
  effects_change(effects, PROPERTY_RESOURCE_POSSIBLE_OWNERS, index, before,
                 resource->possible_owners);
  return true;
}

bool eviction_sweep_resources(struct cluster *cluster, const struct event *event,
                              struct effects *effects) {
  const struct node *node = cluster_node(cluster, event->subject);
  if (!node->evicted || node->state != NODE_DOWN)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (sweep(cluster, OBJECT_RESOURCE, event, forget_in_resource, effects))
    effects_follow_up(effects, EVENT_NODE_EVICTED, event->subject, 0);
  return true;
}

/* The host goes on, and may be added again. */
bool eviction_end(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  if (!node->evicted || node->groups > 0 || !node_move(cluster, event, effects))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_evicted(cluster, event->subject, false, effects);
  quarantine_forget(cluster, event->subject, effects);
  node->stays_paused = false;
  effects_change(effects, PROPERTY_NODE_FAULT_DOMAIN, event->subject, node->fault_domain,
                 CLUSTER_NONE);
  node->fault_domain = CLUSTER_NONE;
  return true;
}
