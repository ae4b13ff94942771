#ifndef TESTS_SUPPORT_TICKING_TWIN_H
#define TESTS_SUPPORT_TICKING_TWIN_H
/* The obvious twins of what the engine works out without ticking. */
#include <stdint.h>

/* QRM-002: each host with power and a cluster service beats at every interval; a node that has not
 * been heard of for the threshold is lost.  When, for one that stopped at `stopped`. */
static inline uint64_t ticking_twin_lost(uint64_t stopped, uint64_t interval, uint32_t threshold) {
  uint64_t heard = 0;
  for (uint64_t tick = 0;; tick += interval) {
    if (tick <= stopped)
      heard = tick;
    if (tick >= heard + interval * threshold)
      return tick;
  }
}

/* FOV-001: LooksAlive is called at every interval; the first call after the death notices. */
static inline uint64_t ticking_twin_noticed(uint64_t death, uint64_t interval) {
  uint64_t tick = 0;
  while (tick <= death)
    tick += interval;
  return tick;
}

#endif
