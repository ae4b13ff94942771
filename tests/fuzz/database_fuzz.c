#define _POSIX_C_SOURCE 200809L /* mkstemp, unlink */
/* Any bytes as a database file: opened or refused with a sentence, never a crash, and what opens
 * runs on. */
#include "sim/requests/world.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  char path[] = "/tmp/wsfcsim-fuzz-XXXXXX", other[64], error[512];
  int descriptor = mkstemp(path);
  FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
  if (file == NULL)
    return 0;
  (void)fwrite(bytes, 1, size, file);
  fclose(file);
  struct world *world = world_open(path, false, error, sizeof error);
  if (world != NULL) {
    (void)world_run(world, world_now(world) + 1000000, NULL, NULL);
    world_check(world);
  }
  world_destroy(world);
  static const char *const suffixes[] = {"", "-owner", "-wal", "-shm", "-journal"};
  for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
    snprintf(other, sizeof other, "%s%s", path, suffixes[i]);
    (void)unlink(other);
  }
  return 0;
}
