#ifndef MODEL_NODE_DRAIN_H
#define MODEL_NODE_DRAIN_H
/* Draining a node: it is paused, and every group it owns moves away: running machines live, through
 * the move queue; groups that run nothing by a change of owner.  PauseClusterNodeEx with
 * REMAIN_ON_PAUSED_NODE_ON_MOVE_ERROR (DRN-010): what cannot move stays, and the drain has failed;
 * without it a second step takes what is left offline and moves it (DRN-013).  A node that is told
 * to stop is drained in both steps, and leaves when nothing is left to be done. */
#include "model/step.h"

/* Flags of PauseClusterNodeEx. */
enum {
  PAUSE_REMAIN_ON_PAUSED_NODE_ON_MOVE_ERROR = 1,
  PAUSE_AVOID_PLACEMENT = 2,
  PAUSE_RETRY_DRAIN_ON_FAILURE = 4,
};

/* CLUSTER_NODE_RESUME_FAILBACK_TYPE */
enum { RESUME_DO_NOT_FAILBACK, RESUME_FAILBACK_IMMEDIATELY, RESUME_FAILBACK_PER_POLICY };

/* A group changed its owner: a drain has one group less to wait for. */
void node_drain_group_left(struct cluster *cluster, uint32_t group, uint32_t owner_before,
                           struct effects *effects);

/* A group's move away ended where it began. */
void node_drain_group_stays(struct cluster *cluster, uint32_t group, struct effects *effects);

/* A live migration to the node (`arrived`) or away from it is over: one that is about to leave, or
 * that takes offline what is left, looks again at what it owns. */
void node_drain_migration_over(struct cluster *cluster, uint32_t node, bool arrived,
                               struct effects *effects);

/* The node is not paused any more, or is gone: what it had begun is forgotten. */
void node_drain_forget(struct cluster *cluster, uint32_t node, struct effects *effects);

/* Event handlers, see event.def. */
bool node_drain(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_stop(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_drain_sweep(struct cluster *cluster, const struct event *event, struct effects *effects);
bool node_drain_return_groups(struct cluster *cluster, const struct event *event,
                              struct effects *effects);

#endif
