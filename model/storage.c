#include "model/storage.h"
#include "model/maintenance_mode.h"
#include "model/node.h"
#include "model/shared_volume.h"
#include "model/sweep.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

bool storage_reached(const struct cluster *cluster, uint32_t node) {
  return !cluster_node(cluster, node)->storage_lost;
}

/* What runs outlives a pause of its volume; what stands still waits for its end. */
bool storage_reached_by(const struct cluster *cluster, const struct vm *vm, uint32_t node) {
  if (vm->volume == CLUSTER_NONE)
    return storage_reached(cluster, node);
  enum shared_volume_state state = shared_volume_state(cluster, vm->volume, node);
  return state != SHARED_VOLUME_UNAVAILABLE && (state != SHARED_VOLUME_PAUSED || !vm->critical);
}

uint32_t storage_slowness(const struct cluster *cluster, uint32_t node) {
  uint32_t slow = cluster_node(cluster, node)->storage_slow;
  assert(slow <= STORAGE_SLOW_MAX);
  return slow == 0 ? 1 : slow;
}

/* What has begun keeps its time. */
bool storage_slow_down(struct cluster *cluster, const struct event *event,
                       struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  if (event->value > STORAGE_SLOW_MAX)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  effects_change(effects, PROPERTY_NODE_STORAGE_SLOW, event->subject, node->storage_slow,
                 event->value);
  node->storage_slow = (uint32_t)event->value;
  return true;
}

static bool set_lost(struct cluster *cluster, const struct event *event, bool lost,
                     struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  effects_change(effects, PROPERTY_NODE_STORAGE, event->subject, !node->storage_lost, !lost);
  node->storage_lost = lost;
  effects_follow_up(effects, EVENT_SWEEP_DISKS, event->subject, 0);
  effects_follow_up(effects, EVENT_SWEEP_STORAGE, event->subject, 0);
  shared_volume_look_at_all(cluster, effects);
  return true;
}

/* --- disks --- */

/* The node polls it: it takes part, and nobody is told not to look. */
static bool is_polled(const struct cluster *cluster, uint32_t index) {
  const struct resource *resource = cluster_resource(cluster, index);
  return resource->type == TYPE_PHYSICAL_DISK && resource->state == RESOURCE_ONLINE &&
         resource->maintenance == MAINTENANCE_NONE &&
         node_takes_part(cluster, cluster_group(cluster, resource->group)->owner);
}

void storage_disk_changed(const struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, index);
  if (resource->type != TYPE_PHYSICAL_DISK)
    return;
  if (is_polled(cluster, index) &&
      !storage_reached(cluster, cluster_group(cluster, resource->group)->owner))
    effects_order(effects, ORDER_AWAIT_POLL, index);
  shared_volume_look_again(cluster, index, effects);
}

/* A disk of the host, or a volume that it reads and writes directly no more. */
static bool look_at_disk(struct cluster *cluster, const struct event *event, uint32_t index,
                         struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, index);
  uint32_t node = event->subject, owner = cluster_group(cluster, resource->group)->owner;
  bool reached = storage_reached(cluster, node);
  if (owner == node && is_polled(cluster, index)) {
    effects_order(effects, reached ? ORDER_FORGET_RESOURCE : ORDER_AWAIT_POLL, index);
    return true;
  }
  if (reached || owner == node || resource->shared_volume == 0 ||
      shared_volume_state(cluster, index, node) != SHARED_VOLUME_BLOCK_REDIRECTED ||
      !node_takes_part(cluster, node))
    return false;
  effects_log(effects, LOG_ID_VOLUME_NO_DIRECT_IO, index, node, owner);
  return true;
}

bool storage_sweep_disks(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  (void)sweep(cluster, OBJECT_RESOURCE, event, look_at_disk, effects);
  return true;
}

/* --- machines --- */

bool storage_lose(struct cluster *cluster, const struct event *event, struct effects *effects) {
  return set_lost(cluster, event, true, effects);
}

bool storage_return(struct cluster *cluster, const struct event *event, struct effects *effects) {
  return set_lost(cluster, event, false, effects);
}

void storage_look_again(const struct cluster *cluster, uint32_t node, uint32_t vm,
                        struct effects *effects) {
  assert(vm < cluster->count[OBJECT_VM]);
  if (!storage_reached_by(cluster, cluster_vm(cluster, vm), node))
    effects_follow_up(effects, EVENT_SWEEP_STORAGE, node, vm);
}

/* What the host's storage means for one machine; false where it changes nothing. */
static bool follow(struct cluster *cluster, const struct event *event, uint32_t vm,
                   struct effects *effects) {
  const struct vm *machine = cluster_vm(cluster, vm);
  uint32_t node = event->subject;
  bool reached = storage_reached_by(cluster, machine, node);
  if (machine->host != node)
    return !reached && vm_migration_lose_storage(cluster, vm, node, effects);
  if (reached)
    return virtual_machine_regain_storage(cluster, vm, effects);
  return virtual_machine_lose_storage(cluster, vm, effects);
}

bool storage_sweep(struct cluster *cluster, const struct event *event, struct effects *effects) {
  (void)sweep(cluster, OBJECT_VM, event, follow, effects);
  return true;
}
