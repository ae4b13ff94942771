#include "sim/clusapi/simulated_clusapi.h"
#include "sim/clusapi/clusapi_session.h"

static DWORD WINAPI get_last_error(void) {
  return clusapi_last_error;
}

/* --- cluster --- */

static HCLUSTER WINAPI create_cluster(PCREATE_CLUSTER_CONFIG config,
                                      PCLUSTER_SETUP_PROGRESS_CALLBACK callback, LPVOID context) {
  static char names[NODES_MAX][NAME_BYTES_MAX];
  const char *nodes[NODES_MAX];
  char name[NAME_BYTES_MAX];
  clusapi_session.all_access = true;
  (void)callback; /* nothing takes long enough to report */
  (void)context;
  bool readable =
      config != NULL && config->cNodes <= NODES_MAX && clusapi_utf8(config->lpszClusterName, name);
  for (DWORD i = 0; readable && i < config->cNodes; i++) {
    readable = clusapi_utf8(config->ppszNodeNames[i], names[i]);
    nodes[i] = names[i];
  }
  if (!readable) {
    clusapi_fail(WIN32_INVALID_PARAMETER);
    return NULL;
  }
  uint32_t status = request_create_cluster(
      &clusapi_session,
      &(struct request_cluster){.name = name, .node_count = config->cNodes, .nodes = nodes});
  if (status != WIN32_SUCCESS) {
    clusapi_fail(status);
    return NULL;
  }
  return clusapi_open_handle(HANDLE_CLUSTER, CLUSTER_NONE);
}

/* What stands for the cluster of this machine: "", ".", "localhost". */
static bool is_this_machine(LPCWSTR wide) {
  char name[NAME_BYTES_MAX];
  return wide[0] == 0 ||
         (clusapi_utf8(wide, name) && object_name_check(name, NODE_NAME_UNITS_MAX) == NULL &&
          (object_name_equal(name, ".") || object_name_equal(name, "localhost")));
}

/* By the name of the cluster (or NULL), or of one node: the session is then connected to it, which
 * decides who owns a group it creates.  The handle keeps the node as its object. */
static HCLUSTER open_session(LPCWSTR wide, bool all_access) {
  char name[NAME_BYTES_MAX];
  uint32_t node = CLUSTER_NONE, status = request_connect(&clusapi_session);
  clusapi_session.all_access = all_access;
  if (status == WIN32_SUCCESS && wide != NULL && !is_this_machine(wide)) {
    if (!clusapi_utf8(wide, name))
      status = WIN32_INVALID_PARAMETER;
    else if (cluster_find(clusapi_cluster(), OBJECT_CLUSTER, name) == CLUSTER_NONE)
      status = request_open(&clusapi_session, OBJECT_NODE, name, &node);
  }
  if (status != WIN32_SUCCESS) {
    clusapi_fail(status);
    return NULL;
  }
  return clusapi_open_handle(HANDLE_CLUSTER, node);
}

static HCLUSTER WINAPI open_cluster(LPCWSTR name) {
  return open_session(name, true);
}

/* sdk-api openclusterex: generic read, all, or as much as there is; whoever asks here may have all.
 */
static HCLUSTER WINAPI open_cluster_ex(LPCWSTR name, DWORD desired, LPDWORD granted) {
  if (desired != GENERIC_READ && desired != GENERIC_ALL && desired != MAXIMUM_ALLOWED) {
    clusapi_fail(WIN32_INVALID_PARAMETER);
    return NULL;
  }
  HCLUSTER cluster = open_session(name, desired != GENERIC_READ);
  if (cluster != NULL && granted != NULL)
    *granted = desired == GENERIC_READ ? GENERIC_READ : GENERIC_ALL;
  return cluster;
}

static BOOL WINAPI close_cluster(HCLUSTER cluster) {
  return clusapi_close_handle(cluster, HANDLE_CLUSTER);
}

/* --- nodes --- */

static HNODE WINAPI open_cluster_node(HCLUSTER cluster, LPCWSTR name) {
  return clusapi_open_object(cluster, OBJECT_NODE, HANDLE_NODE, name, WIN32_CLUSTER_NODE_NOT_FOUND);
}

static BOOL WINAPI close_cluster_node(HNODE node) {
  return clusapi_close_handle(node, HANDLE_NODE);
}

static CLUSTER_NODE_STATE WINAPI get_cluster_node_state(HNODE node) {
  uint32_t index = 0;
  if (!clusapi_resolve(node, HANDLE_NODE, &index)) {
    clusapi_fail(WIN32_INVALID_HANDLE);
    return ClusterNodeStateUnknown;
  }
  enum node_state state = cluster_node(clusapi_cluster(), index)->state;
  if (state != NODE_NONE)
    return (CLUSTER_NODE_STATE)state;
  clusapi_fail(WIN32_CLUSTER_NODE_NOT_FOUND); /* it was evicted */
  return ClusterNodeStateUnknown;
}

static DWORD WINAPI pause_cluster_node(HNODE node) {
  return clusapi_on_object(node, HANDLE_NODE, request_pause_node);
}

/* Without a drain the flags have nothing to say. */
static DWORD WINAPI pause_cluster_node_ex(HNODE node, BOOL drain, DWORD flags, HNODE target) {
  uint32_t index = 0, target_index = CLUSTER_NONE;
  if (!clusapi_resolve(node, HANDLE_NODE, &index) ||
      (target != NULL && !clusapi_resolve(target, HANDLE_NODE, &target_index)))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_fail(drain ? request_drain_node(&clusapi_session, index, flags, target_index)
                            : request_pause_node(&clusapi_session, index));
}

static DWORD WINAPI resume_cluster_node_ex(HNODE node, CLUSTER_NODE_RESUME_FAILBACK_TYPE failback,
                                           DWORD flags) {
  uint32_t index = 0;
  if (!clusapi_resolve(node, HANDLE_NODE, &index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_fail(flags != 0
                          ? (uint32_t)WIN32_INVALID_PARAMETER
                          : request_resume_node(&clusapi_session, index, (uint32_t)failback));
}

static DWORD WINAPI resume_cluster_node(HNODE node) {
  return resume_cluster_node_ex(node, DoNotFailbackGroups, 0);
}

static DWORD WINAPI cluster_node_control(HNODE node, HNODE host, DWORD code, LPVOID in,
                                         DWORD in_size, LPVOID out, DWORD out_size,
                                         LPDWORD returned) {
  struct property_holder object = {.object = CONTROL_OBJECT_NODE};
  if (!clusapi_resolve(node, HANDLE_NODE, &object.index))
    return clusapi_fail(WIN32_INVALID_HANDLE);
  return clusapi_control(object, host, code,
                         &(struct clusapi_buffers){in, in_size, out, out_size, returned});
}

static struct clusapi_table table = {
    .GetLastError = get_last_error,
    .CreateCluster = create_cluster,
    .OpenCluster = open_cluster,
    .OpenClusterEx = open_cluster_ex,
    .CloseCluster = close_cluster,
    .OpenClusterNode = open_cluster_node,
    .CloseClusterNode = close_cluster_node,
    .GetClusterNodeState = get_cluster_node_state,
    .PauseClusterNode = pause_cluster_node,
    .PauseClusterNodeEx = pause_cluster_node_ex,
    .ResumeClusterNode = resume_cluster_node,
    .ResumeClusterNodeEx = resume_cluster_node_ex,
    .ClusterNodeControl = cluster_node_control,
};

const struct clusapi_table *simulated_clusapi_table(void) {
  return &table;
}

void simulated_clusapi_set_last_error(DWORD status) {
  clusapi_last_error = status;
}

const struct clusapi_table *simulated_clusapi_attach(struct world *world) {
  clusapi_fill_in_groups(&table);
  clusapi_fill_in_configuration(&table);
  clusapi_fill_in_resources(&table);
  clusapi_fill_in_networks(&table);
  clusapi_fill_in_group_sets(&table);
  clusapi_fill_in_affinity_rules(&table);
  clusapi_fill_in_enumerations(&table);
  clusapi_fill_in_item_enumerations(&table);
  clusapi_fill_in_information(&table);
  clusapi_fill_in_notify_ports(&table);
  clusapi_fill_in_registry(&table);
  clusapi_session.world = world;
  clusapi_last_error = WIN32_SUCCESS;
  cluster_handle_close_all();
  clusapi_close_notify_ports();
  clusapi_close_keys();
  return &table;
}
