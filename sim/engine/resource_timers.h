#ifndef SIM_ENGINE_RESOURCE_TIMERS_H
#define SIM_ENGINE_RESOURCE_TIMERS_H
/* Resources in time: simulated resource DLLs, delays before a restart, periods in which failures
 * count, and the polls that find a dead one. */
#include "sim/engine/engine.h"

/* Carries out what the model orders of a resource, or of a group's failover period. */
void resource_timers_carry_out(struct engine *engine, const struct order *order);

#endif
