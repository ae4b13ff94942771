/* Roles, groups and resources in a capture, and what state they are in. */
#include "model/describe.h"
#include "model/group.h"
#include "model/resource.h"
#include "sim/scenario/capture_state.h"
#include <string.h>

/* --- groups and resources --- */

static bool put_role(struct scenario *scenario, HCLUSTER cluster, const char *name, void *context) {
  struct capture *capture = context;
  char resource[NAME_BYTES_MAX], quoted[CAPTURE_NAME_ROOM];
  if (reader_vm_resource(scenario, cluster, name, resource))
    capture_line(capture, "Add-ClusterVirtualMachineRole -VMName %s", capture_quoted(name, quoted));
  return !capture->failed;
}

static bool exists(struct capture *capture, const char *group) {
  struct role role;
  return reader_group(&capture->twin, capture->twin_cluster, group, &role) == WIN32_SUCCESS;
}

/* The groups Windows itself makes are not modelled: the core group, the one of unused disks, and
 * the like have types below 100 (clusapi.h CLUSGROUP_TYPE). */
static bool is_own(struct scenario *scenario, HCLUSTER cluster, const char *group) {
  const struct object_name object = {CONTROL_OBJECT_GROUP, group};
  uint64_t type = 0;
  return object_number(scenario, cluster, &object, false, "GroupType", &type) == WIN32_SUCCESS &&
         type < 100;
}

static bool put_group(struct scenario *scenario, HCLUSTER cluster, const char *name,
                      void *context) {
  struct capture *capture = context;
  char quoted[CAPTURE_NAME_ROOM];
  if (is_own(scenario, cluster, name))
    text_format(capture->text, "# left out: %s, which is the cluster's own\n", name);
  else if (!exists(capture, name))
    capture_line(capture, "Add-ClusterGroup -Name %s", capture_quoted(name, quoted));
  return !capture->failed;
}

static bool put_resource(struct scenario *scenario, HCLUSTER cluster, const char *name,
                         void *context) {
  struct capture *capture = context;
  struct resource_reading resource, twin;
  char quoted[CAPTURE_NAME_ROOM], group[CAPTURE_NAME_ROOM], type[CAPTURE_NAME_ROOM];
  if (reader_resource(scenario, cluster, name, &resource) != WIN32_SUCCESS ||
      !exists(capture, resource.group) ||
      reader_resource(&capture->twin, capture->twin_cluster, name, &twin) == WIN32_SUCCESS)
    return true;
  capture_line(capture, "Add-ClusterResource -Name %s -Group %s -ResourceType %s",
               capture_quoted(name, quoted), capture_quoted(resource.group, group),
               capture_quoted(resource.type, type));
  return !capture->failed;
}

static bool put_dependency(struct scenario *scenario, HCLUSTER cluster, const char *name,
                           void *context) {
  static char real[DEPENDENCY_TEXT_MAX], twin[DEPENDENCY_TEXT_MAX];
  struct capture *capture = context;
  char quoted[CAPTURE_NAME_ROOM];
  if (reader_dependency(&capture->twin, capture->twin_cluster, name, twin) == WIN32_SUCCESS &&
      reader_dependency(scenario, cluster, name, real) == WIN32_SUCCESS && strcmp(real, twin) != 0)
    capture_line(capture, "Set-ClusterResourceDependency -Resource %s -Dependency \"%s\"",
                 capture_quoted(name, quoted), real);
  return !capture->failed;
}

typedef uint32_t owners_reader(struct scenario *scenario, HCLUSTER cluster, const char *name,
                               reader_visit *visit, void *context);

static void put_owners(struct capture *capture, owners_reader *read, const char *parameter,
                       const char *name) {
  struct text real = {0}, twin = {0};
  char quoted[CAPTURE_NAME_ROOM];
  if (read(&capture->twin, capture->twin_cluster, name, capture_add_name, &twin) == WIN32_SUCCESS &&
      read(&capture->real, capture->cluster, name, capture_add_name, &real) == WIN32_SUCCESS &&
      real.used > 0 && strcmp(text_get(&real), text_get(&twin)) != 0)
    capture_line(capture, "Set-ClusterOwnerNode -%s %s -Owners %s", parameter,
                 capture_quoted(name, quoted), text_get(&real));
  text_free(&real);
  text_free(&twin);
}

static bool put_preferred(struct scenario *scenario, HCLUSTER cluster, const char *name,
                          void *context) {
  (void)scenario;
  (void)cluster;
  put_owners(context, reader_preferred_owners, "Group", name);
  return true;
}

static bool put_possible(struct scenario *scenario, HCLUSTER cluster, const char *name,
                         void *context) {
  (void)scenario;
  (void)cluster;
  put_owners(context, reader_possible_owners, "Resource", name);
  return true;
}

/* --- states --- */

static bool put_state_of_group(struct scenario *scenario, HCLUSTER cluster, const char *name,
                               void *context) {
  struct capture *capture = context;
  struct role real, twin;
  char quoted[CAPTURE_NAME_ROOM], owner[CAPTURE_NAME_ROOM];
  if (reader_group(scenario, cluster, name, &real) != WIN32_SUCCESS ||
      reader_group(&capture->twin, capture->twin_cluster, name, &twin) != WIN32_SUCCESS)
    return true;
  (void)capture_quoted(name, quoted);
  if (strcmp(real.owner, twin.owner) != 0)
    capture_line(capture, "Move-ClusterGroup -Name %s -Node %s", quoted,
                 capture_quoted(real.owner, owner));
  bool up = real.state == GROUP_ONLINE || real.state == GROUP_PARTIAL_ONLINE ||
            real.state == GROUP_PENDING;
  if (up && twin.state == GROUP_OFFLINE)
    capture_line(capture, "Start-ClusterGroup -Name %s", quoted);
  return !capture->failed;
}

static bool put_state_of_resource(struct scenario *scenario, HCLUSTER cluster, const char *name,
                                  void *context) {
  struct capture *capture = context;
  struct resource_reading real, twin;
  char quoted[CAPTURE_NAME_ROOM];
  if (reader_resource(scenario, cluster, name, &real) != WIN32_SUCCESS ||
      reader_resource(&capture->twin, capture->twin_cluster, name, &twin) != WIN32_SUCCESS ||
      real.state == twin.state)
    return true;
  if (real.state == RESOURCE_OFFLINE || real.state == RESOURCE_OFFLINE_PENDING)
    capture_line(capture, "Stop-ClusterResource -Name %s", capture_quoted(name, quoted));
  else
    text_format(capture->text, "# left out: %s is %s\n", name, describe_resource_state(real.state));
  return !capture->failed;
}

static bool put_state_of_node(struct scenario *scenario, HCLUSTER cluster, const char *name,
                              void *context) {
  struct capture *capture = context;
  char quoted[CAPTURE_NAME_ROOM];
  int64_t state = 0;
  if (reader_node_state(scenario, cluster, name, &state) != WIN32_SUCCESS)
    return true;
  if (state == ClusterNodePaused)
    capture_line(capture, "Suspend-ClusterNode -Name %s", capture_quoted(name, quoted));
  else if (state == ClusterNodeDown)
    capture_line(capture, "Stop-ClusterNode -Name %s", capture_quoted(name, quoted));
  else if (state != ClusterNodeUp)
    text_format(capture->text, "# left out: %s is %s\n", name, describe_node_state(state));
  return !capture->failed;
}

/* --- all of them --- */

void capture_roles(struct capture *capture) {
  capture_each(capture, CLUSTER_ENUM_GROUP, put_role);
}

void capture_groups(struct capture *capture) {
  capture_each(capture, CLUSTER_ENUM_GROUP, put_group);
  capture_each(capture, CLUSTER_ENUM_RESOURCE, put_resource);
  capture_each(capture, CLUSTER_ENUM_RESOURCE, put_dependency);
  capture_each(capture, CLUSTER_ENUM_GROUP, put_preferred);
  capture_each(capture, CLUSTER_ENUM_RESOURCE, put_possible);
}

void capture_states(struct capture *capture) {
  capture_each(capture, CLUSTER_ENUM_GROUP, put_state_of_group);
  capture_each(capture, CLUSTER_ENUM_RESOURCE, put_state_of_resource);
  capture_each(capture, CLUSTER_ENUM_NODE, put_state_of_node);
}

static bool put_volume(struct scenario *scenario, HCLUSTER cluster, const char *name,
                       void *context) {
  struct capture *capture = context;
  char quoted[CAPTURE_NAME_ROOM];
  (void)scenario;
  (void)cluster;
  capture_line(capture, "Add-ClusterSharedVolume -Name %s", capture_quoted(name, quoted));
  return !capture->failed;
}

void capture_shared_volumes(struct capture *capture) {
  capture_each(capture, CLUSTER_ENUM_SHARED_VOLUME_RESOURCE, put_volume);
}
