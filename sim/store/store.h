#ifndef SIM_STORE_STORE_H
#define SIM_STORE_STORE_H
/* The cluster database: a SQLite file that holds the cluster and everything the run needs to go on.
 *
 * A commit writes changed rows only and always ends at a whole instant, so that a reader (sqlite3,
 * a script, another connection) never sees half of one.  One process owns a database at a time, by
 * a lock the system frees when the process is killed; readers are free, other writers are refused
 * by triggers.  The views v_* are public and documented in docs/database.md; the tables are not. */
#include "sim/engine/engine.h"

struct store;

enum { STORE_FORMAT = 1, STORE_ERROR_ROOM = 512, STORE_BOOKMARKS_MAX = 8 };

/* Makes a database of this engine and keeps it there from now on.  NULL with a sentence when the
 * file exists already (unless `replace`, which only replaces a database of ours), is owned by
 * another process or cannot be written.  Nothing is kept before the first commit.  `durable`: safe
 * against power loss, not only against a killed process. */
struct store *store_create(struct engine *engine, const char *path, bool replace, bool durable,
                           char *error, size_t room);

/* Opens a database and builds the engine it holds, which then belongs to the caller.  NULL with a
 * sentence when the file is missing, not ours, newer, damaged, or owned by another process. */
struct store *store_open(const char *path, bool durable, struct engine **engine, char *error,
                         size_t room);

/* Writes what changed.  False with a sentence when the database refuses (full, read-only, ...); it
 * then still holds the last committed instant, and nothing more is written. */
bool store_commit(struct store *store, char *error, size_t room);

/* While time passes, instants may be committed as they come (at most 50 ms of wall time share a
 * transaction); while a command runs, its instants belong together and wait for store_commit().
 * NULL is allowed. */
void store_let_pass(struct store *store, bool passing);

/* Releases the database; what was not committed is not kept.  NULL is allowed. */
void store_close(struct store *store);

/* Something changed that no record tells of.  NULL is allowed. */
void store_mark(struct store *store, enum object_kind kind, uint32_t index);

/* The engine became an earlier one (engine_copy()): what is kept follows, the event log and the
 * attempts from then on included, in the transaction that the next commit ends.  NULL is allowed.
 */
void store_restored(struct store *store);

/* Small numbers of a client, part of the same commits.  NULL is allowed: nothing is kept, and every
 * bookmark is 0. */
void store_set_bookmark(struct store *store, const char *name, int64_t value);
int64_t store_bookmark(const struct store *store, const char *name);

#endif
