#ifndef MODEL_INVARIANT_H
#define MODEL_INVARIANT_H
/* The invariants of invariant.def.  A violation is a bug of the model: it prints the sentence
 * through assert and stops. */
#include "model/step.h"

/* STEP invariants of the objects these effects touched. */
void invariant_check_step(const struct cluster *cluster, const struct effects *effects);

/* STEP and INSTANT invariants of one object. */
void invariant_check_object(const struct cluster *cluster, enum object_kind kind, uint32_t index);

/* The first invariant that does not hold, as its sentence; NULL when all do.  For states that come
 * from outside: what they refer to must exist. */
const char *invariant_find_violation(const struct cluster *cluster);

/* Everything, and that what is derived can be derived again; `scratch` holds cluster->size bytes.
 */
void invariant_check_all(const struct cluster *cluster, struct cluster *scratch);

#endif
