/* What a database says before it is believed: a file may be damaged or edited, and nothing of it
 * may make the simulator stumble later. */
#include "sim/store/store_check.h"
#include "model/affinity_rule.h"
#include "model/cold_start.h"
#include "model/dependency.h"
#include "model/fault_domain.h"
#include "model/node.h"
#include "model/placement.h"
#include "model/property_field.h"
#include "model/shared_volume.h"
#include "model/storage.h"
#include "model/vm_migration.h"
#include "sim/store/store_rows.h"

static bool is_one_of(uint32_t value, const uint32_t *values, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (values[i] == value)
      return true;
  return false;
}

#define IS_ONE_OF(value, ...)                                                                      \
  is_one_of((uint32_t)(value), (const uint32_t[]){__VA_ARGS__},                                    \
            sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static bool index_or_none(uint32_t index, uint32_t count) {
  return index < count || index == CLUSTER_NONE;
}

static bool node_is_sound(const struct cluster *c, const struct node *node) {
  return IS_ONE_OF(node->state, NODE_UP, NODE_DOWN, NODE_PAUSED, NODE_JOINING, NODE_NONE) &&
         node->memory < AMOUNT_MAX && node->memory_taken <= node->memory &&
         node->storage_slow <= STORAGE_SLOW_MAX && (unsigned)node->drain <= DRAIN_FAILED &&
         node->exits <= c->quarantine_threshold &&
         (!node->quarantined || (node->exits == 0 && !node->isolated && node->state == NODE_DOWN));
}

static bool group_waits_soundly(const struct cluster *c, const struct group *group) {
  return index_or_none(group->drained_from, c->count[OBJECT_NODE]) &&
         index_or_none(group->moving_to, c->count[OBJECT_NODE]) &&
         (group->move_order == 0 ? group->move_destination == CLUSTER_NONE
                                 : index_or_none(group->move_destination, c->count[OBJECT_NODE]));
}

/* What is deleted has no row, and so no properties. */
static bool fields_are_sound(const struct cluster *c, enum object_kind kind,
                             enum control_object object) {
  for (uint32_t i = 0; i < c->count[kind]; i++)
    if (!cluster_is_deleted(c, kind, i) &&
        !property_fields_are_sound(c, (struct property_holder){object, i}))
      return false;
  return true;
}

static bool holder_is_sound(const struct cluster *c, const struct stored_property *stored) {
  uint32_t index = stored->holder;
  switch (stored->object) {
  case CONTROL_OBJECT_RESOURCE:
    return index < c->count[OBJECT_RESOURCE];
  case CONTROL_OBJECT_RESOURCE_TYPE:
    return index < TYPE_COUNT;
  case CONTROL_OBJECT_GROUP:
    return index < c->count[OBJECT_GROUP];
  case CONTROL_OBJECT_NODE:
    return index < c->count[OBJECT_NODE];
  case CONTROL_OBJECT_NETWORK:
    return index < c->count[OBJECT_NETWORK];
  case CONTROL_OBJECT_NETINTERFACE:
    return index / NODES_MAX < c->count[OBJECT_NETWORK] &&
           index % NODES_MAX < c->count[OBJECT_NODE];
  case CONTROL_OBJECT_GROUPSET:
    return index < c->count[OBJECT_GROUP_SET];
  case CONTROL_OBJECT_AFFINITYRULE:
    return index < c->count[OBJECT_AFFINITY_RULE];
  case CONTROL_OBJECT_CLUSTER:
  case CONTROL_OBJECT_USER: /* keys and values of the registry */
    return index == 0;
  default:
    return false;
  }
}

static bool stored_properties_are_sound(const struct cluster *c) {
  for (uint32_t i = 0; i < c->count[OBJECT_PROPERTY]; i++) {
    const struct stored_property *stored = cluster_property(c, i);
    if (stored->used ? stored->size > PROPERTY_VALUE_MAX ||
                           stored->checkpoint > CHECKPOINT_CRYPTO || !holder_is_sound(c, stored)
                     : stored->size != 0)
      return false;
  }
  return true;
}

/* A parent is there, and of an outer level. */
static bool fault_domains_are_sound(const struct cluster *c) {
  for (uint32_t i = 0; i < c->count[OBJECT_FAULT_DOMAIN]; i++) {
    const struct fault_domain *domain = cluster_fault_domain(c, i);
    if (domain->type > FAULT_DOMAIN_SITE ||
        !index_or_none(domain->parent, c->count[OBJECT_FAULT_DOMAIN]) ||
        (domain->parent != CLUSTER_NONE &&
         cluster_fault_domain(c, domain->parent)->type <= domain->type))
      return false;
  }
  for (uint32_t i = 0; i < c->count[OBJECT_NODE]; i++)
    if (!index_or_none(cluster_node(c, i)->fault_domain, c->count[OBJECT_FAULT_DOMAIN]))
      return false;
  return true;
}

static bool affinity_rules_are_sound(const struct cluster *c) {
  uint64_t known = 0;
  for (uint32_t i = 0; i < c->count[OBJECT_AFFINITY_RULE]; i++) {
    known |= UINT64_C(1) << i;
    if (cluster_affinity_rule(c, i)->type >= AFFINITY_RULE_TYPE_COUNT)
      return false;
  }
  for (uint32_t i = 0; i < c->count[OBJECT_GROUP]; i++)
    if ((cluster_group(c, i)->rules & ~known) != 0)
      return false;
  return true;
}

static bool group_is_sound(const struct cluster *c, const struct group *group) {
  for (uint32_t n = 0; placement_preferred(group, n) != CLUSTER_NONE; n++)
    if (placement_preferred(group, n) >= c->count[OBJECT_NODE])
      return false;
  return group->owner < c->count[OBJECT_NODE] &&
         index_or_none(group->preemptor, c->count[OBJECT_GROUP]) &&
         (group->set == CLUSTER_NONE || group->set < c->count[OBJECT_GROUP_SET]) &&
         group->offline_asked <= 1 + OFFLINE_SHUT_DOWN_FORCED &&
         (!group->deleted ||
          (group->resource_count == 0 && group->move_order == 0 &&
           group->moving_to == CLUSTER_NONE && !group->draining && !group->unmonitored));
}

/* Terms name members of the same group, the first terms first. */
static bool depends_soundly(const struct cluster *c, uint32_t index) {
  const struct resource *resource = cluster_resource(c, index);
  uint32_t count = cluster_group(c, resource->group)->resource_count;
  for (unsigned i = 0; i < DEPENDENCY_TERMS_MAX; i++) {
    if (count < RESOURCES_PER_GROUP_MAX && resource->depends[i] >> count != 0)
      return false;
    if (i > 0 && resource->depends[i] != 0 && resource->depends[i - 1] == 0)
      return false;
  }
  return true;
}

const char *store_dependencies_check(const struct engine *engine) {
  const struct cluster *c = engine->cluster;
  for (uint32_t i = 0; i < c->count[OBJECT_RESOURCE]; i++)
    if (!cluster_resource(c, i)->deleted && !depends_soundly(c, i))
      return "a resource depends on something outside its group";
  for (uint32_t i = 0; i < c->count[OBJECT_RESOURCE]; i++)
    if (!cluster_resource(c, i)->deleted &&
        ((dependency_all_providers(c, i) >> dependency_place(c, i)) & 1) != 0)
      return "a resource depends on itself";
  return NULL;
}

static bool provider_is_sound(const struct provider *provider) {
  return provider->online <= PROVIDER_HANGS && provider->offline <= PROVIDER_HANGS;
}

static bool policy_is_sound(const struct resource *resource) {
  return (unsigned)resource->goal <= GOAL_OFFLINE && (unsigned)resource->wait <= WAIT_RETRY;
}

static bool volume_is_sound(const struct resource *resource) {
  return resource->shared_volume == 0
             ? !resource->redirected && resource->volume_state == SHARED_VOLUME_UNAVAILABLE
             : resource->type == TYPE_PHYSICAL_DISK &&
                   resource->volume_state <= SHARED_VOLUME_ACTIVE;
}

static bool resource_is_sound(const struct cluster *c, const struct resource *resource) {
  return policy_is_sound(resource) && volume_is_sound(resource) &&
         (unsigned)resource->type < TYPE_COUNT && resource->group < c->count[OBJECT_GROUP] &&
         index_or_none(resource->vm, c->count[OBJECT_VM]) &&
         (!resource->deleted || (resource->vm == CLUSTER_NONE && resource->goal == GOAL_NONE &&
                                 resource->wait == WAIT_NONE && resource->depends[0] == 0)) &&
         IS_ONE_OF(resource->state, RESOURCE_INITIALIZING, RESOURCE_ONLINE, RESOURCE_OFFLINE,
                   RESOURCE_FAILED, RESOURCE_ONLINE_PENDING, RESOURCE_OFFLINE_PENDING);
}

static bool migration_is_sound(const struct cluster *c, const struct vm *vm) {
  const struct vm_migration *m = &vm->migration;
  bool active = (unsigned)m->phase < MIGRATION_PHASE_COUNT && vm_migration_active(m->phase);
  return (unsigned)m->phase < MIGRATION_PHASE_COUNT &&
         index_or_none(m->source, c->count[OBJECT_NODE]) &&
         index_or_none(m->destination, c->count[OBJECT_NODE]) &&
         index_or_none(m->network, c->count[OBJECT_NETWORK]) &&
         (m->source == CLUSTER_NONE) == (m->destination == CLUSTER_NONE) &&
         (!active || (m->source != m->destination && vm->resource != CLUSTER_NONE));
}

static bool vm_is_sound(const struct cluster *c, const struct vm *vm, uint32_t index) {
  return vm->host < c->count[OBJECT_NODE] && vm->memory < AMOUNT_MAX &&
         IS_ONE_OF(vm->state, VM_UNKNOWN, VM_ENABLED, VM_DISABLED, VM_PAUSED, VM_SUSPENDED,
                   VM_STARTING, VM_SAVING, VM_STOPPING, VM_PAUSING, VM_RESUMING) &&
         (unsigned)vm->offline_action <= OFFLINE_SHUT_DOWN_FORCED &&
         (unsigned)vm->next_offline_action <= OFFLINE_SHUT_DOWN_FORCED &&
         index_or_none(vm->volume, c->count[OBJECT_RESOURCE]) &&
         index_or_none(vm->adapter, c->count[OBJECT_NETWORK]) &&
         (vm->volume == CLUSTER_NONE || shared_volume_exists(c, vm->volume)) &&
         index_or_none(vm->group, c->count[OBJECT_GROUP]) &&
         (vm->group == CLUSTER_NONE || !cluster_group(c, vm->group)->deleted) &&
         index_or_none(vm->resource, c->count[OBJECT_RESOURCE]) &&
         index_or_none(vm->configuration, c->count[OBJECT_RESOURCE]) &&
         (vm->group != CLUSTER_NONE) ==
             (vm->resource != CLUSTER_NONE || vm->configuration != CLUSTER_NONE) &&
         (vm->resource == CLUSTER_NONE || cluster_resource(c, vm->resource)->vm == index) &&
         (vm->configuration == CLUSTER_NONE ||
          cluster_resource(c, vm->configuration)->vm == index) &&
         migration_is_sound(c, vm);
}

static bool guest_is_sound(const struct guest_memory *guest) {
  if (guest->point_count > DIRTY_CURVE_POINTS_MAX || guest->used >= AMOUNT_MAX ||
      guest->zero >= AMOUNT_MAX || guest->page_header > 4096 || guest->noise < 0 ||
      guest->noise > INT64_C(1) << 32)
    return false;
  uint64_t window = 0, bytes = 0;
  for (uint32_t i = 0; i < guest->point_count; i++) {
    if (guest->points[i].window <= window || guest->points[i].bytes < bytes ||
        guest->points[i].window >= AMOUNT_MAX || guest->points[i].bytes >= AMOUNT_MAX)
      return false;
    window = guest->points[i].window;
    bytes = guest->points[i].bytes;
  }
  return true;
}

/* The copy stands where the machine's phase says it stands. */
static bool stage_fits(const struct transfer *transfer, const struct vm_migration *migration) {
  enum transfer_stage stage = migration->phase == MIGRATION_DATA_TRANSFER ? TRANSFER_COPIES
                              : migration->phase == MIGRATION_STOPPED     ? TRANSFER_ENDS
                                                                          : TRANSFER_IDLE;
  bool same = transfer->source == migration->source &&
              transfer->destination == migration->destination &&
              transfer->attempt == migration->attempt;
  return transfer->stage == stage &&
         (stage == TRANSFER_IDLE ||
          (same && transfer->network == migration->network && transfer->network != CLUSTER_NONE));
}

static bool transfer_is_sound(const struct engine *engine, uint32_t vm) {
  const struct transfer *t = &engine->transfers[vm];
  const struct cluster *c = engine->cluster;
  const struct vm_migration *migration = &cluster_vm(c, vm)->migration;
  if (t->attempt == 0)
    return !vm_migration_active(migration->phase) && !engine->sharing.flows[vm].running;
  if (t->source >= c->count[OBJECT_NODE] || t->destination >= c->count[OBJECT_NODE] ||
      t->source == t->destination || !index_or_none(t->network, c->count[OBJECT_NETWORK]) ||
      t->phase >= MIGRATION_PHASE_COUNT || !stage_fits(t, migration))
    return false;
  if (t->round_cap == 0 || t->round_cap > TRANSFER_ROUNDS_MAX ||
      t->round_count > TRANSFER_ROUNDS_MAX || t->segment_round > t->round_count ||
      (t->stage != TRANSFER_IDLE && t->round_count == 0))
    return false;
  for (uint32_t i = 0; i <= t->round_count; i++)
    if (t->rounds[i].bytes >= AMOUNT_MAX)
      return false;
  bool flows = engine->sharing.flows[vm].running;
  return t->segment_at <= engine->now && t->segment_done <= t->rounds[t->segment_round].bytes &&
         t->requested_at <= engine->now && t->stopped_at <= engine->now &&
         t->resumed_at <= engine->now && t->ended_at <= engine->now && t->rate < AMOUNT_MAX &&
         t->blackout_goal < AMOUNT_MAX && (!flows || t->stage != TRANSFER_IDLE);
}

/* The last lines, each in its place. */
static bool log_line_is_sound(const struct engine *engine, uint64_t number) {
  const struct log_line *line = &engine->log[number % ENGINE_LOG_MAX];
  const struct cluster *c = engine->cluster;
  return line->number == number && line->at <= engine->now &&
         (unsigned)line->logged.id < LOG_ID_COUNT &&
         line->logged.subject < c->count[event_log_subject(line->logged.id)];
}

static bool notice_is_sound(const struct engine *engine, uint64_t number) {
  const struct notice *notice = &engine->notices[number % ENGINE_NOTIFICATIONS_MAX];
  const struct notification *notification = &notice->notification;
  const struct cluster *c = engine->cluster;
  return notice->number == number && notice->at <= engine->now &&
         (unsigned)notification->id < NOTIFICATION_COUNT &&
         notification->object < c->count[notification_subject(notification->id)] &&
         (unsigned)notification->property <= PROPERTY_COUNT &&
         notification_is_sound(c, notification);
}

static bool engine_is_sound(const struct engine *engine) {
  for (unsigned i = 0; i < TIMING_COUNT; i++)
    if (engine->timings[i] >= AMOUNT_MAX / 1024)
      return false;
  for (uint32_t i = 0; i < engine->cluster->count[OBJECT_NETWORK]; i++)
    if (engine->bandwidth[i] == 0 || engine->bandwidth[i] >= AMOUNT_MAX)
      return false;
  return engine->now < AMOUNT_MAX && engine->round_cap <= TRANSFER_ROUNDS_MAX &&
         engine->cluster->preferred_wait <= PREFERRED_WAIT_OVER &&
         engine->sender_limit < AMOUNT_MAX && engine->fault_count <= FAULTS_MAX;
}

const char *store_rows_check(const struct engine *engine) {
  const struct cluster *c = engine->cluster;
  if (!engine_is_sound(engine))
    return "the clock, a duration or a network's speed is out of range";
  for (uint32_t i = 0; i < c->count[OBJECT_NODE]; i++)
    if (!node_is_sound(c, cluster_node(c, i)))
      return "a node is not what it can be";
  for (uint32_t i = 0; i < c->count[OBJECT_GROUP]; i++)
    if (!group_is_sound(c, cluster_group(c, i)) || !group_waits_soundly(c, cluster_group(c, i)))
      return "a group's owner or destination is no node";
  for (uint32_t i = 0; i < c->count[OBJECT_RESOURCE]; i++)
    if (!resource_is_sound(c, cluster_resource(c, i)) || !provider_is_sound(&engine->providers[i]))
      return "a resource is not what it can be";
  if (!fields_are_sound(c, OBJECT_GROUP, CONTROL_OBJECT_GROUP) ||
      !fields_are_sound(c, OBJECT_RESOURCE, CONTROL_OBJECT_RESOURCE) ||
      !fields_are_sound(c, OBJECT_NETWORK, CONTROL_OBJECT_NETWORK) ||
      !property_fields_are_sound(c, (struct property_holder){CONTROL_OBJECT_CLUSTER, 0}) ||
      !stored_properties_are_sound(c))
    return "a common property is out of its range";
  if (!fault_domains_are_sound(c))
    return "a fault domain is not what it can be";
  if (!affinity_rules_are_sound(c))
    return "an affinity rule is not what it can be";
  for (uint32_t i = 0; i < c->count[OBJECT_VM]; i++)
    if (!vm_is_sound(c, cluster_vm(c, i), i) || !guest_is_sound(&engine->guests[i]))
      return "a virtual machine is not what it can be";
  if (engine->logged >= AMOUNT_MAX)
    return "the event log is not what it can be";
  for (uint32_t i = 0; i < ENGINE_LOG_MAX && i < engine->logged; i++)
    if (!log_line_is_sound(engine, engine->logged - 1 - i))
      return "the event log is not what it can be";
  if (engine->notified >= AMOUNT_MAX)
    return "a notification is not what it can be";
  for (uint32_t i = 0; i < ENGINE_NOTIFICATIONS_MAX && i < engine->notified; i++)
    if (!notice_is_sound(engine, engine->notified - 1 - i))
      return "a notification is not what it can be";
  for (uint32_t i = 0; i < c->count[OBJECT_VM]; i++)
    if (!transfer_is_sound(engine, i))
      return "a migration is not what it can be";
  return store_timers_check(engine);
}
