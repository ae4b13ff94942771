/* Requests that make, take away, rename and rearrange what a cluster consists of. */
#include "model/resource.h"
#include "sim/requests/request_events.h"
#include "sim/requests/requests.h"

uint32_t request_create_cluster(const struct session *session,
                                const struct request_cluster *request) {
  const struct cluster *cluster = world_cluster(session->world);
  struct effects effects;
  uint32_t nodes[NODES_MAX];
  if (!session->all_access)
    return WIN32_ACCESS_DENIED;
  if (request->node_count == 0 || request->node_count > NODES_MAX)
    return WIN32_INVALID_PARAMETER;
  if (cluster->created)
    return WIN32_OBJECT_ALREADY_EXISTS;
  for (uint32_t i = 0; i < request->node_count; i++) {
    nodes[i] = cluster_find(cluster, OBJECT_NODE, request->nodes[i]);
    if (nodes[i] == CLUSTER_NONE)
      return WIN32_CLUSTER_NODE_NOT_FOUND;
    if (!cluster_node(cluster, nodes[i])->powered)
      return WIN32_NODE_NOT_AVAILABLE;
    for (uint32_t k = 0; k < i; k++)
      if (nodes[k] == nodes[i])
        return WIN32_INVALID_PARAMETER;
  }
  uint32_t status = request_apply(
      session,
      &(struct event){.kind = EVENT_CREATE_CLUSTER, .subject = nodes[0], .name = request->name},
      &effects);
  for (uint32_t i = 1; i < request->node_count && status == WIN32_SUCCESS; i++)
    status = request_apply(session, &(struct event){.kind = EVENT_ADD_NODE, .subject = nodes[i]},
                           &effects);
  return status;
}

/* A new group belongs to the node the session is connected to, else to the first node that is Up.
 */
static uint32_t node_for_new_group(const struct session *session) {
  const struct cluster *cluster = world_cluster(session->world);
  if (session->node != CLUSTER_NONE)
    return session->node;
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++)
    if (cluster_node(cluster, i)->state == NODE_UP)
      return i;
  return CLUSTER_NONE;
}

uint32_t request_create_group(const struct session *session, const char *name, uint32_t type,
                              uint32_t *index) {
  struct effects effects;
  uint32_t status = request_may_change(session);
  if (status != WIN32_SUCCESS)
    return status;
  uint32_t node = node_for_new_group(session);
  if (node == CLUSTER_NONE)
    return WIN32_HOST_NODE_NOT_AVAILABLE;
  status = request_apply(
      session,
      &(struct event){.kind = EVENT_CREATE_GROUP, .subject = node, .argument = type, .name = name},
      &effects);
  *index = effects.created;
  return status;
}

uint32_t request_create_resource(const struct session *session, uint32_t group, const char *name,
                                 const char *type, uint32_t *index) {
  struct effects effects;
  uint32_t status = request_may_change(session);
  if (status != WIN32_SUCCESS)
    return status;
  enum resource_type number = resource_type_by_name(type);
  if (number == TYPE_COUNT)
    return WIN32_CLUSTER_RESOURCE_TYPE_NOT_FOUND;
  status = request_apply(
      session,
      &(struct event){
          .kind = EVENT_CREATE_RESOURCE, .subject = group, .argument = number, .name = name},
      &effects);
  *index = effects.created;
  return status;
}

uint32_t request_delete_resource(const struct session *session, uint32_t resource) {
  return request_change(session, EVENT_DELETE_RESOURCE, resource);
}

uint32_t request_delete_group(const struct session *session, uint32_t group) {
  return request_change(session, EVENT_DELETE_GROUP, group);
}

uint32_t request_destroy_group(const struct session *session, uint32_t group) {
  return request_change(session, EVENT_DESTROY_GROUP, group);
}

uint32_t request_rename(const struct session *session, enum object_kind kind, uint32_t index,
                        const char *name) {
  static const enum event_kind events[OBJECT_KIND_COUNT] = {[OBJECT_CLUSTER] = EVENT_RENAME_CLUSTER,
                                                            [OBJECT_NETWORK] = EVENT_RENAME_NETWORK,
                                                            [OBJECT_GROUP] = EVENT_RENAME_GROUP,
                                                            [OBJECT_RESOURCE] =
                                                                EVENT_RENAME_RESOURCE};
  assert(kind == OBJECT_CLUSTER || events[kind] != (enum event_kind)0);
  return request_change_with(session,
                             &(struct event){.kind = events[kind], .subject = index, .name = name});
}

uint32_t request_change_resource_group(const struct session *session, uint32_t resource,
                                       uint32_t group) {
  return request_change_with(
      session,
      &(struct event){.kind = EVENT_CHANGE_RESOURCE_GROUP, .subject = resource, .argument = group});
}

/* --- the registry --- */

uint32_t request_write_registry(const struct session *session, uint32_t action, const char *path,
                                uint32_t type, const uint8_t *bytes, size_t size) {
  return request_change_with(session, &(struct event){.kind = EVENT_WRITE_REGISTRY,
                                                      .name = path,
                                                      .argument = type,
                                                      .value = action,
                                                      .list = bytes,
                                                      .list_size = size});
}

uint32_t request_set_properties(const struct session *session, struct property_holder holder,
                                bool is_private, const uint8_t *list, size_t size) {
  enum common_control control =
      is_private ? CONTROL_SET_PRIVATE_PROPERTIES : CONTROL_SET_COMMON_PROPERTIES;
  struct request_control request = {.object = holder,
                                    .node = CLUSTER_NONE,
                                    .code = control_code_of(holder.object, control),
                                    .in = list,
                                    .in_size = size};
  return request_control(session, &request);
}

/* --- members --- */

uint32_t request_evict_node(const struct session *session, uint32_t node) {
  uint32_t status = request_change(session, EVENT_EVICT_NODE, node);
  return status == WIN32_IO_PENDING ? (uint32_t)WIN32_SUCCESS : status;
}

uint32_t request_add_node(const struct session *session, const char *name, uint32_t *node) {
  *node = cluster_find(world_cluster(session->world), OBJECT_NODE, name);
  uint32_t status = request_may_change(session);
  if (status != WIN32_SUCCESS)
    return status;
  return *node == CLUSTER_NONE ? (uint32_t)WIN32_CLUSTER_NODE_NOT_FOUND
                               : request_change(session, EVENT_ADD_NODE, *node);
}

uint32_t request_create_group_set(const struct session *session, const char *name, uint32_t *set) {
  struct effects effects;
  struct event event = {.kind = EVENT_CREATE_GROUP_SET, .name = name};
  uint32_t status = request_may_change(session);
  if (status == WIN32_SUCCESS)
    status = request_apply(session, &event, &effects);
  if (status == WIN32_SUCCESS)
    *set = effects.created;
  return status;
}

uint32_t request_delete_group_set(const struct session *session, uint32_t set) {
  return request_change(session, EVENT_DELETE_GROUP_SET, set);
}

uint32_t request_join_group_set(const struct session *session, uint32_t group, uint32_t set) {
  return request_change_with(
      session, &(struct event){.kind = EVENT_JOIN_GROUP_SET, .subject = group, .argument = set});
}

uint32_t request_leave_group_set(const struct session *session, uint32_t group) {
  return request_change(session, EVENT_LEAVE_GROUP_SET, group);
}

uint32_t request_group_set_dependency(const struct session *session, uint32_t set,
                                      uint32_t provider, bool add) {
  return request_change_with(
      session, &(struct event){.kind = add ? EVENT_ADD_SET_PROVIDER : EVENT_REMOVE_SET_PROVIDER,
                               .subject = set,
                               .argument = provider});
}

uint32_t request_create_affinity_rule(const struct session *session, const char *name,
                                      uint32_t type) {
  return request_change_with(
      session, &(struct event){.kind = EVENT_CREATE_AFFINITY_RULE, .name = name, .argument = type});
}

uint32_t request_remove_affinity_rule(const struct session *session, const char *name) {
  uint32_t rule = 0, status = request_open(session, OBJECT_AFFINITY_RULE, name, &rule);
  return status != WIN32_SUCCESS ? status
                                 : request_change(session, EVENT_DELETE_AFFINITY_RULE, rule);
}

uint32_t request_change_affinity_rule(const struct session *session, const char *name,
                                      uint32_t group, bool add) {
  uint32_t rule = 0, status = request_open(session, OBJECT_AFFINITY_RULE, name, &rule);
  struct event event = {.kind = add ? EVENT_JOIN_AFFINITY_RULE : EVENT_LEAVE_AFFINITY_RULE,
                        .subject = group,
                        .argument = rule};
  return status != WIN32_SUCCESS ? status : request_change_with(session, &event);
}

uint32_t request_add_shared_volume(const struct session *session, uint32_t resource) {
  return request_change(session, EVENT_ADD_SHARED_VOLUME, resource);
}

uint32_t request_remove_shared_volume(const struct session *session, uint32_t resource) {
  return request_change(session, EVENT_REMOVE_SHARED_VOLUME, resource);
}
