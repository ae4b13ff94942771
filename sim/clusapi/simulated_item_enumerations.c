/* The Ex enumerations: they give items with ids and names, and of groups and resources what a
 * program shows first.  An item's texts stand behind it in the caller's buffer; a buffer that is
 * too small gets 234 and the size that is needed. */
#include "sim/clusapi/clusapi_session.h"
#include <string.h>

enum { TEXT_BYTES_MAX = 2 * NAME_BYTES_MAX };

/* --- an item --- */

struct item {
  uint8_t *out;
  size_t room, needed; /* bytes */
};

/* A text behind what is there; where it stands, or NULL when it does not fit any more. */
static LPWSTR put(struct item *item, const uint8_t *utf16, size_t size) {
  bool fits = item->needed <= item->room && size <= item->room - item->needed;
  uint8_t *at = fits ? item->out + item->needed : NULL;
  if (fits)
    memcpy(at, utf16, size);
  item->needed += size;
  return (LPWSTR)(void *)at;
}

static LPWSTR put_text(struct item *item, const char *text, LPDWORD bytes) {
  uint8_t utf16[TEXT_BYTES_MAX];
  size_t size = object_name_to_utf16le(text, utf16, sizeof utf16);
  assert(size <= sizeof utf16);
  *bytes = (DWORD)size;
  return put(item, utf16, size);
}

static LPWSTR put_name(struct item *item, struct property_holder object, LPDWORD bytes) {
  char room[NAME_BYTES_MAX];
  return put_text(item, clusapi_name_of(object, room), bytes);
}

/* What GET_ID answers; a resource type has no id but its name. */
static LPWSTR put_id(struct item *item, struct property_holder object, LPDWORD bytes) {
  uint8_t id[TEXT_BYTES_MAX];
  struct request_control request = {.object = object,
                                    .node = CLUSTER_NONE,
                                    .code = control_code_of(object.object, CONTROL_GET_ID),
                                    .out = id,
                                    .out_room = sizeof id};
  if (object.object == CONTROL_OBJECT_RESOURCE_TYPE)
    return put_name(item, object, bytes);
  uint32_t status = request_control(&clusapi_session, &request);
  assert(status == WIN32_SUCCESS);
  (void)status;
  *bytes = (DWORD)request.returned;
  return put(item, id, request.returned);
}

/* Copies the item's head in front of its texts, where all of it fits. */
static DWORD finish(struct item *item, const void *head, size_t size, LPDWORD bytes) {
  bool fits = item->needed <= item->room;
  *bytes = (DWORD)item->needed;
  if (fits)
    memcpy(item->out, head, size);
  return fits ? (DWORD)WIN32_SUCCESS : clusapi_fail(WIN32_MORE_DATA);
}

static struct item begin(void *out, DWORD room, size_t head) {
  return (struct item){.out = out, .room = out != NULL ? room : 0, .needed = head};
}

/* --- of the cluster and of nodes --- */

static DWORD give_item(const void *handle, enum handle_kind kind, DWORD index,
                       CLUSTER_ENUM_ITEM *out, LPDWORD bytes) {
  CLUSTER_ENUM_ITEM head = {.dwVersion = CLUSTER_ENUM_ITEM_VERSION_1};
  struct property_holder found;
  if (bytes == NULL)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  DWORD status = clusapi_member(handle, kind, index, &head.dwType, &found);
  if (status != WIN32_SUCCESS)
    return status;
  struct item item = begin(out, *bytes, sizeof head);
  head.lpszId = put_id(&item, found, &head.cbId);
  head.lpszName = put_name(&item, found, &head.cbName);
  return finish(&item, &head, sizeof head, bytes);
}

/* The options are reserved. */
static HCLUSENUMEX WINAPI cluster_open_ex(HCLUSTER cluster, DWORD types, LPVOID options) {
  (void)options;
  return clusapi_open_members(cluster, HANDLE_CLUSTER, HANDLE_ENUM_EX, types, CLUSTER_ENUM_ALL);
}

static DWORD WINAPI cluster_enum_ex(HCLUSENUMEX handle, DWORD index, CLUSTER_ENUM_ITEM *item,
                                    LPDWORD bytes) {
  return give_item(handle, HANDLE_ENUM_EX, index, item, bytes);
}

static HNODEENUMEX WINAPI node_open_ex(HNODE node, DWORD types, LPVOID options) {
  (void)options;
  return clusapi_open_members(node, HANDLE_NODE, HANDLE_NODE_ENUM_EX, types,
                              CLUSTER_NODE_ENUM_ALL | CLUSTER_NODE_ENUM_PREFERRED_GROUPS);
}

static DWORD WINAPI node_enum_ex(HNODEENUMEX handle, DWORD index, CLUSTER_ENUM_ITEM *item,
                                 LPDWORD bytes) {
  return give_item(handle, HANDLE_NODE_ENUM_EX, index, item, bytes);
}

/* --- groups and resources --- */

/* Properties beside the item are not modelled yet, and said so. */
static void *open_all(HCLUSTER cluster, enum handle_kind kind, DWORD type, DWORD bytes,
                      DWORD read_only_bytes, DWORD flags) {
  if (flags != 0 || bytes != 0 || read_only_bytes != 0) {
    clusapi_fail(flags != 0 ? WIN32_INVALID_PARAMETER : WIN32_CALL_NOT_IMPLEMENTED);
    return NULL;
  }
  return clusapi_open_members(cluster, HANDLE_CLUSTER, kind, type, type);
}

static HGROUPENUMEX WINAPI group_open_ex(HCLUSTER cluster, LPCWSTR names, DWORD bytes,
                                         LPCWSTR read_only_names, DWORD read_only_bytes,
                                         DWORD flags) {
  (void)names;
  (void)read_only_names;
  return open_all(cluster, HANDLE_GROUP_ENUM_EX, CLUSTER_ENUM_GROUP, bytes, read_only_bytes, flags);
}

static HRESENUMEX WINAPI resource_open_ex(HCLUSTER cluster, LPCWSTR names, DWORD bytes,
                                          LPCWSTR read_only_names, DWORD read_only_bytes,
                                          DWORD flags) {
  (void)names;
  (void)read_only_names;
  return open_all(cluster, HANDLE_RESOURCE_ENUM_EX, CLUSTER_ENUM_RESOURCE, bytes, read_only_bytes,
                  flags);
}

static DWORD WINAPI group_enum_ex(HGROUPENUMEX handle, DWORD index, CLUSTER_GROUP_ENUM_ITEM *out,
                                  LPDWORD bytes) {
  CLUSTER_GROUP_ENUM_ITEM head = {.dwVersion = CLUSTER_GROUP_ENUM_ITEM_VERSION_1};
  const struct cluster *cluster = clusapi_cluster();
  struct property_holder found;
  DWORD type = 0;
  if (bytes == NULL)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  DWORD status = clusapi_member(handle, HANDLE_GROUP_ENUM_EX, index, &type, &found);
  if (status != WIN32_SUCCESS)
    return status;
  const struct group *group = cluster_group(cluster, found.index);
  struct item item = begin(out, *bytes, sizeof head);
  head.state = (CLUSTER_GROUP_STATE)group->state;
  head.lpszId = put_id(&item, found, &head.cbId);
  head.lpszName = put_name(&item, found, &head.cbName);
  head.lpszOwnerNode =
      put_text(&item, cluster_name(cluster, OBJECT_NODE, group->owner), &head.cbOwnerNode);
  return finish(&item, &head, sizeof head, bytes);
}

static DWORD WINAPI resource_enum_ex(HRESENUMEX handle, DWORD index,
                                     CLUSTER_RESOURCE_ENUM_ITEM *out, LPDWORD bytes) {
  CLUSTER_RESOURCE_ENUM_ITEM head = {.dwVersion = CLUSTER_RESOURCE_ENUM_ITEM_VERSION_1};
  const struct cluster *cluster = clusapi_cluster();
  struct property_holder found;
  DWORD type = 0;
  if (bytes == NULL)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  DWORD status = clusapi_member(handle, HANDLE_RESOURCE_ENUM_EX, index, &type, &found);
  if (status != WIN32_SUCCESS)
    return status;
  struct property_holder group = {CONTROL_OBJECT_GROUP,
                                  cluster_resource(cluster, found.index)->group};
  struct item item = begin(out, *bytes, sizeof head);
  head.lpszId = put_id(&item, found, &head.cbId);
  head.lpszName = put_name(&item, found, &head.cbName);
  head.lpszOwnerGroupName = put_name(&item, group, &head.cbOwnerGroupName);
  head.lpszOwnerGroupId = put_id(&item, group, &head.cbOwnerGroupId);
  return finish(&item, &head, sizeof head, bytes);
}

#define COUNT_AND_CLOSE(what, HANDLE_TYPE, kind)                                                   \
  static DWORD WINAPI what##_count_ex(HANDLE_TYPE handle) {                                        \
    return clusapi_member_count(handle, kind);                                                     \
  }                                                                                                \
  static DWORD WINAPI what##_close_ex(HANDLE_TYPE handle) {                                        \
    return clusapi_close_enum(handle, kind);                                                       \
  }
COUNT_AND_CLOSE(cluster, HCLUSENUMEX, HANDLE_ENUM_EX)
COUNT_AND_CLOSE(node, HNODEENUMEX, HANDLE_NODE_ENUM_EX)
COUNT_AND_CLOSE(group, HGROUPENUMEX, HANDLE_GROUP_ENUM_EX)
COUNT_AND_CLOSE(resource, HRESENUMEX, HANDLE_RESOURCE_ENUM_EX)
#undef COUNT_AND_CLOSE

void clusapi_fill_in_item_enumerations(struct clusapi_table *table) {
#define ENUMERATION(Name, what)                                                                    \
  table->Name##OpenEnumEx = what##_open_ex;                                                        \
  table->Name##EnumEx = what##_enum_ex;                                                            \
  table->Name##GetEnumCountEx = what##_count_ex;                                                   \
  table->Name##CloseEnumEx = what##_close_ex;
  ENUMERATION(Cluster, cluster)
  ENUMERATION(ClusterNode, node)
  ENUMERATION(ClusterGroup, group)
  ENUMERATION(ClusterResource, resource)
#undef ENUMERATION
}
