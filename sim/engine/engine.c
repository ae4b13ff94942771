#include "sim/engine/engine.h"
#include "model/balancer.h"
#include "model/digest.h"
#include "model/fixed_point.h"
#include "model/invariant.h"
#include "model/membership.h"
#include "model/object_property.h"
#include "model/storage.h"
#include "model/vm_migration.h"
#include "sim/engine/migration_bandwidth.h"
#include "sim/engine/migration_transfer.h"
#include "sim/engine/provider_calls.h"
#include "sim/engine/resource_timers.h"

void engine_observe(struct engine *engine, const struct observer *observer) {
  assert(engine->observer_count < OBSERVERS_MAX);
  assert(observer->on_record != NULL);
  engine->observers[engine->observer_count++] = *observer;
}

/* --- orders --- */

static const struct {
  enum order_kind order;
  enum timing timing;
  enum event_kind answer;
  bool by_storage; /* it reads or writes what the machine has on disk */
} guest_orders[] = {
    {ORDER_BOOT_GUEST, TIMING_BOOT, EVENT_GUEST_STARTED, true},
    {ORDER_RESTORE_GUEST, TIMING_RESTORE, EVENT_GUEST_STARTED, true},
    {ORDER_SAVE_GUEST, TIMING_SAVE, EVENT_GUEST_SAVED, true},
    {ORDER_SHUT_DOWN_GUEST, TIMING_SHUT_DOWN, EVENT_GUEST_STOPPED, true},
    {ORDER_PAUSE_GUEST, TIMING_PAUSE, EVENT_GUEST_PAUSED, false},
    {ORDER_RESUME_GUEST, TIMING_RESUME, EVENT_GUEST_RESUMED_RUN, false},
    {ORDER_AWAIT_STORAGE, TIMING_CRITICAL, EVENT_GUEST_GIVEN_UP, false},
};

static uint64_t guest_time(const struct engine *engine, size_t row, uint32_t vm) {
  uint64_t time = engine->timings[guest_orders[row].timing];
  return guest_orders[row].by_storage
             ? time * storage_slowness(engine->cluster, cluster_vm(engine->cluster, vm)->host)
             : time;
}

/* The node is missed after so many heartbeats from the last one it sent (QRM-002); heartbeats are
 * sent at whole multiples of their interval, so that none has to be queued. */
static uint64_t missed_at(const struct engine *engine) {
  uint64_t interval = engine_heartbeat_interval(engine);
  uint64_t last = engine->now / interval * interval;
  return last + interval * engine->cluster->same_subnet_threshold + engine->timings[TIMING_REGROUP];
}

/* A node that is not missed yet could not join. */
static uint64_t restarted_at(const struct engine *engine) {
  uint64_t at = engine->now + engine->timings[TIMING_SERVICE_RESTART], missed = missed_at(engine);
  return at > missed ? at : missed + 1;
}

static uint64_t node_time(const struct engine *engine, enum timing timing) {
  return timing == TIMING_RESILIENCY   ? engine_resiliency_period(engine)
         : timing == TIMING_QUARANTINE ? engine_quarantine_duration(engine)
                                       : engine->timings[timing];
}

typedef uint32_t timer_of_node(const struct engine *engine, uint32_t node);

/* Orders about a node that end after their time. */
static const struct {
  enum order_kind order;
  timer_of_node *timer;
  enum timing timing;
  enum event_kind answer;
} node_orders[] = {
    {ORDER_AWAIT_RESILIENCY, engine_watch_timer, TIMING_RESILIENCY, EVENT_ISOLATION_ENDED},
    {ORDER_AWAIT_HANG, engine_watch_timer, TIMING_HANG, EVENT_HANG_TIMED_OUT},
    {ORDER_JOIN_NODE, engine_watch_timer, TIMING_JOIN, EVENT_NODE_JOINED},
    {ORDER_BEGIN_EXIT_PERIOD, engine_exits_timer, TIMING_EXIT_PERIOD, EVENT_EXIT_PERIOD_OVER},
    {ORDER_AWAIT_QUARANTINE, engine_exits_timer, TIMING_QUARANTINE, EVENT_QUARANTINE_ENDED},
};

/* RSL-003, RSL-004 */
static bool isolates(const struct engine *engine) {
  return engine_resiliency_period(engine) > 0 &&
         property_number_of_cluster(engine->cluster, SCHEMA_CLUSTER_RESILIENCY_LEVEL) ==
             RESILIENCY_ALWAYS_ISOLATE;
}

static void carry_out(struct engine *engine, const struct order *order) {
  switch (order->kind) {
  case ORDER_WATCH_NODE:
    event_queue_arm(&engine->queue, engine_watch_timer(engine, order->subject), missed_at(engine),
                    engine->sequence++,
                    &(struct event){.kind = EVENT_NODE_LOST,
                                    .subject = order->subject,
                                    .value = !isolates(engine)});
    return;
  case ORDER_AWAIT_SERVICE_RESTART:
    engine_arm(engine, engine_shutdown_timer(engine, order->subject), restarted_at(engine),
               EVENT_SERVICE_STARTED, order->subject);
    return;
  case ORDER_AWAIT_SHUTDOWN:
    engine_arm(engine, engine_shutdown_timer(engine, order->subject),
               engine->now + engine_shutdown_timeout(engine, order->subject),
               EVENT_SHUTDOWN_TIMED_OUT, order->subject);
    return;
  case ORDER_FORGET_SHUTDOWN:
    event_queue_cancel(&engine->queue, engine_shutdown_timer(engine, order->subject));
    return;
  case ORDER_FORGET_QUARANTINE:
    event_queue_cancel(&engine->queue, engine_exits_timer(engine, order->subject));
    return;
  case ORDER_CALL_ONLINE:
  case ORDER_CALL_OFFLINE:
  case ORDER_AWAIT_POLL:
  case ORDER_AWAIT_DEADLOCK:
  case ORDER_AWAIT_RESTART:
  case ORDER_AWAIT_RETRY:
  case ORDER_FORGET_RESOURCE:
  case ORDER_BEGIN_RESTART_PERIOD:
  case ORDER_BEGIN_FAILOVER_PERIOD:
  case ORDER_REMOVE_RESOURCE:
  case ORDER_REMOVE_GROUP:
  case ORDER_AWAIT_FAILBACK:
  case ORDER_AWAIT_PROVIDERS:
  case ORDER_FORGET_PROVIDERS:
  case ORDER_AWAIT_PREFERRED:
  case ORDER_FORGET_PREFERRED:
  case ORDER_AWAIT_SET_DELAY:
  case ORDER_FORGET_SET_DELAY:
    resource_timers_carry_out(engine, order);
    return;
  case ORDER_FORGET_GUEST:
    event_queue_cancel(&engine->queue, engine_guest_timer(engine, order->subject));
    return;
  default:
    break;
  }
  for (size_t i = 0; i < sizeof node_orders / sizeof node_orders[0]; i++)
    if (node_orders[i].order == order->kind) {
      uint32_t timer = node_orders[i].timer(engine, order->subject);
      uint64_t time = node_time(engine, node_orders[i].timing);
      if (time == TIME_NEVER)
        event_queue_cancel(&engine->queue, timer);
      else
        engine_arm(engine, timer, engine->now + time, node_orders[i].answer, order->subject);
      return;
    }
  for (size_t i = 0; i < sizeof guest_orders / sizeof guest_orders[0]; i++)
    if (guest_orders[i].order == order->kind) {
      engine_arm(engine, engine_guest_timer(engine, order->subject),
                 engine->now + guest_time(engine, i, order->subject), guest_orders[i].answer,
                 order->subject);
      return;
    }
  migration_transfer_carry_out(engine, order);
}

/* --- the loop --- */

const struct log_line *engine_log_line(const struct engine *engine, uint64_t number) {
  assert(number < engine->logged && engine->logged - number <= ENGINE_LOG_MAX);
  return &engine->log[number % ENGINE_LOG_MAX];
}

static void write_log(struct engine *engine, const struct event *event,
                      const struct effects *effects) {
  struct logged entries[LOG_ENTRIES_MAX];
  uint32_t count = event_log_of_step(engine->cluster, event, effects, entries, LOG_ENTRIES_MAX);
  for (uint32_t i = 0; i < count; i++) {
    uint64_t number = engine->logged++;
    uint32_t place = (uint32_t)(number % ENGINE_LOG_MAX);
    engine->log[place] =
        (struct log_line){.at = engine->now, .number = number, .logged = entries[i]};
    touch_list_add(&engine->touched_log, place);
  }
}

const struct notice *engine_notice(const struct engine *engine, uint64_t number) {
  assert(number < engine->notified && engine->notified - number <= ENGINE_NOTIFICATIONS_MAX);
  return &engine->notices[number % ENGINE_NOTIFICATIONS_MAX];
}

static void notify(struct engine *engine, const struct event *event,
                   const struct effects *effects) {
  struct notification made[NOTIFICATIONS_OF_STEP_MAX];
  uint32_t count =
      notification_of_step(engine->cluster, event, effects, made, NOTIFICATIONS_OF_STEP_MAX);
  for (uint32_t i = 0; i < count; i++) {
    uint64_t number = engine->notified++;
    uint32_t place = (uint32_t)(number % ENGINE_NOTIFICATIONS_MAX);
    engine->notices[place] =
        (struct notice){.at = engine->now, .number = number, .notification = made[i]};
    touch_list_add(&engine->touched_notices, place);
  }
}

static void report(struct engine *engine, const struct event *event, const struct effects *effects,
                   bool legal, bool follow_up) {
  struct record record = {.number = engine->records++,
                          .at = engine->now,
                          .legal = legal,
                          .follow_up = follow_up,
                          .event = event,
                          .effects = effects};
  engine->digest = digest_number(engine->digest, engine->now);
  engine->digest = digest_step(engine->digest, event, effects);
  for (uint32_t i = 0; i < engine->observer_count; i++)
    engine->observers[i].on_record(engine->observers[i].context, &record);
}

static bool step(struct engine *engine, const struct event *event, bool follow_up,
                 struct effects *effects) {
  bool legal = model_step(engine->cluster, event, effects);
  for (uint32_t i = 0; i < effects->order_count; i++)
    carry_out(engine, &effects->orders[i]);
  if (legal && (event->kind == EVENT_HOST_CRASHED || event->kind == EVENT_SERVICE_STOPPED ||
                event->kind == EVENT_SERVICE_HANGS))
    migration_transfer_freeze(engine, event->subject);
  if (legal && event->kind == EVENT_PROVIDER_FAILED)
    provider_calls_count_failure(engine, event->subject);
  for (uint32_t i = 0; i < effects->change_count; i++) {
    const struct change *change = &effects->changes[i];
    enum object_kind kind = property_owner(change->property);
    if (kind != OBJECT_CLUSTER)
      touch_list_add(&engine->touched_objects[kind], change->subject);
    if (change->property == PROPERTY_RESOURCE_STATE)
      engine->providers[change->subject].changed_at = engine->now;
    if (change->property == PROPERTY_GROUP_OWNER)
      engine->moved_at[change->subject] = engine->now;
    if (change->property == PROPERTY_MIGRATION_PHASE)
      engine_wake_faults(engine, change);
    if (change->property == PROPERTY_CLUSTER_COMMON)
      migration_bandwidth_follow(engine, change);
  }
  for (uint32_t i = 0; i < effects->follow_up_count; i++) {
    assert(engine->follow_up_tail - engine->follow_up_head < ENGINE_FOLLOW_UPS);
    engine->follow_ups[engine->follow_up_tail++ % ENGINE_FOLLOW_UPS] = effects->follow_ups[i];
  }
  if (legal) {
    write_log(engine, event, effects);
    notify(engine, event, effects);
  }
  report(engine, event, effects, legal, follow_up);
  return legal;
}

static void report_progress(struct engine *engine, uint32_t vm) {
  const struct vm_migration *migration = &cluster_vm(engine->cluster, vm)->migration;
  struct effects effects;
  if (migration->phase != MIGRATION_DATA_TRANSFER)
    return;
  uint32_t progress = engine_migration_progress(engine, vm);
  if (progress != migration->progress)
    (void)step(engine,
               &(struct event){.kind = EVENT_REPORT_PROGRESS, .subject = vm, .argument = progress},
               true, &effects);
}

/* MigrationProgress is known from the schedule; the model hears of it before anything can end a
 * copy, so that the last value is kept. */
static void report_progress_before(struct engine *engine, const struct event *event) {
  const struct cluster *cluster = engine->cluster;
  enum object_kind kind = event_subject(event->kind);
  if (kind == OBJECT_VM)
    report_progress(engine, event->subject);
  if (kind == OBJECT_RESOURCE && cluster_resource(cluster, event->subject)->vm != CLUSTER_NONE)
    report_progress(engine, cluster_resource(cluster, event->subject)->vm);
  if (event->kind != EVENT_HOST_CRASHED && event->kind != EVENT_SERVICE_STOPPED &&
      event->kind != EVENT_STORAGE_LOST && event->kind != EVENT_NETWORK_DOWN &&
      event->kind != EVENT_INTERFACE_DOWN && event->kind != EVENT_OFFLINE_GROUP)
    return;
  for (uint32_t vm = 0; vm < cluster->count[OBJECT_VM]; vm++) {
    const struct vm_migration *migration = &cluster_vm(cluster, vm)->migration;
    bool concerned = kind == OBJECT_NODE ? migration->source == event->subject ||
                                               migration->destination == event->subject
                     : kind == OBJECT_NETWORK ? migration->network == event->subject
                                              : cluster_vm(cluster, vm)->group == event->subject;
    if (concerned)
      report_progress(engine, vm);
  }
}

/* Whole instants only: what is touched may look odd between a step and its follow-ups. */
static void check_instant(struct engine *engine) {
  for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++) {
    struct touch_list *touched = &engine->touched_objects[kind];
    for (uint32_t i = 0; i < touched->count; i++)
      invariant_check_object(engine->cluster, (enum object_kind)kind, touched->rows[i]);
    touch_list_clear(touched);
  }
}

/* The balancer looks at the nodes at every whole multiple of its time; only a look that would find
 * something is queued. */
static void watch_balance(struct engine *engine) {
  uint32_t timer = engine_balance_timer(engine);
  uint64_t every = engine->timings[TIMING_BALANCE];
  bool due = every > 0 && balancer_is_due(engine->cluster);
  if (due == event_queue_armed(&engine->queue, timer))
    return;
  if (due)
    engine_arm(engine, timer, (engine->now / every + 1) * every, EVENT_BALANCE_NODES, 0);
  else
    event_queue_cancel(&engine->queue, timer);
}

bool engine_apply(struct engine *engine, const struct event *event, struct effects *effects) {
  struct effects later;
  assert(engine->follow_up_head == engine->follow_up_tail);
  report_progress_before(engine, event);
  bool legal = step(engine, event, false, effects);
  while (engine->follow_up_head != engine->follow_up_tail) {
    struct event next = engine->follow_ups[engine->follow_up_head++ % ENGINE_FOLLOW_UPS];
    (void)step(engine, &next, true, &later);
  }
  check_instant(engine);
  watch_balance(engine);
  engine->instants++;
  for (uint32_t i = 0; i < engine->observer_count; i++)
    if (engine->observers[i].on_instant != NULL)
      engine->observers[i].on_instant(engine->observers[i].context);
  return legal;
}

bool engine_next_time(const struct engine *engine, uint64_t *at) {
  uint32_t timer = event_queue_first(&engine->queue);
  assert(at != NULL);
  if (timer == CLUSTER_NONE)
    return false;
  *at = engine->queue.timers[timer].at;
  return true;
}

void engine_run_next(struct engine *engine) {
  uint32_t timer = event_queue_first(&engine->queue);
  assert(timer != CLUSTER_NONE);
  struct event event = engine->queue.timers[timer].event;
  struct effects effects;
  assert(engine->queue.timers[timer].at >= engine->now);
  engine->now = engine->queue.timers[timer].at;
  event_queue_cancel(&engine->queue, timer);
  bool legal = engine_apply(engine, &event, &effects);
  /* What the world answers to an order is always legal; only a fault may come at a bad time. */
  uint32_t first_fault = engine_fault_timer(engine, 0);
  assert(legal || timer >= first_fault);
  (void)legal;
  if (timer >= first_fault && timer < first_fault + FAULTS_MAX)
    engine_fault_again(engine, timer - first_fault, &event);
}

void engine_advance_clock(struct engine *engine, uint64_t to) {
  uint64_t next = 0;
  assert(to >= engine->now);
  assert(!engine_next_time(engine, &next) || next >= to);
  (void)next;
  engine->now = to;
}

uint32_t engine_migration_progress(const struct engine *engine, uint32_t vm) {
  const struct vm_migration *migration = &cluster_vm(engine->cluster, vm)->migration;
  if (migration->phase != MIGRATION_DATA_TRANSFER)
    return migration->progress;
  assert(engine->transfers[vm].stage == TRANSFER_COPIES);
  uint32_t progress = transfer_progress_at(&engine->transfers[vm], engine->now);
  return progress > migration->progress ? progress : migration->progress;
}

void engine_set_bandwidth(struct engine *engine, uint32_t network, uint64_t bits_per_second) {
  assert(network < engine->cluster->limits.networks);
  uint64_t bytes = fixed_point_multiply_divide(bits_per_second, 94, 800);
  engine->bandwidth[network] = bytes;
  migration_bandwidth_apply(engine, network);
}

void engine_migrate_over_smb(struct engine *engine, bool over_smb) {
  engine->over_smb = over_smb;
  for (uint32_t network = 0; network < engine->cluster->count[OBJECT_NETWORK]; network++)
    migration_bandwidth_apply(engine, network);
}

void engine_check(struct engine *engine) {
  invariant_check_all(engine->cluster, engine->scratch);
  for (uint32_t vm = 0; vm < engine->cluster->count[OBJECT_VM]; vm++) {
    enum vm_migration_phase phase = cluster_vm(engine->cluster, vm)->migration.phase;
    bool flows = engine->sharing.flows[vm].running;
    assert(!flows || phase == MIGRATION_DATA_TRANSFER || phase == MIGRATION_STOPPED);
    assert(vm_migration_active(phase) ||
           !event_queue_armed(&engine->queue, engine_migration_timer(vm)));
    (void)flows;
  }
}
