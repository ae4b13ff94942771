#ifndef SIM_LIBRARY_LIBRARY_CLUSTER_H
#define SIM_LIBRARY_LIBRARY_CLUSTER_H
/* The cluster behind libclusapi.so.  The first call of a process makes it: from the scenario that
 * WSFCSIM_SCENARIO names, from the database WSFCSIM_DB names, or else a small lab
 * (docs/clusapi.md). One lock keeps the threads of the program apart.
 *
 * Time: WSFCSIM_CLOCK=virtual (the default), real, or Nx for N times as fast as real.  Virtual time
 * passes where a call waits, and WSFCSIM_CALL milliseconds (1) with every call, so that a program
 * that polls comes to an end.  The same calls in the same order see the same cluster. */
#include "sim/clusapi/clusapi_table.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Before a call: the lock is taken, and time has passed.  Returns 0, or without the lock why there
 * is no cluster; one line on stderr has said more. */
uint32_t library_enter(void);

/* After a call: what it changed is in the database, and who waits looks again. */
void library_leave(void);

const struct clusapi_table *library_table(void);

/* Another cluster instead, made by a scenario's text; 0, or why there is none now. */
uint32_t library_start(const char *scenario);

/* While nobody calls: time goes on for those who wait for an event.  False when the process ends,
 * which the other one says. */
bool library_idle(void);
void library_end_idling(void);

/* A call that waits lets others in.  Begin with the call's own time-out; before every try enter and
 * ask for the time the try may take; after it `again` leaves, waits, and says whether to try once
 * more. */
struct library_wait {
  uint32_t milliseconds; /* INFINITE: for ever */
  uint64_t began;        /* on the wall clock, nanoseconds */
};
struct library_wait library_wait_begin(uint32_t milliseconds);
uint32_t library_wait_slice(const struct library_wait *wait);
bool library_wait_again(const struct library_wait *wait, uint32_t status);

#endif
