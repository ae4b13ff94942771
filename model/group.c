#include "model/group.h"
#include "model/resource.h"
#include "model/virtual_machine.h"

enum group_state group_state_of_members(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  assert(group->resource_count <= RESOURCES_PER_GROUP_MAX);
  uint32_t online = 0, failed = 0, pending = 0;
  for (uint32_t i = 0; i < group->resource_count; i++) {
    enum resource_state state = cluster_resource(cluster, group->resources[i])->state;
    online += state == RESOURCE_ONLINE;
    failed += state == RESOURCE_FAILED;
    pending += state == RESOURCE_ONLINE_PENDING || state == RESOURCE_OFFLINE_PENDING;
  }
  if (failed > 0)
    return GROUP_FAILED;
  if (pending > 0)
    return GROUP_PENDING;
  if (online == 0)
    return GROUP_OFFLINE;
  return online == group->resource_count ? GROUP_ONLINE : GROUP_PARTIAL_ONLINE;
}

void group_derive_state(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  enum group_state state = group_state_of_members(cluster, index);
  assert(state <= GROUP_PENDING);
  effects_change(effects, PROPERTY_GROUP_STATE, index, group->state, state);
  group->state = state;
}

void group_set_owner(struct cluster *cluster, uint32_t index, uint32_t node,
                     struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  assert(node < cluster->count[OBJECT_NODE]);
  assert(cluster_node(cluster, group->owner)->groups > 0);
  effects_change(effects, PROPERTY_GROUP_OWNER, index, group->owner, node);
  cluster_node(cluster, group->owner)->groups--;
  cluster_node(cluster, node)->groups++;
  group->owner = node;
}

bool group_create(struct cluster *cluster, const struct event *event, struct effects *effects) {
  assert(event->name != NULL);
  if (!cluster->created)
    return effects_refuse(effects, WIN32_CLUSTER_NOT_INSTALLED);
  if (object_name_check(event->name, GROUP_NAME_UNITS_MAX) != NULL)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (cluster_find(cluster, OBJECT_GROUP, event->name) != CLUSTER_NONE)
    return effects_refuse(effects, WIN32_OBJECT_ALREADY_EXISTS);
  if (cluster_node(cluster, event->subject)->state != NODE_UP)
    return effects_refuse(effects, WIN32_HOST_NODE_NOT_AVAILABLE);
  uint32_t index = cluster_add(cluster, OBJECT_GROUP, event->name);
  if (index == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  *cluster_group(cluster, index) = (struct group){
      .type = event->argument == GROUP_TYPE_VIRTUAL_MACHINE ? GROUP_TYPE_VIRTUAL_MACHINE
                                                            : GROUP_TYPE_UNKNOWN,
      .owner = event->subject,
      .state = GROUP_OFFLINE,
  };
  cluster_node(cluster, event->subject)->groups++;
  effects->created_kind = OBJECT_GROUP;
  effects->created = index;
  return true;
}

static bool pass_on(struct cluster *cluster, const struct event *event, enum event_kind kind,
                    struct effects *effects) {
  const struct group *group = cluster_group(cluster, event->subject);
  enum resource_state there = kind == EVENT_ONLINE_RESOURCE ? RESOURCE_ONLINE : RESOURCE_OFFLINE;
  assert(kind == EVENT_ONLINE_RESOURCE || kind == EVENT_OFFLINE_RESOURCE);
  /* The machine's resource brings its configuration along when it comes online, and the
   * configuration takes the machine along when it goes offline: one request per machine is enough.
   */
  enum resource_type leads =
      kind == EVENT_ONLINE_RESOURCE ? TYPE_VIRTUAL_MACHINE : TYPE_VIRTUAL_MACHINE_CONFIGURATION;
  if (group->state == GROUP_PENDING)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  bool pending = false;
  for (uint32_t i = 0; i < group->resource_count; i++) {
    const struct resource *resource = cluster_resource(cluster, group->resources[i]);
    if (resource->type != leads || resource->vm == CLUSTER_NONE)
      continue;
    pending = pending || resource->state != there;
    effects_follow_up(effects, kind, group->resources[i], 0);
  }
  effects->status = pending ? (uint32_t)WIN32_IO_PENDING : (uint32_t)WIN32_SUCCESS;
  return true;
}

bool group_bring_online(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  const struct group *group = cluster_group(cluster, event->subject);
  if (cluster_node(cluster, group->owner)->state != NODE_UP)
    return effects_refuse(effects, WIN32_HOST_NODE_NOT_AVAILABLE);
  return pass_on(cluster, event, EVENT_ONLINE_RESOURCE, effects);
}

bool group_take_offline(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  return pass_on(cluster, event, EVENT_OFFLINE_RESOURCE, effects);
}

/* Placement after a node failure without preferred owners: nodes that are Up and hold the machine's
 * memory; among them the fewest groups, then the lowest ID (failover.md section 4). */
static uint32_t place(const struct cluster *cluster, const struct group *group) {
  uint64_t needed = 0;
  for (uint32_t i = 0; i < group->resource_count; i++) {
    const struct resource *resource = cluster_resource(cluster, group->resources[i]);
    if (resource->type == TYPE_VIRTUAL_MACHINE && resource->vm != CLUSTER_NONE &&
        resource->persistent_online)
      needed += cluster_vm(cluster, resource->vm)->memory;
  }
  uint32_t best = CLUSTER_NONE;
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++) {
    const struct node *node = cluster_node(cluster, i);
    if (node->state != NODE_UP || virtual_machine_free_memory(cluster, i) < needed)
      continue;
    if (best == CLUSTER_NONE || node->groups < cluster_node(cluster, best)->groups)
      best = i;
  }
  return best;
}

void group_fail_over(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  assert(cluster_node(cluster, group->owner)->state == NODE_DOWN);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (resource_can(cluster, group->resources[i], RESOURCE_TRIGGER_OWNER_LOST))
      resource_move_to(cluster, group->resources[i], RESOURCE_TRIGGER_OWNER_LOST, effects);
  uint32_t target = place(cluster, group);
  if (target == CLUSTER_NONE)
    return;
  group_set_owner(cluster, index, target, effects);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    const struct resource *resource = cluster_resource(cluster, group->resources[i]);
    if (resource->type != TYPE_VIRTUAL_MACHINE || resource->vm == CLUSTER_NONE)
      continue;
    virtual_machine_register_on(cluster, resource->vm, target, effects);
    if (resource->persistent_online)
      effects_follow_up(effects, EVENT_ONLINE_RESOURCE, group->resources[i], 0);
  }
}
