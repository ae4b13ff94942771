/* What the timers of a database and its faults say, before they are believed. */
#include "model/cold_start.h"
#include "model/node.h"
#include "model/vm_migration.h"
#include "sim/store/store_check.h"

/* A fault's event: nothing that only the model or the world's own timers bring about. */
static bool fault_is_sound(const struct cluster *c, const struct event *event) {
  switch (event->kind) {
  case EVENT_HOST_CRASHED:
  case EVENT_HOST_RETURNED:
  case EVENT_SERVICE_STOPPED:
  case EVENT_SERVICE_STARTED:
  case EVENT_SERVICE_HANGS:
  case EVENT_STORAGE_LOST:
  case EVENT_STORAGE_BACK:
  case EVENT_STORAGE_SLOW:
  case EVENT_TAKE_HOST_MEMORY:
    return event->subject < c->count[OBJECT_NODE];
  case EVENT_INTERFACE_DOWN:
  case EVENT_INTERFACE_UP:
    return event->subject < c->count[OBJECT_NETWORK] && event->argument < c->count[OBJECT_NODE];
  case EVENT_NETWORK_DOWN:
  case EVENT_NETWORK_UP:
    return event->subject < c->count[OBJECT_NETWORK];
  case EVENT_GUEST_CRASHED:
  case EVENT_APPLICATION_FAILED:
  case EVENT_APPLICATION_RESET:
  case EVENT_HEARTBEAT_LOST:
  case EVENT_HEARTBEAT_BACK:
    return event->subject < c->count[OBJECT_VM];
  case EVENT_RESOURCE_FAILED:
  case EVENT_LOCK_RESOURCE:
  case EVENT_RESOURCE_DIES:
  case EVENT_RESOURCE_HANGS:
    return event->subject < c->count[OBJECT_RESOURCE];
  default:
    return false;
  }
}

/* What a migration's timer may bring in each phase, and a guest's in each state. */
static bool migration_timer_is_sound(const struct engine *engine, uint32_t vm,
                                     const struct event *event) {
  static const enum event_kind answers[MIGRATION_PHASE_COUNT] = {
      [MIGRATION_SETUP] = EVENT_SETUP_FINISHED,
      [MIGRATION_DATA_TRANSFER] = EVENT_CONVERGED,
      [MIGRATION_STOPPED] = EVENT_STATE_SENT,
      [MIGRATION_SENT] = EVENT_GUEST_RESUMED,
      [MIGRATION_RESUMED] = EVENT_GROUP_OWNED};
  const struct vm_migration *migration = &cluster_vm(engine->cluster, vm)->migration;
  bool answer = event->subject == vm && answers[migration->phase] == event->kind;
  bool fails = migration->phase == MIGRATION_SENT && event->kind == EVENT_PROVIDER_FAILED &&
               event->subject < engine->cluster->count[OBJECT_RESOURCE] &&
               cluster_resource(engine->cluster, event->subject)->group ==
                   cluster_vm(engine->cluster, vm)->group;
  return vm_migration_active(migration->phase) && (answer || fails) &&
         node_answers(engine->cluster, migration->source) &&
         (migration->phase == MIGRATION_SETUP ||
          node_answers(engine->cluster, migration->destination));
}

static bool guest_timer_is_sound(const struct engine *engine, uint32_t vm,
                                 const struct event *event) {
  static const struct {
    enum vm_state state;
    enum event_kind event;
  } answers[] = {{VM_STARTING, EVENT_GUEST_STARTED},     {VM_SAVING, EVENT_GUEST_SAVED},
                 {VM_STOPPING, EVENT_GUEST_STOPPED},     {VM_PAUSING, EVENT_GUEST_PAUSED},
                 {VM_RESUMING, EVENT_GUEST_RESUMED_RUN}, {VM_PAUSED, EVENT_GUEST_GIVEN_UP}};
  for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
    if (answers[i].state == cluster_vm(engine->cluster, vm)->state)
      return event->subject == vm && event->kind == answers[i].event;
  return false;
}

/* A resource's timer brings what its state waits for. */
static bool resource_timer_is_sound(const struct resource *resource, enum event_kind kind) {
  switch (resource->state) {
  case RESOURCE_ONLINE:
    return kind == EVENT_RESOURCE_FAILED || kind == EVENT_RESOURCE_DEADLOCKED;
  case RESOURCE_ONLINE_PENDING:
    return kind == EVENT_RESOURCE_STARTED || kind == EVENT_RESOURCE_FAILED ||
           kind == EVENT_RESOURCE_SILENT || kind == EVENT_RESOURCE_DEADLOCKED;
  case RESOURCE_OFFLINE_PENDING:
    return kind == EVENT_RESOURCE_STOPPED || kind == EVENT_RESOURCE_SILENT ||
           kind == EVENT_RESOURCE_DEADLOCKED;
  case RESOURCE_FAILED:
    return kind == EVENT_RESTART_RESOURCE && resource->wait != WAIT_NONE;
  case RESOURCE_INITIALIZING:
  case RESOURCE_OFFLINE:
    break;
  }
  return false;
}

/* Either the period runs or the quarantine. */
static bool exits_timer_is_sound(const struct cluster *c, const struct event *event) {
  const struct node *node = cluster_node(c, event->subject);
  return node->quarantined ? event->kind == EVENT_QUARANTINE_ENDED
                           : event->kind == EVENT_EXIT_PERIOD_OVER && node->exits > 0;
}

static bool policy_timer_is_sound(const struct engine *engine, uint32_t id,
                                  const struct event *event) {
  const struct cluster *c = engine->cluster;
  if (id >= engine_shutdown_timer(engine, 0))
    return id == engine_shutdown_timer(engine, event->subject) &&
           event->subject < c->count[OBJECT_NODE] &&
           (event->kind == EVENT_SERVICE_STARTED ||
            (event->kind == EVENT_SHUTDOWN_TIMED_OUT && cluster_node(c, event->subject)->stops));
  if (id == engine_balance_timer(engine))
    return event->kind == EVENT_BALANCE_NODES;
  if (id == engine_preferred_timer(engine))
    return event->kind == EVENT_PREFERRED_WAIT_OVER && c->preferred_wait == PREFERRED_WAIT_RUNS;
  if (id >= engine_group_set_timer(engine, 0))
    return id == engine_group_set_timer(engine, event->subject) &&
           event->subject < c->count[OBJECT_GROUP_SET] && event->kind == EVENT_SET_DELAY_OVER;
  if (id >= engine_providers_timer(engine, 0))
    return id == engine_providers_timer(engine, event->subject) &&
           event->subject < c->count[OBJECT_GROUP] && event->kind == EVENT_PROVIDERS_TIMED_OUT;
  if (id >= engine_failback_timer(engine, 0))
    return id == engine_failback_timer(engine, event->subject) &&
           event->subject < c->count[OBJECT_GROUP] && event->kind == EVENT_FAIL_BACK_GROUP;
  if (id >= engine_exits_timer(engine, 0))
    return id == engine_exits_timer(engine, event->subject) &&
           event->subject < c->count[OBJECT_NODE] && exits_timer_is_sound(c, event);
  if (id >= engine_failover_period_timer(engine, 0))
    return id == engine_failover_period_timer(engine, event->subject) &&
           event->subject < c->count[OBJECT_GROUP] && event->kind == EVENT_FAILOVER_PERIOD_OVER;
  if (event->subject >= c->count[OBJECT_RESOURCE])
    return false;
  if (id >= engine_restart_period_timer(engine, 0))
    return id == engine_restart_period_timer(engine, event->subject) &&
           event->kind == EVENT_RESTART_PERIOD_OVER;
  return id == engine_resource_timer(engine, event->subject) &&
         resource_timer_is_sound(cluster_resource(c, event->subject), event->kind);
}

/* A fault's timer brings the fault, or what repairs it. */
static bool fault_timer_is_sound(const struct engine *engine, uint32_t fault,
                                 const struct event *event) {
  struct event repair;
  const struct event *wanted = &engine->faults[fault].event;
  if (fault >= engine->fault_count || !fault_is_sound(engine->cluster, event))
    return false;
  return (event->kind == wanted->kind && event->value == wanted->value) ||
         (engine_repair_of(wanted, &repair) && event->kind == repair.kind);
}

static bool recurs_soundly(const struct cluster *c, const struct fault *fault) {
  const struct recurrence *again = &fault->again;
  struct event repair;
  if (again->every >= AMOUNT_MAX || again->mean >= AMOUNT_MAX || again->lasts >= AMOUNT_MAX)
    return false;
  if (again->every == 0 && again->mean == 0 && again->lasts == 0)
    return true;
  return fault_is_sound(c, &fault->event) && (again->every == 0 || again->mean == 0) &&
         (again->every == 0 || again->lasts < again->every) &&
         (again->lasts == 0 || engine_repair_of(&fault->event, &repair));
}

static bool timer_is_sound(const struct engine *engine, uint32_t id) {
  const struct timer *timer = &engine->queue.timers[id];
  const struct cluster *c = engine->cluster;
  if (timer->at < engine->now || timer->at >= AMOUNT_MAX || timer->sequence >= engine->sequence)
    return false;
  if (id < c->limits.vms)
    return id < c->count[OBJECT_VM] && migration_timer_is_sound(engine, id, &timer->event);
  if (id < 2 * c->limits.vms)
    return id - c->limits.vms < c->count[OBJECT_VM] &&
           guest_timer_is_sound(engine, id - c->limits.vms, &timer->event);
  if (id >= engine_resource_timer(engine, 0))
    return policy_timer_is_sound(engine, id, &timer->event);
  if (id >= engine_fault_timer(engine, 0))
    return fault_timer_is_sound(engine, id - engine_fault_timer(engine, 0), &timer->event);
  uint32_t node = id - 2 * c->limits.vms;
  if (node >= c->count[OBJECT_NODE] || timer->event.subject != node)
    return false;
  const struct node *watched = cluster_node(c, node);
  if (node_answers(c, node))
    return timer->event.kind == EVENT_NODE_JOINED && watched->state == NODE_JOINING;
  if (watched->hung)
    return timer->event.kind == EVENT_HANG_TIMED_OUT;
  return watched->isolated ? timer->event.kind == EVENT_ISOLATION_ENDED
                           : timer->event.kind == EVENT_NODE_LOST &&
                                 (watched->state == NODE_UP || watched->state == NODE_PAUSED ||
                                  watched->state == NODE_JOINING);
}

const char *store_timers_check(const struct engine *engine) {
  for (uint32_t i = 0; i < engine->queue.count; i++)
    if (!timer_is_sound(engine, engine->queue.heap[i]))
      return "a timer is not what it can be";
  for (uint32_t i = 0; i < engine->fault_count; i++) {
    const struct fault *fault = &engine->faults[i];
    if (fault->waiting &&
        (!fault_is_sound(engine->cluster, &fault->event) || fault->delay >= AMOUNT_MAX))
      return "a fault is not what it can be";
    if (!recurs_soundly(engine->cluster, fault))
      return "a fault does not come again as one can";
  }
  return NULL;
}
