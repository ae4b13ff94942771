#ifndef MODEL_DESCRIBE_H
#define MODEL_DESCRIBE_H
/* Words for numbers: states as the cmdlets' enumerations and the VM pages call them, and the value
 * of any property.  All strings are static or belong to the cluster. */
#include "model/step.h"

const char *describe_vm_state(uint64_t state);        /* VmState: "Enabled" */
const char *describe_migration_state(uint64_t state); /* MigrationState: "Data Transfer" */
const char *describe_node_state(int64_t state);
const char *describe_network_state(int64_t state);   /* CLUSTER_NETWORK_STATE */
const char *describe_interface_state(int64_t state); /* CLUSTER_NETINTERFACE_STATE (STA-023) */
const char *describe_group_state(int64_t state);
/* Words of StatusInformation: one flag, the lowest; "Normal" without any. */
const char *describe_node_status(uint32_t status);
const char *describe_group_status(uint64_t status);
const char *describe_drain_status(int64_t status);
const char *describe_resource_state(int64_t state);

/* What a property's value means; NULL where the number speaks for itself. */
const char *describe_value(const struct cluster *cluster, enum property property, uint64_t value);

#endif
