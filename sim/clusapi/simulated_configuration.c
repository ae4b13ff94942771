/* What changes a cluster's configuration as a whole: names, members, groups that go, resources that
 * change theirs. */
#include "sim/clusapi/clusapi_session.h"

/* --- names --- */

static DWORD rename_object(const void *handle, enum handle_kind kind, enum object_kind object,
                           LPCWSTR wide) {
  char name[NAME_BYTES_MAX];
  uint32_t index = 0;
  if (!clusapi_resolve(handle, kind, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  if (wide == NULL || (wide[0] != 0 && !clusapi_utf8(wide, name)))
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  if (wide[0] == 0)
    name[0] = '\0';
  return clusapi_fail(
      request_rename(&clusapi_session, object, object == OBJECT_CLUSTER ? 0 : index, name));
}

static DWORD WINAPI set_cluster_name(HCLUSTER cluster, LPCWSTR name) {
  return rename_object(cluster, HANDLE_CLUSTER, OBJECT_CLUSTER, name);
}

static DWORD WINAPI set_cluster_group_name(HGROUP group, LPCWSTR name) {
  return rename_object(group, HANDLE_GROUP, OBJECT_GROUP, name);
}

static DWORD WINAPI set_cluster_resource_name(HRESOURCE resource, LPCWSTR name) {
  return rename_object(resource, HANDLE_RESOURCE, OBJECT_RESOURCE, name);
}

static DWORD WINAPI set_cluster_network_name(HNETWORK network, LPCWSTR name) {
  return rename_object(network, HANDLE_NETWORK, OBJECT_NETWORK, name);
}

/* --- groups and resources --- */

/* The one flag is about shared volumes, which are not modelled. */
static DWORD WINAPI change_cluster_resource_group_ex(HRESOURCE resource, HGROUP group,
                                                     ULONGLONG flags) {
  uint32_t index = 0, to = 0;
  if (!cluster_handle_resolve(group, HANDLE_GROUP, &to) ||
      !clusapi_resolve(resource, HANDLE_RESOURCE, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  if (flags != 0)
    return clusapi_fail(WIN32_CALL_NOT_IMPLEMENTED);
  return clusapi_fail(request_change_resource_group(&clusapi_session, index, to));
}

static DWORD WINAPI change_cluster_resource_group(HRESOURCE resource, HGROUP group) {
  return change_cluster_resource_group_ex(resource, group, 0);
}

static DWORD WINAPI destroy_cluster_group(HGROUP group) {
  return clusapi_on_object(group, HANDLE_GROUP, request_destroy_group);
}

static DWORD WINAPI restart_cluster_resource(HRESOURCE resource, DWORD flags) {
  return clusapi_on_object_with_flags(resource, HANDLE_RESOURCE, flags, NULL, 0,
                                      request_restart_resource);
}

/* --- nodes --- */

static DWORD WINAPI evict_cluster_node(HNODE node) {
  return clusapi_on_object(node, HANDLE_NODE, request_evict_node);
}

/* What is left on the host is cleaned up in no time, and always well. */
static DWORD WINAPI evict_cluster_node_ex(HNODE node, DWORD milliseconds, HRESULT *cleanup) {
  (void)milliseconds;
  DWORD status = evict_cluster_node(node);
  if (cleanup != NULL)
    *cleanup = 0;
  return status;
}

static HNODE WINAPI add_cluster_node(HCLUSTER cluster, LPCWSTR wide,
                                     PCLUSTER_SETUP_PROGRESS_CALLBACK callback, LPVOID context) {
  char name[NAME_BYTES_MAX];
  uint32_t session = 0, node = CLUSTER_NONE;
  uint32_t status = WIN32_INVALID_PARAMETER;
  (void)callback; /* nothing takes long enough to report */
  (void)context;
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &session))
    status = WIN32_INVALID_HANDLE;
  else if (clusapi_utf8(wide, name))
    status = request_add_node(&clusapi_session, name, &node);
  if (status == WIN32_SUCCESS)
    return clusapi_open_handle(HANDLE_NODE, node);
  clusapi_fail(status);
  return NULL;
}

/* Ids begin with 1, as GetClusterNodeId gives them. */
static HNODE WINAPI open_cluster_node_by_id(HCLUSTER cluster, DWORD id) {
  uint32_t session = 0;
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &session))
    clusapi_fail(WIN32_INVALID_HANDLE);
  else if (id == 0 || id > clusapi_cluster()->count[OBJECT_NODE] ||
           cluster_node(clusapi_cluster(), id - 1)->state == NODE_NONE)
    clusapi_fail(WIN32_CLUSTER_NODE_NOT_FOUND);
  else
    return clusapi_open_handle(HANDLE_NODE, id - 1);
  return NULL;
}

/* A majority of nodes, without a witness: no resource, no path, type 0 (MS-CMRP
 * ApiGetQuorumResource; docs/fidelity.md "quorum-resource"). */
static DWORD WINAPI get_cluster_quorum_resource(HCLUSTER cluster, LPWSTR name, LPDWORD name_units,
                                                LPWSTR path, LPDWORD path_units, LPDWORD type) {
  uint32_t session = 0;
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &session))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  if (name_units == NULL || path_units == NULL || type == NULL)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  *type = CLUS_NODE_MAJORITY_QUORUM;
  DWORD status = clusapi_utf16("", name, name_units);
  DWORD second = clusapi_utf16("", path, path_units);
  return clusapi_fail(status != WIN32_SUCCESS ? status : second);
}

void clusapi_fill_in_configuration(struct clusapi_table *table) {
  table->SetClusterName = set_cluster_name;
  table->SetClusterGroupName = set_cluster_group_name;
  table->SetClusterResourceName = set_cluster_resource_name;
  table->SetClusterNetworkName = set_cluster_network_name;
  table->ChangeClusterResourceGroup = change_cluster_resource_group;
  table->ChangeClusterResourceGroupEx = change_cluster_resource_group_ex;
  table->DestroyClusterGroup = destroy_cluster_group;
  table->RestartClusterResource = restart_cluster_resource;
  table->EvictClusterNode = evict_cluster_node;
  table->EvictClusterNodeEx = evict_cluster_node_ex;
  table->AddClusterNode = add_cluster_node;
  table->OpenClusterNodeById = open_cluster_node_by_id;
  table->GetClusterQuorumResource = get_cluster_quorum_resource;
}
