#ifndef SIM_SCENARIO_CMDLET_ARGUMENTS_H
#define SIM_SCENARIO_CMDLET_ARGUMENTS_H
/* The parameters a cmdlet was called with: -Name value, checked against parameters.def. */
#include "sim/scenario/scenario_state.h"

enum { CMDLET_VALUES_MAX = 64, CMDLET_PARAMETERS_MAX = 8 };

struct cmdlet_parameter {
  const char *name; /* as parameters.def writes it */
  size_t column;
  size_t value_count; /* 0 for a flag */
  const char *values[CMDLET_VALUES_MAX];
  uint64_t number; /* for a NUMBER */
};

struct cmdlet_arguments {
  const char *cmdlet;
  size_t column;
  size_t count;
  struct cmdlet_parameter parameters[CMDLET_PARAMETERS_MAX];
  char text[WORDS_TEXT_MAX]; /* the values of lists, cut apart */
};

/* False with an error for an unknown parameter, a missing value, or a parameter twice.  The first
 * word without a name is -Name's value, as it is for every cmdlet here. */
bool cmdlet_arguments_parse(struct scenario *scenario, const struct words *words,
                            struct cmdlet_arguments *arguments);

/* NULL where the parameter was not given. */
const struct cmdlet_parameter *cmdlet_argument(const struct cmdlet_arguments *arguments,
                                               const char *name);

/* Whether a list of names has this one; NULL, a parameter that was not given, names all. */
bool cmdlet_names(const struct cmdlet_parameter *names, const char *name);

/* The one value of a parameter that must be there; NULL with an error where it is not. */
const char *cmdlet_required(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                            const char *name);

/* How every cmdlet about one object begins: its arguments, a world, and -Name's value; NULL with an
 * error where one of them is missing. */
const char *cmdlet_named(struct scenario *scenario, const struct words *words,
                         struct cmdlet_arguments *arguments);

/* Prints "CMDLET : sentence" and the status below it, as an error record begins. */
void cmdlet_error(struct scenario *scenario, const char *cmdlet, uint32_t status,
                  const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
