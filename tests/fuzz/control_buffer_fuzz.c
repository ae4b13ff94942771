/* Any control code with any buffer on both resources of a role, and any context for a group move:
 * a Win32 status, never a crash.  The first bytes choose what is called. */
#include "sim/backends/backend.h"
#include "sim/requests/world.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct world *make_world(void) {
  struct world_settings settings = {
      .level = LEVEL_WS2022,
      .seed = 1,
      .limits = {.nodes = 2, .networks = 1, .groups = 1, .resources = 2, .vms = 1}};
  struct world *world = world_create(&settings);
  world_define_host(world, &(struct world_host){.name = "N1", .memory = 1 << 30});
  world_define_host(world, &(struct world_host){.name = "N2", .memory = 1 << 30});
  world_define_network(world, &(struct world_network){.name = "W", .bandwidth = 1000000000});
  world_define_vm(world, &(struct world_vm){.name = "V", .memory = 1 << 20, .running = true});
  return world;
}

static void make_role(const struct clusapi_table *api, HGROUP *group, HRESOURCE both[2]) {
  static const WCHAR cluster_name[] = {'L', 0}, n1[] = {'N', '1', 0}, n2[] = {'N', '2', 0},
                     name[] = {'V', 0}, resource[] = {'R', 0};
  static const WCHAR type[] = {'V', 'i', 'r', 't', 'u', 'a', 'l', ' ',
                               'M', 'a', 'c', 'h', 'i', 'n', 'e', 0};
  LPCWSTR nodes[] = {n1, n2};
  CREATE_CLUSTER_CONFIG config = {
      .lpszClusterName = cluster_name, .cNodes = 2, .ppszNodeNames = nodes};
  HCLUSTER cluster = api->CreateCluster(&config, NULL, NULL);
  *group = api->CreateClusterGroupEx(cluster, name, NULL);
  static const WCHAR other[] = {'C', 0};
  static const WCHAR other_type[] = {'V', 'i', 'r', 't', 'u', 'a', 'l', ' ', 'M', 'a',
                                     'c', 'h', 'i', 'n', 'e', ' ', 'C', 'o', 'n', 'f',
                                     'i', 'g', 'u', 'r', 'a', 't', 'i', 'o', 'n', 0};
  both[0] = api->CreateClusterResource(*group, resource, type, 0);
  both[1] = api->CreateClusterResource(*group, other, other_type, 0);
}

/* The machine runs and belongs to both, so that every handler is reached. */
static void attach(struct world *world) {
  for (uint32_t resource = 0; resource < 2; resource++)
    (void)world_happens(world, &(struct event){.kind = EVENT_SET_VM_ID, .subject = resource});
  (void)world_happens(world, &(struct event){.kind = EVENT_ONLINE_GROUP});
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  uint8_t out[64];
  DWORD returned = 0;
  uint32_t code = 0;
  HGROUP group = NULL;
  if (size < 5)
    return 0;
  memcpy(&code, bytes + 1, 4);
  struct world *world = make_world();
  struct backend backend = sim_backend_open(world);
  HRESOURCE both[2];
  make_role(backend.api, &group, both);
  attach(world);
  /* A copy of exactly this size, so that reading past its end is seen. */
  uint8_t *buffer = malloc(size - 5 + (size == 5));
  memcpy(buffer, bytes + 5, size - 5);
  if ((bytes[0] & 1) != 0)
    (void)backend.api->MoveClusterGroupEx(group, NULL, code, buffer, (DWORD)(size - 5));
  for (int i = 0; i < 2; i++)
    (void)backend.api->ClusterResourceControl(both[i], NULL, code, buffer, (DWORD)(size - 5), out,
                                              bytes[0] % (sizeof out + 1), &returned);
  (void)backend.api->ClusterGroupControl(group, NULL, code, buffer, (DWORD)(size - 5), out,
                                         bytes[0] % (sizeof out + 1), &returned);
  (void)world_run(world, world_now(world) + 60000000, NULL, NULL);
  world_check(world);
  free(buffer);
  sim_backend_close(&backend);
  world_destroy(world);
  return 0;
}
