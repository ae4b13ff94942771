#!/bin/sh
# What the command writes for other tools: JUnit, TAP, JSON, the manual page.
# Usage: reports.sh WSFCSIM ROOT WORK
set -u
wsfcsim=$1 root=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
. "$root/tests/support/expect.sh"
live=$root/scenarios/start-here/live-migration.scn

valid_junit() { xmllint --noout --schema "$root/tests/vectors/junit.xsd" "$1"; }
query() { sqlite3 :memory: "$1"; }

# --- JUnit ---
expect 0 '[0-9]+ scenarios, [0-9]+ commands, 0 differences, [0-9.]+ s$' "$wsfcsim" run "$root/scenarios" --junit all.xml
expect 0 'all.xml validates' valid_junit all.xml
count=$(find "$root/scenarios" -name '*.scn' | wc -l)
expect 0 "^<testsuites name=\"wsfcsim\" tests=\"$count\" failures=\"0\" errors=\"0\"" sed -n 2p all.xml
mkdir -p mixed/inner
cp "$live" mixed/good.scn
sed 's/^SQL01 NODE1     Online/SQL01 <NODE2> \& Online/' "$live" >mixed/inner/differs.scn
printf 'host A memory=8\n' >'mixed/inner/un"usable.scn'
expect 2 'some unusable' "$wsfcsim" run mixed --junit mixed.xml
expect 0 'mixed.xml validates' valid_junit mixed.xml
expect 0 'tests="3" failures="1" errors="1"' sed -n 2p mixed.xml
[ "$(grep -c '<failure' mixed.xml)" = 1 ] || { bad=$((bad + 1)); echo 'one failing scenario is not one failure'; }
expect 0 'name="un&#34;usable.scn"' cat mixed.xml
expect 0 '&#60;NODE2&#62; &#38; Online' cat mixed.xml
expect 2 'cannot be written' "$wsfcsim" run "$live" --junit missing/out.xml
expect 2 'expected a file' "$wsfcsim" run "$live" --junit
"$wsfcsim" run "$live" --pace real --junit stopped.xml >/dev/null 2>&1 &
sleep 1
kill -TERM $!
wait
expect 0 'stopped.xml validates' valid_junit stopped.xml
expect 0 'tests="1" failures="0" errors="1"' sed -n 2p stopped.xml
expect 0 'message="stopped before its end"' cat stopped.xml
# A schema that lets everything through would show nothing.
sed 's/failures="1"/failures="one"/' mixed.xml >wrong.xml
expect 3 'not a valid value' valid_junit wrong.xml

# --- TAP ---
expect 2 '^1\.\.3$' "$wsfcsim" run mixed --tap
expect 2 '^ok 1 - mixed/good.scn$' "$wsfcsim" run mixed --tap
expect 2 '^not ok 2 - mixed/inner/differs.scn$' "$wsfcsim" run mixed --tap
expect 2 '^# .*expected a size such as' "$wsfcsim" run mixed --tap
"$wsfcsim" run mixed --tap 2>/dev/null | grep -vqE '^(TAP version 14|1\.\.3|(not )?ok [0-9]+ - .*|#.*)$' && {
  bad=$((bad + 1))
  echo 'something else than TAP was printed'
}
expect 2 'prints nothing else' "$wsfcsim" run mixed --tap --show

# --- JSON ---
expect 0 'not modelled: -VMId' "$wsfcsim" capabilities
"$wsfcsim" capabilities --json >capabilities.json
expect 0 '^1$' query "select json_valid(readfile('capabilities.json'))"
expect 0 '^338$' query "select json_extract(readfile('capabilities.json'), '\$.control_codes_numbered')"
expect 0 '^1$' query "select count(*) from json_each(readfile('capabilities.json'), '\$.control_codes')
  where json_extract(value, '\$.name') = 'CLUSCTL_RESOURCE_VM_START_MIGRATION'"
expect 2 'expected --json' "$wsfcsim" capabilities --xml
printf 'show time\nadvance 1s\nhots "\\\n' | "$wsfcsim" shell --json >shell.json
expect 0 '^3$' query "select count(*) from (select value from json_each('[' || replace(trim(
  readfile('shell.json'), char(10)), '}' || char(10), '},') || ']'))"
printf 'host A memory=8GiB\nshow time\n----\n1.000000 s\n\n' >differs.scn
expect 1 '"expected":"1.000000 s' sh -c "echo run differs.scn | '$wsfcsim' shell --json"
"$wsfcsim" bench --quick --json >bench.json
expect 0 '^1$' query "select json_valid(readfile('bench.json'))"
expect 0 '^22$' query "select json_array_length(readfile('bench.json'), '\$.rows')"
expect 0 '^0$' query "select json_extract(value, '\$.median') from json_each(readfile('bench.json'), '\$.rows')
  where json_extract(value, '\$.name') like 'a healthy year%'"
expect 2 'expected --json or --quick' "$wsfcsim" bench --fast

# --- the manual page ---
expect 0 '^\.TH WSFCSIM 1' "$wsfcsim" help man
expect 0 'Move\\-ClusterVirtualMachineRole' "$wsfcsim" help man
if command -v groff >/dev/null 2>&1; then
  "$wsfcsim" help man | groff -man -ww -Tascii >page 2>complaints
  expect 0 '^0$' sh -c 'wc -c <complaints'
  expect 0 'sessions that were cut off' cat page
fi

[ "$bad" = 0 ] && echo 'the reports are what tools expect'
[ "$bad" = 0 ]
