/* Notifications: what a step tells, in which order, with which payload. */
#include "model/notification.h"
#include "model/property_list.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"
#include <string.h>

static struct notification told[4 * NOTIFICATIONS_OF_STEP_MAX];

/* What an event and its follow-ups tell. */
static uint32_t told_by(struct cluster *c, struct event event) {
  struct event queue[64] = {event};
  uint32_t count = 0;
  for (uint32_t next = 0, end = 1; next < end; next++) {
    struct effects effects;
    cr_assert(model_step(c, &queue[next], &effects));
    count += notification_of_step(c, &queue[next], &effects, told + count,
                                  4 * NOTIFICATIONS_OF_STEP_MAX - count);
    for (uint32_t i = 0; i < effects.follow_up_count; i++)
      queue[end++] = effects.follow_ups[i];
  }
  return count;
}

/* NTF-016: the resource's state, that it is a terminal one, and the group's state on its own. */
Test(notification, a_resource_fails) {
  struct world_shape shape = {.nodes = 2, .resources = 1, .policies = true};
  struct cluster *c = explore_world(&shape, 0, NULL);
  lab_do(c, EVENT_ONLINE_GROUP, 0, 0, 0);
  lab_do(c, EVENT_RESOURCE_STARTED, 0, 0, 0);
  uint32_t count = told_by(c, (struct event){.kind = EVENT_RESOURCE_FAILED});
  cr_assert(count >= 3);
  cr_assert_eq(told[0].id, NOTIFICATION_RESOURCE_STATE);
  cr_assert_eq(told[1].id, NOTIFICATION_RESOURCE_TERMINAL);
  bool group = false;
  for (uint32_t i = 2; i < count; i++)
    group = group || told[i].id == NOTIFICATION_GROUP_STATE;
  cr_assert(group);
  free(c);
}

/* A node that is paused stays a member; one that is missed does not. */
Test(notification, membership) {
  struct world_shape shape = {.nodes = 2, .resources = 1};
  struct cluster *c = explore_world(&shape, 0, NULL);
  cr_assert_eq(told_by(c, (struct event){.kind = EVENT_PAUSE_NODE, .subject = 1}), 1);
  cr_assert_eq(told[0].id, NOTIFICATION_NODE_STATE);
  lab_do(c, EVENT_HOST_CRASHED, 1, 0, 0);
  cr_assert_geq(told_by(c, (struct event){.kind = EVENT_NODE_LOST, .subject = 1}), 2);
  cr_assert_eq(told[0].id, NOTIFICATION_NODE_STATE);
  cr_assert_eq(told[1].id, NOTIFICATION_MEMBERSHIP);
  free(c);
}

/* NTF-017: a migration is told of as properties of the resource, with their new values. */
Test(notification, a_migration_starts) {
  struct cluster *c = lab();
  uint8_t payload[128];
  struct property_item items[2];
  uint32_t properties = 0, value = 0;
  uint32_t count =
      told_by(c, (struct event){.kind = EVENT_START_MIGRATION, .argument = LAB_DESTINATION});
  bool found = false;
  for (uint32_t i = 0; i < count; i++) {
    if (told[i].id != NOTIFICATION_RESOURCE_PRIVATE || told[i].property != PROPERTY_MIGRATION_STATE)
      continue;
    found = true;
    cr_assert_eq(told[i].object, cluster_vm(c, 0)->resource);
    size_t size = notification_payload(c, &told[i], payload, sizeof payload);
    cr_assert_eq(property_list_read(payload, size, items, 2, &properties), 0);
    cr_assert(properties == 1 && strcmp(items[0].name, "MigrationState") == 0);
    cr_assert(property_item_dword(&items[0], &value) && value == 1);
    cr_assert_eq(notification_payload(c, &told[i], payload, 3), size, "what is needed");
  }
  cr_assert(found);
  free(c);
}

/* A host that is gone tells nothing of its machines. */
Test(notification, a_crashed_host_says_nothing) {
  struct cluster *c = lab();
  uint32_t count = told_by(c, (struct event){.kind = EVENT_HOST_CRASHED, .subject = LAB_SOURCE});
  cr_assert_neq(cluster_vm(c, 0)->state, VM_ENABLED);
  cr_assert_eq(count, 0);
  free(c);
}

/* Every row says something to at least one interface, and a filter is told apart from its type's
 * others. */
Test(notification, rows) {
  for (unsigned i = 0; i < NOTIFICATION_COUNT; i++) {
    enum notification_id id = (enum notification_id)i;
    uint32_t v1 = notification_v1(id), filter = notification_filter(id);
    check_row(i, (v1 != 0) == (*notification_v1_name(id) != '\0'));
    check_row(i, (filter != 0) == (*notification_v2_name(id) != '\0'));
    check_row(i, v1 != 0 || filter != 0);
    check_row(i, (v1 & (v1 - 1)) == 0 && (filter == 0 || (filter & (filter - 1)) == 0));
    for (unsigned j = 0; j < i; j++)
      check_row(i, filter == 0 || v1 != notification_v1((enum notification_id)j) ||
                       notification_type(id) != notification_type((enum notification_id)j) ||
                       filter != notification_filter((enum notification_id)j));
  }
}
