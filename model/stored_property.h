#ifndef MODEL_STORED_PROPERTY_H
#define MODEL_STORED_PROPERTY_H
/* Values that were set: of properties that have no field of their own in the cluster's state, and
 * of the private properties that somebody made up (MsCS "unknown-properties").  What policy acts on
 * has a field (model/common_property.def); everything else that is not here has its default.
 *
 * The values of one holder are chained, in the order of their slots.  Those of a deleted holder
 * stay until their slots are needed. */
#include "model/cluster.h"
#include "model/control_codes.h"

/* An object with properties.  The number of a network interface is its network times NODES_MAX plus
 * its node; of a resource type, enum resource_type. */
struct property_holder {
  enum control_object object;
  uint32_t index;
};

/* The first of a holder's values, and the one behind it; CLUSTER_NONE behind the last. */
uint32_t stored_property_first(const struct cluster *cluster, struct property_holder holder);
uint32_t stored_property_next(const struct cluster *cluster, uint32_t slot);

/* By name (case does not matter); CLUSTER_NONE where nothing was set. */
uint32_t stored_property_find(const struct cluster *cluster, struct property_holder holder,
                              bool is_private, const char *name);

/* Keeps a value of at most PROPERTY_VALUE_MAX bytes, over an older one of the name.  Returns its
 * slot, or CLUSTER_NONE when none is left. */
uint32_t stored_property_keep(struct cluster *cluster, struct property_holder holder,
                              bool is_private, const char *name, uint32_t syntax,
                              const uint8_t *value, uint32_t size);

/* A checkpoint of a resource: `text` is UTF-16 with its NUL, of at most PROPERTY_VALUE_MAX bytes.
 */
uint32_t stored_checkpoint_add(struct cluster *cluster, uint32_t resource, enum checkpoint kind,
                               const uint8_t *text, uint32_t size);

/* How many more values there is room for; stops counting at `enough`. */
uint32_t stored_property_room(const struct cluster *cluster, uint32_t enough);

/* The property has its default again, or is gone. */
void stored_property_forget(struct cluster *cluster, uint32_t slot);

/* Chains everything anew. */
void stored_property_derive(struct cluster *cluster);

#endif
