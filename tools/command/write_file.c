#include "tools/command/write_file.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <uv.h>

/* Writes into what is there: a device, a pipe. */
static bool write_into(const char *path, const char *bytes, size_t size) {
  FILE *stream = fopen(path, "wb");
  if (stream == NULL)
    return false;
  bool ok = fwrite(bytes, 1, size, stream) == size;
  return fclose(stream) == 0 && ok;
}

static bool write_all(uv_file file, const char *bytes, size_t size) {
  while (size > 0) {
    uv_fs_t request;
    uv_buf_t piece =
        uv_buf_init((char *)(uintptr_t)bytes, size > 1 << 20 ? 1 << 20 : (unsigned)size);
    int wrote = uv_fs_write(NULL, &request, file, &piece, 1, -1, NULL);
    uv_fs_req_cleanup(&request);
    if (wrote <= 0) {
      errno = wrote == 0 ? EIO : -wrote;
      return false;
    }
    bytes += wrote;
    size -= (size_t)wrote;
  }
  return true;
}

/* A file of its own beside the path, on the disk before it takes the name. */
static bool replace(const char *path, int mode, const char *bytes, size_t size) {
  size_t room = strlen(path) + sizeof ".XXXXXX";
  char *pattern = malloc(room);
  uv_fs_t made, request;
  if (pattern == NULL)
    return false;
  snprintf(pattern, room, "%s.XXXXXX", path);
  int file = uv_fs_mkstemp(NULL, &made, pattern, NULL);
  bool ok = file >= 0 && write_all(file, bytes, size);
  int error = file < 0 ? -file : errno;
  if (file >= 0) {
    (void)uv_fs_fchmod(NULL, &request, file, mode, NULL);
    int synced = ok ? uv_fs_fsync(NULL, &request, file, NULL) : 0;
    (void)uv_fs_close(NULL, &request, file, NULL);
    int renamed = ok && synced == 0 ? uv_fs_rename(NULL, &request, made.path, path, NULL) : -1;
    uv_fs_req_cleanup(&request);
    if (renamed != 0)
      (void)remove(made.path);
    error = synced < 0 ? -synced : ok && renamed < 0 ? -renamed : error;
    ok = ok && renamed == 0;
  }
  uv_fs_req_cleanup(&made);
  free(pattern);
  errno = error;
  return ok;
}

/* What a new file may be read and written by: the umask is asked by setting it. */
static int new_mode(void) {
  mode_t mask = umask(0);
  (void)umask(mask);
  return 0666 & ~(int)mask;
}

bool write_file(const char *path, const char *bytes, size_t size) {
  uv_fs_t there, real;
  bool exists = uv_fs_stat(NULL, &there, path, NULL) == 0, ok = false;
  int mode = exists ? (int)(there.statbuf.st_mode & 0777) : new_mode();
  bool regular = exists && (there.statbuf.st_mode & 0170000) == 0100000;
  uv_fs_req_cleanup(&there);
  if (exists && !regular)
    return write_into(path, bytes, size);
  /* A link stays one: what it names is replaced. */
  if (exists && uv_fs_realpath(NULL, &real, path, NULL) == 0) {
    ok = replace(real.ptr, mode, bytes, size);
    int error = errno;
    uv_fs_req_cleanup(&real);
    errno = error;
    return ok;
  }
  return replace(path, mode, bytes, size);
}
