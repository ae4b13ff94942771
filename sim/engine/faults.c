/* Faults of the world: at a time, when a machine enters a phase, again and again. */
#include "sim/engine/engine.h"
#include "sim/engine/random_stream.h"

uint32_t engine_fault_timer(const struct engine *engine, uint32_t fault) {
  assert(fault < FAULTS_MAX);
  return 2 * engine->cluster->limits.vms + engine->cluster->limits.nodes + fault;
}

static void arm(struct engine *engine, uint32_t fault, uint64_t at, const struct event *event) {
  event_queue_arm(&engine->queue, engine_fault_timer(engine, fault), at, engine->sequence++, event);
}

static uint32_t free_fault(const struct engine *engine) {
  for (uint32_t i = 0; i < FAULTS_MAX; i++)
    if (!engine->faults[i].waiting &&
        !event_queue_armed(&engine->queue, engine_fault_timer(engine, i)))
      return i;
  return CLUSTER_NONE;
}

bool engine_room_for_fault(const struct engine *engine) {
  return free_fault(engine) != CLUSTER_NONE;
}

static struct fault *take(struct engine *engine, uint32_t fault) {
  assert(fault < FAULTS_MAX && !engine->faults[fault].waiting);
  if (fault >= engine->fault_count)
    engine->fault_count = fault + 1;
  return &engine->faults[fault];
}

bool engine_queue_fault_at(struct engine *engine, uint64_t at, const struct event *event) {
  uint32_t fault = free_fault(engine);
  assert(at >= engine->now && event->name == NULL);
  if (fault == CLUSTER_NONE)
    return false;
  *take(engine, fault) = (struct fault){.event = *event};
  arm(engine, fault, at, event);
  return true;
}

bool engine_queue_fault_in_phase(struct engine *engine, uint32_t vm, enum vm_migration_phase phase,
                                 uint64_t delay, const struct event *event) {
  uint32_t fault = free_fault(engine);
  assert(phase < MIGRATION_PHASE_COUNT && event->name == NULL);
  if (fault == CLUSTER_NONE)
    return false;
  *take(engine, fault) =
      (struct fault){.waiting = true, .vm = vm, .phase = phase, .delay = delay, .event = *event};
  return true;
}

void engine_wake_faults(struct engine *engine, const struct change *change) {
  for (uint32_t i = 0; i < engine->fault_count; i++) {
    struct fault *fault = &engine->faults[i];
    if (!fault->waiting || fault->vm != change->subject || fault->phase != change->after)
      continue;
    fault->waiting = false;
    arm(engine, i, engine->now + fault->delay, &fault->event);
  }
}

/* --- again and again --- */

static bool is_event(const struct event *a, const struct event *b) {
  return a->kind == b->kind && a->argument == b->argument && a->value == b->value;
}

bool engine_repair_of(const struct event *fault, struct event *repair) {
  static const struct {
    enum event_kind fault, repair;
  } rows[] = {{EVENT_HOST_CRASHED, EVENT_HOST_RETURNED},
              {EVENT_SERVICE_STOPPED, EVENT_SERVICE_STARTED},
              {EVENT_STORAGE_LOST, EVENT_STORAGE_BACK},
              {EVENT_STORAGE_SLOW, EVENT_STORAGE_SLOW},
              {EVENT_HEARTBEAT_LOST, EVENT_HEARTBEAT_BACK},
              {EVENT_APPLICATION_FAILED, EVENT_APPLICATION_RESET},
              {EVENT_INTERFACE_DOWN, EVENT_INTERFACE_UP},
              {EVENT_NETWORK_DOWN, EVENT_NETWORK_UP},
              {EVENT_TAKE_HOST_MEMORY, EVENT_TAKE_HOST_MEMORY},
              {EVENT_LOCK_RESOURCE, EVENT_LOCK_RESOURCE}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (rows[i].fault == fault->kind) {
      *repair = (struct event){.kind = rows[i].repair, .subject = fault->subject};
      if (fault->kind == EVENT_INTERFACE_DOWN)
        repair->argument = fault->argument; /* the node */
      return !is_event(repair, fault);
    }
  return false;
}

static uint64_t random_time(struct engine *engine, uint32_t index) {
  struct fault *fault = &engine->faults[index];
  assert(fault->again.mean > 0);
  return random_stream_exponential(engine->cluster->seed, RANDOM_FAULTS, index, fault->drawn++,
                                   fault->again.mean);
}

/* A fault has come, or its repair: what is next of it. */
void engine_fault_again(struct engine *engine, uint32_t index, const struct event *event) {
  struct fault *fault = &engine->faults[index];
  const struct recurrence *again = &fault->again;
  struct event repair;
  bool begins = is_event(event, &fault->event);
  assert(index < FAULTS_MAX);
  if (begins && again->lasts > 0 && engine_repair_of(&fault->event, &repair)) {
    arm(engine, index, engine->now + again->lasts, &repair);
  } else if (again->every > 0) {
    uint64_t rest = begins ? again->every : again->every - again->lasts;
    arm(engine, index, engine->now + rest, &fault->event);
  } else if (again->mean > 0) {
    arm(engine, index, engine->now + random_time(engine, index), &fault->event);
  }
}

bool engine_queue_fault_again(struct engine *engine, uint64_t delay, const struct event *event,
                              const struct recurrence *again) {
  uint32_t fault = free_fault(engine);
  assert(event->name == NULL && (again->every == 0 || again->mean == 0));
  assert(again->every == 0 || again->lasts < again->every);
  if (fault == CLUSTER_NONE)
    return false;
  *take(engine, fault) = (struct fault){.event = *event, .again = *again};
  if (delay > 0)
    arm(engine, fault, engine->now + delay, event);
  else if (again->mean > 0)
    arm(engine, fault, engine->now + random_time(engine, fault), event);
  else
    engine_fault_again(engine, fault, event);
  return true;
}

void engine_end_recurrence(struct engine *engine) {
  for (uint32_t i = 0; i < engine->fault_count; i++) {
    uint32_t timer = engine_fault_timer(engine, i);
    struct fault *fault = &engine->faults[i];
    if (fault->again.every == 0 && fault->again.mean == 0)
      continue;
    fault->again.every = fault->again.mean = 0;
    if (event_queue_armed(&engine->queue, timer) &&
        is_event(&engine->queue.timers[timer].event, &fault->event))
      event_queue_cancel(&engine->queue, timer);
  }
}
