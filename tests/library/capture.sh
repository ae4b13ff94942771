#!/bin/sh
# A captured cluster, built again, is captured as the same.
# Usage: capture.sh BUILD ROOT WORK [FOLDER...] (below scenarios; all of them when none is named)
set -u
build=$1 root=$2 work=$3
shift 3
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
. "$root/tests/support/expect.sh"
capture() {
  "$build/wsfcsim" capture --library "$build/libclusapi.so" "$@"
}

# Comments say what was on its way when the cluster was read; the rest must come back.
count=0
for folder in "${@:-.}"; do
  for scenario in $(find "$root/scenarios/$folder" -name '*.scn' | sort); do
    case $scenario in # it ends with a machine on a node that is isolated, which no command builds
      */start-without-a-cluster-service.scn) continue ;;
    esac
    count=$((count + 1))
    WSFCSIM_SCENARIO=$scenario capture >first.scn 2>out || bad=$((bad + 1))
    expect 0 ', 0 differences, ' "$build/wsfcsim" run first.scn
    WSFCSIM_SCENARIO=first.scn capture >second.scn 2>out || bad=$((bad + 1))
    grep -v '^#' first.scn >one
    grep -v '^#' second.scn >two
    expect 0 '' diff one two
    [ "$bad" = 0 ] || { echo "$scenario" && exit 1; }
  done
done

# --- what a cluster is made of comes back ---
cat >rich.scn <<'END'
level 2025
host "NODE1" memory=8GiB
host NODE2 memory=8GiB
host NODE3 memory=8GiB
network "Live Migration" bandwidth=1Gbit metric=500
vm SQL01 on NODE2 memory=1GiB
vm "Build Agent" on NODE3 memory=1GiB off
New-Cluster -Name "LAB" -Node NODE1,NODE2,NODE3
Add-ClusterVirtualMachineRole -VMName SQL01
Add-ClusterVirtualMachineRole -VMName "Build Agent"
Add-ClusterGroup -Name "Front, End"
Add-ClusterResource -Name "Web ""A""" -Group "Front, End" -ResourceType "Generic Service"
Add-ClusterResource -Name Disk -Group "Front, End" -ResourceType "Physical Disk"
Set-ClusterResourceDependency -Resource "Web ""A""" -Dependency "[Disk]"
Set-ClusterOwnerNode -Group "Front, End" -Owners NODE3,NODE1
Set-ClusterOwnerNode -Resource Disk -Owners NODE1,NODE3
(Get-ClusterGroup SQL01).Priority = 3000
(Get-ClusterGroup SQL01).AntiAffinityClassNames = "Databases","Large Ones"
(Get-Cluster).QuarantineThreshold = 7
(Get-ClusterResource Disk).Description = "a disk, and more"
Get-ClusterResource "Web ""A""" | Set-ClusterParameter -Name ServiceName -Value w3svc
Get-ClusterResource Disk | Set-ClusterParameter -Name Shelf -Value 12 -Create
Start-ClusterGroup -Name "Front, End"
Stop-ClusterResource -Name "Web ""A"""
Suspend-ClusterNode -Name NODE2
END
WSFCSIM_SCENARIO=rich.scn capture --host-memory 64GiB --vm-memory 1GiB --bandwidth 1Gbit >first.scn
for line in '^level 2025$' '^host NODE1 memory=64GiB$' '^network "Live Migration" bandwidth=1Gbit metric=500$' \
  '^vm SQL01 on NODE2 memory=1GiB$' '^vm "Build Agent" on NODE3 memory=1GiB off$' '^New-Cluster -Name LAB -Node NODE1,NODE2,NODE3$' \
  '^Add-ClusterGroup -Name "Front, End"$' '^Add-ClusterResource -Name "Web ""A""" -Group "Front, End" -ResourceType "Generic Service"$' \
  '^Set-ClusterResourceDependency -Resource "Web ""A""" -Dependency "\[Disk\]"$' '^Set-ClusterOwnerNode -Group "Front, End" -Owners NODE3,NODE1$' \
  '^Set-ClusterOwnerNode -Resource Disk -Owners NODE1,NODE3$' '^\(Get-ClusterGroup SQL01\).Priority = 3000$' \
  '^\(Get-ClusterGroup SQL01\).AntiAffinityClassNames = "Databases,Large Ones"$' '^\(Get-Cluster\).QuarantineThreshold = 7$' \
  '^\(Get-ClusterResource Disk\).Description = "a disk, and more"$' '-Name ServiceName -Value "w3svc"$' \
  '-Name Shelf -Value 12 -Create$' '^Start-ClusterGroup -Name "Front, End"$' '^Stop-ClusterResource -Name "Web ""A"""$' \
  '^Suspend-ClusterNode -Name NODE2$'; do
  expect 0 "$line" cat first.scn
done
expect 1 '' grep -E '^# (left out|refused)' first.scn
expect 0 ', 0 differences, ' "$build/wsfcsim" run first.scn

# --- arguments ---
expect 2 '--host-memory: expected' capture --host-memory lots
expect 2 '--vm-memory: expected' capture --vm-memory 0
expect 2 '--bandwidth: expected' capture --bandwidth
expect 2 'a simulated cluster is a scenario already' capture --backend sim
expect 2 "unknown argument 'x'" capture x
expect 2 'the cluster cannot be opened: ' capture --cluster NOWHERE
[ "$bad" = 0 ] && echo "$count captures were built again"
[ "$bad" = 0 ]
