#ifndef MODEL_MEMBERSHIP_H
#define MODEL_MEMBERSHIP_H
/* How nodes leave the cluster and come back: power and cluster service (world), membership (view),
 * and the isolation that comes before a failover (virtual machine compute resiliency, RSL-001).
 *
 * A node whose heartbeats are missed is Down. From 2016 on it is isolated at first: its virtual
 * machines stay its own, unmonitored, for ResiliencyDefaultPeriod; whatever else it owns fails over
 * at once. */
#include "model/step.h"

/* ResiliencyLevel (RSL-003): at 1 only a node is isolated that said itself that something is wrong,
 * which none does here. */
enum { RESILIENCY_ALWAYS_ISOLATE = 2 };

/* NodeStatusInformation (clusapi CLUSTER_NODE_STATUS): isolated 1, quarantined 2, drains 4, 8
 * and 16. */
uint32_t membership_status_information(const struct cluster *cluster, uint32_t node);

/* The one function that says whether a cluster service runs. */
void membership_set_service(struct cluster *cluster, uint32_t node, bool runs,
                            struct effects *effects);

/* Event handlers, see event.def. */
bool membership_crash(struct cluster *cluster, const struct event *event, struct effects *effects);
bool membership_return(struct cluster *cluster, const struct event *event, struct effects *effects);
bool membership_stop_service(struct cluster *cluster, const struct event *event,
                             struct effects *effects);
bool membership_start_service(struct cluster *cluster, const struct event *event,
                              struct effects *effects);
bool membership_join(struct cluster *cluster, const struct event *event, struct effects *effects);
bool membership_lose(struct cluster *cluster, const struct event *event, struct effects *effects);
bool membership_leave(struct cluster *cluster, const struct event *event, struct effects *effects);
bool membership_end_shutdown(struct cluster *cluster, const struct event *event,
                             struct effects *effects);
bool membership_end_isolation(struct cluster *cluster, const struct event *event,
                              struct effects *effects);
bool membership_sweep_guests(struct cluster *cluster, const struct event *event,
                             struct effects *effects);
bool membership_sweep_service(struct cluster *cluster, const struct event *event,
                              struct effects *effects);
bool membership_sweep_migrations(struct cluster *cluster, const struct event *event,
                                 struct effects *effects);
bool membership_sweep_groups(struct cluster *cluster, const struct event *event,
                             struct effects *effects);
bool membership_sweep_returned(struct cluster *cluster, const struct event *event,
                               struct effects *effects);
bool membership_sweep_joined(struct cluster *cluster, const struct event *event,
                             struct effects *effects);
bool membership_sweep_waited(struct cluster *cluster, const struct event *event,
                             struct effects *effects);

#endif
