#!/bin/sh
# Eight threads in libclusapi.so under ThreadSanitizer.  Usage: thread_sanitizer.sh BUILD ROOT
set -eu
build=$1 root=$2
cc -std=c11 -O1 -g -fsanitize=thread -pthread -I"$build/include" -I"$root" \
  "$root/tests/library/eight_threads.c" -o "$build/eight_threads" -L"$build" -lclusapi -Wl,-rpath,"$build"
for round in 1 2 3; do
  TSAN_OPTIONS=halt_on_error=1 "$build/eight_threads" || exit 1
  WSFCSIM_CLOCK=10x TSAN_OPTIONS=halt_on_error=1 "$build/eight_threads" || exit 1
done
