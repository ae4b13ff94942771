/* The codes of virtual machines. */
#include "model/control_handlers.h"

static struct control_answer act(enum event_kind kind, uint32_t subject, uint32_t argument) {
  return (struct control_answer){.acts = true,
                                 .event = {.kind = kind, .subject = subject, .argument = argument}};
}

/* mscs/clusctl-resource-vm-start-migration.  The order of the checks is ours (docs/fidelity.md,
 * "start-check-order"): the buffer, the node's name, the called node, the machine. */
struct control_answer control_vm_start_migration(const struct cluster *cluster,
                                                 const struct control_request *request) {
  char name[NAME_BYTES_MAX];
  const struct resource *resource = cluster_resource(cluster, request->holder.index);
  if (cluster->switches[SWITCH_VM_MIGRATION_CODES] != 0)
    return control_refused(WIN32_INVALID_FUNCTION); /* MS-CMRP 3.1.4.3.1.49 */
  /* M-CC3: no terminator, odd size, empty name. */
  if (request->in == NULL || request->in_size % 2 != 0 ||
      !object_name_from_utf16le(request->in, request->in_size, name, sizeof name) ||
      name[0] == '\0')
    return control_refused(WIN32_INVALID_PARAMETER);
  uint32_t destination = cluster_find(cluster, OBJECT_NODE, name);
  if (destination == CLUSTER_NONE || cluster_node(cluster, destination)->state == NODE_NONE)
    return control_refused(WIN32_CLUSTER_NODE_NOT_FOUND); /* M-CC4 */
  if (control_called_elsewhere(cluster, request))
    return control_refused(WIN32_HOST_NODE_NOT_RESOURCE_OWNER); /* M-CC6, MIG-003 */
  if (resource->vm == CLUSTER_NONE)
    return control_refused(WIN32_INVALID_STATE);
  return act(EVENT_START_MIGRATION, resource->vm, destination);
}

/* mscs/clusctl-resource-vm-cancel-migration: away from the source it answers 5023 (MIG-006). */
struct control_answer control_vm_cancel_migration(const struct cluster *cluster,
                                                  const struct control_request *request) {
  const struct resource *resource = cluster_resource(cluster, request->holder.index);
  if (cluster->switches[SWITCH_VM_MIGRATION_CODES] != 0)
    return control_refused(WIN32_INVALID_FUNCTION); /* MS-CMRP page b8bcb609 */
  if (control_called_elsewhere(cluster, request) || resource->vm == CLUSTER_NONE)
    return control_refused(WIN32_INVALID_STATE);
  return act(EVENT_CANCEL_MIGRATION, resource->vm, 0);
}

struct control_answer control_vm_set_next_offline_action(const struct cluster *cluster,
                                                         const struct control_request *request) {
  const struct resource *resource = cluster_resource(cluster, request->holder.index);
  if (request->in == NULL || request->in_size != 4)
    return control_refused(WIN32_INVALID_PARAMETER);
  if (control_called_elsewhere(cluster, request))
    return control_refused(WIN32_HOST_NODE_NOT_RESOURCE_OWNER);
  if (resource->vm == CLUSTER_NONE)
    return control_refused(WIN32_INVALID_STATE);
  uint32_t action = (uint32_t)request->in[0] | ((uint32_t)request->in[1] << 8) |
                    ((uint32_t)request->in[2] << 16) | ((uint32_t)request->in[3] << 24);
  return act(EVENT_SET_NEXT_OFFLINE_ACTION, resource->vm, action);
}

/* mscs/clusctl-resource-vm-config-update: refreshes what the cluster stores of the configuration;
 * nothing of that is modelled beyond the machine itself, so nothing changes. */
struct control_answer control_vm_config_update(const struct cluster *cluster,
                                               const struct control_request *request) {
  if (control_called_elsewhere(cluster, request))
    return control_refused(WIN32_HOST_NODE_NOT_RESOURCE_OWNER);
  return (struct control_answer){.status = WIN32_SUCCESS};
}
