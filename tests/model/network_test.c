/* Networks: what they connect, and which one a migration takes. */
#include "model/network.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

static struct cluster *three_networks(void) {
  struct world_shape shape = {.nodes = 2, .vms = 1, .networks = 3};
  return explore_world(&shape, 0, NULL); /* metrics 100, 101, 102 */
}

/* MIG-068, MIG-069: the lowest metric that connects both and is not excluded.  NETEX-02 NETORD-02
 * NETORD-03 */
Test(network, choice) {
  struct cluster *c = three_networks();
  cr_assert_eq(network_for_migration(c, 0, 1), 0);
  cluster_network(c, 2)->metric = 1;
  cr_assert_eq(network_for_migration(c, 0, 1), 2);
  cluster_network(c, 2)->excluded = true;
  cr_assert_eq(network_for_migration(c, 0, 1), 0);
  lab_do(c, EVENT_NETWORK_DOWN, 0, 0, 0);
  cr_assert_eq(network_for_migration(c, 0, 1), 1);
  lab_do(c, EVENT_INTERFACE_DOWN, 1, 1, 0);
  cr_assert_eq(network_for_migration(c, 0, 1), CLUSTER_NONE);
  lab_do(c, EVENT_INTERFACE_UP, 1, 1, 0);
  lab_do(c, EVENT_NETWORK_UP, 0, 0, 0);
  cr_assert_eq(network_for_migration(c, 0, 1), 0);
  free(c);
}

/* Only migrations that use the network hear of it. */
Test(network, loss_concerns_its_own_migrations) {
  struct cluster *c = three_networks();
  lab_migrate_to(c, MIGRATION_DATA_TRANSFER);
  lab_do(c, EVENT_NETWORK_DOWN, 1, 0, 0);
  cr_assert_eq(cluster_vm(c, 0)->migration.phase, MIGRATION_DATA_TRANSFER);
  lab_do(c, EVENT_NETWORK_DOWN, 0, 0, 0);
  cr_assert_eq(cluster_vm(c, 0)->migration.phase, MIGRATION_FAILURE);
  free(c);
}

Test(network, setup_changes_over) {
  struct cluster *c = three_networks();
  lab_migrate_to(c, MIGRATION_SETUP);
  cr_assert_eq(cluster_vm(c, 0)->migration.network, 0);
  lab_do(c, EVENT_INTERFACE_DOWN, 0, 0, 0);
  cr_assert_eq(cluster_vm(c, 0)->migration.network, 1);
  cr_assert_eq(cluster_vm(c, 0)->migration.phase, MIGRATION_SETUP);
  free(c);
}

Test(network, bad_input) {
  struct cluster *c = lab();
  struct effects effects;
  struct event twice = {.kind = EVENT_DEFINE_NETWORK, .value = 1, .name = "w0"};
  cr_assert(!model_step(c, &twice, &effects) && effects.status == WIN32_OBJECT_ALREADY_EXISTS);
  struct event nameless = {.kind = EVENT_DEFINE_NETWORK, .value = 1, .name = ""};
  cr_assert(!model_step(c, &nameless, &effects) && effects.status == WIN32_INVALID_PARAMETER);
  cr_assert_eq(lab_do(c, EVENT_INTERFACE_DOWN, 0, 2, 0), WIN32_INVALID_PARAMETER);
  free(c);
}
