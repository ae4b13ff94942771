#ifndef TOOLS_COMMAND_REPORT_H
#define TOOLS_COMMAND_REPORT_H
/* What came of each scenario, for CI systems: JUnit's XML and the Test Anything Protocol. */
#include "sim/scenario/scenario.h"

struct report_case {
  char *path, *text; /* text: differences or why it is unusable; "" when as expected */
  enum scenario_end end;
  size_t commands;
  double seconds; /* of wall time */
};

struct report {
  struct report_case *cases;
  size_t count, room;
};

/* Adds copies; false when memory is short. */
bool report_add(struct report *report, const char *path, enum scenario_end end, const char *text,
                size_t commands, double seconds);

/* A testsuite per folder, a testcase per scenario: a difference is a failure, an unusable file an
 * error.  False with errno set when it cannot be written. */
bool report_write_junit(const struct report *report, const char *path);

/* One line of the Test Anything Protocol, and its diagnostics. */
void report_print_tap(size_t number, const struct report_case *result);

void report_free(struct report *report);

#endif
