#include "tests/support/explore.h"
#include "model/affinity_rule.h"
#include "model/group_move.h"
#include "model/invariant.h"
#include "model/node.h"
#include "model/resource.h"
#include "model/vm_migration.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLLOW_UPS_AT_ONCE = 64 };

bool coverage_has(const struct coverage *coverage, enum property property, uint64_t before,
                  uint64_t after) {
  for (uint32_t i = 0; i < coverage->pair_count; i++) {
    const struct change *pair = &coverage->pairs[i];
    if (pair->property == property && pair->before == before && pair->after == after)
      return true;
  }
  return false;
}

static void cover(struct coverage *coverage, const struct effects *effects) {
  if (coverage == NULL)
    return;
  if (effects->migration_row != 0)
    coverage->rows[effects->migration_row - 1]++;
  for (uint32_t i = 0; i < effects->change_count; i++) {
    const struct change *change = &effects->changes[i];
    if (change->property != PROPERTY_RESOURCE_STATE && change->property != PROPERTY_VM_STATE &&
        change->property != PROPERTY_NODE_STATE)
      continue;
    if (coverage_has(coverage, change->property, change->before, change->after))
      continue;
    assert(coverage->pair_count < sizeof coverage->pairs / sizeof coverage->pairs[0]);
    coverage->pairs[coverage->pair_count++] = *change;
  }
}

bool explore_apply(struct cluster *cluster, struct event event, struct effects *first,
                   struct coverage *coverage) {
  struct event queue[FOLLOW_UPS_AT_ONCE];
  uint32_t head = 0, tail = 0;
  struct effects effects;
  bool legal = model_step(cluster, &event, first);
  effects = *first;
  for (;;) {
    cover(coverage, &effects);
    for (uint32_t i = 0; i < effects.follow_up_count; i++) {
      assert(tail - head < FOLLOW_UPS_AT_ONCE);
      queue[tail++ % FOLLOW_UPS_AT_ONCE] = effects.follow_ups[i];
    }
    if (head == tail)
      return legal;
    (void)model_step(cluster, &queue[head++ % FOLLOW_UPS_AT_ONCE], &effects);
  }
}

static void must(struct cluster *cluster, struct event event, struct coverage *coverage) {
  struct effects effects;
  bool legal = explore_apply(cluster, event, &effects, coverage);
  assert(legal);
  (void)legal;
}

/* One restart, then one failover, then one retry. */
static void set_policy(struct cluster *c, const struct world_shape *shape, uint32_t index) {
  struct resource *resource = cluster_resource(c, index);
  if (!shape->policies)
    resource->restart_action = RESTART_ACTION_DONT_RESTART;
  resource->restart_threshold = 1;
  cluster_group(c, resource->group)->failover_threshold = 1;
}

static void add_resources(struct cluster *c, const struct world_shape *shape,
                          struct coverage *coverage) {
  static const enum resource_type types[] = {TYPE_PHYSICAL_DISK, TYPE_IP_ADDRESS, TYPE_IP_ADDRESS,
                                             TYPE_NETWORK_NAME};
  uint32_t first = 2 * shape->vms;
  char name[64];
  assert(shape->resources <= sizeof types / sizeof types[0]);
  must(c, (struct event){.kind = EVENT_CREATE_GROUP, .argument = GROUP_TYPE_UNKNOWN, .name = "APP"},
       coverage);
  for (uint32_t i = 0; i < shape->resources; i++) {
    snprintf(name, sizeof name, "R%u", i);
    must(c,
         (struct event){.kind = EVENT_CREATE_RESOURCE,
                        .subject = shape->vms,
                        .argument = types[i],
                        .name = name},
         coverage);
    set_policy(c, shape, first + i);
  }
  if (shape->resources == 4)
    must(c,
         (struct event){
             .kind = EVENT_SET_DEPENDENCY, .subject = first + 3, .name = "([R1] or [R2]) and [R0]"},
         coverage);
  else if (shape->resources > 1)
    must(c, (struct event){.kind = EVENT_ADD_DEPENDENCY, .subject = first + 1, .argument = first},
         coverage);
}

static void add_companion(struct cluster *c, const struct world_shape *shape,
                          struct coverage *coverage) {
  uint32_t service = 2 * shape->vms;
  must(c,
       (struct event){
           .kind = EVENT_CREATE_RESOURCE, .argument = TYPE_GENERIC_SERVICE, .name = "Service"},
       coverage);
  set_policy(c, shape, service);
  must(c, (struct event){.kind = EVENT_ONLINE_RESOURCE, .subject = service}, coverage);
  must(c, (struct event){.kind = EVENT_RESOURCE_STARTED, .subject = service}, coverage);
}

static void add_volume(struct cluster *c, const struct world_shape *shape,
                       struct coverage *coverage) {
  uint32_t disk = 2 * shape->vms;
  must(c, (struct event){.kind = EVENT_ONLINE_RESOURCE, .subject = disk}, coverage);
  must(c, (struct event){.kind = EVENT_RESOURCE_STARTED, .subject = disk}, coverage);
  must(c, (struct event){.kind = EVENT_ADD_SHARED_VOLUME, .subject = disk}, coverage);
  for (uint32_t i = 0; i < shape->vms; i++)
    must(c, (struct event){.kind = EVENT_HOLD_ON_VOLUME, .subject = i, .argument = disk}, coverage);
}

static void add_rule(struct cluster *c, const struct world_shape *shape,
                     struct coverage *coverage) {
  must(c, (struct event){.kind = EVENT_CREATE_AFFINITY_RULE, .argument = shape->rule, .name = "R"},
       coverage);
  for (uint32_t i = 0; i < shape->vms; i++)
    must(c, (struct event){.kind = EVENT_JOIN_AFFINITY_RULE, .subject = i}, coverage);
  cluster_affinity_rule(c, 0)->enabled = true;
}

/* What only some worlds have. */
static void add_the_rest(struct cluster *c, const struct world_shape *shape,
                         struct coverage *coverage) {
  if (shape->resources > 0)
    add_resources(c, shape, coverage);
  if (shape->companions)
    add_companion(c, shape, coverage);
  if (shape->volumes)
    add_volume(c, shape, coverage);
  if (shape->rule != 0)
    add_rule(c, shape, coverage);
}

struct cluster *explore_world(const struct world_shape *shape, uint8_t switches,
                              struct coverage *coverage) {
  struct cluster_settings settings = {
      .limits = {shape->nodes, shape->networks > 0 ? shape->networks : 1,
                 shape->vms + (shape->resources > 0),
                 2 * shape->vms + shape->resources + shape->companions,
                 shape->vms > 0 ? shape->vms : 1, 0, 0, shape->rule != 0},
      .level = LEVEL_WS2022,
      .seed = 1};
  size_t size = model_size(&settings.limits);
  struct cluster *c = model_init(malloc(size), size, &settings);
  c->quarantine_threshold = shape->flaps ? 2 : 0;
  for (unsigned i = 0; i < SWITCH_COUNT; i++)
    c->switches[i] = (switches >> i) & 1;
  char name[64];
  for (uint32_t i = 0; i < shape->nodes; i++) {
    snprintf(name, sizeof name, "N%u", i);
    must(c,
         (struct event){.kind = EVENT_DEFINE_HOST,
                        .argument = 1,
                        .value = (uint64_t)(shape->vms > 0 ? shape->vms - shape->priorities : 1)
                                 << 30,
                        .name = name},
         coverage);
  }
  for (uint32_t i = 0; i < shape->networks; i++) {
    snprintf(name, sizeof name, "W%u", i);
    must(c, (struct event){.kind = EVENT_DEFINE_NETWORK, .value = 100 + i, .name = name}, coverage);
  }
  for (uint32_t i = 0; i < shape->nodes; i++)
    must(c,
         (struct event){
             .kind = i == 0 ? EVENT_CREATE_CLUSTER : EVENT_ADD_NODE, .subject = i, .name = "LAB"},
         coverage);
  for (uint32_t i = 0; i < shape->vms; i++) {
    snprintf(name, sizeof name, "VM%u", i);
    must(c,
         (struct event){.kind = EVENT_DEFINE_VM,
                        .argument = !shape->priorities || i + 1 < shape->vms,
                        .value = 1u << 30,
                        .name = name},
         coverage);
    must(c,
         (struct event){
             .kind = EVENT_CREATE_GROUP, .argument = GROUP_TYPE_VIRTUAL_MACHINE, .name = name},
         coverage);
    for (uint32_t type = 0; type < MACHINE_TYPES; type++) {
      snprintf(name, sizeof name, "%s VM%u", resource_type_name((enum resource_type)type), i);
      must(c,
           (struct event){
               .kind = EVENT_CREATE_RESOURCE, .subject = i, .argument = type, .name = name},
           coverage);
      must(c, (struct event){.kind = EVENT_SET_VM_ID, .subject = 2 * i + type, .argument = i},
           coverage);
    }
    for (uint32_t type = 0; type < MACHINE_TYPES; type++)
      set_policy(c, shape, 2 * i + type);
    if (shape->preferred)
      cluster_group(c, i)->preferred[0] = shape->nodes;
    if (shape->priorities)
      cluster_group(c, i)->priority = (enum group_priority)(PRIORITY_LOW * (1 + i));
    if (!shape->priorities || i + 1 < shape->vms)
      must(c, (struct event){.kind = EVENT_ONLINE_GROUP, .subject = i}, coverage);
  }
  add_the_rest(c, shape, coverage);
  return c;
}

/* --- the events offered in every state --- */

static const enum event_kind of_migration[] = {
    EVENT_CANCEL_MIGRATION, EVENT_SETUP_FINISHED, EVENT_CONVERGED,     EVENT_STATE_SENT,
    EVENT_GUEST_RESUMED,    EVENT_GROUP_OWNED,    EVENT_GUEST_STARTED, EVENT_GUEST_CRASHED};

static const enum event_kind of_guest[] = {
    EVENT_RESET_MIGRATION, EVENT_COMPLETED,       EVENT_GUEST_START,   EVENT_GUEST_SAVE,
    EVENT_GUEST_SAVED,     EVENT_GUEST_SHUT_DOWN, EVENT_GUEST_STOPPED, EVENT_GUEST_TURN_OFF,
    EVENT_GUEST_PAUSE,     EVENT_GUEST_PAUSED,    EVENT_GUEST_RESUME,  EVENT_GUEST_RESUMED_RUN,
    EVENT_ONLINE_GROUP,    EVENT_OFFLINE_GROUP};

enum {
  OF_MIGRATION = sizeof of_migration / sizeof of_migration[0],
  OF_GUEST = sizeof of_guest / sizeof of_guest[0]
};

static uint32_t offer_vm_events(const struct world_shape *shape, uint32_t vm, struct event *out) {
  uint32_t count = 0;
  for (size_t i = 0; i < OF_MIGRATION; i++)
    out[count++] = (struct event){.kind = of_migration[i], .subject = vm};
  out[count++] = (struct event){.kind = EVENT_CANCEL_GROUP_OPERATION, .subject = vm};
  for (uint32_t node = 0; node < shape->nodes; node++) {
    out[count++] = (struct event){.kind = EVENT_START_MIGRATION, .subject = vm, .argument = node};
    out[count++] = (struct event){.kind = EVENT_MOVE_GROUP_LIVE, .subject = vm, .argument = node};
    out[count++] = (struct event){.kind = EVENT_MOVE_GROUP_LIVE,
                                  .subject = vm,
                                  .argument = node,
                                  .value = MOVE_QUEUE_ENABLED};
    if (shape->moves) {
      out[count++] = (struct event){.kind = EVENT_MOVE_GROUP, .subject = vm, .argument = node};
      out[count++] = (struct event){.kind = EVENT_ONLINE_GROUP_ON, .subject = vm, .argument = node};
    }
  }
  if (shape->moves) {
    out[count++] = (struct event){.kind = EVENT_MOVE_GROUP,
                                  .subject = vm,
                                  .argument = CLUSTER_NONE,
                                  .value = GROUP_MOVE_ACTION(OFFLINE_TURN_OFF)};
    out[count++] = (struct event){.kind = EVENT_GUEST_SAVED, .subject = vm};
  }
  if (shape->priorities) {
    out[count++] = (struct event){.kind = EVENT_ONLINE_GROUP, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_OFFLINE_GROUP, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_GUEST_SAVED, .subject = vm};
  }
  if (shape->storage)
    out[count++] = (struct event){.kind = EVENT_GUEST_GIVEN_UP, .subject = vm};
  if (shape->rule != 0) {
    out[count++] = (struct event){.kind = EVENT_ONLINE_GROUP, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_OFFLINE_GROUP, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_GUEST_SAVED, .subject = vm};
  }
  if (shape->rule == AFFINITY_RULE_SAME_NODE) {
    out[count++] = (struct event){.kind = EVENT_JOIN_AFFINITY_RULE, .subject = vm};
    out[count++] = (struct event){.kind = EVENT_LEAVE_AFFINITY_RULE, .subject = vm};
  }
  if (shape->rule == AFFINITY_RULE_DIFFERENT_NODE) {
    out[count++] = (struct event){
        .kind = EVENT_ONLINE_GROUP, .subject = vm, .value = GROUP_ONLINE_IGNORE_AFFINITY_RULE};
    out[count++] = (struct event){.kind = EVENT_MOVE_GROUP_LIVE,
                                  .subject = vm,
                                  .argument = CLUSTER_NONE,
                                  .value = MOVE_QUEUE_ENABLED | GROUP_MOVE_IGNORE_AFFINITY_RULE};
  }
  if (shape->migrations_only)
    return count;
  for (size_t i = 0; i < OF_GUEST; i++)
    out[count++] = (struct event){.kind = of_guest[i], .subject = vm};
  out[count++] = (struct event){.kind = EVENT_REPORT_PROGRESS, .subject = vm, .argument = 50};
  out[count++] = (struct event){
      .kind = EVENT_SET_NEXT_OFFLINE_ACTION, .subject = vm, .argument = OFFLINE_TURN_OFF};
  for (uint32_t i = 2 * vm; i < 2 * vm + 2; i++) {
    out[count++] = (struct event){.kind = EVENT_ONLINE_RESOURCE, .subject = i};
    out[count++] = (struct event){.kind = EVENT_OFFLINE_RESOURCE, .subject = i};
  }
  return count;
}

static uint32_t offer_policy_events(uint32_t resource, struct event *out) {
  uint32_t count = 0;
  out[count++] = (struct event){.kind = EVENT_FAIL_RESOURCE, .subject = resource};
  out[count++] = (struct event){.kind = EVENT_RESTART_RESOURCE, .subject = resource};
  out[count++] = (struct event){.kind = EVENT_RESTART_PERIOD_OVER, .subject = resource};
  return count;
}

static uint32_t offer_resource_events(const struct world_shape *shape, struct event *out) {
  uint32_t count = 0, first = 2 * shape->vms, group = shape->vms;
  for (uint32_t i = first; i < first + shape->resources; i++) {
    out[count++] = (struct event){.kind = EVENT_ONLINE_RESOURCE, .subject = i};
    out[count++] = (struct event){.kind = EVENT_OFFLINE_RESOURCE, .subject = i};
    out[count++] = (struct event){.kind = EVENT_RESOURCE_STARTED, .subject = i};
    out[count++] = (struct event){.kind = EVENT_RESOURCE_STOPPED, .subject = i};
    out[count++] = (struct event){.kind = EVENT_RESOURCE_SILENT, .subject = i};
    if (shape->volumes)
      out[count++] = (struct event){.kind = EVENT_RESOURCE_FAILED, .subject = i};
    if (shape->policies)
      count += offer_policy_events(i, out + count);
  }
  for (uint32_t i = first; shape->rearranged && i < first + shape->resources; i++) {
    out[count++] = (struct event){.kind = EVENT_RESTART_ON_REQUEST, .subject = i};
    for (uint32_t to = 0; to <= shape->vms; to++)
      out[count++] =
          (struct event){.kind = EVENT_CHANGE_RESOURCE_GROUP, .subject = i, .argument = to};
  }
  out[count++] = (struct event){.kind = EVENT_ONLINE_GROUP, .subject = group};
  out[count++] = (struct event){.kind = EVENT_OFFLINE_GROUP, .subject = group};
  out[count++] =
      (struct event){.kind = EVENT_MOVE_GROUP, .subject = group, .argument = CLUSTER_NONE};
  for (uint32_t node = 0; node < shape->nodes; node++)
    out[count++] =
        (struct event){.kind = EVENT_ONLINE_GROUP_ON, .subject = group, .argument = node};
  return count;
}

static uint32_t offer_node_events(const struct world_shape *shape, uint32_t node,
                                  struct event *out) {
  uint32_t count = 0;
  out[count++] = (struct event){.kind = EVENT_HOST_CRASHED, .subject = node};
  out[count++] = (struct event){.kind = EVENT_NODE_LOST, .subject = node};
  out[count++] = (struct event){.kind = EVENT_NODE_LOST, .subject = node, .value = 1};
  out[count++] = (struct event){.kind = EVENT_ISOLATION_ENDED, .subject = node};
  if (shape->services) {
    out[count++] = (struct event){.kind = EVENT_SERVICE_STOPPED, .subject = node};
    out[count++] = (struct event){.kind = EVENT_SERVICE_STARTED, .subject = node};
  }
  if (shape->flaps) {
    out[count++] = (struct event){.kind = EVENT_EXIT_PERIOD_OVER, .subject = node};
    out[count++] = (struct event){.kind = EVENT_QUARANTINE_ENDED, .subject = node};
    out[count++] = (struct event){.kind = EVENT_CLEAR_QUARANTINE, .subject = node};
  }
  if (shape->returns)
    out[count++] = (struct event){.kind = EVENT_HOST_RETURNED, .subject = node};
  if (shape->returns || shape->services)
    out[count++] = (struct event){.kind = EVENT_NODE_JOINED, .subject = node};
  if (shape->members) {
    out[count++] = (struct event){.kind = EVENT_EVICT_NODE, .subject = node};
    out[count++] = (struct event){.kind = EVENT_ADD_NODE, .subject = node};
  }
  if (shape->storage) {
    out[count++] = (struct event){.kind = EVENT_STORAGE_LOST, .subject = node};
    out[count++] = (struct event){.kind = EVENT_STORAGE_BACK, .subject = node};
  }
  if (shape->drains)
    out[count++] = (struct event){
        .kind = EVENT_DRAIN_NODE, .subject = node, .argument = CLUSTER_NONE, .value = 1};
  if (shape->stops)
    out[count++] =
        (struct event){.kind = EVENT_DRAIN_NODE, .subject = node, .argument = CLUSTER_NONE};
  if (shape->stops) {
    out[count++] = (struct event){.kind = EVENT_STOP_NODE, .subject = node};
    out[count++] = (struct event){.kind = EVENT_SHUTDOWN_TIMED_OUT, .subject = node};
  }
  for (uint64_t failback = 0; shape->drains && failback < 2; failback++)
    out[count++] = (struct event){.kind = EVENT_RESUME_NODE, .subject = node, .value = failback};
  if (shape->migrations_only)
    return count;
  out[count++] = (struct event){.kind = EVENT_PAUSE_NODE, .subject = node};
  out[count++] = (struct event){.kind = EVENT_RESUME_NODE, .subject = node};
  for (uint64_t taken = 0; taken < 2; taken++)
    out[count++] =
        (struct event){.kind = EVENT_TAKE_HOST_MEMORY, .subject = node, .value = taken << 30};
  return count;
}

static uint32_t offer_network_events(const struct world_shape *shape, uint32_t network,
                                     struct event *out) {
  uint32_t count = 0;
  out[count++] = (struct event){.kind = EVENT_NETWORK_DOWN, .subject = network};
  out[count++] = (struct event){.kind = EVENT_NETWORK_UP, .subject = network};
  if (shape->migrations_only)
    return count;
  out[count++] = (struct event){.kind = EVENT_INTERFACE_DOWN, .subject = network};
  out[count++] = (struct event){.kind = EVENT_INTERFACE_UP, .subject = network};
  return count;
}

static const enum event_kind of_companion[] = {EVENT_ONLINE_RESOURCE,  EVENT_OFFLINE_RESOURCE,
                                               EVENT_RESOURCE_STARTED, EVENT_RESOURCE_STOPPED,
                                               EVENT_RESOURCE_SILENT,  EVENT_RESOURCE_FAILED};

static uint32_t offer_events(const struct world_shape *shape, struct event *out) {
  uint32_t count = 0;
  if (shape->balances)
    out[count++] = (struct event){.kind = EVENT_BALANCE_NODES};
  for (uint32_t vm = 0; vm < shape->vms; vm++)
    count += offer_vm_events(shape, vm, out + count);
  for (uint32_t i = 0; shape->policies && i < 2 * shape->vms; i++)
    count += offer_policy_events(i, out + count);
  for (uint32_t group = 0; shape->policies && group < shape->vms + (shape->resources > 0); group++)
    out[count++] = (struct event){.kind = EVENT_FAILOVER_PERIOD_OVER, .subject = group};
  if (shape->resources > 0)
    count += offer_resource_events(shape, out + count);
  for (unsigned i = 0; shape->companions && i < sizeof of_companion / sizeof of_companion[0]; i++)
    out[count++] = (struct event){.kind = of_companion[i], .subject = 2 * shape->vms};
  for (uint32_t i = 0; shape->deletions && i < 2 * shape->vms + shape->resources; i++)
    out[count++] = (struct event){.kind = EVENT_DELETE_RESOURCE, .subject = i};
  for (uint32_t i = 0; shape->deletions && i < shape->vms + (shape->resources > 0); i++)
    out[count++] = (struct event){.kind = EVENT_DELETE_GROUP, .subject = i};
  for (uint32_t i = 0; shape->rearranged && i < shape->vms + (shape->resources > 0); i++)
    out[count++] = (struct event){.kind = EVENT_DESTROY_GROUP, .subject = i};
  for (uint32_t i = 0; shape->rearranged && i < 2 * shape->vms; i++)
    out[count++] = (struct event){.kind = EVENT_RESTART_ON_REQUEST, .subject = i};
  for (uint32_t node = 0; node < shape->nodes; node++)
    count += offer_node_events(shape, node, out + count);
  if (shape->preferred)
    out[count++] = (struct event){.kind = EVENT_PREFERRED_WAIT_OVER};
  for (uint32_t network = 0; network < shape->networks; network++)
    count += offer_network_events(shape, network, out + count);
  return count;
}

/* --- the visited set and the two frontiers --- */

static uint64_t hash_state(const struct cluster *c) {
  uint64_t hash = 0x9E3779B97F4A7C15u;
  const uint64_t *words = (const uint64_t *)(const void *)c;
  for (size_t i = 0; i < c->size / 8; i++) {
    hash = (hash ^ words[i]) * 0xD6E8FEB86659FD93u;
    hash ^= hash >> 32;
  }
  return hash == 0 ? 1 : hash;
}

struct visited {
  uint64_t *slots;
  uint64_t mask, used;
};

static bool visit(struct visited *visited, uint64_t hash) {
  assert(visited->used * 2 < visited->mask);
  for (uint64_t i = hash & visited->mask;; i = (i + 1) & visited->mask) {
    if (visited->slots[i] == hash)
      return false;
    if (visited->slots[i] == 0) {
      visited->slots[i] = hash;
      visited->used++;
      return true;
    }
  }
}

struct frontier {
  unsigned char *states;
  uint64_t count, room;
};

static void frontier_add(struct frontier *frontier, const struct cluster *c) {
  if (frontier->count == frontier->room) {
    frontier->room = frontier->room == 0 ? 1024 : 2 * frontier->room;
    frontier->states = realloc(frontier->states, frontier->room * c->size);
    assert(frontier->states != NULL);
  }
  memcpy(frontier->states + frontier->count++ * c->size, c, c->size);
}

static bool takes_machine_away(enum event_kind kind) {
  return kind == EVENT_GUEST_SAVE || kind == EVENT_GUEST_SHUT_DOWN ||
         kind == EVENT_GUEST_TURN_OFF || kind == EVENT_GUEST_CRASHED || kind == EVENT_GUEST_PAUSE ||
         kind == EVENT_STORAGE_LOST || kind == EVENT_GUEST_GIVEN_UP ||
         kind == EVENT_OFFLINE_RESOURCE || kind == EVENT_OFFLINE_GROUP ||
         kind == EVENT_RESTART_ON_REQUEST || kind == EVENT_FAIL_RESOURCE;
}

/* I5: an attempt that ends without success leaves the owner where it was, and the machine in
 * VmState 2 unless the host it ran on died or has no storage, its node was told to leave, it makes
 * room for another one, or it left that state itself. */
static void check_i5(const struct cluster *before, const struct cluster *after,
                     enum event_kind kind) {
  for (uint32_t i = 0; i < before->count[OBJECT_VM]; i++) {
    const struct vm *was = cluster_vm(before, i), *is = cluster_vm(after, i);
    if (!vm_migration_active(was->migration.phase) || vm_migration_active(is->migration.phase))
      continue;
    uint32_t owner_before = cluster_group(before, was->group)->owner;
    uint32_t owner_after = cluster_group(after, is->group)->owner;
    bool host_died = !node_answers(after, was->host);
    bool source_leaves = !node_answers(after, was->migration.source) ||
                         cluster_node(before, was->migration.source)->drain_forced;
    bool success = owner_after == was->migration.destination && is->executing != 0 &&
                   is->migration.phase == MIGRATION_NONE;
    bool makes_room = is->group != CLUSTER_NONE && cluster_group(after, is->group)->preempted;
    assert(success || owner_after == owner_before || source_leaves || takes_machine_away(kind));
    assert(success || is->state == VM_ENABLED || is->critical || host_died || source_leaves ||
           makes_room || takes_machine_away(kind));
  }
}

/* Only the order of places in the move queue matters, and which class they are of. */
static void number_places_anew(struct cluster *c) {
  uint64_t places[8];
  assert(c->count[OBJECT_GROUP] <= 8);
  for (uint32_t i = 0; i < c->count[OBJECT_GROUP]; i++) {
    uint64_t mine = cluster_group(c, i)->move_order, before = 0;
    for (uint32_t k = 0; k < c->count[OBJECT_GROUP]; k++)
      before += cluster_group(c, k)->move_order != 0 && cluster_group(c, k)->move_order < mine;
    places[i] = mine == 0 ? 0 : (mine & UINT64_C(0x7F) << 56) + before + 1;
  }
  for (uint32_t i = 0; i < c->count[OBJECT_GROUP]; i++)
    cluster_group(c, i)->move_order = places[i];
  c->moves_queued = c->groups_waiting;
}

/* What an idle machine remembers of its last attempt decides nothing, and attempt numbers only
 * count: without this no world would ever close. */
static void forget_the_past(struct cluster *c) {
  number_places_anew(c);
  for (uint32_t i = 0; i < c->count[OBJECT_VM]; i++) {
    struct vm_migration *migration = &cluster_vm(c, i)->migration;
    migration->attempt = 0;
    if (vm_migration_active(migration->phase))
      continue;
    migration->source = migration->destination = migration->network = CLUSTER_NONE;
    migration->by_group_move = false;
    migration->progress = 0;
  }
}

struct walk {
  struct exploration result;
  struct visited visited;
  struct frontier next;
  struct cluster *state, *again, *scratch;
  struct coverage *coverage;
};

static void try_event(struct walk *walk, const struct cluster *from, const struct event *event) {
  struct effects effects, same;
  cluster_copy(walk->state, from);
  cluster_copy(walk->again, from);
  bool legal = explore_apply(walk->state, *event, &effects, walk->coverage);
  bool legal_again = explore_apply(walk->again, *event, &same, NULL);
  assert(legal == legal_again && memcmp(walk->state, walk->again, from->size) == 0);
  assert(effects.status == same.status && effects.change_count == same.change_count);
  (void)legal_again;
  walk->result.transitions++;
  if (!legal) {
    walk->result.refused++;
    assert(memcmp(walk->state, from, from->size) == 0);
    return;
  }
  check_i5(from, walk->state, event->kind);
  forget_the_past(walk->state);
  uint64_t hash = hash_state(walk->state);
  if (!visit(&walk->visited, hash))
    return;
  invariant_check_all(walk->state, walk->scratch);
  frontier_add(&walk->next, walk->state);
  walk->result.states++;
  walk->result.digest = (walk->result.digest ^ hash) * 0x100000001B3u;
}

struct exploration explore(struct cluster *world, const struct world_shape *shape, uint32_t depth,
                           uint64_t states_max, struct coverage *coverage) {
  struct event events[512];
  uint32_t count = offer_events(shape, events);
  assert(count < sizeof events / sizeof events[0]);
  struct walk walk = {.result = {.states = 1},
                      .coverage = coverage,
                      .state = malloc(world->size),
                      .again = malloc(world->size),
                      .scratch = malloc(world->size)};
  uint64_t slots = 1024;
  while (slots < 4 * states_max)
    slots *= 2;
  walk.visited = (struct visited){.slots = calloc(slots, sizeof(uint64_t)), .mask = slots - 1};
  struct frontier now = {0};
  forget_the_past(world);
  frontier_add(&now, world);
  visit(&walk.visited, hash_state(world));
  while (now.count > 0 && walk.result.depth < depth && walk.result.states < states_max) {
    for (uint64_t i = 0; i < now.count && walk.result.states < states_max; i++)
      for (uint32_t k = 0; k < count; k++)
        try_event(&walk, (const struct cluster *)(const void *)(now.states + i * world->size),
                  &events[k]);
    struct frontier spent = now;
    now = walk.next;
    spent.count = 0;
    walk.next = spent;
    walk.result.depth += now.count > 0;
  }
  walk.result.closed = now.count == 0;
  free(now.states);
  free(walk.next.states);
  free(walk.visited.slots);
  free(walk.state);
  free(walk.again);
  free(walk.scratch);
  free(world);
  return walk.result;
}
