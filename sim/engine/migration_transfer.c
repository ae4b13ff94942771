#include "sim/engine/migration_transfer.h"
#include "model/storage.h"
#include "model/vm_migration.h"
#include "sim/engine/provider_calls.h"

static struct transfer *transfer_of(struct engine *engine, uint32_t vm) {
  assert(vm < engine->cluster->count[OBJECT_VM]);
  return &engine->transfers[vm];
}

static void arm_arrival(struct engine *engine, uint32_t vm) {
  const struct transfer *transfer = &engine->transfers[vm];
  uint64_t at = transfer_arrives_at(transfer);
  touch_list_add(&engine->touched_transfers, vm);
  uint32_t timer = engine_migration_timer(vm);
  assert(transfer->stage != TRANSFER_IDLE);
  if (at == TRANSFER_NEVER)
    event_queue_cancel(&engine->queue, timer);
  else if (transfer->stage == TRANSFER_COPIES)
    engine_arm(engine, timer, at, EVENT_CONVERGED, vm);
  else
    engine_arm(engine, timer, at + engine->timings[TIMING_DEVICE_STATE], EVENT_STATE_SENT, vm);
}

void migration_transfer_share(struct engine *engine, uint32_t link_a, uint32_t link_b) {
  uint32_t count = link_sharing_share(&engine->sharing, link_a, link_b);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t vm = engine->sharing.found_flows[i];
    struct transfer *transfer = &engine->transfers[vm];
    if (transfer->rate == engine->sharing.flows[vm].rate)
      continue;
    transfer_set_rate(transfer, &engine->guests[vm], engine->now, engine->sharing.flows[vm].rate);
    arm_arrival(engine, vm);
  }
}

static void stop_flow(struct engine *engine, uint32_t vm) {
  const struct flow *flow = &engine->sharing.flows[vm];
  if (!flow->running)
    return;
  uint32_t link_a = flow->links[0], link_b = flow->links[1];
  link_sharing_stop(&engine->sharing, vm);
  migration_transfer_share(engine, link_a, link_b);
}

static void set_up(struct engine *engine, uint32_t vm) {
  const struct vm_migration *migration = &cluster_vm(engine->cluster, vm)->migration;
  struct transfer *transfer = transfer_of(engine, vm);
  *transfer = (struct transfer){
      .source = migration->source,
      .destination = migration->destination,
      .network = migration->network,
      .most = engine->sender_limit,
      .round_cap = engine->round_cap != 0 ? engine->round_cap
                                          : functional_level(engine->cluster->level)->rounds,
      .blackout_goal = engine->timings[TIMING_BLACKOUT_GOAL],
      .noise_key = vm,
      .noise_seed = engine->cluster->seed,
      .attempt = migration->attempt,
      .requested_at = engine->now,
  };
}

static void start_copy(struct engine *engine, uint32_t vm) {
  struct transfer *transfer = transfer_of(engine, vm);
  transfer->network = cluster_vm(engine->cluster, vm)->migration.network;
  transfer_begin(transfer, &engine->guests[vm], engine->now);
  link_sharing_start(&engine->sharing, vm, transfer->network, transfer->source,
                     transfer->destination, transfer->most);
  const struct flow *flow = &engine->sharing.flows[vm];
  migration_transfer_share(engine, flow->links[0], flow->links[1]);
}

/* The sender's own limit does not hold for the rest. */
static void send_rest(struct engine *engine, uint32_t vm) {
  struct transfer *transfer = transfer_of(engine, vm);
  struct flow *flow = &engine->sharing.flows[vm];
  transfer->stopped_at = engine->now;
  transfer_send_rest(transfer, engine->now);
  flow->most = 0;
  migration_transfer_share(engine, flow->links[0], flow->links[1]);
  arm_arrival(engine, vm);
}

static void end(struct engine *engine, uint32_t vm) {
  const struct vm_migration *migration = &cluster_vm(engine->cluster, vm)->migration;
  struct transfer *transfer = transfer_of(engine, vm);
  if (transfer->attempt != migration->attempt) /* it ended before anything was set up */
    set_up(engine, vm);
  stop_flow(engine, vm);
  transfer->stage = TRANSFER_IDLE;
  transfer->ended = true;
  transfer->ended_at = engine->now;
  event_queue_cancel(&engine->queue, engine_migration_timer(vm));
}

static void wait_for(struct engine *engine, uint32_t vm, enum timing timing, enum event_kind kind) {
  assert(timing < TIMING_COUNT);
  engine_arm(engine, engine_migration_timer(vm), engine->now + engine->timings[timing], kind, vm);
}

/* Handles are closed on the one host and opened on the other: the slower one counts.  Then what the
 * machine depends on follows. */
static void hand_over_storage(struct engine *engine, uint32_t vm) {
  const struct vm_migration *migration = &cluster_vm(engine->cluster, vm)->migration;
  uint32_t here = storage_slowness(engine->cluster, migration->source);
  uint32_t there = storage_slowness(engine->cluster, migration->destination);
  struct provider_handover providers = provider_calls_hand_over(engine, vm);
  bool fails = providers.failed != CLUSTER_NONE;
  engine_arm(engine, engine_migration_timer(vm),
             engine->now +
                 engine->timings[TIMING_STORAGE_HANDOVER] * (here > there ? here : there) +
                 providers.takes,
             fails ? EVENT_PROVIDER_FAILED : EVENT_GUEST_RESUMED, fails ? providers.failed : vm);
}

void migration_transfer_carry_out(struct engine *engine, const struct order *order) {
  uint32_t vm = order->subject;
  touch_list_add(&engine->touched_transfers, vm);
  struct transfer *transfer = transfer_of(engine, vm);
  switch (order->kind) {
  case ORDER_SET_UP_MIGRATION:
    set_up(engine, vm);
    wait_for(engine, vm, TIMING_SETUP, EVENT_SETUP_FINISHED);
    break;
  case ORDER_TRANSFER_MEMORY:
    start_copy(engine, vm);
    break;
  case ORDER_SEND_LAST_STATE:
    send_rest(engine, vm);
    break;
  case ORDER_HAND_OVER_STORAGE:
    stop_flow(engine, vm);
    transfer->stage = TRANSFER_IDLE;
    hand_over_storage(engine, vm);
    break;
  case ORDER_MOVE_GROUP:
    transfer->resumed_at = engine->now;
    wait_for(engine, vm, TIMING_GROUP_MOVE, EVENT_GROUP_OWNED);
    break;
  case ORDER_END_MIGRATION:
    end(engine, vm);
    break;
  default:
    assert(false && "an order about a migration");
  }
  const struct vm *machine = cluster_vm(engine->cluster, vm);
  transfer->phase = machine->migration.phase;
  transfer->failure_reason = machine->migration.failure_reason;
  transfer->succeeded = transfer->ended && transfer->resumed_at != 0 &&
                        machine->migration.phase == MIGRATION_NONE && machine->executing != 0;
}

void migration_transfer_freeze(struct engine *engine, uint32_t node) {
  for (uint32_t vm = 0; vm < engine->cluster->count[OBJECT_VM]; vm++) {
    const struct vm_migration *migration = &cluster_vm(engine->cluster, vm)->migration;
    if (!vm_migration_active(migration->phase) ||
        (migration->source != node && migration->destination != node))
      continue;
    struct transfer *transfer = &engine->transfers[vm];
    if (engine->sharing.flows[vm].running) {
      transfer_set_rate(transfer, &engine->guests[vm], engine->now, 0);
      touch_list_add(&engine->touched_transfers, vm);
      stop_flow(engine, vm);
    }
    /* A set-up whose destination died goes on to its end, and fails there. */
    if (migration->phase != MIGRATION_SETUP || migration->source == node)
      event_queue_cancel(&engine->queue, engine_migration_timer(vm));
  }
}
