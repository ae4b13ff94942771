#include "model/placement.h"
#include "model/anti_affinity.h"
#include "model/fault_domain.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/host_usage.h"
#include "model/protected_network.h"
#include "model/resource.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

uint32_t placement_preferred(const struct group *group, uint32_t n) {
  if (n >= NODES_MAX)
    return CLUSTER_NONE;
  uint32_t entry = (group->preferred[n / 8] >> (8 * (n % 8))) & 0xFF;
  return entry == 0 ? CLUSTER_NONE : entry - 1;
}

uint32_t placement_rank(const struct group *group, uint32_t node) {
  for (uint32_t n = 0; placement_preferred(group, n) != CLUSTER_NONE; n++)
    if (placement_preferred(group, n) == node)
      return n;
  return NODES_MAX;
}

bool placement_possible(const struct cluster *cluster, uint32_t index, uint32_t node) {
  const struct group *group = cluster_group(cluster, index);
  assert(node < NODES_MAX);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (((cluster_resource(cluster, group->resources[i])->possible_owners >> node) & 1) == 0)
      return false;
  return true;
}

bool placement_comes(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    const struct resource *resource = cluster_resource(cluster, group->resources[i]);
    if (resource->goal == GOAL_ONLINE &&
        resource_provider_of(resource->type) != PROVIDER_CONFIGURATION)
      return true;
  }
  return false;
}

/* docs/fidelity.md row "anti-affinity-hosting" */
uint64_t placement_hosts(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t machine = group_machine(cluster, index);
  if (group->deleted ||
      (!placement_comes(cluster, index) && group_move_runs_nothing(cluster, index)))
    return 0;
  uint64_t nodes = UINT64_C(1) << group->owner;
  if (group->moving_to != CLUSTER_NONE)
    nodes |= UINT64_C(1) << group->moving_to;
  if (machine != CLUSTER_NONE && group_migrates(cluster, index))
    nodes |= UINT64_C(1) << cluster_vm(cluster, machine)->migration.destination;
  return nodes;
}

/* How good a node is; a greater number in the first field that differs is better. */
struct rating {
  uint32_t class; /* 0: it cannot be this one */
  uint32_t order; /* among equals of a class */
  uint32_t near;  /* the same site, a preferred one (PLC-014) */
  uint32_t load;  /* the smaller the better */
};

/* Its place in the node list: preferred owners, then the others by ID (PLC-001). */
static uint32_t list_place(const struct group *group, uint32_t node) {
  uint32_t rank = placement_rank(group, node);
  return rank < NODES_MAX ? rank : NODES_MAX + node;
}

/* How far behind the owner in the node list, wrapping round (PLC-002). */
static uint32_t steps_behind(const struct group *group, uint32_t node) {
  uint32_t mine = list_place(group, group->owner), place = list_place(group, node);
  return place > mine ? place - mine : place + 2 * NODES_MAX - mine;
}

/* From the best: nodes that are Up and hold the machine's memory, those where nothing runs that it
 * is kept apart from (PLC-007); the others of these; nodes that are Up, where it fails.  After a
 * node failure, because a group has an owner that is there: one where it may not come online
 * (PLC-008), a paused one, where it stays offline (PLC-012), and at last one that is no possible
 * owner.  A move prefers nodes with a free migration slot. */
enum {
  NOWHERE,
  NOT_POSSIBLE,
  PAUSED,
  FORBIDDEN,
  TOO_SMALL,
  TOGETHER = TOO_SMALL + 2,
  APART = TOGETHER + 2
};

/* What is looked at once for all nodes. */
struct wish {
  uint32_t group;
  enum placement_cause cause;
  uint64_t memory;             /* bytes */
  uint64_t avoided, forbidden; /* bit per node */
};

static bool is_move(enum placement_cause cause) {
  return cause == PLACEMENT_MOVE || cause == PLACEMENT_RECONNECT;
}

static bool has_network(const struct cluster *cluster, uint32_t group, uint32_t node) {
  uint32_t machine = group_machine(cluster, group);
  return machine == CLUSTER_NONE ||
         protected_network_reached(cluster, cluster_vm(cluster, machine), node);
}

static uint32_t class_of(const struct cluster *cluster, const struct wish *wish, uint32_t node) {
  enum node_state state = cluster_node(cluster, node)->state;
  bool after_failure = wish->cause == PLACEMENT_NODE_FAILURE;
  bool avoided = ((wish->avoided >> node) & 1) != 0;
  if (state != NODE_UP && (state != NODE_PAUSED || !after_failure))
    return NOWHERE;
  if (wish->cause == PLACEMENT_RECONNECT && !has_network(cluster, wish->group, node))
    return NOWHERE;
  if (!placement_possible(cluster, wish->group, node))
    return after_failure ? NOT_POSSIBLE : NOWHERE;
  if (state == NODE_PAUSED)
    return PAUSED;
  if (((wish->forbidden >> node) & 1) != 0)
    return after_failure ? FORBIDDEN : NOWHERE;
  uint32_t class = host_usage_free_memory(cluster, node) < wish->memory ? TOO_SMALL
                   : avoided                                            ? TOGETHER
                                                                        : APART;
  return class + (is_move(wish->cause) && vm_migration_slot_free(cluster, node) ? 1u : 0u);
}

static struct rating rate(const struct cluster *cluster, const struct wish *wish, uint32_t node) {
  const struct group *group = cluster_group(cluster, wish->group);
  const struct node *candidate = cluster_node(cluster, node);
  struct rating rating = {.class = class_of(cluster, wish, node)};
  if (wish->cause == PLACEMENT_RESOURCE_FAILURE) {
    rating.order = 4 * NODES_MAX - steps_behind(group, node);
  } else { /* PLC-003: the highest preferred owner; without them the fewest groups (PLC-005) */
    rating.order = NODES_MAX - placement_rank(group, node);
    rating.near = fault_domain_nearness(cluster, wish->group, node);
    rating.load = candidate->groups + (is_move(wish->cause) ? candidate->arriving : 0);
  }
  return rating;
}

static bool better(struct rating a, struct rating b) {
  if (a.class != b.class)
    return a.class > b.class;
  if (a.order != b.order)
    return a.order > b.order;
  return a.near != b.near ? a.near > b.near : a.load < b.load;
}

/* Among equals the lowest ID. */
uint32_t placement_choose(const struct cluster *cluster, uint32_t index,
                          enum placement_cause cause) {
  uint32_t best = CLUSTER_NONE, owner = cluster_group(cluster, index)->owner;
  uint32_t machine = group_machine(cluster, index);
  struct wish wish = {.group = index,
                      .cause = cause,
                      .memory = machine == CLUSTER_NONE ? 0 : cluster_vm(cluster, machine)->memory,
                      .avoided = anti_affinity_nodes(cluster, index),
                      .forbidden = anti_affinity_forbidden(cluster, index)};
  struct rating best_rating = {0};
  for (uint32_t node = 0; node < cluster->count[OBJECT_NODE]; node++) {
    if (node == owner && cause != PLACEMENT_NODE_FAILURE)
      continue;
    struct rating rating = rate(cluster, &wish, node);
    if (rating.class == NOWHERE || (best != CLUSTER_NONE && !better(rating, best_rating)))
      continue;
    best = node;
    best_rating = rating;
  }
  return best;
}
