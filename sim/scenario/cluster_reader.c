#include "sim/scenario/cluster_reader.h"
#include "model/control_codes.h"
#include "model/describe.h"
#include "model/property_list.h"
#include "sim/scenario/powershell_table.h"
#include <string.h>

enum { LIST_ROOM = 4096, PROPERTIES_MAX = 16 };

HCLUSTER reader_open(struct scenario *scenario, uint32_t *status) {
  const struct clusapi_table *api = scenario->backend.api;
  assert(api != NULL && status != NULL);
  HCLUSTER cluster = api->OpenCluster(NULL);
  *status = cluster == NULL ? api->GetLastError() : (uint32_t)WIN32_SUCCESS;
  return cluster;
}

uint32_t reader_ask_group(const struct clusapi_table *api, HCLUSTER cluster, const WCHAR *name,
                          DWORD(WINAPI *request)(HGROUP)) {
  HGROUP group = api->OpenClusterGroup(cluster, name);
  uint32_t status = group == NULL ? api->GetLastError() : request(group);
  if (group != NULL)
    (void)api->CloseClusterGroup(group);
  return status;
}

uint32_t reader_ask_resource(const struct clusapi_table *api, HCLUSTER cluster, const WCHAR *name,
                             DWORD(WINAPI *request)(HRESOURCE)) {
  HRESOURCE resource = api->OpenClusterResource(cluster, name);
  uint32_t status = resource == NULL ? api->GetLastError() : request(resource);
  if (resource != NULL)
    (void)api->CloseClusterResource(resource);
  return status;
}

void reader_each(struct scenario *scenario, HCLUSTER cluster, DWORD kind, reader_visit *visit,
                 void *context) {
  const struct clusapi_table *api = scenario->backend.api;
  HCLUSENUM objects = api->ClusterOpenEnum(cluster, kind);
  assert(visit != NULL);
  for (DWORD i = 0; objects != NULL; i++) {
    WCHAR wide[SCENARIO_NAME_UNITS];
    char name[NAME_BYTES_MAX];
    DWORD type = 0, units = SCENARIO_NAME_UNITS;
    if (api->ClusterEnum(objects, i, &type, wide, &units) != WIN32_SUCCESS)
      break;
    scenario_narrow(wide, name);
    if (!visit(scenario, cluster, name, context))
      break;
  }
  if (objects != NULL)
    (void)api->ClusterCloseEnum(objects);
}

static uint64_t status_information(const struct clusapi_table *api, HGROUP group) {
  struct property_item items[PROPERTIES_MAX];
  uint8_t list[LIST_ROOM];
  uint64_t value = 0;
  uint32_t count = 0;
  DWORD size = 0;
  if (api->ClusterGroupControl(group, NULL, CLUSCTL_GROUP_GET_RO_COMMON_PROPERTIES, NULL, 0, list,
                               sizeof list, &size) != WIN32_SUCCESS ||
      property_list_read(list, size, items, PROPERTIES_MAX, &count) != WIN32_SUCCESS)
    return 0;
  for (uint32_t i = 0; i < count; i++)
    if (object_name_equal(items[i].name, "StatusInformation"))
      (void)property_item_ularge_integer(&items[i], &value);
  return value;
}

uint32_t reader_group(struct scenario *scenario, HCLUSTER cluster, const char *name,
                      struct role *role) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS], owner[SCENARIO_NAME_UNITS];
  DWORD units = SCENARIO_NAME_UNITS;
  if (!scenario_wide(name, wide))
    return WIN32_GROUP_NOT_FOUND;
  HGROUP group = api->OpenClusterGroup(cluster, wide);
  if (group == NULL)
    return api->GetLastError();
  role->state = api->GetClusterGroupState(group, owner, &units);
  scenario_narrow(owner, role->owner);
  role->status_information = status_information(api, group);
  (void)api->CloseClusterGroup(group);
  return WIN32_SUCCESS;
}

void reader_print_group(struct scenario *scenario, HCLUSTER cluster, const char *asked) {
  struct role role;
  char name[NAME_BYTES_MAX];
  struct table table = {.column_count = 3,
                        .columns = {{"Name", false}, {"OwnerNode", false}, {"State", false}}};
  reader_stored_name(scenario, cluster, CLUSTER_ENUM_GROUP, asked, name);
  if (reader_group(scenario, cluster, name, &role) == WIN32_SUCCESS)
    table_add_row(&table,
                  (const char *const[]){name, role.owner, describe_group_state(role.state)});
  table_print(&table, &scenario->output);
}

uint32_t reader_control(struct scenario *scenario, HRESOURCE resource, uint32_t code, uint8_t *out,
                        size_t room, size_t *size) {
  DWORD returned = 0;
  uint32_t status = scenario->backend.api->ClusterResourceControl(resource, NULL, code, NULL, 0,
                                                                  out, (DWORD)room, &returned);
  *size = returned;
  return status;
}

uint32_t reader_resource(struct scenario *scenario, HCLUSTER cluster, const char *name,
                         struct resource_reading *reading) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS], owner[SCENARIO_NAME_UNITS], group[SCENARIO_NAME_UNITS];
  DWORD owner_units = SCENARIO_NAME_UNITS, group_units = SCENARIO_NAME_UNITS;
  uint8_t type[2 * SCENARIO_NAME_UNITS];
  size_t size = 0;
  if (!scenario_wide(name, wide))
    return WIN32_RESOURCE_NOT_FOUND;
  HRESOURCE resource = api->OpenClusterResource(cluster, wide);
  if (resource == NULL)
    return api->GetLastError();
  reading->state = api->GetClusterResourceState(resource, owner, &owner_units, group, &group_units);
  scenario_narrow(owner, reading->owner);
  scenario_narrow(group, reading->group);
  uint32_t status = reader_control(scenario, resource, CLUSCTL_RESOURCE_GET_RESOURCE_TYPE, type,
                                   sizeof type, &size);
  if (status == WIN32_SUCCESS &&
      !object_name_from_utf16le(type, size, reading->type, sizeof reading->type))
    status = WIN32_INVALID_DATA;
  (void)api->CloseClusterResource(resource);
  return status;
}

void reader_print_resource(struct scenario *scenario, HCLUSTER cluster, const char *asked) {
  struct resource_reading reading;
  char name[NAME_BYTES_MAX];
  reader_stored_name(scenario, cluster, CLUSTER_ENUM_RESOURCE, asked, name);
  struct table table = {
      .column_count = 4,
      .columns = {
          {"Name", false}, {"State", false}, {"OwnerGroup", false}, {"ResourceType", false}}};
  if (reader_resource(scenario, cluster, name, &reading) == WIN32_SUCCESS)
    table_add_row(&table, (const char *const[]){name, describe_resource_state(reading.state),
                                                reading.group, reading.type});
  table_print(&table, &scenario->output);
}

struct stored_name {
  const char *asked;
  char *stored;
};

static bool is_it(struct scenario *scenario, HCLUSTER cluster, const char *name, void *context) {
  struct stored_name *wanted = context;
  (void)scenario;
  (void)cluster;
  if (!object_name_equal(name, wanted->asked))
    return true;
  memcpy(wanted->stored, name, strlen(name) + 1);
  return false;
}

void reader_stored_name(struct scenario *scenario, HCLUSTER cluster, DWORD kind, const char *asked,
                        char stored[NAME_BYTES_MAX]) {
  struct stored_name wanted = {.asked = asked, .stored = stored};
  size_t length = strlen(asked);
  stored[0] = '\0';
  if (object_name_check(asked, RESOURCE_NAME_UNITS_MAX) == NULL)
    reader_each(scenario, cluster, kind, is_it, &wanted);
  if (stored[0] == '\0') /* not there: whoever opens it says so */
    memcpy(stored, asked, (length < NAME_BYTES_MAX ? length : NAME_BYTES_MAX - 1) + 1);
  stored[NAME_BYTES_MAX - 1] = '\0';
}

struct search {
  const char *group;
  char *found;
};

static bool is_vm_of_group(struct scenario *scenario, HCLUSTER cluster, const char *name,
                           void *context) {
  struct search *search = context;
  struct resource_reading reading;
  if (reader_resource(scenario, cluster, name, &reading) != WIN32_SUCCESS ||
      !object_name_equal(reading.group, search->group) ||
      strcmp(reading.type, "Virtual Machine") != 0)
    return true;
  memcpy(search->found, name, strlen(name) + 1);
  return false;
}

bool reader_vm_resource(struct scenario *scenario, HCLUSTER cluster, const char *group,
                        char resource[NAME_BYTES_MAX]) {
  struct search search = {.group = group, .found = resource};
  resource[0] = '\0';
  if (object_name_check(group, RESOURCE_NAME_UNITS_MAX) == NULL)
    reader_each(scenario, cluster, CLUSTER_ENUM_RESOURCE, is_vm_of_group, &search);
  return resource[0] != '\0';
}

uint32_t reader_properties(struct scenario *scenario, HCLUSTER cluster, const char *name,
                           reader_take *take, void *context) {
  static const uint32_t codes[] = {CLUSCTL_RESOURCE_GET_PRIVATE_PROPERTIES,
                                   CLUSCTL_RESOURCE_GET_RO_PRIVATE_PROPERTIES};
  const struct clusapi_table *api = scenario->backend.api;
  struct property_item items[PROPERTIES_MAX];
  uint8_t list[LIST_ROOM];
  WCHAR wide[SCENARIO_NAME_UNITS];
  uint32_t status = WIN32_SUCCESS;
  HRESOURCE resource = scenario_wide(name, wide) ? api->OpenClusterResource(cluster, wide) : NULL;
  if (resource == NULL)
    return WIN32_RESOURCE_NOT_FOUND;
  for (size_t i = 0; i < sizeof codes / sizeof codes[0] && status == WIN32_SUCCESS; i++) {
    uint32_t count = 0;
    size_t size = 0;
    status = reader_control(scenario, resource, codes[i], list, sizeof list, &size);
    if (status == WIN32_SUCCESS)
      status = property_list_read(list, size, items, PROPERTIES_MAX, &count);
    for (uint32_t k = 0; k < count; k++)
      take(&items[k], context);
  }
  (void)api->CloseClusterResource(resource);
  return status;
}

struct wanted_number {
  const char *name;
  uint32_t *value;
  bool found;
};

static void take_number(const struct property_item *item, void *context) {
  struct wanted_number *wanted = context;
  if (object_name_equal(item->name, wanted->name) && property_item_dword(item, wanted->value))
    wanted->found = true;
}

uint32_t reader_dword(struct scenario *scenario, HCLUSTER cluster, const char *name,
                      const char *property, uint32_t *value) {
  struct wanted_number wanted = {.name = property, .value = value};
  uint32_t status = reader_properties(scenario, cluster, name, take_number, &wanted);
  return status == WIN32_SUCCESS && !wanted.found ? (uint32_t)WIN32_INVALID_PARAMETER : status;
}

/* The common DWORDs of a group or a resource; opened by its name. */
static uint32_t common_properties(struct scenario *scenario, HCLUSTER cluster, DWORD kind,
                                  const char *name, bool write, uint8_t *list, DWORD *size) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  if (!scenario_wide(name, wide))
    return kind == CLUSTER_ENUM_GROUP ? WIN32_GROUP_NOT_FOUND : WIN32_RESOURCE_NOT_FOUND;
  DWORD in = write ? *size : 0, out = write ? 0 : *size;
  uint32_t status = WIN32_SUCCESS;
  if (kind == CLUSTER_ENUM_GROUP) {
    HGROUP group = api->OpenClusterGroup(cluster, wide);
    if (group == NULL)
      return api->GetLastError();
    status = api->ClusterGroupControl(group, NULL,
                                      write ? CLUSCTL_GROUP_SET_COMMON_PROPERTIES
                                            : CLUSCTL_GROUP_GET_COMMON_PROPERTIES,
                                      write ? list : NULL, in, write ? NULL : list, out, size);
    (void)api->CloseClusterGroup(group);
  } else {
    HRESOURCE resource = api->OpenClusterResource(cluster, wide);
    if (resource == NULL)
      return api->GetLastError();
    status = api->ClusterResourceControl(resource, NULL,
                                         write ? CLUSCTL_RESOURCE_SET_COMMON_PROPERTIES
                                               : CLUSCTL_RESOURCE_GET_COMMON_PROPERTIES,
                                         write ? list : NULL, in, write ? NULL : list, out, size);
    (void)api->CloseClusterResource(resource);
  }
  return status;
}

uint32_t reader_common_dword(struct scenario *scenario, HCLUSTER cluster, DWORD kind,
                             const char *name, const char *property, uint32_t *value) {
  struct property_item items[PROPERTIES_MAX];
  struct wanted_number wanted = {.name = property, .value = value};
  uint8_t list[LIST_ROOM];
  uint32_t count = 0;
  DWORD size = sizeof list;
  uint32_t status = common_properties(scenario, cluster, kind, name, false, list, &size);
  if (status == WIN32_SUCCESS)
    status = property_list_read(list, size, items, PROPERTIES_MAX, &count);
  for (uint32_t i = 0; i < count; i++)
    take_number(&items[i], &wanted);
  return status == WIN32_SUCCESS && !wanted.found ? (uint32_t)WIN32_INVALID_PARAMETER : status;
}

uint32_t reader_set_common_dword(struct scenario *scenario, HCLUSTER cluster, DWORD kind,
                                 const char *name, const char *property, uint32_t value) {
  uint8_t list[LIST_ROOM];
  struct property_writer writer = property_writer_begin(list, sizeof list);
  property_writer_dword(&writer, property, value);
  if (!property_writer_end(&writer))
    return WIN32_INVALID_PARAMETER;
  DWORD size = (DWORD)writer.needed;
  return common_properties(scenario, cluster, kind, name, true, list, &size);
}

uint32_t reader_node_dword(struct scenario *scenario, HCLUSTER cluster, const char *name,
                           const char *property, uint32_t *value) {
  const struct clusapi_table *api = scenario->backend.api;
  struct wanted_number wanted = {.name = property, .value = value};
  struct property_item items[PROPERTIES_MAX];
  uint8_t list[LIST_ROOM];
  WCHAR wide[SCENARIO_NAME_UNITS];
  uint32_t count = 0;
  DWORD size = 0;
  HNODE node = scenario_wide(name, wide) ? api->OpenClusterNode(cluster, wide) : NULL;
  if (node == NULL)
    return WIN32_CLUSTER_NODE_NOT_FOUND;
  uint32_t status = api->ClusterNodeControl(node, NULL, CLUSCTL_NODE_GET_RO_COMMON_PROPERTIES, NULL,
                                            0, list, sizeof list, &size);
  (void)api->CloseClusterNode(node);
  if (status == WIN32_SUCCESS)
    status = property_list_read(list, size, items, PROPERTIES_MAX, &count);
  for (uint32_t i = 0; i < count; i++)
    take_number(&items[i], &wanted);
  return status == WIN32_SUCCESS && !wanted.found ? (uint32_t)WIN32_INVALID_PARAMETER : status;
}
