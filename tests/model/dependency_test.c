/* Dependency expressions: what holds, who is in need, and the text. */
#include "model/dependency.h"
#include "tests/support/small_lab.h"
#include "tests/support/test.h"
#include <string.h>

/* R0 a disk, R1 and R2 addresses, R3 a name: ([R1] or [R2]) and [R0]. */
static struct cluster *resources(void) {
  struct world_shape shape = {.nodes = 2, .resources = 4};
  return explore_world(&shape, 0, NULL);
}

/* DEP-006 */
Test(dependency, holds_where_every_term_has_one) {
  struct cluster *c = resources();
  for (uint32_t online = 0; online < 8; online++)
    check_row(online, dependency_holds(c, 3, online) == ((online & 1) != 0 && (online & 6) != 0));
  cr_assert(dependency_holds(c, 0, 0), "it needs nobody");
  free(c);
}

Test(dependency, reaches_in_both_directions) {
  struct cluster *c = resources();
  lab_do(c, EVENT_ADD_DEPENDENCY, 0, 1, 0);
  cr_assert_eq(dependency_providers(c, 3), 7);
  cr_assert_eq(dependency_all_providers(c, 3), 7);
  cr_assert_eq(dependency_all_providers(c, 0), 2);
  cr_assert_eq(dependency_dependents(c, 1), 9);
  cr_assert_eq(dependency_all_dependents(c, 1), 9);
  cr_assert_eq(dependency_all_dependents(c, 3), 0);
  free(c);
}

/* DEP-007 DEP-008: who could not stay up without it. */
Test(dependency, in_need) {
  static const struct {
    enum resource_state states[4];
    uint32_t resource, in_need;
  } rows[] = {
      {{RESOURCE_ONLINE, RESOURCE_ONLINE, RESOURCE_ONLINE, RESOURCE_ONLINE}, 1, 0},
      {{RESOURCE_ONLINE, RESOURCE_ONLINE, RESOURCE_ONLINE, RESOURCE_ONLINE}, 0, 8},
      {{RESOURCE_ONLINE, RESOURCE_ONLINE, RESOURCE_OFFLINE, RESOURCE_ONLINE}, 1, 8},
      {{RESOURCE_ONLINE, RESOURCE_ONLINE, RESOURCE_OFFLINE, RESOURCE_ONLINE_PENDING}, 1, 8},
      {{RESOURCE_ONLINE, RESOURCE_ONLINE, RESOURCE_OFFLINE, RESOURCE_FAILED}, 1, 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct cluster *c = resources();
    for (uint32_t k = 0; k < 4; k++)
      cluster_resource(c, k)->state = rows[i].states[k];
    check_row(i, dependency_in_need(c, rows[i].resource) == rows[i].in_need);
    free(c);
  }
}

static uint32_t set(struct cluster *c, const char *expression) {
  struct effects effects;
  struct event event = {.kind = EVENT_SET_DEPENDENCY, .subject = 3, .name = expression};
  (void)model_step(c, &event, &effects);
  return effects.status;
}

/* What is read is written the same way; what is none is refused (DEP-009). */
Test(dependency, expressions) {
  static const struct {
    const char *expression;
    uint32_t status;
    const char *text; /* NULL: the one before stays */
  } rows[] = {{"", 0, ""},
              {"[R0]", 0, "[R0]"},
              {"[R0] or [R1]", 0, "[R0] or [R1]"},
              {"[R1] Or [R0]", 0, "[R0] or [R1]"},
              {"[R0] and ([R1] or [R2])", 0, "[R0] and ([R1] or [R2])"},
              {"([R1] or [R2]) and ([R0])", 0, "([R1] or [R2]) and [R0]"},
              {"[R3]", WIN32_INVALID_PARAMETER, NULL},
              {"[R0", WIN32_INVALID_PARAMETER, NULL},
              {"R0", WIN32_INVALID_PARAMETER, NULL},
              {"[R0] and", WIN32_INVALID_PARAMETER, NULL},
              {"[R0])", WIN32_INVALID_PARAMETER, NULL},
              {"[R9]", WIN32_RESOURCE_NOT_FOUND, NULL},
              {"[R0] and [R0] and [R0] and [R0] and [R0] and [R0] and [R0] and [R0] and [R0]",
               WIN32_DEPENDENCY_TREE_TOO_COMPLEX, NULL}};
  struct cluster *c = resources();
  const char *last = "([R1] or [R2]) and [R0]";
  char text[DEPENDENCY_TEXT_MAX];
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    check_row(i, set(c, rows[i].expression) == rows[i].status);
    last = rows[i].text != NULL ? rows[i].text : last;
    check_row(i, dependency_text(c, 3, text, sizeof text));
    check_row(i, strcmp(text, last) == 0);
  }
  cr_assert_not(dependency_text(c, 3, text, 8), "no room");
  free(c);
}
