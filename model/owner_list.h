#ifndef MODEL_OWNER_LIST_H
#define MODEL_OWNER_LIST_H
/* The preferred owners of a group and the possible owners of a resource.
 *
 * Event handlers, see event.def. */
#include "model/step.h"

bool owner_list_set_preferred(struct cluster *cluster, const struct event *event,
                              struct effects *effects);

/* Takes a node out of a group's list; false where it is not in it. */
bool owner_list_forget(struct cluster *cluster, uint32_t group, uint32_t node,
                       struct effects *effects);

bool owner_list_set_possible(struct cluster *cluster, const struct event *event,
                             struct effects *effects);

#endif
