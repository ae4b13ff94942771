#include "model/virtual_machine.h"
#include "model/application_monitoring.h"
#include "model/dependency.h"
#include "model/group_move.h"
#include "model/group_work.h"
#include "model/guest_heartbeat.h"
#include "model/host_usage.h"
#include "model/move_queue.h"
#include "model/node.h"
#include "model/protected_network.h"
#include "model/resource.h"
#include "model/storage.h"
#include "model/vm_migration.h"

static const struct {
  enum vm_state from;
  enum event_kind event;
  enum vm_state to;
  enum order_kind order;
} moves[] = {
#define VM(from, event, to, order) {VM_##from, EVENT_##event, VM_##to, ORDER_##order},
#include "model/vm_state.def"
#undef VM
};

enum { MOVE_COUNT = sizeof moves / sizeof moves[0] };

static size_t find_move(enum vm_state from, enum event_kind event) {
  size_t i = 0;
  while (i < MOVE_COUNT && (moves[i].from != from || moves[i].event != event))
    i++;
  return i;
}

bool virtual_machine_has_partition(enum vm_state state) {
  return state != VM_UNKNOWN && state != VM_DISABLED && state != VM_SUSPENDED;
}

bool virtual_machine_has_guest(enum vm_state state) {
  return virtual_machine_has_partition(state) || state == VM_SUSPENDED;
}

void virtual_machine_set_host(struct cluster *cluster, uint32_t index, uint32_t node,
                              struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  assert(node < cluster->count[OBJECT_NODE]);
  host_usage_count(cluster, index, false);
  effects_change(effects, PROPERTY_VM_HOST, index, vm->host, node);
  vm->host = node;
  host_usage_count(cluster, index, true);
}

static void set_critical(struct vm *vm, uint32_t index, bool critical, struct effects *effects) {
  effects_change(effects, PROPERTY_VM_CRITICAL, index, vm->critical, critical);
  vm->critical = critical;
}

/* The one function that changes VmState. */
static void set_state(struct cluster *cluster, uint32_t index, enum vm_state state,
                      struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  assert(vm->state != state);
  host_usage_count(cluster, index, false);
  effects_change(effects, PROPERTY_VM_STATE, index, vm->state, state);
  if (!virtual_machine_has_partition(state))
    vm->executing = 0;
  else if (!virtual_machine_has_partition(vm->state))
    vm->executing = (uint64_t)1 << vm->host;
  bool ends = virtual_machine_has_partition(vm->state) && !virtual_machine_has_partition(state);
  vm->state = state;
  if (state != VM_PAUSED)
    set_critical(vm, index, false, effects);
  host_usage_count(cluster, index, true);
  guest_heartbeat_follow(cluster, index, effects);
  application_monitoring_follow(cluster, index, effects);
  protected_network_look_soon(cluster, index, effects);
  if (vm->group != CLUSTER_NONE)
    group_work_wake(cluster, vm->group, effects);
  if (ends && node_takes_part(cluster, vm->host)) /* memory is free for somebody who waits */
    move_queue_wake(cluster, effects);
}

static void move(struct cluster *cluster, uint32_t index, enum event_kind why,
                 struct effects *effects) {
  size_t i = find_move(cluster_vm(cluster, index)->state, why);
  assert(i < MOVE_COUNT);
  set_state(cluster, index, moves[i].to, effects);
  effects_order(effects, moves[i].order, index);
}

bool virtual_machine_define(struct cluster *cluster, const struct event *event,
                            struct effects *effects) {
  assert(event->name != NULL);
  if (object_name_check(event->name, GROUP_NAME_UNITS_MAX) != NULL || event->value == 0)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (cluster_find(cluster, OBJECT_VM, event->name) != CLUSTER_NONE)
    return effects_refuse(effects, WIN32_OBJECT_ALREADY_EXISTS);
  if (!cluster_node(cluster, event->subject)->powered)
    return effects_refuse(effects, WIN32_HOST_NODE_NOT_AVAILABLE);
  if (event->argument != 0 && event->value > host_usage_free_memory(cluster, event->subject))
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  uint32_t index = cluster_add(cluster, OBJECT_VM, event->name);
  if (index == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  *cluster_vm(cluster, index) = (struct vm){
      .state = event->argument != 0 ? VM_ENABLED : VM_DISABLED,
      .host = event->subject,
      .executing = event->argument != 0 ? (uint64_t)1 << event->subject : 0,
      .memory = event->value,
      .offline_action = OFFLINE_SAVE, /* mscs/virtual-machines-offlineaction: default 1 */
      .group = CLUSTER_NONE,
      .volume = CLUSTER_NONE,
      .adapter = CLUSTER_NONE,
      .resource = CLUSTER_NONE,
      .configuration = CLUSTER_NONE,
      .migration = {.source = CLUSTER_NONE, .destination = CLUSTER_NONE, .network = CLUSTER_NONE},
  };
  host_usage_count(cluster, index, true);
  effects->created_kind = OBJECT_VM;
  effects->created = index;
  return true;
}

void virtual_machine_reflect(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, index);
  if (vm->resource == CLUSTER_NONE || !node_takes_part(cluster, vm->host))
    return;
  struct resource *resource = cluster_resource(cluster, vm->resource);
  switch (vm->state) {
  case VM_ENABLED:
  case VM_PAUSED:
  case VM_PAUSING:
  case VM_RESUMING:
    if (resource->state != RESOURCE_ONLINE)
      resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_ONLINE_DONE, effects);
    break;
  case VM_STARTING:
    if (resource->state != RESOURCE_ONLINE_PENDING)
      resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_ONLINE_CALLED, effects);
    break;
  case VM_SAVING:
  case VM_STOPPING:
    if (resource->state != RESOURCE_OFFLINE_PENDING)
      resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_OFFLINE_CALLED, effects);
    break;
  case VM_DISABLED:
  case VM_SUSPENDED:
    resource_offline_now(cluster, vm->resource, effects);
    break;
  case VM_UNKNOWN: /* keeps its last state */
    break;
  }
}

bool virtual_machine_is_mirrored(const struct cluster *cluster, uint32_t index) {
  const struct vm *vm = cluster_vm(cluster, index);
  if (vm->resource == CLUSTER_NONE)
    return true;
  enum resource_state state = cluster_resource(cluster, vm->resource)->state;
  switch (vm->state) {
  case VM_ENABLED:
    return state == RESOURCE_ONLINE ||
           (state == RESOURCE_OFFLINE_PENDING && vm_migration_active(vm->migration.phase));
  case VM_PAUSED:
  case VM_PAUSING:
  case VM_RESUMING:
    return state == RESOURCE_ONLINE;
  case VM_STARTING:
    return state == RESOURCE_ONLINE_PENDING;
  case VM_SAVING:
  case VM_STOPPING:
    return state == RESOURCE_OFFLINE_PENDING;
  case VM_DISABLED:
  case VM_SUSPENDED:
  case VM_UNKNOWN: /* its old host is gone; it is registered here and has not started */
    break;
  }
  return state == RESOURCE_OFFLINE || state == RESOURCE_FAILED;
}

void virtual_machine_find_again(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, index);
  assert(node_takes_part(cluster, vm->host));
  if (virtual_machine_is_mirrored(cluster, index))
    return;
  if (resource_can(cluster, vm->resource, RESOURCE_TRIGGER_OWNER_LOST))
    resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_OWNER_LOST, effects);
  if (!virtual_machine_has_partition(vm->state))
    return;
  if (vm->configuration != CLUSTER_NONE)
    resource_online_now(cluster, vm->configuration, effects);
  resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_ONLINE_CALLED, effects);
  if (vm->state != VM_STARTING)
    resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_ONLINE_DONE, effects);
  virtual_machine_reflect(cluster, index, effects);
}

void virtual_machine_come_online(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, index);
  assert(vm->resource != CLUSTER_NONE);
  if (!node_answers(cluster, vm->host)) { /* the node is missed soon */
    resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_ONLINE_CALLED, effects);
  } else if (vm->memory > host_usage_free_memory(cluster, vm->host) ||
             !storage_reached_by(cluster, vm, vm->host)) {
    resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_ONLINE_CALLED, effects);
    resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_FAULTED, effects);
  } else {
    move(cluster, index, EVENT_GUEST_START, effects);
    virtual_machine_reflect(cluster, index, effects);
  }
}

/* `asked` is 1 + the action a move asks for, or 0: the machine's own. */
static enum event_kind offline_event(const struct vm *vm, uint32_t asked) {
  switch (asked != 0                    ? (enum offline_action)(asked - 1)
          : vm->next_offline_action_set ? vm->next_offline_action
                                        : vm->offline_action) {
  case OFFLINE_TURN_OFF:
    return EVENT_GUEST_TURN_OFF;
  case OFFLINE_SAVE:
    return EVENT_GUEST_SAVE;
  case OFFLINE_SHUT_DOWN:
  case OFFLINE_SHUT_DOWN_FORCED:
    return EVENT_GUEST_SHUT_DOWN;
  }
  assert(false && "an offline action");
  return EVENT_GUEST_TURN_OFF;
}

bool virtual_machine_goes_off_at_once(const struct cluster *cluster, uint32_t index) {
  const struct vm *vm = cluster_vm(cluster, index);
  assert(vm->resource != CLUSTER_NONE);
  return resource_is_down(cluster_resource(cluster, vm->resource)->state) ||
         offline_event(vm, 0) == EVENT_GUEST_TURN_OFF;
}

bool virtual_machine_can_go_offline(const struct cluster *cluster, uint32_t index, uint32_t asked) {
  const struct vm *vm = cluster_vm(cluster, index);
  assert(vm->resource != CLUSTER_NONE);
  return cluster_resource(cluster, vm->resource)->state == RESOURCE_FAILED ||
         (node_answers(cluster, vm->host) &&
          find_move(vm->state, offline_event(vm, asked)) < MOVE_COUNT &&
          (offline_event(vm, asked) == EVENT_GUEST_TURN_OFF ||
           storage_reached_by(cluster, vm, vm->host)));
}

void virtual_machine_go_offline(struct cluster *cluster, uint32_t index, uint32_t asked,
                                struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  assert(virtual_machine_can_go_offline(cluster, index, asked));
  if (cluster_resource(cluster, vm->resource)->state == RESOURCE_FAILED) {
    resource_offline_now(cluster, vm->resource, effects);
    return;
  }
  vm_migration_lose_machine(cluster, index, effects);
  enum event_kind how = offline_event(vm, asked);
  if (asked == 0 && vm->next_offline_action_set) { /* it held for this one time (M-T4) */
    effects_change(effects, PROPERTY_VM_NEXT_OFFLINE_ACTION, index, vm->next_offline_action,
                   vm->offline_action);
    vm->next_offline_action_set = false;
    vm->next_offline_action = OFFLINE_TURN_OFF;
  }
  move(cluster, index, how, effects);
  virtual_machine_reflect(cluster, index, effects);
}

void virtual_machine_register_on(struct cluster *cluster, uint32_t index, uint32_t node,
                                 struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, index);
  assert(!virtual_machine_has_partition(vm->state));
  virtual_machine_set_host(cluster, index, node, effects);
  protected_network_look_soon(cluster, index, effects);
  assert(vm->host == node);
}

void virtual_machine_vanish(struct cluster *cluster, uint32_t index, enum event_kind why,
                            struct effects *effects) {
  assert(why == EVENT_HOST_CRASHED || why == EVENT_GUEST_CRASHED || why == EVENT_HOST_RETURNED);
  move(cluster, index, why, effects);
  assert(cluster_vm(cluster, index)->executing == 0);
}

/* True where the event takes a running machine away from VmState 2 (T13). */
static bool leaves_online(enum event_kind kind) {
  return kind == EVENT_GUEST_SAVE || kind == EVENT_GUEST_SHUT_DOWN ||
         kind == EVENT_GUEST_TURN_OFF || kind == EVENT_GUEST_CRASHED;
}

/* ShutdownAction 1: the guest is off, and the cluster did not ask for it (MIG-087); or it did so
 * because of an application in it. */
static bool fails_by_shutdown(const struct cluster *cluster, const struct vm *vm,
                              enum event_kind kind) {
  bool stops = kind == EVENT_GUEST_STOPPED || kind == EVENT_GUEST_TURN_OFF;
  return stops && vm->resource != CLUSTER_NONE &&
         (vm->fails_when_shut_down || application_monitoring_recovers(cluster, vm)) &&
         cluster_resource(cluster, vm->resource)->goal != GOAL_OFFLINE &&
         !group_move_waits(cluster, vm->group) &&
         resource_can(cluster, vm->resource, RESOURCE_TRIGGER_FAULTED);
}

static bool start_is_possible(const struct cluster *cluster, const struct vm *vm,
                              struct effects *effects) {
  if (!cluster_node(cluster, vm->host)->powered)
    return effects_refuse(effects, WIN32_HOST_NODE_NOT_AVAILABLE);
  if (vm->configuration != CLUSTER_NONE &&
      cluster_resource(cluster, vm->configuration)->state != RESOURCE_ONLINE)
    return effects_refuse(effects, WIN32_INVALID_STATE); /* not registered with the host */
  if (vm->resource != CLUSTER_NONE &&
      !dependency_holds(cluster, vm->resource,
                        dependency_in_state(cluster, vm->group, resource_is_online)))
    return effects_refuse(effects, WIN32_INVALID_STATE); /* nor are its disks there */
  if (vm->memory > host_usage_free_memory(cluster, vm->host))
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  return true;
}

/* What a guest cannot do without its disks; a machine that is Paused-Critical waits for them. */
static bool needs_storage(enum event_kind kind) {
  return kind == EVENT_GUEST_START || kind == EVENT_GUEST_SAVE || kind == EVENT_GUEST_RESUME;
}

bool virtual_machine_act(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, event->subject);
  if (find_move(vm->state, event->kind) == MOVE_COUNT)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (vm_migration_in_move(cluster, event->subject)) {
    if (event->kind != EVENT_GUEST_CRASHED) /* a stopped guest cannot act */
      return effects_refuse(effects, WIN32_INVALID_STATE);
    return vm_migration_lose_guest(cluster, event->subject, effects);
  }
  if (event->kind == EVENT_GUEST_PAUSE && vm_migration_active(vm->migration.phase) &&
      cluster->switches[SWITCH_PAUSE_DURING_MIGRATION] != 0)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (event->kind == EVENT_GUEST_START && !start_is_possible(cluster, vm, effects))
    return false;
  if (needs_storage(event->kind) && !storage_reached_by(cluster, vm, vm->host))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (event->kind == EVENT_GUEST_PAUSE)
    vm_migration_lose_to_pause(cluster, event->subject, effects);
  if (leaves_online(event->kind))
    vm_migration_lose_machine(cluster, event->subject, effects);
  bool fails = event->kind == EVENT_GUEST_CRASHED || fails_by_shutdown(cluster, vm, event->kind);
  move(cluster, event->subject, event->kind, effects);
  if (fails && vm->resource != CLUSTER_NONE && node_takes_part(cluster, vm->host)) {
    resource_move_to(cluster, vm->resource, RESOURCE_TRIGGER_FAULTED, effects); /* R5, R9, R10 */
    return true;
  }
  virtual_machine_reflect(cluster, event->subject, effects);
  return true;
}

/* A machine of a level without resiliency, or one that just starts, saves or shuts down, does not
 * outlive the loss (docs/fidelity.md "storage"). */
bool virtual_machine_lose_storage(struct cluster *cluster, uint32_t index,
                                  struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  bool does_io = virtual_machine_has_partition(vm->state) && vm->state != VM_PAUSED &&
                 vm->state != VM_PAUSING && !vm_migration_stands_still(vm->migration.phase);
  if (!does_io)
    return false;
  if (!functional_level(cluster->level)->resilient ||
      find_move(vm->state, EVENT_STORAGE_LOST) == MOVE_COUNT) {
    effects_follow_up(effects, EVENT_GUEST_CRASHED, index, 0);
    return true;
  }
  vm_migration_lose_to_pause(cluster, index, effects);
  move(cluster, index, EVENT_STORAGE_LOST, effects);
  set_critical(vm, index, true, effects);
  return true;
}

bool virtual_machine_regain_storage(struct cluster *cluster, uint32_t index,
                                    struct effects *effects) {
  if (!cluster_vm(cluster, index)->critical)
    return false;
  move(cluster, index, EVENT_STORAGE_BACK, effects);
  return true;
}

/* AutomaticCriticalErrorActionTimeout is over: the host turns it off, and its resource fails. */
bool virtual_machine_give_up(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  struct event crash = {.kind = EVENT_GUEST_CRASHED, .subject = event->subject};
  if (!cluster_vm(cluster, event->subject)->critical)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  return virtual_machine_act(cluster, &crash, effects);
}

bool virtual_machine_set_offline_action(struct cluster *cluster, const struct event *event,
                                        struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, event->subject);
  if (event->argument > OFFLINE_SHUT_DOWN_FORCED)
    return effects_refuse(effects, WIN32_INVALID_DATA);
  effects_change(effects, PROPERTY_VM_OFFLINE_ACTION, event->subject, vm->offline_action,
                 event->argument);
  vm->offline_action = (enum offline_action)event->argument;
  return true;
}

bool virtual_machine_set_shutdown_action(struct cluster *cluster, const struct event *event,
                                         struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, event->subject);
  if (event->argument > 1)
    return effects_refuse(effects, WIN32_INVALID_DATA);
  effects_change(effects, PROPERTY_VM_SHUTDOWN_ACTION, event->subject, vm->fails_when_shut_down,
                 event->argument);
  vm->fails_when_shut_down = event->argument == 1;
  return true;
}

bool virtual_machine_set_next_offline_action(struct cluster *cluster, const struct event *event,
                                             struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, event->subject);
  /* mscs/clusctl-resource-vm-set-next-offline-action: 0..3 */
  if (event->argument > OFFLINE_SHUT_DOWN_FORCED)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  enum offline_action before =
      vm->next_offline_action_set ? vm->next_offline_action : vm->offline_action;
  effects_change(effects, PROPERTY_VM_NEXT_OFFLINE_ACTION, event->subject, before, event->argument);
  vm->next_offline_action_set = true;
  vm->next_offline_action = (enum offline_action)event->argument;
  return true;
}
