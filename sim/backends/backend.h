#ifndef SIM_BACKENDS_BACKEND_H
#define SIM_BACKENDS_BACKEND_H
/* A cluster to work on.  Commands of administrators go through `api` and nothing else, so that they
 * run on any cluster; commands of the world (hosts, faults, time) go through `world`, which a real
 * cluster does not have. */
#include "sim/clusapi/clusapi_table.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct world;

struct backend {
  const struct clusapi_table *api;
  struct world *world; /* NULL on a real cluster */
  const WCHAR *name;   /* the cluster to open, or one of its nodes; NULL: the one of this machine */
  /* A loaded simulator takes the scenario whose cluster it is to be (UTF-8); NULL on a real
   * cluster, and where the environment says which cluster the simulator has. */
  DWORD(WINAPI *start)(const char *scenario);
};

/* The simulated cluster of this world; the world stays the caller's. */
struct backend sim_backend_open(struct world *world);

/* Closes every handle; the table must not be used after. */
void sim_backend_close(struct backend *backend);

/* --- ClusAPI of a library that is loaded while the program runs --- */

/* clusapi.dll on Windows, libclusapi.so elsewhere; another file where one is named.  Functions it
 * does not export answer ERROR_CALL_NOT_IMPLEMENTED.  False with a sentence when it cannot be
 * loaded, or is Wine's own, which says yes to everything. */
bool win32_backend_open(const char *file, struct backend *backend, char *error, size_t room);

/* What the library calls itself: a simulator's version, else "ClusAPI". */
const char *win32_backend_version(void);

/* Wall time, in microseconds from any beginning, and a rest. */
uint64_t win32_backend_clock(void);
void win32_backend_rest(uint32_t milliseconds);

#endif
