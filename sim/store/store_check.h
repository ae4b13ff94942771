#ifndef SIM_STORE_STORE_CHECK_H
#define SIM_STORE_STORE_CHECK_H
/* The parts of store_rows_check (sim/store/store_rows.h). */
#include "sim/engine/engine.h"

/* No time, duration or size in a world comes near this. */
#define AMOUNT_MAX (UINT64_C(1) << 61)

/* What the timers and the faults of the world say; NULL, or what is wrong. */
const char *store_timers_check(const struct engine *engine);

#endif
