#!/bin/sh
# Scenarios on a loaded ClusAPI library, which is what --backend win32 is.
# Usage: backend.sh BUILD ROOT WORK
set -u
build=$1 root=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
. "$root/tests/support/expect.sh"
library=$(ls "$build"/libclusapi.so "$build"/clusapi.dll 2>/dev/null)
wsfcsim=$build/wsfcsim
run() {
  "$wsfcsim" run --backend win32 --library "$library" "$@"
}

# --- the simulator's own suite, on the simulator as a library ---
expect 0 '^5 scenarios on wsfcsim [0-9.]*: 3 passed, 0 differ, 2 not run; [0-9]* commands compared, 4 left out' \
  run "$root/scenarios/start-here"
expect 0 ' 0 differ, 1 known to differ, ' \
  run --known-differences "$root/tests/known_differences.txt" "$root/scenarios"
expect 0 'tour-2.*:22: fault needs a simulated world$' run "$root/scenarios/start-here"
expect 0 'tour-3.*:28: switch sets the world up after the opening$' run "$root/scenarios/start-here"
expect 0 '^ok 4 - .*tour-2.*.scn # SKIP .*needs a simulated world' run --tap "$root/scenarios/start-here"
expect 0 '' run --junit out.xml "$root/scenarios/start-here"
expect 0 '<skipped message=".*needs a simulated world' cat out.xml

# --- a cluster of somebody else's is changed only where that is allowed ---
move=$root/scenarios/start-here/live-migration-by-cmdlet.scn
sed '/^# /d; /^Move-Cl/,$d' "$move" >theirs.scn
expect 0 ':22: Move-ClusterVirtualMachineRole changes the cluster; --allow-changes lets it$' \
  env WSFCSIM_SCENARIO=theirs.scn "$wsfcsim" run --backend win32 --library "$library" "$move"
expect 0 ': 1 passed' env WSFCSIM_SCENARIO=theirs.scn "$wsfcsim" run --backend win32 --library "$library" --allow-changes "$move"

# --- a wrong expectation is a difference; one that is known is none, until it has gone ---
cat >wrong.scn <<'END'
host NODE1 memory=64GiB
host NODE2 memory=64GiB
network LAN bandwidth=10Gbit
vm SQL01 on NODE1 memory=4GiB
New-Cluster -Name LAB -Node NODE1,NODE2
Add-ClusterVirtualMachineRole -VMName SQL01
check group SQL01 OwnerNode NODE1
(Get-ClusterGroup SQL01).Priority
----
2001

END
echo 'wrong.scn | win32 | for the test | none | 2026-11-27' >known.txt
expect 1 '^  - 2001$' run wrong.scn
expect 0 '^wrong.scn: known to differ: for the test [(]known.txt:1[)]$' run --known-differences known.txt wrong.scn
sed 's/2001/2000/' wrong.scn >right.scn
sed 's/^wrong/right/' known.txt >known-right.txt
expect 0 ': 1 passed, 0 differ, 0 not run; 2 commands compared' run right.scn
expect 1 '^right.scn: as expected, though known to differ' run --known-differences known-right.txt right.scn
for row in 'wrong.scn | win32 | a reason' 'wrong.scn | linux | a | b | 2026-11-27' 'wrong.scn | win32 | a | b | today' \
  'wrong.scn | win32 | | b | 2026-11-27' 'a | win32 | b | c | 2026-11-27 | d'; do
  printf '# a comment\n\n%s\n' "$row" >bad.txt
  expect 2 'bad.txt:3: expected' run --known-differences bad.txt right.scn
done
expect 2 'nowhere.txt: No such file' run --known-differences nowhere.txt right.scn

# --- a cluster that is there already must have what the opening says ---
other() {
  printf '%s\n' "$@" 'New-Cluster -Name OTHER -Node NODE1,NODE2' 'Add-ClusterVirtualMachineRole -VMName SQL01' >other.scn
  WSFCSIM_SCENARIO=other.scn run right.scn
}
nodes='host NODE1 memory=64GiB
host NODE2 memory=64GiB'
lan='network LAN bandwidth=1Gbit'
expect 0 ': 1 passed' other "$nodes" "$lan" 'vm SQL01 on NODE1 memory=1GiB'
expect 0 "^NOT RUN right.scn:3: the cluster has no network 'LAN'" other "$nodes" 'network W bandwidth=1Gbit' 'vm SQL01 on NODE1 memory=1GiB'
expect 0 "^NOT RUN right.scn:4: the role 'SQL01' is on NODE2; the scenario begins with it on NODE1" \
  other "$nodes" "$lan" 'vm SQL01 on NODE2 memory=1GiB'
expect 0 "^NOT RUN right.scn:4: the role 'SQL01' is Offline; the scenario begins with it Online" \
  other "$nodes" "$lan" 'vm SQL01 on NODE1 memory=1GiB off'
expect 0 "^NOT RUN right.scn:4: the cluster has no virtual machine role 'SQL01'" env WSFCSIM_SCENARIO=/dev/null sh -c "
  printf 'host NODE1 memory=1GiB\nhost NODE2 memory=1GiB\nnetwork LAN bandwidth=1Gbit\nNew-Cluster -Name C -Node NODE1,NODE2\n' >bare.scn
  WSFCSIM_SCENARIO=bare.scn '$wsfcsim' run --backend win32 --library '$library' right.scn"
printf 'host NODE1 memory=64GiB\n%s\nvm SQL01 on NODE1 memory=1GiB\nNew-Cluster -Name C -Node NODE1\n%s\n' "$lan" \
  'Add-ClusterVirtualMachineRole -VMName SQL01' >one.scn
expect 0 "^NOT RUN right.scn:5: node 'NODE2' is not in the cluster" env WSFCSIM_SCENARIO=one.scn \
  "$wsfcsim" run --backend win32 --library "$library" right.scn
sed 's/^host NODE1/level 2019\n&/' right.scn >older.scn
expect 0 "^NOT RUN older.scn:1: the cluster's functional level is 2022" env WSFCSIM_SCENARIO=wrong.scn \
  "$wsfcsim" run --backend win32 --library "$library" older.scn

# --- a cluster by its name, and what cannot be had ---
expect 0 ': 1 passed' run --cluster LAB right.scn
expect 2 'the cluster cannot be opened: ' run --cluster NOWHERE right.scn
expect 2 'nowhere.so cannot be loaded: ' "$wsfcsim" run --backend win32 --library ./nowhere.so right.scn
expect 2 'ERROR_CALL_NOT_IMPLEMENTED [(]120[)]$' "$wsfcsim" run --backend win32 --library "$build/libresutils.so" right.scn
expect 2 "unknown command 'hots'" sh -c "printf 'hots A memory=1GiB\n' >hots.scn; '$wsfcsim' run --backend win32 --library '$library' hots.scn"
expect 2 'expected sim or win32' "$wsfcsim" run --backend linux right.scn
expect 2 'go with --backend win32' "$wsfcsim" run --allow-changes right.scn
expect 2 'are for a simulated cluster' run --seed 3 right.scn

# --- waiting takes the cluster's own time ---
cat >waits.scn <<'END'
host NODE1 memory=64GiB
host NODE2 memory=64GiB
network LAN bandwidth=10Gbit
vm SQL01 on NODE1 memory=4GiB dirty-rate=40MiB/s
New-Cluster -Name LAB -Node NODE1,NODE2
Add-ClusterVirtualMachineRole -VMName SQL01
move SQL01 node=NODE2
----
ERROR_IO_PENDING (997): the request was accepted and goes on in the background

await group SQL01 OwnerNode NODE2 within 1min
await vm SQL01 MigrationState None within 1min
await group SQL01 State Offline within 2s
----
not within 2s: State is Online

await group SQL02 State Offline within 1s
----
not within 1s: State is ERROR_GROUP_NOT_FOUND

END
expect 0 ': 1 passed' run waits.scn
expect 0 ': 1 passed' env WSFCSIM_CLOCK=20x WSFCSIM_SCENARIO=waits-lab.scn sh -c "
  sed -n 1,6p waits.scn >waits-lab.scn; '$wsfcsim' run --backend win32 --library '$library' --allow-changes waits.scn"
[ "$bad" = 0 ] && echo 'scenarios run on a loaded library'
[ "$bad" = 0 ]
