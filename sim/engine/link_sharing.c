#include "sim/engine/link_sharing.h"

uint32_t link_sharing_outgoing(const struct link_sharing *sharing, uint32_t network,
                               uint32_t node) {
  assert(network < sharing->networks && node < sharing->nodes);
  return (network * sharing->nodes + node) * 2;
}

uint32_t link_sharing_incoming(const struct link_sharing *sharing, uint32_t network,
                               uint32_t node) {
  return link_sharing_outgoing(sharing, network, node) + 1;
}

void link_sharing_start(struct link_sharing *sharing, uint32_t index, uint32_t network,
                        uint32_t source, uint32_t destination, uint64_t most) {
  struct flow *flow = &sharing->flows[index];
  assert(!flow->running && source != destination);
  *flow = (struct flow){.running = true,
                        .links = {link_sharing_outgoing(sharing, network, source),
                                  link_sharing_incoming(sharing, network, destination)},
                        .most = most};
  for (int side = 0; side < 2; side++) {
    struct link *link = &sharing->links[flow->links[side]];
    flow->previous[side] = CLUSTER_NONE;
    flow->next[side] = link->first;
    if (link->first != CLUSTER_NONE)
      sharing->flows[link->first].previous[side] = index;
    link->first = index;
    link->flows++;
  }
}

void link_sharing_stop(struct link_sharing *sharing, uint32_t index) {
  struct flow *flow = &sharing->flows[index];
  assert(flow->running);
  for (int side = 0; side < 2; side++) {
    struct link *link = &sharing->links[flow->links[side]];
    assert(link->flows > 0);
    if (flow->previous[side] != CLUSTER_NONE)
      sharing->flows[flow->previous[side]].next[side] = flow->next[side];
    else
      link->first = flow->next[side];
    if (flow->next[side] != CLUSTER_NONE)
      sharing->flows[flow->next[side]].previous[side] = flow->previous[side];
    link->flows--;
  }
  flow->running = false;
  flow->rate = 0;
}

/* Outgoing links are even, and a flow has them at side 0. */
static int side_of(uint32_t link) {
  return (int)(link & 1);
}

static void find_link(struct link_sharing *sharing, uint32_t link, uint32_t *count) {
  struct link *found = &sharing->links[link];
  if (found->round == sharing->round)
    return;
  found->round = sharing->round;
  found->left = found->capacity;
  found->open = found->flows;
  sharing->found_links[(*count)++] = link;
}

static void sort(uint32_t *values, uint32_t count) {
  for (uint32_t i = 1; i < count; i++) {
    uint32_t value = values[i], k = i;
    for (; k > 0 && values[k - 1] > value; k--)
      values[k] = values[k - 1];
    values[k] = value;
  }
}

/* Lists what hangs together with the links found so far; returns the number of flows. */
static uint32_t find_component(struct link_sharing *sharing, uint32_t *link_count) {
  uint32_t flow_count = 0;
  for (uint32_t i = 0; i < *link_count; i++) {
    uint32_t link = sharing->found_links[i];
    int side = side_of(link);
    for (uint32_t f = sharing->links[link].first; f != CLUSTER_NONE;
         f = sharing->flows[f].next[side]) {
      if (side == 0)
        sharing->found_flows[flow_count++] = f;
      find_link(sharing, sharing->flows[f].links[1 - side], link_count);
    }
  }
  assert(flow_count <= sharing->flow_count);
  return flow_count;
}

/* The smallest equal share any link or any flow's own limit allows now. */
static uint64_t smallest_share(const struct link_sharing *sharing, uint32_t link_count,
                               uint32_t flow_count) {
  uint64_t share = UINT64_MAX;
  for (uint32_t i = 0; i < link_count; i++) {
    const struct link *link = &sharing->links[sharing->found_links[i]];
    if (link->open > 0 && link->left / link->open < share)
      share = link->left / link->open;
  }
  for (uint32_t i = 0; i < flow_count; i++) {
    const struct flow *flow = &sharing->flows[sharing->found_flows[i]];
    if (flow->rate == UINT64_MAX && flow->most != 0 && flow->most < share)
      share = flow->most;
  }
  return share;
}

static bool is_frozen_at(const struct link_sharing *sharing, const struct flow *flow,
                         uint64_t share) {
  for (int side = 0; side < 2; side++) {
    const struct link *link = &sharing->links[flow->links[side]];
    if (link->left / link->open == share)
      return true;
  }
  return flow->most != 0 && flow->most == share;
}

uint32_t link_sharing_share(struct link_sharing *sharing, uint32_t link_a, uint32_t link_b) {
  assert(link_a < sharing->link_count && link_b < sharing->link_count);
  uint32_t link_count = 0;
  sharing->round++;
  find_link(sharing, link_a, &link_count);
  find_link(sharing, link_b, &link_count);
  uint32_t flow_count = find_component(sharing, &link_count);
  sort(sharing->found_flows, flow_count);
  for (uint32_t i = 0; i < flow_count; i++)
    sharing->flows[sharing->found_flows[i]].rate = UINT64_MAX; /* open */
  /* Progressive filling: every pass freezes at least one flow. */
  for (uint32_t open = flow_count; open > 0;) {
    uint64_t share = smallest_share(sharing, link_count, flow_count);
    uint32_t before = open;
    for (uint32_t i = 0; i < flow_count; i++) {
      struct flow *flow = &sharing->flows[sharing->found_flows[i]];
      if (flow->rate != UINT64_MAX || !is_frozen_at(sharing, flow, share))
        continue;
      flow->rate = share;
      for (int side = 0; side < 2; side++) {
        struct link *link = &sharing->links[flow->links[side]];
        link->left -= share;
        link->open--;
      }
      open--;
    }
    assert(open < before);
    (void)before;
  }
  return flow_count;
}
