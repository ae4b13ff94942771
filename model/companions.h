#ifndef MODEL_COMPANIONS_H
#define MODEL_COMPANIONS_H
/* Resources beside a machine in its group: they go offline before a live migration begins, and come
 * online where the group is when it is over (docs/fidelity.md row "mixed-groups"). */
#include "model/step.h"

/* The machine depends on none of those that are online: it runs on without them. */
bool companions_let_move(const struct cluster *cluster, uint32_t group);

bool companions_are_down(const struct cluster *cluster, uint32_t group);

/* Before and after. */
void companions_stop(struct cluster *cluster, uint32_t group, struct effects *effects);
void companions_restore(struct cluster *cluster, uint32_t group, struct effects *effects);

/* This one does not come online now: its group migrates. */
bool companions_wait(const struct cluster *cluster, uint32_t resource);

#endif
