#ifndef MODEL_PROPERTY_SCHEMA_H
#define MODEL_PROPERTY_SCHEMA_H
/* What is published about each property of a cluster's objects (properties.def): its format, who
 * may write it, its default and range, and the servers that have it.  Says nothing of values. */
#include "model/cluster.h"

enum property_set {
#define PROPERTY_SET(set, name) SCHEMA_SET_##set,
#include "model/properties.def"
  SCHEMA_SET_COUNT
};

/* A row by its name: SCHEMA_GROUP_PRIORITY. */
enum property_row {
#define PROPERTY(set, id, name, scope, access, format, initial, text, least, most, server,         \
                 availability)                                                                     \
  SCHEMA_##id,
#include "model/properties.def"
  SCHEMA_COUNT
};

enum property_scope { SCOPE_COMMON, SCOPE_PRIVATE };

enum property_access { ACCESS_READ_WRITE, ACCESS_READ_ONLY, ACCESS_UNPUBLISHED };

enum property_format {
  FORMAT_UNKNOWN,
  FORMAT_BINARY,
  FORMAT_DWORD,
  FORMAT_FILETIME,
  FORMAT_MULTI_SZ,
  FORMAT_SECURITY_DESCRIPTOR,
  FORMAT_SZ,
  FORMAT_ULARGE_INTEGER
};

enum property_server {
  SERVER_UNPUBLISHED,
  SERVER_WS2003,
  SERVER_WS2008,
  SERVER_WS2008R2,
  SERVER_WS2012,
  SERVER_WS2012R2,
  SERVER_WS2016,
  SERVER_WS2022
};

enum property_availability {
  AVAILABILITY_LASTS,
  AVAILABILITY_UNTIL_WS2003,
  AVAILABILITY_UNTIL_WS2008R2,
  AVAILABILITY_UNTIL_WS2012,
  AVAILABILITY_RESERVED,
  AVAILABILITY_NOT_LISTED,
  AVAILABILITY_HEADER_ONLY,
  AVAILABILITY_PAGE_MISSING
};

struct property_schema {
  const char *name;
  enum property_set set;
  enum property_scope scope;
  enum property_access access;
  enum property_format format;
  enum property_server server;
  enum property_availability availability;
  uint64_t initial, least, most; /* of numbers; 0 elsewhere */
  const char *initial_text;      /* "" where none is known */
};

const struct property_schema *property_schema_at(enum property_row row);
enum property_row property_schema_row(const struct property_schema *row);

/* The rows of a set stand together: the first one, and the first one behind them. */
enum property_row property_set_first(enum property_set set);
enum property_row property_set_end(enum property_set set);

/* The name of a set as its pages have it: "group", "Physical Disk". */
const char *property_set_name(enum property_set set);

/* Whether a cluster of the level has the property: from its first server on, to its last one.  A
 * row without a page has none. */
bool property_schema_exists(const struct property_schema *row, enum functional_level level);

/* The property of this name (case does not matter) that a cluster of the level has; NULL where it
 * has none. */
const struct property_schema *property_schema_find(enum property_set set, enum property_scope scope,
                                                   const char *name, enum functional_level level);

/* The syntax word of the property's values in a property list; 0 where the format is unknown. */
uint32_t property_schema_syntax(const struct property_schema *row);

/* Whether a number may be set: within the range, or the default that means "none". */
bool property_schema_takes(const struct property_schema *row, uint64_t number);

#endif
