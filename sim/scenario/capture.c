#include "sim/scenario/capture.h"
#include "model/describe.h"
#include "model/group.h"
#include "model/resource.h"
#include "sim/scenario/capture_state.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/real_cluster.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- lines --- */

static bool plain(const char *name) {
  for (const char *p = name; *p != '\0'; p++)
    if (strchr(" \t,|#\"()", *p) != NULL)
      return false;
  return name[0] != '\0' && name[0] != '-';
}

const char *capture_quoted(const char *name, char room[CAPTURE_NAME_ROOM]) {
  size_t used = 0;
  bool quotes = !plain(name);
  if (quotes)
    room[used++] = '"';
  for (; *name != '\0' && used + 3 < CAPTURE_NAME_ROOM; name++) {
    if (*name == '"')
      room[used++] = '"';
    room[used++] = *name;
  }
  if (quotes)
    room[used++] = '"';
  room[used] = '\0';
  return room;
}

static void write_down(struct capture *capture, const char *line) {
  const char *output = text_get(&capture->twin.output);
  if (capture->twin.refused) {
    text_format(capture->text, "# refused: %s\n#   %.*s\n", line, (int)strcspn(output, "\n"),
                output);
    return;
  }
  text_format(capture->text, "%s\n", line);
  if (output[0] != '\0')
    text_format(capture->text, "----\n%s\n", output);
}

void capture_line(struct capture *capture, const char *format, ...) {
  static char line[WORDS_TEXT_MAX];
  struct scenario *twin = &capture->twin;
  va_list arguments;
  if (capture->failed)
    return;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  text_clear(&twin->output);
  twin->issued = false;
  twin->started_at = twin->world == NULL ? 0 : world_now(twin->world);
  if (length < 0 || length >= (int)sizeof line)
    capture->failed = !scenario_bad(twin, 1, "a line of the capture would be too long");
  else if (!scenario_execute(twin, line))
    capture->failed = true;
  else
    write_down(capture, line);
}

void capture_each(struct capture *capture, DWORD kind, reader_visit *put) {
  if (!capture->failed)
    reader_each(&capture->real, capture->cluster, kind, put, capture);
}

bool capture_add_name(struct scenario *scenario, HCLUSTER cluster, const char *name,
                      void *context) {
  struct text *text = context;
  (void)scenario;
  (void)cluster;
  text_format(text, "%s%s", text->used > 0 ? "," : "", name);
  return true;
}

/* --- nodes, networks, machines --- */

static bool put_host(struct scenario *scenario, HCLUSTER cluster, const char *name, void *context) {
  struct capture *capture = context;
  char quoted[CAPTURE_NAME_ROOM];
  (void)scenario;
  (void)cluster;
  capture_line(capture, "host %s memory=%s", capture_quoted(name, quoted),
               capture->assumed->host_memory);
  return !capture->failed;
}

static bool put_network(struct scenario *scenario, HCLUSTER cluster, const char *name,
                        void *context) {
  struct capture *capture = context;
  const struct object_name network = {CONTROL_OBJECT_NETWORK, name};
  char quoted[CAPTURE_NAME_ROOM];
  uint64_t metric = 0;
  if (object_number(scenario, cluster, &network, false, "Metric", &metric) == WIN32_SUCCESS)
    capture_line(capture, "network %s bandwidth=%s metric=%llu", capture_quoted(name, quoted),
                 capture->assumed->bandwidth, (unsigned long long)metric);
  else
    capture_line(capture, "network %s bandwidth=%s", capture_quoted(name, quoted),
                 capture->assumed->bandwidth);
  return !capture->failed;
}

static bool put_machine(struct scenario *scenario, HCLUSTER cluster, const char *name,
                        void *context) {
  struct capture *capture = context;
  char resource[NAME_BYTES_MAX], quoted[CAPTURE_NAME_ROOM], host[CAPTURE_NAME_ROOM];
  struct resource_reading machine;
  if (!reader_vm_resource(scenario, cluster, name, resource) ||
      reader_resource(scenario, cluster, resource, &machine) != WIN32_SUCCESS)
    return true;
  capture_line(
      capture, "vm %s on %s memory=%s%s", capture_quoted(name, quoted),
      capture_quoted(machine.owner, host), capture->assumed->machine_memory,
      machine.state == RESOURCE_ONLINE || machine.state == RESOURCE_ONLINE_PENDING ? "" : " off");
  return !capture->failed;
}

/* --- the cluster --- */

static void put_cluster(struct capture *capture) {
  const struct clusapi_table *api = capture->real.backend.api;
  WCHAR wide[SCENARIO_NAME_UNITS];
  DWORD units = SCENARIO_NAME_UNITS;
  char name[NAME_BYTES_MAX] = "LAB", quoted[CAPTURE_NAME_ROOM];
  struct text nodes = {0};
  if (api->GetClusterInformation(capture->cluster, wide, &units, NULL) == WIN32_SUCCESS)
    scenario_narrow(wide, name);
  reader_each(&capture->real, capture->cluster, CLUSTER_ENUM_NODE, capture_add_name, &nodes);
  capture_line(capture, "New-Cluster -Name %s -Node %s", capture_quoted(name, quoted),
               text_get(&nodes));
  text_free(&nodes);
}

/* --- the whole --- */

static void put_all(struct capture *capture) {
  uint32_t status = WIN32_SUCCESS;
  capture_line(capture, "level %s", functional_level(capture->real.level)->name);
  capture_each(capture, CLUSTER_ENUM_NODE, put_host);
  capture_each(capture, CLUSTER_ENUM_NETWORK, put_network);
  capture_each(capture, CLUSTER_ENUM_GROUP, put_machine);
  put_cluster(capture);
  capture_roles(capture);
  capture->twin_cluster = capture->failed ? NULL : reader_open(&capture->twin, &status);
  if (capture->twin_cluster == NULL)
    return;
  capture_groups(capture);
  capture_group_sets(capture);
  capture_settings(capture);
  capture_states(capture);
  capture_shared_volumes(capture); /* disks that are online now */
  capture_affinity_rules(capture); /* last: they do not move what runs, and refuse moves */
  (void)capture->twin.backend.api->CloseCluster(capture->twin_cluster);
}

static bool run(struct capture *capture, const struct backend *real, char *error, size_t room) {
  uint32_t status = WIN32_SUCCESS;
  capture->real_options.elsewhere = real;
  capture->real.options = &capture->real_options;
  capture->real.backend = *real;
  capture->twin.options = &capture->twin_options;
  capture->twin.seed = 1;
  capture->real.level = capture->twin.level = LEVEL_WS2022;
  capture->cluster = reader_open(&capture->real, &status);
  if (capture->cluster == NULL) {
    snprintf(error, room, "the cluster cannot be opened: %s (%u)", win32_status_name(status),
             status);
    return false;
  }
  real_cluster_take_level(&capture->real, capture->cluster);
  text_add(capture->text,
           "# A running cluster, as ClusAPI describes it. It does not tell how much memory hosts\n"
           "# and machines have, nor how fast networks are: those are assumed.\n");
  put_all(capture);
  (void)real->api->CloseCluster(capture->cluster);
  if (capture->failed)
    snprintf(error, room, "%s", capture->twin.error);
  return !capture->failed;
}

bool capture_cluster(const struct backend *real, const struct capture_assumptions *assumed,
                     struct text *text, char *error, size_t room) {
  struct capture *capture = calloc(1, sizeof *capture);
  if (capture == NULL) {
    snprintf(error, room, "memory is short");
    return false;
  }
  capture->assumed = assumed;
  capture->text = text;
  bool ok = run(capture, real, error, room);
  if (capture->twin.world != NULL) {
    sim_backend_close(&capture->twin.backend);
    world_destroy(capture->twin.world);
  }
  text_free(&capture->twin.output);
  text_free(&capture->real.output);
  free(capture);
  return ok;
}
