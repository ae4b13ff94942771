#include "model/resource_health.h"
#include "model/group.h"
#include "model/resource.h"

/* Nobody polls a resource that is not online, or on a node that does not take part. */
static uint32_t polled(const struct cluster *cluster, uint32_t index) {
  const struct resource *resource = cluster_resource(cluster, index);
  return resource->state == RESOURCE_ONLINE ? group_unattended(cluster, resource->group)
                                            : (uint32_t)WIN32_RESOURCE_NOT_ONLINE;
}

bool resource_health_dies(struct cluster *cluster, const struct event *event,
                          struct effects *effects) {
  uint32_t status = polled(cluster, event->subject);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  effects_order(effects, ORDER_AWAIT_POLL, event->subject);
  return true;
}

/* What a hung machine's resource does to its machine no page says: it is not modelled. */
bool resource_health_hangs(struct cluster *cluster, const struct event *event,
                           struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, event->subject);
  uint32_t status = polled(cluster, event->subject);
  if (resource_provider_of(resource->type) == PROVIDER_MACHINE)
    status = WIN32_CALL_NOT_IMPLEMENTED;
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  effects_order(effects, ORDER_AWAIT_DEADLOCK, event->subject);
  return true;
}
