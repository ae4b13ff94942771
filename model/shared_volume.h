#ifndef MODEL_SHARED_VOLUME_H
#define MODEL_SHARED_VOLUME_H
/* Cluster Shared Volumes: disks that every node reads and writes.  The node that owns the disk
 * coordinates; a node that loses its own path to the storage reaches the volume through the
 * coordinator, over the network; while the disk changes its node, or is restarted, what is read and
 * written waits (windowsserver "failover-cluster-csvs"). */
#include "model/step.h"

/* CLUSTER_SHARED_VOLUME_STATE (sdk-api ne-clusapi-cluster_shared_volume_state): a volume, as a node
 * sees it. */
enum shared_volume_state {
  SHARED_VOLUME_UNAVAILABLE = 0,
  SHARED_VOLUME_PAUSED = 1, /* reads and writes wait */
  SHARED_VOLUME_ACTIVE = 2,
  SHARED_VOLUME_FILE_SYSTEM_REDIRECTED = 3, /* an administrator asked for it */
  SHARED_VOLUME_BLOCK_REDIRECTED = 4,       /* the node has no path of its own */
};

enum { SHARED_VOLUME_NAME_MAX = 32 }; /* bytes of "C:\ClusterStorage\Volume16064" */

/* The disk is one. */
static inline bool shared_volume_exists(const struct cluster *cluster, uint32_t resource) {
  return cluster_resource(cluster, resource)->shared_volume != 0;
}

enum shared_volume_state shared_volume_state(const struct cluster *cluster, uint32_t resource,
                                             uint32_t node);

/* "C:\ClusterStorage\Volume1" */
const char *shared_volume_path(const struct cluster *cluster, uint32_t resource,
                               char room[SHARED_VOLUME_NAME_MAX]);

/* Something a volume's machines depend on has changed: of one volume, or of all. */
void shared_volume_look_again(const struct cluster *cluster, uint32_t resource,
                              struct effects *effects);
void shared_volume_look_at_all(const struct cluster *cluster, struct effects *effects);

/* Event handlers, see event.def. */
bool shared_volume_add(struct cluster *cluster, const struct event *event, struct effects *effects);
bool shared_volume_remove(struct cluster *cluster, const struct event *event,
                          struct effects *effects);
bool shared_volume_redirect(struct cluster *cluster, const struct event *event,
                            struct effects *effects);
bool shared_volume_hold(struct cluster *cluster, const struct event *event,
                        struct effects *effects);
bool shared_volume_sweep(struct cluster *cluster, const struct event *event,
                         struct effects *effects);
bool shared_volume_sweep_all(struct cluster *cluster, const struct event *event,
                             struct effects *effects);

#endif
