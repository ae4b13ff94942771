#ifndef SIM_SCENARIO_CMDLET_WAITING_H
#define SIM_SCENARIO_CMDLET_WAITING_H
/* Cmdlets wait for what they asked for: -Wait, and what it waits for. */
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/cmdlet_arguments.h"

/* What a cmdlet cmdlet_waits for; read through ClusAPI like everything else it knows. */
struct cmdlet_waiting {
  struct scenario *scenario;
  HCLUSTER cluster;
  const char *name; /* group or resource */
};

/* The group is neither Pending nor in the move queue; the resource is not pending. */
world_condition cmdlet_group_settled, cmdlet_resource_settled;

/* -Wait: seconds, 0 for not at all; without it, or without arguments (NULL), until the end. */
uint64_t cmdlet_deadline(const struct scenario *scenario, const struct cmdlet_arguments *arguments);
bool cmdlet_waits(const struct cmdlet_arguments *arguments);

#endif
