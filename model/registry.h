#ifndef MODEL_REGISTRY_H
#define MODEL_REGISTRY_H
/* Keys and values somebody put into the cluster database, which is a registry: what is no property
 * of an object.  A key is known by its path from the root ("Software\Backup"), a value by that of
 * its key and its own name ("Software\Backup\\Last"). */
#include "model/step.h"
#include "model/stored_property.h"

/* Between a key and the name of its value: no part of a path is empty. */
#define REGISTRY_VALUE_MARK "\\\\"

enum registry_action {
  REGISTRY_CREATE_KEY,
  REGISTRY_DELETE_KEY, /* with its values; one that has keys below it stays (5) */
  REGISTRY_SET_VALUE,  /* of the event's type, and the bytes of its list */
  REGISTRY_DELETE_VALUE
};

/* The event's value is the action. */
bool registry_apply(struct cluster *cluster, const struct event *event, struct effects *effects);

/* Slot of a key or a value by its path (case does not matter); CLUSTER_NONE where there is none. */
uint32_t registry_find(const struct cluster *cluster, bool is_key, const char *path);

/* The keys right below a path, or its values, one after the other from place 0: the slot, and the
 * last part of its name; CLUSTER_NONE behind the last.  The root's path is "". */
uint32_t registry_at(const struct cluster *cluster, bool is_key, const char *path, uint32_t place,
                     const char **name);

#endif
