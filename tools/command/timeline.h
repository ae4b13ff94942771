#ifndef TOOLS_COMMAND_TIMELINE_H
#define TOOLS_COMMAND_TIMELINE_H
/* run --show: what happens, as it happens, a line each. */

#include <stdint.h>

struct world;

/* Prints to standard output from now on.  One world at a time. */
void timeline_watch(void *unused, struct world *world);

/* A command before it runs, and what it printed. */
void timeline_command(void *unused, uint64_t now, const char *command);
void timeline_output(void *unused, const char *output);

#endif
