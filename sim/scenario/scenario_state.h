#ifndef SIM_SCENARIO_SCENARIO_STATE_H
#define SIM_SCENARIO_SCENARIO_STATE_H
/* A scenario while it runs; for the files of sim/scenario only.
 *
 * A handler prints into `output` and returns true, or calls scenario_bad() and returns its false:
 * the command is no command of the language, or speaks of what is not there, and the file is
 * unusable. What the cluster refuses is output. */
#include "model/control_codes.h"
#include "sim/backends/backend.h"
#include "sim/requests/world.h"
#include "sim/scenario/quantity.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/words.h"

enum { SCENARIO_NAME_UNITS = 160, PIPELINE_MAX = 1024, SCENARIO_WAIT_MAX_HOURS = 24 };

/* What a cluster that is not simulated here makes of a command: commands.def says it. */
enum command_reach {
  REACH_SETTING,
  REACH_SILENT,
  REACH_READS,
  REACH_CHANGES,
  REACH_SHOWN,
  REACH_WORLD,
};

/* Objects one cmdlet hands to the next. */
struct pipeline {
  bool open;                  /* the command's output goes on instead of being printed */
  enum control_object object; /* what they are */
  size_t count;
  char names[PIPELINE_MAX][NAME_BYTES_MAX];
};

struct scenario {
  const struct scenario_options *options;
  uint64_t file_digest; /* of the file that runs; 0 in a session */
  size_t current;       /* command */
  struct world *world;  /* made by the first command that needs it; none where `backend` has none */
  struct world *blank;  /* a session's world while all its commands are undone; else NULL */
  struct backend backend;
  enum functional_level level;
  uint64_t seed;
  struct text output;
  struct pipeline pipeline;
  char error[512];
  size_t error_column;
  bool stopped; /* by Ctrl-C */
  bool refused; /* the cluster did not do what the command asked for */
  /* A command that waits can be interrupted and gone on with: `issued` says that its request was
   * made before, `started_at` when the command began. */
  bool issued;
  uint64_t started_at;
};

typedef bool scenario_handler(struct scenario *scenario, const struct words *words);

#define COMMAND(word, handler, reach, usage, help) scenario_handler handler;
#define CMDLET(word, handler, reach, usage, help)  scenario_handler handler;
#include "sim/scenario/commands.def"
#undef COMMAND
#undef CMDLET

/* Sets the error, with its column, and gives false. */
bool scenario_bad(struct scenario *scenario, size_t column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Runs one command line; false with an error when it is none. */
bool scenario_execute(struct scenario *scenario, const char *line);

/* How far a command line reaches: the furthest of its pipeline.  False with an error when it has a
 * word that is no command. */
bool scenario_reach(struct scenario *scenario, const char *line, enum command_reach *reach);

/* A world of this scenario's level, seed and limits; NULL when memory is short. */
struct world *scenario_new_world(const struct scenario *scenario);

/* Plays the world against the wall clock where that was asked for; false with an error. */
bool scenario_pace(struct scenario *scenario, struct world *world);

/* The world the commands work on from now on. */
void scenario_adopt(struct scenario *scenario, struct world *world);

/* Where a later run goes on; part of the next commit. */
void scenario_mark(struct scenario *scenario, size_t next, size_t differences);

/* Makes the world if there is none yet; false with an error when that fails. */
bool scenario_need_world(struct scenario *scenario);

/* False with an error: "no host is called X". */
bool scenario_find(struct scenario *scenario, const struct word *word, enum object_kind kind,
                   uint32_t *index);

/* A refusal of the world: the sentence of the status as an error. */
bool scenario_refused(struct scenario *scenario, const struct word *word, uint32_t status);

/* What a function of ClusAPI answered: "ERROR_BUSY (170): ..." */
void scenario_print_status(struct scenario *scenario, uint32_t status);

/* The request of a waiting command has been made; an interruption now goes on with waiting. */
void scenario_issued(struct scenario *scenario);

/* Lets time pass; *met says whether the condition came to hold.  False when it was stopped. */
bool scenario_wait(struct scenario *scenario, uint64_t deadline, world_condition *condition,
                   void *context, bool *met);

/* The value of key=value when the word starts with it; NULL otherwise. */
const char *scenario_value(const struct word *word, const char *key);

/* Parses key=value; *taken says whether the word was this key.  False with an error when the value
 * is not such a quantity. */
bool scenario_quantity(struct scenario *scenario, const struct word *word, const char *key,
                       enum quantity quantity, uint64_t *value, bool *taken);

/* UTF-16 for ClusAPI; false when it does not fit. */
bool scenario_wide_text(const char *text, WCHAR *wide, size_t room);
bool scenario_wide(const char *text, WCHAR wide[SCENARIO_NAME_UNITS]);
void scenario_narrow_text(const WCHAR *wide, size_t units, char *text, size_t room);
void scenario_narrow(const WCHAR *wide, char text[NAME_BYTES_MAX]);

#endif
