#ifndef MODEL_NODE_H
#define MODEL_NODE_H
/* Hosts and nodes: what they are, and what administrators do with them. */
#include "model/step.h"

/* Status for a request that wants to use this node: 0 when it is Up, else the documented refusal.
 */
uint32_t node_usable(const struct cluster *cluster, uint32_t node);

/* It has power and its cluster service runs: its heartbeats arrive. */
bool node_answers(const struct cluster *cluster, uint32_t node);

/* It answers as a member, and the cluster knows what runs there. */
bool node_takes_part(const struct cluster *cluster, uint32_t node);

/* The one function that changes a node's state; false where the move is not in the table. */
bool node_move(struct cluster *cluster, const struct event *event, struct effects *effects);

/* Event handlers, see event.def. */
bool node_define(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_form_cluster(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_join(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_pause(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_resume(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_take_memory(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
