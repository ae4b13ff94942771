#!/bin/sh
# libclusapi.so as a program sees it: which names it has, where its cluster comes from, how time goes.
# Usage: library.sh BUILD ROOT WORK
set -u
build=$1 root=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
. "$root/tests/support/expect.sh"
move_vm=$build/tests/move_vm wsfcsim=$build/wsfcsim

# --- names ---
nm -D --defined-only "$build/libclusapi.so" | sed 's/.* //; s/@.*//' | sort >exported
sort "$root/tests/vectors/clusapi-exports.txt" >wanted
expect 1 '' sh -c 'comm -13 exported wanted | grep .'
expect 0 '^WsfcsimVersion$' cat exported
expect 1 '' grep -i 'sqlite\|uv_\|model_' exported

# --- the built-in lab, a scenario, a database ---
expect 0 'SQL01 is on NODE2' "$move_vm" SQL01 NODE2
expect 1 'SQL09: error 5013' "$move_vm" SQL09 NODE2
expect 1 'VM_START_MIGRATION: error 5042' "$move_vm" SQL01 NODE9
printf '%s\n' 'host A memory=8GiB' 'host B memory=8GiB' 'network W bandwidth=1Gbit' \
  'vm V on A memory=1GiB' 'New-Cluster -Name C -Node A,B' 'Add-ClusterVirtualMachineRole -VMName V' >two.scn
expect 0 'V is on B' env WSFCSIM_SCENARIO=two.scn "$move_vm" V B
expect 0 'V is on B' env WSFCSIM_SCENARIO=two.scn WSFCSIM_DB=two.db "$move_vm" V B
expect 0 '^V|B|2$' sqlite3 two.db 'select name, owner, VmState from v_vm'
expect 0 'V is on A' env WSFCSIM_DB=two.db "$move_vm" V A
expect 0 '^V|A|2$' sqlite3 two.db 'select name, owner, VmState from v_vm'

# --- a second process on the same database is told that it cannot be had ---
mkfifo held
"$wsfcsim" shell --db two.db <held >/dev/null 2>&1 &
exec 3>held
sleep 1
expect 1 'V: error 32' env WSFCSIM_DB=two.db "$move_vm" V B
expect 1 'another process owns it' env WSFCSIM_DB=two.db "$move_vm" V B
exec 3>&-
wait
expect 0 'V is on B' env WSFCSIM_DB=two.db "$move_vm" V B

# --- other languages ---
if command -v python3 >/dev/null && ! ldd "$build/libclusapi.so" | grep -q asan; then
  expect 0 '^SQL01 NODE1 Online$' env LD_LIBRARY_PATH="$build" python3 "$root/docs/examples/list_roles.py"
fi

# --- the same calls, the same cluster ---
"$move_vm" SQL01 NODE2 >one && "$move_vm" SQL01 NODE2 >two
expect 0 '' cmp one two

# --- time ---
expect 0 'SQL01 is on NODE2' env WSFCSIM_CLOCK=1000x "$move_vm" SQL01 NODE2
expect 1 'WSFCSIM_CLOCK: expected' env WSFCSIM_CLOCK=fast "$move_vm" SQL01 NODE2
expect 1 'WSFCSIM_CALL: expected' env WSFCSIM_CALL=-1 "$move_vm" SQL01 NODE2

# --- what cannot be had ---
expect 1 'nowhere.scn: No such file' env WSFCSIM_SCENARIO=nowhere.scn "$move_vm" SQL01 NODE2
printf '%s\n' 'host A memory=8GiB' 'hots B memory=8GiB' >wrong.scn
expect 1 'wrong.scn:2: unknown command .hots.' env WSFCSIM_SCENARIO=wrong.scn "$move_vm" V B
expect 1 'SQL01: error 13' env WSFCSIM_SCENARIO=wrong.scn "$move_vm" SQL01 B
printf 'no database' >bad.db
expect 1 'SQL01: error 32' env WSFCSIM_DB=bad.db "$move_vm" SQL01 NODE2
: >empty.scn
expect 1 'there is no command in this scenario' env WSFCSIM_SCENARIO=empty.scn "$move_vm" SQL01 NODE2
echo 'seed 4' >no-world.scn
expect 1 'makes no world' env WSFCSIM_SCENARIO=no-world.scn "$move_vm" SQL01 NODE2
[ "$bad" = 0 ] && echo 'programs find a cluster'
[ "$bad" = 0 ]
