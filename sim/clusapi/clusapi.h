#ifndef SIM_CLUSAPI_CLUSAPI_H
#define SIM_CLUSAPI_CLUSAPI_H
/* ClusAPI: names, numbers and prototypes as on learn.microsoft.com (sdk-api, clusapi.h), for C11
 * and C++17.  Behind the functions is whoever the program is linked with: libclusapi.so, a
 * simulated cluster, or on Windows a clusapi.dll.  Texts are UTF-16 with their NUL, sizes of texts
 * are in characters, of buffers in bytes.
 *
 * What returns a DWORD returns a status, 0 for success.  What returns a handle, a BOOL or a state
 * returns NULL, FALSE or -1 when it fails, and GetLastError() says why.  Handles are closed with
 * the function of their kind.  docs/clusapi.md lists every function and what it does here. */
#include "model/control_code_values.h"
#include "sim/clusapi/win32_types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _HCLUSTER *HCLUSTER;
typedef struct _HNODE *HNODE;
typedef struct _HGROUP *HGROUP;
typedef struct _HRESOURCE *HRESOURCE;
typedef struct _HNETWORK *HNETWORK;
typedef struct _HGROUPSET *HGROUPSET;
typedef struct _HGROUPSETENUM *HGROUPSETENUM;
typedef struct _HNETINTERFACE *HNETINTERFACE;
typedef struct _HCLUSENUM *HCLUSENUM;
typedef struct _HGROUPENUM *HGROUPENUM;
typedef struct _HRESENUM *HRESENUM;
typedef struct _HNODEENUM *HNODEENUM;
typedef struct _HNETWORKENUM *HNETWORKENUM;
typedef struct _HRESTYPEENUM *HRESTYPEENUM;
typedef struct _HCLUSENUMEX *HCLUSENUMEX;
typedef struct _HNODEENUMEX *HNODEENUMEX;
typedef struct _HGROUPENUMEX *HGROUPENUMEX;
typedef struct _HRESENUMEX *HRESENUMEX;
typedef struct _HCHANGE *HCHANGE;

typedef enum NODE_CLUSTER_STATE {
  ClusterStateNotInstalled = 0x00000000,
  ClusterStateNotConfigured = 0x00000001,
  ClusterStateNotRunning = 0x00000003,
  ClusterStateRunning = 0x00000013
} NODE_CLUSTER_STATE;

typedef enum CLUSTER_NODE_STATE {
  ClusterNodeStateUnknown = -1,
  ClusterNodeUp,
  ClusterNodeDown,
  ClusterNodePaused,
  ClusterNodeJoining
} CLUSTER_NODE_STATE;

typedef enum CLUSTER_GROUP_STATE {
  ClusterGroupStateUnknown = -1,
  ClusterGroupOnline,
  ClusterGroupOffline,
  ClusterGroupFailed,
  ClusterGroupPartialOnline,
  ClusterGroupPending
} CLUSTER_GROUP_STATE;

typedef enum CLUSTER_RESOURCE_STATE {
  ClusterResourceStateUnknown = -1,
  ClusterResourceInherited,
  ClusterResourceInitializing,
  ClusterResourceOnline,
  ClusterResourceOffline,
  ClusterResourceFailed,
  ClusterResourcePending = 128,
  ClusterResourceOnlinePending,
  ClusterResourceOfflinePending
} CLUSTER_RESOURCE_STATE;

typedef enum CLUSTER_NETWORK_STATE {
  ClusterNetworkStateUnknown = -1,
  ClusterNetworkUnavailable,
  ClusterNetworkDown,
  ClusterNetworkPartitioned,
  ClusterNetworkUp
} CLUSTER_NETWORK_STATE;

typedef enum CLUSTER_NETINTERFACE_STATE {
  ClusterNetInterfaceStateUnknown = -1,
  ClusterNetInterfaceUnavailable,
  ClusterNetInterfaceFailed,
  ClusterNetInterfaceUnreachable,
  ClusterNetInterfaceUp
} CLUSTER_NETINTERFACE_STATE;

typedef enum CLUSTER_ENUM {
  CLUSTER_ENUM_NODE = 0x00000001,
  CLUSTER_ENUM_RESTYPE = 0x00000002,
  CLUSTER_ENUM_RESOURCE = 0x00000004,
  CLUSTER_ENUM_GROUP = 0x00000008,
  CLUSTER_ENUM_NETWORK = 0x00000010,
  CLUSTER_ENUM_NETINTERFACE = 0x00000020,
  CLUSTER_ENUM_ALL = 0x0000003F,
  CLUSTER_ENUM_SHARED_VOLUME_RESOURCE = 0x40000000
} CLUSTER_ENUM;

typedef enum CLUSTER_NODE_ENUM {
  CLUSTER_NODE_ENUM_NETINTERFACES = 0x00000001,
  CLUSTER_NODE_ENUM_GROUPS = 0x00000002,
  CLUSTER_NODE_ENUM_PREFERRED_GROUPS = 0x00000004,
  CLUSTER_NODE_ENUM_ALL = 0x00000003
} CLUSTER_NODE_ENUM;

typedef enum CLUSTER_NETWORK_ENUM {
  CLUSTER_NETWORK_ENUM_NETINTERFACES = 0x00000001,
  CLUSTER_NETWORK_ENUM_ALL = CLUSTER_NETWORK_ENUM_NETINTERFACES
} CLUSTER_NETWORK_ENUM;

typedef enum CLUSTER_RESOURCE_TYPE_ENUM {
  CLUSTER_RESOURCE_TYPE_ENUM_NODES = 0x00000001,
  CLUSTER_RESOURCE_TYPE_ENUM_RESOURCES = 0x00000002,
  CLUSTER_RESOURCE_TYPE_ENUM_ALL = 0x00000003
} CLUSTER_RESOURCE_TYPE_ENUM;

typedef enum CLUSTER_GROUP_ENUM {
  CLUSTER_GROUP_ENUM_CONTAINS = 0x00000001,
  CLUSTER_GROUP_ENUM_NODES = 0x00000002,
  CLUSTER_GROUP_ENUM_ALL = 0x00000003
} CLUSTER_GROUP_ENUM;

typedef enum CLUSTER_RESOURCE_ENUM {
  CLUSTER_RESOURCE_ENUM_DEPENDS = 0x00000001,
  CLUSTER_RESOURCE_ENUM_PROVIDES = 0x00000002,
  CLUSTER_RESOURCE_ENUM_NODES = 0x00000004,
  CLUSTER_RESOURCE_ENUM_ALL = 0x00000007
} CLUSTER_RESOURCE_ENUM;

typedef enum CLUSTER_NODE_RESUME_FAILBACK_TYPE {
  DoNotFailbackGroups = 0,
  FailbackGroupsImmediately,
  FailbackGroupsPerPolicy
} CLUSTER_NODE_RESUME_FAILBACK_TYPE;

typedef enum CLUSGROUP_TYPE {
  ClusGroupTypeVirtualMachine = 111,
  ClusGroupTypeUnknown = 9999
} CLUSGROUP_TYPE;

typedef struct CLUSTER_CREATE_GROUP_INFO {
  DWORD dwVersion;
  CLUSGROUP_TYPE groupType;
} CLUSTER_CREATE_GROUP_INFO, *PCLUSTER_CREATE_GROUP_INFO;

#define CLUSTER_CREATE_GROUP_INFO_VERSION_1 0x1

typedef enum CLUS_AFFINITY_RULE_TYPE {
  CLUS_AFFINITY_RULE_NONE = 0,
  CLUS_AFFINITY_RULE_SAME_FAULT_DOMAIN = 1,
  CLUS_AFFINITY_RULE_SAME_NODE = 2,
  CLUS_AFFINITY_RULE_DIFFERENT_FAULT_DOMAIN = 3,
  CLUS_AFFINITY_RULE_DIFFERENT_NODE = 4,
  CLUS_AFFINITY_RULE_MIN = CLUS_AFFINITY_RULE_NONE,
  CLUS_AFFINITY_RULE_MAX = CLUS_AFFINITY_RULE_DIFFERENT_NODE
} CLUS_AFFINITY_RULE_TYPE;

/* What a port of the first interface can be told (ne-clusapi-cluster_change). */
typedef enum CLUSTER_CHANGE {
  CLUSTER_CHANGE_NODE_STATE = 0x00000001,
  CLUSTER_CHANGE_NODE_DELETED = 0x00000002,
  CLUSTER_CHANGE_NODE_ADDED = 0x00000004,
  CLUSTER_CHANGE_NODE_PROPERTY = 0x00000008,
  CLUSTER_CHANGE_REGISTRY_SUBTREE = 0x00000080,
  CLUSTER_CHANGE_RESOURCE_STATE = 0x00000100,
  CLUSTER_CHANGE_RESOURCE_DELETED = 0x00000200,
  CLUSTER_CHANGE_RESOURCE_ADDED = 0x00000400,
  CLUSTER_CHANGE_RESOURCE_PROPERTY = 0x00000800,
  CLUSTER_CHANGE_GROUP_STATE = 0x00001000,
  CLUSTER_CHANGE_GROUP_DELETED = 0x00002000,
  CLUSTER_CHANGE_GROUP_ADDED = 0x00004000,
  CLUSTER_CHANGE_GROUP_PROPERTY = 0x00008000,
  CLUSTER_CHANGE_CLUSTER_RECONNECT = 0x00080000,
  CLUSTER_CHANGE_NETWORK_STATE = 0x00100000,
  CLUSTER_CHANGE_QUORUM_STATE = 0x10000000
} CLUSTER_CHANGE;
#define CLUSTER_CHANGE_ALL 0xFFFFFFFFu

typedef enum CLUSTER_OBJECT_TYPE {
  CLUSTER_OBJECT_TYPE_NONE = 0,
  CLUSTER_OBJECT_TYPE_CLUSTER,
  CLUSTER_OBJECT_TYPE_GROUP,
  CLUSTER_OBJECT_TYPE_RESOURCE,
  CLUSTER_OBJECT_TYPE_RESOURCE_TYPE,
  CLUSTER_OBJECT_TYPE_NETWORK_INTERFACE,
  CLUSTER_OBJECT_TYPE_NETWORK,
  CLUSTER_OBJECT_TYPE_NODE,
  CLUSTER_OBJECT_TYPE_REGISTRY,
  CLUSTER_OBJECT_TYPE_QUORUM,
  CLUSTER_OBJECT_TYPE_SHARED_VOLUME,
  CLUSTER_OBJECT_TYPE_GROUPSET = 0xD,
  CLUSTER_OBJECT_TYPE_AFFINITYRULE = 0x10
} CLUSTER_OBJECT_TYPE;

typedef struct _NOTIFY_FILTER_AND_TYPE {
  DWORD dwObjectType;
  LONGLONG FilterFlags;
} NOTIFY_FILTER_AND_TYPE, *PNOTIFY_FILTER_AND_TYPE;

/* The items of the Ex enumerations.  Sizes are in bytes, with the NUL; texts stand behind the item
 * in the same buffer.  Properties are not given: their sizes are 0. */
#define CLUSTER_ENUM_ITEM_VERSION_1          1u
#define CLUSTER_GROUP_ENUM_ITEM_VERSION_1    1u
#define CLUSTER_RESOURCE_ENUM_ITEM_VERSION_1 1u

typedef struct _CLUSTER_ENUM_ITEM {
  DWORD dwVersion, dwType, cbId;
  LPWSTR lpszId;
  DWORD cbName;
  LPWSTR lpszName;
} CLUSTER_ENUM_ITEM, *PCLUSTER_ENUM_ITEM;

typedef struct _CLUSTER_GROUP_ENUM_ITEM {
  DWORD dwVersion, cbId;
  LPWSTR lpszId;
  DWORD cbName;
  LPWSTR lpszName;
  CLUSTER_GROUP_STATE state;
  DWORD cbOwnerNode;
  LPWSTR lpszOwnerNode;
  DWORD dwFlags, cbProperties;
  LPVOID pProperties;
  DWORD cbRoProperties;
  LPVOID pRoProperties;
} CLUSTER_GROUP_ENUM_ITEM, *PCLUSTER_GROUP_ENUM_ITEM;

typedef struct _CLUSTER_RESOURCE_ENUM_ITEM {
  DWORD dwVersion, cbId;
  LPWSTR lpszId;
  DWORD cbName;
  LPWSTR lpszName;
  DWORD cbOwnerGroupName;
  LPWSTR lpszOwnerGroupName;
  DWORD cbOwnerGroupId;
  LPWSTR lpszOwnerGroupId;
  DWORD cbProperties;
  LPVOID pProperties;
  DWORD cbRoProperties;
  LPVOID pRoProperties;
} CLUSTER_RESOURCE_ENUM_ITEM, *PCLUSTER_RESOURCE_ENUM_ITEM;

/* dwVersionInfoSize is the caller's: the size of this structure (sdk-api clusterversioninfo). */
typedef struct CLUSTERVERSIONINFO {
  DWORD dwVersionInfoSize;
  WORD MajorVersion, MinorVersion, BuildNumber;
  WCHAR szVendorId[64], szCSDVersion[64];
  DWORD dwClusterHighestVersion, dwClusterLowestVersion, dwFlags, dwReserved;
} CLUSTERVERSIONINFO, *LPCLUSTERVERSIONINFO, *PCLUSTERVERSIONINFO;

/* The simulated cluster reads the name and the nodes; addresses may be left out. */
typedef struct CREATE_CLUSTER_CONFIG {
  DWORD dwVersion;
  LPCWSTR lpszClusterName;
  DWORD cNodes;
  LPCWSTR *ppszNodeNames;
  DWORD cIpEntries;
  void *pIpEntries;
  BOOLEAN fEmptyCluster;
} CREATE_CLUSTER_CONFIG, *PCREATE_CLUSTER_CONFIG;

typedef BOOL(WINAPI *PCLUSTER_SETUP_PROGRESS_CALLBACK)(LPVOID context, int phase, int type,
                                                       int severity, DWORD percent, LPCWSTR object,
                                                       DWORD status);

HCLUSTER WINAPI CreateCluster(PCREATE_CLUSTER_CONFIG pConfig,
                              PCLUSTER_SETUP_PROGRESS_CALLBACK pfnProgressCallback,
                              LPVOID pvCallbackArg);
HCLUSTER WINAPI OpenCluster(LPCWSTR lpszClusterName);
HCLUSTER WINAPI OpenClusterEx(LPCWSTR lpszClusterName, DWORD dwDesiredAccess,
                              LPDWORD lpdwGrantedAccess);
BOOL WINAPI CloseCluster(HCLUSTER hCluster);
HCLUSENUM WINAPI ClusterOpenEnum(HCLUSTER hCluster, DWORD dwType);
DWORD WINAPI ClusterEnum(HCLUSENUM hEnum, DWORD dwIndex, LPDWORD lpdwType, LPWSTR lpszName,
                         LPDWORD lpcchName);
DWORD WINAPI ClusterCloseEnum(HCLUSENUM hEnum);
HNODE WINAPI OpenClusterNode(HCLUSTER hCluster, LPCWSTR lpszNodeName);
BOOL WINAPI CloseClusterNode(HNODE hNode);
CLUSTER_NODE_STATE WINAPI GetClusterNodeState(HNODE hNode);
DWORD WINAPI PauseClusterNode(HNODE hNode);
DWORD WINAPI PauseClusterNodeEx(HNODE hNode, BOOL bDrainNode, DWORD dwPauseFlags,
                                HNODE hNodeDrainTarget);
DWORD WINAPI ResumeClusterNode(HNODE hNode);
DWORD WINAPI ResumeClusterNodeEx(HNODE hNode, CLUSTER_NODE_RESUME_FAILBACK_TYPE eResumeFailbackType,
                                 DWORD dwResumeFlagsReserved);
DWORD WINAPI ClusterNodeControl(HNODE hNode, HNODE hHostNode, DWORD dwControlCode,
                                LPVOID lpInBuffer, DWORD nInBufferSize, LPVOID lpOutBuffer,
                                DWORD nOutBufferSize, LPDWORD lpBytesReturned);
HGROUP WINAPI CreateClusterGroupEx(HCLUSTER hCluster, LPCWSTR lpszGroupName,
                                   PCLUSTER_CREATE_GROUP_INFO pGroupInfo);
HGROUP WINAPI OpenClusterGroup(HCLUSTER hCluster, LPCWSTR lpszGroupName);
BOOL WINAPI CloseClusterGroup(HGROUP hGroup);
CLUSTER_GROUP_STATE WINAPI GetClusterGroupState(HGROUP hGroup, LPWSTR lpszNodeName,
                                                LPDWORD lpcchNodeName);
DWORD WINAPI DeleteClusterGroup(HGROUP hGroup);
DWORD WINAPI OnlineClusterGroup(HGROUP hGroup, HNODE hDestinationNode);
DWORD WINAPI OfflineClusterGroup(HGROUP hGroup);
DWORD WINAPI OnlineClusterGroupEx(HGROUP hGroup, HNODE hDestinationNode, DWORD dwOnlineFlags,
                                  PBYTE lpInBuffer, DWORD cbInBufferSize);
DWORD WINAPI OfflineClusterGroupEx(HGROUP hGroup, DWORD dwOfflineFlags, PBYTE lpInBuffer,
                                   DWORD cbInBufferSize);
DWORD WINAPI MoveClusterGroup(HGROUP hGroup, HNODE hDestinationNode);
DWORD WINAPI MoveClusterGroupEx(HGROUP hGroup, HNODE hDestinationNode, DWORD dwMoveFlags,
                                BYTE *lpInBuffer, DWORD cbInBufferSize);
DWORD WINAPI CancelClusterGroupOperation(HGROUP hGroup, DWORD dwCancelFlags_RESERVED);
DWORD WINAPI ClusterGroupControl(HGROUP hGroup, HNODE hHostNode, DWORD dwControlCode,
                                 LPVOID lpInBuffer, DWORD nInBufferSize, LPVOID lpOutBuffer,
                                 DWORD nOutBufferSize, LPDWORD lpBytesReturned);
DWORD WINAPI SetClusterGroupNodeList(HGROUP hGroup, DWORD NodeCount, HNODE NodeList[]);
HGROUPENUM WINAPI ClusterGroupOpenEnum(HGROUP hGroup, DWORD dwType);
DWORD WINAPI ClusterGroupEnum(HGROUPENUM hGroupEnum, DWORD dwIndex, LPDWORD lpdwType,
                              LPWSTR lpszResourceName, LPDWORD lpcchName);
DWORD WINAPI ClusterGroupCloseEnum(HGROUPENUM hGroupEnum);
HRESOURCE WINAPI CreateClusterResource(HGROUP hGroup, LPCWSTR lpszResourceName,
                                       LPCWSTR lpszResourceType, DWORD dwFlags);
HRESOURCE WINAPI OpenClusterResource(HCLUSTER hCluster, LPCWSTR lpszResourceName);
BOOL WINAPI CloseClusterResource(HRESOURCE hResource);
CLUSTER_RESOURCE_STATE WINAPI GetClusterResourceState(HRESOURCE hResource, LPWSTR lpszNodeName,
                                                      LPDWORD lpcchNodeName, LPWSTR lpszGroupName,
                                                      LPDWORD lpcchGroupName);
DWORD WINAPI DeleteClusterResource(HRESOURCE hResource);
DWORD WINAPI OnlineClusterResource(HRESOURCE hResource);
DWORD WINAPI OfflineClusterResource(HRESOURCE hResource);
DWORD WINAPI OnlineClusterResourceEx(HRESOURCE hResource, DWORD dwOnlineFlags, PBYTE lpInBuffer,
                                     DWORD cbInBufferSize);
DWORD WINAPI OfflineClusterResourceEx(HRESOURCE hResource, DWORD dwOfflineFlags, PBYTE lpInBuffer,
                                      DWORD cbInBufferSize);
DWORD WINAPI FailClusterResource(HRESOURCE hResource);
DWORD WINAPI AddClusterResourceDependency(HRESOURCE hResource, HRESOURCE hDependsOn);
DWORD WINAPI RemoveClusterResourceDependency(HRESOURCE hResource, HRESOURCE hDependsOn);
DWORD WINAPI SetClusterResourceDependencyExpression(HRESOURCE hResource,
                                                    LPCWSTR lpszDependencyExpression);
DWORD WINAPI GetClusterResourceDependencyExpression(HRESOURCE hResource,
                                                    LPWSTR lpszDependencyExpression,
                                                    LPDWORD lpcchDependencyExpression);
DWORD WINAPI AddClusterResourceNode(HRESOURCE hResource, HNODE hNode);
DWORD WINAPI RemoveClusterResourceNode(HRESOURCE hResource, HNODE hNode);
HRESENUM WINAPI ClusterResourceOpenEnum(HRESOURCE hResource, DWORD dwType);
DWORD WINAPI ClusterResourceEnum(HRESENUM hResEnum, DWORD dwIndex, LPDWORD lpdwType,
                                 LPWSTR lpszName, LPDWORD lpcchName);
DWORD WINAPI ClusterResourceCloseEnum(HRESENUM hResEnum);
DWORD WINAPI ClusterResourceControl(HRESOURCE hResource, HNODE hHostNode, DWORD dwControlCode,
                                    LPVOID lpInBuffer, DWORD cbInBufferSize, LPVOID lpOutBuffer,
                                    DWORD cbOutBufferSize, LPDWORD lpBytesReturned);
HNETWORK WINAPI OpenClusterNetwork(HCLUSTER hCluster, LPCWSTR lpszNetworkName);
BOOL WINAPI CloseClusterNetwork(HNETWORK hNetwork);
CLUSTER_NETWORK_STATE WINAPI GetClusterNetworkState(HNETWORK hNetwork);
DWORD WINAPI ClusterNetworkControl(HNETWORK hNetwork, HNODE hHostNode, DWORD dwControlCode,
                                   LPVOID lpInBuffer, DWORD nInBufferSize, LPVOID lpOutBuffer,
                                   DWORD nOutBufferSize, LPDWORD lpBytesReturned);
HNETINTERFACE WINAPI OpenClusterNetInterface(HCLUSTER hCluster, LPCWSTR lpszInterfaceName);
BOOL WINAPI CloseClusterNetInterface(HNETINTERFACE hNetInterface);
DWORD WINAPI ClusterNetInterfaceControl(HNETINTERFACE hNetInterface, HNODE hHostNode,
                                        DWORD dwControlCode, LPVOID lpInBuffer, DWORD nInBufferSize,
                                        LPVOID lpOutBuffer, DWORD nOutBufferSize,
                                        LPDWORD lpBytesReturned);
DWORD WINAPI ClusterControl(HCLUSTER hCluster, HNODE hHostNode, DWORD dwControlCode,
                            LPVOID lpInBuffer, DWORD nInBufferSize, LPVOID lpOutBuffer,
                            DWORD nOutBufferSize, LPDWORD lpBytesReturned);
DWORD WINAPI ClusterResourceTypeControl(HCLUSTER hCluster, LPCWSTR lpszResourceTypeName,
                                        HNODE hHostNode, DWORD dwControlCode, LPVOID lpInBuffer,
                                        DWORD nInBufferSize, LPVOID lpOutBuffer,
                                        DWORD nOutBufferSize, LPDWORD lpBytesReturned);

/* Cluster Shared Volumes. */
DWORD WINAPI AddResourceToClusterSharedVolumes(HRESOURCE hResource);
DWORD WINAPI RemoveResourceFromClusterSharedVolumes(HRESOURCE hResource);

/* Group sets, from Windows Server 2016 on. */
HGROUPSET WINAPI CreateClusterGroupSet(HCLUSTER hCluster, LPCWSTR groupSetName);
HGROUPSET WINAPI OpenClusterGroupSet(HCLUSTER hCluster, LPCWSTR lpszGroupSetName);
BOOL WINAPI CloseClusterGroupSet(HGROUPSET hGroupSet);
DWORD WINAPI DeleteClusterGroupSet(HGROUPSET hGroupSet);
DWORD WINAPI ClusterAddGroupToGroupSet(HGROUPSET hGroupSet, HGROUP hGroup);
DWORD WINAPI ClusterRemoveGroupFromGroupSet(HGROUP hGroup);
DWORD WINAPI AddClusterGroupSetDependency(HGROUPSET hDependentSet, HGROUPSET hProviderSet);
DWORD WINAPI RemoveClusterGroupSetDependency(HGROUPSET hGroupSet, HGROUPSET hDependsOn);
DWORD WINAPI ClusterGroupSetControl(HGROUPSET hGroupSet, HNODE hHostNode, DWORD dwControlCode,
                                    LPVOID lpInBuffer, DWORD cbInBufferSize, LPVOID lpOutBuffer,
                                    DWORD cbOutBufferSize, LPDWORD lpBytesReturned);
HGROUPSETENUM WINAPI ClusterGroupSetOpenEnum(HCLUSTER hCluster);
DWORD WINAPI ClusterGroupSetGetEnumCount(HGROUPSETENUM hGroupSetEnum);
DWORD WINAPI ClusterGroupSetEnum(HGROUPSETENUM hGroupSetEnum, DWORD dwIndex, LPWSTR lpszName,
                                 LPDWORD lpcchName);
DWORD WINAPI ClusterGroupSetCloseEnum(HGROUPSETENUM hGroupSetEnum);

/* Affinity rules, from Windows Server 2022 on. */
DWORD WINAPI ClusterCreateAffinityRule(HCLUSTER hCluster, LPCWSTR ruleName,
                                       CLUS_AFFINITY_RULE_TYPE ruleType);
DWORD WINAPI ClusterRemoveAffinityRule(HCLUSTER hCluster, LPCWSTR ruleName);
DWORD WINAPI ClusterAddGroupToAffinityRule(HCLUSTER hCluster, LPCWSTR ruleName, HGROUP hGroup);
DWORD WINAPI ClusterRemoveGroupFromAffinityRule(HCLUSTER hCluster, LPCWSTR ruleName, HGROUP hGroup);
DWORD WINAPI ClusterAffinityRuleControl(HCLUSTER hCluster, LPCWSTR affinityRuleName,
                                        HNODE hHostNode, DWORD dwControlCode, LPVOID lpInBuffer,
                                        DWORD cbInBufferSize, LPVOID lpOutBuffer,
                                        DWORD cbOutBufferSize, LPDWORD lpBytesReturned);

HCHANGE WINAPI CreateClusterNotifyPort(HCHANGE hChange, HCLUSTER hCluster, DWORD dwFilter,
                                       DWORD_PTR dwNotifyKey);
HCHANGE WINAPI CreateClusterNotifyPortV2(HCHANGE hChange, HCLUSTER hCluster,
                                         NOTIFY_FILTER_AND_TYPE *Filters, DWORD dwFilterCount,
                                         DWORD_PTR dwNotifyKey);
DWORD WINAPI RegisterClusterNotify(HCHANGE hChange, DWORD dwFilterType, HANDLE hObject,
                                   DWORD_PTR dwNotifyKey);
DWORD WINAPI RegisterClusterNotifyV2(HCHANGE hChange, NOTIFY_FILTER_AND_TYPE Filter, HANDLE hObject,
                                     DWORD_PTR dwNotifyKey);
/* An event that is signaled while a notification waits in the port; the port closes it.  Outside
 * Windows it is the descriptor of an eventfd, to poll().  120 inside the simulator's own program.
 */
DWORD WINAPI GetNotifyEventHandle(HCHANGE hChange, HANDLE *lphTargetEvent);

DWORD WINAPI GetClusterNotify(HCHANGE hChange, DWORD_PTR *lpdwNotifyKey, LPDWORD lpdwFilterType,
                              LPWSTR lpszName, LPDWORD lpcchName, DWORD dwMilliseconds);
DWORD WINAPI GetClusterNotifyV2(HCHANGE hChange, DWORD_PTR *lpdwNotifyKey,
                                PNOTIFY_FILTER_AND_TYPE pFilterAndType, BYTE *buffer,
                                LPDWORD lpbBufferSize, LPWSTR lpszObjectId, LPDWORD lpcchObjectId,
                                LPWSTR lpszParentId, LPDWORD lpcchParentId, LPWSTR lpszName,
                                LPDWORD lpcchName, LPWSTR lpszType, LPDWORD lpcchType,
                                DWORD dwMilliseconds);
BOOL WINAPI CloseClusterNotifyPort(HCHANGE hChange);

HNODEENUM WINAPI ClusterNodeOpenEnum(HNODE hNode, DWORD dwType);
DWORD WINAPI ClusterNodeEnum(HNODEENUM hEnum, DWORD dwIndex, LPDWORD lpdwType, LPWSTR lpszName,
                             LPDWORD lpcchName);
DWORD WINAPI ClusterNodeCloseEnum(HNODEENUM hEnum);
HNETWORKENUM WINAPI ClusterNetworkOpenEnum(HNETWORK hNetwork, DWORD dwType);
DWORD WINAPI ClusterNetworkEnum(HNETWORKENUM hEnum, DWORD dwIndex, LPDWORD lpdwType,
                                LPWSTR lpszName, LPDWORD lpcchName);
DWORD WINAPI ClusterNetworkCloseEnum(HNETWORKENUM hEnum);
HRESTYPEENUM WINAPI ClusterResourceTypeOpenEnum(HCLUSTER hCluster, LPCWSTR lpszResourceTypeName,
                                                DWORD dwType);
DWORD WINAPI ClusterResourceTypeEnum(HRESTYPEENUM hResTypeEnum, DWORD dwIndex, LPDWORD lpdwType,
                                     LPWSTR lpszName, LPDWORD lpcchName);
DWORD WINAPI ClusterResourceTypeCloseEnum(HRESTYPEENUM hResTypeEnum);

/* How many there are; 0 with a last error for a handle that is none. */
DWORD WINAPI ClusterGetEnumCount(HCLUSENUM hEnum);
DWORD WINAPI ClusterNodeGetEnumCount(HNODEENUM hEnum);
DWORD WINAPI ClusterGroupGetEnumCount(HGROUPENUM hEnum);
DWORD WINAPI ClusterResourceGetEnumCount(HRESENUM hEnum);
DWORD WINAPI ClusterResourceTypeGetEnumCount(HRESTYPEENUM hEnum);
DWORD WINAPI ClusterNetworkGetEnumCount(HNETWORKENUM hEnum);

/* --- the cluster database as a registry --- */

/* Groups, Networks, NetworkInterfaces, Nodes, Resources and ResourceTypes hold the objects by their
 * ids; their values are the common properties, those of "Parameters" below them the private ones.
 * Elsewhere keys and values may be made and deleted: a path and a name of 390 bytes of UTF-8, 1,024
 * bytes a value, 64 values a key (8 beyond).  2: it is not there; 5: it is the cluster's own, or
 * has keys below it; 234: the buffer is too small, the size is told; 259: behind the last.  Times
 * are 0, security attributes and options are not looked at.  sdk-api clusterregopenkey;
 * docs/fidelity.md "registry". */
HKEY WINAPI GetClusterKey(HCLUSTER hCluster, DWORD samDesired);
HKEY WINAPI GetClusterNodeKey(HNODE hNode, DWORD samDesired);
HKEY WINAPI GetClusterGroupKey(HGROUP hGroup, DWORD samDesired);
HKEY WINAPI GetClusterResourceKey(HRESOURCE hResource, DWORD samDesired);
HKEY WINAPI GetClusterResourceTypeKey(HCLUSTER hCluster, LPCWSTR lpszTypeName, DWORD samDesired);
HKEY WINAPI GetClusterNetworkKey(HNETWORK hNetwork, DWORD samDesired);
HKEY WINAPI GetClusterNetInterfaceKey(HNETINTERFACE hNetInterface, DWORD samDesired);
LONG WINAPI ClusterRegCloseKey(HKEY hKey);
LONG WINAPI ClusterRegOpenKey(HKEY hKey, LPCWSTR lpszSubKey, DWORD samDesired, HKEY *phkResult);
LONG WINAPI ClusterRegCreateKey(HKEY hKey, LPCWSTR lpszSubKey, DWORD dwOptions, DWORD samDesired,
                                LPVOID lpSecurityAttributes, HKEY *phkResult,
                                LPDWORD lpdwDisposition);
LONG WINAPI ClusterRegDeleteKey(HKEY hKey, LPCWSTR lpszSubKey);
LONG WINAPI ClusterRegEnumKey(HKEY hKey, DWORD dwIndex, LPWSTR lpszName, LPDWORD lpcchName,
                              FILETIME *lpftLastWriteTime);
LONG WINAPI ClusterRegQueryValue(HKEY hKey, LPCWSTR lpszValueName, LPDWORD lpdwValueType,
                                 LPBYTE lpData, LPDWORD lpcbData);
DWORD WINAPI ClusterRegEnumValue(HKEY hKey, DWORD dwIndex, LPWSTR lpszValueName,
                                 LPDWORD lpcchValueName, LPDWORD lpdwType, LPBYTE lpData,
                                 LPDWORD lpcbData);
DWORD WINAPI ClusterRegSetValue(HKEY hKey, LPCWSTR lpszValueName, DWORD dwType, const BYTE *lpData,
                                DWORD cbData);
DWORD WINAPI ClusterRegDeleteValue(HKEY hKey, LPCWSTR lpszValueName);
LONG WINAPI ClusterRegQueryInfoKey(HKEY hKey, LPDWORD lpcSubKeys, LPDWORD lpcchMaxSubKeyLen,
                                   LPDWORD lpcValues, LPDWORD lpcchMaxValueNameLen,
                                   LPDWORD lpcbMaxValueLen, LPDWORD lpcbSecurityDescriptor,
                                   FILETIME *lpftLastWriteTime);

/* New names.  Empty: 123; another object has it: 183.  A cluster's answers 5024, and holds at once
 * (docs/fidelity.md "cluster-name").  sdk-api setclustername, setclustergroupname ... */
DWORD WINAPI SetClusterName(HCLUSTER hCluster, LPCWSTR lpszNewClusterName);
DWORD WINAPI SetClusterGroupName(HGROUP hGroup, LPCWSTR lpszGroupName);
DWORD WINAPI SetClusterResourceName(HRESOURCE hResource, LPCWSTR lpszResourceName);
DWORD WINAPI SetClusterNetworkName(HNETWORK hNetwork, LPCWSTR lpszName);

/* A resource, with its whole dependency tree, to another group of the same owner: 5016 where it has
 * another one.  Flags other than 0: 120.  sdk-api changeclusterresourcegroup. */
DWORD WINAPI ChangeClusterResourceGroup(HRESOURCE hResource, HGROUP hGroup);
DWORD WINAPI ChangeClusterResourceGroupEx(HRESOURCE hResource, HGROUP hGroup, ULONGLONG Flags);

/* Takes a group offline and deletes it with all its resources, in the background.  sdk-api
 * destroyclustergroup; docs/fidelity.md "destroy-group". */
DWORD WINAPI DestroyClusterGroup(HGROUP hGroup);

/* An online resource goes offline, with what needs it, and comes back.  dwFlags: 0, or 1 to ignore
 * locked mode.  docs/fidelity.md "restart-resource". */
DWORD WINAPI RestartClusterResource(HRESOURCE hResource, DWORD dwFlags);

/* Evicting is accepted, and goes on when these return; the clean-up status is 0.  The last node:
 * 5009.  sdk-api evictclusternode; docs/fidelity.md "evict-node". */
DWORD WINAPI EvictClusterNode(HNODE hNode);
DWORD WINAPI EvictClusterNodeEx(HNODE hNode, DWORD dwTimeOut, HRESULT *phrCleanupStatus);

/* A host of the world joins; nothing calls back.  sdk-api addclusternode. */
HNODE WINAPI AddClusterNode(HCLUSTER hCluster, LPCWSTR lpszNodeName,
                            PCLUSTER_SETUP_PROGRESS_CALLBACK pfnProgressCallback,
                            LPVOID pvCallbackArg);

/* By the number GetClusterNodeId gives as a text. */
HNODE WINAPI OpenClusterNodeById(HCLUSTER hCluster, DWORD nodeId);

/* The quorum is a majority of nodes: both texts are empty, and the type is
 * CLUS_NODE_MAJORITY_QUORUM. */
#define CLUS_HYBRID_QUORUM        1024u
#define CLUS_NODE_MAJORITY_QUORUM 0u
#define CLUS_LEGACY_QUORUM        4194304u
DWORD WINAPI GetClusterQuorumResource(HCLUSTER hCluster, LPWSTR lpszResourceName,
                                      LPDWORD lpcchResourceName, LPWSTR lpszDeviceName,
                                      LPDWORD lpcchDeviceName, LPDWORD lpdwMaxQuorumLogSize);

/* lpClusterInfo may be NULL. */
DWORD WINAPI GetClusterInformation(HCLUSTER hCluster, LPWSTR lpszClusterName,
                                   LPDWORD lpcchClusterName, LPCLUSTERVERSIONINFO lpClusterInfo);
/* NULL stands for this machine. */
DWORD WINAPI GetNodeClusterState(LPCWSTR lpszNodeName, LPDWORD pdwClusterState);
DWORD WINAPI GetClusterNodeId(HNODE hNode, LPWSTR lpszNodeId, LPDWORD lpcchName);
DWORD WINAPI GetClusterNetworkId(HNETWORK hNetwork, LPWSTR lpszNetworkId, LPDWORD lpcchName);
DWORD WINAPI GetClusterNetInterface(HCLUSTER hCluster, LPCWSTR lpszNodeName,
                                    LPCWSTR lpszNetworkName, LPWSTR lpszInterfaceName,
                                    LPDWORD lpcchInterfaceName);

CLUSTER_NETINTERFACE_STATE WINAPI GetClusterNetInterfaceState(HNETINTERFACE hNetInterface);
/* Whether a dependency may be added. */
BOOL WINAPI CanResourceBeDependent(HRESOURCE hResource, HRESOURCE hResourceDependent);
/* FALSE with 5002 where it depends on no Network Name. */
BOOL WINAPI GetClusterResourceNetworkName(HRESOURCE hResource, LPWSTR lpBuffer, LPDWORD nSize);

/* The cluster behind a handle; close it like any other. */
HCLUSTER WINAPI GetClusterFromNode(HNODE hNode);
HCLUSTER WINAPI GetClusterFromGroup(HGROUP hGroup);
HCLUSTER WINAPI GetClusterFromResource(HRESOURCE hResource);
HCLUSTER WINAPI GetClusterFromNetwork(HNETWORK hNetwork);
HCLUSTER WINAPI GetClusterFromNetInterface(HNETINTERFACE hNetInterface);

/* dwDesiredAccess: GENERIC_READ, GENERIC_ALL or MAXIMUM_ALLOWED; what was granted is told. */
HNODE WINAPI OpenClusterNodeEx(HCLUSTER hCluster, LPCWSTR lpszName, DWORD dwDesiredAccess,
                               LPDWORD lpdwGrantedAccess);
HGROUP WINAPI OpenClusterGroupEx(HCLUSTER hCluster, LPCWSTR lpszName, DWORD dwDesiredAccess,
                                 LPDWORD lpdwGrantedAccess);
HRESOURCE WINAPI OpenClusterResourceEx(HCLUSTER hCluster, LPCWSTR lpszName, DWORD dwDesiredAccess,
                                       LPDWORD lpdwGrantedAccess);
HNETWORK WINAPI OpenClusterNetworkEx(HCLUSTER hCluster, LPCWSTR lpszName, DWORD dwDesiredAccess,
                                     LPDWORD lpdwGrantedAccess);
HNETINTERFACE WINAPI OpenClusterNetInterfaceEx(HCLUSTER hCluster, LPCWSTR lpszName,
                                               DWORD dwDesiredAccess, LPDWORD lpdwGrantedAccess);

HGROUP WINAPI CreateClusterGroup(HCLUSTER hCluster, LPCWSTR lpszGroupName);

/* Items instead of names.  *cbItem is the room, then what the item takes; 234 with a room that is
 * too small, a NULL item among them. */
HCLUSENUMEX WINAPI ClusterOpenEnumEx(HCLUSTER hCluster, DWORD dwType, LPVOID pOptions);
DWORD WINAPI ClusterGetEnumCountEx(HCLUSENUMEX hEnum);
DWORD WINAPI ClusterEnumEx(HCLUSENUMEX hEnum, DWORD dwIndex, CLUSTER_ENUM_ITEM *pItem,
                           LPDWORD cbItem);
DWORD WINAPI ClusterCloseEnumEx(HCLUSENUMEX hEnum);
HNODEENUMEX WINAPI ClusterNodeOpenEnumEx(HNODE hNode, DWORD dwType, LPVOID pOptions);
DWORD WINAPI ClusterNodeGetEnumCountEx(HNODEENUMEX hEnum);
DWORD WINAPI ClusterNodeEnumEx(HNODEENUMEX hEnum, DWORD dwIndex, CLUSTER_ENUM_ITEM *pItem,
                               LPDWORD cbItem);
DWORD WINAPI ClusterNodeCloseEnumEx(HNODEENUMEX hEnum);
HGROUPENUMEX WINAPI ClusterGroupOpenEnumEx(HCLUSTER hCluster, LPCWSTR lpszProperties,
                                           DWORD cbProperties, LPCWSTR lpszRoProperties,
                                           DWORD cbRoProperties, DWORD dwFlags);
DWORD WINAPI ClusterGroupGetEnumCountEx(HGROUPENUMEX hEnum);
DWORD WINAPI ClusterGroupEnumEx(HGROUPENUMEX hEnum, DWORD dwIndex, CLUSTER_GROUP_ENUM_ITEM *pItem,
                                LPDWORD cbItem);
DWORD WINAPI ClusterGroupCloseEnumEx(HGROUPENUMEX hEnum);
HRESENUMEX WINAPI ClusterResourceOpenEnumEx(HCLUSTER hCluster, LPCWSTR lpszProperties,
                                            DWORD cbProperties, LPCWSTR lpszRoProperties,
                                            DWORD cbRoProperties, DWORD dwFlags);
DWORD WINAPI ClusterResourceGetEnumCountEx(HRESENUMEX hEnum);
DWORD WINAPI ClusterResourceEnumEx(HRESENUMEX hEnum, DWORD dwIndex,
                                   CLUSTER_RESOURCE_ENUM_ITEM *pItem, LPDWORD cbItem);
DWORD WINAPI ClusterResourceCloseEnumEx(HRESENUMEX hEnum);

#ifndef _WIN32
/* Of the calling thread (errhandlingapi.h); on Windows kernel32's. */
DWORD WINAPI GetLastError(void);
void WINAPI SetLastError(DWORD dwErrCode);
#endif

#ifdef __cplusplus
}
#endif

#endif
