#ifndef SIM_REQUESTS_WORLD_STATE_H
#define SIM_REQUESTS_WORLD_STATE_H
/* What a world is made of; for the files of sim/requests only. */
#include "sim/engine/engine.h"
#include "sim/pace/pace.h"
#include "sim/requests/world.h"
#include "sim/store/store.h"

enum { WATCHERS_MAX = 2 };

struct world {
  struct engine *engine;
  struct store *store; /* NULL: kept in memory only */
  struct pace *pace;   /* NULL: time passes at once */
  bool at_once;        /* the pace does not matter now */
  bool hurry;          /* an interruption ends the waiting, not the run */
  bool hurries;        /* it did, in the last run */
  struct world_watcher watchers[WATCHERS_MAX];
  uint32_t watcher_count;
};

#endif
