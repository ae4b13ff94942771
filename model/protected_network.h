#ifndef MODEL_PROTECTED_NETWORK_H
#define MODEL_PROTECTED_NETWORK_H
/* The network of a host that a machine's virtual switch is on.  Where it fails on its host the
 * machine's adapter is protected from 2012 R2 on: the role moves live to a node that has the
 * network (EVT-005; docs/fidelity.md row "protected-network"). */
#include "model/step.h"

/* Whether its guest finds its network on this host. */
bool protected_network_reached(const struct cluster *cluster, const struct vm *vm, uint32_t node);

/* This machine is looked at when everything else of this instant is done; all machines are. */
void protected_network_look_soon(const struct cluster *cluster, uint32_t vm,
                                 struct effects *effects);
void protected_network_look_at_all(const struct cluster *cluster, struct effects *effects);

/* Event handlers, see event.def. */
bool protected_network_connect(struct cluster *cluster, const struct event *event,
                               struct effects *effects);
bool protected_network_look(struct cluster *cluster, const struct event *event,
                            struct effects *effects);
bool protected_network_sweep(struct cluster *cluster, const struct event *event,
                             struct effects *effects);

#endif
