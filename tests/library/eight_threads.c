/* Eight threads call libclusapi.so at once: reads, requests, waits, handles that others close.
 * Nothing here checks what they see; ThreadSanitizer and the assertions of the simulator do. */
#include <clusapi.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

enum { THREADS = 8, ROUNDS = 200, UNITS = 64 };

static HGROUP shared;
static HCHANGE port;

static uint32_t next(uint32_t *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 16;
}

static void ask(HCLUSTER cluster, uint32_t what) {
  WCHAR name[UNITS];
  DWORD units = UNITS, type = 0, size = 0;
  DWORD_PTR key = 0;
  BYTE list[2048];
  HGROUP group = OpenClusterGroup(cluster, TEXT("SQL01"));
  HNODE node = OpenClusterNode(cluster, what % 2 == 0 ? TEXT("NODE1") : TEXT("NODE2"));
  switch (what % 8) {
  case 0:
    (void)GetClusterGroupState(group, name, &units);
    break;
  case 1:
    (void)MoveClusterGroup(group, node);
    break;
  case 2:
    (void)OnlineClusterGroup(group, NULL);
    break;
  case 3:
    (void)OfflineClusterGroup(group);
    break;
  case 4:
    (void)ClusterGroupControl(group, NULL, CLUSCTL_GROUP_GET_COMMON_PROPERTIES, NULL, 0, list,
                              sizeof list, &size);
    break;
  case 5:
    (void)GetClusterNotify(port, &key, &type, name, &units, 10);
    break;
  case 6:
    (void)CloseClusterGroup(shared); /* whoever comes first */
    break;
  default:
    (void)GetClusterNodeState(node);
    break;
  }
  (void)CloseClusterGroup(group);
  (void)CloseClusterNode(node);
}

static void *run(void *seed) {
  uint32_t state = (uint32_t)(uintptr_t)seed;
  HCLUSTER cluster = OpenCluster(NULL);
  for (int i = 0; i < ROUNDS; i++)
    ask(cluster, next(&state));
  (void)CloseCluster(cluster);
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  HCLUSTER cluster = OpenCluster(NULL);
  if (cluster == NULL)
    return printf("no cluster: %u\n", GetLastError()), 1;
  shared = OpenClusterGroup(cluster, TEXT("SQL01"));
  port = CreateClusterNotifyPort(INVALID_HANDLE_VALUE, cluster, CLUSTER_CHANGE_ALL, 1);
  for (uintptr_t i = 0; i < THREADS; i++)
    if (pthread_create(&threads[i], NULL, run, (void *)(i + 1)) != 0)
      return printf("no thread\n"), 1;
  for (int i = 0; i < THREADS; i++)
    (void)pthread_join(threads[i], NULL);
  (void)CloseClusterNotifyPort(port);
  printf("%d threads, %d rounds\n", THREADS, ROUNDS);
  return CloseCluster(cluster) ? 0 : 1;
}
