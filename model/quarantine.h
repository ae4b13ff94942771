#ifndef MODEL_QUARANTINE_H
#define MODEL_QUARANTINE_H
/* A node that leaves unexpectedly too often within an hour is quarantined: its groups fail over at
 * once, and it may not join before QuarantineDuration is over or an administrator clears it (from
 * 2016 on; RSL-008..010, quorum.md Q-R6..8). */
#include "model/step.h"

/* A node was missed: true when that was once too often. */
bool quarantine_count_exit(struct cluster *cluster, uint32_t node, struct effects *effects);

/* Somebody started its cluster service, which asks to join in vain. */
void quarantine_refuse_join(uint32_t node, struct effects *effects);

/* The node is no member any more. */
void quarantine_forget(struct cluster *cluster, uint32_t node, struct effects *effects);

/* Event handlers, see event.def. */
bool quarantine_forget_exits(struct cluster *cluster, const struct event *event,
                             struct effects *effects);
bool quarantine_end(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
