#ifndef TESTS_SUPPORT_EXPLORE_H
#define TESTS_SUPPORT_EXPLORE_H
/* Walks every state a small world can reach, breadth first, and checks the model on the way:
 * deterministic, a refused event changes nothing, every invariant holds, and the transition
 * invariant I5.  Follow-ups run at once, as the engine runs them. */
#include "model/step.h"

/* A service beside the first machine in its group; or two, the second of which needs the first. */
enum companion {
  COMPANION_NONE,
  COMPANION_BESIDE,
  COMPANION_NEEDED,    /* the machine depends on it */
  COMPANION_DEPENDENT, /* it depends on the machine */
  COMPANION_CHAIN,     /* the same, of two */
  COMPANION_CHANGING   /* all of that in turn */
};

struct world_shape {
  uint32_t nodes, vms, networks;
  uint32_t resources; /* of a simulated DLL, in a group of their own: 1 disk, 2 and 3 addresses, 4 a
                         name that needs the disk and one of the addresses */
  bool migrations_only; /* leave out what only guests, resources and memory do */
  bool flaps;           /* a node that leaves twice is quarantined */
  bool drains;          /* nodes are drained and resumed */
  bool returns;         /* crashed hosts return */
  bool services;        /* the cluster service of a host stops and starts */
  bool stops;           /* nodes are told to leave */
  bool moves;           /* groups move with their machine offline */
  bool policies;        /* what fails is restarted, and its group fails over */
  bool deletions;       /* resources and groups are deleted */
  bool rearranged;      /* groups are destroyed, resources restarted, and put into other groups */
  bool priorities;      /* machines of rising priority; a host has the memory of all but one */
  bool members;         /* nodes are evicted and added */
  bool preferred; /* every group prefers the last node, and waits for it when the cluster starts */
  bool storage;   /* hosts lose the shared storage and reach it again */
  enum companion companion;
  bool volumes;    /* the machines are on a shared volume, the first of the resources */
  bool adapters;   /* the machines' switches are on the last network, whose interfaces fail */
  bool hangs;      /* cluster services hang */
  bool heartbeats; /* those of the guests fail and return, and applications in them */
  bool balances;   /* the nodes' loads are looked at */
  uint8_t rule;    /* affinity rule all machines are in: together, they leave and join; apart, it is
                      ignored */
};

/* What was seen on the way, over any number of walks. */
struct coverage {
  uint64_t rows[128]; /* of vm_migration.def, how often taken */
  uint32_t pair_count;
  struct change pairs[512]; /* property, before, after; the subject is not used */
};

struct exploration {
  uint64_t states, transitions, refused;
  uint32_t depth;  /* of the last state found */
  bool closed;     /* no state was left to expand */
  uint64_t digest; /* of all states in the order they were found */
};

/* Builds the world: every host in the cluster, every VM clustered and online on the first node. */
struct cluster *explore_world(const struct world_shape *shape, uint8_t switches,
                              struct coverage *coverage);

/* How many resources there are beside the first machine. */
uint32_t explore_companions(const struct world_shape *shape);

/* The events offered in every state of the world; how many.  Room in `out` for all of them. */
uint32_t explore_events(const struct world_shape *shape, struct event *out);

/* Explores to `depth` at the most, or until nothing new is found.  Frees the world. */
struct exploration explore(struct cluster *world, const struct world_shape *shape, uint32_t depth,
                           uint64_t states_max, struct coverage *coverage);

/* Runs an event and its follow-ups; the first event's answer.  Coverage may be NULL. */
bool explore_apply(struct cluster *cluster, struct event event, struct effects *first,
                   struct coverage *coverage);

/* True when some step changed the property from one value to the other. */
bool coverage_has(const struct coverage *coverage, enum property property, uint64_t before,
                  uint64_t after);

#endif
