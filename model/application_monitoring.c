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
  return vm->application_failed && vm->resource != CLUSTER_NONE &&
         action_of(cluster, vm) == EMBEDDED_FAILURE_RECOVER;
}

static void set_failed(struct cluster *cluster, uint32_t index, bool failed,
                       struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, index);
  assert(vm->application_failed != failed && vm->group != CLUSTER_NONE);
  effects_change(effects, PROPERTY_VM_APPLICATION, index, !vm->application_failed, !failed);
  uint64_t before =
      vm->resource == CLUSTER_NONE ? 0 : resource_status_information(cluster, vm->resource);
  group_change_status(cluster, vm->group, &vm->application_failed, failed, effects);
  if (vm->resource != CLUSTER_NONE)
    effects_change(effects, PROPERTY_RESOURCE_STATUS_INFORMATION, vm->resource, before,
                   resource_status_information(cluster, vm->resource));
}

void application_monitoring_follow(struct cluster *cluster, uint32_t index,
                                   struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, index);
  if (vm->application_failed && vm->state != VM_SUSPENDED &&
      !virtual_machine_has_partition(vm->state))
    set_failed(cluster, index, false, effects);
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
  if (cluster_vm(cluster, event->subject)->application_failed)
    set_failed(cluster, event->subject, false, effects);
  return true;
}
