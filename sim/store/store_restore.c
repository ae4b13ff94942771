/* A database whose engine became another one: an earlier state, or none. */
#include "sim/store/store_state.h"
#include <stdio.h>

static void take_out(struct store *store);

void store_restored(struct store *store) {
  if (store == NULL)
    return;
  store_begin(store);
  take_out(store);
}

void store_touch_all(struct store *store) {
  for (unsigned table = 0; table < STORE_TABLE_COUNT; table++)
    for (uint32_t i = 0; i < store_row_limit(store->engine, (enum store_table)table); i++)
      if (store_row_exists(store->engine, (enum store_table)table, i))
        touch_list_add(&store->touched[table], i);
}

static void run(struct store *store, const char *sql) {
  if (!store->failed && sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
    store_fail(store, "the content could not be replaced");
}

/* Attempts that ended before the present one of their machine are told by nobody but the database:
 * they stay.  The present one is written anew. */
static void take_out_attempts(struct store *store) {
  const struct cluster *cluster = store->engine->cluster;
  char sql[256];
  for (uint32_t vm = 0; vm <= cluster->count[OBJECT_VM]; vm++) {
    bool last = vm == cluster->count[OBJECT_VM];
    uint64_t from = (uint64_t)vm << 32, to = last ? INT64_MAX : from + UINT32_MAX;
    from += last ? 0 : store->engine->transfers[vm].attempt;
    for (int i = 0; i < 2; i++) {
      snprintf(sql, sizeof sql, "DELETE FROM %s WHERE %s BETWEEN %lld AND %lld",
               i == 0 ? "migration_round" : "migration", i == 0 ? "migration" : "id",
               (long long)from, (long long)to);
      run(store, sql);
    }
  }
}

/* Everything that the engine, as it is now, will write anew or has not done yet. */
static void take_out(struct store *store) {
  char sql[128];
  assert(store->open_transaction || store->failed);
  run(store, "PRAGMA defer_foreign_keys = ON"); /* until the commit, by which all rows are back */
  take_out_attempts(store);
  run(store, "DELETE FROM dirty_point");
  run(store, "DELETE FROM property_value");
  for (unsigned table = 0; table < STORE_TABLE_COUNT; table++) {
    if (table == TABLE_migration)
      continue;
    snprintf(sql, sizeof sql, "DELETE FROM %s", store_table_shape((enum store_table)table)->name);
    run(store, sql);
  }
  snprintf(sql, sizeof sql, "DELETE FROM change_log WHERE record >= %llu",
           (unsigned long long)store->engine->records);
  run(store, sql);
  if (!store->failed) /* the last ones: their numbers are free again */
    store->event_rows -= (uint64_t)sqlite3_changes(store->db);
  for (unsigned table = 0; table < STORE_TABLE_COUNT; table++) {
    touch_list_clear(&store->touched[table]);
    for (uint32_t i = 0; i < store_row_limit(store->engine, (enum store_table)table); i++) {
      store->checksum -= store->row_hash[table][i];
      store->row_hash[table][i] = 0;
    }
  }
  store_touch_all(store);
}
