#ifndef SIM_SCENARIO_SCENARIO_FILE_H
#define SIM_SCENARIO_SCENARIO_FILE_H
/* A scenario file: a transcript of commands and what they print.
 *
 *   # a comment, or nothing
 *   command line
 *   ----
 *   what it prints, up to an empty line
 *
 * A command without ---- prints nothing.  The parts are kept with their places in the file, so that
 * a rewrite changes expected output and nothing else. */
#include "sim/scenario/text.h"
#include <stdint.h>

enum { SCENARIO_BYTES_MAX = 16 << 20 };

struct scenario_command {
  size_t line; /* from 1 */
  const char *text;
  const char *expected; /* with a line end after every line; "" for nothing */
  size_t command_end;   /* offset behind the command's line */
  size_t block_end;     /* offset behind the expected output */
};

struct scenario_file {
  char *bytes;  /* as read */
  char *pieces; /* the strings the commands point to */
  size_t size;
  struct scenario_command *commands;
  size_t count;
  uint64_t digest; /* of the commands, not of what they print */
};

/* False with a sentence ("FILE:3: ...") when the file cannot be read or is no scenario. */
bool scenario_file_read(const char *path, struct scenario_file *file, char *error, size_t room);

/* The same from memory. */
bool scenario_file_parse(const char *path, const char *bytes, size_t size,
                         struct scenario_file *file, char *error, size_t room);
void scenario_file_free(struct scenario_file *file);

/* The file's text with these outputs instead of what was expected; outputs[i] may be NULL: as it
 * was. */
void scenario_file_rewrite(const struct scenario_file *file, const char *const *outputs,
                           struct text *text);

#endif
