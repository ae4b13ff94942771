#include "sim/library/library_cluster.h"
#include "model/status.h"
#include "sim/clusapi/simulated_clusapi.h"
#include "sim/library/notify_events.h"
#include "sim/requests/world.h"
#include "sim/scenario/scenario_file.h"
#include "sim/scenario/session.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { WAIT_SLICE_NS = 5000000, QUIET_NS = 5000000, IDLE_STEP = 1000000 /* microseconds */ };

/* What a program finds that says nothing of its own. */
static const char built_in_lab[] = "host NODE1 memory=64GiB\n"
                                   "host NODE2 memory=64GiB\n"
                                   "network LAN bandwidth=10Gbit\n"
                                   "vm SQL01 on NODE1 memory=4GiB dirty-rate=40MiB/s\n"
                                   "New-Cluster -Name LAB -Node NODE1,NODE2\n"
                                   "Add-ClusterVirtualMachineRole -VMName SQL01\n";

static struct {
  uv_once_t once;
  uv_mutex_t lock;
  uv_cond_t changed;
  struct session *session;
  struct world *world;
  uint32_t status;       /* why there is no cluster */
  uint64_t speed;        /* percent of the wall clock; 0: virtual */
  uint64_t call_cost;    /* microseconds of virtual time */
  uint64_t last_call;    /* when one ended, on the wall clock, nanoseconds */
  bool ended;            /* the process ends */
  uint64_t started;      /* on the wall clock, nanoseconds */
  uint64_t started_here; /* the cluster's time then, microseconds */
} library = {.once = UV_ONCE_INIT};

/* --- the beginning --- */

static bool fail(uint32_t status, const char *sentence) {
  fprintf(stderr, "wsfcsim: %s\n", sentence);
  library.status = status;
  return false;
}

/* virtual, real, 10x. */
static bool read_clock(void) {
  const char *clock = getenv("WSFCSIM_CLOCK"), *cost = getenv("WSFCSIM_CALL");
  char *end = NULL;
  library.call_cost = 1000;
  if (cost != NULL) {
    unsigned long milliseconds = strtoul(cost, &end, 10);
    if (end == cost || *end != '\0' || milliseconds > 60000)
      return fail(WIN32_INVALID_PARAMETER, "WSFCSIM_CALL: expected milliseconds, 0 to 60000");
    library.call_cost = 1000 * (uint64_t)milliseconds;
  }
  if (clock == NULL || strcmp(clock, "virtual") == 0)
    return true;
  if (strcmp(clock, "real") == 0) {
    library.speed = 100;
    return true;
  }
  unsigned long times = strtoul(clock, &end, 10);
  if (end == clock || strcmp(end, "x") != 0 || times == 0 || times > 100000)
    return fail(WIN32_INVALID_PARAMETER, "WSFCSIM_CLOCK: expected virtual, real or 2x to 100000x");
  library.speed = 100 * (uint64_t)times;
  return true;
}

static void take_world(void *context, struct world *world) {
  (void)context;
  library.world = world;
}

static bool run_file(const char *name, const struct scenario_file *file) {
  char sentence[700];
  for (size_t i = 0; i < file->count; i++) {
    struct session_answer answer = session_run(library.session, file->commands[i].text, false);
    if (!answer.ok) {
      snprintf(sentence, sizeof sentence, "%s:%zu: %s", name, file->commands[i].line, answer.error);
      return fail(WIN32_INVALID_DATA, sentence);
    }
  }
  return true;
}

/* The file, or where there is none the text, which is called `name`. */
static bool run_scenario(const char *path, const char *name, const char *text) {
  struct scenario_file file;
  char error[512] = "";
  bool parsed = path != NULL
                    ? scenario_file_read(path, &file, error, sizeof error)
                    : scenario_file_parse(name, text, strlen(text), &file, error, sizeof error);
  bool ran = parsed ? run_file(path != NULL ? path : name, &file) : fail(WIN32_INVALID_DATA, error);
  scenario_file_free(&file);
  return ran;
}

static bool exists(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file != NULL)
    (void)fclose(file);
  return file != NULL;
}

static void close_at_exit(void) {
  if (library.session != NULL)
    session_close(library.session);
  library.session = NULL;
}

static void start(void);

/* A database that exists goes on where it stopped; a new one gets what the scenario makes. */
static bool open_cluster(void) {
  const char *scenario = getenv("WSFCSIM_SCENARIO"), *database = getenv("WSFCSIM_DB");
  char error[512] = "";
  struct scenario_options options = {
      .database = database, .resume = database != NULL && exists(database), .on_world = take_world};
  if (!read_clock())
    return false;
  library.session = session_open(&options, error, sizeof error);
  if (library.session == NULL) /* another process has it, or it is damaged */
    return fail(database != NULL ? WIN32_SHARING_VIOLATION : WIN32_NOT_ENOUGH_MEMORY, error);
  if (!options.resume && !run_scenario(scenario, "built-in", built_in_lab))
    return false;
  return library.world != NULL || fail(WIN32_INVALID_DATA, "the scenario makes no world");
}

static void start_clock(void) {
  library.started = uv_hrtime();
  library.started_here = world_now(library.world);
}

/* The cluster so far is over, with every handle to it. */
uint32_t library_start(const char *scenario) {
  char error[512] = "";
  struct scenario_options options = {.on_world = take_world};
  uv_once(&library.once, start);
  uv_mutex_lock(&library.lock);
  close_at_exit();
  library.world = NULL;
  library.status = WIN32_SUCCESS;
  library.session = session_open(&options, error, sizeof error);
  if (library.session == NULL)
    (void)fail(WIN32_NOT_ENOUGH_MEMORY, error);
  else if (run_scenario(NULL, "opening", scenario) && library.world == NULL)
    (void)fail(WIN32_INVALID_DATA, "the scenario makes no world");
  if (library.status == WIN32_SUCCESS)
    start_clock();
  uv_mutex_unlock(&library.lock);
  return library.status;
}

static void start(void) {
  if (uv_mutex_init(&library.lock) != 0 || uv_cond_init(&library.changed) != 0) {
    (void)fail(WIN32_NOT_ENOUGH_MEMORY, "no memory is left for a lock");
    return;
  }
  notify_events_offer();
  if (open_cluster())
    start_clock();
  (void)atexit(close_at_exit);
}

/* --- time --- */

/* A clock that is real, or a multiple of it, has gone on since the last call. */
static void keep_up(void) {
  uint64_t passed = (uv_hrtime() - library.started) / 1000 * library.speed / 100;
  (void)world_run(library.world, library.started_here + passed, NULL, NULL);
}

uint32_t library_enter(void) {
  uv_once(&library.once, start);
  if (library.status != WIN32_SUCCESS)
    return library.status;
  uv_mutex_lock(&library.lock);
  if (library.speed > 0)
    keep_up();
  return WIN32_SUCCESS;
}

void library_leave(void) {
  char error[512] = "";
  if (library.speed == 0)
    (void)world_run(library.world, world_now(library.world) + library.call_cost, NULL, NULL);
  if (!world_commit(library.world, error, sizeof error))
    fprintf(stderr, "wsfcsim: %s\n", error);
  library.last_call = uv_hrtime();
  (void)simulated_clusapi_tell_events();
  uv_cond_broadcast(&library.changed);
  uv_mutex_unlock(&library.lock);
}

/* --- time while nobody calls --- */

static bool something_waits(const struct world *world, void *context) {
  (void)world;
  (void)context;
  return simulated_clusapi_tell_events();
}

/* A virtual clock stands still while the program is at work, and goes on to the next notification
 * when it has been quiet for a while: it waits. */
static void pass_time(void) {
  bool quiet = uv_hrtime() - library.last_call >= QUIET_NS;
  if (library.speed > 0)
    keep_up();
  else if (quiet && !simulated_clusapi_tell_events())
    (void)world_run(library.world, world_now(library.world) + IDLE_STEP, something_waits, NULL);
  (void)simulated_clusapi_tell_events();
  uv_cond_broadcast(&library.changed);
}

bool library_idle(void) {
  uv_mutex_lock(&library.lock);
  bool goes_on = !library.ended;
  if (goes_on && library.status == WIN32_SUCCESS && library.world != NULL)
    pass_time();
  uv_mutex_unlock(&library.lock);
  return goes_on;
}

void library_end_idling(void) {
  uv_mutex_lock(&library.lock);
  library.ended = true;
  uv_mutex_unlock(&library.lock);
}

const struct clusapi_table *library_table(void) {
  return simulated_clusapi_table();
}

/* --- waiting --- */

struct library_wait library_wait_begin(uint32_t milliseconds) {
  return (struct library_wait){.milliseconds = milliseconds, .began = uv_hrtime()};
}

uint32_t library_wait_slice(const struct library_wait *wait) {
  return library.speed == 0 ? wait->milliseconds : 0;
}

/* Virtual: time went on as far as anything was to happen; only another thread can bring more. Real:
 * a little later, as long as the time-out allows. */
bool library_wait_again(const struct library_wait *wait, uint32_t status) {
  bool for_ever = wait->milliseconds == INFINITE;
  bool again = status == WAIT_TIMEOUT && for_ever;
  if (library.speed > 0 && status == WAIT_TIMEOUT && !for_ever) {
    uint64_t waited = (uv_hrtime() - wait->began) / 1000000 * library.speed / 100;
    again = waited < wait->milliseconds;
  }
  if (again && library.speed == 0)
    uv_cond_wait(&library.changed, &library.lock);
  else if (again)
    (void)uv_cond_timedwait(&library.changed, &library.lock, WAIT_SLICE_NS);
  if (again)
    uv_mutex_unlock(&library.lock);
  else
    library_leave();
  return again;
}
