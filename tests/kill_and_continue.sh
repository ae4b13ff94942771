#!/bin/sh
# Kills a paced run at moments spread over its length, lets it go on, and compares: the database is
# sound after every kill, and the digest is that of a run nobody touched.
# Usage: kill_and_continue.sh WSFCSIM ROOT KILLS (at least so many)
set -u
wsfcsim=$1 root=$2 kills=$3
scenario=$root/scenarios/start-here/live-migration.scn
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
db=$work/lab.db

digest() { sed -n 's/.*digest \([0-9a-f]*\)$/\1/p'; }

want=$("$wsfcsim" run "$scenario" | digest)
[ -n "$want" ] || { echo "the scenario gives no digest"; exit 1; }
violations=0 killed=0 i=0
while [ "$killed" -lt "$kills" ] && [ "$i" -lt "$((kills * 3 + 10))" ]; do
  i=$((i + 1))
  rm -f "$work"/lab.db*
  mode='' tries=0
  # Kill it until it comes through, each time a little later.
  while :; do
    # shellcheck disable=SC2086 # an option or nothing
    "$wsfcsim" run "$scenario" --db "$db" $mode --pace 60x >"$work/out" 2>"$work/err" &
    pid=$!
    # On a machine that is busy the moments come later with every try, or it would never come through.
    after=$(((i * 37 + tries * 71) % 200 + 4 + tries * 10))
    sleep "$((after / 1000)).$(printf '%03d' $((after % 1000)))"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    result=$?
    [ "$result" = 137 ] && killed=$((killed + 1)) # it was not over already
    [ "$result" -le 1 ] && break
    if [ "$result" = 2 ]; then
      echo "kill $i: could not go on: $(cat "$work/err")"
      violations=$((violations + 1))
      break
    fi
    if [ -e "$db" ] && [ "$(sqlite3 "$db" 'pragma integrity_check' 2>&1)" != ok ]; then
      echo "kill $i: the database is damaged"
      violations=$((violations + 1))
    fi
    # Before the first commit there is nothing to go on with.
    if [ "$(sqlite3 "$db" "select count(*) from setting where name = 'bookmark.command'" 2>/dev/null)" = 1 ]; then
      mode=--continue
    else
      mode=--replace
      [ -s "$db" ] && [ "$(sqlite3 "$db" 'pragma application_id' 2>/dev/null)" != 0 ] || mode=''
    fi
    tries=$((tries + 1))
  done
  got=$(digest <"$work/out")
  if [ "$got" != "$want" ]; then
    echo "run $i: digest '$got', expected '$want'"
    cat "$work/out" "$work/err"
    violations=$((violations + 1))
  fi
done
echo "$killed kills in $kills runs, $violations violations"
[ "$violations" = 0 ] && [ "$killed" -ge "$kills" ]
