# Installs what a ring needs; sourced by the launchers.
#   need run | test | full | windows
# Debian and Ubuntu: as root, or through sudo.  Elsewhere it says what is missing.

say() { printf '%s\n' "$*" >&2; }

# missing RING: the Debian packages of what is not there yet.
missing() {
  command -v cc >/dev/null 2>&1 || printf 'gcc libc6-dev '
  command -v cmake >/dev/null 2>&1 || printf 'cmake '
  command -v ninja >/dev/null 2>&1 || printf 'ninja-build '
  command -v pkg-config >/dev/null 2>&1 || printf 'pkg-config '
  command -v flock >/dev/null 2>&1 || printf 'util-linux '
  [ -e /usr/include/uv.h ] || pkg-config --exists libuv 2>/dev/null || printf 'libuv1-dev '
  [ -e /usr/include/sqlite3.h ] || pkg-config --exists sqlite3 2>/dev/null || printf 'libsqlite3-dev '
  [ -e /usr/include/histedit.h ] || pkg-config --exists libedit 2>/dev/null || printf 'libedit-dev '
  command -v sqlite3 >/dev/null 2>&1 || printf 'sqlite3 '
  if [ "$1" = windows ]; then
    command -v x86_64-w64-mingw32-gcc >/dev/null 2>&1 || printf 'gcc-mingw-w64-x86-64 '
    command -v wine64 >/dev/null 2>&1 || [ -x /usr/lib/wine/wine64 ] || printf 'wine64 '
    command -v tclsh >/dev/null 2>&1 || printf 'tcl ' # SQLite's sources are put together by it
    command -v patch >/dev/null 2>&1 || printf 'patch '
    command -v dpkg-source >/dev/null 2>&1 || printf 'dpkg-dev '
    return
  fi
  [ "$1" = run ] && return
  command -v c++ >/dev/null 2>&1 || printf 'g++ '
  [ -e /usr/include/criterion/criterion.h ] || pkg-config --exists criterion 2>/dev/null ||
    printf 'libcriterion-dev '
  command -v clang-format >/dev/null 2>&1 || printf 'clang-format '
  command -v clang >/dev/null 2>&1 || printf 'clang '
  command -v xmllint >/dev/null 2>&1 || printf 'libxml2-utils '
  [ "$1" = test ] && return
  command -v gcc >/dev/null 2>&1 || printf 'gcc '
  command -v dpkg-shlibdeps >/dev/null 2>&1 || printf 'dpkg-dev '
  command -v file >/dev/null 2>&1 || printf 'file '
  # Only root can make a bare system with it; for others that part is skipped.
  [ "$(id -u)" != 0 ] || command -v debootstrap >/dev/null 2>&1 || [ -x /usr/sbin/debootstrap ] ||
    printf 'debootstrap '
  # clang's sanitizer and fuzzer runtimes, of the clang that is there or will be
  ls /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a >/dev/null 2>&1 || {
    version=$(clang -dumpversion 2>/dev/null || apt-cache depends clang 2>/dev/null |
      sed -n 's/.*Depends: clang-\([0-9]*\)$/\1/p')
    printf 'libclang-rt-%s-dev ' "${version%%.*}"
  }
}

need() {
  packages=$(missing "$1")
  [ -n "$packages" ] || { check_cmake; return; }
  if ! command -v apt-get >/dev/null 2>&1; then
    say "These are missing, by their Debian names: $packages"
    if command -v dnf >/dev/null 2>&1; then
      say "On Fedora: dnf install gcc gcc-c++ cmake ninja-build pkgconf libuv-devel sqlite-devel \
libedit-devel sqlite clang clang-tools-extra (Criterion is not packaged there; build it from its source)"
    elif command -v brew >/dev/null 2>&1; then
      say "On macOS: brew install cmake ninja pkg-config libuv sqlite libedit criterion clang-format flock"
    fi
    return 2
  fi
  as_root=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || {
      say "These packages are missing, and only root can install them: $packages"
      return 2
    }
    as_root=sudo
  fi
  say "installing $packages..."
  log=$(mktemp)
  # shellcheck disable=SC2086 # a list of words
  if ! { $as_root env DEBIAN_FRONTEND=noninteractive apt-get update &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      $packages; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    say "the packages could not be installed; the whole log is in $log"
    return 2
  fi
  rm -f "$log"
  check_cmake
}

# The presets need CMake 3.25, which Debian has from 12 on and Ubuntu from 24.04 on.
check_cmake() {
  version=$(cmake --version | sed -n 's/^cmake version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
  # shellcheck disable=SC2086 # two words
  set -- $version
  [ "${1:-0}" -gt 3 ] || [ "${2:-0}" -ge 25 ] && return 0
  say "CMake 3.25 or later is needed; this is ${1:-?}.${2:-?}"
  return 2
}

# build PRESET [TARGET]: configures and builds, quietly unless it fails or takes long.  One at a
# time: launchers may be started side by side.
build() {
  preset=$1 folder=$root/build/$1
  mkdir -p "$folder"
  log=$folder/build.log
  (
    flock 9
    # The notice holds neither the lock nor anybody's pipe, and its sleep ends with it.
    (
      exec 9>&- >/dev/null
      sleep 5 2>/dev/null &
      nap=$!
      trap 'kill "$nap" 2>/dev/null; exit' TERM
      wait "$nap" && say "building ($preset)..."
    ) &
    notice=$!
    ok=0
    cd "$root" || exit 2
    {
      # A folder that was moved, or whose configuration was cut short, is configured anew.
      if ! grep -q "^CMAKE_HOME_DIRECTORY:INTERNAL=$root\$" "$folder/CMakeCache.txt" 2>/dev/null ||
        [ ! -e "$folder/build.ninja" ]; then
        cmake --fresh --preset "$preset"
      fi &&
        cmake --build --preset "$preset" ${2:+--target "$2"}
    } >"$log" 2>&1 </dev/null || ok=$?
    kill "$notice" 2>/dev/null
    wait "$notice" 2>/dev/null
    [ "$ok" = 0 ] || { tail -n 60 "$log" >&2 && say "the build failed; the whole log is in $log"; }
    exit "$ok"
  ) 9>"$folder/build.lock"
}
