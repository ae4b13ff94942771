/* Which node a group goes to, for each cause. */
#include "model/placement.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

static struct cluster *one_group(uint32_t nodes) {
  struct world_shape shape = {.nodes = nodes, .resources = 1};
  return explore_world(&shape, 0, NULL);
}

static void prefer(struct cluster *c, uint32_t count, const uint32_t *nodes) {
  for (uint32_t i = 0; i < count; i++)
    cr_assert_eq(lab_do(c, EVENT_SET_PREFERRED_OWNER, 0, nodes[i], i), WIN32_SUCCESS);
}

/* PLC-001..003 over four nodes with node 2 then node 1 preferred: the node list is 2, 1, 0, 3. */
Test(placement, node_list) {
  static const struct {
    uint32_t owner, after_resource, after_node;
  } rows[] = {{2, 1, 1}, {1, 0, 2}, {0, 3, 2}, {3, 2, 2}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = one_group(4);
    prefer(c, 2, (const uint32_t[]){2, 1});
    if (rows[i].owner != 0)
      lab_do(c, EVENT_MOVE_GROUP, 0, rows[i].owner, 0);
    check_row(i, placement_choose(c, 0, PLACEMENT_RESOURCE_FAILURE) == rows[i].after_resource);
    cluster_node(c, rows[i].owner)->state = NODE_DOWN;
    check_row(i, placement_choose(c, 0, PLACEMENT_NODE_FAILURE) == rows[i].after_node);
    free(c);
  }
}

/* PLC-004 PLC-012: what a node can be taken for. */
Test(placement, classes) {
  struct cluster *c = one_group(4);
  cr_assert_eq(placement_choose(c, 0, PLACEMENT_MOVE), 1);
  lab_do(c, EVENT_SET_POSSIBLE_OWNER, 0, 1, 0);
  cr_assert_eq(placement_choose(c, 0, PLACEMENT_MOVE), 2, "1 is no possible owner");
  lab_do(c, EVENT_PAUSE_NODE, 2, 0, 0);
  cr_assert_eq(placement_choose(c, 0, PLACEMENT_MOVE), 3, "2 is paused");
  cluster_node(c, 3)->state = NODE_DOWN;
  cr_assert_eq(placement_choose(c, 0, PLACEMENT_MOVE), CLUSTER_NONE);
  cr_assert_eq(placement_choose(c, 0, PLACEMENT_RESOURCE_FAILURE), CLUSTER_NONE);
  cluster_node(c, 0)->state = NODE_DOWN;
  cr_assert_eq(placement_choose(c, 0, PLACEMENT_NODE_FAILURE), 2, "paused");
  cluster_node(c, 2)->state = NODE_DOWN;
  cr_assert_eq(placement_choose(c, 0, PLACEMENT_NODE_FAILURE), 1, "an owner, if no possible one");
  cluster_node(c, 1)->state = NODE_DOWN;
  cr_assert_eq(placement_choose(c, 0, PLACEMENT_NODE_FAILURE), CLUSTER_NONE);
  free(c);
}

/* VOC-003: the list is replaced as a whole, in order, nobody twice. */
Test(placement, preferred_owners) {
  struct cluster *c = one_group(3);
  prefer(c, 3, (const uint32_t[]){2, 0, 1});
  const struct group *group = cluster_group(c, 0);
  cr_assert_eq(placement_preferred(group, 0), 2);
  cr_assert_eq(placement_preferred(group, 2), 1);
  cr_assert_eq(placement_preferred(group, 3), CLUSTER_NONE);
  cr_assert_eq(placement_preferred(group, NODES_MAX), CLUSTER_NONE);
  cr_assert_eq(placement_rank(group, 0), 1);
  cr_assert_eq(lab_do(c, EVENT_SET_PREFERRED_OWNER, 0, 0, 3), WIN32_INVALID_PARAMETER, "twice");
  cr_assert_eq(lab_do(c, EVENT_SET_PREFERRED_OWNER, 0, 1, 0), WIN32_SUCCESS);
  cr_assert_eq(placement_preferred(group, 1), CLUSTER_NONE, "a new list");
  cr_assert_eq(lab_do(c, EVENT_SET_PREFERRED_OWNER, 0, 0, 2), WIN32_INVALID_PARAMETER, "a gap");
  cr_assert_eq(lab_do(c, EVENT_SET_PREFERRED_OWNER, 0, 9, 0), WIN32_CLUSTER_NODE_NOT_FOUND);
  cr_assert_eq(lab_do(c, EVENT_SET_PREFERRED_OWNER, 0, CLUSTER_NONE, 0), WIN32_SUCCESS);
  cr_assert_eq(placement_rank(group, 1), NODES_MAX, "none");
  free(c);
}
