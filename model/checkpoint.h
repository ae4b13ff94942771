#ifndef MODEL_CHECKPOINT_H
#define MODEL_CHECKPOINT_H
/* Checkpoints: the registry trees and the keys of cryptographic providers that follow a resource
 * from node to node (MS-CMRP 3.1.1.1.1.1).  Nodes have no registry here: a checkpoint is its text,
 * and whether there is such a key is nobody's business (docs/fidelity.md row "checkpoints"). */
#include "model/step.h"

/* The checkpoint of a resource with this text (UTF-16 with its NUL, case does not matter), or
 * CLUSTER_NONE. */
uint32_t checkpoint_find(const struct cluster *cluster, uint32_t resource, enum checkpoint kind,
                         const uint8_t *text, size_t size);

/* NULL for a text that may be one; otherwise what is wrong with it. */
const char *checkpoint_check(enum checkpoint kind, const uint8_t *text, size_t size);

/* ADD_CHECKPOINT, DELETE_CHECKPOINT: subject = resource, argument = kind, list = the text. */
bool checkpoint_add(struct cluster *cluster, const struct event *event, struct effects *effects);
bool checkpoint_delete(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
