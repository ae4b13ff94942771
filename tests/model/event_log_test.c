/* The event log: what steps write, who writes it, and the text. */
#include "model/event_log.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"
#include <string.h>

/* The entries of one step with this number; how many. */
static uint32_t entries_of(struct cluster *c, struct event event, uint32_t number,
                           struct logged *last) {
  struct logged entries[LOG_ENTRIES_MAX];
  struct effects effects;
  uint32_t found = 0;
  cr_assert(model_step(c, &event, &effects));
  uint32_t count = event_log_of_step(c, &event, &effects, entries, LOG_ENTRIES_MAX);
  for (uint32_t i = 0; i < count; i++)
    if (event_log_number(entries[i].id) == number) {
      *last = entries[i];
      found++;
    }
  return found;
}

/* EVT-001 EVT-011 EVT-012 */
Test(event_log, a_resource_fails) {
  struct world_shape shape = {.nodes = 2, .resources = 1, .policies = true};
  struct cluster *c = explore_world(&shape, 0, NULL);
  struct logged entry;
  char text[256];
  lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0);
  lab_do(c, EVENT_RESOURCE_STARTED, 0, 0, 0);
  struct cluster *again = malloc(c->size);
  cluster_copy(again, c);
  cr_assert_eq(entries_of(c, (struct event){.kind = EVENT_RESOURCE_FAILED}, 1069, &entry), 1);
  cr_assert_eq(entry.writers, 1, "its owner");
  cr_assert(event_log_text(c, &entry, text, sizeof text));
  cr_assert_str_eq(text, "The resource R0 of type Physical Disk in the role APP failed.");
  cr_assert_not(event_log_text(c, &entry, text, 20), "no room");
  cr_assert_str_eq(text, "The resource R0");
  cr_assert_eq(entries_of(again, (struct event){.kind = EVENT_RESOURCE_FAILED}, 1637, &entry), 1);
  cr_assert(event_log_text(again, &entry, text, sizeof text));
  cr_assert_str_eq(text, "The resource R0 in the role APP went from Online to Failed.");
  free(again);
  free(c);
}

/* QRM-004: every node that takes part, and not the lost one. */
Test(event_log, survivors) {
  struct world_shape shape = {.nodes = 3, .resources = 1};
  struct cluster *c = explore_world(&shape, 0, NULL);
  struct logged entry;
  lab_do(c, EVENT_HOST_CRASHED, 1, 0, 0);
  cr_assert_eq(entries_of(c, (struct event){.kind = EVENT_NODE_LOST, .subject = 1, .value = 1},
                          1135, &entry),
               1);
  cr_assert_eq(entry.writers, 5);
  free(c);
}

/* Every row says what it is, and its text has no placeholder that nobody fills. */
Test(event_log, rows) {
  static const char *const placeholders[] = {"{resource}", "{type}", "{group}", "{node}",
                                             "{vm}",       "{from}", "{to}",    "{network}"};
  for (unsigned i = 0; i < LOG_ID_COUNT; i++) {
    enum log_id id = (enum log_id)i;
    check_row(i, event_log_level_name(event_log_level(id))[0] != '\0');
    check_row(i, event_log_provider_name(event_log_channel(id))[0] != '\0');
    for (const char *p = strchr(event_log_template(id), '{'); p != NULL; p = strchr(p + 1, '{')) {
      bool known = false;
      for (size_t k = 0; k < sizeof placeholders / sizeof placeholders[0]; k++)
        known = known || strncmp(p, placeholders[k], strlen(placeholders[k])) == 0;
      check_row(i, known);
    }
  }
}
