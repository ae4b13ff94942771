#ifndef MODEL_PLACEMENT_H
#define MODEL_PLACEMENT_H
/* Which node a group goes to: possible and preferred owners, memory, load (failover.md 4). */
#include "model/step.h"

enum placement_cause {
  PLACEMENT_MOVE,             /* the best possible node was asked for */
  PLACEMENT_RECONNECT,        /* the best one that has its network (EVT-005) */
  PLACEMENT_NODE_FAILURE,     /* its owner is gone */
  PLACEMENT_RESOURCE_FAILURE, /* one of its resources failed too often */
};

/* CLUSTER_NONE where no node can take it. */
uint32_t placement_choose(const struct cluster *cluster, uint32_t group,
                          enum placement_cause cause);

/* Whether every resource of the group may run there (PLC-004). */
bool placement_possible(const struct cluster *cluster, uint32_t group, uint32_t node);

/* Something of it is to come online; a machine's configuration alone does not count. */
bool placement_comes(const struct cluster *cluster, uint32_t group);

/* Bit per node where the group runs, or is about to; 0 where it does neither. */
uint64_t placement_hosts(const struct cluster *cluster, uint32_t group);

/* The n-th preferred owner, or CLUSTER_NONE behind the last; and a node's place among them, or
 * NODES_MAX. */
uint32_t placement_preferred(const struct group *group, uint32_t n);
uint32_t placement_rank(const struct group *group, uint32_t node);

#endif
