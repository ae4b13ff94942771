/* The structures of clusapi.h are laid out as Windows' 64-bit ones: what a compiler there makes of
 * the SDK's declarations (win32metadata, and mingw-w64 where it has them). */
#include "sim/clusapi/clusapi.h"

#define HAS_SIZE(type, size) _Static_assert(sizeof(type) == (size), #type)
#define IS_AT(type, member, offset)                                                                \
  _Static_assert(offsetof(type, member) == (offset), #type "." #member)

HAS_SIZE(WCHAR, 2);
HAS_SIZE(DWORD, 4);
HAS_SIZE(LONG, 4);
HAS_SIZE(BOOL, 4);
HAS_SIZE(BOOLEAN, 1);
HAS_SIZE(CLUSTER_NODE_STATE, 4);
HAS_SIZE(CLUSTERVERSIONINFO, 284);
IS_AT(CLUSTERVERSIONINFO, szVendorId, 10);
IS_AT(CLUSTERVERSIONINFO, dwClusterHighestVersion, 268);
#if UINTPTR_MAX == UINT64_MAX
HAS_SIZE(DWORD_PTR, 8);
HAS_SIZE(CLUSTER_CREATE_GROUP_INFO, 8);
HAS_SIZE(NOTIFY_FILTER_AND_TYPE, 16);
IS_AT(NOTIFY_FILTER_AND_TYPE, FilterFlags, 8);
HAS_SIZE(CLUSTER_ENUM_ITEM, 40);
HAS_SIZE(CLUSTER_GROUP_ENUM_ITEM, 80);
IS_AT(CLUSTER_GROUP_ENUM_ITEM, state, 32);
IS_AT(CLUSTER_GROUP_ENUM_ITEM, pRoProperties, 72);
HAS_SIZE(CLUSTER_RESOURCE_ENUM_ITEM, 96);
IS_AT(CLUSTER_RESOURCE_ENUM_ITEM, lpszOwnerGroupId, 56);
IS_AT(CREATE_CLUSTER_CONFIG, ppszNodeNames, 24);
IS_AT(CREATE_CLUSTER_CONFIG, fEmptyCluster, 48);
#endif
