#!/bin/sh
# A minute of libFuzzer on one entry, from the kept corpus.  Usage: one_minute.sh ROOT ENTRY
set -eu
root=$1 entry=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# detect_leaks: what the entry frees is checked on every input.
"$root/build/fuzz/tests/fuzz/$entry" -max_total_time=60 -timeout=20 -print_final_stats=1 \
  "$work" "$root/tests/fuzz/corpus/$entry"
