#!/bin/sh
# A minute of libFuzzer on one entry, from the kept corpus.  Usage: one_minute.sh ROOT ENTRY
set -eu
root=$1 entry=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
corpus=$root/tests/fuzz/corpus/$entry
if [ "$entry" = database_fuzz ]; then
  corpus=$work/seeds
  sh "$root/tests/fuzz/database_corpus.sh" "$root/build/release/wsfcsim" "$root" "$corpus"
fi
mkdir "$work/found"
cd "$work"
"$root/build/fuzz/tests/fuzz/$entry" -max_total_time=60 -timeout=20 -print_final_stats=1 \
  "$work/found" "$corpus"
