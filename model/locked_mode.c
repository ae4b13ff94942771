#include "model/locked_mode.h"
#include "model/group.h"
#include "model/move_queue.h"
#include "model/node_drain.h"
#include "model/resource.h"

bool locked_mode_of_group(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (cluster_resource(cluster, group->resources[i])->locked)
      return true;
  return false;
}

bool locked_mode_set(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, event->subject);
  if (event->argument > 1)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  resource_change_status(cluster, event->subject, &resource->locked, event->argument == 1, effects);
  /* M-Q7: it leaves the move queue. */
  if (resource->locked && cluster_group(cluster, resource->group)->move_order != 0) {
    move_queue_leave(cluster, resource->group, effects);
    node_drain_group_stays(cluster, resource->group, effects);
  }
  return true;
}

/* The first one that is in the way; a move asks only for what is online. */
static uint32_t locked_member(const struct cluster *cluster, uint32_t index, uint32_t members,
                              enum locked_request request) {
  const struct group *group = cluster_group(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    const struct resource *resource = cluster_resource(cluster, group->resources[i]);
    if (((members >> i) & 1) != 0 && resource->locked &&
        (request != LOCKED_MOVE || resource_is_online(resource->state)))
      return group->resources[i];
  }
  return CLUSTER_NONE;
}

bool locked_mode_holds(const struct cluster *cluster, uint32_t group) {
  return locked_member(cluster, group, UINT32_MAX, LOCKED_MOVE) != CLUSTER_NONE;
}

bool locked_mode_refuses(const struct cluster *cluster, uint32_t group, uint32_t members,
                         enum locked_request request, uint64_t flags, struct effects *effects) {
  uint32_t locked = locked_member(cluster, group, members, request);
  assert(effects->change_count == 0);
  if (locked == CLUSTER_NONE || (flags & REQUEST_IGNORE_RESOURCE_STATUS) != 0)
    return false;
  if (request != LOCKED_MOVE)
    effects_log(effects, request == LOCKED_ONLINE ? LOG_ID_ONLINE_LOCKED : LOG_ID_OFFLINE_LOCKED,
                locked, CLUSTER_NONE, CLUSTER_NONE);
  effects->status = WIN32_CLUSTER_RESOURCE_LOCKED_STATUS;
  return true;
}
