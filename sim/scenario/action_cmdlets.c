/* Cmdlets that act on groups, resources, nodes and virtual machines, and wait for the outcome. */
#include "model/affinity_rule.h"
#include "model/describe.h"
#include "sim/scenario/cmdlet_waiting.h"
#include "sim/scenario/redirected_access.h"
#include <string.h>

/* --- online and offline --- */

/* With the flags of the parameters that were given; most requests have none. */
typedef uint32_t request_for(const struct clusapi_table *api, HCLUSTER cluster, const WCHAR *name,
                             DWORD flags);

/* -IgnoreLocked: what is locked as well. */
enum { IGNORE_LOCKED = 1 };

#define ON_OBJECT(name, TYPE, open, close, plain, flagged)                                         \
  static uint32_t name(const struct clusapi_table *api, HCLUSTER cluster, const WCHAR *wide,       \
                       DWORD flags) {                                                              \
    TYPE object = api->open(cluster, wide);                                                        \
    uint32_t status = object == NULL ? api->GetLastError()                                         \
                      : flags == 0   ? api->plain                                                  \
                                     : api->flagged;                                                 \
    if (object != NULL)                                                                            \
      (void)api->close(object);                                                                    \
    return status;                                                                                 \
  }
#define ON_GROUP(name, plain, flagged)                                                             \
  ON_OBJECT(name, HGROUP, OpenClusterGroup, CloseClusterGroup, plain, flagged)
#define ON_RESOURCE(name, plain, flagged)                                                          \
  ON_OBJECT(name, HRESOURCE, OpenClusterResource, CloseClusterResource, plain, flagged)

ON_GROUP(online_group, OnlineClusterGroup(object, NULL),
         OnlineClusterGroupEx(object, NULL, flags, NULL, 0))
ON_GROUP(offline_group, OfflineClusterGroup(object), OfflineClusterGroupEx(object, flags, NULL, 0))
ON_RESOURCE(online_resource, OnlineClusterResource(object),
            OnlineClusterResourceEx(object, flags, NULL, 0))
ON_RESOURCE(offline_resource, OfflineClusterResource(object),
            OfflineClusterResourceEx(object, flags, NULL, 0))

static uint32_t fail_resource(const struct clusapi_table *api, HCLUSTER cluster, const WCHAR *name,
                              DWORD flags) {
  assert(flags == 0);
  return reader_ask_resource(api, cluster, name, api->FailClusterResource);
}

/* Suspend-ClusterResource, Resume-ClusterResource: CLUS_MAINTENANCE_MODE_INFO, 1 or 0. */
static uint32_t set_maintenance(const struct clusapi_table *api, HCLUSTER cluster,
                                const WCHAR *name, DWORD in_maintenance) {
  HRESOURCE resource = api->OpenClusterResource(cluster, name);
  uint32_t status =
      resource == NULL
          ? api->GetLastError()
          : api->ClusterResourceControl(resource, NULL, CLUSCTL_RESOURCE_SET_MAINTENANCE_MODE,
                                        &in_maintenance, sizeof in_maintenance, NULL, 0, NULL);
  if (resource != NULL)
    (void)api->CloseClusterResource(resource);
  return status;
}

static uint32_t suspend_resource(const struct clusapi_table *api, HCLUSTER cluster,
                                 const WCHAR *name, DWORD flags) {
  assert(flags == 0);
  return set_maintenance(api, cluster, name, 1);
}

static uint32_t resume_resource(const struct clusapi_table *api, HCLUSTER cluster,
                                const WCHAR *name, DWORD flags) {
  assert(flags == 0);
  return set_maintenance(api, cluster, name, 0);
}

struct act {
  request_for *request;
  DWORD ignored_rules;      /* flag of -IgnoreAffinityRule */
  world_condition *settled; /* NULL: done at once */
  void (*print)(struct scenario *scenario, HCLUSTER cluster, const char *name);
};

/* A request about one object, the wait for its end, and the object's row. */
static bool act_on(struct scenario *scenario, const struct words *words, const struct act *act) {
  struct cmdlet_arguments arguments;
  WCHAR wide[SCENARIO_NAME_UNITS];
  uint32_t status = WIN32_SUCCESS;
  bool met = true, ok = true;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  DWORD flags =
      (cmdlet_argument(&arguments, "IgnoreLocked") != NULL ? (DWORD)IGNORE_LOCKED : 0) |
      (cmdlet_argument(&arguments, "IgnoreAffinityRule") != NULL ? act->ignored_rules : 0);
  HCLUSTER cluster = reader_open(scenario, &status);
  struct cmdlet_waiting waiting = {.scenario = scenario, .cluster = cluster, .name = name};
  if (cluster != NULL && !scenario->issued)
    status = scenario_wide(name, wide) ? act->request(scenario->backend.api, cluster, wide, flags)
                                       : (uint32_t)WIN32_INVALID_PARAMETER;
  if (status != WIN32_SUCCESS && status != WIN32_IO_PENDING) {
    cmdlet_error(scenario, arguments.cmdlet, status, "The request on '%s' was refused.", name);
  } else {
    if (act->settled != NULL && cmdlet_waits(&arguments))
      ok = scenario_wait(scenario, cmdlet_deadline(scenario, &arguments), act->settled, &waiting,
                         &met);
    if (ok)
      act->print(scenario, cluster, name);
  }
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return ok;
}

bool cmdlet_start_group(struct scenario *scenario, const struct words *words) {
  return act_on(scenario, words,
                &(struct act){online_group, GROUP_ONLINE_IGNORE_AFFINITY_RULE, cmdlet_group_settled,
                              reader_print_group});
}

bool cmdlet_stop_group(struct scenario *scenario, const struct words *words) {
  return act_on(scenario, words,
                &(struct act){offline_group, 0, cmdlet_group_settled, reader_print_group});
}

bool cmdlet_start_resource(struct scenario *scenario, const struct words *words) {
  return act_on(scenario, words,
                &(struct act){online_resource, 0, cmdlet_resource_settled, reader_print_resource});
}

bool cmdlet_suspend_resource(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  if (cmdlet_named(scenario, words, &arguments) == NULL)
    return false;
  if (cmdlet_argument(&arguments, "RedirectedAccess") != NULL)
    return redirected_access_turn(scenario, words, true);
  return act_on(scenario, words, &(struct act){suspend_resource, 0, NULL, reader_print_resource});
}

bool cmdlet_resume_resource(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  if (redirected_access_is_on(scenario, name))
    return redirected_access_turn(scenario, words, false);
  return act_on(scenario, words, &(struct act){resume_resource, 0, NULL, reader_print_resource});
}

bool cmdlet_stop_resource(struct scenario *scenario, const struct words *words) {
  return act_on(scenario, words,
                &(struct act){offline_resource, 0, cmdlet_resource_settled, reader_print_resource});
}

bool cmdlet_test_resource_failure(struct scenario *scenario, const struct words *words) {
  return act_on(scenario, words, &(struct act){fail_resource, 0, NULL, reader_print_resource});
}

bool cmdlet_reset_vm_monitored_state(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  const char *name = cmdlet_required(scenario, &arguments, "VirtualMachine");
  if (name == NULL)
    return false;
  uint32_t vm = cluster_find(world_cluster(scenario->world), OBJECT_VM, name);
  uint32_t status =
      vm == CLUSTER_NONE
          ? (uint32_t)WIN32_RESOURCE_NOT_FOUND
          : world_happens(scenario->world,
                          &(struct event){.kind = EVENT_APPLICATION_RESET, .subject = vm});
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status,
                 "The clustered virtual machine '%s' could not be reset.", name);
  return true;
}

/* --- Hyper-V's own cmdlets: they act on the host, beside the cluster, and print nothing --- */

static bool on_vm(struct scenario *scenario, const struct words *words, enum event_kind kind,
                  enum event_kind with_flag, const char *flag) {
  struct cmdlet_arguments arguments;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  uint32_t vm = cluster_find(world_cluster(scenario->world), OBJECT_VM, name);
  bool flagged = flag != NULL && cmdlet_argument(&arguments, flag) != NULL;
  if (vm == CLUSTER_NONE) {
    cmdlet_error(scenario, arguments.cmdlet, WIN32_SUCCESS,
                 "Hyper-V found no virtual machine with the name '%s'.", name);
    return true;
  }
  uint32_t status = world_happens(
      scenario->world, &(struct event){.kind = flagged ? with_flag : kind, .subject = vm});
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The operation on '%s' failed: it is %s.",
                 name, describe_vm_state(cluster_vm(world_cluster(scenario->world), vm)->state));
  return true;
}

bool cmdlet_suspend_vm(struct scenario *scenario, const struct words *words) {
  return on_vm(scenario, words, EVENT_GUEST_PAUSE, EVENT_GUEST_PAUSE, NULL);
}

bool cmdlet_resume_vm(struct scenario *scenario, const struct words *words) {
  return on_vm(scenario, words, EVENT_GUEST_RESUME, EVENT_GUEST_RESUME, NULL);
}

bool cmdlet_save_vm(struct scenario *scenario, const struct words *words) {
  return on_vm(scenario, words, EVENT_GUEST_SAVE, EVENT_GUEST_SAVE, NULL);
}

bool cmdlet_start_vm(struct scenario *scenario, const struct words *words) {
  return on_vm(scenario, words, EVENT_GUEST_START, EVENT_GUEST_START, NULL);
}

bool cmdlet_stop_vm(struct scenario *scenario, const struct words *words) {
  return on_vm(scenario, words, EVENT_GUEST_SHUT_DOWN, EVENT_GUEST_TURN_OFF, "TurnOff");
}
