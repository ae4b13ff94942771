#include "model/renaming.h"
#include "model/digest.h"
#include "model/property_schema.h"

/* The change is one of the Name property, which nothing else writes (sdk-api setclustergroupname).
 */
static const struct {
  enum event_kind event;
  enum object_kind kind;
  enum property property;
  uint32_t row;
  size_t units;
} rows[] = {
    {EVENT_RENAME_CLUSTER, OBJECT_CLUSTER, PROPERTY_CLUSTER_NAME, 0, CLUSTER_NAME_UNITS_MAX},
    {EVENT_RENAME_NETWORK, OBJECT_NETWORK, PROPERTY_NETWORK_COMMON, SCHEMA_NETWORK_NAME,
     GROUP_NAME_UNITS_MAX},
    {EVENT_RENAME_GROUP, OBJECT_GROUP, PROPERTY_GROUP_COMMON, SCHEMA_GROUP_NAME,
     GROUP_NAME_UNITS_MAX},
    {EVENT_RENAME_RESOURCE, OBJECT_RESOURCE, PROPERTY_RESOURCE_COMMON, SCHEMA_RESOURCE_NAME,
     RESOURCE_NAME_UNITS_MAX},
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

/* Another object has the name; its own in other letters is free (MS-CMRP ApiSetGroupName). */
static bool is_taken(const struct cluster *cluster, enum object_kind kind, uint32_t index,
                     const char *name) {
  uint32_t other = cluster_find(cluster, kind, name);
  return other != CLUSTER_NONE && other != index;
}

bool renaming_apply(struct cluster *cluster, const struct event *event, struct effects *effects) {
  size_t row = 0;
  while (row < ROW_COUNT && rows[row].event != event->kind)
    row++;
  assert(row < ROW_COUNT && event->name != NULL);
  if (!cluster->created)
    return effects_refuse(effects, WIN32_CLUSTER_NOT_INSTALLED);
  if (event->name[0] == '\0')
    return effects_refuse(effects, WIN32_INVALID_NAME);
  if (object_name_check(event->name, rows[row].units) != NULL)
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  if (is_taken(cluster, rows[row].kind, event->subject, event->name))
    return effects_refuse(effects, WIN32_ALREADY_EXISTS);
  uint64_t before =
      digest_text(DIGEST_START, cluster_name(cluster, rows[row].kind, event->subject));
  cluster_rename(cluster, rows[row].kind, event->subject, event->name);
  effects_change_of(effects, rows[row].property, event->subject, rows[row].row, before,
                    digest_text(DIGEST_START, event->name));
  if (event->kind == EVENT_RENAME_CLUSTER)
    effects->status = WIN32_RESOURCE_PROPERTIES_STORED; /* sdk-api setclustername */
  return true;
}
