#include "model/group.h"
#include "model/affinity_rule.h"
#include "model/anti_affinity.h"
#include "model/cold_start.h"
#include "model/failure_policy.h"
#include "model/group_move.h"
#include "model/group_set.h"
#include "model/group_work.h"
#include "model/locked_mode.h"
#include "model/move_queue.h"
#include "model/node.h"
#include "model/node_drain.h"
#include "model/placement.h"
#include "model/preemption.h"
#include "model/resource.h"
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

bool group_migrates(const struct cluster *cluster, uint32_t index) {
  uint32_t machine = group_machine(cluster, index);
  return machine != CLUSTER_NONE &&
         vm_migration_active(cluster_vm(cluster, machine)->migration.phase);
}

bool group_changes_hosts(const struct cluster *cluster, uint32_t index) {
  uint32_t machine = group_machine(cluster, index);
  return machine != CLUSTER_NONE && vm_migration_in_move(cluster, machine);
}

uint32_t group_tier(const struct cluster *cluster, uint32_t index) {
  return (PRIORITY_HIGH - cluster_group(cluster, index)->priority) / PRIORITY_LOW;
}

/* Whether a node brings anything online (sdk-api onlineclustergroup). */
static uint32_t node_refusal(const struct cluster *cluster, uint32_t node) {
  switch (cluster_node(cluster, node)->state) {
  case NODE_UP:
    return WIN32_SUCCESS;
  case NODE_PAUSED:
    return WIN32_SHARING_PAUSED;
  default:
    return WIN32_HOST_NODE_NOT_AVAILABLE;
  }
}

uint32_t group_owner_refusal(const struct cluster *cluster, uint32_t index) {
  return cluster_group(cluster, index)->unmonitored
             ? (uint32_t)WIN32_CLUSTER_RESOURCE_NOT_MONITORED
             : node_refusal(cluster, cluster_group(cluster, index)->owner);
}

uint32_t group_unattended(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  if (group->unmonitored)
    return WIN32_CLUSTER_RESOURCE_NOT_MONITORED;
  return node_takes_part(cluster, group->owner) ? (uint32_t)WIN32_SUCCESS
                                                : (uint32_t)WIN32_HOST_NODE_NOT_AVAILABLE;
}

enum group_state group_state_of_members(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t machine = group_machine(cluster, index);
  uint32_t online = 0, failed = 0, pending = 0;
  for (uint32_t i = 0; i < group->resource_count; i++) {
    enum resource_state state =
        resource_state_shown(cluster_resource(cluster, group->resources[i]));
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
  bool changes = group->state != state;
  if (changes && state == GROUP_ONLINE) /* the move went well */
    group_move_return_to(cluster, index, CLUSTER_NONE, effects);
  group->state = state;
  if (changes && group->set != CLUSTER_NONE)
    group_set_review(cluster, group->set, effects);
  if (changes)
    anti_affinity_changed(cluster, effects);
  if (changes && group->move_order != 0) /* its machine may have stopped */
    move_queue_wake(cluster, effects);
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
  if (node_takes_part(cluster, node)) /* else it still has nobody */
    (void)cold_start_take_group(cluster, index, effects);
  if (before == node)
    return;
  failure_policy_new_owner(cluster, index, effects);
  node_drain_group_left(cluster, index, before, effects);
  affinity_rule_call_along(cluster, index, effects);
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
      .return_to = CLUSTER_NONE,
      .preemptor = CLUSTER_NONE,
      .drained_from = CLUSTER_NONE,
      .set = CLUSTER_NONE,
      .priority = PRIORITY_MEDIUM,      /* GRP-002 */
      .failover_threshold = UINT32_MAX, /* FOV-021 */
      .failover_period = 6,             /* FOV-022 */
      .failback_start = UINT32_MAX,     /* FOV-029 */
      .failback_end = UINT32_MAX,
  };
  cluster_node(cluster, event->subject)->groups++;
  effects->created_kind = OBJECT_GROUP;
  effects->created = index;
  return true;
}

/* A failed member beside a machine that moves hides that the group is Pending. */
static bool is_in_motion(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  return group->state == GROUP_PENDING || group->moving_to != CLUSTER_NONE ||
         group_changes_hosts(cluster, index);
}

/* PLC-011: what is online already stays so. */
static uint32_t rule_refusal(const struct cluster *cluster, const struct event *event,
                             uint32_t node) {
  bool ignored = (event->value & GROUP_ONLINE_IGNORE_AFFINITY_RULE) != 0;
  return group_move_runs_nothing(cluster, event->subject)
             ? affinity_rule_refusal(cluster, event->subject, node, ignored)
             : (uint32_t)WIN32_SUCCESS;
}

static void begin_online(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  uint32_t index = event->subject;
  const struct group *group = cluster_group(cluster, index);
  affinity_rule_ignore(cluster, index, (event->value & GROUP_ONLINE_IGNORE_AFFINITY_RULE) != 0,
                       effects);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    if (!resource_can_be_online(cluster, group->resources[i]))
      continue;
    resource_set_persistent(cluster, group->resources[i], true, effects);
    failure_policy_begin_anew(cluster, group->resources[i], effects);
    if (resource_takes_time(cluster, group->resources[i], true))
      effects->status = WIN32_IO_PENDING;
  }
  group_work_restore(cluster, index, effects);
}

bool group_bring_online(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  const struct group *group = cluster_group(cluster, event->subject);
  uint32_t status = group_owner_refusal(cluster, event->subject);
  if (status == WIN32_SUCCESS && !placement_possible(cluster, event->subject, group->owner))
    status = WIN32_HOST_NODE_NOT_AVAILABLE; /* PLC-004, STA-016 */
  if (status == WIN32_SUCCESS && is_in_motion(cluster, event->subject))
    status = WIN32_INVALID_STATE;
  if (status == WIN32_SUCCESS)
    status = rule_refusal(cluster, event, group->owner);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  if (!locked_mode_refuses(cluster, event->subject, UINT32_MAX, LOCKED_ONLINE, event->value,
                           effects))
    begin_online(cluster, event, effects);
  return true;
}

/* STA-017.  What is up elsewhere stays there: docs/fidelity.md "online-on". */
bool group_bring_online_on(struct cluster *cluster, const struct event *event,
                           struct effects *effects) {
  const struct group *group = cluster_group(cluster, event->subject);
  uint32_t node = event->argument;
  if (node >= cluster->count[OBJECT_NODE])
    return effects_refuse(effects, WIN32_CLUSTER_NODE_NOT_FOUND);
  if (node == group->owner)
    return group_bring_online(cluster, event, effects);
  uint32_t status = group_unattended(cluster, event->subject);
  if (status == WIN32_SUCCESS)
    status = node_refusal(cluster, node);
  if (status == WIN32_SUCCESS && !placement_possible(cluster, event->subject, node))
    status = WIN32_HOST_NODE_NOT_AVAILABLE;
  if (status == WIN32_SUCCESS &&
      (!group_move_runs_nothing(cluster, event->subject) || group->moving_to != CLUSTER_NONE ||
       group->move_order != 0 || group->draining))
    status = WIN32_INVALID_STATE;
  if (status == WIN32_SUCCESS)
    status = rule_refusal(cluster, event, node);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  if (locked_mode_refuses(cluster, event->subject, UINT32_MAX, LOCKED_ONLINE, event->value,
                          effects))
    return true;
  effects_log(effects, LOG_ID_GROUP_MOVES, event->subject, group->owner, node);
  group_move_hand_over(cluster, event->subject, node, effects);
  begin_online(cluster, event, effects);
  return true;
}

/* It has not begun: what it waited for is not wanted any more. */
static void stop_waiting(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  assert(group->waits_for_set);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (resource_can_be_online(cluster, group->resources[i]))
      resource_set_persistent(cluster, group->resources[i], false, effects);
  group_work_forget(cluster, index, effects);
}

bool group_take_offline(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  const struct group *group = cluster_group(cluster, event->subject);
  if (group->unmonitored)
    return effects_refuse(effects, WIN32_CLUSTER_RESOURCE_NOT_MONITORED);
  if (group->waits_for_set && group->moving_to == CLUSTER_NONE) {
    stop_waiting(cluster, event->subject, effects);
    return true;
  }
  if (is_in_motion(cluster, event->subject))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (!resource_can_stop(cluster, group->resources[i]))
      return effects_refuse(effects, WIN32_INVALID_STATE);
  if (locked_mode_refuses(cluster, event->subject, UINT32_MAX, LOCKED_OFFLINE, event->value,
                          effects))
    return true;
  anti_affinity_forget(cluster, event->subject, effects);
  affinity_rule_ignore(cluster, event->subject, false, effects);
  preemption_forget(cluster, event->subject, effects);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    if (!resource_can_be_online(cluster, group->resources[i]))
      continue;
    resource_set_persistent(cluster, group->resources[i], false, effects);
    if (resource_takes_time(cluster, group->resources[i], false))
      effects->status = WIN32_IO_PENDING;
    if (cluster_resource(cluster, group->resources[i])->state == RESOURCE_FAILED)
      resource_offline_now(cluster, group->resources[i], effects);
  }
  group_work_offline_all(cluster, event->subject, effects);
  return true;
}

/* What the group has of its machine. */
static uint64_t status_of_machine(const struct cluster *cluster, uint32_t index) {
  uint32_t machine = group_machine(cluster, index);
  if (machine == CLUSTER_NONE)
    return 0;
  const struct vm *vm = cluster_vm(cluster, machine);
  return (vm->application_failed ? GROUP_EMBEDDED_FAILURE : 0u) |
         (vm->adapter_lost ? GROUP_NETWORK_FAILURE : 0u);
}

uint64_t group_status_information(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  return (locked_mode_of_group(cluster, index) ? GROUP_LOCKED_MODE : 0u) |
         (group->preempted ? GROUP_PREEMPTED : 0u) |
         (group->move_order != 0 ? GROUP_WAITING_IN_QUEUE_FOR_MOVE : 0u) |
         (group->unmonitored ? GROUP_UNMONITORED : 0u) | status_of_machine(cluster, index) |
         (group->kept_apart ? GROUP_OFFLINE_DUE_TO_ANTIAFFINITY_CONFLICT : 0u) |
         (group->waits_for_set ? GROUP_WAITING_FOR_DEPENDENCIES : 0u);
}

void group_change_status(struct cluster *cluster, uint32_t index, bool *flag, bool value,
                         struct effects *effects) {
  uint64_t before = group_status_information(cluster, index);
  assert(flag != NULL);
  *flag = value;
  effects_change(effects, PROPERTY_GROUP_STATUS_INFORMATION, index, before,
                 group_status_information(cluster, index));
}
