#!/bin/sh
# An installed wsfcsim: where things are, the program, the CMake package and the pkg-config file.
# Usage: install.sh BUILD ROOT WORK
set -eu
build=$1 root=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
prefix=$work/usr
cmake --install "$build" --prefix "$prefix" >"$work/log"
for file in bin/wsfcsim share/man/man1/wsfcsim.1.gz share/doc/wsfcsim/copyright \
  share/wsfcsim/scenarios/start-here/live-migration.scn include/wsfcsim/model/step.h \
  include/wsfcsim/sim/clusapi/clusapi.h; do
  [ -e "$prefix/$file" ] || { echo "$file is missing"; exit 1; }
done
"$prefix/bin/wsfcsim" run "$prefix/share/wsfcsim/scenarios/start-here/live-migration.scn"
# The headers that were installed compile with what was installed.
flags=$(sed -n 's/^CMAKE_C_FLAGS:STRING=//p' "$build/CMakeCache.txt")
cmake -S "$root/tests/package" -B "$work/user" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" \
  -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS="$flags" >>"$work/log"
cmake --build "$work/user" >>"$work/log"
"$work/user/model_user"
"$work/user/cluster_user"
pc=$(find "$prefix" -name wsfcsim.pc)
config() { PKG_CONFIG_PATH=${pc%/*}:${PKG_CONFIG_PATH-} pkg-config "$@" wsfcsim; }
# shellcheck disable=SC2046,SC2086 # lists of words
cc $flags $(config --cflags) "$root/tests/package/cluster_user.c" -o "$work/by_pkg_config" $(config --libs)
"$work/by_pkg_config"
# A program that knows ClusAPI alone, found in the two usual ways.
pc=$(find "$prefix" -name clusapi.pc)
libraries=$(find "$prefix" -name 'libclusapi.so.0')
# shellcheck disable=SC2046,SC2086
cc $flags $(PKG_CONFIG_PATH=${pc%/*} pkg-config --cflags clusapi) "$root/docs/examples/move_vm.c" \
  -o "$work/move_vm" $(PKG_CONFIG_PATH=${pc%/*} pkg-config --libs clusapi)
LD_LIBRARY_PATH=${libraries%/*} "$work/move_vm" SQL01 NODE2 >>"$work/log"
"$work/user/clusapi_user"
echo 'the installed files work'
