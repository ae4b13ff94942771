#include "sim/store/store_schema.h"
#include "model/digest.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char other_tables[] =
    "CREATE TABLE setting(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE dirty_point(vm INTEGER NOT NULL, point INTEGER NOT NULL,"
    " window INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY(vm, point)) STRICT,"
    " WITHOUT ROWID;"
    "CREATE TABLE property_value(property INTEGER PRIMARY KEY, value BLOB NOT NULL,"
    " shown TEXT) STRICT;"
    "CREATE TABLE migration_round(migration INTEGER NOT NULL REFERENCES migration(id),"
    " round INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL,"
    " bytes INTEGER NOT NULL, PRIMARY KEY(migration, round)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE log_kind(id INTEGER PRIMARY KEY, number INTEGER NOT NULL, log TEXT NOT NULL,"
    " provider TEXT NOT NULL, level INTEGER NOT NULL, level_name TEXT NOT NULL,"
    " object_kind TEXT NOT NULL, text TEXT NOT NULL, ends TEXT NOT NULL) STRICT;"
    "CREATE TABLE notice_kind(id INTEGER PRIMARY KEY, object_kind TEXT NOT NULL,"
    " v1 INTEGER NOT NULL, v1_name TEXT NOT NULL, object_type INTEGER NOT NULL,"
    " filter INTEGER NOT NULL, v2_name TEXT NOT NULL) STRICT;"
    "CREATE TABLE change_log(id INTEGER PRIMARY KEY, record INTEGER NOT NULL,"
    " at INTEGER NOT NULL, event TEXT NOT NULL, object_kind TEXT NOT NULL, object TEXT NOT NULL,"
    " property TEXT NOT NULL, before INTEGER, after INTEGER, before_name TEXT, after_name TEXT,"
    " rule TEXT) STRICT;";

static const struct {
  const char *name, *select;
} views[] = {
#define VIEW(name, select) {#name, select},
#include "sim/store/views.def"
#undef VIEW
};

/* A growing piece of text; NULL once memory was short. */
static void append(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void append(char **text, const char *format, ...) {
  char piece[512];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(piece, sizeof piece, format, arguments);
  va_end(arguments);
  assert(length >= 0 && (size_t)length < sizeof piece);
  if (*text == NULL)
    return;
  size_t used = strlen(*text);
  char *grown = realloc(*text, used + (size_t)length + 1);
  if (grown == NULL)
    free(*text);
  else
    memcpy(grown + used, piece, (size_t)length + 1);
  *text = grown;
}

static char *append_all(char *text, const char *more) {
  size_t used = text == NULL ? 0 : strlen(text), length = strlen(more);
  char *grown = text == NULL ? NULL : realloc(text, used + length + 1);
  if (grown == NULL) {
    free(text);
    return NULL;
  }
  memcpy(grown + used, more, length + 1);
  return grown;
}

static void append_triggers(char **text, const char *table) {
  static const char *const verbs[] = {"INSERT", "UPDATE", "DELETE"};
  for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
    append(text,
           "CREATE TRIGGER %s_%s BEFORE %s ON %s WHEN NOT wsfcsim_writes() BEGIN"
           " SELECT RAISE(ABORT, 'only wsfcsim writes this database'); END;",
           table, verbs[i], verbs[i], table);
}

/* References that always hold; an index that may be CLUSTER_NONE has none. */
static const char *reference_of(const char *table, const char *column) {
  static const char *const references[][3] = {
      {"cluster_group", "owner", " REFERENCES node(id)"},
      {"resource", "cluster_group", " REFERENCES cluster_group(id)"},
      {"vm", "host", " REFERENCES node(id)"},
  };
  for (size_t i = 0; i < sizeof references / sizeof references[0]; i++)
    if (strcmp(references[i][0], table) == 0 && strcmp(references[i][1], column) == 0)
      return references[i][2];
  return "";
}

const char *store_kind_name(enum object_kind kind) {
  static const char *const names[OBJECT_KIND_COUNT] = {
      [OBJECT_CLUSTER] = "cluster",
      [OBJECT_NODE] = "node",
      [OBJECT_NETWORK] = "network",
      [OBJECT_GROUP] = "group",
      [OBJECT_RESOURCE] = "resource",
      [OBJECT_VM] = "vm",
      [OBJECT_PROPERTY] = "property",
      [OBJECT_GROUP_SET] = "group_set",
      [OBJECT_AFFINITY_RULE] = "affinity_rule",
      [OBJECT_FAULT_DOMAIN] = "fault_domain",
  };
  assert((unsigned)kind < OBJECT_KIND_COUNT);
  return names[kind];
}

static void append_notification_kinds(char **text) {
  for (unsigned i = 0; i < NOTIFICATION_COUNT; i++) {
    enum notification_id id = (enum notification_id)i;
    append(text, "INSERT INTO notice_kind VALUES(%u, '%s', %u, '%s', %u, %u, '%s');", i,
           store_kind_name(notification_subject(id)), notification_v1(id), notification_v1_name(id),
           notification_type(id), notification_filter(id), notification_v2_name(id));
  }
}

/* The kinds of log lines do not change, and say how their numbers are read. */
static void append_log_kinds(char **text) {
  for (unsigned i = 0; i < LOG_ID_COUNT; i++) {
    enum log_id id = (enum log_id)i;
    enum log_channel channel = event_log_channel(id);
    append(text, "INSERT INTO log_kind VALUES(%u, %u, '%s', '%s', %d, '%s', '%s', '%s', '%s');", i,
           event_log_number(id), event_log_channel_name(channel), event_log_provider_name(channel),
           (int)event_log_level(id), event_log_level_name(event_log_level(id)),
           store_kind_name(event_log_subject(id)), event_log_template(id),
           id == LOG_ID_RESOURCE_TRANSITION ? "resource state"
           : id == LOG_ID_GROUP_TRANSITION  ? "group state"
                                            : "node");
  }
}

char *store_schema_script(void) {
  static const char *const others[] = {"setting",         "dirty_point", "property_value",
                                       "migration_round", "change_log",  "log_kind",
                                       "notice_kind"};
  char *text = calloc(1, 1);
  for (unsigned i = 0; i < STORE_TABLE_COUNT; i++) {
    const struct store_table_shape *shape = store_table_shape((enum store_table)i);
    append(&text, "CREATE TABLE %s(id INTEGER PRIMARY KEY%s", shape->name,
           shape->named ? ", name TEXT NOT NULL" : "");
    for (size_t k = 0; k < shape->column_count; k++)
      append(&text, ", %s INTEGER NOT NULL%s", shape->columns[k],
             reference_of(shape->name, shape->columns[k]));
    append(&text, ") STRICT;");
    append_triggers(&text, shape->name);
  }
  text = append_all(text, other_tables);
  append_log_kinds(&text);
  append_notification_kinds(&text);
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    append_triggers(&text, others[i]);
  for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
    append(&text, "CREATE VIEW %s AS ", views[i].name);
    text = append_all(text, views[i].select);
    text = append_all(text, ";");
  }
  return text;
}

char *store_schema_upsert(enum store_table table) {
  const struct store_table_shape *shape = store_table_shape(table);
  size_t first = shape->named ? 2 : 1;
  char *text = calloc(1, 1);
  append(&text, "INSERT INTO %s(id%s", shape->name, shape->named ? ", name" : "");
  for (size_t k = 0; k < shape->column_count; k++)
    append(&text, ", %s", shape->columns[k]);
  append(&text, ") VALUES(?1");
  for (size_t k = 1; k < first + shape->column_count; k++)
    append(&text, ", ?%zu", k + 1);
  append(&text, ") ON CONFLICT(id) DO UPDATE SET ");
  for (size_t k = 0; k < shape->column_count; k++)
    append(&text, "%s%s = excluded.%s", k > 0 ? ", " : "", shape->columns[k], shape->columns[k]);
  if (shape->named)
    append(&text, ", name = excluded.name");
  return text;
}

char *store_schema_select(enum store_table table) {
  const struct store_table_shape *shape = store_table_shape(table);
  char *text = calloc(1, 1);
  append(&text, "SELECT id%s", shape->named ? ", name" : "");
  for (size_t k = 0; k < shape->column_count; k++)
    append(&text, ", %s", shape->columns[k]);
  append(&text, " FROM %s ORDER BY id", shape->name);
  return text;
}

uint64_t store_schema_fingerprint(void) {
  uint64_t digest = DIGEST_START;
  for (unsigned i = 0; i < EVENT_KIND_COUNT; i++)
    digest = digest_text(digest, event_name((enum event_kind)i));
  for (unsigned i = 0; i < PROPERTY_COUNT; i++)
    digest = digest_text(digest, property_name((enum property)i));
  for (unsigned i = 0; i < STORE_TABLE_COUNT; i++) {
    const struct store_table_shape *shape = store_table_shape((enum store_table)i);
    for (size_t k = 0; k < shape->column_count; k++)
      digest = digest_text(digest, shape->columns[k]);
  }
  return digest;
}
