#include "model/step.h"
#include "model/affinity_rule.h"
#include "model/application_monitoring.h"
#include "model/balancer.h"
#include "model/checkpoint.h"
#include "model/cold_start.h"
#include "model/companions.h"
#include "model/deletion.h"
#include "model/dependency.h"
#include "model/eviction.h"
#include "model/failback.h"
#include "model/failure_policy.h"
#include "model/fault_domain.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/group_set.h"
#include "model/group_work.h"
#include "model/guest_heartbeat.h"
#include "model/invariant.h"
#include "model/locked_mode.h"
#include "model/maintenance_mode.h"
#include "model/membership.h"
#include "model/move_queue.h"
#include "model/network.h"
#include "model/node.h"
#include "model/node_drain.h"
#include "model/owner_list.h"
#include "model/preemption.h"
#include "model/property_setting.h"
#include "model/protected_network.h"
#include "model/quarantine.h"
#include "model/registry.h"
#include "model/regrouping.h"
#include "model/renaming.h"
#include "model/resource.h"
#include "model/resource_health.h"
#include "model/resource_restart.h"
#include "model/service_hang.h"
#include "model/shared_volume.h"
#include "model/storage.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

typedef bool handler(struct cluster *cluster, const struct event *event, struct effects *effects);

static bool cluster_choose(struct cluster *cluster, const struct event *event,
                           struct effects *effects) {
  assert(event->kind == EVENT_SET_SWITCH);
  if (event->argument >= SWITCH_COUNT || event->value > 1)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  uint8_t before = cluster->switches[event->argument];
  cluster->switches[event->argument] = (uint8_t)event->value;
  effects_change(effects, PROPERTY_CLUSTER_SWITCH, event->argument, before, event->value);
  return true;
}

static const struct {
  const char *name;
  enum object_kind subject;
  handler *handler;
} events[] = {
#define EVENT(name, subject, handler) {#name, OBJECT_##subject, handler},
#include "model/event.def"
#undef EVENT
};

static const struct {
  const char *name;
  enum object_kind owner;
} properties[] = {
#define PROPERTY(id, kind, name, form) {name, OBJECT_##kind},
#include "model/property.def"
#undef PROPERTY
};

bool model_step(struct cluster *cluster, const struct event *event, struct effects *effects) {
  assert(cluster != NULL && event != NULL && effects != NULL);
  assert((unsigned)event->kind < EVENT_KIND_COUNT);
  effects->status = WIN32_SUCCESS;
  effects->created_kind = OBJECT_KIND_COUNT;
  effects->created = CLUSTER_NONE;
  effects->migration_row = 0;
  effects->change_count = effects->order_count = effects->follow_up_count = effects->log_count = 0;
  enum object_kind subject = events[event->kind].subject;
  assert(subject == OBJECT_CLUSTER || event->subject < cluster->count[subject]);
  uint32_t gone = deletion_refusal(cluster, subject, event->subject);
  bool legal = gone == WIN32_SUCCESS ? events[event->kind].handler(cluster, event, effects)
                                     : effects_refuse(effects, gone);
  if (legal)
    invariant_check_step(cluster, effects);
  else
    assert(effects->change_count == 0 && effects->order_count == 0 &&
           effects->follow_up_count == 0);
  return legal;
}

const char *event_name(enum event_kind kind) {
  assert((unsigned)kind < EVENT_KIND_COUNT);
  return events[kind].name;
}

enum object_kind event_subject(enum event_kind kind) {
  assert((unsigned)kind < EVENT_KIND_COUNT);
  return events[kind].subject;
}

const char *property_name(enum property property) {
  assert((unsigned)property < PROPERTY_COUNT);
  return properties[property].name;
}

enum object_kind property_owner(enum property property) {
  assert((unsigned)property < PROPERTY_COUNT);
  return properties[property].owner;
}

const char *order_name(enum order_kind kind) {
  static const char *const names[] = {
#define ORDER(name, subject) #name,
#include "model/order.def"
#undef ORDER
  };
  assert((unsigned)kind < ORDER_KIND_COUNT);
  return names[kind];
}

bool effects_refuse(struct effects *effects, uint32_t status) {
  assert(effects != NULL && effects->change_count == 0);
  assert(status != WIN32_SUCCESS);
  effects->status = status;
  return false;
}

void effects_change(struct effects *effects, enum property property, uint32_t subject,
                    uint64_t before, uint64_t after) {
  assert(effects->change_count < CHANGES_MAX);
  assert((unsigned)property < PROPERTY_COUNT);
  effects_change_of(effects, property, subject, 0, before, after);
}

void effects_change_of(struct effects *effects, enum property property, uint32_t subject,
                       uint32_t which, uint64_t before, uint64_t after) {
  assert(effects->change_count < CHANGES_MAX);
  if (before != after)
    effects->changes[effects->change_count++] = (struct change){
        .property = property, .subject = subject, .which = which, .before = before, .after = after};
}

void effects_log(struct effects *effects, enum log_id id, uint32_t subject, uint32_t from,
                 uint32_t to) {
  assert(effects->log_count < LOGS_MAX);
  assert((unsigned)id < LOG_ID_COUNT);
  effects->logs[effects->log_count++] = (struct logged){
      .id = id, .subject = subject, .from = from, .to = to, .after_changes = effects->change_count};
}

void effects_order(struct effects *effects, enum order_kind kind, uint32_t subject) {
  assert(effects->order_count < ORDERS_MAX);
  assert((unsigned)kind < ORDER_KIND_COUNT);
  effects->orders[effects->order_count++] = (struct order){.kind = kind, .subject = subject};
}

void effects_follow_up(struct effects *effects, enum event_kind kind, uint32_t subject,
                       uint32_t argument) {
  effects_follow_up_with(effects, kind, subject, argument, 0);
}

void effects_follow_up_with(struct effects *effects, enum event_kind kind, uint32_t subject,
                            uint32_t argument, uint64_t value) {
  assert(effects->follow_up_count < FOLLOW_UPS_MAX);
  assert((unsigned)kind < EVENT_KIND_COUNT);
  effects->follow_ups[effects->follow_up_count++] =
      (struct event){.kind = kind, .subject = subject, .argument = argument, .value = value};
}
