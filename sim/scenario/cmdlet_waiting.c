#include "sim/scenario/cmdlet_waiting.h"
#include "model/group.h"

#define HOUR UINT64_C(3600000000)

bool cmdlet_group_settled(const struct world *world, void *context) {
  const struct cmdlet_waiting *waiting = context;
  struct role role;
  (void)world;
  return reader_group(waiting->scenario, waiting->cluster, waiting->name, &role) != WIN32_SUCCESS ||
         (role.state != GROUP_PENDING &&
          (role.status_information & GROUP_WAITING_IN_QUEUE_FOR_MOVE) == 0);
}

bool cmdlet_resource_settled(const struct world *world, void *context) {
  const struct cmdlet_waiting *waiting = context;
  struct resource_reading reading;
  (void)world;
  return reader_resource(waiting->scenario, waiting->cluster, waiting->name, &reading) !=
             WIN32_SUCCESS ||
         (reading.state != RESOURCE_ONLINE_PENDING && reading.state != RESOURCE_OFFLINE_PENDING);
}

uint64_t cmdlet_deadline(const struct scenario *scenario,
                         const struct cmdlet_arguments *arguments) {
  const struct cmdlet_parameter *wait =
      arguments == NULL ? NULL : cmdlet_argument(arguments, "Wait");
  uint64_t most = SCENARIO_WAIT_MAX_HOURS * HOUR;
  uint64_t duration = wait == NULL || wait->number > most / 1000000 ? most : wait->number * 1000000;
  return scenario->started_at + duration;
}

bool cmdlet_waits(const struct cmdlet_arguments *arguments) {
  const struct cmdlet_parameter *wait = cmdlet_argument(arguments, "Wait");
  return wait == NULL || wait->number > 0;
}
