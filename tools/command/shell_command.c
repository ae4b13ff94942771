/* wsfcsim shell: a session at a terminal, or from a pipe. */
#include "sim/requests/world.h"
#include "tools/command/line_editor.h"
#include "tools/command/options.h"
#include "tools/command/session_journal.h"
#include "tools/command/shell.h"
#include "tools/command/subcommands.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { ERROR_ROOM = 512, PROMPT_ROOM = NAME_BYTES_MAX + 64 };

struct shell_options {
  struct scenario_options scenario;
  const char *file;
  bool json;
};

/* --- options --- */

static int take_options(int count, char **arguments, struct shell_options *options) {
  for (int i = 0; i < count; i++) {
    const char *option = arguments[i], *value = i + 1 < count ? arguments[i + 1] : NULL;
    if (strcmp(option, "--json") == 0) {
      options->json = true;
    } else if (strcmp(option, "--durable") == 0) {
      options->scenario.durable = true;
    } else if (strcmp(option, "--db") == 0) {
      if (value == NULL)
        return complain("shell: --db: expected a file");
      options->scenario.database = value;
      i++;
    } else if (strcmp(option, "--pace") == 0) {
      if (value == NULL || !option_pace(value, &options->scenario.speed_percent))
        return complain("shell: --pace: " OPTION_PACE_EXPECTED);
      i++;
    } else if (strncmp(option, "--", 2) == 0) {
      return complain("shell: unknown option '%s'", option);
    } else if (options->file != NULL) {
      return complain("shell: '%s': expected one scenario at most", option);
    } else {
      options->file = option;
    }
  }
  if (options->scenario.durable && options->scenario.database == NULL)
    return complain("shell: --durable goes with --db FILE");
  return EXIT_AS_EXPECTED;
}

/* --- what the line editor asks --- */

static struct completion candidates;

static const struct cluster *cluster_of(const struct shell *shell) {
  const struct world *world = session_world(shell->session);
  return world == NULL ? NULL : world_cluster(world);
}

static const struct completion *complete(void *context, const char *line) {
  const struct shell *shell = context;
  completion_find(line, cluster_of(shell), shell_words(), &candidates);
  return &candidates;
}

/* "LAB 12.3 s> ": the cluster, and what time it is there. */
static const char *prompt(void *context) {
  static char text[PROMPT_ROOM];
  const struct shell *shell = context;
  const struct cluster *cluster = cluster_of(shell);
  bool named = cluster != NULL && cluster->created;
  uint64_t now = cluster == NULL ? 0 : world_now(session_world(shell->session));
  snprintf(text, sizeof text, "%s%s%llu.%llu s> ",
           named ? cluster_name(cluster, OBJECT_CLUSTER, 0) : "", named ? " " : "",
           (unsigned long long)(now / 1000000), (unsigned long long)(now % 1000000 / 100000));
  return text;
}

static bool idle(void *context) {
  struct shell *shell = context;
  session_keep_up(shell->session);
  return !session_terminated(shell->session);
}

/* --- the two ways lines come --- */

static int run_terminal(struct shell *shell) {
  char history[JOURNAL_PATH_ROOM];
  bool kept = session_journal_history(history);
  struct line_editor *editor = line_editor_open(&(struct line_editor_options){
      .history = kept ? history : NULL,
      .context = shell,
      .prompt = prompt,
      .complete = complete,
      .idle = idle,
  });
  enum line_end end = LINE_END;
  const char *line = NULL;
  if (editor == NULL)
    return complain("shell: this terminal cannot be used");
  while (!shell->over && (end = line_editor_read(editor, &line)) == LINE_READ) {
    shell->line++;
    session_keep_up(shell->session);
    (void)shell_line(shell, line);
  }
  line_editor_close(editor);
  if (end == LINE_END && !shell->over)
    putchar('\n');
  return end == LINE_LOST ? EXIT_UNUSABLE : EXIT_AS_EXPECTED;
}

/* A line of any length; false at the end. */
static bool read_line(struct text *line) {
  int c = getchar();
  text_clear(line);
  if (c == EOF)
    return false;
  for (; c != EOF && c != '\n'; c = getchar()) {
    char byte = (char)c;
    text_add_n(line, &byte, 1);
  }
  return !line->failed;
}

/* A script ends at its first mistake. */
static int run_pipe(struct shell *shell) {
  struct text line = {0};
  bool ok = true;
  while (ok && !shell->over && read_line(&line)) {
    shell->line++;
    if (line.used > 0 && line.bytes[line.used - 1] == '\r')
      line.bytes[--line.used] = '\0';
    if (shell->line == 1 && strncmp(text_get(&line), "\xEF\xBB\xBF", 3) == 0) /* byte order mark */
      text_skip(&line, 3);
    if (strlen(text_get(&line)) != line.used)
      ok = shell_say(shell, false, "", "a NUL byte: a script is plain text");
    else
      ok = shell_line(shell, text_get(&line));
  }
  bool failed = line.failed || ferror(stdin);
  text_free(&line);
  if (failed)
    return complain("shell: the input could not be read");
  return !ok ? EXIT_UNUSABLE : shell->differences > 0 ? EXIT_DIFFERENCE : EXIT_AS_EXPECTED;
}

static void greet(const struct shell_options *options) {
  printf("wsfcsim %s. help lists the commands, Tab completes, exit or Ctrl-D ends.\n",
         WSFCSIM_VERSION);
  if (options->scenario.resume)
    printf("%s holds a cluster: it goes on where it stopped.\n", options->scenario.database);
}

static int run_session(struct shell *shell, const struct shell_options *options) {
  struct session_journal *journal = NULL;
  if (shell->terminal) {
    (void)signal(SIGHUP, SIG_IGN); /* a terminal that goes away is an end of input */
    greet(options);
    session_journal_tell();
    journal = session_journal_open(&shell->journal);
  }
  bool ok = options->file == NULL || shell_run_file(shell, options->file);
  int end = EXIT_UNUSABLE;
  if (ok || shell->terminal)
    end = shell->terminal ? run_terminal(shell) : run_pipe(shell);
  bool lost = shell->terminal && end != EXIT_AS_EXPECTED;
  const char *why = session_terminated(shell->session) ? "stopped" : "the terminal went away";
  if (lost && options->scenario.database != NULL)
    (void)complain("%s; %s has everything", why, options->scenario.database);
  else if (lost && session_journal_used(journal))
    (void)complain("%s; the session is kept in %s", why, shell->journal);
  else if (lost)
    (void)complain("%s", why);
  session_journal_close(journal, lost);
  return end;
}

static bool file_exists(const char *path) {
  uv_fs_t request;
  int result = uv_fs_stat(NULL, &request, path, NULL);
  bool empty = result == 0 && request.statbuf.st_size == 0;
  uv_fs_req_cleanup(&request);
  return result == 0 && !empty;
}

int shell_command(int count, char **arguments) {
  struct shell_options options = {.scenario.hurry = true};
  char error[ERROR_ROOM];
  int result = take_options(count, arguments, &options);
  if (result != EXIT_AS_EXPECTED)
    return result;
  options.scenario.resume =
      options.scenario.database != NULL && file_exists(options.scenario.database);
  struct shell shell = {.json = options.json,
                        .terminal = !options.json && uv_guess_handle(0) == UV_TTY &&
                                    uv_guess_handle(1) == UV_TTY,
                        .session = session_open(&options.scenario, error, sizeof error)};
  if (shell.session == NULL)
    return complain("%s", error);
  result = run_session(&shell, &options);
  scenario_file_free(&shell.lab);
  session_close(shell.session);
  return result;
}
