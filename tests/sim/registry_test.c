/* The cluster database as a registry: objects as keys, properties as values, and what is made
 * there. */
#include "model/property_list.h"
#include "sim/clusapi/cluster_handles.h"
#include "tests/support/clusapi_lab.h"
#include "tests/support/test.h"
#include <stdlib.h>
#include <string.h>

enum { READS = 0x20019, WRITES = 0xF003F, SZ = 1, BINARY = 3, NUMBER = 4, MULTI_SZ = 7 };

static HKEY root;

static void open_lab(void) {
  clusapi_lab_open();
  root = backend.api->GetClusterKey(cluster, WRITES);
}

static HKEY open_key(HKEY base, const char *path) {
  HKEY key = NULL;
  return backend.api->ClusterRegOpenKey(base, wide(path), WRITES, &key) == 0 ? key : NULL;
}

static HKEY create_key(HKEY base, const char *path, DWORD *disposition) {
  HKEY key = NULL;
  return backend.api->ClusterRegCreateKey(base, wide(path), 0, WRITES, NULL, &key, disposition) == 0
             ? key
             : NULL;
}

static DWORD set_number(HKEY key, const char *name, DWORD number) {
  return backend.api->ClusterRegSetValue(key, wide(name), NUMBER, (const BYTE *)&number,
                                         sizeof number);
}

/* A number by its name; UINT32_MAX where there is none. */
static DWORD number_of(HKEY key, const char *name) {
  DWORD number = UINT32_MAX, type = 0, size = sizeof number;
  LONG status = backend.api->ClusterRegQueryValue(key, wide(name), &type, (LPBYTE)&number, &size);
  return status == 0 && type == NUMBER && size == sizeof number ? number : UINT32_MAX;
}

static bool is_text(HKEY key, const char *name, const char *text) {
  WCHAR value[200];
  DWORD type = 0, size = sizeof value;
  if (backend.api->ClusterRegQueryValue(key, wide(name), &type, (LPBYTE)value, &size) != 0 ||
      type != SZ || size != 2 * (strlen(text) + 1))
    return false;
  return memcmp(value, wide(text), size) == 0;
}

Test(registry, objects_are_keys, .init = open_lab, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  static const char *const there[] = {"",
                                      "Groups",
                                      "groups",
                                      "Nodes\\1",
                                      "NODES\\2\\Parameters",
                                      "ResourceTypes\\Virtual Machine",
                                      "Networks"};
  static const char *const missing[] = {"Nothing", "Nodes\\3", "Groups\\1", "Nodes\\1\\Other"};
  static const char *const bad[] = {"\\Nodes", "Nodes\\", "Nodes\\\\1"};
  HKEY key = NULL;
  for (size_t i = 0; i < sizeof there / sizeof there[0]; i++)
    check_row(i, open_key(root, there[i]) != NULL);
  for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
    check_row(i, api->ClusterRegOpenKey(root, wide(missing[i]), READS, &key) == 2 && key == NULL);
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    check_row(i, api->ClusterRegOpenKey(root, wide(bad[i]), READS, &key) == 87);
  cr_assert(is_text(root, "ClusterName", "LAB"));
  HKEY node = open_key(open_key(root, "Nodes"), "2");
  cr_assert(is_text(node, "NodeName", "NODE2"));
  key = api->GetClusterGroupKey(group, READS);
  cr_assert(is_text(key, "Name", "V") && number_of(key, "Priority") == 2000);
  key = api->GetClusterResourceKey(resource, READS);
  cr_assert(is_text(key, "Type", "Virtual Machine"));
  cr_assert_not_null(api->GetClusterResourceTypeKey(cluster, wide("physical disk"), READS));
  cr_assert_null(api->GetClusterResourceTypeKey(cluster, wide("Cloud Witness"), READS));
  cr_assert_eq(api->GetLastError(), 5078);
  cr_assert_null(api->GetClusterNodeKey((HNODE)(void *)group, READS));
  cr_assert_eq(api->GetLastError(), 6);
}

/* The ids of a group's contents open the keys of its resources. */
Test(registry, contents_lead_to_resources, .init = open_lab, .fini = clusapi_lab_close) {
  WCHAR contents[200], name[8];
  char id[60] = "";
  DWORD type = 0, size = sizeof contents, units = 8;
  HKEY of_group = backend.api->GetClusterGroupKey(group, READS);
  cr_assert_eq(
      backend.api->ClusterRegQueryValue(of_group, wide("Contains"), &type, (LPBYTE)contents, &size),
      0);
  cr_assert(type == MULTI_SZ && contents[size / 2 - 1] == 0);
  for (size_t i = 0; contents[i] != 0; i++)
    id[i] = (char)contents[i];
  HKEY key = open_key(open_key(root, "Resources"), id);
  cr_assert(is_text(key, "Name", "R"));
  cr_assert_eq(backend.api->ClusterRegEnumKey(key, 0, name, &units, NULL), 234);
  cr_assert_eq(units, strlen("Parameters"));
  cr_assert_eq(backend.api->DeleteClusterResource(resource), 0);
  cr_assert_eq(number_of(key, "RestartAction"), UINT32_MAX);
  cr_assert_eq(backend.api->ClusterRegQueryValue(key, wide("Name"), NULL, NULL, NULL), 2);
}

/* A value that is a property is set as one: its rules hold, and others read it. */
Test(registry, properties_are_values, .init = open_lab, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  HKEY key = api->GetClusterGroupKey(group, WRITES);
  DWORD large = 0;
  cr_assert_eq(set_number(key, "priority", 3000), 0);
  cr_assert_eq(number_of(key, "Priority"), 3000);
  cr_assert_eq(set_number(key, "Priority", 3001), 13);
  cr_assert_eq(set_number(key, "Name", 1), 87, "only SetClusterGroupName");
  cr_assert_eq(api->ClusterRegSetValue(key, wide("Priority"), SZ, (const BYTE *)wide("1"), 4), 13);
  cr_assert_eq(api->ClusterRegDeleteValue(key, wide("Priority")), 5);
  HKEY parameters = open_key(key, "Parameters");
  cr_assert_eq(set_number(parameters, "Shelf", 12), 0);
  cr_assert_eq(number_of(parameters, "SHELF"), 12);
  uint8_t list[400];
  DWORD size = 0;
  cr_assert_eq(api->ClusterGroupControl(group, NULL, CLUSCTL_GROUP_GET_PRIVATE_PROPERTIES, NULL, 0,
                                        list, sizeof list, &size),
               0);
  struct property_cursor cursor;
  struct property_item item;
  cr_assert_eq(property_cursor_begin(list, size, &cursor), 0);
  cr_assert_eq(property_cursor_next(&cursor, &item), 0);
  cr_assert(strcmp(item.name, "Shelf") == 0 && property_item_dword(&item, &large) && large == 12);
}

Test(registry, keys_are_made_and_deleted, .init = open_lab, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  DWORD disposition = 0, subkeys = 0, values = 0, most_units = 0, most_bytes = 0;
  HKEY app = create_key(root, "Software\\Backup\\Jobs", &disposition);
  cr_assert(app != NULL && disposition == 1);
  cr_assert(create_key(root, "SOFTWARE\\backup", &disposition) != NULL && disposition == 2);
  cr_assert_eq(set_number(app, "Count", 3), 0);
  cr_assert_eq(set_number(app, "", 9), 0, "the value without a name");
  cr_assert_eq(set_number(app, "a\\b", 4), 0, "a value's name may have a backslash");
  cr_assert(number_of(app, "count") == 3 && number_of(app, "") == 9 && number_of(app, "A\\B") == 4);
  cr_assert_eq(api->ClusterRegSetValue(app, wide("Blob"), BINARY, (const BYTE *)"12345", 5), 0);
  cr_assert_eq(api->ClusterRegQueryInfoKey(app, &subkeys, NULL, &values, &most_units, &most_bytes,
                                           NULL, NULL),
               0);
  cr_assert(subkeys == 0 && values == 4 && most_units == 5 && most_bytes == 5);
  HKEY backup = open_key(root, "Software\\Backup");
  cr_assert_eq(number_of(backup, "Count"), UINT32_MAX);
  cr_assert_eq(api->ClusterRegDeleteKey(root, wide("Software\\Backup")), 5, "it has a key");
  cr_assert_eq(api->ClusterRegDeleteKey(backup, wide("Jobs")), 0);
  cr_assert_eq(api->ClusterRegDeleteKey(backup, wide("Jobs")), 2);
  cr_assert_eq(set_number(app, "Count", 4), 2, "its key is gone");
  cr_assert_eq(api->ClusterRegCloseKey(app), 0);
  cr_assert_eq(api->ClusterRegCloseKey(app), 6);
  cr_assert(open_key(root, "Software\\Backup\\Jobs") == NULL);
  cr_assert_eq(number_of(create_key(root, "Software\\Backup\\Jobs", NULL), "Count"), UINT32_MAX);

  /* Below an object, but never an object. */
  HKEY key = api->GetClusterGroupKey(group, WRITES);
  cr_assert_not_null(create_key(key, "Vendor", NULL));
  cr_assert_not_null(open_key(key, "Vendor"));
  HKEY none = NULL;
  cr_assert_eq(api->ClusterRegCreateKey(root, wide("Groups\\Mine"), 0, WRITES, NULL, &none, NULL),
               5);
  cr_assert_eq(api->ClusterRegDeleteKey(root, wide("Nodes\\1")), 5);
  cr_assert_eq(api->ClusterRegDeleteKey(root, wide("Groups")), 5);
}

/* Every value and key there is, one after the other, and no more. */
Test(registry, enumeration, .init = open_lab, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  WCHAR name[160];
  BYTE data[1024];
  HKEY key = api->GetClusterGroupKey(group, WRITES);
  set_number(key, "Vendor Value", 7);
  create_key(key, "Vendor", NULL);
  DWORD wanted_keys = 0, wanted_values = 0, keys = 0, values = 0, type = 0;
  api->ClusterRegQueryInfoKey(key, &wanted_keys, NULL, &wanted_values, NULL, NULL, NULL, NULL);
  for (DWORD units = 160; api->ClusterRegEnumKey(key, keys, name, &units, NULL) == 0; units = 160) {
    HKEY below = NULL;
    check_row(keys, api->ClusterRegOpenKey(key, name, READS, &below) == 0);
    keys++;
  }
  for (;; values++) {
    DWORD units = 160, size = sizeof data, again = sizeof data, same = 0;
    if (api->ClusterRegEnumValue(key, values, name, &units, &type, data, &size) != 0)
      break;
    check_row(values, api->ClusterRegQueryValue(key, name, &same, data, &again) == 0);
    check_row(values, same == type && again == size);
  }
  cr_assert(keys == wanted_keys && keys == 2);
  cr_assert(values == wanted_values && values > 15);
  DWORD units = 160;
  cr_assert_eq(api->ClusterRegEnumKey(key, keys, name, &units, NULL), 259);
}

Test(registry, arguments_and_access, .init = open_lab, .fini = clusapi_lab_close) {
  const struct clusapi_table *api = backend.api;
  BYTE data[2000] = {0};
  DWORD size = 1, type = 0;
  HKEY key = NULL;
  cr_assert_eq(api->ClusterRegOpenKey(NULL, wide("Nodes"), READS, &key), 6);
  cr_assert_eq(api->ClusterRegOpenKey((HKEY)(void *)group, wide("Nodes"), READS, &key), 6);
  cr_assert_eq(api->ClusterRegOpenKey(root, wide("Nodes"), READS, NULL), 87);
  cr_assert_eq(api->ClusterRegQueryValue(root, wide("ClusterName"), &type, data, &size), 234);
  cr_assert_eq(size, 8);
  cr_assert_eq(api->ClusterRegQueryValue(root, wide("ClusterName"), &type, NULL, &size), 0);
  cr_assert_eq(api->ClusterRegQueryValue(root, wide("ClusterName"), &type, data, NULL), 87);
  cr_assert_eq(api->ClusterRegSetValue(root, wide("Big"), BINARY, data, 1024), 0);
  cr_assert_eq(api->ClusterRegSetValue(root, wide("Big"), BINARY, data, 1025), 8);
  cr_assert_eq(api->ClusterRegSetValue(root, wide("Big"), BINARY, NULL, 4), 87);
  cr_assert_eq(api->ClusterRegDeleteValue(root, wide("Big")), 0);
  cr_assert_eq(api->ClusterRegDeleteValue(root, wide("Big")), 2);

  /* A key that was opened to read is only read, and so is one of a session that reads. */
  HKEY reading = api->GetClusterKey(cluster, READS);
  cr_assert_eq(set_number(reading, "X", 1), 5);
  cr_assert(is_text(reading, "ClusterName", "LAB"));
  DWORD granted = 0;
  HCLUSTER reader = api->OpenClusterEx(NULL, GENERIC_READ, &granted);
  cr_assert_eq(set_number(api->GetClusterKey(reader, WRITES), "X", 1), 5);
  cr_assert_eq(set_number(root, "X", 1), 0);
}
