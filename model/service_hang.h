#ifndef MODEL_SERVICE_HANG_H
#define MODEL_SERVICE_HANG_H
/* A cluster service that hangs: its node's heartbeats go on, for the network driver sends them, and
 * nobody misses it.  When the driver has not heard of the service for ClusSvcHangTimeout it does
 * what HangRecoveryAction says (mscs/cluster-hangrecoveryaction; EVT-024). */
#include "model/step.h"

enum hang_recovery_action {
  HANG_RECOVERY_NONE = 0,
  HANG_RECOVERY_LOG = 1,
  HANG_RECOVERY_TERMINATE = 2,
  HANG_RECOVERY_BUGCHECK_FROM_DRIVER = 3,
  HANG_RECOVERY_BUGCHECK = 4,
  HANG_RECOVERY_DEBUG_BREAK = 5,
  HANG_RECOVERY_DUMP_AND_TERMINATE = 6
};

/* Of this functional level, where nobody set one. */
enum hang_recovery_action service_hang_default_action(const struct cluster *cluster);

/* It is about to crash, or its host: it hangs no more. */
void service_hang_forget(struct cluster *cluster, uint32_t node, struct effects *effects);

/* Event handlers, see event.def. */
bool service_hang_begin(struct cluster *cluster, const struct event *event,
                        struct effects *effects);
bool service_hang_time_out(struct cluster *cluster, const struct event *event,
                           struct effects *effects);

#endif
