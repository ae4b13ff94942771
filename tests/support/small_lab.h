#ifndef TESTS_SUPPORT_SMALL_LAB_H
#define TESTS_SUPPORT_SMALL_LAB_H
/* A cluster of two nodes with one running, clustered machine, for tests of the model: free it with
 * free(). */
#include "model/invariant.h"
#include "tests/support/explore.h"
#include <stdlib.h>

enum { LAB_SOURCE, LAB_DESTINATION };

static inline struct cluster *lab_of(uint32_t nodes, uint32_t vms, uint8_t switches) {
  struct world_shape shape = {.nodes = nodes, .vms = vms, .networks = 1};
  return explore_world(&shape, switches, NULL);
}

static inline struct cluster *lab(void) {
  return lab_of(2, 1, 0);
}

/* The status of a request or a happening, follow-ups included; everything is checked after it. */
static inline uint32_t lab_do(struct cluster *c, enum event_kind kind, uint32_t subject,
                              uint32_t argument, uint64_t value) {
  struct effects effects;
  bool legal = explore_apply(
      c, (struct event){.kind = kind, .subject = subject, .argument = argument, .value = value},
      &effects, NULL);
  struct cluster *scratch = malloc(c->size);
  invariant_check_all(c, scratch);
  free(scratch);
  return legal || effects.status != WIN32_SUCCESS ? effects.status : UINT32_MAX;
}

/* A node is missed, and what it owned has failed over: its isolation is over, if there was one. */
static inline uint32_t lab_lose(struct cluster *c, uint32_t node) {
  uint32_t status = lab_do(c, EVENT_NODE_LOST, node, 0, 0);
  if (cluster_node(c, node)->isolated)
    lab_do(c, EVENT_ISOLATION_ENDED, node, 0, 0);
  return status;
}

/* Drives machine 0 into a phase of its migration from LAB_SOURCE to LAB_DESTINATION. */
static inline void lab_migrate_to(struct cluster *c, enum vm_migration_phase phase) {
  static const enum event_kind steps[] = {EVENT_SETUP_FINISHED, EVENT_CONVERGED, EVENT_STATE_SENT,
                                          EVENT_GUEST_RESUMED, EVENT_GROUP_OWNED};
  if (phase == MIGRATION_NONE)
    return;
  if (phase == MIGRATION_CANCELED) {
    lab_do(c, EVENT_START_MIGRATION, 0, LAB_DESTINATION, 0);
    lab_do(c, EVENT_CANCEL_MIGRATION, 0, 0, 0);
  } else if (phase == MIGRATION_FAILURE) {
    lab_do(c, EVENT_NETWORK_DOWN, 0, 0, 0);
    lab_do(c, EVENT_START_MIGRATION, 0, LAB_DESTINATION, 0);
    lab_do(c, EVENT_SETUP_FINISHED, 0, 0, 0);
    lab_do(c, EVENT_NETWORK_UP, 0, 0, 0);
  } else {
    lab_do(c, EVENT_START_MIGRATION, 0, LAB_DESTINATION, 0);
    for (size_t i = 0; cluster_vm(c, 0)->migration.phase != phase; i++)
      lab_do(c, steps[i], 0, 0, 0);
  }
  assert(cluster_vm(c, 0)->migration.phase == phase);
}

#endif
