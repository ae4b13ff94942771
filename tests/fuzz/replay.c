/* Runs a fuzz entry over the files of its corpus, without libFuzzer. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int main(int count, char **paths) {
  enum { ROOM = 1 << 20 };
  uint8_t *bytes = malloc(ROOM);
  for (int i = 1; i < count && bytes != NULL; i++) {
    FILE *file = fopen(paths[i], "rb");
    if (file == NULL) {
      perror(paths[i]);
      return 1;
    }
    size_t size = fread(bytes, 1, ROOM, file);
    fclose(file);
    (void)LLVMFuzzerTestOneInput(bytes, size);
  }
  free(bytes);
  printf("%d inputs replayed\n", count - 1);
  return count > 1 ? 0 : 1;
}
