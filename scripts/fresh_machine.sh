#!/usr/bin/env bash
# Runs a command of this project on a fresh Debian: a new system in a folder, a clone of the last
# commit in a path with a space, a new user with sudo and an empty home. Says how long it took.
#
#   sudo ./scripts/fresh_machine.sh bookworm ./scripts/start
#   sudo ./scripts/fresh_machine.sh trixie ./scripts/test
#
# Needs root, debootstrap and the network. It takes over this machine's way to the network:
# resolver, apt and pip settings, certificates and the variables PIP_*, SSL_* and *_proxy.
# FOLDER   where the systems are kept (default /var/tmp/plumbline-machines; 250 MB each)
# BIND     further folders of this machine to show inside, such as a local package index
set -euo pipefail
root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)

if (($# < 2)) || ! command -v debootstrap >/dev/null || ((EUID != 0)); then
    sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi
# A mount namespace of its own: every mount ends with this script.
if [[ -z ${IN_NAMESPACE:-} ]]; then
    IN_NAMESPACE=yes exec unshare --mount --fork -- "${BASH_SOURCE[0]}" "$@"
fi

suite=$1
shift
folder=${FOLDER:-/var/tmp/plumbline-machines}
pristine=$folder/$suite
machine=$folder/$suite-run
bundle=/etc/ssl/certs/ca-certificates.crt

take_over() {
    local file
    for file in /etc/hosts /etc/resolv.conf /etc/pip.conf /etc/apt/apt.conf.d/*; do
        [[ ! -f $file ]] || install -D -m 644 "$file" "$1$file"
    done
}

# What a person's Debian has beyond the minimum: git, certificates, sudo. No Python.
build_pristine() {
    rm -rf -- "$pristine.part"
    mkdir -p "$folder"
    debootstrap --variant=minbase --include=git,ca-certificates,sudo "$suite" "$pristine.part"
    take_over "$pristine.part"
    chroot "$pristine.part" useradd --create-home --shell /bin/bash pat
    echo 'pat ALL=(ALL) NOPASSWD: ALL' >"$pristine.part/etc/sudoers.d/pat"
    mv "$pristine.part" "$pristine"
}

[[ -d $pristine ]] || build_pristine
rm -rf -- "$machine"
cp -a -- "$pristine" "$machine"
[[ ! -f $bundle ]] || cp -L "$bundle" "$machine$bundle"
mount -t proc proc "$machine/proc"
mount --rbind /dev "$machine/dev"
for shown in ${BIND:-}; do
    mkdir -p "$machine$shown"
    mount --bind "$shown" "$machine$shown"
done

work="/home/pat/my projects/plumbline"
mkdir -p "$machine${work%/*}"
git clone --quiet -- "$root" "$machine$work"
chroot "$machine" chown -R pat: /home/pat

mapfile -t passed < <(env | grep -E '^(PIP_|SSL_|REQUESTS_|https?_proxy|no_proxy)')
began=$SECONDS status=0
# shellcheck disable=SC2016 # "$1" and "$@" are the inner shell's
chroot "$machine" /usr/bin/env -i "${passed[@]}" HOME=/home/pat USER=pat LANG=C.UTF-8 \
    PATH=/usr/local/bin:/usr/bin:/bin \
    setpriv --reuid=pat --regid=pat --init-groups \
    /bin/bash -c 'cd "$1" && shift && exec "$@"' - "$work" "$@" </dev/null || status=$?
printf '\n%s: exit code %d after %d s; %s in the home, %s in the project\n' "$suite" "$status" \
    $((SECONDS - began)) "$(du -sh "$machine/home/pat/.local" 2>/dev/null | cut -f1)" \
    "$(du -sh "$machine$work" | cut -f1)"
exit "$status"
