#include "model/group.h"
#include "model/group_move.h"
#include "model/move_queue.h"
#include "model/node_drain.h"
#include "model/resource.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

uint32_t group_machine(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  assert(group->resource_count <= RESOURCES_PER_GROUP_MAX);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    uint32_t vm = cluster_resource(cluster, group->resources[i])->vm;
    if (vm != CLUSTER_NONE)
      return vm;
  }
  return CLUSTER_NONE;
}

uint32_t group_owner_refusal(const struct cluster *cluster, uint32_t index) {
  if (cluster_group(cluster, index)->unmonitored)
    return WIN32_CLUSTER_RESOURCE_NOT_MONITORED;
  switch (cluster_node(cluster, cluster_group(cluster, index)->owner)->state) {
  case NODE_UP:
    return WIN32_SUCCESS;
  case NODE_PAUSED:
    return WIN32_SHARING_PAUSED; /* sdk-api onlineclustergroup */
  default:
    return WIN32_HOST_NODE_NOT_AVAILABLE;
  }
}

enum group_state group_state_of_members(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t machine = group_machine(cluster, index);
  uint32_t online = 0, failed = 0, pending = 0;
  for (uint32_t i = 0; i < group->resource_count; i++) {
    enum resource_state state = cluster_resource(cluster, group->resources[i])->state;
    online += state == RESOURCE_ONLINE;
    failed += state == RESOURCE_FAILED;
    pending += state == RESOURCE_ONLINE_PENDING || state == RESOURCE_OFFLINE_PENDING;
  }
  if (failed > 0)
    return GROUP_FAILED;
  /* A group that moves is Pending although its members are Offline (MIG-038, MIG-047). */
  if (pending > 0 || (machine != CLUSTER_NONE && vm_migration_in_move(cluster, machine)))
    return GROUP_PENDING;
  if (online == 0)
    return GROUP_OFFLINE;
  return online == group->resource_count ? GROUP_ONLINE : GROUP_PARTIAL_ONLINE;
}

void group_derive_state(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  enum group_state state = group_state_of_members(cluster, index);
  assert(state <= GROUP_PENDING);
  effects_change(effects, PROPERTY_GROUP_STATE, index, group->state, state);
  group->state = state;
}

void group_set_owner(struct cluster *cluster, uint32_t index, uint32_t node,
                     struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  assert(node < cluster->count[OBJECT_NODE]);
  assert(cluster_node(cluster, group->owner)->groups > 0);
  effects_change(effects, PROPERTY_GROUP_OWNER, index, group->owner, node);
  cluster_node(cluster, group->owner)->groups--;
  cluster_node(cluster, node)->groups++;
  uint32_t before = group->owner;
  group->owner = node;
  if (before != node)
    node_drain_group_left(cluster, index, before, effects);
}

bool group_create(struct cluster *cluster, const struct event *event, struct effects *effects) {
  assert(event->name != NULL);
  if (!cluster->created)
    return effects_refuse(effects, WIN32_CLUSTER_NOT_INSTALLED);
  if (object_name_check(event->name, GROUP_NAME_UNITS_MAX) != NULL)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (cluster_find(cluster, OBJECT_GROUP, event->name) != CLUSTER_NONE)
    return effects_refuse(effects, WIN32_OBJECT_ALREADY_EXISTS);
  if (cluster_node(cluster, event->subject)->state != NODE_UP)
    return effects_refuse(effects, WIN32_HOST_NODE_NOT_AVAILABLE);
  uint32_t index = cluster_add(cluster, OBJECT_GROUP, event->name);
  if (index == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  *cluster_group(cluster, index) = (struct group){
      .type = event->argument == GROUP_TYPE_VIRTUAL_MACHINE ? GROUP_TYPE_VIRTUAL_MACHINE
                                                            : GROUP_TYPE_UNKNOWN,
      .owner = event->subject,
      .state = GROUP_OFFLINE,
      .move_destination = CLUSTER_NONE,
      .moving_to = CLUSTER_NONE,
      .drained_from = CLUSTER_NONE,
  };
  cluster_node(cluster, event->subject)->groups++;
  effects->created_kind = OBJECT_GROUP;
  effects->created = index;
  return true;
}

/* The resource whose request brings the whole group along: online, the machine's (its configuration
 * comes first by itself); offline, the configuration's (its machine goes first). */
static uint32_t leading_resource(const struct cluster *cluster, uint32_t group, bool online) {
  uint32_t machine = group_machine(cluster, group);
  if (machine == CLUSTER_NONE)
    return CLUSTER_NONE;
  const struct vm *vm = cluster_vm(cluster, machine);
  uint32_t first = online ? vm->resource : vm->configuration;
  return first != CLUSTER_NONE ? first : online ? vm->configuration : vm->resource;
}

bool group_bring_online(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  const struct group *group = cluster_group(cluster, event->subject);
  uint32_t status = group_owner_refusal(cluster, event->subject);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  if (group->state == GROUP_PENDING)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  uint32_t resource = leading_resource(cluster, event->subject, true);
  if (resource == CLUSTER_NONE)
    return true;
  if (cluster_resource(cluster, resource)->state != RESOURCE_ONLINE)
    effects->status = WIN32_IO_PENDING;
  effects_follow_up(effects, EVENT_ONLINE_RESOURCE, resource, 0);
  return true;
}

bool group_take_offline(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  const struct group *group = cluster_group(cluster, event->subject);
  uint32_t machine = group_machine(cluster, event->subject);
  if (group->unmonitored)
    return effects_refuse(effects, WIN32_CLUSTER_RESOURCE_NOT_MONITORED);
  if (group->state == GROUP_PENDING)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (machine == CLUSTER_NONE)
    return true;
  uint32_t resource = cluster_vm(cluster, machine)->resource;
  bool stops =
      resource != CLUSTER_NONE && cluster_resource(cluster, resource)->state != RESOURCE_OFFLINE;
  if (stops && !virtual_machine_can_go_offline(cluster, machine, 0))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (stops)
    effects->status = WIN32_IO_PENDING;
  effects_follow_up(effects, EVENT_OFFLINE_RESOURCE,
                    leading_resource(cluster, event->subject, false), 0);
  return true;
}

/* Placement after a node failure without preferred owners: nodes that are Up and hold the machine's
 * memory, then nodes that are Up (the machine fails there), then paused ones (it stays offline
 * there: MS-CMRP ApiPauseNode); among equals the fewest groups, then the lowest ID. */
static uint32_t place(const struct cluster *cluster, uint64_t needed) {
  uint32_t best = CLUSTER_NONE, best_rank = 0;
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++) {
    const struct node *node = cluster_node(cluster, i);
    uint32_t rank = node->state == NODE_PAUSED                          ? 1
                    : node->state != NODE_UP                            ? 0
                    : virtual_machine_free_memory(cluster, i) >= needed ? 3
                                                                        : 2;
    bool better = rank > best_rank || (rank == best_rank && rank > 0 &&
                                       node->groups < cluster_node(cluster, best)->groups);
    if (better) {
      best = i;
      best_rank = rank;
    }
  }
  return best;
}

uint32_t group_best_node(const struct cluster *cluster, uint32_t index) {
  uint32_t machine = group_machine(cluster, index), owner = cluster_group(cluster, index)->owner;
  uint64_t needed = machine == CLUSTER_NONE ? 0 : cluster_vm(cluster, machine)->memory;
  uint32_t best = CLUSTER_NONE, best_rank = 0, best_load = 0;
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++) {
    const struct node *node = cluster_node(cluster, i);
    if (i == owner || node->state != NODE_UP)
      continue;
    uint32_t rank = (virtual_machine_free_memory(cluster, i) >= needed ? 3u : 1u) +
                    (vm_migration_slot_free(cluster, i) ? 1u : 0u);
    uint32_t load = node->groups + node->arriving;
    if (rank > best_rank || (rank == best_rank && load < best_load)) {
      best = i;
      best_rank = rank;
      best_load = load;
    }
  }
  return best;
}

void group_restore(const struct cluster *cluster, uint32_t index, struct effects *effects) {
  uint32_t machine = group_machine(cluster, index);
  if (machine == CLUSTER_NONE)
    return;
  const struct vm *vm = cluster_vm(cluster, machine);
  const uint32_t in_order[] = {vm->resource, vm->configuration};
  for (size_t i = 0; i < 2; i++)
    if (in_order[i] != CLUSTER_NONE && cluster_resource(cluster, in_order[i])->persistent_online) {
      effects_follow_up(effects, EVENT_ONLINE_RESOURCE, in_order[i], 0);
      return;
    }
}

/* Whether its machine was online, or on its way there, when nobody said otherwise. */
static bool is_meant_to_be_online(const struct cluster *cluster, uint32_t index) {
  const struct vm *vm = cluster_vm(cluster, group_machine(cluster, index));
  return vm->resource != CLUSTER_NONE && cluster_resource(cluster, vm->resource)->persistent_online;
}

uint64_t group_status_information(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  return (group->move_order != 0 ? GROUP_WAITING_IN_QUEUE_FOR_MOVE : 0u) |
         (group->unmonitored ? GROUP_UNMONITORED : 0u);
}

static void set_unmonitored(struct cluster *cluster, uint32_t index, bool unmonitored,
                            struct effects *effects) {
  uint64_t before = group_status_information(cluster, index);
  cluster_group(cluster, index)->unmonitored = unmonitored;
  effects_change(effects, PROPERTY_GROUP_STATUS_INFORMATION, index, before,
                 group_status_information(cluster, index));
}

void group_lose_monitor(struct cluster *cluster, uint32_t index, struct effects *effects) {
  assert(group_machine(cluster, index) != CLUSTER_NONE);
  node_drain_group_stays(cluster, index, effects); /* whoever drained it is gone */
  move_queue_leave(cluster, index, effects);
  group_move_send(cluster, index, CLUSTER_NONE, effects);
  set_unmonitored(cluster, index, true, effects);
}

void group_regain_monitor(struct cluster *cluster, uint32_t index, struct effects *effects) {
  uint32_t machine = group_machine(cluster, index);
  set_unmonitored(cluster, index, false, effects);
  if (machine == CLUSTER_NONE)
    return;
  virtual_machine_find_again(cluster, machine, effects);
  if (virtual_machine_has_partition(cluster_vm(cluster, machine)->state))
    return;
  /* A paused node brings nothing online: another one does, where there is one. */
  uint32_t best = group_best_node(cluster, index);
  if (cluster_node(cluster, cluster_group(cluster, index)->owner)->state == NODE_PAUSED &&
      best != CLUSTER_NONE && is_meant_to_be_online(cluster, index))
    group_move_hand_over(cluster, index, best, effects);
  group_restore(cluster, index, effects);
}

void group_fail_over(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t machine = group_machine(cluster, index);
  assert(cluster_node(cluster, group->owner)->state == NODE_DOWN);
  node_drain_group_stays(cluster, index, effects); /* whoever drained it is gone */
  set_unmonitored(cluster, index, false, effects);
  group_move_send(cluster, index, CLUSTER_NONE, effects);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (resource_can(cluster, group->resources[i], RESOURCE_TRIGGER_OWNER_LOST))
      resource_move_to(cluster, group->resources[i], RESOURCE_TRIGGER_OWNER_LOST, effects);
  /* Never two copies: where the old host still runs it, it ends there first (Q-R5, inferred). */
  if (machine != CLUSTER_NONE && virtual_machine_has_partition(cluster_vm(cluster, machine)->state))
    virtual_machine_vanish(cluster, machine, EVENT_GUEST_CRASHED, effects);
  uint32_t target =
      place(cluster, machine == CLUSTER_NONE ? 0 : cluster_vm(cluster, machine)->memory);
  if (target == CLUSTER_NONE)
    return; /* no node is left */
  group_set_owner(cluster, index, target, effects);
  move_queue_leave(cluster, index, effects); /* the move was the lost owner's */
  if (machine == CLUSTER_NONE)
    return;
  virtual_machine_register_on(cluster, machine, target, effects);
  vm_migration_lose_owner(cluster, machine, effects);
  group_restore(cluster, index, effects);
}
