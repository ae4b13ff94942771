#include "model/anti_affinity.h"
#include "model/affinity_rule.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/group_work.h"
#include "model/move_queue.h"
#include "model/object_property.h"
#include "model/placement.h"
#include "model/resource.h"
#include <string.h>

/* --- classes: a MULTI_SZ --- */

struct classes {
  const uint8_t *bytes; /* UTF-16, every text with its NUL, an empty one at the end */
  uint32_t size;
};

static struct classes classes_of(const struct cluster *cluster, uint32_t group) {
  struct property_holder holder = {CONTROL_OBJECT_GROUP, group};
  const char *name = property_schema_at(SCHEMA_GROUP_ANTI_AFFINITY_CLASS_NAMES)->name;
  uint32_t slot = stored_property_find(cluster, holder, false, name);
  if (slot == CLUSTER_NONE)
    return (struct classes){0};
  const struct stored_property *stored = cluster_property(cluster, slot);
  return (struct classes){stored->value, stored->size};
}

/* Bytes of the text at `at`, its NUL included; 0 at the end. */
static uint32_t text_size(const struct classes *classes, uint32_t at) {
  uint32_t end = at;
  while (end + 1 < classes->size && (classes->bytes[end] | classes->bytes[end + 1]) != 0)
    end += 2;
  return end == at ? 0 : end + 2 - at;
}

/* "at least one identical string" */
static bool share_one(const struct classes *a, const struct classes *b) {
  for (uint32_t i = 0, mine = 0; (mine = text_size(a, i)) > 0 && i + mine <= a->size; i += mine)
    for (uint32_t k = 0, other = 0; (other = text_size(b, k)) > 0 && k + other <= b->size;
         k += other)
      if (mine == other && memcmp(a->bytes + i, b->bytes + k, mine) == 0)
        return true;
  return false;
}

/* --- where the others are --- */

uint64_t anti_affinity_nodes(const struct cluster *cluster, uint32_t group) {
  struct classes mine = classes_of(cluster, group);
  uint64_t nodes = 0;
  assert(group < cluster->count[OBJECT_GROUP]);
  for (uint32_t i = 0; mine.size > 0 && i < cluster->count[OBJECT_GROUP]; i++) {
    struct classes other = classes_of(cluster, i);
    if (i != group && other.size > 0 && !cluster_group(cluster, i)->deleted &&
        share_one(&mine, &other))
      nodes |= placement_hosts(cluster, i);
  }
  return nodes;
}

/* --- ClusterEnforcedAntiAffinity, and affinity rules --- */

static bool is_enforced(const struct cluster *cluster) {
  return property_number_of_cluster(cluster, SCHEMA_CLUSTER_CLUSTER_ENFORCED_ANTI_AFFINITY) != 0;
}

uint64_t anti_affinity_forbidden(const struct cluster *cluster, uint32_t group) {
  return (is_enforced(cluster) ? anti_affinity_nodes(cluster, group) : 0) |
         affinity_rule_forbidden(cluster, group);
}

void anti_affinity_changed(struct cluster *cluster, struct effects *effects) {
  if (cluster->groups_waiting > 0 &&
      (cluster->count[OBJECT_AFFINITY_RULE] > 0 || is_enforced(cluster)))
    move_queue_wake(cluster, effects);
}

/* A request that said that rules do not matter is the last word of its administrator. */
static bool is_kept(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  return !group->rules_ignored &&
         ((anti_affinity_forbidden(cluster, index) >> group->owner) & 1) != 0;
}

void anti_affinity_check(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  assert(index < cluster->count[OBJECT_GROUP]);
  if (!placement_comes(cluster, index) || !group_move_runs_nothing(cluster, index))
    return;
  bool kept = is_kept(cluster, index);
  for (uint32_t i = 0; kept && i < group->resource_count; i++)
    if (cluster_resource(cluster, group->resources[i])->goal == GOAL_ONLINE) {
      effects_log(effects, LOG_ID_KEPT_APART, group->resources[i], CLUSTER_NONE, CLUSTER_NONE);
      group_work_set_goal(cluster, group->resources[i], GOAL_NONE, effects);
    }
  group_change_status(cluster, index, &group->kept_apart, kept, effects);
}

void anti_affinity_forget(struct cluster *cluster, uint32_t index, struct effects *effects) {
  group_change_status(cluster, index, &cluster_group(cluster, index)->kept_apart, false, effects);
}

bool anti_affinity_try_again(struct cluster *cluster, uint32_t index, uint32_t node,
                             struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  assert(node < cluster->count[OBJECT_NODE]);
  if (!group->kept_apart || group->owner == node || cluster_node(cluster, node)->state != NODE_UP ||
      !placement_possible(cluster, index, node) || !group_move_runs_nothing(cluster, index) ||
      ((anti_affinity_nodes(cluster, index) >> node) & 1) != 0 ||
      ((affinity_rule_forbidden(cluster, index) >> node) & 1) != 0)
    return false;
  effects_log(effects, LOG_ID_GROUP_MOVES, index, group->owner, node);
  group_move_hand_over(cluster, index, node, effects);
  return true;
}
