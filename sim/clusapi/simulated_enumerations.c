/* Enumerations: what a cluster, a node, a group, a resource, a resource type or a network has.  One
 * handle may be for several kinds; they come in the order of their bits. */
#include "model/dependency.h"
#include "model/object_property.h"
#include "model/placement.h"
#include "model/resource.h"
#include "model/shared_volume.h"
#include "sim/clusapi/clusapi_session.h"

/* What a handle is for: its object, and the kinds as bits. */
enum { KINDS = 128 };

/* A cluster's shared volumes have a bit far behind the others, and here the next one. */
enum { VOLUMES = 64 };

/* One place in an enumeration.  Finding says yes and fills in what it found, or takes what there is
 * of the kind off the place. */
struct place {
  uint32_t left;
  struct property_holder found;
};

static bool found(struct place *place, enum control_object object, uint32_t index) {
  place->found = (struct property_holder){object, index};
  return true;
}

/* Whether this member is the one; else one less is left. */
static bool is_it(struct place *place, enum control_object object, uint32_t index) {
  return place->left-- == 0 && found(place, object, index);
}

/* --- of the cluster --- */

static bool nth_object(struct place *place, enum control_object object, enum object_kind kind) {
  uint32_t index = 0;
  if (request_at(&clusapi_session, kind, place->left, &index) == WIN32_SUCCESS)
    return found(place, object, index);
  place->left -= request_count(&clusapi_session, kind);
  return false;
}

/* The nodes of the first network, then those of the next one. */
static bool nth_interface(struct place *place) {
  uint32_t nodes = request_count(&clusapi_session, OBJECT_NODE), node = 0, network = 0;
  uint32_t count = nodes * request_count(&clusapi_session, OBJECT_NETWORK);
  if (place->left < count &&
      request_at(&clusapi_session, OBJECT_NODE, place->left % nodes, &node) == WIN32_SUCCESS &&
      request_at(&clusapi_session, OBJECT_NETWORK, place->left / nodes, &network) == WIN32_SUCCESS)
    return found(place, CONTROL_OBJECT_NETINTERFACE, node + network * NODES_MAX);
  place->left -= count;
  return false;
}

static bool nth_volume(struct place *place) {
  const struct cluster *cluster = clusapi_cluster();
  for (uint32_t i = 0; i < cluster->count[OBJECT_RESOURCE]; i++)
    if (shared_volume_exists(cluster, i) && is_it(place, CONTROL_OBJECT_RESOURCE, i))
      return true;
  return false;
}

static bool of_cluster(uint32_t object, DWORD type, struct place *place) {
  (void)object;
  switch (type) {
  case CLUSTER_ENUM_NODE:
    return nth_object(place, CONTROL_OBJECT_NODE, OBJECT_NODE);
  case CLUSTER_ENUM_RESTYPE:
    if (place->left < TYPE_COUNT)
      return found(place, CONTROL_OBJECT_RESOURCE_TYPE, place->left);
    place->left -= TYPE_COUNT;
    return false;
  case CLUSTER_ENUM_RESOURCE:
    return nth_object(place, CONTROL_OBJECT_RESOURCE, OBJECT_RESOURCE);
  case CLUSTER_ENUM_GROUP:
    return nth_object(place, CONTROL_OBJECT_GROUP, OBJECT_GROUP);
  case CLUSTER_ENUM_NETWORK:
    return nth_object(place, CONTROL_OBJECT_NETWORK, OBJECT_NETWORK);
  case VOLUMES:
    return nth_volume(place);
  default:
    return nth_interface(place);
  }
}

/* --- of its objects --- */

static bool of_node(uint32_t node, DWORD type, struct place *place) {
  const struct cluster *cluster = clusapi_cluster();
  if (type == CLUSTER_NODE_ENUM_NETINTERFACES) {
    for (uint32_t i = 0; i < cluster->count[OBJECT_NETWORK]; i++)
      if (is_it(place, CONTROL_OBJECT_NETINTERFACE, node + i * NODES_MAX))
        return true;
    return false;
  }
  for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP]; i++) {
    const struct group *group = cluster_group(cluster, i);
    bool mine = type == CLUSTER_NODE_ENUM_GROUPS ? group->owner == node
                                                 : placement_rank(group, node) < NODES_MAX;
    if (!group->deleted && mine && is_it(place, CONTROL_OBJECT_GROUP, i))
      return true;
  }
  return false;
}

static bool of_group(uint32_t index, DWORD type, struct place *place) {
  const struct group *group = cluster_group(clusapi_cluster(), index);
  if (type == CLUSTER_GROUP_ENUM_NODES) {
    for (uint32_t i = 0; placement_preferred(group, i) != CLUSTER_NONE; i++)
      if (is_it(place, CONTROL_OBJECT_NODE, placement_preferred(group, i)))
        return true;
    return false;
  }
  if (place->left < group->resource_count)
    return found(place, CONTROL_OBJECT_RESOURCE, group->resources[place->left]);
  place->left -= group->resource_count;
  return false;
}

static bool of_members(struct place *place, uint64_t nodes) {
  const struct cluster *cluster = clusapi_cluster();
  for (uint32_t node = 0; node < cluster->count[OBJECT_NODE]; node++)
    if (((nodes >> node) & 1) != 0 && cluster_node(cluster, node)->state != NODE_NONE &&
        is_it(place, CONTROL_OBJECT_NODE, node))
      return true;
  return false;
}

static bool of_resource(uint32_t index, DWORD type, struct place *place) {
  const struct cluster *cluster = clusapi_cluster();
  const struct resource *resource = cluster_resource(cluster, index);
  const struct group *group = cluster_group(cluster, resource->group);
  if (type == CLUSTER_RESOURCE_ENUM_NODES)
    return of_members(place, resource->possible_owners);
  uint32_t members = type == CLUSTER_RESOURCE_ENUM_DEPENDS ? dependency_providers(cluster, index)
                                                           : dependency_dependents(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (((members >> i) & 1) != 0 && is_it(place, CONTROL_OBJECT_RESOURCE, group->resources[i]))
      return true;
  return false;
}

/* Every node has every type's DLL. */
static bool of_type(uint32_t index, DWORD type, struct place *place) {
  const struct cluster *cluster = clusapi_cluster();
  if (type == CLUSTER_RESOURCE_TYPE_ENUM_NODES)
    return of_members(place, UINT64_MAX);
  for (uint32_t i = 0; i < cluster->count[OBJECT_RESOURCE]; i++) {
    const struct resource *resource = cluster_resource(cluster, i);
    if (!resource->deleted && (uint32_t)resource->type == index &&
        is_it(place, CONTROL_OBJECT_RESOURCE, i))
      return true;
  }
  return false;
}

static bool of_network(uint32_t network, DWORD type, struct place *place) {
  const struct cluster *cluster = clusapi_cluster();
  (void)type;
  for (uint32_t node = 0; node < cluster->count[OBJECT_NODE]; node++)
    if (cluster_node(cluster, node)->state != NODE_NONE &&
        is_it(place, CONTROL_OBJECT_NETINTERFACE, node + network * NODES_MAX))
      return true;
  return false;
}

/* --- handles --- */

typedef bool member_at(uint32_t object, DWORD type, struct place *place);

void *clusapi_open_members(const void *handle, enum handle_kind kind, enum handle_kind enumeration,
                           DWORD types, DWORD known) {
  uint32_t object = 0;
  DWORD status = clusapi_resolve_existing(handle, kind, &object);
  if (status == WIN32_SUCCESS && (types == 0 || (types & ~known) != 0))
    status = WIN32_INVALID_PARAMETER;
  if (status != WIN32_SUCCESS) {
    clusapi_fail(status);
    return NULL;
  }
  return clusapi_open_handle(enumeration, kind == HANDLE_CLUSTER ? types : object * KINDS + types);
}

/* Whose members a handle is for. */
static member_at *const member_of[] = {
    [HANDLE_ENUM] = of_cluster,          [HANDLE_ENUM_EX] = of_cluster,
    [HANDLE_GROUP_ENUM_EX] = of_cluster, [HANDLE_RESOURCE_ENUM_EX] = of_cluster,
    [HANDLE_NODE_ENUM] = of_node,        [HANDLE_NODE_ENUM_EX] = of_node,
    [HANDLE_GROUP_ENUM] = of_group,      [HANDLE_RESOURCE_ENUM] = of_resource,
    [HANDLE_TYPE_ENUM] = of_type,        [HANDLE_NETWORK_ENUM] = of_network,
};

static DWORD find(uint32_t opened, enum handle_kind kind, struct place *place, LPDWORD type) {
  for (DWORD bit = 1; bit < KINDS; bit <<= 1)
    if ((opened % KINDS & bit) != 0 && member_of[kind](opened / KINDS, bit, place)) {
      *type = bit == VOLUMES ? (DWORD)CLUSTER_ENUM_SHARED_VOLUME_RESOURCE : bit;
      return WIN32_SUCCESS;
    }
  return WIN32_NO_MORE_ITEMS;
}

DWORD clusapi_member(const void *handle, enum handle_kind kind, DWORD index, LPDWORD type,
                     struct property_holder *member) {
  uint32_t opened = 0;
  struct place place = {.left = index};
  if (!clusapi_resolve(handle, kind, &opened))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  DWORD status = find(opened, kind, &place, type);
  *member = place.found;
  return status;
}

/* Nothing is at the last place there can be: what was taken off it is the count. */
DWORD clusapi_member_count(const void *handle, enum handle_kind kind) {
  uint32_t opened = 0;
  struct place place = {.left = UINT32_MAX};
  DWORD type = 0;
  if (!clusapi_resolve(handle, kind, &opened)) {
    clusapi_fail(WIN32_INVALID_HANDLE);
    return 0;
  }
  (void)find(opened, kind, &place, &type);
  return UINT32_MAX - place.left;
}

static DWORD enumerate(const void *handle, enum handle_kind kind, DWORD index, LPDWORD type,
                       LPWSTR name, LPDWORD units) {
  char room[NAME_BYTES_MAX];
  struct property_holder member;
  if (type == NULL || units == NULL)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  DWORD status = clusapi_member(handle, kind, index, type, &member);
  return status != WIN32_SUCCESS ? status
                                 : clusapi_utf16(clusapi_name_of(member, room), name, units);
}

DWORD clusapi_close_enum(const void *handle, enum handle_kind kind) {
  return clusapi_close_handle(handle, kind) ? (DWORD)WIN32_SUCCESS : (DWORD)WIN32_INVALID_HANDLE;
}

/* Enum, GetEnumCount and CloseEnum of one kind of handle. */
#define ENUMERATION(what, HANDLE_TYPE, kind)                                                       \
  static DWORD WINAPI what##_enum(HANDLE_TYPE handle, DWORD index, LPDWORD type, LPWSTR name,      \
                                  LPDWORD units) {                                                 \
    return enumerate(handle, kind, index, type, name, units);                                      \
  }                                                                                                \
  static DWORD WINAPI what##_count(HANDLE_TYPE handle) {                                           \
    return clusapi_member_count(handle, kind);                                                     \
  }                                                                                                \
  static DWORD WINAPI what##_close(HANDLE_TYPE handle) {                                           \
    return clusapi_close_enum(handle, kind);                                                       \
  }
ENUMERATION(cluster, HCLUSENUM, HANDLE_ENUM)
ENUMERATION(node, HNODEENUM, HANDLE_NODE_ENUM)
ENUMERATION(group, HGROUPENUM, HANDLE_GROUP_ENUM)
ENUMERATION(resource, HRESENUM, HANDLE_RESOURCE_ENUM)
ENUMERATION(type, HRESTYPEENUM, HANDLE_TYPE_ENUM)
ENUMERATION(network, HNETWORKENUM, HANDLE_NETWORK_ENUM)
#undef ENUMERATION

static HCLUSENUM WINAPI cluster_open(HCLUSTER cluster, DWORD types) {
  const DWORD volumes = CLUSTER_ENUM_SHARED_VOLUME_RESOURCE;
  const DWORD known = CLUSTER_ENUM_ALL | volumes;
  bool some = (types & volumes) != 0 && (types & ~known) == 0;
  return clusapi_open_members(cluster, HANDLE_CLUSTER, HANDLE_ENUM,
                              some ? (types & ~volumes) | VOLUMES : types,
                              CLUSTER_ENUM_ALL | (some ? (DWORD)VOLUMES : 0));
}

static HNODEENUM WINAPI node_open(HNODE node, DWORD types) {
  return clusapi_open_members(node, HANDLE_NODE, HANDLE_NODE_ENUM, types,
                              CLUSTER_NODE_ENUM_ALL | CLUSTER_NODE_ENUM_PREFERRED_GROUPS);
}

static HGROUPENUM WINAPI group_open(HGROUP group, DWORD types) {
  return clusapi_open_members(group, HANDLE_GROUP, HANDLE_GROUP_ENUM, types,
                              CLUSTER_GROUP_ENUM_ALL);
}

static HRESENUM WINAPI resource_open(HRESOURCE resource, DWORD types) {
  return clusapi_open_members(resource, HANDLE_RESOURCE, HANDLE_RESOURCE_ENUM, types,
                              CLUSTER_RESOURCE_ENUM_ALL);
}

static HNETWORKENUM WINAPI network_open(HNETWORK network, DWORD types) {
  return clusapi_open_members(network, HANDLE_NETWORK, HANDLE_NETWORK_ENUM, types,
                              CLUSTER_NETWORK_ENUM_ALL);
}

/* A type has no handle: it is known by its name. */
static HRESTYPEENUM WINAPI type_open(HCLUSTER cluster, LPCWSTR wide, DWORD types) {
  char name[NAME_BYTES_MAX];
  uint32_t session = 0;
  DWORD status = clusapi_resolve(cluster, HANDLE_CLUSTER, &session) ? (DWORD)WIN32_SUCCESS
                                                                    : (DWORD)WIN32_INVALID_HANDLE;
  enum resource_type type = clusapi_utf8(wide, name) ? resource_type_by_name(name) : TYPE_COUNT;
  if (status == WIN32_SUCCESS && type == TYPE_COUNT)
    status = WIN32_CLUSTER_RESOURCE_TYPE_NOT_FOUND;
  if (status == WIN32_SUCCESS &&
      (types == 0 || (types & ~(DWORD)CLUSTER_RESOURCE_TYPE_ENUM_ALL) != 0))
    status = WIN32_INVALID_PARAMETER;
  if (status == WIN32_SUCCESS)
    return clusapi_open_handle(HANDLE_TYPE_ENUM, (uint32_t)type * KINDS + types);
  clusapi_fail(status);
  return NULL;
}

void clusapi_fill_in_enumerations(struct clusapi_table *table) {
#define ENUMERATION(Name, what)                                                                    \
  table->Name##OpenEnum = what##_open;                                                             \
  table->Name##Enum = what##_enum;                                                                 \
  table->Name##GetEnumCount = what##_count;                                                        \
  table->Name##CloseEnum = what##_close;
  ENUMERATION(ClusterGroup, group)
  ENUMERATION(ClusterNode, node)
  ENUMERATION(ClusterResource, resource)
  ENUMERATION(ClusterResourceType, type)
  ENUMERATION(ClusterNetwork, network)
#undef ENUMERATION
  table->ClusterOpenEnum = cluster_open;
  table->ClusterEnum = cluster_enum;
  table->ClusterGetEnumCount = cluster_count;
  table->ClusterCloseEnum = cluster_close;
}
