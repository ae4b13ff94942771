#include "model/cold_start.h"
#include "model/node.h"
#include "model/object_property.h"
#include "model/placement.h"

enum { DO_NOT_START = 1 }; /* CLUS_GROUP_START_SETTING (mscs/groups-coldstartsetting) */

static void set_cold(struct cluster *cluster, uint32_t index, bool cold, struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  effects_change(effects, PROPERTY_GROUP_COLD, index, group->cold, cold);
  group->cold = cold;
}

static void set_wait(struct cluster *cluster, enum preferred_wait wait, struct effects *effects) {
  effects_change(effects, PROPERTY_CLUSTER_PREFERRED_WAIT, 0, cluster->preferred_wait, wait);
  cluster->preferred_wait = (uint8_t)wait;
}

static bool nobody_left(const struct cluster *cluster) {
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++)
    if (node_takes_part(cluster, i))
      return false;
  return true;
}

bool cold_start_lose_group(struct cluster *cluster, uint32_t index, struct effects *effects) {
  bool cold = cluster_group(cluster, index)->cold, waits = false;
  if (!nobody_left(cluster))
    return false;
  if (cluster->preferred_wait != PREFERRED_WAIT_NONE) { /* this start is over */
    waits = true;
    effects_order(effects, ORDER_FORGET_PREFERRED, 0);
    set_wait(cluster, PREFERRED_WAIT_NONE, effects);
  }
  if (!cold)
    set_cold(cluster, index, true, effects);
  return waits || !cold;
}

/* Since Windows Server 2012. */
static uint64_t wait_delay(const struct cluster *cluster) {
  const enum property_row row = SCHEMA_CLUSTER_CLUSTER_GROUP_WAIT_DELAY;
  return property_schema_exists(property_schema_at(row), cluster->level)
             ? property_number_of_cluster(cluster, row)
             : 0;
}

/* GRP-004.  "Its preferred node" is the first of its preferred owners. */
bool cold_start_waits(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t preferred = placement_preferred(group, 0);
  if (!group->cold || group->unmonitored || preferred == CLUSTER_NONE ||
      node_takes_part(cluster, preferred) || cluster->preferred_wait == PREFERRED_WAIT_OVER ||
      wait_delay(cluster) == 0)
    return false;
  if (cluster->preferred_wait == PREFERRED_WAIT_NONE) {
    set_wait(cluster, PREFERRED_WAIT_RUNS, effects);
    effects_order(effects, ORDER_AWAIT_PREFERRED, 0);
  }
  return true;
}

/* GRP-001, GRP-005; and mscs/clusters-ignorepersistentstateonstartup. */
bool cold_start_take_group(struct cluster *cluster, uint32_t index, struct effects *effects) {
  struct property_holder holder = {CONTROL_OBJECT_GROUP, index};
  if (!cluster_group(cluster, index)->cold)
    return true;
  set_cold(cluster, index, false, effects);
  return cluster_group(cluster, index)->priority != PRIORITY_NO_AUTO_START &&
         property_number(cluster, holder, SCHEMA_GROUP_COLD_START_SETTING) != DO_NOT_START &&
         property_number_of_cluster(cluster, SCHEMA_CLUSTER_IGNORE_PERSISTENT_STATE_ON_STARTUP) ==
             0;
}

bool cold_start_wait_over(struct cluster *cluster, const struct event *event,
                          struct effects *effects) {
  assert(event->kind == EVENT_PREFERRED_WAIT_OVER);
  if (cluster->preferred_wait != PREFERRED_WAIT_RUNS)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_wait(cluster, PREFERRED_WAIT_OVER, effects);
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++)
    if (node_takes_part(cluster, i)) {
      effects_follow_up(effects, EVENT_SWEEP_WAITED, i, 0);
      return true;
    }
  return true;
}
