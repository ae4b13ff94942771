#include "model/property_field.h"

static const enum property_row rows[] = {
#define CLUSTER_FIELD(id, field, type)       SCHEMA_CLUSTER_##id,
#define NETWORK_FIELD(id, field, type)       SCHEMA_NETWORK_##id,
#define GROUPSET_FIELD(id, field, type)      SCHEMA_GROUPSET_##id,
#define AFFINITY_RULE_FIELD(id, field, type) SCHEMA_AFFINITY_RULE_##id,
#define GROUP_FIELD(id, field, type)         SCHEMA_GROUP_##id,
#define RESOURCE_FIELD(id, field, type)      SCHEMA_RESOURCE_##id,
#include "model/property_field.def"
};

bool property_field_exists(enum property_row row) {
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (rows[i] == row)
      return true;
  return false;
}

#define READ(prefix, id, object, field)                                                            \
  case SCHEMA_##prefix##_##id:                                                                     \
    *value = (uint64_t)(object)->field;                                                            \
    return true;

bool property_field_read(const struct cluster *cluster, struct property_holder holder,
                         enum property_row row, uint64_t *value) {
  assert(value != NULL && (unsigned)row < SCHEMA_COUNT);
  switch ((int)row) {
#define CLUSTER_FIELD(id, field, type) READ(CLUSTER, id, cluster, field)
#define NETWORK_FIELD(id, field, type)                                                             \
  READ(NETWORK, id, cluster_network(cluster, holder.index), field)
#define GROUPSET_FIELD(id, field, type)                                                            \
  READ(GROUPSET, id, cluster_group_set(cluster, holder.index), field)
#define AFFINITY_RULE_FIELD(id, field, type)                                                       \
  READ(AFFINITY_RULE, id, cluster_affinity_rule(cluster, holder.index), field)
#define GROUP_FIELD(id, field, type) READ(GROUP, id, cluster_group(cluster, holder.index), field)
#define RESOURCE_FIELD(id, field, type)                                                            \
  READ(RESOURCE, id, cluster_resource(cluster, holder.index), field)
#include "model/property_field.def"
  default:
    return false;
  }
}

bool property_field_takes(enum property_row row, uint64_t value) {
  return property_schema_takes(property_schema_at(row), value) &&
         (row != SCHEMA_GROUP_PRIORITY || value % PRIORITY_LOW == 0);
}

#define WRITE(prefix, id, object, field, type)                                                     \
  case SCHEMA_##prefix##_##id:                                                                     \
    (object)->field = (type)value;                                                                 \
    return true;

bool property_field_write(struct cluster *cluster, struct property_holder holder,
                          enum property_row row, uint64_t value) {
  assert(property_field_exists(row) && property_field_takes(row, value));
  if (row == SCHEMA_RESOURCE_RETRY_PERIOD_ON_FAILURE &&
      value < cluster_resource(cluster, holder.index)->restart_period)
    return false;
  switch ((int)row) {
#define CLUSTER_FIELD(id, field, type) WRITE(CLUSTER, id, cluster, field, type)
#define NETWORK_FIELD(id, field, type)                                                             \
  WRITE(NETWORK, id, cluster_network(cluster, holder.index), field, type)
#define GROUPSET_FIELD(id, field, type)                                                            \
  WRITE(GROUPSET, id, cluster_group_set(cluster, holder.index), field, type)
#define AFFINITY_RULE_FIELD(id, field, type)                                                       \
  WRITE(AFFINITY_RULE, id, cluster_affinity_rule(cluster, holder.index), field, type)
#define GROUP_FIELD(id, field, type)                                                               \
  WRITE(GROUP, id, cluster_group(cluster, holder.index), field, type)
#define RESOURCE_FIELD(id, field, type)                                                            \
  WRITE(RESOURCE, id, cluster_resource(cluster, holder.index), field, type)
#include "model/property_field.def"
  default:
    break;
  }
  assert(false && "a property with a field");
  return false;
}

bool property_fields_are_sound(const struct cluster *cluster, struct property_holder holder) {
  static const enum property_set sets[] = {
      [CONTROL_OBJECT_RESOURCE] = SCHEMA_SET_RESOURCE,
      [CONTROL_OBJECT_GROUP] = SCHEMA_SET_GROUP,
      [CONTROL_OBJECT_NETWORK] = SCHEMA_SET_NETWORK,
      [CONTROL_OBJECT_CLUSTER] = SCHEMA_SET_CLUSTER,
      [CONTROL_OBJECT_GROUPSET] = SCHEMA_SET_GROUPSET,
      [CONTROL_OBJECT_AFFINITYRULE] = SCHEMA_SET_AFFINITY_RULE,
  };
  assert((size_t)holder.object < sizeof sets / sizeof sets[0]);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    uint64_t value = 0;
    if (property_schema_at(rows[i])->set == sets[holder.object] &&
        property_field_read(cluster, holder, rows[i], &value) &&
        !property_field_takes(rows[i], value))
      return false;
  }
  return true;
}
