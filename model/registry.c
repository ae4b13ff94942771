#include "model/registry.h"
#include "model/digest.h"
#include <string.h>

static const struct property_holder registry = {CONTROL_OBJECT_USER, 0};

/* A step deletes a key with all its values. */
enum { VALUES_OF_A_KEY_MAX = 64 };

uint32_t registry_find(const struct cluster *cluster, bool is_key, const char *path) {
  return stored_property_find(cluster, registry, is_key, path);
}

/* What stands behind `path` and a separator in a name; NULL where the name is none of its. */
static const char *behind(const char *name, const char *path) {
  char head[NAME_BYTES_MAX];
  size_t length = strlen(path);
  if (length == 0)
    return name;
  if (strlen(name) <= length || name[length] != '\\')
    return NULL;
  memcpy(head, name, length);
  head[length] = '\0';
  return object_name_equal(head, path) ? name + length + 1 : NULL;
}

/* The last part of a key right below the path, or of one of its values. */
static const char *last_part(bool is_key, const char *name, const char *path) {
  const char *rest = behind(name, path);
  if (rest == NULL)
    return NULL;
  if (is_key)
    return strchr(rest, '\\') == NULL ? rest : NULL;
  if (path[0] == '\0') /* the root's values begin with the mark */
    return strncmp(rest, REGISTRY_VALUE_MARK, 2) == 0 ? rest + 2 : NULL;
  return rest[0] == '\\' ? rest + 1 : NULL;
}

uint32_t registry_at(const struct cluster *cluster, bool is_key, const char *path, uint32_t place,
                     const char **name) {
  for (uint32_t slot = stored_property_first(cluster, registry); slot != CLUSTER_NONE;
       slot = stored_property_next(cluster, slot)) {
    if (cluster_property(cluster, slot)->is_private != is_key)
      continue;
    *name = last_part(is_key, cluster_name(cluster, OBJECT_PROPERTY, slot), path);
    if (*name != NULL && place-- == 0)
      return slot;
  }
  return CLUSTER_NONE;
}

static uint64_t digest_of(const struct cluster *cluster, uint32_t slot) {
  const struct stored_property *stored = cluster_property(cluster, slot);
  uint64_t digest = digest_number(DIGEST_START, stored->syntax);
  for (uint32_t i = 0; i < stored->size; i++)
    digest = digest_number(digest, stored->value[i]);
  return digest;
}

static bool keep(struct cluster *cluster, const struct event *event, bool is_key,
                 struct effects *effects) {
  uint32_t slot = registry_find(cluster, is_key, event->name);
  uint64_t before = slot == CLUSTER_NONE ? 0 : digest_of(cluster, slot);
  slot = stored_property_keep(cluster, registry, is_key, event->name, event->argument, event->list,
                              (uint32_t)event->list_size);
  if (slot == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  effects_change(effects, PROPERTY_STORED_VALUE, slot, before, digest_of(cluster, slot));
  return true;
}

static void forget(struct cluster *cluster, uint32_t slot, struct effects *effects) {
  effects_change(effects, PROPERTY_STORED_VALUE, slot, digest_of(cluster, slot), 0);
  stored_property_forget(cluster, slot);
}

static bool delete_key(struct cluster *cluster, const struct event *event,
                       struct effects *effects) {
  uint32_t slot = registry_find(cluster, true, event->name), value = 0;
  const char *name = NULL;
  if (slot == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_FILE_NOT_FOUND);
  if (registry_at(cluster, true, event->name, 0, &name) != CLUSTER_NONE)
    return effects_refuse(effects, WIN32_ACCESS_DENIED);
  while ((value = registry_at(cluster, false, event->name, 0, &name)) != CLUSTER_NONE)
    forget(cluster, value, effects);
  forget(cluster, slot, effects);
  return true;
}

/* A new value of a key that is full, or whose names are too long to keep. */
static uint32_t value_refusal(const struct cluster *cluster, const struct event *event) {
  char path[NAME_BYTES_MAX];
  const char *name = NULL, *mark = strstr(event->name, REGISTRY_VALUE_MARK);
  assert(mark != NULL && strlen(event->name) < NAME_BYTES_MAX);
  memcpy(path, event->name, (size_t)(mark - event->name));
  path[mark - event->name] = '\0';
  if (event->list_size > PROPERTY_VALUE_MAX)
    return WIN32_NOT_ENOUGH_MEMORY;
  bool is_new = registry_find(cluster, false, event->name) == CLUSTER_NONE;
  return is_new && registry_at(cluster, false, path, VALUES_OF_A_KEY_MAX - 1, &name) != CLUSTER_NONE
             ? (uint32_t)WIN32_NOT_ENOUGH_MEMORY
             : (uint32_t)WIN32_SUCCESS;
}

bool registry_apply(struct cluster *cluster, const struct event *event, struct effects *effects) {
  assert(event->name != NULL && event->value <= REGISTRY_DELETE_VALUE);
  if (strlen(event->name) >= NAME_BYTES_MAX)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  switch ((enum registry_action)event->value) {
  case REGISTRY_CREATE_KEY:
    return keep(cluster, event, true, effects);
  case REGISTRY_DELETE_KEY:
    return delete_key(cluster, event, effects);
  case REGISTRY_SET_VALUE: {
    uint32_t status = value_refusal(cluster, event);
    return status == WIN32_SUCCESS ? keep(cluster, event, false, effects)
                                   : effects_refuse(effects, status);
  }
  case REGISTRY_DELETE_VALUE: {
    uint32_t slot = registry_find(cluster, false, event->name);
    if (slot == CLUSTER_NONE)
      return effects_refuse(effects, WIN32_FILE_NOT_FOUND);
    forget(cluster, slot, effects);
    return true;
  }
  }
  assert(false && "an action");
  return false;
}
