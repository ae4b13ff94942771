#ifndef TESTS_SUPPORT_TRANSFER_TWIN_H
#define TESTS_SUPPORT_TRANSFER_TWIN_H
/* The obvious twin of a copy: it plays rounds one after another in small pieces.  At every change
 * of the rate it notes what is left, and at the end of a round asks what was dirtied since the
 * round began. */
#include "model/fixed_point.h"
#include "sim/engine/random_stream.h"
#include "sim/engine/transfer.h"

struct transfer_twin {
  uint64_t bytes[TRANSFER_ROUNDS_MAX + 1], ended_at[TRANSFER_ROUNDS_MAX + 1];
  uint32_t rounds;
};

struct rate_change {
  uint64_t at, rate;
};

/* The factor on what round `k` leaves to the next one. */
static inline uint64_t transfer_twin_noise(const struct guest_memory *guest,
                                           const struct transfer *t, uint32_t k) {
  if (guest->noise == 0)
    return FIXED_ONE;
  return random_stream_lognormal(t->noise_seed, RANDOM_DIRTY_MEMORY, t->noise_key,
                                 (uint64_t)t->attempt * (TRANSFER_ROUNDS_MAX + 1) + k,
                                 guest->noise);
}

/* `changes` are in the order of time, the first one is when the copy began. */
static inline struct transfer_twin transfer_twin_play(const struct guest_memory *guest,
                                                      const struct transfer *t,
                                                      const struct rate_change *changes,
                                                      uint32_t count) {
  const uint64_t second = 1000000;
  struct transfer_twin twin = {0};
  uint64_t now = changes[0].at, began = now, left = guest_memory_first_pass(guest);
  uint64_t rate = changes[0].rate;
  uint32_t next = 1;
  twin.bytes[0] = left;
  for (;;) {
    uint64_t ends = left == 0   ? now
                    : rate == 0 ? UINT64_MAX
                                : now + fixed_point_multiply_divide_up(left, second, rate);
    if (next < count && changes[next].at < ends) {
      left -= fixed_point_multiply_divide(changes[next].at - now, rate, second);
      now = changes[next].at;
      rate = changes[next++].rate;
      continue;
    }
    if (ends == UINT64_MAX) /* nothing flows any more */
      return twin;
    while (next < count && changes[next].at == ends) /* takes hold with the next round */
      rate = changes[next++].rate;
    now = ends;
    twin.ended_at[twin.rounds++] = now;
    uint64_t dirtied =
        guest_memory_dirtied(guest, now - began, transfer_twin_noise(guest, t, twin.rounds));
    if (twin.rounds >= t->round_cap ||
        dirtied <= fixed_point_multiply_divide(rate, t->blackout_goal, second)) {
      twin.bytes[twin.rounds] = dirtied;
      return twin;
    }
    twin.bytes[twin.rounds] = left = dirtied;
    began = now;
  }
}

#endif
