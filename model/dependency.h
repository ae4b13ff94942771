#ifndef MODEL_DEPENDENCY_H
#define MODEL_DEPENDENCY_H
/* Dependencies between the resources of a group: an expression is AND of OR terms, and each term
 * needs one provider that is Online (DEP-006).  Sets of resources are bits, one per place in the
 * group. */
#include "model/step.h"

/* The room the text of any expression fits into. */
enum { DEPENDENCY_TEXT_MAX = DEPENDENCY_TERMS_MAX * 64 * 64 };

/* Where a resource stands in its group. */
uint32_t dependency_place(const struct cluster *cluster, uint32_t resource);

/* Resources it names itself; with all those behind them; and the same in the other direction. */
uint32_t dependency_providers(const struct cluster *cluster, uint32_t resource);
uint32_t dependency_all_providers(const struct cluster *cluster, uint32_t resource);
uint32_t dependency_dependents(const struct cluster *cluster, uint32_t resource);
uint32_t dependency_all_dependents(const struct cluster *cluster, uint32_t resource);

/* Those of them that are up and could not stay so without it, and without each other (DEP-007,
 * DEP-008). */
uint32_t dependency_in_need(const struct cluster *cluster, uint32_t resource);

/* The members of a group whose state is one of these. */
uint32_t dependency_in_state(const struct cluster *cluster, uint32_t group,
                             bool (*is)(enum resource_state state));

/* Whether every term has a member of this set. */
bool dependency_holds(const struct cluster *cluster, uint32_t resource, uint32_t online);

/* The expression, "([A] or [B]) and [C]"; empty where there is none.  False when it does not fit.
 */
bool dependency_text(const struct cluster *cluster, uint32_t resource, char *text, size_t room);

/* Event handlers, see event.def. */
bool dependency_add(struct cluster *cluster, const struct event *event, struct effects *effects);
bool dependency_remove(struct cluster *cluster, const struct event *event, struct effects *effects);
bool dependency_set(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
