#ifndef SIM_ENGINE_PROVIDER_CALLS_H
#define SIM_ENGINE_PROVIDER_CALLS_H
/* Simulated resource DLLs: what a call of their Online or Offline takes, and what it answers. */
#include "sim/engine/engine.h"

/* Calls Online or Offline where the group is. */
void provider_calls_make(struct engine *engine, uint32_t resource, bool online);

/* An Online failed: one failure less to come. */
void provider_calls_count_failure(struct engine *engine, uint32_t resource);

/* While a machine changes hosts, what it depends on goes offline on the one and comes online on the
 * other, providers in their order and what is independent at the same time. */
struct provider_handover {
  uint64_t takes;  /* microseconds */
  uint32_t failed; /* the first resource that does not come online; CLUSTER_NONE: they all do */
};

struct provider_handover provider_calls_hand_over(const struct engine *engine, uint32_t vm);

uint64_t provider_calls_deadlock_timeout(const struct engine *engine, uint32_t resource);

#endif
