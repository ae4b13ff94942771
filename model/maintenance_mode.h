#ifndef MODEL_MAINTENANCE_MODE_H
#define MODEL_MAINTENANCE_MODE_H
/* Maintenance mode of a disk: while it lasts, a health check that fails does not fail the resource
 * (MS-CMRP 3.1.4.3.1.42, 3.1.4.3.1.43). */
#include "model/step.h"

/* MAINTENANCE_MODE_TYPE_ENUM (clusapi.h), the values of the property MaintenanceMode. */
enum maintenance_mode {
  MAINTENANCE_NONE = 0,
  MAINTENANCE_IGNORES_HEALTH = 1,
  MAINTENANCE_OFFLINE = 2,     /* shown online, offline inside */
  MAINTENANCE_UNCLUSTERED = 3, /* the cluster has let it go */
};

/* The types that have it: those of storage. */
bool maintenance_mode_exists(enum resource_type type);

/* SET_MAINTENANCE_MODE: subject = resource, argument = mode. */
bool maintenance_mode_set(struct cluster *cluster, const struct event *event,
                          struct effects *effects);

/* The resource is not online any more: the mode is over (docs/fidelity.md row "maintenance-ends").
 */
void maintenance_mode_end(struct cluster *cluster, uint32_t resource, struct effects *effects);

#endif
