#include "sim/requests/requests.h"
#include "model/affinity_rule.h"
#include "model/deletion.h"
#include "model/group_move.h"
#include "model/locked_mode.h"
#include "model/object_property.h"
#include "model/resource.h"
#include "model/vm_migration.h"
#include "sim/requests/request_events.h"
#include "sim/requests/world_state.h"

/* VM_RESDLL_CONTEXT (win32json Networking.Clustering) */
enum { CONTEXT_LIVE_MIGRATION = 4, CONTEXT_ITEMS_MAX = 4 };

uint32_t request_apply(const struct session *session, const struct event *event,
                       struct effects *effects) {
  assert(session->world != NULL);
  (void)engine_apply(session->world->engine, event, effects);
  return effects->status;
}

uint32_t request_may_change(const struct session *session) {
  uint32_t status = request_connect(session);
  return status == WIN32_SUCCESS && !session->all_access ? (uint32_t)WIN32_ACCESS_DENIED : status;
}

uint32_t request_change_with(const struct session *session, const struct event *event) {
  struct effects effects;
  uint32_t status = request_may_change(session);
  return status != WIN32_SUCCESS ? status : request_apply(session, event, &effects);
}

uint32_t request_change(const struct session *session, enum event_kind kind, uint32_t subject) {
  return request_change_with(session, &(struct event){.kind = kind, .subject = subject});
}

uint32_t request_connect(const struct session *session) {
  assert(session != NULL && session->world != NULL);
  return world_cluster(session->world)->created ? (uint32_t)WIN32_SUCCESS
                                                : (uint32_t)WIN32_CLUSTER_NOT_INSTALLED;
}

static bool is_member(const struct cluster *cluster, enum object_kind kind, uint32_t index) {
  return kind == OBJECT_NODE ? cluster_node(cluster, index)->state != NODE_NONE
                             : !cluster_is_deleted(cluster, kind, index);
}

/* Every object is a member: thousands of them need not be walked to find one. */
static bool is_complete(const struct cluster *cluster, enum object_kind kind) {
  return kind != OBJECT_NODE && cluster->deleted[kind] == 0;
}

uint32_t request_open(const struct session *session, enum object_kind kind, const char *name,
                      uint32_t *index) {
  const struct cluster *cluster = world_cluster(session->world);
  assert(kind == OBJECT_NODE || kind == OBJECT_GROUP || kind == OBJECT_RESOURCE ||
         kind == OBJECT_NETWORK || kind == OBJECT_GROUP_SET || kind == OBJECT_AFFINITY_RULE);
  uint32_t status = request_connect(session);
  if (status != WIN32_SUCCESS)
    return status;
  *index = cluster_find(cluster, kind, name);
  if (*index != CLUSTER_NONE && is_member(cluster, kind, *index))
    return WIN32_SUCCESS;
  return deletion_not_found(kind);
}

uint32_t request_open_interface(const struct session *session, const char *name, uint32_t *index) {
  const struct cluster *cluster = world_cluster(session->world);
  uint32_t status = request_connect(session);
  if (status != WIN32_SUCCESS)
    return status;
  if (object_name_check(name, INTERFACE_NAME_UNITS_MAX) == NULL)
    for (uint32_t network = 0; network < cluster->count[OBJECT_NETWORK]; network++)
      for (uint32_t node = 0; node < cluster->count[OBJECT_NODE]; node++) {
        char text[NAME_BYTES_MAX];
        *index = network * NODES_MAX + node;
        if (is_member(cluster, OBJECT_NODE, node) &&
            object_name_equal(property_interface_name(cluster, *index, text), name))
          return WIN32_SUCCESS;
      }
  return WIN32_CLUSTER_NETINTERFACE_NOT_FOUND;
}

uint32_t request_exists(const struct session *session, enum object_kind kind, uint32_t index) {
  assert(kind == OBJECT_GROUP || kind == OBJECT_RESOURCE || kind == OBJECT_GROUP_SET);
  return deletion_refusal(world_cluster(session->world), kind, index);
}

uint32_t request_at(const struct session *session, enum object_kind kind, uint32_t place,
                    uint32_t *index) {
  const struct cluster *cluster = world_cluster(session->world);
  assert(kind < OBJECT_KIND_COUNT);
  if (is_complete(cluster, kind)) {
    *index = place;
    return place < cluster->count[kind] ? (uint32_t)WIN32_SUCCESS : (uint32_t)WIN32_NO_MORE_ITEMS;
  }
  for (*index = 0; *index < cluster->count[kind]; ++*index)
    if (is_member(cluster, kind, *index) && place-- == 0)
      return WIN32_SUCCESS;
  return WIN32_NO_MORE_ITEMS;
}

uint32_t request_count(const struct session *session, enum object_kind kind) {
  const struct cluster *cluster = world_cluster(session->world);
  uint32_t members = 0;
  assert(kind < OBJECT_KIND_COUNT);
  if (kind != OBJECT_NODE)
    return cluster->count[kind] - cluster->deleted[kind];
  for (uint32_t i = 0; i < cluster->count[kind]; i++)
    members += is_member(cluster, kind, i);
  return members;
}

/* Of all the flags one is modelled everywhere, and one more where something comes online. */
static uint64_t modelled_flags(enum event_kind kind) {
  return REQUEST_IGNORE_RESOURCE_STATUS |
         (kind == EVENT_ONLINE_RESOURCE ? RESOURCE_ONLINE_IGNORE_AFFINITY_RULE
          : kind == EVENT_ONLINE_GROUP || kind == EVENT_ONLINE_GROUP_ON
              ? GROUP_ONLINE_IGNORE_AFFINITY_RULE
              : 0u);
}

/* CLUSAPI_GROUP_ONLINE_*, CLUSAPI_RESOURCE_OFFLINE_* ...: the event's value. */
static uint32_t change_with_flags(const struct session *session, const struct event *event) {
  const uint32_t known = 0x2F;
  if ((event->value & ~(uint64_t)known) != 0)
    return WIN32_INVALID_PARAMETER;
  if ((event->value & ~modelled_flags(event->kind)) != 0)
    return WIN32_CALL_NOT_IMPLEMENTED;
  return request_change_with(session, event);
}

uint32_t request_online_resource(const struct session *session, uint32_t resource, uint32_t flags) {
  return change_with_flags(
      session, &(struct event){.kind = EVENT_ONLINE_RESOURCE, .subject = resource, .value = flags});
}

uint32_t request_offline_resource(const struct session *session, uint32_t resource,
                                  uint32_t flags) {
  return change_with_flags(
      session,
      &(struct event){.kind = EVENT_OFFLINE_RESOURCE, .subject = resource, .value = flags});
}

uint32_t request_restart_resource(const struct session *session, uint32_t resource,
                                  uint32_t flags) {
  return change_with_flags(
      session,
      &(struct event){.kind = EVENT_RESTART_ON_REQUEST, .subject = resource, .value = flags});
}

uint32_t request_fail_resource(const struct session *session, uint32_t resource) {
  return request_change(session, EVENT_FAIL_RESOURCE, resource);
}

uint32_t request_add_dependency(const struct session *session, uint32_t resource,
                                uint32_t provider) {
  return request_change_with(
      session,
      &(struct event){.kind = EVENT_ADD_DEPENDENCY, .subject = resource, .argument = provider});
}

uint32_t request_remove_dependency(const struct session *session, uint32_t resource,
                                   uint32_t provider) {
  return request_change_with(
      session,
      &(struct event){.kind = EVENT_REMOVE_DEPENDENCY, .subject = resource, .argument = provider});
}

uint32_t request_set_dependency(const struct session *session, uint32_t resource,
                                const char *expression) {
  assert(expression != NULL);
  return request_change_with(
      session,
      &(struct event){.kind = EVENT_SET_DEPENDENCY, .subject = resource, .name = expression});
}

uint32_t request_set_possible_owner(const struct session *session, uint32_t resource, uint32_t node,
                                    bool possible) {
  return request_change_with(session, &(struct event){.kind = EVENT_SET_POSSIBLE_OWNER,
                                                      .subject = resource,
                                                      .argument = node,
                                                      .value = possible});
}

uint32_t request_set_preferred_owners(const struct session *session, uint32_t group, uint32_t count,
                                      const uint32_t *nodes) {
  struct event event = {
      .kind = EVENT_SET_PREFERRED_OWNER, .subject = group, .argument = CLUSTER_NONE};
  if (count > NODES_MAX)
    return WIN32_INVALID_PARAMETER;
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t k = 0; k < i; k++)
      if (nodes[k] == nodes[i])
        return WIN32_INVALID_PARAMETER;
  uint32_t status = request_change_with(session, &event);
  for (uint32_t i = 0; i < count && status == WIN32_SUCCESS; i++) {
    event.argument = nodes[i];
    event.value = i;
    status = request_change_with(session, &event);
  }
  return status;
}

uint32_t request_online_group(const struct session *session, uint32_t group, uint32_t node,
                              uint32_t flags) {
  return change_with_flags(
      session,
      &(struct event){.kind = node == CLUSTER_NONE ? EVENT_ONLINE_GROUP : EVENT_ONLINE_GROUP_ON,
                      .subject = group,
                      .argument = node,
                      .value = flags});
}

uint32_t request_offline_group(const struct session *session, uint32_t group, uint32_t flags) {
  return change_with_flags(
      session, &(struct event){.kind = EVENT_OFFLINE_GROUP, .subject = group, .value = flags});
}

uint32_t request_pause_node(const struct session *session, uint32_t node) {
  return request_change(session, EVENT_PAUSE_NODE, node);
}

uint32_t request_drain_node(const struct session *session, uint32_t node, uint32_t flags,
                            uint32_t target) {
  return request_change_with(
      session, &(struct event){
                   .kind = EVENT_DRAIN_NODE, .subject = node, .argument = target, .value = flags});
}

uint32_t request_resume_node(const struct session *session, uint32_t node, uint32_t failback) {
  return request_change_with(
      session, &(struct event){.kind = EVENT_RESUME_NODE, .subject = node, .value = failback});
}

/* Property names are the two resource type names; os-win sends both with the same value. */
static uint32_t read_context(const uint8_t *context, size_t size, uint32_t *type) {
  struct property_item items[CONTEXT_ITEMS_MAX];
  uint32_t count = 0;
  /* A raw DWORD instead of a list: refused (MIG-046). */
  if (property_list_read(context, size, items, CONTEXT_ITEMS_MAX, &count) != WIN32_SUCCESS ||
      count == 0)
    return WIN32_INVALID_PARAMETER;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t value = 0;
    enum resource_type named = resource_type_by_name(items[i].name);
    if (named == TYPE_COUNT || resource_provider_of(named) == PROVIDER_SIMULATED ||
        !property_item_dword(&items[i], &value) || value > CONTEXT_LIVE_MIGRATION ||
        (i > 0 && value != *type))
      return WIN32_INVALID_PARAMETER;
    *type = value;
  }
  return WIN32_SUCCESS;
}

uint32_t request_move_group(const struct session *session, uint32_t group, uint32_t node,
                            uint32_t flags, const uint8_t *context, size_t context_size) {
  struct effects effects;
  bool plain = context == NULL || context_size == 0;
  uint32_t type = 0, status = request_may_change(session);
  if (status == WIN32_SUCCESS && !plain)
    status = read_context(context, context_size, &type);
  if (status != WIN32_SUCCESS)
    return status;
  bool live = !plain && type == CONTEXT_LIVE_MIGRATION;
  struct event event = {.kind = live ? EVENT_MOVE_GROUP_LIVE : EVENT_MOVE_GROUP,
                        .subject = group,
                        .argument = node,
                        .value = flags};
  if (!live && !plain) /* the context's numbers are those of OfflineAction */
    event.value |= GROUP_MOVE_ACTION(type);
  return request_apply(session, &event, &effects);
}

uint32_t request_cancel_group_operation(const struct session *session, uint32_t group) {
  return request_change(session, EVENT_CANCEL_GROUP_OPERATION, group);
}

/* Whether the object is there, and what the world knows of it at this moment. */
static uint32_t know(const struct session *session, struct control_request *request) {
  const struct cluster *cluster = world_cluster(session->world);
  const struct engine *engine = session->world->engine;
  uint32_t index = request->holder.index, status = WIN32_SUCCESS;
  if (request->holder.object == CONTROL_OBJECT_GROUP) {
    status = request_exists(session, OBJECT_GROUP, index);
    request->period_left = engine_failover_period_left(engine, index);
    request->changed_at = engine->moved_at[index];
  } else if (request->holder.object == CONTROL_OBJECT_GROUPSET) {
    status = request_exists(session, OBJECT_GROUP_SET, index);
  } else if (request->holder.object == CONTROL_OBJECT_RESOURCE) {
    status = request_exists(session, OBJECT_RESOURCE, index);
    uint32_t vm = cluster_resource(cluster, index)->vm;
    request->progress = vm == CLUSTER_NONE ? 0 : engine_migration_progress(engine, vm);
    request->period_left = engine_restart_period_left(engine, index);
    request->changed_at = engine->providers[index].changed_at;
  }
  return status;
}

uint32_t request_control(const struct session *session, struct request_control *control) {
  struct effects effects;
  struct control_request request = {.holder = control->object,
                                    .node = control->node,
                                    .code = control->code,
                                    .all_access = session->all_access,
                                    .in = control->in,
                                    .in_size = control->in_size,
                                    .out = control->out,
                                    .out_room = control->out_room};
  uint32_t status = request_connect(session);
  control->returned = 0;
  if (status == WIN32_SUCCESS)
    status = know(session, &request);
  if (status != WIN32_SUCCESS)
    return status;
  struct control_answer answer = control_dispatch(world_cluster(session->world), &request);
  control->returned = answer.returned;
  return answer.acts ? request_apply(session, &answer.event, &effects) : answer.status;
}
