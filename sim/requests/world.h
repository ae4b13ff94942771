#ifndef SIM_REQUESTS_WORLD_H
#define SIM_REQUESTS_WORLD_H
/* A simulated world as its owner sees it: hosts, networks and virtual machines are laid out here,
 * time is moved here, faults come from here.  What an administrator asks of the cluster goes
 * through sim/requests/requests.h.
 *
 * Functions that can refuse return a Win32 status, 0 for success.  Times are microseconds of
 * virtual time, sizes are bytes. */
#include "model/notification.h"

struct world;

/* Ten thousand years in microseconds: nobody may let time pass beyond it. */
#define WORLD_TIME_MAX (UINT64_C(10000) * 366 * 24 * 3600 * 1000000)

enum { WORLD_CURVE_POINTS_MAX = 32, WORLD_ROUNDS_MAX = 32 };

struct world_settings {
  enum functional_level level;
  uint64_t seed;
  struct cluster_limits limits;
};

/* NULL when memory is short. */
struct world *world_create(const struct world_settings *settings);
void world_destroy(struct world *world);

/* The state, for reading; valid until the world is destroyed, changed by whatever changes it. */
const struct cluster *world_cluster(const struct world *world);
uint64_t world_now(const struct world *world);

/* Digest of everything that has happened and of the state it led to. */
uint64_t world_digest(const struct world *world);

/* Every invariant of the whole state; a violation stops the program. */
void world_check(struct world *world);

/* --- layout --- */

struct world_host {
  const char *name;
  uint64_t memory;
  uint32_t migration_slots; /* 0: the functional level's default */
};

struct world_network {
  const char *name;
  uint64_t bandwidth; /* bits a second, one host's link, each direction */
  uint32_t metric;
  bool excluded; /* MigrationExcludeNetworks */
};

struct world_vm {
  const char *name;
  uint32_t node;
  uint64_t memory;
  bool running;
  uint64_t used;        /* bytes that are not zero; 0: all */
  uint64_t working_set; /* 0: no limit below `used` */
  int64_t noise;        /* deviation of the lognormal factor, Q32.32 */
  uint32_t point_count; /* dirty curve: bytes dirtied in a window, ascending */
  struct {
    uint64_t window, bytes;
  } points[WORLD_CURVE_POINTS_MAX];
};

uint32_t world_define_host(struct world *world, const struct world_host *host);
uint32_t world_define_network(struct world *world, const struct world_network *network);
uint32_t world_define_vm(struct world *world, const struct world_vm *vm);
/* type: enum fault_domain_type, no node. */
uint32_t world_define_fault_domain(struct world *world, const char *name, uint32_t type);
uint32_t world_set_switch(struct world *world, enum model_switch which, unsigned value);

/* A duration by name ("setup"); 87 where there is none of this name. */
uint32_t world_set_timing(struct world *world, const char *name, uint64_t microseconds);

/* Bytes a second one migration sends at the most while the guest runs; 0: no limit. */
void world_set_sender_limit(struct world *world, uint64_t bytes_per_second);

/* Memory passes before the guest is stopped; 0: the functional level's number.  87 above 30. */
uint32_t world_set_round_cap(struct world *world, uint32_t rounds);

/* Whether live migrations go over SMB (Set-VMHost -VirtualMachineMigrationPerformanceOption). */
void world_migrate_over_smb(struct world *world, bool over_smb);

uint32_t world_set_bandwidth(struct world *world, uint32_t network, uint64_t bits_per_second);

/* --- what happens --- */

/* Something a host, a guest or a fault does, now. */
uint32_t world_happens(struct world *world, const struct event *event);

/* The same later: at a time from now, or when a machine enters a phase (and `delay` has passed). */
uint32_t world_happens_after(struct world *world, uint64_t delay, const struct event *event);

uint32_t world_happens_in_phase(struct world *world, uint32_t vm, enum vm_migration_phase phase,
                                uint64_t delay, const struct event *event);

/* The same again and again, or once and repaired. */
struct world_recurrence {
  uint64_t delay; /* to the first; 0: it comes at once, with a mean after a random time */
  uint64_t every; /* from beginning to beginning, */
  uint64_t mean;  /* or random, as likely at any moment, from the end of one to the next */
  uint64_t lasts; /* then it is repaired; less than `every`.  0: it is not repaired */
};
uint32_t world_happens_again(struct world *world, const struct event *event,
                             const struct world_recurrence *again);

/* What ends a fault: the host returns, the interface is up.  False where nothing does. */
bool world_repair_of(const struct event *fault, struct event *repair);

/* No fault comes again; what is broken is still repaired when its time comes. */
void world_end_recurrence(struct world *world);

/* How long the simulated DLL of a resource takes for Online and Offline (0: what `timing` says),
 * and how often Online fails before it succeeds.  87 for a resource of a virtual machine, which has
 * none. */
#define WORLD_NEVER (UINT64_C(1) << 60) /* it returns and never reports: PendingTimeout */
#define WORLD_HANGS (WORLD_NEVER + 1)   /* it does not return: DeadlockTimeout */
struct world_provider {
  uint64_t online, offline;
  uint32_t failures;
  bool event_handle; /* it says itself when its resource dies, and LooksAlive is not called */
};
uint32_t world_set_provider(struct world *world, uint32_t resource,
                            const struct world_provider *provider);

/* --- time --- */

enum world_run {
  WORLD_MET,     /* the condition holds */
  WORLD_TIME_UP, /* the deadline was reached first */
  WORLD_STOPPED, /* somebody asked a paced world to stop */
};

typedef bool world_condition(const struct world *world, void *context);

/* Lets time pass until the condition holds (it may hold at once; NULL never does), at the latest
 * until `deadline`.  A paced world takes its time. */
enum world_run world_run(struct world *world, uint64_t deadline, world_condition *condition,
                         void *context);

/* Plays time at `speed_percent` of the wall clock from now on (100: real time, 1000: ten times as
 * fast).  Ctrl-C stops world_run(); with `hurry` it ends the waiting instead, so that the rest of
 * that run takes no time.  8 when memory is short. */
uint32_t world_pace(struct world *world, uint64_t speed_percent, bool hurry);

/* Whether an interruption ended the waiting of the last world_run(). */
bool world_hurried(const struct world *world);

/* Lets the time pass that has passed on the wall clock; false where that is none, as in a world
 * without a pace. */
bool world_keep_up(struct world *world);

/* Whether the process was asked to end (SIGTERM, SIGHUP); only a paced world notices. */
bool world_terminated(const struct world *world);

/* Time passes at once from now on, whatever the pace; or at the pace again, from this moment. */
void world_at_once(struct world *world, bool at_once);

/* Makes this world what `from` is, clock and timers included; both have the same limits.  The
 * database follows with the next commit, in one piece.  Watchers hear nothing of it. */
void world_restore(struct world *world, const struct world *from);

/* --- watching --- */

struct record; /* sim/engine/engine.h */

struct world_watcher {
  void *context;
  void (*on_record)(void *context, const struct record *record); /* every step */
  void (*on_time)(void *context); /* now and then while a paced world waits; may be NULL */
};

/* Calls back from now on; at most two watchers. */
void world_watch(struct world *world, const struct world_watcher *watcher);

/* A migration attempt as far as it has come. */
struct migration_report {
  uint32_t attempt; /* 0: there was none */
  uint32_t source, destination, network;
  enum vm_migration_phase phase;
  uint32_t progress, failure_reason;
  uint64_t requested_at, stopped_at, resumed_at, ended_at; /* 0: not so far */
  uint64_t rate;                                           /* bytes/s now */
  uint64_t bytes;                                          /* sent so far */
  uint32_t round_count; /* rounds begun; the last may be the one with the guest stopped */
  struct {
    uint64_t started_at, ended_at; /* ended_at 0: not yet */
    uint64_t bytes;
    bool guest_stopped;
  } rounds[WORLD_ROUNDS_MAX];
};

void world_report_migration(const struct world *world, uint32_t vm,
                            struct migration_report *report);

/* The event log of the cluster's nodes: lines `begin` to `end` - 1 are there, the oldest first. */
struct world_log_line {
  uint64_t at; /* virtual time */
  struct logged logged;
};
void world_log_range(const struct world *world, uint64_t *begin, uint64_t *end);
struct world_log_line world_log_line(const struct world *world, uint64_t number);

/* Notifications: those from `begin` to `end` - 1 are there, the oldest first. */
struct world_notice {
  uint64_t at; /* virtual time */
  struct notification notification;
};
void world_notice_range(const struct world *world, uint64_t *begin, uint64_t *end);
struct world_notice world_notice(const struct world *world, uint64_t number);

/* Nothing is queued: nothing will happen until somebody does something. */
bool world_is_idle(const struct world *world);

/* --- the database --- */

/* Keeps the world in a database from now on; see sim/store/store.h for what is refused.  `error`
 * receives a sentence.  A world that was loaded keeps its database. */
bool world_save_in(struct world *world, const char *path, bool replace, bool durable, char *error,
                   size_t room);

/* Opens a database and goes on where it stopped; NULL with a sentence where that cannot be. */
struct world *world_open(const char *path, bool durable, char *error, size_t room);

/* Makes everything so far permanent; false with a sentence when the database refuses. */
bool world_commit(struct world *world, char *error, size_t room);

/* Small numbers a client keeps with the world, by name; they are part of the same commits. */
void world_set_bookmark(struct world *world, const char *name, int64_t value);
int64_t world_bookmark(const struct world *world, const char *name);

#endif
