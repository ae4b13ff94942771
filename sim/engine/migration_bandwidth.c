#include "sim/engine/migration_bandwidth.h"
#include "model/fixed_point.h"
#include "model/object_property.h"
#include "sim/engine/migration_transfer.h"

/* Bytes/s. */
static uint64_t bandwidth_of(const struct engine *engine, uint32_t network) {
  const struct cluster *cluster = engine->cluster;
  assert(network < cluster->limits.networks);
  if (!engine->over_smb ||
      property_number_of_cluster(cluster, SCHEMA_CLUSTER_SET_SMBBANDWIDTH_LIMIT) == 0)
    return engine->bandwidth[network];
  uint64_t share = fixed_point_multiply_divide(
      engine->bandwidth[network],
      property_number_of_cluster(cluster, SCHEMA_CLUSTER_SMBBANDWIDTH_LIMIT_FACTOR), 10000);
  return share > 0 ? share : 1;
}

void migration_bandwidth_set(struct engine *engine, uint32_t network) {
  uint64_t bytes = bandwidth_of(engine, network);
  for (uint32_t node = 0; node < engine->sharing.nodes; node++) {
    engine->sharing.links[link_sharing_outgoing(&engine->sharing, network, node)].capacity = bytes;
    engine->sharing.links[link_sharing_incoming(&engine->sharing, network, node)].capacity = bytes;
  }
}

void migration_bandwidth_apply(struct engine *engine, uint32_t network) {
  migration_bandwidth_set(engine, network);
  for (uint32_t node = 0; node < engine->sharing.nodes; node++)
    migration_transfer_share(engine, link_sharing_outgoing(&engine->sharing, network, node),
                             link_sharing_incoming(&engine->sharing, network, node));
}

void migration_bandwidth_follow(struct engine *engine, const struct change *change) {
  assert(change->property == PROPERTY_CLUSTER_COMMON);
  if (change->which != SCHEMA_CLUSTER_SET_SMBBANDWIDTH_LIMIT &&
      change->which != SCHEMA_CLUSTER_SMBBANDWIDTH_LIMIT_FACTOR)
    return;
  for (uint32_t network = 0; network < engine->cluster->count[OBJECT_NETWORK]; network++)
    migration_bandwidth_apply(engine, network);
}
