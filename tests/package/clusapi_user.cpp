// ClusAPI from C++17: a cluster, a role, its state.
#include <clusapi.h>

static_assert(sizeof(NOTIFY_FILTER_AND_TYPE) == 16, "as in Windows");
static_assert(sizeof(WCHAR) == 2 && sizeof(DWORD) == 4 && sizeof(LONG) == 4, "as in Windows");

int main() {
  HCLUSTER cluster = OpenCluster(nullptr);
  HGROUP group = OpenClusterGroup(cluster, TEXT("SQL01"));
  WCHAR node[16];
  DWORD units = 16;
  bool online = GetClusterGroupState(group, node, &units) == ClusterGroupOnline;
  return online && CloseClusterGroup(group) && CloseCluster(cluster) ? 0 : 1;
}
