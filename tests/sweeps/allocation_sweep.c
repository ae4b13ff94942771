/* The n-th allocation fails, for every n: reading a scenario, making its world, keeping it in a
 * database, running it.  Either that is said, or it did not matter; what was kept can be gone on
 * with.  Usage: allocation_sweep SCENARIO DATABASE [STRIDE [FIRST]] */
#include "tests/sweeps/sweep_run.h"
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The program is linked with --wrap for these three; SQLite allocates through them as well. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static uint64_t allocations, failing; /* the number of the one that fails; 0: none */

static bool fails(void) {
  return ++allocations == failing;
}

void *__wrap_malloc(size_t size) {
  return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
  return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size) {
  return fails() ? NULL : __real_realloc(old, size);
}

/* --- SQLite's memory: blocks with their size in front --- */

enum { FRONT = 16 };

static void *sqlite_malloc(int size) {
  char *block = __wrap_malloc((size_t)size + FRONT);
  if (block == NULL)
    return NULL;
  memcpy(block, &size, sizeof size);
  return block + FRONT;
}

static void sqlite_free(void *memory) {
  free((char *)memory - FRONT);
}

static int sqlite_size(void *memory) {
  int size = 0;
  if (memory != NULL)
    memcpy(&size, (char *)memory - FRONT, sizeof size);
  return size;
}

static void *sqlite_realloc(void *memory, int size) {
  char *block = __wrap_realloc((char *)memory - FRONT, (size_t)size + FRONT);
  if (block == NULL)
    return NULL;
  memcpy(block, &size, sizeof size);
  return block + FRONT;
}

static int sqlite_round_up(int size) {
  return (size + 7) / 8 * 8;
}

static int sqlite_start(void *unused) {
  (void)unused;
  return SQLITE_OK;
}

static void sqlite_stop(void *unused) {
  (void)unused;
}

/* --- the sweep --- */

static uint64_t want;
static bool answered; /* a command of the cluster was told that memory is short: another history */

/* One run with the n-th allocation failing; false with a sentence where it is not what it must be.
 */
static bool attempt(const char *path, const char *database, uint64_t n) {
  struct scenario_file file = {0};
  char error[512] = "";
  size_t kept = 0;
  bool fine = true;
  sweep_remove(database);
  answered = false;
  allocations = 0;
  failing = n;
  if (scenario_file_read(path, &file, error, sizeof error)) {
    struct scenario_result result = sweep_run(&file, database, false, false, &kept);
    failing = 0;
    bool came_through = result.end == SCENARIO_AS_EXPECTED && result.digest == want;
    /* ClusAPI says it as every other status: in what the command prints. */
    answered = result.end == SCENARIO_DIFFERS &&
               strstr(text_get(&result.report), "ERROR_NOT_ENOUGH_MEMORY, 8") != NULL;
    bool said = answered || (result.end == SCENARIO_UNUSABLE && result.report.used > 0);
    if (!came_through && !said && !result.report.failed) {
      printf("allocation %" PRIu64 ": end %d, digest %016" PRIx64 "\n%s", n, (int)result.end,
             result.digest, text_get(&result.report));
      fine = false;
    }
    scenario_result_free(&result);
  } else if (error[0] == '\0') {
    printf("allocation %" PRIu64 ": the file is refused without a sentence\n", n);
    fine = false;
  }
  scenario_file_free(&file);
  failing = 0;
  return fine;
}

/* What was kept before memory was short goes on to the same end. */
static bool goes_on(const struct scenario_file *file, const char *database, uint64_t n) {
  size_t kept = 0;
  if (answered || sweep_look(database) == SWEEP_NOTHING)
    return true;
  struct scenario_result result = sweep_run(file, database, true, false, &kept);
  bool fine = result.end == SCENARIO_AS_EXPECTED && result.digest == want;
  if (!fine)
    printf("allocation %" PRIu64 ": the database does not go on: %s", n, text_get(&result.report));
  scenario_result_free(&result);
  return fine;
}

int main(int count, char **arguments) {
  sqlite3_mem_methods methods = {sqlite_malloc,   sqlite_free,  sqlite_realloc, sqlite_size,
                                 sqlite_round_up, sqlite_start, sqlite_stop,    NULL};
  if (count < 3)
    return 2;
  (void)sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
  (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  const char *path = arguments[1], *database = arguments[2];
  uint64_t stride = count > 3 ? strtoull(arguments[3], NULL, 10) : 1, violations = 0, runs = 0;
  uint64_t first = count > 4 ? strtoull(arguments[4], NULL, 10) : 1;
  struct scenario_file file;
  size_t kept = 0;
  sweep_read(path, &file);
  sweep_remove(database);
  (void)sqlite3_initialize();
  struct scenario_result result = sweep_run(&file, database, false, false, &kept);
  want = result.digest;
  bool sound = result.end == SCENARIO_AS_EXPECTED;
  scenario_result_free(&result);
  uint64_t total = sound && attempt(path, database, 0) ? allocations : 0;
  for (uint64_t n = first; n <= total; n += stride, runs++)
    violations += !attempt(path, database, n) || !goes_on(&file, database, n);
  sweep_remove(database);
  scenario_file_free(&file);
  (void)sqlite3_shutdown();
  printf("%" PRIu64 " of %" PRIu64 " allocations failed in turn, %" PRIu64 " violations\n", runs,
         total, violations);
  return total > 0 && violations == 0 ? 0 : 1;
}
