#include "model/storage.h"
#include "model/sweep.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

bool storage_reached(const struct cluster *cluster, uint32_t node) {
  return !cluster_node(cluster, node)->storage_lost;
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
  effects_follow_up(effects, EVENT_SWEEP_STORAGE, event->subject, 0);
  return true;
}

bool storage_lose(struct cluster *cluster, const struct event *event, struct effects *effects) {
  return set_lost(cluster, event, true, effects);
}

bool storage_return(struct cluster *cluster, const struct event *event, struct effects *effects) {
  return set_lost(cluster, event, false, effects);
}

void storage_look_again(const struct cluster *cluster, uint32_t node, uint32_t vm,
                        struct effects *effects) {
  assert(vm < cluster->count[OBJECT_VM]);
  if (!storage_reached(cluster, node))
    effects_follow_up(effects, EVENT_SWEEP_STORAGE, node, vm);
}

/* What the host's storage means for one machine; false where it changes nothing. */
static bool follow(struct cluster *cluster, const struct event *event, uint32_t vm,
                   struct effects *effects) {
  const struct vm *machine = cluster_vm(cluster, vm);
  uint32_t node = event->subject;
  if (machine->host != node)
    return !storage_reached(cluster, node) && vm_migration_lose_storage(cluster, vm, node, effects);
  if (storage_reached(cluster, node))
    return virtual_machine_regain_storage(cluster, vm, effects);
  return virtual_machine_lose_storage(cluster, vm, effects);
}

bool storage_sweep(struct cluster *cluster, const struct event *event, struct effects *effects) {
  (void)sweep(cluster, OBJECT_VM, event, follow, effects);
  return true;
}
