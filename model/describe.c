#include "model/describe.h"
#include "model/group.h"
#include "model/group_set.h"
#include "model/preemption.h"
#include "model/vm_migration.h"

struct state_name {
  int64_t state;
  const char *name;
};

static const char *find(const struct state_name *names, size_t count, int64_t state) {
  for (size_t i = 0; i < count; i++)
    if (names[i].state == state)
      return names[i].name;
  return "Unknown";
}

#define FIND(names, state) find(names, sizeof(names) / sizeof((names)[0]), state)

const char *describe_vm_state(uint64_t state) {
  static const struct state_name names[] = {{VM_UNKNOWN, "Unknown"},     {VM_ENABLED, "Enabled"},
                                            {VM_DISABLED, "Disabled"},   {VM_PAUSED, "Paused"},
                                            {VM_SUSPENDED, "Suspended"}, {VM_STARTING, "Starting"},
                                            {VM_SAVING, "Saving"},       {VM_STOPPING, "Stopping"},
                                            {VM_PAUSING, "Pausing"},     {VM_RESUMING, "Resuming"}};
  return FIND(names, (int64_t)state);
}

const char *describe_migration_state(uint64_t state) {
  static const struct state_name names[] = {{0, "None"}, {1, "Setup"},    {2, "Data Transfer"},
                                            {3, "Move"}, {4, "Canceled"}, {5, "Failure"}};
  return FIND(names, (int64_t)state);
}

const char *describe_node_state(int64_t state) {
  static const struct state_name names[] = {
      {NODE_UP, "Up"}, {NODE_DOWN, "Down"}, {NODE_PAUSED, "Paused"}, {NODE_JOINING, "Joining"}};
  return FIND(names, state);
}

const char *describe_network_state(int64_t state) {
  static const struct state_name names[] = {
      {0, "Unavailable"}, {1, "Down"}, {2, "Partitioned"}, {3, "Up"}};
  return FIND(names, state);
}

const char *describe_interface_state(int64_t state) {
  static const struct state_name names[] = {
      {0, "Unavailable"}, {1, "Failed"}, {2, "Unreachable"}, {3, "Up"}};
  return FIND(names, state);
}

const char *describe_group_state(int64_t state) {
  static const struct state_name names[] = {{GROUP_ONLINE, "Online"},
                                            {GROUP_OFFLINE, "Offline"},
                                            {GROUP_FAILED, "Failed"},
                                            {GROUP_PARTIAL_ONLINE, "PartialOnline"},
                                            {GROUP_PENDING, "Pending"}};
  return FIND(names, state);
}

const char *describe_drain_status(int64_t status) {
  static const struct state_name names[] = {{DRAIN_NOT_INITIATED, "NotInitiated"},
                                            {DRAIN_IN_PROGRESS, "InProgress"},
                                            {DRAIN_COMPLETED, "Completed"},
                                            {DRAIN_FAILED, "Failed"}};
  return FIND(names, status);
}

const char *describe_node_status(uint32_t status) {
  static const struct state_name names[] = {{0, "Normal"},         {1, "Isolated"},
                                            {2, "Quarantined"},    {4, "DrainInProgress"},
                                            {8, "DrainCompleted"}, {16, "DrainFailed"}};
  return FIND(names, (int64_t)(status & (~status + 1)));
}

const char *describe_group_status(uint64_t status) {
  static const struct state_name names[] = {
      {0, "Normal"},
      {GROUP_LOCKED_MODE, "LockedMode"},
      {GROUP_PREEMPTED, "Preempted"},
      {GROUP_WAITING_IN_QUEUE_FOR_MOVE, "WaitingInQueueForMove"},
      {GROUP_EMBEDDED_FAILURE, "EmbeddedFailure"},
      {GROUP_OFFLINE_DUE_TO_ANTIAFFINITY_CONFLICT, "OfflineDueToAntiAffinityConflict"},
      {GROUP_NETWORK_FAILURE, "NetworkFailure"},
      {GROUP_UNMONITORED, "Unmonitored"},
      {GROUP_WAITING_FOR_DEPENDENCIES, "WaitingForDependencies"}};
  return FIND(names, (int64_t)(status & (~status + 1)));
}

const char *describe_resource_state(int64_t state) {
  static const struct state_name names[] = {{RESOURCE_INITIALIZING, "Initializing"},
                                            {RESOURCE_ONLINE, "Online"},
                                            {RESOURCE_OFFLINE, "Offline"},
                                            {RESOURCE_FAILED, "Failed"},
                                            {RESOURCE_ONLINE_PENDING, "OnlinePending"},
                                            {RESOURCE_OFFLINE_PENDING, "OfflinePending"}};
  return FIND(names, state);
}

static const char *object_or_none(const struct cluster *cluster, enum object_kind kind,
                                  uint64_t index) {
  return index < cluster->count[kind] ? cluster_name(cluster, kind, (uint32_t)index) : "none";
}

const char *describe_value(const struct cluster *cluster, enum property property, uint64_t value) {
  static const char *const actions[] = {"turn off", "save", "shut down", "shut down, forced"};
  switch (property) {
  case PROPERTY_NODE_STATE:
    return value == NODE_NONE ? "not a member" : describe_node_state((int64_t)value);
  case PROPERTY_NODE_DRAIN_STATUS:
    return describe_drain_status((int64_t)value);
  case PROPERTY_GROUP_STATE:
    return describe_group_state((int64_t)value);
  case PROPERTY_RESOURCE_STATE:
    return describe_resource_state((int64_t)value);
  case PROPERTY_VM_STATE:
    return describe_vm_state(value);
  case PROPERTY_MIGRATION_STATE:
    return describe_migration_state(value);
  case PROPERTY_MIGRATION_PHASE:
    return vm_migration_phase_name((enum vm_migration_phase)value);
  case PROPERTY_VM_OFFLINE_ACTION:
  case PROPERTY_VM_NEXT_OFFLINE_ACTION:
    return value < sizeof actions / sizeof actions[0] ? actions[value] : "unknown";
  case PROPERTY_NODE_STORAGE:
    return value != 0 ? "reached" : "lost";
  case PROPERTY_NODE_SERVICE:
    return value != 0 ? "runs" : "stopped";
  case PROPERTY_NODE_POWER:
    return value != 0 ? "on" : "off";
  case PROPERTY_NETWORK_STATE:
    return value != 0 ? "up" : "down";
  case PROPERTY_RESOURCE_PERSISTENT_STATE:
    return value != 0 ? "online" : "offline";
  case PROPERTY_GROUP_OWNER:
  case PROPERTY_GROUP_DRAINED_FROM:
  case PROPERTY_GROUP_MOVING_TO:
  case PROPERTY_VM_HOST:
    return object_or_none(cluster, OBJECT_NODE, value);
  case PROPERTY_MIGRATION_NETWORK:
    return object_or_none(cluster, OBJECT_NETWORK, value);
  default:
    return NULL;
  }
}
