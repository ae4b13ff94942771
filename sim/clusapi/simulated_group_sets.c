/* Group sets: made, entered, ordered. */
#include "sim/clusapi/clusapi_session.h"

static HGROUPSET WINAPI create_cluster_group_set(HCLUSTER cluster, LPCWSTR wide) {
  uint32_t session = 0, set = 0, status = WIN32_INVALID_PARAMETER;
  char name[NAME_BYTES_MAX];
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &session))
    status = WIN32_INVALID_HANDLE;
  else if (clusapi_utf8(wide, name))
    status = request_create_group_set(&clusapi_session, name, &set);
  if (status == WIN32_SUCCESS)
    return clusapi_open_handle(HANDLE_GROUP_SET, set);
  clusapi_fail(status);
  return NULL;
}

static HGROUPSET WINAPI open_cluster_group_set(HCLUSTER cluster, LPCWSTR name) {
  return clusapi_open_object(cluster, OBJECT_GROUP_SET, HANDLE_GROUP_SET, name,
                             WIN32_GROUPSET_NOT_FOUND);
}

static BOOL WINAPI close_cluster_group_set(HGROUPSET set) {
  return clusapi_close_handle(set, HANDLE_GROUP_SET);
}

static DWORD WINAPI delete_cluster_group_set(HGROUPSET set) {
  return clusapi_on_object(set, HANDLE_GROUP_SET, request_delete_group_set);
}

static DWORD WINAPI cluster_add_group_to_group_set(HGROUPSET set, HGROUP group) {
  uint32_t set_index = 0, group_index = 0;
  if (!clusapi_resolve(set, HANDLE_GROUP_SET, &set_index) ||
      !clusapi_resolve(group, HANDLE_GROUP, &group_index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_fail(request_join_group_set(&clusapi_session, group_index, set_index));
}

static DWORD WINAPI cluster_remove_group_from_group_set(HGROUP group) {
  return clusapi_on_object(group, HANDLE_GROUP, request_leave_group_set);
}

static DWORD depend(HGROUPSET dependent, HGROUPSET provider, bool add) {
  uint32_t set = 0, other = 0;
  if (!clusapi_resolve(dependent, HANDLE_GROUP_SET, &set) ||
      !clusapi_resolve(provider, HANDLE_GROUP_SET, &other))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_fail(request_group_set_dependency(&clusapi_session, set, other, add));
}

static DWORD WINAPI add_cluster_group_set_dependency(HGROUPSET dependent, HGROUPSET provider) {
  return depend(dependent, provider, true);
}

static DWORD WINAPI remove_cluster_group_set_dependency(HGROUPSET dependent, HGROUPSET provider) {
  return depend(dependent, provider, false);
}

static DWORD WINAPI cluster_group_set_control(HGROUPSET set, HNODE node, DWORD code, LPVOID in,
                                              DWORD in_size, LPVOID out, DWORD out_size,
                                              LPDWORD returned) {
  struct property_holder object = {.object = CONTROL_OBJECT_GROUPSET};
  if (!clusapi_resolve(set, HANDLE_GROUP_SET, &object.index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_control(object, node, code,
                         &(struct clusapi_buffers){in, in_size, out, out_size, returned});
}

static HGROUPSETENUM WINAPI cluster_group_set_open_enum(HCLUSTER cluster) {
  uint32_t session = 0;
  if (clusapi_resolve(cluster, HANDLE_CLUSTER, &session))
    return clusapi_open_handle(HANDLE_GROUP_SET_ENUM, 0);
  clusapi_fail(WIN32_INVALID_HANDLE);
  return NULL;
}

static DWORD WINAPI cluster_group_set_get_enum_count(HGROUPSETENUM enumeration) {
  uint32_t unused = 0;
  if (!clusapi_resolve(enumeration, HANDLE_GROUP_SET_ENUM, &unused)) {
    clusapi_fail(WIN32_INVALID_HANDLE);
    return 0;
  }
  return request_count(&clusapi_session, OBJECT_GROUP_SET);
}

static DWORD WINAPI cluster_group_set_enum(HGROUPSETENUM enumeration, DWORD place, LPWSTR name,
                                           LPDWORD units) {
  uint32_t unused = 0, set = 0;
  if (!clusapi_resolve(enumeration, HANDLE_GROUP_SET_ENUM, &unused))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  uint32_t status = request_at(&clusapi_session, OBJECT_GROUP_SET, place, &set);
  if (status != WIN32_SUCCESS)
    return clusapi_fail(status);
  return clusapi_utf16(cluster_name(clusapi_cluster(), OBJECT_GROUP_SET, set), name, units);
}

static DWORD WINAPI cluster_group_set_close_enum(HGROUPSETENUM enumeration) {
  return clusapi_close_enum(enumeration, HANDLE_GROUP_SET_ENUM);
}

void clusapi_fill_in_group_sets(struct clusapi_table *table) {
  table->CreateClusterGroupSet = create_cluster_group_set;
  table->OpenClusterGroupSet = open_cluster_group_set;
  table->CloseClusterGroupSet = close_cluster_group_set;
  table->DeleteClusterGroupSet = delete_cluster_group_set;
  table->ClusterAddGroupToGroupSet = cluster_add_group_to_group_set;
  table->ClusterRemoveGroupFromGroupSet = cluster_remove_group_from_group_set;
  table->AddClusterGroupSetDependency = add_cluster_group_set_dependency;
  table->RemoveClusterGroupSetDependency = remove_cluster_group_set_dependency;
  table->ClusterGroupSetControl = cluster_group_set_control;
  table->ClusterGroupSetOpenEnum = cluster_group_set_open_enum;
  table->ClusterGroupSetGetEnumCount = cluster_group_set_get_enum_count;
  table->ClusterGroupSetEnum = cluster_group_set_enum;
  table->ClusterGroupSetCloseEnum = cluster_group_set_close_enum;
}
