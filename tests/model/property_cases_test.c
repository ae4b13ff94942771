/* Cases made of properties.def: every row is read, set, set wrongly, or its fate says why not.
 * Prints how many cases of each kind there were. */
#include "model/control.h"
#include "model/object_property.h"
#include "model/property_field.h"
#include "model/property_list.h"
#include "tests/support/full_lab.h"
#include "tests/support/test.h"
#include <stdio.h>
#include <string.h>

enum verb { ENUMERATE = 20, GET_READ_ONLY = 21, GET = 22, SET = 23, PRIVATE = 10 };

/* Why a row has no case. */
enum fate { FATE_CASES, FATE_NO_HOLDER, FATE_OF_ONE_TYPE, FATE_NO_PAGE, FATE_NO_LEVEL, FATE_COUNT };
static const char *const fate_names[FATE_COUNT] = {
    "rows with cases", "rows of a type or object that nothing here has",
    "rows that are said to be common to the resources of one type: no list holds them",
    "rows without a published format", "rows of servers before 2008 R2"};

enum kind { CASE_GET, CASE_SET, CASE_RANGE, CASE_READ_ONLY, CASE_FORMAT, CASE_ABSENT, CASE_COUNT };
static const char *const kind_names[CASE_COUNT] = {
    "listed with its format", "set to a value that may be, and read",
    "out of range: 13",       "read-only: 87",
    "in another format: 13",  "not of this level: 87"};

static unsigned cases[CASE_COUNT], fates[FATE_COUNT];

static bool find_holder(const struct property_schema *row, struct property_holder *holder) {
  static const enum control_object objects[] = {
      CONTROL_OBJECT_CLUSTER,       CONTROL_OBJECT_NODE,         CONTROL_OBJECT_NETWORK,
      CONTROL_OBJECT_GROUP,         CONTROL_OBJECT_NETINTERFACE, CONTROL_OBJECT_RESOURCE,
      CONTROL_OBJECT_RESOURCE_TYPE, CONTROL_OBJECT_GROUPSET,     CONTROL_OBJECT_AFFINITYRULE};
  static const enum property_set sets[] = {
      SCHEMA_SET_CLUSTER,       SCHEMA_SET_NODE,         SCHEMA_SET_NETWORK,
      SCHEMA_SET_GROUP,         SCHEMA_SET_NETINTERFACE, SCHEMA_SET_RESOURCE,
      SCHEMA_SET_RESOURCE_TYPE, SCHEMA_SET_GROUPSET,     SCHEMA_SET_AFFINITY_RULE};
  for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
    if (row->set == sets[i]) {
      *holder = (struct property_holder){
          objects[i], objects[i] == CONTROL_OBJECT_RESOURCE ? TYPE_GENERIC_SERVICE : 0};
      return true;
    }
  if (row->set == SCHEMA_SET_VIRTUAL_MACHINE_TYPE) {
    *holder = (struct property_holder){CONTROL_OBJECT_RESOURCE_TYPE, TYPE_VIRTUAL_MACHINE};
    return true;
  }
  for (uint32_t type = 0; type < TYPE_COUNT; type++)
    if (property_set_of_type((enum resource_type)type) == row->set) {
      *holder = (struct property_holder){CONTROL_OBJECT_RESOURCE, type};
      return true;
    }
  return false;
}

static struct control_answer send(struct cluster *c, const struct property_schema *row,
                                  enum verb verb, const uint8_t *in, size_t in_size, uint8_t *out,
                                  size_t room) {
  struct control_request request = {.node = CLUSTER_NONE, .all_access = true, .in = in};
  bool found = find_holder(row, &request.holder);
  cr_assert(found);
  uint32_t function = (uint32_t)verb + (row->scope == SCOPE_PRIVATE ? PRIVATE : 0);
  request.code = (uint32_t)request.holder.object << 24 | function << 2 | (verb == SET ? 2 : 1) |
                 (verb == SET ? UINT32_C(1) << 22 : 0);
  request.in_size = in_size;
  request.out = out;
  request.out_room = room;
  return control_dispatch(c, &request);
}

/* Whether the property is in a list, and its value there. */
static bool listed(struct cluster *c, const struct property_schema *row, enum verb verb,
                   struct property_item *item, uint8_t *room, size_t size) {
  struct property_cursor cursor;
  struct control_answer answer = send(c, row, verb, NULL, 0, room, size);
  cr_assert_eq(answer.status, WIN32_SUCCESS);
  cr_assert_eq(property_cursor_begin(room, answer.returned, &cursor), WIN32_SUCCESS);
  while (cursor.left > 0) {
    cr_assert_eq(property_cursor_next(&cursor, item), WIN32_SUCCESS);
    if (strcmp(item->name, row->name) == 0)
      return true;
  }
  return false;
}

static uint32_t set(struct cluster *c, const struct property_schema *row, uint32_t syntax,
                    const uint8_t *value, uint32_t size) {
  uint8_t list[512];
  struct effects effects;
  struct property_writer writer = property_writer_begin(list, sizeof list);
  property_writer_value(&writer, row->name, syntax, value, size);
  property_writer_endmark(&writer);
  cr_assert(property_writer_end(&writer));
  struct control_answer answer = send(c, row, SET, list, writer.needed, NULL, 0);
  if (!answer.acts)
    return answer.status;
  (void)model_step(c, &answer.event, &effects);
  return effects.status;
}

static void put_number(uint8_t bytes[8], uint64_t number) {
  for (unsigned i = 0; i < 8; i++)
    bytes[i] = (uint8_t)(number >> (8 * i));
}

static bool is_number(const struct property_schema *row) {
  return row->format == FORMAT_DWORD || row->format == FORMAT_ULARGE_INTEGER;
}

/* Properties that only the state decides, and those that mean a machine. */
static bool follows_from_state(enum property_row row) {
  switch ((int)row) {
  case SCHEMA_RESOURCE_TYPE:
  case SCHEMA_RESOURCE_TYPE_NAME:
  case SCHEMA_CLUSTER_CLUSTER_UPGRADE_VERSION:
  case SCHEMA_VIRTUAL_MACHINE_VM_ID:
  case SCHEMA_VIRTUAL_MACHINE_CONFIGURATION_VM_ID:
    return true;
  default:
    return false;
  }
}

/* A value the row takes: of numbers the highest one, of texts and bytes a short one. */
static uint32_t good_value(const struct property_schema *row, uint8_t value[8]) {
  static const uint8_t text[4] = {'x', 0, 0, 0}, texts[6] = {'x', 0, 0, 0, 0, 0};
  switch (row->format) {
  case FORMAT_DWORD:
    put_number(value, row->most);
    if (property_schema_row(row) == SCHEMA_VIRTUAL_MACHINE_MIGRATION_STATE ||
        property_schema_row(row) == SCHEMA_PHYSICAL_DISK_MAINTENANCE_MODE)
      put_number(value, 0); /* it can be reset; the disk is offline */
    return 4;
  case FORMAT_ULARGE_INTEGER:
  case FORMAT_FILETIME:
    put_number(value, row->format == FORMAT_FILETIME ? 1 : row->most);
    return 8;
  case FORMAT_SZ:
    memcpy(value, text, sizeof text);
    return sizeof text;
  case FORMAT_MULTI_SZ:
    memcpy(value, texts, sizeof texts);
    return sizeof texts;
  default:
    memcpy(value, texts, 3);
    return 3;
  }
}

static void set_cases(struct cluster *c, const struct property_schema *row, size_t n) {
  uint8_t value[8], room[8192];
  struct property_item item;
  uint32_t syntax = property_schema_syntax(row), size = good_value(row, value);
  enum property_row number = property_schema_row(row);
  if (row->access == ACCESS_READ_ONLY && !property_field_exists(number)) {
    check_row(n, set(c, row, syntax, value, size) == WIN32_INVALID_PARAMETER);
    cases[CASE_READ_ONLY]++;
    return;
  }
  uint32_t wrong = row->format == FORMAT_DWORD ? PROPERTY_SYNTAX_SZ : PROPERTY_SYNTAX_DWORD;
  const uint8_t other[4] = {0};
  check_row(n, set(c, row, wrong, other, 4) == WIN32_INVALID_DATA);
  cases[CASE_FORMAT]++;
  const uint64_t top = row->format == FORMAT_DWORD ? UINT32_MAX : UINT64_MAX;
  const uint64_t outside[] = {row->most < top ? row->most + 1 : row->initial,
                              row->least > 0 ? row->least - 1 : row->initial};
  for (unsigned i = 0; i < 2 && is_number(row); i++)
    if (!property_schema_takes(row, outside[i])) {
      uint8_t bytes[8];
      put_number(bytes, outside[i]);
      check_row(n, set(c, row, syntax, bytes, size) == WIN32_INVALID_DATA);
      cases[CASE_RANGE]++;
    }
  if (follows_from_state(number))
    return;
  check_row(n, set(c, row, syntax, value, size) == WIN32_SUCCESS);
  check_row(n, listed(c, row, GET, &item, room, sizeof room));
  check_row(n, item.syntax == syntax && item.size == size && memcmp(item.data, value, size) == 0);
  cases[CASE_SET]++;
}

/* FailbackWindowStart and End must fit each other, so each row has a world of its own. */
static void row_cases(const struct property_schema *row, size_t n, enum functional_level level) {
  uint8_t room[8192];
  struct property_item item;
  struct cluster *c = full_lab(level);
  bool writable =
      row->access != ACCESS_READ_ONLY || property_field_exists(property_schema_row(row));
  if (row->availability != AVAILABILITY_NOT_LISTED) {
    check_row(n, listed(c, row, writable ? GET : GET_READ_ONLY, &item, room, sizeof room));
    check_row(n, item.syntax == property_schema_syntax(row));
    check_row(n, !listed(c, row, writable ? GET_READ_ONLY : GET, &item, room, sizeof room));
    cases[CASE_GET]++;
  }
  set_cases(c, row, n);
  free(c);
}

/* Private ones may be made up, so only common ones are refused where the level has none. */
static void absent_case(const struct property_schema *row, size_t n, enum functional_level level) {
  uint8_t room[8192], value[8];
  struct property_item item;
  if (property_schema_find(row->set, row->scope, row->name, level) != NULL)
    return; /* another row of the name */
  if (row->set == SCHEMA_SET_GROUPSET && level < LEVEL_WS2016)
    return; /* there is no set to ask */
  if (row->set == SCHEMA_SET_AFFINITY_RULE && level < LEVEL_WS2022)
    return; /* nor a rule */
  struct cluster *c = full_lab(level);
  check_row(n, !listed(c, row, GET, &item, room, sizeof room));
  check_row(n, !listed(c, row, GET_READ_ONLY, &item, room, sizeof room));
  if (row->scope == SCOPE_COMMON) {
    uint32_t size = good_value(row, value);
    check_row(n, set(c, row, property_schema_syntax(row), value, size) == WIN32_INVALID_PARAMETER);
  }
  cases[CASE_ABSENT]++;
  free(c);
}

static enum fate fate_of(const struct property_schema *row) {
  struct property_holder holder;
  if (!find_holder(row, &holder))
    return FATE_NO_HOLDER;
  if (holder.object == CONTROL_OBJECT_RESOURCE && row->scope == SCOPE_COMMON &&
      row->set != SCHEMA_SET_RESOURCE)
    return FATE_OF_ONE_TYPE;
  if (row->format == FORMAT_UNKNOWN)
    return FATE_NO_PAGE;
  for (unsigned level = 0; level < LEVEL_COUNT; level++)
    if (property_schema_exists(row, (enum functional_level)level))
      return FATE_CASES;
  return FATE_NO_LEVEL;
}

/* One line a row: its fate, and how many cases of each kind it had. */
static void report(FILE *file, const struct property_schema *row, enum fate fate,
                   const unsigned before[CASE_COUNT]) {
  fprintf(file, "%s,%s,%s", property_set_name(row->set), row->name, fate_names[fate]);
  for (unsigned i = 0; i < CASE_COUNT; i++)
    fprintf(file, ",%u", cases[i] - before[i]);
  fputc('\n', file);
}

Test(property_cases, every_row) {
  unsigned rows = 0;
  FILE *file = fopen(WSFCSIM_WORK "/property_cases.csv", "w");
  cr_assert_not_null(file);
  fprintf(file, "object,property,fate");
  for (unsigned i = 0; i < CASE_COUNT; i++)
    fprintf(file, ",%s", kind_names[i]);
  fputc('\n', file);
  for (uint32_t n = 0; n < SCHEMA_COUNT; n++, rows++) {
    const struct property_schema *row = property_schema_at((enum property_row)n);
    enum fate fate = fate_of(row);
    fates[fate]++;
    unsigned before[CASE_COUNT];
    memcpy(before, cases, sizeof before);
    bool has_cases = fate != FATE_CASES, is_tried = fate == FATE_CASES || fate == FATE_NO_LEVEL;
    for (unsigned level = 0; level < LEVEL_COUNT && is_tried; level++)
      if (!property_schema_exists(row, (enum functional_level)level))
        absent_case(row, n, (enum functional_level)level);
      else if (!has_cases || level + 1 == LEVEL_COUNT) {
        row_cases(row, n, (enum functional_level)level);
        has_cases = true;
      }
    report(file, row, fate, before);
  }
  fclose(file);
  unsigned with_fate = 0;
  for (unsigned i = 0; i < FATE_COUNT; i++)
    with_fate += fates[i];
  cr_assert_eq(rows, with_fate);
  cr_assert_eq(rows, 463);
  for (unsigned i = 0; i < FATE_COUNT; i++)
    printf("%4u %s\n", fates[i], fate_names[i]);
  for (unsigned i = 0; i < CASE_COUNT; i++) {
    printf("%4u cases: %s\n", cases[i], kind_names[i]);
    cr_assert_gt(cases[i], 0);
  }
}
