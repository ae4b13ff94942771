#ifndef MODEL_GROUP_FAILOVER_H
#define MODEL_GROUP_FAILOVER_H
/* What becomes of a group when its owner is lost, isolated, or back. */
#include "model/step.h"

/* Node failure: gives the group to a surviving node and brings it back (F-G7); keeps it where it is
 * when no node can take it. */
void group_fail_over(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Its owner is isolated: its machine is left alone, and keeps the state it was last seen in
 * (RSL-005). */
void group_lose_monitor(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Its owner is a member again: what runs is found running (RSL-006), and what was meant to be
 * online and is not comes online. */
void group_regain_monitor(struct cluster *cluster, uint32_t group, struct effects *effects);

#endif
