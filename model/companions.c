#include "model/companions.h"
#include "model/dependency.h"
#include "model/group.h"
#include "model/group_work.h"
#include "model/resource.h"

static bool is_companion(const struct cluster *cluster, uint32_t resource) {
  return resource_provider_of(cluster_resource(cluster, resource)->type) == PROVIDER_SIMULATED;
}

bool companions_let_move(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t machine = group_machine(cluster, index);
  if (machine == CLUSTER_NONE || cluster_vm(cluster, machine)->resource == CLUSTER_NONE)
    return companions_are_down(cluster, index);
  uint32_t needed = dependency_all_providers(cluster, cluster_vm(cluster, machine)->resource);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (((needed >> i) & 1) != 0 && is_companion(cluster, group->resources[i]) &&
        !resource_is_down(cluster_resource(cluster, group->resources[i])->state))
      return false;
  return true;
}

bool companions_are_down(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (is_companion(cluster, group->resources[i]) &&
        !resource_is_down(cluster_resource(cluster, group->resources[i])->state))
      return false;
  return true;
}

void companions_stop(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (is_companion(cluster, group->resources[i]))
      group_work_set_goal(cluster, group->resources[i], GOAL_OFFLINE, effects);
  group_work_wake(cluster, index, effects);
}

/* On a paused node too: a drain that left it behind does not leave it offline. */
void companions_restore(struct cluster *cluster, uint32_t index, struct effects *effects) {
  const struct group *group = cluster_group(cluster, index);
  bool attended = group_unattended(cluster, index) == WIN32_SUCCESS && !group->destroyed;
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (attended && is_companion(cluster, group->resources[i]) &&
        cluster_resource(cluster, group->resources[i])->persistent_online)
      group_work_set_goal(cluster, group->resources[i], GOAL_ONLINE, effects);
  group_work_wake(cluster, index, effects);
}

bool companions_wait(const struct cluster *cluster, uint32_t resource) {
  return is_companion(cluster, resource) &&
         group_migrates(cluster, cluster_resource(cluster, resource)->group);
}
