#ifndef SIM_STORE_STORE_ROWS_H
#define SIM_STORE_STORE_ROWS_H
/* Rows between the engine and the database: which tables there are, and a row as integers. */
#include "sim/engine/engine.h"

enum store_table {
  TABLE_cluster,
  TABLE_node,
  TABLE_network,
  TABLE_cluster_group,
  TABLE_resource,
  TABLE_vm,
  TABLE_property,
  TABLE_group_set,
  TABLE_affinity_rule,
  TABLE_fault_domain,
  TABLE_migration,
  TABLE_timer,
  TABLE_fault,
  TABLE_log_line,
  TABLE_notice,
  STORE_TABLE_COUNT
};

enum { STORE_COLUMNS_MAX = 48 };

struct store_table_shape {
  const char *name;
  bool named; /* has a `name` column: the name of the object of this kind */
  enum object_kind kind;
  size_t column_count;
  const char *const *columns;
};

const struct store_table_shape *store_table_shape(enum store_table table);

/* Rows a table may have in this engine, and whether row `id` is there now. */
uint32_t store_row_limit(const struct engine *engine, enum store_table table);
bool store_row_exists(const struct engine *engine, enum store_table table, uint32_t id);

void store_row_read(struct engine *engine, enum store_table table, uint32_t id, int64_t *values);
void store_row_write(struct engine *engine, enum store_table table, uint32_t id,
                     const int64_t *values);

/* The primary key: the id, and for a migration its machine and attempt. */
int64_t store_row_key(const struct engine *engine, enum store_table table, uint32_t id);

/* NULL when everything that was loaded refers to what is there; else what is wrong. */
const char *store_rows_check(const struct engine *engine);

/* The same for dependencies, when every group knows its members. */
const char *store_dependencies_check(const struct engine *engine);

#endif
