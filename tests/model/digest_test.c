/* Digests: every field counts, nothing derived does, and the bytes are these on every machine. */
#include "model/digest.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

Test(digest, known_values) {
  cr_assert_eq(digest_number(DIGEST_START, 0), UINT64_C(0x3BD44F6B38F227FD));
  cr_assert_eq(digest_text(DIGEST_START, "SQL01"), UINT64_C(0x13A4C85F6609A363));
}

#define CHANGE(expression)                                                                         \
  do {                                                                                             \
    struct cluster *c = lab();                                                                     \
    uint64_t before = digest_cluster(c);                                                           \
    expression;                                                                                    \
    cr_assert_neq(digest_cluster(c), before, "%s does not count", #expression);                    \
    free(c);                                                                                       \
  } while (0)

Test(digest, every_field_counts) {
  CHANGE(c->seed++);
  CHANGE(c->parallel_migrations++);
  CHANGE(c->switches[0] = 1);
  CHANGE(cluster_node(c, 0)->state = NODE_PAUSED);
  CHANGE(cluster_node(c, 0)->powered = false);
  CHANGE(cluster_node(c, 0)->storage_lost = true);
  CHANGE(cluster_node(c, 0)->service_stopped = true);
  CHANGE(cluster_node(c, 0)->hung = true);
  CHANGE(cluster_node(c, 0)->isolated = true);
  CHANGE(cluster_node(c, 0)->stops = true);
  CHANGE(cluster_node(c, 0)->drain_forced = true);
  CHANGE(cluster_node(c, 0)->drain_offline = true);
  CHANGE(cluster_group(c, 0)->moving_to = 1);
  CHANGE(cluster_group(c, 0)->unmonitored = true);
  CHANGE(cluster_node(c, 0)->memory++);
  CHANGE(cluster_node(c, 0)->memory_taken++);
  CHANGE(cluster_node(c, 0)->migration_slots++);
  CHANGE(cluster_node(c, 0)->stays_paused = true);
  CHANGE(cluster_node(c, 0)->drain = DRAIN_FAILED);
  CHANGE(cluster_node(c, 0)->drain_target = 1);
  CHANGE(cluster_node(c, 0)->drain_told = true);
  CHANGE(cluster_network(c, 0)->up = false);
  CHANGE(cluster_network(c, 0)->excluded = true);
  CHANGE(cluster_network(c, 0)->metric++);
  CHANGE(cluster_network(c, 0)->interfaces = 1);
  CHANGE(cluster_group(c, 0)->owner = 1);
  CHANGE(cluster_group(c, 0)->draining = true);
  CHANGE(cluster_group(c, 0)->drained_from = 1);
  CHANGE(cluster_group(c, 0)->move_order = 1);
  CHANGE(cluster_group(c, 0)->move_destination = 1);
  CHANGE(c->moves_queued++);
  CHANGE(cluster_resource(c, 0)->state = RESOURCE_FAILED);
  CHANGE(cluster_resource(c, 0)->persistent_online = false);
  CHANGE(cluster_vm(c, 0)->state = VM_PAUSED);
  CHANGE(cluster_vm(c, 0)->host = 1);
  CHANGE(cluster_vm(c, 0)->executing = 2);
  CHANGE(cluster_vm(c, 0)->memory++);
  CHANGE(cluster_vm(c, 0)->critical = true);
  CHANGE(cluster_vm(c, 0)->heartbeat_lost = true);
  CHANGE(cluster_vm(c, 0)->adapter = 0);
  CHANGE(cluster_vm(c, 0)->adapter_lost = true);
  CHANGE(cluster_vm(c, 0)->application_failed = true);
  CHANGE(cluster_vm(c, 0)->offline_action = OFFLINE_TURN_OFF);
  CHANGE(cluster_vm(c, 0)->next_offline_action_set = true);
  CHANGE(cluster_vm(c, 0)->migration.phase = MIGRATION_FAILURE);
  CHANGE(cluster_vm(c, 0)->migration.progress++);
  CHANGE(cluster_vm(c, 0)->migration.failure_reason++);
  CHANGE(cluster_vm(c, 0)->migration.attempt++);
  CHANGE(cluster_vm(c, 0)->migration.by_group_move = true);
}

Test(digest, derived_fields_do_not_count) {
  struct cluster *c = lab();
  uint64_t before = digest_cluster(c);
  cluster_node(c, 0)->memory_used++;
  cluster_node(c, 0)->machines++;
  cluster_node(c, 0)->groups++;
  cr_assert_eq(digest_cluster(c), before);
  free(c);
}

Test(digest, steps) {
  struct cluster *c = lab();
  struct effects effects;
  struct event a = {.kind = EVENT_PAUSE_NODE}, b = {.kind = EVENT_PAUSE_NODE, .subject = 1};
  model_step(c, &a, &effects);
  uint64_t first = digest_step(DIGEST_START, &a, &effects);
  cr_assert_eq(first, digest_step(DIGEST_START, &a, &effects));
  cr_assert_neq(first, digest_step(DIGEST_START, &b, &effects));
  effects.status = WIN32_BUSY;
  cr_assert_neq(first, digest_step(DIGEST_START, &a, &effects));
  free(c);
}
