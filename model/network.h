#ifndef MODEL_NETWORK_H
#define MODEL_NETWORK_H
/* Cluster networks: which hosts they connect, and which one carries a live migration. */
#include "model/step.h"

/* True when the network is up and both nodes' interfaces work. */
bool network_connects(const struct cluster *cluster, uint32_t network, uint32_t a, uint32_t b);

/* The network a migration between two nodes uses: not excluded, connecting both, lowest metric,
 * then the order of definition (MIG-068, MIG-069).  CLUSTER_NONE when there is none. */
uint32_t network_for_migration(const struct cluster *cluster, uint32_t source,
                               uint32_t destination);

/* Event handlers, see event.def. */
bool network_define(struct cluster *cluster, const struct event *event, struct effects *effects);
bool network_interface_down(struct cluster *cluster, const struct event *event,
                            struct effects *effects);
bool network_interface_up(struct cluster *cluster, const struct event *event,
                          struct effects *effects);
bool network_down(struct cluster *cluster, const struct event *event, struct effects *effects);
bool network_up(struct cluster *cluster, const struct event *event, struct effects *effects);
bool network_sweep(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
