/* The step itself: refused changes nothing, the same in gives the same out, tables are complete. */
#include "model/step.h"
#include "tests/support/full_lab.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"
#include <string.h>

/* A running machine, or where the event is about something else a world that has it. */
static struct cluster *step_world(enum event_kind kind) {
  enum object_kind subject = event_subject(kind);
  return subject == OBJECT_GROUP_SET || subject == OBJECT_AFFINITY_RULE ||
                 subject == OBJECT_FAULT_DOMAIN
             ? full_lab(LEVEL_WS2022)
             : lab();
}

Test(step, every_event_is_repeatable_and_refusals_change_nothing) {
  for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
    struct cluster *c = step_world((enum event_kind)kind), *copy = malloc(c->size),
                   *before = malloc(c->size);
    struct effects one, two;
    /* A name where one is made, and arguments that are out of range. */
    struct event event = {
        .kind = (enum event_kind)kind, .argument = 40, .value = 1, .name = "Some name"};
    cluster_copy(copy, c);
    cluster_copy(before, c);
    if (kind == EVENT_SWEEP_GUESTS || kind == EVENT_SWEEP_MIGRATIONS || kind == EVENT_SWEEP_GROUPS)
      event.argument = 0;
    bool legal = model_step(c, &event, &one), again = model_step(copy, &event, &two);
    check_row(kind, legal == again && memcmp(c, copy, c->size) == 0);
    check_row(kind, one.status == two.status && one.change_count == two.change_count);
    check_row(kind, legal || memcmp(c, before, c->size) == 0);
    check_row(kind, legal || one.status != WIN32_SUCCESS);
    free(c);
    free(copy);
    free(before);
  }
}

Test(step, switches) {
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_SET_SWITCH, 0, SWITCH_COUNT, 0), WIN32_INVALID_PARAMETER);
  cr_assert_eq(lab_do(c, EVENT_SET_SWITCH, 0, 0, 2), WIN32_INVALID_PARAMETER);
  for (unsigned i = 0; i < SWITCH_COUNT; i++) {
    check_row(i, lab_do(c, EVENT_SET_SWITCH, 0, i, 1) == WIN32_SUCCESS && c->switches[i] == 1);
    check_row(i, strcmp(cluster_switch_value((enum model_switch)i, 0),
                        cluster_switch_value((enum model_switch)i, 1)) != 0);
  }
  free(c);
}

Test(step, names_of_tables) {
  cr_assert_str_eq(event_name(EVENT_START_MIGRATION), "START_MIGRATION");
  cr_assert_eq(event_subject(EVENT_HOST_CRASHED), OBJECT_NODE);
  cr_assert_str_eq(property_name(PROPERTY_MIGRATION_STATE), "MigrationState");
  cr_assert_eq(property_owner(PROPERTY_GROUP_OWNER), OBJECT_GROUP);
  cr_assert_str_eq(order_name(ORDER_TRANSFER_MEMORY), "TRANSFER_MEMORY");
}
