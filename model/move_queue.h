#ifndef MODEL_MOVE_QUEUE_H
#define MODEL_MOVE_QUEUE_H
/* The move queue: groups whose move was asked for with QUEUE_ENABLED and has no migration slot yet.
 * They stay Online where they are, with WAITING_IN_QUEUE_FOR_MOVE in StatusInformation (M-Q2).
 *
 * The queue has no list (docs/decisions/0002): a group that waits has a place, and whoever frees a
 * slot has the groups walked for the first that can go. */
#include "model/step.h"

/* Whether what refuses a move passes when a slot is free again. */
bool move_queue_waits_for(uint32_t status);

/* Where a group that waits would go now: where it was told to, or the best node there is;
 * CLUSTER_NONE where there is none. */
uint32_t move_queue_destination(const struct cluster *cluster, uint32_t group);

/* Behind those who wait already; `first`: behind those who came with HIGH_PRIORITY_START.  `node`
 * may be CLUSTER_NONE: the best one when its turn comes. */
void move_queue_enter(struct cluster *cluster, uint32_t group, uint32_t node, bool first,
                      struct effects *effects);

/* Takes a group out, if it waits. */
void move_queue_leave(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Slots are free, or a destination is gone: whoever waits looks again, at this instant. */
void move_queue_wake(struct cluster *cluster, struct effects *effects);

/* Event handlers, see event.def. */
bool move_queue_sweep(struct cluster *cluster, const struct event *event, struct effects *effects);
bool move_queue_cancel(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
