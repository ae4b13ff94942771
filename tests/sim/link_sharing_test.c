/* Max-min shares: no link is over its capacity, and nobody could have more without somebody who has
 * less getting even less. */
#include "sim/engine/link_sharing.h"
#include "sim/engine/random_stream.h"
#include "tests/support/test.h"
#include <stdlib.h>
#include <string.h>

enum { NODES = 6, FLOWS = 12 };

static struct link_sharing make(void) {
  struct link_sharing s = {.nodes = NODES,
                           .networks = 1,
                           .flow_count = FLOWS,
                           .link_count = NODES * 2,
                           .links = calloc(NODES * 2, sizeof(struct link)),
                           .flows = calloc(FLOWS, sizeof(struct flow)),
                           .found_links = calloc(NODES * 2, sizeof(uint32_t)),
                           .found_flows = calloc(FLOWS, sizeof(uint32_t))};
  for (uint32_t i = 0; i < s.link_count; i++) {
    s.links[i].first = CLUSTER_NONE;
    s.links[i].capacity = 1000;
  }
  return s;
}

static void release(struct link_sharing *s) {
  free(s->links);
  free(s->flows);
  free(s->found_links);
  free(s->found_flows);
}

static void start(struct link_sharing *s, uint32_t flow, uint32_t from, uint32_t to,
                  uint64_t most) {
  link_sharing_start(s, flow, 0, from, to, most);
  link_sharing_share(s, s->flows[flow].links[0], s->flows[flow].links[1]);
}

Test(link_sharing, known_shares) {
  struct link_sharing s = make();
  start(&s, 0, 0, 1, 0);
  cr_assert_eq(s.flows[0].rate, 1000);
  start(&s, 1, 0, 2, 0); /* shares the outgoing link of 0 */
  cr_assert(s.flows[0].rate == 500 && s.flows[1].rate == 500);
  start(&s, 2, 3, 2, 0); /* shares the incoming link of 2 */
  cr_assert(s.flows[1].rate == 500 && s.flows[2].rate == 500);
  start(&s, 3, 0, 4, 100); /* takes 100 of 0's link and no more */
  cr_assert(s.flows[0].rate == 450 && s.flows[1].rate == 450 && s.flows[3].rate == 100);
  cr_assert_eq(s.flows[2].rate, 550, "what the others leave");
  uint32_t a = s.flows[1].links[0], b = s.flows[1].links[1];
  link_sharing_stop(&s, 1);
  link_sharing_share(&s, a, b);
  cr_assert(s.flows[0].rate == 900 && s.flows[2].rate == 1000);
  release(&s);
}

/* A flow that shares no link with the change is not looked at. */
Test(link_sharing, only_the_component) {
  struct link_sharing s = make();
  start(&s, 0, 0, 1, 0);
  link_sharing_start(&s, 1, 0, 2, 3, 0);
  cr_assert_eq(link_sharing_share(&s, s.flows[1].links[0], s.flows[1].links[1]), 1);
  cr_assert_eq(s.found_flows[0], 1);
  release(&s);
}

static uint64_t used_of(const struct link_sharing *s, uint32_t link) {
  uint64_t used = 0;
  for (uint32_t f = 0; f < FLOWS; f++)
    if (s->flows[f].running && (s->flows[f].links[0] == link || s->flows[f].links[1] == link))
      used += s->flows[f].rate;
  return used;
}

/* Fair: every flow is at its own limit, or on a full link where nobody has more than it has (but
 * for the remainder of a division). */
static bool fair(const struct link_sharing *s, uint32_t flow) {
  if (s->flows[flow].most != 0 && s->flows[flow].rate == s->flows[flow].most)
    return true;
  for (int side = 0; side < 2; side++) {
    uint32_t link = s->flows[flow].links[side];
    bool full = used_of(s, link) + s->links[link].flows > s->links[link].capacity;
    bool biggest = true;
    for (uint32_t f = 0; f < FLOWS; f++)
      if (s->flows[f].running && s->flows[f].links[side] == link)
        biggest = biggest && s->flows[f].rate <= s->flows[flow].rate + s->links[link].flows;
    if (full && biggest)
      return true;
  }
  return false;
}

Test(link_sharing, fair_in_every_order) {
  struct link_sharing s = make();
  for (uint64_t n = 0; n < 20000; n++) {
    uint64_t r = random_stream_draw(3, RANDOM_DIRTY_MEMORY, 0, n);
    uint32_t flow = (uint32_t)(r % FLOWS), from = (uint32_t)((r >> 8) % NODES),
             to = (uint32_t)((r >> 16) % NODES);
    if (s.flows[flow].running) {
      uint32_t a = s.flows[flow].links[0], b = s.flows[flow].links[1];
      link_sharing_stop(&s, flow);
      link_sharing_share(&s, a, b);
    } else if (from != to) {
      start(&s, flow, from, to, (r >> 24) % 4 == 0 ? 1 + (r >> 32) % 700 : 0);
    }
    for (uint32_t link = 0; link < s.link_count; link++)
      check_row(n, used_of(&s, link) <= s.links[link].capacity);
    for (uint32_t f = 0; f < FLOWS; f++)
      check_row(n, !s.flows[f].running || fair(&s, f));
  }
  release(&s);
}
