#ifndef SIM_STORE_STORE_STATE_H
#define SIM_STORE_STORE_STATE_H
/* What an open store is made of; for the files of sim/store only. */
#include "sim/store/store.h"
#include "sim/store/store_rows.h"
#include <sqlite3.h>

struct bookmark {
  char name[32];
  int64_t value;
};

struct store {
  struct engine *engine;
  sqlite3 *db, *owner; /* the lock file: held as long as the store is open */
  sqlite3_stmt *upsert[STORE_TABLE_COUNT], *forget_timer, *set, *point, *round, *forget_rounds,
      *event, *value;
  struct touch_list touched[STORE_TABLE_COUNT]; /* rows to write */
  uint64_t *row_hash[STORE_TABLE_COUNT];        /* of each row as written; 0: not there */
  uint64_t settings_hash, checksum;             /* the sum of all of them */
  uint64_t kept_checksum;                       /* the one in the database */
  struct bookmark bookmarks[STORE_BOOKMARKS_MAX];
  uint32_t bookmark_count;
  uint64_t event_rows;
  bool open_transaction, failed, between_commands;
  int64_t opened; /* the transaction, in milliseconds of the wall clock */
  char error[STORE_ERROR_ROOM];
};

/* The connection with everything set up, the lock taken, and the store's memory. */
struct store *store_connect(const char *path, bool durable, char *error, size_t room);

/* The memory a store needs once it knows its engine. */
bool store_attach(struct store *store, struct engine *engine);

/* From now on the store hears of every step. */
void store_watch(struct store *store);

bool store_prepare(struct store *store);

/* Opens the transaction that the next commit ends, if none is open. */
void store_begin(struct store *store);

/* The rows that exist now are written by the next commit. */
void store_touch_all(struct store *store);

/* One named number of the database, at once. */
void store_write_setting(struct store *store, const char *name, int64_t value);

/* Remembers the first thing that went wrong. */
void store_fail(struct store *store, const char *what);

/* Hash of a row as it would be written now, with what belongs to it. */
uint64_t store_hash_row(struct store *store, enum store_table table, uint32_t id);
uint64_t store_hash_settings(const struct store *store);

/* Binds what people read of a stored value, beside its bytes, to parameter 3: the texts of a list
 * are joined by commas; NULL where only its owner can read it. */
void store_bind_shown(sqlite3_stmt *statement, const struct stored_property *stored);

/* Calls back for every small number kept by name, with where it lives. */
void store_each_setting(struct store *store,
                        void (*visit)(struct store *store, const char *name, int64_t value));

#endif
