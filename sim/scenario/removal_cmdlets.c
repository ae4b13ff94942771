/* Remove-ClusterResource and Remove-ClusterGroup: they print nothing. */
#include "sim/scenario/cmdlet_waiting.h"

/* --- through ClusAPI --- */

/* The first resource of the group that can go: others may depend on the rest.  259 when the group
 * is empty. */
static uint32_t delete_one_resource(const struct clusapi_table *api, HCLUSTER cluster,
                                    HGROUP group) {
  HGROUPENUM members = api->ClusterGroupOpenEnum(group, CLUSTER_GROUP_ENUM_CONTAINS);
  uint32_t status = members == NULL ? api->GetLastError() : WIN32_SUCCESS;
  uint32_t deleted = WIN32_NO_MORE_ITEMS;
  for (DWORD place = 0; status == WIN32_SUCCESS && deleted != WIN32_SUCCESS; place++) {
    WCHAR name[SCENARIO_NAME_UNITS];
    DWORD type = 0, units = SCENARIO_NAME_UNITS;
    status = api->ClusterGroupEnum(members, place, &type, name, &units);
    if (status == WIN32_SUCCESS)
      deleted = reader_ask_resource(api, cluster, name, api->DeleteClusterResource);
  }
  if (members != NULL)
    (void)api->ClusterGroupCloseEnum(members);
  return status == WIN32_SUCCESS || status == WIN32_NO_MORE_ITEMS ? deleted : status;
}

static uint32_t delete_group(const struct clusapi_table *api, HCLUSTER cluster, const WCHAR *name,
                             bool with_resources) {
  HGROUP group = api->OpenClusterGroup(cluster, name);
  uint32_t status = group == NULL ? api->GetLastError() : WIN32_SUCCESS;
  while (status == WIN32_SUCCESS && with_resources)
    status = delete_one_resource(api, cluster, group);
  if (status == WIN32_SUCCESS || (status == WIN32_NO_MORE_ITEMS && with_resources))
    status = api->DeleteClusterGroup(group);
  if (group != NULL)
    (void)api->CloseClusterGroup(group);
  return status;
}

/* --- cmdlets --- */

bool cmdlet_remove_resource(struct scenario *scenario, const struct words *words) {
  const struct clusapi_table *api = scenario->backend.api;
  struct cmdlet_arguments arguments;
  WCHAR wide[SCENARIO_NAME_UNITS];
  uint32_t status = WIN32_SUCCESS;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    status = scenario_wide(name, wide)
                 ? reader_ask_resource(api, cluster, wide, api->DeleteClusterResource)
                 : (uint32_t)WIN32_RESOURCE_NOT_FOUND;
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The resource '%s' could not be removed.",
                 name);
  if (cluster != NULL)
    (void)api->CloseCluster(cluster);
  return true;
}

/* With -RemoveResources the group goes offline first (MS-CMRP ApiDeleteGroup, force). */
bool cmdlet_remove_group(struct scenario *scenario, const struct words *words) {
  const struct clusapi_table *api = scenario->backend.api;
  struct cmdlet_arguments arguments;
  WCHAR wide[SCENARIO_NAME_UNITS];
  uint32_t status = WIN32_SUCCESS;
  bool met = true, ok = true;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  bool with_resources = cmdlet_argument(&arguments, "RemoveResources") != NULL;
  HCLUSTER cluster = reader_open(scenario, &status);
  struct cmdlet_waiting waiting = {.scenario = scenario, .cluster = cluster, .name = name};
  if (cluster != NULL && !scenario_wide(name, wide))
    status = WIN32_GROUP_NOT_FOUND;
  if (status == WIN32_SUCCESS && with_resources) {
    if (!scenario->issued)
      status = reader_ask_group(api, cluster, wide, api->OfflineClusterGroup);
    status = status == WIN32_IO_PENDING ? (uint32_t)WIN32_SUCCESS : status;
    if (status == WIN32_SUCCESS)
      ok = scenario_wait(scenario, cmdlet_deadline(scenario, NULL), cmdlet_group_settled, &waiting,
                         &met);
  }
  if (status == WIN32_SUCCESS && ok)
    status = delete_group(api, cluster, wide, with_resources);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The group '%s' could not be removed.", name);
  if (cluster != NULL)
    (void)api->CloseCluster(cluster);
  return ok;
}
