/* A program with nothing but the reference model: what may a machine do that is off? */
#include "model/control_codes.h"
#include "model/step.h"
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  struct cluster_settings settings = {.limits = {1, 1, 1, 2, 1}, .level = LEVEL_WS2022};
  size_t size = model_size(&settings.limits);
  void *memory = malloc(size);
  if (memory == NULL)
    return 1;
  struct cluster *cluster = model_init(memory, size, &settings);
  struct effects effects;
  const struct event host = {EVENT_DEFINE_HOST, 0, 2, 1 << 30, "NODE1"};
  const struct event vm = {EVENT_DEFINE_VM, 0, 0, 1 << 20, "VM1"};
  const struct event pause = {EVENT_GUEST_PAUSE, 0, 0, 0, NULL};
  bool refused = model_step(cluster, &host, &effects) && model_step(cluster, &vm, &effects) &&
                 !model_step(cluster, &pause, &effects);
  printf("%s %u\n", win32_status_name(effects.status), effects.status);
  free(memory);
  return refused && control_code_by_name("CLUSCTL_RESOURCE_VM_START_MIGRATION")->value == 0x01600004
             ? 0
             : 1;
}
