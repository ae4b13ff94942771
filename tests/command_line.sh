#!/bin/sh
# The command as a user types it: exit codes, what it prints, and bad input of every kind.
# Usage: command_line.sh WSFCSIM ROOT WORK
set -u
wsfcsim=$1 root=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
. "$root/tests/support/expect.sh"

# scenario TEXT: writes t.scn
scenario() { printf '%s\n' "$@" >t.scn; }
world='host A memory=8GiB
host B memory=8GiB
network W bandwidth=1Gbit
vm V on A memory=1GiB'
live=$root/scenarios/start-here/live-migration.scn

# --- control codes ---
expect 0 '^CLUSCTL_RESOURCE_VM_START_MIGRATION$' "$wsfcsim" code 0x01600004
expect 0 '^CLUSCTL_RESOURCE_VM_CONFIG_UPDATE$' "$wsfcsim" code 0x01600004
expect 0 'user +1 +bit 21' "$wsfcsim" code 23068676
expect 0 '^0x01600004' "$wsfcsim" code CLUSCTL_RESOURCE_VM_START_MIGRATION
expect 0 '^0x01600004' "$wsfcsim" code clusctl_resource_vm_start_migration
expect 0 '^0x01600004' "$wsfcsim" code --object RESOURCE --function 1 --user --modify --access any
expect 0 'no code has this number' "$wsfcsim" code 0x01600040
expect 0 'no object has this number' "$wsfcsim" code 0xFF000000
expect 0 'CLUSCTL_USER_CODE' "$wsfcsim" code 0x01800004
expect 0 'has no number' "$wsfcsim" code CLUSCTL_RESOURCE_SET_SHARED_PR_KEY
expect 2 'neither a known name nor' "$wsfcsim" code 0x1_6
expect 2 'neither a known name nor' "$wsfcsim" code 0x101600004
expect 2 'access is 0 any|is no field' "$wsfcsim" code --object RESOURCE --access 3
expect 2 '18 bits' "$wsfcsim" code --object RESOURCE --function 262144
expect 2 "'DISK': expected RESOURCE" "$wsfcsim" code --object DISK
expect 2 'expected a number' "$wsfcsim" code
[ "$("$wsfcsim" codes --csv | wc -l)" = 339 ] || { bad=$((bad + 1)); echo 'codes --csv: not 339 lines'; }
"$wsfcsim" codes --csv | cmp -s - "$root/tests/vectors/control-codes.csv" || {
  # the file is in the published order, the command in the order of values
  "$wsfcsim" codes --csv | sort >a && sort "$root/tests/vectors/control-codes.csv" >b && cmp a b ||
    bad=$((bad + 1))
}
expect 0 '^0x04000029  CLUSCTL_NODE_GET_NAME$' "$wsfcsim" codes --object NODE
expect 2 'expected --csv' "$wsfcsim" codes --objekt NODE

# --- the command itself ---
expect 0 '^wsfcsim [0-9]+\.[0-9]+' "$wsfcsim" --version
expect 0 'wsfcsim run' "$wsfcsim" help
expect 0 'Move-ClusterVirtualMachineRole' "$wsfcsim" help run
expect 2 "unknown command 'runn'" "$wsfcsim" runn
expect 2 'expected a scenario' "$wsfcsim" run
expect 2 'no such file' "$wsfcsim" run missing.scn
mkdir -p empty
expect 2 'no scenario' "$wsfcsim" run empty
expect 2 'unknown option' "$wsfcsim" run "$live" --fast
expect 2 'expected real, or a whole number' "$wsfcsim" run "$live" --pace 10
expect 2 'expected a whole number' "$wsfcsim" run "$live" --seed many
expect 2 'one scenario' "$wsfcsim" run "$live" "$live" --db x.db
expect 2 'go with --db' "$wsfcsim" run "$live" --replace
expect 2 'choose one' "$wsfcsim" run "$live" --db x.db --replace --continue

# --- as expected, a difference, a rewrite ---
expect 0 '0 differences' "$wsfcsim" run "$live"
sed 's/^SQL01 NODE1     Online/SQL01 NODE2     Online/' "$live" >t.scn
expect 1 '^  - SQL01 NODE2     Online' "$wsfcsim" run t.scn
expect 1 '^t.scn:[0-9]+: at [0-9]+\.[0-9]{6} s: Add-Cluster' "$wsfcsim" run t.scn
expect 0 'rewritten' "$wsfcsim" run t.scn --rewrite
cmp -s t.scn "$live" || { bad=$((bad + 1)); echo 'a rewrite did not give the file back'; }

# --- the language: file, line, column, what was expected ---
scenario 'level 2023'
expect 2 't.scn:1:7: .*expected a level' "$wsfcsim" run t.scn
scenario 'host A memory=8GiB' '' 'host A memory=8GiB'
expect 2 't.scn:3:6: .*already has this name' "$wsfcsim" run t.scn
scenario 'host A memory=8GB'
expect 2 "t.scn:1:8: memory='8GB': expected a size such as 8GiB" "$wsfcsim" run t.scn
scenario 'host A memory=99999999999999999999GiB'
expect 2 'expected a size' "$wsfcsim" run t.scn
scenario 'host ABCDEFGHIJKLMNOP memory=1GiB'
expect 2 't.scn:1:6: .*malformed' "$wsfcsim" run t.scn
scenario 'host A' 
expect 2 'expected memory=SIZE' "$wsfcsim" run t.scn
scenario 'hots A memory=8GiB'
expect 2 "t.scn:1:1: unknown command 'hots'" "$wsfcsim" run t.scn
scenario "$world" 'vm X on C memory=1GiB'
expect 2 "t.scn:5:9: no host is called 'C'" "$wsfcsim" run t.scn
# What is no UTF-8 names nothing.
printf 'host A memory=8GiB\nnetwork N bandwidth=1Gbit\nNew-Cluster -Name L -Node A\n----\nName\n----\nL\n\nGet-ClusterNetworkInterface -Node \377\376\n' >t.scn
expect 0 '4 commands, 0 differences' "$wsfcsim" run t.scn
while IFS='|' read -r line what; do
  printf 'level 2022\nhost A memory=8GiB\nvm V on A memory=1GiB\nfault %s\n' "$line" >t.scn
  expect 2 "t.scn:4:[0-9]*: .*$what" "$wsfcsim" run t.scn
done <<'ROWS'
vm V crash for=1s|nothing repairs this
host A return for=1s|nothing repairs this
host A crash every=0s|no duration of 0
host A crash every=1h for=1h|shorter than every=
host A crash every=1h mean=1h|either every= or mean=
host A crash every=1h soon|every=, mean= or for=DURATION
host A crash soon|in DURATION, when VM
host A crash in|a duration such as
host A crash when V enters setup for=1h|after DURATION
none of these|the end of the line
ROWS
scenario "$world" 'vm X on A memory=64GiB'
expect 2 'no memory left' "$wsfcsim" run t.scn
scenario "$world" 'advance 3'
expect 2 'expected a duration' "$wsfcsim" run t.scn
scenario "$world" 'switch vm-migration-codes=maybe'
expect 2 'is accept or invalid-function' "$wsfcsim" run t.scn
scenario "$world" 'timing setpu=3s'
expect 2 'docs/fidelity.md' "$wsfcsim" run t.scn
scenario 'host "A memory=8GiB'
expect 2 'a quote is not closed' "$wsfcsim" run t.scn
scenario '----' 'x'
expect 2 't.scn:1: expected a command before' "$wsfcsim" run t.scn
scenario "$world" 'fault partition A B'
expect 2 'not modelled yet' "$wsfcsim" run t.scn
scenario "$world" 'fault service A stop'
expect 2 'expected crash or return' "$wsfcsim" run t.scn
scenario "$world" 'fault storage A gone'
expect 2 'expected lost or return' "$wsfcsim" run t.scn
scenario "$world" 'fault storage A slow=0'
expect 2 'expected slow=1' "$wsfcsim" run t.scn
scenario "$world" 'fault storage A slow=1001'
expect 2 'expected slow=1' "$wsfcsim" run t.scn
scenario "$world" 'Suspend-ClusterNode -Name A -RetryDrainOnFailure'
expect 2 'Suspend-ClusterNode -RetryDrainOnFailure is not modelled yet' "$wsfcsim" run t.scn
scenario "$world" 'Suspend-ClusterNode -Nmae A'
expect 2 "has no parameter '-Nmae'" "$wsfcsim" run t.scn
scenario "$world" 'Move-ClusterVirtualMachineRole -Name V -Node B -MigrationType Fast'
expect 2 'expected TurnOff, Quick, Shutdown, ShutdownForce or Live' "$wsfcsim" run t.scn
scenario "$world" 'Get-ClusterParameter -Name X'
expect 2 'expected objects before it' "$wsfcsim" run t.scn
printf 'host A memory=8GiB\000\n' >t.scn
expect 2 't.scn:1: a NUL byte' "$wsfcsim" run t.scn
head -c 5000 /dev/zero | tr '\0' 'x' >t.scn
expect 2 'at most 2048 characters' "$wsfcsim" run t.scn
: >t.scn
expect 2 't.scn: there is no command' "$wsfcsim" run t.scn
scenario "$world" 'Get-ClusterNode | Get-ClusterGroup'
expect 2 'piping Get-ClusterNode into Get-ClusterGroup is not modelled yet' "$wsfcsim" run t.scn
scenario "$world" 'Clear-ClusterNode NODE2'
expect 2 "the cmdlet 'Clear-ClusterNode' is not modelled yet" "$wsfcsim" run t.scn
scenario "$world" 'Get-Cluster A'
expect 2 'Get-Cluster -Name is not modelled yet' "$wsfcsim" run t.scn
scenario "$world" 'Start-ClusterGroup V W'
expect 2 "no positional parameter takes 'W'" "$wsfcsim" run t.scn
scenario "$world" 'fault host A isolate'
expect 2 'expected crash or return' "$wsfcsim" run t.scn
scenario "$world" 'New-Cluster -Name L -Node A,B' '----' 'Name' '----' 'L' '' \
  'Add-ClusterVirtualMachineRole V' '----' 'Name OwnerNode State' '---- --------- -----' \
  'V    A         Online' '' 'Move-ClusterVirtualMachineRole v b' '----' 'Name OwnerNode State' \
  '---- --------- -----' 'V    B         Online' '' 'get-clusternode b' '----' 'Name State Type' \
  '---- ----- ----' 'B    Up    Node'
expect 0 '0 differences' "$wsfcsim" run t.scn

# --- databases ---
expect 0 'digest' "$wsfcsim" run "$live" --db lab.db
expect 2 'already holds a cluster: go on with --continue, or start over with --replace' \
  "$wsfcsim" run "$live" --db lab.db
expect 0 'digest' "$wsfcsim" run "$live" --db lab.db --replace
expect 0 '^SQL01\|NODE2\|2\|Enabled\|0$' sqlite3 lab.db \
  'select name, owner, VmState, VmStateName, MigrationState from v_vm'
expect 0 '^10$' sqlite3 lab.db "select count(*) from sqlite_schema where type = 'view' and name in
  ('v_node', 'v_network', 'v_group', 'v_resource', 'v_vm', 'v_migration', 'v_change', 'v_property',
  'v_event', 'v_notification')"
expect 0 '^GROUP_OWNER_NODE_V2\|SQL01$' sqlite3 lab.db \
  'select v2_name, object from v_notification where object_type = 2 and filter = 16'
# StatusInformation is what the cmdlet says: an application failed, the network lost, a resource locked.
printf '%s\n' 'host A memory=8GiB' 'network N bandwidth=1Gbit' 'vm V on A memory=1GiB' 'adapter V on N' \
  'New-Cluster -Name L -Node A' '----' 'Name' '----' 'L' '' 'Add-ClusterVirtualMachineRole V' '----' \
  'Name OwnerNode State' '---- --------- -----' 'V    A         Online' '' \
  '(Get-ClusterResource "Virtual Machine V").EmbeddedFailureAction = 1' 'fault vm V application' \
  'fault interface N A down' 'fault resource "Virtual Machine V" lock' \
  '(Get-ClusterGroup V).StatusInformation' '----' '161' '' >status.scn
expect 0 '0 differences' "$wsfcsim" run status.scn --db status.db
expect 0 '^161$' sqlite3 status.db 'select StatusInformation from v_group'
# What was deleted is in no view, and its name is free again when the database is opened.
expect 0 'digest' "$wsfcsim" run "$root/scenarios/group/deleting.scn" --db deleted.db
expect 0 '^1\|0$' sqlite3 deleted.db \
  'select (select count(*) from v_group), (select count(*) from v_resource)'
expect 0 'Disk Offline' sh -c "printf '%s\n' 'Add-ClusterGroup -Name Two' \
  'Add-ClusterResource -Name Disk -Group Two -ResourceType \"Physical Disk\"' |
  '$wsfcsim' shell --db deleted.db"
expect 0 '^Disk\|Two$' sqlite3 deleted.db 'select name, OwnerGroup from v_resource'
expect 1 'wsfcsim_writes' sqlite3 lab.db 'update vm set VmState = 3'
# A mistake in the last line is found before anything is replaced.
scenario "$world" 'frob'
expect 2 't.scn:5:1: unknown command' "$wsfcsim" run t.scn --db lab.db --replace
expect 0 '^SQL01$' sqlite3 lab.db 'select name from v_vm'
expect 2 'unknown command' "$wsfcsim" run t.scn --db half.db
[ ! -e half.db ] || { bad=$((bad + 1)); echo 'an unusable scenario left a database behind'; }
expect 0 '^VmState\|2\|Enabled$' sqlite3 lab.db \
  "select name, value, value_name from v_property where name = 'VmState'"
expect 0 '^OwnerNode\|NODE1\|NODE2\|T4$' sqlite3 lab.db \
  "select property, before_name, after_name, rule from v_change where property = 'OwnerNode'"
expect 2 'made by another scenario' sh -c "printf 'level 2016\n' >o.scn; '$wsfcsim' run o.scn --db lab.db --continue"
sqlite3 other.db 'create table t(x); insert into t values(1)'
expect 2 'is not a wsfcsim database, or is damaged; it is left as it is' "$wsfcsim" run "$live" --db other.db
expect 2 'is not a wsfcsim database, or is damaged; it is left as it is' "$wsfcsim" run "$live" --db other.db --replace
expect 0 '^1$' sqlite3 other.db 'select x from t'
[ ! -e other.db-owner ] || { bad=$((bad + 1)); echo 'a refusal left a file behind'; }
expect 2 'not a wsfcsim database' "$wsfcsim" run "$live" --db other.db --continue
echo 'no database at all, but some bytes that are long enough to be looked at' >text.db
expect 2 'not a wsfcsim database' "$wsfcsim" run "$live" --db text.db --replace
expect 2 'not a database|not a wsfcsim database' "$wsfcsim" run "$live" --db text.db --continue
expect 2 'missing.db: the database cannot be opened' "$wsfcsim" run "$live" --db missing.db --continue
expect 2 'cannot be written|cannot be opened' "$wsfcsim" run "$live" --db no/such/folder/lab.db
cp lab.db newer.db && sqlite3 newer.db 'pragma user_version = 99'
expect 2 'newer wsfcsim: its format is 99, this one knows 1' "$wsfcsim" run "$live" --db newer.db --continue
cp lab.db changed.db && sqlite3 changed.db 'drop trigger node_UPDATE; update node set memory = 1'
expect 2 'checksum' "$wsfcsim" run "$live" --db changed.db --continue
size=$(wc -c <lab.db)
for part in 100 4096 $((size / 2)) $((size - 512)); do
  head -c "$part" lab.db >cut.db
  rm -f cut.db-owner
  expect 2 'cut.db' "$wsfcsim" run "$live" --db cut.db --continue
done
# Somebody else owns it.
"$wsfcsim" run "$live" --db busy.db --pace real >/dev/null 2>&1 &
owner=$!
sleep 1
expect 2 'in use: another process owns it' "$wsfcsim" run "$live" --db busy.db --continue
expect 0 'NODE' sqlite3 busy.db 'select name from v_node'
kill -INT "$owner"
wait "$owner"
[ $? = 130 ] || { bad=$((bad + 1)); echo 'Ctrl-C: the exit code is not 130'; }
expect 0 'digest' "$wsfcsim" run "$live" --db busy.db --continue
want=$("$wsfcsim" run "$live" | sed -n 's/.*digest //p')
got=$(sed -n 's/.*digest //p' out)
[ "$want" = "$got" ] || { bad=$((bad + 1)); echo "Ctrl-C and on: digest $got, expected $want"; }
# Stopped inside the very first command of the world.
scenario 'advance 20s'
"$wsfcsim" run t.scn --db first.db --pace real >/dev/null 2>&1 &
owner=$!
sleep 0.5
kill -INT "$owner"
wait "$owner"
expect 0 'digest' "$wsfcsim" run t.scn --db first.db --continue
# An attempt that failed stays failed in the database, whatever the machine forgets later.
expect 0 'digest' "$wsfcsim" run "$root/scenarios/vm-migration/failure-is-reset-by-writing-0.scn" --db r.db
expect 0 '^Failed\|0x80004005$' sqlite3 r.db 'select outcome, failure_reason from v_migration'
# A full disk: the file may not grow.
(
  ulimit -f 40
  trap '' XFSZ
  "$wsfcsim" run "$live" --db full.db >out 2>&1
  [ $? = 2 ] && grep -qE 'full|disk I/O|could not|cannot' out
) || {
  bad=$((bad + 1))
  echo 'a full disk gave no clear error:'
  cat out
}

# --- a copy can be watched while it runs: progress, rounds and the clock get on between events ---
"$wsfcsim" run "$live" --db watched.db --pace 4x --show >shown 2>&1 &
owner=$!
seen_progress=no seen_round=no
while kill -0 "$owner" 2>/dev/null; do
  progress=$(sqlite3 watched.db 'select MigrationProgress from v_vm' 2>/dev/null)
  [ "${progress:-0}" -gt 0 ] && [ "${progress:-0}" -lt 95 ] && seen_progress=yes
  grep -q 'round 0: ' shown && ! grep -q 'round 2: ' shown && seen_round=yes
  sleep 0.05
done
[ "$seen_progress" = yes ] || { bad=$((bad + 1)); echo 'no progress was to be read during the copy'; }
[ "$seen_round" = yes ] || { bad=$((bad + 1)); echo 'rounds were not shown as they ended'; }
wait "$owner" || { bad=$((bad + 1)); echo 'a watched run failed'; }
grep -q '> control "Virtual Machine SQL01"' shown && grep -q 'migrated in' shown || {
  bad=$((bad + 1))
  echo 'the timeline does not show the command, or the outcome'
}

# --- pace: it takes the time it should, and ends the same ---
began=$(date +%s%N)
expect 0 "digest $want" "$wsfcsim" run "$live" --pace 10x
took=$((($(date +%s%N) - began) / 1000000))
[ "$took" -ge 900 ] || { bad=$((bad + 1)); echo "--pace 10x took only $took ms"; }

[ "$bad" = 0 ] && echo 'the command line behaves'
[ "$bad" = 0 ]
