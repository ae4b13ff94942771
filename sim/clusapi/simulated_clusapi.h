#ifndef SIM_CLUSAPI_SIMULATED_CLUSAPI_H
#define SIM_CLUSAPI_SIMULATED_CLUSAPI_H
/* The ClusAPI table of the simulated cluster. */
#include "sim/clusapi/clusapi_table.h"

struct world;

/* The table is static.  Its functions act on this world until another is attached; NULL detaches
 * and closes every handle.  One world a process, as there is one cluster behind a clusapi.dll. */
const struct clusapi_table *simulated_clusapi_attach(struct world *world);

/* The table as it is, without attaching anything. */
const struct clusapi_table *simulated_clusapi_table(void);

/* Of the calling thread. */
void simulated_clusapi_set_last_error(DWORD status);

#endif
