/* Loading what a database holds. */
#include "model/invariant.h"
#include "sim/engine/migration_bandwidth.h"
#include "sim/store/store_schema.h"
#include "sim/store/store_state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct loader {
  struct store *store;
  struct engine *engine;
  const char *path;
  char *error;
  size_t room;
};

static bool wrong(struct loader *loader, const char *what) {
  snprintf(loader->error, loader->room, "%s: %s", loader->path, what);
  return false;
}

static bool query_number(struct loader *loader, const char *sql, int64_t *value) {
  sqlite3_stmt *statement = NULL;
  bool ok = sqlite3_prepare_v2(loader->store->db, sql, -1, &statement, NULL) == SQLITE_OK &&
            sqlite3_step(statement) == SQLITE_ROW;
  if (ok)
    *value = sqlite3_column_int64(statement, 0);
  (void)sqlite3_finalize(statement);
  return ok;
}

static bool setting(struct loader *loader, const char *name, int64_t *value) {
  char sql[128];
  snprintf(sql, sizeof sql, "SELECT value FROM setting WHERE name = '%s'", name);
  return query_number(loader, sql, value);
}

static bool check_format(struct loader *loader) {
  int64_t id = 0, version = 0, fingerprint = 0;
  sqlite3_stmt *check = NULL;
  if (!query_number(loader, "PRAGMA application_id", &id))
    return wrong(loader, sqlite3_errmsg(loader->store->db));
  if (id != STORE_APPLICATION_ID)
    return wrong(loader, "this is not a wsfcsim database");
  if (!query_number(loader, "PRAGMA user_version", &version) || version < 1)
    return wrong(loader, "the database has no format number");
  if (version > STORE_FORMAT) {
    snprintf(loader->error, loader->room,
             "%s: the database was written by a newer wsfcsim: its format is %d, this one knows %d",
             loader->path, (int)version, STORE_FORMAT);
    return false;
  }
  bool sound = sqlite3_prepare_v2(loader->store->db, "PRAGMA quick_check(1)", -1, &check, NULL) ==
                   SQLITE_OK &&
               sqlite3_step(check) == SQLITE_ROW && sqlite3_column_text(check, 0) != NULL &&
               strcmp((const char *)sqlite3_column_text(check, 0), "ok") == 0;
  (void)sqlite3_finalize(check);
  if (!sound)
    return wrong(loader, "the database is damaged (quick_check)");
  if (!setting(loader, "fingerprint", &fingerprint) ||
      (uint64_t)fingerprint != store_schema_fingerprint())
    return wrong(loader, "the database was written by another version of wsfcsim");
  return true;
}

static bool create_engine(struct loader *loader) {
  int64_t limit[8] = {0}, level = 0, seed = 0;
  static const char *const names[8] = {
      "limit.nodes", "limit.networks",   "limit.groups",     "limit.resources",
      "limit.vms",   "limit.properties", "limit.group_sets", "limit.affinity_rules"};
  for (size_t i = 0; i < 8; i++)
    if (!setting(loader, names[i], &limit[i]) || limit[i] < (i < 5) || limit[i] > UINT32_MAX)
      return wrong(loader, "the limits are missing");
  struct cluster_settings settings = {
      .limits = {.nodes = (uint32_t)limit[0],
                 .networks = (uint32_t)limit[1],
                 .groups = (uint32_t)limit[2],
                 .resources = (uint32_t)limit[3],
                 .vms = (uint32_t)limit[4],
                 .properties = (uint32_t)limit[5],
                 .group_sets = (uint32_t)limit[6],
                 .affinity_rules = (uint32_t)limit[7]},
  };
  if (!query_number(loader, "SELECT level FROM cluster", &level) || level < 0 ||
      level >= LEVEL_COUNT || !query_number(loader, "SELECT seed FROM cluster", &seed) ||
      model_size(&settings.limits) == 0)
    return wrong(loader, "the cluster's own row is missing or wrong");
  settings.level = (enum functional_level)level;
  settings.seed = (uint64_t)seed;
  loader->engine = engine_create(&settings);
  return loader->engine != NULL || wrong(loader, "memory is short");
}

static bool load_name(struct loader *loader, const struct store_table_shape *shape, uint32_t id,
                      const char *name) {
  struct cluster *cluster = loader->engine->cluster;
  static const size_t units[OBJECT_KIND_COUNT] = {
      [OBJECT_CLUSTER] = CLUSTER_NAME_UNITS_MAX,     [OBJECT_NODE] = NODE_NAME_UNITS_MAX,
      [OBJECT_NETWORK] = GROUP_NAME_UNITS_MAX,       [OBJECT_GROUP] = GROUP_NAME_UNITS_MAX,
      [OBJECT_RESOURCE] = RESOURCE_NAME_UNITS_MAX,   [OBJECT_VM] = GROUP_NAME_UNITS_MAX,
      [OBJECT_PROPERTY] = RESOURCE_NAME_UNITS_MAX,   [OBJECT_GROUP_SET] = GROUP_NAME_UNITS_MAX,
      [OBJECT_AFFINITY_RULE] = GROUP_NAME_UNITS_MAX, [OBJECT_FAULT_DOMAIN] = GROUP_NAME_UNITS_MAX,
  };
  if (name == NULL)
    return wrong(loader, "an object has no name");
  if (shape->kind == OBJECT_CLUSTER && name[0] == '\0')
    return true; /* hosts only, no cluster yet */
  if (object_name_check(name, units[shape->kind]) != NULL ||
      (shape->kind != OBJECT_PROPERTY &&
       cluster_find(cluster, shape->kind, name) != CLUSTER_NONE) ||
      cluster->count[shape->kind] != id || cluster_add(cluster, shape->kind, name) != id)
    return wrong(loader, "an object's name or number is wrong");
  return true;
}

static bool load_row(struct loader *loader, enum store_table table, sqlite3_stmt *statement) {
  const struct store_table_shape *shape = store_table_shape(table);
  int64_t key = sqlite3_column_int64(statement, 0), values[STORE_COLUMNS_MAX];
  uint32_t id = (uint32_t)(table == TABLE_migration ? (uint64_t)key >> 32 : (uint64_t)key);
  int at = 1;
  if (key < 0 || id >= store_row_limit(loader->engine, table) ||
      (table == TABLE_migration && id >= loader->engine->cluster->count[OBJECT_VM]))
    return wrong(loader, "a row's number is out of range");
  if (shape->named &&
      !load_name(loader, shape, id, (const char *)sqlite3_column_text(statement, at++)))
    return false;
  for (size_t i = 0; i < shape->column_count; i++)
    values[i] = sqlite3_column_int64(statement, at++);
  store_row_write(loader->engine, table, id, values);
  if (table == TABLE_timer) {
    struct timer timer = loader->engine->queue.timers[id];
    event_queue_arm(&loader->engine->queue, id, timer.at, timer.sequence, &timer.event);
  }
  return true;
}

static bool load_table(struct loader *loader, enum store_table table) {
  sqlite3_stmt *statement = NULL;
  char *sql = store_schema_select(table);
  bool ok =
      sql != NULL && sqlite3_prepare_v2(loader->store->db, sql, -1, &statement, NULL) == SQLITE_OK;
  free(sql);
  int result = SQLITE_ERROR;
  while (ok && (result = sqlite3_step(statement)) == SQLITE_ROW)
    if (!load_row(loader, table, statement)) {
      (void)sqlite3_finalize(statement);
      return false;
    }
  (void)sqlite3_finalize(statement);
  return (ok && result == SQLITE_DONE) || wrong(loader, sqlite3_errmsg(loader->store->db));
}

static bool load_points_and_rounds(struct loader *loader) {
  sqlite3_stmt *statement = NULL;
  struct engine *engine = loader->engine;
  bool ok =
      sqlite3_prepare_v2(loader->store->db, "SELECT vm, point, window, bytes FROM dirty_point", -1,
                         &statement, NULL) == SQLITE_OK;
  while (ok && sqlite3_step(statement) == SQLITE_ROW) {
    int64_t vm = sqlite3_column_int64(statement, 0), point = sqlite3_column_int64(statement, 1);
    ok = vm >= 0 && vm < engine->cluster->count[OBJECT_VM] && point >= 0 &&
         point < DIRTY_CURVE_POINTS_MAX;
    if (ok) {
      engine->guests[vm].points[point].window = (uint64_t)sqlite3_column_int64(statement, 2);
      engine->guests[vm].points[point].bytes = (uint64_t)sqlite3_column_int64(statement, 3);
    }
  }
  (void)sqlite3_finalize(statement);
  statement = NULL;
  ok = ok && sqlite3_prepare_v2(loader->store->db,
                                "SELECT migration, round, started_at, ended_at, bytes FROM"
                                " migration_round ORDER BY migration, round",
                                -1, &statement, NULL) == SQLITE_OK;
  while (ok && sqlite3_step(statement) == SQLITE_ROW) {
    uint64_t key = (uint64_t)sqlite3_column_int64(statement, 0), vm = key >> 32;
    int64_t round = sqlite3_column_int64(statement, 1);
    ok = vm < engine->cluster->count[OBJECT_VM] && round >= 0 && round <= TRANSFER_ROUNDS_MAX;
    if (ok && engine->transfers[vm].attempt == (key & UINT32_MAX))
      engine->transfers[vm].rounds[round] =
          (struct transfer_round){.started_at = (uint64_t)sqlite3_column_int64(statement, 2),
                                  .ended_at = (uint64_t)sqlite3_column_int64(statement, 3),
                                  .bytes = (uint64_t)sqlite3_column_int64(statement, 4)};
  }
  (void)sqlite3_finalize(statement);
  return ok || wrong(loader, "a dirty curve or a round is out of range");
}

static bool load_values(struct loader *loader) {
  sqlite3_stmt *statement = NULL;
  struct cluster *cluster = loader->engine->cluster;
  bool ok = sqlite3_prepare_v2(loader->store->db, "SELECT property, value FROM property_value", -1,
                               &statement, NULL) == SQLITE_OK;
  while (ok && sqlite3_step(statement) == SQLITE_ROW) {
    int64_t id = sqlite3_column_int64(statement, 0);
    const uint8_t *value = sqlite3_column_blob(statement, 1);
    int size = sqlite3_column_bytes(statement, 1);
    ok = id >= 0 && id < cluster->count[OBJECT_PROPERTY] && size <= PROPERTY_VALUE_MAX &&
         cluster_property(cluster, (uint32_t)id)->size == (uint32_t)size;
    for (int i = 0; ok && i < size; i++)
      cluster_property(cluster, (uint32_t)id)->value[i] = value[i];
  }
  (void)sqlite3_finalize(statement);
  return ok || wrong(loader, "a property's value has another size than it should");
}

static bool load_settings(struct loader *loader) {
  struct engine *engine = loader->engine;
  sqlite3_stmt *statement = NULL;
  char name[64];
  for (unsigned i = 0; i < TIMING_COUNT; i++) {
    int64_t value = 0;
    snprintf(name, sizeof name, "timing.%s", timing_name((enum timing)i));
    if (!setting(loader, name, &value) || (i == TIMING_HEARTBEAT && value == 0))
      return wrong(loader, "a duration is missing");
    engine->timings[i] = (uint64_t)value;
  }
  for (unsigned i = 0; i < SWITCH_COUNT; i++) {
    int64_t value = 0;
    snprintf(name, sizeof name, "switch.%s", cluster_switch_name((enum model_switch)i));
    if (!setting(loader, name, &value) || value < 0 || value > 1)
      return wrong(loader, "a switch is missing");
    engine->cluster->switches[i] = (uint8_t)value;
  }
  bool ok = sqlite3_prepare_v2(loader->store->db,
                               "SELECT substr(name, 10), value FROM setting WHERE name LIKE"
                               " 'bookmark.%' ORDER BY name",
                               -1, &statement, NULL) == SQLITE_OK;
  while (ok && sqlite3_step(statement) == SQLITE_ROW &&
         loader->store->bookmark_count < STORE_BOOKMARKS_MAX) {
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    if (text != NULL && strlen(text) < sizeof loader->store->bookmarks[0].name)
      store_set_bookmark(loader->store, text, sqlite3_column_int64(statement, 1));
  }
  (void)sqlite3_finalize(statement);
  return ok;
}

/* The database must add up to what was written, before anything in it is believed. */
static bool check_sum(struct loader *loader) {
  struct store *store = loader->store;
  int64_t sum = 0;
  store->checksum = 0;
  for (unsigned table = 0; table < STORE_TABLE_COUNT; table++)
    for (uint32_t i = 0; i < store_row_limit(loader->engine, (enum store_table)table); i++) {
      store->row_hash[table][i] = store_hash_row(store, (enum store_table)table, i);
      store->checksum += store->row_hash[table][i];
    }
  store->settings_hash = store_hash_settings(store);
  store->checksum += store->settings_hash;
  if (!setting(loader, "checksum", &sum) || (uint64_t)sum != store->checksum)
    return wrong(loader, "the content is not what wsfcsim wrote (checksum)");
  return true;
}

/* What is not stored follows from what is. */
static bool rebuild(struct loader *loader) {
  struct engine *engine = loader->engine;
  struct cluster *cluster = engine->cluster;
  for (uint32_t i = 0; i < cluster->count[OBJECT_RESOURCE]; i++) {
    struct group *group = cluster_group(cluster, cluster_resource(cluster, i)->group);
    if (cluster_resource(cluster, i)->deleted)
      continue;
    if (group->resource_count == RESOURCES_PER_GROUP_MAX)
      return wrong(loader, "a group has too many resources");
    group->resources[group->resource_count++] = i;
  }
  const char *problem = store_dependencies_check(engine);
  if (problem != NULL)
    return wrong(loader, problem);
  cluster_derive(cluster);
  for (uint32_t network = 0; network < cluster->limits.networks; network++)
    migration_bandwidth_set(engine, network);
  for (uint32_t vm = 0; vm < cluster->count[OBJECT_VM]; vm++) {
    const struct transfer *transfer = &engine->transfers[vm];
    bool flows = engine->sharing.flows[vm].running;
    engine->sharing.flows[vm].running = false;
    if (!flows)
      continue;
    link_sharing_start(&engine->sharing, vm, transfer->network, transfer->source,
                       transfer->destination,
                       transfer->stage == TRANSFER_COPIES ? transfer->most : 0);
    engine->sharing.flows[vm].rate = transfer->rate;
  }
  touch_list_clear(&engine->touched_timers);
  touch_list_clear(&engine->touched_log);
  touch_list_clear(&engine->touched_notices);
  touch_list_clear(&engine->touched_transfers);
  return true;
}

static bool load(struct loader *loader) {
  int64_t events = 0;
  if (!check_format(loader) || !create_engine(loader))
    return false;
  if (!store_attach(loader->store, loader->engine))
    return wrong(loader, "memory is short");
  for (unsigned i = 0; i < STORE_TABLE_COUNT; i++)
    if (!load_table(loader, (enum store_table)i))
      return false;
  if (!load_points_and_rounds(loader) || !load_values(loader) || !load_settings(loader))
    return false;
  if (loader->engine->fault_count > FAULTS_MAX)
    return wrong(loader, "there are more faults than there can be");
  const char *problem = store_rows_check(loader->engine);
  if (problem != NULL)
    return wrong(loader, problem);
  if (!check_sum(loader) || !rebuild(loader))
    return false;
  problem = invariant_find_violation(loader->engine->cluster);
  if (problem != NULL)
    return wrong(loader, problem);
  (void)query_number(loader, "SELECT coalesce(max(id) + 1, 0) FROM change_log", &events);
  loader->store->event_rows = (uint64_t)events;
  return store_prepare(loader->store) || wrong(loader, loader->store->error);
}

struct store *store_open(const char *path, bool durable, struct engine **engine, char *error,
                         size_t room) {
  assert(engine != NULL && path != NULL);
  sqlite3 *probe = NULL; /* without it a mistyped name would make an empty file */
  int result = sqlite3_open_v2(path, &probe, SQLITE_OPEN_READONLY, NULL);
  if (result != SQLITE_OK)
    snprintf(error, room, "%s: the database cannot be opened: %s", path, sqlite3_errmsg(probe));
  (void)sqlite3_close(probe);
  if (result != SQLITE_OK)
    return NULL;
  struct store *store = store_connect(path, durable, error, room);
  if (store == NULL)
    return NULL;
  struct loader loader = {.store = store, .path = path, .error = error, .room = room};
  if (!load(&loader)) {
    engine_destroy(loader.engine);
    store_close(store);
    return NULL;
  }
  store_watch(store);
  *engine = loader.engine;
  return store;
}
