#include "model/membership.h"
#include "model/anti_affinity.h"
#include "model/balancer.h"
#include "model/cold_start.h"
#include "model/eviction.h"
#include "model/failback.h"
#include "model/group.h"
#include "model/group_failover.h"
#include "model/move_queue.h"
#include "model/node.h"
#include "model/node_drain.h"
#include "model/protected_network.h"
#include "model/quarantine.h"
#include "model/service_hang.h"
#include "model/sweep.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

uint32_t membership_status_information(const struct cluster *cluster, uint32_t index) {
  static const uint32_t drains[] = {[DRAIN_NOT_INITIATED] = 0,
                                    [DRAIN_IN_PROGRESS] = 4,
                                    [DRAIN_COMPLETED] = 8,
                                    [DRAIN_FAILED] = 16};
  const struct node *node = cluster_node(cluster, index);
  assert((unsigned)node->drain <= DRAIN_FAILED);
  return (node->isolated ? 1 : 0) | (node->quarantined ? 2 : 0) | drains[node->drain];
}

static void set_isolated(struct cluster *cluster, uint32_t index, bool isolated,
                         struct effects *effects) {
  struct node *node = cluster_node(cluster, index);
  effects_change(effects, PROPERTY_NODE_ISOLATED, index, node->isolated, isolated);
  node->isolated = isolated;
}

static void set_power(struct cluster *cluster, uint32_t index, bool powered,
                      struct effects *effects) {
  struct node *node = cluster_node(cluster, index);
  effects_change(effects, PROPERTY_NODE_POWER, index, node->powered, powered);
  node->powered = powered;
}

void membership_set_service(struct cluster *cluster, uint32_t index, bool runs,
                            struct effects *effects) {
  struct node *node = cluster_node(cluster, index);
  effects_change(effects, PROPERTY_NODE_SERVICE, index, !node->service_stopped, runs);
  node->service_stopped = !runs;
}

/* --- a node goes --- */

bool membership_crash(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  if (!node->powered)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  service_hang_forget(cluster, event->subject, effects);
  set_power(cluster, event->subject, false, effects);
  /* Nobody misses a host that is no member or down; one without its service is missed already. */
  if (node->state != NODE_NONE && node->state != NODE_DOWN && !node->service_stopped)
    effects_order(effects, ORDER_WATCH_NODE, event->subject);
  effects_follow_up(effects, EVENT_SWEEP_GUESTS, event->subject, 0);
  return true;
}

/* The cluster service ends; what the host runs goes on, and nobody looks after it any more. */
bool membership_stop_service(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  const struct node *node = cluster_node(cluster, event->subject);
  service_hang_forget(cluster, event->subject, effects);
  if (!node_answers(cluster, event->subject) || node->state == NODE_NONE)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  membership_set_service(cluster, event->subject, false, effects);
  if (node->state == NODE_DOWN) /* it was quarantined */
    return true;
  effects_order(effects, ORDER_WATCH_NODE, event->subject);
  effects_follow_up(effects, EVENT_SWEEP_SERVICE, event->subject, 0);
  return true;
}

bool membership_lose(struct cluster *cluster, const struct event *event, struct effects *effects) {
  if (node_answers(cluster, event->subject) || cluster_node(cluster, event->subject)->hung ||
      !node_move(cluster, event, effects))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  node_drain_forget(cluster, event->subject, effects);
  bool quarantined = quarantine_count_exit(cluster, event->subject, effects);
  bool isolated = functional_level(cluster->level)->resilient && event->value == 0 && /* RSL-004 */
                  !quarantined && !cluster_node(cluster, event->subject)->evicted;
  if (!isolated)
    effects_log(effects, LOG_ID_NODE_DOWN, event->subject, CLUSTER_NONE, CLUSTER_NONE);
  effects_follow_up_with(effects, EVENT_SWEEP_MIGRATIONS, event->subject, 0, isolated);
  return true;
}

/* The node goes in order: everybody knows at once, and nothing is isolated. */
bool membership_leave(struct cluster *cluster, const struct event *event, struct effects *effects) {
  if (!cluster_node(cluster, event->subject)->stops || !node_takes_part(cluster, event->subject) ||
      !node_move(cluster, event, effects))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  membership_set_service(cluster, event->subject, false, effects);
  node_drain_forget(cluster, event->subject, effects);
  effects_follow_up(effects, EVENT_SWEEP_MIGRATIONS, event->subject, 0);
  return true;
}

/* DRN-016: the host does not wait any longer for what it still has. */
bool membership_end_shutdown(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  struct event leave = {.kind = EVENT_NODE_LEFT, .subject = event->subject};
  const struct node *node = cluster_node(cluster, event->subject);
  if (!node->stops || !node_answers(cluster, event->subject) ||
      !node_takes_part(cluster, event->subject))
    return true;
  return membership_leave(cluster, &leave, effects);
}

/* ResiliencyDefaultPeriod is over: what the node still owns fails over (RSL-007). */
bool membership_end_isolation(struct cluster *cluster, const struct event *event,
                              struct effects *effects) {
  if (!cluster_node(cluster, event->subject)->isolated)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_isolated(cluster, event->subject, false, effects);
  effects_log(effects, LOG_ID_NODE_DOWN, event->subject, CLUSTER_NONE, CLUSTER_NONE);
  effects_follow_up(effects, EVENT_SWEEP_GROUPS, event->subject, 0);
  return true;
}

/* --- a node comes back --- */

static void log_end_of_isolation(const struct cluster *cluster, uint32_t node,
                                 struct effects *effects) {
  if (cluster_node(cluster, node)->isolated)
    effects_log(effects, LOG_ID_NODE_ISOLATED_NO_MORE, node, CLUSTER_NONE, CLUSTER_NONE);
}

/* A crashed host that is back.  Before it has been missed it cannot join: its cluster believes that
 * it never went (docs/fidelity.md "host-return"). */
bool membership_return(struct cluster *cluster, const struct event *event,
                       struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  bool joins = node->state != NODE_NONE && !node->quarantined;
  if (node->powered || (joins && !node_move(cluster, event, effects)))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_power(cluster, event->subject, true, effects);
  membership_set_service(cluster, event->subject, true, effects);
  log_end_of_isolation(cluster, event->subject, effects);
  set_isolated(cluster, event->subject, false, effects);
  if (joins)
    effects_order(effects, ORDER_JOIN_NODE, event->subject);
  else if (node->quarantined)
    quarantine_refuse_join(event->subject, effects);
  effects_follow_up(effects, EVENT_SWEEP_RETURNED, event->subject, 0);
  return true;
}

bool membership_start_service(struct cluster *cluster, const struct event *event,
                              struct effects *effects) {
  const struct node *node = cluster_node(cluster, event->subject);
  if (!node->powered || !node->service_stopped ||
      (!node->quarantined && !node_move(cluster, event, effects)))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  membership_set_service(cluster, event->subject, true, effects);
  if (node->quarantined) {
    quarantine_refuse_join(event->subject, effects);
    return true;
  }
  log_end_of_isolation(cluster, event->subject, effects);
  set_isolated(cluster, event->subject, false, effects);
  effects_order(effects, ORDER_JOIN_NODE, event->subject);
  return true;
}

bool membership_join(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  if (!node_answers(cluster, event->subject) || !node_move(cluster, event, effects))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  struct event pause = {.kind = EVENT_PAUSE_NODE, .subject = event->subject};
  if (node->stays_paused && !node_move(cluster, &pause, effects))
    assert(false && "a node that is Up can be paused");
  effects_follow_up(effects, EVENT_SWEEP_JOINED, event->subject, 0);
  return true;
}

/* --- what follows, one object a step --- */

static bool vanish(struct cluster *cluster, const struct event *event, uint32_t vm,
                   struct effects *effects) {
  const struct vm *machine = cluster_vm(cluster, vm);
  if (machine->host != event->subject || !virtual_machine_has_partition(machine->state))
    return false;
  virtual_machine_vanish(cluster, vm, EVENT_HOST_CRASHED, effects);
  return true;
}

/* Guests die with their host. */
bool membership_sweep_guests(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  if (cluster_node(cluster, event->subject)->powered)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  (void)sweep(cluster, OBJECT_VM, event, vanish, effects);
  return true;
}

static bool lose_service(struct cluster *cluster, const struct event *event, uint32_t vm,
                         struct effects *effects) {
  return vm_migration_lose_service(cluster, vm, event->subject, effects);
}

/* The migrations its resources were in end with the cluster service of the source. */
bool membership_sweep_service(struct cluster *cluster, const struct event *event,
                              struct effects *effects) {
  if (node_answers(cluster, event->subject))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  (void)sweep(cluster, OBJECT_VM, event, lose_service, effects);
  return true;
}

static bool lose_node(struct cluster *cluster, const struct event *event, uint32_t vm,
                      struct effects *effects) {
  return vm_migration_lose_node(cluster, vm, event->subject, effects);
}

/* Migrations hear of the lost node before its groups do: a machine that runs on the destination
 * already is handed over instead of being started again. */
bool membership_sweep_migrations(struct cluster *cluster, const struct event *event,
                                 struct effects *effects) {
  if (cluster_node(cluster, event->subject)->state != NODE_DOWN)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (sweep(cluster, OBJECT_VM, event, lose_node, effects))
    effects_follow_up_with(effects, EVENT_SWEEP_GROUPS, event->subject, 0, event->value);
  return true;
}

static bool is_orphan(const struct cluster *cluster, uint32_t group) {
  const struct node *owner = cluster_node(cluster, cluster_group(cluster, group)->owner);
  return owner->state == NODE_DOWN && !owner->isolated;
}

static bool lose_owner(struct cluster *cluster, const struct event *event, uint32_t group,
                       struct effects *effects) {
  const struct group *owned = cluster_group(cluster, group);
  if (group_tier(cluster, group) != event->value / 2)
    return false;
  if (owned->owner != event->subject) /* no node could take it before, either */
    return is_orphan(cluster, group) && cold_start_lose_group(cluster, group, effects);
  if (event->value % 2 == 0 || group_machine(cluster, group) == CLUSTER_NONE) {
    group_fail_over(cluster, group, effects);
    return true;
  }
  group_lose_monitor(cluster, group, effects);
  if (!cluster_node(cluster, event->subject)->isolated) {
    effects_log(effects, LOG_ID_NODE_ISOLATED, event->subject, CLUSTER_NONE, CLUSTER_NONE);
    effects_order(effects, ORDER_AWAIT_RESILIENCY, event->subject);
  }
  set_isolated(cluster, event->subject, true, effects);
  return true;
}

/* A lost node's groups fail over, the highest priority first; with an odd value its machines stay,
 * and the node is isolated. */
bool membership_sweep_groups(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  if (cluster_node(cluster, event->subject)->state != NODE_DOWN ||
      event->value >= 2 * PRIORITY_TIERS)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (!sweep(cluster, OBJECT_GROUP, event, lose_owner, effects))
    return true;
  if (event->value / 2 + 1 < PRIORITY_TIERS) {
    effects_follow_up_with(effects, event->kind, event->subject, 0, event->value + 2);
    return true;
  }
  if (event->value % 2 == 1 && !cluster_node(cluster, event->subject)->isolated)
    effects_log(effects, LOG_ID_NODE_DOWN, event->subject, CLUSTER_NONE, CLUSTER_NONE);
  move_queue_wake(cluster, effects); /* who waited to move to it */
  eviction_go_on(cluster, event->subject, effects);
  return true;
}

static bool find_off(struct cluster *cluster, const struct event *event, uint32_t vm,
                     struct effects *effects) {
  const struct vm *machine = cluster_vm(cluster, vm);
  if (machine->host != event->subject || machine->state != VM_UNKNOWN)
    return false;
  virtual_machine_vanish(cluster, vm, EVENT_HOST_RETURNED, effects);
  return true;
}

/* What the host ran when it lost power, and nobody took over. */
bool membership_sweep_returned(struct cluster *cluster, const struct event *event,
                               struct effects *effects) {
  if (!cluster_node(cluster, event->subject)->powered)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  (void)sweep(cluster, OBJECT_VM, event, find_off, effects);
  return true;
}

/* It starts where it is, or where it may. */
static void start_somewhere(struct cluster *cluster, uint32_t group, struct effects *effects) {
  if (is_orphan(cluster, group))
    group_fail_over(cluster, group, effects);
  else
    group_regain_monitor(cluster, group, effects);
}

/* The start of the cluster concerns it: it was left without a node, and its own is not joining. */
static bool starts_cold(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  return group->cold && (is_orphan(cluster, index) || node_takes_part(cluster, group->owner));
}

static bool welcome(struct cluster *cluster, const struct event *event, uint32_t group,
                    struct effects *effects) {
  if (group_tier(cluster, group) != event->value)
    return false;
  if (cold_start_waits(cluster, group, effects))
    return true;
  if (!starts_cold(cluster, group) && !is_orphan(cluster, group) &&
      cluster_group(cluster, group)->owner != event->subject)
    return anti_affinity_try_again(cluster, group, event->subject, effects) ||
           failback_begin(cluster, group, event->subject, effects);
  start_somewhere(cluster, group, effects);
  return true;
}

/* Groups nobody could take when their node was lost, and the groups of the node itself. */
bool membership_sweep_joined(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  if (!node_takes_part(cluster, event->subject) || event->value >= PRIORITY_TIERS)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (!sweep(cluster, OBJECT_GROUP, event, welcome, effects))
    return true;
  if (event->value + 1 < PRIORITY_TIERS)
    effects_follow_up_with(effects, event->kind, event->subject, 0, event->value + 1);
  else {
    move_queue_wake(cluster, effects);
    balancer_node_joined(cluster, effects);
    protected_network_look_at_all(cluster, effects);
  }
  return true;
}

static bool waited(struct cluster *cluster, const struct event *event, uint32_t group,
                   struct effects *effects) {
  if (group_tier(cluster, group) != event->value || !starts_cold(cluster, group))
    return false;
  start_somewhere(cluster, group, effects);
  return true;
}

/* Groups whose preferred node did not come while they waited for it. */
bool membership_sweep_waited(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  if (!node_takes_part(cluster, event->subject) || event->value >= PRIORITY_TIERS)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (sweep(cluster, OBJECT_GROUP, event, waited, effects) && event->value + 1 < PRIORITY_TIERS)
    effects_follow_up_with(effects, event->kind, event->subject, 0, event->value + 1);
  return true;
}
