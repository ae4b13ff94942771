/* Words for the numbers of states: those of the cmdlets' enumerations, and of the VM pages. */
#include "sim/scenario/scenario_state.h"

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

const char *scenario_vm_state_name(uint64_t state) {
  static const struct state_name names[] = {{VM_UNKNOWN, "Unknown"},     {VM_ENABLED, "Enabled"},
                                            {VM_DISABLED, "Disabled"},   {VM_PAUSED, "Paused"},
                                            {VM_SUSPENDED, "Suspended"}, {VM_STARTING, "Starting"},
                                            {VM_SAVING, "Saving"},       {VM_STOPPING, "Stopping"},
                                            {VM_PAUSING, "Pausing"},     {VM_RESUMING, "Resuming"}};
  return FIND(names, (int64_t)state);
}

const char *scenario_migration_state_name(uint64_t state) {
  static const struct state_name names[] = {{0, "None"}, {1, "Setup"},    {2, "Data Transfer"},
                                            {3, "Move"}, {4, "Canceled"}, {5, "Failure"}};
  return FIND(names, (int64_t)state);
}

const char *scenario_node_state_name(int64_t state) {
  static const struct state_name names[] = {
      {NODE_UP, "Up"}, {NODE_DOWN, "Down"}, {NODE_PAUSED, "Paused"}, {NODE_JOINING, "Joining"}};
  return FIND(names, state);
}

const char *scenario_group_state_name(int64_t state) {
  static const struct state_name names[] = {{GROUP_ONLINE, "Online"},
                                            {GROUP_OFFLINE, "Offline"},
                                            {GROUP_FAILED, "Failed"},
                                            {GROUP_PARTIAL_ONLINE, "PartialOnline"},
                                            {GROUP_PENDING, "Pending"}};
  return FIND(names, state);
}

const char *scenario_resource_state_name(int64_t state) {
  static const struct state_name names[] = {{RESOURCE_INITIALIZING, "Initializing"},
                                            {RESOURCE_ONLINE, "Online"},
                                            {RESOURCE_OFFLINE, "Offline"},
                                            {RESOURCE_FAILED, "Failed"},
                                            {RESOURCE_ONLINE_PENDING, "OnlinePending"},
                                            {RESOURCE_OFFLINE_PENDING, "OfflinePending"}};
  return FIND(names, state);
}
