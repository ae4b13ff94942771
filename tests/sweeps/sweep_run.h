#ifndef TESTS_SWEEPS_SWEEP_RUN_H
#define TESTS_SWEEPS_SWEEP_RUN_H
/* One run of a scenario on a database, for the sweeps. */
#include "sim/scenario/scenario.h"

/* Large enough for the scenarios of the sweeps, small enough to be made thousands of times. */
extern const struct cluster_limits sweep_limits;

/* Runs a scenario in a database (NULL: in memory); the caller frees the result.  *kept counts the
 * commands that came through, their commits included; 0 before there is a world to keep. */
struct scenario_result sweep_run(const struct scenario_file *file, const char *database,
                                 bool resume, bool durable, size_t *kept);

/* Removes a database with everything beside it. */
void sweep_remove(const char *database);

/* What is left in a database: nothing yet, a cluster, or damage. */
enum sweep_left { SWEEP_NOTHING, SWEEP_CLUSTER, SWEEP_DAMAGE };
enum sweep_left sweep_look(const char *database);

/* Reads a scenario, or ends the program with a sentence. */
void sweep_read(const char *path, struct scenario_file *file);

#endif
