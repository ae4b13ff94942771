#include "model/object_property.h"
#include "model/group.h"
#include "model/group_set.h"
#include "model/membership.h"
#include "model/object_guid.h"
#include "model/property_field.h"
#include "model/resource.h"
#include "model/service_hang.h"
#include "model/vm_migration.h"
#include <string.h>

/* What a release of Windows says of itself. */
struct windows_version {
  uint32_t version, upgrade, major, minor, build;
};

static const struct windows_version versions[LEVEL_COUNT] = {
#define WINDOWS_VERSION(level, version, upgrade, major, minor, build)                              \
  [LEVEL_##level] = {version, upgrade, major, minor, build},
#include "model/windows_version.def"
#undef WINDOWS_VERSION
};

enum property_set property_set_of_type(enum resource_type type) {
  static const enum property_set sets[TYPE_COUNT] = {
#define RESOURCE_TYPE(id, name, display, provider) [TYPE_##id] = SCHEMA_SET_##id,
#include "model/resource_type.def"
#undef RESOURCE_TYPE
  };
  assert((unsigned)type < TYPE_COUNT);
  return sets[type];
}

enum property_set property_set_of(const struct cluster *cluster, struct property_holder holder,
                                  bool is_private) {
  static const enum property_set of_object[] = {
      [CONTROL_OBJECT_INVALID] = SCHEMA_SET_COUNT,
      [CONTROL_OBJECT_RESOURCE] = SCHEMA_SET_RESOURCE,
      [CONTROL_OBJECT_RESOURCE_TYPE] = SCHEMA_SET_RESOURCE_TYPE,
      [CONTROL_OBJECT_GROUP] = SCHEMA_SET_GROUP,
      [CONTROL_OBJECT_NODE] = SCHEMA_SET_NODE,
      [CONTROL_OBJECT_NETWORK] = SCHEMA_SET_NETWORK,
      [CONTROL_OBJECT_NETINTERFACE] = SCHEMA_SET_NETINTERFACE,
      [CONTROL_OBJECT_CLUSTER] = SCHEMA_SET_CLUSTER,
      [CONTROL_OBJECT_GROUPSET] = SCHEMA_SET_GROUPSET,
      [CONTROL_OBJECT_AFFINITYRULE] = SCHEMA_SET_AFFINITY_RULE,
  };
  assert((size_t)holder.object < sizeof of_object / sizeof of_object[0]);
  if (is_private && holder.object == CONTROL_OBJECT_RESOURCE)
    return property_set_of_type(cluster_resource(cluster, holder.index)->type);
  if (is_private && holder.object == CONTROL_OBJECT_RESOURCE_TYPE)
    return holder.index == TYPE_VIRTUAL_MACHINE ? SCHEMA_SET_VIRTUAL_MACHINE_TYPE
                                                : SCHEMA_SET_COUNT;
  return of_object[holder.object];
}

/* --- values that follow from the state --- */

#define CASE(row, expression)                                                                      \
  case SCHEMA_##row:                                                                               \
    *number = (uint64_t)(expression);                                                              \
    return true;

static bool number_of_resource(const struct property_reader *reader, enum property_row row,
                               uint64_t *number) {
  const struct cluster *cluster = reader->cluster;
  uint32_t index = reader->holder.index;
  const struct resource *resource = cluster_resource(cluster, index);
  switch ((int)row) {
#define RESOURCE_NUMBER CASE
#include "model/live_property.def"
  default:
    break;
  }
  if (resource->vm == CLUSTER_NONE)
    return false;
  const struct vm *vm = cluster_vm(cluster, resource->vm);
  switch ((int)row) {
#define VM_NUMBER CASE
#include "model/live_property.def"
  default:
    return false;
  }
}

static bool number_of_others(const struct property_reader *reader, enum property_row row,
                             uint64_t *number) {
  const struct cluster *cluster = reader->cluster;
  uint32_t index = reader->holder.index;
  const struct windows_version *windows = &versions[cluster->level];
  if (reader->holder.object == CONTROL_OBJECT_CLUSTER)
    switch ((int)row) {
#define CLUSTER_NUMBER CASE
#include "model/live_property.def"
    default:
      return false;
    }
  if (reader->holder.object == CONTROL_OBJECT_NODE) {
    const struct node *node = cluster_node(cluster, index);
    switch ((int)row) {
#define NODE_NUMBER CASE
#include "model/live_property.def"
    default:
      return false;
    }
  }
  if (reader->holder.object == CONTROL_OBJECT_GROUPSET &&
      row == SCHEMA_GROUPSET_STATUS_INFORMATION) {
    *number = group_set_status_information(cluster, index);
    return true;
  }
  if (reader->holder.object == CONTROL_OBJECT_AFFINITYRULE &&
      row == SCHEMA_AFFINITY_RULE_RULE_TYPE) {
    *number = cluster_affinity_rule(cluster, index)->type;
    return true;
  }
  if (reader->holder.object != CONTROL_OBJECT_GROUP)
    return false;
  const struct group *group = cluster_group(cluster, index);
  switch ((int)row) {
#define GROUP_NUMBER CASE
#include "model/live_property.def"
  default:
    return false;
  }
}

static bool live_number(const struct property_reader *reader, enum property_row row,
                        uint64_t *number) {
  return property_field_read(reader->cluster, reader->holder, row, number) ||
         (reader->holder.object == CONTROL_OBJECT_RESOURCE ? number_of_resource(reader, row, number)
                                                           : number_of_others(reader, row, number));
}

const char *property_interface_name(const struct cluster *cluster, uint32_t index,
                                    char room[NAME_BYTES_MAX]) {
  const char *parts[] = {cluster_name(cluster, OBJECT_NODE, index % NODES_MAX), " - ",
                         cluster_name(cluster, OBJECT_NETWORK, index / NODES_MAX)};
  size_t at = 0;
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
    for (const char *from = parts[i]; *from != '\0'; from++)
      room[at++] = *from;
  assert(at < NAME_BYTES_MAX);
  room[at] = '\0';
  return room;
}

static const char *machine_id(const struct cluster *cluster, uint32_t index, char *room) {
  uint32_t vm = cluster_resource(cluster, index)->vm;
  if (vm == CLUSTER_NONE)
    return NULL;
  cluster_guid(cluster, OBJECT_VM, vm, room);
  return room;
}

static const char *live_text(const struct property_reader *reader, enum property_row row,
                             char room[NAME_BYTES_MAX]) {
  const struct cluster *cluster = reader->cluster;
  uint32_t index = reader->holder.index;
  switch ((int)row) {
#define LIVE_TEXT(row, expression)                                                                 \
  case SCHEMA_##row:                                                                               \
    return expression;
#include "model/live_property.def"
  default:
    return NULL;
  }
}

/* --- one value --- */

static void set_number(struct property_value *value, uint64_t number) {
  value->size = value->syntax == PROPERTY_SYNTAX_DWORD ? 4 : 8;
  for (uint32_t i = 0; i < value->size; i++)
    value->own[i] = (uint8_t)(number >> (8 * i));
  value->data = value->own;
}

static void set_text(struct property_value *value, const char *text) {
  value->size = (uint32_t)object_name_to_utf16le(text, value->own, sizeof value->own);
  assert(value->size <= sizeof value->own);
  value->data = value->own;
}

static void take_stored(const struct cluster *cluster, uint32_t slot,
                        struct property_value *value) {
  const struct stored_property *stored = cluster_property(cluster, slot);
  value->syntax = stored->syntax;
  value->size = stored->size;
  value->data = stored->value;
}

uint64_t property_default_number(const struct cluster *cluster, const struct property_schema *row) {
  switch ((int)property_schema_row(row)) {
  case SCHEMA_CLUSTER_SAME_SUBNET_THRESHOLD:
    return functional_level(cluster->level)->heartbeats_missed;
  case SCHEMA_CLUSTER_HANG_RECOVERY_ACTION:
    return service_hang_default_action(cluster);
  case SCHEMA_CLUSTER_RESILIENCY_LEVEL:
    return RESILIENCY_ALWAYS_ISOLATE; /* docs/fidelity.md row "resiliency-level" */
  case SCHEMA_VIRTUAL_MACHINE_TYPE_MOVE_TYPE_THRESHOLD:
    return functional_level(cluster->level)->move_type_threshold;
  default:
    return row->initial;
  }
}

/* An empty MULTI_SZ is its final NUL; bytes that nobody set are none. */
static void take_default(const struct cluster *cluster, const struct property_schema *row,
                         struct property_value *value) {
  switch (row->format) {
  case FORMAT_DWORD:
  case FORMAT_ULARGE_INTEGER:
  case FORMAT_FILETIME:
    set_number(value, property_default_number(cluster, row));
    return;
  case FORMAT_SZ:
  case FORMAT_MULTI_SZ:
    set_text(value, row->initial_text);
    return;
  case FORMAT_BINARY:
  case FORMAT_SECURITY_DESCRIPTOR:
  case FORMAT_UNKNOWN:
    break;
  }
  value->size = 0;
  value->data = value->own;
}

static uint32_t stored_slot(const struct property_reader *reader,
                            const struct property_schema *row) {
  return stored_property_find(reader->cluster, reader->holder, row->scope == SCOPE_PRIVATE,
                              row->name);
}

void property_value_of_row(const struct property_reader *reader, const struct property_schema *row,
                           struct property_value *value) {
  enum property_row number = property_schema_row(row);
  char room[NAME_BYTES_MAX];
  uint64_t live = 0;
  value->name = row->name;
  value->row = row;
  value->syntax = property_schema_syntax(row);
  bool is_number = row->format == FORMAT_DWORD || row->format == FORMAT_ULARGE_INTEGER;
  if (is_number && live_number(reader, number, &live)) {
    set_number(value, live);
    return;
  }
  const char *text = row->format == FORMAT_SZ ? live_text(reader, number, room) : NULL;
  if (text != NULL) {
    set_text(value, text);
    return;
  }
  uint32_t slot = stored_slot(reader, row);
  if (slot != CLUSTER_NONE)
    take_stored(reader->cluster, slot, value);
  else
    take_default(reader->cluster, row, value);
}

uint64_t property_number(const struct cluster *cluster, struct property_holder holder,
                         enum property_row row) {
  struct property_value value;
  uint64_t number = 0;
  property_value_of_row(&(struct property_reader){.cluster = cluster, .holder = holder},
                        property_schema_at(row), &value);
  assert(value.size <= sizeof number);
  for (uint32_t i = 0; i < value.size; i++)
    number |= (uint64_t)value.data[i] << (8 * i);
  return number;
}

uint64_t property_number_of_cluster(const struct cluster *cluster, enum property_row row) {
  return property_number(cluster, (struct property_holder){CONTROL_OBJECT_CLUSTER, 0}, row);
}

/* --- all of them --- */

struct property_walk property_walk_begin(const struct property_reader *reader, bool is_private,
                                         bool read_only) {
  enum property_set set = property_set_of(reader->cluster, reader->holder, is_private);
  return (struct property_walk){.reader = *reader,
                                .is_private = is_private,
                                .read_only = read_only,
                                .row = property_set_first(set),
                                .slot = stored_property_first(reader->cluster, reader->holder)};
}

/* A property is in a list when the cluster's level has it, its format is known or a value set, and,
 * where real lists do not hold it, a value was set. */
static bool is_listed(const struct property_walk *walk, const struct property_schema *row) {
  const struct cluster *cluster = walk->reader.cluster;
  if (row->scope != (walk->is_private ? SCOPE_PRIVATE : SCOPE_COMMON) ||
      (row->access == ACCESS_READ_ONLY && !property_field_exists(property_schema_row(row))) !=
          walk->read_only ||
      !property_schema_exists(row, cluster->level))
    return false;
  return (row->format != FORMAT_UNKNOWN && row->availability != AVAILABILITY_NOT_LISTED) ||
         stored_slot(&walk->reader, row) != CLUSTER_NONE;
}

static bool next_row(struct property_walk *walk, struct property_value *value) {
  enum property_set set =
      property_set_of(walk->reader.cluster, walk->reader.holder, walk->is_private);
  while (walk->row < (uint32_t)property_set_end(set)) {
    const struct property_schema *row = property_schema_at((enum property_row)walk->row++);
    if (is_listed(walk, row)) {
      property_value_of_row(&walk->reader, row, value);
      return true;
    }
  }
  return false;
}

bool property_walk_next(struct property_walk *walk, struct property_value *value) {
  const struct cluster *cluster = walk->reader.cluster;
  assert(value != NULL);
  if (next_row(walk, value))
    return true;
  while (!walk->read_only && walk->slot != CLUSTER_NONE) {
    uint32_t slot = walk->slot;
    walk->slot = stored_property_next(cluster, slot);
    const char *name = cluster_name(cluster, OBJECT_PROPERTY, slot);
    enum property_set set = property_set_of(cluster, walk->reader.holder, walk->is_private);
    if (cluster_property(cluster, slot)->checkpoint != CHECKPOINT_NONE ||
        cluster_property(cluster, slot)->is_private != walk->is_private ||
        property_schema_find(set, walk->is_private ? SCOPE_PRIVATE : SCOPE_COMMON, name,
                             cluster->level) != NULL)
      continue;
    value->name = name;
    value->row = NULL;
    take_stored(cluster, slot, value);
    return true;
  }
  return false;
}
