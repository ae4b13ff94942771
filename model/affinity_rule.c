#include "model/affinity_rule.h"
#include "model/anti_affinity.h"
#include "model/fault_domain.h"
#include "model/group_move.h"
#include "model/move_queue.h"
#include "model/node.h"
#include "model/placement.h"
#include "model/sweep.h"

static const char *const type_names[] = {"None", "SameFaultDomain", "SameNode",
                                         "DifferentFaultDomain", "DifferentNode"};

const char *affinity_rule_type_name(enum affinity_rule_type type) {
  assert((unsigned)type < AFFINITY_RULE_TYPE_COUNT);
  return type_names[type];
}

enum affinity_rule_type affinity_rule_type_by_name(const char *name) {
  for (unsigned type = 1; type < AFFINITY_RULE_TYPE_COUNT; type++)
    if (object_name_is(name, type_names[type]))
      return (enum affinity_rule_type)type;
  return AFFINITY_RULE_NONE;
}

/* Those of a type that hold, a bit each. */
static uint64_t rules_of_type(const struct cluster *cluster, enum affinity_rule_type type) {
  uint64_t rules = 0;
  assert(cluster->count[OBJECT_AFFINITY_RULE] <= AFFINITY_RULES_MAX);
  for (uint32_t i = 0; i < cluster->count[OBJECT_AFFINITY_RULE]; i++) {
    const struct affinity_rule *rule = cluster_affinity_rule(cluster, i);
    if (rule->enabled && !rule->deleted && rule->type == type)
      rules |= UINT64_C(1) << i;
  }
  return rules;
}

static uint64_t bit(uint32_t node) {
  assert(node < NODES_MAX);
  return UINT64_C(1) << node;
}

/* Where it runs, or will after its move; 0 where it does neither, or goes elsewhere because its
 * node is gone. */
static uint64_t home_of(const struct cluster *cluster, uint32_t group) {
  if (!node_takes_part(cluster, cluster_group(cluster, group)->owner))
    return 0;
  uint64_t nodes = placement_hosts(cluster, group);
  uint64_t others = nodes & ~bit(cluster_group(cluster, group)->owner);
  return others != 0 ? others : nodes;
}

/* Every node that shares the fault domain of one of these. */
static uint64_t domains_of(const struct cluster *cluster, uint64_t nodes) {
  uint64_t all = nodes;
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++)
    if (((nodes >> i) & 1) != 0)
      all |= fault_domain_nodes(cluster, i);
  return all;
}

/* Where a group may not run because of one other group: the rules that both are in. */
static uint64_t forbidden_by(const struct cluster *cluster, uint64_t rules, uint32_t owner,
                             uint32_t other) {
  uint64_t forbidden = 0, hosts = placement_hosts(cluster, other), home = home_of(cluster, other);
  bool comes = home == bit(owner); /* it is beside, and comes along */
  if ((rules & rules_of_type(cluster, AFFINITY_RULE_DIFFERENT_NODE)) != 0)
    forbidden |= hosts;
  if ((rules & rules_of_type(cluster, AFFINITY_RULE_DIFFERENT_FAULT_DOMAIN)) != 0)
    forbidden |= domains_of(cluster, hosts);
  if ((rules & rules_of_type(cluster, AFFINITY_RULE_SAME_NODE)) != 0 && home != 0 && !comes)
    forbidden |= ~home;
  if ((rules & rules_of_type(cluster, AFFINITY_RULE_SAME_FAULT_DOMAIN)) != 0 && home != 0 &&
      (domains_of(cluster, home) & bit(owner)) == 0)
    forbidden |= ~domains_of(cluster, home);
  return forbidden;
}

uint64_t affinity_rule_forbidden(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  uint64_t forbidden = 0;
  if (group->rules == 0)
    return 0;
  for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP]; i++) {
    const struct group *other = cluster_group(cluster, i);
    if (i != index && !other->deleted && (other->rules & group->rules) != 0)
      forbidden |= forbidden_by(cluster, other->rules & group->rules, group->owner, i);
  }
  return forbidden;
}

static bool may_run_on(const struct cluster *cluster, uint32_t group, uint32_t node) {
  return placement_possible(cluster, group, node) &&
         ((affinity_rule_forbidden(cluster, group) >> node) & 1) == 0;
}

/* It runs beside the other one, or where that one was, and is to be with it. */
static bool comes_along(const struct cluster *cluster, uint64_t together, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  return !group->deleted && (group->rules & together) != 0 && !group->unmonitored &&
         !group_move_runs_nothing(cluster, index) && node_takes_part(cluster, group->owner);
}

/* "If a move rule is valid, all groups and roles that are affected will also move." */
uint32_t affinity_rule_refusal(const struct cluster *cluster, uint32_t index, uint32_t node,
                               bool ignored) {
  const struct group *group = cluster_group(cluster, index);
  if (ignored || group->rules == 0)
    return WIN32_SUCCESS;
  if (((affinity_rule_forbidden(cluster, index) >> node) & 1) != 0)
    return WIN32_CLUSTER_AFFINITY_CONFLICT;
  uint64_t together = group->rules & rules_of_type(cluster, AFFINITY_RULE_SAME_NODE);
  for (uint32_t i = 0; together != 0 && i < cluster->count[OBJECT_GROUP]; i++)
    if (i != index && comes_along(cluster, together, i) &&
        cluster_group(cluster, i)->owner != node && !placement_possible(cluster, i, node))
      return WIN32_CLUSTER_AFFINITY_CONFLICT;
  return WIN32_SUCCESS;
}

void affinity_rule_ignore(struct cluster *cluster, uint32_t index, bool ignored,
                          struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  effects_change(effects, PROPERTY_GROUP_RULES_IGNORED, index, group->rules_ignored, ignored);
  group->rules_ignored = ignored;
}

void affinity_rule_call_along(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  if (!group->rules_ignored &&
      (group->rules & rules_of_type(cluster, AFFINITY_RULE_SAME_NODE)) != 0)
    effects_follow_up(effects, EVENT_SWEEP_AFFINITY, index, 0);
}

static bool call_one(struct cluster *cluster, const struct event *event, uint32_t index,
                     struct effects *effects) {
  const struct group *leader = cluster_group(cluster, event->subject);
  const struct group *group = cluster_group(cluster, index);
  uint64_t together = leader->rules & rules_of_type(cluster, AFFINITY_RULE_SAME_NODE);
  if (index == event->subject || group->owner == leader->owner ||
      placement_hosts(cluster, event->subject) == 0 || /* only what runs wants company */
      group->moving_to != CLUSTER_NONE || group->move_order != 0 ||
      !comes_along(cluster, together, index) ||
      node_usable(cluster, leader->owner) != WIN32_SUCCESS ||
      !may_run_on(cluster, index, leader->owner))
    return false;
  group_move_away(cluster, index, leader->owner, effects);
  move_queue_wake(cluster, effects);
  return true;
}

bool affinity_rule_sweep(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  (void)sweep(cluster, OBJECT_GROUP, event, call_one, effects);
  return true;
}

/* --- making and changing rules --- */

bool affinity_rule_create(struct cluster *cluster, const struct event *event,
                          struct effects *effects) {
  assert(event->name != NULL);
  if (!cluster->created)
    return effects_refuse(effects, WIN32_CLUSTER_NOT_INSTALLED);
  if (cluster->level < LEVEL_WS2022)
    return effects_refuse(effects, WIN32_CALL_NOT_IMPLEMENTED);
  if (event->argument == AFFINITY_RULE_NONE || event->argument >= AFFINITY_RULE_TYPE_COUNT ||
      object_name_check(event->name, GROUP_NAME_UNITS_MAX) != NULL)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (cluster_find(cluster, OBJECT_AFFINITY_RULE, event->name) != CLUSTER_NONE)
    return effects_refuse(effects, WIN32_OBJECT_ALREADY_EXISTS);
  uint32_t index = cluster_add(cluster, OBJECT_AFFINITY_RULE, event->name);
  if (index == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  *cluster_affinity_rule(cluster, index) = (struct affinity_rule){.type = (uint8_t)event->argument};
  effects->created_kind = OBJECT_AFFINITY_RULE;
  effects->created = index;
  return true;
}

/* Its number is not given away again: bits of it that groups keep mean nothing. */
bool affinity_rule_delete(struct cluster *cluster, const struct event *event,
                          struct effects *effects) {
  *cluster_affinity_rule(cluster, event->subject) = (struct affinity_rule){.deleted = true};
  cluster->deleted[OBJECT_AFFINITY_RULE]++;
  effects_change(effects, PROPERTY_AFFINITY_RULE_DELETED, event->subject, 0, 1);
  anti_affinity_changed(cluster, effects);
  return true;
}

static void set_rules(struct cluster *cluster, uint32_t index, uint64_t rules,
                      struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  effects_change(effects, PROPERTY_GROUP_RULES, index, group->rules, rules);
  group->rules = rules;
  anti_affinity_changed(cluster, effects);
}

/* A group may be in several (windowsserver "cluster-affinity", combined rules). */
bool affinity_rule_join(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  uint64_t rules = cluster_group(cluster, event->subject)->rules;
  uint32_t rule = event->argument;
  if (rule >= cluster->count[OBJECT_AFFINITY_RULE] || cluster_affinity_rule(cluster, rule)->deleted)
    return effects_refuse(effects, WIN32_NOT_FOUND);
  if (((rules >> rule) & 1) != 0)
    return effects_refuse(effects, WIN32_ALREADY_EXISTS);
  set_rules(cluster, event->subject, rules | UINT64_C(1) << rule, effects);
  return true;
}

bool affinity_rule_leave(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  uint64_t rules = cluster_group(cluster, event->subject)->rules;
  if (event->argument >= AFFINITY_RULES_MAX || ((rules >> event->argument) & 1) == 0)
    return effects_refuse(effects, WIN32_FILE_NOT_FOUND);
  set_rules(cluster, event->subject, rules & ~(UINT64_C(1) << event->argument), effects);
  return true;
}

void affinity_rule_lose(struct cluster *cluster, uint32_t group, struct effects *effects) {
  if (cluster_group(cluster, group)->rules != 0)
    set_rules(cluster, group, 0, effects);
}
