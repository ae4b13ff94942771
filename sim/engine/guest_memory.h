#ifndef SIM_ENGINE_GUEST_MEMORY_H
#define SIM_ENGINE_GUEST_MEMORY_H
/* What pre-copy needs to know of a guest: how much of its memory is in use, and how much of it the
 * guest dirties in a given time.  Bytes and microseconds. */
#include <stdbool.h>
#include <stdint.h>

enum { DIRTY_CURVE_POINTS_MAX = 32 };

struct guest_memory {
  uint64_t used;        /* U: bytes that are not zero */
  uint64_t zero;        /* bytes of zero pages; only their headers travel */
  uint32_t page_header; /* h: bytes on the wire per page of 4096; 0 where a platform hides it */
  uint64_t working_set; /* W: the dirty curve ends here; 0: at `used` */
  int64_t noise;        /* sigma of the lognormal factor on every draw, Q32.32 */
  /* Dirty curve D(t): distinct bytes dirtied in a window of t.  Starts at (0, 0), then these
   * points, straight lines between, the last slope beyond. */
  uint32_t point_count;
  struct {
    uint64_t window; /* us, ascending */
    uint64_t bytes;
  } points[DIRTY_CURVE_POINTS_MAX];
};

/* A guest that dirties so many distinct bytes a second, whatever the window. */
void guest_memory_constant_rate(struct guest_memory *guest, uint64_t bytes_per_second);

/* V_0: bytes of the first pass. */
uint64_t guest_memory_first_pass(const struct guest_memory *guest);

/* V_{k+1}: bytes to send for what was dirtied in a window; `factor` is the noise, FIXED_ONE
 * without. */
uint64_t guest_memory_dirtied(const struct guest_memory *guest, uint64_t window, uint64_t factor);

#endif
