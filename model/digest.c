#include "model/digest.h"

uint64_t digest_number(uint64_t digest, uint64_t number) {
  digest ^= number;
  digest *= UINT64_C(0x9E3779B97F4A7C15);
  digest ^= digest >> 29;
  digest *= UINT64_C(0xBF58476D1CE4E5B9);
  return digest ^ (digest >> 32);
}

uint64_t digest_text(uint64_t digest, const char *text) {
  assert(text != NULL);
  uint64_t length = 0;
  for (; text[length] != '\0'; length++)
    digest = digest_number(digest, (unsigned char)text[length]);
  return digest_number(digest, length);
}

static uint64_t digest_fields(uint64_t digest, const uint64_t *fields, size_t count) {
  for (size_t i = 0; i < count; i++)
    digest = digest_number(digest, fields[i]);
  return digest;
}

#define FIELDS(digest, ...)                                                                        \
  digest_fields(digest, (const uint64_t[]){__VA_ARGS__},                                           \
                sizeof((const uint64_t[]){__VA_ARGS__}) / sizeof(uint64_t))

static uint64_t digest_vm(uint64_t digest, const struct vm *vm) {
  const struct vm_migration *m = &vm->migration;
  digest = FIELDS(digest, vm->state, vm->host, vm->executing, vm->memory, vm->critical,
                  vm->heartbeat_lost, vm->application_failed, vm->adapter, vm->adapter_lost,
                  vm->offline_action, vm->fails_when_shut_down, vm->next_offline_action_set,
                  vm->next_offline_action, vm->group, vm->resource, vm->configuration, vm->volume);
  return FIELDS(digest, m->phase, m->source, m->destination, m->network, m->attempt, m->progress,
                m->failure_reason, m->by_group_move);
}

static uint64_t digest_group(uint64_t digest, const struct group *group) {
  digest = FIELDS(digest, group->type, group->owner, group->resource_count, group->move_order,
                  group->move_destination, group->draining, group->drained_from, group->unmonitored,
                  group->moving_to, group->offline_asked, group->priority,
                  group->failover_threshold, group->failover_period, group->failovers,
                  group->auto_failback, group->failback_start, group->failback_end, group->deleted,
                  group->set, group->rules, group->rules_ignored, group->waits_for_set,
                  group->wait_over, group->kept_apart, group->return_to, group->destroyed,
                  group->preempted, group->preemptor, group->waits_for_memory, group->cold);
  for (uint32_t i = 0; i < 8; i++)
    digest = digest_number(digest, group->preferred[i]);
  for (uint32_t i = 0; i < group->resource_count; i++)
    digest = digest_number(digest, group->resources[i]);
  return digest;
}

static uint64_t digest_resource(uint64_t digest, const struct resource *resource) {
  digest = FIELDS(digest, resource->type, resource->state, resource->persistent_online,
                  resource->group, resource->vm, resource->goal, resource->possible_owners,
                  resource->restart_action, resource->restart_threshold, resource->restart_period,
                  resource->restart_delay, resource->retry_period, resource->pending_timeout,
                  resource->failures, resource->retried, resource->wait, resource->released,
                  resource->maintenance, resource->shared_volume, resource->redirected,
                  resource->volume_state, resource->locked, resource->deleted, resource->restarts);
  for (uint32_t i = 0; i < DEPENDENCY_TERMS_MAX; i++)
    digest = digest_number(digest, resource->depends[i]);
  return digest;
}

static uint64_t digest_object(uint64_t digest, const struct cluster *cluster, enum object_kind kind,
                              uint32_t index) {
  switch (kind) {
  case OBJECT_NODE: {
    const struct node *node = cluster_node(cluster, index);
    return FIELDS(digest, node->state, node->powered, node->memory, node->memory_taken,
                  node->migration_slots, node->stays_paused, node->drain, node->drain_target,
                  node->drain_told, node->storage_lost, node->storage_slow, node->service_stopped,
                  node->hung, node->isolated, node->exits, node->quarantined, node->stops,
                  node->drain_forced, node->drain_offline, node->evicted, node->fault_domain);
  }
  case OBJECT_NETWORK: {
    const struct network *network = cluster_network(cluster, index);
    return FIELDS(digest, network->up, network->excluded, network->metric, network->interfaces);
  }
  case OBJECT_GROUP:
    return digest_group(digest, cluster_group(cluster, index));
  case OBJECT_RESOURCE:
    return digest_resource(digest, cluster_resource(cluster, index));
  case OBJECT_VM:
    return digest_vm(digest, cluster_vm(cluster, index));
  case OBJECT_PROPERTY: {
    const struct stored_property *stored = cluster_property(cluster, index);
    digest = FIELDS(digest, stored->used, stored->is_private, stored->checkpoint, stored->object,
                    stored->holder, stored->syntax, stored->size);
    for (uint32_t i = 0; i < stored->size; i++)
      digest = digest_number(digest, stored->value[i]);
    return digest;
  }
  case OBJECT_GROUP_SET: {
    const struct group_set *set = cluster_group_set(cluster, index);
    return FIELDS(digest, set->is_global, set->startup_setting, set->startup_count,
                  set->startup_delay, set->providers, set->ready, set->counting, set->deleted);
  }
  case OBJECT_AFFINITY_RULE: {
    const struct affinity_rule *rule = cluster_affinity_rule(cluster, index);
    return FIELDS(digest, rule->type, rule->enabled, rule->deleted);
  }
  case OBJECT_FAULT_DOMAIN: {
    const struct fault_domain *domain = cluster_fault_domain(cluster, index);
    return FIELDS(digest, domain->type, domain->parent, domain->deleted);
  }
  case OBJECT_CLUSTER:
  case OBJECT_KIND_COUNT:
    break;
  }
  return digest;
}

uint64_t digest_cluster(const struct cluster *cluster) {
  assert(cluster != NULL);
  uint64_t digest = FIELDS(DIGEST_START, cluster->level, cluster->created, cluster->preferred_wait,
                           cluster->parallel_migrations, cluster->quarantine_threshold,
                           cluster->same_subnet_threshold, cluster->seed, cluster->moves_queued);
  for (unsigned i = 0; i < SWITCH_COUNT; i++)
    digest = digest_number(digest, cluster->switches[i]);
  for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++) {
    digest = digest_number(digest, cluster->count[kind]);
    for (uint32_t i = 0; i < cluster->count[kind]; i++) {
      digest = digest_text(digest, cluster_name(cluster, (enum object_kind)kind, i));
      digest = digest_object(digest, cluster, (enum object_kind)kind, i);
    }
  }
  return digest;
}

uint64_t digest_step(uint64_t digest, const struct event *event, const struct effects *effects) {
  assert(event != NULL && effects != NULL);
  digest = FIELDS(digest, event->kind, event->subject, event->argument, event->value,
                  effects->status, effects->created, effects->migration_row, effects->change_count);
  if (event->name != NULL)
    digest = digest_text(digest, event->name);
  for (size_t i = 0; event->list != NULL && i < event->list_size; i++)
    digest = digest_number(digest, event->list[i]);
  for (uint32_t i = 0; i < effects->change_count; i++) {
    const struct change *change = &effects->changes[i];
    digest = FIELDS(digest, change->property, change->subject, change->which, change->before,
                    change->after);
  }
  return digest;
}
