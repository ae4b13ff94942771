#ifndef MODEL_GROUP_WORK_H
#define MODEL_GROUP_WORK_H
/* What a group works on.  A request gives resources a goal, online or offline; follow-ups bring one
 * resource a step nearer to its goal, providers before dependents on the way up, dependents before
 * providers on the way down (STA-013), until nothing is left that could be done now.  Whatever
 * changes the state of a resource wakes the work. */
#include "model/step.h"

/* The one function that changes a goal.  What is there already gets none. */
void group_work_set_goal(struct cluster *cluster, uint32_t resource, enum resource_goal goal,
                         struct effects *effects);

/* The resource and all its providers are to come online; it and all its dependents, to go offline.
 */
void group_work_online(struct cluster *cluster, uint32_t resource, struct effects *effects);
void group_work_offline(struct cluster *cluster, uint32_t resource, struct effects *effects);

/* Every member goes offline: the group moves, or its node leaves. */
void group_work_offline_all(struct cluster *cluster, uint32_t group, struct effects *effects);

/* What was meant to be online comes online. */
void group_work_restore(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Nobody works on it any more. */
void group_work_forget(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Goes on where there is something to do. */
void group_work_wake(const struct cluster *cluster, uint32_t group, struct effects *effects);

/* Some member has a goal. */
bool group_work_goes_on(const struct cluster *cluster, uint32_t group);

/* Some member that has a goal is on its way, or waits for one that is: not stuck. */
bool group_work_is_not_stuck(const struct cluster *cluster, uint32_t group);

/* Event handler, see event.def. */
bool group_work_step(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
