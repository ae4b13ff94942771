#ifndef SIM_BACKENDS_BACKEND_H
#define SIM_BACKENDS_BACKEND_H
/* A cluster to work on.  Commands of administrators go through `api` and nothing else, so that they
 * run on any cluster; commands of the world (hosts, faults, time) go through `world`, which a real
 * cluster does not have. */
#include "sim/clusapi/clusapi_table.h"

struct world;

struct backend {
  const struct clusapi_table *api;
  struct world *world; /* NULL on a real cluster */
};

/* The simulated cluster of this world; the world stays the caller's. */
struct backend sim_backend_open(struct world *world);

/* Closes every handle; the table must not be used after. */
void sim_backend_close(struct backend *backend);

#endif
