#!/bin/sh
# Databases as this build writes them, whole and cut: the seeds of database_fuzz.
# Usage: database_corpus.sh WSFCSIM ROOT FOLDER
set -eu
wsfcsim=$1 root=$2 folder=$3
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
printf 'host A memory=8GiB\nhost B memory=8GiB\nnetwork W bandwidth=1Gbit\nvm V on A memory=1GiB\n' >t
printf 'New-Cluster -Name L -Node A,B\nAdd-ClusterVirtualMachineRole -VMName V\n' >>t
printf 'Move-ClusterVirtualMachineRole -Name V -Node B -Wait 5\n' >>t
"$wsfcsim" run t --db whole >/dev/null || [ $? = 1 ]
"$wsfcsim" run "$root/scenarios/start-here/live-migration.scn" --db migrated >/dev/null
rm -f t ./*-owner
size=$(wc -c <whole)
for part in 1 16 100 512 4096 $((size / 3)) $((size / 2)) $((size - 1)); do
  head -c "$part" whole >"cut-$part"
done
