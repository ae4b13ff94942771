#ifndef MODEL_RESOURCE_RESTART_H
#define MODEL_RESOURCE_RESTART_H
/* RestartClusterResource: an online resource goes offline, and what needs it before it, and all of
 * it comes back (docs/fidelity.md "restart-resource"). */
#include "model/step.h"

bool resource_restart_apply(struct cluster *cluster, const struct event *event,
                            struct effects *effects);

/* The resource has another state: it comes online again where that was asked for. */
void resource_restart_follow(struct cluster *cluster, uint32_t resource, struct effects *effects);

/* It will not. */
void resource_restart_forget(struct cluster *cluster, uint32_t resource, struct effects *effects);

#endif
