#include "model/resource.h"
#include "model/group.h"
#include "model/node.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"
#include <string.h>

static const struct {
  enum resource_state from;
  enum resource_trigger trigger;
  enum resource_state to;
} moves[] = {
#define RESOURCE(id, from, trigger, to)                                                            \
  {RESOURCE_##from, RESOURCE_TRIGGER_##trigger, RESOURCE_##to},
#include "model/resource_state.def"
#undef RESOURCE
};

enum { MOVE_COUNT = sizeof moves / sizeof moves[0] };

static const char *const type_names[TYPE_COUNT] = {
    [TYPE_VIRTUAL_MACHINE] = "Virtual Machine",
    [TYPE_VIRTUAL_MACHINE_CONFIGURATION] = "Virtual Machine Configuration",
};

const char *resource_type_name(enum resource_type type) {
  assert((unsigned)type < TYPE_COUNT);
  return type_names[type];
}

enum resource_type resource_type_by_name(const char *name) {
  assert(name != NULL);
  if (object_name_check(name, RESOURCE_NAME_UNITS_MAX) == NULL)
    for (unsigned i = 0; i < TYPE_COUNT; i++)
      if (object_name_equal(type_names[i], name))
        return (enum resource_type)i;
  return TYPE_COUNT;
}

static size_t find_move(enum resource_state from, enum resource_trigger trigger) {
  size_t i = 0;
  while (i < MOVE_COUNT && (moves[i].from != from || moves[i].trigger != trigger))
    i++;
  return i;
}

bool resource_can(const struct cluster *cluster, uint32_t resource, enum resource_trigger trigger) {
  return find_move(cluster_resource(cluster, resource)->state, trigger) < MOVE_COUNT;
}

void resource_move_to(struct cluster *cluster, uint32_t index, enum resource_trigger trigger,
                      struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, index);
  size_t move = find_move(resource->state, trigger);
  assert(move < MOVE_COUNT);
  effects_change(effects, PROPERTY_RESOURCE_STATE, index, resource->state, moves[move].to);
  resource->state = moves[move].to;
  group_derive_state(cluster, resource->group, effects);
}

static void set_persistent(struct resource *resource, uint32_t index, bool online,
                           struct effects *effects) {
  effects_change(effects, PROPERTY_RESOURCE_PERSISTENT_STATE, index, resource->persistent_online,
                 online);
  resource->persistent_online = online;
}

void resource_online_now(struct cluster *cluster, uint32_t index, struct effects *effects) {
  if (cluster_resource(cluster, index)->state != RESOURCE_ONLINE)
    resource_move_to(cluster, index, RESOURCE_TRIGGER_ONLINE_DONE, effects);
  assert(cluster_resource(cluster, index)->state == RESOURCE_ONLINE);
}

void resource_offline_now(struct cluster *cluster, uint32_t index, struct effects *effects) {
  if (cluster_resource(cluster, index)->state != RESOURCE_OFFLINE)
    resource_move_to(cluster, index, RESOURCE_TRIGGER_OFFLINE_DONE, effects);
  assert(cluster_resource(cluster, index)->state == RESOURCE_OFFLINE);
}

bool resource_create(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct group *group = cluster_group(cluster, event->subject);
  assert(event->name != NULL);
  if (event->argument >= TYPE_COUNT ||
      object_name_check(event->name, RESOURCE_NAME_UNITS_MAX) != NULL)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (cluster_find(cluster, OBJECT_RESOURCE, event->name) != CLUSTER_NONE)
    return effects_refuse(effects, WIN32_OBJECT_ALREADY_EXISTS);
  if (group->resource_count == RESOURCES_PER_GROUP_MAX ||
      cluster->count[OBJECT_RESOURCE] == cluster->limits.resources)
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  uint32_t index = cluster_add(cluster, OBJECT_RESOURCE, event->name);
  *cluster_resource(cluster, index) = (struct resource){
      .type = (enum resource_type)event->argument,
      .state = RESOURCE_INITIALIZING,
      .group = event->subject,
      .vm = CLUSTER_NONE,
  };
  group->resources[group->resource_count++] = index;
  resource_move_to(cluster, index, RESOURCE_TRIGGER_OPENED, effects);
  effects->created_kind = OBJECT_RESOURCE;
  effects->created = index;
  return true;
}

/* The VmId property ties a resource to a virtual machine of the owner (mscs/virtual-machines-vmid).
 */
bool resource_attach_vm(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, event->subject);
  if (event->argument >= cluster->count[OBJECT_VM])
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  struct vm *vm = cluster_vm(cluster, event->argument);
  /* One machine a group, and none on its way to somewhere (docs/fidelity.md "one-machine"). */
  if (group_machine(cluster, resource->group) != CLUSTER_NONE &&
      group_machine(cluster, resource->group) != event->argument)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (vm->state == VM_SAVING || vm->state == VM_STOPPING)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (!node_takes_part(cluster, cluster_group(cluster, resource->group)->owner))
    return effects_refuse(effects, WIN32_HOST_NODE_NOT_AVAILABLE);
  uint32_t *place = resource->type == TYPE_VIRTUAL_MACHINE ? &vm->resource : &vm->configuration;
  if (resource->vm != CLUSTER_NONE || *place != CLUSTER_NONE ||
      (vm->group != CLUSTER_NONE && vm->group != resource->group) ||
      vm->host != cluster_group(cluster, resource->group)->owner)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  resource->vm = event->argument;
  *place = event->subject;
  vm->group = resource->group;
  /* A machine that runs already is found running: its resource mirrors it (M-VS mapping). */
  if (resource->type == TYPE_VIRTUAL_MACHINE)
    virtual_machine_reflect(cluster, event->argument, effects);
  assert(resource->vm == event->argument);
  return true;
}

bool resource_bring_online(struct cluster *cluster, const struct event *event,
                           struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, event->subject);
  assert(resource->type < TYPE_COUNT);
  /* MS-CMRP ApiOnlineResource: from Online 0, from Offline and Failed, else 5023. */
  if (resource->vm == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  uint32_t status = group_owner_refusal(cluster, resource->group);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  if (vm_migration_in_move(cluster, resource->vm) ||
      (resource->state != RESOURCE_ONLINE && resource->state != RESOURCE_OFFLINE &&
       resource->state != RESOURCE_FAILED))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_persistent(resource, event->subject, true, effects);
  if (resource->type == TYPE_VIRTUAL_MACHINE_CONFIGURATION) {
    resource_online_now(cluster, event->subject, effects);
    return true;
  }
  const struct vm *vm = cluster_vm(cluster, resource->vm);
  if (vm->configuration != CLUSTER_NONE) { /* the provider comes first (S-D4) */
    set_persistent(cluster_resource(cluster, vm->configuration), vm->configuration, true, effects);
    resource_online_now(cluster, vm->configuration, effects);
  }
  if (resource->state != RESOURCE_ONLINE) {
    virtual_machine_come_online(cluster, resource->vm, effects);
    effects->status = WIN32_IO_PENDING;
  }
  return true;
}

bool resource_take_offline(struct cluster *cluster, const struct event *event,
                           struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, event->subject);
  if (cluster_group(cluster, resource->group)->unmonitored)
    return effects_refuse(effects, WIN32_CLUSTER_RESOURCE_NOT_MONITORED);
  /* MS-CMRP ApiOfflineResource: from Offline 0, from Online and Failed, else 5023. */
  if (resource->state != RESOURCE_ONLINE && resource->state != RESOURCE_OFFLINE &&
      resource->state != RESOURCE_FAILED)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (resource->vm == CLUSTER_NONE) {
    set_persistent(resource, event->subject, false, effects);
    return true;
  }
  const struct vm *vm = cluster_vm(cluster, resource->vm);
  uint32_t machine = vm->resource;
  if (vm_migration_in_move(cluster, resource->vm))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  bool machine_stops =
      machine != CLUSTER_NONE && cluster_resource(cluster, machine)->state != RESOURCE_OFFLINE;
  if (machine_stops && !virtual_machine_can_go_offline(cluster, resource->vm, 0))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_persistent(resource, event->subject, false, effects);
  if (machine_stops) { /* the dependent goes first (S-D11) */
    set_persistent(cluster_resource(cluster, machine), machine, false, effects);
    virtual_machine_go_offline(cluster, resource->vm, 0, effects);
    effects->status = cluster_resource(cluster, machine)->state == RESOURCE_OFFLINE
                          ? (uint32_t)WIN32_SUCCESS
                          : (uint32_t)WIN32_IO_PENDING;
  } else if (resource->type == TYPE_VIRTUAL_MACHINE_CONFIGURATION) {
    resource_offline_now(cluster, event->subject, effects);
  }
  return true;
}
