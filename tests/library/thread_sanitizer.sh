#!/bin/sh
# Eight threads in libclusapi.so, and the one that lets time pass, under ThreadSanitizer.  Usage: thread_sanitizer.sh BUILD ROOT
set -eu
build=$1 root=$2
for program in eight_threads notify_event; do
  cc -std=c11 -O1 -g -fsanitize=thread -pthread -I"$build/include" -I"$root" \
    "$root/tests/library/$program.c" -o "$build/$program" -L"$build" -lclusapi -Wl,-rpath,"$build"
done
for round in 1 2 3; do
  TSAN_OPTIONS=halt_on_error=1 "$build/eight_threads" || exit 1
  TSAN_OPTIONS=halt_on_error=1 "$build/notify_event" || exit 1
  WSFCSIM_CLOCK=10x TSAN_OPTIONS=halt_on_error=1 "$build/eight_threads" || exit 1
done
