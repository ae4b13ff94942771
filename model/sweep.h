#ifndef MODEL_SWEEP_H
#define MODEL_SWEEP_H
/* Wide consequences in small steps (docs/decisions/0002): a follow-up walks the objects of a kind
 * and hands on to itself. */
#include "model/step.h"

/* Objects a step looks at before it hands on to the next. */
enum { SWEEP_STRIDE = 64 };

/* What the event means for one object; false where that is nothing. */
typedef bool sweep_visit(struct cluster *cluster, const struct event *event, uint32_t object,
                         struct effects *effects);

/* Visits objects from event->argument on until one is changed, a stride at the most; the rest is
 * left to a follow-up of the same event.  True when no object is left. */
bool sweep(struct cluster *cluster, enum object_kind kind, const struct event *event,
           sweep_visit *visit, struct effects *effects);

#endif
