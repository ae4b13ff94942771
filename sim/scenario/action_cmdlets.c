/* Cmdlets that act on groups, resources, nodes and virtual machines, and wait for the outcome. */
#include "model/control_codes.h"
#include "model/describe.h"
#include "model/move_queue.h"
#include "model/property_list.h"
#include "model/vm_migration.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/cmdlet_arguments.h"
#include "sim/scenario/powershell_table.h"
#include <string.h>

#define HOUR UINT64_C(3600000000)

/* What a cmdlet waits for; read through ClusAPI like everything else it knows. */
struct waiting {
  struct scenario *scenario;
  HCLUSTER cluster;
  const char *name; /* group or resource */
};

static bool group_settled(const struct world *world, void *context) {
  const struct waiting *waiting = context;
  struct role role;
  (void)world;
  return reader_group(waiting->scenario, waiting->cluster, waiting->name, &role) != WIN32_SUCCESS ||
         (role.state != GROUP_PENDING &&
          (role.status_information & GROUP_WAITING_IN_QUEUE_FOR_MOVE) == 0);
}

static bool resource_settled(const struct world *world, void *context) {
  const struct waiting *waiting = context;
  struct resource_reading reading;
  (void)world;
  return reader_resource(waiting->scenario, waiting->cluster, waiting->name, &reading) !=
             WIN32_SUCCESS ||
         (reading.state != RESOURCE_ONLINE_PENDING && reading.state != RESOURCE_OFFLINE_PENDING);
}

/* MigrationState 1, 2 and 3 are on the way; after them the group settles. */
static bool migration_settled(const struct world *world, void *context) {
  const struct waiting *waiting = context;
  char resource[NAME_BYTES_MAX];
  uint32_t state = 0;
  if (!reader_vm_resource(waiting->scenario, waiting->cluster, waiting->name, resource) ||
      reader_dword(waiting->scenario, waiting->cluster, resource, "MigrationState", &state) !=
          WIN32_SUCCESS)
    return true;
  return (state < 1 || state > 3) && group_settled(world, context);
}

/* -Wait: seconds, 0 for not at all; without it until the end. */
static uint64_t deadline_of(const struct scenario *scenario,
                            const struct cmdlet_arguments *arguments) {
  const struct cmdlet_parameter *wait = cmdlet_argument(arguments, "Wait");
  uint64_t most = SCENARIO_WAIT_MAX_HOURS * HOUR;
  uint64_t duration = wait == NULL || wait->number > most / 1000000 ? most : wait->number * 1000000;
  return scenario->started_at + duration;
}

static bool waits(const struct cmdlet_arguments *arguments) {
  const struct cmdlet_parameter *wait = cmdlet_argument(arguments, "Wait");
  return wait == NULL || wait->number > 0;
}

static void print_resource(struct scenario *scenario, HCLUSTER cluster, const char *asked) {
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

/* --- Move-ClusterVirtualMachineRole --- */

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

/* 2012 and later: a group move whose context asks both resource types for a live migration. */
static uint32_t start_by_group_move(struct scenario *scenario, HCLUSTER cluster, const char *name,
                                    const char *node_name) {
  enum { LIVE_MIGRATION = 4, ROOM = 256 };
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide_group[SCENARIO_NAME_UNITS], wide_node[SCENARIO_NAME_UNITS];
  uint8_t context[ROOM];
  struct property_writer writer = property_writer_begin(context, sizeof context);
  property_writer_dword(&writer, "Virtual Machine", LIVE_MIGRATION);
  property_writer_dword(&writer, "Virtual Machine Configuration", LIVE_MIGRATION);
  bool ready = property_writer_end(&writer);
  assert(ready);
  (void)ready;
  if (!scenario_wide(name, wide_group) || !scenario_wide(node_name, wide_node))
    return WIN32_CLUSTER_NODE_NOT_FOUND;
  HGROUP group = api->OpenClusterGroup(cluster, wide_group);
  uint32_t status = group == NULL ? api->GetLastError() : (uint32_t)WIN32_SUCCESS;
  HNODE node = group == NULL ? NULL : api->OpenClusterNode(cluster, wide_node);
  if (group != NULL && node == NULL)
    status = api->GetLastError();
  if (node != NULL)
    status = api->MoveClusterGroupEx(group, node,
                                     MOVE_RETURN_TO_SOURCE_NODE_ON_ERROR | MOVE_QUEUE_ENABLED |
                                         MOVE_HIGH_PRIORITY_START,
                                     context, (DWORD)writer.needed);
  if (node != NULL)
    (void)api->CloseClusterNode(node);
  if (group != NULL)
    (void)api->CloseClusterGroup(group);
  return status == WIN32_IO_PENDING ? (uint32_t)WIN32_SUCCESS : status;
}

/* Success is the group Online on the destination (os-win's completion test, MIG-039). */
static void judge_move(struct scenario *scenario, HCLUSTER cluster, const char *cmdlet,
                       const char *name, const char *node) {
  char resource[NAME_BYTES_MAX];
  struct role role = {.state = -1};
  uint32_t state = 0, reason = 0;
  (void)reader_group(scenario, cluster, name, &role);
  bool there = object_name_check(node, NODE_NAME_UNITS_MAX) == NULL && role.state == GROUP_ONLINE &&
               object_name_equal(role.owner, node);
  if (there)
    return;
  if (reader_vm_resource(scenario, cluster, name, resource)) {
    (void)reader_dword(scenario, cluster, resource, "MigrationState", &state);
    (void)reader_dword(scenario, cluster, resource, "MigrationFailureReason", &reason);
  }
  cmdlet_error(scenario, cmdlet, WIN32_SUCCESS,
               "The live migration of role '%s' to node '%s' did not complete.", name, node);
  text_format(&scenario->output, "    MigrationState %u (%s), MigrationFailureReason 0x%08X\n",
              state, describe_migration_state(state), reason);
}

static bool move_live(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                      const char *name, const char *node) {
  uint32_t status = WIN32_SUCCESS;
  HCLUSTER cluster = reader_open(scenario, &status);
  bool met = true, ok = true;
  struct waiting waiting = {.scenario = scenario, .cluster = cluster, .name = name};
  if (cluster != NULL && !scenario->issued)
    status = functional_level(scenario->level)->moves_with_context
                 ? start_by_group_move(scenario, cluster, name, node)
                 : start_by_control_code(scenario, cluster, name, node);
  if (status != WIN32_SUCCESS) {
    cmdlet_error(scenario, arguments->cmdlet, status, "The role '%s' could not be moved to '%s'.",
                 name, node);
  } else if (waits(arguments)) {
    ok = scenario_wait(scenario, deadline_of(scenario, arguments), migration_settled, &waiting,
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

bool cmdlet_move_vm_role(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  const char *name = cmdlet_required(scenario, &arguments, "Name");
  if (name != NULL && cmdlet_argument(&arguments, "Cancel") != NULL)
    return cancel_live(scenario, &arguments, name);
  const char *node = name == NULL ? NULL : cmdlet_required(scenario, &arguments, "Node");
  const struct cmdlet_parameter *type = cmdlet_argument(&arguments, "MigrationType");
  if (node == NULL)
    return false;
  if (type != NULL && (object_name_check(type->values[0], GROUP_NAME_UNITS_MAX) != NULL ||
                       !object_name_equal(type->values[0], "Live"))) {
    static const char *const others[] = {"TurnOff", "Quick", "Shutdown", "ShutdownForce"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
      if (object_name_check(type->values[0], GROUP_NAME_UNITS_MAX) == NULL &&
          object_name_equal(type->values[0], others[i]))
        return scenario_bad(scenario, type->column, "-MigrationType %s is not modelled yet",
                            others[i]);
    return scenario_bad(scenario, type->column,
                        "-MigrationType: expected TurnOff, Quick, Shutdown, ShutdownForce or Live");
  }
  return move_live(scenario, &arguments, name, node);
}

/* --- online and offline --- */

typedef uint32_t request_for(const struct clusapi_table *api, HCLUSTER cluster, const WCHAR *name);

static uint32_t online_group(const struct clusapi_table *api, HCLUSTER cluster, const WCHAR *name) {
  HGROUP group = api->OpenClusterGroup(cluster, name);
  uint32_t status = group == NULL ? api->GetLastError() : api->OnlineClusterGroup(group, NULL);
  if (group != NULL)
    (void)api->CloseClusterGroup(group);
  return status;
}

static uint32_t offline_group(const struct clusapi_table *api, HCLUSTER cluster,
                              const WCHAR *name) {
  HGROUP group = api->OpenClusterGroup(cluster, name);
  uint32_t status = group == NULL ? api->GetLastError() : api->OfflineClusterGroup(group);
  if (group != NULL)
    (void)api->CloseClusterGroup(group);
  return status;
}

static uint32_t online_resource(const struct clusapi_table *api, HCLUSTER cluster,
                                const WCHAR *name) {
  HRESOURCE resource = api->OpenClusterResource(cluster, name);
  uint32_t status = resource == NULL ? api->GetLastError() : api->OnlineClusterResource(resource);
  if (resource != NULL)
    (void)api->CloseClusterResource(resource);
  return status;
}

static uint32_t offline_resource(const struct clusapi_table *api, HCLUSTER cluster,
                                 const WCHAR *name) {
  HRESOURCE resource = api->OpenClusterResource(cluster, name);
  uint32_t status = resource == NULL ? api->GetLastError() : api->OfflineClusterResource(resource);
  if (resource != NULL)
    (void)api->CloseClusterResource(resource);
  return status;
}

static uint32_t pause_node(const struct clusapi_table *api, HCLUSTER cluster, const WCHAR *name) {
  HNODE node = api->OpenClusterNode(cluster, name);
  uint32_t status = node == NULL ? api->GetLastError() : api->PauseClusterNode(node);
  if (node != NULL)
    (void)api->CloseClusterNode(node);
  return status;
}

static uint32_t resume_node(const struct clusapi_table *api, HCLUSTER cluster, const WCHAR *name) {
  HNODE node = api->OpenClusterNode(cluster, name);
  uint32_t status = node == NULL ? api->GetLastError() : api->ResumeClusterNode(node);
  if (node != NULL)
    (void)api->CloseClusterNode(node);
  return status;
}

static void print_node(struct scenario *scenario, HCLUSTER cluster, const char *asked) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  char name[NAME_BYTES_MAX];
  reader_stored_name(scenario, cluster, CLUSTER_ENUM_NODE, asked, name);
  struct table table = {.column_count = 3,
                        .columns = {{"Name", false}, {"State", false}, {"Type", false}}};
  HNODE node = scenario_wide(name, wide) ? api->OpenClusterNode(cluster, wide) : NULL;
  if (node == NULL)
    return;
  table_add_row(&table, (const char *const[]){
                            name, describe_node_state(api->GetClusterNodeState(node)), "Node"});
  (void)api->CloseClusterNode(node);
  table_print(&table, &scenario->output);
}

struct act {
  request_for *request;
  world_condition *settled; /* NULL: done at once */
  void (*print)(struct scenario *scenario, HCLUSTER cluster, const char *name);
};

/* A request about one object, the wait for its end, and the object's row. */
static bool act_on(struct scenario *scenario, const struct words *words, const struct act *act) {
  struct cmdlet_arguments arguments;
  WCHAR wide[SCENARIO_NAME_UNITS];
  uint32_t status = WIN32_SUCCESS;
  bool met = true, ok = true;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  const char *name = cmdlet_required(scenario, &arguments, "Name");
  if (name == NULL)
    return false;
  HCLUSTER cluster = reader_open(scenario, &status);
  struct waiting waiting = {.scenario = scenario, .cluster = cluster, .name = name};
  if (cluster != NULL && !scenario->issued)
    status = scenario_wide(name, wide) ? act->request(scenario->backend.api, cluster, wide)
                                       : (uint32_t)WIN32_INVALID_PARAMETER;
  if (status != WIN32_SUCCESS && status != WIN32_IO_PENDING) {
    cmdlet_error(scenario, arguments.cmdlet, status, "The request on '%s' was refused.", name);
  } else {
    if (act->settled != NULL && waits(&arguments))
      ok = scenario_wait(scenario, deadline_of(scenario, &arguments), act->settled, &waiting, &met);
    if (ok)
      act->print(scenario, cluster, name);
  }
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return ok;
}

bool cmdlet_start_group(struct scenario *scenario, const struct words *words) {
  return act_on(scenario, words, &(struct act){online_group, group_settled, reader_print_group});
}

bool cmdlet_stop_group(struct scenario *scenario, const struct words *words) {
  return act_on(scenario, words, &(struct act){offline_group, group_settled, reader_print_group});
}

bool cmdlet_start_resource(struct scenario *scenario, const struct words *words) {
  return act_on(scenario, words, &(struct act){online_resource, resource_settled, print_resource});
}

bool cmdlet_stop_resource(struct scenario *scenario, const struct words *words) {
  return act_on(scenario, words, &(struct act){offline_resource, resource_settled, print_resource});
}

bool cmdlet_suspend_node(struct scenario *scenario, const struct words *words) {
  return act_on(scenario, words, &(struct act){pause_node, NULL, print_node});
}

bool cmdlet_resume_node(struct scenario *scenario, const struct words *words) {
  return act_on(scenario, words, &(struct act){resume_node, NULL, print_node});
}

/* --- Hyper-V's own cmdlets: they act on the host, beside the cluster, and print nothing --- */

static bool on_vm(struct scenario *scenario, const struct words *words, enum event_kind kind,
                  enum event_kind with_flag, const char *flag) {
  struct cmdlet_arguments arguments;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  const char *name = cmdlet_required(scenario, &arguments, "Name");
  if (name == NULL)
    return false;
  uint32_t vm = cluster_find(world_cluster(scenario->world), OBJECT_VM, name);
  bool flagged = flag != NULL && cmdlet_argument(&arguments, flag) != NULL;
  if (vm == CLUSTER_NONE) {
    cmdlet_error(scenario, arguments.cmdlet, WIN32_SUCCESS,
                 "Hyper-V found no virtual machine with the name '%s'.", name);
    return true;
  }
  uint32_t status = world_happens(
      scenario->world, &(struct event){.kind = flagged ? with_flag : kind, .subject = vm});
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The operation on '%s' failed: it is %s.",
                 name, describe_vm_state(cluster_vm(world_cluster(scenario->world), vm)->state));
  return true;
}

bool cmdlet_suspend_vm(struct scenario *scenario, const struct words *words) {
  return on_vm(scenario, words, EVENT_GUEST_PAUSE, EVENT_GUEST_PAUSE, NULL);
}

bool cmdlet_resume_vm(struct scenario *scenario, const struct words *words) {
  return on_vm(scenario, words, EVENT_GUEST_RESUME, EVENT_GUEST_RESUME, NULL);
}

bool cmdlet_save_vm(struct scenario *scenario, const struct words *words) {
  return on_vm(scenario, words, EVENT_GUEST_SAVE, EVENT_GUEST_SAVE, NULL);
}

bool cmdlet_start_vm(struct scenario *scenario, const struct words *words) {
  return on_vm(scenario, words, EVENT_GUEST_START, EVENT_GUEST_START, NULL);
}

bool cmdlet_stop_vm(struct scenario *scenario, const struct words *words) {
  return on_vm(scenario, words, EVENT_GUEST_SHUT_DOWN, EVENT_GUEST_TURN_OFF, "TurnOff");
}
