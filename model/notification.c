#include "model/notification.h"
#include "model/membership.h"
#include "model/node.h"
#include "model/object_property.h"

static const struct {
  enum object_kind subject;
  uint32_t v1, type, filter;
  const char *v1_name, *v2_name;
} rows[] = {
#define NOTIFICATION(id, subject, v1, type, filter, v1_name, v2_name)                              \
  {OBJECT_##subject, v1, type, filter, v1_name, v2_name},
#include "model/notification.def"
#undef NOTIFICATION
};

enum object_kind notification_subject(enum notification_id id) {
  assert((unsigned)id < NOTIFICATION_COUNT);
  return rows[id].subject;
}

uint32_t notification_v1(enum notification_id id) {
  assert((unsigned)id < NOTIFICATION_COUNT);
  return rows[id].v1;
}

uint32_t notification_type(enum notification_id id) {
  assert((unsigned)id < NOTIFICATION_COUNT);
  return rows[id].type;
}

uint32_t notification_filter(enum notification_id id) {
  assert((unsigned)id < NOTIFICATION_COUNT);
  return rows[id].filter;
}

const char *notification_v1_name(enum notification_id id) {
  assert((unsigned)id < NOTIFICATION_COUNT);
  return rows[id].v1_name;
}

const char *notification_v2_name(enum notification_id id) {
  assert((unsigned)id < NOTIFICATION_COUNT);
  return rows[id].v2_name;
}

/* --- what a step tells --- */

struct collector {
  const struct cluster *cluster;
  struct notification *out;
  uint32_t count, most;
};

static void add(struct collector *collector, struct notification notification) {
  if (collector->count < collector->most)
    collector->out[collector->count++] = notification;
}

static void tell(struct collector *collector, enum notification_id id,
                 const struct change *change) {
  add(collector, (struct notification){.id = id,
                                       .object = change->subject,
                                       .parent = CLUSTER_NONE,
                                       .property = change->property,
                                       .which = change->which,
                                       .value = change->after});
}

/* NTF-018, NTF-013: the new owner, and not the old one, beside the group. */
static void tell_owner(struct collector *collector, const struct change *change) {
  struct notification owner = {.id = NOTIFICATION_GROUP_OWNER,
                               .object = change->subject,
                               .parent = (uint32_t)change->after,
                               .property = change->property,
                               .value = change->after};
  add(collector, owner);
  owner.parent = change->subject;
  owner.id = NOTIFICATION_NODE_LOST;
  owner.object = (uint32_t)change->before;
  add(collector, owner);
  owner.id = NOTIFICATION_NODE_GAINED;
  owner.object = (uint32_t)change->after;
  add(collector, owner);
}

static bool is_member(uint64_t state) {
  return state == NODE_UP || state == NODE_PAUSED;
}

/* A node that is paused or resumed stays a member. */
static void tell_node_state(struct collector *collector, const struct change *change) {
  if (change->after != NODE_NONE) /* that it was deleted says it */
    tell(collector, NOTIFICATION_NODE_STATE, change);
  if (is_member(change->before) != is_member(change->after))
    tell(collector, NOTIFICATION_MEMBERSHIP, change);
}

/* Both are flags of one property. */
static void tell_node_status(struct collector *collector, const struct change *change) {
  struct change status = *change;
  status.after = membership_status_information(collector->cluster, change->subject);
  tell(collector, NOTIFICATION_NODE_PROPERTY, &status);
}

static void tell_resource_state(struct collector *collector, const struct change *change) {
  tell(collector, NOTIFICATION_RESOURCE_STATE, change);
  if (change->after == RESOURCE_ONLINE || change->after == RESOURCE_OFFLINE ||
      change->after == RESOURCE_FAILED)
    tell(collector, NOTIFICATION_RESOURCE_TERMINAL, change);
}

static void tell_of(struct collector *collector, enum notification_id id, uint32_t object,
                    uint32_t parent) {
  add(collector, (struct notification){
                     .id = id, .object = object, .parent = parent, .property = PROPERTY_COUNT});
}

/* As when a resource is added (NTF-010): the resource, and the group beside it. */
static void tell_group_of_resource(struct collector *collector, const struct change *change) {
  const struct {
    enum notification_id id, members;
    uint32_t group;
  } told[] = {
      {NOTIFICATION_GROUP_LOST, NOTIFICATION_GROUP_MEMBERS, (uint32_t)change->before},
      {NOTIFICATION_GROUP_GAINED, NOTIFICATION_GROUP_MEMBERS, (uint32_t)change->after},
  };
  struct notification notification = {.id = NOTIFICATION_RESOURCE_OWNER_GROUP,
                                      .object = change->subject,
                                      .parent = (uint32_t)change->after,
                                      .property = PROPERTY_COUNT};
  add(collector, notification);
  for (int i = 0; i < 2; i++) {
    notification.id = told[i].id;
    notification.parent = told[i].group;
    add(collector, notification);
    tell_of(collector, told[i].members, told[i].group, CLUSTER_NONE);
  }
}

static void tell_dependencies(struct collector *collector, const struct change *change) {
  uint32_t group = cluster_resource(collector->cluster, change->subject)->group;
  const struct group *members = cluster_group(collector->cluster, group);
  uint64_t concerned = change->before ^ change->after;
  tell(collector, NOTIFICATION_RESOURCE_DEPENDENCIES, change);
  for (uint32_t i = 0; i < members->resource_count; i++)
    if (((concerned >> i) & 1) != 0)
      add(collector, (struct notification){.id = NOTIFICATION_RESOURCE_DEPENDENTS,
                                           .object = members->resources[i],
                                           .parent = CLUSTER_NONE,
                                           .property = change->property});
}

/* NTF-017: a machine's properties are its resource's, told by the node it runs on: what a host does
 * that is gone is found out later. */
static void tell_machine(struct collector *collector, const struct change *change) {
  const struct vm *vm = cluster_vm(collector->cluster, change->subject);
  uint32_t resource = vm->resource;
  struct change of_resource = *change;
  of_resource.subject = resource;
  if (resource != CLUSTER_NONE && node_answers(collector->cluster, vm->host))
    tell(collector, NOTIFICATION_RESOURCE_PRIVATE, &of_resource);
}

/* Changes that are told as they are. */
static const struct {
  enum property property;
  enum notification_id id;
} plain[] = {
    {PROPERTY_NODE_DRAIN_STATUS, NOTIFICATION_NODE_PROPERTY},
    {PROPERTY_NODE_COMMON, NOTIFICATION_NODE_COMMON},
    {PROPERTY_NODE_PRIVATE, NOTIFICATION_NODE_PRIVATE},
    {PROPERTY_NETWORK_STATE, NOTIFICATION_NETWORK_STATE},
    {PROPERTY_NETWORK_COMMON, NOTIFICATION_NETWORK_PROPERTY},
    {PROPERTY_NETWORK_PRIVATE, NOTIFICATION_NETWORK_PRIVATE},
    {PROPERTY_GROUP_STATE, NOTIFICATION_GROUP_STATE},
    {PROPERTY_GROUP_STATUS_INFORMATION, NOTIFICATION_GROUP_PROPERTY},
    {PROPERTY_GROUP_COMMON, NOTIFICATION_GROUP_PROPERTY},
    {PROPERTY_GROUP_PRIVATE, NOTIFICATION_GROUP_PRIVATE},
    {PROPERTY_GROUP_PREFERRED_OWNERS, NOTIFICATION_GROUP_PREFERRED},
    {PROPERTY_RESOURCE_COMMON, NOTIFICATION_RESOURCE_PROPERTY},
    {PROPERTY_RESOURCE_PRIVATE, NOTIFICATION_RESOURCE_PRIVATE},
    {PROPERTY_RESOURCE_MAINTENANCE, NOTIFICATION_RESOURCE_PRIVATE},
    {PROPERTY_RESOURCE_POSSIBLE_OWNERS, NOTIFICATION_RESOURCE_POSSIBLE},
    {PROPERTY_CLUSTER_COMMON, NOTIFICATION_CLUSTER_PROPERTY},
    {PROPERTY_CLUSTER_PRIVATE, NOTIFICATION_CLUSTER_PRIVATE},
};

static void tell_change(struct collector *collector, const struct change *change) {
  for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
    if (plain[i].property == change->property)
      tell(collector, plain[i].id, change);
  switch (change->property) {
  case PROPERTY_NODE_STATE:
    tell_node_state(collector, change);
    return;
  case PROPERTY_NODE_ISOLATED:
  case PROPERTY_NODE_QUARANTINED:
    tell_node_status(collector, change);
    return;
  case PROPERTY_GROUP_OWNER:
    tell_owner(collector, change);
    return;
  case PROPERTY_RESOURCE_GROUP:
    tell_group_of_resource(collector, change);
    return;
  case PROPERTY_RESOURCE_STATE:
    tell_resource_state(collector, change);
    return;
  case PROPERTY_RESOURCE_DEPENDENCIES:
    tell_dependencies(collector, change);
    return;
  case PROPERTY_VM_STATE:
  case PROPERTY_MIGRATION_STATE:
  case PROPERTY_MIGRATION_PROGRESS:
  case PROPERTY_MIGRATION_FAILURE_REASON:
  case PROPERTY_VM_OFFLINE_ACTION:
  case PROPERTY_VM_SHUTDOWN_ACTION:
    tell_machine(collector, change);
    return;
  default:
    return;
  }
}

static void tell_event(struct collector *collector, const struct event *event,
                       const struct effects *effects) {
  switch (event->kind) {
  case EVENT_ADD_NODE:
    tell_of(collector, NOTIFICATION_NODE_ADDED, event->subject, CLUSTER_NONE);
    return;
  case EVENT_NODE_EVICTED:
    tell_of(collector, NOTIFICATION_NODE_DELETED, event->subject, CLUSTER_NONE);
    return;
  case EVENT_RENAME_CLUSTER:
    tell_of(collector, NOTIFICATION_CLUSTER_RENAME, 0, CLUSTER_NONE);
    return;
  case EVENT_CREATE_GROUP:
    tell_of(collector, NOTIFICATION_GROUP_ADDED, effects->created, CLUSTER_NONE);
    return;
  case EVENT_DELETE_GROUP:
    tell_of(collector, NOTIFICATION_GROUP_DELETED, event->subject, CLUSTER_NONE);
    return;
  case EVENT_CREATE_RESOURCE: /* NTF-010 */
    tell_of(collector, NOTIFICATION_RESOURCE_ADDED, effects->created, event->subject);
    tell_of(collector, NOTIFICATION_GROUP_MEMBERS, event->subject, CLUSTER_NONE);
    return;
  case EVENT_DELETE_RESOURCE:
    tell_of(collector, NOTIFICATION_RESOURCE_DELETED, event->subject, CLUSTER_NONE);
    tell_of(collector, NOTIFICATION_GROUP_MEMBERS,
            cluster_resource(collector->cluster, event->subject)->group, CLUSTER_NONE);
    return;
  default:
    return;
  }
}

uint32_t notification_of_step(const struct cluster *cluster, const struct event *event,
                              const struct effects *effects, struct notification *out,
                              uint32_t most) {
  struct collector collector = {.cluster = cluster, .out = out, .most = most};
  assert(out != NULL && effects->change_count <= CHANGES_MAX);
  tell_event(&collector, event, effects);
  for (uint32_t i = 0; i < effects->change_count; i++)
    tell_change(&collector, &effects->changes[i]);
  return collector.count;
}

/* --- the buffer --- */

static size_t put_state(uint32_t state, uint8_t *out, size_t room) {
  for (size_t i = 0; i < 4 && room >= 4; i++)
    out[i] = (uint8_t)(state >> (8 * i));
  return 4;
}

/* Common and private properties, by what changed. */
static const struct {
  enum property property;
  enum control_object object;
} of_objects[] = {
    {PROPERTY_CLUSTER_COMMON, CONTROL_OBJECT_CLUSTER},
    {PROPERTY_CLUSTER_PRIVATE, CONTROL_OBJECT_CLUSTER},
    {PROPERTY_NODE_COMMON, CONTROL_OBJECT_NODE},
    {PROPERTY_NODE_PRIVATE, CONTROL_OBJECT_NODE},
    {PROPERTY_NETWORK_COMMON, CONTROL_OBJECT_NETWORK},
    {PROPERTY_NETWORK_PRIVATE, CONTROL_OBJECT_NETWORK},
    {PROPERTY_GROUP_COMMON, CONTROL_OBJECT_GROUP},
    {PROPERTY_GROUP_PRIVATE, CONTROL_OBJECT_GROUP},
    {PROPERTY_RESOURCE_COMMON, CONTROL_OBJECT_RESOURCE},
    {PROPERTY_RESOURCE_PRIVATE, CONTROL_OBJECT_RESOURCE},
};

static bool is_of_object(enum property property, struct property_holder *holder) {
  for (size_t i = 0; i < sizeof of_objects / sizeof of_objects[0]; i++)
    if (of_objects[i].property == property) {
      holder->object = of_objects[i].object;
      return true;
    }
  return false;
}

bool notification_is_sound(const struct cluster *cluster, const struct notification *notification) {
  struct property_holder holder = {.index = notification->object};
  return !is_of_object(notification->property, &holder) ||
         notification->which < SCHEMA_COUNT + cluster->count[OBJECT_PROPERTY];
}

const char *notification_property_name(const struct cluster *cluster,
                                       const struct notification *notification) {
  struct property_holder holder;
  switch (notification->property) {
  case PROPERTY_GROUP_STATUS_INFORMATION:
  case PROPERTY_NODE_ISOLATED:
  case PROPERTY_NODE_QUARANTINED:
    return "StatusInformation";
  case PROPERTY_NODE_DRAIN_STATUS:
    return "NodeDrainStatus";
  default:
    break;
  }
  if (!is_of_object(notification->property, &holder))
    return property_name(notification->property);
  return notification->which < SCHEMA_COUNT
             ? property_schema_at((enum property_row)notification->which)->name
             : cluster_name(cluster, OBJECT_PROPERTY, notification->which - SCHEMA_COUNT);
}

/* A property that was set; one that was made up and is gone again has no value to tell. */
static void put_property(const struct cluster *cluster, const struct notification *notification,
                         struct property_holder holder, struct property_writer *writer) {
  const char *name = notification_property_name(cluster, notification);
  struct property_value value = {0};
  if (notification->which < SCHEMA_COUNT) {
    property_value_of_row(&(struct property_reader){.cluster = cluster, .holder = holder},
                          property_schema_at((enum property_row)notification->which), &value);
  } else {
    const struct stored_property *stored =
        cluster_property(cluster, notification->which - SCHEMA_COUNT);
    value.syntax = stored->syntax;
    value.size = stored->size;
    value.data = stored->value;
  }
  if (value.syntax == PROPERTY_SYNTAX_DWORD)
    property_writer_dword(writer, name, (uint32_t)notification->value);
  else if (value.syntax == PROPERTY_SYNTAX_ULARGE_INTEGER)
    property_writer_ularge_integer(writer, name, notification->value);
  else if (value.syntax != 0)
    property_writer_value(writer, name, value.syntax, value.data, value.size);
}

size_t notification_payload(const struct cluster *cluster, const struct notification *notification,
                            uint8_t *out, size_t room) {
  struct property_writer writer = property_writer_begin(out, room);
  struct property_holder holder = {.index = notification->object};
  if (notification->property == PROPERTY_COUNT) /* an object came or went */
    return 0;
  const char *name = notification_property_name(cluster, notification);
  switch (notification->property) {
  case PROPERTY_NODE_STATE:
  case PROPERTY_NETWORK_STATE:
  case PROPERTY_GROUP_STATE:
  case PROPERTY_RESOURCE_STATE:
    return put_state((uint32_t)notification->value, out, room);
  case PROPERTY_GROUP_STATUS_INFORMATION:
    property_writer_ularge_integer(&writer, name, notification->value);
    break;
  case PROPERTY_NODE_DRAIN_STATUS:
  case PROPERTY_NODE_ISOLATED:
  case PROPERTY_NODE_QUARANTINED:
  case PROPERTY_VM_STATE:
  case PROPERTY_MIGRATION_STATE:
  case PROPERTY_MIGRATION_PROGRESS:
  case PROPERTY_MIGRATION_FAILURE_REASON:
  case PROPERTY_VM_OFFLINE_ACTION:
  case PROPERTY_VM_SHUTDOWN_ACTION:
    property_writer_dword(&writer, name, (uint32_t)notification->value);
    break;
  default:
    if (!is_of_object(notification->property, &holder))
      return 0;
    put_property(cluster, notification, holder, &writer);
  }
  (void)property_writer_end(&writer);
  return writer.needed;
}
