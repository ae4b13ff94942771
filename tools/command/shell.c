/* The lines a shell takes, and how it answers. */
#include "tools/command/shell.h"
#include "sim/requests/world.h"
#include "tools/command/quoted.h"
#include "tools/command/write_file.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
  const char *word;
  shell_handler *handler;
  const char *usage, *help;
} table[] = {
#define SHELL_WORD(word, handler, usage, help) {word, handler, usage, help},
#include "tools/command/shell_words.def"
#undef SHELL_WORD
};

enum { TABLE_COUNT = sizeof table / sizeof table[0], SENTENCE_ROOM = 1024 };

const char *const *shell_words(void) {
  static const char *const words[] = {
#define SHELL_WORD(word, handler, usage, help) word,
#include "tools/command/shell_words.def"
#undef SHELL_WORD
      NULL};
  return words;
}

/* --- answers --- */

static void print_json(const struct shell *shell, const char *command,
                       const struct session_answer *answer) {
  const struct world *world = session_world(shell->session);
  struct text line = {0};
  text_format(&line, "{\"line\":%zu,\"command\":", shell->line);
  quoted_json(&line, command);
  text_format(&line, ",\"ok\":%s,\"time_us\":%llu,\"output\":", answer->ok ? "true" : "false",
              (unsigned long long)(world == NULL ? 0 : world_now(world)));
  quoted_json(&line, answer->output);
  if (shell->expected != NULL) {
    text_add(&line, ",\"expected\":");
    quoted_json(&line, shell->expected);
  }
  if (!answer->ok) {
    text_add(&line, ",\"error\":");
    quoted_json(&line, answer->error);
    text_format(&line, ",\"column\":%zu", answer->column);
  }
  text_add(&line, "}\n");
  fputs(line.failed ? "{\"ok\":false,\"error\":\"memory is short\"}\n" : text_get(&line), stdout);
  text_free(&line);
}

void shell_print(struct shell *shell, const char *command, const struct session_answer *answer) {
  if (shell->json) {
    print_json(shell, command, answer);
  } else if (answer->ok) {
    fputs(answer->output, stdout);
  } else if (shell->terminal) {
    printf("%s\n", answer->error);
  } else {
    (void)fflush(stdout);
    fprintf(stderr, "wsfcsim: line %zu", shell->line);
    if (answer->column > 0)
      fprintf(stderr, ", column %zu", answer->column);
    fprintf(stderr, ": %s\n", answer->error);
  }
  (void)fflush(stdout);
}

bool shell_say(struct shell *shell, bool ok, const char *command, const char *format, ...) {
  char sentence[SENTENCE_ROOM];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(sentence, sizeof sentence - 1, format, arguments);
  va_end(arguments);
  struct session_answer answer = {.ok = ok, .output = "", .error = sentence};
  if (ok) {
    strcat(sentence, "\n");
    answer.output = sentence;
  }
  shell_print(shell, command, &answer);
  return ok;
}

/* --- the journal: what a session that is cut off leaves behind --- */

static void keep(struct shell *shell) {
  struct text text = {0};
  if (shell->journal != NULL && session_save(shell->session, &text).ok)
    (void)write_file(shell->journal, text_get(&text), text.used);
  text_free(&text);
}

/* --- the shell's own words --- */

/* The one word behind the command; NULL with a sentence where it is another number of words. */
static const char *one_word(struct shell *shell, const struct words *words, const char *expected) {
  if (words->count == 2)
    return words->word[1].text;
  (void)shell_say(shell, false, words->word[0].text, "%s: expected %s", words->word[0].text,
                  expected);
  return NULL;
}

static bool answered(struct shell *shell, const char *command, struct session_answer answer,
                     const char *sentence) {
  if (!answer.ok || shell->json)
    shell_print(shell, command, &answer);
  else if (shell->terminal)
    printf("%s\n", sentence);
  if (answer.ok)
    keep(shell);
  return answer.ok;
}

bool shell_snapshot(struct shell *shell, const struct words *words) {
  const char *name = one_word(shell, words, "the snapshot's name");
  return name != NULL && answered(shell, "snapshot", session_snapshot(shell->session, name),
                                  "remembered until the session ends");
}

bool shell_restore(struct shell *shell, const struct words *words) {
  const char *name = one_word(shell, words, "a snapshot's name");
  return name != NULL && answered(shell, "restore", session_restore(shell->session, name),
                                  "restored; undo takes it back");
}

bool shell_undo(struct shell *shell, const struct words *words) {
  if (words->count != 1)
    return shell_say(shell, false, "undo", "undo: expected nothing behind it");
  return answered(shell, "undo", session_undo(shell->session), "undone");
}

bool shell_save(struct shell *shell, const struct words *words) {
  const char *path = one_word(shell, words, "a file");
  struct text text = {0};
  if (path == NULL)
    return false;
  struct session_answer answer = session_save(shell->session, &text);
  bool ok = answer.ok && write_file(path, text_get(&text), text.used);
  if (!answer.ok)
    shell_print(shell, "save", &answer);
  else if (!ok)
    (void)shell_say(shell, false, "save", "%s cannot be written: %s", path, strerror(errno));
  else if (shell->terminal || shell->json)
    (void)shell_say(shell, true, "save", "%s has the session; wsfcsim run %s runs it", path, path);
  text_free(&text);
  return ok;
}

bool shell_run(struct shell *shell, const struct words *words) {
  const char *path = one_word(shell, words, "a scenario");
  return path != NULL && shell_run_file(shell, path);
}

bool shell_exit(struct shell *shell, const struct words *words) {
  if (words->count != 1)
    return shell_say(shell, false, "exit", "exit: expected nothing behind it");
  return shell->over = true;
}

static void explain(struct text *text, const struct scenario_word *word) {
  bool first = true;
  text_format(text, "%s\n    %s\n", word->usage, word->help);
  for (size_t i = 0; i < scenario_parameter_count(); i++) {
    struct scenario_parameter parameter = scenario_parameter_at(i);
    if (strcmp(parameter.cmdlet, word->name) != 0 || parameter.modelled)
      continue;
    text_format(text, "%s-%s", first ? "    Not modelled yet: " : ", ", parameter.name);
    first = false;
  }
  text_add(text, first ? "" : "\n");
}

static void list_all(struct text *text) {
  text_add(text, "The shell's own:\n");
  for (size_t i = 0; i < TABLE_COUNT; i++)
    text_format(text, "  %-32s %s\n", table[i].usage, table[i].help);
  for (int cmdlets = 0; cmdlets < 2; cmdlets++) {
    text_add(text, cmdlets ? "The cluster's, as in production:\n" : "The world's:\n");
    for (size_t i = 0; i < scenario_word_count(); i++) {
      struct scenario_word word = scenario_word_at(i);
      if (word.cmdlet == (cmdlets == 1))
        text_format(text, "  %-32s %s\n", word.name, word.help);
    }
  }
  text_add(text, "help COMMAND explains one of them.\n");
}

bool shell_help(struct shell *shell, const struct words *words) {
  struct text text = {0};
  const char *name = words->count == 2 ? words->word[1].text : NULL;
  bool found = words->count == 1;
  if (found)
    list_all(&text);
  for (size_t i = 0; name != NULL && i < TABLE_COUNT; i++)
    if (strcmp(table[i].word, name) == 0) {
      text_format(&text, "%s\n    %s\n", table[i].usage, table[i].help);
      found = true;
    }
  const struct scenario_word *word = name == NULL || found ? NULL : scenario_word_find(name);
  if (word != NULL)
    explain(&text, word);
  if (found || word != NULL)
    shell_print(shell, "help", &(struct session_answer){.ok = true, .output = text_get(&text)});
  else
    (void)shell_say(shell, false, "help", "help: expected a command of 'help'");
  text_free(&text);
  return found || word != NULL;
}

/* --- lines --- */

static bool run_command(struct shell *shell, const char *line, bool with_previous) {
  struct session_answer answer = session_run(shell->session, line, with_previous);
  if (answer.hurried && shell->terminal)
    puts("\nthe rest of the wait took no time");
  bool silent = answer.ok && line[strspn(line, " \t")] == '\0';
  if (!silent)
    shell_print(shell, line, &answer);
  return answer.ok;
}

bool shell_line(struct shell *shell, const char *line) {
  struct words words;
  size_t column = 0;
  bool split = words_split(line, &words, &column) == NULL && words.count > 0;
  for (size_t i = 0; split && i < TABLE_COUNT; i++)
    if (strcmp(words.word[0].text, table[i].word) == 0 &&
        (words.count == 1 || scenario_word_find(table[i].word) == NULL)) /* hint "..." is a line */
      return table[i].handler(shell, &words);
  bool ok = run_command(shell, line, false);
  if (ok)
    keep(shell);
  return ok;
}

/* --- a file --- */

static bool run_commands(struct shell *shell, const struct scenario_file *file, const char *path,
                         size_t *differences) {
  for (size_t i = 0; i < file->count; i++) {
    const struct scenario_command *command = &file->commands[i];
    if (shell->terminal)
      printf("> %s\n", command->text);
    struct session_answer answer = session_run(shell->session, command->text, i > 0);
    if (!answer.ok) {
      char error[SENTENCE_ROOM];
      snprintf(error, sizeof error, "%s", answer.error);
      size_t failed_at = answer.column;
      if (i > 0)
        (void)session_undo(shell->session);
      return shell_say(shell, false, command->text, "%s:%zu:%zu: %s; nothing of the file was kept",
                       path, command->line, failed_at, error);
    }
    bool differs = strcmp(answer.output, command->expected) != 0;
    *differences += differs;
    shell->expected = differs ? command->expected : NULL;
    shell_print(shell, command->text, &answer);
    shell->expected = NULL;
    if (differs && !shell->json)
      printf("%s:%zu: expected something else here\n", path, command->line);
  }
  return true;
}

bool shell_run_file(struct shell *shell, const char *path) {
  struct scenario_file file;
  char error[SENTENCE_ROOM];
  size_t differences = 0;
  bool ok = scenario_file_read(path, &file, error, sizeof error);
  if (!ok)
    (void)shell_say(shell, false, "run", "%s", error);
  else
    ok = run_commands(shell, &file, path, &differences);
  shell->differences += differences;
  if (ok) {
    keep(shell);
    if (shell->terminal)
      printf("%s: %zu commands, %zu difference%s\n", path, file.count, differences,
             differences == 1 ? "" : "s");
  }
  scenario_file_free(&file);
  return ok;
}
