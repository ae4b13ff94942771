#ifndef MODEL_LOCKED_MODE_H
#define MODEL_LOCKED_MODE_H
/* Locked mode: a resource's DLL asks that nobody takes it online, offline or elsewhere, as that of
 * a virtual machine does during a backup (SetResourceLockedMode).  Failures and failovers are not
 * requests, and go on. */
#include "model/step.h"

/* CLUSAPI_GROUP_ONLINE_IGNORE_RESOURCE_STATUS and its like, in all flags of these requests. */
enum { REQUEST_IGNORE_RESOURCE_STATUS = 1 };

/* Event handler, LOCK_RESOURCE: argument = 1 locked, 0 not. */
bool locked_mode_set(struct cluster *cluster, const struct event *event, struct effects *effects);

/* What a request would touch: the members of a group, a bit each. */
enum locked_request { LOCKED_ONLINE, LOCKED_OFFLINE, LOCKED_MOVE };

/* True where one of the members is locked and the flags do not say that this does not matter: then
 * the status is 5960, and an event names it (STA-024, EVT-022, MIG-033). */
bool locked_mode_refuses(const struct cluster *cluster, uint32_t group, uint32_t members,
                         enum locked_request request, uint64_t flags, struct effects *effects);

/* An online resource of the group is locked. */
bool locked_mode_holds(const struct cluster *cluster, uint32_t group);

/* LOCKED_MODE of StatusInformation. */
bool locked_mode_of_group(const struct cluster *cluster, uint32_t group);

#endif
