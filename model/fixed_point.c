#include "model/fixed_point.h"
#include <assert.h>
#include <stddef.h>

struct wide {
  uint64_t high, low;
};

static struct wide multiply(uint64_t a, uint64_t b) {
  uint64_t a1 = a >> 32, a0 = a & UINT32_MAX, b1 = b >> 32, b0 = b & UINT32_MAX;
  uint64_t low = a0 * b0, middle = a1 * b0 + (low >> 32);
  uint64_t cross = a0 * b1 + (middle & UINT32_MAX);
  return (struct wide){.high = a1 * b1 + (middle >> 32) + (cross >> 32),
                       .low = (cross << 32) | (low & UINT32_MAX)};
}

/* Schoolbook long division, a bit at a time; the plain division serves whenever it can. */
static uint64_t divide(struct wide n, uint64_t d, uint64_t *remainder) {
  assert(d != 0 && n.high < d);
  if (n.high == 0) {
    *remainder = n.low % d;
    return n.low / d;
  }
  uint64_t quotient = 0, rest = n.high;
  for (int bit = 63; bit >= 0; bit--) {
    bool carry = (rest >> 63) != 0;
    rest = (rest << 1) | ((n.low >> bit) & 1);
    if (carry || rest >= d) {
      rest -= d;
      quotient |= (uint64_t)1 << bit;
    }
  }
  *remainder = rest;
  return quotient;
}

uint64_t fixed_point_multiply_divide(uint64_t a, uint64_t b, uint64_t c) {
  assert(c != 0);
  struct wide product = multiply(a, b);
  uint64_t remainder = 0;
  return product.high >= c ? UINT64_MAX : divide(product, c, &remainder);
}

uint64_t fixed_point_multiply_divide_up(uint64_t a, uint64_t b, uint64_t c) {
  assert(c != 0);
  struct wide product = multiply(a, b);
  uint64_t remainder = 0;
  if (product.high >= c)
    return UINT64_MAX;
  uint64_t quotient = divide(product, c, &remainder);
  return remainder != 0 && quotient != UINT64_MAX ? quotient + 1 : quotient;
}

uint64_t fixed_point_square_root(uint64_t x) {
  uint64_t root = 0, bit = (uint64_t)1 << 62;
  while (bit > x)
    bit >>= 2;
  for (; bit != 0; bit >>= 2) {
    if (x >= root + bit) {
      x -= root + bit;
      root = (root >> 1) + bit;
    } else {
      root >>= 1;
    }
  }
  return root;
}

int64_t fixed_point_log2(uint64_t x) {
  assert(x != 0);
  int64_t whole = 31;
  while ((x >> 63) == 0) {
    x <<= 1;
    whole--;
  }
  int64_t result = whole * FIXED_ONE;
  x >>= 32; /* 1.31 */
  for (int bit = 31; bit >= 0; bit--) {
    x = (x * x) >> 31;
    if (x >= (uint64_t)1 << 32) {
      x >>= 1;
      result += (int64_t)1 << bit;
    }
  }
  return result;
}

uint64_t fixed_point_exp2(int64_t x) {
  assert(x < 31 * FIXED_ONE);
  int64_t whole = x >= 0 ? x / FIXED_ONE : -((-x + FIXED_ONE - 1) / FIXED_ONE);
  uint64_t fraction = (uint64_t)(x - whole * FIXED_ONE);
  /* 2.62 numbers; root runs through 2^(1/2), 2^(1/4), 2^(1/8) ... */
  uint64_t result = (uint64_t)1 << 62, root = (uint64_t)1 << 63;
  for (int bit = 31; bit >= 0; bit--) {
    root = fixed_point_square_root(root) << 31;
    if ((fraction >> bit) & 1)
      result = fixed_point_multiply_divide(result, root, (uint64_t)1 << 62);
  }
  if (whole < -32)
    return 0;
  return whole <= 30 ? result >> (30 - whole) : result << (whole - 30);
}

bool fixed_point_normal(uint64_t u, uint64_t v, int64_t *out) {
  assert(out != NULL);
  /* Signed fractions in -1 .. 1 with 30 bits; s = x^2 + y^2 must lie inside the disc. */
  int64_t x = (int64_t)(u >> 33) - ((int64_t)1 << 30), y = (int64_t)(v >> 33) - ((int64_t)1 << 30);
  uint64_t s = (uint64_t)(x * x) + (uint64_t)(y * y); /* 4.60 */
  if (s == 0 || s >= (uint64_t)1 << 60)
    return false;
  /* -2 ln(s) / s = -2 ln(2) log2(s) / s */
  int64_t log = -fixed_point_log2((s >> 28) == 0 ? 1 : s >> 28);
  uint64_t numerator = fixed_point_multiply_divide((uint64_t)log, UINT64_C(5954088944), FIXED_ONE);
  uint64_t ratio = fixed_point_multiply_divide(numerator, (uint64_t)1 << 60, s);
  if (ratio >= (uint64_t)1 << 62)
    return false; /* s so near 0 that no other draw comes close to it */
  unsigned shift = 0;
  while (((ratio << shift) >> 62) == 0 && shift < 32)
    shift += 2;
  uint64_t factor = fixed_point_square_root(ratio << shift) << (16 - shift / 2); /* Q32.32 */
  uint64_t magnitude =
      fixed_point_multiply_divide((uint64_t)(x < 0 ? -x : x), factor, (uint64_t)1 << 30);
  *out = x < 0 ? -(int64_t)magnitude : (int64_t)magnitude;
  return true;
}

uint64_t fixed_point_lognormal(int64_t deviation, int64_t normal) {
  /* exp(d n) = 2 ^ (d n log2(e)) */
  bool negative = (deviation < 0) != (normal < 0);
  uint64_t product =
      fixed_point_multiply_divide((uint64_t)(deviation < 0 ? -deviation : deviation),
                                  (uint64_t)(normal < 0 ? -normal : normal), (uint64_t)FIXED_ONE);
  uint64_t exponent =
      fixed_point_multiply_divide(product, UINT64_C(6196328019), (uint64_t)FIXED_ONE);
  assert(exponent < 31 * (uint64_t)FIXED_ONE);
  return fixed_point_exp2(negative ? -(int64_t)exponent : (int64_t)exponent);
}
