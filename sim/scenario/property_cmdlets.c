/* "(Get-ClusterGroup NAME).PROPERTY" and the same with "= VALUE": how administrators read and write
 * common properties. */
#include "model/describe.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/cmdlet_arguments.h"
#include "sim/scenario/property_value.h"
#include "sim/scenario/text.h"
#include <string.h>

enum { VALUES_MAX = 32 };

struct expression {
  const char *cmdlet; /* without its parenthesis */
  struct object_name object;
  char name[WORDS_TEXT_MAX];
  const char *property;
  size_t value_count; /* 0: it reads */
  const char *values[VALUES_MAX];
  char text[WORDS_TEXT_MAX]; /* the values, cut apart */
};

static bool misread(struct scenario *scenario, const struct words *words, size_t at) {
  return scenario_bad(scenario, words->word[at < words->count ? at : words->count - 1].column,
                      "expected (Get-ClusterGroup NAME).PROPERTY, or the same of a resource, a "
                      "node, a network, a resource type or (Get-Cluster), and = VALUE to write it");
}

static const struct {
  const char *cmdlet;
  enum control_object object;
} givers[] = {
    {"Get-Cluster", CONTROL_OBJECT_CLUSTER},
    {"Get-ClusterNode", CONTROL_OBJECT_NODE},
    {"Get-ClusterNetwork", CONTROL_OBJECT_NETWORK},
    {"Get-ClusterNetworkInterface", CONTROL_OBJECT_NETINTERFACE},
    {"Get-ClusterGroup", CONTROL_OBJECT_GROUP},
    {"Get-ClusterResource", CONTROL_OBJECT_RESOURCE},
    {"Get-ClusterResourceType", CONTROL_OBJECT_RESOURCE_TYPE},
};

/* What stands before ")."; -Name may stand before the name.  `at` is moved behind it. */
static bool parse_object(struct scenario *scenario, const struct words *words,
                         struct expression *expression, size_t *at) {
  static char cmdlet[WORDS_TEXT_MAX];
  const char *first = words->word[0].text + 1, *end = strstr(first, ").");
  size_t length = end != NULL ? (size_t)(end - first) : strlen(first);
  memcpy(cmdlet, first, length);
  cmdlet[length] = '\0';
  expression->cmdlet = cmdlet;
  for (size_t i = 0; i < sizeof givers / sizeof givers[0]; i++)
    if (object_name_is(cmdlet, givers[i].cmdlet))
      expression->object.object = givers[i].object;
  bool is_cluster = expression->object.object == CONTROL_OBJECT_CLUSTER;
  if (expression->object.object == CONTROL_OBJECT_INVALID || is_cluster != (end != NULL))
    return misread(scenario, words, 0);
  *at = 1;
  if (is_cluster) {
    expression->property = end + 2;
    return true;
  }
  if (*at < words->count && object_name_is(words->word[*at].text, "-Name"))
    ++*at;
  end = *at < words->count ? strstr(words->word[*at].text, ").") : NULL;
  if (end == NULL)
    return misread(scenario, words, *at);
  length = (size_t)(end - words->word[*at].text);
  memcpy(expression->name, words->word[*at].text, length);
  expression->name[length] = '\0';
  expression->object.name = expression->name;
  expression->property = end + 2;
  ++*at;
  return true;
}

/* Values are cut by commas, within words and between them; a text takes its commas back. */
static bool parse_values(const struct words *words, size_t at, struct expression *expression) {
  size_t used = 0;
  for (; at < words->count; at++) {
    size_t length = strlen(words->word[at].text);
    if (!words->word[at].quoted && strcmp(words->word[at].text, ",") == 0)
      continue; /* between two texts in quotes */
    if (used + length + 1 > sizeof expression->text)
      return false;
    char *piece = memcpy(expression->text + used, words->word[at].text, length + 1);
    used += length + 1;
    while (piece != NULL) {
      char *comma = strchr(piece, ',');
      if (comma != NULL)
        *comma++ = '\0';
      bool is_last_of_word = comma != NULL && *comma == '\0' && !words->word[at].quoted;
      if (expression->value_count == VALUES_MAX)
        return false;
      expression->values[expression->value_count++] = piece;
      piece = is_last_of_word ? NULL : comma;
    }
  }
  return expression->value_count > 0;
}

static bool parse(struct scenario *scenario, const struct words *words,
                  struct expression *expression) {
  size_t at = 0;
  *expression = (struct expression){0};
  if (!parse_object(scenario, words, expression, &at))
    return false;
  if (words->count == at)
    return true;
  return (strcmp(words->word[at].text, "=") == 0 && parse_values(words, at + 1, expression)) ||
         misread(scenario, words, at);
}

/* The id of an object, as its GET_ID code gives it; NULL where it has none. */
static const char *id_of(struct scenario *scenario, HCLUSTER cluster,
                         const struct object_name *object) {
  static char text[NAME_BYTES_MAX];
  uint8_t id[2 * NAME_BYTES_MAX];
  struct object_buffers buffers = {.out = id, .out_room = sizeof id};
  uint32_t code = control_code_of(object->object, CONTROL_GET_ID);
  return object_control(scenario, cluster, object, NULL, code, &buffers) == WIN32_SUCCESS &&
                 object_name_from_utf16le(id, buffers.returned, text, sizeof text)
             ? text
             : NULL;
}

/* What is no property of the object's lists: its word. */
static const char *word_of(struct scenario *scenario, HCLUSTER cluster,
                           const struct expression *expression) {
  static struct role role;
  static struct resource_reading reading;
  if (object_name_is(expression->property, "Id"))
    return id_of(scenario, cluster, &expression->object);
  if (expression->object.object == CONTROL_OBJECT_GROUP) {
    if (reader_group(scenario, cluster, expression->name, &role) != WIN32_SUCCESS)
      return NULL;
    return object_name_is(expression->property, "State")       ? describe_group_state(role.state)
           : object_name_is(expression->property, "OwnerNode") ? role.owner
                                                               : NULL;
  }
  if (expression->object.object != CONTROL_OBJECT_RESOURCE ||
      reader_resource(scenario, cluster, expression->name, &reading) != WIN32_SUCCESS)
    return NULL;
  return object_name_is(expression->property, "State") ? describe_resource_state(reading.state)
         : object_name_is(expression->property, "OwnerGroup")   ? reading.group
         : object_name_is(expression->property, "OwnerNode")    ? reading.owner
         : object_name_is(expression->property, "ResourceType") ? reading.type
                                                                : NULL;
}

static uint32_t print_value(struct scenario *scenario, HCLUSTER cluster,
                            const struct expression *expression) {
  uint32_t status =
      object_text(scenario, cluster, &expression->object, expression->property, &scenario->output);
  if (status == WIN32_SUCCESS)
    text_add(&scenario->output, "\n");
  return status;
}

static uint32_t write_value(struct scenario *scenario, HCLUSTER cluster,
                            const struct expression *expression) {
  static uint8_t list[OBJECT_LIST_ROOM];
  struct property_writer writer = property_writer_begin(list, sizeof list);
  uint32_t syntax = 0;
  uint32_t status = property_value_syntax(scenario, cluster, &expression->object, false,
                                          expression->property, &syntax);
  if (status != WIN32_SUCCESS)
    return status;
  if (!property_value_write(&writer, expression->property, syntax, expression->values,
                            expression->value_count))
    return WIN32_INVALID_DATA;
  return object_set(scenario, cluster, &expression->object, false, &writer);
}

/* Name is read-only as a property; PowerShell calls the function that sets it. */
static uint32_t rename_object(struct scenario *scenario, HCLUSTER cluster,
                              const struct expression *expression) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS], name[SCENARIO_NAME_UNITS];
  uint32_t status = WIN32_INVALID_PARAMETER;
  if (expression->value_count != 1 || !scenario_wide(expression->values[0], name) ||
      !scenario_wide(expression->name, wide))
    return WIN32_INVALID_PARAMETER;
#define RENAME(kind, TYPE, open, close, set)                                                       \
  case kind: {                                                                                     \
    TYPE object = api->open(cluster, wide);                                                        \
    status = object == NULL ? api->GetLastError() : api->set(object, name);                        \
    if (object != NULL)                                                                            \
      (void)api->close(object);                                                                    \
    return status;                                                                                 \
  }
  switch (expression->object.object) {
    RENAME(CONTROL_OBJECT_GROUP, HGROUP, OpenClusterGroup, CloseClusterGroup, SetClusterGroupName)
    RENAME(CONTROL_OBJECT_RESOURCE, HRESOURCE, OpenClusterResource, CloseClusterResource,
           SetClusterResourceName)
    RENAME(CONTROL_OBJECT_NETWORK, HNETWORK, OpenClusterNetwork, CloseClusterNetwork,
           SetClusterNetworkName)
  case CONTROL_OBJECT_CLUSTER: /* it is stored, and holds when the name is next online */
    status = api->SetClusterName(cluster, name);
    return status == WIN32_RESOURCE_PROPERTIES_STORED ? (uint32_t)WIN32_SUCCESS : status;
  default:
    return status;
  }
#undef RENAME
}

static uint32_t carry_out(struct scenario *scenario, HCLUSTER cluster,
                          const struct expression *expression) {
  const char *word = word_of(scenario, cluster, expression);
  bool writes = expression->value_count > 0;
  if (writes && object_name_is(expression->property, "Name"))
    return rename_object(scenario, cluster, expression);
  if (word != NULL && writes)
    return WIN32_INVALID_PARAMETER;
  if (word != NULL) {
    text_format(&scenario->output, "%s\n", word);
    return WIN32_SUCCESS;
  }
  return writes ? write_value(scenario, cluster, expression)
                : print_value(scenario, cluster, expression);
}

bool cmdlet_property(struct scenario *scenario, const struct words *words) {
  static struct expression expression;
  uint32_t status = WIN32_SUCCESS;
  if (!parse(scenario, words, &expression) || !scenario_need_world(scenario))
    return false;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    status = carry_out(scenario, cluster, &expression);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, expression.cmdlet, status, "The property '%s' of '%s' could not be %s.",
                 expression.property,
                 expression.object.name != NULL ? expression.object.name : "the cluster",
                 expression.value_count > 0 ? "set" : "read");
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}
