#ifndef SIM_SCENARIO_PROPERTY_READING_H
#define SIM_SCENARIO_PROPERTY_READING_H
/* A property of an object and the value it is compared with: "vm SQL01 VmState Enabled", by word or
 * by number. */
#include "sim/scenario/scenario_state.h"

struct property_reading {
  struct scenario *scenario;
  enum object_kind kind;
  uint32_t index; /* in our own world */
  const char *name;
  const char *property, *value; /* of the command's words */
};

/* The command's second to fifth word; false with an error. */
bool property_reading_parse(struct scenario *scenario, const struct words *words,
                            struct property_reading *reading);

/* A world_condition; the context is the reading.  False where it cannot be read. */
bool property_reading_has_value(const struct world *world, void *context);

/* What it is now, as a word; the name of the status where it cannot be read. */
const char *property_reading_word(const struct property_reading *reading);

#endif
