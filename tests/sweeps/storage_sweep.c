/* The n-th write or sync under the store goes wrong, for every n of a scenario: it fails, is torn,
 * or is the last before the power is gone.  The database opened again holds a whole instant, goes
 * on to the digest of a run nobody disturbed, and has everything that had been promised. Usage:
 * storage_sweep SCENARIO DATABASE [STRIDE] */
#include "tests/sweeps/faulty_vfs.h"
#include "tests/sweeps/sweep_run.h"
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
  enum vfs_fault fault;
  bool durable;
  bool keeps_all; /* what was committed before is promised to be there */
  const char *name;
} rows[] = {
    {VFS_WRITE_FAILS, false, true, "a write fails"},
    {VFS_SYNC_FAILS, true, true, "a sync fails"},
    {VFS_WRITE_IS_TORN, false, true, "a write is torn"},
    {VFS_POWER_LOST, false, false, "power is lost, nothing unsynced is left"},
    {VFS_POWER_LOST_SOME, false, false, "power is lost, some of it is left"},
    {VFS_POWER_LOST, true, true, "power is lost, --durable, nothing unsynced is left"},
    {VFS_POWER_LOST_SOME, true, true, "power is lost, --durable, some of it is left"},
};

static uint64_t want;

/* Goes on from what is left; false with a sentence where it is not what it must be. */
static bool goes_on(const struct scenario_file *file, const char *database, size_t row,
                    size_t promised, uint64_t n) {
  size_t kept = 0;
  enum sweep_left left = sweep_look(database);
  if (left == SWEEP_DAMAGE) {
    printf("%s, %" PRIu64 ": the database is damaged\n", rows[row].name, n);
    return false;
  }
  if (left == SWEEP_NOTHING) {
    if (promised == 0 || !rows[row].keeps_all)
      return true;
    printf("%s, %" PRIu64 ": %zu commands were kept, and nothing is there\n", rows[row].name, n,
           promised);
    return false;
  }
  struct scenario_result result = sweep_run(file, database, true, rows[row].durable, &kept);
  bool fine = result.end == SCENARIO_AS_EXPECTED && result.digest == want;
  size_t there = file->count - result.commands;
  if (!fine)
    printf("%s, %" PRIu64 ": end %d, digest %016" PRIx64 ": %s\n", rows[row].name, n,
           (int)result.end, result.digest, text_get(&result.report));
  else if (rows[row].keeps_all && there < promised) {
    printf("%s, %" PRIu64 ": %zu commands were kept, and %zu are there\n", rows[row].name, n,
           promised, there);
    fine = false;
  }
  scenario_result_free(&result);
  return fine;
}

/* False when something is wrong; *more says whether the fault still happened. */
static bool attempt(const struct scenario_file *file, const char *database, size_t row, uint64_t n,
                    bool *more) {
  size_t kept = 0;
  sweep_remove(database);
  faulty_vfs_arm(rows[row].fault, n);
  struct scenario_result result = sweep_run(file, database, false, rows[row].durable, &kept);
  *more = faulty_vfs_struck();
  faulty_vfs_settle();
  /* A failure in what is only tidied up (a checkpoint) is nobody's business. */
  bool came_through = result.end == SCENARIO_AS_EXPECTED && result.digest == want;
  bool said = result.end == SCENARIO_UNUSABLE && result.report.used > 0;
  bool fine = came_through || said;
  if (!fine)
    printf("%s, %" PRIu64 ": end %d: %s\n", rows[row].name, n, (int)result.end,
           text_get(&result.report));
  scenario_result_free(&result);
  return goes_on(file, database, row, kept, n) && fine;
}

int main(int count, char **arguments) {
  if (count < 3 || !faulty_vfs_register())
    return 2;
  const char *database = arguments[2];
  uint64_t stride = count > 3 ? strtoull(arguments[3], NULL, 10) : 1, violations = 0, faults = 0;
  struct scenario_file file;
  size_t kept = 0;
  sweep_read(arguments[1], &file);
  sweep_remove(database);
  faulty_vfs_arm(VFS_NO_FAULT, 0);
  struct scenario_result result = sweep_run(&file, database, false, false, &kept);
  want = result.digest;
  scenario_result_free(&result);
  for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
    uint64_t before = faults;
    bool more = true;
    for (uint64_t n = 1 + row % stride; more; n += stride) {
      violations += !attempt(&file, database, row, n, &more);
      faults += more;
    }
    printf("%s: %" PRIu64 " times\n", rows[row].name, faults - before);
    violations += faults == before; /* a sweep that never strikes shows nothing */
  }
  sweep_remove(database);
  scenario_file_free(&file);
  printf("%" PRIu64 " faults, %" PRIu64 " violations\n", faults, violations);
  return violations == 0 ? 0 : 1;
}
