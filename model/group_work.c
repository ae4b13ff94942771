#include "model/group_work.h"
#include "model/anti_affinity.h"
#include "model/companions.h"
#include "model/deletion.h"
#include "model/dependency.h"
#include "model/failure_policy.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/group_set.h"
#include "model/node.h"
#include "model/placement.h"
#include "model/preemption.h"
#include "model/resource.h"
#include "model/resource_restart.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

static bool is_up(enum resource_state state) {
  return state == RESOURCE_ONLINE || state == RESOURCE_ONLINE_PENDING ||
         state == RESOURCE_OFFLINE_PENDING;
}

/* A dependent that still goes offline: what it needs does not come back before. */
static bool a_dependent_stops(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, cluster_resource(cluster, index)->group);
  uint32_t dependents = dependency_dependents(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (((dependents >> i) & 1) != 0 &&
        resource_state_shown(cluster_resource(cluster, group->resources[i])) ==
            RESOURCE_OFFLINE_PENDING)
      return true;
  return false;
}

static bool has_it(enum resource_state state, enum resource_goal goal) {
  return goal == GOAL_ONLINE ? resource_is_online(state)
                             : goal == GOAL_OFFLINE && resource_is_down(state);
}

/* Some member is to come online. */
static bool comes_up(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (cluster_resource(cluster, group->resources[i])->goal == GOAL_ONLINE)
      return true;
  return false;
}

/* What it needs is gone: it goes offline, and comes back with that. */
static bool has_to_stop(const struct resource *resource) {
  return resource->goal == GOAL_OFFLINE && resource->released && is_up(resource->state);
}

void group_work_set_goal(struct cluster *cluster, uint32_t index, enum resource_goal goal,
                         struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, index);
  if (goal != GOAL_NONE)
    failure_policy_forget_wait(cluster, index, effects);
  if (goal == GOAL_ONLINE && has_to_stop(resource))
    return;
  if (has_it(resource->state, goal))
    goal = GOAL_NONE;
  if (goal == resource->goal)
    return;
  effects_change(effects, PROPERTY_RESOURCE_GOAL, index, resource->goal, goal);
  resource->goal = goal;
  if (goal != GOAL_ONLINE && !comes_up(cluster, resource->group)) {
    group_set_end_wait(cluster, resource->group, effects);
    preemption_end_wait(cluster, resource->group, effects);
  }
  group_derive_state(cluster, resource->group, effects);
}

static void set_goals(struct cluster *cluster, uint32_t index, uint32_t members,
                      enum resource_goal goal, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    if (((members >> i) & 1) == 0 || !resource_can_be_online(cluster, group->resources[i]))
      continue;
    resource_restart_forget(cluster, group->resources[i], effects); /* this is wanted now */
    group_work_set_goal(cluster, group->resources[i], goal, effects);
  }
  group_work_wake(cluster, index, effects);
}

void group_work_online(struct cluster *cluster, uint32_t resource, struct effects *effects) {
  uint32_t members = UINT32_C(1) << dependency_place(cluster, resource) |
                     dependency_all_providers(cluster, resource);
  set_goals(cluster, cluster_resource(cluster, resource)->group, members, GOAL_ONLINE, effects);
}

void group_work_offline(struct cluster *cluster, uint32_t resource, struct effects *effects) {
  uint32_t members =
      UINT32_C(1) << dependency_place(cluster, resource) | dependency_in_need(cluster, resource);
  set_goals(cluster, cluster_resource(cluster, resource)->group, members, GOAL_OFFLINE, effects);
}

void group_work_offline_all(struct cluster *cluster, uint32_t group, struct effects *effects) {
  set_goals(cluster, group, UINT32_MAX, GOAL_OFFLINE, effects);
}

void group_work_restore(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t members = 0;
  preemption_forget(cluster, index, effects);
  if (group->destroyed) {
    group_work_offline_all(cluster, index, effects);
    return;
  }
  if (group_owner_refusal(cluster, index) != WIN32_SUCCESS || /* PLC-012 */
      !placement_possible(cluster, index, group->owner))      /* PLC-004 */
    return;
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (cluster_resource(cluster, group->resources[i])->persistent_online)
      members |= UINT32_C(1) << i;
  set_goals(cluster, index, members, GOAL_ONLINE, effects);
}

void group_work_forget(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    resource_restart_forget(cluster, group->resources[i], effects);
    group_work_set_goal(cluster, group->resources[i], GOAL_NONE, effects);
  }
}

bool group_work_goes_on(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (cluster_resource(cluster, group->resources[i])->goal != GOAL_NONE)
      return true;
  return false;
}

/* Its state is one that passes by itself. */
static bool machine_is_busy(const struct cluster *cluster, uint32_t index) {
  if (index == CLUSTER_NONE)
    return false;
  const struct vm *vm = cluster_vm(cluster, index);
  return vm->state == VM_STARTING || vm->state == VM_SAVING || vm->state == VM_STOPPING ||
         vm->state == VM_PAUSING || vm->state == VM_RESUMING ||
         vm_migration_active(vm->migration.phase);
}

bool group_work_is_not_stuck(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  if (!group_work_goes_on(cluster, index) || group->waits_for_set || group->waits_for_memory ||
      group->move_order != 0 || machine_is_busy(cluster, group_machine(cluster, index)))
    return true;
  for (uint32_t i = 0; i < group->resource_count; i++) {
    const struct resource *resource = cluster_resource(cluster, group->resources[i]);
    if (resource->state == RESOURCE_ONLINE_PENDING || resource->state == RESOURCE_OFFLINE_PENDING ||
        resource->wait != WAIT_NONE)
      return true;
  }
  return false;
}

void group_work_wake(const struct cluster *cluster, uint32_t group, struct effects *effects) {
  if (!group_work_goes_on(cluster, group) && !group_move_waits(cluster, group) &&
      !cluster_group(cluster, group)->destroyed &&
      cluster_group(cluster, group)->preemptor == CLUSTER_NONE)
    return;
  for (uint32_t i = 0; i < effects->follow_up_count; i++)
    if (effects->follow_ups[i].kind == EVENT_WORK_ON_GROUP &&
        effects->follow_ups[i].subject == group)
      return;
  effects_follow_up(effects, EVENT_WORK_ON_GROUP, group, 0);
}

/* --- up --- */

static void call_online(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, index);
  switch (resource_provider_of(resource->type)) {
  case PROVIDER_MACHINE:
    virtual_machine_come_online(cluster, resource->vm, effects);
    return;
  case PROVIDER_CONFIGURATION:
    resource_online_now(cluster, index, effects);
    return;
  case PROVIDER_SIMULATED:
    resource_move_to(cluster, index, RESOURCE_TRIGGER_ONLINE_CALLED, effects);
    if (node_answers(cluster, cluster_group(cluster, resource->group)->owner))
      effects_order(effects, ORDER_CALL_ONLINE, index);
    return;
  }
  assert(false && "a provider");
}

/* What a resource needs is, or may still come, online. */
static bool may_come(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, cluster_resource(cluster, index)->group);
  uint32_t hopeful = 0;
  for (uint32_t i = 0; i < group->resource_count; i++) {
    const struct resource *other = cluster_resource(cluster, group->resources[i]);
    if (resource_is_online(other->state) || other->goal == GOAL_ONLINE ||
        other->wait != WAIT_NONE || other->state == RESOURCE_ONLINE_PENDING)
      hopeful |= UINT32_C(1) << i;
  }
  return dependency_holds(cluster, index, hopeful);
}

/* One step up; false where nothing can be done now. */
static bool go_up(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, index);
  uint32_t online = dependency_in_state(cluster, resource->group, resource_is_online);
  if (!resource_is_down(resource->state) || a_dependent_stops(cluster, index))
    return false;
  if (dependency_holds(cluster, index, online)) {
    if (resource_provider_of(resource->type) == PROVIDER_MACHINE &&
        preemption_waits(cluster, resource->group, effects))
      return false;
    call_online(cluster, index, effects);
    return true;
  }
  if (may_come(cluster, index))
    return false;
  group_work_set_goal(cluster, index, GOAL_NONE, effects); /* it stays Offline (S-D4) */
  return true;
}

/* --- down --- */

/* A dependent that is up and goes offline too, which comes first, or that would lose the last
 * provider of one of its terms (DEP-008). */
static bool is_needed(const struct cluster *cluster, uint32_t index) {
  const struct resource *resource = cluster_resource(cluster, index);
  const struct group *group = cluster_group(cluster, resource->group);
  uint32_t online = dependency_in_state(cluster, resource->group, resource_is_online);
  uint32_t mine = UINT32_C(1) << dependency_place(cluster, index);
  uint32_t dependents =
      dependency_dependents(cluster, index) & dependency_in_state(cluster, resource->group, is_up);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (((dependents >> i) & 1) != 0 &&
        (cluster_resource(cluster, group->resources[i])->goal == GOAL_OFFLINE ||
         !dependency_holds(cluster, group->resources[i], online & ~mine)))
      return true;
  return false;
}

static bool call_offline(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, index);
  const struct group *group = cluster_group(cluster, resource->group);
  uint32_t turn_off = 1 + OFFLINE_TURN_OFF;
  switch (resource_provider_of(resource->type)) {
  case PROVIDER_MACHINE:
    if (virtual_machine_can_go_offline(cluster, resource->vm, group->offline_asked))
      virtual_machine_go_offline(cluster, resource->vm, group->offline_asked, effects);
    else if (virtual_machine_can_go_offline(cluster, resource->vm, turn_off))
      virtual_machine_go_offline(cluster, resource->vm, turn_off, effects); /* Terminate */
    else
      return false;
    return true;
  case PROVIDER_CONFIGURATION:
    resource_offline_now(cluster, index, effects);
    return true;
  case PROVIDER_SIMULATED:
    resource_move_to(cluster, index, RESOURCE_TRIGGER_OFFLINE_CALLED, effects);
    if (node_answers(cluster, group->owner))
      effects_order(effects, ORDER_CALL_OFFLINE, index);
    return true;
  }
  assert(false && "a provider");
  return false;
}

/* Inside a group move its resource is OfflinePending while it is copied, and it still runs. */
static bool runs_while_it_moves(const struct cluster *cluster, const struct resource *resource) {
  return resource->state == RESOURCE_OFFLINE_PENDING && resource->vm != CLUSTER_NONE &&
         cluster_vm(cluster, resource->vm)->state == VM_ENABLED;
}

static bool go_down(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, index);
  bool simulated = resource_provider_of(resource->type) == PROVIDER_SIMULATED;
  if (resource->state == RESOURCE_ONLINE_PENDING && simulated) {
    resource_move_to(cluster, index, RESOURCE_TRIGGER_TERMINATED, effects);
    return true;
  }
  return (resource->state == RESOURCE_ONLINE || runs_while_it_moves(cluster, resource)) &&
         !is_needed(cluster, index) && call_offline(cluster, index, effects);
}

/* --- one step --- */

bool group_work_step(struct cluster *cluster, const struct event *event, struct effects *effects) {
  const struct group *group = cluster_group(cluster, event->subject);
  if (group->unmonitored)
    return effects_refuse(effects, WIN32_CLUSTER_RESOURCE_NOT_MONITORED);
  anti_affinity_check(cluster, event->subject, effects);
  bool held = comes_up(cluster, event->subject) && group_set_holds(cluster, event->subject);
  if (held)
    group_set_begin_wait(cluster, event->subject, effects);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    enum resource_goal goal = cluster_resource(cluster, group->resources[i])->goal;
    if ((goal == GOAL_ONLINE && !held && !companions_wait(cluster, group->resources[i]) &&
         go_up(cluster, group->resources[i], effects)) ||
        (goal == GOAL_OFFLINE && go_down(cluster, group->resources[i], effects))) {
      group_work_wake(cluster, event->subject, effects);
      return true;
    }
  }
  if (group_move_waits(cluster, event->subject) && group_move_runs_nothing(cluster, event->subject))
    effects_follow_up(effects, EVENT_FINISH_MOVE, event->subject, 0);
  else if (group->preemptor != CLUSTER_NONE && group_move_runs_nothing(cluster, event->subject))
    preemption_made_room(cluster, event->subject, effects);
  else if (group->destroyed && group_move_runs_nothing(cluster, event->subject))
    deletion_go_on(cluster, event->subject, effects);
  return true;
}
