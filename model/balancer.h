#ifndef MODEL_BALANCER_H
#define MODEL_BALANCER_H
/* Node fairness: a node that is loaded too much gives machines away, live, to nodes that have room
 * (PLC-020 to PLC-022; windowsserver "vm-load-balancing-deep-dive"; from 2016 on).  A node's load
 * is the part of its memory that is in use (docs/fidelity.md row "balancer-load"). AutoBalancerMode
 * says when it is looked at, AutoBalancerLevel how much is too much. */
#include "model/step.h"

/* A look at the nodes would find one with too much, and one with room: what happens every 30
 * minutes need happen only then. */
bool balancer_is_due(const struct cluster *cluster);

/* A node has joined. */
void balancer_node_joined(const struct cluster *cluster, struct effects *effects);

/* Event handlers, see event.def. */
bool balancer_begin(struct cluster *cluster, const struct event *event, struct effects *effects);
bool balancer_sweep_loads(struct cluster *cluster, const struct event *event,
                          struct effects *effects);
bool balancer_sweep_node(struct cluster *cluster, const struct event *event,
                         struct effects *effects);

#endif
