/* A program with nothing but the reference model: what may a machine do that is off? */
#include "model/control_codes.h"
#include "model/step.h"
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  struct cluster_settings settings = {
      .limits = {.nodes = 1, .networks = 1, .groups = 1, .resources = 2, .vms = 1},
      .level = LEVEL_WS2022};
  size_t size = model_size(&settings.limits);
  void *memory = malloc(size);
  if (memory == NULL)
    return 1;
  struct cluster *cluster = model_init(memory, size, &settings);
  struct effects effects;
  const struct event host = {
      .kind = EVENT_DEFINE_HOST, .argument = 2, .value = 1 << 30, .name = "NODE1"};
  const struct event vm = {.kind = EVENT_DEFINE_VM, .value = 1 << 20, .name = "VM1"};
  const struct event pause = {.kind = EVENT_GUEST_PAUSE};
  bool refused = model_step(cluster, &host, &effects) && model_step(cluster, &vm, &effects) &&
                 !model_step(cluster, &pause, &effects);
  printf("%s %u\n", win32_status_name(effects.status), effects.status);
  free(memory);
  return refused && control_code_by_name("CLUSCTL_RESOURCE_VM_START_MIGRATION")->value == 0x01600004
             ? 0
             : 1;
}
