#!/bin/sh
# Debian packages of this source, installed and run on a bare Debian 12 in a folder of its own.
# Exits with 77 and the reason where no such folder can be made.
# Usage: debian_package.sh BUILD ROOT
set -eu
build=$1 root=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$build" && cpack -B "$work/packages" >"$work/log" 2>&1) || { cat "$work/log"; exit 1; }
ls "$work"/packages/wsfcsim_*.deb "$work"/packages/wsfcsim-dev_*.deb
[ "$(id -u)" = 0 ] || { echo 'only root can make the folder of a bare system'; exit 77; }
command -v debootstrap >/dev/null 2>&1 || { echo 'there is no debootstrap'; exit 77; }
# Where this system has its packages from; bookworm is Debian 12.
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Identifier: Packages' |
  sed -n 's/ bookworm main$//p' | head -n 1)
[ -n "$mirror" ] || { echo 'this system has no Debian 12 packages to make it from'; exit 77; }
if ! debootstrap --variant=minbase bookworm "$work/system" "$mirror" >"$work/log" 2>&1; then
  tail -n 3 "$work/log"
  echo 'debootstrap could not make the system'
  exit 77
fi
cp "$work"/packages/*.deb "$work/system/tmp/"
cp "$root"/tests/package/*.c "$root/tests/package/CMakeLists.txt" "$work/system/tmp/"
[ ! -d /etc/apt/apt.conf.d ] || cp -r /etc/apt/apt.conf.d "$work/system/etc/apt/"
inside() { chroot "$work/system" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
inside apt-get update >"$work/log" 2>&1 || { tail "$work/log"; exit 77; }
inside sh -c 'apt-get install -y --no-install-recommends /tmp/wsfcsim_*.deb' >"$work/log" 2>&1 ||
  { tail -n 20 "$work/log"; exit 1; }
inside wsfcsim --version
inside wsfcsim run /usr/share/wsfcsim/scenarios
inside wsfcsim run /usr/share/wsfcsim/scenarios/start-here/live-migration.scn --db /tmp/lab.db
printf 'show time\n' | inside wsfcsim shell
inside sh -c 'apt-get install -y --no-install-recommends /tmp/wsfcsim-dev_*.deb gcc libc6-dev pkg-config' >"$work/log" 2>&1 ||
  { tail -n 20 "$work/log"; exit 1; }
inside sh -c 'cc /tmp/cluster_user.c $(pkg-config --cflags --libs wsfcsim) -o /tmp/user && /tmp/user'
inside apt-get remove -y wsfcsim wsfcsim-dev >"$work/log" 2>&1 || { tail -n 20 "$work/log"; exit 1; }
left=$(cd "$work/system" && find usr -path '*wsfcsim*' -not -path 'usr/share/doc/*')
[ -z "$left" ] || { echo "after removal these are left: $left"; exit 1; }
echo '2 packages installed, run and removed on a bare Debian 12'
