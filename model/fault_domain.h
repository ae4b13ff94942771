#ifndef MODEL_FAULT_DOMAIN_H
#define MODEL_FAULT_DOMAIN_H
/* Fault domains: what nodes share and lose together.  A node is in a chassis, that in a rack, that
 * in a site; each level may be left out (PLC-015; windowsserver "fault-domains"; from 2016 on). */
#include "model/step.h"

/* From the inside to the outside; nodes are the innermost. */
enum fault_domain_type {
  FAULT_DOMAIN_NODE,
  FAULT_DOMAIN_CHASSIS,
  FAULT_DOMAIN_RACK,
  FAULT_DOMAIN_SITE,
  FAULT_DOMAIN_TYPE_COUNT
};

/* "Site"; and the type of this name in any case, FAULT_DOMAIN_TYPE_COUNT where there is none. */
const char *fault_domain_type_name(enum fault_domain_type type);
enum fault_domain_type fault_domain_type_by_name(const char *name);

/* The site a node is in; CLUSTER_NONE where it is in none. */
uint32_t fault_domain_site(const struct cluster *cluster, uint32_t node);

/* Bit per node that shares the outermost domain of this one; itself alone where it is in none. */
uint64_t fault_domain_nodes(const struct cluster *cluster, uint32_t node);

/* How near a node is to what a group had: 2 the same site as its owner, 1 the group's or the
 * cluster's PreferredSite, else 0 (PLC-014). */
uint32_t fault_domain_nearness(const struct cluster *cluster, uint32_t group, uint32_t node);

/* Event handlers, see event.def. */
bool fault_domain_create(struct cluster *cluster, const struct event *event,
                         struct effects *effects);
bool fault_domain_delete(struct cluster *cluster, const struct event *event,
                         struct effects *effects);
bool fault_domain_place(struct cluster *cluster, const struct event *event,
                        struct effects *effects);
bool fault_domain_place_node(struct cluster *cluster, const struct event *event,
                             struct effects *effects);

#endif
