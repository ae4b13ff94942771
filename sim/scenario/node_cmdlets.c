/* Suspend-, Resume-, Stop- and Start-ClusterNode. */
#include "model/describe.h"
#include "model/node_drain.h"
#include "sim/scenario/cmdlet_waiting.h"
#include "sim/scenario/object_access.h"
#include "sim/scenario/powershell_table.h"

static HNODE open_node(struct scenario *scenario, HCLUSTER cluster, const char *name,
                       uint32_t *status) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  HNODE node = scenario_wide(name, wide) ? api->OpenClusterNode(cluster, wide) : NULL;
  *status = node != NULL ? (uint32_t)WIN32_SUCCESS : (uint32_t)WIN32_CLUSTER_NODE_NOT_FOUND;
  return node;
}

static void print_row(struct scenario *scenario, const char *name, int64_t state) {
  struct table table = {.column_count = 3,
                        .columns = {{"Name", false}, {"State", false}, {"Type", false}}};
  table_add_row(&table, (const char *const[]){name, describe_node_state(state), "Node"});
  table_print(&table, &scenario->output);
}

static void print_node(struct scenario *scenario, HCLUSTER cluster, const char *asked) {
  int64_t state = 0;
  char name[NAME_BYTES_MAX];
  reader_stored_name(scenario, cluster, CLUSTER_ENUM_NODE, asked, name);
  if (reader_node_state(scenario, cluster, name, &state) == WIN32_SUCCESS)
    print_row(scenario, name, state);
}

/* --- Suspend-ClusterNode --- */

/* DRAIN_NOT_INITIATED of a node that cannot be read, too. */
static uint64_t drain_status(struct scenario *scenario, HCLUSTER cluster, const char *name) {
  uint64_t status = DRAIN_NOT_INITIATED;
  (void)object_number(scenario, cluster, &(struct object_name){CONTROL_OBJECT_NODE, name}, false,
                      "NodeDrainStatus", &status);
  return status;
}

static bool drain_settled(const struct world *world, void *context) {
  const struct cmdlet_waiting *waiting = context;
  (void)world;
  return drain_status(waiting->scenario, waiting->cluster, waiting->name) != DRAIN_IN_PROGRESS;
}

/* Suspend-ClusterNode -Drain leaves on the node what cannot move, -ForceDrain does not (DRN-010,
 * DRN-013). */
static uint32_t suspend(struct scenario *scenario, HCLUSTER cluster,
                        const struct cmdlet_arguments *arguments, const char *name) {
  const struct clusapi_table *api = scenario->backend.api;
  const struct cmdlet_parameter *target = cmdlet_argument(arguments, "TargetNode");
  bool forced = cmdlet_argument(arguments, "ForceDrain") != NULL;
  bool drain = forced || cmdlet_argument(arguments, "Drain") != NULL || target != NULL;
  uint32_t status = WIN32_SUCCESS;
  HNODE node = open_node(scenario, cluster, name, &status), to = NULL;
  if (node != NULL && target != NULL)
    to = open_node(scenario, cluster, target->values[0], &status);
  if (status == WIN32_SUCCESS)
    status = api->PauseClusterNodeEx(
        node, drain, drain && !forced ? PAUSE_REMAIN_ON_PAUSED_NODE_ON_MOVE_ERROR : 0, to);
  if (to != NULL)
    (void)api->CloseClusterNode(to);
  if (node != NULL)
    (void)api->CloseClusterNode(node);
  return status;
}

static void judge_drain(struct scenario *scenario, HCLUSTER cluster, const char *cmdlet,
                        const char *name) {
  if (drain_status(scenario, cluster, name) == DRAIN_FAILED)
    cmdlet_error(scenario, cmdlet, WIN32_SUCCESS, "The drain of node '%s' has failed.", name);
}

bool cmdlet_suspend_node(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  bool met = true, ok = true;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  HCLUSTER cluster = reader_open(scenario, &status);
  struct cmdlet_waiting waiting = {.scenario = scenario, .cluster = cluster, .name = name};
  if (cluster != NULL && !scenario->issued)
    status = suspend(scenario, cluster, &arguments, name);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The request on '%s' was refused.", name);
  else if (cmdlet_argument(&arguments, "Wait") != NULL) { /* DRN-014: not without it */
    ok = scenario_wait(scenario, cmdlet_deadline(scenario, NULL), drain_settled, &waiting, &met);
    if (ok)
      judge_drain(scenario, cluster, arguments.cmdlet, name);
  }
  if (ok && status == WIN32_SUCCESS)
    print_node(scenario, cluster, name);
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return ok;
}

/* --- Resume-ClusterNode --- */

static const struct {
  const char *name;
  CLUSTER_NODE_RESUME_FAILBACK_TYPE type;
} failbacks[] = {{"NoFailback", DoNotFailbackGroups},
                 {"Immediate", FailbackGroupsImmediately},
                 {"Policy", FailbackGroupsPerPolicy}};

enum { FAILBACK_COUNT = sizeof failbacks / sizeof failbacks[0] };

bool cmdlet_resume_node(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  size_t row = 0;
  const char *name = cmdlet_named(scenario, words, &arguments);
  const struct cmdlet_parameter *failback = cmdlet_argument(&arguments, "Failback");
  if (name == NULL)
    return false;
  while (failback != NULL && row < FAILBACK_COUNT &&
         !object_name_is(failback->values[0], failbacks[row].name))
    row++;
  if (row == FAILBACK_COUNT)
    return scenario_bad(scenario, failback->column,
                        "-Failback: expected NoFailback, Immediate or Policy");
  HCLUSTER cluster = reader_open(scenario, &status);
  HNODE node = cluster == NULL ? NULL : open_node(scenario, cluster, name, &status);
  if (node != NULL) {
    status = scenario->backend.api->ResumeClusterNodeEx(node, failbacks[row].type, 0);
    (void)scenario->backend.api->CloseClusterNode(node);
  }
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The request on '%s' was refused.", name);
  else
    print_node(scenario, cluster, name);
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

/* --- Add- and Remove-ClusterNode --- */

/* Silent from 2016 on, where a transcript shows so; older pages print the node. */
bool cmdlet_add_node(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  WCHAR wide[SCENARIO_NAME_UNITS];
  uint32_t status = WIN32_SUCCESS;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  const struct clusapi_table *api = scenario->backend.api;
  HCLUSTER cluster = reader_open(scenario, &status);
  HNODE node = NULL;
  if (cluster != NULL) {
    node = scenario_wide(name, wide) ? api->AddClusterNode(cluster, wide, NULL, NULL) : NULL;
    status = node == NULL ? api->GetLastError() : (uint32_t)WIN32_SUCCESS;
  }
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The node '%s' could not be added.", name);
  else if (!functional_level(scenario->level)->resilient)
    print_node(scenario, cluster, name);
  if (node != NULL)
    (void)api->CloseClusterNode(node);
  if (cluster != NULL)
    (void)api->CloseCluster(cluster);
  return true;
}

static bool node_is_gone(const struct world *world, void *context) {
  const struct cmdlet_waiting *waiting = context;
  uint32_t status = WIN32_SUCCESS;
  HNODE node = open_node(waiting->scenario, waiting->cluster, waiting->name, &status);
  (void)world;
  if (node != NULL)
    (void)waiting->scenario->backend.api->CloseClusterNode(node);
  return node == NULL;
}

bool cmdlet_remove_node(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  bool met = true, ok = true;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  HCLUSTER cluster = reader_open(scenario, &status);
  struct cmdlet_waiting waiting = {.scenario = scenario, .cluster = cluster, .name = name};
  HNODE node =
      cluster == NULL || scenario->issued ? NULL : open_node(scenario, cluster, name, &status);
  if (node != NULL) {
    status = scenario->backend.api->EvictClusterNode(node);
    (void)scenario->backend.api->CloseClusterNode(node);
  }
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The node '%s' could not be evicted.", name);
  else if (cmdlet_waits(&arguments))
    ok = scenario_wait(scenario, cmdlet_deadline(scenario, &arguments), node_is_gone, &waiting,
                       &met);
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return ok;
}

/* --- Stop- and Start-ClusterNode: they stop and start the cluster service, beside ClusAPI --- */

static bool node_is_down(const struct world *world, void *context) {
  const struct cmdlet_waiting *waiting = context;
  const struct cluster *cluster = world_cluster(world);
  return cluster_node(cluster, cluster_find(cluster, OBJECT_NODE, waiting->name))->state ==
         NODE_DOWN;
}

static bool node_has_joined(const struct world *world, void *context) {
  const struct cmdlet_waiting *waiting = context;
  const struct cluster *cluster = world_cluster(world);
  return cluster_node(cluster, cluster_find(cluster, OBJECT_NODE, waiting->name))->state !=
         NODE_JOINING;
}

typedef uint32_t service_request(struct world *world, uint32_t node,
                                 const struct cmdlet_arguments *arguments);

static uint32_t stop_service(struct world *world, uint32_t node,
                             const struct cmdlet_arguments *arguments) {
  (void)arguments;
  return world_happens(world, &(struct event){.kind = EVENT_STOP_NODE, .subject = node});
}

static uint32_t start_service(struct world *world, uint32_t index,
                              const struct cmdlet_arguments *arguments) {
  const struct node *node = cluster_node(world_cluster(world), index);
  bool clears = node->quarantined && cmdlet_argument(arguments, "ClearQuarantine") != NULL;
  bool runs = node->powered && !node->service_stopped;
  uint32_t status = WIN32_SUCCESS;
  if (clears)
    status =
        world_happens(world, &(struct event){.kind = EVENT_CLEAR_QUARANTINE, .subject = index});
  if (status != WIN32_SUCCESS || (clears && runs))
    return status;
  if (!runs || !node->quarantined)
    status = world_happens(world, &(struct event){.kind = EVENT_SERVICE_STARTED, .subject = index});
  return status == WIN32_SUCCESS && node->quarantined ? (uint32_t)WIN32_CLUSTER_NODE_QUARANTINED
                                                      : status;
}

static bool control_service(struct scenario *scenario, const struct words *words,
                            service_request *request, world_condition *settled, bool waits) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  bool met = true, ok = true;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  uint32_t node = cluster_find(world_cluster(scenario->world), OBJECT_NODE, name);
  struct cmdlet_waiting waiting = {.scenario = scenario, .name = name};
  if (node == CLUSTER_NONE)
    status = WIN32_CLUSTER_NODE_NOT_FOUND;
  else if (!scenario->issued)
    status = request(scenario->world, node, &arguments);
  if (status != WIN32_SUCCESS && status != WIN32_IO_PENDING) {
    cmdlet_error(scenario, arguments.cmdlet, status,
                 "The cluster service on '%s' could not be controlled.", name);
    return true;
  }
  if (cmdlet_argument(&arguments, "Wait") != NULL ? cmdlet_waits(&arguments) : waits)
    ok = scenario_wait(scenario, cmdlet_deadline(scenario, &arguments), settled, &waiting, &met);
  const struct cluster *cluster = world_cluster(scenario->world);
  if (ok) /* the row comes from the world: a cluster whose last node stops answers nobody */
    print_row(scenario, cluster_name(cluster, OBJECT_NODE, node),
              cluster_node(cluster, node)->state);
  return ok;
}

bool cmdlet_stop_node(struct scenario *scenario, const struct words *words) {
  return control_service(scenario, words, stop_service, node_is_down, true);
}

/* It returns while the node still joins.  The service of a quarantined node runs and asks in vain,
 * unless -ClearQuarantine lets it join. */
bool cmdlet_start_node(struct scenario *scenario, const struct words *words) {
  return control_service(scenario, words, start_service, node_has_joined, false);
}
