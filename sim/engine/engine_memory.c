/* An engine's memory: allocated in one go, copied, freed. */
#include "model/digest.h"
#include "sim/engine/engine.h"
#include <stdlib.h>
#include <string.h>

enum { LINKS_PER_HOST = 2 };

static const struct {
  const char *name;
  uint64_t microseconds;
} timings[] = {
#define TIMING(id, name, microseconds) {name, microseconds},
#include "sim/engine/timing.def"
#undef TIMING
};

const char *timing_name(enum timing timing) {
  assert((unsigned)timing < TIMING_COUNT);
  return timings[timing].name;
}

uint32_t engine_timer_count(const struct cluster_limits *limits) {
  return 2 * limits->vms + 3 * limits->nodes + FAULTS_MAX + 2 * limits->resources +
         3 * limits->groups + limits->group_sets +
         2; /* and of preferred nodes, and of the balancer */
}

static uint32_t link_count(const struct cluster_limits *limits) {
  return limits->networks * limits->nodes * LINKS_PER_HOST;
}

/* Every array of an engine, with its number of elements; `limits` is in scope where it expands. */
#define ENGINE_ARRAYS(ARRAY)                                                                       \
  ARRAY(queue.timers, engine_timer_count(limits))                                                  \
  ARRAY(queue.heap, engine_timer_count(limits))                                                    \
  ARRAY(transfers, limits->vms)                                                                    \
  ARRAY(guests, limits->vms)                                                                       \
  ARRAY(notices, ENGINE_NOTIFICATIONS_MAX)                                                         \
  ARRAY(log, ENGINE_LOG_MAX)                                                                       \
  ARRAY(providers, limits->resources)                                                              \
  ARRAY(moved_at, limits->groups)                                                                  \
  ARRAY(bandwidth, limits->networks)                                                               \
  ARRAY(follow_ups, ENGINE_FOLLOW_UPS)                                                             \
  ARRAY(sharing.links, link_count(limits))                                                         \
  ARRAY(sharing.flows, limits->vms)                                                                \
  ARRAY(sharing.found_links, link_count(limits))                                                   \
  ARRAY(sharing.found_flows, limits->vms)

static bool allocate(struct engine *engine, const struct cluster_limits *limits) {
  size_t size = model_size(limits);
  bool ok = true;
  engine->cluster = malloc(size);
  engine->scratch = malloc(size);
#define ARRAY(field, count)                                                                        \
  engine->field = calloc(count, sizeof *engine->field);                                            \
  ok = ok && engine->field != NULL;
  ENGINE_ARRAYS(ARRAY)
#undef ARRAY
  ok = touch_list_allocate(&engine->touched_transfers, limits->vms) && ok;
  ok = touch_list_allocate(&engine->touched_notices, ENGINE_NOTIFICATIONS_MAX) && ok;
  ok = touch_list_allocate(&engine->touched_log, ENGINE_LOG_MAX) && ok;
  ok = touch_list_allocate(&engine->touched_timers, engine_timer_count(limits)) && ok;
  for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++)
    ok = touch_list_allocate(&engine->touched_objects[kind],
                             cluster_limit(limits, (enum object_kind)kind)) &&
         ok;
  engine->sharing.nodes = limits->nodes;
  engine->sharing.networks = limits->networks;
  engine->sharing.flow_count = limits->vms;
  engine->sharing.link_count = link_count(limits);
  return ok && engine->cluster != NULL && engine->scratch != NULL;
}

struct engine *engine_create(const struct cluster_settings *settings) {
  size_t size = model_size(&settings->limits);
  assert(size > 0);
  struct engine *engine = calloc(1, sizeof *engine);
  if (engine == NULL)
    return NULL;
  if (!allocate(engine, &settings->limits)) {
    engine_destroy(engine);
    return NULL;
  }
  model_init(engine->cluster, size, settings);
  event_queue_init(&engine->queue, engine->queue.timers, engine->queue.heap,
                   engine_timer_count(&settings->limits), &engine->touched_timers);
  for (uint32_t i = 0; i < engine->sharing.link_count; i++)
    engine->sharing.links[i].first = CLUSTER_NONE;
  for (unsigned i = 0; i < TIMING_COUNT; i++)
    engine->timings[i] = timings[i].microseconds;
  engine->digest = DIGEST_START;
  return engine;
}

void engine_copy(struct engine *to, const struct engine *from) {
  const struct cluster_limits *limits = &from->cluster->limits;
  assert(memcmp(&to->cluster->limits, limits, sizeof *limits) == 0);
  assert(from->follow_up_head == from->follow_up_tail);
  assert(to->follow_up_head == to->follow_up_tail);
  cluster_copy(to->cluster, from->cluster);
#define ARRAY(field, count) memcpy(to->field, from->field, (count) * sizeof *to->field);
  ENGINE_ARRAYS(ARRAY)
#undef ARRAY
  to->now = from->now;
  to->sequence = from->sequence;
  to->records = from->records;
  to->instants = from->instants;
  to->digest = from->digest;
  to->logged = from->logged;
  to->notified = from->notified;
  to->queue.count = from->queue.count;
  to->sharing.round = from->sharing.round;
  memcpy(to->timings, from->timings, sizeof to->timings);
  to->sender_limit = from->sender_limit;
  to->round_cap = from->round_cap;
  to->over_smb = from->over_smb;
  memcpy(to->faults, from->faults, sizeof to->faults);
  to->fault_count = from->fault_count;
  touch_list_clear(&to->touched_transfers);
  touch_list_clear(&to->touched_timers);
  touch_list_clear(&to->touched_log);
  touch_list_clear(&to->touched_notices);
  for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++)
    touch_list_clear(&to->touched_objects[kind]);
}

void engine_destroy(struct engine *engine) {
  if (engine == NULL)
    return;
  free(engine->cluster);
  free(engine->scratch);
#define ARRAY(field, count) free(engine->field);
  ENGINE_ARRAYS(ARRAY)
#undef ARRAY
  touch_list_free(&engine->touched_transfers);
  touch_list_free(&engine->touched_timers);
  touch_list_free(&engine->touched_log);
  touch_list_free(&engine->touched_notices);
  for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++)
    touch_list_free(&engine->touched_objects[kind]);
  free(engine);
}
