#include "tools/command/write_file.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool write_whole(const char *path, const char *bytes, size_t size) {
  FILE *stream = fopen(path, "wb");
  if (stream == NULL)
    return false;
  bool ok = fwrite(bytes, 1, size, stream) == size;
  return fclose(stream) == 0 && ok;
}

bool write_file(const char *path, const char *bytes, size_t size) {
  size_t room = strlen(path) + sizeof ".new";
  char *temporary = malloc(room);
  if (temporary == NULL)
    return false;
  snprintf(temporary, room, "%s.new", path);
  bool ok = write_whole(temporary, bytes, size) && rename(temporary, path) == 0;
  int error = errno;
  if (!ok)
    (void)remove(temporary);
  free(temporary);
  errno = error;
  return ok;
}
