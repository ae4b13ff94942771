#include "sim/engine/resource_timers.h"
#include "model/object_property.h"
#include "sim/engine/provider_calls.h"

static const uint64_t millisecond = 1000, second = 1000000, hour = UINT64_C(3600) * 1000000;

static void wait_for(struct engine *engine, uint32_t resource, uint64_t delay,
                     enum event_kind kind) {
  assert(resource < engine->cluster->count[OBJECT_RESOURCE]);
  engine_arm(engine, engine_resource_timer(engine, resource), engine->now + delay, kind, resource);
}

/* Polls come at whole multiples of their interval, so that none has to be queued: LooksAlive
 * notices and IsAlive confirms at once, or notices itself (FOV-001, FOV-002).  The first one to
 * find something is the last one: a poll that hangs finds no death.  A DLL that gave an event
 * handle signals a death itself, and its LooksAlive is not called (FOV-003). */
static void wait_for_poll(struct engine *engine, uint32_t resource, uint64_t then,
                          enum event_kind kind) {
  uint64_t looks = engine_looks_alive_interval(engine, resource);
  uint64_t is = engine_is_alive_interval(engine, resource);
  uint64_t next_look = looks == 0 ? 0 : looks - engine->now % looks;
  uint64_t next = is == 0 ? 0 : is - engine->now % is;
  uint64_t poll = next_look < next ? next_look : next;
  if (engine->providers[resource].event_handle)
    poll = kind == EVENT_RESOURCE_FAILED ? 0 : next;
  if (!event_queue_armed(&engine->queue, engine_resource_timer(engine, resource)))
    wait_for(engine, resource, poll + then, kind);
}

/* Now, inside the failback window, or when it begins next; a world begins at midnight.  A window
 * goes to the hour that ends it, over midnight where that is the smaller one; of one hour it is
 * that hour (docs/fidelity.md "failback-window"). */
static uint64_t failback_time(const struct engine *engine, const struct group *group) {
  uint64_t today = engine->now / hour / 24 * 24, now = engine->now / hour % 24;
  uint64_t start = group->failback_start, end = group->failback_end;
  assert(start < 24 && end < 24);
  bool inside = start == end  ? now == start
                : start < end ? now >= start && now < end
                              : now >= start || now < end;
  if (inside)
    return engine->now;
  return (today + start + (start <= now ? 24 : 0)) * hour;
}

static void carry_out_for_group(struct engine *engine, const struct order *order) {
  const struct cluster *cluster = engine->cluster;
  uint32_t subject = order->subject;
  switch (order->kind) {
  case ORDER_BEGIN_FAILOVER_PERIOD:
    engine_arm(engine, engine_failover_period_timer(engine, subject),
               engine->now + cluster_group(cluster, subject)->failover_period * hour,
               EVENT_FAILOVER_PERIOD_OVER, subject);
    return;
  case ORDER_AWAIT_FAILBACK:
    engine_arm(engine, engine_failback_timer(engine, subject),
               failback_time(engine, cluster_group(cluster, subject)), EVENT_FAIL_BACK_GROUP,
               subject);
    return;
  case ORDER_AWAIT_PROVIDERS:
    engine_arm(engine, engine_providers_timer(engine, subject),
               engine->now + second * property_number_of_cluster(
                                          cluster, SCHEMA_CLUSTER_GROUP_DEPENDENCY_TIMEOUT),
               EVENT_PROVIDERS_TIMED_OUT, subject);
    return;
  case ORDER_FORGET_PROVIDERS:
    event_queue_cancel(&engine->queue, engine_providers_timer(engine, subject));
    return;
  case ORDER_AWAIT_PREFERRED:
    engine_arm(engine, engine_preferred_timer(engine),
               engine->now + second * property_number_of_cluster(
                                          cluster, SCHEMA_CLUSTER_CLUSTER_GROUP_WAIT_DELAY),
               EVENT_PREFERRED_WAIT_OVER, 0);
    return;
  case ORDER_FORGET_PREFERRED:
    event_queue_cancel(&engine->queue, engine_preferred_timer(engine));
    return;
  case ORDER_AWAIT_SET_DELAY:
    engine_arm(engine, engine_group_set_timer(engine, subject),
               engine->now + second * cluster_group_set(cluster, subject)->startup_delay,
               EVENT_SET_DELAY_OVER, subject);
    return;
  case ORDER_FORGET_SET_DELAY:
    event_queue_cancel(&engine->queue, engine_group_set_timer(engine, subject));
    return;
  case ORDER_REMOVE_GROUP:
    event_queue_cancel(&engine->queue, engine_providers_timer(engine, subject));
    event_queue_cancel(&engine->queue, engine_failback_timer(engine, subject));
    event_queue_cancel(&engine->queue, engine_failover_period_timer(engine, subject));
    return;
  default:
    assert(false && "an order about a resource, a group or a set");
  }
}

void resource_timers_carry_out(struct engine *engine, const struct order *order) {
  const struct cluster *cluster = engine->cluster;
  uint32_t subject = order->subject;
  switch (order->kind) {
  case ORDER_CALL_ONLINE:
  case ORDER_CALL_OFFLINE:
    provider_calls_make(engine, subject, order->kind == ORDER_CALL_ONLINE);
    return;
  case ORDER_AWAIT_POLL:
    wait_for_poll(engine, subject, 0, EVENT_RESOURCE_FAILED);
    return;
  case ORDER_AWAIT_DEADLOCK:
    wait_for_poll(engine, subject, provider_calls_deadlock_timeout(engine, subject),
                  EVENT_RESOURCE_DEADLOCKED);
    return;
  case ORDER_AWAIT_RESTART:
    wait_for(engine, subject, cluster_resource(cluster, subject)->restart_delay * millisecond,
             EVENT_RESTART_RESOURCE);
    return;
  case ORDER_AWAIT_RETRY:
    wait_for(engine, subject, cluster_resource(cluster, subject)->retry_period * millisecond,
             EVENT_RESTART_RESOURCE);
    return;
  case ORDER_FORGET_RESOURCE:
    event_queue_cancel(&engine->queue, engine_resource_timer(engine, subject));
    return;
  case ORDER_BEGIN_RESTART_PERIOD:
    engine_arm(engine, engine_restart_period_timer(engine, subject),
               engine->now + cluster_resource(cluster, subject)->restart_period * millisecond,
               EVENT_RESTART_PERIOD_OVER, subject);
    return;
  case ORDER_REMOVE_RESOURCE:
    event_queue_cancel(&engine->queue, engine_resource_timer(engine, subject));
    event_queue_cancel(&engine->queue, engine_restart_period_timer(engine, subject));
    engine->providers[subject] = (struct provider){0};
    return;
  default:
    carry_out_for_group(engine, order);
  }
}

static uint64_t left(const struct engine *engine, uint32_t timer, bool runs, uint64_t all) {
  return runs && event_queue_armed(&engine->queue, timer)
             ? engine->queue.timers[timer].at - engine->now
             : all;
}

uint64_t engine_restart_period_left(const struct engine *engine, uint32_t index) {
  const struct resource *resource = cluster_resource(engine->cluster, index);
  return left(engine, engine_restart_period_timer(engine, index), resource->failures > 0,
              resource->restart_period * millisecond);
}

uint64_t engine_failover_period_left(const struct engine *engine, uint32_t index) {
  const struct group *group = cluster_group(engine->cluster, index);
  return left(engine, engine_failover_period_timer(engine, index), group->failovers > 0,
              group->failover_period * hour);
}
