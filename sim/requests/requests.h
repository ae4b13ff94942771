#ifndef SIM_REQUESTS_REQUESTS_H
#define SIM_REQUESTS_REQUESTS_H
/* The one door into a simulated cluster: what administrators and programs ask, as ClusAPI asks it,
 * without handles and without UTF-16.  ClusAPI, the wire protocol and the shell are thin faces over
 * this.  Every function answers a Win32 status; object indices come from request_open(). */
#include "model/control.h"
#include "sim/requests/world.h"

struct session {
  struct world *world;
  uint32_t node;   /* the node the caller is connected to; CLUSTER_NONE: by the cluster's name */
  bool all_access; /* MS-CMRP 3.1.1.3: All, else Read */
};

/* 0, or 5932 before the cluster exists. */
uint32_t request_connect(const struct session *session);

/* --- objects --- */

/* 5042, 5013, 5007 or 5045 where there is none of this name. */
uint32_t request_open(const struct session *session, enum object_kind kind, const char *name,
                      uint32_t *index);

/* A network interface by its name, "NODE - NETWORK": its number as in struct property_holder; 5047
 * where there is none. */
uint32_t request_open_interface(const struct session *session, const char *name, uint32_t *index);

/* 0, or 5013 or 5007 for a group or resource that has been deleted. */
uint32_t request_exists(const struct session *session, enum object_kind kind, uint32_t index);

/* The object of a kind at this place, from 0; 259 behind the last. */
uint32_t request_at(const struct session *session, enum object_kind kind, uint32_t place,
                    uint32_t *index);

/* How many objects of a kind there are. */
uint32_t request_count(const struct session *session, enum object_kind kind);

/* --- creating --- */

struct request_cluster {
  const char *name;
  uint32_t node_count;
  const char *const *nodes;
};

uint32_t request_create_cluster(const struct session *session,
                                const struct request_cluster *cluster);
uint32_t request_create_group(const struct session *session, const char *name, uint32_t type,
                              uint32_t *index);
uint32_t request_create_resource(const struct session *session, uint32_t group, const char *name,
                                 const char *type, uint32_t *index);

/* --- acting --- */

/* See model/deletion.h for what is refused. */
uint32_t request_delete_resource(const struct session *session, uint32_t resource);
uint32_t request_delete_group(const struct session *session, uint32_t group);

/* Online and offline with the flags of the Ex functions: 1 ignores locked resources, the others
 * that Windows has are refused with 120, any more with 87. */
uint32_t request_online_resource(const struct session *session, uint32_t resource, uint32_t flags);
uint32_t request_offline_resource(const struct session *session, uint32_t resource, uint32_t flags);
uint32_t request_fail_resource(const struct session *session, uint32_t resource);
/* `node` may be CLUSTER_NONE: where it is. */
uint32_t request_online_group(const struct session *session, uint32_t group, uint32_t node,
                              uint32_t flags);
uint32_t request_offline_group(const struct session *session, uint32_t group, uint32_t flags);
uint32_t request_pause_node(const struct session *session, uint32_t node);

/* PauseClusterNodeEx with a drain: `target` may be CLUSTER_NONE, the flags are those of the call.
 */
uint32_t request_drain_node(const struct session *session, uint32_t node, uint32_t flags,
                            uint32_t target);

/* ResumeClusterNodeEx; 0: nothing comes back. */
uint32_t request_resume_node(const struct session *session, uint32_t node, uint32_t failback);

/* MoveClusterGroupEx.  The context is a property list with "Virtual Machine" or "Virtual Machine
 * Configuration" = 4 (live); other contexts, and a move without one, are not modelled yet (120). */
uint32_t request_move_group(const struct session *session, uint32_t group, uint32_t node,
                            uint32_t flags, const uint8_t *context, size_t context_size);

/* CancelClusterGroupOperation: takes a group out of the move queue, or cancels its live migration.
 */
uint32_t request_cancel_group_operation(const struct session *session, uint32_t group);

/* AddClusterResourceDependency and RemoveClusterResourceDependency. */
uint32_t request_add_dependency(const struct session *session, uint32_t resource,
                                uint32_t provider);
uint32_t request_remove_dependency(const struct session *session, uint32_t resource,
                                   uint32_t provider);

/* SetClusterResourceDependencyExpression: "([A] or [B]) and [C]"; an empty text takes all away. */
uint32_t request_set_dependency(const struct session *session, uint32_t resource,
                                const char *expression);

/* AddClusterResourceNode and RemoveClusterResourceNode. */
uint32_t request_set_possible_owner(const struct session *session, uint32_t resource, uint32_t node,
                                    bool possible);

/* SetClusterGroupNodeList: preferred owners, the first first; nothing is changed where one is
 * refused. */
uint32_t request_set_preferred_owners(const struct session *session, uint32_t group, uint32_t count,
                                      const uint32_t *nodes);

/* It goes offline and is deleted with all its resources. */
uint32_t request_destroy_group(const struct session *session, uint32_t group);

/* A group, resource, network, or the cluster (5024: it is done). */
uint32_t request_rename(const struct session *session, enum object_kind kind, uint32_t index,
                        const char *name);
uint32_t request_change_resource_group(const struct session *session, uint32_t resource,
                                       uint32_t group);
uint32_t request_restart_resource(const struct session *session, uint32_t resource, uint32_t flags);

/* The registry that the cluster database is (model/registry.h): a key, or a value of it. */
uint32_t request_write_registry(const struct session *session, uint32_t action, const char *path,
                                uint32_t type, const uint8_t *bytes, size_t size);

/* Sets the properties of a list, as the SET codes of the object do. */
uint32_t request_set_properties(const struct session *session, struct property_holder holder,
                                bool is_private, const uint8_t *list, size_t size);

/* Members of the cluster: one goes, a host of the world comes. */
uint32_t request_evict_node(const struct session *session, uint32_t node);
uint32_t request_add_node(const struct session *session, const char *name, uint32_t *node);

/* Cluster Shared Volumes: 5004 where the disk is not online, 5945 where it is none. */
uint32_t request_add_shared_volume(const struct session *session, uint32_t resource);
uint32_t request_remove_shared_volume(const struct session *session, uint32_t resource);

/* Affinity rules, by name as in ClusAPI; type: CLUS_AFFINITY_RULE_TYPE.  1168 where there is no
 * such rule. */
uint32_t request_create_affinity_rule(const struct session *session, const char *name,
                                      uint32_t type);
uint32_t request_remove_affinity_rule(const struct session *session, const char *name);
uint32_t request_change_affinity_rule(const struct session *session, const char *name,
                                      uint32_t group, bool add);

/* Group sets (sdk-api createclustergroupset and its siblings): 5992 where there is no such set. */
uint32_t request_create_group_set(const struct session *session, const char *name, uint32_t *set);
uint32_t request_delete_group_set(const struct session *session, uint32_t set);
uint32_t request_join_group_set(const struct session *session, uint32_t group, uint32_t set);
uint32_t request_leave_group_set(const struct session *session, uint32_t group);
uint32_t request_group_set_dependency(const struct session *session, uint32_t set,
                                      uint32_t provider, bool add);

struct request_control {
  struct property_holder object; /* what it is about */
  uint32_t node;                 /* the one that is called; CLUSTER_NONE: the owner */
  uint32_t code;
  const uint8_t *in;
  size_t in_size;
  uint8_t *out;
  size_t out_room;
  size_t returned;
};

/* ClusterResourceControl and its siblings for the other objects; `returned` is filled on success
 * and with ERROR_MORE_DATA. */
uint32_t request_control(const struct session *session, struct request_control *control);

#endif
