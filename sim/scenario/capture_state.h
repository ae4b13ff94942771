#ifndef SIM_SCENARIO_CAPTURE_STATE_H
#define SIM_SCENARIO_CAPTURE_STATE_H
/* A capture under way; for the files of capture only. */
#include "sim/scenario/capture.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/object_access.h"
#include "sim/scenario/scenario_state.h"

enum { CAPTURE_NAME_ROOM = 2 * NAME_BYTES_MAX + 2 };

struct capture {
  struct scenario real, twin;
  struct scenario_options real_options, twin_options;
  HCLUSTER cluster, twin_cluster;
  const struct capture_assumptions *assumed;
  struct text *text;
  bool failed; /* the twin's error says why */
};

/* Carries a line out on the twin and writes it down; a refused one becomes a comment. */
void capture_line(struct capture *capture, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The name as a word of a command line: in quotes where it needs them. */
const char *capture_quoted(const char *name, char room[CAPTURE_NAME_ROOM]);

/* Calls back for every object of the real cluster of a kind, with the capture as context. */
void capture_each(struct capture *capture, DWORD kind, reader_visit *put);

/* A reader_visit: adds a name to the text that is its context, "A,B". */
bool capture_add_name(struct scenario *scenario, HCLUSTER cluster, const char *name, void *context);

/* The parts of a capture, in their order; from the second one on the twin has a cluster. */
void capture_roles(struct capture *capture);
void capture_groups(struct capture *capture);
void capture_group_sets(struct capture *capture);
void capture_shared_volumes(struct capture *capture);
void capture_affinity_rules(struct capture *capture);
void capture_settings(struct capture *capture);
void capture_states(struct capture *capture);

#endif
