#ifndef SIM_CLUSAPI_CLUSTER_HANDLES_H
#define SIM_CLUSAPI_CLUSTER_HANDLES_H
/* Handles of ClusAPI: a 20-bit slot and an 11-bit generation, never 0 and never -1.  A handle that
 * was closed, that is of another kind or that nobody gave out is recognised as such. */
#include <stdbool.h>
#include <stdint.h>

enum handle_kind {
  HANDLE_FREE,
  HANDLE_CLUSTER,
  HANDLE_NODE,
  HANDLE_GROUP,
  HANDLE_RESOURCE,
  HANDLE_NETWORK,
  HANDLE_GROUP_SET,
  HANDLE_GROUP_SET_ENUM,
  HANDLE_NETINTERFACE,
  HANDLE_ENUM,
  HANDLE_GROUP_ENUM,
  HANDLE_RESOURCE_ENUM,
  HANDLE_NODE_ENUM,
  HANDLE_NETWORK_ENUM,
  HANDLE_TYPE_ENUM,
  HANDLE_ENUM_EX,
  HANDLE_NODE_ENUM_EX,
  HANDLE_GROUP_ENUM_EX,
  HANDLE_RESOURCE_ENUM_EX,
  HANDLE_CHANGE,
  HANDLE_KEY,
};

/* NULL when memory or the 20 bits are used up.  What is opened through a read-only handle is
 * read-only too. */
void *cluster_handle_open(enum handle_kind kind, uint32_t object, bool read_only);

/* Of an open handle. */
bool cluster_handle_read_only(const void *handle, enum handle_kind kind);

/* From now on it is for reading. */
void cluster_handle_restrict(const void *handle, enum handle_kind kind);

/* False for a handle that is not open or not of this kind. */
bool cluster_handle_resolve(const void *handle, enum handle_kind kind, uint32_t *object);
bool cluster_handle_close(const void *handle, enum handle_kind kind);

/* Closes everything; open handles become stale. */
void cluster_handle_close_all(void);

#endif
