#include "model/property_setting.h"
#include "model/anti_affinity.h"
#include "model/digest.h"
#include "model/group_set.h"
#include "model/guest_heartbeat.h"
#include "model/maintenance_mode.h"
#include "model/object_guid.h"
#include "model/object_property.h"
#include "model/property_field.h"
#include "model/resource.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

/* ours: each may change twice as much as one value, see CHANGES_MAX */
enum { ITEMS_MAX = CHANGES_MAX / 2 - 2 * RESOURCES_PER_GROUP_MAX };

/* How a property of a list is set. */
enum way {
  WAY_FIELD,   /* a field of the object's own (property_field.def) */
  WAY_MACHINE, /* the virtual machine's */
  WAY_DISK,    /* MaintenanceMode */
  WAY_FIXED,   /* it follows from the state: only the value it has may be set */
  WAY_STORED,
};

struct setting {
  struct property_item item;
  const struct property_schema *row; /* NULL: somebody made it up */
  enum way way;
  uint64_t number; /* where the value is one */
};

static bool is_number(uint32_t syntax) {
  return syntax == PROPERTY_SYNTAX_DWORD || syntax == PROPERTY_SYNTAX_ULARGE_INTEGER ||
         syntax == PROPERTY_SYNTAX_FILETIME;
}

static uint64_t number_of(const uint8_t *data, uint32_t size) {
  uint64_t number = 0;
  for (uint32_t i = 0; i < size && i < 8; i++)
    number |= (uint64_t)data[i] << (8 * i);
  return number;
}

/* Texts end in a NUL, lists of texts in two: an empty one in its last one only. */
static bool is_well_formed(const struct property_item *item) {
  uint32_t size = item->size;
  const uint8_t *end = item->data + size;
  switch (item->syntax) {
  case PROPERTY_SYNTAX_DWORD:
    return size == 4;
  case PROPERTY_SYNTAX_ULARGE_INTEGER:
  case PROPERTY_SYNTAX_FILETIME:
    return size == 8;
  case PROPERTY_SYNTAX_SZ:
    return size >= 2 && size % 2 == 0 && end[-1] == 0 && end[-2] == 0;
  case PROPERTY_SYNTAX_MULTI_SZ:
    return size >= 2 && size % 2 == 0 && end[-1] == 0 && end[-2] == 0 &&
           (size == 2 || (end[-3] == 0 && end[-4] == 0));
  default: /* bytes, and formats that only their owner can read */
    return item->syntax >> 16 == PROPERTY_SYNTAX_BINARY >> 16;
  }
}

static enum way way_of(enum property_row row) {
  if (property_field_exists(row))
    return WAY_FIELD;
  switch ((int)row) {
  case SCHEMA_VIRTUAL_MACHINE_MIGRATION_STATE:
  case SCHEMA_VIRTUAL_MACHINE_OFFLINE_ACTION:
  case SCHEMA_VIRTUAL_MACHINE_SHUTDOWN_ACTION:
  case SCHEMA_VIRTUAL_MACHINE_VM_ID:
  case SCHEMA_VIRTUAL_MACHINE_CONFIGURATION_VM_ID:
    return WAY_MACHINE;
  case SCHEMA_PHYSICAL_DISK_MAINTENANCE_MODE:
    return WAY_DISK;
  case SCHEMA_RESOURCE_TYPE:
  case SCHEMA_RESOURCE_TYPE_NAME:
  case SCHEMA_CLUSTER_CLUSTER_UPGRADE_VERSION:
    return WAY_FIXED;
  default:
    return WAY_STORED;
  }
}

static uint32_t machine_by_id(const struct cluster *cluster, const struct property_item *item) {
  char text[NAME_BYTES_MAX], guid[GUID_TEXT];
  if (!object_name_from_utf16le(item->data, item->size, text, sizeof text) ||
      object_name_check(text, GUID_TEXT - 1) != NULL)
    return CLUSTER_NONE;
  for (uint32_t i = 0; i < cluster->count[OBJECT_VM]; i++) {
    cluster_guid(cluster, OBJECT_VM, i, guid);
    if (object_name_equal(guid, text))
      return i;
  }
  return CLUSTER_NONE;
}

/* The page lists MigrationState as read/write and says it can be reset: only 0 is taken (T10). */
static uint32_t check_machine(const struct cluster *cluster, const struct setting *setting) {
  if (setting->item.size == 0)
    return WIN32_INVALID_DATA;
  if (setting->item.syntax == PROPERTY_SYNTAX_SZ)
    return machine_by_id(cluster, &setting->item) == CLUSTER_NONE ? WIN32_INVALID_PARAMETER
                                                                  : WIN32_SUCCESS;
  if (property_schema_row(setting->row) == SCHEMA_VIRTUAL_MACHINE_MIGRATION_STATE &&
      setting->number != 0)
    return WIN32_INVALID_PARAMETER;
  return WIN32_SUCCESS;
}

static bool has_value(const struct cluster *cluster, struct property_holder holder,
                      const struct setting *setting) {
  struct property_value value;
  property_value_of_row(&(struct property_reader){.cluster = cluster, .holder = holder},
                        setting->row, &value);
  if (value.size != setting->item.size)
    return false;
  for (uint32_t i = 0; i < value.size; i++)
    if (value.data[i] != setting->item.data[i])
      return false;
  return true;
}

/* A property that is published; a value of no length gives it its default again (docs/fidelity.md
 * row "empty-value"). */
static uint32_t check_known(const struct cluster *cluster, struct property_holder holder,
                            struct setting *setting) {
  const struct property_schema *row = setting->row;
  enum property_row number = property_schema_row(row);
  setting->way = way_of(number);
  if (row->access == ACCESS_READ_ONLY && setting->way != WAY_FIELD)
    return WIN32_INVALID_PARAMETER;
  if (setting->item.size > 0 && row->format != FORMAT_UNKNOWN &&
      setting->item.syntax != property_schema_syntax(row))
    return WIN32_INVALID_DATA;
  bool ranged = row->format == FORMAT_DWORD || row->format == FORMAT_ULARGE_INTEGER;
  if (setting->item.size == 0 && ranged)
    setting->number = property_default_number(cluster, row);
  if (ranged && (setting->way == WAY_FIELD ? !property_field_takes(number, setting->number)
                                           : !property_schema_takes(row, setting->number)))
    return WIN32_INVALID_DATA;
  if (setting->way == WAY_DISK && setting->number != MAINTENANCE_NONE &&
      cluster_resource(cluster, holder.index)->state != RESOURCE_ONLINE)
    return WIN32_INVALID_STATE;
  if (setting->way == WAY_MACHINE)
    return check_machine(cluster, setting);
  if (setting->way == WAY_FIXED && !has_value(cluster, holder, setting))
    return WIN32_INVALID_PARAMETER;
  return WIN32_SUCCESS;
}

/* Private properties need not be known to anybody: a new name makes a new property (MsCS
 * "unknown-properties", SUMMARY rule 17). */
static uint32_t check_item(const struct cluster *cluster, struct property_holder holder,
                           bool is_private, struct setting *setting) {
  const struct property_item *item = &setting->item;
  if (object_name_check(item->name, RESOURCE_NAME_UNITS_MAX) != NULL)
    return WIN32_INVALID_PARAMETER;
  if (item->size == 0 ? item->syntax >> 16 != PROPERTY_SYNTAX_BINARY >> 16 : !is_well_formed(item))
    return WIN32_INVALID_DATA;
  setting->way = WAY_STORED;
  setting->number = is_number(item->syntax) ? number_of(item->data, item->size) : 0;
  setting->row =
      property_schema_find(property_set_of(cluster, holder, is_private),
                           is_private ? SCOPE_PRIVATE : SCOPE_COMMON, item->name, cluster->level);
  if (setting->row == NULL && !is_private)
    return WIN32_INVALID_PARAMETER;
  uint32_t status =
      setting->row == NULL ? (uint32_t)WIN32_SUCCESS : check_known(cluster, holder, setting);
  if (status == WIN32_SUCCESS && setting->way == WAY_STORED && item->size > PROPERTY_VALUE_MAX)
    return WIN32_NOT_ENOUGH_MEMORY;
  return status;
}

/* Priority of a core group is not modelled: there is none (SUMMARY rule 18). */
uint32_t property_setting_check(const struct cluster *cluster, struct property_holder holder,
                                bool is_private, const uint8_t *list, size_t size) {
  struct property_cursor cursor;
  struct setting setting;
  uint32_t stored = 0, count = 0;
  bool has_machine = holder.object != CONTROL_OBJECT_RESOURCE ||
                     cluster_resource(cluster, holder.index)->vm != CLUSTER_NONE;
  bool needs_machine = false;
  if (list == NULL)
    return WIN32_RPC_X_BAD_STUB_DATA;
  uint32_t status = property_cursor_begin(list, size, &cursor);
  if (status == WIN32_SUCCESS && cursor.left > ITEMS_MAX)
    return WIN32_INVALID_DATA;
  for (; status == WIN32_SUCCESS && cursor.left > 0; count++) {
    status = property_cursor_next(&cursor, &setting.item);
    if (status == WIN32_SUCCESS)
      status = check_item(cluster, holder, is_private, &setting);
    if (status != WIN32_SUCCESS)
      return status;
    stored += setting.way == WAY_STORED && setting.item.size > 0 &&
              stored_property_find(cluster, holder, is_private, setting.item.name) == CLUSTER_NONE;
    if (setting.way == WAY_MACHINE && setting.item.syntax == PROPERTY_SYNTAX_SZ)
      has_machine = true;
    needs_machine = needs_machine || setting.way == WAY_MACHINE;
  }
  if (status == WIN32_SUCCESS && needs_machine && !has_machine)
    return WIN32_INVALID_STATE;
  if (status == WIN32_SUCCESS && stored > 0 && stored_property_room(cluster, stored) < stored)
    return WIN32_NOT_ENOUGH_MEMORY;
  return status;
}

/* --- applying --- */

struct event property_setting_event(struct property_holder holder, bool is_private,
                                    const uint8_t *list, size_t size) {
  struct event event = {
      .subject = holder.index, .value = is_private, .list = list, .list_size = size};
  switch (holder.object) {
  case CONTROL_OBJECT_RESOURCE:
    event.kind = EVENT_SET_RESOURCE_PROPERTIES;
    break;
  case CONTROL_OBJECT_GROUP:
    event.kind = EVENT_SET_GROUP_PROPERTIES;
    break;
  case CONTROL_OBJECT_GROUPSET:
    event.kind = EVENT_SET_GROUP_SET_PROPERTIES;
    break;
  case CONTROL_OBJECT_AFFINITYRULE:
    event.kind = EVENT_SET_AFFINITY_RULE_PROPERTIES;
    break;
  case CONTROL_OBJECT_NODE:
    event.kind = EVENT_SET_NODE_PROPERTIES;
    break;
  case CONTROL_OBJECT_NETWORK:
    event.kind = EVENT_SET_NETWORK_PROPERTIES;
    break;
  case CONTROL_OBJECT_NETINTERFACE:
    event.kind = EVENT_SET_INTERFACE_PROPERTIES;
    event.subject = holder.index / NODES_MAX;
    event.argument = holder.index % NODES_MAX;
    break;
  case CONTROL_OBJECT_RESOURCE_TYPE:
    event.kind = EVENT_SET_TYPE_PROPERTIES;
    event.subject = 0;
    event.argument = holder.index;
    break;
  default:
    assert(holder.object == CONTROL_OBJECT_CLUSTER);
    event.kind = EVENT_SET_CLUSTER_PROPERTIES;
    event.subject = 0;
  }
  return event;
}

struct target {
  struct property_holder holder;
  bool is_private;
  enum property change; /* what the holder's changes are told as */
};

static struct target target_of(const struct event *event) {
  static const struct {
    enum event_kind kind;
    enum control_object object;
    enum property common, own;
  } kinds[] = {
      {EVENT_SET_CLUSTER_PROPERTIES, CONTROL_OBJECT_CLUSTER, PROPERTY_CLUSTER_COMMON,
       PROPERTY_CLUSTER_PRIVATE},
      {EVENT_SET_NODE_PROPERTIES, CONTROL_OBJECT_NODE, PROPERTY_NODE_COMMON, PROPERTY_NODE_PRIVATE},
      {EVENT_SET_NETWORK_PROPERTIES, CONTROL_OBJECT_NETWORK, PROPERTY_NETWORK_COMMON,
       PROPERTY_NETWORK_PRIVATE},
      {EVENT_SET_INTERFACE_PROPERTIES, CONTROL_OBJECT_NETINTERFACE, PROPERTY_INTERFACE_COMMON,
       PROPERTY_INTERFACE_PRIVATE},
      {EVENT_SET_GROUP_PROPERTIES, CONTROL_OBJECT_GROUP, PROPERTY_GROUP_COMMON,
       PROPERTY_GROUP_PRIVATE},
      {EVENT_SET_GROUP_SET_PROPERTIES, CONTROL_OBJECT_GROUPSET, PROPERTY_GROUP_SET_COMMON,
       PROPERTY_GROUP_SET_PRIVATE},
      {EVENT_SET_AFFINITY_RULE_PROPERTIES, CONTROL_OBJECT_AFFINITYRULE,
       PROPERTY_AFFINITY_RULE_COMMON, PROPERTY_AFFINITY_RULE_PRIVATE},
      {EVENT_SET_RESOURCE_PROPERTIES, CONTROL_OBJECT_RESOURCE, PROPERTY_RESOURCE_COMMON,
       PROPERTY_RESOURCE_PRIVATE},
      {EVENT_SET_TYPE_PROPERTIES, CONTROL_OBJECT_RESOURCE_TYPE, PROPERTY_TYPE_COMMON,
       PROPERTY_TYPE_PRIVATE},
  };
  size_t i = 0;
  while (kinds[i].kind != event->kind)
    i++;
  uint32_t index = kinds[i].object == CONTROL_OBJECT_NETINTERFACE
                       ? event->subject * NODES_MAX + event->argument
                   : kinds[i].object == CONTROL_OBJECT_RESOURCE_TYPE ? event->argument
                                                                     : event->subject;
  return (struct target){.holder = {kinds[i].object, index},
                         .is_private = event->value != 0,
                         .change = event->value != 0 ? kinds[i].own : kinds[i].common};
}

/* What the holder's subject is in the events' terms. */
static uint32_t subject_of(const struct target *target) {
  return target->holder.object == CONTROL_OBJECT_NETINTERFACE ? target->holder.index / NODES_MAX
                                                              : target->holder.index;
}

static bool apply_machine(struct cluster *cluster, const struct target *target,
                          const struct setting *setting, struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, target->holder.index);
  struct event event = {.subject = resource->vm, .argument = (uint32_t)setting->number};
  switch ((int)property_schema_row(setting->row)) {
  case SCHEMA_VIRTUAL_MACHINE_OFFLINE_ACTION:
    event.kind = EVENT_SET_OFFLINE_ACTION;
    return virtual_machine_set_offline_action(cluster, &event, effects);
  case SCHEMA_VIRTUAL_MACHINE_SHUTDOWN_ACTION:
    event.kind = EVENT_SET_SHUTDOWN_ACTION;
    return virtual_machine_set_shutdown_action(cluster, &event, effects);
  case SCHEMA_VIRTUAL_MACHINE_MIGRATION_STATE:
    event.kind = EVENT_RESET_MIGRATION;
    return vm_migration_reset(cluster, &event, effects);
  default:
    event = (struct event){.kind = EVENT_SET_VM_ID,
                           .subject = target->holder.index,
                           .argument = machine_by_id(cluster, &setting->item)};
    return resource->vm == event.argument || resource_attach_vm(cluster, &event, effects);
  }
}

static uint64_t digest_of(uint32_t syntax, const uint8_t *data, uint32_t size) {
  if (is_number(syntax))
    return number_of(data, size);
  uint64_t digest = digest_number(DIGEST_START, size);
  for (uint32_t i = 0; i < size; i++)
    digest = digest_number(digest, data[i]);
  return digest;
}

static void apply_stored(struct cluster *cluster, const struct target *target,
                         const struct setting *setting, struct effects *effects) {
  const struct property_item *item = &setting->item;
  uint32_t slot = stored_property_find(cluster, target->holder, target->is_private, item->name);
  uint64_t before = 0, after = 0;
  if (slot != CLUSTER_NONE) {
    const struct stored_property *old = cluster_property(cluster, slot);
    before = digest_of(old->syntax, old->value, old->size);
  } else if (setting->row != NULL) {
    before = setting->row->initial;
  }
  if (item->size > 0) {
    slot = stored_property_keep(cluster, target->holder, target->is_private,
                                setting->row != NULL ? setting->row->name : item->name,
                                item->syntax, item->data, item->size);
    assert(slot != CLUSTER_NONE);
    after = digest_of(item->syntax, item->data, item->size);
  } else if (slot != CLUSTER_NONE) {
    stored_property_forget(cluster, slot);
    after = setting->row != NULL ? setting->row->initial : 0;
  }
  if (slot == CLUSTER_NONE)
    return;
  uint32_t which = setting->row != NULL ? (uint32_t)property_schema_row(setting->row)
                                        : (uint32_t)SCHEMA_COUNT + slot;
  effects_change_of(effects, PROPERTY_STORED_VALUE, slot, 0, before, ~before);
  effects_change_of(effects, target->change, subject_of(target), which, before, after);
  if (which == SCHEMA_VIRTUAL_MACHINE_CHECK_HEARTBEAT &&
      cluster_resource(cluster, target->holder.index)->vm != CLUSTER_NONE)
    guest_heartbeat_look_again(cluster, cluster_resource(cluster, target->holder.index)->vm,
                               effects);
}

static bool apply_field(struct cluster *cluster, const struct target *target,
                        const struct setting *setting, struct effects *effects) {
  enum property_row row = property_schema_row(setting->row);
  uint64_t before = 0;
  (void)property_field_read(cluster, target->holder, row, &before);
  if (!property_field_write(cluster, target->holder, row, setting->number))
    return false;
  effects_change_of(effects, target->change, subject_of(target), row, before, setting->number);
  return true;
}

/* What may be refused comes before what may not.  A machine is attached first: what its other
 * properties need is there then. */
enum pass { PASS_MACHINE, PASS_MIGRATION_STATE, PASS_FIELDS, PASS_OTHERS, PASS_COUNT };

static enum pass pass_of(const struct setting *setting) {
  if (setting->way == WAY_FIELD)
    return PASS_FIELDS;
  if (setting->way != WAY_MACHINE)
    return PASS_OTHERS;
  if (setting->item.syntax == PROPERTY_SYNTAX_SZ)
    return PASS_MACHINE;
  return property_schema_row(setting->row) == SCHEMA_VIRTUAL_MACHINE_MIGRATION_STATE
             ? PASS_MIGRATION_STATE
             : PASS_OTHERS;
}

static bool apply_one(struct cluster *cluster, const struct target *target,
                      const struct setting *setting, struct effects *effects) {
  switch (setting->way) {
  case WAY_FIELD:
    return apply_field(cluster, target, setting, effects) ||
           effects_refuse(effects, WIN32_INVALID_DATA);
  case WAY_MACHINE:
    return apply_machine(cluster, target, setting, effects);
  case WAY_DISK:
    return setting->number == cluster_resource(cluster, target->holder.index)->maintenance ||
           maintenance_mode_set(cluster,
                                &(struct event){.kind = EVENT_SET_MAINTENANCE_MODE,
                                                .subject = target->holder.index,
                                                .argument = (uint32_t)setting->number},
                                effects);
  case WAY_STORED:
    apply_stored(cluster, target, setting, effects);
    return true;
  case WAY_FIXED:
    break;
  }
  return true;
}

static bool apply_pass(struct cluster *cluster, const struct target *target,
                       const struct event *event, enum pass pass, struct effects *effects) {
  struct property_cursor cursor;
  struct setting setting;
  (void)property_cursor_begin(event->list, event->list_size, &cursor);
  while (cursor.left > 0) {
    (void)property_cursor_next(&cursor, &setting.item);
    (void)check_item(cluster, target->holder, target->is_private, &setting);
    if (pass_of(&setting) == pass && !apply_one(cluster, target, &setting, effects))
      return false;
  }
  return true;
}

static bool waits_for_online(const struct cluster *cluster, const struct target *target,
                             const struct effects *effects) {
  if (target->holder.object != CONTROL_OBJECT_RESOURCE || !target->is_private)
    return false;
  const struct resource *resource = cluster_resource(cluster, target->holder.index);
  if (resource_provider_of(resource->type) != PROVIDER_SIMULATED ||
      resource_is_down(resource_state_shown(resource)))
    return false;
  for (uint32_t i = 0; i < effects->change_count; i++)
    if (effects->changes[i].property == target->change && effects->changes[i].which < SCHEMA_COUNT)
      return true;
  return false;
}

bool property_setting_apply(struct cluster *cluster, const struct event *event,
                            struct effects *effects) {
  struct target target = target_of(event);
  if (event->kind == EVENT_SET_TYPE_PROPERTIES && event->argument >= TYPE_COUNT)
    return effects_refuse(effects, WIN32_CLUSTER_RESOURCE_TYPE_NOT_FOUND);
  if (event->kind == EVENT_SET_INTERFACE_PROPERTIES &&
      event->argument >= cluster->count[OBJECT_NODE])
    return effects_refuse(effects, WIN32_CLUSTER_NETINTERFACE_NOT_FOUND);
  uint32_t status = property_setting_check(cluster, target.holder, target.is_private, event->list,
                                           event->list_size);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  bool is_resource = target.holder.object == CONTROL_OBJECT_RESOURCE;
  struct resource before = {0}; /* one field may exclude another one of the list */
  if (is_resource)
    before = *cluster_resource(cluster, target.holder.index);
  for (unsigned pass = 0; pass < PASS_COUNT; pass++)
    if (!apply_pass(cluster, &target, event, (enum pass)pass, effects)) {
      assert(pass < PASS_OTHERS);
      if (is_resource)
        *cluster_resource(cluster, target.holder.index) = before;
      effects->change_count = 0;
      return false;
    }
  if (target.holder.object == CONTROL_OBJECT_GROUPSET)
    group_set_review(cluster, target.holder.index, effects);
  if (target.holder.object == CONTROL_OBJECT_AFFINITYRULE)
    anti_affinity_changed(cluster, effects);
  if (waits_for_online(cluster, &target, effects))
    effects->status = WIN32_RESOURCE_PROPERTIES_STORED;
  return true;
}
