#include "sim/clusapi/registry_view.h"
#include "model/object_guid.h"
#include "model/object_property.h"
#include "model/property_list.h"
#include "model/resource.h"
#include <stdio.h>
#include <string.h>

enum { LIST_ROOM = 16384 };

static const struct collection {
  const char *name;
  enum control_object object;
  enum object_kind kind;
} collections[] = {
    {"Groups", CONTROL_OBJECT_GROUP, OBJECT_GROUP},
    {"NetworkInterfaces", CONTROL_OBJECT_NETINTERFACE, OBJECT_KIND_COUNT},
    {"Networks", CONTROL_OBJECT_NETWORK, OBJECT_NETWORK},
    {"Nodes", CONTROL_OBJECT_NODE, OBJECT_NODE},
    {"Resources", CONTROL_OBJECT_RESOURCE, OBJECT_RESOURCE},
    {"ResourceTypes", CONTROL_OBJECT_RESOURCE_TYPE, OBJECT_KIND_COUNT},
};

enum { COLLECTIONS = sizeof collections / sizeof collections[0] };

/* --- objects and their ids --- */

/* The object at a place of a collection; false behind the last. */
static bool object_at(const struct collection *collection, uint32_t place,
                      struct property_holder *holder) {
  uint32_t index = 0, network = 0;
  holder->object = collection->object;
  if (collection->object == CONTROL_OBJECT_RESOURCE_TYPE) {
    holder->index = place;
    return place < TYPE_COUNT;
  }
  if (collection->object == CONTROL_OBJECT_NETINTERFACE) {
    uint32_t nodes = request_count(&clusapi_session, OBJECT_NODE);
    if (nodes == 0 ||
        request_at(&clusapi_session, OBJECT_NODE, place % nodes, &index) != WIN32_SUCCESS ||
        request_at(&clusapi_session, OBJECT_NETWORK, place / nodes, &network) != WIN32_SUCCESS)
      return false;
    holder->index = index + network * NODES_MAX;
    return true;
  }
  holder->index = 0;
  return request_at(&clusapi_session, collection->kind, place, &holder->index) == WIN32_SUCCESS;
}

/* Nodes have numbers, types their names, interfaces a name of their own; the others GUIDs. */
static void id_of(const struct collection *collection, struct property_holder holder,
                  char id[NAME_BYTES_MAX]) {
  char room[NAME_BYTES_MAX];
  switch (collection->object) {
  case CONTROL_OBJECT_NODE:
    (void)snprintf(id, NAME_BYTES_MAX, "%u", (unsigned)holder.index + 1);
    return;
  case CONTROL_OBJECT_RESOURCE_TYPE:
  case CONTROL_OBJECT_NETINTERFACE:
    (void)snprintf(id, NAME_BYTES_MAX, "%s", clusapi_name_of(holder, room));
    return;
  default:
    cluster_guid(clusapi_cluster(), collection->kind, holder.index, id);
  }
}

static bool find_object(const struct collection *collection, const char *id,
                        struct property_holder *holder) {
  char name[NAME_BYTES_MAX];
  for (uint32_t place = 0; object_at(collection, place, holder); place++) {
    id_of(collection, *holder, name);
    if (object_name_is(id, name))
      return true;
  }
  return false;
}

static const struct collection *find_collection(const char *name) {
  for (size_t i = 0; i < COLLECTIONS; i++)
    if (object_name_is(name, collections[i].name))
      return &collections[i];
  return NULL;
}

void registry_path_of(struct property_holder object, char path[NAME_BYTES_MAX]) {
  char id[NAME_BYTES_MAX];
  for (size_t i = 0; i < COLLECTIONS; i++)
    if (collections[i].object == object.object) {
      id_of(&collections[i], object, id);
      (void)snprintf(path, NAME_BYTES_MAX, "%.40s\\%.300s", collections[i].name, id);
      return;
    }
  assert(object.object == CONTROL_OBJECT_CLUSTER);
  path[0] = '\0';
}

/* --- paths --- */

/* The next part of a path, and what is left of it. */
static const char *next_part(const char *path, char part[NAME_BYTES_MAX]) {
  size_t length = strcspn(path, "\\");
  memcpy(part, path, length);
  part[length] = '\0';
  return path[length] == '\\' ? path + length + 1 : path + length;
}

/* Parts that are empty make no path; what is longer than a name is none that exists. */
static bool is_path(const char *path) {
  size_t length = strlen(path);
  return length < NAME_BYTES_MAX && path[0] != '\\' && (length == 0 || path[length - 1] != '\\') &&
         strstr(path, REGISTRY_VALUE_MARK) == NULL;
}

static DWORD resolve(struct registry_key *key) {
  char part[NAME_BYTES_MAX];
  const char *rest = next_part(key->path, part);
  const struct collection *collection = find_collection(part);
  key->place = REGISTRY_ROOT;
  key->holder = (struct property_holder){CONTROL_OBJECT_CLUSTER, 0};
  if (key->path[0] == '\0')
    return WIN32_SUCCESS;
  if (collection != NULL) {
    key->place = REGISTRY_OBJECTS;
    key->holder = (struct property_holder){collection->object, 0};
    if (rest[0] == '\0')
      return WIN32_SUCCESS;
    rest = next_part(rest, part);
    if (!find_object(collection, part, &key->holder))
      return WIN32_FILE_NOT_FOUND;
    key->place = REGISTRY_OBJECT;
    if (rest[0] == '\0')
      return WIN32_SUCCESS;
    rest = next_part(rest, part);
    key->place = REGISTRY_PARAMETERS;
    if (object_name_is(part, "Parameters") && rest[0] == '\0')
      return WIN32_SUCCESS;
  }
  key->place = REGISTRY_MADE;
  return registry_find(clusapi_cluster(), true, key->path) == CLUSTER_NONE
             ? (DWORD)WIN32_FILE_NOT_FOUND
             : (DWORD)WIN32_SUCCESS;
}

DWORD registry_open(const struct registry_key *base, const char *subpath,
                    struct registry_key *key) {
  const char *separator = base->path[0] != '\0' && subpath[0] != '\0' ? "\\" : "";
  int length = snprintf(key->path, sizeof key->path, "%s%s%s", base->path, separator, subpath);
  if (length < 0 || length >= NAME_BYTES_MAX || !is_path(key->path))
    return WIN32_INVALID_PARAMETER;
  return resolve(key);
}

DWORD registry_reopen(struct registry_key *key) {
  return resolve(key);
}

/* --- subkeys --- */

/* The keys that are always there. */
static bool fixed_subkey(const struct registry_key *key, uint32_t *place,
                         char name[NAME_BYTES_MAX]) {
  struct property_holder holder;
  uint32_t count = key->place == REGISTRY_ROOT ? COLLECTIONS : key->place == REGISTRY_OBJECT;
  if (key->place == REGISTRY_OBJECTS) {
    const struct collection *collection = find_collection(key->path);
    if (!object_at(collection, *place, &holder))
      return false;
    id_of(collection, holder, name);
    return true;
  }
  if (*place >= count) {
    *place -= count;
    return false;
  }
  strcpy(name, key->place == REGISTRY_ROOT ? collections[*place].name : "Parameters");
  return true;
}

DWORD registry_subkey(const struct registry_key *key, uint32_t place, char name[NAME_BYTES_MAX]) {
  const char *made = NULL;
  if (fixed_subkey(key, &place, name))
    return WIN32_SUCCESS;
  if (key->place == REGISTRY_OBJECTS ||
      registry_at(clusapi_cluster(), true, key->path, place, &made) == CLUSTER_NONE)
    return WIN32_NO_MORE_ITEMS;
  strcpy(name, made);
  return WIN32_SUCCESS;
}

/* --- values --- */

/* The first row of a syntax and that of a type are what one becomes as the other. */
static const struct {
  uint32_t syntax;
  enum registry_type type;
} types[] = {{PROPERTY_SYNTAX_DWORD, REGISTRY_DWORD},
             {PROPERTY_SYNTAX_LONG, REGISTRY_DWORD},
             {PROPERTY_SYNTAX_SZ, REGISTRY_SZ},
             {PROPERTY_SYNTAX_EXPAND_SZ, REGISTRY_EXPAND_SZ},
             {PROPERTY_SYNTAX_MULTI_SZ, REGISTRY_MULTI_SZ},
             {PROPERTY_SYNTAX_ULARGE_INTEGER, REGISTRY_QWORD},
             {PROPERTY_SYNTAX_BINARY, REGISTRY_BINARY}};

static DWORD type_of(uint32_t syntax) {
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if (types[i].syntax == syntax)
      return types[i].type;
  return REGISTRY_BINARY;
}

uint32_t registry_syntax_of(DWORD type) {
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if ((DWORD)types[i].type == type)
      return types[i].syntax;
  return 0;
}

static void text_value(struct registry_value *value, const char *name, const char *text) {
  static uint8_t bytes[2 * NAME_BYTES_MAX];
  size_t size = object_name_to_utf16le(text, bytes, sizeof bytes);
  (void)snprintf(value->name, sizeof value->name, "%s", name);
  value->type = REGISTRY_SZ;
  value->data = bytes;
  value->size = (uint32_t)size;
}

/* Ids of the resources of a group. */
static void contents(uint32_t index, struct registry_value *value) {
  static uint8_t bytes[RESOURCES_PER_GROUP_MAX * 2 * GUID_TEXT + 2];
  const struct group *group = cluster_group(clusapi_cluster(), index);
  size_t at = 0;
  for (uint32_t i = 0; i < group->resource_count; i++) {
    char id[GUID_TEXT];
    cluster_guid(clusapi_cluster(), OBJECT_RESOURCE, group->resources[i], id);
    at += object_name_to_utf16le(id, bytes + at, sizeof bytes - at);
  }
  bytes[at] = bytes[at + 1] = 0;
  *value = (struct registry_value){
      .name = "Contains", .type = REGISTRY_MULTI_SZ, .data = bytes, .size = (uint32_t)at + 2};
}

/* What an object has that is no writable property: its name, a resource's type, a group's contents.
 */
static bool fixed_value(const struct registry_key *key, uint32_t *place,
                        struct registry_value *value) {
  char room[NAME_BYTES_MAX];
  enum control_object object = key->holder.object;
  bool more = key->place == REGISTRY_OBJECT &&
              (object == CONTROL_OBJECT_RESOURCE || object == CONTROL_OBJECT_GROUP);
  uint32_t count = key->place == REGISTRY_ROOT ? 1 : key->place == REGISTRY_OBJECT ? 1u + more : 0;
  if (*place >= count) {
    *place -= count;
    return false;
  }
  if (key->place == REGISTRY_ROOT)
    text_value(value, "ClusterName", cluster_name(clusapi_cluster(), OBJECT_CLUSTER, 0));
  else if (*place == 0)
    text_value(value, object == CONTROL_OBJECT_NODE ? "NodeName" : "Name",
               clusapi_name_of(key->holder, room));
  else if (object == CONTROL_OBJECT_GROUP)
    contents(key->holder.index, value);
  else
    text_value(value, "Type",
               resource_type_name(cluster_resource(clusapi_cluster(), key->holder.index)->type));
  return true;
}

/* A property of the list that stands behind a key: the one of a name, or without one that at a
 * place; what is left of the place otherwise. */
static bool property_value(const struct registry_key *key, const char *wanted, uint32_t *place,
                           struct registry_value *value) {
  static uint8_t list[LIST_ROOM];
  enum common_control control = key->place == REGISTRY_PARAMETERS ? CONTROL_GET_PRIVATE_PROPERTIES
                                                                  : CONTROL_GET_COMMON_PROPERTIES;
  struct request_control request = {.object = key->holder,
                                    .node = CLUSTER_NONE,
                                    .code = control_code_of(key->holder.object, control),
                                    .out = list,
                                    .out_room = sizeof list};
  struct property_cursor cursor;
  struct property_item item;
  if (key->place != REGISTRY_ROOT && key->place != REGISTRY_OBJECT &&
      key->place != REGISTRY_PARAMETERS)
    return false;
  if (request_control(&clusapi_session, &request) != WIN32_SUCCESS ||
      property_cursor_begin(list, request.returned, &cursor) != WIN32_SUCCESS)
    return false;
  while (cursor.left > 0 && property_cursor_next(&cursor, &item) == WIN32_SUCCESS)
    if (wanted != NULL ? object_name_equal(item.name, wanted) : (*place)-- == 0) {
      memcpy(value->name, item.name, sizeof item.name);
      value->type = type_of(item.syntax);
      value->data = item.data;
      value->size = item.size;
      return true;
    }
  return false;
}

/* A value somebody made. */
static void made_value(uint32_t slot, const char *name, struct registry_value *value) {
  const struct stored_property *stored = cluster_property(clusapi_cluster(), slot);
  (void)snprintf(value->name, sizeof value->name, "%s", name);
  value->type = stored->syntax;
  value->data = stored->value;
  value->size = stored->size;
}

DWORD registry_value_at(const struct registry_key *key, uint32_t place,
                        struct registry_value *value) {
  const char *name = NULL;
  if (fixed_value(key, &place, value) || property_value(key, NULL, &place, value))
    return WIN32_SUCCESS;
  uint32_t slot = registry_at(clusapi_cluster(), false, key->path, place, &name);
  if (slot == CLUSTER_NONE)
    return WIN32_NO_MORE_ITEMS;
  made_value(slot, name, value);
  return WIN32_SUCCESS;
}

/* The empty name is none of an object's own, and may be that of a value somebody made. */
static bool own_value_named(const struct registry_key *key, const char *name,
                            struct registry_value *value) {
  uint32_t place = 0;
  for (uint32_t i = 0;; i++) {
    place = i;
    if (!fixed_value(key, &place, value))
      break;
    if (object_name_equal(value->name, name))
      return true;
  }
  return property_value(key, name, &place, value);
}

DWORD registry_value_named(const struct registry_key *key, const char *name,
                           struct registry_value *value) {
  const char *last = NULL;
  uint32_t slot = 0;
  bool is_default = name[0] == '\0';
  if (!is_default && own_value_named(key, name, value))
    return WIN32_SUCCESS;
  for (uint32_t i = 0;
       (slot = registry_at(clusapi_cluster(), false, key->path, i, &last)) != CLUSTER_NONE; i++)
    if (is_default ? last[0] == '\0' : last[0] != '\0' && object_name_equal(last, name)) {
      made_value(slot, last, value);
      return WIN32_SUCCESS;
    }
  return WIN32_FILE_NOT_FOUND;
}
