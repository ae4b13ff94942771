/* wsfcsim run: scenarios, one after another. */
#include "sim/scenario/quantity.h"
#include "sim/scenario/scenario.h"
#include "tools/command/backend_option.h"
#include "tools/command/known_differences.h"
#include "tools/command/options.h"
#include "tools/command/report.h"
#include "tools/command/subcommands.h"
#include "tools/command/timeline.h"
#include "tools/command/write_file.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { PATH_ROOM = 4096, ERROR_ROOM = 512 };

struct paths {
  char **items;
  size_t count, room;
};

struct run {
  struct scenario_options options;
  struct paths paths;
  bool show, rewrite, tap;
  const char *junit; /* a file; NULL: none */
  struct report report;
  size_t files, commands, differences, unusable;
  uint64_t began_ns; /* wall time */
  /* Elsewhere than in a simulation of our own. */
  struct backend_option backend;
  const char *known_file;
  struct known_differences known;
  size_t passed, known_to_differ, not_run, left_out;
};

/* --- which files --- */

static bool add_path(struct paths *paths, const char *path) {
  if (paths->count == paths->room) {
    size_t room = paths->room == 0 ? 32 : paths->room * 2;
    char **grown = realloc(paths->items, room * sizeof *grown);
    if (grown == NULL)
      return false;
    paths->items = grown;
    paths->room = room;
  }
  size_t size = strlen(path) + 1;
  char *copy = malloc(size);
  if (copy == NULL)
    return false;
  paths->items[paths->count++] = memcpy(copy, path, size);
  return true;
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_in_scn(const char *name) {
  size_t length = strlen(name);
  return length > 4 && strcmp(name + length - 4, ".scn") == 0;
}

/* Every .scn file below a folder, in the order of their paths. */
static bool add_folder(struct paths *paths, const char *folder) {
  uv_fs_t request;
  uv_dirent_t entry;
  bool ok = uv_fs_scandir(NULL, &request, folder, 0, NULL) >= 0;
  while (ok && uv_fs_scandir_next(&request, &entry) != UV_EOF) {
    char path[PATH_ROOM];
    int length = snprintf(path, sizeof path, "%s/%s", folder, entry.name);
    if (length < 0 || (size_t)length >= sizeof path)
      continue;
    if (entry.type == UV_DIRENT_DIR)
      ok = add_folder(paths, path);
    else if (ends_in_scn(entry.name))
      ok = add_path(paths, path);
  }
  uv_fs_req_cleanup(&request);
  return ok;
}

static int collect(struct paths *paths, const char *path) {
  uv_fs_t request;
  int result = uv_fs_stat(NULL, &request, path, NULL);
  bool folder = result == 0 && (request.statbuf.st_mode & 0170000) == 0040000;
  uv_fs_req_cleanup(&request);
  if (result != 0)
    return complain("%s: %s", path, uv_strerror(result));
  size_t before = paths->count;
  if (!(folder ? add_folder(paths, path) : add_path(paths, path)))
    return complain("%s: cannot be read", path);
  if (paths->count == before)
    return complain("%s: there is no scenario (*.scn) in this folder", path);
  qsort(paths->items + before, paths->count - before, sizeof *paths->items, by_name);
  return EXIT_AS_EXPECTED;
}

/* --- options --- */

static int take_option_elsewhere(struct run *run, const char *option, const char *value,
                                 int *used) {
  int result = backend_option_take(&run->backend, "run", option, value, used);
  if (*used > 0 || result != EXIT_AS_EXPECTED)
    return result;
  *used = strncmp(option, "--", 2) == 0;
  if (strcmp(option, "--allow-changes") == 0) {
    run->options.allow_changes = true;
  } else if (strcmp(option, "--known-differences") == 0) {
    *used = 2;
    run->known_file = value;
    return value != NULL ? EXIT_AS_EXPECTED : complain("run: --known-differences: expected a file");
  } else if (*used > 0) {
    return complain("run: unknown option '%s'", option);
  }
  return EXIT_AS_EXPECTED;
}

/* Takes one option; *used counts the arguments it took, 0: it is no option. */
static int take_option(struct run *run, int left, char **arguments, int *used) {
  const char *option = arguments[0], *value = left > 1 ? arguments[1] : NULL;
  *used = 1;
  if (strcmp(option, "--show") == 0) {
    run->show = true;
  } else if (strcmp(option, "--rewrite") == 0) {
    run->rewrite = true;
  } else if (strcmp(option, "--tap") == 0) {
    run->tap = true;
  } else if (strcmp(option, "--junit") == 0) {
    *used = 2;
    run->junit = value;
    return value != NULL ? EXIT_AS_EXPECTED : complain("run: --junit: expected a file");
  } else if (strcmp(option, "--replace") == 0) {
    run->options.replace = true;
  } else if (strcmp(option, "--continue") == 0) {
    run->options.resume = true;
  } else if (strcmp(option, "--durable") == 0) {
    run->options.durable = true;
  } else if (strcmp(option, "--db") == 0) {
    *used = 2;
    run->options.database = value;
    return value != NULL ? EXIT_AS_EXPECTED : complain("run: --db: expected a file");
  } else if (strcmp(option, "--seed") == 0) {
    *used = 2;
    run->options.seed_given = true;
    return value != NULL && quantity_parse(value, QUANTITY_COUNT, &run->options.seed)
               ? EXIT_AS_EXPECTED
               : complain("run: --seed: expected a whole number");
  } else if (strcmp(option, "--pace") == 0) {
    *used = 2;
    return value != NULL && option_pace(value, &run->options.speed_percent)
               ? EXIT_AS_EXPECTED
               : complain("run: --pace: " OPTION_PACE_EXPECTED);
  } else {
    return take_option_elsewhere(run, option, value, used);
  }
  return EXIT_AS_EXPECTED;
}

static int check_backend(const struct run *run) {
  const struct scenario_options *options = &run->options;
  bool elsewhere = backend_option_is_win32(&run->backend);
  if (!elsewhere &&
      (run->backend.cluster != NULL || run->backend.library != NULL || options->allow_changes))
    return complain("run: --cluster, --library and --allow-changes go with --backend win32");
  if (elsewhere && (options->database != NULL || options->seed_given || run->rewrite ||
                    options->speed_percent != 0))
    return complain("run: --db, --seed, --pace and --rewrite are for a simulated cluster");
  return EXIT_AS_EXPECTED;
}

static int check_options(const struct run *run) {
  const struct scenario_options *options = &run->options;
  if (run->paths.count == 0)
    return complain("run: expected a scenario, or a folder of scenarios");
  if (options->database != NULL && run->paths.count > 1)
    return complain("run: --db takes one scenario; these are %zu", run->paths.count);
  if (options->database == NULL && (options->replace || options->resume || options->durable))
    return complain("run: --replace, --continue and --durable go with --db FILE");
  if (options->replace && options->resume)
    return complain("run: --continue goes on, --replace starts over: choose one");
  if (run->rewrite && options->resume)
    return complain("run: --rewrite runs a scenario from its beginning");
  if (run->tap && (run->show || run->rewrite))
    return complain("run: --tap prints nothing else: leave out --show and --rewrite");
  return check_backend(run);
}

/* --- one file --- */

static int rewrite(const char *path, const struct scenario_file *file,
                   const struct scenario_result *result) {
  struct text text = {0};
  scenario_file_rewrite(file, (const char *const *)result->outputs, &text);
  bool ok = !text.failed && write_file(path, text_get(&text), text.used);
  text_free(&text);
  return ok ? EXIT_AS_EXPECTED : complain("%s: cannot be rewritten: %s", path, strerror(errno));
}

/* What is known to differ and does is no news; what no longer does is an error of the list. */
static int finish_known(struct run *run, const char *path, const struct known_difference *known,
                        const struct scenario_result *result) {
  bool differs = result->end == SCENARIO_DIFFERS;
  run->known_to_differ += differs;
  run->differences += !differs;
  if (!run->tap)
    printf(differs ? "%s: known to differ: %s (%s:%zu)\n"
                   : "%s: as expected, though known to differ: %s (%s:%zu)\n",
           path, known->reason, run->known_file, known->line);
  return differs ? EXIT_AS_EXPECTED : EXIT_DIFFERENCE;
}

static int finish(struct run *run, const char *path, const struct scenario_file *file,
                  const struct scenario_result *result) {
  bool changed = result->end == SCENARIO_DIFFERS && run->rewrite;
  run->files++;
  run->commands += result->commands;
  if (changed) {
    printf("%s: %zu rewritten\n", path, result->differences);
    return rewrite(path, file, result);
  }
  run->left_out += result->left_out;
  run->not_run += result->end == SCENARIO_NOT_RUN;
  const struct known_difference *known =
      known_differences_find(&run->known, path, run->options.elsewhere != NULL ? "win32" : "sim");
  if (known != NULL && result->end <= SCENARIO_DIFFERS)
    return finish_known(run, path, known, result);
  run->passed += result->end == SCENARIO_AS_EXPECTED;
  run->differences += result->differences;
  if (!run->tap && result->end == SCENARIO_NOT_RUN)
    printf("NOT RUN ");
  if (!run->tap)
    fputs(text_get(&result->report), result->end == SCENARIO_UNUSABLE ? stderr : stdout);
  if (result->end == SCENARIO_STOPPED)
    printf("%s%s: stopped at %" PRIu64 ".%06" PRIu64 " s%s\n", run->tap ? "Bail out! " : "", path,
           result->now / 1000000, result->now % 1000000,
           run->options.database != NULL ? "; go on with --continue" : "");
  return result->end == SCENARIO_AS_EXPECTED || result->end == SCENARIO_NOT_RUN ? EXIT_AS_EXPECTED
         : result->end == SCENARIO_DIFFERS                                      ? EXIT_DIFFERENCE
         : result->end == SCENARIO_STOPPED                                      ? EXIT_STOPPED
                                                                                : EXIT_UNUSABLE;
}

static double seconds_since(uint64_t began_ns) {
  return (double)(uv_hrtime() - began_ns) / 1e9;
}

/* Keeps what came of a file for the reports; false when memory is short. */
static bool keep(struct run *run, const char *path, enum scenario_end end, const char *text,
                 size_t commands, uint64_t began_ns) {
  if (!run->tap && run->junit == NULL)
    return true;
  if (!report_add(&run->report, path, end, text, commands, seconds_since(began_ns)))
    return complain("memory is short") == EXIT_AS_EXPECTED;
  if (run->tap)
    report_print_tap(run->report.count, &run->report.cases[run->report.count - 1]);
  return true;
}

static void watch(struct run *run, const char *path) {
  run->options.on_world = timeline_watch;
  run->options.on_command = timeline_command;
  run->options.on_output = timeline_output;
  if (run->paths.count > 1)
    printf("%s\n", path);
}

static int run_file(struct run *run, const char *path) {
  struct scenario_file file;
  char error[ERROR_ROOM];
  uint64_t began_ns = uv_hrtime();
  if (!scenario_file_read(path, &file, error, sizeof error)) {
    scenario_file_free(&file);
    run->unusable++;
    (void)keep(run, path, SCENARIO_UNUSABLE, error, 0, began_ns);
    return run->tap ? EXIT_UNUSABLE : complain("%s", error);
  }
  if (run->show)
    watch(run, path);
  struct scenario_result result = scenario_run(path, &file, &run->options);
  int end = finish(run, path, &file, &result);
  run->unusable += end == EXIT_UNUSABLE;
  if (run->paths.count == 1 && end != EXIT_UNUSABLE && !run->rewrite && !run->tap &&
      run->options.elsewhere == NULL)
    printf("%s: %zu commands, %zu difference%s, %" PRIu64 ".%06" PRIu64 " s, digest %016" PRIx64
           "\n",
           path, result.commands, result.differences, result.differences == 1 ? "" : "s",
           result.now / 1000000, result.now % 1000000, result.digest);
  enum scenario_end kept = result.end == SCENARIO_NOT_RUN ? SCENARIO_NOT_RUN
                           : end == EXIT_AS_EXPECTED      ? SCENARIO_AS_EXPECTED
                           : end == EXIT_DIFFERENCE       ? SCENARIO_DIFFERS
                                                          : result.end;
  if (!keep(run, path, kept, text_get(&result.report), result.commands, began_ns))
    end = EXIT_UNUSABLE;
  scenario_result_free(&result);
  scenario_file_free(&file);
  return end;
}

static int run_files(struct run *run) {
  int worst = EXIT_AS_EXPECTED;
  for (size_t i = 0; i < run->paths.count; i++) {
    int end = run_file(run, run->paths.items[i]);
    if (end == EXIT_STOPPED)
      return end;
    if (end > worst)
      worst = end;
  }
  return worst;
}

static void sum_up_elsewhere(const struct run *run) {
  size_t differ = run->files - run->passed - run->known_to_differ - run->not_run - run->unusable;
  printf("%s%zu scenario%s on %s: %zu passed, %zu differ", run->tap ? "# " : "", run->files,
         run->files == 1 ? "" : "s", win32_backend_version(), run->passed, differ);
  if (run->known_to_differ > 0)
    printf(", %zu known to differ", run->known_to_differ);
  printf(", %zu not run%s; %zu commands compared, %zu left out, %.1f s\n", run->not_run,
         run->unusable > 0 ? ", some unusable" : "", run->commands, run->left_out,
         seconds_since(run->began_ns));
}

/* Loads ClusAPI where the scenarios are to go there, and reads what is known to differ. */
static int open_backend(struct run *run) {
  char error[ERROR_ROOM];
  if (run->known_file != NULL &&
      !known_differences_read(run->known_file, &run->known, error, sizeof error))
    return complain("run: %s", error);
  if (!backend_option_is_win32(&run->backend))
    return EXIT_AS_EXPECTED;
  run->options.elsewhere = &run->backend.backend;
  return backend_option_open(&run->backend, "run");
}

static int run_all(struct run *run) {
  run->began_ns = uv_hrtime();
  if (run->tap)
    printf("TAP version 14\n1..%zu\n", run->paths.count);
  int end = run_files(run);
  if (run->options.elsewhere != NULL && end != EXIT_STOPPED)
    sum_up_elsewhere(run);
  else if (run->paths.count > 1 && end != EXIT_STOPPED)
    printf("%s%zu scenarios, %zu commands, %zu difference%s%s, %.1f s\n", run->tap ? "# " : "",
           run->files, run->commands, run->differences, run->differences == 1 ? "" : "s",
           run->unusable > 0 ? ", some unusable" : "", seconds_since(run->began_ns));
  if (run->junit != NULL && !report_write_junit(&run->report, run->junit))
    return complain("%s: cannot be written: %s", run->junit, strerror(errno));
  return end;
}

int run_command(int count, char **arguments) {
  struct run run = {0};
  int result = EXIT_AS_EXPECTED;
  for (int i = 0; i < count && result == EXIT_AS_EXPECTED;) {
    int used = 0;
    result = take_option(&run, count - i, arguments + i, &used);
    if (used == 0 && result == EXIT_AS_EXPECTED) {
      result = collect(&run.paths, arguments[i]);
      used = 1;
    }
    i += used;
  }
  if (result == EXIT_AS_EXPECTED)
    result = check_options(&run);
  if (result == EXIT_AS_EXPECTED)
    result = open_backend(&run);
  if (result == EXIT_AS_EXPECTED)
    result = run_all(&run);
  for (size_t i = 0; i < run.paths.count; i++)
    free(run.paths.items[i]);
  free(run.paths.items);
  report_free(&run.report);
  known_differences_free(&run.known);
  return result;
}
