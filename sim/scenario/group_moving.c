#include "sim/scenario/group_moving.h"
#include "model/property_list.h"

static size_t write_context(uint8_t *buffer, size_t room, uint32_t context) {
  struct property_writer writer = property_writer_begin(buffer, room);
  property_writer_dword(&writer, "Virtual Machine", context);
  property_writer_dword(&writer, "Virtual Machine Configuration", context);
  bool ready = property_writer_end(&writer);
  assert(ready);
  (void)ready;
  return writer.needed;
}

static uint32_t move(const struct clusapi_table *api, HGROUP group, HNODE node, uint32_t flags,
                     uint32_t context) {
  uint8_t buffer[256];
  if (context == MOVE_CONTEXT_NONE)
    return flags == 0 ? api->MoveClusterGroup(group, node)
                      : api->MoveClusterGroupEx(group, node, flags, NULL, 0);
  size_t size = write_context(buffer, sizeof buffer, context);
  return api->MoveClusterGroupEx(group, node, flags, buffer, (DWORD)size);
}

uint32_t group_moving_ask(struct scenario *scenario, HCLUSTER cluster, const char *name,
                          const char *node_name, uint32_t flags, uint32_t context) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide_group[SCENARIO_NAME_UNITS], wide_node[SCENARIO_NAME_UNITS];
  if (!scenario_wide(name, wide_group))
    return WIN32_GROUP_NOT_FOUND;
  if (node_name != NULL && !scenario_wide(node_name, wide_node))
    return WIN32_CLUSTER_NODE_NOT_FOUND;
  HGROUP group = api->OpenClusterGroup(cluster, wide_group);
  if (group == NULL)
    return api->GetLastError();
  HNODE node = node_name == NULL ? NULL : api->OpenClusterNode(cluster, wide_node);
  uint32_t status = node_name != NULL && node == NULL ? api->GetLastError()
                                                      : move(api, group, node, flags, context);
  if (node != NULL)
    (void)api->CloseClusterNode(node);
  (void)api->CloseClusterGroup(group);
  return status;
}
