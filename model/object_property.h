#ifndef MODEL_OBJECT_PROPERTY_H
#define MODEL_OBJECT_PROPERTY_H
/* The properties of an object as its lists show them: what is known of each (property_schema.h)
 * with the value it has now.  A value is the one of a field of the state (live_property.def), else
 * the one that was set (stored_property.h), else the default. */
#include "model/property_list.h"
#include "model/property_schema.h"
#include "model/stored_property.h"

/* What is read from. */
struct property_reader {
  const struct cluster *cluster;
  struct property_holder holder;
  uint32_t progress; /* MigrationProgress at this moment, which the world knows */
};

enum { LIVE_VALUE_MAX = 2 * (RESOURCE_NAME_UNITS_MAX + 1) }; /* bytes: a name in UTF-16 */

/* One property with its value.  `data` points to the cluster's state, or to `own`. */
struct property_value {
  const char *name;
  const struct property_schema *row; /* NULL: somebody made it up */
  uint32_t syntax;
  uint32_t size;
  const uint8_t *data;
  uint8_t own[LIVE_VALUE_MAX];
};

/* "HV1 - LAN 1", the name of an interface (docs/fidelity.md row "interface-name"). */
enum { INTERFACE_NAME_UNITS_MAX = NODE_NAME_UNITS_MAX + 3 + GROUP_NAME_UNITS_MAX };
const char *property_interface_name(const struct cluster *cluster, uint32_t index,
                                    char room[NAME_BYTES_MAX]);

/* The set of a resource type's private properties. */
enum property_set property_set_of_type(enum resource_type type);

/* The set whose rows an object has for a scope: of a resource its type's for the private ones.
 * SCHEMA_SET_COUNT where nothing is published. */
enum property_set property_set_of(const struct cluster *cluster, struct property_holder holder,
                                  bool is_private);

/* The number a property has that nobody set: some defaults are the functional level's. */
uint64_t property_default_number(const struct cluster *cluster, const struct property_schema *row);

/* The value of a published property; its format must be known or a value set. */
void property_value_of_row(const struct property_reader *reader, const struct property_schema *row,
                           struct property_value *value);

/* Visits an object's properties in the order of its lists: those of the schema, then those that
 * were made up, which can be written.  Those of another access are passed over.  Returns false at
 * the end. */
struct property_walk {
  struct property_reader reader;
  bool is_private;
  bool read_only;
  uint32_t row;  /* the next one of the schema */
  uint32_t slot; /* the next one that was made up */
};
struct property_walk property_walk_begin(const struct property_reader *reader, bool is_private,
                                         bool read_only);
bool property_walk_next(struct property_walk *walk, struct property_value *value);

/* A number of an object's published property, for policy: as it is now. */
uint64_t property_number(const struct cluster *cluster, struct property_holder holder,
                         enum property_row row);

/* The same of the cluster itself. */
uint64_t property_number_of_cluster(const struct cluster *cluster, enum property_row row);

#endif
