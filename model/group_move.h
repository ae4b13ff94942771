#ifndef MODEL_GROUP_MOVE_H
#define MODEL_GROUP_MOVE_H
/* Moves of a group in which nothing keeps running: its resources go offline where they are (a
 * machine is saved, shut down or turned off), the owner changes, and what was meant to be online
 * comes online there (sdk-api nf-clusapi-moveclustergroup, M-T2).  They use no migration slot
 * (MIG-066).  Live moves are model/vm_migration.h's. */
#include "model/step.h"

/* In the value of EVENT_MOVE_GROUP, beside the flags: how the machine goes offline; 0: as its
 * OfflineAction says. */
#define GROUP_MOVE_ACTION(action) ((uint64_t)(1 + (uint32_t)(action)) << 32)

/* Whether nothing of the group runs, so that its owner can change at once. */
bool group_move_runs_nothing(const struct cluster *cluster, uint32_t group);

/* Changes the owner of a group in which nothing runs; its machine is registered there. */
void group_move_hand_over(struct cluster *cluster, uint32_t group, uint32_t node,
                          struct effects *effects);

/* No move of it is asked for, and nothing holds it where it is (LOCKED_MODE). */
bool group_move_is_free(const struct cluster *cluster, uint32_t group);

/* It moves when all its resources are down, or its node leaves then. */
bool group_move_waits(const struct cluster *cluster, uint32_t group);

/* Sends a group to a node: its resources go offline, the machine as `asked` (1 + an offline action,
 * or 0: its own) says.  CLUSTER_NONE: to nowhere, on a node that leaves. */
void group_move_begin(struct cluster *cluster, uint32_t group, uint32_t node, uint32_t asked,
                      struct effects *effects);

/* Sends one group to `node`, or to the best one there is, as a drain does: what runs nothing
 * changes its owner at once, a running machine moves live through the queue, or is saved first
 * where its priority is low (MIG-082), everything else goes offline and comes online there.  Where
 * there is no node it stays. */
void group_move_away(struct cluster *cluster, uint32_t group, uint32_t node,
                     struct effects *effects);

/* The one function that changes where a group goes when it is offline; CLUSTER_NONE: the move is
 * over, or its owner is gone. */
void group_move_send(struct cluster *cluster, uint32_t group, uint32_t node,
                     struct effects *effects);

/* The one function that changes where a group comes back to when it fails where it moves
 * (MIG-036); CLUSTER_NONE: nowhere. */
void group_move_return_to(struct cluster *cluster, uint32_t group, uint32_t node,
                          struct effects *effects);

/* Event handlers, see event.def. */
bool group_move_start(struct cluster *cluster, const struct event *event, struct effects *effects);
bool group_move_finish(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
