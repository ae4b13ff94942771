/* Get-Cluster, Get-ClusterNode and the like: they print objects, or hand them on to the next cmdlet
 * of a pipeline. */
#include "model/describe.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/cmdlet_arguments.h"
#include "sim/scenario/object_access.h"
#include "sim/scenario/powershell_table.h"
#include <stdio.h>
#include <string.h>

/* What goes on to the next cmdlet instead of being printed. */
static bool hand_on(struct scenario *scenario, enum control_object object, const char *name) {
  scenario->pipeline.object = object;
  if (scenario->pipeline.count == PIPELINE_MAX)
    return scenario_bad(scenario, 1, "a pipeline carries at most %d objects", PIPELINE_MAX);
  memcpy(scenario->pipeline.names[scenario->pipeline.count++], name, strlen(name) + 1);
  return true;
}

bool cmdlet_get_cluster(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  struct table table = {.column_count = 1, .columns = {{"Name", false}}};
  WCHAR wide[SCENARIO_NAME_UNITS];
  DWORD units = SCENARIO_NAME_UNITS;
  char name[NAME_BYTES_MAX];
  uint32_t status = WIN32_SUCCESS;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  const struct clusapi_table *api = scenario->backend.api;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL) {
    status = api->GetClusterInformation(cluster, wide, &units, NULL);
    (void)api->CloseCluster(cluster);
  }
  if (status != WIN32_SUCCESS) {
    cmdlet_error(scenario, arguments.cmdlet, status, "The cluster service is not running.");
    return true;
  }
  scenario_narrow(wide, name);
  if (scenario->pipeline.open)
    return hand_on(scenario, CONTROL_OBJECT_CLUSTER, name);
  table_add_row(&table, (const char *const[]){name});
  table_print(&table, &scenario->output);
  return true;
}

struct listing {
  struct table table;
  const char *cmdlet;
  const struct cmdlet_parameter *nodes, *networks; /* only these; NULL: all */
};

static bool add_node(struct scenario *scenario, HCLUSTER cluster, const char *name, void *context) {
  struct listing *listing = context;
  int64_t state = 0;
  uint32_t status = reader_node_state(scenario, cluster, name, &state);
  if (status != WIN32_SUCCESS) {
    cmdlet_error(scenario, listing->cmdlet, status, "The node '%s' could not be read.", name);
    return true;
  }
  if (scenario->pipeline.open)
    return hand_on(scenario, CONTROL_OBJECT_NODE, name);
  table_add_row(&listing->table, (const char *const[]){name, describe_node_state(state), "Node"});
  return true;
}

static bool add_group(struct scenario *scenario, HCLUSTER cluster, const char *name,
                      void *context) {
  struct listing *listing = context;
  struct role role;
  uint32_t status = reader_group(scenario, cluster, name, &role);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, listing->cmdlet, status, "The group '%s' could not be read.", name);
  else if (scenario->pipeline.open)
    return hand_on(scenario, CONTROL_OBJECT_GROUP, name);
  else
    table_add_row(&listing->table,
                  (const char *const[]){name, role.owner, describe_group_state(role.state)});
  return true;
}

static bool add_resource(struct scenario *scenario, HCLUSTER cluster, const char *name,
                         void *context) {
  struct listing *listing = context;
  struct resource_reading reading;
  uint32_t status = reader_resource(scenario, cluster, name, &reading);
  if (status != WIN32_SUCCESS) {
    cmdlet_error(scenario, listing->cmdlet, status, "The resource '%s' could not be read.", name);
  } else if (scenario->pipeline.open) {
    return hand_on(scenario, CONTROL_OBJECT_RESOURCE, name);
  } else {
    table_add_row(&listing->table,
                  (const char *const[]){name,
                                        reader_resource_state(scenario, cluster, name, &reading),
                                        reading.group, reading.type});
  }
  return true;
}

static bool add_type(struct scenario *scenario, HCLUSTER cluster, const char *name, void *context) {
  struct listing *listing = context;
  struct object_name type = {CONTROL_OBJECT_RESOURCE_TYPE, name};
  struct text display = {0};
  uint32_t status = object_text(scenario, cluster, &type, "Name", &display);
  bool goes_on = true;
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, listing->cmdlet, status, "The resource type '%s' could not be read.",
                 name);
  else if (scenario->pipeline.open)
    goes_on = hand_on(scenario, CONTROL_OBJECT_RESOURCE_TYPE, name);
  else
    table_add_row(&listing->table, (const char *const[]){name, text_get(&display)});
  text_free(&display);
  return goes_on;
}

/* Role as its enumeration calls it (NetworkRole: 0, 1 and 3). */
static const char *role_name(uint64_t role) {
  static const char *const names[] = {"None", "Cluster", "", "ClusterAndClient"};
  return role < sizeof names / sizeof names[0] ? names[role] : "";
}

static bool add_network(struct scenario *scenario, HCLUSTER cluster, const char *name,
                        void *context) {
  const struct clusapi_table *api = scenario->backend.api;
  struct listing *listing = context;
  struct object_name object = {CONTROL_OBJECT_NETWORK, name};
  WCHAR wide[SCENARIO_NAME_UNITS];
  uint64_t metric = 0, role = 0;
  HNETWORK network = scenario_wide(name, wide) ? api->OpenClusterNetwork(cluster, wide) : NULL;
  uint32_t status =
      network != NULL ? (uint32_t)WIN32_SUCCESS : (uint32_t)WIN32_CLUSTER_NETWORK_NOT_FOUND;
  int64_t state = network != NULL ? api->GetClusterNetworkState(network) : -1;
  if (network != NULL)
    (void)api->CloseClusterNetwork(network);
  if (status == WIN32_SUCCESS && listing->table.column_count > 2)
    status = object_number(scenario, cluster, &object, false, "Metric", &metric);
  if (status == WIN32_SUCCESS)
    status = object_number(scenario, cluster, &object, false, "Role", &role);
  if (status != WIN32_SUCCESS) {
    cmdlet_error(scenario, listing->cmdlet, status, "The network '%s' could not be read.", name);
    return true;
  }
  if (scenario->pipeline.open)
    return hand_on(scenario, CONTROL_OBJECT_NETWORK, name);
  char number[24];
  snprintf(number, sizeof number, "%llu", (unsigned long long)metric);
  table_add_row(&listing->table, (const char *const[]){name, describe_network_state(state), number,
                                                       role_name(role)});
  return true;
}

static bool add_interface(struct scenario *scenario, HCLUSTER cluster, const char *name,
                          void *context) {
  const struct clusapi_table *api = scenario->backend.api;
  struct listing *listing = context;
  struct object_name object = {CONTROL_OBJECT_NETINTERFACE, name};
  WCHAR wide[SCENARIO_NAME_UNITS];
  struct text node = {0}, network = {0};
  HNETINTERFACE interface =
      scenario_wide(name, wide) ? api->OpenClusterNetInterface(cluster, wide) : NULL;
  uint32_t status =
      interface != NULL ? (uint32_t)WIN32_SUCCESS : (uint32_t)WIN32_CLUSTER_NETINTERFACE_NOT_FOUND;
  int64_t state = interface != NULL ? api->GetClusterNetInterfaceState(interface) : -1;
  if (interface != NULL)
    (void)api->CloseClusterNetInterface(interface);
  if (status == WIN32_SUCCESS)
    status = object_text(scenario, cluster, &object, "Node", &node);
  if (status == WIN32_SUCCESS)
    status = object_text(scenario, cluster, &object, "Network", &network);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, listing->cmdlet, status, "The interface '%s' could not be read.", name);
  else if (cmdlet_names(listing->nodes, text_get(&node)) &&
           cmdlet_names(listing->networks, text_get(&network)))
    table_add_row(&listing->table, (const char *const[]){name, text_get(&node), text_get(&network),
                                                         describe_interface_state(state)});
  text_free(&node);
  text_free(&network);
  return true;
}

/* Get-Cluster*: the named objects, or all of them. */
static bool print_objects(struct scenario *scenario, const struct words *words, DWORD kind,
                          reader_visit *add, struct listing *listing) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  listing->cmdlet = arguments.cmdlet;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster == NULL) {
    cmdlet_error(scenario, arguments.cmdlet, status, "The cluster service is not running.");
    return true;
  }
  const struct cmdlet_parameter *names = cmdlet_argument(&arguments, "Name");
  listing->nodes = cmdlet_argument(&arguments, "Node");
  listing->networks = cmdlet_argument(&arguments, "Network");
  if (names == NULL)
    reader_each(scenario, cluster, kind, add, listing);
  for (size_t i = 0; names != NULL && i < names->value_count; i++) {
    char stored[NAME_BYTES_MAX];
    reader_stored_name(scenario, cluster, kind, names->values[i], stored);
    (void)add(scenario, cluster, stored, listing);
  }
  table_print(&listing->table, &scenario->output);
  (void)scenario->backend.api->CloseCluster(cluster);
  return scenario->error[0] == '\0';
}

bool cmdlet_get_node(struct scenario *scenario, const struct words *words) {
  struct listing listing = {
      .table = {.column_count = 3,
                .columns = {{"Name", false}, {"State", false}, {"Type", false}}}};
  return print_objects(scenario, words, CLUSTER_ENUM_NODE, add_node, &listing);
}

bool cmdlet_get_group(struct scenario *scenario, const struct words *words) {
  struct listing listing = {
      .table = {.column_count = 3,
                .columns = {{"Name", false}, {"OwnerNode", false}, {"State", false}}}};
  return print_objects(scenario, words, CLUSTER_ENUM_GROUP, add_group, &listing);
}

bool cmdlet_get_resource(struct scenario *scenario, const struct words *words) {
  struct listing listing = {.table = {.column_count = 4,
                                      .columns = {{"Name", false},
                                                  {"State", false},
                                                  {"OwnerGroup", false},
                                                  {"ResourceType", false}}}};
  return print_objects(scenario, words, CLUSTER_ENUM_RESOURCE, add_resource, &listing);
}

bool cmdlet_get_resource_type(struct scenario *scenario, const struct words *words) {
  struct listing listing = {
      .table = {.column_count = 2, .columns = {{"Name", false}, {"DisplayName", false}}}};
  return print_objects(scenario, words, CLUSTER_ENUM_RESTYPE, add_type, &listing);
}

/* Windows Server 2008 R2 shows the first two columns. */
bool cmdlet_get_network(struct scenario *scenario, const struct words *words) {
  struct listing listing = {
      .table = {.column_count = 4,
                .columns = {{"Name", false}, {"State", true}, {"Metric", true}, {"Role", true}}}};
  if (scenario->level == LEVEL_WS2008R2)
    listing.table.column_count = 2;
  return print_objects(scenario, words, CLUSTER_ENUM_NETWORK, add_network, &listing);
}

/* The columns of a transcript; State stands to the right, as an enumeration does. */
bool cmdlet_get_network_interface(struct scenario *scenario, const struct words *words) {
  struct listing listing = {
      .table = {
          .column_count = 4,
          .columns = {{"Name", false}, {"Node", false}, {"Network", false}, {"State", true}}}};
  return print_objects(scenario, words, CLUSTER_ENUM_NETINTERFACE, add_interface, &listing);
}
