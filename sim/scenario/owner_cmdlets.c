/* Get- and Set-ClusterOwnerNode: preferred owners of a group, possible owners of a resource
 * (VOC-003). */
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/cmdlet_arguments.h"
#include "sim/scenario/powershell_table.h"
#include <stdio.h>
#include <string.h>

enum { OWNERS_ROOM = 4096 };

struct owned {
  const char *cmdlet, *name;
  bool group; /* else a resource */
};

/* -Group or -Resource, one of them. */
static bool which(struct scenario *scenario, const struct words *words,
                  struct cmdlet_arguments *arguments, struct owned *owned) {
  if (!cmdlet_arguments_parse(scenario, words, arguments) || !scenario_need_world(scenario))
    return false;
  const struct cmdlet_parameter *group = cmdlet_argument(arguments, "Group");
  const struct cmdlet_parameter *resource = cmdlet_argument(arguments, "Resource");
  if ((group == NULL) == (resource == NULL))
    return scenario_bad(scenario, arguments->column, "%s: expected -Group or -Resource",
                        arguments->cmdlet);
  *owned = (struct owned){.cmdlet = arguments->cmdlet,
                          .group = group != NULL,
                          .name = group != NULL ? group->values[0] : resource->values[0]};
  return true;
}

/* --- reading --- */

static bool add_owner(struct scenario *scenario, HCLUSTER cluster, const char *name,
                      void *context) {
  char *text = context;
  size_t used = strlen(text);
  (void)scenario;
  (void)cluster;
  snprintf(text + used, OWNERS_ROOM - used, "%s%s", used > 1 ? ", " : "", name);
  return true;
}

static uint32_t list_owners(struct scenario *scenario, HCLUSTER cluster, const struct owned *owned,
                            char text[OWNERS_ROOM]) {
  strcpy(text, "{");
  uint32_t status = owned->group
                        ? reader_preferred_owners(scenario, cluster, owned->name, add_owner, text)
                        : reader_possible_owners(scenario, cluster, owned->name, add_owner, text);
  strncat(text, "}", OWNERS_ROOM - strlen(text) - 1);
  return status;
}

bool cmdlet_get_owner_node(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  struct owned owned;
  char owners[OWNERS_ROOM], stored[NAME_BYTES_MAX];
  uint32_t status = WIN32_SUCCESS;
  if (!which(scenario, words, &arguments, &owned))
    return false;
  struct table table = {.column_count = 2,
                        .columns = {{"ClusterObject", false}, {"OwnerNodes", false}}};
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    status = list_owners(scenario, cluster, &owned, owners);
  if (status != WIN32_SUCCESS) {
    cmdlet_error(scenario, owned.cmdlet, status, "The owners of '%s' could not be read.",
                 owned.name);
  } else {
    reader_stored_name(scenario, cluster, owned.group ? CLUSTER_ENUM_GROUP : CLUSTER_ENUM_RESOURCE,
                       owned.name, stored);
    table_add_row(&table, (const char *const[]){stored, owners});
    table_print(&table, &scenario->output);
  }
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

/* --- writing --- */

struct node_list {
  DWORD count;
  HNODE nodes[NODES_MAX];
};

static void close_nodes(struct scenario *scenario, struct node_list *list) {
  for (DWORD i = 0; i < list->count; i++)
    (void)scenario->backend.api->CloseClusterNode(list->nodes[i]);
  list->count = 0;
}

static bool take_node(struct scenario *scenario, HCLUSTER cluster, const char *name,
                      void *context) {
  struct node_list *list = context;
  WCHAR wide[SCENARIO_NAME_UNITS];
  HNODE node = list->count < NODES_MAX && scenario_wide(name, wide)
                   ? scenario->backend.api->OpenClusterNode(cluster, wide)
                   : NULL;
  if (node != NULL)
    list->nodes[list->count++] = node;
  return node != NULL;
}

static uint32_t set_preferred(struct scenario *scenario, HCLUSTER cluster, const char *name,
                              struct node_list *owners) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  HGROUP group = scenario_wide(name, wide) ? api->OpenClusterGroup(cluster, wide) : NULL;
  if (group == NULL)
    return WIN32_GROUP_NOT_FOUND;
  uint32_t status = api->SetClusterGroupNodeList(group, owners->count, owners->nodes);
  (void)api->CloseClusterGroup(group);
  return status;
}

struct possible_owners {
  HRESOURCE resource;
  const struct cmdlet_parameter *owners;
  bool add; /* those that are named; else take away the others */
  uint32_t status;
};

static bool set_one(struct scenario *scenario, HCLUSTER cluster, const char *name, void *context) {
  const struct clusapi_table *api = scenario->backend.api;
  struct possible_owners *possible = context;
  WCHAR wide[SCENARIO_NAME_UNITS];
  if (cmdlet_names(possible->owners, name) != possible->add)
    return true;
  HNODE node = scenario_wide(name, wide) ? api->OpenClusterNode(cluster, wide) : NULL;
  if (node == NULL)
    possible->status = WIN32_CLUSTER_NODE_NOT_FOUND;
  else
    possible->status = possible->add ? api->AddClusterResourceNode(possible->resource, node)
                                     : api->RemoveClusterResourceNode(possible->resource, node);
  if (node != NULL)
    (void)api->CloseClusterNode(node);
  return possible->status == WIN32_SUCCESS;
}

/* Every member that is named may own it, and no other one: the new ones first, so that it is never
 * without. */
static uint32_t set_possible(struct scenario *scenario, HCLUSTER cluster, const char *name,
                             const struct cmdlet_parameter *owners) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  HRESOURCE resource = scenario_wide(name, wide) ? api->OpenClusterResource(cluster, wide) : NULL;
  if (resource == NULL)
    return WIN32_RESOURCE_NOT_FOUND;
  struct possible_owners possible = {.resource = resource, .owners = owners, .add = true};
  reader_each(scenario, cluster, CLUSTER_ENUM_NODE, set_one, &possible);
  possible.add = false;
  if (possible.status == WIN32_SUCCESS)
    reader_each(scenario, cluster, CLUSTER_ENUM_NODE, set_one, &possible);
  (void)api->CloseClusterResource(resource);
  return possible.status;
}

bool cmdlet_set_owner_node(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  struct owned owned;
  struct node_list list = {0};
  uint32_t status = WIN32_SUCCESS;
  if (!which(scenario, words, &arguments, &owned) ||
      cmdlet_required(scenario, &arguments, "Owners") == NULL)
    return false;
  const struct cmdlet_parameter *owners = cmdlet_argument(&arguments, "Owners");
  HCLUSTER cluster = reader_open(scenario, &status);
  for (size_t i = 0; cluster != NULL && i < owners->value_count; i++) /* do they all exist? */
    if (status == WIN32_SUCCESS && !take_node(scenario, cluster, owners->values[i], &list))
      status = WIN32_CLUSTER_NODE_NOT_FOUND;
  if (cluster != NULL && status == WIN32_SUCCESS)
    status = owned.group ? set_preferred(scenario, cluster, owned.name, &list)
                         : set_possible(scenario, cluster, owned.name, owners);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, owned.cmdlet, status, "The owners of '%s' were not set.", owned.name);
  close_nodes(scenario, &list);
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}
