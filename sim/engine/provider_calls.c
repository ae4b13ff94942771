#include "sim/engine/provider_calls.h"
#include "model/companions.h"
#include "model/dependency.h"
#include "model/object_property.h"
#include "model/storage.h"

static const uint64_t millisecond = 1000;

uint64_t provider_calls_deadlock_timeout(const struct engine *engine, uint32_t resource) {
  return millisecond * property_number(engine->cluster,
                                       (struct property_holder){CONTROL_OBJECT_RESOURCE, resource},
                                       SCHEMA_RESOURCE_DEADLOCK_TIMEOUT);
}

struct answer {
  enum event_kind event;
  uint64_t after; /* microseconds */
};

static bool is_disk(const struct engine *engine, uint32_t resource) {
  return cluster_resource(engine->cluster, resource)->type == TYPE_PHYSICAL_DISK;
}

/* Done after its time, or failed, or never heard of again, which PendingTimeout ends (FOV-006).  A
 * DLL that takes its time reports meanwhile, so that the time-out does not concern it (FOV-005); a
 * disk's waits for the disk. */
static struct answer call(const struct engine *engine, uint32_t resource, bool online,
                          uint32_t node) {
  const struct provider *provider = &engine->providers[resource];
  bool disk = is_disk(engine, resource);
  uint64_t takes = online ? provider->online : provider->offline;
  uint64_t usual = engine->timings[online ? TIMING_ONLINE : TIMING_OFFLINE];
  uint64_t needed =
      (takes != 0 ? takes : usual) * (disk ? storage_slowness(engine->cluster, node) : 1);
  if (takes == PROVIDER_NEVER) {
    /* The lower of the two counts (mscs/resources-pendingtimeout). */
    uint64_t pending = cluster_resource(engine->cluster, resource)->pending_timeout * millisecond;
    uint64_t deadlock = provider_calls_deadlock_timeout(engine, resource);
    return (struct answer){EVENT_RESOURCE_SILENT, pending < deadlock ? pending : deadlock};
  }
  if (takes == PROVIDER_HANGS)
    return (struct answer){EVENT_RESOURCE_DEADLOCKED,
                           provider_calls_deadlock_timeout(engine, resource)};
  bool fails =
      online && (provider->failures > 0 || (disk && !storage_reached(engine->cluster, node)));
  return (struct answer){fails    ? EVENT_RESOURCE_FAILED
                         : online ? EVENT_RESOURCE_STARTED
                                  : EVENT_RESOURCE_STOPPED,
                         needed};
}

void provider_calls_make(struct engine *engine, uint32_t resource, bool online) {
  uint32_t group = cluster_resource(engine->cluster, resource)->group;
  struct answer answer =
      call(engine, resource, online, cluster_group(engine->cluster, group)->owner);
  engine_arm(engine, engine_resource_timer(engine, resource), engine->now + answer.after,
             answer.event, resource);
  if (answer.event == EVENT_RESOURCE_FAILED)
    provider_calls_count_failure(engine, resource);
}

void provider_calls_count_failure(struct engine *engine, uint32_t resource) {
  struct provider *provider = &engine->providers[resource];
  provider->failures -= provider->failures > 0;
}

/* When each member is done, where it begins after those it depends on, or, with the same sum in
 * the end, those that depend on it. */
static void add_up(const struct engine *engine, const struct group *group,
                   const uint64_t takes[RESOURCES_PER_GROUP_MAX],
                   uint64_t done[RESOURCES_PER_GROUP_MAX]) {
  for (uint32_t pass = 0; pass < group->resource_count; pass++)
    for (uint32_t i = 0; i < group->resource_count; i++) {
      uint32_t providers = dependency_providers(engine->cluster, group->resources[i]);
      uint64_t begins = 0;
      for (uint32_t j = 0; j < group->resource_count; j++)
        if (((providers >> j) & 1) != 0 && done[j] > begins)
          begins = done[j];
      done[i] = begins + takes[i];
    }
}

static uint64_t longest(const uint64_t done[RESOURCES_PER_GROUP_MAX]) {
  uint64_t most = 0;
  for (uint32_t i = 0; i < RESOURCES_PER_GROUP_MAX; i++)
    most = done[i] > most ? done[i] : most;
  return most;
}

/* What does not stop in time is terminated, and the machine takes it along all the same. */
struct provider_handover provider_calls_hand_over(const struct engine *engine, uint32_t vm) {
  const struct vm *machine = cluster_vm(engine->cluster, vm);
  const struct group *group = cluster_group(engine->cluster, machine->group);
  uint64_t stop[RESOURCES_PER_GROUP_MAX] = {0}, start[RESOURCES_PER_GROUP_MAX] = {0};
  uint64_t stopped[RESOURCES_PER_GROUP_MAX] = {0}, started[RESOURCES_PER_GROUP_MAX] = {0};
  bool fails[RESOURCES_PER_GROUP_MAX] = {false};
  uint32_t members = companions_under_way(engine->cluster, machine->group);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    if (((members >> i) & 1) == 0)
      continue;
    stop[i] = call(engine, group->resources[i], false, machine->migration.source).after;
    struct answer answer = call(engine, group->resources[i], true, machine->migration.destination);
    start[i] = answer.after;
    fails[i] = answer.event != EVENT_RESOURCE_STARTED;
  }
  add_up(engine, group, stop, stopped);
  add_up(engine, group, start, started);
  struct provider_handover handover = {longest(stopped) + longest(started), CLUSTER_NONE};
  for (uint32_t i = 0; i < group->resource_count; i++) {
    uint64_t at = longest(stopped) + started[i];
    if (fails[i] && (handover.failed == CLUSTER_NONE || at < handover.takes))
      handover = (struct provider_handover){at, group->resources[i]};
  }
  return handover;
}
