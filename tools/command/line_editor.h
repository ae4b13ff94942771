#ifndef TOOLS_COMMAND_LINE_EDITOR_H
#define TOOLS_COMMAND_LINE_EDITOR_H
/* Lines from a terminal, with history and completion (libedit). */
#include "sim/scenario/completion.h"
#include <stdbool.h>

struct line_editor;

struct line_editor_options {
  const char *history; /* a file; NULL: the history is not kept */
  void *context;
  /* The prompt for the next line. */
  const char *(*prompt)(void *context);
  /* Candidates for the end of this beginning of a line. */
  const struct completion *(*complete)(void *context, const char *line);
  /* Called several times a second while nothing is typed; false when it is time to end. */
  bool (*idle)(void *context);
};

/* NULL when memory is short or the terminal cannot be used. */
struct line_editor *line_editor_open(const struct line_editor_options *options);
void line_editor_close(struct line_editor *editor);

enum line_end { LINE_READ, LINE_END, LINE_LOST };

/* The next line, without its end, valid until the next call.  LINE_END: Ctrl-D or `exit` of the
 * terminal's other side; LINE_LOST: the terminal went away, or
 * the idle function said that it is time to end. */
enum line_end line_editor_read(struct line_editor *editor, const char **line);

#endif
