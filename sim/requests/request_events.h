#ifndef SIM_REQUESTS_REQUEST_EVENTS_H
#define SIM_REQUESTS_REQUEST_EVENTS_H
/* How a request becomes an event of the model; for the files of sim/requests only. */
#include "sim/requests/requests.h"

/* Applies the event; its status. */
uint32_t request_apply(const struct session *session, const struct event *event,
                       struct effects *effects);

/* Everything that changes something needs a cluster and the access for it: 0, or why not. */
uint32_t request_may_change(const struct session *session);

/* Both, one after the other. */
uint32_t request_change_with(const struct session *session, const struct event *event);
uint32_t request_change(const struct session *session, enum event_kind kind, uint32_t subject);

#endif
