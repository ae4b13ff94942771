#include "sim/scenario/object_access.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/text.h"
#include <string.h>

/* A text of PROPERTY_VALUE_MAX bytes in UTF-8. */
enum { VALUE_TEXT_MAX = 3 * PROPERTY_VALUE_MAX / 2 + 1 };

#define SEND(function, handle)                                                                     \
  function(handle, called, code, (LPVOID)(uintptr_t)buffers->in, (DWORD)buffers->in_size,          \
           buffers->out, (DWORD)buffers->out_room, &returned)

#define OPEN_AND_SEND(type, open, close, control)                                                  \
  do {                                                                                             \
    type handle = api->open(cluster, wide);                                                        \
    if (handle == NULL)                                                                            \
      return api->GetLastError();                                                                  \
    status = SEND(api->control, handle);                                                           \
    (void)api->close(handle);                                                                      \
  } while (0)

uint32_t object_control(struct scenario *scenario, HCLUSTER cluster,
                        const struct object_name *object, HNODE called, uint32_t code,
                        struct object_buffers *buffers) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS] = {0};
  DWORD returned = 0;
  uint32_t status = WIN32_INVALID_PARAMETER;
  if (object->object != CONTROL_OBJECT_CLUSTER && !scenario_wide(object->name, wide))
    wide[0] = 0; /* nothing has an empty name */
  switch (object->object) {
  case CONTROL_OBJECT_RESOURCE:
    OPEN_AND_SEND(HRESOURCE, OpenClusterResource, CloseClusterResource, ClusterResourceControl);
    break;
  case CONTROL_OBJECT_GROUP:
    OPEN_AND_SEND(HGROUP, OpenClusterGroup, CloseClusterGroup, ClusterGroupControl);
    break;
  case CONTROL_OBJECT_NODE:
    OPEN_AND_SEND(HNODE, OpenClusterNode, CloseClusterNode, ClusterNodeControl);
    break;
  case CONTROL_OBJECT_GROUPSET:
    OPEN_AND_SEND(HGROUPSET, OpenClusterGroupSet, CloseClusterGroupSet, ClusterGroupSetControl);
    break;
  case CONTROL_OBJECT_NETWORK:
    OPEN_AND_SEND(HNETWORK, OpenClusterNetwork, CloseClusterNetwork, ClusterNetworkControl);
    break;
  case CONTROL_OBJECT_NETINTERFACE:
    OPEN_AND_SEND(HNETINTERFACE, OpenClusterNetInterface, CloseClusterNetInterface,
                  ClusterNetInterfaceControl);
    break;
  case CONTROL_OBJECT_RESOURCE_TYPE:
    status = api->ClusterResourceTypeControl(
        cluster, wide, called, code, (LPVOID)(uintptr_t)buffers->in, (DWORD)buffers->in_size,
        buffers->out, (DWORD)buffers->out_room, &returned);
    break;
  case CONTROL_OBJECT_AFFINITYRULE:
    status = api->ClusterAffinityRuleControl(
        cluster, wide, called, code, (LPVOID)(uintptr_t)buffers->in, (DWORD)buffers->in_size,
        buffers->out, (DWORD)buffers->out_room, &returned);
    break;
  case CONTROL_OBJECT_CLUSTER:
    status = SEND(api->ClusterControl, cluster);
    break;
  default:
    assert(false && "an object with a control function");
  }
  buffers->returned = returned;
  return status;
}

uint32_t object_properties(struct scenario *scenario, HCLUSTER cluster,
                           const struct object_name *object, bool is_private, object_take *take,
                           void *context) {
  const enum common_control controls[] = {
      is_private ? CONTROL_GET_PRIVATE_PROPERTIES : CONTROL_GET_COMMON_PROPERTIES,
      is_private ? CONTROL_GET_RO_PRIVATE_PROPERTIES : CONTROL_GET_RO_COMMON_PROPERTIES};
  static uint8_t list[OBJECT_LIST_ROOM];
  uint32_t status = WIN32_SUCCESS;
  for (size_t i = 0; i < sizeof controls / sizeof controls[0] && status == WIN32_SUCCESS; i++) {
    struct property_cursor cursor;
    struct property_item item;
    struct object_buffers buffers = {.out = list, .out_room = sizeof list};
    status = object_control(scenario, cluster, object, NULL,
                            control_code_of(object->object, controls[i]), &buffers);
    if (status == WIN32_SUCCESS)
      status = property_cursor_begin(list, buffers.returned, &cursor);
    while (status == WIN32_SUCCESS && cursor.left > 0) {
      status = property_cursor_next(&cursor, &item);
      if (status == WIN32_SUCCESS)
        take(&item, context);
    }
  }
  return status;
}

uint32_t object_writable_list(struct scenario *scenario, HCLUSTER cluster,
                              const struct object_name *object, bool is_private,
                              struct object_buffers *buffers) {
  return object_control(scenario, cluster, object, NULL,
                        control_code_of(object->object, is_private ? CONTROL_GET_PRIVATE_PROPERTIES
                                                                   : CONTROL_GET_COMMON_PROPERTIES),
                        buffers);
}

struct wanted_number {
  const char *name;
  uint64_t *number;
  bool found;
};

static void take_number(const struct property_item *item, void *context) {
  struct wanted_number *wanted = context;
  uint32_t dword = 0;
  if (!object_name_equal(item->name, wanted->name))
    return;
  if (property_item_dword(item, &dword))
    *wanted->number = dword;
  wanted->found =
      item->syntax == PROPERTY_SYNTAX_DWORD || property_item_ularge_integer(item, wanted->number);
}

uint32_t object_number(struct scenario *scenario, HCLUSTER cluster,
                       const struct object_name *object, bool is_private, const char *property,
                       uint64_t *number) {
  struct wanted_number wanted = {.name = property, .number = number};
  if (object_name_check(property, RESOURCE_NAME_UNITS_MAX) != NULL)
    return WIN32_INVALID_PARAMETER;
  uint32_t status = object_properties(scenario, cluster, object, is_private, take_number, &wanted);
  return status == WIN32_SUCCESS && !wanted.found ? (uint32_t)WIN32_INVALID_PARAMETER : status;
}

uint32_t object_set(struct scenario *scenario, HCLUSTER cluster, const struct object_name *object,
                    bool is_private, struct property_writer *list) {
  if (!property_writer_end(list))
    return WIN32_INSUFFICIENT_BUFFER;
  struct object_buffers buffers = {.in = list->out, .in_size = list->needed};
  return object_control(scenario, cluster, object, NULL,
                        control_code_of(object->object, is_private ? CONTROL_SET_PRIVATE_PROPERTIES
                                                                   : CONTROL_SET_COMMON_PROPERTIES),
                        &buffers);
}

/* They stand one after the other; the last one is empty. */
void object_each_text(const struct property_item *item, object_take_text *take, void *context) {
  char value[VALUE_TEXT_MAX];
  for (uint32_t at = 0; at + 1 < item->size;) {
    uint32_t end = at;
    while (end + 1 < item->size && (item->data[end] != 0 || item->data[end + 1] != 0))
      end += 2;
    if (end == at)
      break;
    if (object_name_from_utf16le(item->data + at, end + 2 - at, value, sizeof value))
      take(value, context);
    at = end + 2;
  }
}

uint32_t object_texts(struct scenario *scenario, HCLUSTER cluster, const struct object_name *object,
                      uint32_t code, uint8_t list[OBJECT_LIST_ROOM], struct property_item *texts) {
  struct object_buffers buffers = {.out = list, .out_room = OBJECT_LIST_ROOM};
  uint32_t status = object_control(scenario, cluster, object, NULL, code, &buffers);
  *texts = (struct property_item){.syntax = PROPERTY_SYNTAX_MULTI_SZ, .data = list};
  texts->size = status == WIN32_SUCCESS ? (uint32_t)buffers.returned : 0;
  return status;
}

struct joined {
  struct text *text;
  const char *separator;
  bool first;
};

static void join(const char *value, void *context) {
  struct joined *joined = context;
  text_format(joined->text, "%s%s", joined->first ? "" : joined->separator, value);
  joined->first = false;
}

void object_join_texts(const struct property_item *item, const char *separator, struct text *text) {
  struct joined joined = {text, separator, true};
  object_each_text(item, join, &joined);
}

static void put_texts(const struct property_item *item, struct text *text) {
  text_add(text, "{");
  object_join_texts(item, ", ", text);
  text_add(text, "}");
}

/* A FILETIME of 0, as PowerShell shows it (captured from Windows Server 2022). */
static bool is_no_time(const struct property_item *item) {
  bool none = item->syntax == PROPERTY_SYNTAX_FILETIME && item->size == 8;
  for (uint32_t i = 0; none && i < item->size; i++)
    none = item->data[i] == 0;
  return none;
}

void object_value_text(const struct property_item *item, struct text *text) {
  char value[VALUE_TEXT_MAX] = "";
  uint32_t number = 0;
  uint64_t large = 0;
  if (property_item_dword(item, &number)) {
    text_format(text, "%u", number);
  } else if (property_item_ularge_integer(item, &large)) {
    text_format(text, "%llu", (unsigned long long)large);
  } else if (item->syntax == PROPERTY_SYNTAX_MULTI_SZ) {
    put_texts(item, text);
  } else if (is_no_time(item)) {
    text_add(text, "1/1/0001 12:00:00 AM");
  } else if (item->syntax == PROPERTY_SYNTAX_SZ) {
    (void)object_name_from_utf16le(item->data, item->size, value, sizeof value);
    text_add(text, value);
  } else { /* bytes */
    text_add(text, "{");
    for (uint32_t i = 0; i < item->size; i++)
      text_format(text, "%s%u", i > 0 ? ", " : "", item->data[i]);
    text_add(text, "}");
  }
}

struct wanted_text {
  const char *name;
  struct text *text;
  bool found;
};

static void take_text(const struct property_item *item, void *context) {
  struct wanted_text *wanted = context;
  if (!object_name_equal(item->name, wanted->name))
    return;
  object_value_text(item, wanted->text);
  wanted->found = true;
}

uint32_t object_text(struct scenario *scenario, HCLUSTER cluster, const struct object_name *object,
                     const char *property, struct text *text) {
  struct wanted_text wanted = {.name = property, .text = text};
  if (object_name_check(property, RESOURCE_NAME_UNITS_MAX) != NULL)
    return WIN32_INVALID_PARAMETER;
  uint32_t status = object_properties(scenario, cluster, object, false, take_text, &wanted);
  return status == WIN32_SUCCESS && !wanted.found ? (uint32_t)WIN32_INVALID_PARAMETER : status;
}

const char *object_value_type(const struct property_item *item) {
  switch (item->syntax) {
  case PROPERTY_SYNTAX_DWORD:
    return "UInt32";
  case PROPERTY_SYNTAX_ULARGE_INTEGER:
    return "UInt64";
  case PROPERTY_SYNTAX_SZ:
    return "String";
  case PROPERTY_SYNTAX_MULTI_SZ:
    return "StringCollection";
  case PROPERTY_SYNTAX_FILETIME:
    return "DateTime";
  default:
    return "ByteArray";
  }
}
