#ifndef MODEL_APPLICATION_MONITORING_H
#define MODEL_APPLICATION_MONITORING_H
/* Services and events that are monitored inside a guest (Add-ClusterVMMonitoredItem; from 2012 on).
 * What the guest's own recovery could not mend is an embedded failure of its machine's resource. */
#include "model/step.h"

/* CLUSTER_RESOURCE_EMBEDDED_FAILURE_ACTION */
enum embedded_failure_action {
  EMBEDDED_FAILURE_NONE = 0,
  EMBEDDED_FAILURE_LOG_ONLY = 1,
  EMBEDDED_FAILURE_RECOVER = 2
};

/* The guest shuts down because of it: its resource fails then, and is restarted or fails over. */
bool application_monitoring_recovers(const struct cluster *cluster, const struct vm *vm);

/* VmState has changed: a guest that starts anew has no failed application. */
void application_monitoring_follow(struct cluster *cluster, uint32_t vm, struct effects *effects);

/* Somebody resets it, or the machine is clustered no more. */
void application_monitoring_forget(struct cluster *cluster, uint32_t vm, struct effects *effects);

/* Event handlers, see event.def. */
bool application_monitoring_fail(struct cluster *cluster, const struct event *event,
                                 struct effects *effects);
bool application_monitoring_reset(struct cluster *cluster, const struct event *event,
                                  struct effects *effects);

#endif
