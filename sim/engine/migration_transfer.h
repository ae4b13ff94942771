#ifndef SIM_ENGINE_MIGRATION_TRANSFER_H
#define SIM_ENGINE_MIGRATION_TRANSFER_H
/* How the world carries out a live migration: set-up, copy, the rest, storage, group. */
#include "sim/engine/engine.h"

/* Carries out one of the migration orders. */
void migration_transfer_carry_out(struct engine *engine, const struct order *order);

/* A host lost power: whatever migrates from it or to it stands still until the cluster notices. */
void migration_transfer_freeze(struct engine *engine, uint32_t node);

/* Works out the shares around two links again and moves the timers of the transfers concerned. */
void migration_transfer_share(struct engine *engine, uint32_t link_a, uint32_t link_b);

#endif
