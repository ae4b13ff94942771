#include "model/checkpoint.h"
#include "model/object_name.h"
#include "model/stored_property.h"

enum { TEXT_MAX = PROPERTY_VALUE_MAX / 2 * 3 }; /* bytes of UTF-8 */

static bool read_text(const uint8_t *text, size_t size, char room[TEXT_MAX]) {
  return text != NULL && size >= 2 && size % 2 == 0 && size <= PROPERTY_VALUE_MAX &&
         object_name_from_utf16le(text, size, room, TEXT_MAX);
}

/* mscs/clusctl-resource-add-crypto-checkpoint: "type\name\key", the type a number. */
static const char *check_crypto(const char *text) {
  const char *from = text;
  while (*from >= '0' && *from <= '9')
    from++;
  if (from == text || *from != '\\' || from[1] == '\\' || from[1] == '\0')
    return "a crypto checkpoint begins with the number of the provider's type and its name";
  for (from++; *from != '\0'; from++)
    if (*from == '\\')
      return from[1] != '\0' ? NULL : "a crypto checkpoint ends in the name of the key";
  return "a crypto checkpoint is the provider's type, its name and the key's, with \\ between";
}

const char *checkpoint_check(enum checkpoint kind, const uint8_t *text, size_t size) {
  char utf8[TEXT_MAX];
  if (kind != CHECKPOINT_REGISTRY && kind != CHECKPOINT_CRYPTO)
    return "checkpoints are of the registry or of cryptographic keys";
  if (!read_text(text, size, utf8) || utf8[0] == '\0')
    return "a checkpoint is UTF-16 with a NUL at its end, of at most 1,024 bytes";
  if (kind == CHECKPOINT_CRYPTO)
    return check_crypto(utf8);
  return utf8[0] != '\\' ? NULL : "a key is relative to HKEY_LOCAL_MACHINE and begins without \\";
}

uint32_t checkpoint_find(const struct cluster *cluster, uint32_t resource, enum checkpoint kind,
                         const uint8_t *text, size_t size) {
  char wanted[TEXT_MAX], there[TEXT_MAX];
  struct property_holder holder = {CONTROL_OBJECT_RESOURCE, resource};
  assert(kind != CHECKPOINT_NONE);
  if (!read_text(text, size, wanted))
    return CLUSTER_NONE;
  for (uint32_t slot = stored_property_first(cluster, holder); slot != CLUSTER_NONE;
       slot = stored_property_next(cluster, slot)) {
    const struct stored_property *stored = cluster_property(cluster, slot);
    if (stored->checkpoint == kind && read_text(stored->value, stored->size, there) &&
        object_name_equal(there, wanted))
      return slot;
  }
  return CLUSTER_NONE;
}

bool checkpoint_add(struct cluster *cluster, const struct event *event, struct effects *effects) {
  enum checkpoint kind = (enum checkpoint)event->argument;
  size_t size = event->list_size;
  if (checkpoint_check(kind, event->list, size) != NULL)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (checkpoint_find(cluster, event->subject, kind, event->list, size) != CLUSTER_NONE)
    return effects_refuse(effects, WIN32_ALREADY_EXISTS);
  uint32_t slot = stored_checkpoint_add(cluster, event->subject, kind, event->list, (uint32_t)size);
  if (slot == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_NOT_ENOUGH_MEMORY);
  effects_change(effects, PROPERTY_STORED_VALUE, slot, 0, 1);
  effects_change(effects, PROPERTY_RESOURCE_CHECKPOINT, event->subject, 0, event->argument);
  return true;
}

bool checkpoint_delete(struct cluster *cluster, const struct event *event,
                       struct effects *effects) {
  enum checkpoint kind = (enum checkpoint)event->argument;
  if (checkpoint_check(kind, event->list, event->list_size) != NULL)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  uint32_t slot = checkpoint_find(cluster, event->subject, kind, event->list, event->list_size);
  if (slot == CLUSTER_NONE)
    return effects_refuse(effects, WIN32_FILE_NOT_FOUND);
  stored_property_forget(cluster, slot);
  effects_change(effects, PROPERTY_STORED_VALUE, slot, 1, 0);
  effects_change(effects, PROPERTY_RESOURCE_CHECKPOINT, event->subject, event->argument, 0);
  return true;
}
