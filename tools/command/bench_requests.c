/* Measurements of what goes through the door: control codes, and a large cluster that is made. */
#include "model/control_codes.h"
#include "sim/backends/backend.h"
#include "sim/requests/requests.h"
#include "tools/command/bench.h"
#include "tools/command/bench_world.h"
#include "tools/command/subcommands.h"
#include <stdio.h>

struct world *bench_world(uint32_t hosts, uint32_t vms) {
  struct world *world = world_create(&(struct world_settings){
      .level = LEVEL_WS2022, .seed = 1, .limits = {hosts, 1, vms, 2 * vms, vms, 0, 0}});
  struct session session = {.world = world, .node = 0, .all_access = true};
  const char *names[NODES_MAX];
  char text[NODES_MAX][16], name[64];
  bool ok = world != NULL;
  for (uint32_t i = 0; ok && i < hosts; i++) {
    snprintf(text[i], sizeof text[i], "NODE%u", i);
    names[i] = text[i];
    ok = world_define_host(world, &(struct world_host){names[i], UINT64_C(1) << 40, 2}) == 0;
  }
  ok = ok &&
       world_define_network(world, &(struct world_network){"Live Migration", UINT64_C(10000000000),
                                                           1, false}) == WIN32_SUCCESS;
  ok = ok && request_create_cluster(&session, &(struct request_cluster){"LAB", hosts, names}) ==
                 WIN32_SUCCESS;
  for (uint32_t i = 0; ok && i < vms; i++) {
    uint32_t group = 0, resource = 0;
    snprintf(name, sizeof name, "VM%u", i);
    session.node = i % hosts;
    ok = world_define_vm(world, &(struct world_vm){.name = name,
                                                   .node = i % hosts,
                                                   .memory = 1 << 30,
                                                   .running = true}) == WIN32_SUCCESS &&
         request_create_group(&session, name, GROUP_TYPE_VIRTUAL_MACHINE, &group) == WIN32_SUCCESS;
    for (int machine = 0; ok && machine < 2; machine++) {
      snprintf(name, sizeof name, "Virtual Machine%s VM%u", machine ? "" : " Configuration", i);
      ok = request_create_resource(&session, group, name,
                                   machine ? "Virtual Machine" : "Virtual Machine Configuration",
                                   &resource) == WIN32_SUCCESS &&
           world_happens(world, &(struct event){.kind = EVENT_SET_VM_ID,
                                                .subject = resource,
                                                .argument = i}) == WIN32_SUCCESS;
    }
    uint32_t status =
        ok ? request_online_group(&session, group, CLUSTER_NONE, 0) : (uint32_t)WIN32_SUCCESS;
    ok = ok && (status == WIN32_SUCCESS || status == WIN32_IO_PENDING);
  }
  if (ok)
    return world;
  (void)complain("bench: a cluster of %u nodes and %u machines could not be made", hosts, vms);
  world_destroy(world);
  return NULL;
}

/* --- reading control codes --- */

static uint64_t through_requests(struct world *world, uint32_t code, uint32_t calls) {
  struct session session = {.world = world, .node = CLUSTER_NONE, .all_access = true};
  uint8_t out[1024];
  uint64_t bytes = 0;
  for (uint32_t i = 0; i < calls; i++) {
    struct request_control control = {.object = {CONTROL_OBJECT_RESOURCE, 1},
                                      .node = CLUSTER_NONE,
                                      .code = code,
                                      .out = out,
                                      .out_room = sizeof out};
    uint32_t status = request_control(&session, &control);
    assert(status == WIN32_SUCCESS);
    (void)status;
    bytes += control.returned;
  }
  return bytes;
}

static uint64_t through_clusapi(const struct clusapi_table *api, HRESOURCE resource, uint32_t code,
                                uint32_t calls) {
  uint8_t out[1024];
  uint64_t bytes = 0;
  for (uint32_t i = 0; i < calls; i++) {
    DWORD returned = 0;
    DWORD status =
        api->ClusterResourceControl(resource, NULL, code, NULL, 0, out, sizeof out, &returned);
    assert(status == WIN32_SUCCESS);
    (void)status;
    bytes += returned;
  }
  return bytes;
}

bool bench_control_codes(uint32_t clusapi, uint32_t code, struct bench_sample *sample) {
  enum { CALLS = 1000 };
  static const WCHAR name[] = {'V', 'i', 'r', 't', 'u', 'a', 'l', ' ', 'M', 'a',
                               'c', 'h', 'i', 'n', 'e', ' ', 'V', 'M', '0', 0};
  struct world *world = bench_world(2, 2);
  uint64_t calls = 0, bytes = 0;
  if (world == NULL)
    return false;
  struct backend backend = sim_backend_open(world);
  HCLUSTER cluster = backend.api->OpenCluster(NULL);
  HRESOURCE resource = backend.api->OpenClusterResource(cluster, name);
  assert(resource != NULL);
  double began = bench_clock(), took = 0;
  for (; took < bench_duration(); took = bench_clock() - began, calls += CALLS)
    bytes += clusapi ? through_clusapi(backend.api, resource, code, CALLS)
                     : through_requests(world, code, CALLS);
  sample->value = (double)calls / took;
  sim_backend_close(&backend);
  world_destroy(world);
  return bytes > 0;
}

/* --- a large cluster --- */

bool bench_make(uint32_t hosts, uint32_t vms, struct bench_sample *sample) {
  double began = bench_clock();
  struct world *world = bench_world(hosts, vms);
  sample->value = bench_clock() - began;
  world_destroy(world);
  return world != NULL;
}
