#include "model/event_log.h"
#include "model/describe.h"
#include "model/node.h"
#include "model/resource.h"
#include "model/vm_migration.h"
#include <string.h>

enum writer { WRITER_node, WRITER_survivors, WRITER_owner, WRITER_source, WRITER_destination };

static const struct {
  uint32_t number;
  enum log_channel channel;
  enum log_level level;
  enum object_kind subject;
  enum writer writer;
  const char *text;
} rows[] = {
#define LOG(id, number, channel, level, subject, writer, text)                                     \
  {number, LOG_##channel, LOG_##level, OBJECT_##subject, WRITER_##writer, text},
#include "model/event_log.def"
#undef LOG
};

uint32_t event_log_number(enum log_id id) {
  assert((unsigned)id < LOG_ID_COUNT);
  return rows[id].number;
}

enum log_channel event_log_channel(enum log_id id) {
  assert((unsigned)id < LOG_ID_COUNT);
  return rows[id].channel;
}

enum log_level event_log_level(enum log_id id) {
  assert((unsigned)id < LOG_ID_COUNT);
  return rows[id].level;
}

enum object_kind event_log_subject(enum log_id id) {
  assert((unsigned)id < LOG_ID_COUNT);
  return rows[id].subject;
}

const char *event_log_template(enum log_id id) {
  assert((unsigned)id < LOG_ID_COUNT);
  return rows[id].text;
}

const char *event_log_channel_name(enum log_channel channel) {
  static const char *const names[] = {
      [LOG_SYSTEM] = "System",
      [LOG_OPERATIONAL] = "Microsoft-Windows-FailoverClustering/Operational",
      [LOG_HIGH_AVAILABILITY] = "Microsoft-Windows-Hyper-V-High-Availability-Admin",
      [LOG_VMMS] = "Microsoft-Windows-Hyper-V-VMMS-Admin",
      [LOG_WORKER] = "Microsoft-Windows-Hyper-V-Worker-Admin"};
  assert((unsigned)channel < LOG_CHANNEL_COUNT);
  return names[channel];
}

const char *event_log_provider_name(enum log_channel channel) {
  static const char *const names[] = {[LOG_SYSTEM] = "Microsoft-Windows-FailoverClustering",
                                      [LOG_OPERATIONAL] = "Microsoft-Windows-FailoverClustering",
                                      [LOG_HIGH_AVAILABILITY] =
                                          "Microsoft-Windows-Hyper-V-High-Availability",
                                      [LOG_VMMS] = "Microsoft-Windows-Hyper-V-VMMS",
                                      [LOG_WORKER] = "Microsoft-Windows-Hyper-V-Worker"};
  assert((unsigned)channel < LOG_CHANNEL_COUNT);
  return names[channel];
}

const char *event_log_level_name(enum log_level level) {
  static const char *const names[] = {[LOG_CRITICAL] = "Critical",
                                      [LOG_ERROR] = "Error",
                                      [LOG_WARNING] = "Warning",
                                      [LOG_INFORMATION] = "Information"};
  assert(level >= LOG_CRITICAL && level <= LOG_INFORMATION);
  return names[level];
}

/* --- what a step makes them write --- */

struct collector {
  const struct cluster *cluster;
  const struct effects *effects;
  struct logged *entries;
  uint32_t count, most;
};

/* Who owned the group when this change was made: the owner before a change of this step that comes
 * later. */
static uint32_t owner_then(const struct collector *collector, uint32_t group, uint32_t change) {
  const struct effects *effects = collector->effects;
  for (uint32_t i = change; i < effects->change_count; i++)
    if (effects->changes[i].property == PROPERTY_GROUP_OWNER &&
        effects->changes[i].subject == group)
      return (uint32_t)effects->changes[i].before;
  return cluster_group(collector->cluster, group)->owner;
}

static uint64_t writers_of(const struct collector *collector, const struct logged *entry,
                           uint32_t change) {
  const struct cluster *cluster = collector->cluster;
  uint64_t survivors = 0;
  switch (rows[entry->id].writer) {
  case WRITER_node:
    return UINT64_C(1) << entry->subject;
  case WRITER_source:
    return UINT64_C(1) << entry->from;
  case WRITER_destination:
    return UINT64_C(1) << entry->to;
  case WRITER_survivors:
    for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++)
      survivors |= (uint64_t)node_takes_part(cluster, i) << i;
    return survivors;
  case WRITER_owner:
    break;
  }
  uint32_t group = rows[entry->id].subject == OBJECT_RESOURCE
                       ? cluster_resource(cluster, entry->subject)->group
                       : entry->subject;
  uint32_t owner = owner_then(collector, group, change);
  if (!node_takes_part(cluster, owner))
    owner = cluster_group(cluster, group)->owner;
  return (uint64_t)node_takes_part(cluster, owner) << owner;
}

static void add(struct collector *collector, enum log_id id, uint32_t subject, uint32_t from,
                uint32_t to, uint32_t change) {
  if (collector->count == collector->most)
    return;
  struct logged *entry = &collector->entries[collector->count++];
  *entry = (struct logged){
      .id = id, .subject = subject, .from = from, .to = to, .after_changes = change};
  entry->writers = writers_of(collector, entry, change);
}

static bool goes_offline(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (resource_state_shown(cluster_resource(cluster, group->resources[i])) ==
        RESOURCE_OFFLINE_PENDING)
      return true;
  return group->moving_to != CLUSTER_NONE;
}

static void add_group_state(struct collector *collector, const struct change *change, uint32_t at) {
  uint32_t before = (uint32_t)change->before, after = (uint32_t)change->after;
  bool goes = before == GROUP_ONLINE || goes_offline(collector->cluster, change->subject);
  add(collector, LOG_ID_GROUP_TRANSITION, change->subject, before, after, at);
  if (after == GROUP_PENDING)
    add(collector, goes ? LOG_ID_GROUP_GOES : LOG_ID_GROUP_COMES, change->subject, before, after,
        at);
  else if (after == GROUP_ONLINE)
    add(collector, LOG_ID_GROUP_IS_ONLINE, change->subject, before, after, at);
  else if (after == GROUP_OFFLINE)
    add(collector, LOG_ID_GROUP_IS_OFFLINE, change->subject, before, after, at);
}

static void add_interfaces(struct collector *collector, const struct change *change, uint32_t at) {
  uint64_t differs = change->before ^ change->after;
  for (uint32_t node = 0; node < NODES_MAX; node++)
    if (((differs >> node) & 1) != 0 && node < collector->cluster->count[OBJECT_NODE])
      add(collector,
          ((change->after >> node) & 1) != 0 ? LOG_ID_INTERFACE_UP : LOG_ID_INTERFACE_FAILED,
          change->subject, CLUSTER_NONE, node, at);
}

static void add_migration(struct collector *collector, const struct change *change, uint32_t at) {
  const struct vm_migration *migration =
      &cluster_vm(collector->cluster, change->subject)->migration;
  static const enum log_id after_success[] = {LOG_ID_MIGRATION_BLACKOUT, LOG_ID_MIGRATION_BROWNOUT,
                                              LOG_ID_MIGRATION_SUMMARY, LOG_ID_MIGRATION_DONE};
  bool limited = migration->failure_reason == MIGRATION_REASON_BUSY;
  if (change->after == MIGRATION_FAILURE)
    add(collector,
        limited                              ? LOG_ID_MIGRATION_LIMIT
        : migration->network == CLUSTER_NONE ? LOG_ID_MIGRATION_NO_NETWORK /* MIG-070 */
                                             : LOG_ID_MIGRATION_FAILED,
        change->subject, migration->source, migration->destination, at);
  if (change->after == MIGRATION_FAILURE && !limited) /* GOT-005 */
    add(collector, LOG_ID_MIGRATION_FAILED_THERE, change->subject, migration->source,
        migration->destination, at);
  if (change->before == MIGRATION_OWNED && change->after == MIGRATION_NONE) /* EVT-028 */
    for (size_t i = 0; i < sizeof after_success / sizeof after_success[0]; i++)
      add(collector, after_success[i], change->subject, migration->source, migration->destination,
          at);
}

static void add_change(struct collector *collector, const struct change *change, uint32_t at) {
  switch (change->property) {
  case PROPERTY_RESOURCE_STATE:
    add(collector, LOG_ID_RESOURCE_TRANSITION, change->subject, (uint32_t)change->before,
        (uint32_t)change->after, at);
    if (change->after == RESOURCE_FAILED)
      add(collector, LOG_ID_RESOURCE_FAILED, change->subject, CLUSTER_NONE, CLUSTER_NONE, at);
    return;
  case PROPERTY_RESOURCE_MAINTENANCE:
    if (change->before == 0 || change->after == 0) /* else one mode follows another */
      add(collector, change->after != 0 ? LOG_ID_MAINTENANCE_BEGAN : LOG_ID_MAINTENANCE_ENDED,
          change->subject, CLUSTER_NONE, CLUSTER_NONE, at);
    return;
  case PROPERTY_GROUP_STATE:
    add_group_state(collector, change, at);
    return;
  case PROPERTY_NODE_DRAIN_STATUS:
    if (change->after == DRAIN_FAILED)
      add(collector, LOG_ID_DRAIN_FAILED, change->subject, CLUSTER_NONE, CLUSTER_NONE, at);
    return;
  case PROPERTY_NETWORK_STATE:
    add(collector, change->after != 0 ? LOG_ID_NETWORK_UP : LOG_ID_NETWORK_DOWN, change->subject,
        CLUSTER_NONE, CLUSTER_NONE, at);
    return;
  case PROPERTY_NETWORK_INTERFACES:
    add_interfaces(collector, change, at);
    return;
  case PROPERTY_MIGRATION_PHASE:
    add_migration(collector, change, at);
    return;
  default:
    return;
  }
}

static void add_event(struct collector *collector, const struct event *event) {
  const struct effects *effects = collector->effects;
  switch (event->kind) {
  case EVENT_CREATE_CLUSTER:
    add(collector, LOG_ID_FORMED, event->subject, CLUSTER_NONE, CLUSTER_NONE, 0);
    return;
  case EVENT_ADD_NODE:
  case EVENT_NODE_JOINED:
    add(collector, LOG_ID_JOINED, event->subject, CLUSTER_NONE, CLUSTER_NONE, 0);
    return;
  case EVENT_NODE_LEFT:
    add(collector, LOG_ID_STOPPED, event->subject, CLUSTER_NONE, CLUSTER_NONE, 0);
    return;
  case EVENT_NODE_EVICTED:
    add(collector, LOG_ID_EVICTED, event->subject, CLUSTER_NONE, CLUSTER_NONE, 0);
    return;
  case EVENT_CREATE_GROUP:
    add(collector, LOG_ID_GROUP_ADDED, effects->created, CLUSTER_NONE, CLUSTER_NONE, 0);
    return;
  case EVENT_DELETE_GROUP:
    add(collector, LOG_ID_GROUP_REMOVED, event->subject, CLUSTER_NONE, CLUSTER_NONE, 0);
    return;
  case EVENT_DELETE_RESOURCE:
    add(collector, LOG_ID_RESOURCE_REMOVED, event->subject, CLUSTER_NONE, CLUSTER_NONE, 0);
    return;
  case EVENT_CREATE_RESOURCE:
    add(collector, LOG_ID_RESOURCE_ADDED, effects->created, CLUSTER_NONE, CLUSTER_NONE, 0);
    return;
  default:
    return;
  }
}

uint32_t event_log_of_step(const struct cluster *cluster, const struct event *event,
                           const struct effects *effects, struct logged *entries, uint32_t most) {
  struct collector collector = {
      .cluster = cluster, .effects = effects, .entries = entries, .most = most};
  uint32_t said = 0;
  assert(effects->log_count <= LOGS_MAX);
  add_event(&collector, event);
  for (uint32_t i = 0; i <= effects->change_count; i++) {
    for (; said < effects->log_count && effects->logs[said].after_changes <= i; said++) {
      const struct logged *log = &effects->logs[said];
      add(&collector, log->id, log->subject, log->from, log->to, i);
    }
    if (i < effects->change_count)
      add_change(&collector, &effects->changes[i], i);
  }
  return collector.count;
}

/* --- as text --- */

static const char *node_or_none(const struct cluster *cluster, uint32_t node) {
  return node < cluster->count[OBJECT_NODE] ? cluster_name(cluster, OBJECT_NODE, node) : "none";
}

/* {from} and {to} are states where the entry is about a transition, else nodes. */
static const char *end_of(const struct cluster *cluster, enum log_id id, uint32_t value) {
  if (id == LOG_ID_RESOURCE_TRANSITION)
    return describe_resource_state(value);
  if (id == LOG_ID_GROUP_TRANSITION)
    return describe_group_state(value);
  return node_or_none(cluster, value);
}

static const char *word_for(const struct cluster *cluster, const struct logged *entry,
                            const char *name, size_t length) {
  static const struct {
    const char *name;
    enum object_kind kind;
  } kinds[] = {{"node", OBJECT_NODE},
               {"network", OBJECT_NETWORK},
               {"resource", OBJECT_RESOURCE},
               {"vm", OBJECT_VM}};
  enum object_kind subject = rows[entry->id].subject;
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (strlen(kinds[i].name) == length && strncmp(kinds[i].name, name, length) == 0)
      return cluster_name(cluster, kinds[i].kind, entry->subject);
  if (length == 5)
    return cluster_name(cluster, OBJECT_GROUP,
                        subject == OBJECT_RESOURCE
                            ? cluster_resource(cluster, entry->subject)->group
                            : entry->subject);
  if (strncmp(name, "type", length) == 0)
    return resource_type_name(cluster_resource(cluster, entry->subject)->type);
  return end_of(cluster, entry->id, length == 2 ? entry->to : entry->from);
}

/* How far it is to this character, or to the end. */
static size_t span_before(const char *text, char end) {
  size_t length = 0;
  while (text[length] != '\0' && text[length] != end)
    length++;
  return length;
}

bool event_log_text(const struct cluster *cluster, const struct logged *entry, char *text,
                    size_t room) {
  const char *p = rows[entry->id].text;
  size_t used = 0;
  assert((unsigned)entry->id < LOG_ID_COUNT && room > 0);
  while (*p != '\0') {
    const char *piece = p;
    size_t length = span_before(p, '{');
    if (length == 0) {
      size_t inside = span_before(p, '}') - 1;
      piece = word_for(cluster, entry, p + 1, inside);
      length = strlen(piece);
      p += inside + 2;
    } else {
      p += length;
    }
    if (used + length + 1 > room) {
      text[used] = '\0';
      return false;
    }
    memcpy(text + used, piece, length);
    used += length;
  }
  text[used] = '\0';
  return true;
}
