#ifndef MODEL_GUEST_HEARTBEAT_H
#define MODEL_GUEST_HEARTBEAT_H
/* The heartbeat a guest's integration component sends its host.  Where CheckHeartbeat is 1, a
 * machine whose heartbeat fails is found by the next poll, and its resource fails
 * (mscs/virtual-machines-checkheartbeat). */
#include "model/step.h"

/* Its resource has another state, its owner is back, or CheckHeartbeat another value. */
void guest_heartbeat_look_again(const struct cluster *cluster, uint32_t vm,
                                struct effects *effects);

/* VmState has changed: a guest that starts anew is heard again, one that was saved is not. */
void guest_heartbeat_follow(struct cluster *cluster, uint32_t vm, struct effects *effects);

/* Event handlers, see event.def. */
bool guest_heartbeat_lose(struct cluster *cluster, const struct event *event,
                          struct effects *effects);
bool guest_heartbeat_return(struct cluster *cluster, const struct event *event,
                            struct effects *effects);

#endif
