/* Draining a node: who is sent where, when it is over, and what a resume does to it. */
#include "model/node_drain.h"
#include "model/sweep.h"
#include "model/vm_migration.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

enum { REMAIN = PAUSE_REMAIN_ON_PAUSED_NODE_ON_MOVE_ERROR };

static uint32_t drain(struct cluster *c, uint32_t node, uint32_t target) {
  return lab_do(c, EVENT_DRAIN_NODE, node, target, REMAIN);
}

static void finish(struct cluster *c, uint32_t vm) {
  static const enum event_kind steps[] = {EVENT_SETUP_FINISHED, EVENT_CONVERGED, EVENT_STATE_SENT,
                                          EVENT_GUEST_RESUMED, EVENT_GROUP_OWNED};
  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
    cr_assert_eq(lab_do(c, steps[i], vm, 0, 0), WIN32_SUCCESS);
}

/* DRN-003 DRN-004, and what is not modelled yet. */
Test(node_drain, refusals) {
  static const struct {
    uint32_t target;
    uint64_t flags;
    uint32_t status;
  } rows[] = {{CLUSTER_NONE, PAUSE_AVOID_PLACEMENT, WIN32_CALL_NOT_IMPLEMENTED},
              {CLUSTER_NONE, REMAIN | PAUSE_AVOID_PLACEMENT, WIN32_CALL_NOT_IMPLEMENTED},
              {CLUSTER_NONE, REMAIN | PAUSE_RETRY_DRAIN_ON_FAILURE, WIN32_CALL_NOT_IMPLEMENTED},
              {CLUSTER_NONE, 8, WIN32_INVALID_PARAMETER},
              {0, REMAIN, WIN32_INVALID_PARAMETER},
              {1, REMAIN, WIN32_HOST_NODE_NOT_AVAILABLE},
              {9, REMAIN, WIN32_CLUSTER_NODE_NOT_FOUND}};
  struct cluster *c = lab_of(3, 2, 0);
  lab_do(c, EVENT_PAUSE_NODE, 1, 0, 0);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    check_row(i, lab_do(c, EVENT_DRAIN_NODE, 0, rows[i].target, rows[i].flags) == rows[i].status);
  cr_assert_eq(cluster_node(c, 0)->state, NODE_UP, "nothing happened");
  cr_assert_eq(drain(c, 0, CLUSTER_NONE), WIN32_SUCCESS);
  cr_assert_eq(drain(c, 0, CLUSTER_NONE), WIN32_CLUSTER_NODE_DRAIN_IN_PROGRESS);
  lab_do(c, EVENT_HOST_CRASHED, 2, 0, 0);
  lab_lose(c, 2);
  cr_assert_eq(drain(c, 2, CLUSTER_NONE), WIN32_CLUSTER_NODE_DOWN);
  free(c);
}

/* Over more groups than a sweep looks at in one step, shared out, one at a time where a host has
 * one slot; what is off goes at once. */
Test(node_drain, everything_leaves_and_is_shared_out) {
  enum { MACHINES = 2 * SWEEP_STRIDE + 4, OFF = 70 };
  struct cluster *c = lab_of(3, MACHINES, 0);
  lab_do(c, EVENT_GUEST_TURN_OFF, OFF, 0, 0);
  cr_assert_eq(drain(c, 0, CLUSTER_NONE), WIN32_SUCCESS);
  cr_assert_eq(cluster_node(c, 0)->state, NODE_PAUSED);
  cr_assert_neq(cluster_group(c, OFF)->owner, 0, "off: at once");
  for (uint32_t left = MACHINES - 1; left > 0; left--) {
    uint32_t vm = 0;
    cr_assert_eq(cluster_node(c, 0)->drain, DRAIN_IN_PROGRESS);
    while (!vm_migration_active(cluster_vm(c, vm)->migration.phase))
      vm++;
    finish(c, vm);
  }
  cr_assert_eq(cluster_node(c, 0)->drain, DRAIN_COMPLETED);
  cr_assert_eq(cluster_node(c, 0)->groups, 0);
  cr_assert_eq(cluster_node(c, 1)->groups, MACHINES / 2);
  cr_assert_eq(cluster_node(c, 2)->groups, MACHINES / 2);
  free(c);
}

/* What one machine's end makes of the whole drain. */
Test(node_drain, ends) {
  static const struct {
    enum event_kind before, during; /* DEFINE_HOST: nothing */
    enum drain_status status;
  } rows[] = {{EVENT_DEFINE_HOST, EVENT_CANCEL_MIGRATION, DRAIN_FAILED},
              {EVENT_DEFINE_HOST, EVENT_CANCEL_GROUP_OPERATION, DRAIN_FAILED},
              {EVENT_DEFINE_HOST, EVENT_GUEST_CRASHED, DRAIN_FAILED},
              {EVENT_GUEST_PAUSE, EVENT_DEFINE_HOST, DRAIN_FAILED},
              {EVENT_GUEST_SAVE, EVENT_DEFINE_HOST, DRAIN_FAILED},
              {EVENT_GUEST_TURN_OFF, EVENT_DEFINE_HOST, DRAIN_COMPLETED},
              {EVENT_DEFINE_HOST, EVENT_DEFINE_HOST, DRAIN_IN_PROGRESS}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    if (rows[i].before != EVENT_DEFINE_HOST)
      lab_do(c, rows[i].before, 0, 0, 0);
    cr_assert_eq(drain(c, 0, CLUSTER_NONE), WIN32_SUCCESS);
    if (rows[i].during != EVENT_DEFINE_HOST)
      lab_do(c, rows[i].during, 0, 0, 0);
    check_row(i, cluster_node(c, 0)->drain == rows[i].status);
    free(c);
  }
}

/* DRN-007 DRN-012 DRN-011 */
Test(node_drain, resume_brings_back_what_is_asked_for) {
  for (uint64_t failback = 0; failback < 3; failback++) {
    struct cluster *c = lab();
    cr_assert_eq(lab_do(c, EVENT_RESUME_NODE, 0, 0, failback), WIN32_CLUSTER_NODE_NOT_PAUSED);
    drain(c, 0, CLUSTER_NONE);
    finish(c, 0);
    cr_assert_eq(cluster_group(c, 0)->drained_from, 0);
    cr_assert_eq(lab_do(c, EVENT_RESUME_NODE, 0, 0, failback), WIN32_SUCCESS);
    cr_assert_eq(cluster_node(c, 0)->drain, DRAIN_NOT_INITIATED);
    cr_assert_eq(vm_migration_active(cluster_vm(c, 0)->migration.phase),
                 failback == RESUME_FAILBACK_IMMEDIATELY);
    cr_assert_eq(cluster_group(c, 0)->drained_from, CLUSTER_NONE);
    free(c);
  }
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_RESUME_NODE, 0, 0, 3), WIN32_INVALID_PARAMETER);
  free(c);
}
