#ifndef MODEL_RESOURCE_HEALTH_H
#define MODEL_RESOURCE_HEALTH_H
/* What the polls of a resource find, LooksAlive and IsAlive: one that died without a word (FOV-001,
 * FOV-002), and a resource DLL that does not return from a call (mscs/deadlocktimeout, FOV-008).
 * Event handlers, see event.def. */
#include "model/step.h"

bool resource_health_dies(struct cluster *cluster, const struct event *event,
                          struct effects *effects);
bool resource_health_hangs(struct cluster *cluster, const struct event *event,
                           struct effects *effects);

#endif
