#ifndef MODEL_RESOURCE_H
#define MODEL_RESOURCE_H
/* Resources: their states, and requests to bring them online and take them offline. */
#include "model/step.h"

enum resource_trigger {
  RESOURCE_TRIGGER_OPENED,
  RESOURCE_TRIGGER_ONLINE_CALLED,
  RESOURCE_TRIGGER_ONLINE_DONE,
  RESOURCE_TRIGGER_OFFLINE_CALLED,
  RESOURCE_TRIGGER_OFFLINE_DONE,
  RESOURCE_TRIGGER_FAULTED,
  RESOURCE_TRIGGER_MOVE_ABANDONED,
  RESOURCE_TRIGGER_OWNER_LOST,
};

/* "Virtual Machine", "Virtual Machine Configuration" */
const char *resource_type_name(enum resource_type type);
enum resource_type resource_type_by_name(const char *name); /* TYPE_COUNT where unknown */

bool resource_can(const struct cluster *cluster, uint32_t resource, enum resource_trigger trigger);

/* The one function that changes a resource's state; the move must be legal.  Also derives the state
 * of its group. */
void resource_move_to(struct cluster *cluster, uint32_t resource, enum resource_trigger trigger,
                      struct effects *effects);

/* Brings it online as far as its type does so at once: the configuration resource. */
void resource_online_now(struct cluster *cluster, uint32_t resource, struct effects *effects);
void resource_offline_now(struct cluster *cluster, uint32_t resource, struct effects *effects);

/* Event handlers, see event.def. */
bool resource_create(struct cluster *cluster, const struct event *event, struct effects *effects);
bool resource_attach_vm(struct cluster *cluster, const struct event *event,
                        struct effects *effects);
bool resource_bring_online(struct cluster *cluster, const struct event *event,
                           struct effects *effects);
bool resource_take_offline(struct cluster *cluster, const struct event *event,
                           struct effects *effects);

#endif
