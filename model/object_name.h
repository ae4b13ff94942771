#ifndef MODEL_OBJECT_NAME_H
#define MODEL_OBJECT_NAME_H
/* Names of cluster objects: UTF-16 code units within Windows' limits, kept as UTF-8, compared
 * without case. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  NODE_NAME_UNITS_MAX = 15,      /* a NetBIOS computer name (MAX_COMPUTERNAME_LENGTH) */
  CLUSTER_NAME_UNITS_MAX = 63,   /* MAX_CLUSTERNAME_LENGTH, win32metadata */
  GROUP_NAME_UNITS_MAX = 100,    /* a virtual machine's name in Hyper-V */
  RESOURCE_NAME_UNITS_MAX = 130, /* "Virtual Machine Configuration " and a group's name */
  NAME_BYTES_MAX = 3 * RESOURCE_NAME_UNITS_MAX + 1,
};

/* NULL when the UTF-8 string is a usable name of at most `units` UTF-16 code units; otherwise a
 * sentence that says why it is not. */
const char *object_name_check(const char *name, size_t units);

/* Whether what somebody typed is this name; false for what is no name at all. */
bool object_name_is(const char *typed, const char *name);

/* Both must be well-formed UTF-8 (object_name_check). */
bool object_name_equal(const char *a, const char *b);

/* Equal names have equal hashes. */
uint32_t object_name_hash(const char *name);

/* UTF-16LE bytes to UTF-8.  Reads up to the first NUL unit.  False when the bytes hold no NUL unit,
 * an unpaired surrogate, or more than fits into `room` bytes; `out` is then an empty string. */
bool object_name_from_utf16le(const uint8_t *bytes, size_t size, char *out, size_t room);

/* Number of UTF-16LE bytes of a well-formed UTF-8 string, its NUL unit included; writes them when
 * `room` is enough for all, else writes nothing. */
size_t object_name_to_utf16le(const char *name, uint8_t *out, size_t room);

#endif
