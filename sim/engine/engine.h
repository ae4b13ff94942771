#ifndef SIM_ENGINE_ENGINE_H
#define SIM_ENGINE_ENGINE_H
/* The simulated world: virtual time, timers, links, transfers, faults, and the one loop that feeds
 * the model.
 *
 * Time is in microseconds from the start of the simulation; nothing here reads a clock.  The order
 * of what happens is (time, sequence).  An instant is one event from outside or from the queue and
 * all its follow-ups; observers see whole instants only. */
#include "model/event_log.h"
#include "model/notification.h"
#include "sim/engine/event_queue.h"
#include "sim/engine/link_sharing.h"
#include "sim/engine/transfer.h"

enum timing {
#define TIMING(id, name, microseconds) TIMING_##id,
#include "sim/engine/timing.def"
#undef TIMING
  TIMING_COUNT
};

enum { FAULTS_MAX = 64, OBSERVERS_MAX = 4, ENGINE_FOLLOW_UPS = 256 };

/* A fault that comes again: after a time that is always the same, from beginning to beginning, or
 * after a random one, from the end of one to the next; and how long it lasts (0: nobody repairs
 * it). */
struct recurrence {
  uint64_t every, mean, lasts; /* microseconds; every and mean 0: it comes once */
};

/* A fault that waits: for a time, or for a machine to enter a phase. */
struct fault {
  bool waiting; /* for a phase; once it has a time it is a timer */
  uint32_t vm;
  enum vm_migration_phase phase;
  uint64_t delay; /* from entering the phase */
  struct event event;
  struct recurrence again;
  uint64_t drawn; /* random times so far */
};

/* How the simulated resource DLL of one resource behaves.  `never`: the call returns, and no word
 * follows, which PendingTimeout ends; `hangs`: it does not return, which DeadlockTimeout ends. */
#define PROVIDER_NEVER (UINT64_C(1) << 60)
#define PROVIDER_HANGS (PROVIDER_NEVER + 1)
struct provider {
  uint64_t online, offline; /* microseconds; 0: what `timing` says */
  uint32_t failures;        /* calls of Online that fail before one succeeds */
  bool event_handle;        /* its Online gave one back (FOV-003) */
  uint64_t changed_at;      /* when the state of the resource was another one last; 0: never */
};

/* One line of the event log; the last ENGINE_LOG_MAX are kept, as a log that overwrites does. */
enum { ENGINE_LOG_MAX = 4096 };
struct log_line {
  uint64_t at, number; /* from 0 */
  struct logged logged;
};

/* One notification; the last ENGINE_NOTIFICATIONS_MAX are kept for clients that have not fetched
 * them. */
enum { ENGINE_NOTIFICATIONS_MAX = 4096 };
struct notice {
  uint64_t at, number; /* from 0 */
  struct notification notification;
};

struct record {
  uint64_t number, at;
  bool legal; /* false: refused, effects.status says why */
  bool follow_up;
  const struct event *event;
  const struct effects *effects;
};

struct observer {
  void *context;
  void (*on_record)(void *context, const struct record *record);
  void (*on_instant)(void *context); /* may be NULL */
};

struct engine {
  struct cluster *cluster;
  struct cluster *scratch; /* for checks of the whole state */
  uint64_t now, sequence, records, instants;
  uint64_t digest; /* of every record so far */
  struct event_queue queue;
  struct link_sharing sharing;
  struct transfer *transfers; /* one a virtual machine */
  struct touch_list touched_transfers, touched_timers;
  struct touch_list touched_objects[OBJECT_KIND_COUNT]; /* within this instant */
  struct guest_memory *guests;                          /* one a virtual machine */
  struct log_line *log;                                 /* ring of ENGINE_LOG_MAX */
  struct notice *notices;                               /* ring of ENGINE_NOTIFICATIONS_MAX */
  uint64_t notified;                                    /* notifications so far */
  struct touch_list touched_notices;
  uint64_t logged; /* lines so far */
  struct touch_list touched_log;
  struct provider *providers; /* one a resource */
  uint64_t *moved_at;         /* when each group had another owner last; 0: never */
  uint64_t *bandwidth;        /* bytes/s of each network */
  uint64_t timings[TIMING_COUNT];
  uint64_t sender_limit; /* bytes/s one live migration takes at the most; 0: no limit */
  uint32_t round_cap;    /* 0: the functional level's */
  bool over_smb;         /* VirtualMachineMigrationPerformanceOption SMB, of every host */
  struct fault faults[FAULTS_MAX];
  uint32_t fault_count;
  struct observer observers[OBSERVERS_MAX];
  uint32_t observer_count;
  struct event *follow_ups; /* ring of ENGINE_FOLLOW_UPS */
  uint32_t follow_up_head, follow_up_tail;
};

/* Everything the simulation needs, in one go; NULL when memory is short. */
struct engine *engine_create(const struct cluster_settings *settings);
void engine_destroy(struct engine *engine);

/* Makes `to` what `from` is, clock and timers included; both were made with the same limits.
 * Observers stay those of `to`, and hear nothing of it. */
void engine_copy(struct engine *to, const struct engine *from);

void engine_observe(struct engine *engine, const struct observer *observer);

/* An event from outside, now, with all its follow-ups.  False where the model refused it; effects
 * are those of the event itself. */
bool engine_apply(struct engine *engine, const struct event *event, struct effects *effects);

/* The time of the next timer; false when nothing is queued. */
bool engine_next_time(const struct engine *engine, uint64_t *at);

/* Runs the next timer; there must be one.  Moves the clock to it. */
void engine_run_next(struct engine *engine);

/* Moves the clock forward to a time before which nothing is queued. */
void engine_advance_clock(struct engine *engine, uint64_t to);

/* Percent for MigrationProgress at this moment. */
/* Microseconds of the restart or failover period that are left; of one that does not run, all. */
uint64_t engine_restart_period_left(const struct engine *engine, uint32_t resource);
uint64_t engine_failover_period_left(const struct engine *engine, uint32_t group);

uint32_t engine_migration_progress(const struct engine *engine, uint32_t vm);

/* The speed of a network's links in bits a second, as people name it; 94 % of it carries memory
 * (937-973 Mbit/s seen on 1 GbE). */
void engine_set_bandwidth(struct engine *engine, uint32_t network, uint64_t bits_per_second);

/* Whether migrations go over SMB; those under way go on like that. */
void engine_migrate_over_smb(struct engine *engine, bool over_smb);

/* Queues an event for a time, or for when a machine enters a phase.  False when FAULTS_MAX are
 * queued already. */
bool engine_queue_fault_at(struct engine *engine, uint64_t at, const struct event *event);
bool engine_room_for_fault(const struct engine *engine);

/* The first one comes after `delay`.  Without one: after a random time where `again` has a mean,
 * else at once, which is the caller's to bring about. */
bool engine_queue_fault_again(struct engine *engine, uint64_t delay, const struct event *event,
                              const struct recurrence *again);

/* What ends a fault: the host returns, the interface is up.  False where nothing does. */
bool engine_repair_of(const struct event *fault, struct event *repair);

/* For the loop: a machine has entered a phase. */
void engine_wake_faults(struct engine *engine, const struct change *change);

/* For the loop: a fault, or its repair, has just come. */
void engine_fault_again(struct engine *engine, uint32_t fault, const struct event *event);

/* No fault that recurs comes again; what is broken is still repaired when its time comes. */
void engine_end_recurrence(struct engine *engine);

bool engine_queue_fault_in_phase(struct engine *engine, uint32_t vm, enum vm_migration_phase phase,
                                 uint64_t delay, const struct event *event);

/* Times that properties of the cluster or of a resource set, in microseconds. */
#define TIME_NEVER UINT64_MAX
uint64_t engine_resiliency_period(const struct engine *engine);
uint64_t engine_quarantine_duration(const struct engine *engine); /* or TIME_NEVER */
uint64_t engine_heartbeat_interval(const struct engine *engine);
uint64_t engine_shutdown_timeout(const struct engine *engine, uint32_t node);
uint64_t engine_is_alive_interval(const struct engine *engine, uint32_t resource);
uint64_t engine_looks_alive_interval(const struct engine *engine, uint32_t resource);

/* The line with this number; it must be one of the last ENGINE_LOG_MAX. */
const struct log_line *engine_log_line(const struct engine *engine, uint64_t number);

/* The notification with this number; it must be one of the last ENGINE_NOTIFICATIONS_MAX. */
const struct notice *engine_notice(const struct engine *engine, uint64_t number);

const char *timing_name(enum timing timing);

/* Checks every invariant of the whole state and of the engine; a violation is a bug. */
void engine_check(struct engine *engine);

/* --- for the engine's own files and the store --- */

/* Numbers of the timers: one per machine and family, two per node, one per fault, two per resource,
 * three per group, one per group set. */
uint32_t engine_migration_timer(uint32_t vm);
uint32_t engine_guest_timer(const struct engine *engine, uint32_t vm);
uint32_t engine_watch_timer(const struct engine *engine, uint32_t node);
uint32_t engine_fault_timer(const struct engine *engine, uint32_t fault);
uint32_t engine_resource_timer(const struct engine *engine, uint32_t resource);
uint32_t engine_restart_period_timer(const struct engine *engine, uint32_t resource);
uint32_t engine_failover_period_timer(const struct engine *engine, uint32_t group);
uint32_t engine_failback_timer(const struct engine *engine, uint32_t group);
uint32_t engine_providers_timer(const struct engine *engine, uint32_t group);
uint32_t engine_group_set_timer(const struct engine *engine, uint32_t set);
uint32_t engine_preferred_timer(const struct engine *engine);
uint32_t engine_balance_timer(const struct engine *engine);
uint32_t engine_shutdown_timer(const struct engine *engine, uint32_t node);
uint32_t engine_exits_timer(const struct engine *engine, uint32_t node);
uint32_t engine_timer_count(const struct cluster_limits *limits);
void engine_arm(struct engine *engine, uint32_t timer, uint64_t at, enum event_kind kind,
                uint32_t subject);

#endif
