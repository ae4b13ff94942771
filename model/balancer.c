#include "model/balancer.h"
#include "model/anti_affinity.h"
#include "model/fixed_point.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/move_queue.h"
#include "model/object_property.h"
#include "model/placement.h"
#include "model/sweep.h"
#include "model/vm_migration.h"

enum { MODE_OFF, MODE_ON_JOIN, MODE_ALWAYS }; /* CLUSTER_AUTO_BALANCER_*: AutoBalancerMode */
enum { DISABLE_AUTOBALANCING = 1 };           /* GRP_PLACEMENT_OPTIONS_* */

/* AutoBalancerLevel 1, 2, 3: more than 80, 70, 60 % (PLC-021), in thousandths. */
enum { LOWEST_THRESHOLD = 600 };

static uint64_t threshold(const struct cluster *cluster) {
  uint64_t level = property_number_of_cluster(cluster, SCHEMA_CLUSTER_AUTO_BALANCER_LEVEL);
  assert(level >= 1 && level <= 3);
  return LOWEST_THRESHOLD + 100 * (3 - level);
}

static uint64_t mode_of(const struct cluster *cluster) {
  return cluster->level < LEVEL_WS2016
             ? (uint64_t)MODE_OFF
             : property_number_of_cluster(cluster, SCHEMA_CLUSTER_AUTO_BALANCER_MODE);
}

/* Thousandths of the node's memory. */
static uint64_t load_with(const struct node *node, uint64_t bytes) {
  assert(node->memory > 0);
  return fixed_point_multiply_divide(bytes, 1000, node->memory);
}

static uint64_t bytes_now(const struct node *node) {
  return node->memory_used + node->memory_taken;
}

/* Asked after every instant: without a division. */
static bool someone_is_loaded(const struct cluster *cluster) {
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++) {
    const struct node *node = cluster_node(cluster, i);
    if (bytes_now(node) > node->memory / 2 && node->state == NODE_UP)
      return true;
  }
  return false;
}

bool balancer_is_due(const struct cluster *cluster) {
  uint64_t most = 0, least = UINT64_MAX;
  if (!someone_is_loaded(cluster) || mode_of(cluster) != MODE_ALWAYS)
    return false;
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++) {
    const struct node *node = cluster_node(cluster, i);
    if (node->state != NODE_UP)
      continue;
    uint64_t load = load_with(node, bytes_now(node));
    most = load > most ? load : most;
    least = load < least ? load : least;
  }
  return most > threshold(cluster) && least < threshold(cluster);
}

void balancer_node_joined(const struct cluster *cluster, struct effects *effects) {
  if (mode_of(cluster) != MODE_OFF)
    effects_follow_up(effects, EVENT_BALANCE_NODES, 0, 0);
}

/* --- what the nodes will have when what moves has moved: holds within the instant --- */

bool balancer_begin(struct cluster *cluster, const struct event *event, struct effects *effects) {
  assert(event->kind == EVENT_BALANCE_NODES);
  if (mode_of(cluster) == MODE_OFF)
    return true;
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++)
    cluster_node(cluster, i)->memory_planned = bytes_now(cluster_node(cluster, i));
  effects_follow_up(effects, EVENT_SWEEP_LOADS, 0, 0);
  return true;
}

static void plan_move(struct cluster *cluster, uint32_t from, uint32_t to, uint64_t bytes) {
  uint64_t *leaves = &cluster_node(cluster, from)->memory_planned;
  *leaves -= *leaves < bytes ? *leaves : bytes;
  if (to != CLUSTER_NONE)
    cluster_node(cluster, to)->memory_planned += bytes;
}

static void plan_group(struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t machine = group_machine(cluster, index);
  if (group->deleted || machine == CLUSTER_NONE)
    return;
  const struct vm *vm = cluster_vm(cluster, machine);
  if (group->move_order != 0)
    plan_move(cluster, group->owner, group->move_destination, vm->memory);
  else if (vm->migration.phase == MIGRATION_SETUP) /* nothing is reserved yet */
    plan_move(cluster, vm->migration.source, vm->migration.destination, vm->memory);
  else if (vm_migration_active(vm->migration.phase))
    plan_move(cluster, vm->migration.source, CLUSTER_NONE, vm->memory);
}

bool balancer_sweep_loads(struct cluster *cluster, const struct event *event,
                          struct effects *effects) {
  uint32_t index = event->argument, end = index + SWEEP_STRIDE;
  for (; index < cluster->count[OBJECT_GROUP] && index < end; index++)
    plan_group(cluster, index);
  if (index < cluster->count[OBJECT_GROUP])
    effects_follow_up(effects, EVENT_SWEEP_LOADS, 0, index);
  else
    effects_follow_up(effects, EVENT_SWEEP_LOADED_NODE, 0, 0);
  return true;
}

/* --- one node after the other gives away what it has too much of --- */

static uint64_t load_planned(const struct cluster *cluster, uint32_t node, uint64_t more,
                             uint64_t less) {
  const struct node *of = cluster_node(cluster, node);
  uint64_t bytes = of->memory_planned + more;
  return load_with(of, bytes > less ? bytes - less : 0);
}

static uint64_t memory_of(const struct cluster *cluster, uint32_t group) {
  return cluster_vm(cluster, group_machine(cluster, group))->memory;
}

/* It can leave, and nobody said that it should not (PLC-022). */
static bool may_leave(const struct cluster *cluster, uint32_t index, uint32_t source) {
  const struct group *group = cluster_group(cluster, index);
  struct property_holder holder = {CONTROL_OBJECT_GROUP, index};
  uint32_t machine = group_machine(cluster, index);
  if (group->deleted || group->owner != source || machine == CLUSTER_NONE ||
      !group_move_is_free(cluster, index))
    return false;
  return (property_number(cluster, holder, SCHEMA_GROUP_PLACEMENT_OPTIONS) &
          DISABLE_AUTOBALANCING) == 0;
}

static bool takes(const struct cluster *cluster, uint32_t index, uint32_t node) {
  uint32_t status = vm_migration_move_refusal(cluster, index, node, false);
  return (status == WIN32_SUCCESS || move_queue_waits_for(status)) &&
         load_planned(cluster, node, memory_of(cluster, index), 0) <= threshold(cluster);
}

/* The node that has the least then, and may have it: possible owners, rules and anti-affinity are
 * kept.  CLUSTER_NONE where there is none. */
static uint32_t target_of(const struct cluster *cluster, uint32_t index, uint32_t source) {
  uint64_t avoided = anti_affinity_nodes(cluster, index) | anti_affinity_forbidden(cluster, index);
  uint64_t memory = memory_of(cluster, index), least = UINT64_MAX;
  uint32_t best = CLUSTER_NONE;
  for (uint32_t node = 0; node < cluster->count[OBJECT_NODE]; node++) {
    if (node == source || ((avoided >> node) & 1) != 0 || !takes(cluster, index, node) ||
        load_planned(cluster, node, memory, 0) >= least)
      continue;
    best = node;
    least = load_planned(cluster, node, memory, 0);
  }
  return best;
}

/* The higher load of the two nodes when the machine has moved: the lower the better. */
static uint64_t load_after(const struct cluster *cluster, uint32_t index, uint32_t source) {
  uint32_t target = target_of(cluster, index, source);
  if (target == CLUSTER_NONE)
    return UINT64_MAX;
  uint64_t memory = memory_of(cluster, index);
  uint64_t left = load_planned(cluster, source, 0, memory);
  uint64_t there = load_planned(cluster, target, memory, 0);
  return left > there ? left : there;
}

static void next_node(struct cluster *cluster, uint32_t node, struct effects *effects) {
  if (node + 1 < cluster->count[OBJECT_NODE]) {
    effects_follow_up(effects, EVENT_SWEEP_LOADED_NODE, node + 1, 0);
    return;
  }
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++)
    cluster_node(cluster, i)->memory_planned = 0;
}

static void give_away(struct cluster *cluster, uint32_t index, uint32_t source,
                      struct effects *effects) {
  uint32_t target = target_of(cluster, index, source);
  assert(target != CLUSTER_NONE);
  effects_log(effects, LOG_ID_LOAD_BALANCED, index, source, target); /* EVT-018 */
  move_queue_enter(cluster, index, target, false, effects);
  move_queue_wake(cluster, effects);
  plan_move(cluster, source, target, memory_of(cluster, index));
}

/* value: 1 + the best machine's group so far. */
bool balancer_sweep_node(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  uint32_t source = event->subject, index = event->argument, end = index + SWEEP_STRIDE;
  uint32_t count = cluster->count[OBJECT_GROUP];
  uint32_t best = event->value > 0 && event->value <= count ? (uint32_t)event->value - 1
                                                            : (uint32_t)CLUSTER_NONE;
  if (cluster_node(cluster, source)->state != NODE_UP ||
      load_planned(cluster, source, 0, 0) <= threshold(cluster)) {
    next_node(cluster, source, effects);
    return true;
  }
  uint64_t least = best == CLUSTER_NONE ? UINT64_MAX : load_after(cluster, best, source);
  for (; index < count && index < end; index++) {
    uint64_t load =
        may_leave(cluster, index, source) ? load_after(cluster, index, source) : UINT64_MAX;
    if (load < least) {
      best = index;
      least = load;
    }
  }
  if (index < count) {
    effects_follow_up_with(effects, EVENT_SWEEP_LOADED_NODE, source, index,
                           best == CLUSTER_NONE ? 0 : (uint64_t)best + 1);
    return true;
  }
  if (least == UINT64_MAX) {
    next_node(cluster, source, effects);
    return true;
  }
  give_away(cluster, best, source, effects);
  effects_follow_up(effects, EVENT_SWEEP_LOADED_NODE, source, 0);
  return true;
}
