#ifndef SIM_ENGINE_RANDOM_STREAM_H
#define SIM_ENGINE_RANDOM_STREAM_H
/* Seeded random numbers without state: draw n of a stream is a function of (seed, concern, object,
 * n), so that a new draw in one place shifts none in another and nothing needs saving. */
#include <stdint.h>

enum random_concern { RANDOM_DIRTY_MEMORY = 1, RANDOM_FAULTS = 2 };

uint64_t random_stream_draw(uint64_t seed, enum random_concern concern, uint64_t object,
                            uint64_t n);

/* A time with this mean, exponentially distributed: what is as likely at any moment. */
uint64_t random_stream_exponential(uint64_t seed, enum random_concern concern, uint64_t object,
                                   uint64_t n, uint64_t mean);

/* A lognormal factor with median 1 and this deviation, both Q32.32. */
uint64_t random_stream_lognormal(uint64_t seed, enum random_concern concern, uint64_t object,
                                 uint64_t n, int64_t deviation);

#endif
