#include "sim/store/store_schema.h"
#include "model/digest.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The views say names beside numbers.  -- docs/database.md has their columns. */
static const char other_tables[] =
    "CREATE TABLE setting(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE dirty_point(vm INTEGER NOT NULL, point INTEGER NOT NULL,"
    " window INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY(vm, point)) STRICT,"
    " WITHOUT ROWID;"
    "CREATE TABLE migration_round(migration INTEGER NOT NULL REFERENCES migration(id),"
    " round INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL,"
    " bytes INTEGER NOT NULL, PRIMARY KEY(migration, round)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE event_log(id INTEGER PRIMARY KEY, record INTEGER NOT NULL,"
    " at INTEGER NOT NULL, event TEXT NOT NULL, object_kind TEXT NOT NULL, object TEXT NOT NULL,"
    " property TEXT NOT NULL, before INTEGER NOT NULL, after INTEGER NOT NULL, rule TEXT) STRICT;";

#define SECONDS(column)         "round(" column " / 1e6, 6)"
#define SECONDS_OR_NULL(column) "CASE WHEN " column " > 0 THEN " SECONDS(column) " END"
#define RESOURCE_STATE_NAME(column)                                                                \
  "CASE " column " WHEN 1 THEN 'Initializing' WHEN 2 THEN 'Online' WHEN 3 THEN 'Offline'"          \
  " WHEN 4 THEN 'Failed' WHEN 129 THEN 'OnlinePending' WHEN 130 THEN 'OfflinePending' END"
#define MIGRATION_STATE(column)                                                                    \
  "CASE WHEN " column " <= 2 THEN " column " WHEN " column " <= 6 THEN 3 WHEN " column             \
  " = 7 THEN 4 ELSE 5 END"
#define MIGRATION_STATE_NAME(column)                                                               \
  "CASE WHEN " column " = 0 THEN 'None' WHEN " column " = 1 THEN 'Setup' WHEN " column             \
  " = 2 THEN 'Data Transfer' WHEN " column " <= 6 THEN 'Move' WHEN " column                        \
  " = 7 THEN 'Canceled' ELSE 'Failure' END"

static const char *const views[] = {
    "CREATE VIEW v_node AS SELECT n.name AS name, n.State AS State,"
    " CASE n.State WHEN 0 THEN 'Up' WHEN 1 THEN 'Down' WHEN 2 THEN 'Paused' WHEN 3 THEN 'Joining'"
    "  ELSE 'NotAMember' END AS StateName,"
    " CASE n.powered WHEN 1 THEN 'On' ELSE 'Off' END AS Power, n.memory AS Memory,"
    " (SELECT coalesce(sum(memory), 0) FROM vm WHERE host = n.id"
    "  AND VmState NOT IN (0, 3, 32769)) AS MemoryUsed,"
    " (SELECT count(*) FROM cluster_group WHERE owner = n.id) AS Groups,"
    " (SELECT count(*) FROM vm WHERE phase BETWEEN 1 AND 6 AND n.id IN (source, destination))"
    "  AS Migrations, n.migration_slots AS MigrationSlots FROM node n;",

    "CREATE VIEW v_network AS SELECT name, CASE up WHEN 1 THEN 'Up' ELSE 'Down' END AS State,"
    " metric AS Metric, excluded AS MigrationExcluded, bandwidth AS BytesPerSecond FROM network;",

    "CREATE VIEW v_group AS SELECT g.name AS name, n.name AS owner, g.State AS State,"
    " CASE g.State WHEN 0 THEN 'Online' WHEN 1 THEN 'Offline' WHEN 2 THEN 'Failed'"
    "  WHEN 3 THEN 'PartialOnline' WHEN 4 THEN 'Pending' END AS StateName, g.type AS GroupType"
    " FROM cluster_group g JOIN node n ON n.id = g.owner;",

    "CREATE VIEW v_resource AS SELECT r.name AS name,"
    " CASE r.type WHEN 0 THEN 'Virtual Machine' ELSE 'Virtual Machine Configuration' END"
    "  AS ResourceType, g.name AS OwnerGroup, n.name AS OwnerNode, r.State AS State,"
    " " RESOURCE_STATE_NAME("r.State") " AS StateName, r.PersistentState AS PersistentState"
                                       " FROM resource r JOIN cluster_group g ON g.id = "
                                       "r.cluster_group JOIN node n ON n.id = g.owner;",

    "CREATE VIEW v_vm AS SELECT v.name AS name,"
    " coalesce(o.name, h.name) AS owner, h.name AS host, v.VmState AS VmState,"
    " CASE v.VmState WHEN 0 THEN 'Unknown' WHEN 2 THEN 'Enabled' WHEN 3 THEN 'Disabled'"
    "  WHEN 32768 THEN 'Paused' WHEN 32769 THEN 'Suspended' WHEN 32770 THEN 'Starting'"
    "  WHEN 32773 THEN 'Saving' WHEN 32774 THEN 'Stopping' WHEN 32776 THEN 'Pausing'"
    "  WHEN 32777 THEN 'Resuming' END AS VmStateName,"
    " " MIGRATION_STATE(
        "v.phase") " AS MigrationState,"
                   " " MIGRATION_STATE_NAME(
                       "v.phase") " AS MigrationStateName,"
                                  " CASE WHEN v.phase = 2 THEN max(v.progress, coalesce((SELECT "
                                  "min(95, CAST(95 *"
                                  "   sum(CASE WHEN r.ended_at >= 0 AND r.ended_at <= c.now THEN "
                                  "r.bytes"
                                  "            WHEN r.ended_at > r.started_at AND r.started_at >= "
                                  "0 AND r.started_at < c.now"
                                  "            THEN r.bytes * (c.now - r.started_at) / (r.ended_at "
                                  "- r.started_at) ELSE 0 END)"
                                  "   / m.planned AS INTEGER)) FROM migration m JOIN "
                                  "migration_round r ON r.migration = m.id"
                                  "   WHERE m.id = (v.id << 32 | v.attempt) AND m.planned > 0), 0))"
                                  "  ELSE v.progress END AS MigrationProgress,"
                                  " v.MigrationFailureReason AS MigrationFailureReason,"
                                  " printf('0x%08X', v.MigrationFailureReason) AS "
                                  "MigrationFailureReasonHex,"
                                  " v.OfflineAction AS OfflineAction, v.memory AS Memory, "
                                  "v.attempt AS Attempts"
                                  " FROM vm v JOIN node h ON h.id = v.host LEFT JOIN cluster_group "
                                  "g ON g.id = v.cluster_group"
                                  " LEFT JOIN node o ON o.id = g.owner, cluster c;",

    "CREATE VIEW v_migration AS SELECT v.name AS vm, m.attempt AS attempt, s.name AS source,"
    " d.name AS destination, w.name AS network, " MIGRATION_STATE(
        "m.phase") " AS MigrationState,"
                   " CASE m.phase WHEN 0 THEN 'Succeeded' WHEN 7 THEN 'Canceled' WHEN 8 THEN "
                   "'Failed'"
                   "  ELSE 'Running' END AS outcome,"
                   " printf('0x%08X', m.MigrationFailureReason) AS failure_reason,"
                   " (SELECT count(*) FROM migration_round r, cluster c WHERE r.migration = m.id"
                   "  AND r.started_at >= 0 AND r.started_at <= c.now) AS rounds,"
                   " (SELECT coalesce(sum(r.bytes), 0) FROM migration_round r, cluster c WHERE "
                   "r.migration = m.id"
                   "  AND r.ended_at >= 0 AND r.ended_at <= c.now) AS bytes,"
                   " " SECONDS(
                       "m.requested_at") " AS requested_s,"
                                         " " SECONDS_OR_NULL(
                                             "m.ended_at") " AS ended_s,"
                                                           " CASE WHEN m.ended_at > 0 THEN "
                                                           "round((m.ended_at - m.requested_at) / "
                                                           "1e6, 6) END AS total_s,"
                                                           " CASE WHEN m.resumed_at > 0 THEN "
                                                           "round((m.resumed_at - m.stopped_at) / "
                                                           "1e6, 6) END"
                                                           "  AS blackout_s"
                                                           " FROM migration m JOIN vm v ON v.id = "
                                                           "m.id >> 32 JOIN node s ON s.id = "
                                                           "m.source"
                                                           " JOIN node d ON d.id = m.destination "
                                                           "LEFT JOIN network w ON w.id = "
                                                           "m.network;",

    "CREATE VIEW v_event AS SELECT id, record, " SECONDS(
        "at") " AS at_s, event, object_kind,"
              " object, property, before, after, rule FROM event_log;",
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

char *store_schema_script(void) {
  static const char *const others[] = {"setting", "dirty_point", "migration_round", "event_log"};
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
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    append_triggers(&text, others[i]);
  for (size_t i = 0; i < sizeof views / sizeof views[0]; i++)
    text = append_all(text, views[i]);
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
