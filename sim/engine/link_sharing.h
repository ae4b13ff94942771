#ifndef SIM_ENGINE_LINK_SHARING_H
#define SIM_ENGINE_LINK_SHARING_H
/* Max-min fair shares of the hosts' network links.
 *
 * A host has one outgoing and one incoming link per network.  A flow crosses the outgoing link of
 * its source and the incoming link of its destination.  When a flow starts or ends or a link
 * changes, only the flows connected to it through shared links are worked out again. */
#include "model/cluster.h"

struct flow {
  bool running;
  uint32_t links[2];
  uint64_t most;                 /* bytes/s the flow can use; 0: no limit of its own */
  uint64_t rate;                 /* its share, bytes/s */
  uint32_t next[2], previous[2]; /* neighbours on each link */
};

struct link {
  uint64_t capacity; /* bytes/s */
  uint32_t first;    /* flow */
  uint32_t flows;
  /* while shares are worked out */
  uint64_t left;
  uint32_t open, round;
};

struct link_sharing {
  uint32_t nodes, networks, flow_count, link_count;
  struct link *links;
  struct flow *flows;
  uint32_t *found_links, *found_flows; /* scratch: link_count and flow_count entries */
  uint32_t round;
};

uint32_t link_sharing_outgoing(const struct link_sharing *sharing, uint32_t network, uint32_t node);
uint32_t link_sharing_incoming(const struct link_sharing *sharing, uint32_t network, uint32_t node);

/* Puts a flow on its links or takes it off; shares are not worked out yet. */
void link_sharing_start(struct link_sharing *sharing, uint32_t flow, uint32_t network,
                        uint32_t source, uint32_t destination, uint64_t most);
void link_sharing_stop(struct link_sharing *sharing, uint32_t flow);

/* Works out the shares of everything connected to these two links.  Returns how many flows were
 * looked at: found_flows[0] .. lists them in ascending order, each with its new rate. */
uint32_t link_sharing_share(struct link_sharing *sharing, uint32_t link_a, uint32_t link_b);

#endif
