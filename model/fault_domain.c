#include "model/fault_domain.h"
#include "model/anti_affinity.h"
#include "model/object_property.h"

static const char *const type_names[] = {"Node", "Chassis", "Rack", "Site"};

const char *fault_domain_type_name(enum fault_domain_type type) {
  assert((unsigned)type < FAULT_DOMAIN_TYPE_COUNT);
  return type_names[type];
}

enum fault_domain_type fault_domain_type_by_name(const char *name) {
  unsigned type = 0;
  while (type < FAULT_DOMAIN_TYPE_COUNT && !object_name_is(name, type_names[type]))
    type++;
  return (enum fault_domain_type)type;
}

/* --- where a node is --- */

static uint32_t outermost(const struct cluster *cluster, uint32_t node) {
  uint32_t domain = cluster_node(cluster, node)->fault_domain, parent = domain;
  while (parent != CLUSTER_NONE) {
    domain = parent;
    parent = cluster_fault_domain(cluster, domain)->parent;
  }
  return domain;
}

uint32_t fault_domain_site(const struct cluster *cluster, uint32_t node) {
  uint32_t domain = outermost(cluster, node);
  return domain != CLUSTER_NONE && cluster_fault_domain(cluster, domain)->type == FAULT_DOMAIN_SITE
             ? domain
             : (uint32_t)CLUSTER_NONE;
}

uint64_t fault_domain_nodes(const struct cluster *cluster, uint32_t node) {
  uint32_t domain = outermost(cluster, node);
  uint64_t nodes = UINT64_C(1) << node;
  assert(node < NODES_MAX);
  for (uint32_t i = 0; domain != CLUSTER_NONE && i < cluster->count[OBJECT_NODE]; i++)
    if (outermost(cluster, i) == domain)
      nodes |= UINT64_C(1) << i;
  return nodes;
}

/* PreferredSite of the cluster or a group, the first text of it; "" where there is none. */
static void preferred_site(const struct cluster *cluster, struct property_holder holder,
                           enum property_row row, char name[NAME_BYTES_MAX]) {
  uint32_t slot = stored_property_find(cluster, holder, false, property_schema_at(row)->name),
           size = 0;
  name[0] = '\0';
  if (slot == CLUSTER_NONE)
    return;
  const struct stored_property *stored = cluster_property(cluster, slot);
  while (size + 1 < stored->size && (stored->value[size] | stored->value[size + 1]) != 0)
    size += 2;
  if (size + 2 > stored->size ||
      !object_name_from_utf16le(stored->value, size + 2, name, NAME_BYTES_MAX))
    name[0] = '\0';
}

uint32_t fault_domain_nearness(const struct cluster *cluster, uint32_t group, uint32_t node) {
  char name[NAME_BYTES_MAX];
  uint32_t site = cluster->count[OBJECT_FAULT_DOMAIN] == 0 ? (uint32_t)CLUSTER_NONE
                                                           : fault_domain_site(cluster, node);
  if (site == CLUSTER_NONE)
    return 0;
  if (fault_domain_site(cluster, cluster_group(cluster, group)->owner) == site)
    return 2;
  preferred_site(cluster, (struct property_holder){CONTROL_OBJECT_GROUP, group},
                 SCHEMA_GROUP_PREFERRED_SITE, name);
  if (name[0] == '\0')
    preferred_site(cluster, (struct property_holder){CONTROL_OBJECT_CLUSTER, 0},
                   SCHEMA_CLUSTER_PREFERRED_SITE, name);
  return object_name_is(name, cluster_name(cluster, OBJECT_FAULT_DOMAIN, site)) ? 1 : 0;
}

/* --- making and arranging --- */

bool fault_domain_create(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  assert(event->name != NULL);
  if (!cluster->created)
    return effects_refuse(effects, WIN32_CLUSTER_NOT_INSTALLED);
  if (cluster->level < LEVEL_WS2016)
    return effects_refuse(effects, WIN32_CALL_NOT_IMPLEMENTED);
  if (event->argument == FAULT_DOMAIN_NODE || event->argument >= FAULT_DOMAIN_TYPE_COUNT ||
      object_name_check(event->name, GROUP_NAME_UNITS_MAX) != NULL)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (cluster_find(cluster, OBJECT_FAULT_DOMAIN, event->name) != CLUSTER_NONE ||
      cluster_find(cluster, OBJECT_NODE, event->name) != CLUSTER_NONE)
    return effects_refuse(effects, WIN32_OBJECT_ALREADY_EXISTS);
  uint32_t index = cluster_add(cluster, OBJECT_FAULT_DOMAIN, event->name);
  if (index == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  *cluster_fault_domain(cluster, index) =
      (struct fault_domain){.type = (uint8_t)event->argument, .parent = CLUSTER_NONE};
  effects->created_kind = OBJECT_FAULT_DOMAIN;
  effects->created = index;
  return true;
}

static bool has_children(const struct cluster *cluster, uint32_t domain) {
  for (uint32_t i = 0; i < cluster->count[OBJECT_FAULT_DOMAIN]; i++)
    if (!cluster_fault_domain(cluster, i)->deleted &&
        cluster_fault_domain(cluster, i)->parent == domain)
      return true;
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++)
    if (cluster_node(cluster, i)->fault_domain == domain)
      return true;
  return false;
}

bool fault_domain_delete(struct cluster *cluster, const struct event *event,
                         struct effects *effects) {
  if (has_children(cluster, event->subject))
    return effects_refuse(effects, WIN32_DIR_NOT_EMPTY);
  *cluster_fault_domain(cluster, event->subject) =
      (struct fault_domain){.parent = CLUSTER_NONE, .deleted = true};
  cluster->deleted[OBJECT_FAULT_DOMAIN]++;
  effects_change(effects, PROPERTY_FAULT_DOMAIN_DELETED, event->subject, 0, 1);
  return true;
}

/* A parent is of an outer level than its child, so that there is no circle. */
static uint32_t parent_refusal(const struct cluster *cluster, uint32_t parent, unsigned inner) {
  if (parent == CLUSTER_NONE)
    return WIN32_SUCCESS;
  if (parent >= cluster->count[OBJECT_FAULT_DOMAIN] ||
      cluster_fault_domain(cluster, parent)->deleted)
    return WIN32_NOT_FOUND;
  return cluster_fault_domain(cluster, parent)->type > inner ? (uint32_t)WIN32_SUCCESS
                                                             : (uint32_t)WIN32_INVALID_PARAMETER;
}

bool fault_domain_place(struct cluster *cluster, const struct event *event,
                        struct effects *effects) {
  struct fault_domain *domain = cluster_fault_domain(cluster, event->subject);
  uint32_t status = parent_refusal(cluster, event->argument, domain->type);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  effects_change(effects, PROPERTY_FAULT_DOMAIN_PARENT, event->subject, domain->parent,
                 event->argument);
  domain->parent = event->argument;
  anti_affinity_changed(cluster, effects);
  return true;
}

bool fault_domain_place_node(struct cluster *cluster, const struct event *event,
                             struct effects *effects) {
  struct node *node = cluster_node(cluster, event->subject);
  uint32_t status = parent_refusal(cluster, event->argument, FAULT_DOMAIN_NODE);
  if (cluster->level < LEVEL_WS2016)
    status = WIN32_CALL_NOT_IMPLEMENTED;
  if (status == WIN32_SUCCESS && node->state == NODE_NONE)
    status = WIN32_CLUSTER_NODE_NOT_FOUND;
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  effects_change(effects, PROPERTY_NODE_FAULT_DOMAIN, event->subject, node->fault_domain,
                 event->argument);
  node->fault_domain = event->argument;
  anti_affinity_changed(cluster, effects);
  return true;
}
