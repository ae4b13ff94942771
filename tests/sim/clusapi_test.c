/* ClusAPI over a simulated cluster: handles, buffers, access, the live migration of a client. */
#include "model/control_codes.h"
#include "model/property_list.h"
#include "sim/clusapi/cluster_handles.h"
#include "tests/support/clusapi_lab.h"
#include "tests/support/test.h"
#include <stdlib.h>
#include <string.h>

Test(clusapi, handles_are_typed_and_stale_ones_are_known, .init = clusapi_lab_open,
     .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  cr_assert(cluster != NULL && group != NULL && resource != NULL);
  cr_assert_eq(api->GetClusterNodeState((HNODE)(void *)group), ClusterNodeStateUnknown);
  cr_assert_eq(api->GetLastError(), 6);
  cr_assert_eq(api->OfflineClusterGroup((HGROUP)(void *)resource), 6);
  cr_assert(api->CloseClusterGroup(group));
  cr_assert(!api->CloseClusterGroup(group));
  cr_assert_eq(api->GetLastError(), 6);
  HGROUP again = api->OpenClusterGroup(cluster, wide("v"));
  cr_assert(again != NULL && again != group, "a new generation");
  cr_assert_eq(api->OfflineClusterGroup(group), 6, "the old one stays stale");
  static const uintptr_t wild[] = {0, 1, UINTPTR_MAX, 0x7FFFFFFF, 0x80000001, 12345678};
  for (size_t i = 0; i < sizeof wild / sizeof wild[0]; i++)
    check_row(i, api->OnlineClusterResource((HRESOURCE)wild[i]) == 6 ||
                     (HRESOURCE)wild[i] == resource);
}

Test(clusapi, unknown_names_and_bad_strings, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  static WCHAR endless[1000];
  for (size_t i = 0; i < 1000; i++)
    endless[i] = 'x';
  cr_assert_null(api->OpenClusterNode(cluster, wide("NODE9")));
  cr_assert_eq(api->GetLastError(), 5042);
  cr_assert_null(api->OpenClusterGroup(cluster, wide("W")));
  cr_assert_eq(api->GetLastError(), 5013);
  cr_assert_null(api->OpenClusterResource(cluster, endless));
  cr_assert_eq(api->GetLastError(), 5007);
  cr_assert_null(api->OpenClusterResource(cluster, NULL));
  cr_assert_eq(api->GetLastError(), 5007);
  cr_assert_null(api->OpenCluster(wide("OTHER")));
  cr_assert_not_null(api->OpenCluster(wide("lab")));
  cr_assert_not_null(api->OpenCluster(wide("NODE2")), "by a node's name");
  cr_assert_null(api->CreateClusterGroupEx(cluster, wide("V"), NULL));
  cr_assert_eq(api->GetLastError(), 5010);
  cr_assert_null(api->CreateClusterResource(group, wide("D"), wide("Cloud Witness"), 0));
  cr_assert_eq(api->GetLastError(), 5078, "there is no such type");
}

Test(clusapi, enumeration_and_its_buffers, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  HCLUSENUM objects = api->ClusterOpenEnum(cluster, CLUSTER_ENUM_NODE | CLUSTER_ENUM_GROUP);
  WCHAR name[16];
  DWORD type = 0, units = 3;
  cr_assert_eq(api->ClusterEnum(objects, 0, &type, name, &units), 234);
  cr_assert_eq(units, 5, "without the NUL");
  units = 6;
  cr_assert_eq(api->ClusterEnum(objects, 0, &type, name, &units), 0);
  cr_assert(type == CLUSTER_ENUM_NODE && name[4] == '1' && name[5] == 0);
  units = 16;
  cr_assert_eq(api->ClusterEnum(objects, 2, &type, name, &units), 0);
  cr_assert_eq(type, CLUSTER_ENUM_GROUP);
  units = 16;
  cr_assert_eq(api->ClusterEnum(objects, 3, &type, name, &units), 259);
  cr_assert_eq(api->ClusterCloseEnum(objects), 0);
  cr_assert_eq(api->ClusterCloseEnum(objects), 6);
  cr_assert_null(api->ClusterOpenEnum(cluster, 0x80000000));
  cr_assert_eq(api->GetLastError(), 87);
}

/* Types before networks before interfaces, one behind the other, and the names open what they name.
 */
Test(clusapi, enumeration_of_what_is_no_object, .init = clusapi_lab_open,
     .fini = clusapi_lab_close) {
  static const struct {
    DWORD kind, count;
  } rows[] = {{CLUSTER_ENUM_RESTYPE, 9}, {CLUSTER_ENUM_NETWORK, 1}, {CLUSTER_ENUM_NETINTERFACE, 2}};
  const struct clusapi_table *api = backend.api;
  HCLUSENUM objects = api->ClusterOpenEnum(cluster, CLUSTER_ENUM_RESTYPE | CLUSTER_ENUM_NETWORK |
                                                        CLUSTER_ENUM_NETINTERFACE);
  DWORD at = 0, type = 0, units = 0;
  WCHAR name[64];
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    for (DWORD n = 0; n < rows[i].count; n++, at++) {
      units = 64;
      check_row(at, api->ClusterEnum(objects, at, &type, name, &units) == 0);
      check_row(at, type == rows[i].kind);
      check_row(at, type != CLUSTER_ENUM_NETWORK || api->OpenClusterNetwork(cluster, name) != NULL);
      check_row(at, type != CLUSTER_ENUM_NETINTERFACE ||
                        api->OpenClusterNetInterface(cluster, name) != NULL);
    }
  units = 64;
  cr_assert_eq(api->ClusterEnum(objects, at, &type, name, &units), 259);
  cr_assert_eq(api->GetClusterNetworkState(api->OpenClusterNetwork(cluster, wide("W"))),
               ClusterNetworkUp);
  cr_assert_eq(api->GetClusterNetworkState((HNETWORK)objects), ClusterNetworkStateUnknown);
  cr_assert_eq(api->GetLastError(), 6);
}

/* Every enumeration gives as many names as it counts, each opens what it names, and kinds follow
 * each other. */
Test(clusapi, enumerations_of_every_object, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  HNODE node = api->OpenClusterNode(cluster, wide("NODE1"));
  HNETWORK network = api->OpenClusterNetwork(cluster, wide("W"));
  HCLUSENUM all = api->ClusterOpenEnum(cluster, CLUSTER_ENUM_ALL);
  HNODEENUM of_node = api->ClusterNodeOpenEnum(node, CLUSTER_NODE_ENUM_ALL);
  HGROUPENUM of_group = api->ClusterGroupOpenEnum(group, CLUSTER_GROUP_ENUM_ALL);
  HNETWORKENUM of_network = api->ClusterNetworkOpenEnum(network, CLUSTER_NETWORK_ENUM_ALL);
  HRESENUM of_resource = api->ClusterResourceOpenEnum(resource, CLUSTER_RESOURCE_ENUM_ALL);
  HRESTYPEENUM of_type = api->ClusterResourceTypeOpenEnum(cluster, wide("virtual machine"),
                                                          CLUSTER_RESOURCE_TYPE_ENUM_ALL);
  WCHAR name[64];
  DWORD type = 0, before = 0, units = 64, at = 0;
  for (; units = 64, api->ClusterEnum(all, at, &type, name, &units) == 0; at++, before = type)
    check_row(at, type >= before && units > 0);
  cr_assert_eq(api->ClusterGetEnumCount(all), at);
  cr_assert_eq(at, 2 + TYPE_COUNT + 1 + 1 + 1 + 2);
  cr_assert_eq(api->ClusterNodeGetEnumCount(of_node), 2, "an interface and a group");
  cr_assert_eq(api->ClusterNodeEnum(of_node, 1, &type, name, &units), 0);
  cr_assert(type == CLUSTER_NODE_ENUM_GROUPS && name[0] == 'V');
  cr_assert_eq(api->ClusterGroupGetEnumCount(of_group), 1, "a resource, no preferred owners");
  cr_assert_eq(api->ClusterNetworkGetEnumCount(of_network), 2);
  cr_assert_eq(api->ClusterResourceGetEnumCount(of_resource), 2, "the possible owners");
  cr_assert_eq(api->ClusterResourceTypeGetEnumCount(of_type), 3, "two nodes and a resource");
  cr_assert_eq(api->ClusterNodeGetEnumCount((HNODEENUM)(void *)all), 0);
  cr_assert_eq(api->GetLastError(), 6);
  cr_assert_null(api->ClusterResourceTypeOpenEnum(cluster, wide("Nothing"), 1));
  cr_assert_eq(api->GetLastError(), 5078);
  cr_assert_null(api->ClusterNetworkOpenEnum(network, 2));
  cr_assert_eq(api->GetLastError(), 87);
}

static bool begins_with(LPCWSTR text, const char *wanted) {
  size_t i = 0;
  while (wanted[i] != 0 && text[i] == (WCHAR)wanted[i])
    i++;
  return wanted[i] == 0;
}

/* Items of every kind: the size is told, that size is enough, one byte less is not, and texts end
 * inside the buffer. */
Test(clusapi, enumerations_with_items, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  _Alignas(8) BYTE buffer[512];
  CLUSTER_ENUM_ITEM *item = (void *)buffer;
  CLUSTER_GROUP_ENUM_ITEM *of_group = (void *)buffer;
  CLUSTER_RESOURCE_ENUM_ITEM *of_resource = (void *)buffer;
  HCLUSENUMEX all = api->ClusterOpenEnumEx(cluster, CLUSTER_ENUM_ALL, NULL);
  DWORD count = api->ClusterGetEnumCountEx(all), size = 0;
  cr_assert_eq(count, 2 + TYPE_COUNT + 1 + 1 + 1 + 2);
  for (DWORD i = 0; i < count; i++) {
    size = 0;
    check_row(i, api->ClusterEnumEx(all, i, NULL, &size) == 234);
    DWORD exact = size, less = size - 1;
    check_row(i, api->ClusterEnumEx(all, i, item, &less) == 234 && less == exact);
    check_row(i, api->ClusterEnumEx(all, i, item, &size) == 0 && size == exact);
    check_row(i, (BYTE *)item->lpszName + item->cbName == buffer + exact);
    check_row(i,
              item->lpszName[item->cbName / 2 - 1] == 0 && item->lpszId[item->cbId / 2 - 1] == 0);
  }
  cr_assert_eq(api->ClusterEnumEx(all, count, item, &size), 259);
  cr_assert_eq(api->ClusterCloseEnum((HCLUSENUM)(void *)all), 6, "a handle of another kind");
  HNODEENUMEX node = api->ClusterNodeOpenEnumEx(api->OpenClusterNode(cluster, wide("NODE1")),
                                                CLUSTER_NODE_ENUM_GROUPS, NULL);
  size = sizeof buffer;
  cr_assert_eq(api->ClusterNodeEnumEx(node, 0, item, &size), 0);
  cr_assert(item->dwType == CLUSTER_NODE_ENUM_GROUPS && begins_with(item->lpszName, "V"));
  HGROUPENUMEX groups = api->ClusterGroupOpenEnumEx(cluster, NULL, 0, NULL, 0, 0);
  size = sizeof buffer;
  cr_assert_eq(api->ClusterGroupEnumEx(groups, 0, of_group, &size), 0);
  cr_assert(of_group->state == ClusterGroupOffline &&
            begins_with(of_group->lpszOwnerNode, "NODE1"));
  cr_assert(of_group->cbProperties == 0 && of_group->cbId == 74);
  HRESENUMEX resources = api->ClusterResourceOpenEnumEx(cluster, NULL, 0, NULL, 0, 0);
  size = sizeof buffer;
  cr_assert_eq(api->ClusterResourceEnumEx(resources, 0, of_resource, &size), 0);
  cr_assert(begins_with(of_resource->lpszName, "R") &&
            begins_with(of_resource->lpszOwnerGroupName, "V"));
  cr_assert_null(api->ClusterResourceOpenEnumEx(cluster, wide("Type"), 10, NULL, 0, 0));
  cr_assert_eq(api->GetLastError(), 120);
  cr_assert_eq(api->ClusterResourceCloseEnumEx(resources), 0);
  cr_assert_eq(api->ClusterResourceGetEnumCountEx(resources), 0);
}

/* STA-023: what breaks, and what state that is. */
Test(clusapi, states_of_interfaces, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  HNETINTERFACE first = api->OpenClusterNetInterface(cluster, wide("NODE1 - W"));
  HNETINTERFACE second = api->OpenClusterNetInterface(cluster, wide("NODE2 - W"));
  const struct {
    struct event event;
    CLUSTER_NETINTERFACE_STATE first, second;
  } rows[] = {
      {{.kind = EVENT_INTERFACE_DOWN, .subject = 0, .argument = 0},
       ClusterNetInterfaceFailed,
       ClusterNetInterfaceUp},
      {{.kind = EVENT_INTERFACE_UP, .subject = 0, .argument = 0},
       ClusterNetInterfaceUp,
       ClusterNetInterfaceUp},
      {{.kind = EVENT_NETWORK_DOWN, .subject = 0},
       ClusterNetInterfaceUnreachable,
       ClusterNetInterfaceUnreachable},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    check_row(i, world_happens(world, &rows[i].event) == 0);
    check_row(i, api->GetClusterNetInterfaceState(first) == rows[i].first);
    check_row(i, api->GetClusterNetInterfaceState(second) == rows[i].second);
  }
  cr_assert_eq(api->GetClusterNetInterfaceState((HNETINTERFACE)(void *)cluster),
               ClusterNetInterfaceStateUnknown);
}

Test(clusapi, names_and_dependencies, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  HGROUP files = api->CreateClusterGroup(cluster, wide("FILES"));
  HRESOURCE share = api->CreateClusterResource(files, wide("Share"), wide("Generic Service"), 0);
  HRESOURCE net = api->CreateClusterResource(files, wide("Net"), wide("Network Name"), 0);
  WCHAR name[32];
  DWORD units = 32;
  cr_assert(api->CanResourceBeDependent(share, net) && !api->CanResourceBeDependent(share, share));
  cr_assert_not(api->CanResourceBeDependent(share, resource), "of another group");
  cr_assert_not(api->GetClusterResourceNetworkName(share, name, &units));
  cr_assert_eq(api->GetLastError(), 5002);
  cr_assert_eq(api->AddClusterResourceDependency(share, net), 0);
  cr_assert_not(api->CanResourceBeDependent(net, share), "a circle");
  static const BYTE list[] = {1, 0,   0,   0,   3,   0, 4,   0, 10, 0, 0, 0, 'N', 0, 'a',
                              0, 'm', 0,   'e', 0,   0, 0,   0, 0,  3, 0, 1, 0,   8, 0,
                              0, 0,   'F', 0,   'S', 0, '1', 0, 0,  0, 0, 0, 0,   0};
  DWORD status = api->ClusterResourceControl(net, NULL, CLUSCTL_RESOURCE_SET_PRIVATE_PROPERTIES,
                                             (LPVOID)(uintptr_t)list, sizeof list, NULL, 0, NULL);
  cr_assert(status == 0 || status == 5024, "%u", status);
  cr_assert(api->GetClusterResourceNetworkName(share, name, &units));
  cr_assert(units == 3 && name[0] == 'F' && name[2] == '1');
}

Test(clusapi, what_a_program_asks_first, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  CLUSTERVERSIONINFO info = {.dwVersionInfoSize = sizeof info};
  HNODE node = api->OpenClusterNode(cluster, wide("NODE2"));
  WCHAR name[64];
  DWORD units = 64, state = 0, access = 0;
  cr_assert_eq(api->GetClusterInformation(cluster, name, &units, &info), 0);
  cr_assert(units == 3 && info.MajorVersion == 10 && info.BuildNumber == 20348);
  info.dwVersionInfoSize = 4;
  cr_assert_eq(api->GetClusterInformation(cluster, name, &units, &info), 87);
  cr_assert_eq(api->GetNodeClusterState(NULL, &state), 0);
  cr_assert_eq(state, ClusterStateRunning);
  cr_assert_eq(api->GetNodeClusterState(wide("NOWHERE"), &state), 5042);
  units = 64;
  cr_assert_eq(api->GetClusterNodeId(node, name, &units), 0);
  cr_assert(units == 1 && name[0] == '2');
  units = 64;
  cr_assert_eq(api->GetClusterNetInterface(cluster, wide("NODE2"), wide("W"), name, &units), 0);
  cr_assert_eq(units, 9, "NODE2 - W");
  cr_assert_not_null(api->OpenCluster(wide(".")));
  cr_assert_not_null(api->OpenCluster(wide("")));
  HCLUSTER behind = api->GetClusterFromNode(node);
  cr_assert_not_null(api->OpenClusterGroup(behind, wide("V")));
  cr_assert_null(api->GetClusterFromGroup((HGROUP)(void *)node));
  HGROUP read = api->OpenClusterGroupEx(cluster, wide("V"), GENERIC_READ, &access);
  cr_assert_eq(access, GENERIC_READ);
  cr_assert_eq(api->OfflineClusterGroup(read), 5);
  cr_assert_not_null(api->OpenClusterNodeEx(cluster, wide("NODE1"), MAXIMUM_ALLOWED, &access));
  cr_assert_eq(access, GENERIC_ALL);
  HCLUSTER reader = api->OpenClusterEx(NULL, GENERIC_READ, NULL);
  cr_assert_null(api->OpenClusterResourceEx(reader, wide("R"), GENERIC_ALL, NULL));
  cr_assert_eq(api->GetLastError(), 5);
  cr_assert_not_null(api->CreateClusterGroup(cluster, wide("NEW")));
}

Test(clusapi, read_access_reads_and_does_not_write, .init = clusapi_lab_open,
     .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  DWORD granted = 0, returned = 0;
  HCLUSTER reader = api->OpenClusterEx(NULL, GENERIC_READ, &granted);
  cr_assert_eq(granted, GENERIC_READ);
  HRESOURCE read = api->OpenClusterResource(reader, wide("R"));
  uint8_t out[64];
  cr_assert_eq(api->ClusterResourceControl(read, NULL, CLUSCTL_RESOURCE_GET_NAME, NULL, 0, out,
                                           sizeof out, &returned),
               0);
  cr_assert_eq(returned, 4);
  cr_assert_eq(api->OnlineClusterResource(read), 5);
  cr_assert_null(api->CreateClusterGroupSet(reader, wide("S")));
  cr_assert_eq(api->GetLastError(), 5);
  cr_assert_eq(api->ClusterResourceControl(read, NULL, CLUSCTL_RESOURCE_VM_CANCEL_MIGRATION, NULL,
                                           0, NULL, 0, NULL),
               5);
  cr_assert_null(api->OpenClusterEx(NULL, 4711, &granted));
  cr_assert_eq(api->GetLastError(), 87);
}

/* sdk-api clusterresourcecontrol: without an output buffer the size comes back with success. */
Test(clusapi, size_queries, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  DWORD returned = 0;
  uint8_t small[2];
  cr_assert_eq(backend.api->ClusterResourceControl(resource, NULL, CLUSCTL_RESOURCE_GET_NAME, NULL,
                                                   0, NULL, 0, &returned),
               0);
  cr_assert_eq(returned, 4);
  cr_assert_eq(backend.api->ClusterResourceControl(resource, NULL, CLUSCTL_RESOURCE_GET_NAME, NULL,
                                                   0, small, sizeof small, &returned),
               234);
  cr_assert_eq(returned, 4);
}

/* The arguments the pages of the VM codes say play no part, and the one that does.
 * START-04 START-06 START-07 START-11 START-12 CANCEL-05 CANCEL-07..09 NEXT-04 NEXT-06 NEXT-07
 * NEXT-17 NEXT-18 MIG-001 MIG-010 */
Test(clusapi, arguments_of_the_vm_codes, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  static const struct {
    uint32_t code;
    BYTE in[12];
    DWORD size;
  } rows[] = {
      {CLUSCTL_RESOURCE_VM_START_MIGRATION, {'N', 0, 'O', 0, 'D', 0, 'E', 0, '2', 0, 0, 0}, 12},
      {CLUSCTL_RESOURCE_VM_CANCEL_MIGRATION, {0}, 0},
      {CLUSCTL_RESOURCE_VM_CANCEL_MIGRATION, {1, 2, 3}, 3}, /* what it gets, it ignores */
      {CLUSCTL_RESOURCE_VM_SET_NEXT_OFFLINE_ACTION, {2, 0, 0, 0}, 4},
  };
  const struct clusapi_table *api = backend.api;
  HNODE owner = api->OpenClusterNode(cluster, wide("NODE1"));
  world_happens(world, &(struct event){.kind = EVENT_SET_VM_ID});
  cr_assert_eq(api->OnlineClusterResource(resource), 0);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    for (unsigned way = 0; way < 4; way++) {
      BYTE in[12], out[4] = {0xAA, 0xAA, 0xAA, 0xAA};
      DWORD returned = 4711;
      memcpy(in, rows[i].in, sizeof in);
      if (rows[i].code != CLUSCTL_RESOURCE_VM_SET_NEXT_OFFLINE_ACTION) /* each from its beginning */
        (void)world_happens(world, &(struct event){.kind = EVENT_CANCEL_MIGRATION});
      if (rows[i].code == CLUSCTL_RESOURCE_VM_CANCEL_MIGRATION)
        cr_assert_eq(
            world_happens(world, &(struct event){.kind = EVENT_START_MIGRATION, .argument = 1}), 0);
      DWORD status = api->ClusterResourceControl(
          resource, (way & 1) != 0 ? owner : NULL, rows[i].code, rows[i].size > 0 ? in : NULL,
          rows[i].size, (way & 2) != 0 ? out : NULL, (way & 2) != 0 ? sizeof out : 0,
          (way & 2) != 0 ? &returned : NULL);
      cr_assert_eq(status, 0, "row %zu, way %u: %u", i, way, status);
      check_row(i, out[0] == 0xAA && out[3] == 0xAA);
      check_row(i, (way & 2) == 0 || returned == 0);
      check_row(i, api->ClusterResourceControl((HRESOURCE)(void *)group, NULL, rows[i].code, in,
                                               rows[i].size, NULL, 0, NULL) == 6);
    }
}

/* MIG-029 MIG-046 */
Test(clusapi, malformed_move_contexts, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  HNODE node = api->OpenClusterNode(cluster, wide("NODE2"));
  BYTE raw[4] = {4, 0, 0, 0};
  cr_assert_eq(api->MoveClusterGroupEx(group, node, 0, raw, sizeof raw), 87, "a raw DWORD");
  cr_assert_eq(api->MoveClusterGroupEx(NULL, node, 0, NULL, 0), 6);
  cr_assert_eq(api->OnlineClusterGroup(group, (HNODE)(void *)group), 6);
  cr_assert_eq(api->OnlineClusterGroup(group, node), 0, "STA-017: it has nothing that takes time");
  cr_assert_eq(cluster_group(world_cluster(world), 0)->owner, 1);
  cr_assert_eq(api->MoveClusterGroup(group, api->OpenClusterNode(cluster, wide("NODE1"))), 0);
  cr_assert_eq(api->MoveClusterGroup(NULL, node), 6);
  cr_assert_eq(api->MoveClusterGroup(group, (HNODE)(void *)group), 6);
  cr_assert_eq(api->MoveClusterGroup(group, node), 0, "nothing runs in it");
  cr_assert_eq(cluster_group(world_cluster(world), 0)->owner, 1);
  cr_assert_eq(api->MoveClusterGroupEx(group, NULL, 2, NULL, 0), 0, "to the best node");
  cr_assert_eq(cluster_group(world_cluster(world), 0)->owner, 0);
}

/* mscs/groups-name, groups-grouptype, groups-statusinformation, and what groups answer else.
 * STA-018 */
Test(clusapi, group_controls, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  static const struct {
    DWORD code, status;
  } rows[] = {{CLUSCTL_GROUP_GET_NAME, 0},
              {CLUSCTL_GROUP_GET_RO_COMMON_PROPERTIES, 0},
              {CLUSCTL_GROUP_GET_COMMON_PROPERTIES, 0},
              {CLUSCTL_GROUP_GET_FLAGS, 0},
              {CLUSCTL_GROUP_SET_CCF_FROM_MASTER, 120},
              {0x0300FFFD, 1},
              {CLUSCTL_RESOURCE_GET_NAME, 1}};
  const struct clusapi_table *api = backend.api;
  struct property_item items[24];
  BYTE out[4096];
  DWORD size = 0;
  uint32_t count = 0, type = 0;
  uint64_t status = 4711;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    check_row(i, api->ClusterGroupControl(group, NULL, rows[i].code, NULL, 0, out, sizeof out,
                                          &size) == rows[i].status);
  cr_assert_eq(api->ClusterGroupControl(group, NULL, CLUSCTL_GROUP_GET_RO_COMMON_PROPERTIES, NULL,
                                        0, out, 8, &size),
               234);
  cr_assert_eq(api->ClusterGroupControl(group, NULL, CLUSCTL_GROUP_GET_RO_COMMON_PROPERTIES, NULL,
                                        0, out, sizeof out, &size),
               0);
  cr_assert_eq(property_list_read(out, size, items, 24, &count), 0);
  cr_assert_eq(count, 3);
  cr_assert_str_eq(items[0].name, "GroupType");
  cr_assert_str_eq(items[1].name, "Name");
  cr_assert(property_item_dword(&items[0], &type) && type == 9999);
  cr_assert(property_item_ularge_integer(&items[2], &status) && status == 0);
  cr_assert_eq(api->ClusterGroupControl((HGROUP)(void *)resource, NULL, CLUSCTL_GROUP_GET_NAME,
                                        NULL, 0, out, sizeof out, &size),
               6);
  /* MIG-041 MIG-042 */
  cr_assert_eq(api->CancelClusterGroupOperation(group, 0), 5023, "nothing is pending");
  cr_assert_eq(api->CancelClusterGroupOperation(group, 1), 87, "the flags are reserved");
  cr_assert_eq(api->CancelClusterGroupOperation(NULL, 0), 6);
}

static uint32_t number_named(const struct property_item *items, uint32_t count, const char *name) {
  uint32_t number = 0;
  for (uint32_t i = 0; i < count; i++)
    if (strcmp(items[i].name, name) == 0 && property_item_dword(&items[i], &number))
      return number;
  cr_assert_fail("%s is not listed", name);
  return 0;
}

/* PauseClusterNodeEx, ResumeClusterNodeEx, and what a node says of its drain (DRN-001, DRN-002). */
Test(clusapi, drain, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  HNODE node = api->OpenClusterNode(cluster, wide("NODE1")),
        other = api->OpenClusterNode(cluster, wide("NODE2"));
  struct property_item items[24];
  BYTE out[4096];
  DWORD size = 0;
  uint32_t count = 0;
  cr_assert_eq(api->PauseClusterNodeEx(node, 1, 2, NULL), 120, "to avoid placement");
  cr_assert_eq(api->PauseClusterNodeEx(node, 1, 1, (HNODE)(void *)group), 6);
  cr_assert_eq(api->PauseClusterNodeEx(NULL, 1, 1, NULL), 6);
  cr_assert_eq(api->ResumeClusterNodeEx(node, FailbackGroupsImmediately, 0), 5058);
  cr_assert_eq(api->PauseClusterNodeEx(node, 1, 1, other), 0);
  cr_assert_eq(api->GetClusterNodeState(node), ClusterNodePaused);
  cr_assert_eq(api->ClusterNodeControl(node, NULL, CLUSCTL_NODE_GET_RO_COMMON_PROPERTIES, NULL, 0,
                                       out, sizeof out, &size),
               0);
  cr_assert_eq(property_list_read(out, size, items, 24, &count), 0);
  cr_assert_eq(number_named(items, count, "NodeDrainStatus"), 2, "nothing ran: it is over at once");
  cr_assert_eq(number_named(items, count, "NodeDrainTarget"), 2, "NODE2 is number 2");
  cr_assert_eq(number_named(items, count, "StatusInformation"), 8, "NodeStatusDrainCompleted");
  cr_assert_eq(api->ResumeClusterNodeEx(node, DoNotFailbackGroups, 1), 87);
  cr_assert_eq(api->ResumeClusterNodeEx(node, DoNotFailbackGroups, 0), 0);
  cr_assert_eq(api->PauseClusterNodeEx(node, 0, 0, NULL), 0);
  cr_assert_eq(api->ResumeClusterNode(node), 0);
  cr_assert_eq(
      api->ClusterNodeControl(node, NULL, CLUSCTL_GROUP_GET_NAME, NULL, 0, out, sizeof out, &size),
      1);
}

Test(clusapi, without_a_cluster) {
  struct world_settings settings = {
      .level = LEVEL_WS2022, .seed = 1, .limits = {2, 1, 2, 4, 1, 16, 4, 4}};
  struct world *empty = world_create(&settings);
  struct backend none = sim_backend_open(empty);
  cr_assert_null(none.api->OpenCluster(NULL));
  cr_assert_eq(none.api->GetLastError(), 5932);
  cr_assert_null(none.api->CreateCluster(NULL, NULL, NULL));
  cr_assert_eq(none.api->GetLastError(), 87);
  sim_backend_close(&none);
  world_destroy(empty);
}

/* MS-CMRP ApiDeleteGroup: a handle outlives its object, and every call says that it is gone. */
Test(clusapi, handles_of_what_was_deleted, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  DWORD returned = 0, units = 64;
  WCHAR text[64];
  cr_assert_eq(api->DeleteClusterGroup(group), 145);
  cr_assert_eq(api->DeleteClusterResource(resource), 0);
  cr_assert_eq(api->DeleteClusterResource(resource), 5007);
  cr_assert_eq(api->GetClusterResourceState(resource, NULL, NULL, NULL, NULL),
               ClusterResourceStateUnknown);
  cr_assert_eq(api->GetLastError(), 5007);
  cr_assert_eq(api->OnlineClusterResource(resource), 5007);
  cr_assert_eq(api->ClusterResourceControl(resource, NULL, CLUSCTL_RESOURCE_GET_NAME, NULL, 0, text,
                                           sizeof text, &returned),
               5007);
  cr_assert_eq(api->GetClusterResourceDependencyExpression(resource, text, &units), 5007);
  cr_assert_null(api->ClusterResourceOpenEnum(resource, CLUSTER_RESOURCE_ENUM_NODES));
  cr_assert_eq(api->GetLastError(), 5007);
  cr_assert_eq(api->DeleteClusterGroup(group), 0);
  cr_assert_eq(api->GetClusterGroupState(group, NULL, NULL), ClusterGroupStateUnknown);
  cr_assert_eq(api->GetLastError(), 5013);
  cr_assert_eq(api->MoveClusterGroup(group, NULL), 5013);
  cr_assert_null(api->OpenClusterGroup(cluster, wide("V")));
  cr_assert(api->CloseClusterGroup(group) && api->CloseClusterResource(resource));
  HCLUSENUM objects = api->ClusterOpenEnum(cluster, CLUSTER_ENUM_GROUP | CLUSTER_ENUM_RESOURCE);
  cr_assert_eq(api->ClusterEnum(objects, 0, &returned, text, &units), 259);
  cr_assert_not_null(api->CreateClusterGroupEx(cluster, wide("V"), NULL), "a new one of its name");
  units = 64;
  cr_assert_eq(api->ClusterEnum(objects, 0, &returned, text, &units), 0);
}

Test(clusapi, configuration, .init = clusapi_lab_open, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  WCHAR name[40], path[40];
  DWORD name_units = 40, path_units = 40, type = 7;
  HRESULT cleanup = 7;
  cr_assert_eq(api->GetClusterQuorumResource(cluster, name, &name_units, path, &path_units, &type),
               0);
  cr_assert(name[0] == 0 && path[0] == 0 && type == CLUS_NODE_MAJORITY_QUORUM);
  cr_assert_eq(api->GetClusterQuorumResource(cluster, name, NULL, path, &path_units, &type), 87);
  cr_assert_eq(api->SetClusterGroupName(group, wide("Databases")), 0);
  cr_assert_null(api->OpenClusterGroup(cluster, wide("V")));
  cr_assert_eq(api->GetClusterGroupState(group, NULL, NULL), ClusterGroupOffline,
               "the same handle");
  cr_assert_eq(api->SetClusterGroupName(group, wide("")), 123);
  cr_assert_eq(api->SetClusterGroupName(group, NULL), 87);
  cr_assert_eq(api->SetClusterResourceName((HRESOURCE)(void *)group, wide("X")), 6);
  cr_assert_eq(api->SetClusterName(cluster, wide("PROD")), 5024);
  cr_assert_not_null(api->OpenCluster(wide("prod")));
  HGROUP other = api->CreateClusterGroupEx(cluster, wide("Other"), NULL);
  cr_assert_eq(api->ChangeClusterResourceGroupEx(resource, other, 1), 120);
  cr_assert_eq(api->ChangeClusterResourceGroup(resource, (HGROUP)(void *)resource), 6);
  cr_assert_eq(api->ChangeClusterResourceGroup(resource, other), 0);
  cr_assert_eq(api->ChangeClusterResourceGroup(resource, other), 183);
  cr_assert_eq(api->RestartClusterResource(resource, 0), 5023);
  cr_assert_eq(api->RestartClusterResource(resource, 0x40), 87);
  cr_assert_eq(api->DestroyClusterGroup(other), 0);
  world_run(world, 1, NULL, NULL);
  cr_assert_eq(api->RestartClusterResource(resource, 0), 5007);
  cr_assert_eq(api->DestroyClusterGroup(other), 5013);
  HNODE second = api->OpenClusterNodeById(cluster, 2);
  cr_assert_not_null(second);
  cr_assert_null(api->OpenClusterNodeById(cluster, 0));
  cr_assert_eq(api->GetLastError(), 5042);
  cr_assert_eq(api->EvictClusterNodeEx(second, 1000, &cleanup), 0);
  world_run(world, 2, NULL, NULL);
  cr_assert_eq(cleanup, 0);
  cr_assert_eq(api->GetClusterNodeState(second), ClusterNodeStateUnknown);
  cr_assert_eq(api->GetLastError(), 5042);
  cr_assert_null(api->OpenClusterNodeById(cluster, 2));
  cr_assert_eq(api->EvictClusterNode(api->OpenClusterNodeById(cluster, 1)), 5009);
  cr_assert_not_null(api->AddClusterNode(cluster, wide("node2"), NULL, NULL));
  cr_assert_eq(api->GetClusterNodeState(second), ClusterNodeUp);
}
