/* Group sets: New-, Get-, Set- and Remove-ClusterGroupSet, what enters them, and what they depend
 * on. */
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/cmdlet_arguments.h"
#include "sim/scenario/object_access.h"
#include <string.h>

/* --- through ClusAPI --- */

static HGROUPSET open_set(struct scenario *scenario, HCLUSTER cluster, const char *name,
                          uint32_t *status) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  HGROUPSET set = scenario_wide(name, wide) ? api->OpenClusterGroupSet(cluster, wide) : NULL;
  *status = set == NULL ? api->GetLastError() : (uint32_t)WIN32_SUCCESS;
  return set;
}

/* One thing that is asked of a set: with another object, added or taken away. */
typedef uint32_t set_request(struct scenario *scenario, HCLUSTER cluster, HGROUPSET set,
                             const char *other, bool add);

static uint32_t ask(struct scenario *scenario, HCLUSTER cluster, const char *name,
                    const char *other, set_request *request, bool add) {
  uint32_t status = WIN32_SUCCESS;
  HGROUPSET set = open_set(scenario, cluster, name, &status);
  if (set == NULL)
    return status;
  status = request(scenario, cluster, set, other, add);
  (void)scenario->backend.api->CloseClusterGroupSet(set);
  return status;
}

static uint32_t remove_set(struct scenario *scenario, HCLUSTER cluster, HGROUPSET set,
                           const char *other, bool add) {
  (void)cluster;
  assert(other == NULL && !add);
  return scenario->backend.api->DeleteClusterGroupSet(set);
}

static uint32_t change_group(struct scenario *scenario, HCLUSTER cluster, HGROUPSET set,
                             const char *name, bool add) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  HGROUP group = scenario_wide(name, wide) ? api->OpenClusterGroup(cluster, wide) : NULL;
  if (group == NULL)
    return WIN32_GROUP_NOT_FOUND;
  uint32_t status =
      add ? api->ClusterAddGroupToGroupSet(set, group) : api->ClusterRemoveGroupFromGroupSet(group);
  (void)api->CloseClusterGroup(group);
  return status;
}

static uint32_t change_provider(struct scenario *scenario, HCLUSTER cluster, HGROUPSET set,
                                const char *name, bool add) {
  const struct clusapi_table *api = scenario->backend.api;
  uint32_t status = WIN32_SUCCESS;
  HGROUPSET provider = open_set(scenario, cluster, name, &status);
  if (provider == NULL)
    return status;
  status = add ? api->AddClusterGroupSetDependency(set, provider)
               : api->RemoveClusterGroupSetDependency(set, provider);
  (void)api->CloseClusterGroupSet(provider);
  return status;
}

/* --- printing: a list, as the cmdlet's page shows it, without empty lines --- */

static const char *const setting_names[] = {"Unknown", "Delay", "Online", "OsHeartbeat",
                                            "ApplicationReady"};

static void put_names(struct scenario *scenario, HCLUSTER cluster, const struct object_name *object,
                      const char *label, uint32_t code) {
  static uint8_t list[OBJECT_LIST_ROOM];
  struct property_item names;
  (void)object_texts(scenario, cluster, object, code, list, &names);
  text_format(&scenario->output, "%-19s : ", label);
  object_value_text(&names, &scenario->output);
  text_add(&scenario->output, "\n");
}

static bool print_set(struct scenario *scenario, HCLUSTER cluster, const char *name) {
  const struct object_name object = {CONTROL_OBJECT_GROUPSET, name};
  uint64_t setting = 0, count = 0, global = 0, delay = 0;
  if (object_number(scenario, cluster, &object, false, "StartupSetting", &setting) != 0 ||
      object_number(scenario, cluster, &object, false, "StartupCount", &count) != 0 ||
      object_number(scenario, cluster, &object, false, "IsGlobal", &global) != 0 ||
      object_number(scenario, cluster, &object, false, "StartupDelay", &delay) != 0)
    return false;
  text_format(&scenario->output, "%-19s : %s\n", "Name", name);
  put_names(scenario, cluster, &object, "GroupNames", CLUSCTL_GROUPSET_GET_GROUPS);
  put_names(scenario, cluster, &object, "ProviderNames", CLUSCTL_GROUPSET_GET_PROVIDER_GROUPSETS);
  text_format(&scenario->output, "%-19s : %s\n%-19s : %llu\n%-19s : %s\n%-19s : %llu\n",
              "StartupDelayTrigger", setting_names[setting <= 4 ? setting : 0], "StartupCount",
              (unsigned long long)count, "IsGlobal", global != 0 ? "True" : "False", "StartupDelay",
              (unsigned long long)delay);
  return true;
}

/* --- cmdlets --- */

bool cmdlet_new_group_set(struct scenario *scenario, const struct words *words) {
  const struct clusapi_table *api = scenario->backend.api;
  struct cmdlet_arguments arguments;
  WCHAR wide[SCENARIO_NAME_UNITS];
  uint32_t status = WIN32_SUCCESS;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  HCLUSTER cluster = reader_open(scenario, &status);
  HGROUPSET set = cluster != NULL && scenario_wide(name, wide)
                      ? api->CreateClusterGroupSet(cluster, wide)
                      : NULL;
  if (set == NULL)
    cmdlet_error(scenario, arguments.cmdlet, cluster != NULL ? api->GetLastError() : status,
                 "The group set '%s' could not be made.", name);
  else
    (void)print_set(scenario, cluster, name);
  if (set != NULL)
    (void)api->CloseClusterGroupSet(set);
  if (cluster != NULL)
    (void)api->CloseCluster(cluster);
  return true;
}

static void print_all(struct scenario *scenario, HCLUSTER cluster) {
  const struct clusapi_table *api = scenario->backend.api;
  HGROUPSETENUM sets = api->ClusterGroupSetOpenEnum(cluster);
  uint32_t status = sets == NULL ? api->GetLastError() : (uint32_t)WIN32_SUCCESS;
  for (DWORD i = 0; status == WIN32_SUCCESS; i++) {
    WCHAR wide[SCENARIO_NAME_UNITS];
    char name[NAME_BYTES_MAX];
    DWORD units = SCENARIO_NAME_UNITS;
    status = api->ClusterGroupSetEnum(sets, i, wide, &units);
    if (status != WIN32_SUCCESS)
      break;
    scenario_narrow(wide, name);
    (void)print_set(scenario, cluster, name);
  }
  if (sets != NULL)
    (void)api->ClusterGroupSetCloseEnum(sets);
}

bool cmdlet_get_group_set(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  const struct cmdlet_parameter *name = cmdlet_argument(&arguments, "Name");
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster == NULL)
    cmdlet_error(scenario, arguments.cmdlet, status, "The cluster could not be opened.");
  else if (name == NULL)
    print_all(scenario, cluster);
  else if (!print_set(scenario, cluster, name->values[0]))
    cmdlet_error(scenario, arguments.cmdlet, WIN32_GROUPSET_NOT_FOUND,
                 "The group set '%s' could not be read.", name->values[0]);
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

/* The number behind a value of Set-ClusterGroupSet; false with an error. */
static bool read_setting(struct scenario *scenario, const struct cmdlet_parameter *parameter,
                         uint32_t *number) {
  for (uint32_t i = 1; i < sizeof setting_names / sizeof setting_names[0]; i++)
    if (object_name_is(parameter->values[0], setting_names[i])) {
      *number = i;
      return true;
    }
  return scenario_bad(scenario, parameter->column,
                      "'%s': expected Delay, Online, OsHeartbeat or ApplicationReady",
                      parameter->values[0]);
}

bool cmdlet_set_group_set(struct scenario *scenario, const struct words *words) {
  static const char *const numbers[] = {"StartupCount", "StartupDelay", "IsGlobal"};
  uint8_t list[512];
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS, number = 0;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  struct property_writer writer = property_writer_begin(list, sizeof list);
  const struct cmdlet_parameter *setting = cmdlet_argument(&arguments, "StartupSetting");
  if (setting != NULL) {
    if (!read_setting(scenario, setting, &number))
      return false;
    property_writer_dword(&writer, "StartupSetting", number);
  }
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    const struct cmdlet_parameter *given = cmdlet_argument(&arguments, numbers[i]);
    if (given != NULL)
      property_writer_dword(&writer, numbers[i],
                            given->number > UINT32_MAX ? UINT32_MAX : (uint32_t)given->number);
  }
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    status = object_set(scenario, cluster, &(struct object_name){CONTROL_OBJECT_GROUPSET, name},
                        false, &writer);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The group set '%s' was not changed.", name);
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

/* What the other cmdlets have in common: a set, at most one other name, and no output. */
static bool change_set(struct scenario *scenario, const struct words *words, const char *parameter,
                       set_request *request, bool add) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  const char *other = NULL, *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  if (parameter != NULL) {
    other = cmdlet_required(scenario, &arguments, parameter);
    if (other == NULL)
      return false;
  }
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    status = ask(scenario, cluster, name, other, request, add);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The group set '%s' was not changed.", name);
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

bool cmdlet_remove_group_set(struct scenario *scenario, const struct words *words) {
  return change_set(scenario, words, NULL, remove_set, false);
}

bool cmdlet_add_group_to_set(struct scenario *scenario, const struct words *words) {
  return change_set(scenario, words, "Group", change_group, true);
}

bool cmdlet_remove_group_from_set(struct scenario *scenario, const struct words *words) {
  return change_set(scenario, words, "Group", change_group, false);
}

bool cmdlet_add_set_dependency(struct scenario *scenario, const struct words *words) {
  return change_set(scenario, words, "Provider", change_provider, true);
}

bool cmdlet_remove_set_dependency(struct scenario *scenario, const struct words *words) {
  return change_set(scenario, words, "Provider", change_provider, false);
}
