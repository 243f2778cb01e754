# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is used by the script that sources this
# The machine: is it a Raspberry Pi, which Python works, which apt packages are missing.
# Sourced after say.sh.

# Packages the Pi needs from apt; pip's picamera2 has no libcamera, pip's lgpio for
# Python 3.13 is an empty module (docs/decisions/0009). Mesa draws without a desktop.
PI_PACKAGES=(
    python3-picamera2 python3-libcamera python3-lgpio
    libgbm1 libegl1 libgl1-mesa-dri espeak-ng
)

# PLUMBLINE_DEVICE_TREE_MODEL stands in for the device tree in tests.
is_raspberry_pi() {
    local file=${PLUMBLINE_DEVICE_TREE_MODEL:-/proc/device-tree/model}
    [[ -r $file ]] && grep -aq 'Raspberry Pi' "$file"
}

# python_works PROGRAM: a 64-bit CPython 3.11-3.13. It is run, because a pyenv shim exists for
# versions which are not there. -I: a stray PYTHONPATH must not decide.
python_works() {
    "$1" -I -c '
import sys
fits = (3, 11) <= sys.version_info[:2] <= (3, 13) and sys.maxsize > 2**32
sys.exit(not (fits and sys.implementation.name == "cpython"))' >/dev/null 2>&1
}

python_makes_venvs() {
    "$1" -I -c 'import ensurepip, venv' >/dev/null 2>&1
}

# find_python: prints the first Python that fits and can make environments; fails if none.
# On a Pi only the system's own will do: apt's picamera2 belongs to it.
find_python() {
    local candidate candidates=(python3 python3.13 python3.12 python3.11 /usr/bin/python3)
    if is_raspberry_pi; then
        candidates=(/usr/bin/python3)
    fi
    for candidate in "${candidates[@]}"; do
        if python_works "$candidate" && python_makes_venvs "$candidate"; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# missing_packages NAME...: those of the names that dpkg does not list as installed.
missing_packages() {
    local name
    for name in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed ||
            printf '%s\n' "$name"
    done
}

# as_root: prints the prefix that gives root's rights without asking; fails if there is none.
as_root() {
    if (($(id -u) == 0)); then
        printf 'env'
    elif sudo -n true 2>/dev/null; then
        printf 'sudo -n env'
    else
        return 1
    fi
}

# The line a person types; apt gets the same packages when it may run by itself.
apt_line() {
    printf 'sudo apt-get update && sudo apt-get install -y --no-install-recommends %s' "$*"
}

# apt_install NAME...: installs what is missing. Returns 1 when it may not or apt fails.
apt_install() {
    local missing prefix apt
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    command -v apt-get >/dev/null || return 1
    prefix=$(as_root) || return 1
    note "installing with apt: ${missing[*]}"
    # Lock::Timeout: wait for the updater of a desktop which holds dpkg after boot.
    # Unquoted on purpose: the prefix is words.
    # shellcheck disable=SC2206
    apt=($prefix DEBIAN_FRONTEND=noninteractive apt-get -qq
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    retry with_heartbeat "reading apt's package lists" "${apt[@]}" update || return 1
    retry with_heartbeat "installing with apt" \
        "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null || return 1
}

# offered_packages NAME...: those that are installed or that apt could install. Raspberry Pi OS
# has packages that Debian has not. apt-cache that knows no python3 has no lists yet: all, then.
offered_packages() {
    local name
    for name in "$@"; do
        if [[ -z $(missing_packages "$name") ]] || apt-cache show "$name" >/dev/null 2>&1 ||
            ! apt-cache show python3 >/dev/null 2>&1; then
            printf '%s\n' "$name"
        fi
    done
}

# need_pi_packages: the Pi's own, as far as this system offers them.
need_pi_packages() {
    local offered name
    mapfile -t offered < <(offered_packages "${PI_PACKAGES[@]}")
    for name in "${PI_PACKAGES[@]}"; do
        [[ " ${offered[*]} " == *" $name "* ]] ||
            note "$name is not offered by this system (Raspberry Pi OS has it); going on without"
    done
    need_packages "${offered[@]}"
}

# need_packages NAME...: apt_install, or stop with the exact line to type.
need_packages() {
    local missing
    apt_install "$@" && return 0
    mapfile -t missing < <(missing_packages "$@")
    command -v apt-get >/dev/null ||
        fail "This machine has no apt" "Install what provides: ${missing[*]}, then start again"
    fail "System packages are missing" "Type: $(apt_line "${missing[@]}")"
}

# need_python: sets `python` to its path, installing Debian's when there is none that fits.
need_python() {
    python=$(find_python) && return 0
    if [[ ! -x /usr/bin/python3 ]] || python_works /usr/bin/python3; then
        need_packages python3 python3-venv
        python=$(find_python) && return 0
    fi
    fail "No 64-bit Python 3.11, 3.12 or 3.13 found (python3 is $(python3 -V 2>&1 | tail -n 1))" \
        "Install one of them with its venv module, or use Debian 12 or 13, or Raspberry Pi OS (64-bit)"
}
