#ifndef SIM_SCENARIO_REAL_CLUSTER_H
#define SIM_SCENARIO_REAL_CLUSTER_H
/* A scenario on a cluster that is not simulated here.
 *
 * Its opening lines, up to the first command that reads or changes, are never sent: they say which
 * nodes, networks and roles the cluster must have.  What only a simulation can do makes the
 * scenario unfit; what only a simulation can show is left out. */
#include "sim/scenario/property_reading.h"
#include "sim/scenario/scenario_file.h"
#include "sim/scenario/scenario_state.h"

enum real_cluster_fit {
  REAL_CLUSTER_FITS,
  REAL_CLUSTER_UNFIT,    /* the scenario is not run */
  REAL_CLUSTER_UNUSABLE, /* no scenario, or no cluster */
};

/* Looks through the file and at the cluster, before anything is sent.  *first: the command behind
 * the opening.  Else *line is where, and the scenario's error why not. */
enum real_cluster_fit real_cluster_prepare(struct scenario *scenario,
                                           const struct scenario_file *file, size_t *first,
                                           size_t *line);

/* How far a command of such a file reaches: one that only a simulation can show is left out. */
enum command_reach real_cluster_reach(struct scenario *scenario, const char *command);

/* Waits on the wall clock, woken by the cluster's notifications.  A simulator's own clock may run
 * ahead of the wall's: a wait that timed out has lasted as long as it was to. */
bool real_cluster_wait(struct scenario *scenario, uint64_t microseconds, world_condition *condition,
                       void *context);

/* A property through ClusAPI, as a number and a word that lives until the next call; 0, or why it
 * cannot be read (87: the object has no such number). */
uint32_t real_cluster_property(const struct property_reading *reading, uint64_t *number,
                               const char **word);

/* The scenario's level is the cluster's own; a level line in the opening is compared with it. */
void real_cluster_take_level(struct scenario *scenario, HCLUSTER cluster);

/* Whether the cluster has what one line of the opening says; false with the error. */
bool cluster_requirement_met(struct scenario *scenario, HCLUSTER cluster,
                             const struct scenario_file *file, const struct words *words);

#endif
