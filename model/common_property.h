#ifndef MODEL_COMMON_PROPERTY_H
#define MODEL_COMMON_PROPERTY_H
/* Common properties of resources and groups (common_property.def): DWORDs by name. */
#include "model/property_schema.h"
#include "model/step.h"

/* How many of them a kind of object has, what is published of the n-th, its number by name (case
 * does not matter; CLUSTER_NONE where the cluster's level has none), and its value. */
uint32_t common_property_count(enum object_kind kind);
const struct property_schema *common_property_schema(enum object_kind kind, uint32_t n);
uint32_t common_property_find(const struct cluster *cluster, enum object_kind kind,
                              const char *name);
uint32_t common_property_value(const struct cluster *cluster, enum object_kind kind, uint32_t index,
                               uint32_t n);

/* Whether the n-th may have the value: in its range, or its default; a priority is one of the four.
 */
bool common_property_takes(enum object_kind kind, uint32_t n, uint64_t value);

/* Event handlers, see event.def. */
bool common_property_set_of_resource(struct cluster *cluster, const struct event *event,
                                     struct effects *effects);
bool common_property_set_of_group(struct cluster *cluster, const struct event *event,
                                  struct effects *effects);
bool common_property_set_preferred(struct cluster *cluster, const struct event *event,
                                   struct effects *effects);
bool common_property_set_possible(struct cluster *cluster, const struct event *event,
                                  struct effects *effects);

#endif
