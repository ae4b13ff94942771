/* Restarts, failovers and the retry, as the properties count them. */
#include "model/failure_policy.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

/* One resource that is Online on the first of `nodes`. */
static struct cluster *one_resource(uint32_t nodes) {
  struct world_shape shape = {.nodes = nodes, .resources = 1, .policies = true};
  struct cluster *c = explore_world(&shape, 0, NULL);
  lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0);
  lab_do(c, EVENT_RESOURCE_STARTED, 0, 0, 0);
  cr_assert_eq(cluster_resource(c, 0)->state, RESOURCE_ONLINE);
  return c;
}

static void fail_and_restart(struct cluster *c) {
  lab_do(c, EVENT_RESOURCE_FAILED, 0, 0, 0);
  lab_do(c, EVENT_RESTART_RESOURCE, 0, 0, 0);
  lab_do(c, EVENT_RESOURCE_STARTED, 0, 0, 0);
}

/* FOV-012 FOV-013: with threshold t, failure t + 1 within the period is one too many. */
Test(failure_policy, threshold) {
  for (uint32_t threshold = 0; threshold < 5; threshold++)
    for (unsigned period_over = 0; period_over < 2; period_over++) {
      struct cluster *c = one_resource(2);
      cluster_resource(c, 0)->restart_threshold = threshold;
      for (uint32_t i = 0; i < threshold; i++) {
        check_row(i, failure_policy_restarts_left(c, 0) == threshold - i);
        fail_and_restart(c);
        check_row(i, cluster_group(c, 0)->owner == 0);
      }
      check_row(threshold, failure_policy_restarts_left(c, 0) == 0);
      if (period_over)
        lab_do(c, EVENT_RESTART_PERIOD_OVER, 0, 0, 0);
      lab_do(c, EVENT_RESOURCE_FAILED, 0, 0, 0);
      bool stays = period_over && threshold > 0;
      check_row(threshold, (cluster_group(c, 0)->owner == 0) == stays);
      free(c);
    }
}

/* FOV-009..011 FOV-014 FOV-016: what follows the last restart. */
Test(failure_policy, action) {
  static const struct {
    enum restart_action action;
    uint32_t retry_period;
    enum resource_wait wait;
    uint32_t owner;
  } rows[] = {{RESTART_ACTION_DONT_RESTART, 3600000, WAIT_NONE, 0},
              {RESTART_ACTION_RESTART_NO_NOTIFY, 3600000, WAIT_RETRY, 0},
              {RESTART_ACTION_RESTART_NO_NOTIFY, FOREVER, WAIT_NONE, 0},
              {RESTART_ACTION_RESTART_NOTIFY, 3600000, WAIT_NONE, 1}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = one_resource(2);
    cluster_resource(c, 0)->restart_action = rows[i].action;
    cluster_resource(c, 0)->restart_threshold = 0;
    cluster_resource(c, 0)->retry_period = rows[i].retry_period;
    lab_do(c, EVENT_RESOURCE_FAILED, 0, 0, 0);
    check_row(i, cluster_resource(c, 0)->wait == rows[i].wait);
    check_row(i, cluster_group(c, 0)->owner == rows[i].owner);
    free(c);
  }
}

/* FOV-016 and the switch retry-on-failure: the retry fails. */
Test(failure_policy, retry_that_fails) {
  for (uint8_t series = 0; series < 2; series++) {
    struct cluster *c = one_resource(1);
    c->switches[SWITCH_RETRY_ON_FAILURE] = series;
    cluster_resource(c, 0)->restart_threshold = 0;
    lab_do(c, EVENT_RESOURCE_FAILED, 0, 0, 0);
    cr_assert_eq(cluster_resource(c, 0)->wait, WAIT_RETRY, "no other node");
    lab_do(c, EVENT_RESTART_RESOURCE, 0, 0, 0);
    lab_do(c, EVENT_RESOURCE_FAILED, 0, 0, 0);
    check_row(series, cluster_resource(c, 0)->wait == (series ? WAIT_RETRY : WAIT_NONE));
    cr_assert_eq(lab_do(c, EVENT_ONLINE_RESOURCE, 0, 0, 0), WIN32_IO_PENDING);
    cr_assert_not(cluster_resource(c, 0)->retried, "everything is there again");
    free(c);
  }
}

/* FOV-020..023: failovers that a resource causes count, those of a lost node do not. */
Test(failure_policy, failovers) {
  struct cluster *c = one_resource(3);
  cluster_resource(c, 0)->restart_threshold = 0;
  cluster_group(c, 0)->failover_threshold = UINT32_MAX;
  cr_assert_eq(failure_policy_failovers_left(c, 0), 2, "three nodes");
  for (uint32_t owner = 1; owner < 3; owner++) {
    lab_do(c, EVENT_RESOURCE_FAILED, 0, 0, 0);
    check_row(owner, cluster_group(c, 0)->owner == owner);
    lab_do(c, EVENT_RESOURCE_STARTED, 0, 0, 0);
  }
  cr_assert_eq(failure_policy_failovers_left(c, 0), 0);
  lab_do(c, EVENT_RESOURCE_FAILED, 0, 0, 0);
  cr_assert_eq(cluster_group(c, 0)->owner, 2);
  cr_assert_eq(cluster_group(c, 0)->state, GROUP_FAILED);
  lab_do(c, EVENT_HOST_CRASHED, 2, 0, 0);
  lab_lose(c, 2);
  cr_assert_eq(cluster_group(c, 0)->owner, 0, "the node is lost");
  cr_assert_eq(cluster_resource(c, 0)->state, RESOURCE_ONLINE_PENDING);
  lab_do(c, EVENT_FAILOVER_PERIOD_OVER, 0, 0, 0);
  cr_assert_eq(failure_policy_failovers_left(c, 0), 2);
  free(c);
}

/* What may fail, and when nobody is there to notice. */
Test(failure_policy, refusals) {
  struct cluster *c = one_resource(2);
  lab_do(c, EVENT_OFFLINE_GROUP, 0, 0, 0);
  lab_do(c, EVENT_RESOURCE_STOPPED, 0, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_FAIL_RESOURCE, 0, 0, 0), WIN32_RESOURCE_NOT_ONLINE);
  cr_assert_eq(lab_do(c, EVENT_RESTART_RESOURCE, 0, 0, 0), WIN32_INVALID_STATE);
  cr_assert_eq(lab_do(c, EVENT_FAIL_OVER_GROUP, 0, 0, 0), WIN32_INVALID_STATE);
  cr_assert_eq(lab_do(c, EVENT_FAIL_OVER_GROUP, 0, 7, 0), WIN32_INVALID_PARAMETER);
  lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0);
  lab_do(c, EVENT_HOST_CRASHED, 0, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_FAIL_RESOURCE, 0, 0, 0), WIN32_HOST_NODE_NOT_AVAILABLE);
  cr_assert_eq(lab_do(c, EVENT_RESOURCE_STARTED, 0, 0, 0), WIN32_INVALID_STATE);
  free(c);
}
