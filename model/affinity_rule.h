#ifndef MODEL_AFFINITY_RULE_H
#define MODEL_AFFINITY_RULE_H
/* Affinity rules: groups that run on the same node, or on different ones (PLC-010; windowsserver
 * "cluster-affinity"; from 2022 on).  A rule holds while it is enabled.  It is looked at when a
 * node is chosen, and when something is to come online or to move; what is online stays where it
 * is. */
#include "model/step.h"

enum { AFFINITY_RULES_MAX = 64 }; /* ours; a group's rules are a bit each */

/* CLUS_AFFINITY_RULE_TYPE */
enum affinity_rule_type {
  AFFINITY_RULE_NONE,
  AFFINITY_RULE_SAME_FAULT_DOMAIN,
  AFFINITY_RULE_SAME_NODE,
  AFFINITY_RULE_DIFFERENT_FAULT_DOMAIN,
  AFFINITY_RULE_DIFFERENT_NODE,
  AFFINITY_RULE_TYPE_COUNT
};

/* "SameNode"; and the type of this name in any case, AFFINITY_RULE_NONE where it is none's. */
const char *affinity_rule_type_name(enum affinity_rule_type type);
enum affinity_rule_type affinity_rule_type_by_name(const char *name);

/* IGNORE_AFFINITY_RULE of OnlineClusterGroupEx, OnlineClusterResourceEx and MoveClusterGroupEx. */
enum {
  GROUP_ONLINE_IGNORE_AFFINITY_RULE = 0x8,
  RESOURCE_ONLINE_IGNORE_AFFINITY_RULE = 0x20,
  GROUP_MOVE_IGNORE_AFFINITY_RULE = 0x20,
};

/* Bit per node where a rule does not let the group run now.  Groups of its node that are to be with
 * it come along, and are in the way of nothing (docs/fidelity.md row "affinity-together"). */
uint64_t affinity_rule_forbidden(const struct cluster *cluster, uint32_t group);

/* 5971 where a rule does not let the group be brought online on the node, or a group that would
 * come along may not run there; 0 else, and where the request says that rules do not matter. */
uint32_t affinity_rule_refusal(const struct cluster *cluster, uint32_t group, uint32_t node,
                               bool ignored);

/* The one function that changes whether the request that brought the group to its node said that
 * rules do not matter. */
void affinity_rule_ignore(struct cluster *cluster, uint32_t group, bool ignored,
                          struct effects *effects);

/* The group has come to another node: those that are to be with it come after it. */
void affinity_rule_call_along(struct cluster *cluster, uint32_t group, struct effects *effects);

/* A group leaves its rules: it is deleted. */
void affinity_rule_lose(struct cluster *cluster, uint32_t group, struct effects *effects);

/* Event handlers, see event.def. */
bool affinity_rule_create(struct cluster *cluster, const struct event *event,
                          struct effects *effects);
bool affinity_rule_delete(struct cluster *cluster, const struct event *event,
                          struct effects *effects);
bool affinity_rule_join(struct cluster *cluster, const struct event *event,
                        struct effects *effects);
bool affinity_rule_leave(struct cluster *cluster, const struct event *event,
                         struct effects *effects);
bool affinity_rule_sweep(struct cluster *cluster, const struct event *event,
                         struct effects *effects);

#endif
