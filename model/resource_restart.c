#include "model/resource_restart.h"
#include "model/dependency.h"
#include "model/group.h"
#include "model/group_work.h"
#include "model/locked_mode.h"
#include "model/placement.h"
#include "model/resource.h"
#include "model/vm_migration.h"

static void set_restarts(struct cluster *cluster, uint32_t index, bool restarts,
                         struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, index);
  effects_change(effects, PROPERTY_RESOURCE_RESTARTS, index, resource->restarts, restarts);
  resource->restarts = restarts;
}

static uint32_t refusal(const struct cluster *cluster, uint32_t index, uint32_t members) {
  const struct resource *resource = cluster_resource(cluster, index);
  const struct group *group = cluster_group(cluster, resource->group);
  uint32_t status = group_owner_refusal(cluster, resource->group);
  if (status != WIN32_SUCCESS)
    return status;
  if (resource_state_shown(resource) != RESOURCE_ONLINE || group->moving_to != CLUSTER_NONE ||
      (resource->vm != CLUSTER_NONE && vm_migration_in_move(cluster, resource->vm)) ||
      !placement_possible(cluster, resource->group, group->owner))
    return WIN32_INVALID_STATE;
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (((members >> i) & 1) != 0 && !resource_can_stop(cluster, group->resources[i]))
      return WIN32_INVALID_STATE;
  return WIN32_SUCCESS;
}

bool resource_restart_apply(struct cluster *cluster, const struct event *event,
                            struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, event->subject);
  const struct group *group = cluster_group(cluster, resource->group);
  uint32_t in_need = dependency_in_need(cluster, event->subject);
  uint32_t members = in_need | UINT32_C(1) << dependency_place(cluster, event->subject);
  uint32_t status = refusal(cluster, event->subject, members);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  if (locked_mode_refuses(cluster, resource->group, members, LOCKED_OFFLINE, event->value, effects))
    return true;
  for (uint32_t i = 0; i < group->resource_count; i++) {
    struct resource *dependent = cluster_resource(cluster, group->resources[i]);
    if (((in_need >> i) & 1) != 0 && !resource_is_down(dependent->state))
      dependent->released = true;
    if (((members >> i) & 1) != 0 && resource_takes_time(cluster, group->resources[i], false))
      effects->status = WIN32_IO_PENDING;
  }
  if (resource_takes_time(cluster, event->subject, true))
    effects->status = WIN32_IO_PENDING;
  group_work_offline(cluster, event->subject, effects);
  set_restarts(cluster, event->subject, true, effects);
  return true;
}

void resource_restart_follow(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, index);
  if (!resource->restarts || !resource_is_down(resource->state))
    return;
  bool goes_on = resource->state == RESOURCE_OFFLINE;
  set_restarts(cluster, index, false, effects);
  if (goes_on)
    group_work_set_goal(cluster, index, GOAL_ONLINE, effects);
}

void resource_restart_forget(struct cluster *cluster, uint32_t index, struct effects *effects) {
  set_restarts(cluster, index, false, effects);
}
