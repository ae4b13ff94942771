/* Codes of Cluster Shared Volumes (MS-CMRP a9d8bbc8 and its siblings). */
#include "model/control_handlers.h"
#include "model/node.h"
#include "model/object_guid.h"
#include "model/shared_volume.h"

enum { MAX_PATH_UNITS = 260, GUID_PATH_UNITS = 50 };

/* Bytes that are put together, as far as there is room for them. */
struct output {
  const struct control_request *request;
  size_t size;
};

static void put_bytes(struct output *output, uint64_t value, unsigned bytes) {
  for (unsigned i = 0; i < bytes; i++, output->size++)
    if (output->size < output->request->out_room)
      output->request->out[output->size] = (uint8_t)(value >> (8 * i));
}

/* In so many units, the rest of them zero. */
static void put_text(struct output *output, const char *text, unsigned units) {
  uint8_t wide[2 * MAX_PATH_UNITS] = {0};
  assert(units <= MAX_PATH_UNITS);
  size_t size = object_name_to_utf16le(text, wide, sizeof wide);
  assert(size <= 2 * (size_t)units);
  for (unsigned i = 0; i < 2 * units; i++)
    put_bytes(output, i < size ? wide[i] : 0, 1);
}

static struct control_answer answer(const struct output *output) {
  return control_output(output->request, output->size);
}

/* "\\?\Volume{...}\" */
static void guid_path(const struct cluster *cluster, uint32_t resource,
                      char room[GUID_PATH_UNITS]) {
  static const char before[] = "\\\\?\\Volume{", after[] = "}\\";
  char guid[GUID_TEXT];
  size_t at = 0;
  cluster_guid(cluster, OBJECT_RESOURCE, resource, guid);
  const char *parts[] = {before, guid, after};
  for (size_t i = 0; i < 3; i++)
    for (const char *from = parts[i]; *from != '\0'; from++)
      room[at++] = *from;
  assert(at < GUID_PATH_UNITS);
  room[at] = '\0';
}

/* VolumeStateNoFaults, NoDirectIO, NoAccess, InMaintenance: CLUSTER_CSV_VOLUME_FAULT_STATE. */
static uint32_t fault_state(const struct cluster *cluster, uint32_t index) {
  const struct resource *disk = cluster_resource(cluster, index);
  return (disk->redirected ? 1u : 0u) |
         (shared_volume_state(cluster, index, cluster_group(cluster, disk->group)->owner) ==
                  SHARED_VOLUME_PAUSED
              ? 2u
              : 0u) |
         (disk->maintenance != 0 ? 4u : 0u);
}

/* A value list of one CLUS_CSV_VOLUME_INFO: offset, partition, fault state, backup state, friendly
 * name, name.  A volume here is the one partition of its disk. */
struct control_answer control_shared_volume_info(const struct cluster *cluster,
                                                 const struct control_request *request) {
  enum { INFO_BYTES = 8 + 3 * 4 + 2 * MAX_PATH_UNITS + 2 * GUID_PATH_UNITS, PADDED = 640 };
  struct output output = {.request = request};
  char path[SHARED_VOLUME_NAME_MAX], guid[GUID_PATH_UNITS];
  uint32_t index = request->holder.index;
  if (!shared_volume_exists(cluster, index))
    return control_refused(WIN32_INVALID_FUNCTION);
  if (cluster_resource(cluster, index)->state != RESOURCE_ONLINE)
    return control_refused(WIN32_RESOURCE_NOT_ONLINE);
  guid_path(cluster, index, guid);
  put_bytes(&output, PROPERTY_SYNTAX_BINARY, 4);
  put_bytes(&output, PADDED, 4);
  put_bytes(&output, UINT64_C(1) << 20, 8); /* where a first partition begins */
  put_bytes(&output, 1, 4);
  put_bytes(&output, fault_state(cluster, index), 4);
  put_bytes(&output, 0, 4);
  put_text(&output, shared_volume_path(cluster, index, path), MAX_PATH_UNITS);
  put_text(&output, guid, GUID_PATH_UNITS);
  put_bytes(&output, 0, PADDED - INFO_BYTES);
  put_bytes(&output, 0, 4); /* the end of the list */
  return answer(&output);
}

/* A CLUSTER_SHARED_VOLUME_STATE_INFO for every node that takes part: volume, node, state
 * (docs/fidelity.md row "shared-volume-states"). */
struct control_answer control_shared_volume_states(const struct cluster *cluster,
                                                   const struct control_request *request) {
  struct output output = {.request = request};
  char path[SHARED_VOLUME_NAME_MAX];
  uint32_t index = request->holder.index;
  if (!shared_volume_exists(cluster, index))
    return control_refused(WIN32_INVALID_FUNCTION);
  shared_volume_path(cluster, index, path);
  for (uint32_t node = 0; node < cluster->count[OBJECT_NODE]; node++) {
    if (!node_takes_part(cluster, node))
      continue;
    put_text(&output, path, MAX_PATH_UNITS);
    put_text(&output, cluster_name(cluster, OBJECT_NODE, node), MAX_PATH_UNITS);
    put_bytes(&output, shared_volume_state(cluster, index, node), 4);
  }
  return answer(&output);
}

/* The input is the volume's path, or its last part (mscs/clusctl-resource-enable-shared-volume-
 * directio); the output the path with its GUID. */
static struct control_answer direct_io(const struct cluster *cluster,
                                       const struct control_request *request, bool redirected) {
  char path[SHARED_VOLUME_NAME_MAX], guid[GUID_PATH_UNITS], asked[NAME_BYTES_MAX];
  uint32_t index = request->holder.index;
  if (!shared_volume_exists(cluster, index))
    return control_refused(WIN32_INVALID_FUNCTION);
  shared_volume_path(cluster, index, path);
  if (request->in == NULL ||
      !object_name_from_utf16le(request->in, request->in_size, asked, sizeof asked) ||
      (!object_name_is(asked, path) &&
       !object_name_is(asked, path + sizeof "C:\\ClusterStorage\\" - 1)))
    return control_refused(WIN32_INVALID_PARAMETER);
  if (cluster_resource(cluster, index)->state != RESOURCE_ONLINE)
    return control_refused(WIN32_RESOURCE_NOT_ONLINE);
  guid_path(cluster, index, guid);
  struct control_answer written = control_text(request, guid);
  if (written.status == WIN32_SUCCESS) {
    written.acts = true;
    written.event = (struct event){
        .kind = EVENT_REDIRECT_SHARED_VOLUME, .subject = index, .argument = redirected};
  }
  return written;
}

struct control_answer control_enable_direct_io(const struct cluster *cluster,
                                               const struct control_request *request) {
  return direct_io(cluster, request, false);
}

struct control_answer control_disable_direct_io(const struct cluster *cluster,
                                                const struct control_request *request) {
  return direct_io(cluster, request, true);
}
