// The roles of a cluster, as a .NET program reads them.  On Linux .NET and Mono find libclusapi.so for
// "clusapi.dll"; on Windows it is the system's.  A sketch: it is not built by the tests.
using System;
using System.Runtime.InteropServices;
using System.Text;

static class ListRoles {
  const uint ClusterEnumGroup = 8;

  [DllImport("clusapi.dll", CharSet = CharSet.Unicode, SetLastError = true)]
  static extern IntPtr OpenCluster(string clusterName);
  [DllImport("clusapi.dll")]
  static extern bool CloseCluster(IntPtr cluster);
  [DllImport("clusapi.dll", SetLastError = true)]
  static extern IntPtr ClusterOpenEnum(IntPtr cluster, uint type);
  [DllImport("clusapi.dll", CharSet = CharSet.Unicode)]
  static extern uint ClusterEnum(IntPtr handle, uint index, out uint type, StringBuilder name, ref uint units);
  [DllImport("clusapi.dll")]
  static extern uint ClusterCloseEnum(IntPtr handle);

  static int Main() {
    IntPtr cluster = OpenCluster(null);
    if (cluster == IntPtr.Zero) {
      Console.Error.WriteLine("error " + Marshal.GetLastWin32Error());
      return 1;
    }
    IntPtr groups = ClusterOpenEnum(cluster, ClusterEnumGroup);
    for (uint i = 0;; i++) {
      var name = new StringBuilder(128);
      uint units = (uint)name.Capacity;
      if (ClusterEnum(groups, i, out _, name, ref units) != 0)
        break;
      Console.WriteLine(name);
    }
    ClusterCloseEnum(groups);
    CloseCluster(cluster);
    return 0;
  }
}
