#ifndef MODEL_NOTIFICATION_H
#define MODEL_NOTIFICATION_H
/* Notifications: what a step tells clients of the cluster (notifications-events.md 1).  They are a
 * pure reading of the step's changes, in their order (NTF-016..018). */
#include "model/step.h"

enum notification_id {
#define NOTIFICATION(id, subject, v1, type, filter, v1_name, v2_name) NOTIFICATION_##id,
#include "model/notification.def"
#undef NOTIFICATION
  NOTIFICATION_COUNT
};

/* The bits of the first interface that tell of the port itself (NTF-008). */
#define NOTIFY_CLUSTER_RECONNECT UINT32_C(0x00080000)
/* The same of the second: object type 1, CLUSTER. */
#define NOTIFY_LOST_NOTIFICATIONS_V2 UINT32_C(0x00000200)

struct notification {
  enum notification_id id;
  uint32_t object; /* of the row's kind */
  uint32_t parent; /* the new owner's node, the group a resource was added to; CLUSTER_NONE */
  enum property property;
  uint32_t which; /* the common or private property that was set, as in struct change */
  uint64_t value; /* the new state, or the property's new value */
};

/* The most one step makes: a dependency tells every provider. */
enum { NOTIFICATIONS_OF_STEP_MAX = 3 * CHANGES_MAX };

/* Notifications of a step that has just been made, in their order; how many. */
uint32_t notification_of_step(const struct cluster *cluster, const struct event *event,
                              const struct effects *effects, struct notification *out,
                              uint32_t most);

enum object_kind notification_subject(enum notification_id id);
uint32_t notification_v1(enum notification_id id);     /* 0: none */
uint32_t notification_type(enum notification_id id);   /* CLUSTER_OBJECT_TYPE; 0: none */
uint32_t notification_filter(enum notification_id id); /* of the second interface */

/* "GROUP_STATE", "GROUP_STATE_V2"; empty where that interface says nothing. */
const char *notification_v1_name(enum notification_id id);
const char *notification_v2_name(enum notification_id id);

/* The property a property list of the payload holds: "MigrationState". */
const char *notification_property_name(const struct cluster *cluster,
                                       const struct notification *notification);

/* The buffer of the second interface: a state as a DWORD (NTF-011), what changed as a property list
 * (NTF-012), else nothing.  Bytes needed; written as far as there is room.  A value that is no
 * number is the one of now. */
size_t notification_payload(const struct cluster *cluster, const struct notification *notification,
                            uint8_t *out, size_t room);

/* Whether `which` names a property of the object; of a loaded notification. */
bool notification_is_sound(const struct cluster *cluster, const struct notification *notification);

#endif
