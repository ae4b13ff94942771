/* show: a part of the world, as people read it. */
#include "model/describe.h"
#include "model/group.h"
#include "model/membership.h"
#include "model/node.h"
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
              node_answers(cluster, index) ? "runs" : "stopped");
  text_format(text, "%-22s : %s\n", "Storage", node->storage_lost ? "lost" : "reached");
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

bool command_show(struct scenario *scenario, const struct words *words) {
  static const char expected[] =
      "time, digest, queue, node NAME, group NAME, vm NAME or migration NAME";
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
