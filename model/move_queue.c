#include "model/move_queue.h"
#include "model/companions.h"
#include "model/group.h"
#include "model/node_drain.h"
#include "model/placement.h"
#include "model/preemption.h"
#include "model/sweep.h"
#include "model/vm_migration.h"

/* Places of moves without HIGH_PRIORITY_START are behind all others (M-Q4); among them the groups
 * of higher priority are first (MIG-052). */
#define ORDINARY_PLACE      (UINT64_C(1) << 62)
#define PLACE_OF_TIER(tier) ((uint64_t)(tier) << 56)

bool move_queue_waits_for(uint32_t status) {
  return status == WIN32_CLUSTER_RESOURCE_VETOED_MOVE_NOT_ENOUGH_RESOURCES_ON_DESTINATION ||
         status == WIN32_CLUSTER_RESOURCE_VETOED_MOVE_NOT_ENOUGH_RESOURCES_ON_SOURCE;
}

/* The one function that changes a group's place. */
static void set_place(struct cluster *cluster, uint32_t index, uint64_t order, uint32_t node,
                      struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  assert((group->move_order == 0) != (order == 0));
  uint64_t before = group_status_information(cluster, index);
  group->move_order = order;
  group->move_destination = node;
  if (order != 0)
    cluster->groups_waiting++;
  else
    cluster->groups_waiting--;
  effects_change(effects, PROPERTY_GROUP_STATUS_INFORMATION, index, before,
                 group_status_information(cluster, index));
}

void move_queue_enter(struct cluster *cluster, uint32_t group, uint32_t node, bool first,
                      struct effects *effects) {
  assert(node == CLUSTER_NONE || node < cluster->count[OBJECT_NODE]);
  uint64_t number = ++cluster->moves_queued;
  uint64_t behind = ORDINARY_PLACE + PLACE_OF_TIER(group_tier(cluster, group));
  set_place(cluster, group, first ? number : behind + number, node, effects);
  companions_stop(cluster, group, effects);
}

void move_queue_leave(struct cluster *cluster, uint32_t group, struct effects *effects) {
  if (cluster_group(cluster, group)->move_order == 0)
    return;
  set_place(cluster, group, 0, CLUSTER_NONE, effects);
  companions_restore(cluster, group, effects);
}

void move_queue_wake(struct cluster *cluster, struct effects *effects) {
  assert(cluster->groups_waiting <= cluster->count[OBJECT_GROUP]);
  preemption_wake(cluster, effects); /* what frees a slot may have freed memory */
  if (cluster->queue_swept) {        /* one sweep at a time, however many slots come free */
    cluster->queue_woken = true;
  } else if (cluster->groups_waiting > 0) {
    cluster->queue_swept = true;
    effects_follow_up(effects, EVENT_SWEEP_MOVE_QUEUE, 0, 0);
  }
}

uint32_t move_queue_destination(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  assert(group->move_order != 0);
  return group->move_destination != CLUSTER_NONE ? group->move_destination
                                                 : placement_choose(cluster, index, PLACEMENT_MOVE);
}

/* Only a slot, or the end of its own migration, is worth waiting for (M-Q1: a different error ends
 * the wait). */
static bool waits_on(uint32_t status) {
  return move_queue_waits_for(status) || status == WIN32_CLUSTER_GROUP_BUSY;
}

static uint32_t refusal(const struct cluster *cluster, uint32_t index) {
  return vm_migration_move_refusal(cluster, index, move_queue_destination(cluster, index),
                                   cluster_group(cluster, index)->rules_ignored);
}

/* MIG-053: it leaves without having moved. */
static void log_given_up(const struct cluster *cluster, uint32_t index, uint32_t status,
                         struct effects *effects) {
  assert(cluster_group(cluster, index)->move_order == 0);
  if (status != WIN32_SUCCESS)
    effects_log(effects, LOG_ID_QUEUE_GIVEN_UP, index, CLUSTER_NONE, CLUSTER_NONE);
}

/* Takes a group out of the queue where it can move now, or waits in vain. */
static void let_go(struct cluster *cluster, uint32_t index, struct effects *effects) {
  uint32_t node = move_queue_destination(cluster, index), status = refusal(cluster, index);
  if (waits_on(status)) /* between two strides another move took the slot */
    return;
  set_place(cluster, index, 0, CLUSTER_NONE, effects);
  /* A migration beside the queue may have brought it to where it wants to be. */
  if (status == WIN32_SUCCESS && node != cluster_group(cluster, index)->owner) {
    vm_migration_begin_move(cluster, index, node, effects);
    return;
  }
  companions_restore(cluster, index, effects);
  log_given_up(cluster, index, status, effects);
  node_drain_group_stays(cluster, index, effects);
}

bool move_queue_sweep(struct cluster *cluster, const struct event *event, struct effects *effects) {
  uint32_t index = event->argument, end = index + SWEEP_STRIDE,
           count = cluster->count[OBJECT_GROUP];
  uint32_t first = event->value > 0 && event->value <= count ? (uint32_t)event->value - 1
                                                             : (uint32_t)CLUSTER_NONE;
  if (!cluster->queue_swept)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (first != CLUSTER_NONE && cluster_group(cluster, first)->move_order == 0)
    first = CLUSTER_NONE;
  for (; index < count && index < end; index++) {
    uint64_t order = cluster_group(cluster, index)->move_order;
    if (order != 0 && !waits_on(refusal(cluster, index)) &&
        (first == CLUSTER_NONE || order < cluster_group(cluster, first)->move_order))
      first = index;
  }
  if (index < count) {
    effects_follow_up_with(effects, EVENT_SWEEP_MOVE_QUEUE, 0, index,
                           first == CLUSTER_NONE ? 0 : (uint64_t)first + 1);
    return true;
  }
  bool again = cluster->queue_woken || first != CLUSTER_NONE;
  cluster->queue_swept = cluster->queue_woken = false;
  if (first != CLUSTER_NONE)
    let_go(cluster, first, effects);
  if (again)
    move_queue_wake(cluster, effects);
  return true;
}

/* sdk-api cancelclustergroupoperation; 5023 where nothing is pending (os-win). */
bool move_queue_cancel(struct cluster *cluster, const struct event *event,
                       struct effects *effects) {
  uint32_t machine = group_machine(cluster, event->subject);
  if (cluster_group(cluster, event->subject)->move_order != 0) {
    move_queue_leave(cluster, event->subject, effects);
    log_given_up(cluster, event->subject, WIN32_INVALID_STATE, effects);
    node_drain_group_stays(cluster, event->subject, effects);
    return true;
  }
  return (machine != CLUSTER_NONE && vm_migration_cancel_move(cluster, machine, effects)) ||
         effects_refuse(effects, WIN32_INVALID_STATE);
}
