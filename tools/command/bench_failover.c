/* Measurements of what befalls a whole node. */
#include "model/node_drain.h"
#include "tools/command/bench.h"
#include "tools/command/subcommands.h"

/* Host milliseconds from a request to the last event it led to. */
static bool until_quiet(struct engine *engine, const struct event *event,
                        struct bench_sample *sample) {
  struct effects effects;
  uint64_t next = 0;
  double began = bench_clock();
  bool legal = engine_apply(engine, event, &effects);
  while (engine_next_time(engine, &next))
    engine_run_next(engine);
  sample->value = (bench_clock() - began) * 1e3;
  assert(legal);
  return legal;
}

static uint32_t running_on(const struct engine *engine, uint32_t node) {
  uint32_t count = 0;
  for (uint32_t vm = 0; vm < engine->cluster->count[OBJECT_VM]; vm++) {
    const struct vm *machine = cluster_vm(engine->cluster, vm);
    count += machine->state == VM_ENABLED && (node == CLUSTER_NONE || machine->host == node);
  }
  return count;
}

static struct engine *settled_engine(uint32_t hosts, uint32_t vms) {
  struct engine *engine = bench_engine(hosts, 0, vms);
  uint64_t next = 0;
  if (engine == NULL)
    (void)complain("bench: memory is short");
  while (engine != NULL && engine_next_time(engine, &next))
    engine_run_next(engine);
  return engine;
}

bool bench_drain(uint32_t hosts, uint32_t vms, struct bench_sample *sample) {
  struct engine *engine = settled_engine(hosts, vms);
  struct event drain = {.kind = EVENT_DRAIN_NODE,
                        .argument = CLUSTER_NONE,
                        .value = PAUSE_REMAIN_ON_PAUSED_NODE_ON_MOVE_ERROR};
  bool ok = engine != NULL && until_quiet(engine, &drain, sample);
  assert(!ok || (cluster_node(engine->cluster, 0)->drain == DRAIN_COMPLETED &&
                 running_on(engine, CLUSTER_NONE) == vms && running_on(engine, 0) == 0));
  engine_destroy(engine);
  return ok;
}

bool bench_node_crash(uint32_t hosts, uint32_t vms, struct bench_sample *sample) {
  struct engine *engine = settled_engine(hosts, vms);
  bool ok =
      engine != NULL && until_quiet(engine, &(struct event){.kind = EVENT_HOST_CRASHED}, sample);
  assert(!ok || (running_on(engine, CLUSTER_NONE) == vms && running_on(engine, 0) == 0));
  engine_destroy(engine);
  return ok;
}
