/* ClusAPI of the simulated cluster: groups. */
#include "model/placement.h"
#include "sim/clusapi/clusapi_session.h"

static HGROUP WINAPI create_cluster_group_ex(HCLUSTER cluster, LPCWSTR wide,
                                             PCLUSTER_CREATE_GROUP_INFO info) {
  uint32_t index = 0;
  char name[NAME_BYTES_MAX];
  struct session connected = clusapi_session;
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &connected.node)) {
    clusapi_fail(WIN32_INVALID_HANDLE);
    return NULL;
  }
  connected.all_access = clusapi_session.all_access;
  uint32_t status = clusapi_utf8(wide, name)
                        ? request_create_group(&connected, name,
                                               info == NULL ? (uint32_t)ClusGroupTypeUnknown
                                                            : (uint32_t)info->groupType,
                                               &index)
                        : (uint32_t)WIN32_INVALID_PARAMETER;
  if (status != WIN32_SUCCESS) {
    clusapi_fail(status);
    return NULL;
  }
  return clusapi_open_handle(HANDLE_GROUP, index);
}

static HGROUP WINAPI open_cluster_group(HCLUSTER cluster, LPCWSTR name) {
  return clusapi_open_object(cluster, OBJECT_GROUP, HANDLE_GROUP, name, WIN32_GROUP_NOT_FOUND);
}

static BOOL WINAPI close_cluster_group(HGROUP group) {
  return clusapi_close_handle(group, HANDLE_GROUP);
}

static CLUSTER_GROUP_STATE WINAPI get_cluster_group_state(HGROUP group, LPWSTR node,
                                                          LPDWORD units) {
  uint32_t index = 0;
  const struct cluster *cluster = clusapi_cluster();
  DWORD status = clusapi_resolve_existing(group, HANDLE_GROUP, &index);
  const struct group *found = status == WIN32_SUCCESS ? cluster_group(cluster, index) : NULL;
  if (found != NULL)
    status = clusapi_utf16(cluster_name(cluster, OBJECT_NODE, found->owner), node, units);
  if (status != WIN32_SUCCESS) {
    clusapi_fail(status);
    return ClusterGroupStateUnknown;
  }
  return (CLUSTER_GROUP_STATE)found->state;
}

/* The input buffer is reserved; Windows takes none. */
static DWORD WINAPI online_cluster_group_ex(HGROUP group, HNODE node, DWORD flags, PBYTE in,
                                            DWORD in_size) {
  uint32_t index = 0, destination = CLUSTER_NONE;
  if ((node != NULL && !clusapi_resolve(node, HANDLE_NODE, &destination)) ||
      !clusapi_resolve(group, HANDLE_GROUP, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  if (in != NULL || in_size != 0)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  return clusapi_fail(request_online_group(&clusapi_session, index, destination, flags));
}

static DWORD WINAPI online_cluster_group(HGROUP group, HNODE node) {
  return online_cluster_group_ex(group, node, 0, NULL, 0);
}

static DWORD WINAPI delete_cluster_group(HGROUP group) {
  return clusapi_on_object(group, HANDLE_GROUP, request_delete_group);
}

static DWORD WINAPI offline_cluster_group_ex(HGROUP group, DWORD flags, PBYTE in, DWORD in_size) {
  return clusapi_on_object_with_flags(group, HANDLE_GROUP, flags, in, in_size,
                                      request_offline_group);
}

static DWORD WINAPI offline_cluster_group(HGROUP group) {
  return offline_cluster_group_ex(group, 0, NULL, 0);
}

static DWORD WINAPI move_cluster_group_ex(HGROUP group, HNODE node, DWORD flags, BYTE *context,
                                          DWORD size) {
  uint32_t group_index = 0, node_index = 0;
  if (!clusapi_resolve(group, HANDLE_GROUP, &group_index) ||
      (node != NULL && !cluster_handle_resolve(node, HANDLE_NODE, &node_index)))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_fail(request_move_group(&clusapi_session, group_index,
                                         node == NULL ? CLUSTER_NONE : node_index, flags, context,
                                         size));
}

static DWORD WINAPI move_cluster_group(HGROUP group, HNODE node) {
  return move_cluster_group_ex(group, node, 0, NULL, 0);
}

/* The flags are reserved and must be 0. */
static DWORD WINAPI cancel_cluster_group_operation(HGROUP group, DWORD flags) {
  if (flags != 0)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  return clusapi_on_object(group, HANDLE_GROUP, request_cancel_group_operation);
}

static DWORD WINAPI cluster_group_control(HGROUP group, HNODE node, DWORD code, LPVOID in,
                                          DWORD in_size, LPVOID out, DWORD out_size,
                                          LPDWORD returned) {
  struct property_holder object = {.object = CONTROL_OBJECT_GROUP};
  if (!clusapi_resolve(group, HANDLE_GROUP, &object.index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_control(object, node, code,
                         &(struct clusapi_buffers){in, in_size, out, out_size, returned});
}

/* --- owners and members --- */

static DWORD WINAPI set_cluster_group_node_list(HGROUP group, DWORD count, HNODE nodes[]) {
  uint32_t index = 0, list[NODES_MAX];
  if (count > NODES_MAX || (count > 0 && nodes == NULL))
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  for (DWORD i = 0; i < count; i++)
    if (!cluster_handle_resolve(nodes[i], HANDLE_NODE, &list[i]))
      return clusapi_fail(WIN32_INVALID_HANDLE);
  if (!clusapi_resolve(group, HANDLE_GROUP, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_fail(request_set_preferred_owners(&clusapi_session, index, count, list));
}

void clusapi_fill_in_groups(struct clusapi_table *table) {
  table->SetClusterGroupNodeList = set_cluster_group_node_list;
  table->CreateClusterGroupEx = create_cluster_group_ex;
  table->OpenClusterGroup = open_cluster_group;
  table->CloseClusterGroup = close_cluster_group;
  table->GetClusterGroupState = get_cluster_group_state;
  table->OnlineClusterGroup = online_cluster_group;
  table->OnlineClusterGroupEx = online_cluster_group_ex;
  table->OfflineClusterGroupEx = offline_cluster_group_ex;
  table->DeleteClusterGroup = delete_cluster_group;
  table->OfflineClusterGroup = offline_cluster_group;
  table->MoveClusterGroup = move_cluster_group;
  table->MoveClusterGroupEx = move_cluster_group_ex;
  table->CancelClusterGroupOperation = cancel_cluster_group_operation;
  table->ClusterGroupControl = cluster_group_control;
}
