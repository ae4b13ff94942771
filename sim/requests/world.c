#include "sim/requests/world.h"
#include "model/digest.h"
#include "model/resource.h"
#include "model/vm_migration.h"
#include "sim/requests/world_state.h"
#include <stdlib.h>
#include <string.h>

/* How often a paced world that waits is looked at, in wall time. */
enum { GLANCE_MS = 250 };

_Static_assert((int)WORLD_CURVE_POINTS_MAX == (int)DIRTY_CURVE_POINTS_MAX,
               "a description holds what the engine holds");
_Static_assert((int)WORLD_ROUNDS_MAX > (int)TRANSFER_ROUNDS_MAX + 1, "a report holds every round");

static struct world *wrap(struct engine *engine) {
  struct world *world = calloc(1, sizeof *world);
  if (world == NULL || engine == NULL) {
    engine_destroy(engine);
    free(world);
    return NULL;
  }
  world->engine = engine;
  return world;
}

struct world *world_create(const struct world_settings *settings) {
  assert(settings != NULL);
  struct cluster_settings cluster = {
      .limits = settings->limits, .level = settings->level, .seed = settings->seed};
  return wrap(engine_create(&cluster));
}

void world_destroy(struct world *world) {
  if (world == NULL)
    return;
  store_close(world->store);
  pace_destroy(world->pace);
  engine_destroy(world->engine);
  free(world);
}

const struct cluster *world_cluster(const struct world *world) {
  assert(world != NULL);
  return world->engine->cluster;
}

uint64_t world_now(const struct world *world) {
  assert(world != NULL);
  return world->engine->now;
}

uint64_t world_digest(const struct world *world) {
  uint64_t digest = digest_number(world->engine->digest, digest_cluster(world->engine->cluster));
  return digest_number(digest, world->engine->now);
}

void world_check(struct world *world) {
  engine_check(world->engine);
}

/* --- layout --- */

static uint32_t define(struct world *world, const struct event *event, uint32_t *created) {
  struct effects effects;
  bool legal = engine_apply(world->engine, event, &effects);
  assert(legal || effects.status != WIN32_SUCCESS); /* 997 is legal, too */
  (void)legal;
  *created = effects.created;
  return effects.status;
}

uint32_t world_define_host(struct world *world, const struct world_host *host) {
  uint32_t created = 0;
  uint32_t slots = host->migration_slots != 0
                       ? host->migration_slots
                       : functional_level(world->engine->cluster->level)->host_slots;
  assert(host->name != NULL);
  return define(
      world,
      &(struct event){
          .kind = EVENT_DEFINE_HOST, .argument = slots, .value = host->memory, .name = host->name},
      &created);
}

uint32_t world_define_network(struct world *world, const struct world_network *network) {
  uint32_t created = 0;
  assert(network->name != NULL);
  if (network->bandwidth < 1000) /* bits/s: below this nothing ever arrives */
    return WIN32_INVALID_PARAMETER;
  uint32_t status = define(world,
                           &(struct event){.kind = EVENT_DEFINE_NETWORK,
                                           .argument = network->excluded,
                                           .value = network->metric,
                                           .name = network->name},
                           &created);
  if (status == WIN32_SUCCESS) {
    engine_set_bandwidth(world->engine, created, network->bandwidth);
    store_mark(world->store, OBJECT_NETWORK, created);
  }
  return status;
}

uint32_t world_define_vm(struct world *world, const struct world_vm *vm) {
  uint32_t created = 0;
  uint64_t used = vm->used == 0 ? vm->memory : vm->used;
  assert(vm->name != NULL && vm->point_count <= WORLD_CURVE_POINTS_MAX);
  if (used > vm->memory || vm->working_set > used)
    return WIN32_INVALID_PARAMETER;
  uint32_t status = define(world,
                           &(struct event){.kind = EVENT_DEFINE_VM,
                                           .subject = vm->node,
                                           .argument = vm->running,
                                           .value = vm->memory,
                                           .name = vm->name},
                           &created);
  if (status != WIN32_SUCCESS)
    return status;
  struct guest_memory *guest = &world->engine->guests[created];
  *guest = (struct guest_memory){.used = used,
                                 .zero = vm->memory - used,
                                 .working_set = vm->working_set,
                                 .noise = vm->noise,
                                 .point_count = vm->point_count};
  for (uint32_t i = 0; i < vm->point_count; i++) {
    guest->points[i].window = vm->points[i].window;
    guest->points[i].bytes = vm->points[i].bytes;
  }
  store_mark(world->store, OBJECT_VM, created);
  return WIN32_SUCCESS;
}

uint32_t world_set_switch(struct world *world, enum model_switch which, unsigned value) {
  return world_happens(
      world,
      &(struct event){.kind = EVENT_SET_SWITCH, .argument = (uint32_t)which, .value = value});
}

uint32_t world_set_timing(struct world *world, const char *name, uint64_t microseconds) {
  assert(name != NULL);
  for (unsigned i = 0; i < TIMING_COUNT; i++)
    if (strcmp(timing_name((enum timing)i), name) == 0) {
      if (i == TIMING_HEARTBEAT && microseconds == 0)
        return WIN32_INVALID_PARAMETER;
      world->engine->timings[i] = microseconds;
      store_mark(world->store, OBJECT_CLUSTER, 0);
      return WIN32_SUCCESS;
    }
  return WIN32_INVALID_PARAMETER;
}

void world_set_sender_limit(struct world *world, uint64_t bytes_per_second) {
  world->engine->sender_limit = bytes_per_second;
  store_mark(world->store, OBJECT_CLUSTER, 0);
}

uint32_t world_set_round_cap(struct world *world, uint32_t rounds) {
  if (rounds > TRANSFER_ROUNDS_MAX)
    return WIN32_INVALID_PARAMETER;
  world->engine->round_cap = rounds;
  store_mark(world->store, OBJECT_CLUSTER, 0);
  return WIN32_SUCCESS;
}

void world_migrate_over_smb(struct world *world, bool over_smb) {
  engine_migrate_over_smb(world->engine, over_smb);
  store_mark(world->store, OBJECT_CLUSTER, 0);
}

uint32_t world_set_bandwidth(struct world *world, uint32_t network, uint64_t bits_per_second) {
  assert(network < world->engine->cluster->count[OBJECT_NETWORK]);
  if (bits_per_second < 1000)
    return WIN32_INVALID_PARAMETER;
  engine_set_bandwidth(world->engine, network, bits_per_second);
  store_mark(world->store, OBJECT_NETWORK, network);
  return WIN32_SUCCESS;
}

uint32_t world_define_fault_domain(struct world *world, const char *name, uint32_t type) {
  uint32_t created = 0;
  assert(name != NULL);
  return define(world,
                &(struct event){.kind = EVENT_CREATE_FAULT_DOMAIN, .argument = type, .name = name},
                &created);
}

/* --- what happens --- */

uint32_t world_happens(struct world *world, const struct event *event) {
  uint32_t created = 0;
  assert(event->name == NULL);
  return define(world, event, &created);
}

uint32_t world_happens_after(struct world *world, uint64_t delay, const struct event *event) {
  return engine_queue_fault_at(world->engine, world->engine->now + delay, event)
             ? (uint32_t)WIN32_SUCCESS
             : (uint32_t)WIN32_NOT_ENOUGH_MEMORY;
}

uint32_t world_happens_again(struct world *world, const struct event *event,
                             const struct world_recurrence *again) {
  const struct recurrence recurrence = {again->every, again->mean, again->lasts};
  if (!engine_room_for_fault(world->engine))
    return WIN32_NOT_ENOUGH_MEMORY;
  if (again->delay == 0 && again->mean == 0) {
    uint32_t status = world_happens(world, event);
    if (status != WIN32_SUCCESS)
      return status;
  }
  store_mark(world->store, OBJECT_CLUSTER, 0);
  bool queued = engine_queue_fault_again(world->engine, again->delay, event, &recurrence);
  assert(queued);
  (void)queued;
  return WIN32_SUCCESS;
}

bool world_repair_of(const struct event *fault, struct event *repair) {
  return engine_repair_of(fault, repair);
}

void world_end_recurrence(struct world *world) {
  store_mark(world->store, OBJECT_CLUSTER, 0);
  engine_end_recurrence(world->engine);
}

uint32_t world_happens_in_phase(struct world *world, uint32_t vm, enum vm_migration_phase phase,
                                uint64_t delay, const struct event *event) {
  store_mark(world->store, OBJECT_CLUSTER, 0);
  return engine_queue_fault_in_phase(world->engine, vm, phase, delay, event)
             ? (uint32_t)WIN32_SUCCESS
             : (uint32_t)WIN32_NOT_ENOUGH_MEMORY;
}

void world_log_range(const struct world *world, uint64_t *begin, uint64_t *end) {
  *end = world->engine->logged;
  *begin = *end > ENGINE_LOG_MAX ? *end - ENGINE_LOG_MAX : 0;
}

struct world_log_line world_log_line(const struct world *world, uint64_t number) {
  const struct log_line *line = engine_log_line(world->engine, number);
  return (struct world_log_line){.at = line->at, .logged = line->logged};
}

void world_notice_range(const struct world *world, uint64_t *begin, uint64_t *end) {
  *end = world->engine->notified;
  *begin = *end > ENGINE_NOTIFICATIONS_MAX ? *end - ENGINE_NOTIFICATIONS_MAX : 0;
}

struct world_notice world_notice(const struct world *world, uint64_t number) {
  const struct notice *notice = engine_notice(world->engine, number);
  return (struct world_notice){.at = notice->at, .notification = notice->notification};
}

bool world_is_idle(const struct world *world) {
  uint64_t next = 0;
  return !engine_next_time(world->engine, &next);
}

uint32_t world_set_provider(struct world *world, uint32_t resource,
                            const struct world_provider *provider) {
  enum resource_type type = cluster_resource(world->engine->cluster, resource)->type;
  if (resource_provider_of(type) != PROVIDER_SIMULATED || provider->online > WORLD_HANGS ||
      provider->offline > WORLD_HANGS)
    return WIN32_INVALID_PARAMETER;
  world->engine->providers[resource] = (struct provider){.online = provider->online,
                                                         .offline = provider->offline,
                                                         .failures = provider->failures,
                                                         .event_handle = provider->event_handle};
  store_mark(world->store, OBJECT_RESOURCE, resource);
  return WIN32_SUCCESS;
}

/* --- time --- */

/* A moment at which nothing happens: the clock is moved and kept, so that readers of the database
 * and watchers see a copy get on.  It leaves no record, hence no trace in any digest. */
static void glance(struct world *world) {
  char error[STORE_ERROR_ROOM];
  (void)world_commit(world, error, sizeof error); /* what it refuses comes up at the next commit */
  for (uint32_t i = 0; i < world->watcher_count; i++)
    if (world->watchers[i].on_time != NULL)
      world->watchers[i].on_time(world->watchers[i].context);
}

/* Waits for the wall clock where there is one to wait for; false when it was stopped. */
static bool wait_until(struct world *world, uint64_t at) {
  struct engine *engine = world->engine;
  if (world->pace == NULL || world->hurries || world->at_once)
    return true;
  glance(world);
  bool waited = true;
  for (uint64_t step = pace_virtual_time(world->pace, GLANCE_MS);
       waited && engine->now + step < at;) {
    waited = pace_wait(world->pace, engine->now + step);
    if (waited) {
      engine_advance_clock(engine, engine->now + step);
      glance(world);
    }
  }
  waited = waited && pace_wait(world->pace, at);
  world->hurries = !waited && world->hurry && !pace_terminated(world->pace);
  return waited || world->hurries;
}

static enum world_run run_until(struct world *world, uint64_t deadline, world_condition *condition,
                                void *context) {
  struct engine *engine = world->engine;
  assert(deadline >= engine->now);
  for (;;) {
    uint64_t next = 0;
    if (condition != NULL && condition(world, context))
      return WORLD_MET;
    bool more = engine_next_time(engine, &next) && next <= deadline;
    if (!wait_until(world, more ? next : deadline))
      return WORLD_STOPPED;
    if (!more)
      break;
    engine_run_next(engine);
  }
  engine_advance_clock(engine, deadline);
  return condition != NULL && condition(world, context) ? WORLD_MET : WORLD_TIME_UP;
}

enum world_run world_run(struct world *world, uint64_t deadline, world_condition *condition,
                         void *context) {
  world->hurries = false;
  if (world->pace != NULL && world->hurry)
    pace_forget_interrupt(world->pace); /* one that came before this wait is not about it */
  store_let_pass(world->store, true);
  enum world_run result = run_until(world, deadline, condition, context);
  store_let_pass(world->store, false);
  if (world->hurries)
    pace_restart(world->pace, world->engine->now);
  return result;
}

bool world_hurried(const struct world *world) {
  return world->hurries;
}

bool world_keep_up(struct world *world) {
  uint64_t before = world->engine->now, now = world->pace == NULL ? before : pace_now(world->pace);
  if (now > WORLD_TIME_MAX)
    now = WORLD_TIME_MAX;
  if (now > before)
    (void)world_run(world, now, NULL, NULL);
  return world->engine->now > before;
}

bool world_terminated(const struct world *world) {
  return world->pace != NULL && pace_terminated(world->pace);
}

void world_at_once(struct world *world, bool at_once) {
  world->at_once = at_once;
  if (!at_once && world->pace != NULL)
    pace_restart(world->pace, world->engine->now);
}

void world_restore(struct world *world, const struct world *from) {
  assert(world != from);
  engine_copy(world->engine, from->engine);
  store_restored(world->store);
  if (world->pace != NULL)
    pace_restart(world->pace, world->engine->now);
}

uint32_t world_pace(struct world *world, uint64_t speed_percent, bool hurry) {
  assert(world->pace == NULL && speed_percent > 0);
  world->hurry = hurry;
  world->pace = pace_create(world->engine->now, speed_percent);
  return world->pace != NULL ? (uint32_t)WIN32_SUCCESS : (uint32_t)WIN32_NOT_ENOUGH_MEMORY;
}

/* --- watching --- */

void world_watch(struct world *world, const struct world_watcher *watcher) {
  assert(world->watcher_count < WATCHERS_MAX && watcher->on_record != NULL);
  world->watchers[world->watcher_count++] = *watcher;
  engine_observe(world->engine,
                 &(struct observer){.context = watcher->context, .on_record = watcher->on_record});
}

static void report_rounds(const struct transfer *transfer, uint64_t now, bool stopped,
                          struct migration_report *report) {
  for (uint32_t i = 0; i <= transfer->round_count && i < TRANSFER_ROUNDS_MAX + 1; i++) {
    const struct transfer_round *round = &transfer->rounds[i];
    bool last = i == transfer->round_count;
    if (round->started_at == TRANSFER_NEVER || round->started_at > now || (last && !stopped))
      break;
    report->rounds[i].started_at = round->started_at;
    report->rounds[i].ended_at = round->ended_at <= now ? round->ended_at : 0;
    report->rounds[i].bytes = round->bytes;
    report->rounds[i].guest_stopped = last;
    report->round_count = i + 1;
  }
}

void world_report_migration(const struct world *world, uint32_t vm,
                            struct migration_report *report) {
  const struct engine *engine = world->engine;
  const struct vm_migration *migration = &cluster_vm(engine->cluster, vm)->migration;
  const struct transfer *transfer = &engine->transfers[vm];
  *report = (struct migration_report){.phase = migration->phase,
                                      .progress = engine_migration_progress(engine, vm),
                                      .failure_reason = migration->failure_reason};
  if (transfer->attempt == 0)
    return;
  report->attempt = transfer->attempt;
  report->phase = (enum vm_migration_phase)transfer->phase;
  report->failure_reason = transfer->failure_reason;
  report->source = transfer->source;
  report->destination = transfer->destination;
  report->network = transfer->network;
  report->requested_at = transfer->requested_at;
  report->stopped_at = transfer->stopped_at;
  report->resumed_at = transfer->resumed_at;
  report->ended_at = transfer->ended_at;
  if (transfer->round_count == 0)
    return;
  uint64_t until = transfer->ended ? transfer->ended_at : engine->now;
  report_rounds(transfer, until, transfer->stopped_at != 0, report);
  report->rate = transfer->stage == TRANSFER_IDLE ? 0 : transfer->rate;
  report->bytes = transfer_bytes_at(transfer, until);
}

/* --- the database --- */

bool world_save_in(struct world *world, const char *path, bool replace, bool durable, char *error,
                   size_t room) {
  assert(world->store == NULL && room > 0);
  world->store = store_create(world->engine, path, replace, durable, error, room);
  return world->store != NULL;
}

struct world *world_open(const char *path, bool durable, char *error, size_t room) {
  struct engine *engine = NULL;
  struct store *store = store_open(path, durable, &engine, error, room);
  if (store == NULL)
    return NULL;
  struct world *world = wrap(engine);
  if (world == NULL)
    store_close(store);
  else
    world->store = store;
  return world;
}

bool world_commit(struct world *world, char *error, size_t room) {
  return world->store == NULL || store_commit(world->store, error, room);
}

void world_set_bookmark(struct world *world, const char *name, int64_t value) {
  store_set_bookmark(world->store, name, value);
}

int64_t world_bookmark(const struct world *world, const char *name) {
  return store_bookmark(world->store, name);
}
