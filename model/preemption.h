#ifndef MODEL_PREEMPTION_H
#define MODEL_PREEMPTION_H
/* A machine that has no memory anywhere takes it from machines of a lower priority: they are taken
 * offline on its node, and started again when there is memory for them (PLC-016 to PLC-019; from
 * 2012 on). */
#include "model/step.h"

enum { GROUP_PREEMPTED = 0x2 };

/* The group's machine is to be started now: whether it has to wait for memory that others give up.
 * They are told to, one a step. */
bool preemption_waits(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Nothing of the group is to come online any more: it waits no longer. */
void preemption_end_wait(struct cluster *cluster, uint32_t group, struct effects *effects);

/* A group that was preempted runs nothing any more: whom it made room for goes on. */
void preemption_made_room(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Somebody wants something else of the group, or it starts: it was preempted no more. */
void preemption_forget(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Memory may be free somewhere: groups that were preempted start, the highest priority first. */
void preemption_wake(const struct cluster *cluster, struct effects *effects);
bool preemption_sweep(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
