#include "tools/command/timeline.h"
#include "model/describe.h"
#include "model/vm_migration.h"
#include "sim/engine/engine.h"
#include "sim/requests/world.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { NOTE_ROOM = 2 * NAME_BYTES_MAX + 128 };

static struct {
  struct world *world;
  uint32_t rounds_shown[VMS_MAX]; /* of the attempt being shown */
  uint32_t attempt_shown[VMS_MAX];
} timeline;

static void put_line(uint64_t at, const char *node, const char *object, const char *what) {
  printf("%7" PRIu64 ".%06" PRIu64 "  %-15s  %-36s  %s\n", at / 1000000, at % 1000000, node, object,
         what);
}

static void put_bytes(char *out, size_t room, uint64_t bytes) {
  static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  size_t unit = 0;
  uint64_t whole = bytes, rest = 0;
  while (whole >= 1024 && unit + 1 < sizeof units / sizeof units[0]) {
    rest = whole % 1024;
    whole /= 1024;
    unit++;
  }
  snprintf(out, room, "%" PRIu64 ".%" PRIu64 " %s", whole, rest * 10 / 1024, units[unit]);
}

/* Rounds are no events: those that have ended by now are shown before what happens next. */
static void show_rounds(uint32_t vm) {
  const struct cluster *cluster = world_cluster(timeline.world);
  struct migration_report report;
  world_report_migration(timeline.world, vm, &report);
  if (report.attempt != timeline.attempt_shown[vm]) {
    timeline.attempt_shown[vm] = report.attempt;
    timeline.rounds_shown[vm] = 0;
  }
  for (uint32_t i = timeline.rounds_shown[vm]; i < report.round_count; i++) {
    char bytes[32], what[NOTE_ROOM];
    if (report.rounds[i].ended_at == 0)
      break;
    uint64_t took = report.rounds[i].ended_at - report.rounds[i].started_at;
    put_bytes(bytes, sizeof bytes, report.rounds[i].bytes);
    snprintf(what, sizeof what, "%s %u: %s in %" PRIu64 ".%06" PRIu64 " s",
             report.rounds[i].guest_stopped ? "rest, guest stopped, round" : "round", i, bytes,
             took / 1000000, took % 1000000);
    put_line(report.rounds[i].ended_at, cluster_name(cluster, OBJECT_NODE, report.source),
             cluster_name(cluster, OBJECT_VM, vm), what);
    timeline.rounds_shown[vm] = i + 1;
  }
}

static const char *node_of(const struct cluster *cluster, const struct change *change) {
  uint32_t node = CLUSTER_NONE;
  switch (property_owner(change->property)) {
  case OBJECT_NODE:
    node = change->subject;
    break;
  case OBJECT_GROUP:
    node = cluster_group(cluster, change->subject)->owner;
    break;
  case OBJECT_RESOURCE:
    node = cluster_group(cluster, cluster_resource(cluster, change->subject)->group)->owner;
    break;
  case OBJECT_VM:
    node = cluster_vm(cluster, change->subject)->host;
    break;
  default:
    break;
  }
  return node == CLUSTER_NONE ? "-" : cluster_name(cluster, OBJECT_NODE, node);
}

static void put_value(const struct cluster *cluster, enum property property, uint64_t value,
                      char *out, size_t room) {
  const char *name = describe_value(cluster, property, value);
  bool is_state = property == PROPERTY_NODE_STATE || property == PROPERTY_GROUP_STATE ||
                  property == PROPERTY_RESOURCE_STATE || property == PROPERTY_VM_STATE ||
                  property == PROPERTY_MIGRATION_STATE;
  if (property == PROPERTY_MIGRATION_FAILURE_REASON || property == PROPERTY_NETWORK_INTERFACES)
    snprintf(out, room, "0x%08" PRIX64, value);
  else if (name == NULL)
    snprintf(out, room, "%" PRIu64, value);
  else if (is_state && value != NODE_NONE)
    snprintf(out, room, "%" PRIu64 " %s", value, name);
  else
    snprintf(out, room, "%s", name);
}

static void show_change(const struct record *record, const struct change *change) {
  /* A machine's own properties have names of their own; State is everybody's. */
  static const char *const kinds[OBJECT_KIND_COUNT] = {
      [OBJECT_CLUSTER] = "",     [OBJECT_NODE] = "node ",         [OBJECT_NETWORK] = "network ",
      [OBJECT_GROUP] = "group ", [OBJECT_RESOURCE] = "resource ", [OBJECT_VM] = ""};
  const struct cluster *cluster = world_cluster(timeline.world);
  char before[NAME_BYTES_MAX], after[NAME_BYTES_MAX], what[NOTE_ROOM], rule[32] = "";
  enum object_kind kind = property_owner(change->property);
  if (change->property == PROPERTY_CLUSTER_SWITCH || change->property == PROPERTY_STORED_VALUE)
    return;
  put_value(cluster, change->property, change->before, before, sizeof before);
  put_value(cluster, change->property, change->after, after, sizeof after);
  if (change->property == PROPERTY_MIGRATION_PHASE && record->effects->migration_row != 0)
    snprintf(rule, sizeof rule, "  (%s)",
             vm_migration_row_rule(record->effects->migration_row - 1));
  snprintf(what, sizeof what, "%s%s %s -> %s%s", kinds[kind], property_name(change->property),
           before, after, rule);
  put_line(record->at, node_of(cluster, change), cluster_name(cluster, kind, change->subject),
           what);
}

static void show_blackout(uint64_t at, uint32_t vm) {
  const struct cluster *cluster = world_cluster(timeline.world);
  struct migration_report report;
  char what[NOTE_ROOM];
  world_report_migration(timeline.world, vm, &report);
  uint64_t blackout = report.resumed_at - report.stopped_at;
  if (report.resumed_at == 0)
    return;
  snprintf(what, sizeof what, "blackout %" PRIu64 ".%06" PRIu64 " s", blackout / 1000000,
           blackout % 1000000);
  put_line(at, cluster_name(cluster, OBJECT_NODE, report.destination),
           cluster_name(cluster, OBJECT_VM, vm), what);
}

static void show_refusal(const struct record *record) {
  const struct cluster *cluster = world_cluster(timeline.world);
  const struct event *event = record->event;
  enum object_kind kind = event_subject(event->kind);
  char what[NOTE_ROOM];
  snprintf(what, sizeof what, "%s refused: %s (%u)", event_name(event->kind),
           win32_status_name(record->effects->status), record->effects->status);
  put_line(record->at, "-",
           kind != OBJECT_CLUSTER && event->subject < cluster->count[kind]
               ? cluster_name(cluster, kind, event->subject)
               : "-",
           what);
}

static void show_all_rounds(void) {
  const struct cluster *cluster = world_cluster(timeline.world);
  for (uint32_t vm = 0; vm < cluster->count[OBJECT_VM]; vm++)
    if (vm_migration_active(cluster_vm(cluster, vm)->migration.phase) ||
        timeline.rounds_shown[vm] > 0)
      show_rounds(vm);
}

static void show_total(uint64_t at, uint32_t vm) {
  const struct cluster *cluster = world_cluster(timeline.world);
  struct migration_report report;
  char what[NOTE_ROOM], bytes[32];
  world_report_migration(timeline.world, vm, &report);
  uint64_t total = at - report.requested_at;
  put_bytes(bytes, sizeof bytes, report.bytes);
  snprintf(what, sizeof what,
           "migrated in %" PRIu64 ".%06" PRIu64 " s, %s in %u rounds and the rest", total / 1000000,
           total % 1000000, bytes, report.round_count - 1);
  put_line(at, cluster_name(cluster, OBJECT_NODE, report.destination),
           cluster_name(cluster, OBJECT_VM, vm), what);
}

static void on_time(void *context) {
  (void)context;
  show_all_rounds();
}

static void on_record(void *context, const struct record *record) {
  (void)context;
  show_all_rounds();
  if (!record->legal && !record->follow_up)
    show_refusal(record);
  for (uint32_t i = 0; record->legal && i < record->effects->change_count; i++)
    show_change(record, &record->effects->changes[i]);
  if (record->legal && record->event->kind == EVENT_GUEST_RESUMED)
    show_blackout(record->at, record->event->subject);
  if (record->legal && record->event->kind == EVENT_COMPLETED)
    show_total(record->at, record->event->subject);
}

void timeline_watch(void *unused, struct world *world) {
  (void)unused;
  memset(&timeline, 0, sizeof timeline);
  timeline.world = world;
  setvbuf(stdout, NULL, _IOLBF, 0); /* a paced run is watched as it goes */
  world_watch(world, &(struct world_watcher){.on_record = on_record, .on_time = on_time});
}

void timeline_command(void *unused, uint64_t now, const char *command) {
  (void)unused;
  printf("%7" PRIu64 ".%06" PRIu64 "  > %s\n", now / 1000000, now % 1000000, command);
}

void timeline_output(void *unused, const char *output) {
  (void)unused;
  for (size_t at = 0; output[at] != '\0';) {
    size_t length = strcspn(output + at, "\n");
    printf("                  %.*s\n", (int)length, output + at);
    at += length + (output[at + length] == '\n');
  }
}
