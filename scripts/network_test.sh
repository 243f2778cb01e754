#!/usr/bin/env bash
# Runs the contract tests of the Wi-Fi against the real NetworkManager, in a container with real
# systemd and polkit, as the user the service has. There is no Wi-Fi there: no kernel module for one.
#
#   sudo ./scripts/network_test.sh
#
# Needs root, systemd-container, debootstrap and, the first time, the network; without them it says
# so and ends with exit code 0, as a skipped test does.
# FOLDER   where the system is kept (default ~/.cache/plumbline-container; about 400 MB)
# SUITE    trixie (default) or bookworm
# PYTHON   with what the tests need (default .venv/bin/python)
set -euo pipefail
root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
suite=${SUITE:-trixie}
folder=${FOLDER:-${HOME:-/root}/.cache/plumbline-container}
machine=$folder/$suite-network

skip() {
    printf 'Skipped: %s.\n' "$1"
    exit 0
}

((EUID == 0)) || skip "it needs root"
for needed in systemd-nspawn debootstrap nsenter; do
    command -v "$needed" >/dev/null ||
        skip "there is no $needed; apt-get install systemd-container debootstrap has what it needs"
done
if [[ ! -d $machine ]]; then
    rm -rf -- "$machine.part"
    mkdir -p -- "$folder"
    debootstrap --variant=minbase --include=systemd-sysv,libpam-systemd,dbus,polkitd,network-manager \
        "$suite" "$machine.part"
    mv -- "$machine.part" "$machine"
fi
cd -- "$root"
exec "${PYTHON:-.venv/bin/python}" -m scripts.container.network "$machine"
