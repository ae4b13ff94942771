#ifndef TOOLS_COMMAND_BENCH_WORLD_H
#define TOOLS_COMMAND_BENCH_WORLD_H
/* A cluster made through the door, for measurements. */
#include "sim/requests/world.h"

/* Hosts on one network, and running, clustered machines spread over them.  NULL with a sentence on
 * standard error. */
struct world *bench_world(uint32_t hosts, uint32_t vms);

#endif
