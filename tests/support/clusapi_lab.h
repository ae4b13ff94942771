#ifndef TESTS_SUPPORT_CLUSAPI_LAB_H
#define TESTS_SUPPORT_CLUSAPI_LAB_H
/* A client of ClusAPI with a simulated cluster of two nodes behind it, and one clustered machine.
 */
#include "sim/backends/backend.h"
#include "sim/requests/world.h"

/* A UTF-16 string in one of a few static places. */
static inline WCHAR *wide(const char *text) {
  static WCHAR places[8][160];
  static unsigned next;
  WCHAR *place = places[next++ % 8];
  size_t i = 0;
  for (; text[i] != '\0'; i++)
    place[i] = (WCHAR)text[i];
  place[i] = 0;
  return place;
}

static struct world *world;
static struct backend backend;
static HCLUSTER cluster;
static HGROUP group;
static HRESOURCE resource;

static inline void clusapi_lab_open(void) {
  struct world_settings settings = {
      .level = LEVEL_WS2022, .seed = 1, .limits = {2, 1, 2, 4, 1, 16, 4, 4}};
  world = world_create(&settings);
  world_define_host(world, &(struct world_host){"NODE1", UINT64_C(8) << 30, 0});
  world_define_host(world, &(struct world_host){"NODE2", UINT64_C(8) << 30, 0});
  world_define_network(world, &(struct world_network){"W", 1000000000, 1, false});
  world_define_vm(world, &(struct world_vm){.name = "V", .memory = 1 << 28, .running = true});
  backend = sim_backend_open(world);
  LPCWSTR nodes[] = {wide("NODE1"), wide("NODE2")};
  CREATE_CLUSTER_CONFIG config = {
      .lpszClusterName = wide("LAB"), .cNodes = 2, .ppszNodeNames = nodes};
  cluster = backend.api->CreateCluster(&config, NULL, NULL);
  group = backend.api->CreateClusterGroupEx(cluster, wide("V"), NULL);
  resource = backend.api->CreateClusterResource(group, wide("R"), wide("Virtual Machine"), 0);
}

static inline void clusapi_lab_close(void) {
  sim_backend_close(&backend);
  world_destroy(world);
}

#endif
