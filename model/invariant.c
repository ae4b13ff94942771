#include "model/invariant.h"
#include "model/cold_start.h"
#include "model/dependency.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/group_set.h"
#include "model/group_work.h"
#include "model/maintenance_mode.h"
#include "model/move_queue.h"
#include "model/node.h"
#include "model/protected_network.h"
#include "model/resource.h"
#include "model/storage.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"
#include <string.h>

static bool stands_still(const struct vm *vm) {
  return vm_migration_stands_still(vm->migration.phase);
}

static bool runs_on_one_host(const struct cluster *cluster, uint32_t index) {
  uint64_t executing = cluster_vm(cluster, index)->executing;
  return (executing & (executing - 1)) == 0;
}

static bool runs_when_enabled(const struct cluster *cluster, uint32_t index) {
  const struct vm *vm = cluster_vm(cluster, index);
  bool must = (vm->state == VM_ENABLED || vm->state == VM_PAUSED) && !stands_still(vm);
  bool must_not = !virtual_machine_has_partition(vm->state) || stands_still(vm);
  return must ? vm->executing != 0 : !must_not || vm->executing == 0;
}

static bool owner_executes(const struct cluster *cluster, uint32_t index) {
  const struct vm *vm = cluster_vm(cluster, index);
  if (vm->group == CLUSTER_NONE || vm_migration_state(vm->migration.phase) == 3)
    return true;
  uint32_t owner = cluster_group(cluster, vm->group)->owner;
  return vm->host == owner && (vm->executing == 0 || vm->executing == (uint64_t)1 << owner);
}

static bool migrating_not_failed(const struct cluster *cluster, uint32_t index) {
  const struct vm *vm = cluster_vm(cluster, index);
  return !vm_migration_active(vm->migration.phase) ||
         cluster_resource(cluster, vm->resource)->state != RESOURCE_FAILED;
}

static bool progress_in_range(const struct cluster *cluster, uint32_t index) {
  return cluster_vm(cluster, index)->migration.progress <= MIGRATION_PROGRESS_DONE;
}

static bool reason_fits_state(const struct cluster *cluster, uint32_t index) {
  const struct vm_migration *migration = &cluster_vm(cluster, index)->migration;
  return (migration->failure_reason != MIGRATION_REASON_NONE) ==
         (migration->phase == MIGRATION_FAILURE);
}

static bool no_owned_left(const struct cluster *cluster, uint32_t index) {
  return cluster_vm(cluster, index)->migration.phase != MIGRATION_OWNED;
}

static bool resource_mirrors(const struct cluster *cluster, uint32_t index) {
  const struct vm *vm = cluster_vm(cluster, index);
  return vm_migration_in_move(cluster, index) || !node_takes_part(cluster, vm->host) ||
         virtual_machine_is_mirrored(cluster, index);
}

static bool runs_with_storage(const struct cluster *cluster, uint32_t index) {
  const struct vm *vm = cluster_vm(cluster, index);
  bool reached = storage_reached_by(cluster, vm, vm->host);
  if (vm->critical)
    return vm->state == VM_PAUSED && !reached;
  return reached || stands_still(vm) || !virtual_machine_has_partition(vm->state) ||
         vm->state == VM_PAUSED || vm->state == VM_PAUSING;
}

static bool silent_guest_exists(const struct cluster *cluster, uint32_t index) {
  const struct vm *vm = cluster_vm(cluster, index);
  return (!vm->heartbeat_lost && !vm->application_failed) || virtual_machine_has_guest(vm->state);
}

static bool adapter_is_watched(const struct cluster *cluster, uint32_t index) {
  const struct vm *vm = cluster_vm(cluster, index);
  if (vm->adapter == CLUSTER_NONE)
    return !vm->adapter_lost;
  if (vm->resource == CLUSTER_NONE || cluster->level < LEVEL_WS2012R2 ||
      !node_takes_part(cluster, vm->host) || vm_migration_in_move(cluster, index))
    return true;
  return vm->adapter_lost == (virtual_machine_has_partition(vm->state) &&
                              !protected_network_reached(cluster, vm, vm->host));
}

static bool slots_kept(const struct cluster *cluster, uint32_t index) {
  return cluster_node(cluster, index)->migrations <= vm_migration_slots(cluster, index);
}

static bool group_follows(const struct cluster *cluster, uint32_t index) {
  return cluster_group(cluster, index)->state == group_state_of_members(cluster, index);
}

static bool waits_for_something(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  if (group->move_order == 0)
    return group->move_destination == CLUSTER_NONE;
  return vm_migration_move_refusal(cluster, index, move_queue_destination(cluster, index),
                                   cluster_group(cluster, index)->rules_ignored) != WIN32_SUCCESS;
}

static bool moves_while_it_stops(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  if (group->moving_to == CLUSTER_NONE || !node_takes_part(cluster, group->owner))
    return true;
  return group->moving_to != group->owner && group_work_goes_on(cluster, index) &&
         !group_move_runs_nothing(cluster, index);
}

static bool leaves_a_drained_node(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  if (!group->draining)
    return true;
  if (cluster_node(cluster, group->owner)->drain != DRAIN_IN_PROGRESS)
    return false;
  if (group->move_order != 0 || group->moving_to != CLUSTER_NONE ||
      !node_takes_part(cluster, group->owner))
    return true;
  if (group_migrates(cluster, index))
    return true;
  return cluster_node(cluster, group->owner)->stops && /* in place */
         !group_move_runs_nothing(cluster, index);
}

static bool runs_nothing_between_hosts(const struct cluster *cluster, uint32_t index) {
  if (!group_changes_hosts(cluster, index))
    return true;
  const struct group *group = cluster_group(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (!resource_is_down(cluster_resource(cluster, group->resources[i])->state))
      return false;
  return true;
}

static bool work_is_not_stuck(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  return group->unmonitored || !node_takes_part(cluster, group->owner) ||
         group_work_is_not_stuck(cluster, index);
}

static bool providers_first(const struct cluster *cluster, uint32_t index) {
  const struct resource *resource = cluster_resource(cluster, index);
  const struct group *group = cluster_group(cluster, resource->group);
  bool left_alone = group->unmonitored || !node_takes_part(cluster, group->owner) ||
                    resource->goal == GOAL_OFFLINE;
  return left_alone || resource->state != RESOURCE_ONLINE ||
         dependency_holds(cluster, index,
                          dependency_in_state(cluster, resource->group, resource_is_online));
}

static bool waits_when_failed(const struct cluster *cluster, uint32_t index) {
  const struct resource *resource = cluster_resource(cluster, index);
  return (resource->wait == WAIT_NONE || resource->state == RESOURCE_FAILED) &&
         (resource->maintenance == MAINTENANCE_NONE || resource->state == RESOURCE_ONLINE) &&
         (resource->goal != GOAL_OFFLINE || !resource_is_down(resource->state)) &&
         (resource->goal != GOAL_ONLINE || resource->state != RESOURCE_ONLINE);
}

static bool drain_goes_on(const struct cluster *cluster, uint32_t index) {
  const struct node *node = cluster_node(cluster, index);
  bool arrivals = node->stops && node->arriving > 0;
  return (node->drain == DRAIN_NOT_INITIATED || node->state == NODE_PAUSED) &&
         (node->drain != DRAIN_IN_PROGRESS || node->draining_groups > 0 || arrivals ||
          !node_takes_part(cluster, index)) &&
         (!node->stops || node->drain == DRAIN_IN_PROGRESS);
}

static bool hung_is_a_member(const struct cluster *cluster, uint32_t index) {
  const struct node *node = cluster_node(cluster, index);
  return !node->hung || (node->powered && node->service_stopped &&
                         (node->state == NODE_UP || node->state == NODE_PAUSED));
}

static bool isolated_is_down(const struct cluster *cluster, uint32_t index) {
  const struct node *node = cluster_node(cluster, index);
  return !node->isolated || (node->state == NODE_DOWN && !node_answers(cluster, index));
}

static bool unmonitored_by_isolation(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  const struct node *owner = cluster_node(cluster, group->owner);
  if (group_machine(cluster, index) == CLUSTER_NONE)
    return !group->unmonitored;
  return owner->state == NODE_JOINING || group->unmonitored == owner->isolated;
}

static bool owner_is_member(const struct cluster *cluster, uint32_t index) {
  uint32_t owner = cluster_group(cluster, index)->owner;
  return owner < cluster->count[OBJECT_NODE] && cluster_node(cluster, owner)->state != NODE_NONE;
}

static bool cold_without_a_node(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  return !group->cold || !node_takes_part(cluster, group->owner) ||
         cluster->preferred_wait == PREFERRED_WAIT_RUNS;
}

static bool kept_apart_is_down(const struct cluster *cluster, uint32_t index) {
  return !cluster_group(cluster, index)->kept_apart || group_move_runs_nothing(cluster, index);
}

static bool makes_room_while_it_stops(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  bool attended = node_takes_part(cluster, group->owner);
  return (group->preemptor == CLUSTER_NONE || group->preempted) &&
         (!group->preempted || !attended ||
          group_move_runs_nothing(cluster, index) == (group->preemptor == CLUSTER_NONE));
}

static bool waits_for_room(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  if (!group->waits_for_memory || !node_takes_part(cluster, group->owner))
    return true;
  for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP]; i++)
    if (cluster_group(cluster, i)->preemptor == index)
      return group_work_goes_on(cluster, index);
  return false;
}

static bool waits_for_sets(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  return (!group->waits_for_set && !group->wait_over) ||
         (group_work_goes_on(cluster, index) &&
          group->waits_for_set == group_set_holds(cluster, index));
}

static bool is_ready_when_enough(const struct cluster *cluster, uint32_t index) {
  const struct group_set *set = cluster_group_set(cluster, index);
  return (!set->ready && !set->counting) ||
         (set->ready != set->counting && group_set_is_enough(cluster, index));
}

static bool quarantined_is_down(const struct cluster *cluster, uint32_t index) {
  const struct node *node = cluster_node(cluster, index);
  return !node->quarantined || (node->state == NODE_DOWN && !node->isolated && node->exits == 0);
}

enum invariant_class { STEP, INSTANT };

/* One assert per row, so that a violation prints its sentence. */
static void check(const struct cluster *cluster, enum object_kind kind, uint32_t index,
                  enum invariant_class most) {
  assert(index < cluster->count[kind]);
  if (cluster_is_deleted(cluster, kind, index))
    return;
#define INVARIANT(id, class, subject, function, sentence)                                          \
  assert((kind != OBJECT_##subject || class > most || function(cluster, index)) && #id             \
         ": " sentence);
#include "model/invariant.def"
#undef INVARIANT
}

const char *invariant_find_violation(const struct cluster *cluster) {
  for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++)
    for (uint32_t index = 0; index < cluster->count[kind]; index++) {
#define INVARIANT(id, class, subject, function, sentence)                                          \
  if (kind == OBJECT_##subject && !cluster_is_deleted(cluster, OBJECT_##subject, index) &&         \
      !function(cluster, index))                                                                   \
    return sentence;
#include "model/invariant.def"
#undef INVARIANT
    }
  return NULL;
}

void invariant_check_step(const struct cluster *cluster, const struct effects *effects) {
  assert(effects->change_count <= CHANGES_MAX);
  if (effects->created_kind != OBJECT_KIND_COUNT)
    check(cluster, effects->created_kind, effects->created, STEP);
  for (uint32_t i = 0; i < effects->change_count; i++) {
    enum object_kind kind = property_owner(effects->changes[i].property);
    if (kind == OBJECT_CLUSTER)
      continue;
    check(cluster, kind, effects->changes[i].subject, STEP);
    if (kind == OBJECT_VM) {
      const struct vm_migration *migration =
          &cluster_vm(cluster, effects->changes[i].subject)->migration;
      if (migration->source != CLUSTER_NONE) {
        check(cluster, OBJECT_NODE, migration->source, STEP);
        check(cluster, OBJECT_NODE, migration->destination, STEP);
      }
    }
  }
}

void invariant_check_object(const struct cluster *cluster, enum object_kind kind, uint32_t index) {
  assert(kind < OBJECT_KIND_COUNT);
  check(cluster, kind, index, INSTANT);
}

void invariant_check_all(const struct cluster *cluster, struct cluster *scratch) {
  for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++)
    for (uint32_t i = 0; i < cluster->count[kind]; i++)
      check(cluster, (enum object_kind)kind, i, INSTANT);
  cluster_copy(scratch, cluster);
  cluster_derive(scratch);
  assert(memcmp(scratch, cluster, cluster->size) == 0);
}
