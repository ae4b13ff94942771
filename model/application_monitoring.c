#include "model/application_monitoring.h"
#include "model/group.h"
#include "model/node.h"
#include "model/object_property.h"
#include "model/resource.h"
#include "model/virtual_machine.h"

static enum embedded_failure_action action_of(const struct cluster *cluster, const struct vm *vm) {
  struct property_holder holder = {CONTROL_OBJECT_RESOURCE, vm->resource};
  uint64_t action = property_number(cluster, holder, SCHEMA_RESOURCE_EMBEDDED_FAILURE_ACTION);
  return action < EMBEDDED_FAILURE_RECOVER ? (enum embedded_failure_action)action
                                           : EMBEDDED_FAILURE_RECOVER;
}

bool application_monitoring_recovers(const struct cluster *cluster, const struct vm *vm) {
  return vm->application_failed && action_of(cluster, vm) == EMBEDDED_FAILURE_RECOVER;
}

static void set_failed(struct cluster *cluster, uint32_t index, bool failed,
                       struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  assert(vm->application_failed != failed && vm->resource != CLUSTER_NONE);
  effects_change(effects, PROPERTY_VM_APPLICATION, index, !vm->application_failed, !failed);
  resource_change_status(cluster, vm->resource, &vm->application_failed, failed, effects);
}

void application_monitoring_forget(struct cluster *cluster, uint32_t vm, struct effects *effects) {
  if (cluster_vm(cluster, vm)->application_failed)
    set_failed(cluster, vm, false, effects);
}

void application_monitoring_follow(struct cluster *cluster, uint32_t index,
                                   struct effects *effects) {
  if (!virtual_machine_has_guest(cluster_vm(cluster, index)->state))
    application_monitoring_forget(cluster, index, effects);
}

bool application_monitoring_fail(struct cluster *cluster, const struct event *event,
                                 struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, event->subject);
  if (cluster->level < LEVEL_WS2012 || vm->state != VM_ENABLED || vm->application_failed ||
      vm->resource == CLUSTER_NONE || !node_takes_part(cluster, vm->host) ||
      resource_state_shown(cluster_resource(cluster, vm->resource)) != RESOURCE_ONLINE)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  enum embedded_failure_action action = action_of(cluster, vm);
  if (action == EMBEDDED_FAILURE_NONE)
    return true;
  set_failed(cluster, event->subject, true, effects);
  effects_log(effects, LOG_ID_APPLICATION_FAILED, vm->resource, CLUSTER_NONE, CLUSTER_NONE);
  struct event shutdown = {.kind = EVENT_GUEST_SHUT_DOWN, .subject = event->subject};
  return action == EMBEDDED_FAILURE_LOG_ONLY || virtual_machine_act(cluster, &shutdown, effects);
}

bool application_monitoring_reset(struct cluster *cluster, const struct event *event,
                                  struct effects *effects) {
  if (cluster_vm(cluster, event->subject)->group == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_RESOURCE_NOT_FOUND);
  application_monitoring_forget(cluster, event->subject, effects);
  return true;
}
