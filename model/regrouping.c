#include "model/regrouping.h"
#include "model/dependency.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/group_work.h"
#include "model/resource.h"

/* A group under another operation keeps its members. */
static bool is_busy(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  return group->moving_to != CLUSTER_NONE || group->move_order != 0 || group->draining ||
         group->destroyed || group->waits_for_set || group->kept_apart ||
         group_migrates(cluster, index);
}

/* Its dependency tree: what it needs, what needs it, and so on; a bit per place. */
static uint32_t tree_of(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, cluster_resource(cluster, index)->group);
  uint32_t tree = UINT32_C(1) << dependency_place(cluster, index), before = 0;
  while (tree != before) {
    before = tree;
    for (uint32_t i = 0; i < group->resource_count; i++)
      if (((before >> i) & 1) != 0)
        tree |= dependency_providers(cluster, group->resources[i]) |
                dependency_dependents(cluster, group->resources[i]);
  }
  return tree;
}

static uint32_t refusal(const struct cluster *cluster, const struct event *event, uint32_t tree) {
  uint32_t from = cluster_resource(cluster, event->subject)->group, to = event->argument;
  if (to >= cluster->count[OBJECT_GROUP] || cluster_is_deleted(cluster, OBJECT_GROUP, to))
    return WIN32_GROUP_NOT_FOUND;
  if (from == to)
    return WIN32_ALREADY_EXISTS;
  uint32_t status = group_unattended(cluster, from);
  if (status == WIN32_SUCCESS)
    status = group_unattended(cluster, to);
  if (status != WIN32_SUCCESS)
    return status;
  const struct group *old = cluster_group(cluster, from), *new = cluster_group(cluster, to);
  if (old->owner != new->owner)
    return WIN32_HOST_NODE_NOT_GROUP_OWNER;
  if (is_busy(cluster, from) || is_busy(cluster, to))
    return WIN32_CLUSTER_GROUP_BUSY;
  uint32_t count = 0;
  bool machine = false;
  for (uint32_t i = 0; i < old->resource_count; i++)
    if (((tree >> i) & 1) != 0) {
      count++;
      machine = machine || cluster_resource(cluster, old->resources[i])->vm != CLUSTER_NONE;
    }
  if (machine && group_machine(cluster, to) != CLUSTER_NONE)
    return WIN32_INVALID_STATE; /* docs/fidelity.md "one-machine" */
  return new->resource_count + count > RESOURCES_PER_GROUP_MAX ? (uint32_t)WIN32_NOT_ENOUGH_MEMORY
                                                               : (uint32_t)WIN32_SUCCESS;
}

/* The members of a group before and after, and where each place has gone. */
struct layout {
  uint32_t members[RESOURCES_PER_GROUP_MAX];
  uint32_t count;
};

static void add_in_order(struct layout *layout, uint32_t resource) {
  uint32_t at = layout->count++;
  for (; at > 0 && layout->members[at - 1] > resource; at--)
    layout->members[at] = layout->members[at - 1];
  layout->members[at] = resource;
}

static uint32_t place_in(const struct layout *layout, uint32_t resource) {
  uint32_t place = 0;
  while (place < layout->count && layout->members[place] != resource)
    place++;
  assert(place < layout->count);
  return place;
}

/* Every term of a resource's expression, with the new places of the members of its old group. */
static void replace_terms(struct resource *resource, const struct group *old,
                          const struct layout *layout) {
  for (unsigned term = 0; term < DEPENDENCY_TERMS_MAX; term++) {
    uint32_t before = resource->depends[term], after = 0;
    for (uint32_t i = 0; i < old->resource_count; i++)
      if (((before >> i) & 1) != 0)
        after |= UINT32_C(1) << place_in(layout, old->resources[i]);
    resource->depends[term] = after;
  }
}

/* Places are those of the order of creation, in the new group as well. */
static void settle(struct cluster *cluster, uint32_t index, const struct group *before,
                   const struct layout *here, const struct layout *there, uint32_t leaving,
                   struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  for (uint32_t place = 0; place < before->resource_count; place++) {
    uint32_t member = before->resources[place];
    const struct layout *layout = ((leaving >> place) & 1) != 0 ? there : here;
    replace_terms(cluster_resource(cluster, member), before, layout);
    effects_change(effects, PROPERTY_RESOURCE_PLACE, member, place, place_in(layout, member));
  }
  for (uint32_t place = 0; place < RESOURCES_PER_GROUP_MAX; place++)
    group->resources[place] = place < here->count ? here->members[place] : 0;
  group->resource_count = here->count;
}

bool regrouping_apply(struct cluster *cluster, const struct event *event, struct effects *effects) {
  uint32_t from = cluster_resource(cluster, event->subject)->group, to = event->argument;
  uint32_t tree = tree_of(cluster, event->subject);
  uint32_t status = refusal(cluster, event, tree);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  const struct group old = *cluster_group(cluster, from), new = *cluster_group(cluster, to);
  struct layout stays = {.count = 0}, joined = {.count = 0};
  for (uint32_t i = 0; i < new.resource_count; i++)
    add_in_order(&joined, new.resources[i]);
  for (uint32_t i = 0; i < old.resource_count; i++)
    add_in_order(((tree >> i) & 1) != 0 ? &joined : &stays, old.resources[i]);
  settle(cluster, from, &old, &stays, &joined, tree, effects);
  settle(cluster, to, &new, &joined, &stays, 0, effects);
  for (uint32_t i = 0; i < old.resource_count; i++) {
    struct resource *resource = cluster_resource(cluster, old.resources[i]);
    if (((tree >> i) & 1) == 0)
      continue;
    resource->group = to;
    effects_change(effects, PROPERTY_RESOURCE_GROUP, old.resources[i], from, to);
    if (resource->vm != CLUSTER_NONE) {
      cluster_vm(cluster, resource->vm)->group = to;
      effects_change(effects, PROPERTY_VM_GROUP, resource->vm, from, to);
    }
  }
  group_derive_state(cluster, from, effects);
  group_derive_state(cluster, to, effects);
  group_work_wake(cluster, from, effects);
  group_work_wake(cluster, to, effects);
  return true;
}
