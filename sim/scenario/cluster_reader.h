#ifndef SIM_SCENARIO_CLUSTER_READER_H
#define SIM_SCENARIO_CLUSTER_READER_H
/* What cmdlets read of a cluster, through ClusAPI alone, so that they read any cluster. */
#include "model/dependency.h"
#include "model/property_list.h"
#include "sim/scenario/scenario_state.h"

struct role {
  char owner[NAME_BYTES_MAX];
  int64_t state;
  uint64_t status_information; /* 0 where the level has none */
};

/* The opened cluster, or NULL with *status; close it with api->CloseCluster. */
HCLUSTER reader_open(struct scenario *scenario, uint32_t *status);

/* A request that needs nothing but the object, by its name; its answer, or why there is no such
 * object. */
uint32_t reader_ask_group(const struct clusapi_table *api, HCLUSTER cluster, const WCHAR *name,
                          DWORD(WINAPI *request)(HGROUP));
uint32_t reader_ask_resource(const struct clusapi_table *api, HCLUSTER cluster, const WCHAR *name,
                             DWORD(WINAPI *request)(HRESOURCE));

/* Calls back with the name of every object of a kind; stops when the callback says so. */
typedef bool reader_visit(struct scenario *scenario, HCLUSTER cluster, const char *name,
                          void *context);
void reader_each(struct scenario *scenario, HCLUSTER cluster, DWORD kind, reader_visit *visit,
                 void *context);

/* The name as the cluster has it, whatever the case it was asked for in; what was asked for when
 * there is no such object. */
void reader_stored_name(struct scenario *scenario, HCLUSTER cluster, DWORD kind, const char *asked,
                        char stored[NAME_BYTES_MAX]);

/* 0, or why the object cannot be read. */
uint32_t reader_node_state(struct scenario *scenario, HCLUSTER cluster, const char *name,
                           int64_t *state);
uint32_t reader_group(struct scenario *scenario, HCLUSTER cluster, const char *name,
                      struct role *role);

/* Prints the row of one group, nothing where there is none. */
void reader_print_group(struct scenario *scenario, HCLUSTER cluster, const char *name);

struct resource_reading {
  int64_t state;
  char owner[NAME_BYTES_MAX], group[NAME_BYTES_MAX], type[NAME_BYTES_MAX];
};
uint32_t reader_resource(struct scenario *scenario, HCLUSTER cluster, const char *name,
                         struct resource_reading *reading);

/* Its state in words, as the table shows it: "Online", "Online(Maintenance)". */
const char *reader_resource_state(struct scenario *scenario, HCLUSTER cluster, const char *name,
                                  const struct resource_reading *reading);

/* Prints the row of one resource, nothing where there is none. */
void reader_print_resource(struct scenario *scenario, HCLUSTER cluster, const char *name);

/* Calls back for the nodes a group prefers, or a resource may be on; 0, or why they cannot be read.
 */
uint32_t reader_preferred_owners(struct scenario *scenario, HCLUSTER cluster, const char *group,
                                 reader_visit *visit, void *context);
uint32_t reader_possible_owners(struct scenario *scenario, HCLUSTER cluster, const char *resource,
                                reader_visit *visit, void *context);

/* What a resource needs, as an expression; "" for nothing. */
uint32_t reader_dependency(struct scenario *scenario, HCLUSTER cluster, const char *resource,
                           char text[DEPENDENCY_TEXT_MAX]);

/* The "Virtual Machine" resource of a group; false where it has none. */
bool reader_vm_resource(struct scenario *scenario, HCLUSTER cluster, const char *group,
                        char resource[NAME_BYTES_MAX]);

/* A control code without input whose whole output fits into `room`. */
uint32_t reader_control(struct scenario *scenario, HRESOURCE resource, uint32_t code, uint8_t *out,
                        size_t room, size_t *size);

#endif
