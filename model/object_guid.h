#ifndef MODEL_OBJECT_GUID_H
#define MODEL_OBJECT_GUID_H
/* GUIDs follow from the cluster's seed, the kind of object and its number: 36 characters, lower
 * case, without braces, and a NUL. */
#include "model/cluster.h"

enum { GUID_TEXT = 37 };

void cluster_guid(const struct cluster *cluster, enum object_kind kind, uint32_t index,
                  char text[GUID_TEXT]);

#endif
