#ifndef SIM_SCENARIO_QUANTITY_H
#define SIM_SCENARIO_QUANTITY_H
/* Numbers with units, as people write them: 8GiB, 100MiB/s, 10Gbit, 1.5s, 10%. */
#include <stdbool.h>
#include <stdint.h>

enum quantity {
  QUANTITY_COUNT,     /* 12, or 0x0C */
  QUANTITY_BYTES,     /* B KiB MiB GiB TiB */
  QUANTITY_BYTE_RATE, /* the same with /s */
  QUANTITY_BIT_RATE,  /* bit kbit Mbit Gbit, with or without /s; in bits a second */
  QUANTITY_DURATION,  /* us ms s min h; in microseconds, below a hundred years */
  QUANTITY_PERCENT,   /* 10%; as Q32.32 */
};

/* False where the text is no such quantity or does not fit. */
bool quantity_parse(const char *text, enum quantity quantity, uint64_t *value);

/* What was expected, for error messages: "a size such as 8GiB". */
const char *quantity_expected(enum quantity quantity);

#endif
