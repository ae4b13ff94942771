#!/bin/sh
# Every scenario's digest is the same from gcc and clang, at -O0 and -O2.
# Usage: same_bytes.sh ROOT
set -eu
root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
reference=
for compiler in gcc clang; do
  for level in -O0 -O2; do
    folder=$work/$compiler$level
    cmake -S "$root" -B "$folder" -G Ninja -DCMAKE_C_COMPILER=$compiler -DCMAKE_BUILD_TYPE=None \
      -DCMAKE_C_FLAGS=$level >/dev/null
    cmake --build "$folder" >"$work/log" || { cat "$work/log"; exit 1; }
    find "$root/scenarios" -name '*.scn' | LC_ALL=C sort | while read -r scenario; do
      "$folder/wsfcsim" run "$scenario" | sed -n "s/.*digest/${scenario##*/}/p"
    done >"$work/digests"
    [ -s "$work/digests" ]
    if [ -z "$reference" ]; then
      reference=$work/reference
      cp "$work/digests" "$reference"
    elif ! diff "$reference" "$work/digests"; then
      echo "$compiler $level gives other bytes"
      exit 1
    fi
    rm -rf "$folder"
  done
done
echo "$(wc -l <"$reference") scenarios, 4 builds, the same digests"
