#ifndef SIM_ENGINE_TRANSFER_H
#define SIM_ENGINE_TRANSFER_H
/* The copy of a guest's memory as a schedule: which round starts when, with how many bytes, and
 * when the guest stops.  The schedule is worked out when the transfer starts and again when its
 * rate changes; a round is never an event.  Times in microseconds, rates in bytes a second. */
#include "sim/engine/guest_memory.h"
#include <stddef.h>

enum { TRANSFER_ROUNDS_MAX = 30 };

#define TRANSFER_NEVER UINT64_MAX
/* What would take longer than this many microseconds (36,000 years) never arrives. */
#define TRANSFER_LONGEST (UINT64_C(1) << 60)

enum transfer_stage {
  TRANSFER_IDLE,   /* nothing flows: before the copy, or after it */
  TRANSFER_COPIES, /* rounds, the guest runs */
  TRANSFER_ENDS,   /* the rest, the guest stands still */
};

struct transfer_round {
  uint64_t started_at, ended_at; /* TRANSFER_NEVER while nothing flows */
  uint64_t bytes;
};

struct transfer {
  /* what is being sent */
  enum transfer_stage stage;
  uint32_t source, destination, network;
  uint64_t rate;          /* now */
  uint64_t most;          /* bytes/s the sender allows itself while the guest runs; 0: no limit */
  uint32_t round_cap;     /* rounds before the guest stops whatever is left */
  uint64_t blackout_goal; /* stop when the rest fits into this at the rate of the last round */
  uint64_t noise_key;     /* object of the random stream */
  uint64_t noise_seed;
  /* the schedule; rounds[round_count] is the rest, sent with the guest stopped */
  uint32_t round_count;
  struct transfer_round rounds[TRANSFER_ROUNDS_MAX + 1];
  uint64_t planned; /* bytes of all rounds, by the last plan that came to an end */
  /* the piece that flows at one rate: from segment_at, with segment_done of its round behind it */
  uint32_t segment_round;
  uint64_t segment_at, segment_done;
  /* the attempt's story, for people; times are 0 where it has not come so far */
  uint32_t attempt;
  uint32_t phase, failure_reason; /* of this attempt, also after the machine forgot it */
  bool ended, succeeded;
  uint64_t requested_at, stopped_at, resumed_at, ended_at;
};

/* Begins the copy at `now`; nothing flows until transfer_set_rate(). */
void transfer_begin(struct transfer *transfer, const struct guest_memory *guest, uint64_t now);

/* From `now` on it flows at this rate: plans the rest of the schedule. */
void transfer_set_rate(struct transfer *transfer, const struct guest_memory *guest, uint64_t now,
                       uint64_t rate);

/* The guest stopped: the rest flows from `now` on at the present rate. */
void transfer_send_rest(struct transfer *transfer, uint64_t now);

/* When what flows now has arrived: the last round, or the rest. */
uint64_t transfer_arrives_at(const struct transfer *transfer);

/* The round under way at `now` and how many of its bytes have been sent. */
uint32_t transfer_round_at(const struct transfer *transfer, uint64_t now, uint64_t *done);

/* Bytes sent up to `now`, and percent for MigrationProgress while the guest runs (0 to 95). */
uint64_t transfer_bytes_at(const struct transfer *transfer, uint64_t now);
uint32_t transfer_progress_at(const struct transfer *transfer, uint64_t now);

#endif
