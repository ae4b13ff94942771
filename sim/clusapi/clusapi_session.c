#include "sim/clusapi/clusapi_session.h"
#include "model/object_property.h"
#include "model/resource.h"
#include <errno.h>

struct session clusapi_session = {.node = CLUSTER_NONE, .all_access = true};
_Thread_local DWORD clusapi_last_error;

const struct cluster *clusapi_cluster(void) {
  return world_cluster(clusapi_session.world);
}

DWORD clusapi_fail(DWORD status) {
  clusapi_last_error = status;
#ifdef _WIN32
  SetLastError(status); /* kernel32's, which GetLastError is of there */
#else
  errno = (int)status;
#endif
  return status;
}

bool clusapi_utf8_text(LPCWSTR wide, size_t units_most, char *text, size_t room) {
  static uint8_t bytes[2 * CLUSAPI_TEXT_UNITS_MAX];
  assert(wide != NULL && units_most <= CLUSAPI_TEXT_UNITS_MAX);
  for (size_t i = 0; i < units_most; i++) {
    bytes[2 * i] = (uint8_t)wide[i];
    bytes[2 * i + 1] = (uint8_t)(wide[i] >> 8);
    if (wide[i] == 0)
      return object_name_from_utf16le(bytes, 2 * i + 2, text, room);
  }
  return false;
}

bool clusapi_utf8(LPCWSTR wide, char name[NAME_BYTES_MAX]) {
  return wide != NULL && clusapi_utf8_text(wide, RESOURCE_NAME_UNITS_MAX + 1, name, NAME_BYTES_MAX);
}

DWORD clusapi_utf16(const char *name, LPWSTR out, LPDWORD units) {
  static uint8_t bytes[2 * CLUSAPI_TEXT_UNITS_MAX];
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

bool clusapi_resolve(const void *handle, enum handle_kind kind, uint32_t *object) {
  if (!cluster_handle_resolve(handle, kind, object))
    return false;
  clusapi_session.all_access = !cluster_handle_read_only(handle, kind);
  return true;
}

DWORD clusapi_resolve_existing(const void *handle, enum handle_kind kind, uint32_t *object) {
  if (!clusapi_resolve(handle, kind, object))
    return WIN32_INVALID_HANDLE;
  return kind == HANDLE_GROUP       ? request_exists(&clusapi_session, OBJECT_GROUP, *object)
         : kind == HANDLE_GROUP_SET ? request_exists(&clusapi_session, OBJECT_GROUP_SET, *object)
         : kind == HANDLE_RESOURCE  ? request_exists(&clusapi_session, OBJECT_RESOURCE, *object)
                                    : (DWORD)WIN32_SUCCESS;
}

void *clusapi_open_handle(enum handle_kind kind, uint32_t object) {
  void *handle = cluster_handle_open(kind, object, !clusapi_session.all_access);
  if (handle == NULL)
    clusapi_fail(WIN32_NOT_ENOUGH_MEMORY);
  return handle;
}

BOOL clusapi_close_handle(const void *handle, enum handle_kind kind) {
  if (cluster_handle_close(handle, kind))
    return 1;
  clusapi_fail(WIN32_INVALID_HANDLE);
  return 0;
}

void *clusapi_open_object(HCLUSTER cluster, enum object_kind kind, enum handle_kind handle,
                          LPCWSTR wide, DWORD unknown) {
  uint32_t index = 0;
  char name[NAME_BYTES_MAX];
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &index)) {
    clusapi_fail(WIN32_INVALID_HANDLE);
    return NULL;
  }
  if (!clusapi_utf8(wide, name)) {
    clusapi_fail(unknown);
    return NULL;
  }
  uint32_t status = request_open(&clusapi_session, kind, name, &index);
  if (status != WIN32_SUCCESS) {
    clusapi_fail(status);
    return NULL;
  }
  return clusapi_open_handle(handle, index);
}

const char *clusapi_name_of(struct property_holder object, char room[NAME_BYTES_MAX]) {
  const struct cluster *cluster = clusapi_cluster();
  switch (object.object) {
  case CONTROL_OBJECT_RESOURCE_TYPE:
    return resource_type_name((enum resource_type)object.index);
  case CONTROL_OBJECT_NETINTERFACE:
    return property_interface_name(cluster, object.index, room);
  case CONTROL_OBJECT_RESOURCE:
    return cluster_name(cluster, OBJECT_RESOURCE, object.index);
  case CONTROL_OBJECT_GROUP:
    return cluster_name(cluster, OBJECT_GROUP, object.index);
  case CONTROL_OBJECT_NETWORK:
    return cluster_name(cluster, OBJECT_NETWORK, object.index);
  default:
    assert(object.object == CONTROL_OBJECT_NODE);
    return cluster_name(cluster, OBJECT_NODE, object.index);
  }
}

DWORD clusapi_on_object(const void *handle, enum handle_kind kind, clusapi_request_on *request) {
  uint32_t index = 0;
  if (!clusapi_resolve(handle, kind, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_fail(request(&clusapi_session, index));
}

DWORD clusapi_on_object_with_flags(const void *handle, enum handle_kind kind, DWORD flags,
                                   const void *in, DWORD in_size,
                                   clusapi_flagged_request_on *request) {
  uint32_t index = 0;
  if (!clusapi_resolve(handle, kind, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  if (in != NULL || in_size != 0)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  return clusapi_fail(request(&clusapi_session, index, flags));
}

DWORD clusapi_control(struct property_holder object, HNODE node, DWORD code,
                      const struct clusapi_buffers *buffers) {
  struct request_control request = {
      .object = object,
      .node = CLUSTER_NONE,
      .code = code,
      .in = buffers->in,
      .in_size = buffers->in == NULL ? 0 : buffers->in_size,
      .out = buffers->out,
      .out_room = buffers->out == NULL ? 0 : buffers->out_size,
  };
  if (node != NULL && !cluster_handle_resolve(node, HANDLE_NODE, &request.node))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  uint32_t status = request_control(&clusapi_session, &request);
  if (buffers->returned != NULL)
    *buffers->returned = (DWORD)request.returned;
  /* sdk-api clusterresourcecontrol: a call without an output buffer asks for the size alone. */
  if (status == WIN32_MORE_DATA && buffers->out == NULL)
    status = WIN32_SUCCESS;
  return clusapi_fail(status);
}
