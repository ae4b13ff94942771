#ifndef SIM_SCENARIO_TEXT_H
#define SIM_SCENARIO_TEXT_H
/* Growing text: what a command prints.  When memory is short the text is marked and stays short;
 * whoever prints it at the end looks at `failed`. */
#include <stdbool.h>
#include <stddef.h>

struct text {
  char *bytes; /* NUL-terminated; NULL while empty */
  size_t used, room;
  bool failed;
};

void text_add(struct text *text, const char *piece);
void text_add_n(struct text *text, const char *piece, size_t length);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_pad(struct text *text, char filler, size_t count);
void text_clear(struct text *text);

/* Takes away the first bytes. */
void text_skip(struct text *text, size_t count);

/* Takes away the blanks at the ends of lines. */
void text_trim_lines(struct text *text);
void text_free(struct text *text);

/* A copy for free(); NULL when memory is short, or was while it grew. */
char *text_copy(const struct text *text);

/* Never NULL. */
const char *text_get(const struct text *text);

#endif
