#ifndef MODEL_COMPANIONS_H
#define MODEL_COMPANIONS_H
/* Resources beside a machine in its group.  What it depends on, a disk of its own say, stays online
 * while the machine is copied and changes hosts with it, while the guest stands still (MIG-047).
 * All the others go offline before, and come online where the group is when the migration is over
 * (docs/fidelity.md row "mixed-groups"). */
#include "model/step.h"

/* Those that the machine does not need. */
bool companions_are_down(const struct cluster *cluster, uint32_t group);

/* The same, before and after; after, what it needs too. */
void companions_stop(struct cluster *cluster, uint32_t group, struct effects *effects);
void companions_restore(struct cluster *cluster, uint32_t group, struct effects *effects);

/* The machine may need others than before, while it migrates or waits for that. */
void companions_look_again(struct cluster *cluster, uint32_t group, struct effects *effects);

/* One of them has another state: the last one that its move waited for may be down. */
void companions_follow(struct cluster *cluster, uint32_t group, struct effects *effects);

/* The guest stands still: whatever is up beside its machine's resource goes offline at once.  It is
 * to go on, on the host that owns the group now: its configuration and what else it needs come
 * online at once. */
void companions_leave(struct cluster *cluster, uint32_t group, struct effects *effects);
void companions_arrive(struct cluster *cluster, uint32_t group, struct effects *effects);

/* What the hand-over is about: simulated members that come online when they arrive, as bits by
 * place. */
uint32_t companions_under_way(const struct cluster *cluster, uint32_t group);

/* This one does not come online now: its group migrates, or waits for that. */
bool companions_wait(const struct cluster *cluster, uint32_t resource);

/* Event handler, see event.def. */
bool companions_fail_there(struct cluster *cluster, const struct event *event,
                           struct effects *effects);

#endif
