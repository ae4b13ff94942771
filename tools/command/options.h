#ifndef TOOLS_COMMAND_OPTIONS_H
#define TOOLS_COMMAND_OPTIONS_H
/* Options that more than one subcommand takes. */
#include <stdbool.h>
#include <stdint.h>

#define OPTION_PACE_EXPECTED "expected real, or a whole number of at least 1 and x, such as 10x"

/* "real" or "10x", as percent of the wall clock; false where it is neither. */
bool option_pace(const char *text, uint64_t *percent);

#endif
