/* Integer mathematics against libm and exact products. */
#include "model/fixed_point.h"
#include "sim/engine/random_stream.h"
#include "tests/support/test.h"
#include <math.h>

__extension__ typedef unsigned __int128 wide; /* the obvious twin, in tests only */

static double real(int64_t fixed) {
  return (double)fixed / 4294967296.0;
}

Test(fixed_point, multiply_divide) {
  static const struct {
    uint64_t a, b, c, down, up;
  } rows[] = {{0, 5, 7, 0, 0},
              {10, 10, 3, 33, 34},
              {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX},
              {UINT64_MAX, 2, 4, UINT64_MAX / 2, UINT64_MAX / 2 + 1},
              {UINT64_MAX, UINT64_MAX, 1, UINT64_MAX, UINT64_MAX}, /* does not fit */
              {UINT64_C(1) << 63, 6, UINT64_C(1) << 62, 12, 12},
              {UINT64_C(12345678901234567), UINT64_C(98765432109876543), UINT64_C(1000000007),
               UINT64_MAX, UINT64_MAX},
              {UINT64_C(6442450944), 1000000, UINT64_C(1175000000), 5482936, 5482937}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    check_row(i, fixed_point_multiply_divide(rows[i].a, rows[i].b, rows[i].c) == rows[i].down);
    check_row(i, fixed_point_multiply_divide_up(rows[i].a, rows[i].b, rows[i].c) == rows[i].up);
  }
}

/* Against the compiler's own 128-bit integers. */
Test(fixed_point, multiply_divide_random) {
  for (uint64_t i = 0; i < 200000; i++) {
    uint64_t a = random_stream_draw(1, RANDOM_DIRTY_MEMORY, 1, i) >> (i % 33);
    uint64_t b = random_stream_draw(1, RANDOM_DIRTY_MEMORY, 2, i) >> (i % 31 + 32);
    uint64_t c = (random_stream_draw(1, RANDOM_DIRTY_MEMORY, 3, i) >> (i % 29)) | 1;
    wide exact = (wide)a * b / c;
    uint64_t want = exact > UINT64_MAX ? UINT64_MAX : (uint64_t)exact;
    check_row(i, fixed_point_multiply_divide(a, b, c) == want);
  }
}

Test(fixed_point, square_root) {
  for (uint64_t i = 0; i < 100000; i++) {
    uint64_t x = random_stream_draw(1, RANDOM_DIRTY_MEMORY, 4, i) >> (i % 64);
    uint64_t root = fixed_point_square_root(x);
    check_row(i, (wide)root * root <= x);
    check_row(i, (wide)(root + 1) * (root + 1) > x);
  }
}

/* The stated error bounds. */
Test(fixed_point, logarithm_and_power) {
  for (uint64_t i = 0; i < 100000; i++) {
    uint64_t x = (random_stream_draw(1, RANDOM_DIRTY_MEMORY, 5, i) >> (i % 60)) | 1;
    double log_error = fabs(real(fixed_point_log2(x)) - log2((double)x / 4294967296.0));
    check_row(i, log_error < ldexp(1, -28));
    int64_t y = (int64_t)(random_stream_draw(1, RANDOM_DIRTY_MEMORY, 6, i) % (60 * FIXED_ONE)) -
                30 * FIXED_ONE;
    double want = exp2(real(y)), got = real((int64_t)fixed_point_exp2(y));
    check_row(i, fabs(got - want) <= want * ldexp(1, -26) + ldexp(1, -31));
  }
  cr_assert_eq(fixed_point_exp2(0), FIXED_ONE);
  cr_assert_eq(fixed_point_exp2(-40 * FIXED_ONE), 0);
}

/* Lognormal with deviation 0.1: the mean of the logarithm is 0, its deviation 0.1. */
Test(fixed_point, lognormal) {
  enum { DRAWS = 100000 };
  double sum = 0, squares = 0;
  for (uint64_t i = 0; i < DRAWS; i++) {
    uint64_t factor = random_stream_lognormal(7, RANDOM_DIRTY_MEMORY, 1, i, FIXED_ONE / 10);
    double l = log(real((int64_t)factor));
    sum += l;
    squares += l * l;
  }
  double mean = sum / DRAWS, deviation = sqrt(squares / DRAWS - mean * mean);
  cr_assert(fabs(mean) < 0.002, "mean %f", mean);
  cr_assert(fabs(deviation - 0.1) < 0.002, "deviation %f", deviation);
}

/* Streams do not touch each other, and a draw is a function of its place. */
Test(fixed_point, streams) {
  cr_assert_eq(random_stream_draw(1, RANDOM_DIRTY_MEMORY, 2, 3),
               random_stream_draw(1, RANDOM_DIRTY_MEMORY, 2, 3));
  cr_assert_neq(random_stream_draw(1, RANDOM_DIRTY_MEMORY, 2, 3),
                random_stream_draw(1, RANDOM_DIRTY_MEMORY, 3, 3));
  cr_assert_neq(random_stream_draw(1, RANDOM_DIRTY_MEMORY, 2, 3),
                random_stream_draw(2, RANDOM_DIRTY_MEMORY, 2, 3));
}
