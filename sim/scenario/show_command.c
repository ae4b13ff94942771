/* show: a part of the world, as people read it. */
#include "model/describe.h"
#include "model/vm_migration.h"
#include "sim/scenario/scenario_state.h"
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

bool command_show(struct scenario *scenario, const struct words *words) {
  static const char expected[] = "time, digest, queue, vm NAME or migration NAME";
  uint32_t vm = 0;
  const struct word *last = &words->word[words->count - 1];
  if (words->count < 2)
    return scenario_bad(scenario, last->column + strlen(last->text), "expected %s", expected);
  if (!scenario_need_world(scenario))
    return false;
  const char *what = words->word[1].text;
  if (words->count == 2 && strcmp(what, "time") == 0) {
    uint64_t now = world_now(scenario->world);
    text_format(&scenario->output, "%llu.%06llu s\n", (unsigned long long)(now / 1000000),
                (unsigned long long)(now % 1000000));
    return true;
  }
  if (words->count == 2 && strcmp(what, "digest") == 0) {
    text_format(&scenario->output, "%016llx\n", (unsigned long long)world_digest(scenario->world));
    return true;
  }
  if (words->count == 2 && strcmp(what, "queue") == 0) {
    show_queue(scenario);
    return true;
  }
  bool is_vm = strcmp(what, "vm") == 0;
  if (words->count != 3 || (!is_vm && strcmp(what, "migration") != 0))
    return scenario_bad(scenario, words->word[1].column, "'%s': expected %s", what, expected);
  if (!scenario_find(scenario, &words->word[2], OBJECT_VM, &vm))
    return false;
  if (is_vm)
    show_vm(scenario, vm);
  else
    show_migration(scenario, vm);
  return true;
}
