#!/bin/sh
# The checker of requirements must find what is wrong with them, and say it.
# Usage: requirements.sh ROOT WORK
set -u
root=$1 work=$2
rm -rf "$work"
mkdir -p "$work/docs/requirements" "$work/tests" "$work/scenarios"
cd "$work" || exit 1
. "$root/tests/support/expect.sh"
csv=docs/requirements/a.csv
check() {
  printf 'id,status,statement,source,fate,because\n%s\n' "$1" >$csv
  printf '/* %s */\n' "$2" >tests/a_test.c
  WSFCSIM_ROOT=$work "$root/tools/requirements"
}
expect 0 '^2 requirements: 2 tested, 0 modelled, 0 not' check 'A-01,DOCUMENTED,"One, two",page,tested,
A-02,DOCUMENTED,Two,page,tested,' 'A-01..02'
expect 0 '1 not modelled' check 'A-01,DOCUMENTED,One,page,tested,
A-02,DOCUMENTED,Two,page,not modelled,too early' 'A-01'
expect 1 'docs/requirements has no A-02' check 'A-01,DOCUMENTED,One,page,tested,' 'A-01 A-02'
expect 1 'docs/requirements has no A-03' check 'A-01,DOCUMENTED,One,page,tested,
A-02,DOCUMENTED,Two,page,tested,' 'A-01..03'
expect 1 'a.csv:2: A-01 is said to be tested, and no test names it' check 'A-01,DOCUMENTED,One,page,tested,' 'nothing'
expect 1 'A-01: DOCUMENTED, and no test shows it' check 'A-01,DOCUMENTED,One,page,modelled,' 'nothing'
expect 0 '1 modelled' check 'A-01,INFERRED,One,page,modelled,' 'nothing'
expect 1 'nothing says why' check 'A-01,DOCUMENTED,One,page,page is wrong,' 'nothing'
expect 1 'is no fate' check 'A-01,DOCUMENTED,One,page,done,' 'A-01'
expect 1 'twice' check 'A-01,DOCUMENTED,One,page,tested,
A-01,DOCUMENTED,Two,page,tested,' 'A-01'
expect 1 'six columns' check 'A-01,DOCUMENTED,One,page,tested' 'A-01'
expect 1 'expected id,status' sh -c "sed -i 1d $csv; WSFCSIM_ROOT=$work $root/tools/requirements"
[ "$bad" = 0 ] && echo 'the checker finds what is wrong'
[ "$bad" = 0 ]
