# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # set and used by the script that sources this
# An installed mirror: its places, its user, its packages, its releases. After setup.sh, change.sh.

# PLUMBLINE_SYSTEM_ROOT: another root of the system, in tests.
system=${PLUMBLINE_SYSTEM_ROOT:-}
USER_NAME=plumbline
NETWORK_USER=plumbline-network # of the Wi-Fi's service alone
# Sets HOME_FOLDER: releases/NAME, current -> releases/NAME, previous.
# shellcheck source=guard
source "$root/scripts/lib/guard"
DATA_FOLDER=$system/var/lib/plumbline
CACHE_FOLDER=$system/var/cache/plumbline
CONFIG_FOLDER=$system/etc/plumbline
COMMAND=$system/usr/local/bin/plumbline

# Beside Python: what draws without a desktop, the voice, the name on the network for phones, and
# who lets the mirror shut down.
APPLIANCE_PACKAGES=(
    python3 python3-venv
    libgbm1 libegl1 libgl1-mesa-dri libdrm2
    espeak-ng avahi-daemon dbus polkitd udev
)

# NetworkManager gives the phone its address in the mirror's hotspot with it.
[[ ! -x $system/usr/bin/nmcli ]] || APPLIANCE_PACKAGES+=(dnsmasq-base)

# Screen, GPU, keys, pins, sound. Debian has no group gpio.
GROUPS_WANTED=(video render input gpio audio)

# What a release is made of.
CODE=(
    pyproject.toml README.md LICENSE NOTICE CHANGELOG.md
    mirror device exercises scripts systemd docs tests/golden
)

# check_system: 64 bits, a Debian with apt and systemd.
check_system() {
    local architecture needed
    for needed in apt-get dpkg systemctl; do
        command -v "$needed" >/dev/null || fail "This system has no $needed" "Use Raspberry Pi" \
            "OS (64-bit), or Debian 12 or 13; elsewhere ./scripts/start runs the mirror"
    done
    architecture=$(dpkg --print-architecture)
    [[ $architecture == arm64 || $architecture == amd64 ]] ||
        fail "This is a $architecture system, and the pose model needs 64 bits" \
            "Write Raspberry Pi OS (64-bit) on the card, then start again"
}

install_packages() {
    local wanted=("${APPLIANCE_PACKAGES[@]}") missing
    if is_raspberry_pi; then
        wanted+=("${PI_PACKAGES[@]}")
    fi
    mapfile -t missing < <(missing_packages "${wanted[@]}" | sort -u)
    # An update changes nothing of the system.
    [[ -z $beside ]] || ((${#missing[@]} == 0)) ||
        fail "This version needs more packages" "Type: $(apt_line "${missing[@]}")"
    if [[ -n $dry_run ]]; then
        ((${#missing[@]} == 0)) || note "would install with apt: ${missing[*]}"
    else
        need_packages "${APPLIANCE_PACKAGES[@]}"
        ! is_raspberry_pi || need_pi_packages
    fi
    # The system's own: the service does not see people's homes, and apt's picamera2 belongs to it.
    python=/usr/bin/python3
    [[ -n $dry_run ]] || { python_works "$python" && python_makes_venvs "$python"; } ||
        fail "The system's Python ($("$python" -V 2>&1)) does not fit: it takes 3.11, 3.12 or 3.13" \
            "Use Raspberry Pi OS (64-bit), or Debian 12 or 13"
    done_step "all there"
}

make_user() {
    local name groups=()
    if ! getent passwd "$USER_NAME" >/dev/null; then
        change "make the user $USER_NAME, without a password" useradd --system --user-group \
            --home-dir /var/lib/plumbline --no-create-home --shell /usr/sbin/nologin "$USER_NAME"
    fi
    if ! getent passwd "$NETWORK_USER" >/dev/null; then
        change "make the user $NETWORK_USER, who may set up the Wi-Fi" useradd --system \
            --user-group --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin \
            "$NETWORK_USER"
    fi
    for name in "${GROUPS_WANTED[@]}"; do
        if getent group "$name" >/dev/null &&
            ! id -nG "$USER_NAME" 2>/dev/null | tr ' ' '\n' | grep -qx "$name"; then
            groups+=("$name")
        fi
    done
    if ((${#groups[@]})); then
        change "put the user $USER_NAME into: ${groups[*]}" \
            usermod --append --groups "$(IFS=,; printf '%s' "${groups[*]}")" "$USER_NAME"
    fi
    for name in "$DATA_FOLDER" "$CACHE_FOLDER" "$CONFIG_FOLDER"; do
        [[ -d $name ]] || change "make the folder $name" \
            install -d -m 750 -o "$USER_NAME" -g "$USER_NAME" "$name"
    done
    done_step "there"
}

# code_state FOLDER: changes with every file of a release's code.
code_state() {
    (cd -- "$1" && find "${CODE[@]}" -type f ! -path '*/__pycache__/*' ! -path '*.egg-info/*' \
        -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) | sha256sum | cut -d ' ' -f 1
}

# find_release: sets `release` to a whole one of this code, else to a new name. `release_is_new`:
# it is not the current one; `release_is_made`: it is whole.
find_release() {
    local version current candidate state
    current=$(readlink -f -- "$HOME_FOLDER/current" || true)
    state=$(code_state "$root")
    release_is_new='' release_is_made=yes
    for candidate in "$current" "$HOME_FOLDER"/releases/*; do
        if [[ -r $candidate/.whole && $(<"$candidate/.whole") == "$state" ]] &&
            root=$candidate environment_ready "$candidate/.venv" run; then
            release=$candidate
            [[ $release == "$current" ]] || release_is_new=yes
            return 0
        fi
    done
    release_is_new=yes release_is_made=
    version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/pyproject.toml" | head -n 1)
    release=$HOME_FOLDER/releases/$version-$(date -u +%Y%m%dT%H%M%SZ)
}

# share_packages: those of the current release into the new environment, as further names of the
# same files. pip then loads only what changed: an update needs little disk, and often no network.
share_packages() {
    local from=$HOME_FOLDER/current/.venv to=$release/.venv
    [[ -r $from/plumbline-run && $(tag_of "$from") == "$(tag_of "$to")" ]] || return 0
    : >"$to/$UNFINISHED"
    rm -rf -- "${to:?}/lib"
    cp -al -- "$from/lib" "$to/lib"
}

# copy_code FROM: into the release, readable for all and writable for root only.
copy_code() {
    local name
    # What an earlier installation did not finish.
    for name in "$HOME_FOLDER"/releases/*; do
        [[ ! -d $name || -e $name/.whole ]] || rm -rf -- "$name"
    done
    mkdir -p -- "$release"
    tar -C "$1" --exclude=__pycache__ --exclude='*.egg-info' -cf - "${CODE[@]}" |
        tar -C "$release" --no-same-owner -xf -
    chmod -R u=rwX,go=rX -- "$release"
}

# finish_release FROM: its user cannot write compiled code beside the code, so root does.
finish_release() {
    "$release/.venv/bin/python" -m compileall -q "$release/mirror" "$release/device" \
        "$release/exercises"
    code_state "$1" >"$release/.whole"
}

# switch_release: the new one is current, the one before stays as `previous`, others go.
switch_release() {
    local now
    now=$(named current)
    end_trial
    if [[ -n $now && $now != "${release##*/}" ]]; then
        point previous "releases/$now"
    fi
    point current "releases/${release##*/}"
    rm -f -- "$HOME_FOLDER/next"
    prune
}
