# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # set and used by the script that sources this
# What `start` and `test` share: the project's environment and the pose models, made once.
# Sourced with `root` set to the project's folder.

# shellcheck source=say.sh
source "$root/scripts/lib/say.sh"
# shellcheck source=system.sh
source "$root/scripts/lib/system.sh"
# shellcheck source=environment.sh
source "$root/scripts/lib/environment.sh"

# Another program's settings must not choose what our Python imports.
unset PYTHONPATH PYTHONHOME
# A service or a bare container may have no HOME; models and pip's cache need one.
if [[ -z ${HOME:-} ]]; then
    HOME=$(getent passwd "$EUID" | cut -d: -f6)
    export HOME=${HOME:-$root/.home}
fi

# One set-up at a time: a second one waits. The lock ends with the script.
lock() {
    [[ -w $root ]] || fail "The folder $root is read-only for you" \
        "Make it yours: sudo chown -R \"\$USER\" \"$root\""
    exec {lock_fd}>"$root/.venv.lock"
    if ! flock -n "$lock_fd"; then
        note "another set-up is running; waiting for it"
        flock "$lock_fd"
    fi
}

unlock() {
    exec {lock_fd}>&-
}

# system_packages: what must come from apt; sets `python`.
system_packages() {
    python=
    need_python
    ! is_raspberry_pi || need_pi_packages
    want_voice
    done_step "all there"
}

# want_voice: the mirror speaks with espeak-ng and uses tones without it, so nothing stops here.
want_voice() {
    command -v espeak-ng >/dev/null || apt_install espeak-ng ||
        note "no espeak-ng: the mirror will use tones; for its voice: $(apt_line espeak-ng)"
}

# The models live with the person's data, where `device/pose/models.py` looks for them;
# `models_place` names another folder, which an installed mirror has for each recipe.
models_folder() {
    printf '%s' \
        "${models_place:-${PLUMBLINE_DATA:-${XDG_DATA_HOME:-$HOME/.local/share}/plumbline}/models}"
}

# models_recipe: changes with what builds them.
models_recipe() {
    cat "$root/scripts/build_models.py" "$root"/device/pose/building/*.* | sha256sum
}

# models_state: the recipe and the finished files; changes when either does.
models_state() {
    local folder
    folder=$(models_folder)
    models_recipe
    find "$folder" \( -name '*.tflite' -o -name manifest.json \) -printf '%P %s %T@\n' 2>/dev/null | sort
}

# models_ready: without starting Python, which would take longer than everything else here.
models_ready() {
    local stamp
    stamp=$(models_folder)/.start-stamp
    [[ -r $stamp && $(models_state) == "$(<"$stamp")" ]]
}

build_models() {
    if models_ready; then
        done_step "there already"
        return 0
    fi
    "$root/.venv/bin/python" "$root/scripts/build_models.py" \
        --into "$(models_folder)" || exit 2
    models_state >"$(models_folder)/.start-stamp"
    done_step "built"
}
