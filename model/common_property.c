#include "model/common_property.h"
#include "model/placement.h"
#include "model/resource.h"

enum resource_property {
#define RESOURCE_PROPERTY(id, field, type) OF_RESOURCE_##id,
#include "model/common_property.def"
  OF_RESOURCE_COUNT
};

enum group_property {
#define GROUP_PROPERTY(id, field, type) OF_GROUP_##id,
#include "model/common_property.def"
  OF_GROUP_COUNT
};

static const enum property_row rows_of_resource[] = {
#define RESOURCE_PROPERTY(id, field, type) SCHEMA_RESOURCE_##id,
#include "model/common_property.def"
};

static const enum property_row rows_of_group[] = {
#define GROUP_PROPERTY(id, field, type) SCHEMA_GROUP_##id,
#include "model/common_property.def"
};

const struct property_schema *common_property_schema(enum object_kind kind, uint32_t n) {
  assert(kind == OBJECT_RESOURCE || kind == OBJECT_GROUP);
  assert(n < common_property_count(kind));
  return property_schema_at(kind == OBJECT_RESOURCE ? rows_of_resource[n] : rows_of_group[n]);
}

uint32_t common_property_count(enum object_kind kind) {
  assert(kind == OBJECT_RESOURCE || kind == OBJECT_GROUP);
  return kind == OBJECT_RESOURCE ? (uint32_t)OF_RESOURCE_COUNT : (uint32_t)OF_GROUP_COUNT;
}

uint32_t common_property_find(const struct cluster *cluster, enum object_kind kind,
                              const char *name) {
  if (object_name_check(name, RESOURCE_NAME_UNITS_MAX) != NULL)
    return CLUSTER_NONE;
  for (uint32_t n = 0; n < common_property_count(kind); n++) {
    const struct property_schema *row = common_property_schema(kind, n);
    if (object_name_equal(row->name, name) && property_schema_exists(row, cluster->level))
      return n;
  }
  return CLUSTER_NONE;
}

static uint32_t value_of_resource(const struct resource *resource, uint32_t n) {
  switch ((enum resource_property)n) {
#define RESOURCE_PROPERTY(id, field, type)                                                         \
  case OF_RESOURCE_##id:                                                                           \
    return (uint32_t)resource->field;
#include "model/common_property.def"
  case OF_RESOURCE_COUNT:
    break;
  }
  assert(false && "a property of a resource");
  return 0;
}

static uint32_t value_of_group(const struct group *group, uint32_t n) {
  switch ((enum group_property)n) {
#define GROUP_PROPERTY(id, field, type)                                                            \
  case OF_GROUP_##id:                                                                              \
    return (uint32_t)group->field;
#include "model/common_property.def"
  case OF_GROUP_COUNT:
    break;
  }
  assert(false && "a property of a group");
  return 0;
}

uint32_t common_property_value(const struct cluster *cluster, enum object_kind kind, uint32_t index,
                               uint32_t n) {
  return kind == OBJECT_RESOURCE ? value_of_resource(cluster_resource(cluster, index), n)
                                 : value_of_group(cluster_group(cluster, index), n);
}

bool common_property_takes(enum object_kind kind, uint32_t n, uint64_t value) {
  return property_schema_takes(common_property_schema(kind, n), value) &&
         (kind != OBJECT_GROUP || n != OF_GROUP_PRIORITY || value % PRIORITY_LOW == 0);
}

/* A value out of range answers 13 (mscs/clusctl-resource-set-common-properties and its siblings).
 */
bool common_property_set_of_resource(struct cluster *cluster, const struct event *event,
                                     struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, event->subject);
  if (event->argument >= OF_RESOURCE_COUNT)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (!common_property_takes(OBJECT_RESOURCE, event->argument, event->value) ||
      (event->argument == OF_RESOURCE_RETRY_PERIOD_ON_FAILURE && /* FOV-017 */
       event->value < resource->restart_period))
    return effects_refuse(effects, WIN32_INVALID_DATA);
  uint32_t before = value_of_resource(resource, event->argument);
  switch ((enum resource_property)event->argument) {
#define RESOURCE_PROPERTY(id, field, type)                                                         \
  case OF_RESOURCE_##id:                                                                           \
    resource->field = (type)event->value;                                                          \
    break;
#include "model/common_property.def"
  case OF_RESOURCE_COUNT:
    break;
  }
  effects_change(effects, PROPERTY_RESOURCE_COMMON, event->subject, before, event->value);
  return true;
}

bool common_property_set_of_group(struct cluster *cluster, const struct event *event,
                                  struct effects *effects) {
  struct group *group = cluster_group(cluster, event->subject);
  if (event->argument >= OF_GROUP_COUNT)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (!common_property_takes(OBJECT_GROUP, event->argument, event->value))
    return effects_refuse(effects, WIN32_INVALID_DATA);
  uint32_t before = value_of_group(group, event->argument);
  switch ((enum group_property)event->argument) {
#define GROUP_PROPERTY(id, field, type)                                                            \
  case OF_GROUP_##id:                                                                              \
    group->field = (type)event->value;                                                             \
    break;
#include "model/common_property.def"
  case OF_GROUP_COUNT:
    break;
  }
  effects_change(effects, PROPERTY_GROUP_COMMON, event->subject, before, event->value);
  return true;
}

/* SetClusterGroupNodeList, one owner at a time: the value says where in the list the node stands; 0
 * begins the list anew, and without a node empties it (VOC-003). */
bool common_property_set_preferred(struct cluster *cluster, const struct event *event,
                                   struct effects *effects) {
  struct group *group = cluster_group(cluster, event->subject);
  uint32_t place = (uint32_t)event->value;
  bool none = event->argument == CLUSTER_NONE;
  if (event->value >= NODES_MAX || (none && place > 0))
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (!none && (event->argument >= cluster->count[OBJECT_NODE] ||
                cluster_node(cluster, event->argument)->state == NODE_NONE))
    return effects_refuse(effects, WIN32_CLUSTER_NODE_NOT_FOUND);
  bool twice = !none && place > 0 && placement_rank(group, event->argument) < NODES_MAX;
  if (twice || (place > 0 && placement_preferred(group, place - 1) == CLUSTER_NONE) ||
      (place > 0 && placement_preferred(group, place) != CLUSTER_NONE))
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  uint64_t before = group->preferred[0];
  for (unsigned i = 0; place == 0 && i < 8; i++)
    group->preferred[i] = 0;
  if (!none)
    group->preferred[place / 8] |= (uint64_t)(1 + event->argument) << (8 * (place % 8));
  effects_change(effects, PROPERTY_GROUP_PREFERRED_OWNERS, event->subject, before,
                 group->preferred[0]);
  return true;
}

/* AddClusterResourceNode (value 1) and RemoveClusterResourceNode (value 0).  The node a resource is
 * up on stays possible. */
bool common_property_set_possible(struct cluster *cluster, const struct event *event,
                                  struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, event->subject);
  if (event->value > 1)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (event->argument >= cluster->count[OBJECT_NODE] ||
      cluster_node(cluster, event->argument)->state == NODE_NONE)
    return effects_refuse(effects, WIN32_CLUSTER_NODE_NOT_FOUND);
  uint64_t bit = UINT64_C(1) << event->argument, before = resource->possible_owners;
  bool owns = cluster_group(cluster, resource->group)->owner == event->argument;
  if (event->value == 0 && owns && !resource_is_down(resource->state))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  resource->possible_owners = event->value == 1 ? before | bit : before & ~bit;
  effects_change(effects, PROPERTY_RESOURCE_POSSIBLE_OWNERS, event->subject, before,
                 resource->possible_owners);
  return true;
}
