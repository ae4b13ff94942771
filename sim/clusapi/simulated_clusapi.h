#ifndef SIM_CLUSAPI_SIMULATED_CLUSAPI_H
#define SIM_CLUSAPI_SIMULATED_CLUSAPI_H
/* The ClusAPI table of the simulated cluster. */
#include "sim/clusapi/clusapi_table.h"
#include <stdbool.h>

struct world;

/* The table is static.  Its functions act on this world until another is attached; NULL detaches
 * and closes every handle.  One world a process, as there is one cluster behind a clusapi.dll. */
const struct clusapi_table *simulated_clusapi_attach(struct world *world);

/* The table as it is, without attaching anything. */
const struct clusapi_table *simulated_clusapi_table(void);

/* The events a port can have, as whoever waits for them has them: opens one (NULL: none is left),
 * says whether something waits, closes it.  Without this GetNotifyEventHandle answers 120. */
struct notify_events {
  HANDLE (*open)(void);
  void (*set)(HANDLE event, bool pending);
  void (*close)(HANDLE event);
};
void simulated_clusapi_use_events(const struct notify_events *events);

/* Sets every event as its port is; whether something waits in a port that has one. */
bool simulated_clusapi_tell_events(void);

/* Of the calling thread. */
void simulated_clusapi_set_last_error(DWORD status);

#endif
