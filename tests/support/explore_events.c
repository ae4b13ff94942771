/* The events offered in every state. */
#include "model/affinity_rule.h"
#include "model/group_move.h"
#include "model/vm_migration.h"
#include "tests/support/explore.h"

static const enum event_kind of_migration[] = {
    EVENT_CANCEL_MIGRATION, EVENT_SETUP_FINISHED, EVENT_CONVERGED,     EVENT_STATE_SENT,
    EVENT_GUEST_RESUMED,    EVENT_GROUP_OWNED,    EVENT_GUEST_STARTED, EVENT_GUEST_CRASHED};

static const enum event_kind of_guest[] = {
    EVENT_RESET_MIGRATION, EVENT_COMPLETED,       EVENT_GUEST_START,   EVENT_GUEST_SAVE,
    EVENT_GUEST_SAVED,     EVENT_GUEST_SHUT_DOWN, EVENT_GUEST_STOPPED, EVENT_GUEST_TURN_OFF,
    EVENT_GUEST_PAUSE,     EVENT_GUEST_PAUSED,    EVENT_GUEST_RESUME,  EVENT_GUEST_RESUMED_RUN,
    EVENT_ONLINE_GROUP,    EVENT_OFFLINE_GROUP};

enum {
  OF_MIGRATION = sizeof of_migration / sizeof of_migration[0],
  OF_GUEST = sizeof of_guest / sizeof of_guest[0]
};

static uint32_t offer_vm_events(const struct world_shape *shape, uint32_t vm, struct event *out) {
  uint32_t count = 0;
  for (size_t i = 0; i < OF_MIGRATION; i++)
    out[count++] = (struct event){.kind = of_migration[i], .subject = vm};
  out[count++] = (struct event){.kind = EVENT_CANCEL_GROUP_OPERATION, .subject = vm};
  for (uint32_t node = 0; node < shape->nodes; node++) {
    out[count++] = (struct event){.kind = EVENT_START_MIGRATION, .subject = vm, .argument = node};
    out[count++] = (struct event){.kind = EVENT_MOVE_GROUP_LIVE, .subject = vm, .argument = node};
    out[count++] = (struct event){.kind = EVENT_MOVE_GROUP_LIVE,
                                  .subject = vm,
                                  .argument = node,
                                  .value = MOVE_QUEUE_ENABLED};
    if (shape->moves) {
      out[count++] = (struct event){.kind = EVENT_MOVE_GROUP, .subject = vm, .argument = node};
      out[count++] = (struct event){.kind = EVENT_ONLINE_GROUP_ON, .subject = vm, .argument = node};
    }
  }
  if (shape->moves) {
    out[count++] = (struct event){.kind = EVENT_MOVE_GROUP,
                                  .subject = vm,
                                  .argument = CLUSTER_NONE,
                                  .value = GROUP_MOVE_ACTION(OFFLINE_TURN_OFF)};
    out[count++] = (struct event){.kind = EVENT_GUEST_SAVED, .subject = vm};
  }
  if (shape->priorities) {
    out[count++] = (struct event){.kind = EVENT_ONLINE_GROUP, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_OFFLINE_GROUP, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_GUEST_SAVED, .subject = vm};
  }
  if (shape->storage)
    out[count++] = (struct event){.kind = EVENT_GUEST_GIVEN_UP, .subject = vm};
  if (shape->heartbeats) {
    out[count++] = (struct event){.kind = EVENT_HEARTBEAT_LOST, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_HEARTBEAT_BACK, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_APPLICATION_FAILED, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_APPLICATION_RESET, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_GUEST_STOPPED, .subject = vm};
  }
  if (shape->rule != 0) {
    out[count++] = (struct event){.kind = EVENT_ONLINE_GROUP, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_OFFLINE_GROUP, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_GUEST_SAVED, .subject = vm};
  }
  if (shape->rule == AFFINITY_RULE_SAME_NODE) {
    out[count++] = (struct event){.kind = EVENT_JOIN_AFFINITY_RULE, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_LEAVE_AFFINITY_RULE, .subject = vm};
  }
  if (shape->rule == AFFINITY_RULE_DIFFERENT_NODE) {
    out[count++] = (struct event){
        .kind = EVENT_ONLINE_GROUP, .subject = vm, .value = GROUP_ONLINE_IGNORE_AFFINITY_RULE};
    out[count++] = (struct event){.kind = EVENT_MOVE_GROUP_LIVE,
                                  .subject = vm,
                                  .argument = CLUSTER_NONE,
                                  .value = MOVE_QUEUE_ENABLED | GROUP_MOVE_IGNORE_AFFINITY_RULE};
  }
  if (shape->migrations_only)
    return count;
  for (size_t i = 0; i < OF_GUEST; i++)
    out[count++] = (struct event){.kind = of_guest[i], .subject = vm};
  out[count++] = (struct event){.kind = EVENT_REPORT_PROGRESS, .subject = vm, .argument = 50};
  out[count++] = (struct event){
      .kind = EVENT_SET_NEXT_OFFLINE_ACTION, .subject = vm, .argument = OFFLINE_TURN_OFF};
  for (uint32_t i = 2 * vm; i < 2 * vm + 2; i++) {
    out[count++] = (struct event){.kind = EVENT_ONLINE_RESOURCE, .subject = i};
    out[count++] = (struct event){.kind = EVENT_OFFLINE_RESOURCE, .subject = i};
  }
  return count;
}

static uint32_t offer_policy_events(uint32_t resource, struct event *out) {
  uint32_t count = 0;
  out[count++] = (struct event){.kind = EVENT_FAIL_RESOURCE, .subject = resource};
  out[count++] = (struct event){.kind = EVENT_RESTART_RESOURCE, .subject = resource};
  out[count++] = (struct event){.kind = EVENT_RESTART_PERIOD_OVER, .subject = resource};
  return count;
}

static uint32_t offer_resource_events(const struct world_shape *shape, struct event *out) {
  uint32_t count = 0, first = 2 * shape->vms, group = shape->vms;
  for (uint32_t i = first; i < first + shape->resources; i++) {
    out[count++] = (struct event){.kind = EVENT_ONLINE_RESOURCE, .subject = i};
    out[count++] = (struct event){.kind = EVENT_OFFLINE_RESOURCE, .subject = i};
    out[count++] = (struct event){.kind = EVENT_RESOURCE_STARTED, .subject = i};
    out[count++] = (struct event){.kind = EVENT_RESOURCE_STOPPED, .subject = i};
    out[count++] = (struct event){.kind = EVENT_RESOURCE_SILENT, .subject = i};
    if (shape->volumes)
      out[count++] = (struct event){.kind = EVENT_RESOURCE_FAILED, .subject = i};
    if (shape->policies)
      count += offer_policy_events(i, out + count);
  }
  for (uint32_t i = first; shape->rearranged && i < first + shape->resources; i++) {
    out[count++] = (struct event){.kind = EVENT_RESTART_ON_REQUEST, .subject = i};
    for (uint32_t to = 0; to <= shape->vms; to++)
      out[count++] =
          (struct event){.kind = EVENT_CHANGE_RESOURCE_GROUP, .subject = i, .argument = to};
  }
  out[count++] = (struct event){.kind = EVENT_ONLINE_GROUP, .subject = group};
  out[count++] = (struct event){.kind = EVENT_OFFLINE_GROUP, .subject = group};
  out[count++] =
      (struct event){.kind = EVENT_MOVE_GROUP, .subject = group, .argument = CLUSTER_NONE};
  for (uint32_t node = 0; node < shape->nodes; node++)
    out[count++] =
        (struct event){.kind = EVENT_ONLINE_GROUP_ON, .subject = group, .argument = node};
  return count;
}

static uint32_t offer_node_events(const struct world_shape *shape, uint32_t node,
                                  struct event *out) {
  uint32_t count = 0;
  out[count++] = (struct event){.kind = EVENT_HOST_CRASHED, .subject = node};
  out[count++] = (struct event){.kind = EVENT_NODE_LOST, .subject = node};
  out[count++] = (struct event){.kind = EVENT_NODE_LOST, .subject = node, .value = 1};
  out[count++] = (struct event){.kind = EVENT_ISOLATION_ENDED, .subject = node};
  if (shape->services) {
    out[count++] = (struct event){.kind = EVENT_SERVICE_STOPPED, .subject = node};
    out[count++] = (struct event){.kind = EVENT_SERVICE_STARTED, .subject = node};
  }
  if (shape->hangs) {
    out[count++] = (struct event){.kind = EVENT_SERVICE_HANGS, .subject = node};
    out[count++] = (struct event){.kind = EVENT_HANG_TIMED_OUT, .subject = node};
  }
  if (shape->flaps) {
    out[count++] = (struct event){.kind = EVENT_EXIT_PERIOD_OVER, .subject = node};
    out[count++] = (struct event){.kind = EVENT_QUARANTINE_ENDED, .subject = node};
    out[count++] = (struct event){.kind = EVENT_CLEAR_QUARANTINE, .subject = node};
  }
  if (shape->returns)
    out[count++] = (struct event){.kind = EVENT_HOST_RETURNED, .subject = node};
  if (shape->returns || shape->services)
    out[count++] = (struct event){.kind = EVENT_NODE_JOINED, .subject = node};
  if (shape->members) {
    out[count++] = (struct event){.kind = EVENT_EVICT_NODE, .subject = node};
    out[count++] = (struct event){.kind = EVENT_ADD_NODE, .subject = node};
  }
  if (shape->storage) {
    out[count++] = (struct event){.kind = EVENT_STORAGE_LOST, .subject = node};
    out[count++] = (struct event){.kind = EVENT_STORAGE_BACK, .subject = node};
  }
  if (shape->drains)
    out[count++] = (struct event){
        .kind = EVENT_DRAIN_NODE, .subject = node, .argument = CLUSTER_NONE, .value = 1};
  if (shape->stops)
    out[count++] =
        (struct event){.kind = EVENT_DRAIN_NODE, .subject = node, .argument = CLUSTER_NONE};
  if (shape->stops) {
    out[count++] = (struct event){.kind = EVENT_STOP_NODE, .subject = node};
    out[count++] = (struct event){.kind = EVENT_SHUTDOWN_TIMED_OUT, .subject = node};
  }
  for (uint64_t failback = 0; shape->drains && failback < 2; failback++)
    out[count++] = (struct event){.kind = EVENT_RESUME_NODE, .subject = node, .value = failback};
  if (shape->migrations_only)
    return count;
  out[count++] = (struct event){.kind = EVENT_PAUSE_NODE, .subject = node};
  out[count++] = (struct event){.kind = EVENT_RESUME_NODE, .subject = node};
  for (uint64_t taken = 0; taken < 2; taken++)
    out[count++] =
        (struct event){.kind = EVENT_TAKE_HOST_MEMORY, .subject = node, .value = taken << 30};
  return count;
}

static uint32_t offer_network_events(const struct world_shape *shape, uint32_t network,
                                     struct event *out) {
  uint32_t count = 0;
  out[count++] = (struct event){.kind = EVENT_NETWORK_DOWN, .subject = network};
  out[count++] = (struct event){.kind = EVENT_NETWORK_UP, .subject = network};
  for (uint32_t node = 0; shape->adapters && network + 1 == shape->networks && node < shape->nodes;
       node++)
    for (int up = 0; up < 2; up++)
      out[count++] = (struct event){.kind = up ? EVENT_INTERFACE_UP : EVENT_INTERFACE_DOWN,
                                    .subject = network,
                                    .argument = node};
  if (shape->migrations_only)
    return count;
  out[count++] = (struct event){.kind = EVENT_INTERFACE_DOWN, .subject = network};
  out[count++] = (struct event){.kind = EVENT_INTERFACE_UP, .subject = network};
  return count;
}

static uint32_t offer_companion_events(const struct world_shape *shape, struct event *out) {
  static const enum event_kind kinds[] = {
      EVENT_ONLINE_RESOURCE, EVENT_OFFLINE_RESOURCE, EVENT_RESOURCE_STARTED, EVENT_RESOURCE_STOPPED,
      EVENT_RESOURCE_SILENT, EVENT_RESOURCE_FAILED,  EVENT_PROVIDER_FAILED};
  uint32_t count = 0, service = 2 * shape->vms;
  for (uint32_t j = 0; j < explore_companions(shape); j++)
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
      out[count++] = (struct event){.kind = kinds[i], .subject = service + j};
  for (uint32_t add = 0; shape->companion == COMPANION_CHANGING && add < 2; add++) {
    enum event_kind kind = add ? EVENT_ADD_DEPENDENCY : EVENT_REMOVE_DEPENDENCY;
    out[count++] =
        (struct event){.kind = kind, .subject = TYPE_VIRTUAL_MACHINE, .argument = service};
    out[count++] =
        (struct event){.kind = kind, .subject = service, .argument = TYPE_VIRTUAL_MACHINE};
  }
  return count;
}

uint32_t explore_events(const struct world_shape *shape, struct event *out) {
  uint32_t count = 0;
  if (shape->balances)
    out[count++] = (struct event){.kind = EVENT_BALANCE_NODES};
  for (uint32_t vm = 0; vm < shape->vms; vm++)
    count += offer_vm_events(shape, vm, out + count);
  for (uint32_t i = 0; shape->policies && i < 2 * shape->vms; i++)
    count += offer_policy_events(i, out + count);
  for (uint32_t group = 0; shape->policies && group < shape->vms + (shape->resources > 0); group++)
    out[count++] = (struct event){.kind = EVENT_FAILOVER_PERIOD_OVER, .subject = group};
  if (shape->resources > 0)
    count += offer_resource_events(shape, out + count);
  if (shape->companion != COMPANION_NONE)
    count += offer_companion_events(shape, out + count);
  for (uint32_t i = 0; shape->deletions && i < 2 * shape->vms + shape->resources; i++)
    out[count++] = (struct event){.kind = EVENT_DELETE_RESOURCE, .subject = i};
  for (uint32_t i = 0; shape->deletions && i < shape->vms + (shape->resources > 0); i++)
    out[count++] = (struct event){.kind = EVENT_DELETE_GROUP, .subject = i};
  for (uint32_t i = 0; shape->rearranged && i < shape->vms + (shape->resources > 0); i++)
    out[count++] = (struct event){.kind = EVENT_DESTROY_GROUP, .subject = i};
  for (uint32_t i = 0; shape->rearranged && i < 2 * shape->vms; i++)
    out[count++] = (struct event){.kind = EVENT_RESTART_ON_REQUEST, .subject = i};
  for (uint32_t node = 0; node < shape->nodes; node++)
    count += offer_node_events(shape, node, out + count);
  if (shape->preferred)
    out[count++] = (struct event){.kind = EVENT_PREFERRED_WAIT_OVER};
  for (uint32_t network = 0; network < shape->networks; network++)
    count += offer_network_events(shape, network, out + count);
  return count;
}
