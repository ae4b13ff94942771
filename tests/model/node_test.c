/* Nodes and hosts: membership, pause, crash. */
#include "model/node.h"
#include "model/sweep.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

Test(node, usable) {
  static const struct {
    enum node_state state;
    uint32_t status;
  } rows[] = {{NODE_UP, WIN32_SUCCESS},
              {NODE_DOWN, WIN32_CLUSTER_NODE_DOWN},
              {NODE_PAUSED, WIN32_CLUSTER_NODE_PAUSED},
              {NODE_JOINING, WIN32_NODE_NOT_AVAILABLE},
              {NODE_NONE, WIN32_CLUSTER_NODE_NOT_FOUND}};
  struct cluster *c = lab();
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    cluster_node(c, 1)->state = rows[i].state;
    check_row(i, node_usable(c, 1) == rows[i].status);
  }
  free(c);
}

Test(node, pause_and_resume) {
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_RESUME_NODE, 1, 0, 0), WIN32_CLUSTER_NODE_NOT_PAUSED);
  cr_assert_eq(lab_do(c, EVENT_PAUSE_NODE, 1, 0, 0), WIN32_SUCCESS);
  cr_assert_eq(lab_do(c, EVENT_PAUSE_NODE, 1, 0, 0), WIN32_SUCCESS, "it is paused");
  cr_assert_eq(lab_do(c, EVENT_RESUME_NODE, 1, 0, 0), WIN32_SUCCESS);
  lab_do(c, EVENT_HOST_CRASHED, 1, 0, 0);
  lab_lose(c, 1);
  cr_assert_eq(lab_do(c, EVENT_PAUSE_NODE, 1, 0, 0), WIN32_CLUSTER_NODE_DOWN);
  free(c);
  c = lab();
  lab_do(c, EVENT_PAUSE_NODE, 1, 0, 0);
  lab_do(c, EVENT_HOST_CRASHED, 1, 0, 0);
  cr_assert_eq(lab_lose(c, 1), WIN32_SUCCESS);
  cr_assert_eq(cluster_node(c, 1)->state, NODE_DOWN, "a paused node can be lost too");
  free(c);
}

/* A node is lost only when its host is gone; a host is gone only once. */
Test(node, crash_comes_before_loss) {
  struct cluster *c = lab();
  cr_assert_eq(lab_lose(c, 0), WIN32_INVALID_STATE);
  cr_assert_eq(lab_do(c, EVENT_HOST_CRASHED, 0, 0, 0), WIN32_SUCCESS);
  cr_assert_eq(lab_do(c, EVENT_HOST_CRASHED, 0, 0, 0), WIN32_INVALID_STATE);
  cr_assert_eq(cluster_node(c, 0)->state, NODE_UP, "until its heartbeats are missed");
  cr_assert_eq(cluster_vm(c, 0)->executing, 0, "at once");
  cr_assert_eq(lab_lose(c, 0), WIN32_SUCCESS);
  cr_assert_eq(lab_lose(c, 0), WIN32_INVALID_STATE);
  free(c);
}

/* A sweep goes on over more machines than a stride; nobody is forgotten. */
Test(node, crash_reaches_every_machine) {
  enum { MACHINES = 2 * SWEEP_STRIDE + 5 };
  struct cluster *c = lab_of(3, MACHINES, 0);
  lab_do(c, EVENT_HOST_CRASHED, 0, 0, 0);
  for (uint32_t i = 0; i < MACHINES; i++)
    check_row(i, cluster_vm(c, i)->state == VM_UNKNOWN);
  lab_lose(c, 0);
  for (uint32_t i = 0; i < MACHINES; i++)
    check_row(i, cluster_group(c, i)->owner != 0 && cluster_vm(c, i)->state == VM_STARTING);
  uint32_t groups = cluster_node(c, 1)->groups;
  cr_assert(groups == MACHINES / 2 || groups == MACHINES / 2 + 1, "shared out evenly");
  free(c);
}

Test(node, definition_and_forming) {
  struct cluster *c = lab();
  struct effects effects;
  static const struct {
    const char *name;
    uint64_t memory;
    uint32_t status;
  } rows[] = {{"n0", 1, WIN32_OBJECT_ALREADY_EXISTS},
              {"ABCDEFGHIJKLMNOP", 1, WIN32_INVALID_PARAMETER},
              {"X", 0, WIN32_INVALID_PARAMETER},
              {"X", 1, WIN32_NOT_ENOUGH_MEMORY}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct event event = {
        .kind = EVENT_DEFINE_HOST, .argument = 1, .value = rows[i].memory, .name = rows[i].name};
    check_row(i, !model_step(c, &event, &effects) && effects.status == rows[i].status);
  }
  struct event again = {.kind = EVENT_CREATE_CLUSTER, .name = "LAB2"};
  cr_assert(!model_step(c, &again, &effects) && effects.status == WIN32_OBJECT_ALREADY_EXISTS);
  cr_assert_eq(lab_do(c, EVENT_ADD_NODE, 0, 0, 0), WIN32_OBJECT_ALREADY_EXISTS);
  cr_assert_eq(lab_do(c, EVENT_TAKE_HOST_MEMORY, 0, 0, UINT64_MAX), WIN32_INVALID_PARAMETER);
  free(c);
}
