/* wsfcsim code and codes: the control-code registry. */
#include "model/control_codes.h"
#include "sim/scenario/quantity.h"
#include "tools/command/subcommands.h"
#include <stdio.h>
#include <string.h>

static const char *const type_names[] = {
    [CONTROL_TYPE_ANY] = "any resource type",
    [CONTROL_TYPE_VIRTUAL_MACHINE] = "\"Virtual Machine\"",
    [CONTROL_TYPE_VIRTUAL_MACHINE_CONFIGURATION] = "\"Virtual Machine Configuration\"",
};

static const char *object_text(const struct control_code_fields *fields) {
  const char *name = control_object_name(fields->object);
  return name == NULL ? "no object has this number" : name;
}

static void print_fields(uint32_t code) {
  struct control_code_fields f = control_code_decode(code);
  printf("  object    %-8u bits 24-31  %s\n", f.object, object_text(&f));
  printf("  global    %-8d bit 23      %s\n", f.global,
         f.global ? "runs on every node" : "runs where it is sent");
  printf("  modify    %-8d bit 22      %s\n", f.modify,
         f.modify ? "changes data; needs All access" : "changes nothing; Read access is enough");
  printf("  user      %-8d bit 21      %s\n", f.user,
         f.user ? "the function is the receiving resource type's own number"
                : "the function is the cluster API's number");
  printf("  type      %-8d bit 20      %s\n", f.internal,
         f.internal ? "internal: the cluster service's own" : "external");
  printf("  function  %-8u bits 2-19   operation 0x%X\n", f.function, f.function << 2);
  printf("  access    %-8u bits 0-1    %s\n", f.access, control_access_name(f.access));
}

static void print_names(uint32_t code) {
  size_t count = 0;
  const struct control_code *rows = control_code_find(code, &count);
  if (count == 0)
    puts("no code has this number");
  for (size_t i = 0; i < count; i++) {
    printf("%s\n", rows[i].name);
    if (rows[i].for_type != CONTROL_TYPE_ANY)
      printf("  on a resource of type %s\n", type_names[rows[i].for_type]);
    printf("  from %s, %s\n", rows[i].min_server[0] == '\0' ? "(no page says)" : rows[i].min_server,
           rows[i].status);
  }
  if (control_code_is_user_macro(code))
    puts("looks like a number made by CLUSCTL_USER_CODE, which sets bit 23 instead of bit 21");
}

static int explain(uint32_t code) {
  printf("0x%08X (%u)\n", code, code);
  print_names(code);
  print_fields(code);
  return EXIT_AS_EXPECTED;
}

/* One field of a code from its option; false where it is none or its value is wrong. */
static bool take_field(const char *option, const char *value, struct control_code_fields *fields,
                       bool *used_value) {
  uint64_t number = 0;
  *used_value = false;
  if (strcmp(option, "--global") == 0)
    return fields->global = true;
  if (strcmp(option, "--modify") == 0)
    return fields->modify = true;
  if (strcmp(option, "--user") == 0)
    return fields->user = true;
  if (strcmp(option, "--internal") == 0)
    return fields->internal = true;
  *used_value = true;
  if (value == NULL)
    return false;
  if (strcmp(option, "--access") == 0)
    return control_access_by_name(value, &fields->access);
  if (strcmp(option, "--object") == 0) {
    if (control_object_by_name(value, &fields->object))
      return true;
    bool is_number = quantity_parse(value, QUANTITY_COUNT, &number) && number <= 255;
    fields->object = (uint8_t)number;
    return is_number;
  }
  if (strcmp(option, "--function") == 0 && quantity_parse(value, QUANTITY_COUNT, &number) &&
      number <= UINT32_MAX) {
    fields->function = (uint32_t)number;
    return true;
  }
  return false;
}

static int make(int count, char **arguments) {
  struct control_code_fields fields = {0};
  for (int i = 0; i < count; i++) {
    bool used_value = false;
    const char *value = i + 1 < count ? arguments[i + 1] : NULL;
    if (!take_field(arguments[i], value, &fields, &used_value) && used_value && value != NULL &&
        strcmp(arguments[i], "--object") == 0)
      return complain("code: --object '%s': expected RESOURCE, RESOURCE_TYPE, GROUP, NODE, NETWORK,"
                      " NETINTERFACE, CLUSTER, GROUPSET, AFFINITYRULE, USER or a number up to 255",
                      value);
    if (!take_field(arguments[i], value, &fields, &used_value))
      return complain("code: '%s%s%s' is no field of a control code; expected --object NAME|N,"
                      " --function N, --global, --modify, --user, --internal,"
                      " --access any|read|write",
                      arguments[i], value != NULL && used_value ? " " : "",
                      value != NULL && used_value ? value : "");
    i += used_value;
  }
  const char *wrong = control_code_validate(&fields);
  return wrong != NULL ? complain("code: %s", wrong) : explain(control_code_encode(&fields));
}

int code_command(int count, char **arguments) {
  uint64_t number = 0;
  if (count == 0)
    return complain("code: expected a number, a name, or fields such as --object RESOURCE"
                    " --function 1");
  if (strncmp(arguments[0], "--", 2) == 0)
    return make(count, arguments);
  if (count > 1)
    return complain("code: '%s': expected one number or name", arguments[1]);
  const struct control_code *named = control_code_by_name(arguments[0]);
  if (named != NULL && named->object[0] == '\0') {
    bool page = strncmp(named->status, "page: ", 6) == 0;
    printf("%s\n  has no number: its page says '%s'\n", named->name,
           named->status + (page ? 6 : 0));
    return EXIT_AS_EXPECTED;
  }
  if (named != NULL)
    return explain(named->value);
  if (!quantity_parse(arguments[0], QUANTITY_COUNT, &number) || number > UINT32_MAX)
    return complain("code: '%s' is neither a known name nor a 32-bit number such as 0x01600004",
                    arguments[0]);
  return explain((uint32_t)number);
}

int codes_command(int count, char **arguments) {
  bool csv = false;
  uint8_t object = 0;
  for (int i = 0; i < count; i++) {
    if (strcmp(arguments[i], "--csv") == 0) {
      csv = true;
    } else if (strcmp(arguments[i], "--object") == 0 && i + 1 < count &&
               control_object_by_name(arguments[i + 1], &object)) {
      i++;
    } else {
      return complain("codes: '%s': expected --csv or --object RESOURCE, RESOURCE_TYPE, GROUP,"
                      " NODE, NETWORK, NETINTERFACE, CLUSTER, GROUPSET or AFFINITYRULE",
                      arguments[i]);
    }
  }
  if (csv)
    puts("name,value,object,global,modify,user,type,function,access,min_server,status");
  for (size_t i = 0; i < control_code_count(); i++) {
    const struct control_code *code = control_code_at(i);
    struct control_code_fields f = control_code_decode(code->value);
    if (object != 0 && f.object != object)
      continue;
    if (csv)
      printf("%s,0x%08X,%s,%d,%d,%d,%s,%u,%s,%s,%s\n", code->name, code->value, code->object,
             f.global, f.modify, f.user, code->type, f.function, code->access, code->min_server,
             code->status);
    else
      printf("0x%08X  %s\n", code->value, code->name);
  }
  return EXIT_AS_EXPECTED;
}
