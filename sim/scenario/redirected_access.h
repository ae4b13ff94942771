#ifndef SIM_SCENARIO_REDIRECTED_ACCESS_H
#define SIM_SCENARIO_REDIRECTED_ACCESS_H
/* Redirected access of a Cluster Shared Volume, for the cmdlets of maintenance mode. */
#include "sim/scenario/scenario_state.h"

/* Suspend-ClusterResource -RedirectedAccess, or its end, and the volume's row. */
bool redirected_access_turn(struct scenario *scenario, const struct words *words, bool on);

/* The name is a volume's with redirected access. */
bool redirected_access_is_on(struct scenario *scenario, const char *name);

#endif
