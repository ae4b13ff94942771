#include "model/owner_list.h"
#include "model/placement.h"
#include "model/resource.h"

/* SetClusterGroupNodeList, one owner at a time: the value says where in the list the node stands; 0
 * begins the list anew, and without a node empties it (VOC-003). */
bool owner_list_set_preferred(struct cluster *cluster, const struct event *event,
                              struct effects *effects) {
  struct group *group = cluster_group(cluster, event->subject);
  uint32_t place = (uint32_t)event->value;
  bool none = event->argument == CLUSTER_NONE;
  if (event->value >= NODES_MAX || (none && place > 0))
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (!none && (event->argument >= cluster->count[OBJECT_NODE] ||
                cluster_node(cluster, event->argument)->state == NODE_NONE))
    return effects_refuse(effects, WIN32_CLUSTER_NODE_NOT_FOUND);
  bool twice = !none && place > 0 && placement_rank(group, event->argument) < NODES_MAX;
  if (twice || (place > 0 && placement_preferred(group, place - 1) == CLUSTER_NONE) ||
      (place > 0 && placement_preferred(group, place) != CLUSTER_NONE))
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  uint64_t before = group->preferred[place / 8];
  for (unsigned i = 0; place == 0 && i < 8; i++)
    group->preferred[i] = 0;
  if (!none)
    group->preferred[place / 8] |= (uint64_t)(1 + event->argument) << (8 * (place % 8));
  effects_change(effects, PROPERTY_GROUP_PREFERRED_OWNERS, event->subject, before,
                 group->preferred[place / 8]);
  return true;
}

bool owner_list_forget(struct cluster *cluster, uint32_t index, uint32_t node,
                       struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  const struct group before = *group;
  uint32_t rank = placement_rank(group, node), place = 0;
  if (rank == NODES_MAX)
    return false;
  for (unsigned i = 0; i < 8; i++)
    group->preferred[i] = 0;
  for (uint32_t n = 0; placement_preferred(&before, n) != CLUSTER_NONE; n++)
    if (n != rank) {
      uint64_t entry = 1 + (uint64_t)placement_preferred(&before, n);
      group->preferred[place / 8] |= entry << (8 * (place % 8));
      place++;
    }
  effects_change(effects, PROPERTY_GROUP_PREFERRED_OWNERS, index, before.preferred[rank / 8],
                 group->preferred[rank / 8]);
  return true;
}

/* AddClusterResourceNode (value 1) and RemoveClusterResourceNode (value 0).  The node a resource is
 * up on stays possible. */
bool owner_list_set_possible(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, event->subject);
  if (event->value > 1)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (event->argument >= cluster->count[OBJECT_NODE] ||
      cluster_node(cluster, event->argument)->state == NODE_NONE)
    return effects_refuse(effects, WIN32_CLUSTER_NODE_NOT_FOUND);
  uint64_t bit = UINT64_C(1) << event->argument, before = resource->possible_owners;
  bool owns = cluster_group(cluster, resource->group)->owner == event->argument;
  if (event->value == 0 && owns && !resource_is_down(resource->state))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  resource->possible_owners = event->value == 1 ? before | bit : before & ~bit;
  effects_change(effects, PROPERTY_RESOURCE_POSSIBLE_OWNERS, event->subject, before,
                 resource->possible_owners);
  return true;
}
