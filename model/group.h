#ifndef MODEL_GROUP_H
#define MODEL_GROUP_H
/* Groups (roles): ownership, and the state that follows from their resources. */
#include "model/step.h"

/* By the precedence of MS-CMRP: failed, pending, online, partially online, offline. */
enum group_state group_state_of_members(const struct cluster *cluster, uint32_t group);

/* The virtual machine of a group, or CLUSTER_NONE. */
uint32_t group_machine(const struct cluster *cluster, uint32_t group);

/* High, Medium, Low, no auto start: wide consequences take groups in this order (GRP-001). */
enum { PRIORITY_TIERS = 4 };
uint32_t group_tier(const struct cluster *cluster, uint32_t group);

/* Why the owner brings nothing online now: 70 when it is paused, 5981 when it is isolated, 5005
 * when it is gone; else 0. */
uint32_t group_owner_refusal(const struct cluster *cluster, uint32_t group);

/* Why nobody could look after its resources: 5981 when the owner is isolated, 5005 when it does not
 * answer, missed or not; else 0. */
uint32_t group_unattended(const struct cluster *cluster, uint32_t group);

/* Its machine migrates. */
bool group_migrates(const struct cluster *cluster, uint32_t group);

/* It is between two hosts (MigrationState 3): what is up of the group, and where, is not settled.
 */
bool group_changes_hosts(const struct cluster *cluster, uint32_t group);

/* Stores the derived state and reports a change. */
void group_derive_state(struct cluster *cluster, uint32_t group, struct effects *effects);

/* The one function that changes an owner. */
void group_set_owner(struct cluster *cluster, uint32_t group, uint32_t node,
                     struct effects *effects);

/* CLUSGRP_STATUS (mscs/groups-statusinformation) */
enum {
  GROUP_LOCKED_MODE = 0x1,
  GROUP_WAITING_IN_QUEUE_FOR_MOVE = 0x4,
  GROUP_EMBEDDED_FAILURE = 0x20,
  GROUP_OFFLINE_DUE_TO_ANTIAFFINITY_CONFLICT = 0x40,
  GROUP_NETWORK_FAILURE = 0x80,
  GROUP_UNMONITORED = 0x100
};

uint64_t group_status_information(const struct cluster *cluster, uint32_t group);

/* The one function that changes a flag StatusInformation is made of, the group's own or one of its
 * resources'. */
void group_change_status(struct cluster *cluster, uint32_t group, bool *flag, bool value,
                         struct effects *effects);

/* Event handlers, see event.def. */
bool group_create(struct cluster *cluster, const struct event *event, struct effects *effects);
bool group_bring_online(struct cluster *cluster, const struct event *event,
                        struct effects *effects);
bool group_bring_online_on(struct cluster *cluster, const struct event *event,
                           struct effects *effects);
bool group_take_offline(struct cluster *cluster, const struct event *event,
                        struct effects *effects);

#endif
