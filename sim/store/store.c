#include "sim/store/store.h"
#include "model/describe.h"
#include "model/digest.h"
#include "model/vm_migration.h"
#include "sim/store/store_schema.h"
#include "sim/store/store_state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Instants share a transaction for at most this long while nobody waits. */
enum { TRANSACTION_MS_MAX = 50 };

void store_fail(struct store *store, const char *what) {
  assert(what != NULL);
  if (!store->failed)
    snprintf(store->error, sizeof store->error, "%s: %s", what, sqlite3_errmsg(store->db));
  store->failed = true;
}

/* --- hashes: the sum over all rows tells whether a database is what was written --- */

uint64_t store_hash_row(struct store *store, enum store_table table, uint32_t id) {
  const struct store_table_shape *shape = store_table_shape(table);
  struct engine *engine = store->engine;
  int64_t values[STORE_COLUMNS_MAX];
  if (!store_row_exists(engine, table, id))
    return 0;
  store_row_read(engine, table, id, values);
  uint64_t hash = digest_number(digest_number(DIGEST_START, table), id);
  for (size_t i = 0; i < shape->column_count; i++)
    hash = digest_number(hash, (uint64_t)values[i]);
  if (shape->named && id < engine->cluster->count[shape->kind])
    hash = digest_text(hash, cluster_name(engine->cluster, shape->kind, id));
  if (table == TABLE_vm)
    for (uint32_t i = 0; i < engine->guests[id].point_count; i++)
      hash = digest_number(digest_number(hash, engine->guests[id].points[i].window),
                           engine->guests[id].points[i].bytes);
  if (table == TABLE_property) {
    const struct stored_property *stored = cluster_property(engine->cluster, id);
    for (uint32_t i = 0; i < stored->size; i++)
      hash = digest_number(hash, stored->value[i]);
  }
  if (table == TABLE_migration)
    for (uint32_t i = 0; i <= engine->transfers[id].round_count; i++) {
      const struct transfer_round *round = &engine->transfers[id].rounds[i];
      hash = digest_number(digest_number(digest_number(hash, round->started_at), round->ended_at),
                           round->bytes);
    }
  return hash;
}

void store_each_setting(struct store *store,
                        void (*visit)(struct store *store, const char *name, int64_t value)) {
  char name[64];
  for (unsigned i = 0; i < TIMING_COUNT; i++) {
    snprintf(name, sizeof name, "timing.%s", timing_name((enum timing)i));
    visit(store, name, (int64_t)store->engine->timings[i]);
  }
  for (unsigned i = 0; i < SWITCH_COUNT; i++) {
    snprintf(name, sizeof name, "switch.%s", cluster_switch_name((enum model_switch)i));
    visit(store, name, store->engine->cluster->switches[i]);
  }
  for (uint32_t i = 0; i < store->bookmark_count; i++) {
    snprintf(name, sizeof name, "bookmark.%s", store->bookmarks[i].name);
    visit(store, name, store->bookmarks[i].value);
  }
}

uint64_t store_hash_settings(const struct store *store) {
  uint64_t hash = DIGEST_START;
  for (unsigned i = 0; i < TIMING_COUNT; i++)
    hash = digest_number(hash, store->engine->timings[i]);
  for (unsigned i = 0; i < SWITCH_COUNT; i++)
    hash = digest_number(hash, store->engine->cluster->switches[i]);
  for (uint32_t i = 0; i < store->bookmark_count; i++) /* in any order */
    hash += digest_number(digest_text(DIGEST_START, store->bookmarks[i].name),
                          (uint64_t)store->bookmarks[i].value);
  return hash;
}

/* --- writing --- */

/* After a failure SQLite may have rolled the transaction back by itself: another statement would be
 * kept on its own. */
static void run(struct store *store, sqlite3_stmt *statement) {
  if (store->failed)
    return;
  int result = sqlite3_step(statement);
  if (result != SQLITE_DONE && result != SQLITE_ROW)
    store_fail(store, "the database refused a change");
  (void)sqlite3_reset(statement);
}

static void bind(sqlite3_stmt *statement, const int64_t *values, int count) {
  assert(count <= STORE_COLUMNS_MAX);
  for (int i = 0; i < count; i++)
    (void)sqlite3_bind_int64(statement, i + 1, values[i]);
}

/* Of the wall clock, as SQLite knows it on every system. */
static int64_t milliseconds_now(void) {
  sqlite3_vfs *system = sqlite3_vfs_find(NULL);
  sqlite3_int64 now = 0;
  if (system != NULL && system->iVersion >= 2)
    (void)system->xCurrentTimeInt64(system, &now);
  return now;
}

void store_begin(struct store *store) {
  if (store->open_transaction || store->failed)
    return;
  if (sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
    store_fail(store, "no transaction could be started");
  store->open_transaction = true;
  store->opened = milliseconds_now();
}

void store_write_setting(struct store *store, const char *name, int64_t value) {
  (void)sqlite3_bind_text(store->set, 1, name, -1, SQLITE_TRANSIENT);
  (void)sqlite3_bind_int64(store->set, 2, value);
  run(store, store->set);
}

static void write_points(struct store *store, uint32_t vm) {
  const struct guest_memory *guest = &store->engine->guests[vm];
  for (uint32_t i = 0; i < guest->point_count; i++) {
    bind(store->point,
         (int64_t[]){vm, i, (int64_t)guest->points[i].window, (int64_t)guest->points[i].bytes}, 4);
    run(store, store->point);
  }
}

static void write_value(struct store *store, uint32_t id) {
  const struct stored_property *stored = cluster_property(store->engine->cluster, id);
  store_bind_shown(store->value, stored);
  (void)sqlite3_bind_int64(store->value, 1, id);
  (void)sqlite3_bind_blob(store->value, 2, stored->value, (int)stored->size, SQLITE_STATIC);
  run(store, store->value);
}

static void write_rounds(struct store *store, uint32_t vm) {
  const struct transfer *transfer = &store->engine->transfers[vm];
  int64_t key = store_row_key(store->engine, TABLE_migration, vm);
  bind(store->forget_rounds, &key, 1);
  run(store, store->forget_rounds);
  for (uint32_t i = 0; transfer->round_count > 0 && i <= transfer->round_count; i++) {
    const struct transfer_round *round = &transfer->rounds[i];
    bind(store->round,
         (int64_t[]){key, i, (int64_t)round->started_at, (int64_t)round->ended_at,
                     (int64_t)round->bytes},
         5);
    run(store, store->round);
  }
}

static void write_row(struct store *store, enum store_table table, uint32_t id) {
  struct engine *engine = store->engine;
  const struct store_table_shape *shape = store_table_shape(table);
  uint64_t hash = store_hash_row(store, table, id);
  if (hash == store->row_hash[table][id])
    return;
  store->checksum += hash - store->row_hash[table][id];
  store->row_hash[table][id] = hash;
  if (!store_row_exists(engine, table, id)) {
    assert(table == TABLE_timer);
    bind(store->forget_timer, (int64_t[]){id}, 1);
    run(store, store->forget_timer);
    return;
  }
  int64_t values[STORE_COLUMNS_MAX];
  sqlite3_stmt *statement = store->upsert[table];
  int at = 1;
  store_row_read(engine, table, id, values);
  (void)sqlite3_bind_int64(statement, at++, store_row_key(engine, table, id));
  if (shape->named) {
    bool has_name = id < engine->cluster->count[shape->kind];
    (void)sqlite3_bind_text(statement, at++,
                            has_name ? cluster_name(engine->cluster, shape->kind, id) : "", -1,
                            SQLITE_TRANSIENT);
  }
  for (size_t i = 0; i < shape->column_count; i++)
    (void)sqlite3_bind_int64(statement, at++, values[i]);
  run(store, statement);
  if (table == TABLE_vm)
    write_points(store, id);
  if (table == TABLE_property)
    write_value(store, id);
  if (table == TABLE_migration)
    write_rounds(store, id);
}

static void take_touched(struct touch_list *from, struct touch_list *to) {
  for (uint32_t i = 0; i < from->count; i++)
    touch_list_add(to, from->rows[i]);
  touch_list_clear(from);
}

static void write_touched(struct store *store) {
  take_touched(&store->engine->touched_timers, &store->touched[TABLE_timer]);
  take_touched(&store->engine->touched_log, &store->touched[TABLE_log_line]);
  take_touched(&store->engine->touched_notices, &store->touched[TABLE_notice]);
  take_touched(&store->engine->touched_transfers, &store->touched[TABLE_migration]);
  touch_list_add(&store->touched[TABLE_cluster], 0);
  for (uint32_t i = 0; i < store->engine->fault_count; i++)
    touch_list_add(&store->touched[TABLE_fault], i);
  for (unsigned table = 0; table < STORE_TABLE_COUNT; table++) {
    struct touch_list *touched = &store->touched[table];
    for (uint32_t i = 0; i < touched->count; i++)
      if (table != TABLE_migration ||
          store_row_exists(store->engine, TABLE_migration, touched->rows[i]))
        write_row(store, (enum store_table)table, touched->rows[i]);
    touch_list_clear(touched);
  }
  uint64_t settings = store_hash_settings(store);
  if (settings != store->settings_hash) {
    store->checksum += settings - store->settings_hash;
    store->settings_hash = settings;
    store_each_setting(store, store_write_setting);
  }
  if (store->checksum != store->kept_checksum)
    store_write_setting(store, "checksum", (int64_t)store->checksum);
  store->kept_checksum = store->checksum;
}

bool store_commit(struct store *store, char *error, size_t room) {
  assert(store != NULL && room > 0);
  store_begin(store);
  if (!store->failed)
    write_touched(store);
  if (!store->failed && sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
    store_fail(store, "the database could not keep an instant");
  if (store->failed && store->open_transaction)
    (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
  store->open_transaction = false;
  if (store->failed)
    snprintf(error, room, "%s", store->error);
  return !store->failed;
}

/* --- watching the engine --- */

static const enum store_table table_of[OBJECT_KIND_COUNT] = {
    [OBJECT_CLUSTER] = TABLE_cluster,
    [OBJECT_NODE] = TABLE_node,
    [OBJECT_NETWORK] = TABLE_network,
    [OBJECT_GROUP] = TABLE_cluster_group,
    [OBJECT_RESOURCE] = TABLE_resource,
    [OBJECT_VM] = TABLE_vm,
    [OBJECT_PROPERTY] = TABLE_property,
    [OBJECT_GROUP_SET] = TABLE_group_set,
    [OBJECT_AFFINITY_RULE] = TABLE_affinity_rule,
    [OBJECT_FAULT_DOMAIN] = TABLE_fault_domain,
};

void store_let_pass(struct store *store, bool passing) {
  if (store != NULL)
    store->between_commands = passing;
}

void store_mark(struct store *store, enum object_kind kind, uint32_t index) {
  if (store == NULL)
    return;
  assert(kind < OBJECT_KIND_COUNT);
  touch_list_add(&store->touched[table_of[kind]], index);
  /* The row of a running attempt shows its machine's state. */
  if (kind == OBJECT_VM)
    touch_list_add(&store->touched[TABLE_migration], index);
}

static const char *name_of(const struct cluster *cluster, enum object_kind kind, uint32_t index) {
  return index < cluster->count[kind] ? cluster_name(cluster, kind, index) : "";
}

/* A value beside its name, two columns apart; NULL for "no object". */
static void bind_value(struct store *store, int column, enum property property, uint64_t value) {
  const char *name = describe_value(store->engine->cluster, property, value);
  if (value == CLUSTER_NONE)
    (void)sqlite3_bind_null(store->event, column);
  else
    (void)sqlite3_bind_int64(store->event, column, (int64_t)value);
  if (name == NULL)
    (void)sqlite3_bind_null(store->event, column + 2);
  else
    (void)sqlite3_bind_text(store->event, column + 2, name, -1, SQLITE_TRANSIENT);
}

static void log_change(struct store *store, const struct record *record,
                       const struct change *change) {
  const struct effects *effects = record->effects;
  enum object_kind kind = property_owner(change->property);
  (void)sqlite3_bind_int64(store->event, 1, (int64_t)store->event_rows++);
  (void)sqlite3_bind_int64(store->event, 2, (int64_t)record->number);
  (void)sqlite3_bind_int64(store->event, 3, (int64_t)record->at);
  (void)sqlite3_bind_text(store->event, 4, event_name(record->event->kind), -1, SQLITE_STATIC);
  (void)sqlite3_bind_text(store->event, 5, store_kind_name(kind), -1, SQLITE_STATIC);
  (void)sqlite3_bind_text(
      store->event, 6,
      name_of(store->engine->cluster, kind, kind == OBJECT_CLUSTER ? 0 : change->subject), -1,
      SQLITE_TRANSIENT);
  (void)sqlite3_bind_text(store->event, 7, property_name(change->property), -1, SQLITE_STATIC);
  bind_value(store, 8, change->property, change->before);
  bind_value(store, 9, change->property, change->after);
  if (effects->migration_row != 0)
    (void)sqlite3_bind_text(store->event, 12, vm_migration_row_rule(effects->migration_row - 1), -1,
                            SQLITE_STATIC);
  else
    (void)sqlite3_bind_null(store->event, 12);
  run(store, store->event);
}

static void on_record(void *context, const struct record *record) {
  struct store *store = context;
  const struct effects *effects = record->effects;
  if (!record->legal || store->failed)
    return;
  store_begin(store);
  store_mark(store, event_subject(record->event->kind), record->event->subject);
  if (effects->created_kind != OBJECT_KIND_COUNT)
    store_mark(store, effects->created_kind, effects->created);
  if (record->event->kind == EVENT_SET_VM_ID)
    store_mark(store, OBJECT_VM, record->event->argument);
  if (record->event->kind == EVENT_SET_RESOURCE_PROPERTIES) { /* VmId may be one of them */
    uint32_t vm = cluster_resource(store->engine->cluster, record->event->subject)->vm;
    if (vm != CLUSTER_NONE)
      store_mark(store, OBJECT_VM, vm);
  }
  for (uint32_t i = 0; i < effects->change_count; i++) {
    enum object_kind kind = property_owner(effects->changes[i].property);
    store_mark(store, kind, kind == OBJECT_CLUSTER ? 0 : effects->changes[i].subject);
    if (effects->changes[i].property != PROPERTY_RESOURCE_GOAL && /* nobody's but the model's */
        effects->changes[i].property != PROPERTY_STORED_VALUE)    /* told as its holder's */
      log_change(store, record, &effects->changes[i]);
  }
  /* An attempt that ends is written at once: the next one may begin before the next commit. */
  for (uint32_t i = 0; i < effects->order_count; i++)
    if (effects->orders[i].kind == ORDER_END_MIGRATION)
      write_row(store, TABLE_migration, effects->orders[i].subject);
}

static void on_instant(void *context) {
  struct store *store = context;
  char error[STORE_ERROR_ROOM];
  int64_t waited = milliseconds_now() - store->opened;
  if (store->between_commands && store->open_transaction &&
      (waited >= TRANSACTION_MS_MAX || waited < 0))
    (void)store_commit(store, error, sizeof error);
}

bool store_attach(struct store *store, struct engine *engine) {
  store->engine = engine;
  for (unsigned i = 0; i < STORE_TABLE_COUNT; i++) {
    uint32_t limit = store_row_limit(engine, (enum store_table)i);
    store->row_hash[i] = calloc(limit + 1u, sizeof(uint64_t));
    if (!touch_list_allocate(&store->touched[i], limit) || store->row_hash[i] == NULL)
      return false;
  }
  return true;
}

void store_watch(struct store *store) {
  engine_observe(
      store->engine,
      &(struct observer){.context = store, .on_record = on_record, .on_instant = on_instant});
}

/* --- bookmarks --- */

void store_set_bookmark(struct store *store, const char *name, int64_t value) {
  if (store == NULL)
    return;
  assert(strlen(name) < sizeof store->bookmarks[0].name);
  uint32_t i = 0;
  while (i < store->bookmark_count && strcmp(store->bookmarks[i].name, name) != 0)
    i++;
  assert(i < STORE_BOOKMARKS_MAX);
  if (i == store->bookmark_count)
    snprintf(store->bookmarks[store->bookmark_count++].name, sizeof store->bookmarks[0].name, "%s",
             name);
  store->bookmarks[i].value = value;
}

int64_t store_bookmark(const struct store *store, const char *name) {
  for (uint32_t i = 0; store != NULL && i < store->bookmark_count; i++)
    if (strcmp(store->bookmarks[i].name, name) == 0)
      return store->bookmarks[i].value;
  return 0;
}

void store_close(struct store *store) {
  if (store == NULL)
    return;
  for (unsigned i = 0; i < STORE_TABLE_COUNT; i++) {
    (void)sqlite3_finalize(store->upsert[i]);
    touch_list_free(&store->touched[i]);
    free(store->row_hash[i]);
  }
  sqlite3_stmt *others[] = {store->forget_timer,  store->set,   store->point, store->round,
                            store->forget_rounds, store->event, store->value};
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    (void)sqlite3_finalize(others[i]);
  (void)sqlite3_close(store->db);
  (void)sqlite3_close(store->owner);
  free(store);
}
