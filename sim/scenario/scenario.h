#ifndef SIM_SCENARIO_SCENARIO_H
#define SIM_SCENARIO_SCENARIO_H
/* Running scenarios: the language's outer side. */
#include "model/cluster.h"
#include "sim/scenario/scenario_file.h"

struct backend;
struct world;

/* The language's version: a file that says a newer one is refused. */
enum { SCENARIO_LANGUAGE = 1 };

struct scenario_options {
  const struct cluster_limits *limits; /* NULL: Windows' own */
  const char *database;                /* NULL: in memory */
  bool replace, resume, durable;
  bool seed_given;
  uint64_t seed;
  uint64_t speed_percent; /* 0: as fast as it goes */
  bool hurry;             /* Ctrl-C ends a command's waiting instead of the run */
  /* A cluster that is not simulated here, or NULL; changing it must be allowed. */
  const struct backend *elsewhere;
  bool allow_changes;
  /* Called when the world has been made or opened, before the first command; NULL: nobody. */
  void (*on_world)(void *context, struct world *world);
  /* Each command before it runs, and what it printed; NULL: nobody. */
  void (*on_command)(void *context, uint64_t now, const char *command);
  void (*on_output)(void *context, const char *output);
  void *context;
};

enum scenario_end {
  SCENARIO_AS_EXPECTED = 0,
  SCENARIO_DIFFERS = 1,
  SCENARIO_UNUSABLE = 2, /* the file, or what it was to run on */
  SCENARIO_STOPPED = 3,  /* by Ctrl-C in a paced run */
  SCENARIO_NOT_RUN = 4,  /* elsewhere: the cluster is not as the scenario needs it */
};

struct scenario_result {
  enum scenario_end end;
  size_t commands, differences;
  size_t left_out; /* elsewhere: commands only a simulation can carry out */
  uint64_t digest, now;
  struct text report; /* differences, and what made it unusable, or why it was not run */
  char **outputs;     /* what each command printed, NULL where it did not run; for a rewrite */
  size_t output_count;
};

/* Runs a file from its first command, or from where the database says. */
struct scenario_result scenario_run(const char *path, const struct scenario_file *file,
                                    const struct scenario_options *options);
void scenario_result_free(struct scenario_result *result);

/* One row of the command table, for help and documentation. */
struct scenario_word {
  const char *name, *usage, *help;
  bool cmdlet;
};
size_t scenario_word_count(void);
struct scenario_word scenario_word_at(size_t index);

/* NULL where there is none; cmdlets in any case, as in PowerShell. */
const struct scenario_word *scenario_word_find(const char *name);

/* One parameter of a cmdlet; those of one cmdlet stand together. */
struct scenario_parameter {
  const char *cmdlet, *name;
  bool modelled, flag;
  enum object_kind names; /* of what its values are names; OBJECT_KIND_COUNT: of nothing */
};
size_t scenario_parameter_count(void);
struct scenario_parameter scenario_parameter_at(size_t index);

#endif
