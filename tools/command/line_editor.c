#include "tools/command/line_editor.h"
#include <histedit.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

enum { IDLE_MS = 100, HISTORY_LINES = 1000, SCREEN_WIDTH = 78 };

struct line_editor {
  struct line_editor_options options;
  EditLine *edit;
  History *history;
  char *line; /* the last one read */
  bool lost;
};

static struct line_editor *of(EditLine *edit) {
  struct line_editor *editor = NULL;
  (void)el_get(edit, EL_CLIENTDATA, &editor);
  return editor;
}

static char *prompt(EditLine *edit) {
  const struct line_editor *editor = of(edit);
  return (char *)(uintptr_t)editor->options.prompt(editor->options.context);
}

/* One byte of the terminal; what has to be done while nobody types is done meanwhile. */
static int read_byte(struct line_editor *editor, char *byte) {
  struct pollfd terminal = {.fd = STDIN_FILENO, .events = POLLIN};
  while (poll(&terminal, 1, IDLE_MS) <= 0)
    if (!editor->options.idle(editor->options.context)) {
      editor->lost = true;
      return -1;
    }
  ssize_t got = read(STDIN_FILENO, byte, 1);
  /* Ctrl-D comes as a character: an end of its own means that nobody is there any more. */
  editor->lost = got <= 0;
  return editor->lost ? -1 : 1;
}

static int read_character(EditLine *edit, wchar_t *out) {
  struct line_editor *editor = of(edit);
  mbstate_t state = {0};
  for (;;) {
    char byte = 0;
    if (read_byte(editor, &byte) < 0)
      return -1;
    size_t used = mbrtowc(out, &byte, 1, &state);
    if (used == (size_t)-1) {
      *out = L'?';
      return 1;
    }
    if (used != (size_t)-2)
      return 1;
  }
}

/* Characters, not bytes, of a piece of UTF-8. */
static int characters(const char *text, size_t length) {
  int count = 0;
  for (size_t i = 0; i < length; i++)
    count += ((unsigned char)text[i] & 0xC0) != 0x80;
  return count;
}

static void list(const struct completion *completion) {
  size_t widest = 0, column = 0;
  for (size_t i = 0; i < completion->count; i++) {
    size_t width = (size_t)characters(completion->candidates[i], strlen(completion->candidates[i]));
    widest = width > widest ? width : widest;
  }
  size_t columns = SCREEN_WIDTH / (widest + 2);
  putchar('\n');
  for (size_t i = 0; i < completion->count; i++) {
    const char *candidate = completion->candidates[i];
    bool last = ++column >= columns || i + 1 == completion->count;
    int pad = (int)widest + 2 - characters(candidate, strlen(candidate));
    printf("%s%*s%s", candidate, last ? 0 : pad, "", last ? "\n" : "");
    column = last ? 0 : column;
  }
  (void)fflush(stdout);
}

static unsigned char complete(EditLine *edit, int key) {
  struct line_editor *editor = of(edit);
  const LineInfo *info = el_line(edit);
  size_t length = (size_t)(info->cursor - info->buffer);
  char *before = malloc(length + 1);
  (void)key;
  if (before == NULL)
    return CC_ERROR;
  memcpy(before, info->buffer, length);
  before[length] = '\0';
  const struct completion *found = editor->options.complete(editor->options.context, before);
  size_t common = found->common, typed = length - found->from;
  unsigned char result = CC_ERROR;
  bool one = found->count == 1;
  if (found->count > 0 && (one || common > typed)) {
    char text[sizeof found->candidates[0] + 1];
    const char *candidate = found->candidates[0];
    /* A quote that is open stays open while there is more than one way to go on. */
    snprintf(text, sizeof text, "%.*s%s", (int)common, candidate,
             one && candidate[common - 1] != '=' ? " " : "");
    el_deletestr(edit, characters(before + found->from, typed));
    result = el_insertstr(edit, text) == 0 ? CC_REFRESH : CC_ERROR;
  } else if (found->count > 1) {
    list(found);
    result = CC_REDISPLAY;
  }
  free(before);
  return result;
}

/* Ctrl-C at the prompt: the line is dropped, the session goes on. */
static unsigned char abandon(EditLine *edit, int key) {
  const LineInfo *info = el_line(edit);
  (void)key;
  (void)el_cursor(edit, characters(info->cursor, (size_t)(info->lastchar - info->cursor)));
  info = el_line(edit);
  el_deletestr(edit, characters(info->buffer, (size_t)(info->lastchar - info->buffer)));
  return CC_REFRESH;
}

static void set_up(struct line_editor *editor) {
  EditLine *edit = editor->edit;
  HistEvent event;
  (void)history(editor->history, &event, H_SETSIZE, HISTORY_LINES);
  (void)history(editor->history, &event, H_SETUNIQUE, 1);
  if (editor->options.history != NULL)
    (void)history(editor->history, &event, H_LOAD, editor->options.history);
  (void)el_set(edit, EL_CLIENTDATA, editor);
  (void)el_set(edit, EL_PROMPT, prompt);
  (void)el_set(edit, EL_EDITOR, "emacs");
  (void)el_set(edit, EL_HIST, history, editor->history);
  (void)el_set(edit, EL_GETCFN, read_character);
  (void)el_set(edit, EL_ADDFN, "complete", "completes commands, parameters and names", complete);
  (void)el_set(edit, EL_ADDFN, "abandon", "drops the line", abandon);
  (void)el_set(edit, EL_BIND, "^I", "complete", (char *)NULL);
  (void)el_set(edit, EL_BIND, "^R", "em-inc-search-prev", (char *)NULL);
  (void)el_set(edit, EL_SETTY, "-d", "-isig", (char *)NULL);
  (void)el_set(edit, EL_BIND, "^C", "abandon", (char *)NULL);
  (void)el_source(edit, NULL); /* ~/.editrc, as for every program with libedit */
  /* Its own command line, which a quote brings down in some versions. */
  (void)el_set(edit, EL_BIND, "^[x", "ed-unassigned", (char *)NULL);
  (void)el_set(edit, EL_BIND, "^[X", "ed-unassigned", (char *)NULL);
}

struct line_editor *line_editor_open(const struct line_editor_options *options) {
  struct line_editor *editor = calloc(1, sizeof *editor);
  if (editor == NULL)
    return NULL;
  (void)setlocale(LC_CTYPE, "");
  if (MB_CUR_MAX == 1)
    (void)setlocale(LC_CTYPE, "C.UTF-8");
  editor->options = *options;
  editor->history = history_init();
  editor->edit = el_init("wsfcsim", stdin, stdout, stderr);
  if (editor->history == NULL || editor->edit == NULL) {
    line_editor_close(editor);
    return NULL;
  }
  set_up(editor);
  return editor;
}

void line_editor_close(struct line_editor *editor) {
  if (editor == NULL)
    return;
  if (editor->edit != NULL)
    el_end(editor->edit);
  if (editor->history != NULL)
    history_end(editor->history);
  free(editor->line);
  free(editor);
}

static void remember(struct line_editor *editor) {
  HistEvent event;
  if (editor->line[strspn(editor->line, " \t")] == '\0')
    return;
  (void)history(editor->history, &event, H_ENTER, editor->line);
  if (editor->options.history != NULL)
    (void)history(editor->history, &event, H_SAVE, editor->options.history);
}

enum line_end line_editor_read(struct line_editor *editor, const char **line) {
  int count = 0;
  const char *read = el_gets(editor->edit, &count);
  if (read == NULL || count <= 0)
    return editor->lost ? LINE_LOST : LINE_END;
  free(editor->line);
  editor->line = malloc((size_t)count + 1);
  if (editor->line == NULL)
    return LINE_LOST;
  memcpy(editor->line, read, (size_t)count);
  editor->line[count] = '\0';
  editor->line[strcspn(editor->line, "\r\n")] = '\0';
  remember(editor);
  *line = editor->line;
  return LINE_READ;
}
