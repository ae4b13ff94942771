/* Affinity rules: New-, Get-, Set- and Remove-ClusterAffinityRule, and the groups in them. */
#include "model/affinity_rule.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/cmdlet_arguments.h"
#include "sim/scenario/object_access.h"
#include "sim/scenario/powershell_table.h"

/* --- printing --- */

/* What the names that are asked for are looked for in, and where the rows go. */
struct rule_rows {
  struct scenario *scenario;
  HCLUSTER cluster;
  const struct cmdlet_parameter *names; /* NULL: all */
  struct table table;
};

static void add_row(const char *name, void *context) {
  struct rule_rows *rows = context;
  const struct object_name object = {CONTROL_OBJECT_AFFINITYRULE, name};
  uint64_t type = 0, enabled = 0;
  struct text groups = {0};
  if (!cmdlet_names(rows->names, name) ||
      object_number(rows->scenario, rows->cluster, &object, false, "RuleType", &type) != 0 ||
      object_number(rows->scenario, rows->cluster, &object, false, "Enabled", &enabled) != 0)
    return;
  static uint8_t list[OBJECT_LIST_ROOM];
  struct property_item names;
  if (object_texts(rows->scenario, rows->cluster, &object, CLUSCTL_AFFINITYRULE_GET_GROUPNAMES,
                   list, &names) == WIN32_SUCCESS)
    object_value_text(&names, &groups);
  const char *cells[] = {name,
                         affinity_rule_type_name(type < AFFINITY_RULE_TYPE_COUNT
                                                     ? (enum affinity_rule_type)type
                                                     : AFFINITY_RULE_NONE),
                         text_get(&groups), enabled != 0 ? "1" : "0"};
  table_add_row(&rows->table, cells);
  text_free(&groups);
}

static uint32_t print_rules(struct scenario *scenario, HCLUSTER cluster,
                            const struct cmdlet_parameter *names) {
  static uint8_t list[OBJECT_LIST_ROOM];
  const struct object_name all = {CONTROL_OBJECT_CLUSTER, NULL};
  struct property_item rules;
  struct rule_rows rows = {
      .scenario = scenario,
      .cluster = cluster,
      .names = names,
      .table = {
          .column_count = 4,
          .columns = {{"Name", false}, {"RuleType", false}, {"Groups", false}, {"Enabled", true}}}};
  uint32_t status =
      object_texts(scenario, cluster, &all, CLUSCTL_CLUSTER_ENUM_AFFINITY_RULE_NAMES, list, &rules);
  if (status != WIN32_SUCCESS)
    return status;
  object_each_text(&rules, add_row, &rows);
  bool found = rows.table.row_count > 0;
  table_print(&rows.table, &scenario->output);
  return found || names == NULL ? (uint32_t)WIN32_SUCCESS : (uint32_t)WIN32_NOT_FOUND;
}

bool cmdlet_get_affinity_rule(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    status = print_rules(scenario, cluster, cmdlet_argument(&arguments, "Name"));
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The affinity rules could not be read.");
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

/* --- changing --- */

/* What one of the other cmdlets asks, of a rule that is named. */
typedef uint32_t rule_request(struct scenario *scenario, HCLUSTER cluster, const char *rule,
                              const struct cmdlet_arguments *arguments);

static bool change_rule(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                        const char *name, rule_request *request) {
  uint32_t status = WIN32_SUCCESS;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    status = request(scenario, cluster, name, arguments);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments->cmdlet, status, "The affinity rule '%s' was not changed.",
                 name);
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

static uint32_t create(struct scenario *scenario, HCLUSTER cluster, const char *rule,
                       const struct cmdlet_arguments *arguments) {
  const struct cmdlet_parameter *type = cmdlet_argument(arguments, "RuleType");
  WCHAR wide[SCENARIO_NAME_UNITS];
  uint32_t status = !scenario_wide(rule, wide)
                        ? (uint32_t)WIN32_INVALID_PARAMETER
                        : scenario->backend.api->ClusterCreateAffinityRule(
                              cluster, wide,
                              (CLUS_AFFINITY_RULE_TYPE)affinity_rule_type_by_name(type->values[0]));
  return status == WIN32_SUCCESS
             ? print_rules(scenario, cluster, cmdlet_argument(arguments, "Name"))
             : status;
}

bool cmdlet_new_affinity_rule(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL || cmdlet_required(scenario, &arguments, "RuleType") == NULL)
    return false;
  const struct cmdlet_parameter *type = cmdlet_argument(&arguments, "RuleType");
  if (affinity_rule_type_by_name(type->values[0]) == AFFINITY_RULE_NONE)
    return scenario_bad(scenario, type->column,
                        "'%s': expected SameFaultDomain, SameNode, DifferentFaultDomain or "
                        "DifferentNode",
                        type->values[0]);
  return change_rule(scenario, &arguments, name, create);
}

static uint32_t set_enabled(struct scenario *scenario, HCLUSTER cluster, const char *rule,
                            const struct cmdlet_arguments *arguments) {
  uint8_t list[64];
  struct property_writer writer = property_writer_begin(list, sizeof list);
  uint64_t enabled = cmdlet_argument(arguments, "Enabled")->number;
  property_writer_dword(&writer, "Enabled", enabled > UINT32_MAX ? UINT32_MAX : (uint32_t)enabled);
  return object_set(scenario, cluster, &(struct object_name){CONTROL_OBJECT_AFFINITYRULE, rule},
                    false, &writer);
}

bool cmdlet_set_affinity_rule(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  const char *name = cmdlet_named(scenario, words, &arguments);
  return name != NULL && cmdlet_required(scenario, &arguments, "Enabled") != NULL &&
         change_rule(scenario, &arguments, name, set_enabled);
}

static uint32_t remove_rule(struct scenario *scenario, HCLUSTER cluster, const char *rule,
                            const struct cmdlet_arguments *arguments) {
  WCHAR wide[SCENARIO_NAME_UNITS];
  (void)arguments;
  return scenario_wide(rule, wide) ? scenario->backend.api->ClusterRemoveAffinityRule(cluster, wide)
                                   : (uint32_t)WIN32_INVALID_PARAMETER;
}

bool cmdlet_remove_affinity_rule(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  const char *name = cmdlet_named(scenario, words, &arguments);
  return name != NULL && change_rule(scenario, &arguments, name, remove_rule);
}

static uint32_t change_groups(struct scenario *scenario, HCLUSTER cluster, const char *rule,
                              const struct cmdlet_arguments *arguments, bool add) {
  const struct clusapi_table *api = scenario->backend.api;
  const struct cmdlet_parameter *groups = cmdlet_argument(arguments, "Groups");
  WCHAR wide[SCENARIO_NAME_UNITS], group_wide[SCENARIO_NAME_UNITS];
  uint32_t status =
      scenario_wide(rule, wide) ? (uint32_t)WIN32_SUCCESS : (uint32_t)WIN32_INVALID_PARAMETER;
  for (size_t i = 0; status == WIN32_SUCCESS && i < groups->value_count; i++) {
    HGROUP group = scenario_wide(groups->values[i], group_wide)
                       ? api->OpenClusterGroup(cluster, group_wide)
                       : NULL;
    status = group == NULL ? (uint32_t)WIN32_GROUP_NOT_FOUND
             : add         ? api->ClusterAddGroupToAffinityRule(cluster, wide, group)
                           : api->ClusterRemoveGroupFromAffinityRule(cluster, wide, group);
    if (group != NULL)
      (void)api->CloseClusterGroup(group);
  }
  return status;
}

static uint32_t add_groups(struct scenario *scenario, HCLUSTER cluster, const char *rule,
                           const struct cmdlet_arguments *arguments) {
  return change_groups(scenario, cluster, rule, arguments, true);
}

static uint32_t remove_groups(struct scenario *scenario, HCLUSTER cluster, const char *rule,
                              const struct cmdlet_arguments *arguments) {
  return change_groups(scenario, cluster, rule, arguments, false);
}

static bool change_members(struct scenario *scenario, const struct words *words,
                           rule_request *request) {
  struct cmdlet_arguments arguments;
  const char *name = cmdlet_named(scenario, words, &arguments);
  return name != NULL && cmdlet_required(scenario, &arguments, "Groups") != NULL &&
         change_rule(scenario, &arguments, name, request);
}

bool cmdlet_add_group_to_affinity_rule(struct scenario *scenario, const struct words *words) {
  return change_members(scenario, words, add_groups);
}

bool cmdlet_remove_group_from_affinity_rule(struct scenario *scenario, const struct words *words) {
  return change_members(scenario, words, remove_groups);
}
