/* The shell's lab: sets up a lab's cluster, gives its hints, and grades what the learner has done.
 */
#include "tools/command/shell.h"
#include <stdio.h>
#include <string.h>

enum { TEXT_ROOM = 1024 };

/* A command's first word, and its text where it has one; false where the words are no line. */
static bool split(const char *line, struct words *words) {
  size_t column = 0;
  return words_split(line, words, &column) == NULL && words->count > 0;
}

static bool is_command(const struct scenario_command *command, const char *word,
                       struct words *words) {
  return split(command->text, words) && strcmp(words->word[0].text, word) == 0;
}

/* Everything before the first task, in this session; all of it or nothing. */
static bool set_up(struct shell *shell, const char *path) {
  struct words words;
  size_t begun = 0;
  for (; begun < shell->lab.count; begun++) {
    const struct scenario_command *command = &shell->lab.commands[begun];
    if (is_command(command, "task", &words))
      break;
    struct session_answer answer = session_run(shell->session, command->text, begun > 0);
    if (answer.ok)
      continue;
    char error[TEXT_ROOM];
    snprintf(error, sizeof error, "%s", answer.error);
    if (begun > 0)
      (void)session_undo(shell->session);
    return shell_say(shell, false, "lab", "%s:%zu: %s", path, command->line, error);
  }
  if (begun < shell->lab.count)
    return true;
  if (begun > 0)
    (void)session_undo(shell->session);
  return shell_say(shell, false, "lab", "%s: it sets no task, so it is no lab", path);
}

bool shell_lab(struct shell *shell, const struct words *words) {
  struct scenario_file file;
  struct words task;
  char error[TEXT_ROOM];
  if (words->count != 2)
    return shell_say(shell, false, "lab", "lab: expected a lab's file");
  if (session_world(shell->session) != NULL)
    return shell_say(shell, false, "lab",
                     "lab: a lab begins in a session of its own, and this one "
                     "has a world already");
  if (!scenario_file_read(words->word[1].text, &file, error, sizeof error)) {
    scenario_file_free(&file);
    return shell_say(shell, false, "lab", "%s", error);
  }
  scenario_file_free(&shell->lab);
  shell->lab = file;
  shell->hints = 0;
  if (!set_up(shell, words->word[1].text)) {
    scenario_file_free(&shell->lab);
    shell->lab = (struct scenario_file){0};
    return false;
  }
  for (size_t i = 0; i < shell->lab.count; i++)
    if (is_command(&shell->lab.commands[i], "task", &task) && task.count > 1)
      (void)shell_say(shell, true, "lab", "%s", task.word[1].text);
  return shell_say(shell, true, "lab", "hint helps, grade grades.");
}

static bool no_lab(struct shell *shell, const char *command) {
  return shell_say(shell, false, command, "%s: no lab has been set up; lab FILE does it", command);
}

bool shell_hint(struct shell *shell, const struct words *words) {
  struct words hint;
  size_t seen = 0;
  (void)words;
  if (shell->lab.count == 0)
    return no_lab(shell, "hint");
  for (size_t i = 0; i < shell->lab.count; i++)
    if (is_command(&shell->lab.commands[i], "hint", &hint) && hint.count > 1 &&
        seen++ == shell->hints) {
      shell->hints++;
      return shell_say(shell, true, "hint", "%s", hint.word[1].text);
    }
  return shell_say(shell, true, "hint", "there are no more hints; the solution stands in the file");
}

bool shell_grade(struct shell *shell, const struct words *words) {
  struct words check;
  size_t checks = 0, met = 0;
  (void)words;
  if (shell->lab.count == 0)
    return no_lab(shell, "grade");
  for (size_t i = 0; i < shell->lab.count; i++) {
    const struct scenario_command *command = &shell->lab.commands[i];
    if (!is_command(command, "check", &check))
      continue;
    struct session_answer answer = session_run(shell->session, command->text, checks > 0);
    bool fine = answer.ok && answer.output[0] == '\0';
    checks++;
    met += fine;
    if (!fine) {
      char found[TEXT_ROOM];
      snprintf(found, sizeof found, "%s", answer.ok ? answer.output : answer.error);
      found[strcspn(found, "\n")] = '\0';
      (void)shell_say(shell, true, "grade", "not yet: %s (%s)", command->text, found);
    }
  }
  return shell_say(shell, met == checks, "grade", "%zu of %zu checks are met%s", met, checks,
                   met == checks ? ": well done" : "");
}
