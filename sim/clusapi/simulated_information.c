/* What a program asks to know where it is: versions, states, ids, and the cluster behind a handle.
 */
#include "model/dependency.h"
#include "model/object_guid.h"
#include "model/object_property.h"
#include "sim/clusapi/clusapi_session.h"
#include "sim/clusapi/simulated_clusapi.h"
#include <stdio.h>

static DWORD number_of_node(enum property_row row) {
  return (DWORD)property_number(clusapi_cluster(), (struct property_holder){CONTROL_OBJECT_NODE, 0},
                                row);
}

static void put_vendor(WCHAR vendor[64]) {
  static const char text[] = "wsfcsim"; /* docs/fidelity.md row "vendor" */
  for (size_t i = 0; i < sizeof text; i++)
    vendor[i] = (WCHAR)text[i];
}

static DWORD WINAPI get_cluster_information(HCLUSTER cluster, LPWSTR name, LPDWORD units,
                                            LPCLUSTERVERSIONINFO info) {
  uint32_t session = 0;
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &session))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  if (units == NULL || (info != NULL && info->dwVersionInfoSize != sizeof *info))
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  if (info != NULL) {
    *info = (CLUSTERVERSIONINFO){
        .dwVersionInfoSize = sizeof *info,
        .MajorVersion = (WORD)number_of_node(SCHEMA_NODE_MAJOR_VERSION),
        .MinorVersion = (WORD)number_of_node(SCHEMA_NODE_MINOR_VERSION),
        .BuildNumber = (WORD)number_of_node(SCHEMA_NODE_BUILD_NUMBER),
        .dwClusterHighestVersion = number_of_node(SCHEMA_NODE_NODE_HIGHEST_VERSION),
        .dwClusterLowestVersion = number_of_node(SCHEMA_NODE_NODE_LOWEST_VERSION)};
    put_vendor(info->szVendorId);
  }
  return clusapi_fail(
      clusapi_utf16(cluster_name(clusapi_cluster(), OBJECT_CLUSTER, 0), name, units));
}

/* Without a name: this machine, which is one of the cluster.  A host that is no member has no
 * cluster service that is configured. */
static DWORD WINAPI get_node_cluster_state(LPCWSTR wide, LPDWORD state) {
  char name[NAME_BYTES_MAX];
  uint32_t node = CLUSTER_NONE;
  if (state == NULL)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  bool created = request_connect(&clusapi_session) == WIN32_SUCCESS;
  *state = (DWORD)(created ? ClusterStateRunning : ClusterStateNotConfigured);
  if (wide == NULL)
    return WIN32_SUCCESS;
  if (clusapi_utf8(wide, name))
    node = cluster_find(clusapi_cluster(), OBJECT_NODE, name);
  if (node == CLUSTER_NONE)
    return clusapi_fail(WIN32_CLUSTER_NODE_NOT_FOUND);
  if (cluster_node(clusapi_cluster(), node)->state == NODE_NONE)
    *state = ClusterStateNotConfigured;
  else if (cluster_node(clusapi_cluster(), node)->state == NODE_DOWN)
    *state = ClusterStateNotRunning;
  return WIN32_SUCCESS;
}

/* A handle of NULL stands for this machine. */
static DWORD WINAPI get_cluster_node_id(HNODE node, LPWSTR id, LPDWORD units) {
  char text[12];
  uint32_t index = clusapi_session.node == CLUSTER_NONE ? 0 : clusapi_session.node;
  if (node != NULL && !clusapi_resolve(node, HANDLE_NODE, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  (void)snprintf(text, sizeof text, "%u", (unsigned)index + 1);
  return clusapi_fail(clusapi_utf16(text, id, units));
}

static DWORD WINAPI get_cluster_network_id(HNETWORK network, LPWSTR id, LPDWORD units) {
  char text[GUID_TEXT];
  uint32_t index = 0;
  if (!clusapi_resolve(network, HANDLE_NETWORK, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  cluster_guid(clusapi_cluster(), OBJECT_NETWORK, index, text);
  return clusapi_fail(clusapi_utf16(text, id, units));
}

/* The interface that connects a node to a network, by the names of both. */
static DWORD WINAPI get_cluster_net_interface(HCLUSTER cluster, LPCWSTR wide_node,
                                              LPCWSTR wide_network, LPWSTR name, LPDWORD units) {
  char text[NAME_BYTES_MAX], room[NAME_BYTES_MAX];
  uint32_t session = 0, node = CLUSTER_NONE, network = CLUSTER_NONE;
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &session))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  if (clusapi_utf8(wide_node, text))
    node = cluster_find(clusapi_cluster(), OBJECT_NODE, text);
  if (clusapi_utf8(wide_network, text))
    network = cluster_find(clusapi_cluster(), OBJECT_NETWORK, text);
  if (node == CLUSTER_NONE || network == CLUSTER_NONE)
    return clusapi_fail(node == CLUSTER_NONE ? WIN32_CLUSTER_NODE_NOT_FOUND
                                             : WIN32_CLUSTER_NETWORK_NOT_FOUND);
  return clusapi_fail(clusapi_utf16(
      property_interface_name(clusapi_cluster(), node + network * NODES_MAX, room), name, units));
}

/* STA-023; docs/fidelity.md row "interface-state". */
static CLUSTER_NETINTERFACE_STATE WINAPI get_cluster_net_interface_state(HNETINTERFACE interface) {
  uint32_t index = 0;
  if (!clusapi_resolve(interface, HANDLE_NETINTERFACE, &index)) {
    clusapi_fail(WIN32_INVALID_HANDLE);
    return ClusterNetInterfaceStateUnknown;
  }
  uint32_t node = index % NODES_MAX;
  const struct network *network = cluster_network(clusapi_cluster(), index / NODES_MAX);
  enum node_state state = cluster_node(clusapi_cluster(), node)->state;
  if (state != NODE_UP && state != NODE_PAUSED)
    return ClusterNetInterfaceUnavailable;
  if (((network->interfaces >> node) & 1) == 0)
    return ClusterNetInterfaceFailed;
  return network->up ? ClusterNetInterfaceUp : ClusterNetInterfaceUnreachable;
}

/* sdk-api canresourcebedependent: both in one group, and no circle. */
static BOOL WINAPI can_resource_be_dependent(HRESOURCE dependent, HRESOURCE provider) {
  uint32_t index = 0, on = 0;
  if (clusapi_resolve_existing(dependent, HANDLE_RESOURCE, &index) != WIN32_SUCCESS ||
      clusapi_resolve_existing(provider, HANDLE_RESOURCE, &on) != WIN32_SUCCESS) {
    clusapi_fail(WIN32_INVALID_HANDLE);
    return 0;
  }
  if (index == on || cluster_resource(clusapi_cluster(), index)->group !=
                         cluster_resource(clusapi_cluster(), on)->group)
    return 0;
  return ((dependency_all_providers(clusapi_cluster(), on) >>
           dependency_place(clusapi_cluster(), index)) &
          1) == 0;
}

/* The name of the Network Name that a resource depends on, however far behind. */
static BOOL WINAPI get_cluster_resource_network_name(HRESOURCE handle, LPWSTR name, LPDWORD units) {
  uint32_t index = 0;
  uint8_t utf16[2 * NAME_BYTES_MAX];
  char text[NAME_BYTES_MAX];
  DWORD status = clusapi_resolve_existing(handle, HANDLE_RESOURCE, &index);
  if (status != WIN32_SUCCESS)
    return clusapi_fail(status), 0;
  const struct group *group =
      cluster_group(clusapi_cluster(), cluster_resource(clusapi_cluster(), index)->group);
  uint32_t members = dependency_all_providers(clusapi_cluster(), index);
  struct request_control request = {.node = CLUSTER_NONE,
                                    .code = CLUSCTL_RESOURCE_GET_NETWORK_NAME,
                                    .out = utf16,
                                    .out_room = sizeof utf16};
  status = WIN32_DEPENDENCY_NOT_FOUND;
  for (uint32_t i = 0; status != WIN32_SUCCESS && i < group->resource_count; i++)
    if (((members >> i) & 1) != 0 &&
        cluster_resource(clusapi_cluster(), group->resources[i])->type == TYPE_NETWORK_NAME) {
      request.object = (struct property_holder){CONTROL_OBJECT_RESOURCE, group->resources[i]};
      status = request_control(&clusapi_session, &request);
    }
  if (status == WIN32_SUCCESS &&
      !object_name_from_utf16le(utf16, request.returned, text, sizeof text))
    status = WIN32_INVALID_DATA;
  if (status == WIN32_SUCCESS)
    status = clusapi_utf16(text, name, units);
  return clusapi_fail(status) == WIN32_SUCCESS;
}

/* sdk-api getclusterfromnode and its like: another handle of the same cluster. */
#define CLUSTER_FROM(what, HANDLE_TYPE, kind)                                                      \
  static HCLUSTER WINAPI cluster_from_##what(HANDLE_TYPE handle) {                                 \
    uint32_t index = 0;                                                                            \
    if (clusapi_resolve(handle, kind, &index))                                                     \
      return clusapi_open_handle(HANDLE_CLUSTER, CLUSTER_NONE);                                    \
    clusapi_fail(WIN32_INVALID_HANDLE);                                                            \
    return NULL;                                                                                   \
  }
CLUSTER_FROM(node, HNODE, HANDLE_NODE)
CLUSTER_FROM(group, HGROUP, HANDLE_GROUP)
CLUSTER_FROM(resource, HRESOURCE, HANDLE_RESOURCE)
CLUSTER_FROM(network, HNETWORK, HANDLE_NETWORK)
CLUSTER_FROM(interface, HNETINTERFACE, HANDLE_NETINTERFACE)
#undef CLUSTER_FROM

/* --- the Ex functions open for reading or for everything --- */

/* What is opened through a handle that reads can only be read. */
static void *restricted(void *handle, enum handle_kind kind, DWORD desired, LPDWORD access) {
  if (handle == NULL)
    return NULL;
  if (desired == GENERIC_READ)
    cluster_handle_restrict(handle, kind);
  bool reads = cluster_handle_read_only(handle, kind);
  if (reads && desired == GENERIC_ALL) {
    (void)clusapi_close_handle(handle, kind);
    clusapi_fail(WIN32_ACCESS_DENIED);
    return NULL;
  }
  if (access != NULL)
    *access = reads ? GENERIC_READ : GENERIC_ALL;
  return handle;
}

static bool is_access(DWORD desired) {
  if (desired == GENERIC_READ || desired == GENERIC_ALL || desired == MAXIMUM_ALLOWED)
    return true;
  clusapi_fail(WIN32_INVALID_PARAMETER);
  return false;
}

#define OPEN_EX(what, HANDLE_TYPE, kind, open)                                                     \
  static HANDLE_TYPE WINAPI open_##what##_ex(HCLUSTER cluster, LPCWSTR name, DWORD desired,        \
                                             LPDWORD access) {                                     \
    return is_access(desired)                                                                      \
               ? restricted(simulated_clusapi_table()->open(cluster, name), kind, desired, access) \
               : NULL;                                                                             \
  }
OPEN_EX(node, HNODE, HANDLE_NODE, OpenClusterNode)
OPEN_EX(group, HGROUP, HANDLE_GROUP, OpenClusterGroup)
OPEN_EX(resource, HRESOURCE, HANDLE_RESOURCE, OpenClusterResource)
OPEN_EX(network, HNETWORK, HANDLE_NETWORK, OpenClusterNetwork)
OPEN_EX(interface, HNETINTERFACE, HANDLE_NETINTERFACE, OpenClusterNetInterface)
#undef OPEN_EX

/* sdk-api createclustergroup: CreateClusterGroupEx without information about the type. */
static HGROUP WINAPI create_cluster_group(HCLUSTER cluster, LPCWSTR name) {
  return simulated_clusapi_table()->CreateClusterGroupEx(cluster, name, NULL);
}

void clusapi_fill_in_information(struct clusapi_table *table) {
  table->GetClusterNetInterfaceState = get_cluster_net_interface_state;
  table->CanResourceBeDependent = can_resource_be_dependent;
  table->GetClusterResourceNetworkName = get_cluster_resource_network_name;
  table->GetClusterInformation = get_cluster_information;
  table->GetNodeClusterState = get_node_cluster_state;
  table->GetClusterNodeId = get_cluster_node_id;
  table->GetClusterNetworkId = get_cluster_network_id;
  table->GetClusterNetInterface = get_cluster_net_interface;
  table->GetClusterFromNode = cluster_from_node;
  table->GetClusterFromGroup = cluster_from_group;
  table->GetClusterFromResource = cluster_from_resource;
  table->GetClusterFromNetwork = cluster_from_network;
  table->GetClusterFromNetInterface = cluster_from_interface;
  table->OpenClusterNodeEx = open_node_ex;
  table->OpenClusterGroupEx = open_group_ex;
  table->OpenClusterResourceEx = open_resource_ex;
  table->OpenClusterNetworkEx = open_network_ex;
  table->OpenClusterNetInterfaceEx = open_interface_ex;
  table->CreateClusterGroup = create_cluster_group;
}
