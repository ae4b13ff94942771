/* Which timer is whose. */
#include "sim/engine/engine.h"

uint32_t engine_migration_timer(uint32_t vm) {
  return vm;
}

uint32_t engine_guest_timer(const struct engine *engine, uint32_t vm) {
  return engine->cluster->limits.vms + vm;
}

uint32_t engine_watch_timer(const struct engine *engine, uint32_t node) {
  return 2 * engine->cluster->limits.vms + node;
}

uint32_t engine_resource_timer(const struct engine *engine, uint32_t resource) {
  return engine_fault_timer(engine, 0) + FAULTS_MAX + resource;
}

uint32_t engine_restart_period_timer(const struct engine *engine, uint32_t resource) {
  return engine_resource_timer(engine, engine->cluster->limits.resources) + resource;
}

uint32_t engine_failover_period_timer(const struct engine *engine, uint32_t group) {
  return engine_restart_period_timer(engine, engine->cluster->limits.resources) + group;
}

uint32_t engine_exits_timer(const struct engine *engine, uint32_t node) {
  return engine_failover_period_timer(engine, engine->cluster->limits.groups) + node;
}

uint32_t engine_failback_timer(const struct engine *engine, uint32_t group) {
  return engine_exits_timer(engine, engine->cluster->limits.nodes) + group;
}

uint32_t engine_providers_timer(const struct engine *engine, uint32_t group) {
  return engine_failback_timer(engine, engine->cluster->limits.groups) + group;
}

uint32_t engine_group_set_timer(const struct engine *engine, uint32_t set) {
  return engine_providers_timer(engine, engine->cluster->limits.groups) + set;
}

uint32_t engine_preferred_timer(const struct engine *engine) {
  return engine_group_set_timer(engine, engine->cluster->limits.group_sets);
}

uint32_t engine_balance_timer(const struct engine *engine) {
  return engine_preferred_timer(engine) + 1;
}

uint32_t engine_shutdown_timer(const struct engine *engine, uint32_t node) {
  return engine_balance_timer(engine) + 1 + node;
}

void engine_arm(struct engine *engine, uint32_t timer, uint64_t at, enum event_kind kind,
                uint32_t subject) {
  assert(at >= engine->now);
  event_queue_arm(&engine->queue, timer, at, engine->sequence++,
                  &(struct event){.kind = kind, .subject = subject});
}
