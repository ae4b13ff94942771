#ifndef MODEL_FIXED_POINT_H
#define MODEL_FIXED_POINT_H
/* Integer mathematics that gives the same bits everywhere.  Q32.32 where a fraction is needed. */
#include <stdbool.h>
#include <stdint.h>

#define FIXED_ONE ((int64_t)1 << 32)

/* a * b / c, rounded down, with a 128-bit product; UINT64_MAX where the result does not fit.
 * c must not be 0. */
uint64_t fixed_point_multiply_divide(uint64_t a, uint64_t b, uint64_t c);

/* The same rounded up. */
uint64_t fixed_point_multiply_divide_up(uint64_t a, uint64_t b, uint64_t c);

/* floor(sqrt(x)) */
uint64_t fixed_point_square_root(uint64_t x);

/* log2 of a Q32.32 number above 0; the error is below 2^-28. */
int64_t fixed_point_log2(uint64_t x);

/* 2 to a Q32.32 exponent below 31, as Q32.32; the relative error is below 2^-26, below -32 it is 0.
 */
uint64_t fixed_point_exp2(int64_t x);

/* A normal variate (mean 0, deviation 1) as Q32.32 from two uniform 64-bit numbers in the unit
 * disc; false where they fall outside it and must be drawn again (Marsaglia's polar method). */
bool fixed_point_normal(uint64_t u, uint64_t v, int64_t *out);

/* exp(deviation * normal), Q32.32: a lognormal factor whose median is 1. */
uint64_t fixed_point_lognormal(int64_t deviation, int64_t normal);

#endif
