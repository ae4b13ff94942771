#ifndef MODEL_GROUP_MOVE_H
#define MODEL_GROUP_MOVE_H
/* Moves of a group in which nothing keeps running: its machine goes offline where it is (saved,
 * shut down or turned off), the owner changes, and what was meant to be online comes online there
 * (sdk-api nf-clusapi-moveclustergroup, M-T2).  They use no migration slot (MIG-066).  Live moves
 * are model/vm_migration.h's. */
#include "model/step.h"

/* In the value of EVENT_MOVE_GROUP, beside the flags: how the machine goes offline; 0: as its
 * OfflineAction says. */
#define GROUP_MOVE_ACTION(action) ((uint64_t)(1 + (uint32_t)(action)) << 32)

/* Whether nothing of the group runs, so that its owner can change at once. */
bool group_move_runs_nothing(const struct cluster *cluster, uint32_t group);

/* Changes the owner of a group in which nothing runs; its machine is registered there. */
void group_move_hand_over(struct cluster *cluster, uint32_t group, uint32_t node,
                          struct effects *effects);

/* Its machine went offline, or failed to: a move that waited for it goes on. */
void group_move_go_on(const struct cluster *cluster, uint32_t group, struct effects *effects);

/* The one function that changes where a group goes when its machine is offline; CLUSTER_NONE: the
 * move is over, or its owner is gone. */
void group_move_send(struct cluster *cluster, uint32_t group, uint32_t node,
                     struct effects *effects);

/* Event handlers, see event.def. */
bool group_move_start(struct cluster *cluster, const struct event *event, struct effects *effects);
bool group_move_finish(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
