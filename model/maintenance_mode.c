#include "model/maintenance_mode.h"
#include "model/resource.h"
#include "model/storage.h"

bool maintenance_mode_exists(enum resource_type type) {
  assert((unsigned)type < TYPE_COUNT);
  return type == TYPE_PHYSICAL_DISK;
}

static void change_to(struct cluster *cluster, uint32_t index, uint32_t mode,
                      struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, index);
  assert(mode <= MAINTENANCE_UNCLUSTERED && maintenance_mode_exists(resource->type));
  effects_change(effects, PROPERTY_RESOURCE_MAINTENANCE, index, resource->maintenance, mode);
  resource->maintenance = mode;
}

bool maintenance_mode_set(struct cluster *cluster, const struct event *event,
                          struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, event->subject);
  if (!maintenance_mode_exists(resource->type))
    return effects_refuse(effects, WIN32_INVALID_FUNCTION);
  if (event->argument > MAINTENANCE_UNCLUSTERED)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (resource->state != RESOURCE_ONLINE)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  change_to(cluster, event->subject, event->argument, effects);
  storage_disk_changed(cluster, event->subject, effects); /* it may be looked at again */
  return true;
}

void maintenance_mode_end(struct cluster *cluster, uint32_t resource, struct effects *effects) {
  assert(cluster_resource(cluster, resource)->state != RESOURCE_ONLINE);
  if (cluster_resource(cluster, resource)->maintenance != MAINTENANCE_NONE)
    change_to(cluster, resource, MAINTENANCE_NONE, effects);
}
