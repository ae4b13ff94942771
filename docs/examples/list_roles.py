#!/usr/bin/env python3
"""The roles of a cluster, their owners and states: ClusAPI through ctypes.

On Linux it reads a simulated cluster (libclusapi.so), on Windows the one this machine belongs to.
"""
import ctypes
import os

library = "clusapi.dll" if os.name == "nt" else "libclusapi.so.0"
clusapi = ctypes.WinDLL(library) if os.name == "nt" else ctypes.CDLL(library)
clusapi.OpenCluster.restype = ctypes.c_void_p
clusapi.ClusterOpenEnum.restype = ctypes.c_void_p
clusapi.OpenClusterGroup.restype = ctypes.c_void_p
STATES = ["Online", "Offline", "Failed", "PartialOnline", "Pending"]
CLUSTER_ENUM_GROUP = 8
UNITS = 128


def text(buffer, units):
    """UTF-16, whatever the machine's wchar_t is."""
    return bytes(buffer)[: 2 * units].decode("utf-16-le")


cluster = ctypes.c_void_p(clusapi.OpenCluster(None))
if not cluster:
    raise SystemExit("no cluster")
groups = ctypes.c_void_p(clusapi.ClusterOpenEnum(cluster, CLUSTER_ENUM_GROUP))
index = 0
while True:
    name, owner = (ctypes.c_uint16 * UNITS)(), (ctypes.c_uint16 * UNITS)()
    kind, units = ctypes.c_uint32(0), ctypes.c_uint32(UNITS)
    if clusapi.ClusterEnum(groups, index, ctypes.byref(kind), name, ctypes.byref(units)) != 0:
        break
    group = ctypes.c_void_p(clusapi.OpenClusterGroup(cluster, name))
    length = units.value
    units = ctypes.c_uint32(UNITS)
    state = clusapi.GetClusterGroupState(group, owner, ctypes.byref(units))
    print(text(name, length), text(owner, units.value), STATES[state])
    clusapi.CloseClusterGroup(group)
    index += 1
clusapi.ClusterCloseEnum(groups)
clusapi.CloseCluster(cluster)
