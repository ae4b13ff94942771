#include "sim/scenario/cmdlet_arguments.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum parameter_kind { TEXT, LIST, NUMBER, FLAG };

/* What a parameter's values are names of. */
enum {
  NAMES_NODE = OBJECT_NODE,
  NAMES_NETWORK = OBJECT_NETWORK,
  NAMES_GROUP = OBJECT_GROUP,
  NAMES_RESOURCE = OBJECT_RESOURCE,
  NAMES_VM = OBJECT_VM,
  NAMES_NOTHING = OBJECT_KIND_COUNT
};

static const struct {
  const char *cmdlet, *name;
  enum parameter_kind kind;
  enum object_kind names;
  bool modelled;
} parameters[] = {
#define PARAMETER(cmdlet, name, kind, names, modelled)                                             \
  {cmdlet, name, kind, (enum object_kind)NAMES_##names, modelled},
#include "sim/scenario/parameters.def"
#undef PARAMETER
};

enum { PARAMETER_COUNT = sizeof parameters / sizeof parameters[0] };

size_t scenario_parameter_count(void) {
  return PARAMETER_COUNT;
}

struct scenario_parameter scenario_parameter_at(size_t index) {
  assert(index < PARAMETER_COUNT);
  return (struct scenario_parameter){.cmdlet = parameters[index].cmdlet,
                                     .name = parameters[index].name,
                                     .modelled = parameters[index].modelled,
                                     .flag = parameters[index].kind == FLAG,
                                     .names = parameters[index].names};
}

static size_t find(const char *cmdlet, const char *name) {
  size_t i = 0;
  while (i < PARAMETER_COUNT && (!object_name_is(cmdlet, parameters[i].cmdlet) ||
                                 !object_name_is(name, parameters[i].name)))
    i++;
  return i;
}

/* "NODE1,NODE2" may be one word or several: a word that ends in a comma, or that begins with one,
 * goes on with the next. */
static bool take_values(struct scenario *scenario, const struct words *words, size_t *i,
                        struct cmdlet_parameter *parameter, char **text) {
  bool more = true;
  while (more && *i < words->count) {
    const struct word *word = &words->word[*i];
    size_t length = strlen(word->text);
    if (word->quoted) {
      parameter->values[parameter->value_count++] = word->text;
    } else {
      memcpy(*text, word->text, length + 1);
      for (char *piece = strtok(*text, ","); piece != NULL; piece = strtok(NULL, ",")) {
        if (parameter->value_count == CMDLET_VALUES_MAX)
          return scenario_bad(scenario, word->column, "-%s: at most 64 values", parameter->name);
        parameter->values[parameter->value_count++] = piece;
      }
      *text += length + 1;
    }
    ++*i;
    bool ends = !word->quoted && length > 0 && word->text[length - 1] == ',';
    bool begins = *i < words->count && !words->word[*i].quoted && words->word[*i].text[0] == ',';
    more = ends || begins;
    if (more && parameter->value_count == CMDLET_VALUES_MAX)
      return scenario_bad(scenario, word->column, "-%s: at most 64 values", parameter->name);
  }
  return true;
}

static bool take_parameter(struct scenario *scenario, const struct words *words, size_t *i,
                           size_t row, struct cmdlet_arguments *arguments, char **text) {
  size_t column = words->word[*i < words->count ? *i : words->count - 1].column;
  if (!parameters[row].modelled)
    return scenario_bad(scenario, column, "%s -%s is not modelled yet", arguments->cmdlet,
                        parameters[row].name);
  if (cmdlet_argument(arguments, parameters[row].name) != NULL)
    return scenario_bad(scenario, column, "-%s is given twice", parameters[row].name);
  if (arguments->count == CMDLET_PARAMETERS_MAX)
    return scenario_bad(scenario, column, "too many parameters");
  struct cmdlet_parameter *parameter = &arguments->parameters[arguments->count++];
  *parameter = (struct cmdlet_parameter){.name = parameters[row].name, .column = column};
  if (parameters[row].kind == FLAG)
    return true;
  bool missing = *i == words->count || (words->word[*i].text[0] == '-' && !words->word[*i].quoted);
  if (missing || !take_values(scenario, words, i, parameter, text))
    return missing ? scenario_bad(scenario, column, "-%s: expected a value", parameter->name)
                   : false;
  if (parameter->value_count == 0 || (parameters[row].kind != LIST && parameter->value_count > 1))
    return scenario_bad(scenario, column, "-%s: expected one value", parameter->name);
  if (parameters[row].kind == NUMBER &&
      !quantity_parse(parameter->values[0], QUANTITY_COUNT, &parameter->number))
    return scenario_bad(scenario, column, "-%s '%s': expected %s", parameter->name,
                        parameter->values[0], quantity_expected(QUANTITY_COUNT));
  return true;
}

/* The parameter a word without a name belongs to: -Name first, then what few cmdlets have behind
 * it; a name no cmdlet has where there is none. */
static const char *positional(const char *cmdlet, size_t position) {
  static const char *const second[][2] = {{"Move-ClusterVirtualMachineRole", "Node"},
                                          {"Set-ClusterParameter", "Value"},
                                          {"Add-ClusterResource", "ResourceType"},
                                          {"Add-ClusterResourceDependency", "Provider"},
                                          {"Remove-ClusterResourceDependency", "Provider"},
                                          {"Set-ClusterResourceDependency", "Dependency"}};
  if (position == 0 && find(cmdlet, "Name") == PARAMETER_COUNT)
    return object_name_is(cmdlet, "Get-WinEvent") ? "LogName" : "Resource";
  if (position == 0)
    return object_name_is(cmdlet, "Add-ClusterVirtualMachineRole") ? "VMName" : "Name";
  for (size_t i = 0; position == 1 && i < sizeof second / sizeof second[0]; i++)
    if (object_name_is(cmdlet, second[i][0]))
      return second[i][1];
  return "?";
}

static bool cmdlet_has_named(const struct words *words, const char *name) {
  for (size_t i = 1; i < words->count; i++)
    if (words->word[i].text[0] == '-' && !words->word[i].quoted &&
        object_name_is(words->word[i].text + 1, name))
      return true;
  return false;
}

bool cmdlet_arguments_parse(struct scenario *scenario, const struct words *words,
                            struct cmdlet_arguments *arguments) {
  assert(words->count > 0);
  *arguments =
      (struct cmdlet_arguments){.cmdlet = words->word[0].text, .column = words->word[0].column};
  char *text = arguments->text;
  size_t position = cmdlet_has_named(words, "Name") ? 1 : 0;
  for (size_t i = 1; i < words->count;) {
    const struct word *word = &words->word[i];
    bool named = word->text[0] == '-' && !word->quoted;
    size_t row =
        find(arguments->cmdlet, named ? word->text + 1 : positional(arguments->cmdlet, position++));
    if (row == PARAMETER_COUNT && !named)
      return scenario_bad(scenario, word->column, "%s: no positional parameter takes '%s'",
                          arguments->cmdlet, word->text);
    if (row == PARAMETER_COUNT)
      return scenario_bad(scenario, word->column, "%s has no parameter '%s'", arguments->cmdlet,
                          word->text);
    i += named;
    if (!take_parameter(scenario, words, &i, row, arguments, &text))
      return false;
  }
  return true;
}

const struct cmdlet_parameter *cmdlet_argument(const struct cmdlet_arguments *arguments,
                                               const char *name) {
  assert(name != NULL);
  for (size_t i = 0; i < arguments->count; i++)
    if (object_name_is(arguments->parameters[i].name, name))
      return &arguments->parameters[i];
  return NULL;
}

bool cmdlet_names(const struct cmdlet_parameter *names, const char *name) {
  for (size_t i = 0; names != NULL && i < names->value_count; i++)
    if (object_name_is(names->values[i], name))
      return true;
  return names == NULL;
}

const char *cmdlet_required(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                            const char *name) {
  const struct cmdlet_parameter *parameter = cmdlet_argument(arguments, name);
  if (parameter != NULL)
    return parameter->values[0];
  (void)scenario_bad(scenario, arguments->column, "%s: -%s is missing", arguments->cmdlet, name);
  return NULL;
}

const char *cmdlet_named(struct scenario *scenario, const struct words *words,
                         struct cmdlet_arguments *arguments) {
  if (!cmdlet_arguments_parse(scenario, words, arguments) || !scenario_need_world(scenario))
    return NULL;
  return cmdlet_required(scenario, arguments, "Name");
}

void cmdlet_error(struct scenario *scenario, const char *cmdlet, uint32_t status,
                  const char *format, ...) {
  char sentence[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  scenario->refused = true;
  text_format(&scenario->output, "%s : %s\n", cmdlet, sentence);
  if (status != WIN32_SUCCESS)
    text_format(&scenario->output, "    %s (%s, %u)\n", win32_status_sentence(status),
                win32_status_name(status), status);
}
