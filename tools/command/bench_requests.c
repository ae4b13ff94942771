/* Measurements of what goes through the door: control codes, and a large cluster that is made. */
#include "model/control_codes.h"
#include "sim/backends/backend.h"
#include "sim/requests/requests.h"
#include "tools/command/bench.h"
#include "tools/command/bench_world.h"
#include "tools/command/subcommands.h"
#include <stdio.h>
#include <string.h>
#include <uv.h>

struct world *bench_world(uint32_t hosts, uint32_t vms) {
  struct world *world = world_create(&(struct world_settings){
      .level = LEVEL_WS2022, .seed = 1, .limits = {hosts, 1, vms, 2 * vms, vms, 0, 0, 0}});
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

/* The machine of the built-in lab. */
static HRESOURCE machine_of_library(const struct clusapi_table *api, HCLUSTER *cluster) {
  static const char name[] = "Virtual Machine SQL01";
  WCHAR wide[sizeof name];
  for (size_t i = 0; i < sizeof name; i++)
    wide[i] = (WCHAR)name[i];
  *cluster = api->OpenCluster(NULL);
  return *cluster == NULL ? NULL : api->OpenClusterResource(*cluster, wide);
}

/* Beside the program, else where the system looks. */
static const struct backend *open_library(void) {
  static struct backend backend;
  char path[1024] = "", error[512];
  size_t size = sizeof path - sizeof "/libclusapi.so";
  if (backend.api != NULL)
    return &backend;
#ifndef _WIN32
  char *slash = uv_exepath(path, &size) == 0 ? strrchr(path, '/') : NULL;
  if (slash != NULL)
    strcpy(slash, "/libclusapi.so");
  if (slash != NULL && win32_backend_open(path, &backend, error, sizeof error))
    return &backend;
#else
  (void)size;
#endif
  if (win32_backend_open(NULL, &backend, error, sizeof error))
    return &backend;
  (void)complain("bench: %s", error);
  return NULL;
}

/* Microseconds a read takes through the library, less what it takes without. */
bool bench_library(uint32_t first, uint32_t code, struct bench_sample *sample) {
  enum { CALLS = 1000 };
  const struct backend *library = open_library();
  struct world *world = bench_world(2, 2);
  HCLUSTER cluster = NULL;
  (void)first;
  HRESOURCE resource = library == NULL ? NULL : machine_of_library(library->api, &cluster);
  double took[2] = {0}, calls[2] = {0};
  for (int way = 0; way < 2 && resource != NULL && world != NULL; way++)
    for (double began = bench_clock(); took[way] < bench_duration() / 2;
         took[way] = bench_clock() - began, calls[way] += CALLS)
      (void)(way == 0 ? through_requests(world, code, CALLS)
                      : through_clusapi(library->api, resource, code, CALLS));
  world_destroy(world);
  if (resource == NULL || world == NULL)
    return false;
  (void)library->api->CloseClusterResource(resource);
  (void)library->api->CloseCluster(cluster);
  sample->value = 1e6 * (took[1] / calls[1] - took[0] / calls[0]);
  return true;
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
