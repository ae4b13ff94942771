#ifndef TOOLS_COMMAND_KNOWN_DIFFERENCES_H
#define TOOLS_COMMAND_KNOWN_DIFFERENCES_H
/* Scenarios that are known to come out otherwise on some backend, one a line:
 *
 *   scenario | backend | reason | link | date
 *
 * The scenario is a path, or its end; # begins a comment, the date is 2026-11-27. */
#include <stdbool.h>
#include <stddef.h>

struct known_difference {
  char *scenario, *backend, *reason;
  size_t line;
};

struct known_differences {
  struct known_difference *rows;
  size_t count;
};

/* False with a sentence (FILE:LINE: what was expected) when it cannot be read. */
bool known_differences_read(const char *path, struct known_differences *known, char *error,
                            size_t room);
void known_differences_free(struct known_differences *known);

/* NULL where the scenario is not known to differ. */
const struct known_difference *known_differences_find(const struct known_differences *known,
                                                      const char *path, const char *backend);

#endif
