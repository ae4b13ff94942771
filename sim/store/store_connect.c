/* Connecting to a database file: one owner, and nobody else writes. */
#include "sim/store/store_schema.h"
#include "sim/store/store_state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OWNER_WAIT_MS = 500, WRITER_WAIT_MS = 2000 };

/* Registered on our own connections only: the triggers call it, so nobody else's write succeeds. */
static void wsfcsim_writes(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  (void)values;
  sqlite3_result_int(context, 1);
}

/* One owner at a time: an exclusive transaction on a second, empty file beside the database.  The
 * system frees the lock however the process ends. */
static bool take_ownership(struct store *store, const char *path, char *error, size_t room) {
  char lock[4096];
  if (strlen(path) + sizeof "-owner" > sizeof lock) {
    snprintf(error, room, "the path of the database is too long");
    return false;
  }
  snprintf(lock, sizeof lock, "%s-owner", path);
  if (sqlite3_open_v2(lock, &store->owner, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
      SQLITE_OK) {
    snprintf(error, room, "%s cannot be written: %s", lock, sqlite3_errmsg(store->owner));
    return false;
  }
  (void)sqlite3_exec(store->owner, "PRAGMA journal_mode = MEMORY", NULL, NULL, NULL);
  (void)sqlite3_busy_timeout(store->owner, OWNER_WAIT_MS); /* a killed owner may take a moment */
  int result = sqlite3_exec(store->owner, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
  if (result == SQLITE_BUSY)
    snprintf(error, room, "%s is in use: another process owns it", path);
  else if (result != SQLITE_OK)
    snprintf(error, room, "%s cannot be locked: %s", lock, sqlite3_errmsg(store->owner));
  return result == SQLITE_OK;
}

struct store *store_connect(const char *path, bool durable, char *error, size_t room) {
  struct store *store = calloc(1, sizeof *store);
  assert(path != NULL && room > 0);
  if (store == NULL) {
    snprintf(error, room, "memory is short");
    return NULL;
  }
  bool ok = take_ownership(store, path, error, room);
  if (ok && sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
                SQLITE_OK) {
    snprintf(error, room, "%s cannot be opened: %s", path, sqlite3_errmsg(store->db));
    ok = false;
  }
  if (!ok) {
    store_close(store);
    return NULL;
  }
  (void)sqlite3_busy_timeout(store->db, WRITER_WAIT_MS);
  (void)sqlite3_create_function(store->db, "wsfcsim_writes", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS,
                                NULL, wsfcsim_writes, NULL, NULL);
  (void)sqlite3_exec(store->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
  (void)sqlite3_exec(store->db,
                     durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL", NULL,
                     NULL, NULL);
  return store;
}

static bool prepare(struct store *store, const char *sql, sqlite3_stmt **statement) {
  bool ok = sql != NULL && sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                              statement, NULL) == SQLITE_OK;
  if (!ok)
    store_fail(store, "the tables are not what they should be");
  return ok;
}

bool store_prepare(struct store *store) {
  bool ok = true;
  for (unsigned i = 0; i < STORE_TABLE_COUNT; i++) {
    char *sql = store_schema_upsert((enum store_table)i);
    ok = prepare(store, sql, &store->upsert[i]) && ok;
    free(sql);
  }
  return ok && prepare(store, "DELETE FROM timer WHERE id = ?1", &store->forget_timer) &&
         prepare(store, "INSERT OR REPLACE INTO setting VALUES(?1, ?2)", &store->set) &&
         prepare(store, "INSERT OR REPLACE INTO dirty_point VALUES(?1, ?2, ?3, ?4)",
                 &store->point) &&
         prepare(store, "INSERT OR REPLACE INTO property_value VALUES(?1, ?2, ?3)",
                 &store->value) &&
         prepare(store, "INSERT INTO migration_round VALUES(?1, ?2, ?3, ?4, ?5)", &store->round) &&
         prepare(store, "DELETE FROM migration_round WHERE migration = ?1",
                 &store->forget_rounds) &&
         prepare(store,
                 "INSERT INTO change_log VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                 &store->event);
}
