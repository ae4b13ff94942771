#include "model/preemption.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/group_work.h"
#include "model/host_usage.h"
#include "model/locked_mode.h"
#include "model/node.h"
#include "model/object_property.h"
#include "model/placement.h"
#include "model/sweep.h"
#include "model/virtual_machine.h"

static void set_preempted(struct cluster *cluster, uint32_t index, bool preempted,
                          struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  if (group->preempted == preempted)
    return;
  group_change_status(cluster, index, &group->preempted, preempted, effects);
  cluster->groups_preempted =
      preempted ? cluster->groups_preempted + 1 : cluster->groups_preempted - 1;
}

static void set_preemptor(struct cluster *cluster, uint32_t index, uint32_t preemptor,
                          struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  effects_change(effects, PROPERTY_GROUP_PREEMPTOR, index, group->preemptor, preemptor);
  group->preemptor = preemptor;
}

static void set_waits(struct cluster *cluster, uint32_t index, bool waits,
                      struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  if (group->waits_for_memory == waits)
    return;
  effects_change(effects, PROPERTY_GROUP_WAITS_FOR_MEMORY, index, group->waits_for_memory, waits);
  group->waits_for_memory = waits;
  cluster->groups_short = waits ? cluster->groups_short + 1 : cluster->groups_short - 1;
}

static const struct vm *machine_of(const struct cluster *cluster, uint32_t group) {
  uint32_t machine = group_machine(cluster, group);
  return machine == CLUSTER_NONE ? NULL : cluster_vm(cluster, machine);
}

/* --- who makes room --- */

static bool gives_way(const struct cluster *cluster, uint32_t index, uint32_t to) {
  const struct group *group = cluster_group(cluster, index),
                     *preemptor = cluster_group(cluster, to);
  const struct vm *vm = machine_of(cluster, index);
  return !group->deleted && vm != NULL && vm->resource != CLUSTER_NONE &&
         group->owner == preemptor->owner && group->priority < preemptor->priority && /* PLC-016 */
         group->priority <
             property_number_of_cluster(
                 cluster, SCHEMA_CLUSTER_MINIMUM_NEVER_PREEMPT_PRIORITY) && /* PLC-017 */
         vm->state == VM_ENABLED &&
         !group->preempted && !group->destroyed && !group->draining && !group->unmonitored &&
         group->moving_to == CLUSTER_NONE && group->move_order == 0 &&
         !group_migrates(cluster, index) && !group_work_goes_on(cluster, index) &&
         !locked_mode_of_group(cluster, index) &&
         virtual_machine_can_go_offline(cluster, group_machine(cluster, index), 0);
}

/* The lowest priority first, of these the largest machine: docs/fidelity.md row "preemption". */
static bool better(const struct cluster *cluster, uint32_t a, uint32_t b) {
  const struct group *one = cluster_group(cluster, a), *other = cluster_group(cluster, b);
  if (one->priority != other->priority)
    return one->priority < other->priority;
  return machine_of(cluster, a)->memory > machine_of(cluster, b)->memory;
}

/* Memory that is free on the owner, will be when those who make room have done so, and could be. */
struct room {
  uint64_t free, coming, possible;
  uint32_t next; /* who gives way first */
};

static struct room look(const struct cluster *cluster, uint32_t index) {
  struct room room = {.free = host_usage_free_memory(cluster, cluster_group(cluster, index)->owner),
                      .next = CLUSTER_NONE};
  for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP]; i++) {
    if (cluster_group(cluster, i)->preemptor == index && !cluster_group(cluster, i)->deleted) {
      room.coming += machine_of(cluster, i)->memory;
    } else if (gives_way(cluster, i, index)) {
      room.possible += machine_of(cluster, i)->memory;
      if (room.next == CLUSTER_NONE || better(cluster, i, room.next))
        room.next = i;
    }
  }
  return room;
}

static bool fits_elsewhere(const struct cluster *cluster, uint32_t index) {
  uint32_t node = placement_choose(cluster, index, PLACEMENT_MOVE);
  return node != CLUSTER_NONE &&
         host_usage_free_memory(cluster, node) >= machine_of(cluster, index)->memory;
}

static bool may_preempt(const struct cluster *cluster, uint32_t index) {
  return cluster->level >= LEVEL_WS2012 &&
         cluster_group(cluster, index)->priority >=
             property_number_of_cluster(cluster,
                                        SCHEMA_CLUSTER_MINIMUM_PREEMPTOR_PRIORITY); /* PLC-018 */
}

static void preempt(struct cluster *cluster, uint32_t index, uint32_t preemptor,
                    struct effects *effects) {
  effects_log(effects, LOG_ID_PREEMPTED, index, CLUSTER_NONE, CLUSTER_NONE); /* PLC-019 */
  set_preempted(cluster, index, true, effects);
  set_preemptor(cluster, index, preemptor, effects);
  group_work_offline_all(cluster, index, effects);
}

bool preemption_waits(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct vm *vm = machine_of(cluster, index);
  assert(vm != NULL);
  if (!node_answers(cluster, vm->host) || vm->memory <= host_usage_free_memory(cluster, vm->host)) {
    set_waits(cluster, index, false, effects);
    return false;
  }
  struct room room = look(cluster, index);
  bool begun = room.coming > 0;
  bool can = may_preempt(cluster, index) && (begun || !fits_elsewhere(cluster, index)) &&
             room.free + room.coming + room.possible >= vm->memory;
  if (can && room.free + room.coming < vm->memory) {
    preempt(cluster, room.next, index, effects);
    effects_follow_up(effects, EVENT_WORK_ON_GROUP, index, 0); /* it may take more than one */
  }
  set_waits(cluster, index, can, effects);
  return can;
}

void preemption_end_wait(struct cluster *cluster, uint32_t index, struct effects *effects) {
  set_waits(cluster, index, false, effects);
}

void preemption_made_room(struct cluster *cluster, uint32_t index, struct effects *effects) {
  uint32_t preemptor = cluster_group(cluster, index)->preemptor;
  if (preemptor == CLUSTER_NONE)
    return;
  set_preemptor(cluster, index, CLUSTER_NONE, effects);
  if (!cluster_is_deleted(cluster, OBJECT_GROUP, preemptor))
    group_work_wake(cluster, preemptor, effects);
  preemption_wake(cluster, effects); /* it may have made more than was needed */
}

void preemption_forget(struct cluster *cluster, uint32_t index, struct effects *effects) {
  set_preempted(cluster, index, false, effects);
  preemption_made_room(cluster, index, effects);
}

/* --- who comes back --- */

void preemption_wake(const struct cluster *cluster, struct effects *effects) {
  if (cluster->groups_preempted == 0)
    return;
  for (uint32_t i = 0; i < effects->follow_up_count; i++)
    if (effects->follow_ups[i].kind == EVENT_SWEEP_PREEMPTED)
      return;
  effects_follow_up(effects, EVENT_SWEEP_PREEMPTED, 0, 0);
}

/* What those need who wait on this node. */
static uint64_t wanted_on(const struct cluster *cluster, uint32_t node) {
  uint64_t bytes = 0;
  for (uint32_t i = 0; cluster->groups_short > 0 && i < cluster->count[OBJECT_GROUP]; i++)
    if (cluster_group(cluster, i)->waits_for_memory && cluster_group(cluster, i)->owner == node)
      bytes += machine_of(cluster, i)->memory;
  return bytes;
}

static bool has_room(const struct cluster *cluster, uint32_t index, uint32_t node) {
  uint64_t free = host_usage_free_memory(cluster, node), wanted = wanted_on(cluster, node);
  return cluster_node(cluster, node)->state == NODE_UP && node_answers(cluster, node) &&
         placement_possible(cluster, index, node) && wanted <= free &&
         free - wanted >= machine_of(cluster, index)->memory;
}

static bool come_back(struct cluster *cluster, const struct event *event, uint32_t index,
                      struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  if (!group->preempted || group_tier(cluster, index) != event->value ||
      group->preemptor != CLUSTER_NONE || !group_move_runs_nothing(cluster, index) ||
      group->moving_to != CLUSTER_NONE || group->move_order != 0 ||
      machine_of(cluster, index) == NULL || group_unattended(cluster, index) != WIN32_SUCCESS)
    return false;
  uint32_t node = group->owner;
  if (!has_room(cluster, index, node))
    node = placement_choose(cluster, index, PLACEMENT_MOVE);
  if (node == CLUSTER_NONE || !has_room(cluster, index, node))
    return false;
  if (node != group->owner) {
    effects_log(effects, LOG_ID_GROUP_MOVES, index, group->owner, node);
    group_move_hand_over(cluster, index, node, effects);
  }
  group_work_restore(cluster, index, effects);
  return true;
}

bool preemption_sweep(struct cluster *cluster, const struct event *event, struct effects *effects) {
  if (event->value >= PRIORITY_TIERS)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (sweep(cluster, OBJECT_GROUP, event, come_back, effects) && event->value + 1 < PRIORITY_TIERS)
    effects_follow_up_with(effects, event->kind, event->subject, 0, event->value + 1);
  return true;
}
