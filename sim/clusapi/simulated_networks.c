/* Networks, their interfaces, and the control functions of the cluster and of resource types. */
#include "model/resource.h"
#include "sim/clusapi/clusapi_session.h"

static HNETWORK WINAPI open_cluster_network(HCLUSTER cluster, LPCWSTR name) {
  return clusapi_open_object(cluster, OBJECT_NETWORK, HANDLE_NETWORK, name,
                             WIN32_CLUSTER_NETWORK_NOT_FOUND);
}

static BOOL WINAPI close_cluster_network(HNETWORK network) {
  return clusapi_close_handle(network, HANDLE_NETWORK);
}

/* mscs/get-cluster-network-state: a network whose cables are out is down.  One interface that fails
 * leaves it up (docs/fidelity.md row "network-state"). */
static CLUSTER_NETWORK_STATE WINAPI get_cluster_network_state(HNETWORK network) {
  uint32_t index = 0;
  if (!clusapi_resolve(network, HANDLE_NETWORK, &index)) {
    clusapi_fail(WIN32_INVALID_HANDLE);
    return ClusterNetworkStateUnknown;
  }
  return cluster_network(clusapi_cluster(), index)->up ? ClusterNetworkUp : ClusterNetworkDown;
}

static DWORD WINAPI cluster_network_control(HNETWORK network, HNODE node, DWORD code, LPVOID in,
                                            DWORD in_size, LPVOID out, DWORD out_size,
                                            LPDWORD returned) {
  struct property_holder object = {.object = CONTROL_OBJECT_NETWORK};
  if (!clusapi_resolve(network, HANDLE_NETWORK, &object.index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_control(object, node, code,
                         &(struct clusapi_buffers){in, in_size, out, out_size, returned});
}

static HNETINTERFACE WINAPI open_cluster_net_interface(HCLUSTER cluster, LPCWSTR wide) {
  uint32_t session = 0, index = 0, status = WIN32_CLUSTER_NETINTERFACE_NOT_FOUND;
  char name[NAME_BYTES_MAX];
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &session))
    status = WIN32_INVALID_HANDLE;
  else if (clusapi_utf8(wide, name))
    status = request_open_interface(&clusapi_session, name, &index);
  if (status == WIN32_SUCCESS)
    return clusapi_open_handle(HANDLE_NETINTERFACE, index);
  clusapi_fail(status);
  return NULL;
}

static BOOL WINAPI close_cluster_net_interface(HNETINTERFACE interface) {
  return clusapi_close_handle(interface, HANDLE_NETINTERFACE);
}

static DWORD WINAPI cluster_net_interface_control(HNETINTERFACE interface, HNODE node, DWORD code,
                                                  LPVOID in, DWORD in_size, LPVOID out,
                                                  DWORD out_size, LPDWORD returned) {
  struct property_holder object = {.object = CONTROL_OBJECT_NETINTERFACE};
  if (!clusapi_resolve(interface, HANDLE_NETINTERFACE, &object.index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_control(object, node, code,
                         &(struct clusapi_buffers){in, in_size, out, out_size, returned});
}

static DWORD WINAPI cluster_control(HCLUSTER cluster, HNODE node, DWORD code, LPVOID in,
                                    DWORD in_size, LPVOID out, DWORD out_size, LPDWORD returned) {
  uint32_t session = 0;
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &session))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_control((struct property_holder){.object = CONTROL_OBJECT_CLUSTER}, node, code,
                         &(struct clusapi_buffers){in, in_size, out, out_size, returned});
}

static DWORD WINAPI cluster_resource_type_control(HCLUSTER cluster, LPCWSTR wide, HNODE node,
                                                  DWORD code, LPVOID in, DWORD in_size, LPVOID out,
                                                  DWORD out_size, LPDWORD returned) {
  uint32_t session = 0;
  char name[NAME_BYTES_MAX];
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &session))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  enum resource_type type = clusapi_utf8(wide, name) ? resource_type_by_name(name) : TYPE_COUNT;
  if (type == TYPE_COUNT)
    return clusapi_fail(WIN32_CLUSTER_RESOURCE_TYPE_NOT_FOUND);
  return clusapi_control(
      (struct property_holder){.object = CONTROL_OBJECT_RESOURCE_TYPE, .index = type}, node, code,
      &(struct clusapi_buffers){in, in_size, out, out_size, returned});
}

void clusapi_fill_in_networks(struct clusapi_table *table) {
  table->OpenClusterNetwork = open_cluster_network;
  table->CloseClusterNetwork = close_cluster_network;
  table->GetClusterNetworkState = get_cluster_network_state;
  table->ClusterNetworkControl = cluster_network_control;
  table->OpenClusterNetInterface = open_cluster_net_interface;
  table->CloseClusterNetInterface = close_cluster_net_interface;
  table->ClusterNetInterfaceControl = cluster_net_interface_control;
  table->ClusterControl = cluster_control;
  table->ClusterResourceTypeControl = cluster_resource_type_control;
}
