#include "sim/engine/transfer.h"
#include "model/fixed_point.h"
#include "model/vm_migration.h"
#include "sim/engine/random_stream.h"
#include <assert.h>
#include <string.h>

enum { SECOND = 1000000 };

static uint64_t time_for(uint64_t bytes, uint64_t rate) {
  if (bytes == 0)
    return 0;
  uint64_t time = rate == 0 ? TRANSFER_NEVER : fixed_point_multiply_divide_up(bytes, SECOND, rate);
  return time < TRANSFER_LONGEST ? time : TRANSFER_NEVER;
}

static uint64_t later(uint64_t at, uint64_t duration) {
  return duration >= TRANSFER_NEVER - at ? TRANSFER_NEVER : at + duration;
}

static uint64_t noise(const struct transfer *transfer, const struct guest_memory *guest,
                      uint32_t round) {
  if (guest->noise == 0)
    return FIXED_ONE;
  return random_stream_lognormal(transfer->noise_seed, RANDOM_DIRTY_MEMORY, transfer->noise_key,
                                 (uint64_t)transfer->attempt * (TRANSFER_ROUNDS_MAX + 1) + round,
                                 guest->noise);
}

void transfer_begin(struct transfer *transfer, const struct guest_memory *guest, uint64_t now) {
  assert(transfer->stage == TRANSFER_IDLE);
  assert(transfer->round_cap >= 1 && transfer->round_cap <= TRANSFER_ROUNDS_MAX);
  transfer->stage = TRANSFER_COPIES;
  transfer->rate = 0;
  transfer->round_count = 1;
  transfer->rounds[0] = (struct transfer_round){
      .started_at = now, .ended_at = TRANSFER_NEVER, .bytes = guest_memory_first_pass(guest)};
  transfer->segment_round = 0;
  transfer->segment_at = now;
  transfer->segment_done = 0;
}

/* Plans from the segment on: when its round ends, what the guest dirtied meanwhile, and so forth
 * until a round leaves little enough or the cap is reached. */
static void plan_rounds(struct transfer *transfer, const struct guest_memory *guest) {
  uint32_t k = transfer->segment_round;
  uint64_t at = transfer->segment_at, left = transfer->rounds[k].bytes - transfer->segment_done;
  for (;; k++) {
    struct transfer_round *round = &transfer->rounds[k], *next = &transfer->rounds[k + 1];
    round->ended_at = later(at, time_for(left, transfer->rate));
    transfer->round_count = k + 1;
    *next = (struct transfer_round){.started_at = TRANSFER_NEVER, .ended_at = TRANSFER_NEVER};
    if (round->ended_at == TRANSFER_NEVER)
      return;
    next->bytes = guest_memory_dirtied(guest, round->ended_at - round->started_at,
                                       noise(transfer, guest, k + 1));
    if (k + 1 >= transfer->round_cap ||
        next->bytes <= fixed_point_multiply_divide(transfer->rate, transfer->blackout_goal, SECOND))
      break;
    next->started_at = round->ended_at;
    at = round->ended_at;
    left = next->bytes;
  }
  transfer->planned = 0;
  for (uint32_t i = 0; i < transfer->round_count; i++)
    transfer->planned += transfer->rounds[i].bytes;
}

static void plan_rest(struct transfer *transfer) {
  struct transfer_round *rest = &transfer->rounds[transfer->round_count];
  assert(transfer->segment_done <= rest->bytes);
  rest->ended_at =
      later(transfer->segment_at, time_for(rest->bytes - transfer->segment_done, transfer->rate));
}

void transfer_set_rate(struct transfer *transfer, const struct guest_memory *guest, uint64_t now,
                       uint64_t rate) {
  assert(transfer->stage != TRANSFER_IDLE);
  uint64_t done = 0;
  uint32_t round = transfer_round_at(transfer, now, &done);
  transfer->segment_round = round;
  transfer->segment_at = now;
  transfer->segment_done = done;
  transfer->rate = rate;
  if (transfer->stage == TRANSFER_COPIES)
    plan_rounds(transfer, guest);
  else
    plan_rest(transfer);
}

void transfer_send_rest(struct transfer *transfer, uint64_t now) {
  assert(transfer->stage == TRANSFER_COPIES);
  transfer->stage = TRANSFER_ENDS;
  transfer->rounds[transfer->round_count].started_at = now;
  transfer->segment_round = transfer->round_count;
  transfer->segment_at = now;
  transfer->segment_done = 0;
  plan_rest(transfer);
}

uint64_t transfer_arrives_at(const struct transfer *transfer) {
  assert(transfer->stage != TRANSFER_IDLE);
  return transfer->stage == TRANSFER_COPIES ? transfer->rounds[transfer->round_count - 1].ended_at
                                            : transfer->rounds[transfer->round_count].ended_at;
}

uint32_t transfer_round_at(const struct transfer *transfer, uint64_t now, uint64_t *done) {
  uint32_t k = transfer->segment_round;
  uint32_t last =
      transfer->stage == TRANSFER_COPIES ? transfer->round_count - 1 : transfer->round_count;
  assert(done != NULL && now >= transfer->segment_at);
  while (k < last && transfer->rounds[k].ended_at <= now)
    k++;
  const struct transfer_round *round = &transfer->rounds[k];
  uint64_t from = k == transfer->segment_round ? transfer->segment_at : round->started_at;
  uint64_t before = k == transfer->segment_round ? transfer->segment_done : 0;
  if (now >= round->ended_at) {
    *done = round->bytes;
  } else {
    *done = before + fixed_point_multiply_divide(now - from, transfer->rate, SECOND);
    if (*done > round->bytes)
      *done = round->bytes;
  }
  return k;
}

uint64_t transfer_bytes_at(const struct transfer *transfer, uint64_t now) {
  uint64_t done = 0;
  uint32_t round = transfer_round_at(transfer, now, &done);
  for (uint32_t i = 0; i < round; i++)
    done += transfer->rounds[i].bytes;
  return done;
}

uint32_t transfer_progress_at(const struct transfer *transfer, uint64_t now) {
  uint64_t sent = transfer_bytes_at(transfer, now);
  assert(transfer->stage == TRANSFER_COPIES);
  if (sent == 0 || transfer->planned == 0) /* no plan has come to an end yet */
    return 0;
  if (sent >= transfer->planned)
    return MIGRATION_PROGRESS_COPIED;
  return (uint32_t)fixed_point_multiply_divide(sent, MIGRATION_PROGRESS_COPIED, transfer->planned);
}
