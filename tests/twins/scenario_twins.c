/* Every scenario beside its twins: each copy is played round by round with the rates it had, and
 * the heartbeats of every host really tick.  What the engine worked out must be the same, to the
 * microsecond.  Usage: scenario_twins FILE.scn ... */
#include "model/balancer.h"
#include "model/node.h"
#include "sim/requests/world_state.h"
#include "sim/scenario/scenario.h"
#include "tests/support/ticking_twin.h"
#include "tests/support/transfer_twin.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHANGES = 4096, SECOND = 1000000 };

struct copy {
  bool runs;
  uint32_t count;
  struct rate_change changes[CHANGES];
};

struct twins {
  const char *file;
  struct world *world;
  struct copy *copies; /* one a virtual machine */
  uint64_t stopped_at[NODES_MAX];
  bool stopped[NODES_MAX];
  bool unbalanced;     /* a look at the nodes would find something */
  uint64_t balance_at; /* when that was so */
  size_t rounds, copies_compared, losses, looks, problems;
};

static void problem(struct twins *twins, const char *what, const char *name) {
  fprintf(stderr, "%s: at %.6f s: %s of %s is not its twin's\n", twins->file,
          (double)world_now(twins->world) / SECOND, what, name);
  twins->problems++;
}

/* --- round by round --- */

static void note_rate(struct twins *twins, uint32_t vm) {
  const struct transfer *transfer = &twins->world->engine->transfers[vm];
  struct copy *copy = &twins->copies[vm];
  bool copies = transfer->stage == TRANSFER_COPIES;
  if (!copies) {
    copy->runs = false;
    return;
  }
  if (!copy->runs)
    *copy = (struct copy){.runs = true};
  struct rate_change now = {.at = transfer->segment_at, .rate = transfer->rate};
  struct rate_change *last = copy->count > 0 ? &copy->changes[copy->count - 1] : NULL;
  if (last != NULL && last->at == now.at)
    *last = now;
  else if ((last == NULL || last->rate != now.rate) && copy->count < CHANGES)
    copy->changes[copy->count++] = now;
}

static void compare_copy(struct twins *twins, uint32_t vm) {
  const struct engine *engine = twins->world->engine;
  const struct transfer *transfer = &engine->transfers[vm];
  const struct copy *copy = &twins->copies[vm];
  struct transfer_twin twin =
      transfer_twin_play(&engine->guests[vm], transfer, copy->changes, copy->count);
  bool same = copy->runs && twin.rounds == transfer->round_count;
  for (uint32_t i = 0; same && i < twin.rounds; i++)
    same = twin.ended_at[i] == transfer->rounds[i].ended_at &&
           twin.bytes[i] == transfer->rounds[i].bytes;
  same = same && twin.bytes[twin.rounds] == transfer->rounds[twin.rounds].bytes;
  if (!same)
    problem(twins, "the copy", cluster_name(engine->cluster, OBJECT_VM, vm));
  twins->rounds += twin.rounds;
  twins->copies_compared++;
}

static void look(struct twins *twins) {
  const struct cluster *cluster = world_cluster(twins->world);
  for (uint32_t vm = 0; vm < cluster->count[OBJECT_VM]; vm++)
    note_rate(twins, vm);
}

/* --- heartbeats --- */

static uint64_t lost_at(const struct twins *twins, uint32_t node) {
  const struct engine *engine = twins->world->engine;
  return ticking_twin_lost(twins->stopped_at[node], engine_heartbeat_interval(engine),
                           engine->cluster->same_subnet_threshold) +
         engine->timings[TIMING_REGROUP];
}

static void follow_nodes(struct twins *twins, const struct record *record) {
  uint32_t node = record->event->subject;
  const struct cluster *cluster = world_cluster(twins->world);
  switch (record->event->kind) {
  case EVENT_HOST_CRASHED:
  case EVENT_SERVICE_STOPPED:
  case EVENT_HANG_TIMED_OUT: /* a service that hangs on is heard on */
    if (twins->stopped[node] || cluster_node(cluster, node)->hung ||
        cluster_node(cluster, node)->state == NODE_DOWN ||
        cluster_node(cluster, node)->state == NODE_NONE)
      return;
    twins->stopped[node] = true;
    twins->stopped_at[node] = record->at;
    return;
  case EVENT_NODE_LOST:
    if (!twins->stopped[node] || lost_at(twins, node) != record->at)
      problem(twins, "the loss", cluster_name(cluster, OBJECT_NODE, node));
    twins->stopped[node] = false;
    twins->losses++;
    return;
  default:
    return;
  }
}

/* --- looks at the load of the nodes: one at every whole multiple of their time --- */

static void follow_balance(struct twins *twins, const struct record *record) {
  const struct engine *engine = twins->world->engine;
  uint64_t every = engine->timings[TIMING_BALANCE];
  uint64_t next = (twins->balance_at / every + 1) * every;
  if (twins->unbalanced && next < record->at)
    problem(twins, "the balancer's look", "the nodes");
  if (record->event->kind == EVENT_BALANCE_NODES && !record->follow_up) {
    if (record->at % every != 0)
      problem(twins, "the balancer's time", "the nodes");
    twins->looks++;
  }
  twins->unbalanced = balancer_is_due(engine->cluster);
  twins->balance_at = record->at;
}

static void on_record(void *context, const struct record *record) {
  struct twins *twins = context;
  if (!record->legal)
    return;
  if (record->event->kind == EVENT_CONVERGED)
    compare_copy(twins, record->event->subject);
  follow_nodes(twins, record);
  follow_balance(twins, record);
  look(twins);
}

/* The rate of a network changes beside the model, between two commands. */
static void on_command(void *context, uint64_t now, const char *command) {
  struct twins *twins = context;
  (void)now;
  (void)command;
  if (twins->world != NULL)
    look(twins);
}

static void on_world(void *context, struct world *world) {
  struct twins *twins = context;
  twins->world = world;
  twins->copies = calloc(world_cluster(world)->limits.vms, sizeof *twins->copies);
  world_watch(world, &(struct world_watcher){.context = twins, .on_record = on_record});
}

static bool play(const char *path, struct twins *total) {
  static const struct cluster_limits limits = {.nodes = 16,
                                               .networks = 4,
                                               .groups = 40,
                                               .resources = 160,
                                               .vms = 40,
                                               .properties = 64,
                                               .group_sets = 4,
                                               .affinity_rules = 8};
  struct scenario_file file;
  char error[512];
  struct twins twins = {.file = path};
  if (!scenario_file_read(path, &file, error, sizeof error)) {
    fprintf(stderr, "%s\n", error);
    return false;
  }
  struct scenario_options options = {
      .limits = &limits, .on_world = on_world, .on_command = on_command, .context = &twins};
  struct scenario_result result = scenario_run(path, &file, &options);
  bool ran = result.end == SCENARIO_AS_EXPECTED;
  if (!ran)
    fprintf(stderr, "%s: not as expected\n", path);
  scenario_result_free(&result);
  scenario_file_free(&file);
  free(twins.copies);
  total->rounds += twins.rounds;
  total->copies_compared += twins.copies_compared;
  total->losses += twins.losses;
  return ran && twins.problems == 0;
}

int main(int count, char **arguments) {
  struct twins total = {0};
  bool ok = count > 1;
  for (int i = 1; i < count; i++)
    ok = play(arguments[i], &total) && ok;
  printf("%d scenarios, %zu copies with %zu rounds, %zu lost nodes: %s\n", count - 1,
         total.copies_compared, total.rounds, total.losses, ok ? "the twins agree" : "they differ");
  return ok ? 0 : 1;
}
