#!/bin/sh
# Windows programs under Wine: wsfcsim.exe runs every scenario with the digests it has on Linux, and
# programs linked with mingw's own import library find our clusapi.dll and do what they do on Linux.
# Usage: wine.sh ROOT BUILD (of the release preset).  77: it cannot run here, the last line says why.
set -eu
root=$1 build=$2
. "$root/tools/prerequisites.sh"
if ! need windows; then
  echo 'mingw-w64 and Wine cannot be installed here'
  exit 77
fi
code=0
sh "$root/packaging/windows_libraries.sh" "$root/build/windows-libraries" || code=$?
if [ "$code" = 77 ]; then
  echo 'the sources of libuv and SQLite cannot be fetched here'
  exit 77
fi
[ "$code" = 0 ] || exit 1
(cd "$root" && cmake --preset mingw && cmake --build --preset mingw) >"$root/build/mingw.log" 2>&1 || {
  tail -n 40 "$root/build/mingw.log"
  exit 1
}
work=$root/build/wine
windows=$root/build/mingw
rm -rf "$work"
mkdir -p "$work"
cd "$work"

# Programs of users: our headers, the system's import library of clusapi.dll (that of resutils.dll lacks
# names), our DLLs beside them.
cp "$windows/clusapi.dll" "$windows/resutils.dll" .
x86_64-w64-mingw32-gcc -std=gnu11 -Wall -Wextra -Werror "$root/tests/wine/loaded_library.c" -o loaded_library.exe
for program in docs/examples/move_vm tests/library/wrong_calls tests/library/find_properties tests/library/property_tables tests/library/notify_event; do
  x86_64-w64-mingw32-gcc -std=gnu11 -DUNICODE -Wall -Wextra -Werror -I"$windows/include" -I"$root" \
    "$root/$program.c" -o "${program##*/}.exe" -lclusapi "$windows/libresutils.dll.a"
  cc -std=c11 -I"$build/include" -I"$root" "$root/$program.c" -o "${program##*/}" \
    -L"$build" -lclusapi -lresutils -Wl,-rpath,"$build"
done

# A Windows of our own.  Output goes to files: whoever reads a pipe waits for Wine's services as well.
export WINEPREFIX="$work/prefix" WINEDEBUG=-all LC_ALL=C.UTF-8
export WINEDLLOVERRIDES='clusapi,resutils=n;mscoree,mshtml='
wine=$(command -v wine64 || echo /usr/lib/wine/wine64)
server=$(command -v wineserver || echo /usr/lib/wine/wineserver)
"$wine" wineboot -i </dev/null >/dev/null 2>&1
"$server" -w
"$server" -p
trap '"$server" -k' EXIT

bad=0
fail() {
  bad=$((bad + 1))
  printf 'FAILED %s\n' "$*"
}
# run NAME ARGUMENT...: the program there, and what it prints here.
run() {
  name=$1
  shift
  code=0
  "$wine" "$name" "$@" </dev/null >out 2>&1 || code=$?
  tr -d '\r' <out >here
}

run loaded_library.exe
grep -q '^wsfcsim ' here || { fail 'another clusapi.dll was loaded'; exit 1; }
x86_64-w64-mingw32-objdump -p clusapi.dll | sed -n 's/^.*\[ *[0-9]*\] \([A-Za-z0-9]*\)$/\1/p' | LC_ALL=C sort >exported
LC_ALL=C sort "$root/tests/vectors/clusapi-exports.txt" >wanted
LC_ALL=C comm -13 exported wanted >missing
[ ! -s missing ] || fail "names that are missing: $(head -n 5 missing)"
for arguments in 'SQL01 NODE2' 'SQL09 NODE2' 'SQL01 NODE9'; do
  # shellcheck disable=SC2086 # two words
  ./move_vm $arguments >there 2>&1 || true
  # shellcheck disable=SC2086
  run move_vm.exe $arguments
  cmp -s here there || fail "move_vm $arguments: $(diff there here)"
done
for program in wrong_calls find_properties property_tables notify_event; do
  run $program.exe
  grep -q '^as documented' here || fail "$program: $(cat here)"
done

# The suite on a loaded clusapi.dll: what libclusapi.so gives on Linux.  Wine's own DLL is refused.
without_time() {
  sed 's/, [0-9.]* s$//'
}
elsewhere="run --backend win32 --known-differences $root/tests/known_differences.txt"
for folder in start-here ''; do
  # shellcheck disable=SC2086 # words
  "$build/wsfcsim" $elsewhere --library "$build/libclusapi.so" "$root/scenarios/$folder" 2>&1 | without_time >there || true
  # shellcheck disable=SC2086
  run "$windows/wsfcsim.exe" $elsewhere "$root/scenarios/$folder"
  without_time <here >here_too
  cmp -s here_too there || fail "--backend win32 scenarios/$folder: $(diff there here_too | head -n 10)"
done
"$build/wsfcsim" capture --library "$build/libclusapi.so" >there
run "$windows/wsfcsim.exe" capture
cmp -s here there || fail "capture: $(diff there here | head -n 10)"
WINEDLLOVERRIDES='clusapi=b' run "$windows/wsfcsim.exe" run --backend win32 "$root/scenarios/start-here"
grep -q "is Wine's own" here || fail "Wine's own clusapi.dll: $(cat here)"

run "$windows/wsfcsim.exe" run "$root/scenarios"
grep -q ' 0 differences' here || fail "scenarios: $(tail -n 20 here)"
find "$root/scenarios" -name '*.scn' | LC_ALL=C sort >files
while read -r scenario; do
  "$build/wsfcsim" run "$scenario" | sed -n "s/.*digest/${scenario##*/}/p" >>digests
  run "$windows/wsfcsim.exe" run "$scenario"
  sed -n "s/.*digest/${scenario##*/}/p" here >>digests_here
done <files
cmp -s digests digests_here || fail "digests: $(diff digests digests_here | head -n 10)"
[ "$bad" = 0 ] || exit 1
echo "$(wc -l <digests) scenarios, the same digests as on Linux"
