/* Cluster Shared Volumes: Add-, Remove-, Get- and Move-ClusterSharedVolume, their states, and
 * redirected access. */
#include "model/describe.h"
#include "model/shared_volume.h"
#include "sim/scenario/cmdlet_waiting.h"
#include "sim/scenario/group_moving.h"
#include "sim/scenario/object_access.h"
#include "sim/scenario/powershell_table.h"
#include "sim/scenario/redirected_access.h"
#include <string.h>

/* --- rows: Name, State, Node --- */

struct volume_rows {
  const struct cmdlet_parameter *names; /* NULL: all */
  struct table table;
};

static bool add_row(struct scenario *scenario, HCLUSTER cluster, const char *name, void *context) {
  struct volume_rows *rows = context;
  struct resource_reading reading;
  if (!cmdlet_names(rows->names, name) ||
      reader_resource(scenario, cluster, name, &reading) != WIN32_SUCCESS)
    return true;
  const char *cells[] = {name, reader_resource_state(scenario, cluster, name, &reading),
                         reading.owner};
  table_add_row(&rows->table, cells);
  return true;
}

/* True when there was one. */
static bool print_rows(struct scenario *scenario, HCLUSTER cluster,
                       const struct cmdlet_parameter *names) {
  struct volume_rows rows = {
      .names = names,
      .table = {.column_count = 3,
                .columns = {{"Name", false}, {"State", false}, {"Node", false}}}};
  reader_each(scenario, cluster, CLUSTER_ENUM_SHARED_VOLUME_RESOURCE, add_row, &rows);
  bool found = rows.table.row_count > 0;
  table_print(&rows.table, &scenario->output);
  return found;
}

/* --- cmdlets about one volume --- */

typedef uint32_t volume_request(struct scenario *scenario, HCLUSTER cluster,
                                const struct cmdlet_arguments *arguments, const char *name);

/* A request, and the volume's row where it is to be shown. */
static bool ask(struct scenario *scenario, const struct words *words, volume_request *request,
                bool shown) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    status = request(scenario, cluster, &arguments, name);
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The request on the volume '%s' was refused.",
                 name);
  else if (shown)
    (void)print_rows(scenario, cluster, cmdlet_argument(&arguments, "Name"));
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

static uint32_t ask_disk(struct scenario *scenario, HCLUSTER cluster, const char *name,
                         DWORD(WINAPI *request)(HRESOURCE)) {
  WCHAR wide[SCENARIO_NAME_UNITS];
  return scenario_wide(name, wide)
             ? reader_ask_resource(scenario->backend.api, cluster, wide, request)
             : (uint32_t)WIN32_RESOURCE_NOT_FOUND;
}

static uint32_t add(struct scenario *scenario, HCLUSTER cluster,
                    const struct cmdlet_arguments *arguments, const char *name) {
  (void)arguments;
  return ask_disk(scenario, cluster, name,
                  scenario->backend.api->AddResourceToClusterSharedVolumes);
}

static uint32_t take_away(struct scenario *scenario, HCLUSTER cluster,
                          const struct cmdlet_arguments *arguments, const char *name) {
  (void)arguments;
  return ask_disk(scenario, cluster, name,
                  scenario->backend.api->RemoveResourceFromClusterSharedVolumes);
}

bool cmdlet_add_shared_volume(struct scenario *scenario, const struct words *words) {
  return ask(scenario, words, add, true);
}

/* It is a disk again, and its row is the resource's. */
bool cmdlet_remove_shared_volume(struct scenario *scenario, const struct words *words) {
  return ask(scenario, words, take_away, false);
}

bool cmdlet_get_shared_volume(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  const struct cmdlet_parameter *names = cmdlet_argument(&arguments, "Name");
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL && !print_rows(scenario, cluster, names) && names != NULL)
    status = WIN32_CLUSTER_NOT_SHARED_VOLUME;
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The shared volumes could not be read.");
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

/* --- moving: the disk's group moves --- */

static bool is_volume(struct scenario *scenario, HCLUSTER cluster, const char *name,
                      void *context) {
  const char **wanted = context;
  (void)scenario;
  (void)cluster;
  if (!object_name_is(*wanted, name))
    return true;
  *wanted = NULL;
  return false;
}

/* The group of a volume; 5945 where the name is none's. */
static uint32_t group_of(struct scenario *scenario, HCLUSTER cluster, const char *name,
                         char group[NAME_BYTES_MAX]) {
  struct resource_reading reading;
  const char *wanted = name;
  reader_each(scenario, cluster, CLUSTER_ENUM_SHARED_VOLUME_RESOURCE, is_volume, &wanted);
  if (wanted != NULL)
    return WIN32_CLUSTER_NOT_SHARED_VOLUME;
  uint32_t status = reader_resource(scenario, cluster, name, &reading);
  if (status == WIN32_SUCCESS)
    memcpy(group, reading.group, NAME_BYTES_MAX);
  return status;
}

bool cmdlet_move_shared_volume(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  char group[NAME_BYTES_MAX] = "";
  uint32_t status = WIN32_SUCCESS;
  bool met = true, ok = true;
  const char *name = cmdlet_named(scenario, words, &arguments);
  if (name == NULL)
    return false;
  const struct cmdlet_parameter *node = cmdlet_argument(&arguments, "Node");
  HCLUSTER cluster = reader_open(scenario, &status);
  struct cmdlet_waiting waiting = {.scenario = scenario, .cluster = cluster, .name = group};
  if (cluster != NULL)
    status = group_of(scenario, cluster, name, group);
  if (status == WIN32_SUCCESS && !scenario->issued)
    status = group_moving_ask(scenario, cluster, group, node == NULL ? NULL : node->values[0], 0,
                              MOVE_CONTEXT_NONE);
  if (status != WIN32_SUCCESS && status != WIN32_IO_PENDING) {
    cmdlet_error(scenario, arguments.cmdlet, status, "The volume '%s' could not be moved.", name);
  } else {
    if (cmdlet_waits(&arguments))
      ok = scenario_wait(scenario, cmdlet_deadline(scenario, &arguments), cmdlet_group_settled,
                         &waiting, &met);
    if (ok)
      (void)print_rows(scenario, cluster, cmdlet_argument(&arguments, "Name"));
  }
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return ok;
}

/* --- states --- */

enum { STATE_INFO_BYTES = 2 * 2 * 260 + 4, STATES_ROOM = NODES_MAX * STATE_INFO_BYTES };

static const char *const state_names[] = {"Unavailable", "Paused", "Direct", "FileSystemRedirected",
                                          "BlockRedirected"};

struct state_list {
  const struct cmdlet_parameter *names, *nodes;
  bool found;
};

static void put_state(struct scenario *scenario, const char *name, const uint8_t *info,
                      const struct state_list *list) {
  char volume[NAME_BYTES_MAX], node[NAME_BYTES_MAX];
  uint32_t state = info[STATE_INFO_BYTES - 4];
  if (!object_name_from_utf16le(info, 520, volume, sizeof volume) ||
      !object_name_from_utf16le(info + 520, 520, node, sizeof node) ||
      !cmdlet_names(list->nodes, node))
    return;
  const char *last = strrchr(volume, '\\');
  text_format(&scenario->output,
              "%-28s : %s\n%-28s : %s\n%-28s : %s\n%-28s : %s\n%-28s : %s\n%-28s : %s\n"
              "%-28s : %s\n",
              "BlockRedirectedIOReason",
              state == SHARED_VOLUME_BLOCK_REDIRECTED ? "NoDiskConnectivity" : "NotBlockRedirected",
              "FileSystemRedirectedIOReason",
              state == SHARED_VOLUME_FILE_SYSTEM_REDIRECTED ? "UserRequest"
                                                            : "NotFileSystemRedirected",
              "Name", name, "Node", node, "StateInfo",
              state < sizeof state_names / sizeof state_names[0] ? state_names[state] : "Unknown",
              "VolumeFriendlyName", last == NULL ? volume : last + 1, "VolumeName", volume);
}

static bool put_states(struct scenario *scenario, HCLUSTER cluster, const char *name,
                       void *context) {
  static uint8_t bytes[STATES_ROOM];
  struct state_list *list = context;
  const struct object_name object = {CONTROL_OBJECT_RESOURCE, name};
  struct object_buffers buffers = {.out = bytes, .out_room = sizeof bytes};
  if (!cmdlet_names(list->names, name))
    return true;
  list->found = true;
  if (object_control(scenario, cluster, &object, NULL,
                     CLUSCTL_RESOURCE_STORAGE_GET_SHARED_VOLUME_STATES, &buffers) != WIN32_SUCCESS)
    return true;
  for (size_t at = 0; at + STATE_INFO_BYTES <= buffers.returned; at += STATE_INFO_BYTES)
    put_state(scenario, name, bytes + at, list);
  return true;
}

bool cmdlet_get_shared_volume_state(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  uint32_t status = WIN32_SUCCESS;
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario))
    return false;
  struct state_list list = {.names = cmdlet_argument(&arguments, "Name"),
                            .nodes = cmdlet_argument(&arguments, "Node")};
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster != NULL)
    reader_each(scenario, cluster, CLUSTER_ENUM_SHARED_VOLUME_RESOURCE, put_states, &list);
  if (cluster != NULL && !list.found && list.names != NULL)
    status = WIN32_CLUSTER_NOT_SHARED_VOLUME;
  if (status != WIN32_SUCCESS)
    cmdlet_error(scenario, arguments.cmdlet, status, "The shared volumes could not be read.");
  if (cluster != NULL)
    (void)scenario->backend.api->CloseCluster(cluster);
  return true;
}

/* --- redirected access: Suspend- and Resume-ClusterResource with -RedirectedAccess --- */

/* CLUS_CSV_VOLUME_INFO behind the head of the value list: what it says, and the path. */
enum { FAULTS_AT = 4 + 4 + 8 + 4, PATH_AT = FAULTS_AT + 4 + 4, PATH_BYTES = 520, INFO_ROOM = 1024 };
enum { NO_DIRECT_IO = 1 }; /* VolumeStateNoDirectIO */

static uint32_t read_info(struct scenario *scenario, HCLUSTER cluster, const char *name,
                          uint8_t info[INFO_ROOM]) {
  const struct object_name object = {CONTROL_OBJECT_RESOURCE, name};
  struct object_buffers buffers = {.out = info, .out_room = INFO_ROOM};
  uint32_t status = object_control(scenario, cluster, &object, NULL,
                                   CLUSCTL_RESOURCE_STORAGE_GET_SHARED_VOLUME_INFO, &buffers);
  return status == WIN32_SUCCESS && buffers.returned < PATH_AT + PATH_BYTES
             ? (uint32_t)WIN32_INVALID_DATA
             : status;
}

bool redirected_access_is_on(struct scenario *scenario, const char *name) {
  uint8_t info[INFO_ROOM];
  uint32_t status = WIN32_SUCCESS;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster == NULL)
    return false;
  status = read_info(scenario, cluster, name, info);
  (void)scenario->backend.api->CloseCluster(cluster);
  return status == WIN32_SUCCESS && (info[FAULTS_AT] & NO_DIRECT_IO) != 0;
}

static uint32_t redirect(struct scenario *scenario, HCLUSTER cluster, const char *name,
                         bool redirected) {
  uint8_t info[INFO_ROOM], wide[2 * SCENARIO_NAME_UNITS], out[128];
  char path[NAME_BYTES_MAX];
  const struct object_name object = {CONTROL_OBJECT_RESOURCE, name};
  struct object_buffers buffers;
  uint32_t status = read_info(scenario, cluster, name, info);
  if (status != WIN32_SUCCESS)
    return status;
  if (!object_name_from_utf16le(info + PATH_AT, PATH_BYTES, path, sizeof path))
    return WIN32_INVALID_DATA;
  buffers = (struct object_buffers){.in = wide,
                                    .in_size = object_name_to_utf16le(path, wide, sizeof wide),
                                    .out = out,
                                    .out_room = sizeof out};
  return object_control(scenario, cluster, &object, NULL,
                        redirected ? CLUSCTL_RESOURCE_DISABLE_SHARED_VOLUME_DIRECTIO
                                   : CLUSCTL_RESOURCE_ENABLE_SHARED_VOLUME_DIRECTIO,
                        &buffers);
}

static uint32_t turn_on(struct scenario *scenario, HCLUSTER cluster,
                        const struct cmdlet_arguments *arguments, const char *name) {
  (void)arguments;
  return redirect(scenario, cluster, name, true);
}

static uint32_t turn_off(struct scenario *scenario, HCLUSTER cluster,
                         const struct cmdlet_arguments *arguments, const char *name) {
  (void)arguments;
  return redirect(scenario, cluster, name, false);
}

bool redirected_access_turn(struct scenario *scenario, const struct words *words, bool on) {
  return ask(scenario, words, on ? turn_on : turn_off, true);
}
