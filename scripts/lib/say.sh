# shellcheck shell=bash
# What the set-up scripts say, and how they wait: steps, sentences, retries. Sourced, never run.

# step N OF TITLE: begins a step and remembers when, for `done_step`.
step() {
    step_label="[$1/$2] $3"
    step_began=$SECONDS
    printf '%s\n' "$step_label"
}

# done_step NOTE: ends the step with its duration.
done_step() {
    printf '      %s (%s)\n' "$1" "$(duration $((SECONDS - step_began)))"
}

note() {
    printf '      %s\n' "$*"
}

# fail MESSAGE REMEDY...: one line for a person on stderr, the remedy with it; exit code 2.
fail() {
    local message=$1
    shift
    printf 'plumbline: %s. %s\n' "$message" "$*" >&2
    exit 2
}

# duration SECONDS: "8 s", "2 min 5 s".
duration() {
    if (($1 < 60)); then
        printf '%d s' "$1"
    else
        printf '%d min %d s' $(($1 / 60)) $(($1 % 60))
    fi
}

# with_heartbeat WHAT COMMAND...: runs the command; says every 20 s that it still runs.
# A slow SD card keeps pip and apt silent for minutes; a silent minute looks like a hang.
with_heartbeat() {
    local what=$1 began=$SECONDS status=0 never pipe
    shift
    # Reading from a pipe that never gets anything instead of `sleep`: ending the subshell then
    # leaves no child behind that holds the terminal or the lock. (bash 5.2 loses track of
    # `<(:)` at times, and says so; hence a named pipe.)
    pipe=$(mktemp -u)
    mkfifo -m 600 "$pipe"
    exec {never}<>"$pipe"
    rm -f -- "$pipe"
    (while ! read -rt 20 -u "$never"; do
        note "still $what, $(duration $((SECONDS - began)))"
    done) &
    heartbeat=$!
    "$@" || status=$?
    end_heartbeat
    exec {never}<&-
    return "$status"
}

end_heartbeat() {
    if [[ -n ${heartbeat:-} ]]; then
        # KILL: just after its start a subshell still has this shell's TERM trap, and TERM is lost.
        kill -KILL "$heartbeat" 2>/dev/null || true
        wait "$heartbeat" 2>/dev/null || true
        heartbeat=
    fi
}
# pip answers Ctrl-C with exit code 1: without these traps `retry` would go on.
trap end_heartbeat EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# retry COMMAND...: up to three tries with growing pauses, for a network that fails for a moment.
# PLUMBLINE_RETRY_PAUSE_S shortens the pause in tests.
retry() {
    local try status pause=${PLUMBLINE_RETRY_PAUSE_S:-5}
    for try in 1 2 3; do
        status=0
        "$@" || status=$?
        ((status == 0)) && return 0
        if ((try < 3)); then
            note "that failed (try $try of 3); again in $pause s"
            sleep "$pause"
            pause=$((pause * 3))
        fi
    done
    return "$status"
}
