#include "sim/scenario/cluster_reader.h"
#include "model/control_codes.h"
#include "model/describe.h"
#include "model/property_list.h"
#include "sim/scenario/object_access.h"
#include "sim/scenario/powershell_table.h"
#include <string.h>

enum { LIST_ROOM = 4096 };

HCLUSTER reader_open(struct scenario *scenario, uint32_t *status) {
  const struct clusapi_table *api = scenario->backend.api;
  assert(api != NULL && status != NULL);
  HCLUSTER cluster = api->OpenCluster(scenario->backend.name);
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

uint32_t reader_node_state(struct scenario *scenario, HCLUSTER cluster, const char *name,
                           int64_t *state) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  if (!scenario_wide(name, wide))
    return WIN32_CLUSTER_NODE_NOT_FOUND;
  HNODE node = api->OpenClusterNode(cluster, wide);
  if (node == NULL)
    return api->GetLastError();
  *state = api->GetClusterNodeState(node);
  (void)api->CloseClusterNode(node);
  return WIN32_SUCCESS;
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
  (void)api->CloseClusterGroup(group);
  role->status_information = 0; /* 2008 R2 has no such property */
  (void)object_number(scenario, cluster, &(struct object_name){CONTROL_OBJECT_GROUP, name}, false,
                      "StatusInformation", &role->status_information);
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

/* A resource in maintenance mode is shown so (Suspend-ClusterResource's page); what has no such
 * mode answers 1. */
const char *reader_resource_state(struct scenario *scenario, HCLUSTER cluster, const char *name,
                                  const struct resource_reading *reading) {
  uint8_t mode[4 * sizeof(uint32_t)] = {0};
  struct object_buffers buffers = {.out = mode, .out_room = sizeof mode};
  const struct object_name resource = {CONTROL_OBJECT_RESOURCE, name};
  bool maintained =
      reading->state == ClusterResourceOnline &&
      object_control(scenario, cluster, &resource, NULL, CLUSCTL_RESOURCE_QUERY_MAINTENANCE_MODE,
                     &buffers) == WIN32_SUCCESS &&
      mode[0] != 0;
  return maintained ? "Online(Maintenance)" : describe_resource_state(reading->state);
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
    table_add_row(&table, (const char *const[]){
                              name, reader_resource_state(scenario, cluster, name, &reading),
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

/* --- lists of an object --- */

#define VISIT_ENUM(handle, TYPE, open, next, close, kind)                                          \
  TYPE list = api->open(handle, kind);                                                             \
  WCHAR owner[SCENARIO_NAME_UNITS];                                                                \
  DWORD type = 0, units = SCENARIO_NAME_UNITS;                                                     \
  for (DWORD i = 0; list != NULL && api->next(list, i, &type, owner, &units) == WIN32_SUCCESS;     \
       i++, units = SCENARIO_NAME_UNITS) {                                                         \
    char name[NAME_BYTES_MAX];                                                                     \
    scenario_narrow(owner, name);                                                                  \
    if (!visit(scenario, cluster, name, context))                                                  \
      break;                                                                                       \
  }                                                                                                \
  if (list != NULL)                                                                                \
    (void)api->close(list);

uint32_t reader_preferred_owners(struct scenario *scenario, HCLUSTER cluster, const char *group,
                                 reader_visit *visit, void *context) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  if (!scenario_wide(group, wide))
    return WIN32_INVALID_PARAMETER;
  HGROUP handle = api->OpenClusterGroup(cluster, wide);
  if (handle == NULL)
    return api->GetLastError();
  VISIT_ENUM(handle, HGROUPENUM, ClusterGroupOpenEnum, ClusterGroupEnum, ClusterGroupCloseEnum,
             CLUSTER_GROUP_ENUM_NODES)
  (void)api->CloseClusterGroup(handle);
  return WIN32_SUCCESS;
}

uint32_t reader_possible_owners(struct scenario *scenario, HCLUSTER cluster, const char *resource,
                                reader_visit *visit, void *context) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  if (!scenario_wide(resource, wide))
    return WIN32_INVALID_PARAMETER;
  HRESOURCE handle = api->OpenClusterResource(cluster, wide);
  if (handle == NULL)
    return api->GetLastError();
  VISIT_ENUM(handle, HRESENUM, ClusterResourceOpenEnum, ClusterResourceEnum,
             ClusterResourceCloseEnum, CLUSTER_RESOURCE_ENUM_NODES)
  (void)api->CloseClusterResource(handle);
  return WIN32_SUCCESS;
}

uint32_t reader_dependency(struct scenario *scenario, HCLUSTER cluster, const char *resource,
                           char text[DEPENDENCY_TEXT_MAX]) {
  static WCHAR expression[WORDS_TEXT_MAX];
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  DWORD units = WORDS_TEXT_MAX;
  text[0] = '\0';
  if (!scenario_wide(resource, wide))
    return WIN32_RESOURCE_NOT_FOUND;
  HRESOURCE handle = api->OpenClusterResource(cluster, wide);
  if (handle == NULL)
    return api->GetLastError();
  uint32_t status = api->GetClusterResourceDependencyExpression(handle, expression, &units);
  (void)api->CloseClusterResource(handle);
  if (status == WIN32_SUCCESS)
    scenario_narrow_text(expression, units, text, DEPENDENCY_TEXT_MAX);
  return status;
}
