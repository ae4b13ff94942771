/* Lines from a terminal where there is no libedit: without history and completion.  Nothing happens
 * while a line is typed. */
#include "tools/command/line_editor.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES_MAX = 8192 };

struct line_editor {
  struct line_editor_options options;
  char line[LINE_BYTES_MAX];
};

struct line_editor *line_editor_open(const struct line_editor_options *options) {
  struct line_editor *editor = malloc(sizeof *editor);
  if (editor != NULL)
    editor->options = *options;
  return editor;
}

void line_editor_close(struct line_editor *editor) {
  free(editor);
}

enum line_end line_editor_read(struct line_editor *editor, const char **line) {
  if (!editor->options.idle(editor->options.context))
    return LINE_LOST;
  (void)fputs(editor->options.prompt(editor->options.context), stdout);
  (void)fflush(stdout);
  if (fgets(editor->line, sizeof editor->line, stdin) == NULL)
    return LINE_END;
  editor->line[strcspn(editor->line, "\r\n")] = '\0';
  *line = editor->line;
  return LINE_READ;
}
