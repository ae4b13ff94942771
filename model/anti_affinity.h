#ifndef MODEL_ANTI_AFFINITY_H
#define MODEL_ANTI_AFFINITY_H
/* Groups that are kept apart: two whose AntiAffinityClassNames hold the same text
 * (mscs/groups-antiaffinityclassnames).  It is looked at when a node is chosen and, where
 * ClusterEnforcedAntiAffinity is 1, when something is to come online; what is online stays where it
 * is (PLC-009). */
#include "model/step.h"

/* Bit per node where a group runs, or is about to, from which this one is kept apart. */
uint64_t anti_affinity_nodes(const struct cluster *cluster, uint32_t group);

/* Those where it may not come online: of these where ClusterEnforcedAntiAffinity is 1, and where an
 * affinity rule says so. */
uint64_t anti_affinity_forbidden(const struct cluster *cluster, uint32_t group);

/* A group has another state, or a rule is another one: what waits to move may go elsewhere now. */
void anti_affinity_changed(struct cluster *cluster, struct effects *effects);

/* Before anything of it comes online: where that is forbidden (PLC-008), nothing does, and its
 * status says why. */
void anti_affinity_check(struct cluster *cluster, uint32_t group, struct effects *effects);

/* It is taken offline, and waits for nothing. */
void anti_affinity_forget(struct cluster *cluster, uint32_t group, struct effects *effects);

/* A node has joined: whether a group that was kept offline goes there (docs/fidelity.md row
 * "anti-affinity-joined"). */
bool anti_affinity_try_again(struct cluster *cluster, uint32_t group, uint32_t node,
                             struct effects *effects);

#endif
