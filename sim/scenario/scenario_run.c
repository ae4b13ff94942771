#include "model/digest.h"
#include "sim/scenario/scenario_state.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  struct scenario_word word;
  scenario_handler *handler;
} table[] = {
#define COMMAND(word, handler, usage, help) {{word, usage, help, false}, handler},
#define CMDLET(word, handler, usage, help)  {{word, usage, help, true}, handler},
#include "sim/scenario/commands.def"
#undef COMMAND
#undef CMDLET
};

enum { TABLE_COUNT = sizeof table / sizeof table[0] };

size_t scenario_word_count(void) {
  return TABLE_COUNT;
}

struct scenario_word scenario_word_at(size_t index) {
  assert(index < TABLE_COUNT);
  return table[index].word;
}

/* --- what handlers use --- */

bool scenario_bad(struct scenario *scenario, size_t column, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(scenario->error, sizeof scenario->error, format, arguments);
  va_end(arguments);
  scenario->error_column = column;
  assert(scenario->error[0] != '\0');
  return false;
}

static void start_world(struct scenario *scenario, struct world *world) {
  const struct scenario_options *options = scenario->options;
  scenario->world = world;
  scenario->backend = sim_backend_open(world);
  if (options->on_world != NULL)
    options->on_world(options->context, world);
}

/* Where a later run goes on; part of the next commit. */
static void mark_command(struct scenario *scenario, size_t next, size_t differences) {
  struct world *world = scenario->world;
  world_set_bookmark(world, "scenario", (int64_t)scenario->file->digest);
  world_set_bookmark(world, "command", (int64_t)next);
  world_set_bookmark(world, "issued", 0);
  world_set_bookmark(world, "started", (int64_t)world_now(world));
  world_set_bookmark(world, "differences", (int64_t)differences);
}

bool scenario_need_world(struct scenario *scenario) {
  const struct scenario_options *options = scenario->options;
  char error[400];
  if (scenario->world != NULL)
    return true;
  struct world *world = world_create(&(struct world_settings){
      .level = scenario->level,
      .seed = scenario->seed,
      .limits = options->limits != NULL ? *options->limits : cluster_limits_windows()});
  if (world == NULL)
    return scenario_bad(scenario, 1, "memory is short");
  if (options->database != NULL && !world_save_in(world, options->database, options->replace,
                                                  options->durable, error, sizeof error)) {
    world_destroy(world);
    return scenario_bad(scenario, 1, "%s", error);
  }
  if (options->speed_percent != 0 && world_pace(world, options->speed_percent) != WIN32_SUCCESS) {
    world_destroy(world);
    return scenario_bad(scenario, 1, "the system has no event loop to pace with");
  }
  start_world(scenario, world);
  mark_command(scenario, scenario->current, 0);
  return true;
}

bool scenario_find(struct scenario *scenario, const struct word *word, enum object_kind kind,
                   uint32_t *index) {
  static const char *const kinds[OBJECT_KIND_COUNT] = {
      [OBJECT_CLUSTER] = "cluster",   [OBJECT_NODE] = "host",
      [OBJECT_NETWORK] = "network",   [OBJECT_GROUP] = "group",
      [OBJECT_RESOURCE] = "resource", [OBJECT_VM] = "virtual machine"};
  if (!scenario_need_world(scenario))
    return false;
  *index = cluster_find(world_cluster(scenario->world), kind, word->text);
  if (*index == CLUSTER_NONE)
    return scenario_bad(scenario, word->column, "no %s is called '%s'", kinds[kind], word->text);
  return true;
}

bool scenario_refused(struct scenario *scenario, const struct word *word, uint32_t status) {
  assert(status != WIN32_SUCCESS);
  return scenario_bad(scenario, word->column, "'%s': %s (%s, %u)", word->text,
                      win32_status_sentence(status), win32_status_name(status), status);
}

void scenario_issued(struct scenario *scenario) {
  scenario->issued = true;
  world_set_bookmark(scenario->world, "issued", 1);
}

bool scenario_wait(struct scenario *scenario, uint64_t deadline, world_condition *condition,
                   void *context, bool *met) {
  uint64_t now = world_now(scenario->world);
  if (deadline > WORLD_TIME_MAX)
    return scenario_bad(scenario, 1, "a simulation lasts 10,000 years at the most");
  scenario_issued(scenario);
  enum world_run end =
      world_run(scenario->world, deadline < now ? now : deadline, condition, context);
  *met = end == WORLD_MET;
  scenario->stopped = end == WORLD_STOPPED;
  return !scenario->stopped;
}

const char *scenario_value(const struct word *word, const char *key) {
  size_t length = strlen(key);
  bool is = strncmp(word->text, key, length) == 0 && word->text[length] == '=';
  return is ? word->text + length + 1 : NULL;
}

bool scenario_quantity(struct scenario *scenario, const struct word *word, const char *key,
                       enum quantity quantity, uint64_t *value, bool *taken) {
  const char *text = scenario_value(word, key);
  *taken = text != NULL;
  if (text == NULL || quantity_parse(text, quantity, value))
    return true;
  return scenario_bad(scenario, word->column, "%s='%s': expected %s", key, text,
                      quantity_expected(quantity));
}

bool scenario_wide(const char *text, WCHAR wide[SCENARIO_NAME_UNITS]) {
  uint8_t bytes[2 * SCENARIO_NAME_UNITS];
  wide[0] = 0;
  if (object_name_check(text, RESOURCE_NAME_UNITS_MAX) != NULL)
    return text[0] == '\0';
  size_t size = object_name_to_utf16le(text, bytes, sizeof bytes);
  assert(size <= sizeof bytes);
  for (size_t i = 0; i < size / 2; i++)
    wide[i] = (WCHAR)(bytes[2 * i] | (bytes[2 * i + 1] << 8));
  return true;
}

void scenario_narrow(const WCHAR *wide, char text[NAME_BYTES_MAX]) {
  uint8_t bytes[2 * SCENARIO_NAME_UNITS];
  size_t used = 0;
  do {
    bytes[used] = (uint8_t)wide[used / 2];
    bytes[used + 1] = (uint8_t)(wide[used / 2] >> 8);
    used += 2;
  } while (wide[used / 2 - 1] != 0 && used < sizeof bytes);
  if (!object_name_from_utf16le(bytes, used, text, NAME_BYTES_MAX))
    text[0] = '\0';
}

/* --- one command --- */

static bool dispatch(struct scenario *scenario, const struct words *words) {
  for (size_t i = 0; i < TABLE_COUNT; i++) {
    const struct scenario_word *word = &table[i].word;
    /* PowerShell does not mind case; our own words do. */
    bool same = word->cmdlet
                    ? object_name_check(words->word[0].text, GROUP_NAME_UNITS_MAX) == NULL &&
                          object_name_equal(word->name, words->word[0].text)
                    : strcmp(word->name, words->word[0].text) == 0;
    if (same)
      return table[i].handler(scenario, words);
  }
  const struct word *word = &words->word[0];
  if (strstr(word->text, "-Cluster") != NULL || strstr(word->text, "-VM") != NULL)
    return scenario_bad(
        scenario, word->column,
        "the cmdlet '%s' is not modelled yet; 'wsfcsim help run' lists those that are", word->text);
  return scenario_bad(scenario, word->column,
                      "unknown command '%s'; 'wsfcsim help run' lists what there is", word->text);
}

/* Takes the words up to the next pipe; returns where it stands. */
static size_t segment(const struct words *words, size_t from, struct words *part) {
  size_t i = from;
  part->count = 0;
  while (i < words->count && (words->word[i].quoted || strcmp(words->word[i].text, "|") != 0))
    part->word[part->count++] = words->word[i++];
  return i;
}

static bool is_cmdlet(const struct word *word, const char *name) {
  return object_name_check(word->text, GROUP_NAME_UNITS_MAX) == NULL &&
         object_name_equal(word->text, name);
}

/* Get-ClusterResource hands its resources to the parameter cmdlets; no other pair is modelled. */
static bool may_be_piped(struct scenario *scenario, const struct words *words, size_t at,
                         size_t end) {
  if (end == words->count || end + 1 == words->count)
    return true; /* the last one, or nothing behind the pipe: said elsewhere */
  const struct word *from = &words->word[at], *into = &words->word[end + 1];
  if (is_cmdlet(from, "Get-ClusterResource") &&
      (is_cmdlet(into, "Get-ClusterParameter") || is_cmdlet(into, "Set-ClusterParameter")))
    return true;
  return scenario_bad(scenario, words->word[end].column, "piping %s into %s is not modelled yet",
                      from->text, into->text);
}

static bool run_line(struct scenario *scenario, const char *line) {
  struct words words, part;
  size_t column = 1;
  const char *problem = words_split(line, &words, &column);
  if (problem != NULL)
    return scenario_bad(scenario, column, "%s", problem);
  scenario->pipeline.count = 0;
  for (size_t at = 0;;) {
    size_t end = segment(&words, at, &part);
    if (part.count == 0)
      return scenario_bad(scenario, end < words.count ? words.word[end].column : strlen(line) + 1,
                          "expected a command beside |");
    scenario->pipeline.open = end < words.count;
    if (!may_be_piped(scenario, &words, at, end))
      return false;
    if (!dispatch(scenario, &part))
      return false;
    if (end == words.count)
      return true;
    at = end + 1;
  }
}

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
  if (options->speed_percent != 0 && world_pace(world, options->speed_percent) != WIN32_SUCCESS) {
    world_destroy(world);
    return scenario_bad(scenario, 0, "the system has no event loop to pace with");
  }
  *first = (size_t)command;
  result->differences = (size_t)world_bookmark(world, "differences");
  start_world(scenario, world);
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
  if (scenario->options->on_command != NULL)
    scenario->options->on_command(scenario->options->context,
                                  scenario->world == NULL ? 0 : world_now(scenario->world),
                                  command->text);
  if (!run_line(scenario, command->text)) {
    if (!scenario->stopped)
      text_format(&result->report, "%s:%zu:%zu: %s\n", path, command->line, scenario->error_column,
                  scenario->error);
    return false;
  }
  if (scenario->options->on_output != NULL)
    scenario->options->on_output(scenario->options->context, text_get(&scenario->output));
  result->commands++;
  result->outputs[i] = text_copy(&scenario->output);
  if (strcmp(text_get(&scenario->output), command->expected) != 0) {
    result->differences++;
    report_difference(result, path, scenario, command);
  }
  if (scenario->world != NULL) {
    mark_command(scenario, i + 1, result->differences);
    scenario->issued = false;
    scenario->started_at = world_now(scenario->world);
  }
  if (!commit(scenario)) {
    text_format(&result->report, "%s:%zu: %s\n", path, command->line, scenario->error);
    return false;
  }
  return true;
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
  scenario->file = file;
  scenario->level = LEVEL_WS2022;
  scenario->seed = options->seed_given ? options->seed : 1;
  size_t i = 0;
  bool ok = !options->resume || resume(scenario, file, &i, &result);
  if (!ok)
    text_format(&result.report, "%s: %s\n", path, scenario->error);
  for (; ok && i < file->count; i++)
    ok = run_command(scenario, path, file, i, &result);
  if (scenario->stopped && !commit(scenario)) { /* then it cannot go on from here */
    text_format(&result.report, "%s: %s\n", path, scenario->error);
    scenario->stopped = false;
  }
  result.end = scenario->stopped        ? SCENARIO_STOPPED
               : !ok                    ? SCENARIO_UNUSABLE
               : result.differences > 0 ? SCENARIO_DIFFERS
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
