#include "model/object_control.h"
#include "model/control_codes.h"
#include "model/failure_policy.h"
#include "model/group.h"
#include "model/membership.h"
#include "model/property_list.h"

/* mscs/groups-name, groups-grouptype, groups-statusinformation: the last two from 2012 on. */
static struct control_answer group_read_only_properties(const struct cluster *cluster,
                                                        const struct control_request *request) {
  const struct group *group = cluster_group(cluster, request->resource);
  struct property_writer writer = property_writer_begin(request->out, request->out_room);
  property_writer_string(&writer, "Name", cluster_name(cluster, OBJECT_GROUP, request->resource));
  if (cluster->level >= LEVEL_WS2012) {
    property_writer_dword(&writer, "GroupType", (uint32_t)group->type);
    property_writer_ularge_integer(&writer, "StatusInformation",
                                   group_status_information(cluster, request->resource));
  }
  return property_list_answer(&writer);
}

/* mscs/nodes-nodename, nodes-nodedrainstatus, nodes-nodedraintarget (DRN-001, DRN-002): a node's
 * number, or -1. */
static struct control_answer node_read_only_properties(const struct cluster *cluster,
                                                       const struct control_request *request) {
  const struct node *node = cluster_node(cluster, request->resource);
  struct property_writer writer = property_writer_begin(request->out, request->out_room);
  property_writer_string(&writer, "NodeName",
                         cluster_name(cluster, OBJECT_NODE, request->resource));
  if (cluster->level >= LEVEL_WS2012) {
    property_writer_dword(&writer, "NodeDrainStatus", (uint32_t)node->drain);
    property_writer_dword(&writer, "NodeDrainTarget",
                          node->drain_target == CLUSTER_NONE ? UINT32_MAX : node->drain_target + 1);
  }
  if (functional_level(cluster->level)->resilient)
    property_writer_dword(&writer, "StatusInformation",
                          membership_status_information(cluster, request->resource));
  return property_list_answer(&writer);
}

static struct control_answer get_name(const struct cluster *cluster, enum object_kind kind,
                                      const struct control_request *request) {
  return text_answer(request, cluster_name(cluster, kind, request->resource));
}

static struct control_answer group_name(const struct cluster *cluster,
                                        const struct control_request *request) {
  return get_name(cluster, OBJECT_GROUP, request);
}

/* FOV-024 */
static struct control_answer group_failure_info(const struct cluster *cluster,
                                                const struct control_request *request) {
  return failure_info_get(request, failure_policy_failovers_left(cluster, request->resource),
                          UINT64_C(3600) * 1000000);
}

static struct control_answer node_name(const struct cluster *cluster,
                                       const struct control_request *request) {
  return get_name(cluster, OBJECT_NODE, request);
}

static struct control_answer get_common(const struct cluster *cluster,
                                        const struct control_request *request) {
  return common_properties_get(cluster, OBJECT_GROUP, request);
}

static struct control_answer set_common(const struct cluster *cluster,
                                        const struct control_request *request) {
  return common_properties_set(cluster, OBJECT_GROUP, request);
}

static const struct {
  uint32_t code;
  struct control_answer (*handler)(const struct cluster *cluster,
                                   const struct control_request *request);
} handlers[] = {
    {CLUSCTL_GROUP_GET_FAILURE_INFO, group_failure_info},
    {CLUSCTL_GROUP_GET_NAME, group_name},
    {CLUSCTL_GROUP_GET_RO_COMMON_PROPERTIES, group_read_only_properties},
    {CLUSCTL_GROUP_GET_COMMON_PROPERTIES, get_common},
    {CLUSCTL_GROUP_SET_COMMON_PROPERTIES, set_common},
    {CLUSCTL_NODE_GET_NAME, node_name},
    {CLUSCTL_NODE_GET_RO_COMMON_PROPERTIES, node_read_only_properties},
};

bool object_control_models(const struct control_code *code) {
  for (size_t i = 0; i < sizeof handlers / sizeof handlers[0]; i++)
    if (handlers[i].code == code->value)
      return true;
  return false;
}

struct control_answer object_control(const struct cluster *cluster, enum object_kind kind,
                                     const struct control_request *request) {
  assert(kind == OBJECT_GROUP || kind == OBJECT_NODE);
  assert(request->resource < cluster->count[kind]);
  assert(request->out != NULL || request->out_room == 0);
  struct control_code_fields fields = control_code_decode(request->code);
  uint8_t object = kind == OBJECT_GROUP ? CONTROL_OBJECT_GROUP : CONTROL_OBJECT_NODE;
  size_t names = 0;
  if (request->node != CLUSTER_NONE && cluster_node(cluster, request->node)->state == NODE_DOWN)
    return (struct control_answer){.status = WIN32_CLUSTER_NODE_DOWN};
  if (fields.modify && !request->all_access)
    return (struct control_answer){.status = WIN32_ACCESS_DENIED};
  if (fields.object != object || fields.internal)
    return (struct control_answer){.status = WIN32_INVALID_FUNCTION};
  for (size_t i = 0; i < sizeof handlers / sizeof handlers[0]; i++)
    if (handlers[i].code == request->code)
      return handlers[i].handler(cluster, request);
  (void)control_code_find(request->code, &names);
  return (struct control_answer){.status = names > 0 ? (uint32_t)WIN32_CALL_NOT_IMPLEMENTED
                                                     : (uint32_t)WIN32_INVALID_FUNCTION};
}
