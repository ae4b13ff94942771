#ifndef MODEL_DELETION_H
#define MODEL_DELETION_H
/* Deleting resources and groups.  What was deleted keeps its number and its name, for what has been
 * written about it, and is found by neither: its number is not given again.
 *
 * Event handlers, see event.def. */
#include "model/step.h"

/* DeleteClusterResource: 5001 while another one depends on it, 5023 (5019 on 2008 R2) unless it is
 * Offline or Failed, 5944 while its group moves or its machine migrates. */
bool deletion_delete_resource(struct cluster *cluster, const struct event *event,
                              struct effects *effects);

/* DestroyClusterGroup: the group goes offline as its resources do, and is deleted with them when
 * nothing of it runs any more. */
bool deletion_destroy_group(struct cluster *cluster, const struct event *event,
                            struct effects *effects);

/* The next thing to delete of a destroyed group that runs nothing. */
void deletion_go_on(struct cluster *cluster, uint32_t group, struct effects *effects);

/* DeleteClusterGroup: 145 while resources are in it. */
bool deletion_delete_group(struct cluster *cluster, const struct event *event,
                           struct effects *effects);

/* What says that no object of this kind is there: 5042, 5013, 5007 ... */
uint32_t deletion_not_found(enum object_kind kind);

/* What an event about a deleted object answers: the same; 0 for one that exists. */
uint32_t deletion_refusal(const struct cluster *cluster, enum object_kind kind, uint32_t index);

#endif
