#ifndef MODEL_CLUSTER_H
#define MODEL_CLUSTER_H
/* The whole state of a simulated cluster, in one block of memory the caller owns.
 *
 * Objects are named by index; there are no pointers, so a copy of the block is a copy of the
 * cluster.  The state holds two things that must not be confused:
 *   world: which host runs which virtual machine, power, memory, wires;
 *   view:  what the cluster believes: membership, owners, resource states.
 * A host that has lost power is gone from the world at once and from the view only when its
 * heartbeats have been missed for long enough.
 *
 * Everything marked "derived" follows from the rest and is rebuilt by cluster_derive(). */
#include "model/object_name.h"
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLUSTER_NONE UINT32_MAX

enum {
  NODES_MAX = 64,               /* Windows Server 2012 and later */
  NETWORKS_MAX = 16,            /* ours; Windows publishes no limit */
  VMS_MAX = 8000,               /* per cluster */
  VMS_PER_NODE_MAX = 1024,      /* CAP-002 */
  RESOURCES_PER_GROUP_MAX = 32, /* ours; Windows publishes no limit */
  DEPENDENCY_TERMS_MAX = 8,     /* ours: terms joined by AND in one dependency expression */
  PROPERTIES_MAX = 8192,        /* ours: values that were set and have no field here */
  PROPERTY_VALUE_MAX = 1024,    /* ours: bytes of such a value */
};

enum functional_level {
#define LEVEL(id, name, rounds, slots, parallel, heartbeats, moves, drains, resilient, threshold)  \
  LEVEL_##id,
#include "model/functional_level.def"
#undef LEVEL
  LEVEL_COUNT
};

struct functional_level_row {
  const char *name;
  uint32_t rounds;              /* memory passes before the guest is stopped */
  uint32_t host_slots;          /* live migrations per host */
  uint32_t parallel;            /* MaximumParallelMigrations; 0: no such property */
  uint32_t heartbeats_missed;   /* SameSubnetThreshold, one heartbeat a second */
  bool moves_with_context;      /* MoveClusterGroupEx exists */
  bool drains_on_stop;          /* DrainOnShutdown */
  bool resilient;               /* machines outlive the loss of storage, nodes are isolated first */
  uint32_t move_type_threshold; /* MoveTypeThreshold: drains save machines of a lower priority */
};

enum model_switch {
#define SWITCH(id, name, first, second) SWITCH_##id,
#include "model/switches.def"
#undef SWITCH
  SWITCH_COUNT
};

/* CLUSTER_NODE_STATE; NONE is a host that is no member. */
enum node_state { NODE_UP = 0, NODE_DOWN = 1, NODE_PAUSED = 2, NODE_JOINING = 3, NODE_NONE = 255 };

/* NodeDrainStatus (DRN-001) */
enum drain_status {
  DRAIN_NOT_INITIATED = 0,
  DRAIN_IN_PROGRESS = 1,
  DRAIN_COMPLETED = 2,
  DRAIN_FAILED = 3,
};

/* CLUSTER_RESOURCE_STATE */
enum resource_state {
  RESOURCE_INITIALIZING = 1,
  RESOURCE_ONLINE = 2,
  RESOURCE_OFFLINE = 3,
  RESOURCE_FAILED = 4,
  RESOURCE_ONLINE_PENDING = 129,
  RESOURCE_OFFLINE_PENDING = 130,
};

/* CLUSTER_GROUP_STATE */
enum group_state {
  GROUP_ONLINE = 0,
  GROUP_OFFLINE = 1,
  GROUP_FAILED = 2,
  GROUP_PARTIAL_ONLINE = 3,
  GROUP_PENDING = 4,
};

enum resource_type {
#define RESOURCE_TYPE(id, name, display, provider) TYPE_##id,
#include "model/resource_type.def"
#undef RESOURCE_TYPE
  TYPE_COUNT
};

/* The first types: those of a virtual machine's role. */
enum { MACHINE_TYPES = TYPE_VIRTUAL_MACHINE_CONFIGURATION + 1 };

/* What the owner of a resource works on (model/group_work.h). */
enum resource_goal { GOAL_NONE, GOAL_ONLINE, GOAL_OFFLINE };

/* RestartAction (mscs/resources-restartaction) */
enum restart_action {
  RESTART_ACTION_DONT_RESTART = 0,
  RESTART_ACTION_RESTART_NO_NOTIFY = 1, /* the group stays where it is */
  RESTART_ACTION_RESTART_NOTIFY = 2,    /* the group fails over when the restarts are used up */
};

/* What a resource that failed waits for. */
enum resource_wait { WAIT_NONE, WAIT_RESTART, WAIT_RETRY };

/* Periods and delays that are "never". */
#define FOREVER UINT32_MAX

/* Priority (mscs/groups-priority) */
enum group_priority {
  PRIORITY_NO_AUTO_START = 0,
  PRIORITY_LOW = 1000,
  PRIORITY_MEDIUM = 2000,
  PRIORITY_HIGH = 3000,
};

enum group_type { GROUP_TYPE_VIRTUAL_MACHINE = 111, GROUP_TYPE_UNKNOWN = 9999 };

/* VmState: the EnabledState numbers of Hyper-V's first WMI namespace (M-VS2). */
enum vm_state {
  VM_UNKNOWN = 0,
  VM_ENABLED = 2,
  VM_DISABLED = 3,
  VM_PAUSED = 32768,
  VM_SUSPENDED = 32769,
  VM_STARTING = 32770,
  VM_SAVING = 32773,
  VM_STOPPING = 32774,
  VM_PAUSING = 32776,
  VM_RESUMING = 32777,
};

enum offline_action {
  OFFLINE_TURN_OFF = 0,
  OFFLINE_SAVE = 1,
  OFFLINE_SHUT_DOWN = 2,
  OFFLINE_SHUT_DOWN_FORCED = 3,
};

/* MigrationState 3 "Move" has steps of its own; vm_migration_state() gives the documented number.
 */
enum vm_migration_phase {
  MIGRATION_NONE,
  MIGRATION_SETUP,
  MIGRATION_DATA_TRANSFER,
  MIGRATION_STOPPED, /* guest stopped on the source */
  MIGRATION_SENT,    /* last bytes arrived */
  MIGRATION_RESUMED, /* guest runs on the destination */
  MIGRATION_OWNED,   /* group owner changed; lasts no time */
  MIGRATION_CANCELED,
  MIGRATION_FAILURE,
  MIGRATION_PHASE_COUNT
};

struct node {
  enum node_state state;    /* view */
  bool powered;             /* world */
  bool service_stopped;     /* world: its cluster service does not run */
  bool hung;                /* world: it does not because it hangs, and is not missed */
  bool storage_lost;        /* world: it does not reach the shared storage */
  uint32_t storage_slow;    /* world: it takes so many times as long; 0: as usual */
  uint64_t memory;          /* bytes a host gives to virtual machines */
  uint64_t memory_taken;    /* bytes something else on the host took of it */
  uint32_t migration_slots; /* Set-VMHost MaximumVirtualMachineMigrations */
  uint64_t memory_used;     /* derived: bytes of running and planned virtual machines */
  uint32_t machines;        /* derived: running and planned virtual machines */
  uint64_t memory_planned;  /* within an instant: bytes when what moves has moved */
  uint32_t migrations;      /* derived: live migrations the host takes part in */
  uint32_t groups;          /* derived: groups the node owns */
  uint32_t arriving;        /* derived: live migrations on their way to it */
  bool isolated;            /* view: Down, and its machines are left alone for a while (RSL-001) */
  uint32_t exits;           /* unexpected ones since the hour began; 0: none runs */
  bool quarantined;         /* view: it may not join (RSL-008) */
  bool stays_paused;        /* it was paused, and is again when it has joined (DRN-006) */
  enum drain_status drain;
  uint32_t drain_target;    /* node; CLUSTER_NONE: the best for each group */
  bool drain_told;          /* every group has been sent away, in this step */
  bool drain_forced;        /* what does not move live goes offline, and moves (DRN-013) */
  bool drain_offline;       /* that step has begun */
  bool evicted;             /* the node is to be no member any more */
  uint32_t fault_domain;    /* chassis, rack or site it is in; CLUSTER_NONE */
  bool stops;               /* the node leaves the cluster when its drain is over (DRN-015) */
  uint32_t draining_groups; /* derived: groups of the node on their way off it */
};

struct network {
  bool up;
  bool excluded;       /* MigrationExcludeNetworks */
  uint32_t metric;     /* ascending order of choice (MIG-068) */
  uint64_t interfaces; /* bit per node: its interface works */
};

struct group {
  enum group_type type;
  uint32_t owner; /* view: node */
  uint32_t resource_count;
  uint32_t resources[RESOURCES_PER_GROUP_MAX];
  enum group_state state; /* derived from the members */
  uint64_t move_order;    /* its place in the move queue, the smallest first; 0: it does not wait */
  uint32_t move_destination; /* node it waits to move to; CLUSTER_NONE: the best, or none */
  uint32_t moving_to;        /* node it moves to when its machine is offline; CLUSTER_NONE */
  uint32_t return_to;        /* node it comes back to when it fails where it moved; CLUSTER_NONE */
  bool unmonitored;          /* its owner is isolated: nobody knows how its machine is */
  uint32_t set;              /* group set; CLUSTER_NONE */
  bool waits_for_set;        /* nothing of it may be online before other sets are ready */
  bool wait_over;            /* it waited for so long that it starts all the same */
  bool kept_apart;           /* it stays offline: what it is kept apart from runs here */
  uint64_t rules;            /* affinity rules it is in, a bit each */
  bool rules_ignored;        /* the request that brought it to its node said: no matter which */
  bool preempted;            /* it made room for a group of higher priority, and comes back */
  uint32_t preemptor;        /* group it makes room for while it goes offline; CLUSTER_NONE */
  bool waits_for_memory;     /* its machine starts when others have made room */
  bool cold;                 /* no node was left since it last had one */
  bool destroyed;            /* it goes offline, and is deleted with all it has */
  bool draining;             /* it is on its way off a node that is drained */
  uint32_t drained_from;     /* node a drain took it off; CLUSTER_NONE */
  uint32_t offline_asked; /* 1 + how a move takes the machine offline; 0: its own OfflineAction */
  enum group_priority priority;
  uint32_t failover_threshold;           /* UINT32_MAX: one less than there are nodes */
  uint32_t failover_period;              /* hours */
  uint32_t failovers;                    /* since the period began; 0: none runs */
  bool auto_failback;                    /* AutoFailbackType */
  uint32_t failback_start, failback_end; /* hours of the day; UINT32_MAX: no window */
  uint64_t preferred[8]; /* preferred owners, 1 + node in a byte each, 0 ends the list */
  bool deleted;
};

struct resource {
  enum resource_type type;
  enum resource_state state;
  bool persistent_online; /* PersistentState */
  uint32_t group;
  uint32_t vm; /* set by the VmId property; CLUSTER_NONE before */
  enum resource_goal goal;
  /* Dependency expression: terms joined by AND, in each the providers joined by OR, a bit per place
   * in the group. */
  uint32_t depends[DEPENDENCY_TERMS_MAX];
  uint64_t possible_owners; /* bit per node */
  enum restart_action restart_action;
  uint32_t restart_threshold;
  uint32_t restart_period, restart_delay, retry_period; /* ms; FOREVER: never */
  uint32_t pending_timeout;                             /* ms */
  uint32_t failures; /* restarts asked for since the period began, on this node */
  bool retried;      /* the one retry after RetryPeriodOnFailure has been made */
  enum resource_wait wait;
  bool released;          /* it went offline because a provider failed, and comes back with it */
  bool restarts;          /* it goes offline to come online again (RestartClusterResource) */
  uint32_t maintenance;   /* enum maintenance_mode, of a disk */
  uint32_t shared_volume; /* number of the Cluster Shared Volume a disk is; 0: none */
  bool redirected;        /* its reads and writes go through its owner, as somebody asked */
  uint8_t volume_state;   /* enum shared_volume_state, of the disk itself */
  bool locked;            /* its DLL lets nobody take it online, offline or elsewhere */
  bool deleted;
};

struct vm_migration {
  enum vm_migration_phase phase;
  uint32_t source, destination, network;
  uint32_t attempt;  /* counts accepted STARTs of this machine */
  uint32_t progress; /* percent, as last reported */
  uint32_t failure_reason;
  bool by_group_move; /* the copy runs inside a group move (2012 and later) */
};

struct vm {
  enum vm_state state;
  uint32_t host;      /* world: where its partition is, or is registered */
  uint64_t executing; /* world: bit per host whose processors run the guest, paused included */
  uint64_t memory;    /* bytes */
  bool critical;      /* Paused-Critical: it stands still because its storage is out of reach */
  bool application_failed; /* view: an embedded failure (model/application_monitoring.h) */
  bool heartbeat_lost;     /* world: its integration component is not heard */
  enum offline_action offline_action;
  bool fails_when_shut_down; /* ShutdownAction */
  bool next_offline_action_set;
  enum offline_action next_offline_action;
  uint32_t group;         /* CLUSTER_NONE: not clustered */
  uint32_t resource;      /* its "Virtual Machine" resource */
  uint32_t configuration; /* its "Virtual Machine Configuration" resource */
  uint32_t adapter;       /* world: network its switch is on; CLUSTER_NONE: one that never fails */
  bool adapter_lost;      /* view: it was not there (model/protected_network.h) */
  uint32_t volume;        /* world: disk its files are on; CLUSTER_NONE: what all hosts share */
  struct vm_migration migration;
};

/* What a resource takes with it from node to node (model/checkpoint.h). */
enum checkpoint { CHECKPOINT_NONE, CHECKPOINT_REGISTRY, CHECKPOINT_CRYPTO };

/* A value that somebody set, of a property without a field of its own (model/stored_property.h).
 * The slot's name is the property's. */
struct stored_property {
  bool used;
  bool is_private;
  uint8_t checkpoint; /* enum checkpoint: the value is what it is of, and no property's */
  uint8_t object;     /* enum control_object of its holder */
  uint32_t holder;    /* the number of the holder */
  uint32_t syntax;    /* of the value, a CLUSPROP_SYNTAX word */
  uint32_t size;      /* bytes */
  uint8_t value[PROPERTY_VALUE_MAX];
};

/* Groups that are started together (model/group_set.h). */
struct group_set {
  bool is_global;
  uint32_t startup_setting; /* enum group_set_setting */
  uint32_t startup_count;   /* groups online; UINT32_MAX: all, 0: the majority */
  uint32_t startup_delay;   /* seconds */
  uint64_t providers;       /* bit per set that comes first */
  bool ready;               /* what waits for it may start */
  bool counting;            /* its delay runs */
  bool deleted;
};

/* Groups that run together or apart (model/affinity_rule.h). */
struct affinity_rule {
  uint8_t type; /* enum affinity_rule_type */
  bool enabled;
  bool deleted;
};

/* Nodes that are lost together (model/fault_domain.h). */
struct fault_domain {
  uint8_t type;    /* enum fault_domain_type */
  uint32_t parent; /* CLUSTER_NONE: it is in no other one */
  bool deleted;
};

enum object_kind {
  OBJECT_CLUSTER,
  OBJECT_NODE,
  OBJECT_NETWORK,
  OBJECT_GROUP,
  OBJECT_RESOURCE,
  OBJECT_VM,
  OBJECT_PROPERTY,
  OBJECT_GROUP_SET,
  OBJECT_AFFINITY_RULE,
  OBJECT_FAULT_DOMAIN, /* as many as twice the nodes */
  OBJECT_KIND_COUNT
};

struct cluster_limits {
  uint32_t nodes, networks, groups, resources, vms;
  uint32_t properties;                 /* may be 0: nothing without a field of its own can be set */
  uint32_t group_sets, affinity_rules; /* may be 0 */
};

struct cluster {
  struct cluster_limits limits;
  size_t size; /* of the whole block */
  enum functional_level level;
  uint8_t switches[SWITCH_COUNT]; /* 0 default, 1 the other value */
  bool created;                   /* New-Cluster has run */
  uint8_t preferred_wait;         /* enum preferred_wait (model/cold_start.h) */
  uint32_t parallel_migrations;   /* MaximumParallelMigrations; 0: not set */
  uint32_t quarantine_threshold;  /* QuarantineThreshold; 0: never */
  uint32_t same_subnet_threshold; /* SameSubnetThreshold: heartbeats missed */
  uint32_t groups_waiting;        /* derived: in the move queue */
  uint32_t shared_volumes;        /* derived: disks that are one */
  uint32_t adapters;              /* derived: machines whose switch is on a network that can fail */
  uint32_t groups_preempted, groups_short; /* derived: that were preempted, that wait for memory */
  bool queue_swept, queue_woken; /* within an instant: a sweep of the queue runs; look once more */
  uint64_t moves_queued;         /* so far; gives the places */
  uint64_t seed;                 /* GUIDs follow from it */
  uint32_t count[OBJECT_KIND_COUNT];   /* numbers given, those of deleted objects included */
  uint32_t deleted[OBJECT_KIND_COUNT]; /* derived */
  size_t offset[OBJECT_KIND_COUNT], name_offset[OBJECT_KIND_COUNT], index_offset[OBJECT_KIND_COUNT];
};

struct cluster_settings {
  struct cluster_limits limits;
  enum functional_level level;
  uint64_t seed;
};

/* Windows' own limits. */
struct cluster_limits cluster_limits_windows(void);

/* How many objects of a kind there can be. */
uint32_t cluster_limit(const struct cluster_limits *limits, enum object_kind kind);

/* Bytes of a block for these limits; 0 when a limit is above Windows'. */
size_t model_size(const struct cluster_limits *limits);

/* An empty cluster in `memory`, which must be aligned for uint64_t and hold model_size() bytes. */
struct cluster *model_init(void *memory, size_t size, const struct cluster_settings *settings);

/* Copies a cluster into a block of the same size. */
void cluster_copy(struct cluster *to, const struct cluster *from);

const struct functional_level_row *functional_level(enum functional_level level);
/* Names of the switches' values: cluster_switch_value(s, 0) is the default's. */
const char *cluster_switch_name(enum model_switch which);
const char *cluster_switch_value(enum model_switch which, unsigned value);

/* Adds a slot with this name; the name must be free and checked (those of properties may be there
 * many times, and are not found by cluster_find).  Returns its index, or CLUSTER_NONE when the
 * limit is reached. */
uint32_t cluster_add(struct cluster *cluster, enum object_kind kind, const char *name);

/* Index of the object with this name, or CLUSTER_NONE.  The name may be any bytes. */
uint32_t cluster_find(const struct cluster *cluster, enum object_kind kind, const char *name);
const char *cluster_name(const struct cluster *cluster, enum object_kind kind, uint32_t index);

/* Takes the name of the cluster itself, once. */
void cluster_set_name(struct cluster *cluster, const char *name);

/* Gives an object another name, which is free or its own, and checked. */
void cluster_rename(struct cluster *cluster, enum object_kind kind, uint32_t index,
                    const char *name);

/* Gives the slot of a property another name. */
void cluster_rename_property(struct cluster *cluster, uint32_t index, const char *name);

/* The two arrays of a kind's index, of as many entries as its limit: the first slot of each bucket,
 * and behind them the next slot of the same bucket. */
uint32_t *cluster_index(const struct cluster *cluster, enum object_kind kind);

/* Recomputes everything derived; used after loading a state and to check one. */
void cluster_derive(struct cluster *cluster);

static inline void *cluster_slot(const struct cluster *cluster, enum object_kind kind,
                                 uint32_t index, size_t size) {
  assert(index < cluster->count[kind]);
  return (unsigned char *)(uintptr_t)cluster + cluster->offset[kind] + (size_t)index * size;
}

static inline struct node *cluster_node(const struct cluster *cluster, uint32_t index) {
  return cluster_slot(cluster, OBJECT_NODE, index, sizeof(struct node));
}

static inline struct network *cluster_network(const struct cluster *cluster, uint32_t index) {
  return cluster_slot(cluster, OBJECT_NETWORK, index, sizeof(struct network));
}

static inline struct group *cluster_group(const struct cluster *cluster, uint32_t index) {
  return cluster_slot(cluster, OBJECT_GROUP, index, sizeof(struct group));
}

static inline struct resource *cluster_resource(const struct cluster *cluster, uint32_t index) {
  return cluster_slot(cluster, OBJECT_RESOURCE, index, sizeof(struct resource));
}

static inline struct vm *cluster_vm(const struct cluster *cluster, uint32_t index) {
  return cluster_slot(cluster, OBJECT_VM, index, sizeof(struct vm));
}

static inline struct stored_property *cluster_property(const struct cluster *cluster,
                                                       uint32_t index) {
  return cluster_slot(cluster, OBJECT_PROPERTY, index, sizeof(struct stored_property));
}

static inline struct group_set *cluster_group_set(const struct cluster *cluster, uint32_t index) {
  return cluster_slot(cluster, OBJECT_GROUP_SET, index, sizeof(struct group_set));
}

static inline struct affinity_rule *cluster_affinity_rule(const struct cluster *cluster,
                                                          uint32_t index) {
  return cluster_slot(cluster, OBJECT_AFFINITY_RULE, index, sizeof(struct affinity_rule));
}

static inline struct fault_domain *cluster_fault_domain(const struct cluster *cluster,
                                                        uint32_t index) {
  return cluster_slot(cluster, OBJECT_FAULT_DOMAIN, index, sizeof(struct fault_domain));
}

/* It keeps its number and its name; see model/deletion.h. */
static inline bool cluster_is_deleted(const struct cluster *cluster, enum object_kind kind,
                                      uint32_t index) {
  return (kind == OBJECT_GROUP && cluster_group(cluster, index)->deleted) ||
         (kind == OBJECT_RESOURCE && cluster_resource(cluster, index)->deleted) ||
         (kind == OBJECT_GROUP_SET && cluster_group_set(cluster, index)->deleted) ||
         (kind == OBJECT_AFFINITY_RULE && cluster_affinity_rule(cluster, index)->deleted) ||
         (kind == OBJECT_FAULT_DOMAIN && cluster_fault_domain(cluster, index)->deleted);
}

#endif
