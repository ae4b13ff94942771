#ifndef TOOLS_COMMAND_TIMELINE_H
#define TOOLS_COMMAND_TIMELINE_H
/* run --show: what happens, as it happens, a line each. */

struct world;

/* Prints to standard output from now on.  One world at a time. */
void timeline_watch(void *unused, struct world *world);

#endif
