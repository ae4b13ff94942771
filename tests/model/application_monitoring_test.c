/* Embedded failures (EVT-004). */
#include "model/group.h"
#include "model/resource.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"

static bool bits_are(const struct cluster *c, bool failed) {
  return group_status_information(c, 0) == (failed ? GROUP_EMBEDDED_FAILURE : 0u) &&
         resource_status_information(c, cluster_vm(c, 0)->resource) ==
             (failed ? RESOURCE_EMBEDDED_FAILURE : 0u);
}

Test(application_monitoring, the_guest_shuts_down_and_its_resource_fails) {
  struct cluster *c = lab();
  cr_assert_eq(lab_do(c, EVENT_APPLICATION_FAILED, 0, 0, 0), 0);
  cr_expect(bits_are(c, true));
  cr_expect_eq(cluster_vm(c, 0)->state, VM_STOPPING);
  cr_expect_eq(lab_do(c, EVENT_APPLICATION_FAILED, 0, 0, 0), WIN32_INVALID_STATE);
  cr_assert_eq(lab_do(c, EVENT_GUEST_STOPPED, 0, 0, 0), 0);
  cr_expect(bits_are(c, false));
  cr_expect_eq(cluster_resource(c, cluster_vm(c, 0)->resource)->state, RESOURCE_FAILED);
  free(c);
}

/* Reset while it shuts down, it has not failed. */
Test(application_monitoring, reset) {
  struct cluster *c = lab();
  lab_do(c, EVENT_APPLICATION_FAILED, 0, 0, 0);
  cr_assert_eq(lab_do(c, EVENT_APPLICATION_RESET, 0, 0, 0), 0);
  cr_expect(bits_are(c, false));
  lab_do(c, EVENT_GUEST_STOPPED, 0, 0, 0);
  cr_expect_eq(cluster_resource(c, cluster_vm(c, 0)->resource)->state, RESOURCE_OFFLINE);
  free(c);
}

/* Nobody listens, or there is nothing that could fail. */
Test(application_monitoring, refused) {
  static const struct {
    enum event_kind before;
    bool old;
  } rows[] = {{EVENT_GUEST_PAUSE, false},     {EVENT_GUEST_TURN_OFF, false},
              {EVENT_OFFLINE_GROUP, false},   {EVENT_HOST_CRASHED, false},
              {EVENT_SERVICE_STOPPED, false}, {EVENT_KIND_COUNT, true}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = lab();
    if (rows[i].old)
      c->level = LEVEL_WS2008R2;
    if (rows[i].before != EVENT_KIND_COUNT)
      check_row(i, lab_do(c, rows[i].before, 0, 0, 0) != WIN32_INVALID_STATE);
    check_row(i, lab_do(c, EVENT_APPLICATION_FAILED, 0, 0, 0) == WIN32_INVALID_STATE);
    free(c);
  }
}
