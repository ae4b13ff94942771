#include "model/shared_volume.h"
#include "model/dependency.h"
#include "model/network.h"
#include "model/node.h"
#include "model/resource.h"
#include "model/storage.h"
#include "model/sweep.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

/* --- how a node sees a volume --- */

/* It is online, or will be in a while. */
static bool is_held(const struct cluster *cluster, const struct resource *disk) {
  return disk->state == RESOURCE_ONLINE || disk->state == RESOURCE_ONLINE_PENDING ||
         disk->state == RESOURCE_OFFLINE_PENDING || disk->goal == GOAL_ONLINE ||
         (disk->state == RESOURCE_FAILED && disk->wait == WAIT_RESTART) ||
         cluster_group(cluster, disk->group)->moving_to != CLUSTER_NONE;
}

/* What all nodes see of the disk itself. */
static enum shared_volume_state state_of_disk(const struct cluster *cluster,
                                              const struct resource *disk) {
  return !is_held(cluster, disk)          ? SHARED_VOLUME_UNAVAILABLE
         : disk->state == RESOURCE_ONLINE ? SHARED_VOLUME_ACTIVE
                                          : SHARED_VOLUME_PAUSED;
}

static bool are_connected(const struct cluster *cluster, uint32_t a, uint32_t b) {
  for (uint32_t i = 0; i < cluster->count[OBJECT_NETWORK]; i++)
    if (network_connects(cluster, i, a, b))
      return true;
  return false;
}

enum shared_volume_state shared_volume_state(const struct cluster *cluster, uint32_t resource,
                                             uint32_t node) {
  const struct resource *disk = cluster_resource(cluster, resource);
  uint32_t coordinator = cluster_group(cluster, disk->group)->owner;
  assert(disk->shared_volume != 0 && node < cluster->count[OBJECT_NODE]);
  enum shared_volume_state all_see = state_of_disk(cluster, disk);
  if (all_see != SHARED_VOLUME_ACTIVE)
    return all_see;
  if (storage_reached(cluster, node))
    return disk->redirected ? SHARED_VOLUME_FILE_SYSTEM_REDIRECTED : SHARED_VOLUME_ACTIVE;
  if (!storage_reached(cluster, coordinator) || !node_answers(cluster, coordinator))
    return SHARED_VOLUME_PAUSED; /* another node coordinates soon */
  return are_connected(cluster, node, coordinator) ? SHARED_VOLUME_BLOCK_REDIRECTED
                                                   : SHARED_VOLUME_UNAVAILABLE;
}

const char *shared_volume_path(const struct cluster *cluster, uint32_t resource,
                               char room[SHARED_VOLUME_NAME_MAX]) {
  static const char prefix[] = "C:\\ClusterStorage\\Volume";
  char digits[10];
  size_t at = 0, count = 0;
  for (uint32_t n = cluster_resource(cluster, resource)->shared_volume; n > 0; n /= 10)
    digits[count++] = (char)('0' + n % 10);
  for (; prefix[at] != '\0'; at++)
    room[at] = prefix[at];
  while (count > 0)
    room[at++] = digits[--count];
  assert(at < SHARED_VOLUME_NAME_MAX);
  room[at] = '\0';
  return room;
}

/* --- what that means for its machines --- */

/* In two steps: what the first change brings about, a failover, comes before the look. */
void shared_volume_look_again(const struct cluster *cluster, uint32_t resource,
                              struct effects *effects) {
  if (shared_volume_exists(cluster, resource))
    effects_follow_up_with(effects, EVENT_SWEEP_VOLUME, resource, 0, 1);
}

void shared_volume_look_at_all(const struct cluster *cluster, struct effects *effects) {
  if (cluster->shared_volumes > 0)
    effects_follow_up(effects, EVENT_SWEEP_VOLUMES, 0, 0);
}

bool shared_volume_sweep_all(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  uint32_t index = event->argument, end = index + SWEEP_STRIDE;
  for (; index < cluster->count[OBJECT_RESOURCE] && index < end; index++)
    if (shared_volume_exists(cluster, index)) {
      shared_volume_look_again(cluster, index, effects);
      end = index + 1; /* one a step */
    }
  if (index < cluster->count[OBJECT_RESOURCE])
    effects_follow_up(effects, EVENT_SWEEP_VOLUMES, 0, index);
  return true;
}

static bool follow(struct cluster *cluster, const struct event *event, uint32_t index,
                   struct effects *effects) {
  const struct vm *vm = cluster_vm(cluster, index);
  if (vm->volume != event->subject)
    return false;
  bool reached = storage_reached_by(cluster, vm, vm->host);
  if (reached ? virtual_machine_regain_storage(cluster, index, effects)
              : virtual_machine_lose_storage(cluster, index, effects))
    return true;
  uint32_t destination = vm->migration.destination;
  return vm_migration_active(vm->migration.phase) &&
         !storage_reached_by(cluster, vm, destination) &&
         vm_migration_lose_storage(cluster, index, destination, effects);
}

/* What is known of the disk, and what is written down when it changes. */
static void set_state(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct resource *disk = cluster_resource(cluster, index);
  enum shared_volume_state now = state_of_disk(cluster, disk);
  if (now == disk->volume_state)
    return;
  effects_change(effects, PROPERTY_RESOURCE_VOLUME_STATE, index, disk->volume_state, now);
  disk->volume_state = (uint8_t)now;
  effects_log(effects,
              now == SHARED_VOLUME_ACTIVE   ? LOG_ID_VOLUME_RESUMED
              : now == SHARED_VOLUME_PAUSED ? LOG_ID_VOLUME_PAUSED
                                            : LOG_ID_VOLUME_LOST,
              index, CLUSTER_NONE, CLUSTER_NONE);
}

bool shared_volume_sweep(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  if (event->value != 0) {
    effects_follow_up(effects, event->kind, event->subject, 0);
    return true;
  }
  if (!shared_volume_exists(cluster, event->subject))
    return true;
  if (event->argument == 0)
    set_state(cluster, event->subject, effects);
  (void)sweep(cluster, OBJECT_VM, event, follow, effects);
  return true;
}

/* --- making volumes --- */

static uint32_t free_number(const struct cluster *cluster) {
  for (uint32_t number = 1;; number++) {
    uint32_t i = 0;
    while (i < cluster->count[OBJECT_RESOURCE] &&
           cluster_resource(cluster, i)->shared_volume != number)
      i++;
    if (i == cluster->count[OBJECT_RESOURCE])
      return number;
  }
}

static void set_number(struct cluster *cluster, uint32_t index, uint32_t number,
                       struct effects *effects) {
  struct resource *disk = cluster_resource(cluster, index);
  effects_change(effects, PROPERTY_RESOURCE_SHARED_VOLUME, index, disk->shared_volume, number);
  disk->shared_volume = number;
  disk->redirected = false;
  disk->volume_state = number == 0 ? SHARED_VOLUME_UNAVAILABLE : SHARED_VOLUME_ACTIVE;
  cluster->shared_volumes += number == 0 ? UINT32_MAX : 1;
}

/* A disk alone in its group (docs/fidelity.md row "shared-volume-group"). */
bool shared_volume_add(struct cluster *cluster, const struct event *event,
                       struct effects *effects) {
  const struct resource *disk = cluster_resource(cluster, event->subject);
  if (disk->type != TYPE_PHYSICAL_DISK)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (disk->shared_volume != 0)
    return effects_refuse(effects, WIN32_ALREADY_EXISTS);
  if (cluster_group(cluster, disk->group)->resource_count > 1)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  if (disk->state != RESOURCE_ONLINE)
    return effects_refuse(effects, WIN32_RESOURCE_NOT_ONLINE);
  set_number(cluster, event->subject, free_number(cluster), effects);
  return true;
}

bool shared_volume_remove(struct cluster *cluster, const struct event *event,
                          struct effects *effects) {
  if (!shared_volume_exists(cluster, event->subject))
    return effects_refuse(effects, WIN32_CLUSTER_NOT_SHARED_VOLUME);
  for (uint32_t i = 0; i < cluster->count[OBJECT_VM]; i++)
    if (cluster_vm(cluster, i)->volume == event->subject)
      return effects_refuse(effects, WIN32_DEPENDENT_RESOURCE_EXISTS);
  set_number(cluster, event->subject, 0, effects);
  return true;
}

/* ENABLE_ and DISABLE_SHARED_VOLUME_DIRECTIO: argument = 1 redirected. */
bool shared_volume_redirect(struct cluster *cluster, const struct event *event,
                            struct effects *effects) {
  struct resource *disk = cluster_resource(cluster, event->subject);
  if (!shared_volume_exists(cluster, event->subject))
    return effects_refuse(effects, WIN32_INVALID_FUNCTION);
  if (disk->state != RESOURCE_ONLINE)
    return effects_refuse(effects, WIN32_RESOURCE_NOT_ONLINE);
  bool redirected = event->argument != 0;
  if (redirected && !disk->redirected)
    effects_log(effects, LOG_ID_VOLUME_REDIRECTED, event->subject, CLUSTER_NONE, CLUSTER_NONE);
  effects_change(effects, PROPERTY_RESOURCE_REDIRECTED, event->subject, disk->redirected,
                 redirected);
  disk->redirected = redirected;
  return true;
}

/* A machine's files are on the volume from now on; CLUSTER_NONE: on storage all hosts share. */
bool shared_volume_hold(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  struct vm *vm = cluster_vm(cluster, event->subject);
  uint32_t disk = event->argument;
  struct vm there = *vm;
  there.volume = disk;
  if (disk != CLUSTER_NONE &&
      (disk >= cluster->count[OBJECT_RESOURCE] || !shared_volume_exists(cluster, disk)))
    return effects_refuse(effects, WIN32_CLUSTER_NOT_SHARED_VOLUME);
  if (vm_migration_active(vm->migration.phase) || vm->critical ||
      !storage_reached_by(cluster, &there, vm->host))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  effects_change(effects, PROPERTY_VM_VOLUME, event->subject, vm->volume, disk);
  vm->volume = disk;
  return true;
}
