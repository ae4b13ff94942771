/* The move queue: who waits, in which order, what wakes them, what ends the wait. */
#include "model/group.h"
#include "model/vm_migration.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

enum { QUEUED = MOVE_QUEUE_ENABLED, FIRST = MOVE_QUEUE_ENABLED | MOVE_HIGH_PRIORITY_START };

/* One slot a host: machine 0 migrates from N0 to N1, everybody else on N0 has to wait. */
static struct cluster *busy(uint32_t nodes, uint32_t vms) {
  struct cluster *c = lab_of(nodes, vms, 0);
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 0, 1, QUEUED), WIN32_IO_PENDING);
  return c;
}

static void finish(struct cluster *c, uint32_t vm) {
  static const enum event_kind steps[] = {EVENT_SETUP_FINISHED, EVENT_CONVERGED, EVENT_STATE_SENT,
                                          EVENT_GUEST_RESUMED, EVENT_GROUP_OWNED};
  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
    cr_assert_eq(lab_do(c, steps[i], vm, 0, 0), WIN32_SUCCESS);
}

static bool migrates(const struct cluster *c, uint32_t vm) {
  return vm_migration_active(cluster_vm(c, vm)->migration.phase);
}

static bool waits(const struct cluster *c, uint32_t group) {
  return group_status_information(c, group) == GROUP_WAITING_IN_QUEUE_FOR_MOVE;
}

/* Over more groups than a sweep looks at in one step. MIG-054 */
Test(move_queue, in_the_order_they_came_the_first_class_first) {
  static const struct {
    uint32_t group;
    uint64_t flags;
  } arrivals[] = {{150, QUEUED}, {3, QUEUED}, {140, FIRST}, {70, QUEUED}, {2, FIRST}};
  static const uint32_t order[] = {140, 2, 150, 3, 70};
  enum { COUNT = sizeof order / sizeof order[0] };
  struct cluster *c = busy(2, 160);
  for (size_t i = 0; i < COUNT; i++) {
    check_row(i, lab_do(c, EVENT_MOVE_GROUP_LIVE, arrivals[i].group, 1, arrivals[i].flags) ==
                     WIN32_IO_PENDING);
    check_row(i, waits(c, arrivals[i].group) && !migrates(c, arrivals[i].group));
  }
  cr_assert_eq(c->groups_waiting, COUNT);
  for (size_t i = 0, now = 0; i < COUNT; i++) {
    finish(c, (uint32_t)now);
    now = order[i];
    check_row(i, migrates(c, order[i]) && !waits(c, order[i]));
    check_row(i, c->groups_waiting == COUNT - 1 - i);
  }
  free(c);
}

Test(move_queue, without_the_flag_it_fails_at_once) {
  struct cluster *c = busy(3, 3);
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 1, 1, 0),
               WIN32_CLUSTER_RESOURCE_VETOED_MOVE_NOT_ENOUGH_RESOURCES_ON_SOURCE);
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 1, 0, QUEUED), WIN32_SUCCESS, "it is there");
  cr_assert(!waits(c, 1));
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 0, 2, QUEUED), WIN32_CLUSTER_GROUP_BUSY);
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 1, 1, QUEUED), WIN32_IO_PENDING);
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 1, 1, QUEUED), WIN32_CLUSTER_GROUP_BUSY);
  cr_assert_eq(lab_do(c, EVENT_MOVE_GROUP_LIVE, 1, 0, 0), WIN32_CLUSTER_GROUP_BUSY,
               "it waits for another move, also where it is");
  free(c);
}

/* Whatever frees the slots wakes the next one; what else refuses its move ends the wait. MIG-051 */
Test(move_queue, what_wakes_and_what_ends_a_wait) {
  static const struct {
    enum event_kind before; /* happens while machine 1 waits; DEFINE_HOST: nothing */
    uint32_t subject, argument;
    enum event_kind wakes; /* frees the slots of machine 0 */
    uint32_t woken;
    bool moves; /* machine 1 migrates afterwards */
  } rows[] = {
      {EVENT_DEFINE_HOST, 0, 0, EVENT_CANCEL_MIGRATION, 0, true},
      {EVENT_DEFINE_HOST, 0, 0, EVENT_CANCEL_GROUP_OPERATION, 0, true},
      {EVENT_DEFINE_HOST, 0, 0, EVENT_GUEST_TURN_OFF, 0, true},
      {EVENT_GUEST_PAUSE, 1, 0, EVENT_CANCEL_MIGRATION, 0, false},
      {EVENT_GUEST_TURN_OFF, 1, 0, EVENT_CANCEL_MIGRATION, 0, false},
      {EVENT_PAUSE_NODE, 1, 0, EVENT_CANCEL_MIGRATION, 0, false},
      {EVENT_CANCEL_GROUP_OPERATION, 1, 0, EVENT_CANCEL_MIGRATION, 0, false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = busy(2, 2);
    lab_do(c, EVENT_MOVE_GROUP_LIVE, 1, 1, QUEUED);
    if (rows[i].before != EVENT_DEFINE_HOST)
      (void)lab_do(c, rows[i].before, rows[i].subject, rows[i].argument, 0);
    check_row(i, lab_do(c, rows[i].wakes, rows[i].woken, 0, 0) == WIN32_SUCCESS);
    check_row(i, !waits(c, 1) && migrates(c, 1) == rows[i].moves);
    check_row(i, cluster_group(c, 1)->owner == 0 && c->groups_waiting == 0);
    free(c);
  }
}

Test(move_queue, nodes_that_are_lost) {
  struct cluster *c = busy(3, 3);
  lab_do(c, EVENT_MOVE_GROUP_LIVE, 1, 2, QUEUED);
  lab_do(c, EVENT_MOVE_GROUP_LIVE, 2, 1, QUEUED);
  lab_do(c, EVENT_HOST_CRASHED, 1, 0, 0);
  cr_assert(waits(c, 1) && waits(c, 2), "nobody knows yet");
  lab_lose(c, 1);
  cr_assert(migrates(c, 1) && !waits(c, 1), "the slot of N0 is free");
  cr_assert(!waits(c, 2) && !migrates(c, 2), "its destination is gone");
  lab_do(c, EVENT_MOVE_GROUP_LIVE, 2, 2, QUEUED);
  cr_assert(waits(c, 2));
  lab_do(c, EVENT_HOST_CRASHED, 0, 0, 0);
  lab_lose(c, 0);
  cr_assert(!waits(c, 2) && cluster_group(c, 2)->owner == 2, "failed over, and waits no more");
  free(c);
}

/* A START by control code of a machine that waits: it is at its destination when it ends. */
Test(move_queue, started_by_control_code_meanwhile) {
  struct cluster *c = busy(3, 2);
  lab_do(c, EVENT_MOVE_GROUP_LIVE, 1, 2, QUEUED);
  cr_assert_eq(lab_do(c, EVENT_START_MIGRATION, 1, 2, 0), WIN32_SUCCESS, "and fails for a slot");
  cr_assert_eq(cluster_vm(c, 1)->migration.phase, MIGRATION_FAILURE);
  cr_assert(waits(c, 1));
  finish(c, 0);
  cr_assert(migrates(c, 1) && !waits(c, 1));
  free(c);
}

/* A migration that takes its machine to `node` and ends. */
static void take(struct cluster *cluster, uint32_t vm, uint32_t node) {
  static const enum event_kind kinds[] = {EVENT_SETUP_FINISHED, EVENT_CONVERGED, EVENT_STATE_SENT,
                                          EVENT_GUEST_RESUMED, EVENT_GROUP_OWNED};
  cr_assert_eq(lab_do(cluster, EVENT_START_MIGRATION, vm, node, 0), 0);
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    cr_assert_eq(lab_do(cluster, kinds[i], vm, 0, 0), 0);
}

/* More groups than one step looks at, and two migrations that end with their destination: one free
 * slot for two that wait. */
Test(move_queue, who_lost_the_slot_between_two_steps_waits_on) {
  static const uint32_t places[][2] = {{0, 1}, {1, 3}, {2, 3}, {3, 3}, {190, 1}, {4, 1}, {5, 5}};
  static const uint32_t running[][2] = {{0, 2}, {1, 2}, {4, 5}, {2, 0}, {5, 4}};
  struct cluster *cluster = lab_of(6, 200, 0);
  for (uint32_t i = 0; i < 6; i++)
    cluster_node(cluster, i)->migration_slots = 2;
  for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
    take(cluster, places[i][0], places[i][1]);
  for (size_t i = 0; i < sizeof running / sizeof running[0]; i++)
    cr_assert_eq(lab_do(cluster, EVENT_START_MIGRATION, running[i][0], running[i][1], 0), 0);
  (void)lab_do(cluster, EVENT_MOVE_GROUP_LIVE, 3, 4, MOVE_QUEUE_ENABLED);
  (void)lab_do(cluster, EVENT_MOVE_GROUP_LIVE, 190, 4, MOVE_QUEUE_ENABLED);
  cr_assert_eq(cluster->groups_waiting, 2);
  (void)lab_do(cluster, EVENT_HOST_CRASHED, 2, 0, 0);
  (void)lab_lose(cluster, 2);
  bool waits[2] = {cluster_group(cluster, 3)->move_order != 0,
                   cluster_group(cluster, 190)->move_order != 0};
  bool moves[2] = {vm_migration_active(cluster_vm(cluster, 3)->migration.phase),
                   vm_migration_active(cluster_vm(cluster, 190)->migration.phase)};
  for (int i = 0; i < 2; i++)
    cr_assert_neq(waits[i], moves[i], "machine %d", i);
  cr_assert_eq(cluster->groups_waiting, 1);
  free(cluster);
}
