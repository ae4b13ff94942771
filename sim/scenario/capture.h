#ifndef SIM_SCENARIO_CAPTURE_H
#define SIM_SCENARIO_CAPTURE_H
/* A running cluster as a scenario that builds it.
 *
 * Every line is carried out on a simulated twin at once.  What the twin prints stands below it as
 * what is expected, what it refuses becomes a comment, and a property is written where the twin has
 * another value: so that defaults are left out, whatever they are. */
#include "sim/backends/backend.h"
#include "sim/scenario/text.h"
#include <stdbool.h>

/* What ClusAPI does not tell, as the scenario language writes it: "1TiB", "10Gbit". */
struct capture_assumptions {
  const char *host_memory, *machine_memory, *bandwidth;
};

/* Adds the scenario to the text; false with a sentence where the cluster cannot be read, or an
 * assumption is none. */
bool capture_cluster(const struct backend *real, const struct capture_assumptions *assumed,
                     struct text *text, char *error, size_t room);

#endif
