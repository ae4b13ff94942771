/* wsfcsim capabilities: what is modelled, and what answers "not modelled". */
#include "model/control.h"
#include "model/control_codes.h"
#include "sim/engine/engine.h"
#include "sim/scenario/scenario.h"
#include "tools/command/quoted.h"
#include "tools/command/subcommands.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *what, *answer;
} not_modelled[] = {
#define NOT_MODELLED(what, answer) {what, answer},
#include "tools/command/not_modelled.def"
#undef NOT_MODELLED
};

enum { NOT_MODELLED_COUNT = sizeof not_modelled / sizeof not_modelled[0] };

/* One section of the answer: items with a text each, in both forms. */
struct section {
  struct text *out;
  bool json, first;
};

static struct section begin(struct text *out, bool json, const char *key, const char *title) {
  if (json)
    text_format(out, ",\n  \"%s\": [", key);
  else
    text_format(out, "\n%s\n", title);
  return (struct section){.out = out, .json = json, .first = true};
}

static void end(struct section *section) {
  if (section->json)
    text_add(section->out, section->first ? "]" : "\n  ]");
}

/* An item with up to three named texts; a NULL one is left out. */
static void item(struct section *section, const char *const names[3], const char *const texts[3]) {
  if (section->json) {
    text_add(section->out, section->first ? "\n    {" : ",\n    {");
    for (int i = 0; i < 3 && names[i] != NULL; i++) {
      text_format(section->out, "%s\"%s\": ", i > 0 ? ", " : "", names[i]);
      quoted_json(section->out, texts[i]);
    }
    text_add(section->out, "}");
  } else {
    text_format(section->out, "  %s", texts[0]);
    for (int i = 1; i < 3 && names[i] != NULL; i++)
      if (texts[i][0] != '\0')
        text_format(section->out, "%s%s", i == 1 ? ": " : "; ", texts[i]);
    text_add(section->out, "\n");
  }
  section->first = false;
}

static void list_levels(struct text *out, bool json) {
  struct section section = begin(out, json, "levels", "Functional levels");
  for (unsigned i = 0; i < LEVEL_COUNT; i++)
    item(&section, (const char *const[3]){"name"},
         (const char *const[3]){functional_level((enum functional_level)i)->name});
  end(&section);
}

static void list_world_commands(struct text *out, bool json) {
  struct section section = begin(out, json, "world_commands", "Commands of the world");
  for (size_t i = 0; i < scenario_word_count(); i++) {
    struct scenario_word word = scenario_word_at(i);
    if (!word.cmdlet)
      item(&section, (const char *const[3]){"name", "help"},
           (const char *const[3]){word.name, word.help});
  }
  end(&section);
}

/* A cmdlet's parameters, those that are modelled or those that are not, with blanks between. */
static void parameters(struct text *text, const char *cmdlet, bool modelled) {
  text_clear(text);
  for (size_t i = 0; i < scenario_parameter_count(); i++) {
    struct scenario_parameter parameter = scenario_parameter_at(i);
    if (strcmp(parameter.cmdlet, cmdlet) == 0 && parameter.modelled == modelled)
      text_format(text, "%s-%s", text->used > 0 ? " " : "", parameter.name);
  }
}

static void list_cmdlets(struct text *out, bool json) {
  struct section section = begin(out, json, "cmdlets", "Cmdlets");
  struct text modelled = {0}, others = {0};
  for (size_t i = 0; i < scenario_word_count(); i++) {
    struct scenario_word word = scenario_word_at(i);
    if (!word.cmdlet)
      continue;
    parameters(&modelled, word.name, true);
    parameters(&others, word.name, false);
    if (!json && others.used > 0) {
      char *list = text_copy(&others);
      text_clear(&others);
      text_format(&others, "not modelled: %s", list == NULL ? "" : list);
      free(list);
    }
    item(&section, (const char *const[3]){"name", "modelled", "not_modelled"},
         (const char *const[3]){word.name, text_get(&modelled), text_get(&others)});
  }
  text_free(&modelled);
  text_free(&others);
  end(&section);
}

static void list_control_codes(struct text *out, bool json) {
  struct section section = begin(out, json, "control_codes", "Control codes with behaviour");
  size_t modelled = 0, numbered = 0;
  for (size_t i = 0; i < control_code_count(); i++) {
    const struct control_code *code = control_code_at(i);
    numbered += code->object[0] != '\0';
    if (code->object[0] == '\0' || control_fate(code) != CONTROL_MODELLED)
      continue;
    modelled++;
    item(&section, (const char *const[3]){"name"}, (const char *const[3]){code->name});
  }
  end(&section);
  if (json)
    text_format(out, ",\n  \"control_codes_numbered\": %zu,\n  \"control_codes_modelled\": %zu",
                numbered, modelled);
  else
    text_format(out,
                "  %zu of %zu; the others answer 120 where their object and type fit, else 1\n",
                modelled, numbered);
}

static void list_choices(struct text *out, bool json) {
  struct section section =
      begin(out, json, "switches", "Switches (the first value is the default)");
  for (unsigned i = 0; i < SWITCH_COUNT; i++)
    item(&section, (const char *const[3]){"name", "default", "other"},
         (const char *const[3]){cluster_switch_name((enum model_switch)i),
                                cluster_switch_value((enum model_switch)i, 0),
                                cluster_switch_value((enum model_switch)i, 1)});
  end(&section);
  section = begin(out, json, "durations", "Durations that can be set");
  for (unsigned i = 0; i < TIMING_COUNT; i++)
    item(&section, (const char *const[3]){"name"},
         (const char *const[3]){timing_name((enum timing)i)});
  end(&section);
}

static void list_not_modelled(struct text *out, bool json) {
  struct section section =
      begin(out, json, "not_modelled", "Not modelled yet, and what it answers");
  for (size_t i = 0; i < NOT_MODELLED_COUNT; i++)
    item(&section, (const char *const[3]){"what", "answer"},
         (const char *const[3]){not_modelled[i].what, not_modelled[i].answer});
  end(&section);
}

int capabilities_command(int count, char **arguments) {
  bool json = count == 1 && strcmp(arguments[0], "--json") == 0;
  struct text out = {0};
  if (count > 0 && !json)
    return complain("capabilities: '%s': expected --json or nothing", arguments[0]);
  if (json)
    text_format(&out, "{\n  \"version\": \"%s\",\n  \"language\": %d", WSFCSIM_VERSION,
                SCENARIO_LANGUAGE);
  else
    text_format(&out, "wsfcsim %s, version %d of the scenario language\n", WSFCSIM_VERSION,
                SCENARIO_LANGUAGE);
  list_levels(&out, json);
  list_world_commands(&out, json);
  list_cmdlets(&out, json);
  list_control_codes(&out, json);
  list_choices(&out, json);
  list_not_modelled(&out, json);
  if (json)
    text_add(&out, "\n}\n");
  bool ok = !out.failed;
  fputs(ok ? text_get(&out) : "", stdout);
  text_free(&out);
  return ok ? EXIT_AS_EXPECTED : complain("capabilities: memory is short");
}
