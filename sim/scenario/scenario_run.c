#include "sim/scenario/real_cluster.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- a file --- */

/* How many bytes of whole lines two texts have in common at their beginning. */
static size_t common_lines(const char *a, const char *b) {
  size_t common = 0;
  for (size_t i = 0; a[i] != '\0' && a[i] == b[i]; i++)
    if (a[i] == '\n')
      common = i + 1;
  return common;
}

/* The same at their end, within the first `a_size` and `b_size` bytes before it. */
static size_t common_tail(const char *a, size_t a_size, const char *b, size_t b_size) {
  size_t common = 0;
  for (size_t i = 1; i <= a_size && i <= b_size && a[a_size - i] == b[b_size - i]; i++)
    if (i == a_size || i == b_size || a[a_size - i - 1] == '\n')
      common = i;
  bool line_starts = (common == a_size || a[a_size - common - 1] == '\n') &&
                     (common == b_size || b[b_size - common - 1] == '\n');
  return line_starts ? common : 0;
}

static void report_lines(struct text *report, const char *mark, const char *lines, size_t size) {
  for (size_t at = 0; at < size;) {
    size_t length = strcspn(lines + at, "\n");
    text_format(report, "  %s %.*s\n", mark, (int)length, lines + at);
    at += length + 1;
  }
}

/* What both have, then what was expected (-) and what came (+) instead, then what both have. */
static void report_difference(struct scenario_result *result, const char *path,
                              const struct scenario *scenario,
                              const struct scenario_command *command) {
  uint64_t now = scenario->world == NULL ? 0 : world_now(scenario->world);
  const char *want = command->expected, *got = text_get(&scenario->output);
  size_t head = common_lines(want, got);
  size_t want_size = strlen(want) - head, got_size = strlen(got) - head;
  size_t tail = common_tail(want + head, want_size, got + head, got_size);
  text_format(&result->report, "%s:%zu: at %llu.%06llu s: %s\n", path, command->line,
              (unsigned long long)(now / 1000000), (unsigned long long)(now % 1000000),
              command->text);
  report_lines(&result->report, " ", want, head);
  report_lines(&result->report, "-", want + head, want_size - tail);
  report_lines(&result->report, "+", got + head, got_size - tail);
  report_lines(&result->report, " ", want + head + want_size - tail, tail);
}

/* Opens the database and finds the command to go on with. */
static bool resume(struct scenario *scenario, const struct scenario_file *file, size_t *first,
                   struct scenario_result *result) {
  const struct scenario_options *options = scenario->options;
  char error[400];
  struct world *world = world_open(options->database, options->durable, error, sizeof error);
  if (world == NULL)
    return scenario_bad(scenario, 0, "%s", error);
  scenario->level = world_cluster(world)->level;
  int64_t command = world_bookmark(world, "command");
  bool in_the_past = world_bookmark(world, "started") >= 0 &&
                     (uint64_t)world_bookmark(world, "started") <= world_now(world);
  if ((uint64_t)world_bookmark(world, "scenario") != file->digest || command < 0 || !in_the_past ||
      (size_t)command > file->count) {
    world_destroy(world);
    return scenario_bad(scenario, 0, "%s was made by another scenario, or this one has changed",
                        options->database);
  }
  if (!scenario_pace(scenario, world)) {
    world_destroy(world);
    return false;
  }
  *first = (size_t)command;
  result->differences = (size_t)world_bookmark(world, "differences");
  scenario_adopt(scenario, world);
  scenario->issued = world_bookmark(world, "issued") != 0;
  scenario->started_at = (uint64_t)world_bookmark(world, "started");
  return true;
}

static bool commit(struct scenario *scenario) {
  char error[400];
  if (scenario->world == NULL || world_commit(scenario->world, error, sizeof error))
    return true;
  return scenario_bad(scenario, 0, "%s", error);
}

/* One command with its bookkeeping; false when the run ends here. */
static bool run_command(struct scenario *scenario, const char *path,
                        const struct scenario_file *file, size_t i,
                        struct scenario_result *result) {
  const struct scenario_command *command = &file->commands[i];
  text_clear(&scenario->output);
  scenario->current = i;
  scenario->issued = scenario->issued && scenario->world != NULL;
  if (scenario->options->elsewhere != NULL) {
    enum command_reach reach = real_cluster_reach(scenario, command->text);
    result->left_out += reach == REACH_SHOWN;
    if (reach == REACH_SHOWN || reach == REACH_SILENT)
      return true;
  }
  if (scenario->options->on_command != NULL)
    scenario->options->on_command(scenario->options->context,
                                  scenario->world == NULL ? 0 : world_now(scenario->world),
                                  command->text);
  bool ok = scenario_execute(scenario, command->text);
  if (ok && (result->outputs[i] = text_copy(&scenario->output)) == NULL)
    ok = scenario_bad(scenario, 1, "memory is short");
  if (!ok) {
    if (!scenario->stopped)
      text_format(&result->report, "%s:%zu:%zu: %s\n", path, command->line, scenario->error_column,
                  scenario->error);
    return false;
  }
  if (scenario->options->on_output != NULL)
    scenario->options->on_output(scenario->options->context, text_get(&scenario->output));
  result->commands++;
  if (strcmp(text_get(&scenario->output), command->expected) != 0) {
    result->differences++;
    report_difference(result, path, scenario, command);
  }
  if (scenario->world != NULL) {
    scenario_mark(scenario, i + 1, result->differences);
    scenario->issued = false;
    scenario->started_at = world_now(scenario->world);
  }
  if (!commit(scenario)) {
    text_format(&result->report, "%s:%zu: %s\n", path, command->line, scenario->error);
    return false;
  }
  return true;
}

/* On a cluster that is not simulated here: the opening becomes requirements. */
static bool find_elsewhere(struct scenario *scenario, const char *path,
                           const struct scenario_file *file, size_t *first,
                           struct scenario_result *result) {
  size_t line = 1;
  scenario->backend = *scenario->options->elsewhere;
  enum real_cluster_fit fit = real_cluster_prepare(scenario, file, first, &line);
  if (fit != REAL_CLUSTER_FITS)
    text_format(&result->report, "%s:%zu: %s\n", path, line, scenario->error);
  if (fit == REAL_CLUSTER_UNFIT)
    result->end = SCENARIO_NOT_RUN;
  return fit == REAL_CLUSTER_FITS;
}

static struct scenario_result run_file(const char *path, const struct scenario_file *file,
                                       const struct scenario_options *options) {
  struct scenario_result result = {.output_count = file->count};
  struct scenario *scenario = calloc(1, sizeof *scenario);
  result.outputs = calloc(file->count + 1, sizeof(char *));
  if (scenario == NULL || result.outputs == NULL) {
    free(scenario);
    text_add(&result.report, "memory is short\n");
    result.end = SCENARIO_UNUSABLE;
    return result;
  }
  scenario->options = options;
  scenario->file_digest = file->digest;
  scenario->level = LEVEL_WS2022;
  scenario->seed = options->seed_given ? options->seed : 1;
  size_t i = 0;
  bool ok = !options->resume || resume(scenario, file, &i, &result);
  if (!ok)
    text_format(&result.report, "%s: %s\n", path, scenario->error);
  ok = ok && (options->elsewhere == NULL || find_elsewhere(scenario, path, file, &i, &result));
  for (; ok && i < file->count; i++)
    ok = run_command(scenario, path, file, i, &result);
  if (scenario->stopped && !commit(scenario)) { /* then it cannot go on from here */
    text_format(&result.report, "%s: %s\n", path, scenario->error);
    scenario->stopped = false;
  }
  result.end = scenario->stopped                ? SCENARIO_STOPPED
               : result.end == SCENARIO_NOT_RUN ? SCENARIO_NOT_RUN
               : !ok                            ? SCENARIO_UNUSABLE
               : result.differences > 0         ? SCENARIO_DIFFERS
                                                : SCENARIO_AS_EXPECTED;
  if (scenario->world != NULL) {
    world_check(scenario->world);
    result.digest = world_digest(scenario->world);
    result.now = world_now(scenario->world);
    sim_backend_close(&scenario->backend);
    world_destroy(scenario->world);
  }
  text_free(&scenario->output);
  free(scenario);
  return result;
}

/* Before a database is opened or a clock is followed the scenario is rehearsed in memory: a mistake
 * in its last line is found before anything is replaced, and not minutes later. */
struct scenario_result scenario_run(const char *path, const struct scenario_file *file,
                                    const struct scenario_options *options) {
  bool matters = (options->database != NULL && !options->resume) || options->speed_percent != 0;
  if (matters) {
    struct scenario_options rehearsal = {
        .limits = options->limits, .seed_given = options->seed_given, .seed = options->seed};
    struct scenario_result result = run_file(path, file, &rehearsal);
    if (result.end == SCENARIO_UNUSABLE)
      return result;
    scenario_result_free(&result);
  }
  return run_file(path, file, options);
}

void scenario_result_free(struct scenario_result *result) {
  for (size_t i = 0; i < result->output_count && result->outputs != NULL; i++)
    free(result->outputs[i]);
  free(result->outputs);
  text_free(&result->report);
  *result = (struct scenario_result){0};
}
