#ifndef SIM_STORE_STORE_SCHEMA_H
#define SIM_STORE_STORE_SCHEMA_H
/* The SQL of the database: tables from schema.def, public views, and the triggers that keep other
 * writers out. */
#include "sim/store/store_rows.h"

/* "WSFC": PRAGMA application_id of a database of ours. */
#define STORE_APPLICATION_ID 0x57534643

/* Everything that CREATE makes, as one script.  The caller frees it with free(); NULL when memory
 * is short. */
char *store_schema_script(void);

/* "INSERT INTO node(id, name, ...) VALUES(?1, ...) ON CONFLICT(id) DO UPDATE SET ..."; free(). */
char *store_schema_upsert(enum store_table table);

/* "SELECT id, name, ... FROM node ORDER BY id"; free(). */
char *store_schema_select(enum store_table table);

/* "node", "vm": as the database calls a kind of object. */
const char *store_kind_name(enum object_kind kind);

/* Changes whenever events, properties or columns do: a database with another one is refused. */
uint64_t store_schema_fingerprint(void);

#endif
