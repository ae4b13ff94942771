/* One command line: the table of words, what handlers use, and the way to a handler. */
#include "sim/scenario/real_cluster.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
  struct scenario_word word;
  enum command_reach reach;
  scenario_handler *handler;
} table[] = {
#define COMMAND(word, handler, reach, usage, help)                                                 \
  {{word, usage, help, false}, REACH_##reach, handler},
#define CMDLET(word, handler, reach, usage, help)                                                  \
  {{word, usage, help, true}, REACH_##reach, handler},
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

void scenario_adopt(struct scenario *scenario, struct world *world) {
  const struct scenario_options *options = scenario->options;
  scenario->world = world;
  scenario->backend = sim_backend_open(world);
  if (options->on_world != NULL)
    options->on_world(options->context, world);
}

void scenario_mark(struct scenario *scenario, size_t next, size_t differences) {
  struct world *world = scenario->world;
  world_set_bookmark(world, "scenario", (int64_t)scenario->file_digest);
  world_set_bookmark(world, "command", (int64_t)next);
  world_set_bookmark(world, "issued", 0);
  world_set_bookmark(world, "started", (int64_t)world_now(world));
  world_set_bookmark(world, "differences", (int64_t)differences);
}

bool scenario_pace(struct scenario *scenario, struct world *world) {
  const struct scenario_options *options = scenario->options;
  if (options->speed_percent == 0)
    return true;
  if (world_pace(world, options->speed_percent, options->hurry) == WIN32_SUCCESS)
    return true;
  return scenario_bad(scenario, 1, "the system has no event loop to pace with");
}

struct world *scenario_new_world(const struct scenario *scenario) {
  const struct cluster_limits *limits = scenario->options->limits;
  return world_create(
      &(struct world_settings){.level = scenario->level,
                               .seed = scenario->seed,
                               .limits = limits != NULL ? *limits : cluster_limits_windows()});
}

bool scenario_need_world(struct scenario *scenario) {
  const struct scenario_options *options = scenario->options;
  char error[400];
  if (scenario->world != NULL || options->elsewhere != NULL)
    return true;
  struct world *world = scenario_new_world(scenario);
  if (world == NULL)
    return scenario_bad(scenario, 1, "memory is short");
  if (scenario->blank != NULL) {
    scenario->world = scenario->blank;
    scenario->blank = NULL;
    scenario->backend = sim_backend_open(scenario->world);
    world_restore(scenario->world, world);
    world_destroy(world);
    return true;
  }
  if (options->database != NULL && !world_save_in(world, options->database, options->replace,
                                                  options->durable, error, sizeof error)) {
    world_destroy(world);
    return scenario_bad(scenario, 1, "%s", error);
  }
  if (!scenario_pace(scenario, world)) {
    world_destroy(world);
    return false;
  }
  scenario_adopt(scenario, world);
  scenario_mark(scenario, scenario->current, 0);
  return true;
}

bool scenario_find(struct scenario *scenario, const struct word *word, enum object_kind kind,
                   uint32_t *index) {
  static const char *const kinds[OBJECT_KIND_COUNT] = {
      [OBJECT_CLUSTER] = "cluster",
      [OBJECT_NODE] = "host",
      [OBJECT_NETWORK] = "network",
      [OBJECT_GROUP] = "group",
      [OBJECT_RESOURCE] = "resource",
      [OBJECT_VM] = "virtual machine",
      [OBJECT_PROPERTY] = "property",
      [OBJECT_GROUP_SET] = "group set",
      [OBJECT_AFFINITY_RULE] = "affinity rule",
      [OBJECT_FAULT_DOMAIN] = "fault domain",
  };
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

void scenario_print_status(struct scenario *scenario, uint32_t status) {
  if (status == WIN32_SUCCESS)
    text_add(&scenario->output, "ERROR_SUCCESS (0)\n");
  else
    text_format(&scenario->output, "%s (%u): %s\n", win32_status_name(status), status,
                win32_status_sentence(status));
}

void scenario_issued(struct scenario *scenario) {
  scenario->issued = true;
  if (scenario->world != NULL)
    world_set_bookmark(scenario->world, "issued", 1);
}

bool scenario_wait(struct scenario *scenario, uint64_t deadline, world_condition *condition,
                   void *context, bool *met) {
  if (deadline > WORLD_TIME_MAX)
    return scenario_bad(scenario, 1, "a simulation lasts 10,000 years at the most");
  scenario_issued(scenario);
  if (scenario->world == NULL) {
    *met = real_cluster_wait(scenario, deadline - scenario->started_at, condition, context);
    return true;
  }
  uint64_t now = world_now(scenario->world);
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

bool scenario_wide_text(const char *text, WCHAR *wide, size_t room) {
  static uint8_t bytes[2 * WORDS_TEXT_MAX];
  size_t size = object_name_to_utf16le(text, bytes, sizeof bytes);
  if (size > sizeof bytes || size / 2 > room)
    return false;
  for (size_t i = 0; i < size / 2; i++)
    wide[i] = (WCHAR)(bytes[2 * i] | (bytes[2 * i + 1] << 8));
  return true;
}

bool scenario_wide(const char *text, WCHAR wide[SCENARIO_NAME_UNITS]) {
  wide[0] = 0;
  if (object_name_check(text, RESOURCE_NAME_UNITS_MAX) != NULL)
    return text[0] == '\0';
  bool fits = scenario_wide_text(text, wide, SCENARIO_NAME_UNITS);
  assert(fits);
  return fits;
}

void scenario_narrow_text(const WCHAR *wide, size_t units, char *text, size_t room) {
  static uint8_t bytes[2 * WORDS_TEXT_MAX + 2];
  assert(units <= WORDS_TEXT_MAX && room > 0);
  for (size_t i = 0; i < units; i++) {
    bytes[2 * i] = (uint8_t)wide[i];
    bytes[2 * i + 1] = (uint8_t)(wide[i] >> 8);
  }
  bytes[2 * units] = bytes[2 * units + 1] = 0;
  (void)object_name_from_utf16le(bytes, 2 * units + 2, text, room);
}

void scenario_narrow(const WCHAR *wide, char text[NAME_BYTES_MAX]) {
  size_t units = 0;
  while (units < SCENARIO_NAME_UNITS && wide[units] != 0)
    units++;
  scenario_narrow_text(wide, units, text, NAME_BYTES_MAX);
}

/* --- one command --- */

static size_t find(const char *name) {
  size_t i = 0;
  for (; i < TABLE_COUNT; i++) {
    const struct scenario_word *word = &table[i].word;
    /* PowerShell does not mind case; our own words do. */
    bool same = word->cmdlet ? object_name_is(name, word->name) : strcmp(word->name, name) == 0;
    if (same)
      break;
  }
  return i;
}

const struct scenario_word *scenario_word_find(const char *name) {
  size_t i = find(name);
  return i < TABLE_COUNT ? &table[i].word : NULL;
}

/* "(Get-ClusterGroup NAME).PROPERTY" is one of PowerShell's expressions, not a cmdlet. */
static bool is_expression(const struct word *word) {
  return strncmp(word->text, "(Get-", 5) == 0;
}

static bool no_command(struct scenario *scenario, const struct word *word) {
  if (strstr(word->text, "-Cluster") != NULL || strstr(word->text, "-VM") != NULL)
    return scenario_bad(
        scenario, word->column,
        "the cmdlet '%s' is not modelled yet; 'wsfcsim help run' lists those that are", word->text);
  return scenario_bad(scenario, word->column,
                      "unknown command '%s'; 'wsfcsim help run' lists what there is", word->text);
}

static bool dispatch(struct scenario *scenario, const struct words *words) {
  if (is_expression(&words->word[0]))
    return cmdlet_property(scenario, words);
  size_t row = find(words->word[0].text);
  return row < TABLE_COUNT ? table[row].handler(scenario, words)
                           : no_command(scenario, &words->word[0]);
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
  return object_name_is(word->text, name);
}

/* The Get cmdlets hand their objects to the parameter cmdlets; no other pair is modelled. */
static bool may_be_piped(struct scenario *scenario, const struct words *words, size_t at,
                         size_t end) {
  if (end == words->count || end + 1 == words->count)
    return true; /* the last one, or nothing behind the pipe: said elsewhere */
  static const char *const givers[] = {
      "Get-Cluster",         "Get-ClusterNode",         "Get-ClusterGroup",
      "Get-ClusterResource", "Get-ClusterResourceType", "Get-ClusterNetwork"};
  const struct word *from = &words->word[at], *into = &words->word[end + 1];
  if (is_cmdlet(into, "Get-ClusterParameter") || is_cmdlet(into, "Set-ClusterParameter"))
    for (size_t i = 0; i < sizeof givers / sizeof givers[0]; i++)
      if (is_cmdlet(from, givers[i]))
        return true;
  return scenario_bad(scenario, words->word[end].column, "piping %s into %s is not modelled yet",
                      from->text, into->text);
}

static bool run_pipeline(struct scenario *scenario, const char *line) {
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

bool scenario_execute(struct scenario *scenario, const char *line) {
  scenario->error[0] = '\0';
  scenario->refused = false;
  bool ok = run_pipeline(scenario, line);
  text_trim_lines(&scenario->output); /* blanks at their ends are nobody's meaning */
  return ok;
}

/* --- on a cluster that is not simulated here --- */

/* Bit 22 of a control code says that it changes something (bit layout, "modify"). */
static bool code_changes(const char *text) {
  uint64_t number = 0;
  const struct control_code *code = control_code_by_name(text);
  if (code != NULL)
    number = code->value;
  else if (!quantity_parse(text, QUANTITY_COUNT, &number))
    return false; /* no code: a mistake that is found when it is run */
  return (number >> 22 & 1) != 0;
}

static enum command_reach reach_of(const struct words *words) {
  const struct word *first = &words->word[0];
  if (is_expression(first)) {
    for (size_t i = 1; i < words->count; i++)
      if (strcmp(words->word[i].text, "=") == 0)
        return REACH_CHANGES;
    return REACH_READS;
  }
  size_t row = find(first->text);
  bool reads = table[row].handler == command_control && words->count >= 3 &&
               !code_changes(words->word[2].text);
  return reads ? REACH_READS : table[row].reach;
}

bool scenario_reach(struct scenario *scenario, const char *line, enum command_reach *reach) {
  struct words words, part;
  size_t column = 1;
  const char *problem = words_split(line, &words, &column);
  *reach = REACH_SETTING;
  if (problem != NULL)
    return scenario_bad(scenario, column, "%s", problem);
  for (size_t at = 0; at < words.count;) {
    size_t end = segment(&words, at, &part);
    if (part.count > 0 && find(part.word[0].text) == TABLE_COUNT && !is_expression(&part.word[0]))
      return no_command(scenario, &part.word[0]);
    enum command_reach its = part.count == 0 ? REACH_SETTING : reach_of(&part);
    *reach = its > *reach ? its : *reach;
    at = end + 1;
  }
  return true;
}
