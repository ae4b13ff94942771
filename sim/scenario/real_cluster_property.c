/* await and check on a cluster that is not simulated here: the properties they know, through
 * ClusAPI. */
#include "model/describe.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/object_access.h"
#include "sim/scenario/real_cluster.h"
#include <stdio.h>
#include <string.h>

struct answer {
  uint64_t number;
  char word[NAME_BYTES_MAX];
};

static void set_word(struct answer *answer, const char *word) {
  snprintf(answer->word, sizeof answer->word, "%s", word);
}

static bool is(const struct property_reading *reading, enum object_kind kind, const char *name) {
  return reading->kind == kind && strcmp(reading->property, name) == 0;
}

static uint32_t node_state(const struct property_reading *reading, HCLUSTER cluster,
                           struct answer *answer) {
  int64_t state = 0;
  uint32_t status = reader_node_state(reading->scenario, cluster, reading->name, &state);
  if (status == WIN32_SUCCESS) {
    answer->number = (uint64_t)state;
    set_word(answer, describe_node_state(state));
  }
  return status;
}

static uint32_t group_property(const struct property_reading *reading, HCLUSTER cluster,
                               struct answer *answer) {
  struct role role;
  uint32_t status = reader_group(reading->scenario, cluster, reading->name, &role);
  if (status != WIN32_SUCCESS)
    return status;
  if (is(reading, OBJECT_GROUP, "OwnerNode")) {
    set_word(answer, role.owner);
  } else if (is(reading, OBJECT_GROUP, "State")) {
    answer->number = (uint64_t)role.state;
    set_word(answer, describe_group_state(role.state));
  } else {
    answer->number = role.status_information;
    set_word(answer, describe_group_status(role.status_information));
  }
  return WIN32_SUCCESS;
}

static uint32_t resource_state(const struct property_reading *reading, HCLUSTER cluster,
                               struct answer *answer) {
  struct resource_reading resource;
  uint32_t status = reader_resource(reading->scenario, cluster, reading->name, &resource);
  if (status == WIN32_SUCCESS) {
    answer->number = (uint64_t)resource.state;
    set_word(answer, describe_resource_state(resource.state));
  }
  return status;
}

/* A machine is read through the resource of the role that has its name. */
static uint32_t machine_property(const struct property_reading *reading, HCLUSTER cluster,
                                 struct answer *answer) {
  char resource[NAME_BYTES_MAX];
  if (!reader_vm_resource(reading->scenario, cluster, reading->name, resource))
    return WIN32_RESOURCE_NOT_FOUND;
  uint32_t status = object_number(reading->scenario, cluster,
                                  &(struct object_name){CONTROL_OBJECT_RESOURCE, resource}, true,
                                  reading->property, &answer->number);
  if (status == WIN32_SUCCESS)
    set_word(answer, is(reading, OBJECT_VM, "VmState")
                         ? describe_vm_state((enum vm_state)answer->number)
                         : describe_migration_state(answer->number));
  return status;
}

static uint32_t common_property(const struct property_reading *reading, HCLUSTER cluster,
                                const char *property, struct answer *answer) {
  static const enum control_object objects[OBJECT_KIND_COUNT] = {
      [OBJECT_NODE] = CONTROL_OBJECT_NODE,
      [OBJECT_GROUP] = CONTROL_OBJECT_GROUP,
      [OBJECT_RESOURCE] = CONTROL_OBJECT_RESOURCE};
  if (objects[reading->kind] == CONTROL_OBJECT_INVALID)
    return WIN32_INVALID_PARAMETER;
  uint32_t status = object_number(reading->scenario, cluster,
                                  &(struct object_name){objects[reading->kind], reading->name},
                                  false, property, &answer->number);
  snprintf(answer->word, sizeof answer->word, "%llu", (unsigned long long)answer->number);
  return status;
}

static uint32_t read_one(const struct property_reading *reading, HCLUSTER cluster,
                         struct answer *answer) {
  uint32_t status = WIN32_SUCCESS;
  if (is(reading, OBJECT_NODE, "State"))
    return node_state(reading, cluster, answer);
  if (is(reading, OBJECT_NODE, "DrainStatus")) {
    status = common_property(reading, cluster, "NodeDrainStatus", answer);
    set_word(answer, describe_drain_status((enum drain_status)answer->number));
    return status;
  }
  if (is(reading, OBJECT_NODE, "StatusInformation")) {
    status = common_property(reading, cluster, "StatusInformation", answer);
    set_word(answer, describe_node_status((uint32_t)answer->number));
    return status;
  }
  if (is(reading, OBJECT_GROUP, "State") || is(reading, OBJECT_GROUP, "OwnerNode") ||
      is(reading, OBJECT_GROUP, "StatusInformation"))
    return group_property(reading, cluster, answer);
  if (is(reading, OBJECT_RESOURCE, "State"))
    return resource_state(reading, cluster, answer);
  if (is(reading, OBJECT_VM, "VmState") || is(reading, OBJECT_VM, "MigrationState"))
    return machine_property(reading, cluster, answer);
  return common_property(reading, cluster, reading->property, answer);
}

uint32_t real_cluster_property(const struct property_reading *reading, uint64_t *number,
                               const char **word) {
  static struct answer answer;
  uint32_t status = WIN32_SUCCESS;
  HCLUSTER cluster = reader_open(reading->scenario, &status);
  answer = (struct answer){0};
  if (cluster != NULL) {
    status = read_one(reading, cluster, &answer);
    (void)reading->scenario->backend.api->CloseCluster(cluster);
  }
  *number = answer.number;
  *word = answer.word;
  return status;
}
