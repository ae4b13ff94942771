/* Measurements of the store, beside SQLite itself writing the same rows in the same transactions.
 *
 * What the store writes is seen by tracing its connection.  The yardstick has the same tables with
 * the same content and no triggers or views, and runs the same statements with the same values. */
#include "sim/requests/requests.h"
#include "tools/command/bench.h"
#include "tools/command/bench_world.h"
#include "tools/command/subcommands.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { COMMANDS = 300, MACHINES = 16, ERROR_ROOM = 512, STATEMENTS_MAX = 64, PATH_ROOM = 1024 };

/* --- what a run wrote --- */

struct literal {
  int index; /* of the parameter, from 1 */
  enum { LITERAL_NULL, LITERAL_NUMBER, LITERAL_TEXT } kind;
  sqlite3_int64 number;
  char *text;
};

struct write {
  size_t statement;  /* of trace.texts; STATEMENTS_MAX: it ended a transaction */
  char *values;      /* the statement with the values in it */
  size_t first, end; /* of trace.literals, once they are read */
};

static struct {
  bool on;
  struct write *writes;
  size_t count, room;
  char *texts[STATEMENTS_MAX];
  size_t text_count;
  struct literal *literals;
  size_t literal_count, literal_room;
  bool failed; /* memory was short */
} trace;

static void *grow(void *array, size_t count, size_t *room, size_t size) {
  if (count < *room)
    return array;
  size_t more = *room == 0 ? 4096 : *room * 2;
  void *grown = realloc(array, more * size);
  trace.failed = trace.failed || grown == NULL;
  *room = grown == NULL ? *room : more;
  return grown == NULL ? array : grown;
}

static size_t number_of(const char *text) {
  size_t i = 0;
  while (i < trace.text_count && strcmp(trace.texts[i], text) != 0)
    i++;
  if (i < trace.text_count)
    return i;
  size_t size = strlen(text) + 1;
  char *copy = trace.text_count < STATEMENTS_MAX ? malloc(size) : NULL;
  trace.failed = trace.failed || copy == NULL;
  if (copy != NULL)
    trace.texts[trace.text_count++] = memcpy(copy, text, size);
  return i;
}

static int on_statement(unsigned type, void *unused, void *statement, void *text) {
  const char *sql = sqlite3_sql(statement);
  (void)type;
  (void)unused;
  bool writes = strncmp(sql, "INSERT", 6) == 0 || strncmp(sql, "DELETE", 6) == 0;
  bool ends = strcmp(sql, "COMMIT") == 0;
  /* A trigger's own statements come as comments. */
  if (!trace.on || (!writes && !ends) || strncmp(text, "--", 2) == 0)
    return 0;
  trace.writes = grow(trace.writes, trace.count, &trace.room, sizeof *trace.writes);
  if (trace.failed)
    return 0;
  trace.writes[trace.count++] =
      (struct write){.statement = ends ? STATEMENTS_MAX : number_of(sql),
                     .values = ends ? NULL : sqlite3_expanded_sql(statement)};
  return 0;
}

static int watch(sqlite3 *db, char **error, const void *unused) {
  (void)error;
  (void)unused;
  return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, on_statement, NULL);
}

static void forget_trace(void) {
  for (size_t i = 0; i < trace.count; i++)
    sqlite3_free(trace.writes[i].values);
  for (size_t i = 0; i < trace.literal_count; i++)
    free(trace.literals[i].text);
  for (size_t i = 0; i < trace.text_count; i++)
    free(trace.texts[i]);
  free(trace.literals);
  free(trace.writes);
  memset(&trace, 0, sizeof trace);
}

/* --- the yardstick --- */

/* Reads one literal of the expanded text: a number, 'text' or NULL; returns where it ends. */
static const char *read_literal(const char *p, struct literal *literal) {
  if (*p != '\'') {
    literal->kind = strncmp(p, "NULL", 4) == 0 ? LITERAL_NULL : LITERAL_NUMBER;
    literal->number = strtoll(p, NULL, 10);
    return p + strcspn(p, ",) ");
  }
  size_t length = 0;
  literal->kind = LITERAL_TEXT;
  literal->text = malloc(strlen(p));
  trace.failed = trace.failed || literal->text == NULL;
  for (p++; !trace.failed && (*p != '\'' || p[1] == '\''); p++) {
    p += *p == '\'';
    literal->text[length++] = *p;
  }
  if (!trace.failed)
    literal->text[length] = '\0';
  return p + 1;
}

/* Walks a statement and its expanded form side by side: where one has ?N the other has a value. */
static void read_values(struct write *write) {
  const char *text = trace.texts[write->statement], *values = write->values;
  write->first = trace.literal_count;
  while (!trace.failed && *text != '\0' && *values != '\0') {
    if (*text != '?') {
      text++;
      values++;
      continue;
    }
    char *end = NULL;
    trace.literals =
        grow(trace.literals, trace.literal_count, &trace.literal_room, sizeof *trace.literals);
    if (trace.failed)
      return;
    struct literal *literal = &trace.literals[trace.literal_count++];
    *literal = (struct literal){.index = (int)strtol(text + 1, &end, 10)};
    values = read_literal(values, literal);
    text = end;
  }
  write->end = trace.literal_count;
}

/* Before the clock runs. */
static bool read_trace(void) {
  for (size_t i = 0; !trace.failed && i < trace.count; i++)
    if (trace.writes[i].statement != STATEMENTS_MAX)
      read_values(&trace.writes[i]);
  return !trace.failed;
}

static void bind_values(sqlite3_stmt *statement, const struct write *write) {
  for (size_t i = write->first; i < write->end; i++) {
    const struct literal *literal = &trace.literals[i];
    if (literal->kind == LITERAL_NUMBER)
      (void)sqlite3_bind_int64(statement, literal->index, literal->number);
    else if (literal->kind == LITERAL_TEXT)
      (void)sqlite3_bind_text(statement, literal->index, literal->text, -1, SQLITE_STATIC);
    else
      (void)sqlite3_bind_null(statement, literal->index);
  }
}

static bool write_again(sqlite3 *db, sqlite3_stmt *statements[STATEMENTS_MAX]) {
  bool open = false, ok = true;
  for (size_t i = 0; ok && i < trace.count; i++) {
    const struct write *write = &trace.writes[i];
    size_t k = write->statement;
    if (k == STATEMENTS_MAX) {
      ok = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
      open = false;
      continue;
    }
    if (!open)
      ok = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
    open = true;
    bind_values(statements[k], write);
    ok = ok && sqlite3_step(statements[k]) == SQLITE_DONE &&
         sqlite3_reset(statements[k]) == SQLITE_OK;
  }
  return ok;
}

/* The tables of another database with their rows, and nothing else of it. */
static bool copy_tables(sqlite3 *db, const char *from) {
  sqlite3_stmt *tables = NULL;
  char *sql = sqlite3_mprintf("ATTACH %Q AS other", from);
  bool ok = sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK &&
            sqlite3_prepare_v2(db, "SELECT name, sql FROM other.sqlite_schema WHERE type = 'table'",
                               -1, &tables, NULL) == SQLITE_OK;
  sqlite3_free(sql);
  while (ok && sqlite3_step(tables) == SQLITE_ROW) {
    sql = sqlite3_mprintf("%s; INSERT INTO main.%s SELECT * FROM other.%s",
                          sqlite3_column_text(tables, 1), sqlite3_column_text(tables, 0),
                          sqlite3_column_text(tables, 0));
    ok = sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_free(sql);
  }
  (void)sqlite3_finalize(tables);
  return sqlite3_exec(db, "DETACH other", NULL, NULL, NULL) == SQLITE_OK && ok;
}

/* Seconds for the traced writes on bare SQLite; below 0 when it refuses. */
static double bare(const char *path, const char *from, bool full) {
  sqlite3 *db = NULL;
  sqlite3_stmt *statements[STATEMENTS_MAX] = {NULL};
  double took = -1;
  bool ok = sqlite3_open(path, &db) == SQLITE_OK &&
            sqlite3_exec(db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) == SQLITE_OK &&
            sqlite3_exec(db, full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
                         NULL, NULL, NULL) == SQLITE_OK &&
            copy_tables(db, from) && read_trace();
  for (size_t i = 0; ok && i < trace.text_count; i++)
    ok = sqlite3_prepare_v3(db, trace.texts[i], -1, SQLITE_PREPARE_PERSISTENT, &statements[i],
                            NULL) == SQLITE_OK;
  double began = bench_clock();
  if (ok && write_again(db, statements))
    took = bench_clock() - began;
  else
    (void)complain("bench: bare SQLite refused: %s", sqlite3_errmsg(db));
  for (size_t i = 0; i < STATEMENTS_MAX; i++)
    (void)sqlite3_finalize(statements[i]);
  (void)sqlite3_close(db);
  return took;
}

/* --- commands --- */

static void remove_database(const char *path) {
  static const char *const endings[] = {"", "-wal", "-shm", "-owner", "-journal"};
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
    char name[PATH_ROOM + 16];
    snprintf(name, sizeof name, "%s%s", path, endings[i]);
    (void)remove(name);
  }
}

/* Commands as somebody gives them: a migration is started, the next one cancels it.  Each is kept
 * before the next one begins. */
static bool give_commands(struct world *world, double *took) {
  char error[ERROR_ROOM];
  double began = bench_clock();
  bool ok = true;
  for (uint32_t i = 0; ok && i < COMMANDS; i++) {
    uint32_t vm = i / 2 % MACHINES, peer = cluster_vm(world_cluster(world), vm)->host ^ 1;
    enum event_kind kind = i % 2 == 0 ? EVENT_START_MIGRATION : EVENT_CANCEL_MIGRATION;
    uint32_t status =
        world_happens(world, &(struct event){.kind = kind, .subject = vm, .argument = peer});
    assert(status == WIN32_SUCCESS);
    (void)status;
    ok = world_commit(world, error, sizeof error);
  }
  *took = bench_clock() - began;
  return ok || complain("bench: %s", error) == 0;
}

/* One run of the commands on a database of its own; `traced`: what it writes is kept. */
static bool run(const char *path, bool full, bool traced, const char *copy, double *took) {
  char error[ERROR_ROOM];
  struct world *world = bench_world(2, MACHINES);
  remove_database(path);
  bool ok = world != NULL;
  if (ok && (!world_save_in(world, path, false, full, error, sizeof error) ||
             !world_commit(world, error, sizeof error)))
    ok = complain("bench: %s", error) == 0;
  if (ok && traced) { /* what the yardstick begins with */
    uv_fs_t request;
    sqlite3 *db = NULL;
    ok = sqlite3_open(path, &db) == SQLITE_OK &&
         sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL) == SQLITE_OK;
    (void)sqlite3_close(db);
    ok = ok && uv_fs_copyfile(NULL, &request, path, copy, 0, NULL) == 0;
    uv_fs_req_cleanup(&request);
  }
  trace.on = traced;
  ok = ok && give_commands(world, took);
  trace.on = false;
  world_destroy(world);
  return ok;
}

/* A folder that goes away again, beside the working folder: the temporary one may be in memory. */
static bool make_folder(char folder[PATH_ROOM]) {
  uv_fs_t request;
  int result = uv_fs_mkdtemp(NULL, &request, "wsfcsim-bench-XXXXXX", NULL);
  snprintf(folder, PATH_ROOM, "%s", result == 0 ? request.path : "");
  uv_fs_req_cleanup(&request);
  return result == 0 || complain("bench: no folder can be made here: %s", uv_strerror(result)) == 0;
}

static void remove_folder(const char *folder) {
  uv_fs_t request;
  (void)uv_fs_rmdir(NULL, &request, folder, NULL);
  uv_fs_req_cleanup(&request);
}

bool bench_durable_commands(uint32_t full, uint32_t unused, struct bench_sample *sample) {
  char folder[PATH_ROOM], ours[PATH_ROOM + 16], copy[PATH_ROOM + 16], theirs[PATH_ROOM + 16];
  double traced_took = 0, took = 0, bare_took = -1;
  (void)unused;
  if (!make_folder(folder))
    return false;
  snprintf(ours, sizeof ours, "%s/ours", folder);
  snprintf(copy, sizeof copy, "%s/copy", folder);
  snprintf(theirs, sizeof theirs, "%s/theirs", folder);
  (void)sqlite3_auto_extension((void (*)(void))watch);
  bool ok = run(ours, full != 0, true, copy, &traced_took);
  (void)sqlite3_cancel_auto_extension((void (*)(void))watch);
  ok = ok && run(ours, full != 0, false, NULL, &took);
  if (ok)
    bare_took = bare(theirs, copy, full != 0);
  sample->value = COMMANDS / took;
  sample->yardstick = COMMANDS / bare_took;
  forget_trace();
  remove_database(ours);
  remove_database(copy);
  remove_database(theirs);
  remove_folder(folder);
  return ok && bare_took > 0;
}

bool bench_open(uint32_t hosts, uint32_t vms, struct bench_sample *sample) {
  char folder[PATH_ROOM], path[PATH_ROOM + 16], error[ERROR_ROOM] = "";
  struct world *world = bench_world(hosts, vms);
  if (world == NULL || !make_folder(folder)) {
    world_destroy(world);
    return false;
  }
  snprintf(path, sizeof path, "%s/large", folder);
  bool ok = world_save_in(world, path, false, false, error, sizeof error) &&
            world_commit(world, error, sizeof error);
  world_destroy(world);
  double began = bench_clock();
  world = ok ? world_open(path, false, error, sizeof error) : NULL;
  sample->value = bench_clock() - began;
  if (world == NULL)
    (void)complain("bench: %s", error);
  world_destroy(world);
  remove_database(path);
  remove_folder(folder);
  return world != NULL;
}
