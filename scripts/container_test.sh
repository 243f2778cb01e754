#!/usr/bin/env bash
# Installs the mirror in a container with real systemd and sees what happens to it: ready, crash,
# kill -9, hang, a camera that hangs, no network, updates good and broken, power cuts. Prints a table.
#
#   sudo ./scripts/container_test.sh                 everything, with 100 power cuts
#   sudo ./scripts/container_test.sh --cuts 10       fewer; 0: two, and none in updates
#   sudo ./scripts/container_test.sh --no-updates    without updates, which take most of the time
#   sudo ./scripts/container_test.sh --reuse         the system installed by the run before
#
# Needs root, systemd-container, debootstrap and, but for --reuse, the network; without them it
# says so and ends with exit code 0, as a skipped test does.
# FOLDER   where the systems are kept (default ~/.cache/plumbline-container; about 2 GB)
# SUITE    trixie (default) or bookworm
set -euo pipefail
root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
suite=${SUITE:-trixie}
folder=${FOLDER:-${HOME:-/root}/.cache/plumbline-container}
pristine=$folder/$suite
machine=$folder/$suite-run
bundle=/etc/ssl/certs/ca-certificates.crt

skip() {
    printf 'Skipped: %s.\n' "$1"
    exit 0
}

((EUID == 0)) || skip "it needs root"
for needed in systemd-nspawn debootstrap nsenter mkfs.ext4 losetup python3; do
    command -v "$needed" >/dev/null ||
        skip "there is no $needed; apt-get install systemd-container debootstrap has what it needs"
done
if [[ ${1:-} == --reuse && ! -d $machine/opt/plumbline ]]; then
    printf 'There is no installed system in %s. Run without --reuse first.\n' "$machine" >&2
    exit 2
fi

# This machine's way to the network: resolver, apt and pip settings, certificates.
take_over() {
    local file
    for file in /etc/hosts /etc/resolv.conf /etc/pip.conf /etc/apt/apt.conf.d/*; do
        [[ ! -f $file ]] || install -D -m 644 "$file" "$1$file"
    done
}

build_pristine() {
    rm -rf -- "$pristine.part"
    mkdir -p -- "$folder"
    debootstrap --variant=minbase --include=systemd-sysv,dbus,ca-certificates \
        "$suite" "$pristine.part"
    mv -- "$pristine.part" "$pristine"
}

# Two at once would share control groups, and stop each other's services.
exec {alone}>/tmp/plumbline-container.lock
flock -n "$alone" || skip "another one runs"

# The files git knows, as they are now: what a person would have checked out.
copy_checkout() {
    rm -rf -- "$machine/root/plumbline"
    mkdir -p -- "$machine/root/plumbline"
    git -C "$root" ls-files -z | tar -C "$root" --null --ignore-failed-read -T - -cf - |
        tar -C "$machine/root/plumbline" --no-same-owner -xf -
}

if [[ ${1:-} != --reuse ]]; then
    [[ -d $pristine ]] || build_pristine
    rm -rf --one-file-system -- "$machine"
    cp -a -- "$pristine" "$machine"
    take_over "$machine"
    [[ ! -f $bundle ]] || cp -L -- "$bundle" "$machine$bundle"
fi
copy_checkout
cd -- "$root"
exec python3 -m scripts.container "$machine" "$@"
