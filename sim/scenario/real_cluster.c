#include "sim/scenario/real_cluster.h"
#include "sim/scenario/cluster_reader.h"
#include <stdio.h>
#include <string.h>

/* The longest rest between two looks: some properties change without a notification. */
enum { LOOK_MS = 250 };

/* --- the file --- */

/* Commands up to the first that reads or changes. */
static size_t opening(struct scenario *scenario, const struct scenario_file *file) {
  size_t count = 0;
  for (enum command_reach reach = REACH_SETTING; count < file->count; count++)
    if (!scenario_reach(scenario, file->commands[count].text, &reach) || reach > REACH_SILENT)
      break;
  return count;
}

/* The first words of a command, for a sentence. */
static int first_word(const char *command) {
  size_t length = strcspn(command, " ");
  return (int)(length < 40 ? length : 40);
}

/* A cluster that a loaded simulator makes for the scenario is nobody else's. */
static bool may_change(const struct scenario *scenario) {
  return scenario->options->allow_changes || scenario->backend.start != NULL;
}

static enum real_cluster_fit fits(struct scenario *scenario, const char *command, bool opens) {
  enum command_reach reach = REACH_SETTING;
  if (!scenario_reach(scenario, command, &reach))
    return REAL_CLUSTER_UNUSABLE;
  const char *why = reach == REACH_WORLD               ? "needs a simulated world"
                    : reach == REACH_SETTING && !opens ? "sets the world up after the opening"
                    : reach == REACH_CHANGES && !may_change(scenario)
                        ? "changes the cluster; --allow-changes lets it"
                        : NULL;
  if (why == NULL)
    return REAL_CLUSTER_FITS;
  (void)scenario_bad(scenario, 1, "%.*s %s", first_word(command), command, why);
  return REAL_CLUSTER_UNFIT;
}

enum command_reach real_cluster_reach(struct scenario *scenario, const char *command) {
  enum command_reach reach = REACH_SETTING;
  bool is_command = scenario_reach(scenario, command, &reach);
  assert(is_command);
  (void)is_command;
  return reach;
}

/* --- the cluster --- */

/* A loaded simulator becomes the opening's cluster. */
static bool start(struct scenario *scenario, const struct scenario_file *file, size_t count) {
  struct text lines = {0};
  for (size_t i = 0; i < count; i++)
    text_format(&lines, "%s\n", file->commands[i].text);
  uint32_t status =
      lines.failed ? (uint32_t)WIN32_NOT_ENOUGH_MEMORY : scenario->backend.start(text_get(&lines));
  text_free(&lines);
  return status == WIN32_SUCCESS ||
         scenario_bad(scenario, 1, "the simulator does not take the opening: %s (%u)",
                      win32_status_name(status), status);
}

/* The high half of a cluster's version is its release's number (clusapi.h NTnn_MAJOR_VERSION). */
void real_cluster_take_level(struct scenario *scenario, HCLUSTER cluster) {
  static const uint32_t releases[LEVEL_COUNT] = {
#define WINDOWS_VERSION(id, version, upgrade, major, minor, build) [LEVEL_##id] = version,
#include "model/windows_version.def"
#undef WINDOWS_VERSION
  };
  CLUSTERVERSIONINFO version = {.dwVersionInfoSize = sizeof version};
  WCHAR name[SCENARIO_NAME_UNITS];
  DWORD units = SCENARIO_NAME_UNITS;
  if (scenario->backend.api->GetClusterInformation(cluster, name, &units, &version) !=
      WIN32_SUCCESS)
    return;
  for (int i = 0; i < LEVEL_COUNT; i++)
    if (releases[i] == version.dwClusterHighestVersion >> 16)
      scenario->level = (enum functional_level)i;
}

static enum real_cluster_fit meets(struct scenario *scenario, HCLUSTER cluster,
                                   const struct scenario_file *file, size_t count, size_t *line) {
  struct words words;
  size_t column = 1;
  real_cluster_take_level(scenario, cluster);
  for (size_t i = 0; i < count; i++) {
    const char *problem = words_split(file->commands[i].text, &words, &column);
    assert(problem == NULL);
    (void)problem;
    *line = file->commands[i].line;
    if (!cluster_requirement_met(scenario, cluster, file, &words))
      return REAL_CLUSTER_UNFIT;
  }
  return REAL_CLUSTER_FITS;
}

enum real_cluster_fit real_cluster_prepare(struct scenario *scenario,
                                           const struct scenario_file *file, size_t *first,
                                           size_t *line) {
  uint32_t status = WIN32_SUCCESS;
  *first = opening(scenario, file);
  for (size_t i = 0; i < file->count; i++) {
    enum real_cluster_fit fit = fits(scenario, file->commands[i].text, i < *first);
    *line = file->commands[i].line;
    if (fit != REAL_CLUSTER_FITS)
      return fit;
  }
  *line = file->commands[0].line;
  if (scenario->backend.start != NULL && !start(scenario, file, *first))
    return REAL_CLUSTER_UNUSABLE;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster == NULL) {
    (void)scenario_bad(scenario, 1, "the cluster cannot be opened: %s (%u)",
                       win32_status_name(status), status);
    return REAL_CLUSTER_UNUSABLE;
  }
  enum real_cluster_fit fit = meets(scenario, cluster, file, *first, line);
  (void)scenario->backend.api->CloseCluster(cluster);
  return fit;
}

/* --- time --- */

/* Until something changes, or for so many milliseconds; how many the wait is known to have lasted.
 */
static uint32_t wait_for_change(struct scenario *scenario, HCHANGE port, uint32_t milliseconds) {
  WCHAR name[SCENARIO_NAME_UNITS];
  DWORD_PTR key = 0;
  DWORD filter = 0, units = SCENARIO_NAME_UNITS;
  uint32_t status = WAIT_TIMEOUT;
  if (port != NULL)
    status =
        scenario->backend.api->GetClusterNotify(port, &key, &filter, name, &units, milliseconds);
  if (port == NULL || (status != WAIT_TIMEOUT && status != WIN32_SUCCESS))
    win32_backend_rest(milliseconds);
  return status == WIN32_SUCCESS ? 0 : milliseconds;
}

bool real_cluster_wait(struct scenario *scenario, uint64_t microseconds, world_condition *condition,
                       void *context) {
  const struct clusapi_table *api = scenario->backend.api;
  uint32_t status = WIN32_SUCCESS;
  HCLUSTER cluster = reader_open(scenario, &status);
  HCHANGE port = cluster == NULL ? NULL
                                 : api->CreateClusterNotifyPort(INVALID_HANDLE_VALUE, cluster,
                                                                CLUSTER_CHANGE_NODE_STATE |
                                                                    CLUSTER_CHANGE_GROUP_STATE |
                                                                    CLUSTER_CHANGE_RESOURCE_STATE,
                                                                0);
  uint64_t began = win32_backend_clock(), waited = 0;
  bool met = condition(NULL, context);
  while (!met && waited < microseconds) {
    uint64_t left = (microseconds - waited + 999) / 1000;
    uint64_t known =
        waited + 1000 * wait_for_change(scenario, port, left < LOOK_MS ? (uint32_t)left : LOOK_MS);
    uint64_t passed = win32_backend_clock() - began;
    waited = passed > known ? passed : known;
    met = condition(NULL, context);
  }
  if (port != NULL)
    (void)api->CloseClusterNotifyPort(port);
  if (cluster != NULL)
    (void)api->CloseCluster(cluster);
  return met;
}
