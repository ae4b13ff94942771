#include "sim/backends/backend.h"
#include "sim/clusapi/simulated_clusapi.h"
#include <assert.h>
#include <stddef.h>

struct backend sim_backend_open(struct world *world) {
  assert(world != NULL);
  return (struct backend){.api = simulated_clusapi_attach(world), .world = world};
}

void sim_backend_close(struct backend *backend) {
  assert(backend != NULL);
  (void)simulated_clusapi_attach(NULL);
  *backend = (struct backend){.api = NULL};
}
