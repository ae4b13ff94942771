#ifndef SIM_SCENARIO_PROPERTY_VALUE_H
#define SIM_SCENARIO_PROPERTY_VALUE_H
/* Values of properties as people write them: numbers, texts, lists of texts, bytes. */
#include "sim/scenario/object_access.h"

/* The syntax word of the property an object has by this name; 0 in *syntax where it has none.  The
 * status is why the properties cannot be read. */
uint32_t property_value_syntax(struct scenario *scenario, HCLUSTER cluster,
                               const struct object_name *object, bool is_private, const char *name,
                               uint32_t *syntax);

/* Puts a value into the list, in the format of the syntax word; 0: a number where the one value is
 * a 32-bit number, several texts as a MULTI_SZ, else a text.  False for what the format cannot
 * hold. */
bool property_value_write(struct property_writer *writer, const char *name, uint32_t syntax,
                          const char *const *values, size_t count);

#endif
