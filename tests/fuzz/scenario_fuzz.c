/* Any bytes as a scenario: an error or a run, never a crash.  Commands that wait are bounded by the
 * language itself. */
#include "model/cluster.h"
#include "sim/scenario/scenario.h"
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  struct scenario_file file;
  char error[512];
  if (size > 1 << 16)
    return 0;
  if (scenario_file_parse("input", (const char *)bytes, size, &file, error, sizeof error)) {
    /* A small world is made quickly, and its limits are reached. */
    const struct cluster_limits limits = {.nodes = 4,
                                          .networks = 2,
                                          .groups = 4,
                                          .resources = 8,
                                          .vms = 4,
                                          .properties = 8,
                                          .group_sets = 2,
                                          .affinity_rules = 8};
    struct scenario_options options = {.limits = &limits};
    struct scenario_result result = scenario_run("input", &file, &options);
    struct text text = {0};
    scenario_file_rewrite(&file, (const char *const *)result.outputs, &text);
    text_free(&text);
    scenario_result_free(&result);
  }
  scenario_file_free(&file);
  return 0;
}
