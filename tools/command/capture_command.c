/* wsfcsim capture: a running cluster as a scenario that builds it. */
#include "sim/scenario/capture.h"
#include "sim/scenario/quantity.h"
#include "tools/command/backend_option.h"
#include "tools/command/subcommands.h"
#include <stdio.h>
#include <string.h>

struct assumption {
  const char *option;
  enum quantity quantity;
  const char **value;
};

/* One option; *used counts the arguments it took. */
static int take_option(struct backend_option *backend, const struct assumption *assumptions,
                       size_t count, int left, char **arguments, int *used) {
  const char *value = left > 1 ? arguments[1] : NULL;
  uint64_t number = 0;
  int result = backend_option_take(backend, "capture", arguments[0], value, used);
  if (*used > 0 || result != EXIT_AS_EXPECTED)
    return result;
  for (size_t i = 0; i < count; i++)
    if (strcmp(arguments[0], assumptions[i].option) == 0) {
      *used = 2;
      *assumptions[i].value = value;
      return value != NULL && quantity_parse(value, assumptions[i].quantity, &number) && number > 0
                 ? EXIT_AS_EXPECTED
                 : complain("capture: %s: expected %s", assumptions[i].option,
                            quantity_expected(assumptions[i].quantity));
    }
  return complain("capture: unknown argument '%s'", arguments[0]);
}

int capture_command(int count, char **arguments) {
  struct backend_option backend = {.kind = "win32"};
  struct capture_assumptions assumed = {"1TiB", "4GiB", "10Gbit"};
  const struct assumption assumptions[] = {{"--host-memory", QUANTITY_BYTES, &assumed.host_memory},
                                           {"--vm-memory", QUANTITY_BYTES, &assumed.machine_memory},
                                           {"--bandwidth", QUANTITY_BIT_RATE, &assumed.bandwidth}};
  struct text text = {0};
  char error[600] = "";
  int result = EXIT_AS_EXPECTED;
  for (int i = 0, used = 0; i < count && result == EXIT_AS_EXPECTED; i += used)
    result = take_option(&backend, assumptions, sizeof assumptions / sizeof assumptions[0],
                         count - i, arguments + i, &used);
  if (result == EXIT_AS_EXPECTED && !backend_option_is_win32(&backend))
    result = complain("capture: --backend: a simulated cluster is a scenario already");
  if (result == EXIT_AS_EXPECTED)
    result = backend_option_open(&backend, "capture");
  if (result == EXIT_AS_EXPECTED &&
      !capture_cluster(&backend.backend, &assumed, &text, error, sizeof error))
    result = complain("capture: %s", error);
  if (result == EXIT_AS_EXPECTED && text.failed)
    result = complain("capture: memory is short");
  if (result == EXIT_AS_EXPECTED)
    fputs(text_get(&text), stdout);
  text_free(&text);
  return result;
}
