#ifndef MODEL_FAILURE_POLICY_H
#define MODEL_FAILURE_POLICY_H
/* What becomes of a resource that failed: RestartAction, RestartThreshold, RestartPeriod,
 * RestartDelay and RetryPeriodOnFailure of the resource, FailoverThreshold and FailoverPeriod of
 * its group (mscs/resource-failure, mscs/failover). */
#include "model/step.h"

/* The resource has just become Failed. */
void failure_policy_react(struct cluster *cluster, uint32_t resource, struct effects *effects);

/* It is Online no more, and not because a group went offline in its order, or Online without what
 * it needs: it and what needs it go offline (FOV-019), and come back with it, for nobody asked for
 * that. */
void failure_policy_release(struct cluster *cluster, uint32_t resource, struct effects *effects);

/* It is Online: what went offline because of it comes back. */
void failure_policy_bring_back(struct cluster *cluster, uint32_t resource, struct effects *effects);

/* It is no longer Failed: nothing waits any more. */
void failure_policy_forget_wait(struct cluster *cluster, uint32_t resource,
                                struct effects *effects);

/* An administrator brings it online: all its restarts are there again. */
void failure_policy_begin_anew(struct cluster *cluster, uint32_t resource, struct effects *effects);

/* Another node owns the group: the counts of its resources start anew (F-R2). */
void failure_policy_new_owner(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Restarts and failovers that are left before the next policy acts. */
uint32_t failure_policy_restarts_left(const struct cluster *cluster, uint32_t resource);
uint32_t failure_policy_failovers_left(const struct cluster *cluster, uint32_t group);

/* Event handlers, see event.def. */
bool failure_policy_fail(struct cluster *cluster, const struct event *event,
                         struct effects *effects);
bool failure_policy_restart(struct cluster *cluster, const struct event *event,
                            struct effects *effects);
bool failure_policy_fail_over(struct cluster *cluster, const struct event *event,
                              struct effects *effects);
bool failure_policy_restart_period_over(struct cluster *cluster, const struct event *event,
                                        struct effects *effects);
bool failure_policy_failover_period_over(struct cluster *cluster, const struct event *event,
                                         struct effects *effects);

#endif
