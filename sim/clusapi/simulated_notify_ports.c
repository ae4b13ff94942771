/* ClusAPI of the simulated cluster: notification ports (sdk-api createclusternotifyport,
 * getclusternotify and their second versions). */
#include "model/node.h"
#include "model/object_guid.h"
#include "model/resource.h"
#include "sim/clusapi/clusapi_session.h"
#include "sim/clusapi/notify_ports.h"
#include "sim/clusapi/simulated_clusapi.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PORTS_MAX = 64 };
static struct notify_port ports[PORTS_MAX];

static const struct notify_events *events; /* NULL: ports have none */

static void close_event(struct notify_port *port) {
  if (port->event != NULL)
    events->close(port->event);
  port->event = NULL;
}

void clusapi_close_notify_ports(void) {
  for (uint32_t i = 0; i < PORTS_MAX; i++)
    close_event(&ports[i]);
  memset(ports, 0, sizeof ports);
}

/* --- ports and their filters --- */

static struct notify_port *port_of(HCHANGE change, bool second_interface) {
  uint32_t index = 0;
  if (!clusapi_resolve(change, HANDLE_CHANGE, &index))
    return NULL;
  assert(index < PORTS_MAX && ports[index].open);
  return ports[index].second_interface == second_interface ? &ports[index] : NULL;
}

static HCHANGE open_port(bool second_interface) {
  for (uint32_t i = 0; i < PORTS_MAX; i++)
    if (!ports[i].open) {
      HCHANGE change = clusapi_open_handle(HANDLE_CHANGE, i);
      if (change != NULL)
        ports[i] = (struct notify_port){.open = true, .second_interface = second_interface};
      return change;
    }
  clusapi_fail(WIN32_NOT_ENOUGH_MEMORY);
  return NULL;
}

static BOOL WINAPI close_cluster_notify_port(HCHANGE change) {
  uint32_t index = 0;
  if (!clusapi_resolve(change, HANDLE_CHANGE, &index)) {
    clusapi_fail(WIN32_INVALID_HANDLE);
    return 0;
  }
  ports[index].open = false;
  close_event(&ports[index]);
  return clusapi_close_handle(change, HANDLE_CHANGE);
}

/* A new port, or an existing one that gets more filters; 0 when nothing was done. */
static HCHANGE create_port(HCHANGE change, HCLUSTER cluster, bool second_interface,
                           const struct notify_filter *filters, DWORD count) {
  uint32_t node = 0;
  bool is_new = change == (HCHANGE)INVALID_HANDLE_VALUE;
  bool of_no_cluster = cluster == (HCLUSTER)INVALID_HANDLE_VALUE;
  struct notify_port *port = is_new ? NULL : port_of(change, second_interface);
  if ((!is_new && port == NULL) ||
      (!of_no_cluster && !clusapi_resolve(cluster, HANDLE_CLUSTER, &node))) {
    clusapi_fail(WIN32_INVALID_HANDLE);
    return NULL;
  }
  if (of_no_cluster && !is_new) {
    clusapi_fail(WIN32_INVALID_PARAMETER);
    return NULL;
  }
  if (count > NOTIFY_FILTERS_MAX - (is_new ? 0 : port->filter_count)) {
    clusapi_fail(WIN32_NOT_ENOUGH_MEMORY);
    return NULL;
  }
  HCHANGE made = is_new ? open_port(second_interface) : change;
  port = made == NULL ? NULL : port_of(made, second_interface);
  for (DWORD i = 0; port != NULL && !of_no_cluster && i < count; i++)
    (void)notify_port_add(port, clusapi_session.world, &filters[i]);
  return made;
}

static HCHANGE WINAPI create_cluster_notify_port(HCHANGE change, HCLUSTER cluster, DWORD filter,
                                                 DWORD_PTR key) {
  struct notify_filter added = {.bits = filter, .kind = OBJECT_CLUSTER, .key = key};
  return create_port(change, cluster, false, &added, 1);
}

/* Object types of the second interface as its header numbers them; all but those modelled are
 * accepted and nothing of theirs happens. */
static bool is_object_type(DWORD type) {
  return (type >= CLUSTER_OBJECT_TYPE_CLUSTER && type <= CLUSTER_OBJECT_TYPE_SHARED_VOLUME) ||
         type == CLUSTER_OBJECT_TYPE_GROUPSET || type == CLUSTER_OBJECT_TYPE_AFFINITYRULE;
}

static HCHANGE WINAPI create_cluster_notify_port_v2(HCHANGE change, HCLUSTER cluster,
                                                    NOTIFY_FILTER_AND_TYPE *filters, DWORD count,
                                                    DWORD_PTR key) {
  struct notify_filter added[NOTIFY_FILTERS_MAX];
  bool readable = count == 0 || filters != NULL;
  for (DWORD i = 0; readable && i < count && i < NOTIFY_FILTERS_MAX; i++) {
    readable = is_object_type(filters[i].dwObjectType);
    added[i] = (struct notify_filter){.type = filters[i].dwObjectType,
                                      .bits = (uint64_t)filters[i].FilterFlags,
                                      .kind = OBJECT_CLUSTER,
                                      .key = key};
  }
  if (!readable) {
    clusapi_fail(WIN32_INVALID_PARAMETER);
    return NULL;
  }
  return create_port(change, cluster, true, added, count);
}

/* What a handle stands for: its object, the changes of the first interface it can be registered for
 * and the object type of the second one. */
static bool registered_object(HANDLE handle, struct notify_filter *filter, uint64_t *changes,
                              DWORD *type) {
  static const struct {
    enum handle_kind handle;
    enum object_kind kind;
    uint32_t changes;
    DWORD type;
  } kinds[] = {
      {HANDLE_CLUSTER, OBJECT_CLUSTER, CLUSTER_CHANGE_ALL, CLUSTER_OBJECT_TYPE_CLUSTER},
      {HANDLE_NODE, OBJECT_NODE,
       CLUSTER_CHANGE_NODE_STATE | CLUSTER_CHANGE_NODE_DELETED | CLUSTER_CHANGE_NODE_PROPERTY,
       CLUSTER_OBJECT_TYPE_NODE},
      {HANDLE_GROUP, OBJECT_GROUP,
       CLUSTER_CHANGE_GROUP_STATE | CLUSTER_CHANGE_GROUP_DELETED | CLUSTER_CHANGE_GROUP_PROPERTY,
       CLUSTER_OBJECT_TYPE_GROUP},
      {HANDLE_RESOURCE, OBJECT_RESOURCE,
       CLUSTER_CHANGE_RESOURCE_STATE | CLUSTER_CHANGE_RESOURCE_DELETED |
           CLUSTER_CHANGE_RESOURCE_PROPERTY,
       CLUSTER_OBJECT_TYPE_RESOURCE},
  };
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (clusapi_resolve(handle, kinds[i].handle, &filter->object)) {
      filter->kind = kinds[i].kind;
      *changes = kinds[i].changes;
      *type = kinds[i].type;
      return true;
    }
  return false;
}

static DWORD add_filter(struct notify_port *port, const struct notify_filter *filter) {
  return clusapi_fail(notify_port_add(port, clusapi_session.world, filter)
                          ? (DWORD)WIN32_SUCCESS
                          : (DWORD)WIN32_NOT_ENOUGH_MEMORY);
}

static DWORD WINAPI register_cluster_notify(HCHANGE change, DWORD changes, HANDLE object,
                                            DWORD_PTR key) {
  struct notify_port *port = port_of(change, false);
  struct notify_filter filter = {.bits = changes, .key = key};
  uint64_t possible = 0;
  DWORD type = 0;
  if (port == NULL || !registered_object(object, &filter, &possible, &type))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  if ((changes & ~possible) != 0)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  return add_filter(port, &filter);
}

static DWORD WINAPI register_cluster_notify_v2(HCHANGE change, NOTIFY_FILTER_AND_TYPE wanted,
                                               HANDLE object, DWORD_PTR key) {
  struct notify_port *port = port_of(change, true);
  struct notify_filter filter = {
      .type = wanted.dwObjectType, .bits = (uint64_t)wanted.FilterFlags, .key = key};
  uint64_t changes = 0;
  DWORD type = 0;
  if (port == NULL || !registered_object(object, &filter, &changes, &type))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  if (wanted.dwObjectType != type)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  return add_filter(port, &filter);
}

/* --- reading --- */

struct waiting {
  struct notify_port *port;
  struct notify_indication *indication;
  bool for_ever;
};

/* Somebody who waits for ever in a cluster where nothing will happen would never come back: such a
 * wait ends as one that timed out. */
static bool waited_enough(const struct world *world, void *context) {
  const struct waiting *waiting = context;
  return notify_port_next(waiting->port, world, waiting->indication) ||
         (waiting->for_ever && world_is_idle(world));
}

/* NTF-004.  A call that blocks lets the cluster's time pass. */
static DWORD wait_for(struct notify_port *port, DWORD milliseconds,
                      struct notify_indication *indication) {
  struct waiting waiting = {port, indication, milliseconds == INFINITE};
  uint64_t now = world_now(clusapi_session.world);
  uint64_t deadline = waiting.for_ever || now > WORLD_TIME_MAX - UINT64_C(1000) * milliseconds
                          ? WORLD_TIME_MAX
                          : now + UINT64_C(1000) * milliseconds;
  (void)world_run(clusapi_session.world, deadline, waited_enough, &waiting);
  return notify_port_next(port, clusapi_session.world, indication) ? (DWORD)WIN32_SUCCESS
                                                                   : (DWORD)WAIT_TIMEOUT;
}

static const char *name_of(const struct notify_indication *indication) {
  const struct cluster *cluster = clusapi_cluster();
  return indication->lost ? cluster_name(cluster, OBJECT_CLUSTER, 0)
                          : cluster_name(cluster, notification_subject(indication->notification.id),
                                         indication->notification.object);
}

static DWORD WINAPI get_cluster_notify(HCHANGE change, DWORD_PTR *key, LPDWORD type, LPWSTR name,
                                       LPDWORD units, DWORD milliseconds) {
  struct notify_port *port = port_of(change, false);
  struct notify_indication indication;
  if (port == NULL)
    return clusapi_fail(WIN32_INVALID_HANDLE);
  if (key == NULL || type == NULL)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  DWORD status = wait_for(port, milliseconds, &indication);
  if (status == WIN32_SUCCESS)
    status = clusapi_utf16(name_of(&indication), name, units);
  if (status != WIN32_SUCCESS)
    return clusapi_fail(status);
  *key = indication.filter->key;
  *type = indication.lost ? NOTIFY_CLUSTER_RECONNECT : notification_v1(indication.notification.id);
  notify_port_told(port);
  return WIN32_SUCCESS;
}

/* A node's number, another object's GUID. */
static void put_id(enum object_kind kind, uint32_t object, char text[GUID_TEXT]) {
  if (object == CLUSTER_NONE)
    text[0] = '\0';
  else if (kind == OBJECT_NODE)
    (void)snprintf(text, GUID_TEXT, "%" PRIu32, object + 1);
  else
    cluster_guid(clusapi_cluster(), kind, object, text);
}

/* The texts of the second interface (NTF-013: a change of owner has the new owner as parent). */
struct notify_texts {
  char object[GUID_TEXT], parent[GUID_TEXT];
  const char *name, *type;
};

static void put_texts(const struct notify_indication *indication, struct notify_texts *texts) {
  const struct cluster *cluster = clusapi_cluster();
  const struct notification *told = &indication->notification;
  *texts = (struct notify_texts){.name = name_of(indication), .type = ""};
  if (indication->lost)
    return;
  enum object_kind subject = notification_subject(told->id);
  put_id(subject, told->object, texts->object);
  put_id(told->id == NOTIFICATION_GROUP_OWNER ? OBJECT_NODE : OBJECT_GROUP, told->parent,
         texts->parent);
  if (subject == OBJECT_RESOURCE)
    texts->type = resource_type_name(cluster_resource(cluster, told->object)->type);
}

static DWORD put_payload(const struct notify_indication *indication, BYTE *buffer, LPDWORD size) {
  if (size == NULL)
    return buffer == NULL ? (DWORD)WIN32_SUCCESS : (DWORD)WIN32_INVALID_PARAMETER;
  size_t room = buffer == NULL ? 0 : *size;
  size_t needed = indication->lost ? 0
                                   : notification_payload(clusapi_cluster(),
                                                          &indication->notification, buffer, room);
  *size = (DWORD)needed;
  return buffer != NULL && needed > room ? (DWORD)WIN32_MORE_DATA : (DWORD)WIN32_SUCCESS;
}

/* NTF-014: with one buffer too small every size is told, and the notification stays. */
static DWORD WINAPI get_cluster_notify_v2(HCHANGE change, DWORD_PTR *key,
                                          PNOTIFY_FILTER_AND_TYPE wanted, BYTE *buffer,
                                          LPDWORD size, LPWSTR object, LPDWORD object_units,
                                          LPWSTR parent, LPDWORD parent_units, LPWSTR name,
                                          LPDWORD name_units, LPWSTR type, LPDWORD type_units,
                                          DWORD milliseconds) {
  struct notify_port *port = port_of(change, true);
  struct notify_indication indication;
  struct notify_texts texts;
  if (port == NULL)
    return clusapi_fail(WIN32_INVALID_HANDLE);
  if (key == NULL)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  DWORD status = wait_for(port, milliseconds, &indication);
  if (status != WIN32_SUCCESS)
    return clusapi_fail(status);
  put_texts(&indication, &texts);
  const DWORD told[] = {
      put_payload(&indication, buffer, size), clusapi_utf16(texts.object, object, object_units),
      clusapi_utf16(texts.parent, parent, parent_units),
      clusapi_utf16(texts.name, name, name_units), clusapi_utf16(texts.type, type, type_units)};
  for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
    if (told[i] != WIN32_SUCCESS)
      return clusapi_fail(told[i]);
  *key = indication.filter->key;
  if (wanted != NULL) {
    wanted->dwObjectType = indication.lost ? CLUSTER_OBJECT_TYPE_CLUSTER
                                           : notification_type(indication.notification.id);
    wanted->FilterFlags = indication.lost ? NOTIFY_LOST_NOTIFICATIONS_V2
                                          : notification_filter(indication.notification.id);
  }
  notify_port_told(port);
  return WIN32_SUCCESS;
}

/* --- events --- */

void simulated_clusapi_use_events(const struct notify_events *used) {
  events = used;
}

bool simulated_clusapi_tell_events(void) {
  struct notify_indication indication;
  bool any = false;
  for (uint32_t i = 0; i < PORTS_MAX; i++) {
    if (!ports[i].open || ports[i].event == NULL)
      continue;
    bool pending = notify_port_next(&ports[i], clusapi_session.world, &indication);
    events->set(ports[i].event, pending);
    any = any || pending;
  }
  return any;
}

/* sdk-api getnotifyeventhandle: one event a port, which closes with it. */
static DWORD WINAPI get_notify_event_handle(HCHANGE change, HANDLE *target) {
  uint32_t index = 0;
  if (!clusapi_resolve(change, HANDLE_CHANGE, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  if (target == NULL)
    return clusapi_fail(WIN32_INVALID_PARAMETER);
  if (events == NULL)
    return clusapi_fail(WIN32_CALL_NOT_IMPLEMENTED);
  if (ports[index].event == NULL)
    ports[index].event = events->open();
  *target = ports[index].event;
  return clusapi_fail(*target == NULL ? WIN32_NOT_ENOUGH_MEMORY : WIN32_SUCCESS);
}

void clusapi_fill_in_notify_ports(struct clusapi_table *table) {
  table->CreateClusterNotifyPort = create_cluster_notify_port;
  table->CreateClusterNotifyPortV2 = create_cluster_notify_port_v2;
  table->RegisterClusterNotify = register_cluster_notify;
  table->RegisterClusterNotifyV2 = register_cluster_notify_v2;
  table->GetClusterNotify = get_cluster_notify;
  table->GetNotifyEventHandle = get_notify_event_handle;
  table->GetClusterNotifyV2 = get_cluster_notify_v2;
  table->CloseClusterNotifyPort = close_cluster_notify_port;
}
