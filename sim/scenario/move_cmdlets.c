/* Move-ClusterVirtualMachineRole and Move-ClusterGroup. */
#include "model/affinity_rule.h"
#include "model/control_codes.h"
#include "model/describe.h"
#include "model/vm_migration.h"
#include "sim/scenario/cmdlet_waiting.h"
#include "sim/scenario/group_moving.h"
#include "sim/scenario/object_access.h"

/* A number of a machine's resource; false where it cannot be read. */
static bool machine_number(struct scenario *scenario, HCLUSTER cluster, const char *resource,
                           const char *property, uint64_t *number) {
  return object_number(scenario, cluster, &(struct object_name){CONTROL_OBJECT_RESOURCE, resource},
                       true, property, number) == WIN32_SUCCESS;
}

/* MigrationState 1, 2 and 3 are on the way; after them the group settles. */
static bool migration_settled(const struct world *world, void *context) {
  const struct cmdlet_waiting *waiting = context;
  char resource[NAME_BYTES_MAX];
  uint64_t state = 0;
  if (!reader_vm_resource(waiting->scenario, waiting->cluster, waiting->name, resource) ||
      !machine_number(waiting->scenario, waiting->cluster, resource, "MigrationState", &state))
    return true;
  return (state < 1 || state > 3) && cmdlet_group_settled(world, context);
}

/* 2008 R2: the control code on the machine's resource, with the destination's name (M-CC7). */
static uint32_t start_by_control_code(struct scenario *scenario, HCLUSTER cluster, const char *name,
                                      const char *node) {
  const struct clusapi_table *api = scenario->backend.api;
  char resource_name[NAME_BYTES_MAX];
  uint8_t buffer[2 * SCENARIO_NAME_UNITS];
  WCHAR wide[SCENARIO_NAME_UNITS];
  if (!reader_vm_resource(scenario, cluster, name, resource_name) ||
      !scenario_wide(resource_name, wide))
    return WIN32_RESOURCE_NOT_FOUND;
  HRESOURCE resource = api->OpenClusterResource(cluster, wide);
  if (resource == NULL)
    return api->GetLastError();
  size_t size = object_name_check(node, NODE_NAME_UNITS_MAX) == NULL
                    ? object_name_to_utf16le(node, buffer, sizeof buffer)
                    : 0;
  uint32_t status =
      size == 0 ? (uint32_t)WIN32_CLUSTER_NODE_NOT_FOUND
                : api->ClusterResourceControl(resource, NULL, CLUSCTL_RESOURCE_VM_START_MIGRATION,
                                              buffer, (DWORD)size, NULL, 0, NULL);
  (void)api->CloseClusterResource(resource);
  return status;
}

/* Takes the role out of the move queue, or cancels its live migration. */
static uint32_t cancel_move(struct scenario *scenario, HCLUSTER cluster, const char *name) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  if (!scenario_wide(name, wide))
    return WIN32_GROUP_NOT_FOUND;
  HGROUP group = api->OpenClusterGroup(cluster, wide);
  if (group == NULL)
    return api->GetLastError();
  uint32_t status = api->CancelClusterGroupOperation(group, 0);
  (void)api->CloseClusterGroup(group);
  return status;
}

/* -IgnoreLocked and -IgnoreAffinityRule. */
static uint32_t ignored(const struct cmdlet_arguments *arguments) {
  return (cmdlet_argument(arguments, "IgnoreLocked") != NULL ? MOVE_IGNORE_RESOURCE_STATUS : 0u) |
         (cmdlet_argument(arguments, "IgnoreAffinityRule") != NULL ? GROUP_MOVE_IGNORE_AFFINITY_RULE
                                                                   : 0u);
}

/* 2012 and later: a group move whose context asks both resource types for a live migration. */
static uint32_t start_by_group_move(struct scenario *scenario, HCLUSTER cluster, const char *name,
                                    const char *node, uint32_t ignoring) {
  uint32_t status = group_moving_ask(scenario, cluster, name, node,
                                     MOVE_RETURN_TO_SOURCE_NODE_ON_ERROR | MOVE_QUEUE_ENABLED |
                                         MOVE_HIGH_PRIORITY_START | ignoring,
                                     MOVE_CONTEXT_LIVE);
  return status == WIN32_IO_PENDING ? (uint32_t)WIN32_SUCCESS : status;
}

/* Success is the group Online on the destination (os-win's completion test, MIG-039); PartialOnline
 * where another member was offline before. */
static void judge_move(struct scenario *scenario, HCLUSTER cluster, const char *cmdlet,
                       const char *name, const char *node) {
  char resource[NAME_BYTES_MAX];
  struct role role = {.state = -1};
  uint64_t state = 0, reason = 0;
  (void)reader_group(scenario, cluster, name, &role);
  bool there = object_name_check(node, NODE_NAME_UNITS_MAX) == NULL &&
               (role.state == GROUP_ONLINE || role.state == GROUP_PARTIAL_ONLINE) &&
               object_name_equal(role.owner, node);
  if (there)
    return;
  if (reader_vm_resource(scenario, cluster, name, resource)) {
    (void)machine_number(scenario, cluster, resource, "MigrationState", &state);
    (void)machine_number(scenario, cluster, resource, "MigrationFailureReason", &reason);
  }
  cmdlet_error(scenario, cmdlet, WIN32_SUCCESS,
               "The live migration of role '%s' to node '%s' did not complete.", name, node);
  text_format(&scenario->output, "    MigrationState %u (%s), MigrationFailureReason 0x%08X\n",
              (uint32_t)state, describe_migration_state(state), (uint32_t)reason);
}

static bool move_live(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                      const char *name, const char *node) {
  uint32_t status = WIN32_SUCCESS;
  HCLUSTER cluster = reader_open(scenario, &status);
  bool met = true, ok = true;
  struct cmdlet_waiting waiting = {.scenario = scenario, .cluster = cluster, .name = name};
  if (cluster != NULL && !scenario->issued)
    status = functional_level(scenario->level)->moves_with_context
                 ? start_by_group_move(scenario, cluster, name, node, ignored(arguments))
                 : start_by_control_code(scenario, cluster, name, node);
  if (status != WIN32_SUCCESS) {
    cmdlet_error(scenario, arguments->cmdlet, status, "The role '%s' could not be moved to '%s'.",
                 name, node);
  } else if (cmdlet_waits(arguments)) {
    ok = scenario_wait(scenario, cmdlet_deadline(scenario, arguments), migration_settled, &waiting,
                       &met);
    if (ok && met)
      judge_move(scenario, cluster, arguments->cmdlet, name, node);
  }
  if (ok && status == WIN32_SUCCESS)
    reader_print_group(scenario, cluster, name);
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return ok;
}

static bool cancel_live(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                        const char *name) {
  static const char *const others[] = {"Node", "MigrationType", "Wait"};
  uint32_t status = WIN32_SUCCESS;
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    if (cmdlet_argument(arguments, others[i]) != NULL)
      return scenario_bad(scenario, cmdlet_argument(arguments, others[i])->column,
                          "-Cancel does not go with -%s", others[i]);
  if (!functional_level(scenario->level)->moves_with_context)
    return scenario_bad(scenario, arguments->column,
                        "-Cancel needs level 2012: before it, send "
                        "CLUSCTL_RESOURCE_VM_CANCEL_MIGRATION to the machine's resource");
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    status = cancel_move(scenario, cluster, name);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments->cmdlet, status, "The move of role '%s' was not canceled.",
                 name);
  else
    reader_print_group(scenario, cluster, name);
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

/* A move that does not keep the machine running: the row is printed when the group has settled. */
static bool move_offline(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                         const char *name, const char *node, uint32_t context) {
  uint32_t status = WIN32_SUCCESS;
  HCLUSTER cluster = reader_open(scenario, &status);
  bool met = true, ok = true;
  struct cmdlet_waiting waiting = {.scenario = scenario, .cluster = cluster, .name = name};
  if (cluster != NULL && !scenario->issued)
    status = group_moving_ask(scenario, cluster, name, node, ignored(arguments), context);
  if (status != WIN32_SUCCESS && status != WIN32_IO_PENDING) {
    cmdlet_error(scenario, arguments->cmdlet, status, "The role '%s' could not be moved%s%s%s.",
                 name, node != NULL ? " to '" : "", node != NULL ? node : "",
                 node != NULL ? "'" : "");
  } else {
    if (cmdlet_waits(arguments))
      ok = scenario_wait(scenario, cmdlet_deadline(scenario, arguments), cmdlet_group_settled,
                         &waiting, &met);
    if (ok)
      reader_print_group(scenario, cluster, name);
  }
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return ok;
}

bool cmdlet_move_group(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  const char *name = cmdlet_named(scenario, words, &arguments);
  const struct cmdlet_parameter *node = cmdlet_argument(&arguments, "Node");
  return name != NULL && move_offline(scenario, &arguments, name,
                                      node != NULL ? node->values[0] : NULL, MOVE_CONTEXT_NONE);
}

/* Whether there is something to migrate live; without -MigrationType it decides (M-T1). */
static bool machine_runs(struct scenario *scenario, const char *name) {
  char resource[NAME_BYTES_MAX];
  uint32_t status = WIN32_SUCCESS;
  uint64_t state = VM_DISABLED;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster == NULL)
    return true;
  bool known = reader_vm_resource(scenario, cluster, name, resource) &&
               machine_number(scenario, cluster, resource, "VmState", &state);
  (void)scenario->backend.api->CloseCluster(cluster);
  return !known || (state != VM_DISABLED && state != VM_SUSPENDED);
}

/* The context for -MigrationType; false for a type there is not. */
static bool context_of(const struct cmdlet_parameter *type, uint32_t *context) {
  static const struct {
    const char *name;
    uint32_t context;
  } types[] = {{"TurnOff", MOVE_CONTEXT_TURN_OFF},
               {"Quick", MOVE_CONTEXT_SAVE},
               {"Shutdown", MOVE_CONTEXT_SHUT_DOWN},
               {"ShutdownForce", MOVE_CONTEXT_SHUT_DOWN_FORCED},
               {"Live", MOVE_CONTEXT_LIVE}};
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if (object_name_is(type->values[0], types[i].name)) {
      *context = types[i].context;
      return true;
    }
  return false;
}

bool cmdlet_move_vm_role(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  uint32_t context = MOVE_CONTEXT_LIVE;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name != NULL && cmdlet_argument(&arguments, "Cancel") != NULL)
    return cancel_live(scenario, &arguments, name);
  const char *node = name == NULL ? NULL : cmdlet_required(scenario, &arguments, "Node");
  const struct cmdlet_parameter *type = cmdlet_argument(&arguments, "MigrationType");
  if (node == NULL)
    return false;
  if (type != NULL && !context_of(type, &context))
    return scenario_bad(scenario, type->column,
                        "-MigrationType: expected TurnOff, Quick, Shutdown, ShutdownForce or Live");
  if (type == NULL && !scenario->issued && !machine_runs(scenario, name))
    context = MOVE_CONTEXT_NONE;
  if (context != MOVE_CONTEXT_NONE && context != MOVE_CONTEXT_LIVE &&
      !functional_level(scenario->level)->moves_with_context)
    return scenario_bad(scenario, type->column, "-MigrationType %s needs level 2012",
                        type->values[0]);
  return context == MOVE_CONTEXT_LIVE ? move_live(scenario, &arguments, name, node)
                                      : move_offline(scenario, &arguments, name, node, context);
}

/* A resource goes to another group, and takes what it depends on with it. */
bool cmdlet_move_resource(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  WCHAR wide[SCENARIO_NAME_UNITS], wide_group[SCENARIO_NAME_UNITS];
  uint32_t status = WIN32_SUCCESS;
  const char *name = cmdlet_named(scenario, words, &arguments);
  const char *group_name = name == NULL ? NULL : cmdlet_required(scenario, &arguments, "Group");
  if (group_name == NULL)
    return false;
  const struct clusapi_table *api = scenario->backend.api;
  HCLUSTER cluster = reader_open(scenario, &status);
  HRESOURCE resource = NULL;
  HGROUP group = NULL;
  if (cluster != NULL) {
    resource = scenario_wide(name, wide) ? api->OpenClusterResource(cluster, wide) : NULL;
    group =
        scenario_wide(group_name, wide_group) ? api->OpenClusterGroup(cluster, wide_group) : NULL;
    status = resource == NULL ? (uint32_t)WIN32_RESOURCE_NOT_FOUND
             : group == NULL  ? (uint32_t)WIN32_GROUP_NOT_FOUND
                              : api->ChangeClusterResourceGroup(resource, group);
  }
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status,
                 "The resource '%s' could not be moved to the group '%s'.", name, group_name);
  else
    reader_print_resource(scenario, cluster, name);
  if (resource != NULL)
    (void)api->CloseClusterResource(resource);
  if (group != NULL)
    (void)api->CloseClusterGroup(group);
  if (cluster != NULL)
    (void)api->CloseCluster(cluster);
  return true;
}
