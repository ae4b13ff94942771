#include "model/deletion.h"
#include "model/affinity_rule.h"
#include "model/application_monitoring.h"
#include "model/dependency.h"
#include "model/group.h"
#include "model/group_move.h"
#include "model/group_set.h"
#include "model/group_work.h"
#include "model/locked_mode.h"
#include "model/move_queue.h"
#include "model/node_drain.h"
#include "model/preemption.h"
#include "model/resource.h"

uint32_t deletion_not_found(enum object_kind kind) {
  switch (kind) {
  case OBJECT_NODE:
    return WIN32_CLUSTER_NODE_NOT_FOUND;
  case OBJECT_NETWORK:
    return WIN32_CLUSTER_NETWORK_NOT_FOUND;
  case OBJECT_GROUP:
    return WIN32_GROUP_NOT_FOUND;
  case OBJECT_GROUP_SET:
    return WIN32_GROUPSET_NOT_FOUND;
  case OBJECT_AFFINITY_RULE:
  case OBJECT_FAULT_DOMAIN:
    return WIN32_NOT_FOUND;
  default:
    return WIN32_RESOURCE_NOT_FOUND;
  }
}

uint32_t deletion_refusal(const struct cluster *cluster, enum object_kind kind, uint32_t index) {
  assert(kind < OBJECT_KIND_COUNT);
  if (!cluster_is_deleted(cluster, kind, index))
    return WIN32_SUCCESS;
  return deletion_not_found(kind);
}

static uint32_t resource_refusal(const struct cluster *cluster, uint32_t index) {
  const struct resource *resource = cluster_resource(cluster, index);
  if (resource->shared_volume != 0)
    return WIN32_INVALID_STATE; /* it is taken out of the volumes first */
  uint32_t status = group_unattended(cluster, resource->group);
  if (status != WIN32_SUCCESS)
    return status;
  if (cluster_group(cluster, resource->group)->moving_to != CLUSTER_NONE ||
      group_migrates(cluster, resource->group))
    return WIN32_CLUSTER_GROUP_BUSY;
  if (dependency_dependents(cluster, index) != 0) /* DEP-010 */
    return WIN32_DEPENDENT_RESOURCE_EXISTS;
  if (!resource_is_down(resource->state)) /* sdk-api deleteclusterresource */
    return cluster->level == LEVEL_WS2008R2 ? WIN32_RESOURCE_ONLINE : WIN32_INVALID_STATE;
  return WIN32_SUCCESS;
}

/* The machine stays on its host, and is clustered no more once neither resource is left. */
static void release_machine(struct cluster *cluster, uint32_t index, struct effects *effects) {
  uint32_t machine = cluster_resource(cluster, index)->vm;
  if (machine == CLUSTER_NONE)
    return;
  struct vm *vm = cluster_vm(cluster, machine);
  if (vm->resource == index)
    application_monitoring_forget(cluster, machine, effects);
  uint32_t *place = vm->resource == index ? &vm->resource : &vm->configuration;
  assert(*place == index);
  *place = CLUSTER_NONE;
  if (vm->resource == CLUSTER_NONE && vm->configuration == CLUSTER_NONE)
    vm->group = CLUSTER_NONE;
}

/* Bits above a place move down by one. */
static uint32_t without_place(uint32_t members, uint32_t place) {
  uint32_t below = (UINT32_C(1) << place) - 1;
  assert(((members >> place) & 1) == 0);
  return (members & below) | ((members >> 1) & ~below);
}

/* Places are those of the order of creation, so that those behind it move up. */
static void take_out(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct group *group = cluster_group(cluster, cluster_resource(cluster, index)->group);
  uint32_t gone = dependency_place(cluster, index);
  for (uint32_t place = 0; place < group->resource_count; place++) {
    uint32_t member = group->resources[place];
    struct resource *resource = cluster_resource(cluster, member);
    if (member == index)
      continue;
    for (unsigned i = 0; i < DEPENDENCY_TERMS_MAX; i++)
      resource->depends[i] = without_place(resource->depends[i], gone);
    effects_change(effects, PROPERTY_RESOURCE_PLACE, member, place,
                   place < gone ? place : place - 1);
  }
  group->resource_count--;
  for (uint32_t place = gone; place < group->resource_count; place++)
    group->resources[place] = group->resources[place + 1];
  group->resources[group->resource_count] = 0;
}

bool deletion_delete_resource(struct cluster *cluster, const struct event *event,
                              struct effects *effects) {
  uint32_t index = event->subject;
  struct resource *resource = cluster_resource(cluster, index);
  uint32_t status = resource_refusal(cluster, index);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  uint32_t group = resource->group;
  group_work_set_goal(cluster, index, GOAL_NONE, effects);
  release_machine(cluster, index, effects);
  take_out(cluster, index, effects);
  *resource = (struct resource){.type = resource->type,
                                .state = RESOURCE_OFFLINE,
                                .group = group,
                                .vm = CLUSTER_NONE,
                                .deleted = true};
  cluster->deleted[OBJECT_RESOURCE]++;
  effects_change(effects, PROPERTY_RESOURCE_DELETED, index, 0, 1);
  effects_order(effects, ORDER_REMOVE_RESOURCE, index);
  group_derive_state(cluster, group, effects);
  group_work_wake(cluster, group, effects);
  return true;
}

bool deletion_delete_group(struct cluster *cluster, const struct event *event,
                           struct effects *effects) {
  struct group *group = cluster_group(cluster, event->subject);
  uint32_t status = group_unattended(cluster, event->subject);
  if (status == WIN32_SUCCESS && group->resource_count > 0)
    status = WIN32_DIR_NOT_EMPTY; /* MS-CMRP ApiDeleteGroup */
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  assert(!group->unmonitored);
  group_set_lose(cluster, event->subject, effects);
  affinity_rule_lose(cluster, event->subject, effects);
  move_queue_leave(cluster, event->subject, effects);
  preemption_forget(cluster, event->subject, effects);
  cluster_node(cluster, group->owner)->groups--;
  node_drain_group_left(cluster, event->subject, group->owner, effects);
  group->deleted = true;
  cluster->deleted[OBJECT_GROUP]++;
  effects_change(effects, PROPERTY_GROUP_DELETED, event->subject, 0, 1);
  effects_order(effects, ORDER_REMOVE_GROUP, event->subject);
  return true;
}

bool deletion_destroy_group(struct cluster *cluster, const struct event *event,
                            struct effects *effects) {
  struct group *group = cluster_group(cluster, event->subject);
  uint32_t status = group_unattended(cluster, event->subject);
  if (status == WIN32_SUCCESS &&
      (group->moving_to != CLUSTER_NONE || group_migrates(cluster, event->subject)))
    status = WIN32_CLUSTER_GROUP_BUSY;
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  if (locked_mode_refuses(cluster, event->subject, UINT32_MAX, LOCKED_OFFLINE, event->value,
                          effects))
    return true;
  effects_change(effects, PROPERTY_GROUP_DESTROYED, event->subject, group->destroyed, 1);
  group->destroyed = true;
  group_work_offline_all(cluster, event->subject, effects);
  return true;
}

void deletion_go_on(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  assert(group->destroyed);
  if (group_unattended(cluster, index) != WIN32_SUCCESS)
    return; /* its owner is gone; another one goes on with it */
  for (uint32_t i = group->resource_count; i > 0; i--)
    if (dependency_dependents(cluster, group->resources[i - 1]) == 0) {
      effects_follow_up(effects, EVENT_DELETE_RESOURCE, group->resources[i - 1], 0);
      return;
    }
  assert(group->resource_count == 0);
  effects_follow_up(effects, EVENT_DELETE_GROUP, index, 0);
}
