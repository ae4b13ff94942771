/* Affinity rules: made, filled, read.  They have no handles. */
#include "sim/clusapi/clusapi_session.h"

/* The rule's name, where the call may be made at all. */
static DWORD named(HCLUSTER cluster, LPCWSTR wide, char name[NAME_BYTES_MAX]) {
  uint32_t session = 0;
  if (!clusapi_resolve(cluster, HANDLE_CLUSTER, &session))
    return WIN32_INVALID_HANDLE;
  return clusapi_utf8(wide, name) ? (DWORD)WIN32_SUCCESS : (DWORD)WIN32_INVALID_PARAMETER;
}

static DWORD WINAPI cluster_create_affinity_rule(HCLUSTER cluster, LPCWSTR wide,
                                                 CLUS_AFFINITY_RULE_TYPE type) {
  char name[NAME_BYTES_MAX];
  DWORD status = named(cluster, wide, name);
  if (status == WIN32_SUCCESS)
    status = request_create_affinity_rule(&clusapi_session, name, (uint32_t)type);
  return clusapi_fail(status);
}

static DWORD WINAPI cluster_remove_affinity_rule(HCLUSTER cluster, LPCWSTR wide) {
  char name[NAME_BYTES_MAX];
  DWORD status = named(cluster, wide, name);
  if (status == WIN32_SUCCESS)
    status = request_remove_affinity_rule(&clusapi_session, name);
  return clusapi_fail(status);
}

static DWORD change(HCLUSTER cluster, LPCWSTR wide, HGROUP group, bool add) {
  char name[NAME_BYTES_MAX];
  uint32_t index = 0;
  DWORD status = named(cluster, wide, name);
  if (status == WIN32_SUCCESS)
    status = clusapi_resolve_existing(group, HANDLE_GROUP, &index);
  if (status == WIN32_SUCCESS)
    status = request_change_affinity_rule(&clusapi_session, name, index, add);
  return clusapi_fail(status);
}

static DWORD WINAPI cluster_add_group_to_affinity_rule(HCLUSTER cluster, LPCWSTR name,
                                                       HGROUP group) {
  return change(cluster, name, group, true);
}

static DWORD WINAPI cluster_remove_group_from_affinity_rule(HCLUSTER cluster, LPCWSTR name,
                                                            HGROUP group) {
  return change(cluster, name, group, false);
}

static DWORD WINAPI cluster_affinity_rule_control(HCLUSTER cluster, LPCWSTR wide, HNODE node,
                                                  DWORD code, LPVOID in, DWORD in_size, LPVOID out,
                                                  DWORD out_size, LPDWORD returned) {
  struct property_holder object = {.object = CONTROL_OBJECT_AFFINITYRULE};
  char name[NAME_BYTES_MAX];
  DWORD status = named(cluster, wide, name);
  if (status == WIN32_SUCCESS)
    status = request_open(&clusapi_session, OBJECT_AFFINITY_RULE, name, &object.index);
  return status != WIN32_SUCCESS
             ? clusapi_fail(status)
             : clusapi_control(object, node, code,
                               &(struct clusapi_buffers){in, in_size, out, out_size, returned});
}

void clusapi_fill_in_affinity_rules(struct clusapi_table *table) {
  table->ClusterCreateAffinityRule = cluster_create_affinity_rule;
  table->ClusterRemoveAffinityRule = cluster_remove_affinity_rule;
  table->ClusterAddGroupToAffinityRule = cluster_add_group_to_affinity_rule;
  table->ClusterRemoveGroupFromAffinityRule = cluster_remove_group_from_affinity_rule;
  table->ClusterAffinityRuleControl = cluster_affinity_rule_control;
}
