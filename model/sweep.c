#include "model/sweep.h"

bool sweep(struct cluster *cluster, enum object_kind kind, const struct event *event,
           sweep_visit *visit, struct effects *effects) {
  uint32_t object = event->argument, end = object + SWEEP_STRIDE;
  bool changed = false;
  assert(kind > OBJECT_CLUSTER && kind < OBJECT_KIND_COUNT);
  assert(visit != NULL);
  for (; object < cluster->count[kind] && object < end && !changed; object++)
    changed = !cluster_is_deleted(cluster, kind, object) && visit(cluster, event, object, effects);
  if (object >= cluster->count[kind])
    return true;
  effects_follow_up_with(effects, event->kind, event->subject, object, event->value);
  return false;
}
