/* The store: whatever instant is committed, a run that goes on from it ends in the same digest. */
#define _POSIX_C_SOURCE 200809L /* unlink */
#include "sim/requests/requests.h"
#include "tests/support/test.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SECOND = 1000000, ERROR_ROOM = 512 };

/* Tests run side by side: a file each. */
static char path[64];

static void use_database(const char *name) {
  snprintf(path, sizeof path, "store_test_%s.db", name);
}

static void remove_database(void) {
  static const char *const suffixes[] = {"", "-wal", "-shm", "-owner", "-journal"};
  for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
    char name[96];
    snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
    (void)unlink(name);
  }
}

static void make(struct world *world) {
  world_define_host(world, &(struct world_host){"A", UINT64_C(64) << 30, 0});
  world_define_host(world, &(struct world_host){"B", UINT64_C(64) << 30, 0});
  world_define_host(world, &(struct world_host){"C", UINT64_C(64) << 30, 0});
  world_define_network(world, &(struct world_network){"W", UINT64_C(10000000000), 1, false});
  for (uint32_t i = 0; i < 3; i++) {
    const char *names[] = {"V0", "V1", "V2"};
    world_define_vm(world,
                    &(struct world_vm){.name = names[i],
                                       .node = 0,
                                       .memory = (uint64_t)(2 + i) << 30,
                                       .running = true,
                                       .noise = INT64_C(1) << 28,
                                       .point_count = 2,
                                       .points = {{SECOND, 100 << 20}, {5 * SECOND, 300 << 20}}});
  }
}

static uint32_t do_event(struct world *world, enum event_kind kind, uint32_t subject,
                         uint32_t argument) {
  return world_happens(world,
                       &(struct event){.kind = kind, .subject = subject, .argument = argument});
}

static uint32_t again(struct world *world, enum event_kind kind, uint32_t subject,
                      const struct world_recurrence *recurrence) {
  return world_happens_again(world, &(struct event){.kind = kind, .subject = subject}, recurrence);
}

/* Three machines on A, each a role. */
static struct world *fresh(void) {
  struct world_settings settings = {
      .level = LEVEL_WS2022, .seed = 5, .limits = {3, 1, 3, 6, 3, 16, 2, 2}};
  struct world *world = world_create(&settings);
  struct session session = {.world = world, .node = 0, .all_access = true};
  const char *nodes[] = {"A", "B", "C"};
  static const char *const names[][3] = {
      {"G0", "R0", "C0"}, {"G1", "R1", "C1"}, {"G2", "R2", "C2"}};
  make(world);
  cr_assert_eq(request_create_cluster(&session, &(struct request_cluster){"L", 3, nodes}), 0);
  for (uint32_t i = 0; i < 3; i++) {
    uint32_t group = 0, machine = 0, configuration = 0;
    cr_assert_eq(request_create_group(&session, names[i][0], GROUP_TYPE_VIRTUAL_MACHINE, &group),
                 0);
    cr_assert_eq(request_create_resource(&session, group, names[i][1], "Virtual Machine", &machine),
                 0);
    cr_assert_eq(request_create_resource(&session, group, names[i][2],
                                         "Virtual Machine Configuration", &configuration),
                 0);
    do_event(world, EVENT_SET_VM_ID, machine, i);
    do_event(world, EVENT_SET_VM_ID, configuration, i);
    cr_assert_eq(request_online_group(&session, group, CLUSTER_NONE, 0), 0);
  }
  return world;
}

/* What happens in this history, some of it while machines migrate over one link. */
static void history(struct world *world, unsigned from, unsigned to) {
  for (unsigned step = from; step < to; step++) {
    switch (step) {
    case 0:
      do_event(world, EVENT_START_MIGRATION, 0, 1);
      do_event(world, EVENT_START_MIGRATION, 1, 2);
      /* Both slots of the host are taken: it waits in the move queue, and then is saved there. */
      (void)world_happens(
          world,
          &(struct event){.kind = EVENT_MOVE_GROUP_LIVE, .subject = 2, .argument = 1, .value = 4});
      break;
    case 2:
      do_event(world, EVENT_GUEST_SAVE, 2, 0);
      world_happens_in_phase(world, 1, MIGRATION_STOPPED, 1000,
                             &(struct event){.kind = EVENT_NETWORK_DOWN});
      break;
    case 12:
      do_event(world, EVENT_NETWORK_UP, 0, 0);
      do_event(world, EVENT_START_MIGRATION, 1, 2);
      break;
    case 16:
      world_happens_after(world, SECOND / 3, &(struct event){.kind = EVENT_HOST_CRASHED});
      break;
    /* Faults that come again, every so often and at random. */
    case 20:
      cr_assert_eq(again(world, EVENT_INTERFACE_DOWN, 0,
                         &(struct world_recurrence){.every = SECOND, .lasts = SECOND / 4}),
                   0);
      cr_assert_eq(again(world, EVENT_HOST_CRASHED, 2,
                         &(struct world_recurrence){.mean = 4 * SECOND, .lasts = SECOND}),
                   0);
      break;
    case 25:
      world_happens_after(world, 2 * SECOND, &(struct event){.kind = EVENT_RESOURCE_FAILED});
      break;
    case 50:
      world_end_recurrence(world);
      break;
    default:
      break;
    }
    (void)world_run(world, world_now(world) + SECOND * 7 / 10, NULL, NULL);
  }
}

enum { STEPS = 60 };

Test(store, goes_on_from_every_commit) {
  use_database("goes_on");
  char error[ERROR_ROOM];
  struct world *whole = fresh();
  history(whole, 0, STEPS);
  uint64_t want = world_digest(whole);
  world_destroy(whole);
  for (unsigned stop = 0; stop <= STEPS; stop++) {
    remove_database();
    struct world *world = fresh();
    cr_assert(world_save_in(world, path, false, false, error, sizeof error), "%s", error);
    history(world, 0, stop);
    world_set_bookmark(world, "step", stop);
    cr_assert(world_commit(world, error, sizeof error), "%s", error);
    history(world, stop, STEPS); /* not committed: as if the process had been killed */
    world_destroy(world);
    world = world_open(path, false, error, sizeof error);
    cr_assert_not_null(world, "%s", error);
    cr_assert_eq(world_bookmark(world, "step"), stop);
    history(world, stop, STEPS);
    check_row(stop, world_digest(world) == want);
    world_destroy(world);
  }
  remove_database();
}

/* A byte changed anywhere is noticed or changes nothing that counts. */
Test(store, damaged_anywhere) {
  use_database("damaged");
  char error[ERROR_ROOM];
  static unsigned char bytes[1 << 20];
  remove_database();
  struct world *world = fresh();
  cr_assert(world_save_in(world, path, false, false, error, sizeof error));
  history(world, 0, 8);
  cr_assert(world_commit(world, error, sizeof error));
  uint64_t want = world_digest(world);
  world_destroy(world);
  FILE *file = fopen(path, "rb");
  size_t size = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  unsigned refused = 0, accepted = 0;
  for (size_t at = 0; at < size; at += 331) {
    file = fopen(path, "r+b");
    fseek(file, (long)at, SEEK_SET);
    fputc(bytes[at] ^ 0x5A, file);
    fclose(file);
    world = world_open(path, false, error, sizeof error);
    refused += world == NULL;
    accepted += world != NULL;
    check_row(at, world == NULL || world_digest(world) == want);
    check_row(at, world != NULL || strlen(error) > 10);
    world_destroy(world);
    file = fopen(path, "wb");
    fwrite(bytes, 1, size, file);
    fclose(file);
    char name[96];
    snprintf(name, sizeof name, "%s-wal", path);
    (void)unlink(name);
    snprintf(name, sizeof name, "%s-shm", path);
    (void)unlink(name);
  }
  cr_assert(refused > 10, "%u refused, %u accepted", refused, accepted);
  remove_database();
}

Test(store, one_owner) {
  use_database("owner");
  char error[ERROR_ROOM];
  remove_database();
  struct world *world = fresh(), *other = fresh();
  cr_assert(world_save_in(world, path, false, false, error, sizeof error));
  cr_assert(world_commit(world, error, sizeof error));
  cr_assert(!world_save_in(other, path, true, false, error, sizeof error));
  cr_assert_not_null(strstr(error, "another process owns it"));
  world_destroy(world);
  cr_assert(!world_save_in(other, path, false, false, error, sizeof error));
  cr_assert_not_null(strstr(error, "already holds a cluster"));
  cr_assert(world_save_in(other, path, true, true, error, sizeof error), "%s", error);
  cr_assert(world_commit(other, error, sizeof error));
  world_destroy(other);
  remove_database();
}
