/* Affinity rules of a running cluster, as the cmdlets that make them again. */
#include "sim/scenario/capture_state.h"

struct rule_of {
  struct capture *capture;
  const char *quoted; /* its name, as a word */
};

static void put_group(const char *name, void *context) {
  const struct rule_of *rule = context;
  char group[CAPTURE_NAME_ROOM];
  capture_line(rule->capture, "Add-ClusterGroupToAffinityRule -Groups %s -Name %s",
               capture_quoted(name, group), rule->quoted);
}

static void put_rule(const char *name, void *context) {
  static const char *const types[] = {"SameNode", "SameFaultDomain", "SameNode",
                                      "DifferentFaultDomain", "DifferentNode"};
  struct capture *capture = context;
  const struct object_name object = {CONTROL_OBJECT_AFFINITYRULE, name};
  char quoted[CAPTURE_NAME_ROOM];
  uint64_t type = 0, enabled = 0;
  uint8_t list[OBJECT_LIST_ROOM];
  struct object_buffers buffers = {.out = list, .out_room = sizeof list};
  if (object_number(&capture->real, capture->cluster, &object, false, "RuleType", &type) != 0 ||
      object_number(&capture->real, capture->cluster, &object, false, "Enabled", &enabled) != 0 ||
      object_control(&capture->real, capture->cluster, &object, NULL,
                     CLUSCTL_AFFINITYRULE_GET_GROUPNAMES, &buffers) != WIN32_SUCCESS)
    return;
  capture_line(capture, "New-ClusterAffinityRule -Name %s -RuleType %s",
               capture_quoted(name, quoted), types[type < 5 ? type : 0]);
  struct rule_of rule = {capture, quoted};
  object_each_text(&(struct property_item){.syntax = PROPERTY_SYNTAX_MULTI_SZ,
                                           .size = (uint32_t)buffers.returned,
                                           .data = list},
                   put_group, &rule);
  if (enabled != 0)
    capture_line(capture, "Set-ClusterAffinityRule -Name %s -Enabled 1", quoted);
}

/* A cluster before 2022 does not know the code, and has no rules. */
void capture_affinity_rules(struct capture *capture) {
  static uint8_t list[OBJECT_LIST_ROOM];
  struct object_buffers buffers = {.out = list, .out_room = sizeof list};
  if (object_control(&capture->real, capture->cluster,
                     &(struct object_name){CONTROL_OBJECT_CLUSTER, NULL}, NULL,
                     CLUSCTL_CLUSTER_ENUM_AFFINITY_RULE_NAMES, &buffers) == WIN32_SUCCESS)
    object_each_text(&(struct property_item){.syntax = PROPERTY_SYNTAX_MULTI_SZ,
                                             .size = (uint32_t)buffers.returned,
                                             .data = list},
                     put_rule, capture);
}
