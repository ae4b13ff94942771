/* show: a part of the world, as people read it. */
#include "model/describe.h"
#include "model/group.h"
#include "model/membership.h"
#include "model/node.h"
#include "model/vm_migration.h"
#include "sim/scenario/object_access.h"
#include <string.h>

static void put_time(struct text *text, const char *label, uint64_t at) {
  text_format(text, "%-22s : %llu.%06llu s\n", label, (unsigned long long)(at / 1000000),
              (unsigned long long)(at % 1000000));
}

static const char *node_name(const struct cluster *cluster, uint32_t node) {
  return node < cluster->count[OBJECT_NODE] ? cluster_name(cluster, OBJECT_NODE, node) : "none";
}

static void show_vm(struct scenario *scenario, uint32_t index) {
  const struct cluster *cluster = world_cluster(scenario->world);
  const struct vm *vm = cluster_vm(cluster, index);
  struct text *text = &scenario->output;
  struct migration_report report;
  world_report_migration(scenario->world, index, &report);
  uint32_t state = vm_migration_state(vm->migration.phase);
  text_format(text, "%-22s : %s\n", "Name", cluster_name(cluster, OBJECT_VM, index));
  text_format(text, "%-22s : %s\n", "Host", node_name(cluster, vm->host));
  if (vm->group != CLUSTER_NONE)
    text_format(text, "%-22s : %s\n", "OwnerNode",
                node_name(cluster, cluster_group(cluster, vm->group)->owner));
  text_format(text, "%-22s : %u (%s%s)\n", "VmState", (unsigned)vm->state,
              describe_vm_state(vm->state), vm->critical ? ", critical" : "");
  if (vm->heartbeat_lost)
    text_format(text, "%-22s : Lost\n", "Heartbeat");
  if (vm->resource != CLUSTER_NONE)
    text_format(text, "%-22s : %s\n", "Resource",
                describe_resource_state(cluster_resource(cluster, vm->resource)->state));
  text_format(text, "%-22s : %u (%s)\n", "MigrationState", state, describe_migration_state(state));
  text_format(text, "%-22s : %u\n", "MigrationProgress", report.progress);
  text_format(text, "%-22s : 0x%08X\n", "MigrationFailureReason", report.failure_reason);
}

static void show_migration(struct scenario *scenario, uint32_t index) {
  const struct cluster *cluster = world_cluster(scenario->world);
  struct text *text = &scenario->output;
  struct migration_report report;
  world_report_migration(scenario->world, index, &report);
  if (report.attempt == 0) {
    text_add(text, "no migration was started\n");
    return;
  }
  text_format(text, "%-22s : %u\n", "Attempt", report.attempt);
  text_format(text, "%-22s : %s -> %s\n", "Nodes", node_name(cluster, report.source),
              node_name(cluster, report.destination));
  text_format(text, "%-22s : %s\n", "Network",
              report.network < cluster->count[OBJECT_NETWORK]
                  ? cluster_name(cluster, OBJECT_NETWORK, report.network)
                  : "none");
  text_format(text, "%-22s : %s\n", "Phase", vm_migration_phase_name(report.phase));
  text_format(text, "%-22s : 0x%08X\n", "MigrationFailureReason", report.failure_reason);
  put_time(text, "Requested", report.requested_at);
  for (uint32_t i = 0; i < report.round_count; i++) {
    uint64_t took = report.rounds[i].ended_at - report.rounds[i].started_at;
    text_format(text, "%-8s%2u             : %llu bytes",
                report.rounds[i].guest_stopped ? "Rest" : "Round", i,
                (unsigned long long)report.rounds[i].bytes);
    if (report.rounds[i].ended_at != 0)
      text_format(text, ", %llu.%06llu s", (unsigned long long)(took / 1000000),
                  (unsigned long long)(took % 1000000));
    text_add(text, "\n");
  }
  text_format(text, "%-22s : %llu bytes\n", "Sent", (unsigned long long)report.bytes);
  if (report.resumed_at != 0)
    put_time(text, "Blackout", report.resumed_at - report.stopped_at);
  if (report.ended_at != 0)
    put_time(text, "Total", report.ended_at - report.requested_at);
}

/* Who waits to move, the first in the queue first. */
static void show_queue(struct scenario *scenario) {
  const struct cluster *cluster = world_cluster(scenario->world);
  uint64_t shown = 0;
  for (uint32_t line = 0; line < cluster->groups_waiting; line++) {
    uint32_t next = CLUSTER_NONE;
    for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP]; i++) {
      uint64_t order = cluster_group(cluster, i)->move_order;
      if (order > shown &&
          (next == CLUSTER_NONE || order < cluster_group(cluster, next)->move_order))
        next = i;
    }
    const struct group *group = cluster_group(cluster, next);
    shown = group->move_order;
    text_format(&scenario->output, "%-22s : %s -> %s\n", cluster_name(cluster, OBJECT_GROUP, next),
                node_name(cluster, group->owner),
                group->move_destination == CLUSTER_NONE
                    ? "the best node"
                    : node_name(cluster, group->move_destination));
  }
  if (cluster->groups_waiting == 0)
    text_add(&scenario->output, "no group waits to move\n");
}

static void show_node(struct scenario *scenario, uint32_t index) {
  const struct cluster *cluster = world_cluster(scenario->world);
  const struct node *node = cluster_node(cluster, index);
  uint32_t status = membership_status_information(cluster, index);
  struct text *text = &scenario->output;
  text_format(text, "%-22s : %s\n", "Name", cluster_name(cluster, OBJECT_NODE, index));
  text_format(text, "%-22s : %s\n", "State",
              node->state == NODE_NONE ? "not a member" : describe_node_state(node->state));
  text_format(text, "%-22s : %u (%s)\n", "StatusInformation", status, describe_node_status(status));
  text_format(text, "%-22s : %s\n", "DrainStatus", describe_drain_status(node->drain));
  text_format(text, "%-22s : %s\n", "Power", node->powered ? "on" : "off");
  text_format(text, "%-22s : %s\n", "ClusterService",
              node->hung                     ? "hangs"
              : node_answers(cluster, index) ? "runs"
                                             : "stopped");
  text_format(text, "%-22s : %s\n", "Storage",
              node->storage_lost       ? "lost"
              : node->storage_slow > 1 ? "slow"
                                       : "reached");
  text_format(text, "%-22s : %u\n", "Groups", node->groups);
}

static void show_group(struct scenario *scenario, uint32_t index) {
  const struct cluster *cluster = world_cluster(scenario->world);
  const struct group *group = cluster_group(cluster, index);
  uint64_t status = group_status_information(cluster, index);
  struct text *text = &scenario->output;
  text_format(text, "%-22s : %s\n", "Name", cluster_name(cluster, OBJECT_GROUP, index));
  text_format(text, "%-22s : %s\n", "OwnerNode", node_name(cluster, group->owner));
  text_format(text, "%-22s : %s\n", "State", describe_group_state(group->state));
  text_format(text, "%-22s : %llu (%s)\n", "StatusInformation", (unsigned long long)status,
              describe_group_status(status));
}

static void show_time(struct scenario *scenario) {
  uint64_t now = world_now(scenario->world);
  text_format(&scenario->output, "%llu.%06llu s\n", (unsigned long long)(now / 1000000),
              (unsigned long long)(now % 1000000));
}

static void show_digest(struct scenario *scenario) {
  text_format(&scenario->output, "%016llx\n", (unsigned long long)world_digest(scenario->world));
}

/* --- notifications --- */

enum { NOTIFICATIONS_SHOWN = 20 };

/* "  Priority=3000"; a list that is too long to show has its name alone. */
static void put_property(struct text *text, const char *name, const uint8_t *list, size_t size) {
  struct property_cursor cursor;
  struct property_item item;
  text_format(text, "  %s", name);
  if (property_cursor_begin(list, size, &cursor) != WIN32_SUCCESS || cursor.left == 0 ||
      property_cursor_next(&cursor, &item) != WIN32_SUCCESS)
    return;
  text_add(text, "=");
  object_value_text(&item, text);
}

/* "  12.000340 s  GROUP_STATE  GROUP_STATE_V2  VM1  Pending" */
static void put_notification(struct scenario *scenario, const struct world_notice *notice) {
  const struct cluster *cluster = world_cluster(scenario->world);
  const struct notification *told = &notice->notification;
  struct text *text = &scenario->output;
  const char *first = notification_v1_name(told->id), *second = notification_v2_name(told->id);
  uint8_t payload[256];
  text_format(text, "%5llu.%06llu s  %-17s %-28s %s", (unsigned long long)(notice->at / 1000000),
              (unsigned long long)(notice->at % 1000000), *first == '\0' ? "-" : first,
              *second == '\0' ? "-" : second,
              cluster_name(cluster, notification_subject(told->id), told->object));
  if (told->parent != CLUSTER_NONE)
    text_format(text, " -> %s",
                told->id == NOTIFICATION_GROUP_OWNER
                    ? node_name(cluster, told->parent)
                    : cluster_name(cluster, OBJECT_GROUP, told->parent));
  size_t size = notification_payload(cluster, told, payload, sizeof payload);
  const char *value = size == 0 ? NULL : describe_value(cluster, told->property, told->value);
  if (value != NULL)
    text_format(text, "  %s", value);
  else if (size != 0)
    put_property(text, notification_property_name(cluster, told), payload,
                 size <= sizeof payload ? size : 0);
  text_add(text, "\n");
}

static bool is_named(const struct scenario *scenario, const struct world_notice *notice,
                     const char *name) {
  const struct notification *told = &notice->notification;
  return name == NULL ||
         object_name_equal(cluster_name(world_cluster(scenario->world),
                                        notification_subject(told->id), told->object),
                           name);
}

/* show notifications [NAME] [last=N]: the oldest first. */
static bool show_notifications(struct scenario *scenario, const struct words *words) {
  const char *name = NULL;
  uint64_t most = NOTIFICATIONS_SHOWN, begin = 0, end = 0, found = 0;
  for (size_t i = 2; i < words->count; i++) {
    const struct word *word = &words->word[i];
    bool taken = false;
    if (!scenario_quantity(scenario, word, "last", QUANTITY_COUNT, &most, &taken))
      return false;
    if (!taken && (name != NULL || object_name_check(word->text, RESOURCE_NAME_UNITS_MAX) != NULL))
      return scenario_bad(scenario, word->column, "'%s': expected an object's name or last=N",
                          word->text);
    if (!taken)
      name = word->text;
  }
  world_notice_range(scenario->world, &begin, &end);
  uint64_t from = end;
  for (; from > begin && found < most; from--) {
    struct world_notice notice = world_notice(scenario->world, from - 1);
    found += is_named(scenario, &notice, name) ? 1 : 0;
  }
  for (uint64_t i = from; i < end; i++) {
    struct world_notice notice = world_notice(scenario->world, i);
    if (is_named(scenario, &notice, name))
      put_notification(scenario, &notice);
  }
  if (found == 0)
    text_add(&scenario->output, "no notification\n");
  return true;
}

bool command_show(struct scenario *scenario, const struct words *words) {
  static const char expected[] =
      "time, digest, queue, node NAME, group NAME, vm NAME, migration NAME or notifications";
  static const struct {
    const char *what;
    void (*show)(struct scenario *scenario);
  } of_the_world[] = {{"time", show_time}, {"digest", show_digest}, {"queue", show_queue}};
  static const struct {
    const char *what;
    enum object_kind kind;
    void (*show)(struct scenario *scenario, uint32_t index);
  } of_objects[] = {{"node", OBJECT_NODE, show_node},
                    {"group", OBJECT_GROUP, show_group},
                    {"vm", OBJECT_VM, show_vm},
                    {"migration", OBJECT_VM, show_migration}};
  const struct word *last = &words->word[words->count - 1];
  uint32_t index = 0;
  if (words->count < 2)
    return scenario_bad(scenario, last->column + strlen(last->text), "expected %s", expected);
  if (!scenario_need_world(scenario))
    return false;
  const char *what = words->word[1].text;
  if (strcmp(what, "notifications") == 0)
    return show_notifications(scenario, words);
  for (size_t i = 0; i < sizeof of_the_world / sizeof of_the_world[0]; i++)
    if (words->count == 2 && strcmp(what, of_the_world[i].what) == 0) {
      of_the_world[i].show(scenario);
      return true;
    }
  for (size_t i = 0; i < sizeof of_objects / sizeof of_objects[0]; i++)
    if (words->count == 3 && strcmp(what, of_objects[i].what) == 0) {
      if (!scenario_find(scenario, &words->word[2], of_objects[i].kind, &index))
        return false;
      of_objects[i].show(scenario, index);
      return true;
    }
  return scenario_bad(scenario, words->word[1].column, "'%s': expected %s", what, expected);
}
