#include "tests/support/explore.h"
#include "model/dependency.h"
#include "model/invariant.h"
#include "model/node.h"
#include "model/vm_migration.h"
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
         kind == EVENT_RESTART_ON_REQUEST || kind == EVENT_FAIL_RESOURCE ||
         kind == EVENT_APPLICATION_FAILED;
}

/* One of the resources the machine depends on. */
static bool fails_beneath(const struct cluster *c, const struct vm *vm, const struct event *event) {
  return (event->kind == EVENT_RESOURCE_FAILED || event->kind == EVENT_RESOURCE_SILENT) &&
         cluster_resource(c, event->subject)->group == vm->group &&
         ((dependency_all_providers(c, vm->resource) >> dependency_place(c, event->subject)) & 1) !=
             0;
}

/* I5: an attempt that ends without success leaves the owner where it was, and the machine in
 * VmState 2 unless the host it ran on died or has no storage, its node was told to leave, it makes
 * room for another one, what it depends on failed, or it left that state itself. */
static void check_i5(const struct cluster *before, const struct cluster *after,
                     const struct event *event) {
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
    bool taken_away = takes_machine_away(event->kind) || fails_beneath(before, was, event) ||
                      cluster_resource(before, was->resource)->goal == GOAL_OFFLINE;
    assert(success || owner_after == owner_before || source_leaves || taken_away);
    assert(success || is->state == VM_ENABLED || is->critical || host_died || source_leaves ||
           makes_room || taken_away);
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
  check_i5(from, walk->state, event);
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
  uint32_t count = explore_events(shape, events);
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
