/* move_vm ROLE NODE: migrates the virtual machine of a role live, and says how far it has come.
 *
 * On Linux it runs on a simulated cluster, on Windows on the one this node belongs to; the source
 * is the same:
 *
 *   cc move_vm.c $(pkg-config --cflags --libs clusapi) -o move_vm
 *   x86_64-w64-mingw32-gcc -DUNICODE move_vm.c -I<include>/wsfcsim -lclusapi -o move_vm.exe
 */
#include <clusapi.h>
#include <stdio.h>

enum { NAME_UNITS = 128, VM_RESOURCE_UNITS = 16, MOVE_TIMEOUT_MS = 60000 };

/* Names of roles and nodes that are ASCII, as a command line has them. */
static void widen(const char *text, WCHAR wide[NAME_UNITS]) {
  size_t i = 0;
  for (; text[i] != '\0' && i + 1 < NAME_UNITS; i++)
    wide[i] = (WCHAR)text[i];
  wide[i] = 0;
}

static int failed(const char *what, DWORD status) {
  fprintf(stderr, "%s: error %u\n", what, (unsigned)status);
  return 1;
}

/* The role's resource of type "Virtual Machine": its type begins so and ends there. */
static HRESOURCE find_vm(HCLUSTER cluster, HGROUP group) {
  static const WCHAR wanted[VM_RESOURCE_UNITS] = TEXT("Virtual Machine");
  HGROUPENUM members = ClusterGroupOpenEnum(group, CLUSTER_GROUP_ENUM_CONTAINS);
  HRESOURCE found = NULL;
  WCHAR name[NAME_UNITS], type[NAME_UNITS];
  for (DWORD i = 0, kind = 0, units = NAME_UNITS, size = 0;
       found == NULL && ClusterGroupEnum(members, i, &kind, name, &units) == 0;
       i++, units = NAME_UNITS) {
    HRESOURCE resource = OpenClusterResource(cluster, name);
    DWORD status = ClusterResourceControl(resource, NULL, CLUSCTL_RESOURCE_GET_RESOURCE_TYPE, NULL,
                                          0, type, sizeof type, &size);
    size_t same = 0;
    while (status == 0 && same < VM_RESOURCE_UNITS && type[same] == wanted[same])
      same++;
    if (same == VM_RESOURCE_UNITS)
      found = resource;
    else
      CloseClusterResource(resource);
  }
  ClusterGroupCloseEnum(members);
  return found;
}

/* Whether the role is on the node, and its name there. */
static int is_on(HGROUP group, const WCHAR *node) {
  WCHAR owner[NAME_UNITS];
  DWORD units = NAME_UNITS;
  size_t i = 0;
  CLUSTER_GROUP_STATE state = GetClusterGroupState(group, owner, &units);
  while (owner[i] != 0 && owner[i] == node[i])
    i++;
  return state == ClusterGroupOnline && owner[i] == node[i];
}

int main(int argc, char **argv) {
  WCHAR role[NAME_UNITS], node[NAME_UNITS], name[NAME_UNITS];
  if (argc != 3)
    return fprintf(stderr, "usage: move_vm ROLE NODE\n"), 2;
  widen(argv[1], role);
  widen(argv[2], node);
  HCLUSTER cluster = OpenCluster(NULL);
  HGROUP group = cluster != NULL ? OpenClusterGroup(cluster, role) : NULL;
  HRESOURCE vm = group != NULL ? find_vm(cluster, group) : NULL;
  if (vm == NULL)
    return failed(argv[1], GetLastError());
  HCHANGE port = CreateClusterNotifyPort(
      INVALID_HANDLE_VALUE, cluster, CLUSTER_CHANGE_GROUP_STATE | CLUSTER_CHANGE_RESOURCE_STATE, 1);
  DWORD units = 0;
  while (node[units] != 0)
    units++;
  DWORD status = ClusterResourceControl(vm, NULL, CLUSCTL_RESOURCE_VM_START_MIGRATION, node,
                                        (units + 1) * (DWORD)sizeof(WCHAR), NULL, 0, NULL);
  if (status != 0 && status != 997) /* ERROR_IO_PENDING */
    return failed("CLUSCTL_RESOURCE_VM_START_MIGRATION", status);
  printf("%s: the migration to %s has begun\n", argv[1], argv[2]);
  while (!is_on(group, node)) {
    DWORD_PTR key = 0;
    DWORD what = 0;
    units = NAME_UNITS;
    status = GetClusterNotify(port, &key, &what, name, &units, MOVE_TIMEOUT_MS);
    if (status != 0)
      return failed("no change for a minute", status);
    printf("  ");
    for (DWORD i = 0; i < units; i++)
      putchar((int)name[i]);
    printf(what == CLUSTER_CHANGE_GROUP_STATE ? ": the role's state changed\n"
                                              : ": the resource's state changed\n");
  }
  printf("%s is on %s\n", argv[1], argv[2]);
  CloseClusterNotifyPort(port);
  CloseClusterResource(vm);
  CloseClusterGroup(group);
  CloseCluster(cluster);
  return 0;
}
