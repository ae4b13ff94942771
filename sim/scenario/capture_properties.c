/* Properties and group sets in a capture: what the simulated twin has otherwise. */
#include "sim/scenario/capture_state.h"
#include <string.h>

/* Set by other means, or no setting: what an object is, what it does, who may. */
static const char *const left_out[] = {"Name",
                                       "PersistentState",
                                       "CCFEpoch",
                                       "VmId",
                                       "Security Descriptor",
                                       "Security",
                                       "ResourceSpecificData1",
                                       "ResourceSpecificData2",
                                       "ClusterUpgradeVersion",
                                       "MigrationState"};

static bool is_left_out(const char *name) {
  for (size_t i = 0; i < sizeof left_out / sizeof left_out[0]; i++)
    if (object_name_equal(name, left_out[i]))
      return true;
  return false;
}

struct list {
  uint8_t bytes[OBJECT_LIST_ROOM];
  size_t size;
};

static bool read_list(struct scenario *scenario, HCLUSTER cluster, const struct object_name *object,
                      bool is_private, struct list *list) {
  struct object_buffers buffers = {.out = list->bytes, .out_room = sizeof list->bytes};
  uint32_t status = object_writable_list(scenario, cluster, object, is_private, &buffers);
  list->size = status == WIN32_SUCCESS ? buffers.returned : 0;
  return status == WIN32_SUCCESS;
}

/* The item of this name in a list; false where there is none. */
static bool find_item(const struct list *list, const char *name, struct property_item *item) {
  struct property_cursor cursor;
  uint32_t status = property_cursor_begin(list->bytes, list->size, &cursor);
  while (status == WIN32_SUCCESS && cursor.left > 0) {
    status = property_cursor_next(&cursor, item);
    if (status == WIN32_SUCCESS && object_name_equal(item->name, name))
      return true;
  }
  return false;
}

/* A value as the language writes it; false where it has no such form. */
static bool write_value(const struct property_item *item, struct text *text) {
  uint32_t number = 0;
  uint64_t large = 0;
  if (property_item_dword(item, &number) || property_item_ularge_integer(item, &large)) {
    object_value_text(item, text);
    return true;
  }
  text_add(text, "\"");
  if (item->syntax == PROPERTY_SYNTAX_MULTI_SZ)
    object_join_texts(item, ",", text);
  else
    object_value_text(item, text);
  text_add(text, "\"");
  return item->syntax == PROPERTY_SYNTAX_MULTI_SZ || item->syntax == PROPERTY_SYNTAX_SZ;
}

static void set(struct capture *capture, const char *giver, const char *name, bool is_private,
                const struct property_item *item, bool is_known) {
  struct text value = {0};
  const char *space = name[0] != '\0' ? " " : "";
  char quoted[CAPTURE_NAME_ROOM];
  if (!write_value(item, &value) || strchr(text_get(&value) + 1, '\n') != NULL)
    text_format(capture->text, "# left out: %s of %s, whose value has no form here\n", item->name,
                giver);
  else if (is_private)
    capture_line(capture, "%s%s%s | Set-ClusterParameter -Name %s -Value %s%s", giver, space, name,
                 capture_quoted(item->name, quoted), text_get(&value), is_known ? "" : " -Create");
  else
    capture_line(capture, "(%s%s%s).%s = %s", giver, space, name, item->name, text_get(&value));
  text_free(&value);
}

static void compare(struct capture *capture, const struct object_name *object, const char *giver,
                    bool is_private) {
  static struct list real, twin;
  struct property_cursor cursor;
  struct property_item item, other;
  char name[CAPTURE_NAME_ROOM] = "";
  if (object->name != NULL)
    (void)capture_quoted(object->name, name);
  if (!read_list(&capture->real, capture->cluster, object, is_private, &real) ||
      !read_list(&capture->twin, capture->twin_cluster, object, is_private, &twin))
    return;
  uint32_t status = property_cursor_begin(real.bytes, real.size, &cursor);
  while (status == WIN32_SUCCESS && cursor.left > 0 && !capture->failed) {
    status = property_cursor_next(&cursor, &item);
    if (status != WIN32_SUCCESS || is_left_out(item.name))
      continue;
    bool known = find_item(&twin, item.name, &other);
    bool same = known && other.syntax == item.syntax && other.size == item.size &&
                memcmp(other.data, item.data, item.size) == 0;
    if (!same)
      set(capture, giver, name, is_private, &item, known);
  }
}

static void capture_properties(struct capture *capture, const struct object_name *object,
                               const char *giver) {
  compare(capture, object, giver, false);
  compare(capture, object, giver, true);
}

/* --- properties --- */

#define PROPERTIES_OF(function, kind, giver)                                                       \
  static bool function(struct scenario *scenario, HCLUSTER cluster, const char *name,              \
                       void *context) {                                                            \
    (void)scenario;                                                                                \
    (void)cluster;                                                                                 \
    capture_properties(context, &(struct object_name){kind, name}, giver);                         \
    return true;                                                                                   \
  }
PROPERTIES_OF(put_properties_of_node, CONTROL_OBJECT_NODE, "Get-ClusterNode")
PROPERTIES_OF(put_properties_of_network, CONTROL_OBJECT_NETWORK, "Get-ClusterNetwork")
PROPERTIES_OF(put_properties_of_group, CONTROL_OBJECT_GROUP, "Get-ClusterGroup")
PROPERTIES_OF(put_properties_of_resource, CONTROL_OBJECT_RESOURCE, "Get-ClusterResource")

void capture_settings(struct capture *capture) {
  capture_properties(capture, &(struct object_name){CONTROL_OBJECT_CLUSTER, NULL}, "Get-Cluster");
  capture_each(capture, CLUSTER_ENUM_NODE, put_properties_of_node);
  capture_each(capture, CLUSTER_ENUM_NETWORK, put_properties_of_network);
  capture_each(capture, CLUSTER_ENUM_GROUP, put_properties_of_group);
  capture_each(capture, CLUSTER_ENUM_RESOURCE, put_properties_of_resource);
}

/* --- group sets --- */

struct set_list {
  struct capture *capture;
  const char *set;
  const char *format; /* of the line for one name */
};

static void put_in_set(const char *name, void *context) {
  const struct set_list *list = context;
  char set[CAPTURE_NAME_ROOM], quoted[CAPTURE_NAME_ROOM];
  capture_line(list->capture, "%s -Name %s %s %s", list->format, capture_quoted(list->set, set),
               strstr(list->format, "Dependency") != NULL ? "-Provider" : "-Group",
               capture_quoted(name, quoted));
}

static void put_list_of_set(struct capture *capture, const char *set, uint32_t code,
                            const char *cmdlet) {
  static uint8_t bytes[OBJECT_LIST_ROOM];
  const struct object_name object = {CONTROL_OBJECT_GROUPSET, set};
  struct set_list list = {capture, set, cmdlet};
  struct property_item names;
  if (object_texts(&capture->real, capture->cluster, &object, code, bytes, &names) == WIN32_SUCCESS)
    object_each_text(&names, put_in_set, &list);
}

static void put_set(struct capture *capture, const char *name) {
  static const char *const settings[] = {"StartupCount", "StartupDelay", "IsGlobal"};
  static const char *const triggers[] = {"Delay", "Delay", "Online", "OsHeartbeat",
                                         "ApplicationReady"};
  const struct object_name object = {CONTROL_OBJECT_GROUPSET, name};
  char quoted[CAPTURE_NAME_ROOM];
  uint64_t real = 0, twin = 0;
  capture_line(capture, "New-ClusterGroupSet -Name %s", capture_quoted(name, quoted));
  if (object_number(&capture->real, capture->cluster, &object, false, "StartupSetting", &real) ==
          WIN32_SUCCESS &&
      object_number(&capture->twin, capture->twin_cluster, &object, false, "StartupSetting",
                    &twin) == WIN32_SUCCESS &&
      real != twin)
    capture_line(capture, "Set-ClusterGroupSet -Name %s -StartupSetting %s", quoted,
                 triggers[real <= 4 ? real : 0]);
  for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
    if (object_number(&capture->real, capture->cluster, &object, false, settings[i], &real) ==
            WIN32_SUCCESS &&
        object_number(&capture->twin, capture->twin_cluster, &object, false, settings[i], &twin) ==
            WIN32_SUCCESS &&
        real != twin)
      capture_line(capture, "Set-ClusterGroupSet -Name %s -%s %llu", quoted, settings[i],
                   (unsigned long long)real);
  put_list_of_set(capture, name, CLUSCTL_GROUPSET_GET_GROUPS, "Add-ClusterGroupToSet");
}

/* Sets first, then what waits for what: a provider must be there. */
void capture_group_sets(struct capture *capture) {
  const struct clusapi_table *api = capture->real.backend.api;
  HGROUPSETENUM sets = api->ClusterGroupSetOpenEnum(capture->cluster);
  if (sets == NULL)
    return;
  for (int pass = 0; pass < 2; pass++)
    for (DWORD i = 0;; i++) {
      WCHAR wide[SCENARIO_NAME_UNITS];
      DWORD units = SCENARIO_NAME_UNITS;
      char name[NAME_BYTES_MAX];
      if (api->ClusterGroupSetEnum(sets, i, wide, &units) != WIN32_SUCCESS)
        break;
      scenario_narrow(wide, name);
      if (pass == 0)
        put_set(capture, name);
      else
        put_list_of_set(capture, name, CLUSCTL_GROUPSET_GET_PROVIDER_GROUPSETS,
                        "Add-ClusterGroupSetDependency");
    }
  (void)api->ClusterGroupSetCloseEnum(sets);
}
