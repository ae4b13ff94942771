#ifndef MODEL_HOST_USAGE_H
#define MODEL_HOST_USAGE_H
/* What machines and their migrations use of hosts: memory, and slots of migrations. */
#include "model/step.h"

/* Free bytes of a host for one more virtual machine; none where it runs as many as a host can. */
uint64_t host_usage_free_memory(const struct cluster *cluster, uint32_t node);

/* Adds or takes away what a machine uses on its host and on its migration's two hosts. */
void host_usage_count(struct cluster *cluster, uint32_t vm, bool add);

#endif
