#include "sim/engine/random_stream.h"
#include "model/fixed_point.h"
#include <assert.h>

/* The finaliser of splitmix64 (public domain, Vigna). */
static uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
  return x ^ (x >> 31);
}

uint64_t random_stream_draw(uint64_t seed, enum random_concern concern, uint64_t object,
                            uint64_t n) {
  assert(concern == RANDOM_DIRTY_MEMORY || concern == RANDOM_FAULTS);
  uint64_t key = mix(seed + UINT64_C(0x9E3779B97F4A7C15) * ((uint64_t)concern + 1));
  key = mix(key ^ (object + 1) * UINT64_C(0xD1342543DE82EF95));
  return mix(key + UINT64_C(0x9E3779B97F4A7C15) * (n + 1));
}

/* -ln(u) * mean with u in (0, 1]; ln u = log2 u * ln 2. */
uint64_t random_stream_exponential(uint64_t seed, enum random_concern concern, uint64_t object,
                                   uint64_t n, uint64_t mean) {
  const uint64_t ln2 = UINT64_C(2977044472); /* Q32.32 */
  uint64_t u = (random_stream_draw(seed, concern, object, n) >> 32) + 1;
  int64_t log2 = fixed_point_log2(u);
  assert(log2 <= 0);
  uint64_t factor = fixed_point_multiply_divide((uint64_t)-log2, ln2, (uint64_t)FIXED_ONE);
  return fixed_point_multiply_divide(mean, factor, (uint64_t)FIXED_ONE) + 1;
}

uint64_t random_stream_lognormal(uint64_t seed, enum random_concern concern, uint64_t object,
                                 uint64_t n, int64_t deviation) {
  int64_t normal = 0;
  assert(n < UINT64_C(1) << 56);
  /* About one pair in five is drawn again; 64 tries fail once in 10^42 and then give the median. */
  for (uint64_t attempt = 0; attempt < 64; attempt++) {
    uint64_t u = random_stream_draw(seed, concern, object, n * 128 + 2 * attempt);
    uint64_t v = random_stream_draw(seed, concern, object, n * 128 + 2 * attempt + 1);
    if (fixed_point_normal(u, v, &normal))
      break;
  }
  return fixed_point_lognormal(deviation, normal);
}
