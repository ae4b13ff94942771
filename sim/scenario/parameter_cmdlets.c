/* Get-ClusterParameter and Set-ClusterParameter: the private properties of the objects that a Get
 * cmdlet hands on. */
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/cmdlet_arguments.h"
#include "sim/scenario/object_access.h"
#include "sim/scenario/powershell_table.h"
#include "sim/scenario/property_value.h"
#include "sim/scenario/text.h"
#include <string.h>

static bool has_objects(struct scenario *scenario, const struct cmdlet_arguments *arguments) {
  return scenario->pipeline.count > 0 || scenario->output.used > 0 ||
         scenario_bad(scenario, arguments->column,
                      "expected objects before it: Get-ClusterResource NAME | %s",
                      arguments->cmdlet);
}

struct parameter_listing {
  const char *object;
  const struct cmdlet_parameter *names;
  struct table *table;
};

static void add_parameter(const struct property_item *item, void *context) {
  const struct parameter_listing *listing = context;
  struct text value = {0};
  if (!cmdlet_names(listing->names, item->name))
    return;
  object_value_text(item, &value);
  table_add_row(listing->table, (const char *const[]){listing->object, item->name, text_get(&value),
                                                      object_value_type(item)});
  text_free(&value);
}

bool cmdlet_get_parameter(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario) ||
      !has_objects(scenario, &arguments))
    return false;
  HCLUSTER cluster = reader_open(scenario, &status);
  struct table table = {
      .column_count = 4,
      .columns = {{"Object", false}, {"Name", false}, {"Value", false}, {"Type", false}}};
  struct parameter_listing listing = {.names = cmdlet_argument(&arguments, "Name"),
                                      .table = &table};
  for (size_t i = 0; cluster != NULL && i < scenario->pipeline.count; i++) {
    listing.object = scenario->pipeline.names[i];
    status = object_properties(scenario, cluster,
                               &(struct object_name){scenario->pipeline.object, listing.object},
                               true, add_parameter, &listing);
    if (status != WIN32_SUCCESS)
      cmdlet_error(scenario, arguments.cmdlet, status, "The properties of '%s' could not be read.",
                   listing.object);
  }
  table_print(&table, &scenario->output);
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

/* --- Set-ClusterParameter --- */

struct parameter_change {
  const char *name;
  const struct cmdlet_parameter *value; /* NULL: -Delete */
  bool creates;
};

/* The value in the format that the property has; a new one is a number where the value is one. */
static uint32_t change_one(struct scenario *scenario, HCLUSTER cluster,
                           const struct object_name *object,
                           const struct parameter_change *change) {
  static uint8_t list[OBJECT_LIST_ROOM];
  struct property_writer writer = property_writer_begin(list, sizeof list);
  uint32_t syntax = 0;
  uint32_t status = property_value_syntax(scenario, cluster, object, true, change->name, &syntax);
  if (status != WIN32_SUCCESS)
    return status;
  if (syntax == 0 && !change->creates)
    return WIN32_INVALID_PARAMETER;
  if (change->value == NULL)
    property_writer_value(&writer, change->name, syntax == 0 ? PROPERTY_SYNTAX_SZ : syntax, NULL,
                          0);
  else if (!property_value_write(&writer, change->name, syntax, change->value->values,
                                 change->value->value_count))
    return WIN32_INVALID_DATA;
  return object_set(scenario, cluster, object, true, &writer);
}

bool cmdlet_set_parameter(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  bool deletes = cmdlet_argument(&arguments, "Delete") != NULL;
  struct parameter_change change = {.name = name,
                                    .value = cmdlet_argument(&arguments, "Value"),
                                    .creates = cmdlet_argument(&arguments, "Create") != NULL};
  if (deletes == (change.value != NULL) || (deletes && change.creates) ||
      object_name_check(name, RESOURCE_NAME_UNITS_MAX) != NULL)
    return scenario_bad(scenario, arguments.column,
                        "expected a property's name, and either -Value VALUE or -Delete");
  if (!has_objects(scenario, &arguments))
    return false;
  HCLUSTER cluster = reader_open(scenario, &status);
  for (size_t i = 0; cluster != NULL && i < scenario->pipeline.count; i++) {
    struct object_name object = {scenario->pipeline.object, scenario->pipeline.names[i]};
    status = change_one(scenario, cluster, &object, &change);
    if (status == WIN32_RESOURCE_PROPERTIES_STORED)
      text_format(&scenario->output,
                  "WARNING: The properties of '%s' are stored; some take effect when it comes "
                  "online next.\n",
                  object.name);
    else if (status != WIN32_SUCCESS)
      cmdlet_error(scenario, arguments.cmdlet, status, "The property '%s' of '%s' was not %s.",
                   name, object.name, deletes ? "deleted" : "set");
  }
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}
