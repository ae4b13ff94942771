#include "sim/clusapi/simulated_clusapi.h"
#include "sim/clusapi/cluster_handles.h"
#include "sim/requests/requests.h"
#include <errno.h>
#include <string.h>

static struct session session = {.node = CLUSTER_NONE, .all_access = true};
static DWORD last_error;

static DWORD WINAPI get_last_error(void) {
  return last_error;
}

/* Functions that return a handle or a state fail through the last error; errno has it too. */
static DWORD fail(DWORD status) {
  last_error = status;
  errno = (int)status;
  return status;
}

/* --- names --- */

/* A NUL-terminated UTF-16 string as UTF-8; false when it is missing, malformed or too long. */
static bool to_utf8(LPCWSTR wide, char name[NAME_BYTES_MAX]) {
  uint8_t bytes[2 * RESOURCE_NAME_UNITS_MAX + 2];
  size_t used = 0;
  if (wide == NULL)
    return false;
  for (size_t i = 0; used < sizeof bytes; i++) {
    bytes[used++] = (uint8_t)wide[i];
    bytes[used++] = (uint8_t)(wide[i] >> 8);
    if (wide[i] == 0)
      return object_name_from_utf16le(bytes, used, name, NAME_BYTES_MAX);
  }
  return false;
}

/* Copies a name out as ClusAPI does: *units is the room, then the length without the NUL. */
static DWORD to_utf16(const char *name, LPWSTR out, LPDWORD units) {
  uint8_t bytes[2 * RESOURCE_NAME_UNITS_MAX + 2];
  size_t size = object_name_to_utf16le(name, bytes, sizeof bytes);
  assert(size >= 2 && size <= sizeof bytes);
  if (units == NULL)
    return out == NULL ? (DWORD)WIN32_SUCCESS : (DWORD)WIN32_INVALID_PARAMETER;
  DWORD room = *units, needed = (DWORD)(size / 2);
  *units = needed - 1;
  if (out == NULL)
    return WIN32_SUCCESS;
  if (room < needed)
    return WIN32_MORE_DATA;
  for (DWORD i = 0; i < needed; i++)
    out[i] = (WCHAR)(bytes[2 * i] | (bytes[2 * i + 1] << 8));
  return WIN32_SUCCESS;
}

/* --- handles --- */

/* The handle a call is about decides what the call may do. */
static bool resolve(const void *handle, enum handle_kind kind, uint32_t *object) {
  if (!cluster_handle_resolve(handle, kind, object))
    return false;
  session.all_access = !cluster_handle_read_only(handle, kind);
  return true;
}

static void *open_handle(enum handle_kind kind, uint32_t object) {
  void *handle = cluster_handle_open(kind, object, !session.all_access);
  if (handle == NULL)
    fail(WIN32_NOT_ENOUGH_MEMORY);
  return handle;
}

static BOOL close_handle(const void *handle, enum handle_kind kind) {
  if (cluster_handle_close(handle, kind))
    return 1;
  fail(WIN32_INVALID_HANDLE);
  return 0;
}

static void *open_object(HCLUSTER cluster, enum object_kind kind, enum handle_kind handle,
                         LPCWSTR wide, DWORD unknown) {
  uint32_t index = 0;
  char name[NAME_BYTES_MAX];
  if (!resolve(cluster, HANDLE_CLUSTER, &index)) {
    fail(WIN32_INVALID_HANDLE);
    return NULL;
  }
  if (!to_utf8(wide, name)) {
    fail(unknown);
    return NULL;
  }
  uint32_t status = request_open(&session, kind, name, &index);
  if (status != WIN32_SUCCESS) {
    fail(status);
    return NULL;
  }
  return open_handle(handle, index);
}

/* --- cluster --- */

static HCLUSTER WINAPI create_cluster(PCREATE_CLUSTER_CONFIG config,
                                      PCLUSTER_SETUP_PROGRESS_CALLBACK callback, LPVOID context) {
  static char names[NODES_MAX][NAME_BYTES_MAX];
  const char *nodes[NODES_MAX];
  char name[NAME_BYTES_MAX];
  session.all_access = true;
  (void)callback; /* nothing takes long enough to report */
  (void)context;
  bool readable =
      config != NULL && config->cNodes <= NODES_MAX && to_utf8(config->lpszClusterName, name);
  for (DWORD i = 0; readable && i < config->cNodes; i++) {
    readable = to_utf8(config->ppszNodeNames[i], names[i]);
    nodes[i] = names[i];
  }
  if (!readable) {
    fail(WIN32_INVALID_PARAMETER);
    return NULL;
  }
  uint32_t status = request_create_cluster(
      &session,
      &(struct request_cluster){.name = name, .node_count = config->cNodes, .nodes = nodes});
  if (status != WIN32_SUCCESS) {
    fail(status);
    return NULL;
  }
  return open_handle(HANDLE_CLUSTER, CLUSTER_NONE);
}

/* By the name of the cluster (or NULL), or of one node: the session is then connected to it, which
 * decides who owns a group it creates.  The handle keeps the node as its object. */
static HCLUSTER open_session(LPCWSTR wide, bool all_access) {
  char name[NAME_BYTES_MAX];
  uint32_t node = CLUSTER_NONE, status = request_connect(&session);
  session.all_access = all_access;
  if (status == WIN32_SUCCESS && wide != NULL) {
    if (!to_utf8(wide, name))
      status = WIN32_INVALID_PARAMETER;
    else if (cluster_find(world_cluster(session.world), OBJECT_CLUSTER, name) == CLUSTER_NONE)
      status = request_open(&session, OBJECT_NODE, name, &node);
  }
  if (status != WIN32_SUCCESS) {
    fail(status);
    return NULL;
  }
  return open_handle(HANDLE_CLUSTER, node);
}

static HCLUSTER WINAPI open_cluster(LPCWSTR name) {
  return open_session(name, true);
}

/* sdk-api openclusterex: generic read, all, or as much as there is; whoever asks here may have all.
 */
static HCLUSTER WINAPI open_cluster_ex(LPCWSTR name, DWORD desired, LPDWORD granted) {
  if (desired != GENERIC_READ && desired != GENERIC_ALL && desired != MAXIMUM_ALLOWED) {
    fail(WIN32_INVALID_PARAMETER);
    return NULL;
  }
  HCLUSTER cluster = open_session(name, desired != GENERIC_READ);
  if (cluster != NULL && granted != NULL)
    *granted = desired == GENERIC_READ ? GENERIC_READ : GENERIC_ALL;
  return cluster;
}

static BOOL WINAPI close_cluster(HCLUSTER cluster) {
  return close_handle(cluster, HANDLE_CLUSTER);
}

/* The enumeration keeps the kinds it was opened for as its object. */
static HCLUSENUM WINAPI cluster_open_enum(HCLUSTER cluster, DWORD type) {
  uint32_t object = 0;
  if (!resolve(cluster, HANDLE_CLUSTER, &object)) {
    fail(WIN32_INVALID_HANDLE);
    return NULL;
  }
  if (type == 0 ||
      (type & ~(DWORD)(CLUSTER_ENUM_NODE | CLUSTER_ENUM_RESOURCE | CLUSTER_ENUM_GROUP)) != 0) {
    fail(WIN32_INVALID_PARAMETER);
    return NULL;
  }
  return open_handle(HANDLE_ENUM, type);
}

static DWORD WINAPI cluster_enum(HCLUSENUM enumeration, DWORD index, LPDWORD type, LPWSTR name,
                                 LPDWORD units) {
  static const struct {
    DWORD type;
    enum object_kind kind;
  } kinds[] = {{CLUSTER_ENUM_NODE, OBJECT_NODE},
               {CLUSTER_ENUM_RESOURCE, OBJECT_RESOURCE},
               {CLUSTER_ENUM_GROUP, OBJECT_GROUP}};
  uint32_t types = 0;
  if (!resolve(enumeration, HANDLE_ENUM, &types))
    return fail(WIN32_INVALID_HANDLE);
  if (type == NULL || units == NULL)
    return fail(WIN32_INVALID_PARAMETER);
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    if ((types & kinds[i].type) == 0)
      continue;
    uint32_t object = 0;
    if (request_at(&session, kinds[i].kind, index, &object) == WIN32_SUCCESS) {
      *type = kinds[i].type;
      return to_utf16(cluster_name(world_cluster(session.world), kinds[i].kind, object), name,
                      units);
    }
    index -= request_count(&session, kinds[i].kind);
  }
  return WIN32_NO_MORE_ITEMS;
}

static DWORD WINAPI cluster_close_enum(HCLUSENUM enumeration) {
  return close_handle(enumeration, HANDLE_ENUM) ? (DWORD)WIN32_SUCCESS
                                                : (DWORD)WIN32_INVALID_HANDLE;
}

/* --- nodes --- */

static HNODE WINAPI open_cluster_node(HCLUSTER cluster, LPCWSTR name) {
  return open_object(cluster, OBJECT_NODE, HANDLE_NODE, name, WIN32_CLUSTER_NODE_NOT_FOUND);
}

static BOOL WINAPI close_cluster_node(HNODE node) {
  return close_handle(node, HANDLE_NODE);
}

static CLUSTER_NODE_STATE WINAPI get_cluster_node_state(HNODE node) {
  uint32_t index = 0;
  if (!resolve(node, HANDLE_NODE, &index)) {
    fail(WIN32_INVALID_HANDLE);
    return ClusterNodeStateUnknown;
  }
  return (CLUSTER_NODE_STATE)cluster_node(world_cluster(session.world), index)->state;
}

typedef uint32_t request_on(const struct session *session, uint32_t index);

static DWORD on_object(const void *handle, enum handle_kind kind, request_on *request) {
  uint32_t index = 0;
  if (!resolve(handle, kind, &index))
    return fail(WIN32_INVALID_HANDLE);
  return fail(request(&session, index));
}

static DWORD WINAPI pause_cluster_node(HNODE node) {
  return on_object(node, HANDLE_NODE, request_pause_node);
}

/* Without a drain the flags have nothing to say. */
static DWORD WINAPI pause_cluster_node_ex(HNODE node, BOOL drain, DWORD flags, HNODE target) {
  uint32_t index = 0, target_index = CLUSTER_NONE;
  if (!resolve(node, HANDLE_NODE, &index) ||
      (target != NULL && !resolve(target, HANDLE_NODE, &target_index)))
    return fail(WIN32_INVALID_HANDLE);
  return fail(drain ? request_drain_node(&session, index, flags, target_index)
                    : request_pause_node(&session, index));
}

static DWORD WINAPI resume_cluster_node_ex(HNODE node, CLUSTER_NODE_RESUME_FAILBACK_TYPE failback,
                                           DWORD flags) {
  uint32_t index = 0;
  if (!resolve(node, HANDLE_NODE, &index))
    return fail(WIN32_INVALID_HANDLE);
  return fail(flags != 0 ? (uint32_t)WIN32_INVALID_PARAMETER
                         : request_resume_node(&session, index, (uint32_t)failback));
}

static DWORD WINAPI resume_cluster_node(HNODE node) {
  return resume_cluster_node_ex(node, DoNotFailbackGroups, 0);
}

/* --- groups --- */

static HGROUP WINAPI create_cluster_group_ex(HCLUSTER cluster, LPCWSTR wide,
                                             PCLUSTER_CREATE_GROUP_INFO info) {
  uint32_t index = 0;
  char name[NAME_BYTES_MAX];
  struct session connected = session;
  if (!resolve(cluster, HANDLE_CLUSTER, &connected.node)) {
    fail(WIN32_INVALID_HANDLE);
    return NULL;
  }
  connected.all_access = session.all_access;
  uint32_t status = to_utf8(wide, name)
                        ? request_create_group(&connected, name,
                                               info == NULL ? (uint32_t)ClusGroupTypeUnknown
                                                            : (uint32_t)info->groupType,
                                               &index)
                        : (uint32_t)WIN32_INVALID_PARAMETER;
  if (status != WIN32_SUCCESS) {
    fail(status);
    return NULL;
  }
  return open_handle(HANDLE_GROUP, index);
}

static HGROUP WINAPI open_cluster_group(HCLUSTER cluster, LPCWSTR name) {
  return open_object(cluster, OBJECT_GROUP, HANDLE_GROUP, name, WIN32_GROUP_NOT_FOUND);
}

static BOOL WINAPI close_cluster_group(HGROUP group) {
  return close_handle(group, HANDLE_GROUP);
}

static CLUSTER_GROUP_STATE WINAPI get_cluster_group_state(HGROUP group, LPWSTR node,
                                                          LPDWORD units) {
  uint32_t index = 0;
  const struct cluster *cluster = world_cluster(session.world);
  if (!resolve(group, HANDLE_GROUP, &index)) {
    fail(WIN32_INVALID_HANDLE);
    return ClusterGroupStateUnknown;
  }
  const struct group *found = cluster_group(cluster, index);
  DWORD status = to_utf16(cluster_name(cluster, OBJECT_NODE, found->owner), node, units);
  if (status != WIN32_SUCCESS) {
    fail(status);
    return ClusterGroupStateUnknown;
  }
  return (CLUSTER_GROUP_STATE)found->state;
}

/* A destination node would move the group first: not modelled yet, and said so. */
static DWORD WINAPI online_cluster_group(HGROUP group, HNODE node) {
  return node != NULL ? fail(WIN32_CALL_NOT_IMPLEMENTED)
                      : on_object(group, HANDLE_GROUP, request_online_group);
}

static DWORD WINAPI offline_cluster_group(HGROUP group) {
  return on_object(group, HANDLE_GROUP, request_offline_group);
}

static DWORD WINAPI move_cluster_group_ex(HGROUP group, HNODE node, DWORD flags, BYTE *context,
                                          DWORD size) {
  uint32_t group_index = 0, node_index = 0;
  if (!resolve(group, HANDLE_GROUP, &group_index) ||
      (node != NULL && !cluster_handle_resolve(node, HANDLE_NODE, &node_index)))
    return fail(WIN32_INVALID_HANDLE);
  return fail(request_move_group(&session, group_index, node == NULL ? CLUSTER_NONE : node_index,
                                 flags, context, size));
}

static DWORD WINAPI move_cluster_group(HGROUP group, HNODE node) {
  return move_cluster_group_ex(group, node, 0, NULL, 0);
}

/* --- resources --- */

static HRESOURCE WINAPI create_cluster_resource(HGROUP group, LPCWSTR wide_name, LPCWSTR wide_type,
                                                DWORD flags) {
  uint32_t index = 0;
  char name[NAME_BYTES_MAX], type[NAME_BYTES_MAX];
  (void)flags; /* a monitor of its own changes nothing here */
  if (!resolve(group, HANDLE_GROUP, &index)) {
    fail(WIN32_INVALID_HANDLE);
    return NULL;
  }
  uint32_t status = to_utf8(wide_name, name) && to_utf8(wide_type, type)
                        ? request_create_resource(&session, index, name, type, &index)
                        : (uint32_t)WIN32_INVALID_PARAMETER;
  if (status != WIN32_SUCCESS) {
    fail(status);
    return NULL;
  }
  return open_handle(HANDLE_RESOURCE, index);
}

static HRESOURCE WINAPI open_cluster_resource(HCLUSTER cluster, LPCWSTR name) {
  return open_object(cluster, OBJECT_RESOURCE, HANDLE_RESOURCE, name, WIN32_RESOURCE_NOT_FOUND);
}

static BOOL WINAPI close_cluster_resource(HRESOURCE resource) {
  return close_handle(resource, HANDLE_RESOURCE);
}

static CLUSTER_RESOURCE_STATE WINAPI get_cluster_resource_state(HRESOURCE resource, LPWSTR node,
                                                                LPDWORD node_units, LPWSTR group,
                                                                LPDWORD group_units) {
  uint32_t index = 0;
  const struct cluster *cluster = world_cluster(session.world);
  if (!resolve(resource, HANDLE_RESOURCE, &index)) {
    fail(WIN32_INVALID_HANDLE);
    return ClusterResourceStateUnknown;
  }
  const struct resource *found = cluster_resource(cluster, index);
  uint32_t owner = cluster_group(cluster, found->group)->owner;
  DWORD status = to_utf16(cluster_name(cluster, OBJECT_NODE, owner), node, node_units);
  if (status == WIN32_SUCCESS)
    status = to_utf16(cluster_name(cluster, OBJECT_GROUP, found->group), group, group_units);
  if (status != WIN32_SUCCESS) {
    fail(status);
    return ClusterResourceStateUnknown;
  }
  return (CLUSTER_RESOURCE_STATE)found->state;
}

static DWORD WINAPI online_cluster_resource(HRESOURCE resource) {
  return on_object(resource, HANDLE_RESOURCE, request_online_resource);
}

static DWORD WINAPI offline_cluster_resource(HRESOURCE resource) {
  return on_object(resource, HANDLE_RESOURCE, request_offline_resource);
}

/* What the control functions have in common; `send` is the door's own. */
static DWORD control(struct request_control *request, HNODE node, LPVOID in, LPVOID out,
                     LPDWORD returned,
                     uint32_t (*send)(const struct session *, struct request_control *)) {
  request->node = CLUSTER_NONE;
  request->in = in;
  request->in_size = in == NULL ? 0 : request->in_size;
  request->out = out;
  request->out_room = out == NULL ? 0 : request->out_room;
  if (node != NULL && !cluster_handle_resolve(node, HANDLE_NODE, &request->node))
    return fail(WIN32_INVALID_HANDLE);
  uint32_t status = send(&session, request);
  if (returned != NULL)
    *returned = (DWORD)request->returned;
  /* sdk-api clusterresourcecontrol: a call without an output buffer asks for the size alone. */
  if (status == WIN32_MORE_DATA && out == NULL)
    status = WIN32_SUCCESS;
  return fail(status);
}

static DWORD WINAPI cluster_resource_control(HRESOURCE resource, HNODE node, DWORD code, LPVOID in,
                                             DWORD in_size, LPVOID out, DWORD out_size,
                                             LPDWORD returned) {
  struct request_control request = {.code = code, .in_size = in_size, .out_room = out_size};
  if (!resolve(resource, HANDLE_RESOURCE, &request.resource))
    return fail(WIN32_INVALID_HANDLE);
  return control(&request, node, in, out, returned, request_control_resource);
}

static DWORD WINAPI cluster_group_control(HGROUP group, HNODE node, DWORD code, LPVOID in,
                                          DWORD in_size, LPVOID out, DWORD out_size,
                                          LPDWORD returned) {
  struct request_control request = {.code = code, .in_size = in_size, .out_room = out_size};
  if (!resolve(group, HANDLE_GROUP, &request.resource))
    return fail(WIN32_INVALID_HANDLE);
  return control(&request, node, in, out, returned, request_control_group);
}

static DWORD WINAPI cluster_node_control(HNODE node, HNODE host, DWORD code, LPVOID in,
                                         DWORD in_size, LPVOID out, DWORD out_size,
                                         LPDWORD returned) {
  struct request_control request = {.code = code, .in_size = in_size, .out_room = out_size};
  if (!resolve(node, HANDLE_NODE, &request.resource))
    return fail(WIN32_INVALID_HANDLE);
  return control(&request, host, in, out, returned, request_control_node);
}

/* The flags are reserved and must be 0. */
static DWORD WINAPI cancel_cluster_group_operation(HGROUP group, DWORD flags) {
  if (flags != 0)
    return fail(WIN32_INVALID_PARAMETER);
  return on_object(group, HANDLE_GROUP, request_cancel_group_operation);
}

const struct clusapi_table *simulated_clusapi_attach(struct world *world) {
  static const struct clusapi_table table = {
      .GetLastError = get_last_error,
      .CreateCluster = create_cluster,
      .OpenCluster = open_cluster,
      .OpenClusterEx = open_cluster_ex,
      .CloseCluster = close_cluster,
      .ClusterOpenEnum = cluster_open_enum,
      .ClusterEnum = cluster_enum,
      .ClusterCloseEnum = cluster_close_enum,
      .OpenClusterNode = open_cluster_node,
      .CloseClusterNode = close_cluster_node,
      .GetClusterNodeState = get_cluster_node_state,
      .PauseClusterNode = pause_cluster_node,
      .PauseClusterNodeEx = pause_cluster_node_ex,
      .ResumeClusterNode = resume_cluster_node,
      .ResumeClusterNodeEx = resume_cluster_node_ex,
      .ClusterNodeControl = cluster_node_control,
      .CreateClusterGroupEx = create_cluster_group_ex,
      .OpenClusterGroup = open_cluster_group,
      .CloseClusterGroup = close_cluster_group,
      .GetClusterGroupState = get_cluster_group_state,
      .OnlineClusterGroup = online_cluster_group,
      .OfflineClusterGroup = offline_cluster_group,
      .MoveClusterGroup = move_cluster_group,
      .MoveClusterGroupEx = move_cluster_group_ex,
      .CancelClusterGroupOperation = cancel_cluster_group_operation,
      .ClusterGroupControl = cluster_group_control,
      .CreateClusterResource = create_cluster_resource,
      .OpenClusterResource = open_cluster_resource,
      .CloseClusterResource = close_cluster_resource,
      .GetClusterResourceState = get_cluster_resource_state,
      .OnlineClusterResource = online_cluster_resource,
      .OfflineClusterResource = offline_cluster_resource,
      .ClusterResourceControl = cluster_resource_control,
  };
  session.world = world;
  last_error = WIN32_SUCCESS;
  cluster_handle_close_all();
  return &table;
}
