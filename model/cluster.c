#include "model/cluster.h"
#include "model/affinity_rule.h"
#include "model/group.h"
#include "model/group_set.h"
#include "model/host_usage.h"
#include "model/stored_property.h"
#include "model/virtual_machine.h"
#include <string.h>

/* Name index: a chained hash per kind.  Two arrays of `limit` entries: the head of each bucket, and
 * the next object of the same bucket. */

static const struct functional_level_row levels[] = {
#define LEVEL(id, name, rounds, slots, parallel, heartbeats, moves, drains, resilient, threshold)  \
  {name, rounds, slots, parallel, heartbeats, moves, drains, resilient, threshold},
#include "model/functional_level.def"
#undef LEVEL
};

static const char *const switches[][3] = {
#define SWITCH(id, name, first, second) {name, first, second},
#include "model/switches.def"
#undef SWITCH
};

static const size_t slot_bytes[OBJECT_KIND_COUNT] = {
    [OBJECT_CLUSTER] = 0,
    [OBJECT_NODE] = sizeof(struct node),
    [OBJECT_NETWORK] = sizeof(struct network),
    [OBJECT_GROUP] = sizeof(struct group),
    [OBJECT_RESOURCE] = sizeof(struct resource),
    [OBJECT_VM] = sizeof(struct vm),
    [OBJECT_PROPERTY] = sizeof(struct stored_property),
    [OBJECT_GROUP_SET] = sizeof(struct group_set),
    [OBJECT_AFFINITY_RULE] = sizeof(struct affinity_rule),
    [OBJECT_FAULT_DOMAIN] = sizeof(struct fault_domain),
};

static const size_t name_bytes[OBJECT_KIND_COUNT] = {
    [OBJECT_CLUSTER] = 3 * CLUSTER_NAME_UNITS_MAX + 1,
    [OBJECT_NODE] = 3 * NODE_NAME_UNITS_MAX + 1,
    [OBJECT_NETWORK] = 3 * GROUP_NAME_UNITS_MAX + 1,
    [OBJECT_GROUP] = 3 * GROUP_NAME_UNITS_MAX + 1,
    [OBJECT_RESOURCE] = 3 * RESOURCE_NAME_UNITS_MAX + 1,
    [OBJECT_VM] = 3 * GROUP_NAME_UNITS_MAX + 1,
    [OBJECT_PROPERTY] = NAME_BYTES_MAX,
    [OBJECT_GROUP_SET] = 3 * GROUP_NAME_UNITS_MAX + 1,
    [OBJECT_AFFINITY_RULE] = 3 * GROUP_NAME_UNITS_MAX + 1,
    [OBJECT_FAULT_DOMAIN] = 3 * GROUP_NAME_UNITS_MAX + 1,
};

uint32_t cluster_limit(const struct cluster_limits *limits, enum object_kind kind) {
  switch (kind) {
  case OBJECT_CLUSTER:
    return 1;
  case OBJECT_NODE:
    return limits->nodes;
  case OBJECT_NETWORK:
    return limits->networks;
  case OBJECT_GROUP:
    return limits->groups;
  case OBJECT_RESOURCE:
    return limits->resources;
  case OBJECT_VM:
    return limits->vms;
  case OBJECT_PROPERTY:
    return limits->properties;
  case OBJECT_GROUP_SET:
    return limits->group_sets;
  case OBJECT_AFFINITY_RULE:
    return limits->affinity_rules;
  case OBJECT_FAULT_DOMAIN:
    return 2 * limits->nodes;
  case OBJECT_KIND_COUNT:
    break;
  }
  assert(false && "an object kind");
  return 0;
}

static size_t aligned(size_t bytes) {
  return (bytes + 7u) & ~(size_t)7u;
}

/* Lays the arrays out behind the header; returns the size of the block. */
static size_t lay_out(const struct cluster_limits *limits, struct cluster *cluster) {
  size_t at = aligned(sizeof(struct cluster));
  for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++) {
    size_t limit = cluster_limit(limits, (enum object_kind)kind);
    if (cluster != NULL) {
      cluster->offset[kind] = at;
      cluster->name_offset[kind] = at + aligned(limit * slot_bytes[kind]);
      cluster->index_offset[kind] = cluster->name_offset[kind] + aligned(limit * name_bytes[kind]);
    }
    at += aligned(limit * slot_bytes[kind]) + aligned(limit * name_bytes[kind]) +
          aligned(2 * limit * sizeof(uint32_t));
  }
  return at;
}

struct cluster_limits cluster_limits_windows(void) {
  return (struct cluster_limits){
      .nodes = NODES_MAX,
      .networks = NETWORKS_MAX,
      .groups = VMS_MAX + 64,
      .resources = 2 * VMS_MAX + 64,
      .vms = VMS_MAX,
      .properties = PROPERTIES_MAX,
      .group_sets = GROUP_SETS_MAX,
      .affinity_rules = AFFINITY_RULES_MAX,
  };
}

size_t model_size(const struct cluster_limits *limits) {
  struct cluster_limits windows = cluster_limits_windows();
  for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++) {
    uint32_t limit = cluster_limit(limits, (enum object_kind)kind);
    if ((limit == 0 && kind < OBJECT_PROPERTY) ||
        limit > cluster_limit(&windows, (enum object_kind)kind))
      return 0;
  }
  return lay_out(limits, NULL);
}

uint32_t *cluster_index(const struct cluster *cluster, enum object_kind kind) {
  assert(kind < OBJECT_KIND_COUNT);
  return (uint32_t *)(void *)((unsigned char *)(uintptr_t)cluster + cluster->index_offset[kind]);
}

struct cluster *model_init(void *memory, size_t size, const struct cluster_settings *settings) {
  assert(memory != NULL && (uintptr_t)memory % 8 == 0);
  assert(size >= model_size(&settings->limits) && model_size(&settings->limits) > 0);
  assert((unsigned)settings->level < LEVEL_COUNT);
  memset(memory, 0, model_size(&settings->limits));
  struct cluster *cluster = memory;
  cluster->limits = settings->limits;
  cluster->size = lay_out(&settings->limits, cluster);
  cluster->level = settings->level;
  cluster->seed = settings->seed;
  cluster->parallel_migrations = levels[settings->level].parallel;
  cluster->quarantine_threshold = 3;
  cluster->same_subnet_threshold = levels[settings->level].heartbeats_missed;
  for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++) {
    uint32_t limit = cluster_limit(&settings->limits, (enum object_kind)kind);
    memset(cluster_index(cluster, (enum object_kind)kind), 0xFF, 2 * limit * sizeof(uint32_t));
  }
  return cluster;
}

void cluster_copy(struct cluster *to, const struct cluster *from) {
  assert(to != NULL && from != NULL && to != from);
  memcpy(to, from, from->size);
}

const struct functional_level_row *functional_level(enum functional_level level) {
  assert((unsigned)level < LEVEL_COUNT);
  return &levels[level];
}

const char *cluster_switch_name(enum model_switch which) {
  assert((unsigned)which < SWITCH_COUNT);
  return switches[which][0];
}

const char *cluster_switch_value(enum model_switch which, unsigned value) {
  assert((unsigned)which < SWITCH_COUNT && value < 2);
  return switches[which][1 + value];
}

static void set_name(struct cluster *cluster, enum object_kind kind, uint32_t index,
                     const char *name) {
  size_t length = strlen(name);
  assert(length < name_bytes[kind]);
  memcpy((unsigned char *)cluster + cluster->name_offset[kind] + index * name_bytes[kind], name,
         length + 1);
}

/* Takes a slot out of its bucket, or puts it in. */
static void link_slot(struct cluster *cluster, enum object_kind kind, uint32_t index, bool in) {
  assert((unsigned)kind < OBJECT_KIND_COUNT && index < cluster->count[kind]);
  uint32_t limit = cluster_limit(&cluster->limits, kind);
  uint32_t *heads = cluster_index(cluster, kind), *next = heads + limit;
  uint32_t *link = &heads[object_name_hash(cluster_name(cluster, kind, index)) % limit];
  if (in) {
    next[index] = *link;
    *link = index;
    return;
  }
  while (*link != index)
    link = &next[*link];
  *link = next[index];
}

uint32_t cluster_add(struct cluster *cluster, enum object_kind kind, const char *name) {
  uint32_t limit = cluster_limit(&cluster->limits, kind);
  uint32_t index = cluster->count[kind];
  if (index == limit)
    return CLUSTER_NONE;
  set_name(cluster, kind, index, name);
  if (kind == OBJECT_PROPERTY) { /* its index is by holder: stored_property_derive() */
    cluster->count[kind]++;
    return index;
  }
  assert(cluster_find(cluster, kind, name) == CLUSTER_NONE);
  cluster->count[kind]++;
  link_slot(cluster, kind, index, true);
  return index;
}

void cluster_rename(struct cluster *cluster, enum object_kind kind, uint32_t index,
                    const char *name) {
  assert((unsigned)kind < OBJECT_KIND_COUNT && kind != OBJECT_PROPERTY);
  link_slot(cluster, kind, index, false);
  set_name(cluster, kind, index, name);
  link_slot(cluster, kind, index, true);
}

void cluster_rename_property(struct cluster *cluster, uint32_t index, const char *name) {
  assert(index < cluster->count[OBJECT_PROPERTY]);
  set_name(cluster, OBJECT_PROPERTY, index, name);
}

uint32_t cluster_find(const struct cluster *cluster, enum object_kind kind, const char *name) {
  assert(kind < OBJECT_KIND_COUNT && kind != OBJECT_PROPERTY && name != NULL);
  if (object_name_check(name, RESOURCE_NAME_UNITS_MAX) != NULL)
    return CLUSTER_NONE;
  uint32_t limit = cluster_limit(&cluster->limits, kind);
  const uint32_t *heads = cluster_index(cluster, kind), *next = heads + limit;
  if (limit == 0)
    return CLUSTER_NONE;
  for (uint32_t i = heads[object_name_hash(name) % limit]; i != CLUSTER_NONE; i = next[i])
    if (!cluster_is_deleted(cluster, kind, i) &&
        object_name_equal(cluster_name(cluster, kind, i), name))
      return i;
  return CLUSTER_NONE;
}

const char *cluster_name(const struct cluster *cluster, enum object_kind kind, uint32_t index) {
  assert(kind < OBJECT_KIND_COUNT && index < cluster->count[kind]);
  return (const char *)cluster + cluster->name_offset[kind] + index * name_bytes[kind];
}

void cluster_set_name(struct cluster *cluster, const char *name) {
  assert(cluster->count[OBJECT_CLUSTER] == 0);
  uint32_t index = cluster_add(cluster, OBJECT_CLUSTER, name);
  assert(index == 0);
  (void)index;
}

void cluster_derive(struct cluster *cluster) {
  assert(cluster != NULL);
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++) {
    struct node *node = cluster_node(cluster, i);
    node->memory_used = 0;
    node->machines = 0;
    node->migrations = 0;
    node->groups = 0;
    node->arriving = 0;
    node->draining_groups = 0;
  }
  cluster->shared_volumes = cluster->groups_waiting = cluster->groups_preempted =
      cluster->groups_short = 0;
  cluster->deleted[OBJECT_GROUP] = cluster->deleted[OBJECT_RESOURCE] = 0;
  cluster->queue_swept = cluster->queue_woken = false;
  cluster->adapters = 0;
  for (uint32_t i = 0; i < cluster->count[OBJECT_VM]; i++) {
    host_usage_count(cluster, i, true);
    cluster->adapters += cluster_vm(cluster, i)->adapter != CLUSTER_NONE;
  }
  for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP]; i++) {
    struct group *group = cluster_group(cluster, i);
    cluster->deleted[OBJECT_GROUP] += group->deleted;
    cluster_node(cluster, group->owner)->groups += !group->deleted;
    cluster_node(cluster, group->owner)->draining_groups += group->draining;
    group->state = group_state_of_members(cluster, i);
    cluster->groups_waiting += group->move_order != 0;
    cluster->groups_preempted += group->preempted;
    cluster->groups_short += group->waits_for_memory;
  }
  cluster->deleted[OBJECT_GROUP_SET] = cluster->deleted[OBJECT_AFFINITY_RULE] = 0;
  cluster->deleted[OBJECT_FAULT_DOMAIN] = 0;
  for (uint32_t i = 0; i < cluster->count[OBJECT_FAULT_DOMAIN]; i++)
    cluster->deleted[OBJECT_FAULT_DOMAIN] += cluster_fault_domain(cluster, i)->deleted;
  for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP_SET]; i++)
    cluster->deleted[OBJECT_GROUP_SET] += cluster_group_set(cluster, i)->deleted;
  for (uint32_t i = 0; i < cluster->count[OBJECT_AFFINITY_RULE]; i++)
    cluster->deleted[OBJECT_AFFINITY_RULE] += cluster_affinity_rule(cluster, i)->deleted;
  for (uint32_t i = 0; i < cluster->count[OBJECT_RESOURCE]; i++) {
    cluster->deleted[OBJECT_RESOURCE] += cluster_resource(cluster, i)->deleted;
    cluster->shared_volumes += cluster_resource(cluster, i)->shared_volume != 0;
  }
  stored_property_derive(cluster);
}
