#ifndef SIM_SCENARIO_WORDS_H
#define SIM_SCENARIO_WORDS_H
/* A command line as words.  Blanks separate; "..." holds blanks together ("" inside is one quote,
 * as in PowerShell); a quote may start after key= as well.  "A","B" are three words, the second one
 * the comma.  A word that is a lone | is a pipe. */
#include <stdbool.h>
#include <stddef.h>

enum { WORDS_MAX = 64, WORDS_TEXT_MAX = 4096 };

struct word {
  const char *text;
  size_t column; /* from 1, where it starts in the line */
  bool quoted;   /* it held quotes: "-1" in quotes is no parameter */
};

struct words {
  struct word word[WORDS_MAX];
  size_t count;
  char text[WORDS_TEXT_MAX];
};

/* NULL, or what is wrong; *column says where. */
const char *words_split(const char *line, struct words *words, size_t *column);

#endif
