/* ClusterResourceControl: dispatch by object, type and code, and what each handler answers. */
#include "model/control.h"
#include "model/digest.h"
#include "model/object_guid.h"
#include "model/property_list.h"
#include "model/vm_migration.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"
#include <string.h>

enum { MACHINE, CONFIGURATION };

static const uint8_t n1[] = {'N', 0, '1', 0, 0, 0};

static struct control_request request(uint32_t resource, uint32_t code, const void *in,
                                      size_t size) {
  return (struct control_request){.holder = {CONTROL_OBJECT_RESOURCE, resource},
                                  .node = CLUSTER_NONE,
                                  .code = code,
                                  .all_access = true,
                                  .in = in,
                                  .in_size = size};
}

static struct control_answer ask(const struct cluster *c, uint32_t resource, uint32_t code) {
  struct control_request r = request(resource, code, NULL, 0);
  return control_dispatch(c, &r);
}

/* Every code of the registry on every kind of object: what is answered follows from its fate. */
Test(control, every_code_has_an_answer) {
  static const uint32_t wanted[] = {[CONTROL_INTERNAL] = WIN32_INVALID_FUNCTION,
                                    [CONTROL_NOT_SUPPORTED] = WIN32_INVALID_FUNCTION,
                                    [CONTROL_NOT_MODELLED] = WIN32_CALL_NOT_IMPLEMENTED};
  struct cluster *c = lab();
  for (size_t i = 0; i < control_code_count(); i++) {
    const struct control_code *code = control_code_at(i);
    enum control_fate fate = control_fate(code);
    check_row(i, (control_reason(code) != NULL) == (fate != CONTROL_MODELLED));
    for (unsigned object = CONTROL_OBJECT_RESOURCE; object <= CONTROL_OBJECT_CLUSTER; object++) {
      struct control_request r = request(MACHINE, code->value, NULL, 0);
      r.holder = (struct property_holder){(enum control_object)object, 0};
      struct control_answer answer = control_dispatch(c, &r);
      bool fits = control_code_decode(code->value).object == object;
      if (!fits)
        check_row(i, !answer.acts && answer.status == WIN32_INVALID_FUNCTION);
      else if (fate == CONTROL_MODELLED)
        check_row(i, answer.acts || answer.status != WIN32_CALL_NOT_IMPLEMENTED);
      else if (code->for_type == CONTROL_TYPE_ANY)
        check_row(i, !answer.acts && answer.status == wanted[fate]);
    }
  }
  free(c);
}

/* CONFUPD-05 */
Test(control, user_codes_belong_to_a_type) {
  static const struct {
    uint32_t resource, code, status;
  } rows[] = {
      {CONFIGURATION, CLUSCTL_RESOURCE_VM_CONFIG_UPDATE, WIN32_SUCCESS},
      {CONFIGURATION, CLUSCTL_RESOURCE_VM_CANCEL_MIGRATION, WIN32_INVALID_FUNCTION},
      {CONFIGURATION, CLUSCTL_RESOURCE_VM_SET_NEXT_OFFLINE_ACTION, WIN32_INVALID_FUNCTION},
      {MACHINE, CLUSCTL_RESOURCE_VM_ACCEPT_MIGRATION, WIN32_INVALID_FUNCTION},
      {MACHINE, CLUSCTL_RESOURCE_VM_HALT_MIGRATION, WIN32_INVALID_FUNCTION},
      {MACHINE, 0x01600040, WIN32_INVALID_FUNCTION},
      {MACHINE, 0xFFFFFFFF, WIN32_INVALID_FUNCTION},
      {MACHINE, 0, WIN32_INVALID_FUNCTION},
  };
  struct cluster *c = lab();
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct control_answer answer = ask(c, rows[i].resource, rows[i].code);
    check_row(i, answer.status == rows[i].status && !answer.acts);
  }
  free(c);
}

/* START-03 */
Test(control, start_becomes_an_event) {
  struct cluster *c = lab();
  struct control_request r = request(MACHINE, CLUSCTL_RESOURCE_VM_START_MIGRATION, n1, sizeof n1);
  struct control_answer answer = control_dispatch(c, &r);
  cr_assert(answer.acts && answer.event.kind == EVENT_START_MIGRATION);
  cr_assert(answer.event.subject == 0 && answer.event.argument == LAB_DESTINATION);
  r.node = LAB_DESTINATION;
  cr_assert_eq(control_dispatch(c, &r).status, WIN32_HOST_NODE_NOT_RESOURCE_OWNER);
  r.node = LAB_SOURCE;
  cr_assert(control_dispatch(c, &r).acts);
  r.all_access = false;
  cr_assert_eq(control_dispatch(c, &r).status, WIN32_ACCESS_DENIED, "the modify bit wants All");
  free(c);
}

/* CANCEL-04 */
Test(control, cancel_away_from_the_source) {
  struct cluster *c = lab();
  lab_migrate_to(c, MIGRATION_SETUP);
  struct control_request r = request(MACHINE, CLUSCTL_RESOURCE_VM_CANCEL_MIGRATION, NULL, 0);
  cr_assert(control_dispatch(c, &r).acts);
  r.node = LAB_DESTINATION;
  cr_assert_eq(control_dispatch(c, &r).status, WIN32_INVALID_STATE);
  free(c);
}

Test(control, a_node_that_is_down_does_not_answer) {
  struct cluster *c = lab();
  lab_do(c, EVENT_HOST_CRASHED, 1, 0, 0);
  lab_lose(c, 1);
  struct control_request r = request(MACHINE, CLUSCTL_RESOURCE_GET_NAME, NULL, 0);
  r.node = 1;
  cr_assert_eq(control_dispatch(c, &r).status, WIN32_CLUSTER_NODE_DOWN);
  free(c);
}

/* Output at every size of the buffer: all of it, or 234 and the size needed. */
Test(control, output_buffers) {
  static const uint32_t codes[] = {CLUSCTL_RESOURCE_GET_NAME,
                                   CLUSCTL_RESOURCE_GET_RESOURCE_TYPE,
                                   CLUSCTL_RESOURCE_GET_ID,
                                   CLUSCTL_RESOURCE_GET_FAILURE_INFO,
                                   CLUSCTL_RESOURCE_GET_PRIVATE_PROPERTIES,
                                   CLUSCTL_RESOURCE_GET_RO_PRIVATE_PROPERTIES};
  struct cluster *c = lab();
  for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
    size_t needed = ask(c, MACHINE, codes[i]).returned;
    for (size_t room = 0; room <= needed; room++) {
      uint8_t *out = malloc(room + 1);
      struct control_request r = request(MACHINE, codes[i], NULL, 0);
      r.out = out;
      r.out_room = room;
      struct control_answer answer = control_dispatch(c, &r);
      check_row(i, answer.returned == needed);
      check_row(i, answer.status == (room == needed ? WIN32_SUCCESS : WIN32_MORE_DATA));
      free(out);
    }
  }
  free(c);
}

/* The status of setting one number. */
static uint32_t set(struct cluster *c, const char *name, uint32_t value) {
  uint8_t list[256];
  struct effects effects;
  struct property_writer writer = property_writer_begin(list, sizeof list);
  property_writer_dword(&writer, name, value);
  bool fits = property_writer_end(&writer);
  cr_assert(fits);
  struct control_request r =
      request(MACHINE, CLUSCTL_RESOURCE_SET_PRIVATE_PROPERTIES, list, writer.needed);
  struct control_answer answer = control_dispatch(c, &r);
  cr_assert(answer.acts);
  (void)model_step(c, &answer.event, &effects);
  return effects.status;
}

/* VMSTATE-03 MSTATE-03 MSTATE-04 MPROG-03 MFAIL-03 OFFACT-03 MIG-017 */
Test(control, set_private_properties) {
  struct cluster *c = lab();
  cluster_vm(c, 0)->migration.phase = MIGRATION_FAILURE;
  cr_assert_eq(set(c, "MigrationState", 0), WIN32_SUCCESS);
  cr_assert_eq(cluster_vm(c, 0)->migration.phase, MIGRATION_NONE);
  cr_assert_eq(set(c, "offlineaction", 2), WIN32_SUCCESS);
  cr_assert_eq(cluster_vm(c, 0)->offline_action, OFFLINE_SHUT_DOWN);
  cr_assert_eq(set(c, "OfflineAction", 4), WIN32_INVALID_DATA);
  cr_assert_eq(set(c, "MigrationState", 1), WIN32_INVALID_PARAMETER);
  cr_assert_eq(set(c, "MigrationProgress", 1), WIN32_INVALID_PARAMETER);
  cr_assert_eq(set(c, "MigrationState", 5), WIN32_INVALID_PARAMETER);
  cr_assert_eq(set(c, "VmState", 2), WIN32_INVALID_PARAMETER);
  cr_assert_eq(set(c, "MigrationFailureReason", 0), WIN32_INVALID_PARAMETER);
  cr_assert_eq(set(c, "CheckHeartbeat", 1), WIN32_NOT_ENOUGH_MEMORY, "this world keeps no values");
  free(c);
}

/* The number of a DWORD property as a list code answers it; fails where there is none. */
static uint32_t listed(const struct cluster *c, uint32_t code, const char *name) {
  uint8_t out[2048];
  struct property_item items[16];
  uint32_t count = 0, value = 0;
  struct control_request r = request(MACHINE, code, NULL, 0);
  r.out = out;
  r.out_room = sizeof out;
  struct control_answer answer = control_dispatch(c, &r);
  cr_assert_eq(answer.status, WIN32_SUCCESS);
  cr_assert_eq(property_list_read(out, answer.returned, items, 16, &count), WIN32_SUCCESS);
  for (uint32_t i = 0; i < count; i++)
    if (strcmp(items[i].name, name) == 0) {
      cr_assert_eq(items[i].syntax, PROPERTY_SYNTAX_DWORD);
      cr_assert(property_item_dword(&items[i], &value));
      return value;
    }
  cr_assert_fail("%s is not listed", name);
  return value;
}

/* Every machine lists its properties, whatever it does, with the numbers of their pages.
 * VMSTATE-05 VMSTATE-08..16 MSTATE-02 MSTATE-05 MPROG-04 MFAIL-04 OFFACT-02 OFFACT-04 MIG-086 */
Test(control, listed_numbers) {
  static const uint32_t vm_states[] = {0, 2, 3, 32768, 32769, 32770, 32773, 32774, 32776, 32777};
  static const struct {
    enum vm_migration_phase phase;
    uint32_t state, reason;
  } phases[] = {{MIGRATION_NONE, 0, 0},          {MIGRATION_SETUP, 1, 0},
                {MIGRATION_DATA_TRANSFER, 2, 0}, {MIGRATION_STOPPED, 3, 0},
                {MIGRATION_SENT, 3, 0},          {MIGRATION_RESUMED, 3, 0},
                {MIGRATION_CANCELED, 4, 0},      {MIGRATION_FAILURE, 5, 0x80004005}};
  const uint32_t read_only = CLUSCTL_RESOURCE_GET_RO_PRIVATE_PROPERTIES,
                 read_write = CLUSCTL_RESOURCE_GET_PRIVATE_PROPERTIES;
  for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++) {
    struct cluster *c = lab();
    lab_migrate_to(c, phases[i].phase);
    check_row(i, listed(c, read_write, "MigrationState") == phases[i].state);
    check_row(i, listed(c, read_only, "MigrationFailureReason") == phases[i].reason);
    check_row(i, listed(c, read_only, "MigrationProgress") <= 100);
    check_row(i, listed(c, read_write, "OfflineAction") == 1);
    check_row(i, listed(c, read_write, "ShutdownAction") == 0);
    free(c);
  }
  struct cluster *c = lab();
  for (size_t i = 0; i < sizeof vm_states / sizeof vm_states[0]; i++) {
    cluster_vm(c, 0)->state = (enum vm_state)vm_states[i];
    check_row(i, listed(c, read_only, "VmState") == vm_states[i]);
  }
  free(c);
}

/* VMID-02 CFGID-01: the GUID of the machine, on both resources, as a string with its NUL. */
Test(control, vm_id_is_listed) {
  struct cluster *c = lab();
  char guid[GUID_TEXT];
  cluster_guid(c, OBJECT_VM, 0, guid);
  for (uint32_t resource = 0; resource < 2; resource++) {
    uint8_t out[512];
    struct property_item items[16];
    uint32_t count = 0, i = 0;
    struct control_request r = request(resource, CLUSCTL_RESOURCE_GET_PRIVATE_PROPERTIES, NULL, 0);
    r.out = out;
    r.out_room = sizeof out;
    struct control_answer answer = control_dispatch(c, &r);
    cr_assert_eq(property_list_read(out, answer.returned, items, 16, &count), WIN32_SUCCESS);
    while (i < count && strcmp(items[i].name, "VmId") != 0)
      i++;
    check_row(resource, i < count && items[i].syntax == PROPERTY_SYNTAX_SZ);
    check_row(resource, items[i].size == 2 * GUID_TEXT);
    for (size_t k = 0; k < GUID_TEXT; k++)
      check_row(k, items[i].data[2 * k] == (uint8_t)guid[k] && items[i].data[2 * k + 1] == 0);
  }
  free(c);
}

/* Reading changes nothing: no code that does not act leaves a trace in the state. */
Test(control, reads_leave_no_trace) {
  struct cluster *c = lab();
  uint8_t out[512];
  uint64_t before = digest_cluster(c);
  for (size_t i = 0; i < control_code_count(); i++)
    for (uint32_t resource = 0; resource < 2; resource++) {
      struct control_request r = request(resource, control_code_at(i)->value, NULL, 0);
      r.out = out;
      r.out_room = sizeof out;
      (void)control_dispatch(c, &r);
      check_row(i, digest_cluster(c) == before);
    }
  free(c);
}

/* VMID-06 */
Test(control, guids) {
  struct cluster *c = lab_of(2, 2, 0);
  char a[GUID_TEXT], b[GUID_TEXT], again[GUID_TEXT];
  cluster_guid(c, OBJECT_VM, 0, a);
  cluster_guid(c, OBJECT_VM, 1, b);
  cluster_guid(c, OBJECT_VM, 0, again);
  cr_assert_str_eq(a, again);
  cr_assert_str_neq(a, b);
  cr_assert(strlen(a) == 36 && a[8] == '-' && a[14] == '4' && strchr("89ab", a[19]) != NULL);
  free(c);
}
