#include "model/control_codes.h"
#include <assert.h>
#include <string.h>

#define SERVER_WS2008        "WS2008"
#define SERVER_WS2008SP1     "WS2008SP1"
#define SERVER_WS2008R2      "WS2008R2"
#define SERVER_WS2012R2      "WS2012R2"
#define SERVER_WS2016        "WS2016"
#define SERVER_UNSTATED      ""

#define STATUS_DOCUMENTED    "documented"
#define STATUS_NOT_SUPPORTED "page: not supported"
#define STATUS_HEADER_ONLY   "header only"
#define STATUS_PROTOCOL_ONLY "samba idl (MS-CMRP) only"
#define STATUS_UNOFFICIAL    "unofficial listing only"
#define STATUS_RESERVED      "page: reserved"

#define TYPE_EXTERNAL        "external"
#define TYPE_INTERNAL        "internal"
#define INTERNAL_EXTERNAL    0u
#define INTERNAL_INTERNAL    1u

#define ACCESS_ANY           "any"
#define ACCESS_READ          "read"
#define ACCESS_WRITE         "write"

/* A row whose fields do not rebuild its number does not compile. */
#define CODE(name, object, global, modify, user, type, function, access, for_type, server, status, \
             value)                                                                                \
  _Static_assert((((uint32_t)CONTROL_OBJECT_##object << 24) | ((uint32_t)(global) << 23) |         \
                  ((uint32_t)(modify) << 22) | ((uint32_t)(user) << 21) |                          \
                  (INTERNAL_##type << 20) | ((uint32_t)(function) << 2) |                          \
                  (uint32_t)CONTROL_ACCESS_##access) == (uint32_t)(value),                         \
                 #name ": the columns do not make the number");
#define NUMBERLESS(name, status)
#include "model/control_codes.def"
#undef CODE
#undef NUMBERLESS

static const struct control_code rows[] = {
#define CODE(name, object, global, modify, user, type, function, access, for_type, server, status, \
             value)                                                                                \
  {                                                                                                \
      #name,           value,           #object,                                                   \
      TYPE_##type,     ACCESS_##access, CONTROL_TYPE_##for_type,                                   \
      SERVER_##server, STATUS_##status},
#define NUMBERLESS(name, status) {#name, 0, "", "", "", CONTROL_TYPE_ANY, "", STATUS_##status},
#include "model/control_codes.def"
#undef CODE
#undef NUMBERLESS
};

#define CODE(name, object, global, modify, user, type, function, access, for_type, server, status, \
             value)                                                                                \
  +0
#define NUMBERLESS(name, status) +1
enum {
  ROW_COUNT = sizeof rows / sizeof rows[0],
  NUMBERLESS_COUNT = 0
#include "model/control_codes.def"
};
#undef CODE
#undef NUMBERLESS

static const struct {
  uint8_t number;
  const char *name;
} objects[] = {
    {CONTROL_OBJECT_RESOURCE, "RESOURCE"},
    {CONTROL_OBJECT_RESOURCE_TYPE, "RESOURCE_TYPE"},
    {CONTROL_OBJECT_GROUP, "GROUP"},
    {CONTROL_OBJECT_NODE, "NODE"},
    {CONTROL_OBJECT_NETWORK, "NETWORK"},
    {CONTROL_OBJECT_NETINTERFACE, "NETINTERFACE"},
    {CONTROL_OBJECT_CLUSTER, "CLUSTER"},
    {CONTROL_OBJECT_GROUPSET, "GROUPSET"},
    {CONTROL_OBJECT_AFFINITYRULE, "AFFINITYRULE"},
    {CONTROL_OBJECT_USER, "USER"},
};

static const char *const accesses[] = {"any", "read", "write"};

static char ascii_upper(char c) {
  return (c >= 'a' && c <= 'z') ? (char)(c - 'a' + 'A') : c;
}

static bool same_ignoring_case(const char *a, const char *b) {
  assert(a != NULL && b != NULL);
  while (*a != '\0' && ascii_upper(*a) == ascii_upper(*b)) {
    a++;
    b++;
  }
  return *a == '\0' && *b == '\0';
}

struct control_code_fields control_code_decode(uint32_t code) {
  return (struct control_code_fields){
      .object = (uint8_t)(code >> 24),
      .global = ((code >> 23) & 1u) != 0,
      .modify = ((code >> 22) & 1u) != 0,
      .user = ((code >> 21) & 1u) != 0,
      .internal = ((code >> 20) & 1u) != 0,
      .function = (code >> 2) & CONTROL_FUNCTION_MAX,
      .access = (uint8_t)(code & 3u),
  };
}

uint32_t control_code_of(enum control_object object, enum common_control control) {
  assert((unsigned)object <= UINT8_MAX);
  return (uint32_t)object << 24 | (uint32_t)control;
}

const char *control_code_validate(const struct control_code_fields *fields) {
  assert(fields != NULL);
  if (fields->object == CONTROL_OBJECT_INVALID)
    return "object 0 is not valid (1 RESOURCE .. 9 AFFINITYRULE, or a user object from 0x80)";
  if (control_object_name(fields->object) == NULL && fields->object < CONTROL_OBJECT_USER)
    return "no object has this number (1 RESOURCE .. 9 AFFINITYRULE, or a user object from 0x80)";
  if (fields->function > CONTROL_FUNCTION_MAX)
    return "the function field has 18 bits: 0 .. 262143";
  if (fields->access > CONTROL_ACCESS_WRITE)
    return "access is 0 any, 1 read or 2 write; 3 is used by no code";
  return NULL;
}

uint32_t control_code_encode(const struct control_code_fields *fields) {
  assert(control_code_validate(fields) == NULL);
  uint32_t code = ((uint32_t)fields->object << 24) | ((uint32_t)fields->global << 23) |
                  ((uint32_t)fields->modify << 22) | ((uint32_t)fields->user << 21) |
                  ((uint32_t)fields->internal << 20) | (fields->function << 2) | fields->access;
  assert(control_code_decode(code).function == fields->function);
  return code;
}

const struct control_code *control_code_find(uint32_t value, size_t *count) {
  assert(count != NULL);
  size_t low = 0, high = control_code_count();
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (rows[middle].value < value)
      low = middle + 1;
    else
      high = middle;
  }
  *count = 0;
  while (low + *count < control_code_count() && rows[low + *count].value == value)
    ++*count;
  assert(*count <= CONTROL_NAMES_PER_VALUE_MAX);
  return *count > 0 ? &rows[low] : NULL;
}

const struct control_code *control_code_find_for(uint32_t value, enum control_type type) {
  size_t count = 0;
  const struct control_code *found = control_code_find(value, &count);
  for (size_t i = 0; i < count; i++)
    if (found[i].for_type == CONTROL_TYPE_ANY || found[i].for_type == type)
      return &found[i];
  return NULL;
}

const struct control_code *control_code_by_name(const char *name) {
  assert(name != NULL);
  for (size_t i = 0; i < ROW_COUNT; i++)
    if (same_ignoring_case(rows[i].name, name))
      return &rows[i];
  return NULL;
}

bool control_code_is_user_macro(uint32_t code) {
  struct control_code_fields fields = control_code_decode(code);
  size_t count = 0;
  return fields.global && !fields.user && control_code_find(code, &count) == NULL;
}

size_t control_code_count(void) {
  return (size_t)ROW_COUNT - (size_t)NUMBERLESS_COUNT;
}

size_t control_code_numberless_count(void) {
  return NUMBERLESS_COUNT;
}

const struct control_code *control_code_at(size_t index) {
  assert(index < ROW_COUNT);
  return &rows[index];
}

const char *control_object_name(uint8_t object) {
  for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++)
    if (objects[i].number == object)
      return objects[i].name;
  return NULL;
}

bool control_object_by_name(const char *name, uint8_t *object) {
  assert(name != NULL && object != NULL);
  for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++)
    if (same_ignoring_case(objects[i].name, name)) {
      *object = objects[i].number;
      return true;
    }
  return false;
}

const char *control_access_name(uint8_t access) {
  return access < sizeof accesses / sizeof accesses[0] ? accesses[access] : "3 (used by no code)";
}

bool control_access_by_name(const char *name, uint8_t *access) {
  assert(name != NULL && access != NULL);
  for (size_t i = 0; i < sizeof accesses / sizeof accesses[0]; i++)
    if (same_ignoring_case(accesses[i], name)) {
      *access = (uint8_t)i;
      return true;
    }
  return false;
}
