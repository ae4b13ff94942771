/* Affinity rules of a running cluster, as the cmdlets that make them again. */
#include "model/affinity_rule.h"
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
  struct capture *capture = context;
  const struct object_name object = {CONTROL_OBJECT_AFFINITYRULE, name};
  char quoted[CAPTURE_NAME_ROOM];
  uint64_t type = 0, enabled = 0;
  uint8_t list[OBJECT_LIST_ROOM];
  struct property_item groups;
  if (object_number(&capture->real, capture->cluster, &object, false, "RuleType", &type) != 0 ||
      object_number(&capture->real, capture->cluster, &object, false, "Enabled", &enabled) != 0 ||
      object_texts(&capture->real, capture->cluster, &object, CLUSCTL_AFFINITYRULE_GET_GROUPNAMES,
                   list, &groups) != WIN32_SUCCESS)
    return;
  if (type == AFFINITY_RULE_NONE || type >= AFFINITY_RULE_TYPE_COUNT)
    type = AFFINITY_RULE_SAME_NODE; /* the cmdlet makes none of these */
  capture_line(capture, "New-ClusterAffinityRule -Name %s -RuleType %s",
               capture_quoted(name, quoted),
               affinity_rule_type_name((enum affinity_rule_type)type));
  struct rule_of rule = {capture, quoted};
  object_each_text(&groups, put_group, &rule);
  if (enabled != 0)
    capture_line(capture, "Set-ClusterAffinityRule -Name %s -Enabled 1", quoted);
}

/* A cluster before 2022 does not know the code, and has no rules. */
void capture_affinity_rules(struct capture *capture) {
  static uint8_t list[OBJECT_LIST_ROOM];
  const struct object_name all = {CONTROL_OBJECT_CLUSTER, NULL};
  struct property_item rules;
  if (object_texts(&capture->real, capture->cluster, &all, CLUSCTL_CLUSTER_ENUM_AFFINITY_RULE_NAMES,
                   list, &rules) == WIN32_SUCCESS)
    object_each_text(&rules, put_rule, capture);
}
