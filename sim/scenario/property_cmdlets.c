/* "(Get-ClusterGroup NAME).PROPERTY" and the same with "= VALUE": how administrators read and write
 * common properties. */
#include "model/describe.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/cmdlet_arguments.h"
#include <string.h>

struct expression {
  const char *cmdlet; /* without its parenthesis */
  DWORD kind;
  char name[WORDS_TEXT_MAX];
  const char *property;
  bool writes;
  uint64_t value;
};

static bool same(const char *a, const char *b) {
  return object_name_check(a, RESOURCE_NAME_UNITS_MAX) == NULL && object_name_equal(a, b);
}

static bool misread(struct scenario *scenario, const struct words *words, size_t at) {
  return scenario_bad(scenario, words->word[at < words->count ? at : words->count - 1].column,
                      "expected (Get-ClusterGroup NAME).PROPERTY or (Get-ClusterResource "
                      "NAME).PROPERTY, and = NUMBER to write it");
}

/* Cuts the words apart; the word with ")." in it ends the name. */
static bool parse(struct scenario *scenario, const struct words *words,
                  struct expression *expression) {
  size_t at = 1;
  *expression = (struct expression){.cmdlet = words->word[0].text + 1};
  if (same(expression->cmdlet, "Get-ClusterGroup"))
    expression->kind = CLUSTER_ENUM_GROUP;
  else if (same(expression->cmdlet, "Get-ClusterResource"))
    expression->kind = CLUSTER_ENUM_RESOURCE;
  else
    return misread(scenario, words, 0);
  if (at < words->count && same(words->word[at].text, "-Name"))
    at++;
  char *end = at < words->count ? strstr(words->word[at].text, ").") : NULL;
  if (end == NULL)
    return misread(scenario, words, at);
  memcpy(expression->name, words->word[at].text, (size_t)(end - words->word[at].text));
  expression->name[end - words->word[at].text] = '\0';
  expression->property = end + 2;
  if (words->count == at + 1)
    return true;
  expression->writes = true;
  if (words->count != at + 3 || strcmp(words->word[at + 1].text, "=") != 0 ||
      !quantity_parse(words->word[at + 2].text, QUANTITY_COUNT, &expression->value) ||
      expression->value > UINT32_MAX)
    return misread(scenario, words, at + 2);
  return true;
}

/* What is no number: its word. */
static const char *word_of(struct scenario *scenario, HCLUSTER cluster,
                           const struct expression *expression) {
  static struct role role;
  static struct resource_reading reading;
  if (expression->kind == CLUSTER_ENUM_GROUP) {
    if (reader_group(scenario, cluster, expression->name, &role) != WIN32_SUCCESS)
      return NULL;
    return same(expression->property, "State")       ? describe_group_state(role.state)
           : same(expression->property, "OwnerNode") ? role.owner
                                                     : NULL;
  }
  if (reader_resource(scenario, cluster, expression->name, &reading) != WIN32_SUCCESS)
    return NULL;
  return same(expression->property, "State")          ? describe_resource_state(reading.state)
         : same(expression->property, "OwnerGroup")   ? reading.group
         : same(expression->property, "OwnerNode")    ? reading.owner
         : same(expression->property, "ResourceType") ? reading.type
                                                      : NULL;
}

static uint32_t carry_out(struct scenario *scenario, HCLUSTER cluster,
                          const struct expression *expression) {
  uint32_t value = 0;
  const char *word = word_of(scenario, cluster, expression);
  if (word != NULL) {
    if (expression->writes)
      return WIN32_INVALID_PARAMETER;
    text_format(&scenario->output, "%s\n", word);
    return WIN32_SUCCESS;
  }
  if (expression->writes)
    return reader_set_common_dword(scenario, cluster, expression->kind, expression->name,
                                   expression->property, (uint32_t)expression->value);
  uint32_t status = reader_common_dword(scenario, cluster, expression->kind, expression->name,
                                        expression->property, &value);
  if (status == WIN32_SUCCESS)
    text_format(&scenario->output, "%u\n", value);
  return status;
}

bool cmdlet_property(struct scenario *scenario, const struct words *words) {
  struct expression expression;
  uint32_t status = WIN32_SUCCESS;
  if (!parse(scenario, words, &expression) || !scenario_need_world(scenario))
    return false;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    status = carry_out(scenario, cluster, &expression);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, expression.cmdlet, status, "The property '%s' of '%s' could not be %s.",
                 expression.property, expression.name, expression.writes ? "set" : "read");
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}
