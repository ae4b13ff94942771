/* A new database, in a file of its own or in the place of an old one. */
#include "sim/store/store_schema.h"
#include "sim/store/store_state.h"
#include <stdio.h>
#include <stdlib.h>

static bool write_schema(struct store *store) {
  char *script = store_schema_script(), pragmas[128];
  snprintf(pragmas, sizeof pragmas, "PRAGMA application_id = %d; PRAGMA user_version = %d",
           STORE_APPLICATION_ID, STORE_FORMAT);
  bool ok = script != NULL && sqlite3_exec(store->db, pragmas, NULL, NULL, NULL) == SQLITE_OK &&
            sqlite3_exec(store->db, script, NULL, NULL, NULL) == SQLITE_OK;
  free(script);
  if (!ok)
    store_fail(store, "the tables could not be made");
  return ok;
}

static bool write_limits(struct store *store) {
  const struct cluster_limits *limits = &store->engine->cluster->limits;
  store_write_setting(store, "limit.nodes", limits->nodes);
  store_write_setting(store, "limit.networks", limits->networks);
  store_write_setting(store, "limit.groups", limits->groups);
  store_write_setting(store, "limit.resources", limits->resources);
  store_write_setting(store, "limit.vms", limits->vms);
  store_write_setting(store, "limit.properties", limits->properties);
  store_write_setting(store, "limit.group_sets", limits->group_sets);
  store_write_setting(store, "limit.affinity_rules", limits->affinity_rules);
  store_write_setting(store, "fingerprint", (int64_t)store_schema_fingerprint());
  return !store->failed;
}

/* What a file at this path is: 0 nothing there, 1 a database of ours, -1 something else. */
static int what_is(sqlite3 *db) {
  sqlite3_stmt *statement = NULL;
  int is = -1, id = 0, objects = 0;
  if (sqlite3_prepare_v2(db,
                         "SELECT application_id, (SELECT count(*) FROM sqlite_schema) FROM"
                         " pragma_application_id",
                         -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW) {
    id = sqlite3_column_int(statement, 0);
    objects = sqlite3_column_int(statement, 1);
    is = id == STORE_APPLICATION_ID ? 1 : objects == 0 && id == 0 ? 0 : -1;
  }
  (void)sqlite3_finalize(statement);
  return is;
}

static bool is_foreign(const char *path) {
  sqlite3 *probe = NULL;
  bool opened = sqlite3_open_v2(path, &probe, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
  bool foreign = opened && what_is(probe) < 0;
  (void)sqlite3_close(probe);
  return foreign;
}

/* Empties a database of ours in place: the file keeps its readers and its lock. */
static bool wipe(struct store *store) {
  (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_RESET_DATABASE, 1, (int *)NULL);
  int result = sqlite3_exec(store->db, "VACUUM", NULL, NULL, NULL);
  (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_RESET_DATABASE, 0, (int *)NULL);
  if (result != SQLITE_OK)
    store_fail(store, "the old content could not be removed");
  return result == SQLITE_OK;
}

static bool make_room(struct store *store, const char *path, bool replace) {
  int is = what_is(store->db);
  if (is < 0)
    snprintf(store->error, sizeof store->error,
             "%s is not a wsfcsim database, or is damaged; it is left as it is", path);
  else if (is > 0 && !replace)
    snprintf(store->error, sizeof store->error,
             "%s already holds a cluster: go on with --continue, or start over with --replace",
             path);
  else if (is == 0 || wipe(store))
    return true;
  store->failed = true;
  return false;
}

struct store *store_create(struct engine *engine, const char *path, bool replace, bool durable,
                           char *error, size_t room) {
  assert(engine != NULL && path != NULL);
  if (is_foreign(path)) { /* before anything is put beside it */
    snprintf(error, room, "%s is not a wsfcsim database, or is damaged; it is left as it is", path);
    return NULL;
  }
  struct store *store = store_connect(path, durable, error, room);
  if (store == NULL)
    return NULL;
  if (!store_attach(store, engine)) {
    snprintf(store->error, sizeof store->error, "memory is short");
    store->failed = true;
  }
  bool ok = !store->failed && make_room(store, path, replace);
  if (ok) {
    (void)sqlite3_exec(store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    store_begin(store);
    ok = !store->failed && write_schema(store) && store_prepare(store) && write_limits(store);
    store_touch_all(store);
  }
  if (!ok) {
    snprintf(error, room, "%s", store->error);
    store_close(store);
    return NULL;
  }
  store_watch(store);
  return store;
}
