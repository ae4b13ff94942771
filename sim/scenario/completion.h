#ifndef SIM_SCENARIO_COMPLETION_H
#define SIM_SCENARIO_COMPLETION_H
/* What may stand at the end of a line that is being typed: commands, parameters, names. */
#include "model/cluster.h"

enum { COMPLETIONS_MAX = 256 };

struct completion {
  size_t from;   /* where in the line the word begins that the candidates replace */
  size_t count;  /* candidates beyond COMPLETIONS_MAX are left out of the list */
  size_t common; /* bytes with which all of them begin, those left out too; whole characters */
  char candidates[COMPLETIONS_MAX][2 * NAME_BYTES_MAX + 3]; /* quoted where they must be */
};

/* Candidates for the end of `line`.  `more` are other words a line may begin with, NULL at the end;
 * `cluster` may be NULL. */
void completion_find(const char *line, const struct cluster *cluster, const char *const *more,
                     struct completion *completion);

#endif
