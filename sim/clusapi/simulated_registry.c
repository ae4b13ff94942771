/* ClusAPI of the simulated cluster: ClusterReg* over the cluster database (sdk-api
 * clusterregopenkey and its siblings).  What is refused: docs/fidelity.md "registry". */
#include "model/property_list.h"
#include "sim/clusapi/registry_view.h"
#include <stdio.h>
#include <string.h>

enum { OPEN_KEYS_MAX = 512, KEY_WRITES = 0x0006 /* KEY_SET_VALUE, KEY_CREATE_SUB_KEY */ };
static struct registry_key open_keys[OPEN_KEYS_MAX];
static bool is_open[OPEN_KEYS_MAX];

void clusapi_close_keys(void) {
  memset(is_open, 0, sizeof is_open);
}

/* --- handles --- */

static DWORD open_key(const struct registry_key *key, DWORD access, HKEY *handle) {
  bool all_access = clusapi_session.all_access;
  for (uint32_t i = 0; i < OPEN_KEYS_MAX; i++) {
    if (is_open[i])
      continue;
    clusapi_session.all_access =
        all_access && (access & (KEY_WRITES | MAXIMUM_ALLOWED | GENERIC_ALL)) != 0;
    *handle = clusapi_open_handle(HANDLE_KEY, i);
    clusapi_session.all_access = all_access;
    if (*handle == NULL)
      return WIN32_NOT_ENOUGH_MEMORY;
    is_open[i] = true;
    open_keys[i] = *key;
    return WIN32_SUCCESS;
  }
  return WIN32_NOT_ENOUGH_MEMORY;
}

/* The open key behind a handle, which is still there; else why not. */
static DWORD key_of(HKEY handle, struct registry_key *key) {
  uint32_t index = 0;
  if (!clusapi_resolve(handle, HANDLE_KEY, &index))
    return WIN32_INVALID_HANDLE;
  assert(index < OPEN_KEYS_MAX && is_open[index]);
  *key = open_keys[index];
  return registry_reopen(key);
}

/* A path or a name; NULL is the empty one. */
static bool read_name(LPCWSTR wide, char name[NAME_BYTES_MAX]) {
  name[0] = '\0';
  return wide == NULL || wide[0] == 0 ||
         clusapi_utf8_text(wide, CLUSAPI_TEXT_UNITS_MAX, name, NAME_BYTES_MAX);
}

static HKEY key_of_object(const void *handle, enum handle_kind kind, struct property_holder holder,
                          DWORD access) {
  struct registry_key root = {.path = ""}, key;
  char path[NAME_BYTES_MAX];
  HKEY opened = NULL;
  DWORD status = clusapi_resolve_existing(handle, kind, &holder.index);
  if (status == WIN32_SUCCESS) {
    if (holder.object == CONTROL_OBJECT_CLUSTER)
      holder.index = 0;
    registry_path_of(holder, path);
    status = registry_open(&root, path, &key);
  }
  if (status == WIN32_SUCCESS)
    status = open_key(&key, access, &opened);
  clusapi_fail(status);
  return opened;
}

#define KEY_OF(function, TYPE, kind, object)                                                       \
  static HKEY WINAPI function(TYPE handle, DWORD access) {                                         \
    return key_of_object(handle, kind, (struct property_holder){object, 0}, access);               \
  }
KEY_OF(get_cluster_key, HCLUSTER, HANDLE_CLUSTER, CONTROL_OBJECT_CLUSTER)
KEY_OF(get_cluster_node_key, HNODE, HANDLE_NODE, CONTROL_OBJECT_NODE)
KEY_OF(get_cluster_group_key, HGROUP, HANDLE_GROUP, CONTROL_OBJECT_GROUP)
KEY_OF(get_cluster_resource_key, HRESOURCE, HANDLE_RESOURCE, CONTROL_OBJECT_RESOURCE)
KEY_OF(get_cluster_network_key, HNETWORK, HANDLE_NETWORK, CONTROL_OBJECT_NETWORK)
KEY_OF(get_cluster_interface_key, HNETINTERFACE, HANDLE_NETINTERFACE, CONTROL_OBJECT_NETINTERFACE)
#undef KEY_OF

static HKEY WINAPI get_cluster_resource_type_key(HCLUSTER cluster, LPCWSTR wide, DWORD access) {
  struct registry_key root = {.path = ""}, key;
  char name[NAME_BYTES_MAX], path[NAME_BYTES_MAX];
  uint32_t session = 0;
  HKEY opened = NULL;
  DWORD status = WIN32_CLUSTER_RESOURCE_TYPE_NOT_FOUND;
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &session)) {
    status = WIN32_INVALID_HANDLE;
  } else if (clusapi_utf8(wide, name)) {
    (void)snprintf(path, sizeof path, "ResourceTypes\\%.300s", name);
    if (registry_open(&root, path, &key) == WIN32_SUCCESS && key.place == REGISTRY_OBJECT)
      status = open_key(&key, access, &opened);
  }
  clusapi_fail(status);
  return opened;
}

static LONG WINAPI cluster_reg_close_key(HKEY handle) {
  uint32_t index = 0;
  if (!clusapi_resolve(handle, HANDLE_KEY, &index))
    return (LONG)clusapi_fail(WIN32_INVALID_HANDLE);
  is_open[index] = false;
  (void)clusapi_close_handle(handle, HANDLE_KEY);
  return WIN32_SUCCESS;
}

/* --- keys --- */

static LONG WINAPI cluster_reg_open_key(HKEY base_handle, LPCWSTR wide, DWORD access,
                                        HKEY *opened) {
  struct registry_key base, key;
  char path[NAME_BYTES_MAX];
  if (opened == NULL)
    return (LONG)clusapi_fail(WIN32_INVALID_PARAMETER);
  *opened = NULL;
  DWORD status = key_of(base_handle, &base);
  if (status == WIN32_SUCCESS)
    status =
        read_name(wide, path) ? registry_open(&base, path, &key) : (DWORD)WIN32_INVALID_PARAMETER;
  if (status == WIN32_SUCCESS)
    status = open_key(&key, access, opened);
  return (LONG)clusapi_fail(status);
}

/* Every part of the path that is missing, the first one first. */
static DWORD create_parts(const struct registry_key *base, const char *path,
                          struct registry_key *key) {
  char part[NAME_BYTES_MAX];
  DWORD status = WIN32_FILE_NOT_FOUND;
  for (size_t length = 0; status == WIN32_SUCCESS || length == 0 || path[length] != '\0';) {
    length += path[length] == '\\';
    length += strcspn(path + length, "\\");
    memcpy(part, path, length);
    part[length] = '\0';
    status = registry_open(base, part, key);
    if (status == WIN32_FILE_NOT_FOUND && key->place != REGISTRY_MADE)
      return WIN32_ACCESS_DENIED; /* objects are made by functions of their own */
    if (status == WIN32_FILE_NOT_FOUND)
      status = request_write_registry(&clusapi_session, REGISTRY_CREATE_KEY, key->path, 0, NULL, 0);
    if (status != WIN32_SUCCESS || path[length] == '\0')
      return status;
  }
  return status;
}

static LONG WINAPI cluster_reg_create_key(HKEY base_handle, LPCWSTR wide, DWORD options,
                                          DWORD access, LPVOID attributes, HKEY *opened,
                                          LPDWORD disposition) {
  enum { CREATED_NEW_KEY = 1, OPENED_EXISTING_KEY = 2 };
  struct registry_key base, key;
  char path[NAME_BYTES_MAX];
  (void)options;
  (void)attributes;
  if (opened == NULL)
    return (LONG)clusapi_fail(WIN32_INVALID_PARAMETER);
  *opened = NULL;
  DWORD status = key_of(base_handle, &base), made = OPENED_EXISTING_KEY;
  if (status == WIN32_SUCCESS)
    status =
        read_name(wide, path) ? registry_open(&base, path, &key) : (DWORD)WIN32_INVALID_PARAMETER;
  if (status == WIN32_FILE_NOT_FOUND) {
    made = CREATED_NEW_KEY;
    status = create_parts(&base, path, &key);
    if (status == WIN32_SUCCESS)
      status = registry_reopen(&key);
  }
  if (status == WIN32_SUCCESS)
    status = open_key(&key, access, opened);
  if (status == WIN32_SUCCESS && disposition != NULL)
    *disposition = made;
  return (LONG)clusapi_fail(status);
}

static LONG WINAPI cluster_reg_delete_key(HKEY base_handle, LPCWSTR wide) {
  struct registry_key base, key;
  char path[NAME_BYTES_MAX];
  DWORD status = key_of(base_handle, &base);
  if (status == WIN32_SUCCESS)
    status = wide != NULL && wide[0] != 0 && read_name(wide, path)
                 ? registry_open(&base, path, &key)
                 : (DWORD)WIN32_INVALID_PARAMETER;
  if (status == WIN32_SUCCESS)
    status =
        key.place == REGISTRY_MADE
            ? request_write_registry(&clusapi_session, REGISTRY_DELETE_KEY, key.path, 0, NULL, 0)
            : (DWORD)WIN32_ACCESS_DENIED;
  return (LONG)clusapi_fail(status);
}

static void no_time(FILETIME *time) {
  if (time != NULL)
    *time = (FILETIME){0, 0};
}

static LONG WINAPI cluster_reg_enum_key(HKEY handle, DWORD index, LPWSTR name, LPDWORD units,
                                        FILETIME *written) {
  struct registry_key key;
  char text[NAME_BYTES_MAX];
  DWORD status = key_of(handle, &key);
  if (status == WIN32_SUCCESS && (name == NULL || units == NULL))
    status = WIN32_INVALID_PARAMETER;
  if (status == WIN32_SUCCESS)
    status = registry_subkey(&key, index, text);
  if (status == WIN32_SUCCESS)
    status = clusapi_utf16(text, name, units);
  no_time(written);
  return (LONG)clusapi_fail(status);
}

/* --- values --- */

static DWORD put_data(const struct registry_value *value, LPDWORD type, LPBYTE data, LPDWORD size) {
  if (type != NULL)
    *type = value->type;
  if (size == NULL)
    return data == NULL ? (DWORD)WIN32_SUCCESS : (DWORD)WIN32_INVALID_PARAMETER;
  DWORD room = *size;
  *size = value->size;
  if (data == NULL)
    return WIN32_SUCCESS;
  if (room < value->size)
    return WIN32_MORE_DATA;
  if (value->size > 0)
    memcpy(data, value->data, value->size);
  return WIN32_SUCCESS;
}

static LONG WINAPI cluster_reg_query_value(HKEY handle, LPCWSTR wide, LPDWORD type, LPBYTE data,
                                           LPDWORD size) {
  struct registry_key key;
  struct registry_value value;
  char name[NAME_BYTES_MAX];
  DWORD status = key_of(handle, &key);
  if (status == WIN32_SUCCESS)
    status = read_name(wide, name) ? registry_value_named(&key, name, &value)
                                   : (DWORD)WIN32_FILE_NOT_FOUND;
  if (status == WIN32_SUCCESS)
    status = put_data(&value, type, data, size);
  return (LONG)clusapi_fail(status);
}

static DWORD WINAPI cluster_reg_enum_value(HKEY handle, DWORD index, LPWSTR name, LPDWORD units,
                                           LPDWORD type, LPBYTE data, LPDWORD size) {
  struct registry_key key;
  struct registry_value value;
  DWORD status = key_of(handle, &key);
  if (status == WIN32_SUCCESS && (name == NULL || units == NULL))
    status = WIN32_INVALID_PARAMETER;
  if (status == WIN32_SUCCESS)
    status = registry_value_at(&key, index, &value);
  if (status == WIN32_SUCCESS)
    status = clusapi_utf16(value.name, name, units);
  if (status == WIN32_SUCCESS)
    status = put_data(&value, type, data, size);
  return clusapi_fail(status);
}

/* A property of the key's object takes its value as the object's own control codes do. */
static DWORD set_property(const struct registry_key *key, const char *name, DWORD type,
                          const BYTE *data, DWORD size) {
  static uint8_t list[16384];
  struct property_writer writer = property_writer_begin(list, sizeof list);
  uint32_t syntax = registry_syntax_of(type);
  if (syntax == 0 || size > PROPERTY_VALUE_MAX)
    return WIN32_INVALID_DATA;
  property_writer_value(&writer, name, syntax, data, size);
  if (!property_writer_end(&writer))
    return WIN32_NOT_ENOUGH_MEMORY;
  return request_set_properties(&clusapi_session, key->holder, key->place == REGISTRY_PARAMETERS,
                                list, writer.needed);
}

static bool made_path(const struct registry_key *key, const char *name, char path[NAME_BYTES_MAX]) {
  int length = snprintf(path, NAME_BYTES_MAX, "%s%s%s", key->path, REGISTRY_VALUE_MARK, name);
  return length > 0 && length < NAME_BYTES_MAX;
}

static DWORD WINAPI cluster_reg_set_value(HKEY handle, LPCWSTR wide, DWORD type, const BYTE *data,
                                          DWORD size) {
  struct registry_key key;
  struct registry_value value;
  char name[NAME_BYTES_MAX], path[NAME_BYTES_MAX];
  DWORD status = key_of(handle, &key);
  if (status != WIN32_SUCCESS)
    return clusapi_fail(status);
  if (!read_name(wide, name) || (data == NULL && size > 0) || !made_path(&key, name, path))
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  bool made =
      key.place == REGISTRY_MADE || registry_find(clusapi_cluster(), false, path) != CLUSTER_NONE;
  if (!made && (key.place == REGISTRY_PARAMETERS ||
                registry_value_named(&key, name, &value) == WIN32_SUCCESS))
    return clusapi_fail(set_property(&key, name, type, data, size));
  return clusapi_fail(
      request_write_registry(&clusapi_session, REGISTRY_SET_VALUE, path, type, data, size));
}

/* What an object is stays; a private property has its default again, or is gone. */
static DWORD WINAPI cluster_reg_delete_value(HKEY handle, LPCWSTR wide) {
  struct registry_key key;
  struct registry_value value;
  char name[NAME_BYTES_MAX], path[NAME_BYTES_MAX];
  DWORD status = key_of(handle, &key);
  if (status != WIN32_SUCCESS)
    return clusapi_fail(status);
  if (!read_name(wide, name) || !made_path(&key, name, path))
    return clusapi_fail(WIN32_FILE_NOT_FOUND);
  if (registry_find(clusapi_cluster(), false, path) != CLUSTER_NONE)
    return clusapi_fail(
        request_write_registry(&clusapi_session, REGISTRY_DELETE_VALUE, path, 0, NULL, 0));
  status = registry_value_named(&key, name, &value);
  if (status == WIN32_SUCCESS)
    status = WIN32_ACCESS_DENIED;
  return clusapi_fail(status);
}

/* --- how much there is --- */

static void greatest(DWORD *most, size_t units) {
  *most = units > *most ? (DWORD)units : *most;
}

static size_t units_of(const char *text) {
  return object_name_to_utf16le(text, NULL, 0) / 2 - 1;
}

static LONG WINAPI cluster_reg_query_info_key(HKEY handle, LPDWORD subkeys, LPDWORD subkey_units,
                                              LPDWORD values, LPDWORD value_units,
                                              LPDWORD value_bytes, LPDWORD descriptor,
                                              FILETIME *written) {
  struct registry_key key;
  struct registry_value value;
  char name[NAME_BYTES_MAX];
  DWORD found[6] = {0};
  LPDWORD const out[6] = {subkeys, subkey_units, values, value_units, value_bytes, descriptor};
  DWORD status = key_of(handle, &key);
  if (status != WIN32_SUCCESS)
    return (LONG)clusapi_fail(status);
  for (; registry_subkey(&key, found[0], name) == WIN32_SUCCESS; found[0]++)
    greatest(&found[1], units_of(name));
  for (; registry_value_at(&key, found[2], &value) == WIN32_SUCCESS; found[2]++) {
    greatest(&found[3], units_of(value.name));
    greatest(&found[4], value.size);
  }
  for (int i = 0; i < 6; i++)
    if (out[i] != NULL)
      *out[i] = found[i];
  no_time(written);
  return WIN32_SUCCESS;
}

void clusapi_fill_in_registry(struct clusapi_table *table) {
  table->GetClusterKey = get_cluster_key;
  table->GetClusterNodeKey = get_cluster_node_key;
  table->GetClusterGroupKey = get_cluster_group_key;
  table->GetClusterResourceKey = get_cluster_resource_key;
  table->GetClusterResourceTypeKey = get_cluster_resource_type_key;
  table->GetClusterNetworkKey = get_cluster_network_key;
  table->GetClusterNetInterfaceKey = get_cluster_interface_key;
  table->ClusterRegCloseKey = cluster_reg_close_key;
  table->ClusterRegOpenKey = cluster_reg_open_key;
  table->ClusterRegCreateKey = cluster_reg_create_key;
  table->ClusterRegDeleteKey = cluster_reg_delete_key;
  table->ClusterRegEnumKey = cluster_reg_enum_key;
  table->ClusterRegQueryValue = cluster_reg_query_value;
  table->ClusterRegEnumValue = cluster_reg_enum_value;
  table->ClusterRegSetValue = cluster_reg_set_value;
  table->ClusterRegDeleteValue = cluster_reg_delete_value;
  table->ClusterRegQueryInfoKey = cluster_reg_query_info_key;
}
