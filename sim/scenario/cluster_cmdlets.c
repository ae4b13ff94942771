/* Cmdlets that create the cluster, and make a machine a role. */
#include "model/control_codes.h"
#include "model/describe.h"
#include "model/object_guid.h"
#include "model/property_list.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/cmdlet_arguments.h"
#include "sim/scenario/powershell_table.h"
#include <stdio.h>
#include <string.h>

enum { LIST_ROOM = 4096 };

/* --- creating --- */

bool cmdlet_new_cluster(struct scenario *scenario, const struct words *words) {
  static WCHAR nodes[CMDLET_VALUES_MAX][SCENARIO_NAME_UNITS];
  LPCWSTR pointers[CMDLET_VALUES_MAX];
  struct cmdlet_arguments arguments;
  WCHAR name[SCENARIO_NAME_UNITS];
  const char *cluster_name = cmdlet_named(scenario, words, &arguments);
  if (cluster_name == NULL || cmdlet_required(scenario, &arguments, "Node") == NULL)
    return false;
  const struct cmdlet_parameter *node = cmdlet_argument(&arguments, "Node");
  bool readable = scenario_wide(cluster_name, name);
  for (size_t i = 0; i < node->value_count; i++) {
    readable = readable && scenario_wide(node->values[i], nodes[i]);
    pointers[i] = nodes[i];
  }
  if (!readable)
    return scenario_bad(scenario, arguments.column, "a name is no cluster name");
  CREATE_CLUSTER_CONFIG config = {
      .lpszClusterName = name, .cNodes = (DWORD)node->value_count, .ppszNodeNames = pointers};
  HCLUSTER cluster = scenario->backend.api->CreateCluster(&config, NULL, NULL);
  if (cluster == NULL) {
    cmdlet_error(scenario, arguments.cmdlet, scenario->backend.api->GetLastError(),
                 "The cluster '%s' could not be created.", cluster_name);
    return true;
  }
  (void)scenario->backend.api->CloseCluster(cluster);
  struct table table = {.column_count = 1, .columns = {{"Name", false}}};
  table_add_row(&table, &cluster_name);
  table_print(&table, &scenario->output);
  return true;
}

/* The property list {VmId = guid} for SET_PRIVATE_PROPERTIES. */
static uint32_t set_vm_id(struct scenario *scenario, HRESOURCE resource, uint32_t vm) {
  char guid[GUID_TEXT];
  uint8_t list[LIST_ROOM];
  struct property_writer writer = property_writer_begin(list, sizeof list);
  cluster_guid(world_cluster(scenario->world), OBJECT_VM, vm, guid);
  property_writer_string(&writer, "VmId", guid);
  bool fits = property_writer_end(&writer);
  assert(fits);
  (void)fits;
  return scenario->backend.api->ClusterResourceControl(resource, NULL,
                                                       CLUSCTL_RESOURCE_SET_PRIVATE_PROPERTIES,
                                                       list, (DWORD)writer.needed, NULL, 0, NULL);
}

static const char *const role_types[] = {"Virtual Machine Configuration", "Virtual Machine"};

enum { ROLE_RESOURCES = sizeof role_types / sizeof role_types[0] };

static bool role_resource_name(const char *vm_name, size_t i, char name[NAME_BYTES_MAX]) {
  int length = snprintf(name, NAME_BYTES_MAX, "%s %s", role_types[i], vm_name);
  return length > 0 && length < NAME_BYTES_MAX;
}

/* A role is made of ClusAPI's own pieces: a group, two resources, their VmId, online. */
static uint32_t add_resources(struct scenario *scenario, HGROUP group, const char *vm_name,
                              uint32_t vm) {
  const struct clusapi_table *api = scenario->backend.api;
  for (size_t i = 0; i < ROLE_RESOURCES; i++) {
    char name[NAME_BYTES_MAX];
    WCHAR wide_name[SCENARIO_NAME_UNITS], wide_type[SCENARIO_NAME_UNITS];
    if (!role_resource_name(vm_name, i, name) || !scenario_wide(name, wide_name) ||
        !scenario_wide(role_types[i], wide_type))
      return WIN32_INVALID_PARAMETER;
    HRESOURCE resource = api->CreateClusterResource(group, wide_name, wide_type, 0);
    if (resource == NULL)
      return api->GetLastError();
    uint32_t status = set_vm_id(scenario, resource, vm);
    (void)api->CloseClusterResource(resource);
    if (status != WIN32_SUCCESS)
      return status;
  }
  uint32_t status = WIN32_SUCCESS;
  if (cluster_vm(world_cluster(scenario->world), vm)->state == VM_ENABLED)
    status = api->OnlineClusterGroup(group, NULL);
  return status == WIN32_IO_PENDING ? (uint32_t)WIN32_SUCCESS : status;
}

/* 5010 when a resource of the role would have a name that is taken: found out before anything is
 * made, so that nothing is left half made. */
static uint32_t names_are_free(struct scenario *scenario, HCLUSTER cluster, const char *vm_name) {
  const struct clusapi_table *api = scenario->backend.api;
  for (size_t i = 0; i < ROLE_RESOURCES; i++) {
    char name[NAME_BYTES_MAX];
    WCHAR wide[SCENARIO_NAME_UNITS];
    if (!role_resource_name(vm_name, i, name) || !scenario_wide(name, wide))
      return WIN32_INVALID_PARAMETER;
    HRESOURCE resource = api->OpenClusterResource(cluster, wide);
    if (resource != NULL) {
      (void)api->CloseClusterResource(resource);
      return WIN32_OBJECT_ALREADY_EXISTS;
    }
  }
  return WIN32_SUCCESS;
}

/* The group is created on the machine's own host: a session opened by a node's name is connected to
 * that node. */
static HGROUP create_group(struct scenario *scenario, const char *name, uint32_t vm) {
  const struct clusapi_table *api = scenario->backend.api;
  const struct cluster *state = world_cluster(scenario->world);
  WCHAR wide[SCENARIO_NAME_UNITS], node[SCENARIO_NAME_UNITS];
  CLUSTER_CREATE_GROUP_INFO info = {.dwVersion = CLUSTER_CREATE_GROUP_INFO_VERSION_1,
                                    .groupType = ClusGroupTypeVirtualMachine};
  bool readable =
      scenario_wide(name, wide) &&
      scenario_wide(cluster_name(state, OBJECT_NODE, cluster_vm(state, vm)->host), node);
  assert(readable);
  (void)readable;
  HCLUSTER host = api->OpenCluster(node);
  HGROUP group = host == NULL ? NULL : api->CreateClusterGroupEx(host, wide, &info);
  if (host != NULL)
    (void)api->CloseCluster(host);
  return group;
}

/* A machine that saves or stops cannot be taken over, nor can one whose host is no node. */
static uint32_t can_become_role(struct scenario *scenario, HCLUSTER cluster, const char *name,
                                uint32_t index) {
  const struct vm *vm = cluster_vm(world_cluster(scenario->world), index);
  if (vm->state == VM_SAVING || vm->state == VM_STOPPING)
    return WIN32_INVALID_STATE;
  return names_are_free(scenario, cluster, name);
}

bool cmdlet_add_vm_role(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  const struct clusapi_table *api = scenario->backend.api;
  bool by_alias = cmdlet_argument(&arguments, "VirtualMachine") != NULL;
  const char *name = cmdlet_required(scenario, &arguments, by_alias ? "VirtualMachine" : "VMName");
  if (name == NULL)
    return false;
  uint32_t vm = cluster_find(world_cluster(scenario->world), OBJECT_VM, name);
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster == NULL || vm == CLUSTER_NONE) {
    cmdlet_error(scenario, arguments.cmdlet, cluster == NULL ? status : 0,
                 "There is no virtual machine '%s' on the nodes of the cluster.", name);
  } else {
    status = can_become_role(scenario, cluster, name, vm);
    HGROUP group = status == WIN32_SUCCESS ? create_group(scenario, name, vm) : NULL;
    if (status == WIN32_SUCCESS)
      status = group == NULL ? api->GetLastError() : add_resources(scenario, group, name, vm);
    if (status != WIN32_SUCCESS)
      cmdlet_error(scenario, arguments.cmdlet, status, "The role '%s' could not be made.", name);
    else
      reader_print_group(scenario, cluster, name);
    if (group != NULL)
      (void)api->CloseClusterGroup(group);
  }
  if (cluster != NULL)
    (void)api->CloseCluster(cluster);
  return true;
}
