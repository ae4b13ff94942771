/* Cmdlets that make groups and resources, and say what they depend on. */
#include "model/dependency.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/cmdlet_arguments.h"
#include "sim/scenario/powershell_table.h"
#include <string.h>

/* --- making --- */

static const struct {
  const char *name;
  CLUSGROUP_TYPE type;
} group_types[] = {{"VirtualMachine", ClusGroupTypeVirtualMachine},
                   {"Unknown", ClusGroupTypeUnknown}};

static bool group_type(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                       CLUSGROUP_TYPE *type) {
  const struct cmdlet_parameter *asked = cmdlet_argument(arguments, "GroupType");
  *type = ClusGroupTypeUnknown;
  if (asked == NULL)
    return true;
  for (size_t i = 0; i < sizeof group_types / sizeof group_types[0]; i++)
    if (strcmp(asked->values[0], group_types[i].name) == 0) {
      *type = group_types[i].type;
      return true;
    }
  return scenario_bad(scenario, asked->column,
                      "-GroupType '%s': VirtualMachine and Unknown are modelled", asked->values[0]);
}

bool cmdlet_add_group(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  CLUSTER_CREATE_GROUP_INFO info = {.dwVersion = CLUSTER_CREATE_GROUP_INFO_VERSION_1};
  uint32_t status = WIN32_SUCCESS;
  WCHAR wide[SCENARIO_NAME_UNITS];
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL || !group_type(scenario, &arguments, &info.groupType))
    return false;
  const struct clusapi_table *api = scenario->backend.api;
  HCLUSTER cluster = reader_open(scenario, &status);
  HGROUP group = cluster != NULL && scenario_wide(name, wide)
                     ? api->CreateClusterGroupEx(cluster, wide, &info)
                     : NULL;
  if (group == NULL) {
    cmdlet_error(scenario, arguments.cmdlet, cluster == NULL ? status : api->GetLastError(),
                 "The group '%s' could not be made.", name);
  } else {
    reader_print_group(scenario, cluster, name);
    (void)api->CloseClusterGroup(group);
  }
  if (cluster != NULL)
    (void)api->CloseCluster(cluster);
  return true;
}

static uint32_t create_resource(struct scenario *scenario, HCLUSTER cluster, const char *name,
                                const char *group_name, const char *type) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide_name[SCENARIO_NAME_UNITS], wide_group[SCENARIO_NAME_UNITS],
      wide_type[SCENARIO_NAME_UNITS];
  if (!scenario_wide(name, wide_name) || !scenario_wide(group_name, wide_group) ||
      !scenario_wide(type, wide_type))
    return WIN32_INVALID_PARAMETER;
  HGROUP group = api->OpenClusterGroup(cluster, wide_group);
  if (group == NULL)
    return api->GetLastError();
  HRESOURCE resource = api->CreateClusterResource(group, wide_name, wide_type, 0);
  uint32_t status = resource == NULL ? api->GetLastError() : (uint32_t)WIN32_SUCCESS;
  if (resource != NULL)
    (void)api->CloseClusterResource(resource);
  (void)api->CloseClusterGroup(group);
  return status;
}

bool cmdlet_add_resource(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  const char *name = cmdlet_named(scenario, words, &arguments);
  const char *group = name == NULL ? NULL : cmdlet_required(scenario, &arguments, "Group");
  const char *type = group == NULL ? NULL : cmdlet_required(scenario, &arguments, "ResourceType");
  if (type == NULL)
    return false;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    status = create_resource(scenario, cluster, name, group, type);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The resource '%s' could not be made.", name);
  else
    reader_print_resource(scenario, cluster, name);
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

/* --- dependencies --- */

/* Handles of a resource and, where one is named, of its provider. */
struct dependency_handles {
  HCLUSTER cluster;
  HRESOURCE resource, provider;
};

static HRESOURCE open_resource(struct scenario *scenario, HCLUSTER cluster, const char *name) {
  WCHAR wide[SCENARIO_NAME_UNITS];
  return scenario_wide(name, wide) ? scenario->backend.api->OpenClusterResource(cluster, wide)
                                   : NULL;
}

static uint32_t open_both(struct scenario *scenario, const char *resource, const char *provider,
                          struct dependency_handles *handles) {
  uint32_t status = WIN32_SUCCESS;
  *handles = (struct dependency_handles){.cluster = reader_open(scenario, &status)};
  if (handles->cluster == NULL)
    return status;
  handles->resource = open_resource(scenario, handles->cluster, resource);
  if (provider != NULL)
    handles->provider = open_resource(scenario, handles->cluster, provider);
  bool found = handles->resource != NULL && (provider == NULL || handles->provider != NULL);
  return found ? (uint32_t)WIN32_SUCCESS : (uint32_t)WIN32_RESOURCE_NOT_FOUND;
}

static void close_both(struct scenario *scenario, const struct dependency_handles *handles) {
  const struct clusapi_table *api = scenario->backend.api;
  if (handles->provider != NULL)
    (void)api->CloseClusterResource(handles->provider);
  if (handles->resource != NULL)
    (void)api->CloseClusterResource(handles->resource);
  if (handles->cluster != NULL)
    (void)api->CloseCluster(handles->cluster);
}

static bool change_dependency(struct scenario *scenario, const struct words *words, bool adds) {
  struct cmdlet_arguments arguments;
  struct dependency_handles handles;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  const struct clusapi_table *api = scenario->backend.api;
  const char *name = cmdlet_required(scenario, &arguments, "Resource");
  const char *provider = name == NULL ? NULL : cmdlet_required(scenario, &arguments, "Provider");
  if (provider == NULL)
    return false;
  uint32_t status = open_both(scenario, name, provider, &handles);
  if (status == WIN32_SUCCESS)
    status = adds ? api->AddClusterResourceDependency(handles.resource, handles.provider)
                  : api->RemoveClusterResourceDependency(handles.resource, handles.provider);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status,
                 "The dependency of '%s' on '%s' could not be changed.", name, provider);
  else
    reader_print_resource(scenario, handles.cluster, name);
  close_both(scenario, &handles);
  return true;
}

bool cmdlet_add_dependency(struct scenario *scenario, const struct words *words) {
  return change_dependency(scenario, words, true);
}

bool cmdlet_remove_dependency(struct scenario *scenario, const struct words *words) {
  return change_dependency(scenario, words, false);
}

bool cmdlet_set_dependency(struct scenario *scenario, const struct words *words) {
  static WCHAR wide[WORDS_TEXT_MAX];
  struct cmdlet_arguments arguments;
  struct dependency_handles handles;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  const char *name = cmdlet_required(scenario, &arguments, "Resource");
  const char *text = name == NULL ? NULL : cmdlet_required(scenario, &arguments, "Dependency");
  if (text == NULL)
    return false;
  uint32_t status = open_both(scenario, name, NULL, &handles);
  if (status == WIN32_SUCCESS)
    status =
        scenario_wide_text(text, wide, WORDS_TEXT_MAX)
            ? scenario->backend.api->SetClusterResourceDependencyExpression(handles.resource, wide)
            : (uint32_t)WIN32_INVALID_PARAMETER;
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The dependencies of '%s' were not set.",
                 name);
  close_both(scenario, &handles);
  return true;
}

bool cmdlet_get_dependency(struct scenario *scenario, const struct words *words) {
  static char text[DEPENDENCY_TEXT_MAX];
  struct cmdlet_arguments arguments;
  char stored[NAME_BYTES_MAX];
  uint32_t status = WIN32_SUCCESS;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  const char *name = cmdlet_required(scenario, &arguments, "Resource");
  if (name == NULL)
    return false;
  struct table table = {.column_count = 2,
                        .columns = {{"Resource", false}, {"DependencyExpression", false}}};
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    status = reader_dependency(scenario, cluster, name, text);
  if (status != WIN32_SUCCESS) {
    cmdlet_error(scenario, arguments.cmdlet, status, "The dependencies of '%s' could not be read.",
                 name);
  } else {
    reader_stored_name(scenario, cluster, CLUSTER_ENUM_RESOURCE, name, stored);
    table_add_row(&table, (const char *const[]){stored, text});
    table_print(&table, &scenario->output);
  }
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}
