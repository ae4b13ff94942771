#ifndef SIM_CLUSAPI_CLUSAPI_SESSION_H
#define SIM_CLUSAPI_CLUSAPI_SESSION_H
/* What the functions of the simulated ClusAPI have in common: the session behind them, the last
 * error, UTF-16 names, handles. */
#include "sim/clusapi/clusapi_table.h"
#include "sim/clusapi/cluster_handles.h"
#include "sim/requests/requests.h"

/* The longest text a function gives: a dependency expression. */
enum { CLUSAPI_TEXT_UNITS_MAX = 16384 };

extern struct session clusapi_session;
extern _Thread_local DWORD clusapi_last_error;

/* The cluster behind the session. */
const struct cluster *clusapi_cluster(void);

/* Functions that return a handle or a state fail through the last error; errno has it too. */
DWORD clusapi_fail(DWORD status);

/* A NUL-terminated UTF-16 string as UTF-8; false when it is missing, malformed or too long. */
bool clusapi_utf8(LPCWSTR wide, char name[NAME_BYTES_MAX]);

/* The same for a text of at most this many units, with the NUL. */
bool clusapi_utf8_text(LPCWSTR wide, size_t units_most, char *text, size_t room);

/* Copies a text out as ClusAPI does: *units is the room, then the length without the NUL. */
DWORD clusapi_utf16(const char *name, LPWSTR out, LPDWORD units);

/* The handle a call is about decides what the call may do. */
bool clusapi_resolve(const void *handle, enum handle_kind kind, uint32_t *object);

/* The same of an object that is read: 0, 6, or 5007 or 5013 when it has been deleted. */
DWORD clusapi_resolve_existing(const void *handle, enum handle_kind kind, uint32_t *object);

void *clusapi_open_handle(enum handle_kind kind, uint32_t object);
BOOL clusapi_close_handle(const void *handle, enum handle_kind kind);
void *clusapi_open_object(HCLUSTER cluster, enum object_kind kind, enum handle_kind handle,
                          LPCWSTR wide, DWORD unknown);

/* The name of anything that has properties: the cluster's own, or in `room`. */
const char *clusapi_name_of(struct property_holder object, char room[NAME_BYTES_MAX]);

/* A request about one object that needs nothing else. */
typedef uint32_t clusapi_request_on(const struct session *session, uint32_t index);
DWORD clusapi_on_object(const void *handle, enum handle_kind kind, clusapi_request_on *request);

/* The same with flags, as the Ex functions have them; their input buffer is reserved. */
typedef uint32_t clusapi_flagged_request_on(const struct session *session, uint32_t index,
                                            uint32_t flags);
DWORD clusapi_on_object_with_flags(const void *handle, enum handle_kind kind, DWORD flags,
                                   const void *in, DWORD in_size,
                                   clusapi_flagged_request_on *request);

/* What the control functions do, and the buffers they all take. */
struct clusapi_buffers {
  LPVOID in;
  DWORD in_size;
  LPVOID out;
  DWORD out_size;
  LPDWORD returned;
};
DWORD clusapi_control(struct property_holder object, HNODE node, DWORD code,
                      const struct clusapi_buffers *buffers);

/* What an object has, one place after the other (simulated_enumerations.c): opens an enumeration of
 * some of the known kinds; the member at a place, or 259; how many there are, 0 for a wrong handle.
 */
void *clusapi_open_members(const void *handle, enum handle_kind kind, enum handle_kind enumeration,
                           DWORD types, DWORD known);
DWORD clusapi_member(const void *handle, enum handle_kind kind, DWORD index, LPDWORD type,
                     struct property_holder *member);
DWORD clusapi_member_count(const void *handle, enum handle_kind kind);
DWORD clusapi_close_enum(const void *handle, enum handle_kind kind);

/* Each file fills in the functions it has. */
void clusapi_fill_in_groups(struct clusapi_table *table);
void clusapi_fill_in_configuration(struct clusapi_table *table);
void clusapi_fill_in_resources(struct clusapi_table *table);
void clusapi_fill_in_group_sets(struct clusapi_table *table);
void clusapi_fill_in_affinity_rules(struct clusapi_table *table);
void clusapi_fill_in_networks(struct clusapi_table *table);
void clusapi_fill_in_enumerations(struct clusapi_table *table);
void clusapi_fill_in_item_enumerations(struct clusapi_table *table);
void clusapi_fill_in_information(struct clusapi_table *table);
void clusapi_fill_in_notify_ports(struct clusapi_table *table);
void clusapi_fill_in_registry(struct clusapi_table *table);

/* Notification ports and keys end with the handles that stood for them. */
void clusapi_close_notify_ports(void);
void clusapi_close_keys(void);

#endif
