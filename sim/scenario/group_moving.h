#ifndef SIM_SCENARIO_GROUP_MOVING_H
#define SIM_SCENARIO_GROUP_MOVING_H
/* A group move through ClusAPI, for the commands and cmdlets that ask for one. */
#include "sim/scenario/cluster_reader.h"

/* What the two resource types of a virtual machine are told (VmResdllContext): how it goes. */
enum move_context {
  MOVE_CONTEXT_TURN_OFF = 0,
  MOVE_CONTEXT_SAVE = 1,
  MOVE_CONTEXT_SHUT_DOWN = 2,
  MOVE_CONTEXT_SHUT_DOWN_FORCED = 3,
  MOVE_CONTEXT_LIVE = 4,
};

/* A plain move: the machine's own OfflineAction. */
#define MOVE_CONTEXT_NONE UINT32_MAX

/* The call's status, 997 included.  Without a node the best possible one; without flags and context
 * it is MoveClusterGroup. */
uint32_t group_moving_ask(struct scenario *scenario, HCLUSTER cluster, const char *group,
                          const char *node, uint32_t flags, uint32_t context);

#endif
