/* Resources: requests, dependencies between a machine and its configuration, creation. */
#include "model/resource.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

enum { MACHINE, CONFIGURATION };

static enum resource_state state_of(const struct cluster *c, uint32_t resource) {
  return cluster_resource(c, resource)->state;
}

/* MS-CMRP ApiOnlineResource and ApiOfflineResource: which states take which request. */
Test(resource, requests_by_state) {
  static const struct {
    enum event_kind before; /* brings the machine's resource there */
    enum resource_state state;
    uint32_t online, offline;
  } rows[] = {
      {EVENT_GUEST_PAUSE, RESOURCE_ONLINE, WIN32_SUCCESS, WIN32_INVALID_STATE},
      {EVENT_GUEST_TURN_OFF, RESOURCE_OFFLINE, WIN32_IO_PENDING, WIN32_SUCCESS},
      {EVENT_GUEST_SAVE, RESOURCE_OFFLINE_PENDING, WIN32_INVALID_STATE, WIN32_INVALID_STATE},
      {EVENT_GUEST_CRASHED, RESOURCE_FAILED, WIN32_IO_PENDING, WIN32_SUCCESS},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    for (unsigned online = 0; online < 2; online++) {
      struct cluster *c = lab();
      lab_do(c, rows[i].before, 0, 0, 0);
      check_row(i, state_of(c, MACHINE) == rows[i].state);
      uint32_t status =
          lab_do(c, online ? EVENT_ONLINE_RESOURCE : EVENT_OFFLINE_RESOURCE, MACHINE, 0, 0);
      check_row(i, status == (online ? rows[i].online : rows[i].offline));
      free(c);
    }
}

/* The provider comes first and goes last (S-D4, S-D11).  CFGTYPE-01 STA-014 STA-015 */
Test(resource, configuration_and_machine_wait_for_each_other) {
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_OFFLINE_RESOURCE, CONFIGURATION, 0, 0), WIN32_IO_PENDING);
  cr_assert_eq(state_of(c, MACHINE), RESOURCE_OFFLINE_PENDING);
  cr_assert_eq(state_of(c, CONFIGURATION), RESOURCE_ONLINE, "until the machine is saved");
  lab_do(c, EVENT_GUEST_SAVED, 0, 0, 0);
  cr_assert_eq(state_of(c, MACHINE), RESOURCE_OFFLINE);
  cr_assert_eq(state_of(c, CONFIGURATION), RESOURCE_OFFLINE);
  cr_assert_eq(lab_do(c, EVENT_GUEST_START, 0, 0, 0), WIN32_INVALID_STATE, "not registered");
  cr_assert_eq(lab_do(c, EVENT_ONLINE_RESOURCE, MACHINE, 0, 0), WIN32_IO_PENDING);
  cr_assert_eq(state_of(c, CONFIGURATION), RESOURCE_ONLINE);
  free(c);
}

/* PersistentState flips on the request, not on success. */
Test(resource, persistent_state) {
  struct cluster *c = lab();
  lab_do(c, EVENT_OFFLINE_RESOURCE, MACHINE, 0, 0);
  cr_assert(!cluster_resource(c, MACHINE)->persistent_online);
  lab_do(c, EVENT_GUEST_SAVED, 0, 0, 0);
  lab_do(c, EVENT_TAKE_HOST_MEMORY, 0, 0, UINT64_C(1) << 30);
  lab_do(c, EVENT_ONLINE_RESOURCE, MACHINE, 0, 0);
  cr_assert_eq(state_of(c, MACHINE), RESOURCE_FAILED);
  cr_assert(cluster_resource(c, MACHINE)->persistent_online);
  free(c);
}

/* VMID-04 */
Test(resource, creation_and_vm_id) {
  static const struct {
    const char *name;
    uint32_t type, status;
  } rows[] = {{"virtual machine vm0", TYPE_VIRTUAL_MACHINE, WIN32_OBJECT_ALREADY_EXISTS},
              {"", TYPE_VIRTUAL_MACHINE, WIN32_INVALID_PARAMETER},
              {"New", TYPE_COUNT, WIN32_INVALID_PARAMETER},
              {"New", TYPE_VIRTUAL_MACHINE, WIN32_NOT_ENOUGH_MEMORY}};
  struct cluster *c = lab();
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct effects effects;
    struct event event = {
        .kind = EVENT_CREATE_RESOURCE, .argument = rows[i].type, .name = rows[i].name};
    check_row(i, !model_step(c, &event, &effects) && effects.status == rows[i].status);
  }
  cr_assert_eq(lab_do(c, EVENT_SET_VM_ID, MACHINE, 0, 0), WIN32_INVALID_STATE, "set already");
  cr_assert_eq(lab_do(c, EVENT_SET_VM_ID, MACHINE, 9, 0), WIN32_INVALID_PARAMETER);
  cr_assert_eq(resource_type_by_name("virtual machine configuration"),
               TYPE_VIRTUAL_MACHINE_CONFIGURATION);
  cr_assert_eq(resource_type_by_name("Cloud Witness"), TYPE_COUNT);
  free(c);
}

/* Two resources as CreateClusterResource leaves them: nothing attached, offline. */
static void detach(struct cluster *c) {
  for (uint32_t i = 0; i < 2; i++) {
    cluster_resource(c, i)->vm = CLUSTER_NONE;
    cluster_resource(c, i)->state = RESOURCE_OFFLINE;
    cluster_resource(c, i)->depends[0] = 0;
  }
  struct vm *vm = cluster_vm(c, 0);
  vm->group = vm->resource = vm->configuration = CLUSTER_NONE;
  cluster_derive(c);
}

/* VMID-03 VMID-05: without VmId nothing knows what to start; writing it attaches the machine.
 * VMTYPE-10 CFGTYPE-02: each of the two comes online without the other. */
Test(resource, vm_id_is_required_and_nothing_else) {
  for (uint32_t resource = 0; resource < 2; resource++) {
    struct cluster *c = lab();
    struct effects effects;
    detach(c);
    struct event online = {.kind = EVENT_ONLINE_RESOURCE, .subject = resource};
    check_row(resource, !model_step(c, &online, &effects));
    check_row(resource, effects.status == WIN32_INVALID_STATE);
    cr_assert(
        model_step(c, &(struct event){.kind = EVENT_SET_VM_ID, .subject = resource}, &effects));
    (void)explore_apply(c, online, &effects, NULL);
    check_row(resource, state_of(c, resource) == RESOURCE_ONLINE);
    free(c);
  }
}

/* One machine a group; attached on its own host, and not on its way to somewhere. */
Test(resource, vm_id_refusals) {
  struct world_shape shape = {.nodes = 2, .vms = 2, .networks = 1};
  struct cluster *c = explore_world(&shape, 0, NULL);
  for (uint32_t i = 0; i < 4; i++)
    cluster_resource(c, i)->vm = CLUSTER_NONE;
  for (uint32_t i = 0; i < 2; i++)
    cluster_vm(c, i)->group = cluster_vm(c, i)->resource = cluster_vm(c, i)->configuration =
        CLUSTER_NONE;
  struct effects effects;
  struct event attach = {.kind = EVENT_SET_VM_ID};
  cluster_vm(c, 0)->state = VM_SAVING;
  cr_assert(!model_step(c, &attach, &effects) && effects.status == WIN32_INVALID_STATE);
  cluster_vm(c, 0)->state = VM_ENABLED;
  cluster_group(c, 0)->owner = 1;
  cr_assert(!model_step(c, &attach, &effects) && effects.status == WIN32_INVALID_STATE);
  cluster_group(c, 0)->owner = 0;
  cr_assert(model_step(c, &attach, &effects));
  struct event other = {.kind = EVENT_SET_VM_ID, .subject = 1, .argument = 1};
  cr_assert(!model_step(c, &other, &effects) && effects.status == WIN32_INVALID_STATE);
  free(c);
}
