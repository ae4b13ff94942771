#ifndef TESTS_SWEEPS_FAULTY_VFS_H
#define TESTS_SWEEPS_FAULTY_VFS_H
/* A SQLite VFS over the system's own that fails where it is told to.  It remembers what every write
 * replaced since the file was last synced, so that a power failure can take it back. */
#include <stdbool.h>
#include <stdint.h>

enum vfs_fault {
  VFS_NO_FAULT,
  VFS_WRITE_FAILS,     /* the n-th write fails and writes nothing; what comes later works */
  VFS_SYNC_FAILS,      /* the same for the n-th sync */
  VFS_WRITE_IS_TORN,   /* half of the n-th write is written, then the process is gone */
  VFS_POWER_LOST,      /* before the n-th write or sync; what was not synced is gone */
  VFS_POWER_LOST_SOME, /* the same, and of what was not synced some writes are gone, some are torn
                        */
};

/* Makes it the default VFS.  False when SQLite refuses. */
bool faulty_vfs_register(void);

/* From now on: this fault at the n-th operation of its kind, counted from 1. */
void faulty_vfs_arm(enum vfs_fault fault, uint64_t n);

/* Whether the fault has happened. */
bool faulty_vfs_struck(void);

/* After everything is closed: carries out what a power failure does to the files. */
void faulty_vfs_settle(void);

#endif
