/* Resources beside a machine while it migrates (MIG-047). */
#include "model/resource.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

enum { SERVICE = 2 };

static struct cluster *lab_with(enum companion companion) {
  struct world_shape shape = {.nodes = 2, .vms = 1, .networks = 1, .companion = companion};
  return explore_world(&shape, 0, NULL);
}

static enum resource_state service(const struct cluster *c) {
  return cluster_resource(c, SERVICE)->state;
}

/* What the machine needs is up as long as the guest runs and its group is where it was. */
Test(companions, what_the_machine_needs_changes_hosts_with_it) {
  for (int phase = MIGRATION_SETUP; phase <= MIGRATION_RESUMED; phase++) {
    struct cluster *c = lab_with(COMPANION_NEEDED);
    lab_migrate_to(c, (enum vm_migration_phase)phase);
    bool up = phase < MIGRATION_STOPPED;
    check_row(phase, service(c) == (up ? RESOURCE_ONLINE : RESOURCE_OFFLINE));
    check_row(phase, lab_do(c, EVENT_ONLINE_RESOURCE, SERVICE, 0, 0) ==
                         (up ? 0u : (uint32_t)WIN32_INVALID_STATE));
    check_row(phase, up || lab_do(c, EVENT_OFFLINE_RESOURCE, SERVICE, 0, 0) == WIN32_INVALID_STATE);
    check_row(phase,
              up || lab_do(c, EVENT_REMOVE_DEPENDENCY, 0, SERVICE, 0) == WIN32_INVALID_STATE);
    free(c);
  }
  struct cluster *c = lab_with(COMPANION_NEEDED);
  lab_migrate_to(c, MIGRATION_RESUMED);
  cr_assert_eq(lab_do(c, EVENT_GROUP_OWNED, 0, 0, 0), 0);
  cr_expect_eq(service(c), RESOURCE_ONLINE);
  cr_expect_eq(cluster_group(c, 0)->owner, LAB_DESTINATION);
  free(c);
}

/* It ends the attempt where it does not come online there, and somebody is left to say so. */
Test(companions, one_that_fails_there) {
  static const struct {
    enum companion companion;
    enum vm_migration_phase phase;
    uint32_t crashed; /* 2: nobody */
    uint32_t status;
  } rows[] = {{COMPANION_NEEDED, MIGRATION_SENT, 2, 0},
              {COMPANION_NEEDED, MIGRATION_SENT, LAB_SOURCE, WIN32_INVALID_STATE},
              {COMPANION_NEEDED, MIGRATION_SENT, LAB_DESTINATION, WIN32_INVALID_STATE},
              {COMPANION_NEEDED, MIGRATION_STOPPED, 2, WIN32_INVALID_STATE},
              {COMPANION_NEEDED, MIGRATION_RESUMED, 2, WIN32_INVALID_STATE},
              {COMPANION_NEEDED, MIGRATION_NONE, 2, WIN32_INVALID_STATE},
              {COMPANION_BESIDE, MIGRATION_SENT, 2, WIN32_INVALID_STATE}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab_with(rows[i].companion);
    lab_migrate_to(c, rows[i].phase);
    if (rows[i].crashed < 2)
      lab_do(c, EVENT_HOST_CRASHED, rows[i].crashed, 0, 0);
    check_row(i, lab_do(c, EVENT_PROVIDER_FAILED, SERVICE, 0, 0) == rows[i].status);
    check_row(i, rows[i].status != 0 || (cluster_vm(c, 0)->migration.phase == MIGRATION_FAILURE &&
                                         cluster_vm(c, 0)->executing == 1 << LAB_SOURCE &&
                                         service(c) == RESOURCE_ONLINE));
    free(c);
  }
}

/* What it does not need stops meanwhile, and what has not stopped when the guest does is ended. */
Test(companions, the_others_come_back_when_it_is_over) {
  static const enum companion kinds[] = {COMPANION_BESIDE, COMPANION_DEPENDENT};
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    for (int stops = 0; stops < 2; stops++) {
      struct cluster *c = lab_with(kinds[i]);
      lab_migrate_to(c, MIGRATION_DATA_TRANSFER);
      check_row(i, service(c) == RESOURCE_OFFLINE_PENDING);
      if (stops)
        check_row(i, lab_do(c, EVENT_RESOURCE_STOPPED, SERVICE, 0, 0) == 0);
      lab_do(c, EVENT_CONVERGED, 0, 0, 0);
      check_row(i, service(c) == RESOURCE_OFFLINE);
      lab_do(c, EVENT_STATE_SENT, 0, 0, 0);
      lab_do(c, EVENT_GUEST_RESUMED, 0, 0, 0);
      check_row(i, service(c) == RESOURCE_OFFLINE);
      lab_do(c, EVENT_GROUP_OWNED, 0, 0, 0);
      check_row(i, service(c) == RESOURCE_ONLINE_PENDING);
      free(c);
    }
}
