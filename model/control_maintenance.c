/* Codes of a resource's upkeep: checkpoints, maintenance mode, and when things last changed. */
#include "model/checkpoint.h"
#include "model/control_handlers.h"
#include "model/maintenance_mode.h"

/* --- checkpoints (MS-CMRP 3.1.4.3.1.23 to 3.1.4.3.1.29) --- */

static struct control_answer change_checkpoint(const struct control_request *request,
                                               enum event_kind what, enum checkpoint kind) {
  if (request->in == NULL)
    return control_refused(WIN32_INVALID_PARAMETER);
  return (struct control_answer){.acts = true,
                                 .event = {.kind = what,
                                           .subject = request->holder.index,
                                           .argument = kind,
                                           .list = request->in,
                                           .list_size = request->in_size}};
}

/* Whatever the view of the registry: GET and DELETE know of none (docs/fidelity.md row
 * "checkpoints"). */
struct control_answer control_add_registry_checkpoint(const struct cluster *cluster,
                                                      const struct control_request *request) {
  (void)cluster;
  return change_checkpoint(request, EVENT_ADD_CHECKPOINT, CHECKPOINT_REGISTRY);
}

struct control_answer control_delete_registry_checkpoint(const struct cluster *cluster,
                                                         const struct control_request *request) {
  (void)cluster;
  return change_checkpoint(request, EVENT_DELETE_CHECKPOINT, CHECKPOINT_REGISTRY);
}

struct control_answer control_add_crypto_checkpoint(const struct cluster *cluster,
                                                    const struct control_request *request) {
  (void)cluster;
  return change_checkpoint(request, EVENT_ADD_CHECKPOINT, CHECKPOINT_CRYPTO);
}

struct control_answer control_delete_crypto_checkpoint(const struct cluster *cluster,
                                                       const struct control_request *request) {
  (void)cluster;
  return change_checkpoint(request, EVENT_DELETE_CHECKPOINT, CHECKPOINT_CRYPTO);
}

static struct control_answer list_checkpoints(const struct cluster *cluster,
                                              const struct control_request *request,
                                              enum checkpoint kind) {
  size_t needed = 0, room = request->out_room;
  for (uint32_t slot = stored_property_first(cluster, request->holder); slot != CLUSTER_NONE;
       slot = stored_property_next(cluster, slot)) {
    const struct stored_property *stored = cluster_property(cluster, slot);
    if (stored->checkpoint != kind)
      continue;
    for (uint32_t i = 0; i < stored->size && needed + stored->size <= room; i++)
      request->out[needed + i] = stored->value[i];
    needed += stored->size;
  }
  for (size_t i = 0; i < 2 && needed + 2 <= room; i++)
    request->out[needed + i] = 0;
  return control_output(request, needed + 2);
}

struct control_answer control_registry_checkpoints(const struct cluster *cluster,
                                                   const struct control_request *request) {
  return list_checkpoints(cluster, request, CHECKPOINT_REGISTRY);
}

struct control_answer control_crypto_checkpoints(const struct cluster *cluster,
                                                 const struct control_request *request) {
  return list_checkpoints(cluster, request, CHECKPOINT_CRYPTO);
}

/* --- maintenance mode --- */

/* CLUS_MAINTENANCE_MODE_INFO is one word, CLUS_MAINTENANCE_MODE_INFOEX four: in maintenance, the
 * type, the state inside, a signature. */
enum { INFO_WORDS = 1, INFO_EX_WORDS = 4 };
#define MAINTENANCE_MODE_V2_SIG UINT32_C(0xABBAF00F)

static uint32_t word_at(const uint8_t *bytes, size_t index) {
  const uint8_t *at = bytes + 4 * index;
  return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* What stands behind the first word is the resource's own business unless it has the signature
 * (clusapi.h, CLUS_MAINTENANCE_MODE_INFO).  The numbers: SUMMARY.md, set-maintenance-mode. */
struct control_answer control_set_maintenance_mode(const struct cluster *cluster,
                                                   const struct control_request *request) {
  const struct resource *resource = cluster_resource(cluster, request->holder.index);
  if (!maintenance_mode_exists(resource->type))
    return control_refused(WIN32_INVALID_FUNCTION);
  if (request->in == NULL)
    return control_refused(WIN32_RPC_X_BAD_STUB_DATA);
  if (request->in_size < 4 * INFO_WORDS)
    return control_refused(WIN32_INVALID_PARAMETER);
  uint32_t mode = word_at(request->in, 0) != 0 ? MAINTENANCE_IGNORES_HEALTH : MAINTENANCE_NONE;
  if (mode != MAINTENANCE_NONE && request->in_size >= 4 * INFO_EX_WORDS &&
      word_at(request->in, 3) == MAINTENANCE_MODE_V2_SIG)
    mode = word_at(request->in, 1);
  if (mode == MAINTENANCE_NONE && word_at(request->in, 0) != 0)
    return control_refused(WIN32_INVALID_PARAMETER);
  return (struct control_answer){.acts = true,
                                 .event = {.kind = EVENT_SET_MAINTENANCE_MODE,
                                           .subject = request->holder.index,
                                           .argument = mode}};
}

/* Which of the two structures there is room for (MS-CMRP 3.1.4.3.1.42). */
struct control_answer control_query_maintenance_mode(const struct cluster *cluster,
                                                     const struct control_request *request) {
  const struct resource *resource = cluster_resource(cluster, request->holder.index);
  if (!maintenance_mode_exists(resource->type))
    return control_refused(WIN32_INVALID_FUNCTION);
  bool inside = resource->maintenance >= MAINTENANCE_OFFLINE;
  const uint32_t info[INFO_EX_WORDS] = {
      resource->maintenance != MAINTENANCE_NONE, resource->maintenance,
      (uint32_t)(inside ? RESOURCE_OFFLINE : resource->state), MAINTENANCE_MODE_V2_SIG};
  return control_words(request, info,
                       request->out_room >= sizeof info ? INFO_EX_WORDS : INFO_WORDS);
}

/* --- times --- */

/* The world begins on 1 January 2025, at midnight. */
#define WORLD_BEGINS_AS_FILETIME UINT64_C(133801632000000000)
enum { WORLD_BEGINS_YEAR = 2025, WORLD_BEGINS_WEEKDAY = 3 /* a Wednesday */ };

/* A FILETIME, says MS-CMRP 3.1.4.3.1.60; a property list, says mscs (docs/fidelity.md row
 * "state-change-time").  All zero: it never changed. */
struct control_answer control_state_change_time(const struct cluster *cluster,
                                                const struct control_request *request) {
  (void)cluster;
  uint64_t time = request->changed_at > 0 ? WORLD_BEGINS_AS_FILETIME + 10 * request->changed_at : 0;
  return control_words(request, (uint32_t[]){(uint32_t)time, (uint32_t)(time >> 32)}, 2);
}

/* Words of a SYSTEMTIME: year, month, day of the week, day, hour, minute, second, millisecond. */
static void system_time(uint64_t at, uint16_t words[8]) {
  static const uint16_t days_of[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  uint64_t milliseconds = at / 1000, day = milliseconds / 86400000;
  uint16_t year = WORLD_BEGINS_YEAR, month = 0;
  words[2] = (uint16_t)((day + WORLD_BEGINS_WEEKDAY) % 7);
  for (;;) {
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    uint16_t days = (uint16_t)(days_of[month] + (month == 1 && leap));
    if (day < days)
      break;
    day -= days;
    month = (uint16_t)((month + 1) % 12);
    year = (uint16_t)(year + (month == 0));
  }
  words[0] = year;
  words[1] = (uint16_t)(month + 1);
  words[3] = (uint16_t)(day + 1);
  words[4] = (uint16_t)(milliseconds / 3600000 % 24);
  words[5] = (uint16_t)(milliseconds / 60000 % 60);
  words[6] = (uint16_t)(milliseconds / 1000 % 60);
  words[7] = (uint16_t)(milliseconds % 1000);
}

/* CLUSCTL_GROUP_GET_LAST_MOVE_TIME_OUTPUT (clusapi.h): tick count, system time, the owner's number,
 * and four bytes of padding.  Times all zero: it never moved. */
struct control_answer control_last_move_time(const struct cluster *cluster,
                                             const struct control_request *request) {
  uint64_t ticks = request->changed_at / 1000;
  uint32_t words[8] = {(uint32_t)ticks, (uint32_t)(ticks >> 32)};
  uint16_t time[8];
  system_time(request->changed_at, time);
  for (size_t i = 0; i < 8 && request->changed_at > 0; i++)
    words[2 + i / 2] |= (uint32_t)time[i] << (16 * (i % 2));
  words[6] = cluster_group(cluster, request->holder.index)->owner + 1;
  return control_words(request, words, 8);
}
