#include "sim/store/store_rows.h"
#include "model/vm_migration.h"

/* --- names of the columns --- */

#define TEXT(name, type, place) #name,
static const char *const cluster_columns[] = {
#define CLUSTER_COLUMN TEXT
#include "sim/store/schema.def"
};
static const char *const node_columns[] = {
#define NODE_COLUMN TEXT
#include "sim/store/schema.def"
};
static const char *const network_columns[] = {
#define NETWORK_COLUMN TEXT
#include "sim/store/schema.def"
};
static const char *const cluster_group_columns[] = {
#define CLUSTER_GROUP_COLUMN TEXT
#include "sim/store/schema.def"
};
static const char *const resource_columns[] = {
#define RESOURCE_COLUMN TEXT
#include "sim/store/schema.def"
};
static const char *const vm_columns[] = {
#define VM_COLUMN TEXT
#include "sim/store/schema.def"
};
static const char *const migration_columns[] = {
#define MIGRATION_COLUMN TEXT
#include "sim/store/schema.def"
};
static const char *const timer_columns[] = {
#define TIMER_COLUMN TEXT
#include "sim/store/schema.def"
};
static const char *const fault_columns[] = {
#define FAULT_COLUMN TEXT
#include "sim/store/schema.def"
};

static const struct store_table_shape shapes[STORE_TABLE_COUNT] = {
#define SHAPE(table, named, kind)                                                                  \
  {#table, named, kind, sizeof table##_columns / sizeof table##_columns[0], table##_columns},
    SHAPE(cluster, true, OBJECT_CLUSTER) SHAPE(node, true, OBJECT_NODE)
        SHAPE(network, true, OBJECT_NETWORK) SHAPE(cluster_group, true, OBJECT_GROUP)
            SHAPE(resource, true, OBJECT_RESOURCE) SHAPE(vm, true, OBJECT_VM)
                SHAPE(migration, false, OBJECT_VM) SHAPE(timer, false, OBJECT_CLUSTER)
                    SHAPE(fault, false, OBJECT_CLUSTER)
#undef SHAPE
};

const struct store_table_shape *store_table_shape(enum store_table table) {
  assert((unsigned)table < STORE_TABLE_COUNT);
  return &shapes[table];
}

uint32_t store_row_limit(const struct engine *engine, enum store_table table) {
  const struct cluster_limits *limits = &engine->cluster->limits;
  switch (table) {
  case TABLE_cluster:
    return 1;
  case TABLE_node:
    return limits->nodes;
  case TABLE_network:
    return limits->networks;
  case TABLE_cluster_group:
    return limits->groups;
  case TABLE_resource:
    return limits->resources;
  case TABLE_vm:
  case TABLE_migration:
    return limits->vms;
  case TABLE_timer:
    return engine->queue.capacity;
  case TABLE_fault:
    return FAULTS_MAX;
  case STORE_TABLE_COUNT:
    break;
  }
  assert(false && "a table");
  return 0;
}

bool store_row_exists(const struct engine *engine, enum store_table table, uint32_t id) {
  assert(id < store_row_limit(engine, table));
  switch (table) {
  case TABLE_cluster:
    return true;
  case TABLE_migration:
    return id < engine->cluster->count[OBJECT_VM] && engine->transfers[id].attempt != 0;
  case TABLE_timer:
    return event_queue_armed(&engine->queue, id);
  case TABLE_fault:
    return id < engine->fault_count;
  default:
    return id < engine->cluster->count[shapes[table].kind];
  }
}

int64_t store_row_key(const struct engine *engine, enum store_table table, uint32_t id) {
  if (table != TABLE_migration)
    return id;
  return (int64_t)(((uint64_t)id << 32) | engine->transfers[id].attempt);
}

/* --- values --- */

#define READ(name, type, place)  *values++ = (int64_t)(place);
#define WRITE(name, type, place) place = (type)*values++;

static void read_cluster(struct engine *engine, uint32_t id, int64_t *values) {
  (void)id;
#define CLUSTER_COLUMN READ
#include "sim/store/schema.def"
}

static void write_cluster(struct engine *engine, uint32_t id, const int64_t *values) {
  (void)id;
#define CLUSTER_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_node(struct engine *engine, uint32_t id, int64_t *values) {
  struct node *node = cluster_node(engine->cluster, id);
#define NODE_COLUMN READ
#include "sim/store/schema.def"
}

static void write_node(struct engine *engine, uint32_t id, const int64_t *values) {
  struct node *node = cluster_node(engine->cluster, id);
#define NODE_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_network(struct engine *engine, uint32_t id, int64_t *values) {
  struct network *network = cluster_network(engine->cluster, id);
#define NETWORK_COLUMN READ
#include "sim/store/schema.def"
}

static void write_network(struct engine *engine, uint32_t id, const int64_t *values) {
  struct network *network = cluster_network(engine->cluster, id);
#define NETWORK_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_cluster_group(struct engine *engine, uint32_t id, int64_t *values) {
  struct group *group = cluster_group(engine->cluster, id);
#define CLUSTER_GROUP_COLUMN READ
#include "sim/store/schema.def"
}

static void write_cluster_group(struct engine *engine, uint32_t id, const int64_t *values) {
  struct group *group = cluster_group(engine->cluster, id);
#define CLUSTER_GROUP_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_resource(struct engine *engine, uint32_t id, int64_t *values) {
  struct resource *resource = cluster_resource(engine->cluster, id);
#define RESOURCE_COLUMN READ
#include "sim/store/schema.def"
}

static void write_resource(struct engine *engine, uint32_t id, const int64_t *values) {
  struct resource *resource = cluster_resource(engine->cluster, id);
#define RESOURCE_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_vm(struct engine *engine, uint32_t id, int64_t *values) {
  struct vm *vm = cluster_vm(engine->cluster, id);
  struct guest_memory *guest = &engine->guests[id];
#define VM_COLUMN READ
#include "sim/store/schema.def"
}

static void write_vm(struct engine *engine, uint32_t id, const int64_t *values) {
  struct vm *vm = cluster_vm(engine->cluster, id);
  struct guest_memory *guest = &engine->guests[id];
#define VM_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_migration(struct engine *engine, uint32_t id, int64_t *values) {
  struct vm *vm = cluster_vm(engine->cluster, id);
  struct transfer *transfer = &engine->transfers[id];
#define MIGRATION_COLUMN READ
#include "sim/store/schema.def"
}

static void write_migration(struct engine *engine, uint32_t id, const int64_t *values) {
  struct vm *vm = cluster_vm(engine->cluster, id);
  struct transfer *transfer = &engine->transfers[id];
#define MIGRATION_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_timer(struct engine *engine, uint32_t id, int64_t *values) {
  struct timer *timer = &engine->queue.timers[id];
#define TIMER_COLUMN READ
#include "sim/store/schema.def"
}

static void write_timer(struct engine *engine, uint32_t id, const int64_t *values) {
  struct timer *timer = &engine->queue.timers[id];
#define TIMER_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_fault(struct engine *engine, uint32_t id, int64_t *values) {
  struct fault *fault = &engine->faults[id];
#define FAULT_COLUMN READ
#include "sim/store/schema.def"
}

static void write_fault(struct engine *engine, uint32_t id, const int64_t *values) {
  struct fault *fault = &engine->faults[id];
#define FAULT_COLUMN WRITE
#include "sim/store/schema.def"
}

static const struct {
  void (*read)(struct engine *engine, uint32_t id, int64_t *values);
  void (*write)(struct engine *engine, uint32_t id, const int64_t *values);
} access_to[STORE_TABLE_COUNT] = {
    {read_cluster, write_cluster},     {read_node, write_node},
    {read_network, write_network},     {read_cluster_group, write_cluster_group},
    {read_resource, write_resource},   {read_vm, write_vm},
    {read_migration, write_migration}, {read_timer, write_timer},
    {read_fault, write_fault},
};

void store_row_read(struct engine *engine, enum store_table table, uint32_t id, int64_t *values) {
  assert(store_row_exists(engine, table, id));
  access_to[table].read(engine, id, values);
}

void store_row_write(struct engine *engine, enum store_table table, uint32_t id,
                     const int64_t *values) {
  assert(id < store_row_limit(engine, table));
  access_to[table].write(engine, id, values);
}

/* --- what may not be believed --- */

static bool index_or_none(uint32_t index, uint32_t count) {
  return index < count || index == CLUSTER_NONE;
}

static bool vm_refers_well(const struct cluster *c, const struct vm *vm) {
  const struct vm_migration *m = &vm->migration;
  bool active = vm_migration_active(m->phase);
  return vm->host < c->count[OBJECT_NODE] && index_or_none(vm->group, c->count[OBJECT_GROUP]) &&
         index_or_none(vm->resource, c->count[OBJECT_RESOURCE]) &&
         index_or_none(vm->configuration, c->count[OBJECT_RESOURCE]) &&
         (unsigned)m->phase < MIGRATION_PHASE_COUNT &&
         index_or_none(m->source, c->count[OBJECT_NODE]) &&
         index_or_none(m->destination, c->count[OBJECT_NODE]) &&
         index_or_none(m->network, c->count[OBJECT_NETWORK]) &&
         (!active || (m->source != CLUSTER_NONE && m->destination != CLUSTER_NONE &&
                      vm->resource != CLUSTER_NONE));
}

static bool event_refers_well(const struct cluster *c, const struct event *event) {
  if ((unsigned)event->kind >= EVENT_KIND_COUNT)
    return false;
  enum object_kind kind = event_subject(event->kind);
  return kind == OBJECT_CLUSTER || event->subject < c->count[kind];
}

const char *store_rows_check(const struct engine *engine) {
  const struct cluster *c = engine->cluster;
  for (uint32_t i = 0; i < c->count[OBJECT_GROUP]; i++)
    if (cluster_group(c, i)->owner >= c->count[OBJECT_NODE])
      return "a group's owner is no node";
  for (uint32_t i = 0; i < c->count[OBJECT_RESOURCE]; i++) {
    const struct resource *resource = cluster_resource(c, i);
    if ((unsigned)resource->type >= TYPE_COUNT || resource->group >= c->count[OBJECT_GROUP] ||
        !index_or_none(resource->vm, c->count[OBJECT_VM]))
      return "a resource refers to what is not there";
  }
  for (uint32_t i = 0; i < c->count[OBJECT_VM]; i++) {
    const struct transfer *transfer = &engine->transfers[i];
    if (!vm_refers_well(c, cluster_vm(c, i)) ||
        engine->guests[i].point_count > DIRTY_CURVE_POINTS_MAX)
      return "a virtual machine refers to what is not there";
    if (transfer->attempt != 0 &&
        (transfer->round_count > TRANSFER_ROUNDS_MAX || transfer->round_cap == 0 ||
         transfer->round_cap > TRANSFER_ROUNDS_MAX ||
         transfer->segment_round > transfer->round_count))
      return "a migration has more rounds than there can be";
  }
  for (uint32_t i = 0; i < engine->queue.count; i++)
    if (!event_refers_well(c, &engine->queue.timers[engine->queue.heap[i]].event))
      return "a timer refers to what is not there";
  for (uint32_t i = 0; i < engine->fault_count; i++)
    if (engine->faults[i].waiting && !event_refers_well(c, &engine->faults[i].event))
      return "a fault refers to what is not there";
  return NULL;
}
