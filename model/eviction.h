#ifndef MODEL_EVICTION_H
#define MODEL_EVICTION_H
/* EvictClusterNode: a node leaves as when it is stopped, then nothing refers to it any more, and it
 * is no member (MS-CMRP ApiEvictNode). */
#include "model/step.h"

bool eviction_begin(struct cluster *cluster, const struct event *event, struct effects *effects);

/* The node is Down and its groups have failed over: the rest follows where it is evicted. */
void eviction_go_on(const struct cluster *cluster, uint32_t node, struct effects *effects);

bool eviction_sweep_groups(struct cluster *cluster, const struct event *event,
                           struct effects *effects);
bool eviction_sweep_resources(struct cluster *cluster, const struct event *event,
                              struct effects *effects);
bool eviction_end(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
