#include "sim/store/store_rows.h"

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
static const char *const property_columns[] = {
#define PROPERTY_COLUMN TEXT
#include "sim/store/schema.def"
};
static const char *const group_set_columns[] = {
#define GROUP_SET_COLUMN TEXT
#include "sim/store/schema.def"
};
static const char *const affinity_rule_columns[] = {
#define AFFINITY_RULE_COLUMN TEXT
#include "sim/store/schema.def"
};
static const char *const fault_domain_columns[] = {
#define FAULT_DOMAIN_COLUMN TEXT
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
static const char *const log_line_columns[] = {
#define LOG_LINE_COLUMN TEXT
#include "sim/store/schema.def"
};

static const char *const notice_columns[] = {
#define NOTICE_COLUMN TEXT
#include "sim/store/schema.def"
};

#define FITS(table)                                                                                \
  _Static_assert(sizeof table##_columns / sizeof table##_columns[0] <= STORE_COLUMNS_MAX,          \
                 "more columns of " #table " than a row has room for");
FITS(cluster)
FITS(node)
FITS(cluster_group)
FITS(resource)
FITS(vm)
#undef FITS

static const struct store_table_shape shapes[STORE_TABLE_COUNT] = {
#define SHAPE(table, named, kind)                                                                  \
  {#table, named, kind, sizeof table##_columns / sizeof table##_columns[0], table##_columns},
    SHAPE(cluster, true, OBJECT_CLUSTER) SHAPE(node, true, OBJECT_NODE) SHAPE(network, true,
                                                                              OBJECT_NETWORK)
        SHAPE(cluster_group, true, OBJECT_GROUP) SHAPE(resource, true, OBJECT_RESOURCE)
            SHAPE(vm, true, OBJECT_VM) SHAPE(property, true, OBJECT_PROPERTY) SHAPE(
                group_set, true, OBJECT_GROUP_SET) SHAPE(affinity_rule, true, OBJECT_AFFINITY_RULE)
                SHAPE(fault_domain, true, OBJECT_FAULT_DOMAIN) SHAPE(migration, false, OBJECT_VM)
                    SHAPE(timer, false, OBJECT_CLUSTER) SHAPE(fault, false, OBJECT_CLUSTER)
                        SHAPE(log_line, false, OBJECT_CLUSTER) SHAPE(notice, false, OBJECT_CLUSTER)
#undef SHAPE
};

const struct store_table_shape *store_table_shape(enum store_table table) {
  assert((unsigned)table < STORE_TABLE_COUNT);
  return &shapes[table];
}

uint32_t store_row_limit(const struct engine *engine, enum store_table table) {
  assert(table < STORE_TABLE_COUNT);
  switch (table) {
  case TABLE_timer:
    return engine->queue.capacity;
  case TABLE_fault:
    return FAULTS_MAX;
  case TABLE_log_line:
    return ENGINE_LOG_MAX;
  case TABLE_notice:
    return ENGINE_NOTIFICATIONS_MAX;
  default: /* a row for each object of its kind; of a machine an attempt too */
    return cluster_limit(&engine->cluster->limits, shapes[table].kind);
  }
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
  case TABLE_log_line:
    return id < engine->logged;
  case TABLE_notice:
    return id < engine->notified;
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
  struct provider *provider = &engine->providers[id];
#define RESOURCE_COLUMN READ
#include "sim/store/schema.def"
}

static void write_resource(struct engine *engine, uint32_t id, const int64_t *values) {
  struct resource *resource = cluster_resource(engine->cluster, id);
  struct provider *provider = &engine->providers[id];
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

static void read_property(struct engine *engine, uint32_t id, int64_t *values) {
  struct stored_property *stored = cluster_property(engine->cluster, id);
#define PROPERTY_COLUMN READ
#include "sim/store/schema.def"
}

static void write_property(struct engine *engine, uint32_t id, const int64_t *values) {
  struct stored_property *stored = cluster_property(engine->cluster, id);
#define PROPERTY_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_group_set(struct engine *engine, uint32_t id, int64_t *values) {
  struct group_set *set = cluster_group_set(engine->cluster, id);
#define GROUP_SET_COLUMN READ
#include "sim/store/schema.def"
}

static void write_group_set(struct engine *engine, uint32_t id, const int64_t *values) {
  struct group_set *set = cluster_group_set(engine->cluster, id);
#define GROUP_SET_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_affinity_rule(struct engine *engine, uint32_t id, int64_t *values) {
  struct affinity_rule *rule = cluster_affinity_rule(engine->cluster, id);
#define AFFINITY_RULE_COLUMN READ
#include "sim/store/schema.def"
}

static void write_affinity_rule(struct engine *engine, uint32_t id, const int64_t *values) {
  struct affinity_rule *rule = cluster_affinity_rule(engine->cluster, id);
#define AFFINITY_RULE_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_fault_domain(struct engine *engine, uint32_t id, int64_t *values) {
  struct fault_domain *domain = cluster_fault_domain(engine->cluster, id);
#define FAULT_DOMAIN_COLUMN READ
#include "sim/store/schema.def"
}

static void write_fault_domain(struct engine *engine, uint32_t id, const int64_t *values) {
  struct fault_domain *domain = cluster_fault_domain(engine->cluster, id);
#define FAULT_DOMAIN_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_migration(struct engine *engine, uint32_t id, int64_t *values) {
  struct transfer *transfer = &engine->transfers[id];
#define MIGRATION_COLUMN READ
#include "sim/store/schema.def"
}

static void write_migration(struct engine *engine, uint32_t id, const int64_t *values) {
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

static void read_log_line(struct engine *engine, uint32_t id, int64_t *values) {
  struct log_line *line = &engine->log[id];
#define LOG_LINE_COLUMN READ
#include "sim/store/schema.def"
}

static void write_log_line(struct engine *engine, uint32_t id, const int64_t *values) {
  struct log_line *line = &engine->log[id];
#define LOG_LINE_COLUMN WRITE
#include "sim/store/schema.def"
}

static void read_notice(struct engine *engine, uint32_t id, int64_t *values) {
  struct notice *notice = &engine->notices[id];
#define NOTICE_COLUMN READ
#include "sim/store/schema.def"
}

static void write_notice(struct engine *engine, uint32_t id, const int64_t *values) {
  struct notice *notice = &engine->notices[id];
#define NOTICE_COLUMN WRITE
#include "sim/store/schema.def"
}

static const struct {
  void (*read)(struct engine *engine, uint32_t id, int64_t *values);
  void (*write)(struct engine *engine, uint32_t id, const int64_t *values);
} access_to[STORE_TABLE_COUNT] = {
    {read_cluster, write_cluster},
    {read_node, write_node},
    {read_network, write_network},
    {read_cluster_group, write_cluster_group},
    {read_resource, write_resource},
    {read_vm, write_vm},
    {read_property, write_property},
    {read_group_set, write_group_set},
    {read_affinity_rule, write_affinity_rule},
    {read_fault_domain, write_fault_domain},
    {read_migration, write_migration},
    {read_timer, write_timer},
    {read_fault, write_fault},
    {read_log_line, write_log_line},
    {read_notice, write_notice},
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
