#ifndef MODEL_STORAGE_H
#define MODEL_STORAGE_H
/* The shared storage of the cluster as each host reaches it, and what its machines and disks do
 * without (docs/fidelity.md row "storage").  What is on a Cluster Shared Volume is reached through
 * other hosts too (model/shared_volume.h). */
#include "model/step.h"

enum { STORAGE_SLOW_MAX = 1000 }; /* ours */

/* How many times as long as usual it takes on this host: at least 1. */
uint32_t storage_slowness(const struct cluster *cluster, uint32_t node);

/* Whether this host has a path of its own. */
bool storage_reached(const struct cluster *cluster, uint32_t node);

/* Whether a guest finds its disks on this host. */
bool storage_reached_by(const struct cluster *cluster, const struct vm *vm, uint32_t node);

/* A disk has another state: one that is online without its storage is found by the next poll. */
void storage_disk_changed(const struct cluster *cluster, uint32_t resource,
                          struct effects *effects);

/* A guest goes on, or a copy, on a host that may have lost the storage meanwhile. */
void storage_look_again(const struct cluster *cluster, uint32_t node, uint32_t vm,
                        struct effects *effects);

/* Event handlers, see event.def. */
bool storage_lose(struct cluster *cluster, const struct event *event, struct effects *effects);
bool storage_return(struct cluster *cluster, const struct event *event, struct effects *effects);
bool storage_slow_down(struct cluster *cluster, const struct event *event, struct effects *effects);
bool storage_sweep_disks(struct cluster *cluster, const struct event *event,
                         struct effects *effects);
bool storage_sweep(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
