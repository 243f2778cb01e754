#!/usr/bin/env bash
# shellcheck disable=SC2317 # functions are called through `timed`
# Runs the mirror's heavy half on the processor of a Raspberry Pi, emulated: a Debian for arm64,
# wheels only, every pose model invoked, a clip analysed; compared with this x86-64 machine.
#
#   sudo ./scripts/arm64.sh                 Debian 12 (Python 3.11), then Debian 13 (3.13)
#   sudo ./scripts/arm64.sh trixie          one of them
#
# Needs root, debootstrap, an x86-64 kernel with binfmt_misc, the project's environment and models
# (./scripts/start), and, the first time, the network; without them it says so and ends with exit
# code 0, as a skipped test does. Exit code 1 when the two processors disagree. Takes ten to twenty
# minutes the first time: the system and the wheels are kept (about 1 GB).
# FOLDER   where they are kept (default ~/.cache/plumbline-arm64)
# PYTHON   of the environment here (default .venv/bin/python)
# CLIP_S   seconds of the demo clip that are analysed (default 11.5: two squats)
set -euo pipefail
root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
folder=${FOLDER:-${HOME:-/root}/.cache/plumbline-arm64}
python=${PYTHON:-$root/.venv/bin/python}
models=${PLUMBLINE_DATA:-${XDG_DATA_HOME:-${HOME:-/root}/.local/share}/plumbline}/models
bundle=/etc/ssl/certs/ca-certificates.crt
binfmt=/proc/sys/fs/binfmt_misc
qemu=$folder/qemu-aarch64
# The Pi 5's processor. Also fast to emulate: qemu's default has pointer authentication, which
# Debian 13 uses and which takes most of the time (measured: 28 s instead of 4).
export QEMU_CPU=cortex-a76

skip() {
    printf 'Skipped: %s.\n' "$1"
    exit 0
}

case "$*" in
'' | bookworm | trixie | 'bookworm trixie') ;;
*)
    sed -n '3,18s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
[[ $(uname -m) == x86_64 ]] || skip "it compares with an x86-64 machine, and this one is not"
((EUID == 0)) || skip "it needs root"
for needed in debootstrap unshare dpkg-deb apt-get; do
    command -v "$needed" >/dev/null || skip "there is no $needed; apt-get install debootstrap"
done
[[ -x $python ]] || skip "there is no $python; run ./scripts/start once, or set PYTHON"
[[ -r $models/manifest.json ]] || skip "the pose models are not built; run ./scripts/start once"

# A mount namespace of its own: every mount ends with this script.
if [[ -z ${IN_NAMESPACE:-} ]]; then
    IN_NAMESPACE=yes exec unshare --mount --fork -- "${BASH_SOURCE[0]}" "$@"
fi
mkdir -p -- "$folder"
exec {lock}>"$folder/lock"
flock -n "$lock" || skip "another run has $folder"

# qemu 10 from Debian 12's backports: LiteRT 2.3 crashes in 7.2, Debian 12's own. One static file;
# nothing is installed here.
fetch_qemu() {
    local work=$folder/apt options
    rm -rf -- "$work"
    mkdir -p -- "$work/lists/partial" "$work/cache/archives/partial"
    printf 'deb http://deb.debian.org/debian bookworm-backports main\n' >"$work/sources.list"
    options=(-q -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
        -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root)
    apt-get "${options[@]}" update
    (cd -- "$work" && apt-get "${options[@]}" download qemu-user)
    dpkg-deb --fsys-tarfile "$work"/qemu-user_*.deb | tar -xf - -C "$work" ./usr/bin/qemu-aarch64
    mv -- "$work/usr/bin/qemu-aarch64" "$qemu"
    rm -rf -- "$work"
}

# The kernel starts programs for arm64 with it, inside a chroot too (F: it is opened now).
registered=
register() {
    [[ -e $binfmt/register ]] || mount -t binfmt_misc binfmt_misc "$binfmt" 2>/dev/null ||
        skip "this kernel has no binfmt_misc"
    if ! compgen -G "$binfmt/*aarch64*" >/dev/null; then
        # shellcheck disable=SC2028 # the kernel reads the escapes
        printf '%s' ':plumbline-aarch64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:'"$qemu"':OCF' \
            >"$binfmt/register"
        registered=$binfmt/plumbline-aarch64
    fi
}
trap '[[ -z $registered ]] || echo -1 >"$registered"' EXIT

[[ -x $qemu ]] || fetch_qemu
register

# This machine's way to the network: resolver, apt and pip settings, certificates.
take_over() {
    local file
    for file in /etc/hosts /etc/resolv.conf /etc/pip.conf /etc/apt/apt.conf.d/*; do
        [[ ! -f $file ]] || install -D -m 644 "$file" "$1$file"
    done
    [[ ! -f $bundle ]] || install -D -m 644 "$(readlink -f "$bundle")" "$1$bundle"
}

# ca-certificates is left out: its set-up forks a thousand emulated programs.
build_system() {
    local suite=$1 tree=$folder/$1.part
    rm -rf --one-file-system -- "$tree"
    debootstrap --arch=arm64 --foreign --variant=minbase --include=python3,python3-venv \
        "$suite" "$tree"
    mkdir -p -- "$tree/etc/dpkg/dpkg.cfg.d"
    printf '%s\n' path-exclude=/usr/share/man/* path-exclude=/usr/share/doc/* \
        path-exclude=/usr/share/locale/* force-unsafe-io >"$tree/etc/dpkg/dpkg.cfg.d/lean"
    chroot "$tree" /debootstrap/debootstrap --second-stage
    rm -rf -- "$tree"/var/cache/apt/archives/*.deb
    tar -C "$tree" -cf "$folder/$suite.tar.part" .
    mv -- "$folder/$suite.tar.part" "$folder/$suite.tar"
    rm -rf --one-file-system -- "$tree"
}

unpack() {
    rm -rf --one-file-system -- "$machine"
    mkdir -p -- "$machine"
    tar -C "$machine" -xf "$folder/$1.tar"
    take_over "$machine"
    mkdir -p -- "$machine"/{work,data,wheels} "$folder/$1-wheels"
    mount -t proc proc "$machine/proc"
    # Without it LiteRT does not know the processor and takes other, slower code (measured: int8
    # results off by a tenth instead of 1e-8, 3 s an inference instead of 1).
    mount -t sysfs -o ro sysfs "$machine/sys"
    mount --bind "$folder/$1-wheels" "$machine/wheels"
    git -C "$root" ls-files -z | tar -C "$root" --null --ignore-failed-read -T - -cf - |
        tar -C "$machine/work" --no-same-owner -xf -
    cp -r -- "$models" "$machine/data/models"
}

mapfile -t passed < <(env | grep -E '^(PIP_|SSL_|REQUESTS_|https?_proxy|no_proxy)')
inside() {
    # shellcheck disable=SC2016 # "$@" is the inner shell's
    chroot "$machine" /usr/bin/env -i "${passed[@]}" HOME=/root LANG=C.UTF-8 QEMU_CPU="$QEMU_CPU" \
        PATH=/usr/sbin:/usr/bin:/sbin:/bin PLUMBLINE_DATA=/data SDL_VIDEODRIVER=dummy \
        /bin/sh -c 'cd /work && exec "$@"' - "$@"
}

# pip's own cache stays empty behind some proxies, so the wheels are kept as files.
install_wheels() {
    local tag
    tag=$(inside /v/bin/python -c 'import sys; print("py%d%d" % sys.version_info[:2])')
    local options=(--quiet --no-input --disable-pip-version-check --only-binary :all:
        --find-links /wheels -c "scripts/constraints/$tag.txt")
    kept_wheels "${options[@]}" 2>/dev/null && return # says what is missing, the first time
    inside /v/bin/python -m pip download --dest /wheels "${options[@]}" setuptools
    inside /v/bin/python -m pip install --no-index "${options[@]}" setuptools
    inside /v/bin/python -m pip download --no-build-isolation --dest /wheels "${options[@]}" .
    kept_wheels "${options[@]}"
}

kept_wheels() {
    inside /v/bin/python -m pip install --no-index "$@" setuptools &&
        inside /v/bin/python -m pip install --no-index --no-build-isolation "$@" --editable .
}

# timed STEP COMMAND...: this run's seconds, and those of the first time the step was done.
timed() {
    local name=$1 began=$SECONDS first
    shift
    printf '%s %s: %s\n' "$(date +%T)" "$suite" "$name"
    "$@"
    first=$folder/$suite-first-${name// /-}
    [[ -e $first ]] || echo "$((SECONDS - began))" >"$first"
    table+=$(printf '%-24s %8s %8s' "$name" "$(<"$first")" "$((SECONDS - began))")$'\n'
}

have_system() {
    [[ -s $folder/$suite.tar ]] || build_system "$suite"
}

status=0
suites=("$@")
((${#suites[@]})) || suites=(bookworm trixie)
for suite in "${suites[@]}"; do
    machine=$folder/$suite-run
    table=$(printf '%-24s %8s %8s' "$suite, seconds" first now)$'\n'
    timed "system" have_system
    timed "unpack" unpack "$suite"
    timed "environment" inside python3 -m venv /v
    timed "wheels" install_wheels
    clip=$machine/work/clip.mp4
    cd -- "$root"
    "$python" -m scripts.arm64_parity cut mirror/demo/demo.mp4 "${CLIP_S:-11.5}" "$clip"
    timed "models and clip, x86-64" "$python" -m scripts.arm64_parity check "$clip" "$folder/pc.json"
    timed "models and clip, arm64" inside /v/bin/python -m scripts.arm64_parity check clip.mp4 /arm.json
    printf '\n%s\n' "$table"
    "$python" -m scripts.arm64_parity compare "$folder/pc.json" "$machine/arm.json" || status=1
    umount "$machine/wheels" "$machine/sys" "$machine/proc"
    rm -rf --one-file-system -- "$machine"
done
exit "$status"
