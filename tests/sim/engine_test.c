/* The engine: order and digests, heartbeats against a ticking twin, faults, shares, many machines.
 */
#include "model/vm_migration.h"
#include "sim/engine/engine.h"
#include "sim/engine/random_stream.h"
#include "tests/support/test.h"
#include "tests/support/ticking_twin.h"
#include <stdio.h>
#include <stdlib.h>

enum { SECOND = 1000000 };

static uint32_t apply(struct engine *e, enum event_kind kind, uint32_t subject, uint32_t argument,
                      uint64_t value, const char *name) {
  struct effects effects;
  (void)engine_apply(
      e,
      &(struct event){
          .kind = kind, .subject = subject, .argument = argument, .value = value, .name = name},
      &effects);
  return effects.status;
}

/* Nodes with one network, and on each node so many running, clustered machines of 1 GiB. */
static struct engine *world_of(uint32_t nodes, uint32_t vms_each, enum functional_level level) {
  uint32_t vms = nodes * vms_each;
  struct cluster_settings settings = {
      .limits = {nodes, 1, vms, 2 * vms, vms, 16, 0, 0}, .level = level, .seed = 9};
  struct engine *e = engine_create(&settings);
  char name[64];
  for (uint32_t i = 0; i < nodes; i++) {
    snprintf(name, sizeof name, "N%u", i);
    apply(e, EVENT_DEFINE_HOST, 0, functional_level(level)->host_slots, (uint64_t)(vms + 1) << 30,
          name);
  }
  apply(e, EVENT_DEFINE_NETWORK, 0, 0, 1, "W");
  engine_set_bandwidth(e, 0, UINT64_C(10000000000));
  for (uint32_t i = 0; i < nodes; i++)
    apply(e, i == 0 ? EVENT_CREATE_CLUSTER : EVENT_ADD_NODE, i, 0, 0, "C");
  for (uint32_t i = 0; i < vms; i++) {
    snprintf(name, sizeof name, "VM%u", i);
    apply(e, EVENT_DEFINE_VM, i / vms_each, 1, 1 << 30, name);
    e->guests[i] = (struct guest_memory){.used = 1 << 30};
    guest_memory_constant_rate(&e->guests[i], 50 << 20);
    apply(e, EVENT_CREATE_GROUP, i / vms_each, GROUP_TYPE_VIRTUAL_MACHINE, 0, name);
    for (uint32_t type = 0; type < MACHINE_TYPES; type++) {
      snprintf(name, sizeof name, "R%u VM%u", type, i);
      apply(e, EVENT_CREATE_RESOURCE, i, type, 0, name);
      apply(e, EVENT_SET_VM_ID, 2 * i + type, i, 0, NULL);
    }
    apply(e, EVENT_ONLINE_GROUP, i, 0, 0, NULL);
  }
  return e;
}

static void run_until(struct engine *e, uint64_t at) {
  uint64_t next = 0;
  while (engine_next_time(e, &next) && next <= at)
    engine_run_next(e);
  engine_advance_clock(e, at);
}

/* QRM-002, with a twin that really ticks. */
Test(engine, heartbeats_are_missed_when_a_twin_says_so) {
  for (int level = 0; level < LEVEL_COUNT; level++)
    for (uint64_t crash = 0; crash < 3 * SECOND; crash += 333333) {
      struct engine *e = world_of(2, 1, (enum functional_level)level);
      uint64_t next = 0;
      cr_assert(!engine_next_time(e, &next), "a healthy cluster queues nothing");
      engine_advance_clock(e, crash);
      apply(e, EVENT_HOST_CRASHED, 0, 0, 0, NULL);
      cr_assert(engine_next_time(e, &next));
      check_row(crash,
                next == ticking_twin_lost(
                            crash, SECOND,
                            functional_level((enum functional_level)level)->heartbeats_missed));
      engine_destroy(e);
    }
}

/* FOV-001 FOV-004: a dead resource is found at the poll a ticking twin says, or later than it died.
 */
Test(engine, polls_find_a_dead_resource_when_a_twin_says_so) {
  for (uint64_t death = 0; death < 11 * SECOND; death += 777777) {
    struct engine *e = world_of(2, 1, LEVEL_WS2022);
    uint64_t next = 0;
    engine_advance_clock(e, death);
    cr_assert_eq(cluster_resource(e->cluster, 0)->state, RESOURCE_ONLINE);
    cr_assert_eq(apply(e, EVENT_RESOURCE_DIES, 0, 0, 0, NULL), WIN32_SUCCESS);
    cr_assert_eq(apply(e, EVENT_RESOURCE_HANGS, 0, 0, 0, NULL), WIN32_CALL_NOT_IMPLEMENTED);
    cr_assert(engine_next_time(e, &next));
    check_row(death, next == ticking_twin_noticed(death, 5 * SECOND));
    engine_destroy(e);
  }
}

/* Every slot of a full cluster comes free at one instant, and thousands wait for them. */
Test(engine, many_slots_come_free_at_once) {
  enum { NODES = 64, EACH = 125, SLOTS = 8 };
  struct engine *e = world_of(NODES, EACH, LEVEL_WS2022);
  uint32_t running = 0;
  for (uint32_t node = 0; node < NODES; node++)
    cluster_node(e->cluster, node)->migration_slots = SLOTS;
  for (uint32_t vm = 0; vm < NODES * EACH; vm++)
    apply(e, EVENT_MOVE_GROUP_LIVE, vm, (vm / EACH + 1) % NODES, MOVE_QUEUE_ENABLED, NULL);
  run_until(e, 4 * SECOND);
  cr_assert_eq(e->cluster->groups_waiting, NODES * (EACH - SLOTS / 2));
  apply(e, EVENT_NETWORK_DOWN, 0, 0, 0, NULL);
  cr_assert_eq(e->cluster->groups_waiting, NODES * (EACH - SLOTS));
  for (uint32_t vm = 0; vm < NODES * EACH; vm++)
    running += vm_migration_active(cluster_vm(e->cluster, vm)->migration.phase);
  cr_assert_eq(running, NODES * SLOTS / 2);
  engine_check(e);
  engine_destroy(e);
}

Test(engine, a_healthy_year_is_nothing) {
  struct engine *e = world_of(4, 2, LEVEL_WS2022);
  uint64_t records = e->records;
  run_until(e, UINT64_C(366) * 24 * 3600 * SECOND);
  cr_assert_eq(e->records, records);
  engine_destroy(e);
}

/* Same events, same digest; another event, another one. */
Test(engine, digests) {
  uint64_t digest[3];
  for (int i = 0; i < 3; i++) {
    struct engine *e = world_of(3, 2, LEVEL_WS2022);
    for (uint32_t vm = 0; vm < 4; vm++)
      apply(e, EVENT_START_MIGRATION, vm, (vm / 2 + 1) % 3, 0, NULL);
    if (i == 2)
      apply(e, EVENT_CANCEL_MIGRATION, 0, 0, 0, NULL);
    run_until(e, 60 * SECOND);
    digest[i] = e->digest;
    engine_check(e);
    engine_destroy(e);
  }
  cr_assert_eq(digest[0], digest[1]);
  cr_assert_neq(digest[0], digest[2]);
}

/* Two migrations from one host share its link: twice as long as one alone, and the sum of their
 * bytes is what the link carried. */
Test(engine, shares) {
  uint64_t took[2];
  for (uint32_t count = 1; count <= 2; count++) {
    struct engine *e = world_of(3, 2, LEVEL_WS2022);
    for (uint32_t vm = 0; vm < 6; vm++)
      e->guests[vm].point_count = 0; /* nothing is dirtied: one round */
    for (uint32_t vm = 0; vm < count; vm++)
      cr_assert_eq(apply(e, EVENT_START_MIGRATION, vm, vm + 1, 0, NULL), WIN32_SUCCESS);
    run_until(e, 60 * SECOND);
    took[count - 1] = e->transfers[0].rounds[0].ended_at - e->transfers[0].rounds[0].started_at;
    cr_assert_eq(cluster_group(e->cluster, 0)->owner, 1);
    engine_destroy(e);
  }
  cr_assert(took[1] >= 2 * took[0] - 2 && took[1] <= 2 * took[0] + 2, "%lu and %lu us",
            (unsigned long)took[0], (unsigned long)took[1]);
}

Test(engine, faults_wait_for_a_phase_or_a_time) {
  struct engine *e = world_of(2, 1, LEVEL_WS2022);
  struct event down = {.kind = EVENT_NETWORK_DOWN}, up = {.kind = EVENT_NETWORK_UP};
  cr_assert(engine_queue_fault_in_phase(e, 0, MIGRATION_DATA_TRANSFER, SECOND / 2, &down));
  cr_assert(engine_queue_fault_at(e, 10 * SECOND, &up));
  apply(e, EVENT_START_MIGRATION, 0, 1, 0, NULL);
  run_until(e, 3 * SECOND + SECOND / 2 - 1);
  cr_assert_eq(cluster_vm(e->cluster, 0)->migration.phase, MIGRATION_DATA_TRANSFER);
  run_until(e, 3 * SECOND + SECOND / 2);
  cr_assert_eq(cluster_vm(e->cluster, 0)->migration.phase, MIGRATION_FAILURE);
  cr_assert(cluster_vm(e->cluster, 0)->migration.progress > 40, "half of it had been sent");
  run_until(e, 10 * SECOND);
  cr_assert(cluster_network(e->cluster, 0)->up);
  for (uint32_t i = 0; i < FAULTS_MAX; i++)
    cr_assert(engine_queue_fault_at(e, 20 * SECOND, &up));
  cr_assert(!engine_queue_fault_at(e, 20 * SECOND, &up), "there is a limit, and it says so");
  engine_destroy(e);
}

/* Every so often, from beginning to beginning; and none that has been ended. */
Test(engine, a_fault_comes_again) {
  struct engine *e = world_of(2, 1, LEVEL_WS2022);
  const struct network *network = cluster_network(e->cluster, 0);
  struct event down = {.kind = EVENT_NETWORK_DOWN};
  struct recurrence again = {.every = 30 * SECOND, .lasts = 5 * SECOND};
  cr_assert(engine_queue_fault_again(e, 10 * SECOND, &down, &again));
  for (uint64_t at = 0; at < 200; at++) {
    run_until(e, at * SECOND + 1);
    check_row(at, network->up == (at < 10 || (at - 10) % 30 >= 5));
  }
  run_until(e, 221 * SECOND);
  engine_end_recurrence(e);
  cr_assert(!network->up);
  run_until(e, 400 * SECOND);
  cr_assert(network->up, "what was down is repaired");
  for (uint32_t i = 0; i < FAULTS_MAX; i++)
    cr_assert(engine_queue_fault_again(e, SECOND, &down, &again), "an ended one takes no place");
  cr_assert(!engine_room_for_fault(e) && !engine_queue_fault_again(e, SECOND, &down, &again));
  engine_destroy(e);
}

/* Random faults: as many as their mean says, other times with another seed, the same with the same.
 */
Test(engine, random_faults_have_their_mean) {
  const uint64_t mean = UINT64_C(3600) * SECOND;
  uint64_t first[3] = {0};
  for (uint64_t seed = 0; seed < 3; seed++) {
    uint64_t sum = 0, below = 0;
    for (uint64_t n = 0; n < 10000; n++) {
      uint64_t time = random_stream_exponential(seed % 2, RANDOM_FAULTS, 0, n, mean);
      first[seed] = n == 0 ? time : first[seed];
      sum += time;
      below += time < mean;
    }
    check_row(seed, sum / 10000 > mean * 97 / 100 && sum / 10000 < mean * 103 / 100);
    check_row(seed, below > 6200 && below < 6450); /* 1 - 1/e */
  }
  cr_assert(first[0] == first[2] && first[0] != first[1]);
  struct engine *e = world_of(2, 1, LEVEL_WS2022);
  struct recurrence again = {.mean = 100 * SECOND, .lasts = 50 * SECOND};
  cr_assert(engine_queue_fault_again(e, 0, &(struct event){.kind = EVENT_NETWORK_DOWN}, &again));
  unsigned down = 0;
  for (uint64_t at = 0; at < 10000; at++) {
    run_until(e, at * 15 * SECOND);
    down += !cluster_network(e->cluster, 0)->up;
  }
  cr_assert(down > 3000 && down < 3667, "a third of the time, not %u of 10000", down);
  engine_destroy(e);
}

/* Every host moves its machines around for a while, hosts crash, and all the time every invariant
 * of every instant holds; at the end nothing is lost. */
Test(engine, many_machines_and_crashes) {
  enum { NODES = 8, EACH = 6 };
  struct engine *e = world_of(NODES, EACH, LEVEL_WS2022);
  for (uint64_t n = 0; n < 4000; n++) {
    uint64_t r = random_stream_draw(77, RANDOM_DIRTY_MEMORY, 0, n);
    uint32_t vm = (uint32_t)(r % (NODES * EACH)), node = (uint32_t)((r >> 16) % NODES);
    if (r >> 32 < UINT32_MAX / 8)
      apply(e, EVENT_CANCEL_MIGRATION, vm, 0, 0, NULL);
    else
      apply(e, EVENT_START_MIGRATION, vm, node, 0, NULL);
    if (n == 1500 || n == 2500)
      apply(e, EVENT_HOST_CRASHED, node, 0, 0, NULL);
    run_until(e, e->now + (r >> 40) % SECOND);
    if (n % 100 == 0)
      engine_check(e);
  }
  run_until(e, e->now + UINT64_C(3600) * SECOND);
  engine_check(e);
  for (uint32_t vm = 0; vm < NODES * EACH; vm++) {
    uint32_t owner = cluster_group(e->cluster, vm)->owner;
    check_row(vm, cluster_vm(e->cluster, vm)->state == VM_ENABLED);
    check_row(vm, cluster_node(e->cluster, owner)->powered);
    check_row(vm, cluster_group(e->cluster, vm)->state == GROUP_ONLINE);
  }
  engine_destroy(e);
}
