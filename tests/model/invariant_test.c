/* Each invariant stops the program when the state breaks it: a check that cannot fail is none. */
#include "model/invariant.h"
#include "model/vm_migration.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"
#include <signal.h>

/* Breaks one thing in a sound state and checks everything. */
#define BROKEN(name, ...)                                                                          \
  Test(invariant, name, .signal = SIGABRT) {                                                       \
    struct cluster *c = lab(), *scratch = malloc(c->size);                                         \
    __VA_ARGS__;                                                                                   \
    invariant_check_all(c, scratch);                                                               \
  }

BROKEN(two_hosts_execute, cluster_vm(c, 0)->executing = 3)
BROKEN(nobody_executes_an_enabled_machine, cluster_vm(c, 0)->executing = 0)
BROKEN(another_host_than_the_owner_executes, cluster_vm(c, 0)->executing = 2)
BROKEN(a_stopped_guest_executes, lab_migrate_to(c, MIGRATION_STOPPED);
       cluster_vm(c, 0)->executing = 1)
BROKEN(a_migrating_resource_has_failed, lab_migrate_to(c, MIGRATION_SETUP);
       cluster_resource(c, 0)->state = RESOURCE_FAILED; cluster_derive(c))
BROKEN(progress_is_beyond_100, cluster_vm(c, 0)->migration.progress = 101)
BROKEN(a_reason_without_failure, cluster_vm(c, 0)->migration.failure_reason = MIGRATION_REASON_FAIL)
BROKEN(a_failure_without_reason, lab_migrate_to(c, MIGRATION_FAILURE);
       cluster_vm(c, 0)->migration.failure_reason = MIGRATION_REASON_NONE)
BROKEN(owned_lasts, lab_migrate_to(c, MIGRATION_RESUMED);
       cluster_vm(c, 0)->migration.phase = MIGRATION_OWNED)
BROKEN(a_resource_does_not_mirror, cluster_resource(c, 0)->state = RESOURCE_OFFLINE;
       cluster_derive(c))
BROKEN(a_host_is_over_its_slots, cluster_node(c, 0)->migrations = 2)
BROKEN(a_guest_runs_without_storage, cluster_node(c, 0)->storage_lost = true)
BROKEN(a_machine_is_critical_with_storage, cluster_vm(c, 0)->state = VM_PAUSED;
       cluster_vm(c, 0)->critical = true)
BROKEN(an_isolated_node_answers, cluster_node(c, 1)->isolated = true;
       cluster_node(c, 1)->state = NODE_DOWN)
BROKEN(an_isolated_node_is_up, cluster_node(c, 1)->isolated = true;
       cluster_node(c, 1)->service_stopped = true)
BROKEN(a_machine_is_unmonitored_without_isolation, cluster_group(c, 0)->unmonitored = true)
BROKEN(a_group_moves_that_runs, cluster_group(c, 0)->moving_to = 1)
BROKEN(a_node_stops_without_a_drain, cluster_node(c, 1)->stops = true)
BROKEN(a_group_that_can_move_waits, cluster_group(c, 0)->move_order = 1;
       cluster_group(c, 0)->move_destination = 1; cluster_derive(c))
BROKEN(a_group_does_not_follow, cluster_group(c, 0)->state = GROUP_OFFLINE)
BROKEN(an_owner_is_no_member, cluster_node(c, 0)->state = NODE_NONE)
BROKEN(a_resource_is_online_without_its_provider, cluster_resource(c, 1)->state = RESOURCE_OFFLINE;
       cluster_derive(c))
BROKEN(an_online_resource_waits_for_a_restart, cluster_resource(c, 0)->wait = WAIT_RESTART)
BROKEN(a_goal_nobody_works_on, cluster_resource(c, 1)->goal = GOAL_OFFLINE; cluster_derive(c))
BROKEN(memory_is_not_what_it_should_be, cluster_node(c, 0)->memory_used++)
BROKEN(machines_are_not_what_they_should_be, cluster_node(c, 0)->machines++)
BROKEN(a_guest_that_is_off_is_not_heard, lab_do(c, EVENT_GUEST_TURN_OFF, 0, 0, 0);
       cluster_vm(c, 0)->heartbeat_lost = true)

Test(invariant, sound_states_pass) {
  for (int phase = 0; phase < MIGRATION_PHASE_COUNT; phase++) {
    if (phase == MIGRATION_OWNED)
      continue;
    struct cluster *c = lab(), *scratch = malloc(c->size);
    lab_migrate_to(c, (enum vm_migration_phase)phase);
    invariant_check_all(c, scratch);
    free(c);
    free(scratch);
  }
}
