#ifndef MODEL_FAILBACK_H
#define MODEL_FAILBACK_H
/* A group goes back to a node it prefers (mscs/failback; FOV-027 to FOV-030). */
#include "model/step.h"

/* A node has joined: a group that prefers it to its owner goes there where AutoFailbackType allows
 * that (FOV-027, FOV-030), within its failback window where it has one; false where it stays. */
bool failback_begin(struct cluster *cluster, uint32_t group, uint32_t node,
                    struct effects *effects);

/* Event handler: the failback window has begun, or what waits for it is inside. */
bool failback_in_window(struct cluster *cluster, const struct event *event,
                        struct effects *effects);

#endif
