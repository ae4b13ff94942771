#ifndef MODEL_COLD_START_H
#define MODEL_COLD_START_H
/* The start of a cluster of which no node was left: which groups start at all (ColdStartSetting,
 * IgnorePersistentStateOnStartup), and which wait for their preferred node (ClusterGroupWaitDelay).
 */
#include "model/step.h"

/* How far the wait for preferred nodes is in this start of the cluster. */
enum preferred_wait { PREFERRED_WAIT_NONE, PREFERRED_WAIT_RUNS, PREFERRED_WAIT_OVER };

/* No node could take the group: where none takes part any more it starts cold when one does again.
 * False: some do, or it is known already. */
bool cold_start_lose_group(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Whether the group stays without a node for now, because its preferred one may come yet. */
bool cold_start_waits(struct cluster *cluster, uint32_t group, struct effects *effects);

/* The group has a node again; whether it is started there. */
bool cold_start_take_group(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Event handlers, see event.def. */
bool cold_start_wait_over(struct cluster *cluster, const struct event *event,
                          struct effects *effects);

#endif
