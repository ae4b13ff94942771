#include "model/host_usage.h"
#include "model/virtual_machine.h"
#include "model/vm_migration.h"

uint64_t host_usage_free_memory(const struct cluster *cluster, uint32_t index) {
  const struct node *node = cluster_node(cluster, index);
  uint64_t held = node->memory_taken + node->memory_used;
  assert(held >= node->memory_used);
  return held < node->memory && node->machines < VMS_PER_NODE_MAX ? node->memory - held : 0;
}

static void count_machine(struct cluster *cluster, uint32_t node, uint64_t bytes, bool add) {
  struct node *host = cluster_node(cluster, node);
  assert(add || (host->memory_used >= bytes && host->machines > 0));
  host->memory_used = add ? host->memory_used + bytes : host->memory_used - bytes;
  host->machines = add ? host->machines + 1 : host->machines - 1;
}

static void count_migration(struct cluster *cluster, uint32_t node, bool add) {
  uint32_t *migrations = &cluster_node(cluster, node)->migrations;
  assert(add || *migrations > 0);
  *migrations = add ? *migrations + 1 : *migrations - 1;
}

void host_usage_count(struct cluster *cluster, uint32_t index, bool add) {
  const struct vm *vm = cluster_vm(cluster, index);
  const struct vm_migration *migration = &vm->migration;
  if (virtual_machine_has_partition(vm->state))
    count_machine(cluster, vm->host, vm->memory, add);
  if (!vm_migration_active(migration->phase))
    return;
  count_migration(cluster, migration->source, add);
  count_migration(cluster, migration->destination, add);
  uint32_t *arriving = &cluster_node(cluster, migration->destination)->arriving;
  assert(add || *arriving > 0);
  *arriving = add ? *arriving + 1 : *arriving - 1;
  if (migration->phase == MIGRATION_RESUMED) /* the source lets go when the group has moved */
    count_machine(cluster, migration->source, vm->memory, add);
  else if (migration->phase != MIGRATION_SETUP && migration->phase != MIGRATION_OWNED)
    count_machine(cluster, migration->destination, vm->memory, add); /* the planned machine */
}
