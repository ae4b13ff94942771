#ifndef MODEL_PROPERTY_FIELD_H
#define MODEL_PROPERTY_FIELD_H
/* Common properties that have a field in the state, because policy acts on them
 * (property_field.def). */
#include "model/property_schema.h"
#include "model/stored_property.h"

/* What a field holds; false where the property has none. */
bool property_field_read(const struct cluster *cluster, struct property_holder holder,
                         enum property_row row, uint64_t *value);

bool property_field_exists(enum property_row row);

/* Whether a number may be set: in the published range, or the default; a priority is one of the
 * four. */
bool property_field_takes(enum property_row row, uint64_t value);

/* Sets it.  False where the object's other properties do not allow it (FOV-017). */
bool property_field_write(struct cluster *cluster, struct property_holder holder,
                          enum property_row row, uint64_t value);

/* Whether every field of the object holds what may be set; of a loaded state. */
bool property_fields_are_sound(const struct cluster *cluster, struct property_holder holder);

#endif
