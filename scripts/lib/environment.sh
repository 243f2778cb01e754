# shellcheck shell=bash
# shellcheck disable=SC2154 # `root` is set by the script that sources this
# Virtual environments: made, filled with pinned packages, and known to be ready without
# starting Python. Sourced after say.sh and system.sh. Needs `root`, the project's folder.

# A run that was stopped leaves this file in the environment, which is then made anew:
# half an installed package cannot be told from a whole one.
UNFINISHED=plumbline-unfinished

# tag_of FOLDER: "py311" for an environment, from the file Python writes into it.
tag_of() {
    local key value
    while IFS=' =' read -r key value; do
        if [[ $key == version ]]; then
            value=${value%.*}
            printf 'py%s' "${value/./}"
            return 0
        fi
    done <"$1/pyvenv.cfg"
    return 1
} 2>/dev/null

# fingerprint FOLDER CONSTRAINTS: everything an environment depends on. The project's path is
# in it because programs of an environment name their interpreter by absolute path, the
# interpreter's because an upgrade of the system replaces it.
fingerprint() {
    printf '%s\n' "$root" "$(readlink -f "$1/bin/python")"
    sha256sum <"$root/pyproject.toml"
    sha256sum <"$2"
}

# environment_ready FOLDER KIND: true when nothing needs to be done, in a few milliseconds.
environment_ready() {
    local constraints
    [[ -x $1/bin/python && -r $1/plumbline-$2 && ! -e $1/$UNFINISHED ]] || return 1
    constraints=$(constraints_for "$1" "$2") || return 1
    [[ $(fingerprint "$1" "$constraints") == "$(<"$1/plumbline-$2")" ]]
}

# constraints_for FOLDER KIND: the file of pinned versions for an environment's Python.
constraints_for() {
    local file
    file="$root/scripts/constraints/$(tag_of "$1").txt"
    [[ $2 != tflite ]] || file="${file%.txt}-tflite.txt"
    [[ -r $file ]] && printf '%s' "$file"
}

# own_pip PYTHON: pip is inside the environment. After an upgrade of the system's Python it is
# not (it lies in lib/python3.11 and 3.13 looks elsewhere), though apt's may be found.
own_pip() {
    "$1" -c 'import sys, pip; sys.exit(not pip.__file__.startswith(sys.prefix))' 2>/dev/null
}

# still_here FOLDER: the environment was made at this path; its programs do not run elsewhere.
still_here() {
    grep -qsF -- "$1" "$1/bin/activate"
}

# make_environment FOLDER PYTHON: an environment that starts; an unusable one is made anew.
make_environment() {
    local folder=$1 options=()
    if [[ ! -e $folder/$UNFINISHED ]] && still_here "$folder" &&
        python_works "$folder/bin/python" && own_pip "$folder/bin/python"; then
        done_step "there already"
        return 0
    fi
    [[ ! -e $folder ]] || note "making it anew: the one there is unfinished or no longer works"
    # picamera2, libcamera and lgpio come from apt on a Pi.
    ! is_raspberry_pi || options=(--system-site-packages)
    rm -rf -- "$folder"
    with_heartbeat "making the environment" "$2" -m venv "${options[@]}" -- "$folder" >/dev/null ||
        fail "Python could not make the environment $folder" \
            "Check that the disk is not full and the folder is yours, then start again"
    done_step "made with $("$folder/bin/python" -V)"
}

# pip_install FOLDER CONSTRAINTS ARGUMENT...: wheels only, since a fresh machine has no compiler.
pip_install() {
    local folder=$1 constraints=$2
    shift 2
    # A person's pip settings for their own account must not lead it out of the environment.
    PIP_USER=0 retry with_heartbeat "installing" "$folder/bin/python" -m pip install \
        --disable-pip-version-check --no-input --retries 2 --only-binary :all: \
        -c "$constraints" "$@" ||
        fail "pip could not install the packages" \
            "Check the network and the free space (about 1 GB), then start again"
}

# fill_environment FOLDER KIND [EXTRAS]: the pinned packages; with extras, the project too.
# setuptools comes first and by itself, so that the build of the project needs no network.
fill_environment() {
    local folder=$1 kind=$2 extras=${3:-} constraints options=()
    constraints=$(constraints_for "$folder" "$kind") ||
        fail "There are no pinned packages for this Python" "Use Python 3.11, 3.12 or 3.13"
    # pip draws its progress on a terminal; elsewhere the names of what it loads are enough.
    [[ -t 1 ]] || options=(--progress-bar off)
    # Beside another version most is there, which pip would say of each package.
    [[ -z ${beside:-} ]] || options=(--quiet)
    : >"$folder/$UNFINISHED"
    if [[ -z $extras ]]; then
        pip_install "$folder" "$constraints" "${options[@]}" -r "$constraints"
    else
        ! is_raspberry_pi || extras+=,pi
        pip_install "$folder" "$constraints" --quiet setuptools
        pip_install "$folder" "$constraints" "${options[@]}" \
            --no-build-isolation --editable "${root}[$extras]"
    fi
    rm -f -- "$folder/$UNFINISHED"
    fingerprint "$folder" "$constraints" >"$folder/plumbline-$kind"
    done_step "installed"
}
