/* Control codes: layout, registry, and agreement with the published list. */
#include "model/control_codes.h"
#include "tests/support/test.h"
#include <stdio.h>
#include <string.h>

/* START-16 START-17 START-20 CANCEL-13 CANCEL-14 CANCEL-17 NEXT-20 NEXT-21 NEXT-24 CONFUPD-07 */
Test(control_codes, registry_equals_published_list) {
  FILE *file = fopen(WSFCSIM_SOURCE "/tests/vectors/control-codes.csv", "r");
  cr_assert_not_null(file);
  char line[512], want[512],
      header[] = "name,value,object,global,modify,user,type,function,access,"
                 "min_server,status\n";
  cr_assert_not_null(fgets(line, sizeof line, file));
  cr_assert_str_eq(line, header);
  size_t count = 0;
  while (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = '\0';
    char name[128];
    cr_assert_eq(sscanf(line, "%127[^,]", name), 1);
    const struct control_code *code = control_code_by_name(name);
    cr_assert_not_null(code, "%s is not in the registry", name);
    struct control_code_fields f = control_code_decode(code->value);
    snprintf(want, sizeof want, "%s,0x%08X,%s,%d,%d,%d,%s,%u,%s,%s,%s", code->name, code->value,
             code->object, f.global, f.modify, f.user, code->type, f.function, code->access,
             code->min_server, code->status);
    cr_assert_str_eq(want, line);
    count++;
  }
  fclose(file);
  cr_assert_eq(count, 338);
  cr_assert_eq(control_code_count(), 338);
  cr_assert_eq(control_code_numberless_count(), 4);
}

Test(control_codes, rows_are_ordered_and_reencode) {
  for (size_t i = 0; i < control_code_count(); i++) {
    const struct control_code *code = control_code_at(i);
    struct control_code_fields fields = control_code_decode(code->value);
    check_row(i, i == 0 || control_code_at(i - 1)->value <= code->value);
    check_row(i, control_code_validate(&fields) == NULL);
    check_row(i, control_code_encode(&fields) == code->value);
    check_row(i, strcmp(control_object_name(fields.object), code->object) == 0);
    check_row(i, control_code_by_name(code->name) == code);
  }
}

/* CONFUPD-06 */
Test(control_codes, shared_numbers) {
  static const struct {
    uint32_t value;
    const char *names[CONTROL_NAMES_PER_VALUE_MAX];
  } shared[] = {
      {0x0100016D,
       {"CLUSCTL_RESOURCE_NETNAME_GET_VIRTUAL_SERVER_TOKEN",
        "CLUSCTL_RESOURCE_RLUA_GET_VIRTUAL_SERVER_TOKEN"}},
      {0x0100017A, {"CLUSCTL_RESOURCE_NETNAME_SET_PWD_INFO", "CLUSCTL_RESOURCE_RLUA_SET_PWD_INFO"}},
      {0x0100031A,
       {"CLUSCTL_RESOURCE_NETNAME_SET_PWD_INFOEX", "CLUSCTL_RESOURCE_RLUA_SET_PWD_INFOEX"}},
      {0x014020E6,
       {"CLUSCTL_CLOUD_WITNESS_RESOURCE_UPDATE_TOKEN",
        "CLUSCTL_RESOURCE_CLOUD_WITNESS_UPDATE_TOKEN"}},
      {0x01600004, {"CLUSCTL_RESOURCE_VM_START_MIGRATION", "CLUSCTL_RESOURCE_VM_CONFIG_UPDATE"}},
      {0x02000231,
       {"CLUSCTL_RESOURCE_TYPE_VALIDATE_PATH", "CLUSCTL_RESOURCE_TYPE_GEN_APP_VALIDATE_PATH",
        "CLUSCTL_RESOURCE_TYPE_GEN_SCRIPT_VALIDATE_PATH",
        "CLUSCTL_RESOURCE_TYPE_WITNESS_VALIDATE_PATH"}},
      {0x020020E1,
       {"CLUSCTL_CLOUD_WITNESS_RESOURCE_TYPE_VALIDATE_CREDENTIALS",
        "CLUSCTL_RESOURCE_TYPE_CLOUD_WITNESS_VALIDATE_CREDENTIALS"}},
      {0x0240020E,
       {"CLUSCTL_RESOURCE_TYPE_STORAGE_RELEASE_OWNERSHIP",
        "CLUSCTL_RESOURCE_TYPE_STORAGE_REMOVE_VM_OWNERSHIP"}},
      {0x08000055,
       {"CLUSCTL_GROUPSET_GET_RO_COMMON_PROPERTIES",
        "CLUSCTL_COLLECTION_GET_RO_COMMON_PROPERTIES"}},
      {0x08000059,
       {"CLUSCTL_GROUPSET_GET_COMMON_PROPERTIES", "CLUSCTL_COLLECTION_GET_COMMON_PROPERTIES"}},
      {0x08002D71, {"CLUSCTL_GROUPSET_GET_GROUPS", "CLUSCTL_COLLECTION_GET_GROUPS"}},
      {0x08002D75,
       {"CLUSCTL_GROUPSET_GET_PROVIDER_GROUPS", "CLUSCTL_COLLECTION_GET_PROVIDER_GROUPS"}},
      {0x08002D79,
       {"CLUSCTL_GROUPSET_GET_PROVIDER_GROUPSETS", "CLUSCTL_COLLECTION_GET_PROVIDER_COLLECTIONS"}},
      {0x08002D81,
       {"CLUSCTL_GROUP_GET_PROVIDER_GROUPSETS", "CLUSCTL_GROUP_GET_PROVIDER_COLLECTIONS"}},
      {0x0840005E,
       {"CLUSCTL_GROUPSET_SET_COMMON_PROPERTIES", "CLUSCTL_COLLECTION_SET_COMMON_PROPERTIES"}},
  };
  size_t values = 0, names = 0;
  for (size_t i = 0; i < control_code_count(); i++) {
    size_t count = 0;
    const struct control_code *rows = control_code_find(control_code_at(i)->value, &count);
    if (rows != control_code_at(i) || count < 2)
      continue;
    check_row(i, values < sizeof shared / sizeof shared[0]);
    check_row(values, shared[values].value == rows[0].value);
    for (size_t k = 0; k < count; k++)
      check_row(values, strcmp(shared[values].names[k], rows[k].name) == 0);
    check_row(values, count == CONTROL_NAMES_PER_VALUE_MAX || shared[values].names[count] == NULL);
    values++;
    names += count;
  }
  cr_assert_eq(values, 15);
  cr_assert_eq(names, 32);
}

/* CONFUPD-02 MIG-009 */
Test(control_codes, resource_type_decides_a_shared_number) {
  const struct control_code *start =
      control_code_find_for(0x01600004, CONTROL_TYPE_VIRTUAL_MACHINE);
  const struct control_code *update =
      control_code_find_for(0x01600004, CONTROL_TYPE_VIRTUAL_MACHINE_CONFIGURATION);
  cr_assert_str_eq(start->name, "CLUSCTL_RESOURCE_VM_START_MIGRATION");
  cr_assert_str_eq(update->name, "CLUSCTL_RESOURCE_VM_CONFIG_UPDATE");
  cr_assert_null(control_code_find_for(0x01600008, CONTROL_TYPE_VIRTUAL_MACHINE_CONFIGURATION));
  cr_assert_null(control_code_find_for(0x01600004, CONTROL_TYPE_ANY));
  cr_assert_not_null(control_code_find_for(0x01000029, CONTROL_TYPE_VIRTUAL_MACHINE));
}

Test(control_codes, every_bit_belongs_to_one_field) {
  for (unsigned bit = 0; bit < 32; bit++) {
    struct control_code_fields f = control_code_decode((uint32_t)1 << bit);
    unsigned fields = (f.object != 0) + f.global + f.modify + f.user + f.internal +
                      (f.function != 0) + (f.access != 0);
    check_row(bit, fields == 1);
  }
}

Test(control_codes, refused_fields) {
  static const struct control_code_fields wrong[] = {
      {.object = 0},
      {.object = 0x0A},
      {.object = 1, .function = 0x40000},
      {.object = 1, .access = 3},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    check_row(i, control_code_validate(&wrong[i]) != NULL);
}

Test(control_codes, user_macro_of_the_header) {
  /* CLUSCTL_USER_CODE(1, RESOURCE), and the documentation's example with object 221. */
  cr_assert(control_code_is_user_macro(0x01800004));
  cr_assert(control_code_is_user_macro(0xDD815954));
  cr_assert(!control_code_is_user_macro(0x01600004));
  cr_assert(!control_code_is_user_macro(0x01C00212), "a built-in global code");
}

/* What every object has, has the same bits below the object's number. */
Test(control_codes, codes_of_every_object) {
  static const struct {
    enum control_object object;
    enum common_control control;
    uint32_t code;
  } rows[] = {
      {CONTROL_OBJECT_RESOURCE, CONTROL_GET_ID, CLUSCTL_RESOURCE_GET_ID},
      {CONTROL_OBJECT_NODE, CONTROL_GET_ID, CLUSCTL_NODE_GET_ID},
      {CONTROL_OBJECT_CLUSTER, CONTROL_GET_COMMON_PROPERTIES,
       CLUSCTL_CLUSTER_GET_COMMON_PROPERTIES},
      {CONTROL_OBJECT_NETWORK, CONTROL_GET_RO_COMMON_PROPERTIES,
       CLUSCTL_NETWORK_GET_RO_COMMON_PROPERTIES},
      {CONTROL_OBJECT_GROUP, CONTROL_SET_COMMON_PROPERTIES, CLUSCTL_GROUP_SET_COMMON_PROPERTIES},
      {CONTROL_OBJECT_RESOURCE_TYPE, CONTROL_GET_PRIVATE_PROPERTIES,
       CLUSCTL_RESOURCE_TYPE_GET_PRIVATE_PROPERTIES},
      {CONTROL_OBJECT_RESOURCE, CONTROL_GET_RO_PRIVATE_PROPERTIES,
       CLUSCTL_RESOURCE_GET_RO_PRIVATE_PROPERTIES},
      {CONTROL_OBJECT_NETINTERFACE, CONTROL_SET_PRIVATE_PROPERTIES,
       CLUSCTL_NETINTERFACE_SET_PRIVATE_PROPERTIES},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    check_row(i, control_code_of(rows[i].object, rows[i].control) == rows[i].code);
}
