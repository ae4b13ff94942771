/* ClusAPI of the simulated cluster: resources. */
#include "model/dependency.h"
#include "model/resource.h"
#include "sim/clusapi/clusapi_session.h"

static HRESOURCE WINAPI create_cluster_resource(HGROUP group, LPCWSTR wide_name, LPCWSTR wide_type,
                                                DWORD flags) {
  uint32_t index = 0;
  char name[NAME_BYTES_MAX], type[NAME_BYTES_MAX];
  (void)flags; /* a monitor of its own changes nothing here */
  if (!clusapi_resolve(group, HANDLE_GROUP, &index)) {
    clusapi_fail(WIN32_INVALID_HANDLE);
    return NULL;
  }
  uint32_t status = clusapi_utf8(wide_name, name) && clusapi_utf8(wide_type, type)
                        ? request_create_resource(&clusapi_session, index, name, type, &index)
                        : (uint32_t)WIN32_INVALID_PARAMETER;
  if (status != WIN32_SUCCESS) {
    clusapi_fail(status);
    return NULL;
  }
  return clusapi_open_handle(HANDLE_RESOURCE, index);
}

static HRESOURCE WINAPI open_cluster_resource(HCLUSTER cluster, LPCWSTR name) {
  return clusapi_open_object(cluster, OBJECT_RESOURCE, HANDLE_RESOURCE, name,
                             WIN32_RESOURCE_NOT_FOUND);
}

static BOOL WINAPI close_cluster_resource(HRESOURCE resource) {
  return clusapi_close_handle(resource, HANDLE_RESOURCE);
}

static CLUSTER_RESOURCE_STATE WINAPI get_cluster_resource_state(HRESOURCE resource, LPWSTR node,
                                                                LPDWORD node_units, LPWSTR group,
                                                                LPDWORD group_units) {
  uint32_t index = 0;
  const struct cluster *cluster = clusapi_cluster();
  DWORD status = clusapi_resolve_existing(resource, HANDLE_RESOURCE, &index);
  if (status != WIN32_SUCCESS) {
    clusapi_fail(status);
    return ClusterResourceStateUnknown;
  }
  const struct resource *found = cluster_resource(cluster, index);
  uint32_t owner = cluster_group(cluster, found->group)->owner;
  status = clusapi_utf16(cluster_name(cluster, OBJECT_NODE, owner), node, node_units);
  if (status == WIN32_SUCCESS)
    status = clusapi_utf16(cluster_name(cluster, OBJECT_GROUP, found->group), group, group_units);
  if (status != WIN32_SUCCESS) {
    clusapi_fail(status);
    return ClusterResourceStateUnknown;
  }
  return (CLUSTER_RESOURCE_STATE)resource_state_shown(found);
}

static DWORD WINAPI online_cluster_resource_ex(HRESOURCE resource, DWORD flags, PBYTE in,
                                               DWORD in_size) {
  return clusapi_on_object_with_flags(resource, HANDLE_RESOURCE, flags, in, in_size,
                                      request_online_resource);
}

static DWORD WINAPI online_cluster_resource(HRESOURCE resource) {
  return online_cluster_resource_ex(resource, 0, NULL, 0);
}

static DWORD WINAPI delete_cluster_resource(HRESOURCE resource) {
  return clusapi_on_object(resource, HANDLE_RESOURCE, request_delete_resource);
}

static DWORD WINAPI offline_cluster_resource_ex(HRESOURCE resource, DWORD flags, PBYTE in,
                                                DWORD in_size) {
  return clusapi_on_object_with_flags(resource, HANDLE_RESOURCE, flags, in, in_size,
                                      request_offline_resource);
}

static DWORD WINAPI offline_cluster_resource(HRESOURCE resource) {
  return offline_cluster_resource_ex(resource, 0, NULL, 0);
}

static DWORD WINAPI cluster_resource_control(HRESOURCE resource, HNODE node, DWORD code, LPVOID in,
                                             DWORD in_size, LPVOID out, DWORD out_size,
                                             LPDWORD returned) {
  struct property_holder object = {.object = CONTROL_OBJECT_RESOURCE};
  if (!clusapi_resolve(resource, HANDLE_RESOURCE, &object.index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_control(object, node, code,
                         &(struct clusapi_buffers){in, in_size, out, out_size, returned});
}

static DWORD WINAPI add_resource_to_cluster_shared_volumes(HRESOURCE resource) {
  return clusapi_on_object(resource, HANDLE_RESOURCE, request_add_shared_volume);
}

static DWORD WINAPI remove_resource_from_cluster_shared_volumes(HRESOURCE resource) {
  return clusapi_on_object(resource, HANDLE_RESOURCE, request_remove_shared_volume);
}

static DWORD WINAPI fail_cluster_resource(HRESOURCE resource) {
  return clusapi_on_object(resource, HANDLE_RESOURCE, request_fail_resource);
}

/* --- dependencies --- */

static DWORD with_provider(HRESOURCE resource, HRESOURCE provider,
                           uint32_t (*request)(const struct session *, uint32_t, uint32_t)) {
  uint32_t index = 0, other = 0;
  if (!cluster_handle_resolve(provider, HANDLE_RESOURCE, &other) ||
      !clusapi_resolve(resource, HANDLE_RESOURCE, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_fail(request(&clusapi_session, index, other));
}

static DWORD WINAPI add_cluster_resource_dependency(HRESOURCE resource, HRESOURCE provider) {
  return with_provider(resource, provider, request_add_dependency);
}

static DWORD WINAPI remove_cluster_resource_dependency(HRESOURCE resource, HRESOURCE provider) {
  return with_provider(resource, provider, request_remove_dependency);
}

static DWORD WINAPI set_cluster_resource_dependency_expression(HRESOURCE resource, LPCWSTR wide) {
  static const WCHAR nothing[] = {0};
  static char text[DEPENDENCY_TEXT_MAX];
  uint32_t index = 0;
  if (!clusapi_resolve(resource, HANDLE_RESOURCE, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  /* NULL takes all dependencies away, as the empty text does. */
  if (!clusapi_utf8_text(wide == NULL ? nothing : wide, CLUSAPI_TEXT_UNITS_MAX, text, sizeof text))
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  return clusapi_fail(request_set_dependency(&clusapi_session, index, text));
}

static DWORD WINAPI get_cluster_resource_dependency_expression(HRESOURCE resource, LPWSTR out,
                                                               LPDWORD units) {
  static char text[DEPENDENCY_TEXT_MAX];
  uint32_t index = 0;
  DWORD status = clusapi_resolve_existing(resource, HANDLE_RESOURCE, &index);
  if (status != WIN32_SUCCESS)
    return clusapi_fail(status);
  if (!dependency_text(clusapi_cluster(), index, text, sizeof text))
    return clusapi_fail(WIN32_DEPENDENCY_TREE_TOO_COMPLEX);
  return clusapi_fail(clusapi_utf16(text, out, units));
}

/* --- possible owners --- */

static DWORD set_possible(HRESOURCE resource, HNODE node, bool possible) {
  uint32_t index = 0, owner = 0;
  if (!cluster_handle_resolve(node, HANDLE_NODE, &owner) ||
      !clusapi_resolve(resource, HANDLE_RESOURCE, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_fail(request_set_possible_owner(&clusapi_session, index, owner, possible));
}

static DWORD WINAPI add_cluster_resource_node(HRESOURCE resource, HNODE node) {
  return set_possible(resource, node, true);
}

static DWORD WINAPI remove_cluster_resource_node(HRESOURCE resource, HNODE node) {
  return set_possible(resource, node, false);
}

/* --- enumerations --- */

void clusapi_fill_in_resources(struct clusapi_table *table) {
  table->FailClusterResource = fail_cluster_resource;
  table->AddResourceToClusterSharedVolumes = add_resource_to_cluster_shared_volumes;
  table->RemoveResourceFromClusterSharedVolumes = remove_resource_from_cluster_shared_volumes;
  table->AddClusterResourceDependency = add_cluster_resource_dependency;
  table->RemoveClusterResourceDependency = remove_cluster_resource_dependency;
  table->SetClusterResourceDependencyExpression = set_cluster_resource_dependency_expression;
  table->GetClusterResourceDependencyExpression = get_cluster_resource_dependency_expression;
  table->AddClusterResourceNode = add_cluster_resource_node;
  table->RemoveClusterResourceNode = remove_cluster_resource_node;
  table->CreateClusterResource = create_cluster_resource;
  table->OpenClusterResource = open_cluster_resource;
  table->CloseClusterResource = close_cluster_resource;
  table->GetClusterResourceState = get_cluster_resource_state;
  table->OnlineClusterResource = online_cluster_resource;
  table->OnlineClusterResourceEx = online_cluster_resource_ex;
  table->OfflineClusterResourceEx = offline_cluster_resource_ex;
  table->DeleteClusterResource = delete_cluster_resource;
  table->OfflineClusterResource = offline_cluster_resource;
  table->ClusterResourceControl = cluster_resource_control;
}
