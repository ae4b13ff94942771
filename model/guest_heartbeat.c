#include "model/guest_heartbeat.h"
#include "model/group_set.h"
#include "model/node.h"
#include "model/object_property.h"
#include "model/virtual_machine.h"

/* Somebody listens, and minds: a machine that stands still sends none. */
static bool is_missed(const struct cluster *cluster, const struct vm *vm) {
  struct property_holder holder = {CONTROL_OBJECT_RESOURCE, vm->resource};
  return vm->heartbeat_lost && vm->state == VM_ENABLED && node_takes_part(cluster, vm->host) &&
         property_number(cluster, holder, SCHEMA_VIRTUAL_MACHINE_CHECK_HEARTBEAT) != 0;
}

static void await_or_forget(const struct cluster *cluster, uint32_t index,
                            struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, index);
  if (vm->resource != CLUSTER_NONE &&
      cluster_resource(cluster, vm->resource)->state == RESOURCE_ONLINE)
    effects_order(effects, is_missed(cluster, vm) ? ORDER_AWAIT_POLL : ORDER_FORGET_RESOURCE,
                  vm->resource);
}

static void set_lost(struct cluster *cluster, uint32_t index, bool lost, struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  effects_change(effects, PROPERTY_VM_HEARTBEAT, index, !vm->heartbeat_lost, !lost);
  vm->heartbeat_lost = lost;
  if (vm->group != CLUSTER_NONE && cluster_group(cluster, vm->group)->set != CLUSTER_NONE)
    group_set_review(cluster, cluster_group(cluster, vm->group)->set, effects); /* GRP-009 */
}

void guest_heartbeat_look_again(const struct cluster *cluster, uint32_t vm,
                                struct effects *effects) {
  assert(vm < cluster->count[OBJECT_VM]);
  if (cluster_vm(cluster, vm)->heartbeat_lost)
    await_or_forget(cluster, vm, effects);
}

void guest_heartbeat_follow(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, index);
  if (vm->heartbeat_lost && !virtual_machine_has_guest(vm->state))
    set_lost(cluster, index, false, effects);
  guest_heartbeat_look_again(cluster, index, effects);
}

bool guest_heartbeat_lose(struct cluster *cluster, const struct event *event,
                          struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, event->subject);
  if (vm->state != VM_ENABLED || vm->heartbeat_lost)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_lost(cluster, event->subject, true, effects);
  await_or_forget(cluster, event->subject, effects);
  return true;
}

bool guest_heartbeat_return(struct cluster *cluster, const struct event *event,
                            struct effects *effects) {
  if (!cluster_vm(cluster, event->subject)->heartbeat_lost)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_lost(cluster, event->subject, false, effects);
  await_or_forget(cluster, event->subject, effects);
  return true;
}
