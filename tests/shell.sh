#!/bin/sh
# The shell as a user types it: from a pipe, on a database, at a terminal that goes away.
# Usage: shell.sh WSFCSIM ROOT WORK
set -u
wsfcsim=$1 root=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
. "$root/tests/support/expect.sh"
world='host A memory=8GiB
host B memory=8GiB
network W bandwidth=1Gbit
vm V on A memory=1GiB'
live=$root/scenarios/start-here/live-migration.scn
# libedit keeps the names of our two functions until the process ends.
echo leak:wcsdup >leaks
export LSAN_OPTIONS="suppressions=$work/leaks:print_suppressions=0"

# --- the shell: from a pipe ---
# shell LINES [OPTIONS]
shell() {
  # shellcheck disable=SC2086 # a list of words
  printf '%s\n' "$1" | "$wsfcsim" shell ${2-}
}
expect 0 '12.288176 s' shell "run $live
show time
save s.scn"
expect 0 '0 differences' "$wsfcsim" run s.scn
[ "$(head -n 1 s.scn)" = 'language 1' ] || { bad=$((bad + 1)); echo 'a saved session does not say its language'; }
expect 0 '0 differences' "$wsfcsim" run s.scn --db s.db --pace 100x
expect 2 'line 2, column 8: .*expected a size' shell 'host A memory=8GiB
host B memory=8
host C memory=8GiB'
expect 0 '"line":1,"command":"show time","ok":true,"time_us":0,"output":"0.000000 s' shell 'show time' --json
expect 2 '"ok":false.*"error":"no snapshot is called' shell 'restore x' --json
expect 2 'nothing to undo' shell 'undo'
expect 2 'there are none yet' shell 'restore monday'
expect 2 "there are 'monday'" shell 'snapshot monday
restore tuesday'
expect 2 'nothing to save' shell 'save x.scn'
expect 2 'cannot be written' shell 'host A memory=1GiB
save missing/x.scn'
# A blank at the end of a name, a comment among the lines: what is saved is what was done.
expect 0 '' shell 'host A memory=8GiB
# a blank follows
host "B " memory=8GiB
save blank.scn'
expect 0 '0 differences' "$wsfcsim" run blank.scn
# What a saved file replaces keeps its kind and its permissions.
echo old >kept.scn
chmod 640 kept.scn
ln -s kept.scn link.scn
mkfifo pipe.scn
expect 0 '' shell 'host A memory=8GiB
save link.scn'
[ -L link.scn ] && [ "$(stat -c %a kept.scn)" = 640 ] && [ "$(tail -n 1 kept.scn)" = 'host A memory=8GiB' ] || {
  bad=$((bad + 1))
  echo 'a link was not followed, or the permissions were lost'
}
timeout 20 cat pipe.scn >read.scn &
expect 0 '' shell 'host A memory=8GiB
save pipe.scn'
wait
expect 0 '' cmp read.scn kept.scn
[ -p pipe.scn ] || { bad=$((bad + 1)); echo 'a pipe was replaced'; }
expect 2 'a newer wsfcsim runs it' shell 'language 2'
printf 'language 2\nhost A memory=1GiB\n' >t.scn
expect 2 't.scn:1:10: .*a newer wsfcsim runs it' "$wsfcsim" run t.scn
expect 2 't.scn:1:10: .*nothing of the file was kept' shell 'run t.scn'
expect 2 'no such file|No such file' shell 'run missing.scn'
printf '%s\nhots\n' "$world" >t.scn
expect 2 't.scn:5:1: unknown command .*nothing of the file was kept' shell 'run t.scn'
expect 0 'help COMMAND' shell help
expect 0 'Not modelled yet: -VMId, -Cluster' shell 'help Move-ClusterVirtualMachineRole'
expect 2 'expected a command' shell 'help nonsense'
expect 0 '^0.000000 s$' shell 'show time
exit
hots'
expect 2 'NUL' sh -c "printf 'show\\0time\\n' | '$wsfcsim' shell"
expect 0 '^0.000000 s$' sh -c "printf 'show time' | '$wsfcsim' shell" # no line end
expect 2 'unknown option' "$wsfcsim" shell --show
expect 2 'at most' "$wsfcsim" shell a.scn b.scn
expect 2 'goes with --db' "$wsfcsim" shell --durable
rm -f s.db*
expect 0 'Up' shell "$world
New-Cluster -Name LAB -Node A,B
Get-ClusterNode" '--db s.db'
expect 0 '^1.000000 s' shell 'advance 1s
show time' '--db s.db'
expect 0 '^1.000000 s' shell 'advance 1s
undo
show time' '--db s.db'
expect 2 'in the middle of a history' shell 'save x.scn' '--db s.db'
expect 2 'another scenario' "$wsfcsim" run "$live" --db s.db --continue
# What is kept after going back is what a straight run keeps: two attempts on each of two branches.
move='control "Virtual Machine V" CLUSCTL_RESOURCE_VM_START_MIGRATION text=B'
back='control "Virtual Machine V" CLUSCTL_RESOURCE_VM_START_MIGRATION text=A'
arrive='await vm V MigrationState 0 within 5min'
cluster="$world
New-Cluster -Name LAB -Node A,B
Add-ClusterVirtualMachineRole -VMName V"
end="$back
$arrive
timing setup=2s
$move
$arrive"
rm -f one.db* two.db*
expect 0 '' shell "$cluster
snapshot idle
$move
advance 3s
fault network W bandwidth=2Gbit
$arrive
$back
$arrive
restore idle
$move
$arrive
advance 1s
undo
$end
undo
$arrive" '--db one.db'
expect 0 '' shell "$cluster
$move
$arrive
$end" '--db two.db'
kept() { # DATABASE
  for table in $(sqlite3 two.db "select name from sqlite_schema where type in ('table', 'view') order by name"); do
    echo "== $table"
    sqlite3 "$1" "select * from $table" | sort
  done
}
kept one.db >one.txt
kept two.db >two.txt
expect 0 '' diff one.txt two.txt
expect 0 '^3$' sqlite3 one.db 'select count(*) from v_migration'
rm -f one.db*
expect 0 '' shell 'host A memory=8GiB
undo' '--db one.db'
expect 0 '' shell 'level 2016
host B memory=8GiB
save begun-again.scn' '--db one.db'
expect 0 '0 differences' "$wsfcsim" run begun-again.scn
echo text >foreign.db
expect 2 'foreign.db' shell 'show time' '--db foreign.db'
[ "$(cat foreign.db)" = text ] || { bad=$((bad + 1)); echo 'a foreign file was touched'; }

# --- labs: set up, hints, grades; and in a file a wrong solution fails its checks ---
lab=$root/scenarios/labs/isolated-not-dead.scn
expect 0 'Keep SQL01 running' shell "lab $lab"
expect 0 'StatusInformation says more than State' shell "lab $lab
hint"
expect 0 'there are no more hints' shell "lab $lab
hint
hint
hint
hint"
expect 2 '2 of 4 checks are met' shell "lab $lab
grade"
expect 0 '4 of 4 checks are met: well done' shell "lab $lab
Start-ClusterNode NODE1
await node NODE1 State Up within 1min
grade
save graded.scn"
expect 0 '0 differences' "$wsfcsim" run graded.scn
expect 2 'no lab has been set up' shell 'grade'
expect 2 'it sets no task' shell "lab $root/scenarios/start-here/live-migration.scn"
expect 2 'a session of its own' shell "host A memory=8GiB
lab $lab"
expect 2 'expected one text in quotes' shell 'hint this way'
expect 2 'expected check KIND NAME PROPERTY VALUE' shell 'check vm X'
for each in "$root"/scenarios/labs/*.scn; do
  # without its solution: up to the last hint, and the checks
  last=$(grep -n '^hint ' "$each" | tail -n 1 | cut -d: -f1)
  { head -n "$last" "$each"; grep '^check ' "$each"; } >unsolved.scn
  expect 1 'check failed' "$wsfcsim" run unsolved.scn
done

# --- the shell: at a terminal that goes away (util-linux has `script`, which gives one) ---
if command -v script >/dev/null 2>&1; then
  mkdir -p state
  (
    export XDG_STATE_HOME="$work/state" TERM=xterm
    { printf 'host A memory=8GiB\r'; sleep 2; } |
      script -qec "'$wsfcsim' shell 2>lost" /dev/null >terminal 2>&1 &
    sleep 1
    kill -9 $!
    wait
  ) 2>/dev/null
  sleep 0.5
  expect 0 'the terminal went away; the session is kept in' cat lost
  expect 0 '^host A memory=8GiB$' cat state/wsfcsim/session-1.scn
  printf 'exit\r' | XDG_STATE_HOME="$work/state" TERM=xterm script -qec "'$wsfcsim' shell" /dev/null >terminal 2>&1
  expect 0 'A session was cut off: wsfcsim shell .*session-1.scn' cat terminal
  [ -e state/wsfcsim/session-2.scn ] && { bad=$((bad + 1)); echo 'a session that ended left a journal'; }
else
  echo 'no script(1): the terminal is not tried'
fi

[ "$bad" = 0 ] && echo 'the shell does what it should'
[ "$bad" = 0 ]
