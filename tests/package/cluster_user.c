/* A program that opens a simulated cluster and reads it through ClusAPI. */
#include "sim/backends/backend.h"
#include "sim/requests/requests.h"
#include <stdio.h>

int main(void) {
  struct world *world = world_create(
      &(struct world_settings){.level = LEVEL_WS2022, .limits = cluster_limits_windows()});
  if (world == NULL)
    return 1;
  const char *nodes[] = {"NODE1"};
  struct session session = {.world = world, .node = 0, .all_access = true};
  bool ok =
      world_define_host(world, &(struct world_host){.name = "NODE1", .memory = 1 << 30}) == 0 &&
      request_create_cluster(&session, &(struct request_cluster){"LAB", 1, nodes}) == 0;
  struct backend backend = sim_backend_open(world);
  HCLUSTER cluster = backend.api->OpenCluster(NULL);
  static const WCHAR name[] = {'N', 'O', 'D', 'E', '1', 0};
  HNODE node = backend.api->OpenClusterNode(cluster, name);
  ok = ok && node != NULL && backend.api->GetClusterNodeState(node) == ClusterNodeUp;
  puts(ok ? "NODE1 is Up" : "something is wrong");
  sim_backend_close(&backend);
  world_destroy(world);
  return ok ? 0 : 1;
}
