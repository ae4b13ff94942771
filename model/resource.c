#include "model/resource.h"
#include "model/affinity_rule.h"
#include "model/companions.h"
#include "model/dependency.h"
#include "model/failure_policy.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/group_work.h"
#include "model/guest_heartbeat.h"
#include "model/locked_mode.h"
#include "model/maintenance_mode.h"
#include "model/node.h"
#include "model/placement.h"
#include "model/preemption.h"
#include "model/protected_network.h"
#include "model/resource_restart.h"
#include "model/storage.h"
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

static const struct {
  const char *name, *display_name;
  enum resource_provider provider;
} types[TYPE_COUNT] = {
#define RESOURCE_TYPE(id, name, display, provider) {name, display, PROVIDER_##provider},
#include "model/resource_type.def"
#undef RESOURCE_TYPE
};

const char *resource_type_name(enum resource_type type) {
  assert((unsigned)type < TYPE_COUNT);
  return types[type].name;
}

const char *resource_type_display_name(enum resource_type type) {
  assert((unsigned)type < TYPE_COUNT);
  return types[type].display_name;
}

enum resource_type resource_type_by_name(const char *name) {
  assert(name != NULL);
  if (object_name_check(name, RESOURCE_NAME_UNITS_MAX) == NULL)
    for (unsigned i = 0; i < TYPE_COUNT; i++)
      if (object_name_equal(types[i].name, name))
        return (enum resource_type)i;
  return TYPE_COUNT;
}

const char *resource_type_dll(enum resource_type type) {
  return resource_provider_of(type) == PROVIDER_SIMULATED ? "clusres.dll" : "vmclusres.dll";
}

enum resource_provider resource_provider_of(enum resource_type type) {
  assert((unsigned)type < TYPE_COUNT);
  return types[type].provider;
}

bool resource_is_online(enum resource_state state) {
  return state == RESOURCE_ONLINE;
}

bool resource_is_down(enum resource_state state) {
  return state == RESOURCE_OFFLINE || state == RESOURCE_FAILED || state == RESOURCE_INITIALIZING;
}

enum resource_state resource_state_shown(const struct resource *resource) {
  if (resource->goal == GOAL_ONLINE && resource_is_down(resource->state))
    return RESOURCE_ONLINE_PENDING;
  if (resource->goal == GOAL_OFFLINE && resource->state == RESOURCE_ONLINE)
    return RESOURCE_OFFLINE_PENDING;
  return resource->state;
}

uint64_t resource_status_information(const struct cluster *cluster, uint32_t index) {
  const struct resource *resource = cluster_resource(cluster, index);
  bool machine = resource->type == TYPE_VIRTUAL_MACHINE && resource->vm != CLUSTER_NONE;
  const struct vm *vm = machine ? cluster_vm(cluster, resource->vm) : NULL;
  return (resource->locked ? RESOURCE_LOCKED_MODE : 0u) |
         (machine && vm->application_failed ? RESOURCE_EMBEDDED_FAILURE : 0u) |
         (machine && vm->adapter_lost ? RESOURCE_NETWORK_FAILURE : 0u);
}

void resource_change_status(struct cluster *cluster, uint32_t index, bool *flag, bool value,
                            struct effects *effects) {
  uint64_t before = resource_status_information(cluster, index);
  group_change_status(cluster, cluster_resource(cluster, index)->group, flag, value, effects);
  effects_change(effects, PROPERTY_RESOURCE_STATUS_INFORMATION, index, before,
                 resource_status_information(cluster, index));
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

/* A guest does as it likes: it is found running without what its resource needs, or it shuts down
 * while others need it. */
static bool is_out_of_order(const struct cluster *cluster, uint32_t index,
                            enum resource_state before) {
  const struct resource *resource = cluster_resource(cluster, index);
  if (resource->state == RESOURCE_ONLINE)
    return !dependency_holds(cluster, index,
                             dependency_in_state(cluster, resource->group, resource_is_online));
  return before == RESOURCE_ONLINE && resource->state != RESOURCE_FAILED &&
         node_takes_part(cluster, cluster_group(cluster, resource->group)->owner);
}

/* What a new state means for what the group works on, and for the failure policy. */
static void follow(struct cluster *cluster, uint32_t index, enum resource_state before,
                   struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, index);
  bool leaves = resource->goal == GOAL_OFFLINE || group_move_waits(cluster, resource->group);
  if (before == RESOURCE_FAILED)
    failure_policy_forget_wait(cluster, index, effects);
  else /* its provider has nothing more to say about that */
    effects_order(effects, ORDER_FORGET_RESOURCE, index);
  if (resource->state == RESOURCE_ONLINE) {
    resource->retried = false;
    failure_policy_bring_back(cluster, index, effects);
  }
  if (is_out_of_order(cluster, index, before))
    failure_policy_release(cluster, index, effects);
  if (resource->state == RESOURCE_FAILED) {
    group_work_set_goal(cluster, index, GOAL_NONE, effects);
    if (!leaves) /* MIG-035: a move counts no failure */
      failure_policy_react(cluster, index, effects);
  } else {
    group_work_set_goal(cluster, index, resource->goal, effects); /* it may have it now */
  }
  resource_restart_follow(cluster, index, effects);
  if (resource_provider_of(resource->type) == PROVIDER_SIMULATED)
    companions_follow(cluster, resource->group, effects);
  group_work_wake(cluster, resource->group, effects);
}

void resource_move_to(struct cluster *cluster, uint32_t index, enum resource_trigger trigger,
                      struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, index);
  enum resource_state before = resource->state;
  size_t move = find_move(before, trigger);
  assert(move < MOVE_COUNT);
  effects_change(effects, PROPERTY_RESOURCE_STATE, index, before, moves[move].to);
  resource->state = moves[move].to;
  if (before == RESOURCE_ONLINE)
    maintenance_mode_end(cluster, index, effects);
  group_derive_state(cluster, resource->group, effects);
  follow(cluster, index, before, effects);
  storage_disk_changed(cluster, index, effects);
  if (resource_provider_of(resource->type) == PROVIDER_MACHINE && resource->vm != CLUSTER_NONE)
    guest_heartbeat_look_again(cluster, resource->vm, effects);
}

void resource_set_persistent(struct cluster *cluster, uint32_t index, bool online,
                             struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, index);
  effects_change(effects, PROPERTY_RESOURCE_PERSISTENT_STATE, index, resource->persistent_online,
                 online);
  resource->persistent_online = online;
}

bool resource_can_be_online(const struct cluster *cluster, uint32_t index) {
  const struct resource *resource = cluster_resource(cluster, index);
  return resource_provider_of(resource->type) == PROVIDER_SIMULATED || resource->vm != CLUSTER_NONE;
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

/* The defaults are those of the properties' pages (mscs/resources-restartaction and the like). */
static struct resource new_resource(enum resource_type type, uint32_t group) {
  return (struct resource){
      .type = type,
      .state = RESOURCE_INITIALIZING,
      .group = group,
      .vm = CLUSTER_NONE,
      .possible_owners = UINT64_MAX,
      .restart_action = RESTART_ACTION_RESTART_NOTIFY, /* FOV-009 */
      .restart_threshold = 3,
      .restart_period = 900000,
      .restart_delay = 500,
      .retry_period = 3600000,
      .pending_timeout = 180000, /* FOV-007 */
  };
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
  *cluster_resource(cluster, index) =
      new_resource((enum resource_type)event->argument, event->subject);
  group->resources[group->resource_count++] = index;
  resource_move_to(cluster, index, RESOURCE_TRIGGER_OPENED, effects);
  effects->created_kind = OBJECT_RESOURCE;
  effects->created = index;
  return true;
}

/* A machine needs its configuration (mscs/virtual-machine: the dependency of the type). */
static void depend_on_configuration(struct cluster *cluster, const struct vm *vm,
                                    struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, vm->resource);
  uint32_t provider = UINT32_C(1) << dependency_place(cluster, vm->configuration);
  uint32_t before = dependency_providers(cluster, vm->resource);
  if ((before & provider) != 0)
    return;
  for (unsigned i = DEPENDENCY_TERMS_MAX - 1; i > 0; i--)
    resource->depends[i] = resource->depends[i - 1];
  resource->depends[0] = provider;
  effects_change(effects, PROPERTY_RESOURCE_DEPENDENCIES, vm->resource, before, before | provider);
  if (!resource_is_down(resource->state)) /* what runs is registered */
    resource_online_now(cluster, vm->configuration, effects);
}

/* The VmId property ties a resource to a virtual machine of the owner (mscs/virtual-machines-vmid).
 */
bool resource_attach_vm(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, event->subject);
  if (event->argument >= cluster->count[OBJECT_VM])
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (resource_provider_of(resource->type) == PROVIDER_SIMULATED)
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
  if (vm->resource != CLUSTER_NONE && vm->configuration != CLUSTER_NONE)
    depend_on_configuration(cluster, vm, effects);
  protected_network_look_soon(cluster, event->argument, effects);
  assert(resource->vm == event->argument);
  return true;
}

/* --- requests --- */

/* Neither on its way nor waiting for its turn. */
static bool is_settled(const struct resource *resource) {
  enum resource_state shown = resource_state_shown(resource);
  return shown == RESOURCE_ONLINE || resource_is_down(shown);
}

bool resource_takes_time(const struct cluster *cluster, uint32_t index, bool to_start) {
  const struct resource *resource = cluster_resource(cluster, index);
  bool is_there = to_start ? resource->state == RESOURCE_ONLINE : resource_is_down(resource->state);
  switch (resource_provider_of(resource->type)) {
  case PROVIDER_MACHINE:
    return !is_there && (to_start || !virtual_machine_goes_off_at_once(cluster, resource->vm));
  case PROVIDER_CONFIGURATION:
    return false;
  case PROVIDER_SIMULATED:
    return !is_there;
  }
  assert(false && "a provider");
  return false;
}

bool resource_can_stop(const struct cluster *cluster, uint32_t index) {
  const struct resource *resource = cluster_resource(cluster, index);
  return resource_provider_of(resource->type) != PROVIDER_MACHINE ||
         resource_is_down(resource->state) ||
         virtual_machine_can_go_offline(cluster, resource->vm, 0);
}

bool resource_bring_online(struct cluster *cluster, const struct event *event,
                           struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, event->subject);
  const struct group *group = cluster_group(cluster, resource->group);
  if (!resource_can_be_online(cluster, event->subject))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  uint32_t status = group_owner_refusal(cluster, resource->group);
  if (status == WIN32_SUCCESS && !placement_possible(cluster, resource->group, group->owner))
    status = WIN32_HOST_NODE_NOT_AVAILABLE; /* PLC-004, STA-016 */
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  /* MS-CMRP ApiOnlineResource: from Online 0, from Offline and Failed, else 5023 (STA-007). */
  if (group_changes_hosts(cluster, resource->group) || group->moving_to != CLUSTER_NONE ||
      !is_settled(resource))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  uint32_t members = UINT32_C(1) << dependency_place(cluster, event->subject) |
                     dependency_all_providers(cluster, event->subject);
  bool ignored = (event->value & RESOURCE_ONLINE_IGNORE_AFFINITY_RULE) != 0;
  if (group_move_runs_nothing(cluster, resource->group))
    status = affinity_rule_refusal(cluster, resource->group, group->owner, ignored); /* PLC-011 */
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  if (locked_mode_refuses(cluster, resource->group, members, LOCKED_ONLINE, event->value, effects))
    return true;
  if (group_move_runs_nothing(cluster, resource->group))
    affinity_rule_ignore(cluster, resource->group, ignored, effects);
  preemption_forget(cluster, resource->group, effects);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    if (((members >> i) & 1) == 0 || !resource_can_be_online(cluster, group->resources[i]))
      continue;
    resource_set_persistent(cluster, group->resources[i], true, effects); /* STA-011 */
    failure_policy_begin_anew(cluster, group->resources[i], effects);
    if (resource_takes_time(cluster, group->resources[i], true))
      effects->status = WIN32_IO_PENDING; /* STA-015 */
  }
  group_work_online(cluster, event->subject, effects);
  return true;
}

/* Members that are up and would have to stop with it. */
static uint32_t members_that_stop(const struct cluster *cluster, uint32_t index) {
  const struct resource *resource = cluster_resource(cluster, index);
  return (UINT32_C(1) << dependency_place(cluster, index) | dependency_in_need(cluster, index)) &
         ~dependency_in_state(cluster, resource->group, resource_is_down);
}

bool resource_take_offline(struct cluster *cluster, const struct event *event,
                           struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, event->subject);
  const struct group *group = cluster_group(cluster, resource->group);
  if (group->unmonitored)
    return effects_refuse(effects, WIN32_CLUSTER_RESOURCE_NOT_MONITORED);
  /* MS-CMRP ApiOfflineResource: from Offline 0, from Online and Failed, else 5023 (STA-009). */
  if (group_changes_hosts(cluster, resource->group) || group->moving_to != CLUSTER_NONE ||
      !is_settled(resource))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  uint32_t members = members_that_stop(cluster, event->subject);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (((members >> i) & 1) != 0 && !resource_can_stop(cluster, group->resources[i]))
      return effects_refuse(effects, WIN32_INVALID_STATE);
  if (locked_mode_refuses(cluster, resource->group,
                          members | UINT32_C(1) << dependency_place(cluster, event->subject),
                          LOCKED_OFFLINE, event->value, effects))
    return true;
  resource_set_persistent(cluster, event->subject, false, effects);
  for (uint32_t i = 0; i < group->resource_count; i++) {
    if (((members >> i) & 1) == 0)
      continue;
    resource_set_persistent(cluster, group->resources[i], false, effects);
    if (resource_takes_time(cluster, group->resources[i], false))
      effects->status = WIN32_IO_PENDING;
  }
  if (resource->state == RESOURCE_FAILED) /* STA-010 */
    resource_offline_now(cluster, event->subject, effects);
  group_work_offline(cluster, event->subject, effects);
  return true;
}

/* Its provider says that Online or Offline is done. */
bool resource_report(struct cluster *cluster, const struct event *event, struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, event->subject);
  bool starts = event->kind == EVENT_RESOURCE_STARTED;
  enum resource_state pending = starts ? RESOURCE_ONLINE_PENDING : RESOURCE_OFFLINE_PENDING;
  if (resource_provider_of(resource->type) != PROVIDER_SIMULATED || resource->state != pending ||
      !node_answers(cluster, cluster_group(cluster, resource->group)->owner))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  resource_move_to(cluster, event->subject,
                   starts ? RESOURCE_TRIGGER_ONLINE_DONE : RESOURCE_TRIGGER_OFFLINE_DONE, effects);
  return true;
}
