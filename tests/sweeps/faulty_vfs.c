#define _POSIX_C_SOURCE 200809L /* truncate, pwrite */
#include "tests/sweeps/faulty_vfs.h"
#include <assert.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_ROOM = 512, FILES_MAX = 16 };

/* What a write or a truncation replaced, newest last. */
struct change {
  sqlite3_int64 offset, size_before;
  uint32_t before_size, after_size; /* bytes that were there, and that came */
  char *before, *after;
};

/* A file by its path: it stays when SQLite closes it, until the power failure is over. */
struct disk_file {
  char path[PATH_ROOM];
  struct change *changes; /* since the last sync */
  size_t count, room;
};

struct open_file {
  sqlite3_file base;      /* first: SQLite sees nothing else */
  struct disk_file *disk; /* NULL for files without a name */
  sqlite3_file *real;     /* behind this struct */
};

static struct {
  sqlite3_vfs vfs, *real;
  struct disk_file files[FILES_MAX];
  size_t file_count;
  enum vfs_fault fault;
  uint64_t n, operations;
  bool struck, gone; /* gone: nothing works any more */
} state;

static struct open_file *of(sqlite3_file *file) {
  return (struct open_file *)file;
}

static struct disk_file *disk_of(const char *path) {
  for (size_t i = 0; i < state.file_count; i++)
    if (strcmp(state.files[i].path, path) == 0)
      return &state.files[i];
  assert(state.file_count < FILES_MAX && strlen(path) < PATH_ROOM);
  struct disk_file *file = &state.files[state.file_count++];
  *file = (struct disk_file){0};
  strcpy(file->path, path);
  return file;
}

static void forget_changes(struct disk_file *file) {
  for (size_t i = 0; i < file->count; i++) {
    free(file->changes[i].before);
    free(file->changes[i].after);
  }
  free(file->changes);
  file->changes = NULL;
  file->count = file->room = 0;
}

/* Whether this operation is the one that goes wrong. */
static bool strikes(bool is_write) {
  bool counts = state.fault == VFS_SYNC_FAILS                                        ? !is_write
                : state.fault == VFS_WRITE_FAILS || state.fault == VFS_WRITE_IS_TORN ? is_write
                                                                                     : true;
  if (state.fault == VFS_NO_FAULT || !counts || ++state.operations != state.n)
    return false;
  state.struck = true;
  state.gone = state.fault != VFS_WRITE_FAILS && state.fault != VFS_SYNC_FAILS;
  return true;
}

static void remember(struct open_file *file, const void *bytes, int size, sqlite3_int64 offset) {
  struct disk_file *disk = file->disk;
  struct change change = {.offset = offset, .after_size = (uint32_t)size};
  (void)file->real->pMethods->xFileSize(file->real, &change.size_before);
  sqlite3_int64 there = change.size_before - offset;
  there = there < 0 ? 0 : there > size ? size : there;
  change.before_size = (uint32_t)there;
  change.before = malloc((size_t)there + 1);
  change.after = malloc((size_t)size + 1);
  assert(change.before != NULL && change.after != NULL);
  if (there > 0)
    (void)file->real->pMethods->xRead(file->real, change.before, (int)there, offset);
  if (size > 0)
    memcpy(change.after, bytes, (size_t)size);
  if (disk->count == disk->room) {
    disk->room = disk->room == 0 ? 64 : disk->room * 2;
    disk->changes = realloc(disk->changes, disk->room * sizeof *disk->changes);
    assert(disk->changes != NULL);
  }
  disk->changes[disk->count++] = change;
}

/* --- the methods of a file --- */

static int file_close(sqlite3_file *file) {
  return of(file)->real->pMethods->xClose(of(file)->real);
}

static int file_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset) {
  return state.gone ? SQLITE_IOERR_READ
                    : of(file)->real->pMethods->xRead(of(file)->real, bytes, size, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset) {
  struct open_file *open = of(file);
  bool now = !state.gone && open->disk != NULL && strikes(true);
  if (now && state.fault == VFS_WRITE_IS_TORN) {
    remember(open, bytes, size / 2, offset);
    (void)open->real->pMethods->xWrite(open->real, bytes, size / 2, offset);
  }
  if (now || state.gone)
    return SQLITE_IOERR_WRITE;
  if (open->disk != NULL)
    remember(open, bytes, size, offset);
  return open->real->pMethods->xWrite(open->real, bytes, size, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
  struct open_file *open = of(file);
  sqlite3_int64 before = 0;
  if (state.gone)
    return SQLITE_IOERR_TRUNCATE;
  (void)open->real->pMethods->xFileSize(open->real, &before);
  if (open->disk != NULL && before > size) { /* taken back by writing what was cut off */
    size_t cut = (size_t)(before - size);
    char *bytes = malloc(cut);
    assert(bytes != NULL);
    (void)open->real->pMethods->xRead(open->real, bytes, (int)cut, size);
    remember(open, bytes, 0, size);
    struct change *change = &open->disk->changes[open->disk->count - 1];
    free(change->before);
    change->before = bytes;
    change->before_size = (uint32_t)cut;
  }
  return open->real->pMethods->xTruncate(open->real, size);
}

static int file_sync(sqlite3_file *file, int flags) {
  struct open_file *open = of(file);
  if (state.gone || (open->disk != NULL && strikes(false)))
    return SQLITE_IOERR_FSYNC;
  if (open->disk != NULL)
    forget_changes(open->disk);
  (void)flags; /* nothing is lost here but by our own hand: no need to wait for a disk */
  return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
  return state.gone ? SQLITE_IOERR_FSTAT
                    : of(file)->real->pMethods->xFileSize(of(file)->real, size);
}

static int file_lock(sqlite3_file *file, int level) {
  return of(file)->real->pMethods->xLock(of(file)->real, level);
}

static int file_unlock(sqlite3_file *file, int level) {
  return of(file)->real->pMethods->xUnlock(of(file)->real, level);
}

static int file_reserved(sqlite3_file *file, int *result) {
  return of(file)->real->pMethods->xCheckReservedLock(of(file)->real, result);
}

static int file_control(sqlite3_file *file, int operation, void *argument) {
  return of(file)->real->pMethods->xFileControl(of(file)->real, operation, argument);
}

static int file_sector(sqlite3_file *file) {
  return of(file)->real->pMethods->xSectorSize(of(file)->real);
}

static int file_characteristics(sqlite3_file *file) {
  (void)file;
  return 0; /* a disk that promises nothing */
}

static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **at) {
  return of(file)->real->pMethods->xShmMap(of(file)->real, page, size, extend, at);
}

static int file_shm_lock(sqlite3_file *file, int offset, int n, int flags) {
  return of(file)->real->pMethods->xShmLock(of(file)->real, offset, n, flags);
}

static void file_shm_barrier(sqlite3_file *file) {
  of(file)->real->pMethods->xShmBarrier(of(file)->real);
}

static int file_shm_unmap(sqlite3_file *file, int remove_it) {
  return of(file)->real->pMethods->xShmUnmap(of(file)->real, remove_it && !state.gone);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

/* --- the methods of the VFS --- */

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
                    int *out_flags) {
  struct open_file *open = of(file);
  (void)vfs;
  memset(open, 0, sizeof *open);
  open->real = (sqlite3_file *)(open + 1);
  if (state.gone)
    return SQLITE_CANTOPEN;
  int result = state.real->xOpen(state.real, path, open->real, flags, out_flags);
  if (result != SQLITE_OK)
    return result;
  open->base.pMethods = &methods;
  open->disk = path == NULL ? NULL : disk_of(path);
  return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync) {
  (void)vfs;
  if (state.gone)
    return SQLITE_IOERR_DELETE;
  forget_changes(disk_of(path));
  return state.real->xDelete(state.real, path, sync);
}

bool faulty_vfs_register(void) {
  state.real = sqlite3_vfs_find(NULL);
  if (state.real == NULL)
    return false;
  state.vfs = *state.real;
  state.vfs.zName = "faulty";
  state.vfs.szOsFile = (int)sizeof(struct open_file) + state.real->szOsFile;
  state.vfs.xOpen = vfs_open;
  state.vfs.xDelete = vfs_delete;
  return sqlite3_vfs_register(&state.vfs, 1) == SQLITE_OK;
}

void faulty_vfs_arm(enum vfs_fault fault, uint64_t n) {
  for (size_t i = 0; i < state.file_count; i++)
    forget_changes(&state.files[i]);
  state.file_count = 0;
  state.fault = fault;
  state.n = n;
  state.operations = 0;
  state.struck = state.gone = false;
}

bool faulty_vfs_struck(void) {
  return state.struck;
}

/* --- the power failure --- */

static void take_back(int descriptor, const struct change *change) {
  ssize_t wrote = pwrite(descriptor, change->before, change->before_size, change->offset);
  assert(wrote == (ssize_t)change->before_size);
  (void)wrote;
  int cut = ftruncate(descriptor, change->size_before);
  assert(cut == 0);
  (void)cut;
}

/* Which writes reached the disk nevertheless: a fixed pattern that differs from fault to fault. */
static void some_arrive(int descriptor, const struct disk_file *file) {
  uint64_t pattern = state.n * UINT64_C(0x9E3779B97F4A7C15);
  for (size_t i = 0; i < file->count; i++) {
    const struct change *change = &file->changes[i];
    pattern ^= pattern >> 29;
    pattern *= UINT64_C(0xBF58476D1CE4E5B9);
    uint32_t size = pattern >> 63 ? change->after_size : 0;
    if (size > 0 && (pattern >> 61 & 1))
      size /= 2; /* torn */
    ssize_t wrote = pwrite(descriptor, change->after, size, change->offset);
    assert(wrote == (ssize_t)size);
    (void)wrote;
  }
}

void faulty_vfs_settle(void) {
  bool power = state.fault == VFS_POWER_LOST || state.fault == VFS_POWER_LOST_SOME;
  for (size_t i = 0; i < state.file_count; i++) {
    struct disk_file *file = &state.files[i];
    int descriptor = power && state.struck ? open(file->path, O_RDWR) : -1;
    for (size_t k = file->count; descriptor >= 0 && k-- > 0;)
      take_back(descriptor, &file->changes[k]);
    if (descriptor >= 0 && state.fault == VFS_POWER_LOST_SOME)
      some_arrive(descriptor, file);
    if (descriptor >= 0)
      close(descriptor);
    /* The index of the log lives in shared memory, which no power failure survives. */
    char index[PATH_ROOM + 8];
    strcpy(index, file->path);
    strcat(index, "-shm");
    if (power && state.struck)
      (void)remove(index);
    forget_changes(file);
  }
  state.file_count = 0;
  state.gone = false;
  state.fault = VFS_NO_FAULT;
}
