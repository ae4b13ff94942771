/* Property schema: agreement with the published list, servers, and what may be set. */
#include "model/object_property.h"
#include "model/property_list.h"
#include "model/property_schema.h"
#include "tests/support/test.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const accesses[] = {"READ_WRITE", "READ_ONLY", "UNPUBLISHED"};
static const char *const formats[] = {"UNKNOWN",  "BINARY",        "DWORD",
                                      "FILETIME", "MULTI_SZ",      "SECURITY_DESCRIPTOR",
                                      "SZ",       "ULARGE_INTEGER"};
static const char *const servers[] = {"UNPUBLISHED", "WS2003",   "WS2008", "WS2008R2",
                                      "WS2012",      "WS2012R2", "WS2016", "WS2022"};
static const char *const availabilities[] = {"LASTS",        "UNTIL_WS2003", "UNTIL_WS2008R2",
                                             "UNTIL_WS2012", "RESERVED",     "NOT_LISTED",
                                             "HEADER_ONLY",  "PAGE_MISSING"};

static void published(const struct property_schema *row, char line[512]) {
  char numbers[96];
  bool number = row->format == FORMAT_DWORD || row->format == FORMAT_ULARGE_INTEGER;
  if (number)
    snprintf(numbers, sizeof numbers, "%" PRIu64 ",%" PRIu64 ",%" PRIu64, row->initial, row->least,
             row->most);
  else
    snprintf(numbers, sizeof numbers, "%s,,", row->initial_text);
  snprintf(line, 512, "%s,%s,%s,%s,%s,%s,%s,%s", property_set_name(row->set), row->name,
           row->scope == SCOPE_COMMON ? "common" : "private", accesses[row->access],
           formats[row->format], numbers, servers[row->server], availabilities[row->availability]);
}

Test(property_schema, equals_published_list) {
  FILE *file = fopen(WSFCSIM_SOURCE "/tests/vectors/properties.csv", "r");
  cr_assert_not_null(file);
  char line[512], have[512];
  cr_assert_not_null(fgets(line, sizeof line, file));
  uint32_t count = 0;
  for (; fgets(line, sizeof line, file); count++) {
    line[strcspn(line, "\n")] = '\0';
    cr_assert_lt(count, (uint32_t)SCHEMA_COUNT);
    published(property_schema_at((enum property_row)count), have);
    cr_assert_str_eq(have, line);
  }
  fclose(file);
  cr_assert_eq(count, 463);
  cr_assert_eq(count, (uint32_t)SCHEMA_COUNT);
}

Test(property_schema, a_name_is_found_once_at_each_level) {
  for (uint32_t n = 0; n < SCHEMA_COUNT; n++) {
    const struct property_schema *row = property_schema_at((enum property_row)n);
    for (uint32_t level = 0; level < LEVEL_COUNT; level++) {
      bool exists = property_schema_exists(row, (enum functional_level)level);
      const struct property_schema *found =
          property_schema_find(row->set, row->scope, row->name, (enum functional_level)level);
      check_row(n, exists ? found == row : found != row);
    }
    if (row->format == FORMAT_DWORD || row->format == FORMAT_ULARGE_INTEGER) {
      check_row(n, row->least <= row->most);
      check_row(n, property_schema_takes(row, row->initial));
      check_row(n, property_schema_takes(row, row->least) && property_schema_takes(row, row->most));
    }
    check_row(n, (property_schema_syntax(row) == 0) == (row->format == FORMAT_UNKNOWN));
  }
}

/* mscs "clusters-addevictdelay", "groups-failbackwindowstart", "quarantinethreshold". */
Test(property_schema, servers_and_ranges) {
  static const struct {
    enum property_row row;
    enum functional_level level;
    bool exists;
  } servers_of[] = {
      {SCHEMA_CLUSTER_ADD_EVICT_DELAY, LEVEL_WS2008R2, true},
      {SCHEMA_CLUSTER_QUARANTINE_THRESHOLD, LEVEL_WS2012R2, false},
      {SCHEMA_CLUSTER_QUARANTINE_THRESHOLD, LEVEL_WS2016, true},
      {SCHEMA_CLUSTER_CLUS_SVC_HEARTBEAT_TIMEOUT, LEVEL_WS2008R2, true},
      {SCHEMA_CLUSTER_CLUS_SVC_HEARTBEAT_TIMEOUT, LEVEL_WS2012, false},
      {SCHEMA_CLUSTER_ADMIN_EXTENSIONS, LEVEL_WS2008R2, false},
  };
  for (size_t i = 0; i < sizeof servers_of / sizeof servers_of[0]; i++)
    check_row(i, property_schema_exists(property_schema_at(servers_of[i].row),
                                        servers_of[i].level) == servers_of[i].exists);
  static const struct {
    enum property_row row;
    uint64_t number;
    bool takes;
  } numbers[] = {
      {SCHEMA_CLUSTER_ADD_EVICT_DELAY, 600, true},
      {SCHEMA_CLUSTER_ADD_EVICT_DELAY, 601, false},
      {SCHEMA_GROUP_FAILBACK_WINDOW_START, 23, true},
      {SCHEMA_GROUP_FAILBACK_WINDOW_START, 24, false},
      {SCHEMA_GROUP_FAILBACK_WINDOW_START, UINT32_MAX, true},
  };
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
    check_row(i, property_schema_takes(property_schema_at(numbers[i].row), numbers[i].number) ==
                     numbers[i].takes);
}

Test(property_schema, names_and_types) {
  const struct property_schema *classes =
      property_schema_find(SCHEMA_SET_GROUP, SCOPE_COMMON, "antiaffinityclassnames", LEVEL_WS2022);
  cr_assert_eq(classes, property_schema_at(SCHEMA_GROUP_ANTI_AFFINITY_CLASS_NAMES));
  cr_assert_eq(property_schema_syntax(classes), PROPERTY_SYNTAX_MULTI_SZ);
  cr_assert_eq(property_set_of_type(TYPE_VIRTUAL_MACHINE), SCHEMA_SET_VIRTUAL_MACHINE);
  cr_assert_eq(property_set_of_type(TYPE_PHYSICAL_DISK), SCHEMA_SET_PHYSICAL_DISK);
  for (unsigned set = 0; set < SCHEMA_SET_COUNT; set++) {
    enum property_row row = property_set_first((enum property_set)set);
    cr_assert(row < property_set_end((enum property_set)set), "a set has rows");
    for (; row < property_set_end((enum property_set)set); row++)
      check_row(row, property_schema_at(row)->set == set);
  }
  cr_assert_null(property_schema_find(SCHEMA_SET_GROUP, SCOPE_PRIVATE, "Priority", LEVEL_WS2022));
  cr_assert_null(property_schema_find(SCHEMA_SET_GROUP, SCOPE_COMMON, "", LEVEL_WS2022));
}
