#ifndef SIM_CLUSAPI_NOTIFY_PORTS_H
#define SIM_CLUSAPI_NOTIFY_PORTS_H
/* A notification port: a place in the cluster's notifications and the filters that choose among
 * them (MS-CMRP 3.1.1.8).  What no filter wants is passed over, what two want comes twice (NTF-001,
 * NTF-003). */
#include "sim/clusapi/clusapi_table.h"
#include "sim/requests/world.h"

enum { NOTIFY_FILTERS_MAX = 64 };

struct notify_filter {
  DWORD type;            /* CLUSTER_OBJECT_TYPE; 0: a filter of the first interface */
  uint64_t bits;         /* CLUSTER_CHANGE, or the type's own */
  enum object_kind kind; /* OBJECT_CLUSTER: every object */
  uint32_t object;
  DWORD_PTR key;
  uint64_t since; /* the first notification it is about (NTF-002) */
};

/* Where a port reads: the notification, and the filter that is asked next about it. */
struct notify_port {
  bool open, second_interface, lost;
  uint64_t next;
  uint32_t next_filter, filter_count;
  HANDLE event; /* NULL: nobody asked for one */
  struct notify_filter filters[NOTIFY_FILTERS_MAX];
};

/* What one call of GetClusterNotify tells; `lost`: that notifications were lost, and nothing else.
 */
struct notify_indication {
  const struct notify_filter *filter;
  bool lost;
  struct notification notification;
};

/* From now on; false when the port has NOTIFY_FILTERS_MAX. */
bool notify_port_add(struct notify_port *port, const struct world *world,
                     const struct notify_filter *filter);

/* What is told next; it stays so until notify_port_told().  False when there is nothing yet. */
bool notify_port_next(struct notify_port *port, const struct world *world,
                      struct notify_indication *indication);
void notify_port_told(struct notify_port *port);

#endif
