#include "model/companions.h"
#include "model/dependency.h"
#include "model/group.h"
#include "model/group_work.h"
#include "model/move_queue.h"
#include "model/resource.h"
#include "model/vm_migration.h"
#include "model/vm_migration_table.h"

static bool is_simulated(const struct cluster *cluster, uint32_t resource) {
  return resource_provider_of(cluster_resource(cluster, resource)->type) == PROVIDER_SIMULATED;
}

static uint32_t with_providers(const struct cluster *cluster, uint32_t resource) {
  return resource == CLUSTER_NONE ? 0
                                  : UINT32_C(1) << dependency_place(cluster, resource) |
                                        dependency_all_providers(cluster, resource);
}

/* The machine's own resources, what they depend on, and all that is behind it. */
static uint32_t needed(const struct cluster *cluster, uint32_t group) {
  uint32_t machine = group_machine(cluster, group);
  if (machine == CLUSTER_NONE)
    return 0;
  const struct vm *vm = cluster_vm(cluster, machine);
  return with_providers(cluster, vm->resource) | with_providers(cluster, vm->configuration);
}

static uint32_t simulated(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t members = 0;
  for (uint32_t i = 0; i < group->resource_count; i++)
    members |= (uint32_t)is_simulated(cluster, group->resources[i]) << i;
  return members;
}

/* --- before and after --- */

bool companions_are_down(const struct cluster *cluster, uint32_t group) {
  uint32_t up = simulated(cluster, group) & ~dependency_in_state(cluster, group, resource_is_down);
  return up == 0 || (up & ~needed(cluster, group)) == 0;
}

void companions_stop(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  if (companions_are_down(cluster, index))
    return;
  uint32_t members = simulated(cluster, index) & ~needed(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (((members >> i) & 1) != 0)
      group_work_set_goal(cluster, group->resources[i], GOAL_OFFLINE, effects);
  group_work_wake(cluster, index, effects);
}

/* On a paused node too: a drain that left it behind does not leave it offline. */
void companions_restore(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  bool attended = group_unattended(cluster, index) == WIN32_SUCCESS && !group->destroyed;
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (attended && is_simulated(cluster, group->resources[i]) &&
        cluster_resource(cluster, group->resources[i])->persistent_online)
      group_work_set_goal(cluster, group->resources[i], GOAL_ONLINE, effects);
  group_work_wake(cluster, index, effects);
}

void companions_look_again(struct cluster *cluster, uint32_t index, struct effects *effects) {
  if (cluster_group(cluster, index)->move_order != 0 || group_migrates(cluster, index))
    companions_stop(cluster, index, effects);
  companions_follow(cluster, index, effects);
}

void companions_follow(struct cluster *cluster, uint32_t index, struct effects *effects) {
  if (cluster_group(cluster, index)->move_order != 0 && companions_are_down(cluster, index))
    move_queue_wake(cluster, effects);
}

static bool is_beside(const struct cluster *cluster, uint32_t resource) {
  uint32_t group = cluster_resource(cluster, resource)->group;
  return (((simulated(cluster, group) & ~needed(cluster, group)) >>
           dependency_place(cluster, resource)) &
          1) != 0;
}

bool companions_wait(const struct cluster *cluster, uint32_t resource) {
  uint32_t group = cluster_resource(cluster, resource)->group;
  if (group_migrates(cluster, group))
    return is_simulated(cluster, resource) || group_changes_hosts(cluster, group);
  return cluster_group(cluster, group)->move_order != 0 && is_beside(cluster, resource);
}

/* --- while the guest stands still --- */

static bool is_up(const struct resource *resource) {
  return !resource_is_down(resource->state);
}

/* Dependents before providers, as always (STA-013). */
static bool nothing_needs(const struct cluster *cluster, uint32_t resource) {
  uint32_t group = cluster_resource(cluster, resource)->group;
  return (dependency_dependents(cluster, resource) &
          ~dependency_in_state(cluster, group, resource_is_down)) == 0;
}

/* What only begins is terminated (F-G8). */
static void go_offline(struct cluster *cluster, uint32_t resource, struct effects *effects) {
  if (cluster_resource(cluster, resource)->state == RESOURCE_ONLINE_PENDING)
    resource_move_to(cluster, resource, RESOURCE_TRIGGER_TERMINATED, effects);
  else
    resource_offline_now(cluster, resource, effects);
}

void companions_leave(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t left = group->resource_count;
  while (left > 0) {
    left = 0;
    for (uint32_t i = 0; i < group->resource_count; i++) {
      uint32_t member = group->resources[i];
      if (!is_up(cluster_resource(cluster, member)))
        continue;
      left++;
      if (nothing_needs(cluster, member))
        go_offline(cluster, member, effects);
    }
  }
}

static bool comes_along(const struct cluster *cluster, uint32_t index) {
  const struct resource *resource = cluster_resource(cluster, index);
  if (resource->state != RESOURCE_OFFLINE)
    return false;
  switch (resource_provider_of(resource->type)) {
  case PROVIDER_CONFIGURATION:
    return true;
  case PROVIDER_SIMULATED:
    return resource->persistent_online;
  case PROVIDER_MACHINE:
    break;
  }
  return false;
}

void companions_arrive(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t members = needed(cluster, index);
  bool goes_on = true;
  while (goes_on) {
    goes_on = false;
    for (uint32_t i = 0; i < group->resource_count; i++) {
      uint32_t member = group->resources[i];
      if (((members >> i) & 1) == 0 || !comes_along(cluster, member) ||
          !dependency_holds(cluster, member,
                            dependency_in_state(cluster, index, resource_is_online)))
        continue;
      resource_online_now(cluster, member, effects);
      goes_on = true;
    }
  }
}

uint32_t companions_under_way(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t members = needed(cluster, index) & simulated(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (!comes_along(cluster, group->resources[i]))
      members &= ~(UINT32_C(1) << i);
  return members;
}

/* It did not come online on the destination: the machine goes on where it was. */
bool companions_fail_there(struct cluster *cluster, const struct event *event,
                           struct effects *effects) {
  uint32_t group = cluster_resource(cluster, event->subject)->group;
  uint32_t machine = group_machine(cluster, group);
  if (machine == CLUSTER_NONE ||
      ((companions_under_way(cluster, group) >> dependency_place(cluster, event->subject)) & 1) ==
          0)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  const struct vm_migration *migration = &cluster_vm(cluster, machine)->migration;
  if (!vm_migration_fire(cluster, machine, TRIGGER_PROVIDER_FAILED, effects))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  effects_log(effects, LOG_ID_RESOURCE_FAILED_THERE, event->subject, migration->source,
              migration->destination);
  return true;
}
