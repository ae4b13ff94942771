#ifndef MODEL_CONTROL_CODES_H
#define MODEL_CONTROL_CODES_H
/* Control codes: the 32-bit layout, and the registry of every public name.
 *
 *   31       24 23     22     21   20   19            2 1      0
 *   [ object ] [glob] [mod] [user] [int] [ function    ] [access]
 *
 * Source: MsCS pages "control-code-architecture" and "creating-control-codes"; object numbers as in
 * the codes themselves (the first page prints another table that no code uses: docs/fidelity.md).
 *
 * The user bit decides whose number the function field holds: 0, the cluster API's own list; 1, the
 * list of the resource type that receives the code, so that one number may mean two things.
 * CLUSCTL_USER_CODE in clusapi.h sets the marker in bit 23 instead of 21 (it adds 1 << 21 to the
 * function before it shifts by 2); see control_code_is_user_macro(). */
#include "model/control_code_values.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum control_object {
  CONTROL_OBJECT_INVALID = 0x00,
  CONTROL_OBJECT_RESOURCE = 0x01,
  CONTROL_OBJECT_RESOURCE_TYPE = 0x02,
  CONTROL_OBJECT_GROUP = 0x03,
  CONTROL_OBJECT_NODE = 0x04,
  CONTROL_OBJECT_NETWORK = 0x05,
  CONTROL_OBJECT_NETINTERFACE = 0x06,
  CONTROL_OBJECT_CLUSTER = 0x07,
  CONTROL_OBJECT_GROUPSET = 0x08,
  CONTROL_OBJECT_AFFINITYRULE = 0x09,
  CONTROL_OBJECT_USER = 0x80,
};

enum control_access {
  CONTROL_ACCESS_ANY = 0,
  CONTROL_ACCESS_READ = 1,
  CONTROL_ACCESS_WRITE = 2,
};

/* Which resource type a number from a type's own range belongs to. */
enum control_type {
  CONTROL_TYPE_ANY,
  CONTROL_TYPE_VIRTUAL_MACHINE,
  CONTROL_TYPE_VIRTUAL_MACHINE_CONFIGURATION,
};

enum {
  CONTROL_FUNCTION_MAX = 0x3FFFF, /* 18 bits */
  CONTROL_NAMES_PER_VALUE_MAX = 4 /* 0x02000231 carries the most names */
};

struct control_code_fields {
  uint8_t object;    /* bits 24-31 */
  bool global;       /* bit 23: run on every node */
  bool modify;       /* bit 22: changes data, may raise a notification */
  bool user;         /* bit 21: function belongs to the receiving resource type */
  bool internal;     /* bit 20: sent by the cluster service only */
  uint32_t function; /* bits 2-19 */
  uint8_t access;    /* bits 0-1 */
};

/* One row of the registry.  All strings are static. */
struct control_code {
  const char *name;
  uint32_t value; /* 0 where the name has no number */
  const char *object;
  const char *type;   /* "external" or "internal" */
  const char *access; /* "any", "read" or "write" */
  enum control_type for_type;
  const char *min_server; /* "WS2008R2"; empty where no page says */
  const char *status;     /* "documented", "header only", ... */
};

/* Codes that every object has, without the object: CLCTL_CODES of clusapi.h with their access. */
enum common_control {
  CONTROL_GET_ID = 0x39,
  CONTROL_GET_RO_COMMON_PROPERTIES = 0x55,
  CONTROL_GET_COMMON_PROPERTIES = 0x59,
  CONTROL_SET_COMMON_PROPERTIES = 0x40005E,
  CONTROL_GET_RO_PRIVATE_PROPERTIES = 0x7D,
  CONTROL_GET_PRIVATE_PROPERTIES = 0x81,
  CONTROL_SET_PRIVATE_PROPERTIES = 0x400086
};
uint32_t control_code_of(enum control_object object, enum common_control control);

/* Any 32-bit number has fields. */
struct control_code_fields control_code_decode(uint32_t code);

/* NULL when the fields make a code; otherwise a sentence that says which field is wrong. */
const char *control_code_validate(const struct control_code_fields *fields);

/* The number; the fields must be valid. */
uint32_t control_code_encode(const struct control_code_fields *fields);

/* Rows that carry this value, preferred name first; *count is 0 and the result NULL where none
 * does. The rows stand side by side: result[0] .. result[*count - 1]. */
const struct control_code *control_code_find(uint32_t value, size_t *count);

/* The row for a value on a resource type; NULL where that type has no such code. */
const struct control_code *control_code_find_for(uint32_t value, enum control_type type);

/* By full name, upper or lower case; NULL where unknown.  Finds names without a number too. */
const struct control_code *control_code_by_name(const char *name);

/* True for a number that CLUSCTL_USER_CODE made and no built-in code has (bit 23 set, bit 21
 * clear). */
bool control_code_is_user_macro(uint32_t code);

/* All rows with a number, ordered by value, then the names without one. */
size_t control_code_count(void);
size_t control_code_numberless_count(void);
const struct control_code *control_code_at(size_t index);

/* "RESOURCE"; "object 0xDD" has no name and gives NULL. */
const char *control_object_name(uint8_t object);
bool control_object_by_name(const char *name, uint8_t *object);
const char *control_access_name(uint8_t access);
bool control_access_by_name(const char *name, uint8_t *access);

#endif
