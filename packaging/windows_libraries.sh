#!/bin/sh
# libuv and SQLite for Windows, from Debian's source packages: headers and static libraries in WHERE.
# Builds once; the packages are fetched when they are not in WHERE/source.
# Usage: windows_libraries.sh WHERE.  77: the packages cannot be fetched.
set -eu
where=$1
mkdir -p "$where/source" "$where/include" "$where/lib"
where=$(cd "$where" && pwd)
if [ -e "$where/lib/libsqlite3.a" ] && [ -e "$where/lib/libuv_a.a" ]; then
  exit 0
fi
cd "$where/source"
if ! ls sqlite3_*.orig.tar.xz libuv1_*.orig.tar.gz >/dev/null 2>&1; then
  # From where this machine has its packages.
  mkdir -p parts
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    [ ! -e "$list" ] || sed 's/^deb /deb-src /; s/^Types:.*/Types: deb-src/' "$list" >"parts/${list##*/}"
  done
  [ ! -e parts/sources.list ] || mv parts/sources.list parts/machine.list
  options="-o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts=$PWD/parts -o Dir::State::Lists=$PWD/lists -o APT::Sandbox::User=root"
  mkdir -p lists/partial
  # shellcheck disable=SC2086 # a list of words
  { apt-get $options update -qq && apt-get $options source -qq --download-only sqlite3 libuv1; } || exit 77
fi
mkdir -p libuv sqlite
tar xf libuv1_*.orig.tar.gz -C libuv --strip-components=1
tar xf sqlite3_*.orig.tar.xz -C sqlite --strip-components=1
tar xf libuv1_*.debian.tar.xz -C libuv
(cd libuv && sed 's/ *#.*//; /^$/d' debian/patches/series >series &&
  while read -r name; do patch -s -p1 <"debian/patches/$name"; done <series)
(cd sqlite && ./configure --disable-tcl >log 2>&1 && make sqlite3.c sqlite3.h >>log 2>&1)
x86_64-w64-mingw32-gcc -O2 -DSQLITE_THREADSAFE=1 -c sqlite/sqlite3.c -o sqlite/sqlite3.o
x86_64-w64-mingw32-ar rcs "$where/lib/libsqlite3.a" sqlite/sqlite3.o
cp sqlite/sqlite3.h "$where/include/"
cmake -S libuv -B libuv/build -G Ninja -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_C_COMPILER=x86_64-w64-mingw32-gcc -DBUILD_TESTING=OFF -DLIBUV_BUILD_TESTS=OFF >libuv/log
cmake --build libuv/build --target uv_a >>libuv/log
cp libuv/build/libuv_a.a "$where/lib/"
cp -R libuv/include/. "$where/include/"
