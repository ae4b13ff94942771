#ifndef MODEL_GROUP_SET_H
#define MODEL_GROUP_SET_H
/* Group sets: groups that are started together, before those of the sets that depend on theirs
 * (mscs "collection-*"; GRP-008 to GRP-011).  A group that nothing of is online waits, with status
 * 0x1000, until the sets it depends on are ready or GroupDependencyTimeout is over; a set that is
 * global comes before every group of none. */
#include "model/step.h"

enum { GROUP_SETS_MAX = 64 }; /* ours; a set's providers are a bit each */

enum { GROUP_WAITING_FOR_DEPENDENCIES = 0x1000 };

/* GROUPSET_READY_SETTING: when a set is ready (docs/fidelity.md row "group-set-ready"). */
enum group_set_setting {
  GROUP_SET_DELAY = 1,
  GROUP_SET_ONLINE = 2,
  GROUP_SET_OS_HEARTBEAT = 3,
  GROUP_SET_APPLICATION_READY = 4,
};

/* CLUSGROUPSET_STATUS: 1 groups are pending, 2 enough of them are online. */
uint64_t group_set_status_information(const struct cluster *cluster, uint32_t set);

/* So many of its groups are online that it may be ready. */
bool group_set_is_enough(const struct cluster *cluster, uint32_t set);

/* Nothing of the group may be brought online now. */
bool group_set_holds(const struct cluster *cluster, uint32_t group);

/* The group would come online, and is held: it waits. */
void group_set_begin_wait(struct cluster *cluster, uint32_t group, struct effects *effects);

/* No member of the group is to come online any more. */
void group_set_end_wait(struct cluster *cluster, uint32_t group, struct effects *effects);

/* A group of the set has another state, or the set other properties: it may be ready now, or no
 * more. */
void group_set_review(struct cluster *cluster, uint32_t set, struct effects *effects);

/* A group leaves its set, if it is in one: it is deleted. */
void group_set_lose(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Event handlers, see event.def. */
bool group_set_create(struct cluster *cluster, const struct event *event, struct effects *effects);
bool group_set_delete(struct cluster *cluster, const struct event *event, struct effects *effects);
bool group_set_join(struct cluster *cluster, const struct event *event, struct effects *effects);
bool group_set_leave(struct cluster *cluster, const struct event *event, struct effects *effects);
bool group_set_add_provider(struct cluster *cluster, const struct event *event,
                            struct effects *effects);
bool group_set_remove_provider(struct cluster *cluster, const struct event *event,
                               struct effects *effects);
bool group_set_delay_over(struct cluster *cluster, const struct event *event,
                          struct effects *effects);
bool group_set_wait_over(struct cluster *cluster, const struct event *event,
                         struct effects *effects);
bool group_set_sweep(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
