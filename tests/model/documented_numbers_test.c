/* Numbers that clients compare with, beside their words. */
#include "model/describe.h"
#include "model/group.h"
#include "model/membership.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"
#include <string.h>

/* STA-001 STA-002 STA-020 MIG-014 */
Test(documented_numbers, states) {
  static const struct {
    const char *(*describe)(int64_t state);
    int64_t number;
    const char *word;
  } rows[] = {{describe_resource_state, 1, "Initializing"},
              {describe_resource_state, 2, "Online"},
              {describe_resource_state, 3, "Offline"},
              {describe_resource_state, 4, "Failed"},
              {describe_resource_state, 129, "OnlinePending"},
              {describe_resource_state, 130, "OfflinePending"},
              {describe_group_state, 0, "Online"},
              {describe_group_state, 1, "Offline"},
              {describe_group_state, 2, "Failed"},
              {describe_group_state, 3, "PartialOnline"},
              {describe_group_state, 4, "Pending"},
              {describe_node_state, 0, "Up"},
              {describe_node_state, 1, "Down"},
              {describe_node_state, 2, "Paused"},
              {describe_node_state, 3, "Joining"}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    check_row(i, strcmp(rows[i].describe(rows[i].number), rows[i].word) == 0);
}

/* STA-019 STA-021: bits of StatusInformation as far as they are modelled. */
Test(documented_numbers, status_information) {
  struct cluster *c = lab();
  cr_assert_eq(group_status_information(c, 0), 0);
  cluster_group(c, 0)->move_order = 1;
  cr_assert_eq(group_status_information(c, 0), 0x4);
  cluster_group(c, 0)->unmonitored = true;
  cr_assert_eq(group_status_information(c, 0), 0x104);
  cr_assert_eq(membership_status_information(c, 0), 0);
  cluster_node(c, 0)->isolated = true;
  cr_assert_eq(membership_status_information(c, 0), 1);
  cluster_node(c, 0)->isolated = false;
  for (uint32_t drain = 1; drain <= 3; drain++) {
    cluster_node(c, 0)->drain = (enum drain_status)drain;
    check_row(drain, membership_status_information(c, 0) == UINT32_C(2) << drain);
  }
  free(c);
}

/* GRP-012 */
Test(documented_numbers, group_types) {
  struct cluster *c = lab();
  cr_assert_eq((int)cluster_group(c, 0)->type, 111, "a virtual machine's role");
  free(c);
}
