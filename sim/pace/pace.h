#ifndef SIM_PACE_PACE_H
#define SIM_PACE_PACE_H
/* Plays virtual time against the wall clock, and notices Ctrl-C (SIGINT) and the wish that the
 * process ends (SIGTERM, SIGHUP) while it waits. */
#include <stdbool.h>
#include <stdint.h>

struct pace;

/* Virtual time `now` is this moment of the wall clock; from here on it runs at this percentage of
 * it (100: real time).  NULL when the system has no event loop to give. */
struct pace *pace_create(uint64_t now, uint64_t speed_percent);
void pace_destroy(struct pace *pace);

/* The same again with another `now`; an interruption so far is forgotten. */
void pace_restart(struct pace *pace, uint64_t now);

/* Ctrl-C so far is forgotten; a wish to end is not. */
void pace_forget_interrupt(struct pace *pace);

/* Whether the process was asked to end. */
bool pace_terminated(struct pace *pace);

/* The virtual time that belongs to this moment of the wall clock. */
uint64_t pace_now(const struct pace *pace);

/* How much virtual time passes in so many milliseconds of the wall clock; at least 1. */
uint64_t pace_virtual_time(const struct pace *pace, uint64_t wall_ms);

/* Waits until the wall clock has reached virtual time `at`; at once where it is past.  False when
 * it was interrupted, now or before. */
bool pace_wait(struct pace *pace, uint64_t at);

#endif
