/* Quarantine: how often a node may leave, how many may be kept out, and how it ends. */
#include "model/membership.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

static struct cluster *nodes_of(uint32_t count) {
  struct cluster *c = lab_of(count, 1, 0);
  c->quarantine_threshold = 3;
  return c;
}

static void crash(struct cluster *c, uint32_t node) {
  lab_do(c, EVENT_HOST_CRASHED, node, 0, 0);
  lab_do(c, EVENT_NODE_LOST, node, 0, 0);
}

static void come_back(struct cluster *c, uint32_t node) {
  lab_do(c, EVENT_HOST_RETURNED, node, 0, 0);
  lab_do(c, EVENT_NODE_JOINED, node, 0, 0);
}

static void flap(struct cluster *c, uint32_t node, unsigned times) {
  for (unsigned i = 0; i < times; i++) {
    if (i > 0)
      come_back(c, node);
    crash(c, node);
  }
}

/* RSL-008: the third exit, unless the hour is over; from 2016 on. */
Test(quarantine, the_third_exit) {
  static const struct {
    enum functional_level level;
    unsigned before, after; /* exits before the hour is over, and after it */
    bool quarantined;
  } rows[] = {{LEVEL_WS2022, 2, 0, false},
              {LEVEL_WS2022, 3, 0, true},
              {LEVEL_WS2022, 2, 2, false},
              {LEVEL_WS2022, 2, 3, true},
              {LEVEL_WS2012R2, 3, 0, false}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = nodes_of(2);
    c->level = rows[i].level;
    flap(c, 1, rows[i].before);
    if (rows[i].after > 0) {
      check_row(i, lab_do(c, EVENT_EXIT_PERIOD_OVER, 1, 0, 0) == 0);
      come_back(c, 1);
      flap(c, 1, rows[i].after);
    }
    check_row(i, cluster_node(c, 1)->quarantined == rows[i].quarantined);
    check_row(i, (membership_status_information(c, 1) == 2) == rows[i].quarantined);
    free(c);
  }
}

/* RSL-009: a quarter of the nodes; of two or three nodes one; never the only one. */
Test(quarantine, how_many) {
  static const uint32_t most[] = {[1] = 0, [2] = 1, [3] = 1, [4] = 1, [7] = 1, [8] = 2, [12] = 3};
  for (uint32_t nodes = 1; nodes < sizeof most / sizeof most[0]; nodes++) {
    struct cluster *c = nodes_of(nodes);
    uint32_t quarantined = 0;
    if (nodes > 4 && most[nodes] == 0) {
      free(c);
      continue;
    }
    for (uint32_t i = nodes; i-- > 0;) {
      flap(c, i, 3);
      quarantined += cluster_node(c, i)->quarantined;
      if (!cluster_node(c, i)->quarantined && i > 0)
        come_back(c, i);
    }
    check_row(nodes, quarantined == most[nodes]);
    free(c);
  }
}

/* RSL-010, and by itself: a node whose service runs joins, another one when it is started. */
Test(quarantine, ends) {
  for (unsigned by_hand = 0; by_hand < 2; by_hand++)
    for (unsigned runs = 0; runs < 2; runs++) {
      struct cluster *c = nodes_of(2);
      enum event_kind end = by_hand == 1 ? EVENT_CLEAR_QUARANTINE : EVENT_QUARANTINE_ENDED;
      flap(c, 1, 3);
      cr_assert_eq(cluster_node(c, 1)->quarantined, true);
      if (runs == 1)
        cr_assert_eq(lab_do(c, EVENT_HOST_RETURNED, 1, 0, 0), 0);
      cr_assert_eq(cluster_node(c, 1)->state, NODE_DOWN);
      cr_assert_eq(lab_do(c, EVENT_NODE_JOINED, 1, 0, 0), 5023);
      cr_assert_eq(lab_do(c, end, 1, 0, 0), 0);
      cr_assert_eq(lab_do(c, end, 1, 0, 0), 5023);
      if (runs == 0)
        cr_assert_eq(lab_do(c, EVENT_HOST_RETURNED, 1, 0, 0), 0);
      cr_assert_eq(cluster_node(c, 1)->state, NODE_JOINING);
      cr_assert_eq(lab_do(c, EVENT_NODE_JOINED, 1, 0, 0), 0);
      cr_assert_eq(cluster_node(c, 1)->exits, 0);
      free(c);
    }
}

/* It was missed already: its service comes and goes, and nobody watches. */
Test(quarantine, nobody_misses_it_twice) {
  struct cluster *c = nodes_of(2);
  flap(c, 1, 3);
  lab_do(c, EVENT_HOST_RETURNED, 1, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_SERVICE_STOPPED, 1, 0, 0), 0);
  cr_assert_eq(lab_do(c, EVENT_NODE_LOST, 1, 0, 0), 5023);
  cr_assert_eq(lab_do(c, EVENT_SERVICE_STARTED, 1, 0, 0), 0);
  cr_assert_eq(lab_do(c, EVENT_HOST_CRASHED, 1, 0, 0), 0);
  cr_assert_eq(lab_do(c, EVENT_NODE_LOST, 1, 0, 0), 5023);
  cr_assert_eq(cluster_node(c, 1)->exits, 0);
  free(c);
}
