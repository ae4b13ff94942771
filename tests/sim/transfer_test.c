/* Pre-copy: the schedule against a round-by-round twin, the published prediction table, and the
 * bounds every run must keep. */
#include "model/fixed_point.h"
#include "sim/engine/random_stream.h"
#include "tests/support/test.h"
#include "tests/support/transfer_twin.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECOND = 1000000 };

static uint64_t draw(uint64_t object, uint64_t n) {
  return random_stream_draw(5, RANDOM_DIRTY_MEMORY, object, n);
}

static struct guest_memory random_guest(uint64_t n) {
  struct guest_memory guest = {.used = 1 + draw(1, n) % (UINT64_C(16) << 30),
                               .zero = draw(2, n) % (UINT64_C(4) << 30),
                               .page_header = (uint32_t)(draw(3, n) % 2 * 8)};
  guest.point_count = (uint32_t)(draw(4, n) % 4);
  for (uint32_t i = 0; i < guest.point_count; i++) {
    guest.points[i].window =
        (i > 0 ? guest.points[i - 1].window : 0) + 1 + draw(10 + i, n) % SECOND;
    guest.points[i].bytes = (i > 0 ? guest.points[i - 1].bytes : 0) + draw(20 + i, n) % (300 << 20);
  }
  guest.working_set = draw(5, n) % 2 == 0 ? 0 : 1 + guest.used / 2;
  return guest;
}

static struct transfer random_transfer(uint64_t n) {
  return (struct transfer){.round_cap = 1 + (uint32_t)(draw(6, n) % 10),
                           .blackout_goal = draw(7, n) % SECOND,
                           .attempt = 1};
}

Test(transfer, agrees_with_its_round_by_round_twin) {
  for (uint64_t n = 0; n < 20000; n++) {
    struct guest_memory guest = random_guest(n);
    struct transfer t = random_transfer(n);
    struct rate_change changes[6];
    uint32_t count = 1 + (uint32_t)(draw(8, n) % 6);
    uint64_t now = draw(9, n) % SECOND;
    for (uint32_t i = 0; i < count; i++) {
      changes[i] = (struct rate_change){now, 1 + draw(30 + i, n) % (UINT64_C(1250) << 20)};
      now += 1 + draw(40 + i, n) % (5 * SECOND);
    }
    transfer_begin(&t, &guest, changes[0].at);
    uint32_t used = 0;
    for (; used < count; used++) {
      if (used > 0 && changes[used].at >= transfer_arrives_at(&t))
        break;
      transfer_set_rate(&t, &guest, changes[used].at, changes[used].rate);
    }
    struct transfer_twin twin = transfer_twin_play(&guest, &t, changes, used);
    check_row(n, t.round_count == twin.rounds);
    for (uint32_t i = 0; i <= twin.rounds; i++)
      check_row(n, t.rounds[i].bytes == twin.bytes[i]);
    for (uint32_t i = 0; i < twin.rounds; i++)
      check_row(n, t.rounds[i].ended_at == twin.ended_at[i]);
  }
}

/* Conservation, bounds, the stop rule. */
Test(transfer, bounds) {
  for (uint64_t n = 0; n < 5000; n++) {
    struct guest_memory guest = random_guest(n);
    struct transfer t = random_transfer(n);
    uint64_t rate = 1 + draw(50, n) % (UINT64_C(1250) << 20), sent = 0;
    transfer_begin(&t, &guest, 0);
    transfer_set_rate(&t, &guest, 0, rate);
    for (uint32_t i = 0; i < t.round_count; i++)
      sent += t.rounds[i].bytes;
    uint64_t end = transfer_arrives_at(&t), rest = t.rounds[t.round_count].bytes;
    check_row(n, sent >= guest.used);
    check_row(n, t.round_count <= t.round_cap);
    check_row(n, transfer_bytes_at(&t, end) == sent);
    /* time times rate is what was sent, but for a microsecond a round */
    check_row(n, fixed_point_multiply_divide(end, rate, SECOND) >= sent);
    check_row(n, fixed_point_multiply_divide(end, rate, SECOND) <=
                     sent + t.round_count * (rate / SECOND + 1));
    check_row(n, t.round_count == t.round_cap ||
                     rest <= fixed_point_multiply_divide(rate, t.blackout_goal, SECOND));
    uint64_t most = guest_memory_dirtied(&guest, UINT64_MAX >> 20, FIXED_ONE);
    check_row(n, rest <= (guest.point_count > 0 ? most : 0) + guest.used);
    uint32_t progress = 0;
    for (uint64_t at = 0; at <= 20; at++) {
      uint32_t now = transfer_progress_at(&t, end / 20 * at);
      check_row(n, now >= progress && now <= 95);
      progress = now;
    }
  }
}

Test(transfer, a_stalled_copy_waits) {
  struct guest_memory guest = {.used = 1000};
  struct transfer t = {.round_cap = 5, .blackout_goal = 0, .attempt = 1};
  transfer_begin(&t, &guest, 10);
  cr_assert_eq(transfer_arrives_at(&t), TRANSFER_NEVER);
  transfer_set_rate(&t, &guest, 10, 100);
  transfer_set_rate(&t, &guest, 10 + 5 * SECOND, 0);
  cr_assert_eq(transfer_arrives_at(&t), TRANSFER_NEVER);
  cr_assert_eq(transfer_bytes_at(&t, 10 + 100 * UINT64_C(1000000)), 500, "nothing is lost");
  cr_assert_eq(transfer_progress_at(&t, 10 + 100 * UINT64_C(1000000)), 47);
  transfer_set_rate(&t, &guest, 10 + 100 * UINT64_C(1000000), 100);
  cr_assert_eq(transfer_arrives_at(&t), 10 + 105 * UINT64_C(1000000));
}

Test(transfer, the_rest_flows_at_its_own_rate) {
  struct guest_memory guest = {.used = 1000};
  struct transfer t = {.round_cap = 1, .blackout_goal = 0, .attempt = 1};
  guest_memory_constant_rate(&guest, 50);
  transfer_begin(&t, &guest, 0);
  transfer_set_rate(&t, &guest, 0, 100);
  cr_assert_eq(transfer_arrives_at(&t), 10 * SECOND);
  cr_assert_eq(t.rounds[1].bytes, 500);
  transfer_send_rest(&t, 10 * SECOND);
  transfer_set_rate(&t, &guest, 10 * SECOND, 1000);
  cr_assert_eq(transfer_arrives_at(&t), 10 * SECOND + SECOND / 2);
}

/* --- the 48 published predictions (Gudkov, qemu-devel 2023): whole seconds, all equal --- */

enum { SAMPLED = 16392, ZERO = 10060, TOTAL = 8392704, PAGE = 4096, HEADER = 8, ROUNDS = 200 };

static struct guest_memory golden_guest(void) {
  struct guest_memory guest = {.used = (uint64_t)(SAMPLED - ZERO) * TOTAL / SAMPLED * PAGE,
                               .zero = (uint64_t)ZERO * TOTAL / SAMPLED * PAGE,
                               .page_header = HEADER};
  FILE *file = fopen(WSFCSIM_SOURCE "/tests/vectors/precopy-golden-curve.csv", "r");
  char line[128];
  unsigned long period = 0, pages = 0;
  cr_assert_not_null(file);
  cr_assert_not_null(fgets(line, sizeof line, file));
  while (fgets(line, sizeof line, file)) {
    cr_assert_eq(sscanf(line, "%lu,%lu", &period, &pages), 2);
    if (period == 0)
      continue;
    cr_assert(guest.point_count < DIRTY_CURVE_POINTS_MAX);
    guest.points[guest.point_count].window = period * 1000;
    guest.points[guest.point_count++].bytes = (uint64_t)pages * TOTAL / SAMPLED * PAGE;
  }
  fclose(file);
  return guest;
}

/* Rounds without a cap, by the same two functions the schedule uses; UINT64_MAX: they stop
 * shrinking. */
static uint64_t predict(const struct guest_memory *guest, uint64_t rate, uint64_t limit,
                        bool limited) {
  uint64_t left = guest_memory_first_pass(guest), total = 0;
  for (uint32_t round = 0; round < ROUNDS; round++) {
    uint64_t took = fixed_point_multiply_divide_up(left, SECOND, rate);
    total += took;
    if (!limited || took <= limit)
      return total;
    uint64_t next = guest_memory_dirtied(guest, took, FIXED_ONE);
    if (round > 2 && next >= left - left / 1000000000 && next <= left + left / 1000000000)
      return UINT64_MAX;
    left = next;
  }
  return UINT64_MAX;
}

Test(transfer, published_predictions) {
  struct guest_memory guest = golden_guest();
  FILE *file = fopen(WSFCSIM_SOURCE "/tests/vectors/precopy-golden-table.csv", "r");
  char line[128], limit[32], want[32], got[32];
  unsigned long rate = 0;
  size_t cells = 0;
  cr_assert_not_null(file);
  cr_assert_not_null(fgets(line, sizeof line, file));
  while (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\r\n")] = '\0';
    cr_assert_eq(sscanf(line, "%*[^,],%lu,%31[^,],%31s", &rate, limit, want), 3, "%s", line);
    bool limited = strcmp(limit, "unlimited") != 0;
    uint64_t total = predict(&guest, rate, limited ? strtoul(limit, NULL, 10) * 1000 : 0, limited);
    if (total == UINT64_MAX)
      snprintf(got, sizeof got, "-");
    else
      snprintf(got, sizeof got, "%lu", (unsigned long)((total + SECOND - 1) / SECOND));
    cr_expect_str_eq(got, want, "%s: got %s", line, got);
    cells++;
  }
  fclose(file);
  cr_assert_eq(cells, 48);
}
