#ifndef SIM_CLUSAPI_REGISTRY_VIEW_H
#define SIM_CLUSAPI_REGISTRY_VIEW_H
/* The cluster database as a registry: "Groups\{id}" and its like are the cluster's objects, their
 * values the common properties, "Parameters" below them the private ones (MsCS "cluster-database").
 * Other keys and values are those somebody made (model/registry.h). */
#include "model/registry.h"
#include "sim/clusapi/clusapi_session.h"

enum registry_place {
  REGISTRY_ROOT,
  REGISTRY_OBJECTS,    /* Groups, Resources ...: their subkeys are objects */
  REGISTRY_OBJECT,     /* one of them */
  REGISTRY_PARAMETERS, /* its private properties */
  REGISTRY_MADE        /* a key somebody made */
};

struct registry_key {
  char path[NAME_BYTES_MAX]; /* as it was asked for */
  enum registry_place place;
  struct property_holder holder; /* of an object, its parameters, or the cluster for the root */
};

/* One value: its type as Windows numbers them, and where its bytes are until the next call. */
enum registry_type {
  REGISTRY_SZ = 1,
  REGISTRY_EXPAND_SZ = 2,
  REGISTRY_BINARY = 3,
  REGISTRY_DWORD = 4,
  REGISTRY_MULTI_SZ = 7,
  REGISTRY_QWORD = 11
};
struct registry_value {
  char name[NAME_BYTES_MAX];
  DWORD type;
  const uint8_t *data;
  uint32_t size;
};

/* The syntax of a property that takes values of this type; 0 where none does. */
uint32_t registry_syntax_of(DWORD type);

/* The key below another one ("" is itself): 0, 2 where it is not there, 87 where it is no path. */
DWORD registry_open(const struct registry_key *base, const char *subpath, struct registry_key *key);

/* Whether it is still there: objects are deleted, keys too. */
DWORD registry_reopen(struct registry_key *key);

/* The subkey and the value at a place; 259 behind the last. */
DWORD registry_subkey(const struct registry_key *key, uint32_t place, char name[NAME_BYTES_MAX]);
DWORD registry_value_at(const struct registry_key *key, uint32_t place,
                        struct registry_value *value);

/* A value by its name (case does not matter); 2 where there is none. */
DWORD registry_value_named(const struct registry_key *key, const char *name,
                           struct registry_value *value);

/* "Groups\{id}" of an object, for the functions that open its key. */
void registry_path_of(struct property_holder object, char path[NAME_BYTES_MAX]);

#endif
