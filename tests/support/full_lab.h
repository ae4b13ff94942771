#ifndef TESTS_SUPPORT_FULL_LAB_H
#define TESTS_SUPPORT_FULL_LAB_H
/* A cluster with one of everything that has properties: a node, a network, two groups, a group set
 * and an affinity rule where the level knows them, and a resource of every type, whose number is
 * its type's.  Free it with free(). */
#include "model/affinity_rule.h"
#include "model/fault_domain.h"
#include "model/resource.h"
#include "model/step.h"
#include <stdlib.h>

static inline void full_lab_do(struct cluster *c, struct event event) {
  struct effects effects;
  bool legal = model_step(c, &event, &effects);
  assert(legal && effects.status == WIN32_SUCCESS);
  (void)legal;
}

static inline struct cluster *full_lab(enum functional_level level) {
  struct cluster_settings settings = {
      .limits = {2, 2, 2, TYPE_COUNT + 1, 1, 64, 2, 2}, .level = level, .seed = 1};
  size_t size = model_size(&settings.limits);
  struct cluster *c = model_init(malloc(size), size, &settings);
  const struct event events[] = {
      {.kind = EVENT_DEFINE_HOST, .name = "N1", .value = UINT64_C(1) << 34, .argument = 2},
      {.kind = EVENT_DEFINE_NETWORK, .name = "LAN", .value = 1000},
      {.kind = EVENT_DEFINE_VM, .name = "VM", .value = UINT64_C(1) << 30},
      {.kind = EVENT_CREATE_CLUSTER, .name = "C"},
      {.kind = EVENT_CREATE_GROUP, .name = "G", .argument = GROUP_TYPE_UNKNOWN},
      {.kind = EVENT_CREATE_GROUP, .name = "V", .argument = GROUP_TYPE_VIRTUAL_MACHINE}};
  for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
    full_lab_do(c, events[i]);
  for (uint32_t type = 0; type < TYPE_COUNT; type++)
    full_lab_do(c, (struct event){.kind = EVENT_CREATE_RESOURCE,
                                  .subject = type < MACHINE_TYPES ? 1 : 0,
                                  .argument = type,
                                  .name = resource_type_name((enum resource_type)type)});
  for (uint32_t type = 0; type < MACHINE_TYPES; type++)
    full_lab_do(c, (struct event){.kind = EVENT_SET_VM_ID, .subject = type});
  if (level >= LEVEL_WS2016) {
    full_lab_do(c, (struct event){.kind = EVENT_CREATE_GROUP_SET, .name = "S"});
    full_lab_do(c, (struct event){.kind = EVENT_CREATE_FAULT_DOMAIN,
                                  .name = "D",
                                  .argument = FAULT_DOMAIN_SITE});
  }
  if (level >= LEVEL_WS2022)
    full_lab_do(c, (struct event){.kind = EVENT_CREATE_AFFINITY_RULE,
                                  .name = "R",
                                  .argument = AFFINITY_RULE_DIFFERENT_NODE});
  return c;
}

#endif
