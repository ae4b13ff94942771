#include "model/property_schema.h"
#include "model/property_list.h"

static const struct property_schema schema[] = {
#define PROPERTY(set, id, name, scope, access, format, initial, text, least, most, server,         \
                 availability)                                                                     \
  {name,                                                                                           \
   SCHEMA_SET_##set,                                                                               \
   SCOPE_##scope,                                                                                  \
   ACCESS_##access,                                                                                \
   FORMAT_##format,                                                                                \
   SERVER_##server,                                                                                \
   AVAILABILITY_##availability,                                                                    \
   initial,                                                                                        \
   least,                                                                                          \
   most,                                                                                           \
   text},
#include "model/properties.def"
};

/* Sets and rows counted together say where a set begins. */
enum {
#define PROPERTY_SET(set, name) PLACE_OF_SET_##set,
#define PROPERTY(set, id, name, scope, access, format, initial, text, least, most, server,         \
                 availability)                                                                     \
  PLACE_OF_##id,
#include "model/properties.def"
  PLACE_COUNT
};

static const uint16_t first_rows[SCHEMA_SET_COUNT + 1] = {
#define PROPERTY_SET(set, name) PLACE_OF_SET_##set - SCHEMA_SET_##set,
#include "model/properties.def"
    SCHEMA_COUNT};

static const char *const set_names[] = {
#define PROPERTY_SET(set, name) name,
#include "model/properties.def"
};

const struct property_schema *property_schema_at(enum property_row row) {
  assert((unsigned)row < SCHEMA_COUNT);
  return &schema[row];
}

enum property_row property_schema_row(const struct property_schema *row) {
  assert(row >= schema && row < schema + SCHEMA_COUNT);
  return (enum property_row)(row - schema);
}

enum property_row property_set_first(enum property_set set) {
  assert((unsigned)set <= SCHEMA_SET_COUNT);
  return (enum property_row)first_rows[set];
}

enum property_row property_set_end(enum property_set set) {
  assert((unsigned)set <= SCHEMA_SET_COUNT);
  return (enum property_row)first_rows[set < SCHEMA_SET_COUNT ? set + 1 : set];
}

const char *property_set_name(enum property_set set) {
  assert((unsigned)set < SCHEMA_SET_COUNT);
  return set_names[set];
}

/* The servers of the schema before 2008 R2 are older than any level here. */
static enum functional_level first_level(enum property_server server) {
  switch (server) {
  case SERVER_WS2012:
    return LEVEL_WS2012;
  case SERVER_WS2012R2:
    return LEVEL_WS2012R2;
  case SERVER_WS2016:
    return LEVEL_WS2016;
  case SERVER_WS2022:
    return LEVEL_WS2022;
  case SERVER_UNPUBLISHED:
  case SERVER_WS2003:
  case SERVER_WS2008:
  case SERVER_WS2008R2:
    break;
  }
  return LEVEL_WS2008R2;
}

bool property_schema_exists(const struct property_schema *row, enum functional_level level) {
  assert((unsigned)level < LEVEL_COUNT);
  switch (row->availability) {
  case AVAILABILITY_LASTS:
  case AVAILABILITY_RESERVED:   /* there, and without effect */
  case AVAILABILITY_NOT_LISTED: /* there, once it has been set */
    return level >= first_level(row->server);
  case AVAILABILITY_UNTIL_WS2008R2:
    return level <= LEVEL_WS2008R2;
  case AVAILABILITY_UNTIL_WS2012:
    return level >= first_level(row->server) && level <= LEVEL_WS2012;
  case AVAILABILITY_UNTIL_WS2003:
  case AVAILABILITY_HEADER_ONLY:
  case AVAILABILITY_PAGE_MISSING:
    break;
  }
  return false;
}

const struct property_schema *property_schema_find(enum property_set set, enum property_scope scope,
                                                   const char *name, enum functional_level level) {
  assert((unsigned)set <= SCHEMA_SET_COUNT);
  if (object_name_check(name, RESOURCE_NAME_UNITS_MAX) != NULL)
    return NULL;
  for (uint32_t n = property_set_first(set); n < (uint32_t)property_set_end(set); n++)
    if (schema[n].scope == scope && object_name_equal(schema[n].name, name) &&
        property_schema_exists(&schema[n], level))
      return &schema[n];
  return NULL;
}

uint32_t property_schema_syntax(const struct property_schema *row) {
  static const uint32_t syntaxes[] = {
      [FORMAT_UNKNOWN] = 0,
      [FORMAT_BINARY] = PROPERTY_SYNTAX_BINARY,
      [FORMAT_DWORD] = PROPERTY_SYNTAX_DWORD,
      [FORMAT_FILETIME] = PROPERTY_SYNTAX_FILETIME,
      [FORMAT_MULTI_SZ] = PROPERTY_SYNTAX_MULTI_SZ,
      [FORMAT_SECURITY_DESCRIPTOR] = PROPERTY_SYNTAX_SECURITY_DESCRIPTOR,
      [FORMAT_SZ] = PROPERTY_SYNTAX_SZ,
      [FORMAT_ULARGE_INTEGER] = PROPERTY_SYNTAX_ULARGE_INTEGER,
  };
  assert((unsigned)row->format < sizeof syntaxes / sizeof syntaxes[0]);
  return syntaxes[row->format];
}

bool property_schema_takes(const struct property_schema *row, uint64_t number) {
  assert(row->format == FORMAT_DWORD || row->format == FORMAT_ULARGE_INTEGER);
  return (number >= row->least && number <= row->most) || number == row->initial;
}
