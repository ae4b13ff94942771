#ifndef TOOLS_COMMAND_SHELL_H
#define TOOLS_COMMAND_SHELL_H
/* The shell while it runs; for the files of the shell only. */
#include "sim/scenario/scenario_file.h"
#include "sim/scenario/session.h"
#include "sim/scenario/words.h"

struct shell {
  struct session *session;
  bool terminal, json;      /* how it answers */
  bool over;                /* exit was typed */
  size_t line;              /* of the input, from 1; for messages */
  size_t differences;       /* between what a scenario expects and what its commands printed */
  const char *expected;     /* what a command that differs should have printed; NULL */
  struct scenario_file lab; /* no commands: none is set up */
  size_t hints;             /* of the lab, given so far */
  const char *journal;      /* the file the session is kept in while it lasts; NULL: none */
};

/* A line of the shell's own; its words are checked by the handler.  False when it failed, and then
 * it has said why. */
typedef bool shell_handler(struct shell *shell, const struct words *words);

#define SHELL_WORD(word, handler, usage, help) shell_handler handler;
#include "tools/command/shell_words.def"
#undef SHELL_WORD

/* Runs one line of input, the shell's own or the scenario language's, and prints its answer. */
bool shell_line(struct shell *shell, const char *line);

/* Runs a scenario's commands in this session; all of them or none. */
bool shell_run_file(struct shell *shell, const char *path);

/* The shell's own words, NULL at the end. */
const char *const *shell_words(void);

/* Prints what a command printed, or why it failed. */
void shell_print(struct shell *shell, const char *command, const struct session_answer *answer);

/* A sentence of the shell's own: an answer, or a failure when `ok` is false.  Returns `ok`. */
bool shell_say(struct shell *shell, bool ok, const char *command, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
