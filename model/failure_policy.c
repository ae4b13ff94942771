#include "model/failure_policy.h"
#include "model/dependency.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/group_work.h"
#include "model/maintenance_mode.h"
#include "model/move_queue.h"
#include "model/node.h"
#include "model/placement.h"
#include "model/resource.h"
#include "model/virtual_machine.h"

static void set_wait(struct cluster *cluster, uint32_t index, enum resource_wait wait,
                     struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, index);
  effects_change(effects, PROPERTY_RESOURCE_WAIT, index, resource->wait, wait);
  resource->wait = wait;
}

static void set_failures(struct cluster *cluster, uint32_t index, uint32_t failures,
                         struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, index);
  effects_change(effects, PROPERTY_RESOURCE_FAILURES, index, resource->failures, failures);
  resource->failures = failures;
}

static void set_failovers(struct cluster *cluster, uint32_t index, uint32_t failovers,
                          struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  effects_change(effects, PROPERTY_GROUP_FAILOVERS, index, group->failovers, failovers);
  group->failovers = failovers;
}

static uint32_t failover_limit(const struct cluster *cluster, const struct group *group) {
  uint32_t members = 0;
  if (group->failover_threshold != UINT32_MAX)
    return group->failover_threshold;
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++) /* FOV-021 */
    members += cluster_node(cluster, i)->state != NODE_NONE;
  return members > 0 ? members - 1 : 0;
}

uint32_t failure_policy_restarts_left(const struct cluster *cluster, uint32_t index) {
  const struct resource *resource = cluster_resource(cluster, index);
  return resource->failures < resource->restart_threshold
             ? resource->restart_threshold - resource->failures
             : 0;
}

uint32_t failure_policy_failovers_left(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t limit = failover_limit(cluster, group);
  return group->failovers < limit ? limit - group->failovers : 0;
}

/* --- a resource has failed --- */

static void release(struct cluster *cluster, uint32_t index, struct effects *effects) {
  cluster_resource(cluster, index)->released = true;
  group_work_offline(cluster, index, effects);
}

void failure_policy_release(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, cluster_resource(cluster, index)->group);
  uint32_t in_need = dependency_in_need(cluster, index);
  if (cluster_resource(cluster, index)->state == RESOURCE_ONLINE)
    release(cluster, index, effects);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (((in_need >> i) & 1) != 0)
      release(cluster, group->resources[i], effects);
}

/* FOV-016.  Whether there is one retry or another series of restarts: switch retry-on-failure. */
static void await_retry(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, index);
  bool once = cluster->switches[SWITCH_RETRY_ON_FAILURE] == 0;
  if (resource->retry_period == FOREVER || (once && resource->retried))
    return;
  set_wait(cluster, index, WAIT_RETRY, effects);
  effects_order(effects, ORDER_AWAIT_RETRY, index);
}

void failure_policy_react(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, index);
  assert(resource->state == RESOURCE_FAILED);
  failure_policy_release(cluster, index, effects);
  if (resource->restart_action == RESTART_ACTION_DONT_RESTART || /* FOV-010 */
      !resource->persistent_online || resource->retried)
    return;
  if (resource->failures == 0)
    effects_order(effects, ORDER_BEGIN_RESTART_PERIOD, index);
  if (resource->failures <= resource->restart_threshold && resource->failures < UINT32_MAX)
    set_failures(cluster, index, resource->failures + 1, effects);
  if (resource->failures <= resource->restart_threshold) { /* FOV-012 */
    set_wait(cluster, index, WAIT_RESTART, effects);
    effects_order(effects, ORDER_AWAIT_RESTART, index);
    return;
  }
  effects_log(effects, LOG_ID_RESTARTS_USED_UP, index, CLUSTER_NONE, CLUSTER_NONE); /* EVT-014 */
  if (resource->restart_action == RESTART_ACTION_RESTART_NOTIFY) {
    effects_follow_up(effects, EVENT_FAIL_OVER_GROUP, resource->group, index);
  } else { /* FOV-011 */
    await_retry(cluster, index, effects);
  }
}

void failure_policy_bring_back(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, cluster_resource(cluster, index)->group);
  uint32_t dependents = dependency_dependents(cluster, index);
  cluster_resource(cluster, index)->released = false;
  for (uint32_t i = 0; i < group->resource_count; i++) {
    struct resource *dependent = cluster_resource(cluster, group->resources[i]);
    if (((dependents >> i) & 1) == 0 || !dependent->released)
      continue;
    dependent->released = false;
    if (dependent->persistent_online && dependent->state != RESOURCE_FAILED)
      group_work_set_goal(cluster, group->resources[i], GOAL_ONLINE, effects);
  }
}

void failure_policy_forget_wait(struct cluster *cluster, uint32_t index, struct effects *effects) {
  if (cluster_resource(cluster, index)->wait == WAIT_NONE)
    return;
  set_wait(cluster, index, WAIT_NONE, effects);
  effects_order(effects, ORDER_FORGET_RESOURCE, index);
}

void failure_policy_begin_anew(struct cluster *cluster, uint32_t index, struct effects *effects) {
  failure_policy_forget_wait(cluster, index, effects);
  set_failures(cluster, index, 0, effects);
  cluster_resource(cluster, index)->retried = false;
  if (cluster_resource(cluster, index)->goal != GOAL_OFFLINE) /* else it still has to stop */
    cluster_resource(cluster, index)->released = false;
}

void failure_policy_new_owner(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    failure_policy_begin_anew(cluster, group->resources[i], effects);
}

bool failure_policy_restart_period_over(struct cluster *cluster, const struct event *event,
                                        struct effects *effects) {
  set_failures(cluster, event->subject, 0, effects); /* FOV-013 */
  return true;
}

bool failure_policy_failover_period_over(struct cluster *cluster, const struct event *event,
                                         struct effects *effects) {
  set_failovers(cluster, event->subject, 0, effects);
  return true;
}

/* FailClusterResource, a resource that says so itself, one that a poll found dead, one that said
 * nothing for PendingTimeout, and one whose DLL did not return for DeadlockTimeout, which ends its
 * resource host process (FOV-008, EVT-003): all the same (FOV-026).  A machine's resource fails
 * with its machine. */
bool failure_policy_fail(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, event->subject);
  uint32_t status = group_unattended(cluster, resource->group);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  if (!resource_can(cluster, event->subject, RESOURCE_TRIGGER_FAULTED))
    return effects_refuse(effects, WIN32_RESOURCE_NOT_ONLINE);
  if (resource_provider_of(resource->type) == PROVIDER_MACHINE) {
    struct event crash = {.kind = EVENT_GUEST_CRASHED, .subject = resource->vm};
    return virtual_machine_act(cluster, &crash, effects);
  }
  if (event->kind != EVENT_FAIL_RESOURCE && resource->maintenance != MAINTENANCE_NONE)
    return true; /* the resource goes on to report that it is healthy */
  if (event->kind == EVENT_RESOURCE_DEADLOCKED) {
    effects_log(effects, LOG_ID_DEADLOCK, event->subject, CLUSTER_NONE, CLUSTER_NONE);
    effects_log(effects, LOG_ID_HOST_PROCESS_ENDED, event->subject, CLUSTER_NONE, CLUSTER_NONE);
  }
  resource_move_to(cluster, event->subject, RESOURCE_TRIGGER_FAULTED, effects);
  return true;
}

/* --- what follows --- */

/* RestartDelay or RetryPeriodOnFailure is over: it starts again where it is. */
bool failure_policy_restart(struct cluster *cluster, const struct event *event,
                            struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, event->subject);
  if (resource->wait == WAIT_NONE || resource->state != RESOURCE_FAILED ||
      group_unattended(cluster, resource->group) != WIN32_SUCCESS)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (resource->wait == WAIT_RETRY) {
    resource->retried = cluster->switches[SWITCH_RETRY_ON_FAILURE] == 0;
    set_failures(cluster, event->subject, 0, effects);
  }
  set_wait(cluster, event->subject, WAIT_NONE, effects);
  group_work_online(cluster, event->subject, effects);
  return true;
}

/* MIG-036: it fails where it was moved, and goes back to where it was instead of anywhere else;
 * that is no failover, and counts as none. */
static bool go_back(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t source = group->return_to;
  group_move_return_to(cluster, index, CLUSTER_NONE, effects);
  if (source == CLUSTER_NONE || source == group->owner ||
      node_usable(cluster, source) != WIN32_SUCCESS || !placement_possible(cluster, index, source))
    return false;
  effects_log(effects, LOG_ID_GROUP_MOVES, index, group->owner, source);
  group_move_begin(cluster, index, source, 0, effects);
  return true;
}

/* Its restarts are used up: the group fails over to the next node (PLC-002), unless it has done so
 * too often, or there is none. */
bool failure_policy_fail_over(struct cluster *cluster, const struct event *event,
                              struct effects *effects) {
  const struct group *group = cluster_group(cluster, event->subject);
  if (event->argument >= cluster->count[OBJECT_RESOURCE])
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  const struct resource *resource = cluster_resource(cluster, event->argument);
  if (resource->group != event->subject || resource->state != RESOURCE_FAILED ||
      group_move_waits(cluster, event->subject) ||
      group_unattended(cluster, event->subject) != WIN32_SUCCESS)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (go_back(cluster, event->subject, effects))
    return true;
  bool allowed = failure_policy_failovers_left(cluster, event->subject) > 0; /* FOV-020 */
  uint32_t node = allowed ? placement_choose(cluster, event->subject, PLACEMENT_RESOURCE_FAILURE)
                          : CLUSTER_NONE;
  if (node == CLUSTER_NONE) {
    if (!allowed)
      effects_log(effects, LOG_ID_GROUP_GIVEN_UP, event->subject, CLUSTER_NONE, CLUSTER_NONE);
    effects_log(effects, LOG_ID_GROUP_PARTLY, event->subject, CLUSTER_NONE, CLUSTER_NONE);
    await_retry(cluster, event->argument, effects);
    return true;
  }
  if (group->failovers == 0)
    effects_order(effects, ORDER_BEGIN_FAILOVER_PERIOD, event->subject);
  set_failovers(cluster, event->subject, group->failovers + 1, effects);
  effects_log(effects, LOG_ID_FAILOVER, event->subject, group->owner, node); /* EVT-008 */
  move_queue_leave(cluster, event->subject, effects);
  group_move_begin(cluster, event->subject, node, 0, effects);
  return true;
}
