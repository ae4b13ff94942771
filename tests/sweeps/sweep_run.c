#include "tests/sweeps/sweep_run.h"
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct cluster_limits sweep_limits = {
    .nodes = 4, .networks = 2, .groups = 4, .resources = 8, .vms = 4};

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

bool sweep_holds_cluster(const char *database) {
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  bool holds = sqlite3_open_v2(database, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
               sqlite3_prepare_v2(db, "SELECT 1 FROM setting WHERE name = 'bookmark.command'", -1,
                                  &statement, NULL) == SQLITE_OK &&
               sqlite3_step(statement) == SQLITE_ROW;
  (void)sqlite3_finalize(statement);
  (void)sqlite3_close(db);
  return holds;
}

void sweep_read(const char *path, struct scenario_file *file) {
  char error[512];
  if (scenario_file_read(path, file, error, sizeof error))
    return;
  fprintf(stderr, "%s\n", error);
  exit(2);
}
