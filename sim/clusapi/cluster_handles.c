#include "sim/clusapi/cluster_handles.h"
#include <assert.h>
#include <stddef.h>
#include <stdlib.h>

enum { SLOT_BITS = 20, SLOTS_MAX = 1 << SLOT_BITS, GENERATION_MASK = 0x7FF };

static struct slot {
  enum handle_kind kind;
  bool read_only;
  uint32_t object, generation, next_free;
} * slots;

static uint32_t slot_count, slot_room, first_free = UINT32_MAX;

static bool grow(void) {
  uint32_t room = slot_room == 0 ? 64 : slot_room * 2;
  if (room > SLOTS_MAX - 1)
    return false;
  struct slot *grown = realloc(slots, room * sizeof *slots);
  if (grown == NULL)
    return false;
  slots = grown;
  slot_room = room;
  return true;
}

void *cluster_handle_open(enum handle_kind kind, uint32_t object, bool read_only) {
  assert(kind != HANDLE_FREE);
  uint32_t index = first_free;
  if (index != UINT32_MAX) {
    first_free = slots[index].next_free;
  } else {
    if (slot_count == slot_room && !grow())
      return NULL;
    index = slot_count++;
    slots[index].generation = 0;
  }
  struct slot *slot = &slots[index];
  slot->kind = kind;
  slot->object = object;
  slot->read_only = read_only;
  slot->generation = (slot->generation + 1) & GENERATION_MASK;
  return (void *)(uintptr_t)((slot->generation << SLOT_BITS) | (index + 1));
}

static struct slot *find(const void *handle, enum handle_kind kind) {
  uintptr_t value = (uintptr_t)handle;
  uintptr_t index = (value & (SLOTS_MAX - 1)) - 1;
  if (value > INT32_MAX || index >= slot_count)
    return NULL;
  struct slot *slot = &slots[index];
  bool same = slot->kind == kind && slot->generation == value >> SLOT_BITS;
  return same ? slot : NULL;
}

bool cluster_handle_read_only(const void *handle, enum handle_kind kind) {
  const struct slot *slot = find(handle, kind);
  assert(slot != NULL);
  return slot->read_only;
}

void cluster_handle_restrict(const void *handle, enum handle_kind kind) {
  struct slot *slot = find(handle, kind);
  assert(slot != NULL);
  slot->read_only = true;
}

bool cluster_handle_resolve(const void *handle, enum handle_kind kind, uint32_t *object) {
  assert(object != NULL && kind != HANDLE_FREE);
  const struct slot *slot = find(handle, kind);
  if (slot == NULL)
    return false;
  *object = slot->object;
  return true;
}

bool cluster_handle_close(const void *handle, enum handle_kind kind) {
  struct slot *slot = find(handle, kind);
  assert(kind != HANDLE_FREE);
  if (slot == NULL)
    return false;
  slot->kind = HANDLE_FREE;
  slot->next_free = first_free;
  first_free = (uint32_t)(slot - slots);
  return true;
}

void cluster_handle_close_all(void) {
  free(slots);
  slots = NULL;
  slot_count = slot_room = 0;
  first_free = UINT32_MAX;
}
