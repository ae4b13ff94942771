#include "model/network.h"
#include "model/object_guid.h"
#include "model/property_list.h"
#include "model/protected_network.h"
#include "model/shared_volume.h"
#include "model/stored_property.h"
#include "model/sweep.h"
#include "model/vm_migration.h"
#include <string.h>

bool network_connects(const struct cluster *cluster, uint32_t index, uint32_t a, uint32_t b) {
  const struct network *network = cluster_network(cluster, index);
  assert(a < NODES_MAX && b < NODES_MAX);
  return network->up && ((network->interfaces >> a) & 1) != 0 &&
         ((network->interfaces >> b) & 1) != 0;
}

/* --- which network a migration takes --- */

enum { LIST_ROOM = PROPERTY_VALUE_MAX / 2 * 3 }; /* bytes of UTF-8 */

/* A list of network ids of the type "Virtual Machine", in small letters; "" where there is none. */
static void id_list(const struct cluster *cluster, const char *name, char room[LIST_ROOM]) {
  struct property_holder holder = {CONTROL_OBJECT_RESOURCE_TYPE, TYPE_VIRTUAL_MACHINE};
  uint32_t slot = stored_property_find(cluster, holder, true, name);
  room[0] = '\0';
  if (slot == CLUSTER_NONE)
    return;
  const struct stored_property *stored = cluster_property(cluster, slot);
  if (stored->syntax != PROPERTY_SYNTAX_SZ ||
      !object_name_from_utf16le(stored->value, stored->size, room, LIST_ROOM))
    room[0] = '\0';
  for (char *p = room; *p != '\0'; p++)
    if (*p >= 'A' && *p <= 'Z')
      *p = (char)(*p - 'A' + 'a');
}

/* Its place in a list, 0 for the first; UINT32_MAX where it is not in it. */
static uint32_t place_in(const struct cluster *cluster, const char *list, uint32_t network) {
  char id[GUID_TEXT];
  if (list[0] == '\0') /* as nearly always */
    return UINT32_MAX;
  cluster_guid(cluster, OBJECT_NETWORK, network, id);
  const char *found = strstr(list, id);
  return found == NULL ? UINT32_MAX : (uint32_t)(found - list);
}

/* MIG-067: those of MigrationNetworkOrder in its order, then the others by metric (MIG-068); never
 * those of MigrationExcludeNetworks. */
uint32_t network_for_migration(const struct cluster *cluster, uint32_t source,
                               uint32_t destination) {
  char order[LIST_ROOM], excluded[LIST_ROOM];
  uint32_t best = CLUSTER_NONE, best_place = UINT32_MAX;
  id_list(cluster, "MigrationNetworkOrder", order);
  id_list(cluster, "MigrationExcludeNetworks", excluded);
  for (uint32_t i = 0; i < cluster->count[OBJECT_NETWORK]; i++) {
    const struct network *network = cluster_network(cluster, i);
    uint32_t place = place_in(cluster, order, i);
    if (network->excluded || place_in(cluster, excluded, i) != UINT32_MAX ||
        !network_connects(cluster, i, source, destination))
      continue;
    if (best == CLUSTER_NONE || place < best_place ||
        (place == best_place && network->metric < cluster_network(cluster, best)->metric)) {
      best = i;
      best_place = place;
    }
  }
  assert(best == CLUSTER_NONE || best < cluster->count[OBJECT_NETWORK]);
  return best;
}

bool network_define(struct cluster *cluster, const struct event *event, struct effects *effects) {
  assert(event->name != NULL);
  if (object_name_check(event->name, GROUP_NAME_UNITS_MAX) != NULL || event->value > UINT32_MAX)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (cluster_find(cluster, OBJECT_NETWORK, event->name) != CLUSTER_NONE)
    return effects_refuse(effects, WIN32_OBJECT_ALREADY_EXISTS);
  uint32_t index = cluster_add(cluster, OBJECT_NETWORK, event->name);
  if (index == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  *cluster_network(cluster, index) = (struct network){
      .up = true,
      .excluded = event->argument != 0,
      .metric = (uint32_t)event->value,
      .interfaces = UINT64_MAX,
  };
  effects->created_kind = OBJECT_NETWORK;
  effects->created = index;
  return true;
}

static bool set_interface(struct cluster *cluster, const struct event *event, bool works,
                          struct effects *effects) {
  struct network *network = cluster_network(cluster, event->subject);
  if (event->argument >= cluster->count[OBJECT_NODE])
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  uint64_t bit = (uint64_t)1 << event->argument;
  uint64_t after = works ? network->interfaces | bit : network->interfaces & ~bit;
  effects_change(effects, PROPERTY_NETWORK_INTERFACES, event->subject, network->interfaces, after);
  network->interfaces = after;
  if (!works)
    effects_follow_up(effects, EVENT_SWEEP_NETWORK, event->subject, 0);
  protected_network_look_at_all(cluster, effects);
  shared_volume_look_at_all(cluster, effects);
  return true;
}

static bool set_up(struct cluster *cluster, const struct event *event, bool up,
                   struct effects *effects) {
  struct network *network = cluster_network(cluster, event->subject);
  effects_change(effects, PROPERTY_NETWORK_STATE, event->subject, network->up, up);
  network->up = up;
  if (!up)
    effects_follow_up(effects, EVENT_SWEEP_NETWORK, event->subject, 0);
  protected_network_look_at_all(cluster, effects);
  shared_volume_look_at_all(cluster, effects);
  return true;
}

bool network_interface_down(struct cluster *cluster, const struct event *event,
                            struct effects *effects) {
  return set_interface(cluster, event, false, effects);
}

bool network_interface_up(struct cluster *cluster, const struct event *event,
                          struct effects *effects) {
  return set_interface(cluster, event, true, effects);
}

bool network_down(struct cluster *cluster, const struct event *event, struct effects *effects) {
  return set_up(cluster, event, false, effects);
}

bool network_up(struct cluster *cluster, const struct event *event, struct effects *effects) {
  return set_up(cluster, event, true, effects);
}

static bool lose(struct cluster *cluster, const struct event *event, uint32_t vm,
                 struct effects *effects) {
  const struct vm_migration *migration = &cluster_vm(cluster, vm)->migration;
  if (!vm_migration_active(migration->phase) || migration->network != event->subject ||
      network_connects(cluster, event->subject, migration->source, migration->destination))
    return false;
  vm_migration_lose_network(cluster, vm, effects);
  return true;
}

bool network_sweep(struct cluster *cluster, const struct event *event, struct effects *effects) {
  (void)sweep(cluster, OBJECT_VM, event, lose, effects);
  return true;
}
