#ifndef MODEL_NODE_H
#define MODEL_NODE_H
/* Hosts and nodes: power (world) and membership (view), and what the loss of one sets off. */
#include "model/step.h"

/* Status for a request that wants to use this node: 0 when it is Up, else the documented refusal.
 */
uint32_t node_usable(const struct cluster *cluster, uint32_t node);

/* Event handlers, see event.def. */
bool node_define(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_form_cluster(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_join(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_pause(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_resume(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_crash(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_return(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_be_member(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_sweep_returned(struct cluster *cluster, const struct event *event,
                         struct effects *effects);
bool node_sweep_orphans(struct cluster *cluster, const struct event *event,
                        struct effects *effects);
bool node_lose(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_take_memory(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_sweep_guests(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_sweep_migrations(struct cluster *cluster, const struct event *event,
                           struct effects *effects);
bool node_sweep_groups(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
