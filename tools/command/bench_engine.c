/* Measurements of model and engine. */
#include "model/vm_migration.h"
#include "sim/engine/event_queue.h"
#include "tools/command/bench.h"
#include "tools/command/subcommands.h"
#include <stdio.h>
#include <stdlib.h>

enum { SLOTS = 2, MACHINE_GIB = 8, RECORDED_EVENTS = 20000, YEAR_DAYS = 365 };

/* --- a cluster to measure with --- */

static uint32_t apply(struct engine *engine, enum event_kind kind, uint32_t subject,
                      uint32_t argument, uint64_t value, const char *name) {
  struct effects effects;
  (void)engine_apply(
      engine,
      &(struct event){
          .kind = kind, .subject = subject, .argument = argument, .value = value, .name = name},
      &effects);
  assert(effects.status == WIN32_SUCCESS || effects.status == WIN32_IO_PENDING);
  return effects.created;
}

static void add_machine(struct engine *engine, uint32_t vm, uint32_t host, bool migrates) {
  char name[64];
  uint64_t memory = migrates ? (uint64_t)MACHINE_GIB << 30 : (uint64_t)1 << 20;
  snprintf(name, sizeof name, "VM%u", vm);
  apply(engine, EVENT_DEFINE_VM, host, 1, memory, name);
  engine->guests[vm] = (struct guest_memory){.used = memory};
  /* 70 % of what the network carries: every round is 70 % of the one before, and after eight of
   * them the rest fits into the blackout.  Where two machines share a link it is the cap that ends
   * it. */
  guest_memory_constant_rate(&engine->guests[vm], UINT64_C(1175000000) * 7 / 10);
  uint32_t group = apply(engine, EVENT_CREATE_GROUP, host, GROUP_TYPE_VIRTUAL_MACHINE, 0, name);
  for (uint32_t type = 0; type < MACHINE_TYPES; type++) {
    snprintf(name, sizeof name, "%s VM%u", type == 0 ? "Machine" : "Configuration", vm);
    uint32_t resource = apply(engine, EVENT_CREATE_RESOURCE, group, type, 0, name);
    apply(engine, EVENT_SET_VM_ID, resource, vm, 0, NULL);
  }
  apply(engine, EVENT_ONLINE_GROUP, group, 0, 0, NULL);
}

struct engine *bench_engine(uint32_t hosts, uint32_t migrating, uint32_t idle) {
  uint32_t vms = migrating + idle;
  struct cluster_settings settings = {
      .limits = {hosts, 1, vms, 2 * vms, vms, 0, 0, 0}, .level = LEVEL_WS2022, .seed = 1};
  struct engine *engine = engine_create(&settings);
  char name[64];
  assert(hosts >= 2 && hosts % 2 == 0);
  if (engine == NULL)
    return NULL;
  engine->round_cap = 10;
  for (uint32_t i = 0; i < hosts; i++) {
    snprintf(name, sizeof name, "NODE%u", i);
    apply(engine, EVENT_DEFINE_HOST, 0, SLOTS, UINT64_C(1) << 40, name);
  }
  apply(engine, EVENT_DEFINE_NETWORK, 0, 0, 1, "Live Migration");
  engine_set_bandwidth(engine, 0, UINT64_C(10000000000));
  for (uint32_t i = 0; i < hosts; i++)
    apply(engine, i == 0 ? EVENT_CREATE_CLUSTER : EVENT_ADD_NODE, i, 0, 0, "LAB");
  for (uint32_t i = 0; i < vms; i++)
    add_machine(engine, i, i < migrating ? i / SLOTS * 2 % hosts : i % hosts, i < migrating);
  return engine;
}

uint32_t bench_peer(const struct engine *engine, uint32_t vm) {
  return cluster_vm(engine->cluster, vm)->host ^ 1;
}

static bool short_of_memory(const void *memory) {
  if (memory == NULL)
    (void)complain("bench: memory is short");
  return memory == NULL;
}

/* --- the model alone --- */

/* A whole migration, event by event; the number of steps. */
static uint32_t migrate(struct cluster *cluster, uint32_t vm, uint32_t destination) {
  static const enum event_kind kinds[] = {
      EVENT_START_MIGRATION, EVENT_SETUP_FINISHED, EVENT_CONVERGED, EVENT_STATE_SENT,
      EVENT_GUEST_RESUMED,   EVENT_GROUP_OWNED,    EVENT_COMPLETED};
  enum { STEPS = sizeof kinds / sizeof kinds[0] };
  struct effects effects;
  for (size_t i = 0; i < STEPS; i++) {
    bool legal = model_step(
        cluster,
        &(struct event){.kind = kinds[i], .subject = vm, .argument = i == 0 ? destination : 0},
        &effects);
    assert(legal);
    (void)legal;
  }
  return STEPS;
}

bool bench_model_steps(uint32_t nodes, uint32_t unused, struct bench_sample *sample) {
  struct engine *engine = bench_engine(nodes, nodes, 0);
  uint64_t steps = 0;
  (void)unused;
  if (short_of_memory(engine))
    return false;
  double began = bench_clock(), took = 0;
  for (; took < bench_duration(); took = bench_clock() - began)
    for (uint32_t vm = 0; vm < nodes; vm++)
      steps += migrate(engine->cluster, vm, bench_peer(engine, vm));
  sample->value = (double)steps / took;
  engine_destroy(engine);
  return true;
}

/* --- migrations, all the time --- */

static void start(struct engine *engine, uint32_t vm) {
  apply(engine, EVENT_START_MIGRATION, vm, bench_peer(engine, vm), 0, NULL);
}

/* Runs the next timer; whether a migration came to its end, and then the next one is started. */
static bool run_next(struct engine *engine, uint32_t migrating) {
  uint32_t timer = event_queue_first(&engine->queue);
  assert(timer < migrating); /* a machine's own migration timer */
  (void)migrating;
  engine_run_next(engine);
  if (cluster_vm(engine->cluster, timer)->migration.phase != MIGRATION_NONE)
    return false;
  assert(engine->transfers[timer].succeeded);
  assert(engine->transfers[timer].round_count >= BENCH_ROUNDS_MIN);
  start(engine, timer);
  return true;
}

/* Everything that migrates, started a little apart, so that shares change all the time. */
static struct engine *busy_engine(uint32_t hosts, uint32_t idle) {
  struct engine *engine = bench_engine(hosts, hosts, idle);
  for (uint32_t vm = 0; engine != NULL && vm < hosts; vm++) {
    engine_advance_clock(engine, engine->now + 1000);
    start(engine, vm);
  }
  return engine;
}

bool bench_migrations(uint32_t hosts, uint32_t machines, struct bench_sample *sample) {
  struct engine *engine = busy_engine(hosts, machines > hosts ? machines - hosts : 0);
  uint64_t migrations = 0;
  if (short_of_memory(engine))
    return false;
  double began = bench_clock(), took = 0;
  for (; took < bench_duration(); took = bench_clock() - began)
    for (uint32_t i = 0; i < 256; i++)
      migrations += run_next(engine, hosts);
  sample->value = (double)migrations / took;
  engine_destroy(engine);
  return true;
}

/* --- events beside the bare queue --- */

/* What one event did to the queue. */
struct recorded {
  uint32_t timer;        /* that was run */
  uint32_t first, count; /* in `armed` */
};

struct armed {
  uint32_t timer;
  uint64_t at, sequence; /* at 0: cancelled */
};

struct recording {
  struct recorded *events;
  struct armed *armed;
  uint32_t event_count, armed_count;
};

static void record_touched(struct engine *engine, struct recording *recording) {
  for (uint32_t i = 0; i < engine->touched_timers.count; i++) {
    uint32_t timer = engine->touched_timers.rows[i];
    const struct timer *row = &engine->queue.timers[timer];
    bool armed = event_queue_armed(&engine->queue, timer);
    recording->armed[recording->armed_count++] =
        (struct armed){timer, armed ? row->at : 0, row->sequence};
  }
  touch_list_clear(&engine->touched_timers);
}

/* The events of a run with what they armed and cancelled. */
static void record(struct engine *engine, uint32_t hosts, struct recording *recording) {
  touch_list_clear(&engine->touched_timers);
  for (uint32_t i = 0; i < RECORDED_EVENTS; i++) {
    struct recorded *event = &recording->events[recording->event_count++];
    event->timer = event_queue_first(&engine->queue);
    event->first = recording->armed_count;
    (void)run_next(engine, hosts);
    record_touched(engine, recording);
    event->count = recording->armed_count - event->first;
  }
}

static void replay(struct event_queue *queue, const struct recording *recording) {
  for (uint32_t i = 0; i < recording->event_count; i++) {
    const struct recorded *event = &recording->events[i];
    assert(event_queue_first(queue) == event->timer);
    event_queue_cancel(queue, event->timer);
    for (uint32_t k = event->first; k < event->first + event->count; k++) {
      const struct armed *armed = &recording->armed[k];
      if (armed->at == 0)
        event_queue_cancel(queue, armed->timer);
      else
        event_queue_arm(queue, armed->timer, armed->at, armed->sequence,
                        &(struct event){.kind = EVENT_CONVERGED, .subject = armed->timer});
    }
    touch_list_clear(queue->touched);
  }
}

bool bench_engine_events(uint32_t hosts, uint32_t unused, struct bench_sample *sample) {
  struct engine *engine = busy_engine(hosts, 0), *bare = bench_engine(hosts, hosts, 0),
                *recorded = bench_engine(hosts, hosts, 0);
  struct recording recording = {
      .events = calloc(RECORDED_EVENTS, sizeof *recording.events),
      .armed = calloc((size_t)RECORDED_EVENTS * hosts, sizeof *recording.armed)};
  (void)unused;
  bool ok = engine != NULL && bare != NULL && recorded != NULL && recording.events != NULL &&
            recording.armed != NULL;
  if (ok) {
    engine_copy(bare, engine);
    engine_copy(recorded, engine);
    record(recorded, hosts, &recording);
    double began = bench_clock();
    for (uint32_t i = 0; i < RECORDED_EVENTS; i++)
      (void)run_next(engine, hosts);
    sample->value = RECORDED_EVENTS / (bench_clock() - began);
    began = bench_clock();
    replay(&bare->queue, &recording);
    sample->yardstick = RECORDED_EVENTS / (bench_clock() - began);
  } else {
    (void)complain("bench: memory is short");
  }
  engine_destroy(engine);
  engine_destroy(bare);
  engine_destroy(recorded);
  free(recording.events);
  free(recording.armed);
  return ok;
}

/* --- a year in which nothing fails --- */

bool bench_healthy_year(uint32_t hosts, uint32_t vms, struct bench_sample *sample) {
  struct engine *engine = bench_engine(hosts, 0, vms);
  uint64_t next = 0;
  if (short_of_memory(engine))
    return false;
  const uint64_t hour = UINT64_C(1000000) * 3600, year = hour * 24 * YEAR_DAYS;
  while (engine_next_time(engine, &next) && next <= hour) /* until the machines have settled */
    engine_run_next(engine);
  uint64_t before = engine->records;
  while (engine_next_time(engine, &next) && next <= hour + year)
    engine_run_next(engine);
  sample->value = (double)(engine->records - before);
  engine_destroy(engine);
  return true;
}
