#include "model/group_set.h"
#include "model/group.h"
#include "model/group_work.h"
#include "model/resource.h"

enum { SWEEP_STRIDE = 64 };

/* --- whether a set is ready --- */

struct tally {
  uint32_t groups, online, pending;
};

/* Of what the set waits for: a group that is online, and a guest that is heard (GRP-009). */
static bool is_up(const struct cluster *cluster, const struct group_set *set, uint32_t group) {
  uint32_t machine = group_machine(cluster, group);
  return cluster_group(cluster, group)->state == GROUP_ONLINE &&
         (set->startup_setting != GROUP_SET_OS_HEARTBEAT || machine == CLUSTER_NONE ||
          !cluster_vm(cluster, machine)->heartbeat_lost);
}

static struct tally count_groups(const struct cluster *cluster, uint32_t set) {
  struct tally tally = {0};
  for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP]; i++) {
    const struct group *group = cluster_group(cluster, i);
    if (group->deleted || group->set != set)
      continue;
    tally.groups++;
    tally.online += is_up(cluster, cluster_group_set(cluster, set), i);
    tally.pending += group->state == GROUP_PENDING;
  }
  return tally;
}

/* GRP-010: all of them, the majority, or so many. */
static bool is_enough(const struct group_set *set, const struct tally *tally) {
  uint32_t wanted = set->startup_count == UINT32_MAX ? tally->groups
                    : set->startup_count == 0        ? tally->groups / 2 + 1
                                                     : set->startup_count;
  return tally->groups == 0 || tally->online >= (wanted < tally->groups ? wanted : tally->groups);
}

bool group_set_is_enough(const struct cluster *cluster, uint32_t set) {
  struct tally tally = count_groups(cluster, set);
  return is_enough(cluster_group_set(cluster, set), &tally);
}

uint64_t group_set_status_information(const struct cluster *cluster, uint32_t set) {
  struct tally tally = count_groups(cluster, set);
  return (tally.pending > 0 ? 1u : 0u) |
         (tally.groups > 0 && is_enough(cluster_group_set(cluster, set), &tally) ? 2u : 0u);
}

static void sweep_soon(struct effects *effects) {
  for (uint32_t i = 0; i < effects->follow_up_count; i++)
    if (effects->follow_ups[i].kind == EVENT_SWEEP_WAITING_GROUPS)
      return;
  effects_follow_up(effects, EVENT_SWEEP_WAITING_GROUPS, 0, 0);
}

static void set_ready(struct cluster *cluster, uint32_t index, bool ready,
                      struct effects *effects) {
  struct group_set *set = cluster_group_set(cluster, index);
  effects_change(effects, PROPERTY_GROUP_SET_READY, index, set->ready, ready);
  set->ready = ready;
  if (ready)
    sweep_soon(effects);
}

static void set_counting(struct cluster *cluster, uint32_t index, bool counting,
                         struct effects *effects) {
  struct group_set *set = cluster_group_set(cluster, index);
  if (set->counting == counting)
    return;
  effects_change(effects, PROPERTY_GROUP_SET_COUNTING, index, set->counting, counting);
  set->counting = counting;
  effects_order(effects, counting ? ORDER_AWAIT_SET_DELAY : ORDER_FORGET_SET_DELAY, index);
}

void group_set_review(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group_set *set = cluster_group_set(cluster, index);
  struct tally tally = count_groups(cluster, index);
  assert(tally.online + tally.pending <= tally.groups);
  if (set->deleted)
    return;
  if (!is_enough(set, &tally)) {
    set_counting(cluster, index, false, effects);
    set_ready(cluster, index, false, effects);
  } else if (!set->ready && set->startup_setting == GROUP_SET_DELAY && set->startup_delay > 0 &&
             tally.groups > 0) {
    set_counting(cluster, index, true, effects);
  } else {
    set_counting(cluster, index, false, effects);
    set_ready(cluster, index, true, effects);
  }
}

bool group_set_delay_over(struct cluster *cluster, const struct event *event,
                          struct effects *effects) {
  if (!cluster_group_set(cluster, event->subject)->counting)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  cluster_group_set(cluster, event->subject)->counting = false;
  effects_change(effects, PROPERTY_GROUP_SET_COUNTING, event->subject, 1, 0);
  set_ready(cluster, event->subject, true, effects);
  return true;
}

/* --- who waits --- */

static bool runs_nothing(const struct cluster *cluster, const struct group *group) {
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (!resource_is_down(cluster_resource(cluster, group->resources[i])->state))
      return false;
  return true;
}

bool group_set_holds(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  const struct group_set *own =
      group->set == CLUSTER_NONE ? NULL : cluster_group_set(cluster, group->set);
  if (cluster->count[OBJECT_GROUP_SET] == 0 || group->wait_over || !runs_nothing(cluster, group))
    return false;
  for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP_SET]; i++) {
    const struct group_set *set = cluster_group_set(cluster, i);
    bool provides = own != NULL && ((own->providers >> i) & 1) != 0;
    bool comes_first = set->is_global && (own == NULL || !own->is_global); /* GRP-011 */
    if (!set->deleted && !set->ready && (provides || comes_first))
      return true;
  }
  return false;
}

static void set_waits(struct cluster *cluster, uint32_t index, bool waits,
                      struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  if (group->waits_for_set == waits)
    return;
  group_change_status(cluster, index, &group->waits_for_set, waits, effects);
  effects_order(effects, waits ? ORDER_AWAIT_PROVIDERS : ORDER_FORGET_PROVIDERS, index);
}

static void set_wait_over(struct cluster *cluster, uint32_t index, bool over,
                          struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  effects_change(effects, PROPERTY_GROUP_WAIT_OVER, index, group->wait_over, over);
  group->wait_over = over;
}

void group_set_begin_wait(struct cluster *cluster, uint32_t group, struct effects *effects) {
  assert(group_set_holds(cluster, group));
  set_waits(cluster, group, true, effects);
}

void group_set_end_wait(struct cluster *cluster, uint32_t group, struct effects *effects) {
  set_waits(cluster, group, false, effects);
  set_wait_over(cluster, group, false, effects);
}

/* GRP-008: it has waited for long enough, and starts all the same. */
bool group_set_wait_over(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  if (!cluster_group(cluster, event->subject)->waits_for_set)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_wait_over(cluster, event->subject, true, effects);
  set_waits(cluster, event->subject, false, effects);
  group_work_wake(cluster, event->subject, effects);
  return true;
}

bool group_set_sweep(struct cluster *cluster, const struct event *event, struct effects *effects) {
  uint32_t index = event->argument, end = index + SWEEP_STRIDE;
  uint32_t count = cluster->count[OBJECT_GROUP];
  for (; index < count && index < end; index++) {
    if (!cluster_group(cluster, index)->waits_for_set || group_set_holds(cluster, index))
      continue;
    set_waits(cluster, index, false, effects);
    group_work_wake(cluster, index, effects);
    end = index + 1; /* one a step */
  }
  if (index < count)
    effects_follow_up(effects, EVENT_SWEEP_WAITING_GROUPS, 0, index);
  return true;
}

/* --- making and changing sets --- */

bool group_set_create(struct cluster *cluster, const struct event *event, struct effects *effects) {
  assert(event->name != NULL);
  if (!cluster->created)
    return effects_refuse(effects, WIN32_CLUSTER_NOT_INSTALLED);
  if (cluster->level < LEVEL_WS2016)
    return effects_refuse(effects, WIN32_CALL_NOT_IMPLEMENTED);
  if (object_name_check(event->name, GROUP_NAME_UNITS_MAX) != NULL)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (cluster_find(cluster, OBJECT_GROUP_SET, event->name) != CLUSTER_NONE)
    return effects_refuse(effects, WIN32_OBJECT_ALREADY_EXISTS);
  uint32_t index = cluster_add(cluster, OBJECT_GROUP_SET, event->name);
  if (index == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  *cluster_group_set(cluster, index) = (struct group_set){.startup_setting = GROUP_SET_DELAY,
                                                          .startup_count = UINT32_MAX,
                                                          .startup_delay = 20,
                                                          .ready = true};
  effects->created_kind = OBJECT_GROUP_SET;
  effects->created = index;
  return true;
}

/* Its groups are in no set then, and nothing depends on it. */
bool group_set_delete(struct cluster *cluster, const struct event *event, struct effects *effects) {
  struct group_set *set = cluster_group_set(cluster, event->subject);
  struct tally tally = count_groups(cluster, event->subject);
  if (tally.groups > 0)
    return effects_refuse(effects, WIN32_DIR_NOT_EMPTY);
  for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP_SET]; i++)
    if (((cluster_group_set(cluster, i)->providers >> event->subject) & 1) != 0)
      return effects_refuse(effects, WIN32_DEPENDENT_RESOURCE_EXISTS);
  set_counting(cluster, event->subject, false, effects);
  *set = (struct group_set){.deleted = true};
  cluster->deleted[OBJECT_GROUP_SET]++;
  effects_change(effects, PROPERTY_GROUP_SET_DELETED, event->subject, 0, 1);
  sweep_soon(effects);
  return true;
}

static void change_set(struct cluster *cluster, uint32_t index, uint32_t set,
                       struct effects *effects) {
  struct group *group = cluster_group(cluster, index);
  uint32_t before = group->set;
  effects_change(effects, PROPERTY_GROUP_SET, index, before, set);
  group->set = set;
  if (before != CLUSTER_NONE)
    group_set_review(cluster, before, effects);
  if (set != CLUSTER_NONE)
    group_set_review(cluster, set, effects);
  sweep_soon(effects);
}

/* A group is in one set at the most (docs/fidelity.md row "group-set-members"). */
bool group_set_join(struct cluster *cluster, const struct event *event, struct effects *effects) {
  uint32_t set = event->argument;
  if (set >= cluster->count[OBJECT_GROUP_SET] || cluster_group_set(cluster, set)->deleted)
    return effects_refuse(effects, WIN32_GROUPSET_NOT_FOUND);
  if (cluster_group(cluster, event->subject)->set != CLUSTER_NONE)
    return effects_refuse(effects, WIN32_ALREADY_EXISTS);
  change_set(cluster, event->subject, set, effects);
  return true;
}

bool group_set_leave(struct cluster *cluster, const struct event *event, struct effects *effects) {
  if (cluster_group(cluster, event->subject)->set == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_FILE_NOT_FOUND);
  change_set(cluster, event->subject, CLUSTER_NONE, effects);
  return true;
}

void group_set_lose(struct cluster *cluster, uint32_t group, struct effects *effects) {
  if (cluster_group(cluster, group)->set != CLUSTER_NONE)
    change_set(cluster, group, CLUSTER_NONE, effects);
}

/* Whether a set needs another one, through others too. */
static bool needs(const struct cluster *cluster, uint32_t set, uint32_t other) {
  uint64_t seen = UINT64_C(1) << set;
  for (uint32_t round = 0; round < cluster->count[OBJECT_GROUP_SET]; round++)
    for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP_SET]; i++)
      if (((seen >> i) & 1) != 0)
        seen |= cluster_group_set(cluster, i)->providers;
  return ((seen >> other) & 1) != 0;
}

static void set_providers(struct cluster *cluster, uint32_t index, uint64_t providers,
                          struct effects *effects) {
  struct group_set *set = cluster_group_set(cluster, index);
  effects_change(effects, PROPERTY_GROUP_SET_PROVIDERS, index, set->providers, providers);
  set->providers = providers;
  sweep_soon(effects);
}

bool group_set_add_provider(struct cluster *cluster, const struct event *event,
                            struct effects *effects) {
  const struct group_set *set = cluster_group_set(cluster, event->subject);
  uint32_t provider = event->argument;
  if (provider >= cluster->count[OBJECT_GROUP_SET] || cluster_group_set(cluster, provider)->deleted)
    return effects_refuse(effects, WIN32_GROUPSET_NOT_FOUND);
  if (((set->providers >> provider) & 1) != 0)
    return effects_refuse(effects, WIN32_DEPENDENCY_ALREADY_EXISTS);
  if (needs(cluster, provider, event->subject))
    return effects_refuse(effects, WIN32_CIRCULAR_DEPENDENCY);
  set_providers(cluster, event->subject, set->providers | UINT64_C(1) << provider, effects);
  return true;
}

bool group_set_remove_provider(struct cluster *cluster, const struct event *event,
                               struct effects *effects) {
  const struct group_set *set = cluster_group_set(cluster, event->subject);
  uint32_t provider = event->argument;
  if (provider >= cluster->count[OBJECT_GROUP_SET] || ((set->providers >> provider) & 1) == 0)
    return effects_refuse(effects, WIN32_DEPENDENCY_NOT_FOUND);
  set_providers(cluster, event->subject, set->providers & ~(UINT64_C(1) << provider), effects);
  return true;
}
