#ifndef SIM_ENGINE_MIGRATION_BANDWIDTH_H
#define SIM_ENGINE_MIGRATION_BANDWIDTH_H
/* What all migrations of a host together may use of a network: all of it or, where they go over
 * SMB, SMBBandwidthLimitFactor ten-thousandths (windowsserverdocs
 * configure-live-migration-smb-bandwidth; MIG-071). */
#include "sim/engine/engine.h"

/* What each link of the network carries; and the shares of all migrations with it. */
void migration_bandwidth_set(struct engine *engine, uint32_t network);
void migration_bandwidth_apply(struct engine *engine, uint32_t network);

/* A common property of the cluster was changed. */
void migration_bandwidth_follow(struct engine *engine, const struct change *change);

#endif
