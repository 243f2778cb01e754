#!/usr/bin/env bash
# Runs the camera's contract tests against the real picamera2, on libcamera's virtual camera in a
# Debian 13 of its own: no Raspberry Pi is needed. Then prints frames a second and latency.
#
#   sudo ./scripts/picamera2_virtual.sh                 the tests, then the figures
#   sudo ./scripts/picamera2_virtual.sh -k stalled      pytest with these arguments
#
# Needs root, debootstrap and, the first time, the network; without them it says so and ends with
# exit code 0, as a skipped test does.
# FOLDER   where the system is kept (default ~/.cache/plumbline-picamera2; about 1.3 GB)
set -euo pipefail
root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
folder=${FOLDER:-${HOME:-/root}/.cache/plumbline-picamera2}
machine=$folder/trixie
bundle=/etc/ssl/certs/ca-certificates.crt
PICAMERA2=0.3.38

# picamera2's own needs that Debian has; those built from source here need a compiler.
PACKAGES=(python3 python3-venv python3-dev python3-libcamera libcamera-ipa python3-prctl
    python3-numpy python3-pytest python3-pil python3-jsonschema python3-tqdm
    gcc libc6-dev libegl1 ca-certificates)

skip() {
    printf 'Skipped: %s.\n' "$1"
    exit 0
}

((EUID == 0)) || skip "it needs root"
command -v debootstrap >/dev/null ||
    skip "there is no debootstrap; apt-get install debootstrap has it"
# A mount namespace of its own: every mount ends with this script.
if [[ -z ${IN_NAMESPACE:-} ]]; then
    IN_NAMESPACE=yes exec unshare --mount --fork -- "${BASH_SOURCE[0]}" "$@"
fi

# This machine's way to the network: resolver, apt and pip settings, certificates.
take_over() {
    local file
    for file in /etc/hosts /etc/resolv.conf /etc/pip.conf /etc/apt/apt.conf.d/*; do
        [[ ! -f $file ]] || install -D -m 644 "$file" "$1$file"
    done
    [[ ! -f $bundle ]] || cp -L -- "$bundle" "$1$bundle"
}

mapfile -t network < <(env | grep -E '^(PIP_|SSL_|REQUESTS_|https?_proxy|no_proxy)')

# inside FOLDER COMMAND...
inside() {
    local where=$1
    shift
    chroot "$where" env -i "${network[@]}" HOME=/root LANG=C.UTF-8 \
        PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

build() {
    local part=$machine.part list
    printf 'Making a Debian 13 with picamera2 in %s. This happens once.\n' "$folder"
    rm -rf --one-file-system -- "$part"
    mkdir -p -- "$folder"
    list=$(IFS=, && printf '%s' "${PACKAGES[*]}")
    debootstrap --variant=minbase --include="$list" trixie "$part" >"$folder/debootstrap.log" ||
        skip "Debian could not be loaded; $folder/debootstrap.log says why"
    take_over "$part"
    inside "$part" python3 -m venv --system-site-packages /opt/venv
    # OpenCV and av as wheels: Debian's bring 0.8 GB of libraries more.
    inside "$part" /opt/venv/bin/pip install --quiet "picamera2==$PICAMERA2" opencv-python-headless ||
        skip "picamera2 could not be loaded"
    mv -- "$part" "$machine"
}

[[ -x $machine/opt/venv/bin/python ]] || build
install -D -m 644 "$root/scripts/picamera2/virtual.yaml" \
    "$machine/usr/share/libcamera/pipeline/virtual/virtual.yaml"
install -D -m 644 "$root/scripts/picamera2/dma_heap.c" "$machine/opt/dma_heap.c"
inside "$machine" gcc -shared -fPIC -O2 -Wall -o /opt/dma_heap.so /opt/dma_heap.c -ldl
mkdir -p "$machine/project"
mount -t proc proc "$machine/proc"
mount --rbind /dev "$machine/dev"
mount --bind -o ro "$root" "$machine/project"

python() {
    inside "$machine" env --chdir=/project LD_PRELOAD=/opt/dma_heap.so \
        LIBCAMERA_LOG_LEVELS='*:ERROR' PLUMBLINE_VIRTUAL_CAMERA=1 PYTHONDONTWRITEBYTECODE=1 \
        PYTHONPATH=/project timeout -k 5 180 /opt/venv/bin/python "$@"
}

python -m pytest -p no:cacheprovider -W "ignore:setDaemon:DeprecationWarning" \
    -W ignore::ResourceWarning -m picamera2 tests/contracts/test_cameras.py \
    tests/contracts/test_pi_cameras.py "$@"
(($# > 0)) || python scripts/picamera2/figures.py
