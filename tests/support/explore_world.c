/* The worlds that are explored. */
#include "model/resource.h"
#include "tests/support/explore.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t explore_companions(const struct world_shape *shape) {
  return shape->companion == COMPANION_NONE ? 0 : shape->companion == COMPANION_CHAIN ? 2 : 1;
}

static void must(struct cluster *cluster, struct event event, struct coverage *coverage) {
  struct effects effects;
  bool legal = explore_apply(cluster, event, &effects, coverage);
  assert(legal);
  (void)legal;
}

/* One restart, then one failover, then one retry. */
static void set_policy(struct cluster *c, const struct world_shape *shape, uint32_t index) {
  struct resource *resource = cluster_resource(c, index);
  if (!shape->policies)
    resource->restart_action = RESTART_ACTION_DONT_RESTART;
  resource->restart_threshold = 1;
  cluster_group(c, resource->group)->failover_threshold = 1;
}

static void add_resources(struct cluster *c, const struct world_shape *shape,
                          struct coverage *coverage) {
  static const enum resource_type types[] = {TYPE_PHYSICAL_DISK, TYPE_IP_ADDRESS, TYPE_IP_ADDRESS,
                                             TYPE_NETWORK_NAME};
  uint32_t first = 2 * shape->vms;
  char name[64];
  assert(shape->resources <= sizeof types / sizeof types[0]);
  must(c, (struct event){.kind = EVENT_CREATE_GROUP, .argument = GROUP_TYPE_UNKNOWN, .name = "APP"},
       coverage);
  for (uint32_t i = 0; i < shape->resources; i++) {
    snprintf(name, sizeof name, "R%u", i);
    must(c,
         (struct event){.kind = EVENT_CREATE_RESOURCE,
                        .subject = shape->vms,
                        .argument = types[i],
                        .name = name},
         coverage);
    set_policy(c, shape, first + i);
  }
  if (shape->resources == 4)
    must(c,
         (struct event){
             .kind = EVENT_SET_DEPENDENCY, .subject = first + 3, .name = "([R1] or [R2]) and [R0]"},
         coverage);
  else if (shape->resources > 1)
    must(c, (struct event){.kind = EVENT_ADD_DEPENDENCY, .subject = first + 1, .argument = first},
         coverage);
}

static void add_companion(struct cluster *c, const struct world_shape *shape,
                          struct coverage *coverage) {
  static const char *const names[] = {"Service", "Probe"};
  bool needed = shape->companion == COMPANION_NEEDED;
  for (uint32_t i = 0; i < explore_companions(shape); i++) {
    uint32_t service = 2 * shape->vms + i, machine = i == 0 ? 0 : service - 1;
    must(c,
         (struct event){
             .kind = EVENT_CREATE_RESOURCE, .argument = TYPE_GENERIC_SERVICE, .name = names[i]},
         coverage);
    set_policy(c, shape, service);
    must(c, (struct event){.kind = EVENT_ONLINE_RESOURCE, .subject = service}, coverage);
    must(c, (struct event){.kind = EVENT_RESOURCE_STARTED, .subject = service}, coverage);
    if (shape->companion != COMPANION_BESIDE && shape->companion != COMPANION_CHANGING)
      must(c,
           (struct event){.kind = EVENT_ADD_DEPENDENCY,
                          .subject = needed ? machine : service,
                          .argument = needed ? service : machine},
           coverage);
  }
}

static void add_volume(struct cluster *c, const struct world_shape *shape,
                       struct coverage *coverage) {
  uint32_t disk = 2 * shape->vms;
  must(c, (struct event){.kind = EVENT_ONLINE_RESOURCE, .subject = disk}, coverage);
  must(c, (struct event){.kind = EVENT_RESOURCE_STARTED, .subject = disk}, coverage);
  must(c, (struct event){.kind = EVENT_ADD_SHARED_VOLUME, .subject = disk}, coverage);
  for (uint32_t i = 0; i < shape->vms; i++)
    must(c, (struct event){.kind = EVENT_HOLD_ON_VOLUME, .subject = i, .argument = disk}, coverage);
}

static void add_rule(struct cluster *c, const struct world_shape *shape,
                     struct coverage *coverage) {
  must(c, (struct event){.kind = EVENT_CREATE_AFFINITY_RULE, .argument = shape->rule, .name = "R"},
       coverage);
  for (uint32_t i = 0; i < shape->vms; i++)
    must(c, (struct event){.kind = EVENT_JOIN_AFFINITY_RULE, .subject = i}, coverage);
  cluster_affinity_rule(c, 0)->enabled = true;
}

/* What only some worlds have. */
static void add_the_rest(struct cluster *c, const struct world_shape *shape,
                         struct coverage *coverage) {
  if (shape->resources > 0)
    add_resources(c, shape, coverage);
  if (shape->companion != COMPANION_NONE)
    add_companion(c, shape, coverage);
  if (shape->volumes)
    add_volume(c, shape, coverage);
  if (shape->rule != 0)
    add_rule(c, shape, coverage);
  for (uint32_t i = 0; shape->adapters && i < shape->vms; i++)
    must(c,
         (struct event){
             .kind = EVENT_CONNECT_ADAPTER, .subject = i, .argument = shape->networks - 1},
         coverage);
}

struct cluster *explore_world(const struct world_shape *shape, uint8_t switches,
                              struct coverage *coverage) {
  struct cluster_settings settings = {
      .limits = {shape->nodes, shape->networks > 0 ? shape->networks : 1,
                 shape->vms + (shape->resources > 0),
                 2 * shape->vms + shape->resources + explore_companions(shape),
                 shape->vms > 0 ? shape->vms : 1, 0, 0, shape->rule != 0},
      .level = LEVEL_WS2022,
      .seed = 1};
  size_t size = model_size(&settings.limits);
  struct cluster *c = model_init(malloc(size), size, &settings);
  c->quarantine_threshold = shape->flaps ? 2 : 0;
  for (unsigned i = 0; i < SWITCH_COUNT; i++)
    c->switches[i] = (switches >> i) & 1;
  char name[64];
  for (uint32_t i = 0; i < shape->nodes; i++) {
    snprintf(name, sizeof name, "N%u", i);
    must(c,
         (struct event){.kind = EVENT_DEFINE_HOST,
                        .argument = 1,
                        .value = (uint64_t)(shape->vms > 0 ? shape->vms - shape->priorities : 1)
                                 << 30,
                        .name = name},
         coverage);
  }
  for (uint32_t i = 0; i < shape->networks; i++) {
    snprintf(name, sizeof name, "W%u", i);
    must(c, (struct event){.kind = EVENT_DEFINE_NETWORK, .value = 100 + i, .name = name}, coverage);
  }
  for (uint32_t i = 0; i < shape->nodes; i++)
    must(c,
         (struct event){
             .kind = i == 0 ? EVENT_CREATE_CLUSTER : EVENT_ADD_NODE, .subject = i, .name = "LAB"},
         coverage);
  for (uint32_t i = 0; i < shape->vms; i++) {
    snprintf(name, sizeof name, "VM%u", i);
    must(c,
         (struct event){.kind = EVENT_DEFINE_VM,
                        .argument = !shape->priorities || i + 1 < shape->vms,
                        .value = 1u << 30,
                        .name = name},
         coverage);
    must(c,
         (struct event){
             .kind = EVENT_CREATE_GROUP, .argument = GROUP_TYPE_VIRTUAL_MACHINE, .name = name},
         coverage);
    for (uint32_t type = 0; type < MACHINE_TYPES; type++) {
      snprintf(name, sizeof name, "%s VM%u", resource_type_name((enum resource_type)type), i);
      must(c,
           (struct event){
               .kind = EVENT_CREATE_RESOURCE, .subject = i, .argument = type, .name = name},
           coverage);
      must(c, (struct event){.kind = EVENT_SET_VM_ID, .subject = 2 * i + type, .argument = i},
           coverage);
    }
    for (uint32_t type = 0; type < MACHINE_TYPES; type++)
      set_policy(c, shape, 2 * i + type);
    if (shape->preferred)
      cluster_group(c, i)->preferred[0] = shape->nodes;
    if (shape->priorities)
      cluster_group(c, i)->priority = (enum group_priority)(PRIORITY_LOW * (1 + i));
    if (!shape->priorities || i + 1 < shape->vms)
      must(c, (struct event){.kind = EVENT_ONLINE_GROUP, .subject = i}, coverage);
  }
  add_the_rest(c, shape, coverage);
  return c;
}
