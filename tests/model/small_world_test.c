/* Small worlds, state by state: deterministic, refused changes nothing, invariants hold (all inside
 * explore()), the state counts are known, and every row of every table is taken. */
#include "model/affinity_rule.h"
#include "model/vm_migration.h"
#include "tests/support/explore.h"
#include "tests/support/test.h"

static struct coverage coverage;

static struct exploration walk(struct world_shape shape, uint8_t switches, uint32_t depth) {
  return explore(explore_world(&shape, switches, &coverage), &shape, depth, UINT64_C(1) << 23,
                 &coverage);
}

/* Every state can be listed, and there are so many. */
static void closes(struct world_shape shape, uint64_t states) {
  struct exploration found = walk(shape, 0, 1000);
  cr_assert(found.closed, "%lu states expected, more than %lu found", (unsigned long)states,
            (unsigned long)found.states);
  cr_expect_eq(found.states, states, "%lu states", (unsigned long)found.states);
}

static void every_row_was_taken(void) {
  static const struct {
    enum property property;
    uint64_t before, after;
  } rows[] = {
#define RESOURCE(id, from, trigger, to) {PROPERTY_RESOURCE_STATE, RESOURCE_##from, RESOURCE_##to},
#include "model/resource_state.def"
#undef RESOURCE
#define VM(from, event, to, order) {PROPERTY_VM_STATE, VM_##from, VM_##to},
#include "model/vm_state.def"
#undef VM
#define NODE(from, event, to) {PROPERTY_NODE_STATE, NODE_##from, NODE_##to},
#include "model/node_state.def"
#undef NODE
  };
  for (size_t i = 0; i < vm_migration_row_count(); i++)
    cr_assert(coverage.rows[i] > 0, "nothing takes the row %s", vm_migration_row_text(i));
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    check_row(i, rows[i].before == rows[i].after ||
                     coverage_has(&coverage, rows[i].property, rows[i].before, rows[i].after));
}

Test(small_world, closes_and_takes_every_row) {
  /* Everything that can happen to two nodes and one machine. */
  closes((struct world_shape){.nodes = 2, .vms = 1, .networks = 1, .storage = true}, 961280);

  /* Two networks: a migration changes from one to the other. */
  closes((struct world_shape){.nodes = 2, .vms = 1, .networks = 2, .migrations_only = true}, 1424);

  /* A machine that needs the service beside it. */
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .companion = COMPANION_NEEDED},
         3596);

  /* The network of a machine fails on its host, and the machine goes where it is. */
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 2,
                              .migrations_only = true,
                              .returns = true,
                              .adapters = true},
         30600);

  /* Cluster services that hang, until somebody does something about it. */
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .returns = true,
                              .services = true,
                              .drains = true,
                              .hangs = true},
         379204);

  /* Guests that are not heard any more, and again. */
  closes((struct world_shape){.nodes = 1, .vms = 1, .networks = 1, .heartbeats = true}, 4736);
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .returns = true,
                              .services = true,
                              .heartbeats = true},
         21000);

  /* The other readings of the documentation, all at once. */
  struct exploration others =
      walk((struct world_shape){.nodes = 2, .vms = 1, .networks = 1}, 0xFF, 7);
  cr_expect(others.states > 1000);

  /* Three nodes and two machines that compete for slots: every migration and every crash. */
  closes((struct world_shape){.nodes = 3, .vms = 2, .networks = 1, .migrations_only = true},
         223410);

  /* Nodes that are drained and resumed while machines migrate, wait and crash. */
  closes(
      (struct world_shape){
          .nodes = 3, .vms = 1, .networks = 1, .migrations_only = true, .drains = true},
      153396);
  closes(
      (struct world_shape){
          .nodes = 2, .vms = 2, .networks = 1, .migrations_only = true, .drains = true},
      230380);

  /* Hosts that crash and return, while machines migrate and nodes are drained. */
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .drains = true,
                              .returns = true},
         48240);

  /* Cluster services that stop and start, hosts that crash and return, storage that goes: the rest
   * of what befalls nodes, under every migration. */
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .drains = true,
                              .returns = true,
                              .services = true,
                              .moves = true,
                              .stops = true},
         916456);
  /* Resources with dependencies: everything that is asked of them and becomes of them. */
  closes((struct world_shape){.nodes = 1, .resources = 4, .migrations_only = true}, 7808);

  /* A resource and what needs it, with restarts, failovers and the retry. */
  closes(
      (struct world_shape){.nodes = 2, .resources = 2, .migrations_only = true, .policies = true},
      21716);

  /* A machine that is restarted and fails over while it migrates and nodes come and go. */
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .policies = true,
                              .returns = true,
                              .moves = true},
         179616);

  /* Resources and groups are deleted whatever goes on. */
  closes(
      (struct world_shape){
          .nodes = 2, .resources = 2, .migrations_only = true, .policies = true, .deletions = true},
      22804);
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .returns = true,
                              .moves = true,
                              .deletions = true},
         3800);
  closes(
      (struct world_shape){.nodes = 1, .resources = 4, .migrations_only = true, .deletions = true},
      8960);

  /* Nodes leave and come back until they are quarantined. */
  closes((struct world_shape){.nodes = 2,
                              .resources = 1,
                              .migrations_only = true,
                              .returns = true,
                              .services = true,
                              .flaps = true},
         10992);

  /* Groups are destroyed, resources restarted and put into other groups. */
  closes((struct world_shape){.nodes = 2,
                              .resources = 2,
                              .migrations_only = true,
                              .policies = true,
                              .rearranged = true},
         52856);
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .resources = 1,
                              .migrations_only = true,
                              .rearranged = true},
         68388);
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .returns = true,
                              .drains = true,
                              .moves = true,
                              .rearranged = true},
         147024);

  /* Nodes are evicted and added whatever goes on. */
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .returns = true,
                              .services = true,
                              .moves = true,
                              .members = true},
         42244);
  closes((struct world_shape){.nodes = 3,
                              .resources = 1,
                              .migrations_only = true,
                              .returns = true,
                              .flaps = true,
                              .members = true},
         155328);

  /* A cluster that starts again, and machines that wait for the node they prefer. */
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .returns = true,
                              .services = true,
                              .moves = true,
                              .preferred = true},
         88596);
  closes((struct world_shape){.nodes = 3,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .returns = true,
                              .preferred = true},
         56430);

  /* Machines that take the memory of others, on one host and where two come and go. */
  closes((struct world_shape){.nodes = 1,
                              .vms = 2,
                              .networks = 1,
                              .migrations_only = true,
                              .priorities = true,
                              .rearranged = true},
         2416);
  closes(
      (struct world_shape){
          .nodes = 1, .vms = 3, .networks = 1, .migrations_only = true, .priorities = true},
      7184);
  closes((struct world_shape){.nodes = 2,
                              .vms = 2,
                              .networks = 1,
                              .migrations_only = true,
                              .priorities = true,
                              .moves = true},
         158872);
  closes((struct world_shape){.nodes = 2,
                              .vms = 2,
                              .networks = 1,
                              .migrations_only = true,
                              .priorities = true,
                              .returns = true},
         790448);
  every_row_was_taken();
}

/* Machines that an affinity rule keeps apart, where it may be ignored, or together, as long as they
 * are in it. */
Test(small_world, affinity_rules) {
  closes((struct world_shape){.nodes = 2,
                              .vms = 2,
                              .networks = 1,
                              .migrations_only = true,
                              .rule = AFFINITY_RULE_DIFFERENT_NODE},
         196880);
  closes((struct world_shape){.nodes = 2,
                              .vms = 2,
                              .networks = 1,
                              .migrations_only = true,
                              .rule = AFFINITY_RULE_SAME_NODE},
         523920);
}

/* A machine and a service in one group. */
Test(small_world, companions) {
  static const struct {
    enum companion companion;
    uint64_t states;
  } worlds[] = {
      {COMPANION_BESIDE, 199936}, {COMPANION_NEEDED, 270816}, {COMPANION_DEPENDENT, 200760}};
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .drains = true,
                              .companion = COMPANION_CHANGING},
         439392);
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .migrations_only = true,
                              .services = true,
                              .companion = COMPANION_CHAIN},
         1117564);
  for (size_t i = 0; i < sizeof worlds / sizeof worlds[0]; i++)
    closes((struct world_shape){.nodes = 2,
                                .vms = 1,
                                .networks = 1,
                                .migrations_only = true,
                                .returns = true,
                                .services = true,
                                .moves = true,
                                .companion = worlds[i].companion},
           worlds[i].states);
}

/* A machine on a shared volume, whose disk is restarted and fails over, on hosts that lose the
 * storage, the network and each other. */
Test(small_world, shared_volumes) {
  closes((struct world_shape){.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .resources = 1,
                              .migrations_only = true,
                              .volumes = true,
                              .storage = true},
         23342);
  closes((struct world_shape){.nodes = 3,
                              .vms = 1,
                              .networks = 1,
                              .resources = 1,
                              .migrations_only = true,
                              .volumes = true,
                              .storage = true},
         469752);
}

/* Loads that are looked at whatever goes on, with one machine too many on the first node: it moves
 * as an administrator could move it, so that no state is new. */
Test(small_world, balancer) {
  closes((struct world_shape){.nodes = 2,
                              .vms = 2,
                              .networks = 1,
                              .migrations_only = true,
                              .drains = true,
                              .balances = true},
         230380);
  closes(
      (struct world_shape){
          .nodes = 3, .vms = 2, .networks = 1, .migrations_only = true, .balances = true},
      223410);
}

Test(small_world, larger_world_with_everything) {
  struct exploration larger = walk((struct world_shape){.nodes = 3, .vms = 2, .networks = 1}, 0, 5);
  cr_expect_eq(larger.depth, 5);
}

/* Everything that can happen to hosts, services, storage and guests together. */
Test(small_world, hosts_and_guests_together) {
  struct world_shape shape = {.nodes = 2,
                              .vms = 1,
                              .networks = 1,
                              .returns = true,
                              .services = true,
                              .storage = true,
                              .moves = true};
  cr_expect_eq(walk(shape, 0, 6).depth, 6);
}

Test(small_world, the_same_twice) {
  struct world_shape shape = {.nodes = 2, .vms = 1, .networks = 2, .migrations_only = true};
  cr_assert_eq(walk(shape, 0, 1000).digest, walk(shape, 0, 1000).digest);
}
