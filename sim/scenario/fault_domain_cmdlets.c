/* Fault domains: New-, Get-, Set- and Remove-ClusterFaultDomain.  ClusAPI has no functions for
 * them: only a simulated cluster has any. */
#include "model/fault_domain.h"
#include "sim/scenario/cmdlet_arguments.h"
#include "sim/scenario/powershell_table.h"

/* A node or another domain, by its name. */
struct place {
  bool is_node;
  uint32_t index;
};

static bool find(const struct cluster *cluster, const char *name, struct place *place) {
  place->index = cluster_find(cluster, OBJECT_NODE, name);
  place->is_node =
      place->index != CLUSTER_NONE && cluster_node(cluster, place->index)->state != NODE_NONE;
  if (!place->is_node)
    place->index = cluster_find(cluster, OBJECT_FAULT_DOMAIN, name);
  return place->index != CLUSTER_NONE;
}

/* --- rows: Name, Type, ParentName, ChildrenNames --- */

static void add_child(struct text *children, const char *name) {
  text_format(children, "%s%s", children->used > 0 ? ", " : "{", name);
}

static void add_row(const struct cluster *cluster, struct table *table, struct place place) {
  enum object_kind kind = place.is_node ? OBJECT_NODE : OBJECT_FAULT_DOMAIN;
  uint32_t parent = place.is_node ? cluster_node(cluster, place.index)->fault_domain
                                  : cluster_fault_domain(cluster, place.index)->parent;
  enum fault_domain_type type =
      place.is_node ? FAULT_DOMAIN_NODE
                    : (enum fault_domain_type)cluster_fault_domain(cluster, place.index)->type;
  struct text children = {0};
  for (uint32_t i = 0; !place.is_node && i < cluster->count[OBJECT_FAULT_DOMAIN]; i++)
    if (!cluster_fault_domain(cluster, i)->deleted &&
        cluster_fault_domain(cluster, i)->parent == place.index)
      add_child(&children, cluster_name(cluster, OBJECT_FAULT_DOMAIN, i));
  for (uint32_t i = 0; !place.is_node && i < cluster->count[OBJECT_NODE]; i++)
    if (cluster_node(cluster, i)->fault_domain == place.index)
      add_child(&children, cluster_name(cluster, OBJECT_NODE, i));
  text_add(&children, children.used > 0 ? "}" : "{}");
  const char *cells[] = {
      cluster_name(cluster, kind, place.index), fault_domain_type_name(type),
      parent == CLUSTER_NONE ? NULL : cluster_name(cluster, OBJECT_FAULT_DOMAIN, parent),
      text_get(&children)};
  table_add_row(table, cells);
  text_free(&children);
}

static bool is_asked_for(const struct cmdlet_arguments *arguments, const char *name,
                         enum fault_domain_type type) {
  const struct cmdlet_parameter *asked = cmdlet_argument(arguments, "Type");
  return cmdlet_names(cmdlet_argument(arguments, "Name"), name) &&
         (asked == NULL || object_name_is(asked->values[0], fault_domain_type_name(type)));
}

/* The outermost first, the nodes at last. */
static void print(struct scenario *scenario, const struct cmdlet_arguments *arguments) {
  const struct cluster *cluster = world_cluster(scenario->world);
  struct table table = {
      .column_count = 4,
      .columns = {
          {"Name", false}, {"Type", false}, {"ParentName", false}, {"ChildrenNames", false}}};
  for (unsigned type = FAULT_DOMAIN_SITE; type > FAULT_DOMAIN_NODE; type--)
    for (uint32_t i = 0; i < cluster->count[OBJECT_FAULT_DOMAIN]; i++)
      if (!cluster_fault_domain(cluster, i)->deleted &&
          cluster_fault_domain(cluster, i)->type == type &&
          is_asked_for(arguments, cluster_name(cluster, OBJECT_FAULT_DOMAIN, i),
                       (enum fault_domain_type)type))
        add_row(cluster, &table, (struct place){false, i});
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++)
    if (cluster_node(cluster, i)->state != NODE_NONE &&
        is_asked_for(arguments, cluster_name(cluster, OBJECT_NODE, i), FAULT_DOMAIN_NODE))
      add_row(cluster, &table, (struct place){true, i});
  table_print(&table, &scenario->output);
}

bool cmdlet_get_fault_domain(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  print(scenario, &arguments);
  return true;
}

/* --- making and arranging --- */

static bool went_well(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                      const char *name, uint32_t status) {
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments->cmdlet, status, "The fault domain '%s' was not changed.",
                 name);
  return status == WIN32_SUCCESS;
}

static bool happens(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                    const char *name, const struct event *event) {
  return went_well(scenario, arguments, name, world_happens(scenario->world, event));
}

bool cmdlet_new_fault_domain(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL || cmdlet_required(scenario, &arguments, "Type") == NULL)
    return false;
  const struct cmdlet_parameter *asked = cmdlet_argument(&arguments, "Type");
  enum fault_domain_type type = fault_domain_type_by_name(asked->values[0]);
  if (type == FAULT_DOMAIN_TYPE_COUNT || type == FAULT_DOMAIN_NODE)
    return scenario_bad(scenario, asked->column, "'%s': expected Chassis, Rack or Site",
                        asked->values[0]);
  if (went_well(scenario, &arguments, name, world_define_fault_domain(scenario->world, name, type)))
    print(scenario, &arguments);
  return true;
}

/* One that is named, into `parent`, or out of everything. */
static bool place_one(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                      const char *name, uint32_t parent) {
  struct place place;
  if (!find(world_cluster(scenario->world), name, &place)) {
    cmdlet_error(scenario, arguments->cmdlet, WIN32_NOT_FOUND,
                 "The fault domain '%s' was not changed.", name);
    return false;
  }
  return happens(
      scenario, arguments, name,
      &(struct event){.kind = place.is_node ? EVENT_PLACE_NODE : EVENT_PLACE_FAULT_DOMAIN,
                      .subject = place.index,
                      .argument = parent});
}

bool cmdlet_set_fault_domain(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  if (cmdlet_named(scenario, words, &arguments) == NULL)
    return false;
  const struct cmdlet_parameter *parent = cmdlet_argument(&arguments, "Parent");
  const struct cmdlet_parameter *names = cmdlet_argument(&arguments, "Name");
  struct place place = {.index = CLUSTER_NONE};
  if (parent == NULL)
    return scenario_bad(scenario, arguments.column, "expected -Parent NAME, or \"\" for none");
  if (parent->values[0][0] != '\0' &&
      (!find(world_cluster(scenario->world), parent->values[0], &place) || place.is_node)) {
    cmdlet_error(scenario, arguments.cmdlet, WIN32_NOT_FOUND,
                 "There is no fault domain '%s' to put anything into.", parent->values[0]);
    return true;
  }
  for (size_t i = 0; i < names->value_count; i++)
    if (!place_one(scenario, &arguments, names->values[i], place.index))
      break;
  return true;
}

bool cmdlet_remove_fault_domain(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  if (cmdlet_named(scenario, words, &arguments) == NULL)
    return false;
  const struct cmdlet_parameter *names = cmdlet_argument(&arguments, "Name");
  for (size_t i = 0; i < names->value_count; i++) {
    struct place place;
    if (!find(world_cluster(scenario->world), names->values[i], &place) || place.is_node) {
      cmdlet_error(scenario, arguments.cmdlet, WIN32_NOT_FOUND,
                   "There is no fault domain '%s' that can be removed.", names->values[i]);
      return true;
    }
    if (!happens(scenario, &arguments, names->values[i],
                 &(struct event){.kind = EVENT_DELETE_FAULT_DOMAIN, .subject = place.index}))
      return true;
  }
  return true;
}
