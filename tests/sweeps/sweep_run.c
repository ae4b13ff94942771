#include "tests/sweeps/sweep_run.h"
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct cluster_limits sweep_limits = {.nodes = 4,
                                            .networks = 2,
                                            .groups = 4,
                                            .resources = 8,
                                            .vms = 4,
                                            .properties = 16,
                                            .group_sets = 2,
                                            .affinity_rules = 8};

struct progress {
  size_t begun;     /* commands that began */
  size_t worldless; /* commands before there was a world to keep */
};

/* A command begins: everything before it has been kept. */
static void on_command(void *context, uint64_t now, const char *command) {
  struct progress *progress = context;
  (void)now;
  (void)command;
  progress->begun++;
}

static void on_world(void *context, struct world *world) {
  struct progress *progress = context;
  (void)world;
  progress->worldless = progress->begun - 1;
}

struct scenario_result sweep_run(const struct scenario_file *file, const char *database,
                                 bool resume, bool durable, size_t *kept) {
  struct progress progress = {.worldless = SIZE_MAX};
  struct scenario_options options = {.limits = &sweep_limits,
                                     .database = database,
                                     .resume = resume,
                                     .durable = durable,
                                     .on_world = resume ? NULL : on_world,
                                     .on_command = on_command,
                                     .context = &progress};
  struct scenario_result result = scenario_run("sweep", file, &options);
  size_t whole = progress.begun - (result.end != SCENARIO_AS_EXPECTED && progress.begun > 0);
  *kept = whole <= progress.worldless ? 0 : whole;
  return result;
}

void sweep_remove(const char *database) {
  static const char *const suffixes[] = {"", "-wal", "-shm", "-owner", "-journal"};
  for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
    char path[512];
    snprintf(path, sizeof path, "%s%s", database, suffixes[i]);
    (void)remove(path);
  }
}

/* Whether a query's first value is this text; a query that cannot be asked has none. */
static bool says(sqlite3 *db, const char *query, const char *expected) {
  sqlite3_stmt *statement = NULL;
  bool same = sqlite3_prepare_v2(db, query, -1, &statement, NULL) == SQLITE_OK &&
              sqlite3_step(statement) == SQLITE_ROW &&
              strcmp((const char *)sqlite3_column_text(statement, 0), expected) == 0;
  (void)sqlite3_finalize(statement);
  return same;
}

static bool copy_file(const char *from, const char *to) {
  FILE *in = fopen(from, "rb"), *out = in == NULL ? NULL : fopen(to, "wb");
  char bytes[4096];
  size_t size = 0;
  while (out != NULL && (size = fread(bytes, 1, sizeof bytes, in)) > 0)
    (void)fwrite(bytes, 1, size, out);
  if (in != NULL)
    fclose(in);
  if (out != NULL)
    fclose(out);
  return out != NULL;
}

/* In a copy: whoever opens a database repairs what a crash left of it. */
enum sweep_left sweep_look(const char *database) {
  static const char *const suffixes[] = {"-wal", "-journal"};
  char copy[512], from[512], to[520];
  sqlite3 *db = NULL;
  snprintf(copy, sizeof copy, "%s.look", database);
  sweep_remove(copy);
  if (!copy_file(database, copy))
    return SWEEP_NOTHING;
  for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
    snprintf(from, sizeof from, "%s%s", database, suffixes[i]);
    snprintf(to, sizeof to, "%s%s", copy, suffixes[i]);
    (void)copy_file(from, to);
  }
  enum sweep_left left = SWEEP_DAMAGE;
  if (sqlite3_open_v2(copy, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
      says(db, "PRAGMA integrity_check", "ok"))
    left = says(db, "SELECT count(*) FROM setting WHERE name = 'bookmark.command'", "1")
               ? SWEEP_CLUSTER
               : SWEEP_NOTHING;
  (void)sqlite3_close(db);
  sweep_remove(copy);
  return left;
}

void sweep_read(const char *path, struct scenario_file *file) {
  char error[512];
  if (scenario_file_read(path, file, error, sizeof error))
    return;
  fprintf(stderr, "%s\n", error);
  exit(2);
}
