#ifndef SIM_SCENARIO_TRANSCRIPT_H
#define SIM_SCENARIO_TRANSCRIPT_H
/* The lines of a session with what they printed. */
#include <stdbool.h>
#include <stddef.h>

struct transcript_line {
  char *command, *output;
  bool with_previous; /* undone together with the line before */
};

struct transcript {
  struct transcript_line *lines;
  size_t count, room;
};

/* Adds copies; false when memory is short, and then nothing was added. */
bool transcript_add(struct transcript *transcript, const char *command, const char *output,
                    bool with_previous);

/* The first `count` lines of another transcript, into an empty one. */
bool transcript_copy(struct transcript *to, const struct transcript *from, size_t count);

/* How many lines are left without the last one somebody typed and what belongs to it; all of them
 * where nothing was typed. */
size_t transcript_without_last(const struct transcript *transcript);

void transcript_free(struct transcript *transcript);

#endif
