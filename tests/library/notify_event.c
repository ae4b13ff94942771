/* A program that waits for a port's event, outside ClusAPI, sees a machine arrive. */
#include <clusapi.h>
#include <stdio.h>
#include <string.h>
#ifndef _WIN32
#include <poll.h>
#endif

/* Whether the event is signaled within so many milliseconds. */
static int signaled(HANDLE event, int milliseconds) {
#ifdef _WIN32
  return WaitForSingleObject(event, (DWORD)milliseconds) == 0;
#else
  struct pollfd wanted = {.fd = (int)(intptr_t)event, .events = POLLIN};
  return poll(&wanted, 1, milliseconds) == 1;
#endif
}

static int is_on(HGROUP group, const WCHAR *node) {
  WCHAR owner[64];
  DWORD units = 64;
  if (GetClusterGroupState(group, owner, &units) != ClusterGroupOnline)
    return 0;
  return memcmp(owner, node, 6 * sizeof *node) == 0;
}

int main(void) {
  HCLUSTER cluster = OpenCluster(NULL);
  HGROUP group = OpenClusterGroup(cluster, TEXT("SQL01"));
  HRESOURCE resource = OpenClusterResource(cluster, TEXT("Virtual Machine SQL01"));
  HCHANGE port = CreateClusterNotifyPort((HCHANGE)INVALID_HANDLE_VALUE, cluster,
                                         CLUSTER_CHANGE_GROUP_STATE, 7);
  WCHAR destination[] = TEXT("NODE2");
  HANDLE event = NULL, again = NULL;
  if (GetNotifyEventHandle((HCHANGE)group, &event) != 6 || GetNotifyEventHandle(port, NULL) != 87)
    return printf("wrong arguments are taken\n"), 1;
  if (GetNotifyEventHandle(port, &event) != 0 || event == NULL ||
      GetNotifyEventHandle(port, &again) != 0 || again != event)
    return printf("there is no event\n"), 1;
  if (signaled(event, 0))
    return printf("signaled before anything happened\n"), 1;
  DWORD status = ClusterResourceControl(resource, NULL, CLUSCTL_RESOURCE_VM_START_MIGRATION,
                                        destination, sizeof destination, NULL, 0, NULL);
  if (status != 0)
    return printf("the migration was refused: %u\n", (unsigned)status), 1;
  for (int told = 0; told < 20 && !is_on(group, destination); told++) {
    WCHAR name[64];
    DWORD_PTR key = 0;
    DWORD filter = 0, units = 64;
    if (!signaled(event, 20000))
      return printf("nothing is signaled\n"), 1;
    if (GetClusterNotify(port, &key, &filter, name, &units, 0) != 0 || key != 7)
      return printf("signaled, and nothing is there\n"), 1;
  }
  if (!is_on(group, destination))
    return printf("the machine does not arrive\n"), 1;
  CloseClusterNotifyPort(port);
  CloseClusterResource(resource);
  CloseClusterGroup(group);
  CloseCluster(cluster);
  printf("as documented\n");
  return 0;
}
