#include "sim/scenario/quantity.h"
#include "model/fixed_point.h"
#include <assert.h>
#include <stddef.h>
#include <string.h>

#define KIB          UINT64_C(1024)
#define DURATION_MAX (UINT64_C(100) * 366 * 24 * 3600 * 1000000) /* a hundred years */

static const struct {
  enum quantity quantity;
  const char *unit;
  uint64_t factor;
} units[] = {
    {QUANTITY_COUNT, "", 1},
    {QUANTITY_BYTES, "B", 1},
    {QUANTITY_BYTES, "KiB", KIB},
    {QUANTITY_BYTES, "MiB", KIB *KIB},
    {QUANTITY_BYTES, "GiB", KIB *KIB *KIB},
    {QUANTITY_BYTES, "TiB", KIB *KIB *KIB *KIB},
    {QUANTITY_BYTE_RATE, "B/s", 1},
    {QUANTITY_BYTE_RATE, "KiB/s", KIB},
    {QUANTITY_BYTE_RATE, "MiB/s", KIB *KIB},
    {QUANTITY_BYTE_RATE, "GiB/s", KIB *KIB *KIB},
    {QUANTITY_BIT_RATE, "bit", 1},
    {QUANTITY_BIT_RATE, "kbit", 1000},
    {QUANTITY_BIT_RATE, "Mbit", 1000000},
    {QUANTITY_BIT_RATE, "Gbit", 1000000000},
    {QUANTITY_BIT_RATE, "bit/s", 1},
    {QUANTITY_BIT_RATE, "kbit/s", 1000},
    {QUANTITY_BIT_RATE, "Mbit/s", 1000000},
    {QUANTITY_BIT_RATE, "Gbit/s", 1000000000},
    {QUANTITY_DURATION, "us", 1},
    {QUANTITY_DURATION, "ms", 1000},
    {QUANTITY_DURATION, "s", 1000000},
    {QUANTITY_DURATION, "min", 60000000},
    {QUANTITY_DURATION, "h", UINT64_C(3600000000)},
    {QUANTITY_DURATION, "d", UINT64_C(86400000000)},
    {QUANTITY_PERCENT, "%", UINT64_C(42949673)}, /* 2^32 / 100 */
};

const char *quantity_expected(enum quantity quantity) {
  static const char *const expected[] = {
      [QUANTITY_COUNT] = "a whole number such as 4",
      [QUANTITY_BYTES] = "a size such as 8GiB (B, KiB, MiB, GiB, TiB)",
      [QUANTITY_BYTE_RATE] = "a rate such as 100MiB/s (B/s, KiB/s, MiB/s, GiB/s)",
      [QUANTITY_BIT_RATE] = "a network speed such as 10Gbit (kbit, Mbit, Gbit)",
      [QUANTITY_DURATION] = "a duration such as 30s (us, ms, s, min, h, d)",
      [QUANTITY_PERCENT] = "a percentage such as 10%",
  };
  assert((unsigned)quantity < sizeof expected / sizeof expected[0]);
  return expected[quantity];
}

static bool parse_hexadecimal(const char *text, uint64_t *value) {
  *value = 0;
  if (*text == '\0')
    return false;
  for (; *text != '\0'; text++) {
    unsigned digit = *text >= '0' && *text <= '9'   ? (unsigned)(*text - '0')
                     : *text >= 'a' && *text <= 'f' ? (unsigned)(*text - 'a' + 10)
                     : *text >= 'A' && *text <= 'F' ? (unsigned)(*text - 'A' + 10)
                                                    : 16;
    if (digit == 16 || *value >> 60 != 0)
      return false;
    *value = *value << 4 | digit;
  }
  return true;
}

/* Digits with an optional fraction as a whole number and a power of ten. */
static const char *parse_digits(const char *text, uint64_t *number, uint64_t *scale) {
  bool fraction = false;
  *number = 0;
  *scale = 1;
  const char *p = text;
  for (; (*p >= '0' && *p <= '9') || (*p == '.' && !fraction && p != text); p++) {
    if (*p == '.') {
      fraction = true;
      continue;
    }
    if (*number > UINT64_MAX / 16 || *scale > 1000000000)
      return NULL;
    *number = *number * 10 + (uint64_t)(*p - '0');
    *scale *= fraction ? 10 : 1;
  }
  return p == text || p[-1] == '.' ? NULL : p;
}

bool quantity_parse(const char *text, enum quantity quantity, uint64_t *value) {
  uint64_t number = 0, scale = 1;
  assert(text != NULL && value != NULL);
  if (quantity == QUANTITY_COUNT && text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
    return parse_hexadecimal(text + 2, value);
  const char *unit = parse_digits(text, &number, &scale);
  if (unit == NULL || (quantity == QUANTITY_COUNT && scale != 1))
    return false;
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
    if (units[i].quantity == quantity && strcmp(units[i].unit, unit) == 0) {
      *value = fixed_point_multiply_divide(number, units[i].factor, scale);
      return *value < (quantity == QUANTITY_DURATION ? DURATION_MAX : UINT64_C(1) << 62);
    }
  return false;
}
