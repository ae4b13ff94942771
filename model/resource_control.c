#include "model/resource_control.h"
#include "model/common_property.h"
#include "model/control_codes.h"
#include "model/digest.h"
#include "model/failure_policy.h"
#include "model/property_list.h"
#include "model/property_schema.h"
#include "model/resource.h"
#include "model/vm_migration.h"
#include <string.h>

/* Properties one SET_PRIVATE_PROPERTIES list may hold here; a machine has fewer. */
enum { PROPERTIES_MAX = 16 };

static struct control_answer refused(uint32_t status) {
  assert(status != WIN32_SUCCESS);
  return (struct control_answer){.status = status};
}

static struct control_answer act(enum event_kind kind, uint32_t subject, uint32_t argument) {
  return (struct control_answer){.acts = true,
                                 .event = {.kind = kind, .subject = subject, .argument = argument}};
}

void cluster_guid(const struct cluster *cluster, enum object_kind kind, uint32_t index,
                  char text[GUID_TEXT]) {
  static const char digits[] = "0123456789abcdef";
  uint64_t key = digest_number(digest_number(digest_number(DIGEST_START, cluster->seed), kind),
                               (uint64_t)index + 1);
  uint64_t halves[2] = {key, digest_number(key, 1)};
  halves[0] = (halves[0] & ~UINT64_C(0xF000)) | UINT64_C(0x4000);       /* version 4 */
  halves[1] = (halves[1] & ~(UINT64_C(3) << 62)) | (UINT64_C(2) << 62); /* variant 1 */
  size_t at = 0;
  for (unsigned i = 0; i < 32; i++) {
    if (i == 8 || i == 12 || i == 16 || i == 20)
      text[at++] = '-';
    text[at++] = digits[(halves[i / 16] >> (60 - 4 * (i % 16))) & 15];
  }
  text[at] = '\0';
  assert(at == GUID_TEXT - 1);
}

/* --- a virtual machine's own codes --- */

typedef struct control_answer handler(const struct cluster *cluster,
                                      const struct control_request *request);

static uint32_t owner_of(const struct cluster *cluster, const struct control_request *request) {
  return cluster_group(cluster, cluster_resource(cluster, request->resource)->group)->owner;
}

static bool called_elsewhere(const struct cluster *cluster, const struct control_request *request) {
  return request->node != CLUSTER_NONE && request->node != owner_of(cluster, request);
}

/* mscs/clusctl-resource-vm-start-migration.  The order of the checks is ours (docs/fidelity.md,
 * "start-check-order"): the buffer, the node's name, the called node, the machine. */
static struct control_answer start_migration(const struct cluster *cluster,
                                             const struct control_request *request) {
  char name[NAME_BYTES_MAX];
  const struct resource *resource = cluster_resource(cluster, request->resource);
  if (cluster->switches[SWITCH_VM_MIGRATION_CODES] != 0)
    return refused(WIN32_INVALID_FUNCTION); /* MS-CMRP 3.1.4.3.1.49 */
  /* M-CC3: no terminator, odd size, empty name. */
  if (request->in == NULL || request->in_size % 2 != 0 ||
      !object_name_from_utf16le(request->in, request->in_size, name, sizeof name) ||
      name[0] == '\0')
    return refused(WIN32_INVALID_PARAMETER);
  uint32_t destination = cluster_find(cluster, OBJECT_NODE, name);
  if (destination == CLUSTER_NONE || cluster_node(cluster, destination)->state == NODE_NONE)
    return refused(WIN32_CLUSTER_NODE_NOT_FOUND); /* M-CC4 */
  if (called_elsewhere(cluster, request))
    return refused(WIN32_HOST_NODE_NOT_RESOURCE_OWNER); /* M-CC6, MIG-003 */
  if (resource->vm == CLUSTER_NONE)
    return refused(WIN32_INVALID_STATE);
  return act(EVENT_START_MIGRATION, resource->vm, destination);
}

/* mscs/clusctl-resource-vm-cancel-migration: away from the source it answers 5023 (MIG-006). */
static struct control_answer cancel_migration(const struct cluster *cluster,
                                              const struct control_request *request) {
  const struct resource *resource = cluster_resource(cluster, request->resource);
  if (cluster->switches[SWITCH_VM_MIGRATION_CODES] != 0)
    return refused(WIN32_INVALID_FUNCTION); /* MS-CMRP page b8bcb609 */
  if (called_elsewhere(cluster, request) || resource->vm == CLUSTER_NONE)
    return refused(WIN32_INVALID_STATE);
  return act(EVENT_CANCEL_MIGRATION, resource->vm, 0);
}

static struct control_answer set_next_offline_action(const struct cluster *cluster,
                                                     const struct control_request *request) {
  const struct resource *resource = cluster_resource(cluster, request->resource);
  if (request->in == NULL || request->in_size != 4)
    return refused(WIN32_INVALID_PARAMETER);
  if (called_elsewhere(cluster, request))
    return refused(WIN32_HOST_NODE_NOT_RESOURCE_OWNER);
  if (resource->vm == CLUSTER_NONE)
    return refused(WIN32_INVALID_STATE);
  uint32_t action = (uint32_t)request->in[0] | ((uint32_t)request->in[1] << 8) |
                    ((uint32_t)request->in[2] << 16) | ((uint32_t)request->in[3] << 24);
  return act(EVENT_SET_NEXT_OFFLINE_ACTION, resource->vm, action);
}

/* mscs/clusctl-resource-vm-config-update: refreshes what the cluster stores of the configuration;
 * nothing of that is modelled beyond the machine itself, so nothing changes. */
static struct control_answer config_update(const struct cluster *cluster,
                                           const struct control_request *request) {
  if (called_elsewhere(cluster, request))
    return refused(WIN32_HOST_NODE_NOT_RESOURCE_OWNER);
  return (struct control_answer){.status = WIN32_SUCCESS};
}

static struct control_answer output(size_t needed, size_t room) {
  return (struct control_answer){.status = needed <= room ? (uint32_t)WIN32_SUCCESS
                                                          : (uint32_t)WIN32_MORE_DATA,
                                 .returned = needed};
}

struct control_answer property_list_answer(struct property_writer *writer) {
  property_writer_endmark(writer);
  (void)property_writer_end(writer);
  return output(writer->needed, writer->room);
}

struct control_answer text_answer(const struct control_request *request, const char *text) {
  return output(object_name_to_utf16le(text, request->out, request->out_room), request->out_room);
}

static struct control_answer get_read_only_properties(const struct cluster *cluster,
                                                      const struct control_request *request) {
  const struct resource *resource = cluster_resource(cluster, request->resource);
  struct property_writer writer = property_writer_begin(request->out, request->out_room);
  if (resource->vm != CLUSTER_NONE && resource->type == TYPE_VIRTUAL_MACHINE) {
    const struct vm *vm = cluster_vm(cluster, resource->vm);
    property_writer_dword(&writer, "MigrationFailureReason", vm->migration.failure_reason);
    property_writer_dword(&writer, "MigrationProgress", request->progress);
    property_writer_dword(&writer, "VmState", (uint32_t)vm->state);
  }
  return property_list_answer(&writer);
}

static struct control_answer get_properties(const struct cluster *cluster,
                                            const struct control_request *request) {
  const struct resource *resource = cluster_resource(cluster, request->resource);
  struct property_writer writer = property_writer_begin(request->out, request->out_room);
  if (resource->vm != CLUSTER_NONE) {
    const struct vm *vm = cluster_vm(cluster, resource->vm);
    char guid[GUID_TEXT];
    cluster_guid(cluster, OBJECT_VM, resource->vm, guid);
    if (resource->type == TYPE_VIRTUAL_MACHINE) {
      property_writer_dword(&writer, "MigrationState", vm_migration_state(vm->migration.phase));
      property_writer_dword(&writer, "OfflineAction", (uint32_t)vm->offline_action);
      property_writer_dword(&writer, "ShutdownAction", vm->fails_when_shut_down);
    }
    property_writer_string(&writer, "VmId", guid);
  }
  return property_list_answer(&writer);
}

static uint32_t vm_by_guid(const struct cluster *cluster, const struct property_item *item) {
  char text[NAME_BYTES_MAX], guid[GUID_TEXT];
  if (item->syntax != PROPERTY_SYNTAX_SZ ||
      !object_name_from_utf16le(item->data, item->size, text, sizeof text) ||
      object_name_check(text, GUID_TEXT - 1) != NULL)
    return CLUSTER_NONE;
  for (uint32_t i = 0; i < cluster->count[OBJECT_VM]; i++) {
    cluster_guid(cluster, OBJECT_VM, i, guid);
    if (object_name_equal(guid, text))
      return i;
  }
  return CLUSTER_NONE;
}

static bool named(const struct property_item *item, const char *name) {
  return object_name_check(item->name, RESOURCE_NAME_UNITS_MAX) == NULL &&
         object_name_equal(item->name, name);
}

/* One property a request: an event is one change.  False: the answer says why there is none. */
static bool one_property(const struct control_request *request, struct property_item *item,
                         struct control_answer *answer) {
  struct property_item items[PROPERTIES_MAX];
  uint32_t count = 0;
  uint32_t status =
      property_list_read(request->in, request->in_size, items, PROPERTIES_MAX, &count);
  if (status == WIN32_SUCCESS && count > 1)
    status = WIN32_CALL_NOT_IMPLEMENTED;
  *answer = (struct control_answer){.status = status};
  if (status != WIN32_SUCCESS || count == 0)
    return false;
  *item = items[0];
  return true;
}

/* The writable ones are those above. */
static struct control_answer set_properties(const struct cluster *cluster,
                                            const struct control_request *request) {
  struct property_item item;
  struct control_answer none;
  uint32_t value = 0;
  const struct resource *resource = cluster_resource(cluster, request->resource);
  if (!one_property(request, &item, &none))
    return none;
  if (named(&item, "VmId")) {
    uint32_t vm = vm_by_guid(cluster, &item);
    return vm == CLUSTER_NONE ? refused(WIN32_INVALID_PARAMETER)
                              : act(EVENT_SET_VM_ID, request->resource, vm);
  }
  const struct property_schema *row =
      property_schema_find(property_set_of_type(resource_type_name(resource->type)), SCOPE_PRIVATE,
                           item.name, cluster->level);
  if (row != NULL && row->access == ACCESS_READ_ONLY) /* MIG-017 */
    return refused(WIN32_INVALID_PARAMETER);
  if (resource->type != TYPE_VIRTUAL_MACHINE || resource->vm == CLUSTER_NONE)
    return refused(WIN32_CALL_NOT_IMPLEMENTED);
  if (!property_item_dword(&item, &value))
    return refused(WIN32_INVALID_DATA);
  if (named(&item, "OfflineAction"))
    return act(EVENT_SET_OFFLINE_ACTION, resource->vm, value);
  if (named(&item, "ShutdownAction"))
    return act(EVENT_SET_SHUTDOWN_ACTION, resource->vm, value);
  /* The page lists MigrationState as read/write and says it can be reset: only 0 is taken (T10). */
  if (named(&item, "MigrationState"))
    return value == 0 ? act(EVENT_RESET_MIGRATION, resource->vm, 0)
                      : refused(WIN32_INVALID_PARAMETER);
  return refused(WIN32_CALL_NOT_IMPLEMENTED);
}

/* mscs/clusctl-resource-get-common-properties: those that common_property.def has, for resources
 * and for groups. */
struct control_answer common_properties_get(const struct cluster *cluster, enum object_kind kind,
                                            const struct control_request *request) {
  struct property_writer writer = property_writer_begin(request->out, request->out_room);
  for (uint32_t n = 0; n < common_property_count(kind); n++)
    if (property_schema_exists(common_property_schema(kind, n), cluster->level))
      property_writer_dword(&writer, common_property_schema(kind, n)->name,
                            common_property_value(cluster, kind, request->resource, n));
  return property_list_answer(&writer);
}

/* Why a common property that common_property.def has not cannot be set: no such property at this
 * level, or nobody may write it (docs/fidelity.md rows "read-only", "unknown-common"); or it
 * is one whose value nothing here keeps. */
static uint32_t why_not_set(const struct cluster *cluster, enum object_kind kind,
                            const struct property_item *item) {
  enum property_set set = kind == OBJECT_GROUP ? SCHEMA_SET_GROUP : SCHEMA_SET_RESOURCE;
  const struct property_schema *row =
      property_schema_find(set, SCOPE_COMMON, item->name, cluster->level);
  if (row == NULL || row->access == ACCESS_READ_ONLY)
    return WIN32_INVALID_PARAMETER;
  uint32_t syntax = property_schema_syntax(row);
  return syntax != 0 && syntax != item->syntax ? WIN32_INVALID_DATA : WIN32_CALL_NOT_IMPLEMENTED;
}

struct control_answer common_properties_set(const struct cluster *cluster, enum object_kind kind,
                                            const struct control_request *request) {
  struct property_item item;
  struct control_answer none;
  uint32_t value = 0;
  if (!one_property(request, &item, &none))
    return none;
  uint32_t which = common_property_find(cluster, kind, item.name);
  if (which == CLUSTER_NONE)
    return refused(why_not_set(cluster, kind, &item));
  if (!property_item_dword(&item, &value))
    return refused(WIN32_INVALID_DATA);
  struct control_answer answer =
      act(kind == OBJECT_GROUP ? EVENT_SET_GROUP_PROPERTY : EVENT_SET_RESOURCE_PROPERTY,
          request->resource, which);
  answer.event.value = value;
  return answer;
}

static struct control_answer get_common(const struct cluster *cluster,
                                        const struct control_request *request) {
  return common_properties_get(cluster, OBJECT_RESOURCE, request);
}

static struct control_answer set_common(const struct cluster *cluster,
                                        const struct control_request *request) {
  return common_properties_set(cluster, OBJECT_RESOURCE, request);
}

/* --- default processing of the resource monitor --- */

static struct control_answer get_name(const struct cluster *cluster,
                                      const struct control_request *request) {
  return text_answer(request, cluster_name(cluster, OBJECT_RESOURCE, request->resource));
}

static struct control_answer get_resource_type(const struct cluster *cluster,
                                               const struct control_request *request) {
  return text_answer(request,
                     resource_type_name(cluster_resource(cluster, request->resource)->type));
}

static struct control_answer get_id(const struct cluster *cluster,
                                    const struct control_request *request) {
  char guid[GUID_TEXT];
  cluster_guid(cluster, OBJECT_RESOURCE, request->resource, guid);
  return text_answer(request, guid);
}

/* mscs/clusctl-resource-unknown: says whether anybody handles codes; the types here do. */
static struct control_answer unknown(const struct cluster *cluster,
                                     const struct control_request *request) {
  (void)cluster;
  (void)request;
  return (struct control_answer){.status = WIN32_SUCCESS};
}

struct control_answer failure_info_get(const struct control_request *request, uint32_t attempts,
                                       uint64_t unit) {
  uint64_t left = (request->period_left + unit - 1) / unit;
  const uint32_t info[2] = {attempts, left < UINT32_MAX ? (uint32_t)left : UINT32_MAX};
  for (size_t i = 0; i < sizeof info && request->out_room >= sizeof info; i++)
    request->out[i] = (uint8_t)(info[i / 4] >> (8 * (i % 4)));
  return output(sizeof info, request->out_room);
}

/* FOV-025 */
static struct control_answer get_failure_info(const struct cluster *cluster,
                                              const struct control_request *request) {
  return failure_info_get(request, failure_policy_restarts_left(cluster, request->resource), 1000);
}

enum stage { OF_VIRTUAL_MACHINE, OF_CONFIGURATION, OF_MONITOR };

static const struct {
  enum stage stage;
  uint32_t code;
  handler *handler;
} handlers[] = {
    {OF_VIRTUAL_MACHINE, CLUSCTL_RESOURCE_VM_START_MIGRATION, start_migration},
    {OF_VIRTUAL_MACHINE, CLUSCTL_RESOURCE_VM_CANCEL_MIGRATION, cancel_migration},
    {OF_VIRTUAL_MACHINE, CLUSCTL_RESOURCE_VM_SET_NEXT_OFFLINE_ACTION, set_next_offline_action},
    {OF_CONFIGURATION, CLUSCTL_RESOURCE_VM_CONFIG_UPDATE, config_update},
    {OF_MONITOR, CLUSCTL_RESOURCE_GET_COMMON_PROPERTIES, get_common},
    {OF_MONITOR, CLUSCTL_RESOURCE_SET_COMMON_PROPERTIES, set_common},
    {OF_MONITOR, CLUSCTL_RESOURCE_UNKNOWN, unknown},
    {OF_MONITOR, CLUSCTL_RESOURCE_GET_FAILURE_INFO, get_failure_info},
    {OF_MONITOR, CLUSCTL_RESOURCE_GET_NAME, get_name},
    {OF_MONITOR, CLUSCTL_RESOURCE_GET_RESOURCE_TYPE, get_resource_type},
    {OF_MONITOR, CLUSCTL_RESOURCE_GET_ID, get_id},
    {OF_MONITOR, CLUSCTL_RESOURCE_GET_RO_PRIVATE_PROPERTIES, get_read_only_properties},
    {OF_MONITOR, CLUSCTL_RESOURCE_GET_PRIVATE_PROPERTIES, get_properties},
    {OF_MONITOR, CLUSCTL_RESOURCE_SET_PRIVATE_PROPERTIES, set_properties},
};

static handler *find_handler(enum stage stage, uint32_t code) {
  for (size_t i = 0; i < sizeof handlers / sizeof handlers[0]; i++)
    if (handlers[i].stage == stage && handlers[i].code == code)
      return handlers[i].handler;
  return NULL;
}

bool resource_control_models(const struct control_code *code) {
  struct control_code_fields fields = control_code_decode(code->value);
  enum stage stage = code->for_type == CONTROL_TYPE_VIRTUAL_MACHINE ? OF_VIRTUAL_MACHINE
                     : code->for_type == CONTROL_TYPE_VIRTUAL_MACHINE_CONFIGURATION
                         ? OF_CONFIGURATION
                         : OF_MONITOR;
  assert(code->name[0] != '\0');
  return fields.object == CONTROL_OBJECT_RESOURCE && !fields.internal &&
         find_handler(stage, code->value) != NULL;
}

struct control_answer resource_control(const struct cluster *cluster,
                                       const struct control_request *request) {
  assert(request->resource < cluster->count[OBJECT_RESOURCE]);
  assert(request->out != NULL || request->out_room == 0);
  struct control_code_fields fields = control_code_decode(request->code);
  const struct resource *resource = cluster_resource(cluster, request->resource);
  static const struct {
    enum control_type type;
    enum stage stage;
  } of_provider[] = {
      [PROVIDER_MACHINE] = {CONTROL_TYPE_VIRTUAL_MACHINE, OF_VIRTUAL_MACHINE},
      [PROVIDER_CONFIGURATION] = {CONTROL_TYPE_VIRTUAL_MACHINE_CONFIGURATION, OF_CONFIGURATION},
      [PROVIDER_SIMULATED] = {CONTROL_TYPE_ANY, OF_MONITOR},
  };
  enum resource_provider provider = resource_provider_of(resource->type);
  enum control_type type = of_provider[provider].type;
  enum stage own = of_provider[provider].stage;
  if (request->node != CLUSTER_NONE && cluster_node(cluster, request->node)->state == NODE_DOWN)
    return refused(WIN32_CLUSTER_NODE_DOWN);
  /* MS-CMRP ApiNodeResourceControl: All access if and only if the modify bit is set. */
  if (fields.modify && !request->all_access)
    return refused(WIN32_ACCESS_DENIED);
  /* Internal codes are the service's own; another object's codes are not for resources. */
  if (fields.object != CONTROL_OBJECT_RESOURCE || fields.internal)
    return refused(WIN32_INVALID_FUNCTION);
  handler *handle = find_handler(own, request->code);
  if (handle == NULL)
    handle = find_handler(OF_MONITOR, request->code);
  if (handle != NULL)
    return handle(cluster, request);
  /* A code this type has by name, without behaviour here: say so instead of guessing.  What no
   * public page describes stays without behaviour. */
  const struct control_code *code = control_code_find_for(request->code, type);
  if (code != NULL && strcmp(code->status, "unofficial listing only") != 0)
    return refused(WIN32_CALL_NOT_IMPLEMENTED);
  return refused(WIN32_INVALID_FUNCTION); /* M-CC2 */
}
