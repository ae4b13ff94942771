/* What a program finds in the property lists a cluster gives, whole and damaged. */
#include <clusapi.h>
#include <resapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

static void expect(int row, DWORD got, DWORD wanted) {
  if (got == wanted)
    return;
  printf("row %d: %u instead of %u\n", row, (unsigned)got, (unsigned)wanted);
  failures++;
}

/* Cut off anywhere, in memory that ends there: a status, and nothing outside is read. */
static void damage(const BYTE *list, DWORD size) {
  for (DWORD cut = 0; cut < size; cut++) {
    BYTE *part = malloc(cut > 0 ? cut : 1);
    DWORD number = 0;
    memcpy(part, list, cut);
    DWORD status = ResUtilFindDwordProperty(part, cut, TEXT("RestartAction"), &number);
    if (status != 0 && status != 13)
      expect(100, status, 13);
    status = ResUtilVerifyPrivatePropertyList(part, cut);
    if (status != 0 && status != 13)
      expect(101, status, 13);
    free(part);
  }
}

int main(void) {
  static BYTE list[8192], names[2048];
  WCHAR machine[] = TEXT("SQL01"), *text = NULL;
  DWORD size = 0, number = 0, bytes = 0;
  ULONGLONG large = 1;
  HCLUSTER cluster = OpenCluster(NULL);
  HGROUP group = OpenClusterGroup(cluster, machine);
  HRESOURCE vm = OpenClusterResource(cluster, TEXT("Virtual Machine SQL01"));
  expect(1,
         ClusterResourceControl(vm, NULL, CLUSCTL_RESOURCE_GET_COMMON_PROPERTIES, NULL, 0, list,
                                sizeof list, &size),
         0);
  expect(2, ResUtilFindDwordProperty(list, size, TEXT("restartaction"), &number), 0);
  expect(3, number, 2);
  expect(4, ResUtilFindDwordProperty(list, size, TEXT("Nothing"), &number), 2);
  expect(5, ResUtilFindDwordProperty(list, size, TEXT("Type"), &number), 13);
  expect(6, ResUtilFindSzProperty(list, size, TEXT("Type"), &text), 0);
  expect(7, text != NULL && text[0] == 'V' && text[14] == 'e' && text[15] == 0, 1);
  expect(8, LocalFree(text) == NULL, 1);
  expect(9, ResUtilFindSzProperty(list, size, TEXT("Type"), NULL), 0);
  expect(10, ResUtilFindDwordProperty(list, size, TEXT("RestartAction"), NULL), 87);
  expect(11, ResUtilFindDwordProperty(NULL, 0, TEXT("RestartAction"), &number), 87);
  expect(12, ResUtilVerifyPrivatePropertyList(list, size), 0);
  damage(list, size);
  expect(13,
         ClusterResourceControl(vm, NULL, CLUSCTL_RESOURCE_GET_RO_COMMON_PROPERTIES, NULL, 0, list,
                                sizeof list, &size),
         0);
  expect(14, ResUtilFindULargeIntegerProperty(list, size, TEXT("StatusInformation"), &large), 0);
  expect(15, (DWORD)large, 0);
  expect(16,
         ClusterGroupControl(group, NULL, CLUSCTL_GROUP_GET_COMMON_PROPERTIES, NULL, 0, names,
                             sizeof names, &size),
         0);
  expect(17, ResUtilFindMultiSzProperty(names, size, TEXT("AntiAffinityClassNames"), &text, &bytes),
         0);
  expect(18, bytes, 2);
  expect(19, LocalFree(text) == NULL, 1);
  CloseClusterResource(vm);
  CloseClusterGroup(group);
  CloseCluster(cluster);
  printf("%s\n", failures == 0 ? "as documented" : "not as documented");
  return failures == 0 ? 0 : 1;
}
