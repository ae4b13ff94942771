/* Calls nobody should make: every one of them has an answer. */
#include <clusapi.h>
#include <stdio.h>

static int failures;

static void expect(int row, DWORD got, DWORD wanted) {
  if (got == wanted)
    return;
  printf("row %d: %u instead of %u\n", row, (unsigned)got, (unsigned)wanted);
  failures++;
}

static DWORD error_of(const void *handle) {
  return handle == NULL ? GetLastError() : 0;
}

int main(void) {
  static WCHAR endless[32768];
  WCHAR name[8];
  DWORD units = 8, type = 0, size = 0;
  BYTE byte = 0;
  for (size_t i = 0; i + 1 < sizeof endless / sizeof endless[0]; i++)
    endless[i] = 'x';
  HCLUSTER cluster = OpenCluster(NULL);
  HGROUP group = OpenClusterGroup(cluster, TEXT("SQL01"));
  HRESOURCE vm = OpenClusterResource(cluster, TEXT("Virtual Machine SQL01"));
  expect(1, cluster != NULL && group != NULL && vm != NULL, 1);
  /* names */
  expect(2, error_of(OpenClusterGroup(cluster, endless)), 5013);
  expect(3, error_of(OpenClusterGroup(cluster, NULL)), 5013);
  expect(4, error_of(OpenClusterNode(cluster, TEXT(""))), 5042);
  expect(5, error_of(CreateClusterGroupEx(cluster, endless, NULL)), 87);
  expect(6, OpenCluster(TEXT("nowhere")) == NULL, 1);
  /* handles of another kind, closed, made up */
  expect(7, OnlineClusterGroup((HGROUP)(void *)vm, NULL), 6);
  expect(8, OnlineClusterResource((HRESOURCE)(void *)0x1234), 6);
  expect(9, (DWORD)CloseClusterGroup(NULL), 0);
  expect(10, (DWORD)CloseClusterGroup(group), 1);
  expect(11, (DWORD)CloseClusterGroup(group), 0);
  expect(12, GetLastError(), 6);
  expect(13, (DWORD)GetClusterGroupState(group, name, &units), (DWORD)-1);
  expect(14, MoveClusterGroupEx(group, NULL, 0, NULL, 0), 6);
  /* buffers */
  expect(15, ClusterResourceControl(vm, NULL, CLUSCTL_RESOURCE_GET_NAME, NULL, 0, &byte, 1, &size),
         234);
  expect(16, size, 44);
  expect(17,
         ClusterResourceControl(vm, NULL, CLUSCTL_RESOURCE_SET_PRIVATE_PROPERTIES, &byte, 0, NULL,
                                0, NULL),
         122);
  expect(18, ClusterResourceControl(vm, NULL, 0xFFFFFFFF, NULL, 0, NULL, 0, NULL), 1);
  HCLUSENUM objects = ClusterOpenEnum(cluster, CLUSTER_ENUM_NODE);
  units = 1;
  expect(19, ClusterEnum(objects, 0, &type, name, &units), 234);
  expect(20, ClusterEnum(objects, 0, NULL, NULL, NULL), 87);
  expect(21, ClusterEnum(objects, 0xFFFFFFFF, &type, name, &units), 259);
  /* the cluster's own handle is gone; what was opened with it is not */
  expect(22, (DWORD)CloseCluster(cluster), 1);
  expect(23, error_of(OpenClusterGroup(cluster, TEXT("SQL01"))), 6);
  expect(24, ClusterCloseEnum(objects), 0);
  expect(25, (DWORD)CloseClusterResource(vm), 1);
  printf("%s\n", failures == 0 ? "as documented" : "not as documented");
  return failures == 0 ? 0 : 1;
}
