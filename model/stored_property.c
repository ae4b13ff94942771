#include "model/stored_property.h"
#include "model/property_list.h"
#include <string.h>

static uint32_t bucket_of(const struct cluster *cluster, struct property_holder holder) {
  assert(cluster->limits.properties > 0);
  return (holder.index * 31u + (uint32_t)holder.object) % cluster->limits.properties;
}

static struct property_holder holder_of(const struct cluster *cluster, uint32_t slot) {
  const struct stored_property *stored = cluster_property(cluster, slot);
  return (struct property_holder){(enum control_object)stored->object, stored->holder};
}

static bool same(struct property_holder a, struct property_holder b) {
  return a.object == b.object && a.index == b.index;
}

/* A bucket may hold several holders' values. */
static uint32_t skip_others(const struct cluster *cluster, struct property_holder holder,
                            uint32_t slot) {
  const uint32_t *next = cluster_index(cluster, OBJECT_PROPERTY) + cluster->limits.properties;
  while (slot != CLUSTER_NONE && !same(holder_of(cluster, slot), holder))
    slot = next[slot];
  return slot;
}

uint32_t stored_property_first(const struct cluster *cluster, struct property_holder holder) {
  if (cluster->count[OBJECT_PROPERTY] == 0)
    return CLUSTER_NONE;
  const uint32_t *heads = cluster_index(cluster, OBJECT_PROPERTY);
  return skip_others(cluster, holder, heads[bucket_of(cluster, holder)]);
}

uint32_t stored_property_next(const struct cluster *cluster, uint32_t slot) {
  assert(slot < cluster->count[OBJECT_PROPERTY]);
  const uint32_t *next = cluster_index(cluster, OBJECT_PROPERTY) + cluster->limits.properties;
  return skip_others(cluster, holder_of(cluster, slot), next[slot]);
}

uint32_t stored_property_find(const struct cluster *cluster, struct property_holder holder,
                              bool is_private, const char *name) {
  assert(name != NULL);
  for (uint32_t slot = stored_property_first(cluster, holder); slot != CLUSTER_NONE;
       slot = stored_property_next(cluster, slot))
    if (cluster_property(cluster, slot)->checkpoint == CHECKPOINT_NONE &&
        cluster_property(cluster, slot)->is_private == is_private &&
        object_name_equal(cluster_name(cluster, OBJECT_PROPERTY, slot), name))
      return slot;
  return CLUSTER_NONE;
}

/* Keeps the chain in the order of the slots, whatever the order in which they came. */
static void chain(struct cluster *cluster, uint32_t slot) {
  uint32_t *heads = cluster_index(cluster, OBJECT_PROPERTY);
  uint32_t *next = heads + cluster->limits.properties;
  uint32_t *link = &heads[bucket_of(cluster, holder_of(cluster, slot))];
  assert(cluster_property(cluster, slot)->used);
  while (*link < slot) /* CLUSTER_NONE is above every slot */
    link = &next[*link];
  assert(*link != slot);
  next[slot] = *link;
  *link = slot;
}

static void unchain(struct cluster *cluster, uint32_t slot) {
  uint32_t *heads = cluster_index(cluster, OBJECT_PROPERTY);
  uint32_t *next = heads + cluster->limits.properties;
  uint32_t *link = &heads[bucket_of(cluster, holder_of(cluster, slot))];
  while (*link != slot) {
    assert(*link != CLUSTER_NONE);
    link = &next[*link];
  }
  *link = next[slot];
  next[slot] = CLUSTER_NONE; /* as stored_property_derive() leaves it */
}

static bool is_free(const struct cluster *cluster, uint32_t slot) {
  const struct stored_property *stored = cluster_property(cluster, slot);
  return !stored->used ||
         (stored->object == CONTROL_OBJECT_GROUP &&
          cluster_is_deleted(cluster, OBJECT_GROUP, stored->holder)) ||
         (stored->object == CONTROL_OBJECT_RESOURCE &&
          cluster_is_deleted(cluster, OBJECT_RESOURCE, stored->holder));
}

uint32_t stored_property_room(const struct cluster *cluster, uint32_t enough) {
  uint32_t room = cluster->limits.properties - cluster->count[OBJECT_PROPERTY];
  for (uint32_t slot = 0; slot < cluster->count[OBJECT_PROPERTY] && room < enough; slot++)
    room += is_free(cluster, slot);
  return room;
}

/* A new slot as long as there are any, then the lowest that is free. */
static uint32_t take_slot(struct cluster *cluster, const char *name) {
  uint32_t slot = cluster_add(cluster, OBJECT_PROPERTY, name);
  if (slot != CLUSTER_NONE)
    return slot;
  for (slot = 0; slot < cluster->count[OBJECT_PROPERTY]; slot++)
    if (is_free(cluster, slot)) {
      if (cluster_property(cluster, slot)->used)
        unchain(cluster, slot);
      cluster_rename_property(cluster, slot, name);
      return slot;
    }
  return CLUSTER_NONE;
}

static void set_value(struct stored_property *stored, uint32_t syntax, const uint8_t *value,
                      uint32_t size) {
  assert(size <= PROPERTY_VALUE_MAX && (value != NULL || size == 0));
  stored->syntax = syntax;
  stored->size = size;
  memset(stored->value, 0, sizeof stored->value);
  for (uint32_t i = 0; i < size; i++)
    stored->value[i] = value[i];
}

static uint32_t add(struct cluster *cluster, struct property_holder holder, const char *name) {
  uint32_t slot = take_slot(cluster, name);
  if (slot == CLUSTER_NONE)
    return CLUSTER_NONE;
  struct stored_property *stored = cluster_property(cluster, slot);
  *stored = (struct stored_property){
      .used = true, .object = (uint8_t)holder.object, .holder = holder.index};
  chain(cluster, slot);
  return slot;
}

uint32_t stored_property_keep(struct cluster *cluster, struct property_holder holder,
                              bool is_private, const char *name, uint32_t syntax,
                              const uint8_t *value, uint32_t size) {
  uint32_t slot = stored_property_find(cluster, holder, is_private, name);
  if (slot == CLUSTER_NONE)
    slot = add(cluster, holder, name);
  if (slot == CLUSTER_NONE)
    return CLUSTER_NONE;
  cluster_property(cluster, slot)->is_private = is_private;
  set_value(cluster_property(cluster, slot), syntax, value, size);
  return slot;
}

uint32_t stored_checkpoint_add(struct cluster *cluster, uint32_t resource, enum checkpoint kind,
                               const uint8_t *text, uint32_t size) {
  assert(kind != CHECKPOINT_NONE);
  uint32_t slot = add(cluster, (struct property_holder){CONTROL_OBJECT_RESOURCE, resource},
                      kind == CHECKPOINT_REGISTRY ? "RegistryCheckpoint" : "CryptoCheckpoint");
  if (slot == CLUSTER_NONE)
    return CLUSTER_NONE;
  cluster_property(cluster, slot)->checkpoint = (uint8_t)kind;
  set_value(cluster_property(cluster, slot), PROPERTY_SYNTAX_SZ, text, size);
  return slot;
}

void stored_property_forget(struct cluster *cluster, uint32_t slot) {
  assert(cluster_property(cluster, slot)->used);
  unchain(cluster, slot);
  *cluster_property(cluster, slot) = (struct stored_property){0};
}

void stored_property_derive(struct cluster *cluster) {
  uint32_t limit = cluster->limits.properties;
  if (limit == 0)
    return;
  memset(cluster_index(cluster, OBJECT_PROPERTY), 0xFF, 2 * limit * sizeof(uint32_t));
  for (uint32_t i = cluster->count[OBJECT_PROPERTY]; i > 0; i--) /* each is the first then */
    if (cluster_property(cluster, i - 1)->used)
      chain(cluster, i - 1);
}
