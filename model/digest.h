#ifndef MODEL_DIGEST_H
#define MODEL_DIGEST_H
/* A 64-bit digest that is the same on every compiler and system: fields in a fixed order, never
 * bytes of structs. */
#include "model/step.h"

#define DIGEST_START UINT64_C(0xCBF29CE484222325)

uint64_t digest_number(uint64_t digest, uint64_t number);
uint64_t digest_text(uint64_t digest, const char *text);

/* The whole state: what the cluster is and what its objects are called; nothing derived. */
uint64_t digest_cluster(const struct cluster *cluster);

/* One step: the event, its answer and its changes. */
uint64_t digest_step(uint64_t digest, const struct event *event, const struct effects *effects);

#endif
