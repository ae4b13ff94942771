#!/bin/sh
# wsfcsim conformance: every code has a fate, every modelled one a scenario, and what is written down
# of it is what it says.  Usage: conformance.sh WSFCSIM ROOT WORK
set -u
wsfcsim=$1 root=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
. "$root/tests/support/expect.sh"

rows() { "$wsfcsim" conformance --csv | sqlite3 -cmd '.mode csv' :memory: '.import /dev/stdin code' "$1"; }

expect 0 '^338 control codes have a number$' "$wsfcsim" conformance
expect 0 '^  0 of them no scenario shows$' "$wsfcsim" conformance
expect 0 '^  0 have no fate$' "$wsfcsim" conformance
expect 0 '^110 times the sources differ' "$wsfcsim" conformance
expect 0 '^342$' rows 'SELECT count(*) FROM code'
expect 0 '^0$' rows "SELECT count(*) FROM code WHERE fate = 'modelled' AND scenario = ''"
expect 0 '^0$' rows "SELECT count(*) FROM code WHERE (fate = 'modelled') = (reason <> '')"
"$wsfcsim" conformance --csv | tail -n +2 | cut -d, -f1 | sort -u >codes
[ "$(wc -l <codes)" = 342 ] || { bad=$((bad + 1)); echo 'a name is there twice'; }
for scenario in $(rows "SELECT DISTINCT scenario FROM code WHERE scenario <> ''" | tr -d '\r'); do
  [ -f "$root/$scenario" ] || { bad=$((bad + 1)); echo "there is no $scenario"; }
done

expect 0 '' "$wsfcsim" conformance --html table.html
expect 0 '' xmllint --html --noout table.html
expect 0 '^343$' grep -c '<tr>' table.html
"$wsfcsim" conformance --markdown >control-codes.md
expect 0 '' cmp control-codes.md "$root/docs/generated/control-codes.md"
[ "$bad" = 0 ] || echo 'docs/generated/control-codes.md is made by: wsfcsim conformance --markdown'

# The conflicts that are counted are those that docs/fidelity.md lists.
sed -n 's/^CONFLICT("\([^"]*\)", "\([^"]*\)".*/| \1 | \2 |/p' "$root/tools/command/control_conflict.def" >conflicts
[ "$(wc -l <conflicts)" = 110 ] || { bad=$((bad + 1)); echo 'there are not 110 conflicts'; }
while IFS= read -r conflict; do
  grep -qF "$conflict" "$root/docs/fidelity.md" || { bad=$((bad + 1)); echo "docs/fidelity.md has not $conflict"; }
done <conflicts

expect 2 "expected --csv, --markdown or --html FILE" "$wsfcsim" conformance --xml
expect 2 'cannot be written' "$wsfcsim" conformance --html missing/table.html
[ "$bad" = 0 ] && echo 'every control code has a fate'
[ "$bad" = 0 ]
