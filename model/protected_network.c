#include "model/protected_network.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/move_queue.h"
#include "model/network.h"
#include "model/node.h"
#include "model/placement.h"
#include "model/resource.h"
#include "model/sweep.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

bool protected_network_reached(const struct cluster *cluster, const struct vm *vm, uint32_t node) {
  return vm->adapter == CLUSTER_NONE || network_connects(cluster, vm->adapter, node, node);
}

void protected_network_look_soon(const struct cluster *cluster, uint32_t vm,
                                 struct effects *effects) {
  if (cluster_vm(cluster, vm)->adapter != CLUSTER_NONE)
    effects_follow_up(effects, EVENT_LOOK_AT_ADAPTER, vm, 0);
}

void protected_network_look_at_all(const struct cluster *cluster, struct effects *effects) {
  if (cluster->adapters > 0)
    effects_follow_up(effects, EVENT_SWEEP_ADAPTERS, 0, 0);
}

static void set_lost(struct cluster *cluster, uint32_t index, bool lost, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  effects_change(effects, PROPERTY_VM_ADAPTER_LOST, index, vm->adapter_lost, lost);
  resource_change_status(cluster, vm->resource, &vm->adapter_lost, lost, effects);
  if (lost)
    effects_log(effects, LOG_ID_ADAPTER_LOST, vm->resource, CLUSTER_NONE, CLUSTER_NONE);
}

static void leave(struct cluster *cluster, const struct vm *vm, struct effects *effects) {
  uint32_t node = placement_choose(cluster, vm->group, PLACEMENT_RECONNECT);
  uint32_t status = vm_migration_move_refusal(cluster, vm->group, node, false);
  if (status != WIN32_SUCCESS && status != WIN32_CLUSTER_GROUP_BUSY &&
      !move_queue_waits_for(status))
    return; /* it stays */
  move_queue_enter(cluster, vm->group, node, false, effects);
  move_queue_wake(cluster, effects);
}

static bool look(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, index);
  if (vm->adapter == CLUSTER_NONE || vm->resource == CLUSTER_NONE ||
      cluster->level < LEVEL_WS2012R2 || !node_takes_part(cluster, vm->host) ||
      vm_migration_in_move(cluster, index))
    return false;
  bool was = vm->adapter_lost;
  bool lost =
      virtual_machine_has_partition(vm->state) && !protected_network_reached(cluster, vm, vm->host);
  if (lost != was)
    set_lost(cluster, index, lost, effects);
  bool leaves = lost && vm->state == VM_ENABLED && !vm_migration_active(vm->migration.phase) &&
                group_move_is_free(cluster, vm->group);
  if (leaves)
    leave(cluster, vm, effects);
  return leaves || lost != was;
}

bool protected_network_look(struct cluster *cluster, const struct event *event,
                            struct effects *effects) {
  (void)look(cluster, event->subject, effects);
  return true;
}

static bool look_at(struct cluster *cluster, const struct event *event, uint32_t vm,
                    struct effects *effects) {
  (void)event;
  return look(cluster, vm, effects);
}

bool protected_network_sweep(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  (void)sweep(cluster, OBJECT_VM, event, look_at, effects);
  return true;
}

bool protected_network_connect(struct cluster *cluster, const struct event *event,
                               struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, event->subject);
  if (event->argument >= cluster->count[OBJECT_NETWORK])
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (vm->adapter == CLUSTER_NONE)
    cluster->adapters++;
  effects_change(effects, PROPERTY_VM_ADAPTER, event->subject, vm->adapter, event->argument);
  vm->adapter = event->argument;
  protected_network_look_soon(cluster, event->subject, effects);
  return true;
}
