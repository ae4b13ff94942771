/* Notification ports of ClusAPI: what a client hears of a cluster, when and in which buffers. */
#include "sim/requests/requests.h"
#include "tests/support/clusapi_lab.h"
#include "tests/support/test.h"
#include <string.h>

static HCHANGE const none = (HCHANGE)INVALID_HANDLE_VALUE;

static void machine_runs(void) {
  clusapi_lab_open();
  world_happens(world, &(struct event){.kind = EVENT_SET_VM_ID});
  cr_assert_eq(backend.api->OnlineClusterGroup(group, NULL), 0);
}

/* What the first interface tells now: the change; 0 when there is nothing.  The name is narrowed.
 */
static DWORD next_change(HCHANGE port, DWORD_PTR *key, char name[160]) {
  WCHAR units[160];
  DWORD change = 0, count = 160;
  DWORD status = backend.api->GetClusterNotify(port, key, &change, units, &count, 0);
  cr_assert(status == 0 || status == WAIT_TIMEOUT, "status %u", (unsigned)status);
  for (DWORD i = 0; status == 0 && i <= count; i++)
    name[i] = (char)units[i];
  return status == 0 ? change : 0;
}

/* NTF-001 NTF-002 NTF-003 NTF-004: FIFO, nothing before the first filter, one per filter, 258. */
Test(notify_ports, filters_and_order, .init = machine_runs, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  DWORD_PTR key = 0;
  DWORD change = 0;
  char name[160];
  HCHANGE port = api->CreateClusterNotifyPort(none, cluster, CLUSTER_CHANGE_GROUP_STATE, 7);
  cr_assert_not_null(port);
  cr_assert_eq(api->GetClusterNotify(port, &key, &change, NULL, NULL, 0), WAIT_TIMEOUT,
               "what was before stays unheard");
  cr_assert_eq(api->CreateClusterNotifyPort(port, cluster, CLUSTER_CHANGE_ALL, 8), port);
  cr_assert_eq(api->OfflineClusterGroup(group), 997);
  cr_assert_eq(api->RegisterClusterNotify(port, CLUSTER_CHANGE_GROUP_STATE, group, 9), 0,
               "what it asks for was before");
  static const struct {
    DWORD change;
    DWORD_PTR key;
  } expected[] = {{CLUSTER_CHANGE_GROUP_STATE, 7}, {CLUSTER_CHANGE_GROUP_STATE, 8}};
  unsigned heard = 0;
  while ((change = next_change(port, &key, name)) != 0)
    if (change == CLUSTER_CHANGE_GROUP_STATE) {
      check_row(heard, change == expected[heard % 2].change && key == expected[heard % 2].key &&
                           strcmp(name, "V") == 0);
      heard++;
    }
  cr_assert_eq(heard, 2, "Pending, twice: %u", heard);
  cr_assert(api->CloseClusterNotifyPort(port));
  cr_assert(!api->CloseClusterNotifyPort(port));
  cr_assert_eq(api->GetClusterNotify(port, &key, &change, NULL, NULL, 0), 6);
}

/* NTF-006 NTF-007: what is accepted and never delivered. */
Test(notify_ports, reserved_changes, .init = machine_runs, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  DWORD_PTR key = 0;
  char name[160];
  HCHANGE port = api->CreateClusterNotifyPort(
      none, cluster,
      CLUSTER_CHANGE_REGISTRY_SUBTREE | CLUSTER_CHANGE_NODE_PROPERTY | CLUSTER_CHANGE_QUORUM_STATE,
      1);
  HNODE node = api->OpenClusterNode(cluster, wide("NODE1"));
  cr_assert_eq(api->PauseClusterNodeEx(node, 1, 0, NULL), 0);
  world_run(world, world_now(world) + 600000000, NULL, NULL);
  cr_assert_eq(next_change(port, &key, name), 0);
}

/* mscs adding-events: a handle is told of its own object alone. */
Test(notify_ports, handles, .init = machine_runs, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  DWORD_PTR key = 0;
  char name[160];
  HCHANGE port = api->CreateClusterNotifyPort(none, (HCLUSTER)INVALID_HANDLE_VALUE, 0, 0);
  HNODE node2 = api->OpenClusterNode(cluster, wide("NODE2"));
  cr_assert_eq(api->RegisterClusterNotify(port, CLUSTER_CHANGE_NODE_STATE, node2, 3), 0);
  cr_assert_eq(api->RegisterClusterNotify(port, CLUSTER_CHANGE_GROUP_STATE, node2, 3), 87);
  cr_assert_eq(api->RegisterClusterNotify(port, CLUSTER_CHANGE_NODE_STATE, port, 3), 6);
  cr_assert_eq(api->PauseClusterNode(api->OpenClusterNode(cluster, wide("NODE1"))), 0);
  cr_assert_eq(next_change(port, &key, name), 0);
  cr_assert_eq(api->PauseClusterNode(node2), 0);
  cr_assert_eq(next_change(port, &key, name), CLUSTER_CHANGE_NODE_STATE);
  cr_assert(key == 3 && strcmp(name, "NODE2") == 0);
  cr_assert_null(api->CreateClusterNotifyPort(port, (HCLUSTER)INVALID_HANDLE_VALUE, 1, 0));
  cr_assert_eq(api->GetLastError(), 87);
  cr_assert_null(api->CreateClusterNotifyPort(none, (HCLUSTER)(void *)group, 1, 0));
  cr_assert_eq(api->GetLastError(), 6);
}

/* NTF-004: a blocking call lets time pass until there is something, or the time is up. */
Test(notify_ports, waiting, .init = machine_runs, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  DWORD_PTR key = 0;
  DWORD change = 0;
  HCHANGE port = api->CreateClusterNotifyPort(none, cluster, CLUSTER_CHANGE_GROUP_STATE, 1);
  uint64_t start = world_now(world);
  cr_assert_eq(api->GetClusterNotify(port, &key, &change, NULL, NULL, INFINITE), WAIT_TIMEOUT,
               "nothing will ever happen");
  cr_assert_eq(api->GetClusterNotify(port, &key, &change, NULL, NULL, 2500), WAIT_TIMEOUT);
  cr_assert_eq(world_now(world), start + 2500000);
  world_happens_after(world, 5000000, &(struct event){.kind = EVENT_GUEST_CRASHED});
  cr_assert_eq(api->GetClusterNotify(port, &key, &change, NULL, NULL, 4000), WAIT_TIMEOUT);
  cr_assert_eq(api->GetClusterNotify(port, &key, &change, NULL, NULL, INFINITE), 0);
  cr_assert_eq(change, CLUSTER_CHANGE_GROUP_STATE);
  cr_assert(world_now(world) >= start + 7500000);
}

struct told {
  NOTIFY_FILTER_AND_TYPE kind;
  DWORD_PTR key;
  BYTE payload[64];
  DWORD size, object_units, parent_units, name_units, type_units;
  WCHAR object[64], parent[64], name[64], type[64];
};

static DWORD next_told(HCHANGE port, struct told *told, DWORD room) {
  told->size = 64;
  told->object_units = told->parent_units = told->type_units = 64;
  told->name_units = room;
  return backend.api->GetClusterNotifyV2(port, &told->key, &told->kind, told->payload, &told->size,
                                         told->object, &told->object_units, told->parent,
                                         &told->parent_units, told->name, &told->name_units,
                                         told->type, &told->type_units, 0);
}

/* NTF-011 NTF-013 NTF-014 NTF-018, and NTF-005: what is told may be over by now. */
Test(notify_ports, second_interface, .init = machine_runs, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  struct told told;
  NOTIFY_FILTER_AND_TYPE filters[] = {{CLUSTER_OBJECT_TYPE_GROUP, 0x8 | 0x10},
                                      {CLUSTER_OBJECT_TYPE_NODE, 0x20}};
  HCHANGE port = api->CreateClusterNotifyPortV2(none, cluster, filters, 2, 9);
  cr_assert_not_null(port);
  cr_assert_eq(api->OfflineClusterGroup(group), 997);
  world_run(world, world_now(world) + 600000000, NULL, NULL);
  cr_assert_eq(api->MoveClusterGroup(group, api->OpenClusterNode(cluster, wide("NODE2"))), 0);
  unsigned heard = 0;
  bool owner = false, gained = false, offline = false;
  cr_assert_eq(next_told(port, &told, 1), 234, "no room for the name");
  cr_assert_eq(told.name_units, 1);
  cr_assert_eq(told.size, 4);
  cr_assert_eq(told.payload[0], ClusterGroupPending);
  cr_assert_eq(api->GetClusterGroupState(group, NULL, NULL), ClusterGroupOffline);
  for (DWORD status = next_told(port, &told, 64); status == 0;
       status = next_told(port, &told, 64)) {
    heard++;
    cr_assert_eq(told.key, 9);
    if (told.kind.dwObjectType == CLUSTER_OBJECT_TYPE_NODE) {
      gained = told.name[4] == '2' && told.object_units == 1 && told.parent_units == 36;
    } else if (told.kind.FilterFlags == 0x10) {
      owner = told.parent_units == 1 && told.parent[0] == '2' && told.object_units == 36 &&
              told.size == 0;
    } else {
      cr_assert(told.kind.FilterFlags == 0x8 && told.size == 4);
      offline = offline || told.payload[0] == ClusterGroupOffline;
    }
  }
  cr_assert(owner && gained && offline && heard >= 4, "heard %u", heard);
}

Test(notify_ports, second_interface_refusals, .init = machine_runs, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  NOTIFY_FILTER_AND_TYPE state = {CLUSTER_OBJECT_TYPE_RESOURCE, 0x4}, wrong = {11, 1};
  struct told told;
  DWORD_PTR key = 0;
  DWORD change = 0;
  cr_assert_null(api->CreateClusterNotifyPortV2(none, cluster, &wrong, 1, 0));
  cr_assert_eq(api->GetLastError(), 87);
  cr_assert_null(api->CreateClusterNotifyPortV2(none, cluster, NULL, 1, 0));
  HCHANGE port = api->CreateClusterNotifyPortV2(none, cluster, NULL, 0, 0);
  cr_assert_eq(api->RegisterClusterNotifyV2(port, state, group, 1), 87, "a group is no resource");
  cr_assert_eq(api->RegisterClusterNotifyV2(port, state, resource, 1), 0);
  cr_assert_eq(api->GetClusterNotify(port, &key, &change, NULL, NULL, 0), 6, "the first interface");
  cr_assert_eq(api->GetClusterNotifyV2(port, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                                       NULL, NULL, NULL, 0),
               87);
  cr_assert_eq(api->OfflineClusterResource(resource), 997);
  cr_assert_eq(next_told(port, &told, 64), 0);
  cr_assert_eq(told.type[0], 'V', "Virtual Machine");
  for (unsigned i = 1; i < 64; i++)
    check_row(i, api->RegisterClusterNotifyV2(port, state, resource, 1) == 0);
  cr_assert_eq(api->RegisterClusterNotifyV2(port, state, resource, 1), 8, "64 filters a port");
  for (unsigned i = 1; i < 64; i++)
    check_row(i, api->CreateClusterNotifyPort(none, cluster, 1, 0) != NULL);
  cr_assert_null(api->CreateClusterNotifyPort(none, cluster, 1, 0));
  cr_assert_eq(api->GetLastError(), 8, "64 ports");
}

/* NTF-008: who reads too late is told that something was lost, once for each filter that asked. */
Test(notify_ports, lost_notifications, .init = machine_runs, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  DWORD_PTR key = 0;
  char name[160];
  struct told told;
  NOTIFY_FILTER_AND_TYPE lost = {CLUSTER_OBJECT_TYPE_CLUSTER, 0x200};
  HCHANGE first = api->CreateClusterNotifyPort(none, cluster, CLUSTER_CHANGE_CLUSTER_RECONNECT, 4);
  HCHANGE second = api->CreateClusterNotifyPortV2(none, cluster, &lost, 1, 5);
  HNODE node = api->OpenClusterNode(cluster, wide("NODE2"));
  for (unsigned i = 0; i < 2100; i++) {
    cr_assert_eq(api->PauseClusterNode(node), 0);
    cr_assert_eq(api->ResumeClusterNode(node), 0);
  }
  cr_assert_eq(next_change(first, &key, name), CLUSTER_CHANGE_CLUSTER_RECONNECT);
  cr_assert(key == 4 && strcmp(name, "LAB") == 0);
  cr_assert_eq(next_change(first, &key, name), 0, "once");
  cr_assert_eq(next_told(second, &told, 64), 0);
  cr_assert(told.kind.dwObjectType == CLUSTER_OBJECT_TYPE_CLUSTER &&
            told.kind.FilterFlags == 0x200 && told.key == 5 && told.size == 0 &&
            told.object_units == 0);
  cr_assert_eq(next_told(second, &told, 64), WAIT_TIMEOUT);
}
