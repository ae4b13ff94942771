#include "sim/scenario/words.h"
#include <assert.h>
#include <string.h>

static bool blank(char c) {
  return c == ' ' || c == '\t';
}

/* Copies one word to `out`; returns where it ends, or NULL when a quote stays open.  Between "A"
 * and "B" of a list the comma is a word of its own, so that those in the quotes are not taken for
 * it. */
static const char *take_word(const char *p, char *out, bool *quoted) {
  bool inside = false;
  const char *start = p;
  *quoted = false;
  for (; *p != '\0' && (inside || !blank(*p)); p++) {
    if (!inside && p > start && ((*p == ',' && p[-1] == '"') || (*p == '"' && p[-1] == ',')))
      break;
    if (*p != '"') {
      *out++ = *p;
    } else if (inside && p[1] == '"') {
      *out++ = *p++;
    } else {
      inside = !inside;
      *quoted = true;
    }
  }
  *out = '\0';
  return inside ? NULL : p;
}

const char *words_split(const char *line, struct words *words, size_t *column) {
  char *out = words->text;
  assert(line != NULL && column != NULL);
  words->count = 0;
  *column = 1;
  if (strlen(line) > WORDS_TEXT_MAX / 2) /* every word adds at most its NUL */
    return "a command line has at most 2048 characters";
  for (const char *p = line;;) {
    while (blank(*p))
      p++;
    *column = (size_t)(p - line) + 1;
    if (*p == '\0' || *p == '#')
      return NULL;
    if (words->count == WORDS_MAX)
      return "a command has at most 64 words";
    struct word *word = &words->word[words->count++];
    word->text = out;
    word->column = *column;
    const char *end = take_word(p, out, &word->quoted);
    if (end == NULL)
      return "a quote is not closed";
    while (*out != '\0')
      out++;
    out++;
    p = end;
  }
}
