#include "sim/scenario/property_reading.h"
#include "model/describe.h"
#include "model/group.h"
#include "model/membership.h"
#include "model/object_property.h"
#include "model/resource.h"
#include "model/vm_migration.h"
#include "sim/scenario/real_cluster.h"
#include <stdio.h>
#include <string.h>

/* A common property that is a number, which is its word. */
static bool read_common(const struct cluster *cluster, const struct property_reading *reading,
                        uint64_t *number, const char **word) {
  static char text[24];
  static const enum control_object objects[OBJECT_KIND_COUNT] = {
      [OBJECT_NODE] = CONTROL_OBJECT_NODE,
      [OBJECT_GROUP] = CONTROL_OBJECT_GROUP,
      [OBJECT_RESOURCE] = CONTROL_OBJECT_RESOURCE};
  struct property_holder holder = {objects[reading->kind], reading->index};
  if (holder.object == CONTROL_OBJECT_INVALID)
    return false;
  const struct property_schema *row = property_schema_find(
      property_set_of(cluster, holder, false), SCOPE_COMMON, reading->property, cluster->level);
  if (row == NULL || (row->format != FORMAT_DWORD && row->format != FORMAT_ULARGE_INTEGER))
    return false;
  *number = property_number(cluster, holder, property_schema_row(row));
  snprintf(text, sizeof text, "%llu", (unsigned long long)*number);
  *word = text;
  return true;
}

/* A property's number and word; false where the object has no such property. */
static bool read_in_world(const struct property_reading *reading, uint64_t *number,
                          const char **word) {
  const struct cluster *c = world_cluster(reading->scenario->world);
  const char *property = reading->property;
  uint32_t i = reading->index;
  if (reading->kind == OBJECT_NODE && strcmp(property, "State") == 0) {
    *number = cluster_node(c, i)->state;
    *word = describe_node_state(cluster_node(c, i)->state);
  } else if (reading->kind == OBJECT_NODE && strcmp(property, "DrainStatus") == 0) {
    *number = cluster_node(c, i)->drain;
    *word = describe_drain_status(cluster_node(c, i)->drain);
  } else if (reading->kind == OBJECT_NODE && strcmp(property, "StatusInformation") == 0) {
    *number = membership_status_information(c, i);
    *word = describe_node_status((uint32_t)*number);
  } else if (reading->kind == OBJECT_GROUP && strcmp(property, "State") == 0) {
    *number = cluster_group(c, i)->state;
    *word = describe_group_state(cluster_group(c, i)->state);
  } else if (reading->kind == OBJECT_GROUP && strcmp(property, "OwnerNode") == 0) {
    *number = cluster_group(c, i)->owner;
    *word = cluster_name(c, OBJECT_NODE, cluster_group(c, i)->owner);
  } else if (reading->kind == OBJECT_GROUP && strcmp(property, "StatusInformation") == 0) {
    *number = group_status_information(c, i);
    *word = describe_group_status(*number);
  } else if (reading->kind == OBJECT_RESOURCE && strcmp(property, "State") == 0) {
    *number = resource_state_shown(cluster_resource(c, i));
    *word = describe_resource_state((int64_t)*number);
  } else if (reading->kind == OBJECT_VM && strcmp(property, "VmState") == 0) {
    *number = cluster_vm(c, i)->state;
    *word = describe_vm_state(cluster_vm(c, i)->state);
  } else if (reading->kind == OBJECT_VM && strcmp(property, "Heartbeat") == 0) {
    *number = cluster_vm(c, i)->heartbeat_lost;
    *word = *number != 0 ? "Lost" : "OK";
  } else if (reading->kind == OBJECT_VM && strcmp(property, "MigrationState") == 0) {
    *number = vm_migration_state(cluster_vm(c, i)->migration.phase);
    *word = describe_migration_state(*number);
  } else {
    return read_common(c, reading, number, word);
  }
  return true;
}

static uint32_t read_property(const struct property_reading *reading, uint64_t *number,
                              const char **word) {
  if (reading->scenario->world == NULL)
    return real_cluster_property(reading, number, word);
  return read_in_world(reading, number, word) ? (uint32_t)WIN32_SUCCESS
                                              : (uint32_t)WIN32_INVALID_PARAMETER;
}

bool property_reading_has_value(const struct world *world, void *context) {
  const struct property_reading *reading = context;
  uint64_t number = 0, wanted = 0;
  const char *word = NULL;
  (void)world;
  if (read_property(reading, &number, &word) != WIN32_SUCCESS)
    return false;
  bool same_number = quantity_parse(reading->value, QUANTITY_COUNT, &wanted) && wanted == number &&
                     strcmp(reading->property, "OwnerNode") != 0;
  return same_number || object_name_is(reading->value, word);
}

const char *property_reading_word(const struct property_reading *reading) {
  uint64_t number = 0;
  const char *word = NULL;
  uint32_t status = read_property(reading, &number, &word);
  return status == WIN32_SUCCESS ? word : win32_status_name(status);
}

bool property_reading_parse(struct scenario *scenario, const struct words *words,
                            struct property_reading *reading) {
  static const struct {
    const char *name;
    enum object_kind kind;
  } kinds[] = {{"node", OBJECT_NODE},
               {"group", OBJECT_GROUP},
               {"resource", OBJECT_RESOURCE},
               {"vm", OBJECT_VM}};
  uint64_t number = 0;
  const char *word = NULL;
  assert(words->count >= 5);
  *reading = (struct property_reading){.scenario = scenario,
                                       .kind = OBJECT_KIND_COUNT,
                                       .name = words->word[2].text,
                                       .property = words->word[3].text,
                                       .value = words->word[4].text};
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (strcmp(words->word[1].text, kinds[i].name) == 0)
      reading->kind = kinds[i].kind;
  if (reading->kind == OBJECT_KIND_COUNT)
    return scenario_bad(scenario, words->word[1].column,
                        "'%s': expected node, group, resource or vm", words->word[1].text);
  if (scenario->options->elsewhere != NULL)
    return true; /* what the cluster does not have is a difference, not a mistake */
  if (!scenario_find(scenario, &words->word[2], reading->kind, &reading->index))
    return false;
  return read_in_world(reading, &number, &word) ||
         scenario_bad(scenario, words->word[3].column,
                      "'%s': expected State, DrainStatus, OwnerNode, StatusInformation, VmState, "
                      "MigrationState or a common property",
                      words->word[3].text);
}
