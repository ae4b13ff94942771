#include "model/service_hang.h"
#include "model/membership.h"
#include "model/node.h"
#include "model/object_property.h"

enum hang_recovery_action service_hang_default_action(const struct cluster *cluster) {
  return cluster->level < LEVEL_WS2019 ? HANG_RECOVERY_BUGCHECK_FROM_DRIVER
                                       : HANG_RECOVERY_DUMP_AND_TERMINATE;
}

static void set_hung(struct cluster *cluster, uint32_t index, bool hung, struct effects *effects) {
  struct node *node = cluster_node(cluster, index);
  assert(node->hung != hung);
  effects_change(effects, PROPERTY_NODE_HUNG, index, node->hung, hung);
  node->hung = hung;
  membership_set_service(cluster, index, !hung, effects);
}

void service_hang_forget(struct cluster *cluster, uint32_t node, struct effects *effects) {
  if (cluster_node(cluster, node)->hung)
    set_hung(cluster, node, false, effects);
}

bool service_hang_begin(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  if (!node_takes_part(cluster, event->subject))
    return effects_refuse(effects, WIN32_INVALID_STATE);
  set_hung(cluster, event->subject, true, effects);
  effects_order(effects, ORDER_AWAIT_HANG, event->subject);
  return true;
}

/* The driver's own watchdog; the one inside the service does not run. */
bool service_hang_time_out(struct cluster *cluster, const struct event *event,
                           struct effects *effects) {
  struct event end = {.subject = event->subject};
  if (!cluster_node(cluster, event->subject)->hung)
    return effects_refuse(effects, WIN32_INVALID_STATE);
  switch (property_number_of_cluster(cluster, SCHEMA_CLUSTER_HANG_RECOVERY_ACTION)) {
  case HANG_RECOVERY_TERMINATE:
  case HANG_RECOVERY_DUMP_AND_TERMINATE:
    effects_log(effects, LOG_ID_SERVICE_HUNG, event->subject, CLUSTER_NONE, CLUSTER_NONE);
    effects_order(effects, ORDER_AWAIT_SERVICE_RESTART, event->subject);
    end.kind = EVENT_SERVICE_STOPPED;
    return membership_stop_service(cluster, &end, effects);
  case HANG_RECOVERY_BUGCHECK_FROM_DRIVER:
  case HANG_RECOVERY_BUGCHECK:
    end.kind = EVENT_HOST_CRASHED;
    return membership_crash(cluster, &end, effects);
  default: /* it hangs on */
    return true;
  }
}
