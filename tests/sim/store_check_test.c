/* What a database says before it is believed: each thing that cannot be has its sentence. */
#include "model/vm_migration.h"
#include "sim/store/store_rows.h"
#include "tests/support/test.h"
#include <stdio.h>
#include <string.h>

static void must(struct engine *e, enum event_kind kind, uint32_t subject, uint32_t argument,
                 uint64_t value, const char *name) {
  struct effects effects;
  cr_assert(
      engine_apply(
          e,
          &(struct event){
              .kind = kind, .subject = subject, .argument = argument, .value = value, .name = name},
          &effects),
      "%s", event_name(kind));
}

/* Two hosts; machine 0 is being copied, machine 1 waits for storage, host 2 is missed soon. */
static struct engine *busy(void) {
  struct cluster_settings settings = {
      .limits = {4, 2, 4, 8, 4, 16, 2, 2}, .level = LEVEL_WS2022, .seed = 3};
  struct engine *e = engine_create(&settings);
  static const char *const hosts[] = {"N0", "N1", "N2"}, *const machines[] = {"A", "B"};
  char name[32];
  for (uint32_t i = 0; i < 3; i++)
    must(e, EVENT_DEFINE_HOST, 0, 2, UINT64_C(8) << 30, hosts[i]);
  must(e, EVENT_DEFINE_NETWORK, 0, 0, 1, "W");
  engine_set_bandwidth(e, 0, UINT64_C(1000000000));
  must(e, EVENT_CREATE_CLUSTER, 0, 0, 0, "LAB");
  must(e, EVENT_ADD_NODE, 1, 0, 0, NULL);
  must(e, EVENT_ADD_NODE, 2, 0, 0, NULL);
  for (uint32_t i = 0; i < 2; i++) {
    uint32_t host = i == 0 ? 0 : 1;
    must(e, EVENT_DEFINE_VM, host, 1, 1 << 30, machines[i]);
    e->guests[i] = (struct guest_memory){.used = 1 << 30};
    guest_memory_constant_rate(&e->guests[i], 1 << 20);
    must(e, EVENT_CREATE_GROUP, host, GROUP_TYPE_VIRTUAL_MACHINE, 0, machines[i]);
    for (uint32_t type = 0; type < MACHINE_TYPES; type++) {
      snprintf(name, sizeof name, "%u %s", type, machines[i]);
      must(e, EVENT_CREATE_RESOURCE, i, type, 0, name);
      must(e, EVENT_SET_VM_ID, 2 * i + type, i, 0, NULL);
    }
    must(e, EVENT_ONLINE_GROUP, i, 0, 0, NULL);
  }
  must(e, EVENT_START_MIGRATION, 0, 2, 0, NULL);
  engine_run_next(e);
  must(e, EVENT_STORAGE_LOST, 1, 0, 0, NULL);
  must(e, EVENT_HOST_CRASHED, 2, 0, 0, NULL);
  cr_assert(engine_queue_fault_at(e, e->now + 5000000,
                                  &(struct event){.kind = EVENT_HOST_CRASHED, .subject = 1}));
  return e;
}

static struct timer *timer_of(struct engine *e, enum event_kind kind) {
  for (uint32_t i = 0; i < e->queue.count; i++)
    if (e->queue.timers[e->queue.heap[i]].event.kind == kind)
      return &e->queue.timers[e->queue.heap[i]];
  cr_assert(false, "no timer for %s", event_name(kind));
  return NULL;
}

Test(store_check, a_sound_state_is_believed) {
  struct engine *e = busy();
  const char *wrong = store_rows_check(e);
  cr_assert(wrong == NULL, "%s", wrong);
  engine_destroy(e);
}

#define REFUSED(sentence, ...)                                                                     \
  do {                                                                                             \
    struct engine *e = busy();                                                                     \
    struct cluster *c = e->cluster;                                                                \
    (void)c;                                                                                       \
    __VA_ARGS__;                                                                                   \
    const char *wrong = store_rows_check(e);                                                       \
    cr_expect(wrong != NULL && strstr(wrong, sentence) != NULL, "%s: %s", #__VA_ARGS__,            \
              wrong == NULL ? "believed" : wrong);                                                 \
    engine_destroy(e);                                                                             \
  } while (0)

Test(store_check, what_cannot_be_is_refused) {
  REFUSED("out of range", e->now = UINT64_MAX);
  REFUSED("out of range", e->bandwidth[0] = 0);
  REFUSED("out of range", c->preferred_wait = 3);
  REFUSED("out of range", e->timings[TIMING_BOOT] = UINT64_MAX);
  REFUSED("out of range", e->fault_count = FAULTS_MAX + 1);
  REFUSED("a node", cluster_node(c, 0)->state = (enum node_state)7);
  REFUSED("a node", cluster_node(c, 0)->memory_taken = UINT64_C(9) << 30);
  REFUSED("a node", cluster_node(c, 0)->drain = (enum drain_status)9);
  REFUSED("owner or destination", cluster_group(c, 0)->owner = 3);
  REFUSED("owner or destination", cluster_group(c, 0)->move_destination = 1);
  REFUSED("owner or destination", cluster_group(c, 0)->moving_to = 9);
  REFUSED("owner or destination", cluster_group(c, 0)->drained_from = 9);
  REFUSED("a resource", cluster_resource(c, 0)->state = (enum resource_state)5);
  REFUSED("a resource", cluster_resource(c, 0)->type = TYPE_COUNT);
  REFUSED("a resource", cluster_resource(c, 0)->group = 9);
  REFUSED("a resource", cluster_resource(c, 0)->vm = 9);
  REFUSED("a common property", cluster_group(c, 0)->priority = (enum group_priority)1500);
  REFUSED("a common property", cluster_group(c, 0)->failover_period = 1194);
  REFUSED("a common property", cluster_group(c, 0)->failback_start = 24);
  REFUSED("a common property", cluster_group(c, 1)->failback_end = 24);
  REFUSED("a common property", cluster_resource(c, 0)->pending_timeout = 9);
  REFUSED("a common property", cluster_resource(c, 1)->restart_action = (enum restart_action)3);
  REFUSED("a virtual machine", cluster_vm(c, 0)->state = (enum vm_state)1);
  REFUSED("a virtual machine", cluster_vm(c, 0)->host = 3);
  REFUSED("a virtual machine", cluster_vm(c, 0)->resource = 2);
  REFUSED("a virtual machine", cluster_vm(c, 0)->group = CLUSTER_NONE);
  REFUSED("a virtual machine", cluster_vm(c, 0)->migration.phase = MIGRATION_PHASE_COUNT);
  REFUSED("a virtual machine", cluster_vm(c, 0)->migration.destination = 0);
  REFUSED("a virtual machine", cluster_vm(c, 0)->migration.network = 1);
  REFUSED("a virtual machine", e->guests[0].used = UINT64_MAX);
  REFUSED("a virtual machine", e->guests[0].point_count = 99);
  REFUSED("a migration", e->transfers[0].round_cap = 0);
  REFUSED("a migration", e->transfers[0].attempt++);
  REFUSED("a migration", e->transfers[0].stage = TRANSFER_IDLE);
  REFUSED("a migration", e->transfers[0].segment_at = e->now + 1);
  REFUSED("a timer", timer_of(e, EVENT_GUEST_GIVEN_UP)->event.kind = EVENT_GUEST_SAVED);
  REFUSED("a timer", timer_of(e, EVENT_GUEST_GIVEN_UP)->event.subject = 0);
  REFUSED("a timer", timer_of(e, EVENT_NODE_LOST)->event.kind = EVENT_NODE_JOINED);
  REFUSED("a timer", timer_of(e, EVENT_NODE_LOST)->event.kind = EVENT_ISOLATION_ENDED);
  REFUSED("a timer", timer_of(e, EVENT_NODE_LOST)->event.subject = 1);
  REFUSED("a timer", timer_of(e, EVENT_NODE_LOST)->sequence = UINT64_MAX);
  REFUSED("a timer", timer_of(e, EVENT_HOST_CRASHED)->event.kind = EVENT_NODE_JOINED);
  REFUSED("a timer", timer_of(e, EVENT_HOST_CRASHED)->event.kind = EVENT_SERVICE_STOPPED);
  REFUSED("come again", e->faults[0].again = (struct recurrence){.every = 5, .lasts = 5});
  REFUSED("come again", e->faults[0].again = (struct recurrence){.every = 5, .mean = 5});
  REFUSED("come again", e->faults[0].again.mean = UINT64_MAX);
  REFUSED("come again", e->faults[0].event = (struct event){.kind = EVENT_NETWORK_UP};
          timer_of(e, EVENT_HOST_CRASHED)->event = e->faults[0].event;
          e->faults[0].again.lasts = 5);
  REFUSED("a timer", timer_of(e, EVENT_HOST_CRASHED)->event.subject = 3);
}
