/* VmState, its mapping to the resource's state, offline actions, and the memory of hosts. */
#include "model/host_usage.h"
#include "model/virtual_machine.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"
#include <stdio.h>

static enum resource_state resource0(const struct cluster *c) {
  return cluster_resource(c, cluster_vm(c, 0)->resource)->state;
}

/* The mapping table of mscs/virtual-machine, walked by what happens to a guest.  VMTYPE-01..08
 * MIG-022..025 */
Test(virtual_machine, state_and_resource_follow) {
  static const struct {
    enum event_kind event;
    enum vm_state vm;
    enum resource_state resource;
  } steps[] = {
      {EVENT_GUEST_PAUSE, VM_PAUSING, RESOURCE_ONLINE},
      {EVENT_GUEST_PAUSED, VM_PAUSED, RESOURCE_ONLINE},
      {EVENT_GUEST_RESUME, VM_RESUMING, RESOURCE_ONLINE},
      {EVENT_GUEST_RESUMED_RUN, VM_ENABLED, RESOURCE_ONLINE},
      {EVENT_GUEST_SAVE, VM_SAVING, RESOURCE_OFFLINE_PENDING},
      {EVENT_GUEST_SAVED, VM_SUSPENDED, RESOURCE_OFFLINE},
      {EVENT_GUEST_START, VM_STARTING, RESOURCE_ONLINE_PENDING},
      {EVENT_GUEST_STARTED, VM_ENABLED, RESOURCE_ONLINE},
      {EVENT_GUEST_SHUT_DOWN, VM_STOPPING, RESOURCE_OFFLINE_PENDING},
      {EVENT_GUEST_STOPPED, VM_DISABLED, RESOURCE_OFFLINE},
      {EVENT_GUEST_START, VM_STARTING, RESOURCE_ONLINE_PENDING},
      {EVENT_GUEST_CRASHED, VM_DISABLED, RESOURCE_FAILED},
  };
  struct cluster *c = lab();
  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
    check_row(i, lab_do(c, steps[i].event, 0, 0, 0) == WIN32_SUCCESS);
    check_row(i, cluster_vm(c, 0)->state == steps[i].vm && resource0(c) == steps[i].resource);
    check_row(i, (cluster_vm(c, 0)->executing != 0) == virtual_machine_has_partition(steps[i].vm));
    check_row(i, cluster_node(c, 0)->memory_used ==
                     (virtual_machine_has_partition(steps[i].vm) ? UINT64_C(1) << 30 : 0));
  }
  free(c);
}

/* --- every state against everything that can happen to a guest --- */

static const struct reached {
  enum vm_state state;
  enum event_kind path[4]; /* from ENABLED; ends at the first DEFINE_HOST, which is 0 */
} reached[] = {
    {VM_ENABLED, {0}},
    {VM_PAUSING, {EVENT_GUEST_PAUSE}},
    {VM_PAUSED, {EVENT_GUEST_PAUSE, EVENT_GUEST_PAUSED}},
    {VM_RESUMING, {EVENT_GUEST_PAUSE, EVENT_GUEST_PAUSED, EVENT_GUEST_RESUME}},
    {VM_SAVING, {EVENT_GUEST_SAVE}},
    {VM_SUSPENDED, {EVENT_GUEST_SAVE, EVENT_GUEST_SAVED}},
    {VM_STARTING, {EVENT_GUEST_TURN_OFF, EVENT_GUEST_START}},
    {VM_STOPPING, {EVENT_GUEST_SHUT_DOWN}},
    {VM_DISABLED, {EVENT_GUEST_TURN_OFF}},
};

static const struct expected {
  enum vm_state from;
  enum event_kind event;
  enum vm_state to;
  enum order_kind order;
} expected[] = {
    {VM_DISABLED, EVENT_GUEST_START, VM_STARTING, ORDER_BOOT_GUEST},
    {VM_SUSPENDED, EVENT_GUEST_START, VM_STARTING, ORDER_RESTORE_GUEST},
    {VM_STARTING, EVENT_GUEST_STARTED, VM_ENABLED, ORDER_FORGET_GUEST},
    {VM_ENABLED, EVENT_GUEST_SAVE, VM_SAVING, ORDER_SAVE_GUEST},
    {VM_PAUSED, EVENT_GUEST_SAVE, VM_SAVING, ORDER_SAVE_GUEST},
    {VM_SAVING, EVENT_GUEST_SAVED, VM_SUSPENDED, ORDER_FORGET_GUEST},
    {VM_ENABLED, EVENT_GUEST_SHUT_DOWN, VM_STOPPING, ORDER_SHUT_DOWN_GUEST},
    {VM_STOPPING, EVENT_GUEST_STOPPED, VM_DISABLED, ORDER_FORGET_GUEST},
    {VM_ENABLED, EVENT_GUEST_PAUSE, VM_PAUSING, ORDER_PAUSE_GUEST},
    {VM_PAUSING, EVENT_GUEST_PAUSED, VM_PAUSED, ORDER_FORGET_GUEST},
    {VM_PAUSED, EVENT_GUEST_RESUME, VM_RESUMING, ORDER_RESUME_GUEST},
    {VM_RESUMING, EVENT_GUEST_RESUMED_RUN, VM_ENABLED, ORDER_FORGET_GUEST},
    {VM_ENABLED, EVENT_GUEST_TURN_OFF, VM_DISABLED, ORDER_FORGET_GUEST},
    {VM_PAUSED, EVENT_GUEST_TURN_OFF, VM_DISABLED, ORDER_FORGET_GUEST},
    {VM_STOPPING, EVENT_GUEST_TURN_OFF, VM_DISABLED, ORDER_FORGET_GUEST},
};

static struct cluster *lab_in(const struct reached *row) {
  struct cluster *c = lab();
  for (size_t i = 0; i < 4 && row->path[i] != 0; i++)
    lab_do(c, row->path[i], 0, 0, 0);
  assert(cluster_vm(c, 0)->state == row->state);
  return c;
}

static bool orders(const struct effects *effects, enum order_kind order) {
  bool found = false;
  for (uint32_t i = 0; i < effects->order_count; i++)
    found = found || (effects->orders[i].kind == order && effects->orders[i].subject == 0);
  return found;
}

/* MIG-021 */
Test(virtual_machine, every_state_and_event) {
  for (size_t i = 0; i < sizeof reached / sizeof reached[0]; i++)
    for (int event = EVENT_GUEST_START; event <= EVENT_GUEST_CRASHED; event++) {
      struct cluster *c = lab_in(&reached[i]);
      struct effects effects;
      bool runs = virtual_machine_has_partition(reached[i].state);
      struct expected want = {reached[i].state, (enum event_kind)event, reached[i].state, 0};
      bool legal = event == EVENT_GUEST_CRASHED && runs;
      if (legal) /* whatever a guest does, its worker process can die */
        want = (struct expected){want.from, want.event, VM_DISABLED, ORDER_FORGET_GUEST};
      for (size_t k = 0; k < sizeof expected / sizeof expected[0]; k++)
        if (expected[k].from == reached[i].state && expected[k].event == want.event) {
          want = expected[k];
          legal = true;
        }
      bool took = model_step(c, &(struct event){.kind = (enum event_kind)event}, &effects);
      cr_assert(took == legal, "state %d, %s", want.from, event_name(want.event));
      cr_assert(cluster_vm(c, 0)->state == want.to, "%d, %s", want.from, event_name(want.event));
      cr_assert(!legal || orders(&effects, want.order), "%d, %s", want.from,
                event_name(want.event));
      /* R5, R9, R10: the resource of a guest that died failed, whatever it was doing. */
      if (legal && event == EVENT_GUEST_CRASHED)
        cr_assert_eq(resource0(c), RESOURCE_FAILED);
      free(c);
    }
}

/* The node is missed and its isolation ends; whether machine 0 is told to boot, not to restore. */
static bool lose_node_0_and_boot(struct cluster *c) {
  static const enum event_kind first[] = {EVENT_NODE_LOST, EVENT_ISOLATION_ENDED};
  bool boots = false, restores = false;
  for (size_t i = 0; i < 2; i++) {
    struct event queue[64] = {{.kind = first[i]}};
    for (size_t head = 0, tail = 1; head < tail; head++) {
      struct effects effects;
      (void)model_step(c, &queue[head], &effects);
      boots = boots || orders(&effects, ORDER_BOOT_GUEST);
      restores = restores || orders(&effects, ORDER_RESTORE_GUEST);
      for (uint32_t k = 0; k < effects.follow_up_count; k++)
        queue[tail++] = effects.follow_ups[k];
    }
  }
  return boots && !restores;
}

/* VMTYPE-09 VMSTATE-07 */
Test(virtual_machine, a_host_that_crashes_leaves_its_guests_unknown) {
  for (size_t i = 0; i < sizeof reached / sizeof reached[0]; i++) {
    struct cluster *c = lab_in(&reached[i]);
    struct effects effects;
    bool runs = virtual_machine_has_partition(reached[i].state);
    enum resource_state resource = resource0(c);
    cr_assert(model_step(c, &(struct event){.kind = EVENT_HOST_CRASHED}, &effects));
    cr_assert(model_step(c, &(struct event){.kind = EVENT_SWEEP_GUESTS}, &effects));
    check_row(i, cluster_vm(c, 0)->state == (runs ? VM_UNKNOWN : reached[i].state));
    check_row(i, orders(&effects, ORDER_FORGET_GUEST) == runs);
    check_row(i, resource0(c) == resource);
    /* Where it is started again it boots: what it had in memory is gone. */
    check_row(i, !runs || lose_node_0_and_boot(c));
    free(c);
  }
}

/* Nobody took it over: it is off when its host is back, and nothing starts by itself there. */
Test(virtual_machine, a_host_that_returns_finds_its_guests_off) {
  struct cluster *c = lab();
  struct effects effects;
  for (uint32_t node = 2; node-- > 0;) {
    lab_do(c, EVENT_HOST_CRASHED, node, 0, 0);
    lab_lose(c, node);
  }
  cr_assert_eq(cluster_vm(c, 0)->state, VM_UNKNOWN);
  cr_assert(model_step(c, &(struct event){.kind = EVENT_HOST_RETURNED}, &effects));
  cr_assert(model_step(c, &(struct event){.kind = EVENT_SWEEP_RETURNED}, &effects));
  cr_assert_eq(cluster_vm(c, 0)->state, VM_DISABLED);
  cr_assert(orders(&effects, ORDER_FORGET_GUEST) && !orders(&effects, ORDER_BOOT_GUEST));
  free(c);
}

/* What is not in vm_state.def is refused with 5023 and changes nothing. */
Test(virtual_machine, other_happenings_are_refused) {
  static const enum event_kind refused_when_off[] = {EVENT_GUEST_SAVE,    EVENT_GUEST_PAUSE,
                                                     EVENT_GUEST_RESUME,  EVENT_GUEST_STARTED,
                                                     EVENT_GUEST_CRASHED, EVENT_GUEST_TURN_OFF};
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_GUEST_TURN_OFF, 0, 0, 0), WIN32_SUCCESS);
  for (size_t i = 0; i < sizeof refused_when_off / sizeof refused_when_off[0]; i++)
    check_row(i, lab_do(c, refused_when_off[i], 0, 0, 0) == WIN32_INVALID_STATE);
  cr_assert_eq(cluster_vm(c, 0)->state, VM_DISABLED);
  free(c);
}

/* OfflineAction decides how a machine goes offline; SET_NEXT_OFFLINE_ACTION once (M-T4).  NEXT-01
 * NEXT-11..13 NEXT-16 OFFACT-01 OFFACT-05..09 */
Test(virtual_machine, offline_actions) {
  static const struct {
    enum offline_action action;
    enum vm_state at_once;
  } rows[] = {{OFFLINE_TURN_OFF, VM_DISABLED},
              {OFFLINE_SAVE, VM_SAVING},
              {OFFLINE_SHUT_DOWN, VM_STOPPING},
              {OFFLINE_SHUT_DOWN_FORCED, VM_STOPPING}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    uint32_t resource = cluster_vm(c, 0)->resource;
    check_row(i, cluster_vm(c, 0)->offline_action == OFFLINE_SAVE);
    lab_do(c, EVENT_SET_OFFLINE_ACTION, 0, rows[i].action, 0);
    lab_do(c, EVENT_OFFLINE_RESOURCE, resource, 0, 0);
    check_row(i, cluster_vm(c, 0)->state == rows[i].at_once);
    free(c);
    c = lab();
    lab_do(c, EVENT_SET_NEXT_OFFLINE_ACTION, 0, rows[i].action, 0);
    lab_do(c, EVENT_OFFLINE_RESOURCE, resource, 0, 0);
    check_row(i, cluster_vm(c, 0)->state == rows[i].at_once);
    check_row(i, !cluster_vm(c, 0)->next_offline_action_set);
    free(c);
  }
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_SET_NEXT_OFFLINE_ACTION, 0, 4, 0), WIN32_INVALID_PARAMETER);
  cr_assert_eq(lab_do(c, EVENT_SET_OFFLINE_ACTION, 0, 4, 0), WIN32_INVALID_DATA);
  free(c);
}

/* ShutdownAction: who stops a guest beside the cluster makes its resource fail where that is 1
 * (MIG-087); what the cluster takes offline has not failed. */
Test(virtual_machine, shutdown_action) {
  static const struct {
    enum event_kind first, then;
    bool by_the_cluster, fails;
  } rows[] = {
      {EVENT_GUEST_SHUT_DOWN, EVENT_GUEST_STOPPED, false, true},
      {EVENT_GUEST_TURN_OFF, EVENT_KIND_COUNT, false, true},
      {EVENT_GUEST_SAVE, EVENT_GUEST_SAVED, false, false},
      {EVENT_KIND_COUNT, EVENT_GUEST_STOPPED, true, false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    for (uint32_t action = 0; action < 2; action++) {
      struct cluster *c = lab();
      lab_do(c, EVENT_SET_OFFLINE_ACTION, 0, OFFLINE_SHUT_DOWN, 0);
      cr_assert_eq(lab_do(c, EVENT_SET_SHUTDOWN_ACTION, 0, 2, 0), 13);
      cr_assert_eq(lab_do(c, EVENT_SET_SHUTDOWN_ACTION, 0, action, 0), 0);
      if (rows[i].by_the_cluster)
        lab_do(c, EVENT_OFFLINE_GROUP, 0, 0, 0);
      else
        check_row(i, lab_do(c, rows[i].first, 0, 0, 0) == 0);
      if (rows[i].then != EVENT_KIND_COUNT)
        check_row(i, lab_do(c, rows[i].then, 0, 0, 0) == 0);
      check_row(i, cluster_resource(c, cluster_vm(c, 0)->resource)->state ==
                       (rows[i].fails && action == 1 ? RESOURCE_FAILED : RESOURCE_OFFLINE));
      free(c);
    }
}

Test(virtual_machine, memory_of_a_host_is_limited) {
  struct cluster *c = lab();
  lab_do(c, EVENT_GUEST_TURN_OFF, 0, 0, 0);
  lab_do(c, EVENT_TAKE_HOST_MEMORY, 0, 0, 1);
  cr_assert_eq(host_usage_free_memory(c, 0), (UINT64_C(1) << 30) - 1);
  cr_assert_eq(lab_do(c, EVENT_GUEST_START, 0, 0, 0), WIN32_NOT_ENOUGH_MEMORY);
  cr_assert_eq(lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0), WIN32_IO_PENDING);
  cr_assert_eq(resource0(c), RESOURCE_FAILED, "R5: the online attempt failed");
  lab_do(c, EVENT_TAKE_HOST_MEMORY, 0, 0, 0);
  lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0);
  cr_assert_eq(resource0(c), RESOURCE_ONLINE_PENDING);
  free(c);
}

static uint32_t define(struct cluster *c, uint32_t host, uint32_t number) {
  char name[16];
  struct effects effects;
  snprintf(name, sizeof name, "X%u", number);
  struct event event = {
      .kind = EVENT_DEFINE_VM, .subject = host, .argument = 1, .value = 1, .name = name};
  return model_step(c, &event, &effects) ? 0 : effects.status;
}

/* CAP-002: a host runs 1024 machines, whatever memory it has left. */
Test(virtual_machine, so_many_run_on_one_host) {
  struct cluster *small = lab();
  struct cluster_settings settings = {.limits = small->limits, .level = small->level, .seed = 1};
  settings.limits.vms = VMS_PER_NODE_MAX + 2;
  size_t size = model_size(&settings.limits);
  struct cluster *c = model_init(malloc(size), size, &settings);
  struct effects effects;
  for (uint32_t i = 0; i < 2; i++)
    cr_assert(model_step(c,
                         &(struct event){.kind = EVENT_DEFINE_HOST,
                                         .argument = 1,
                                         .value = 1 << 20,
                                         .name = i == 0 ? "N0" : "N1"},
                         &effects));
  for (uint32_t i = 0; i < VMS_PER_NODE_MAX; i++)
    cr_assert_eq(define(c, 1, i), 0);
  cr_expect_eq(host_usage_free_memory(c, 1), 0);
  cr_expect_eq(define(c, 1, VMS_PER_NODE_MAX), WIN32_NOT_ENOUGH_MEMORY);
  cr_expect_eq(define(c, 0, VMS_PER_NODE_MAX), 0);
  cr_expect_eq(lab_do(c, EVENT_GUEST_TURN_OFF, 7, 0, 0), 0);
  cr_expect_eq(define(c, 1, VMS_PER_NODE_MAX + 1), 0);
  cr_expect_eq(lab_do(c, EVENT_GUEST_START, 7, 0, 0), WIN32_NOT_ENOUGH_MEMORY);
  free(c);
  free(small);
}

Test(virtual_machine, definition_is_checked) {
  static const struct {
    const char *name;
    uint64_t memory;
    uint32_t status;
  } rows[] = {{"VM0", 1, WIN32_OBJECT_ALREADY_EXISTS},
              {"vm0", 1, WIN32_OBJECT_ALREADY_EXISTS},
              {"", 1, WIN32_INVALID_PARAMETER},
              {"X", 0, WIN32_INVALID_PARAMETER},
              {"X", UINT64_C(1) << 40, WIN32_NOT_ENOUGH_MEMORY},
              {"X", 1, WIN32_NOT_ENOUGH_MEMORY /* the lab holds one machine */}};
  struct cluster *c = lab();
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct effects effects;
    struct event event = {.kind = EVENT_DEFINE_VM,
                          .subject = 1,
                          .argument = 1,
                          .value = rows[i].memory,
                          .name = rows[i].name};
    check_row(i, !model_step(c, &event, &effects) && effects.status == rows[i].status);
  }
  free(c);
}
