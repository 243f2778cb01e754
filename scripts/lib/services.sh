# shellcheck shell=bash
# shellcheck disable=SC2154 # set by the script that sources this
# The settings file, the units and their neighbours. After appliance.sh.

UNIT_FOLDER=$system/etc/systemd/system
JOURNAL_FILE=$system/etc/systemd/journald.conf.d/plumbline.conf
WATCHDOG_FILE=$system/etc/systemd/system.conf.d/plumbline.conf
POLKIT_FILE=$system/etc/polkit-1/rules.d/50-plumbline.rules
# What is enabled, and the command it needs: a release without that command goes without it.
UNITS=("plumbline-network.socket network" "plumbline.service run" "plumbline-web.service web"
    "plumbline-sync.timer sync" "plumbline-backup.timer backup"
    "plumbline-update-guard.service update" "plumbline-update-watch.service update")
GUARD=$HOME_FOLDER/guard

# write_settings: once. What a person or the mirror wrote there stays.
write_settings() {
    local file=$CONFIG_FOLDER/plumbline.toml
    if [[ -e $file ]]; then
        done_step "there already; left as it is"
        return 0
    fi
    {
        printf '# Settings of this mirror, with their defaults. After a change here:\n'
        printf '#   sudo systemctl restart plumbline\n'
        printf '# What you change on the mirror itself is written here too.\n\n'
        sed '1,/^$/d' "$root/docs/plumbline.toml"
    } | put "$file" 640 "$USER_NAME:$USER_NAME"
    done_step "written"
}

# has_command NAME: whether the release has `plumbline NAME`.
has_command() {
    [[ -n $dry_run ]] || "$release/.venv/bin/plumbline" "$1" --help >/dev/null 2>&1
}

# put_link FILE TARGET: in one step, unless it is there already.
put_link() {
    [[ $(readlink -- "$1") != "$2" ]] || return 0
    change "link $1 to $2" link_whole "$1" "$2"
}

link_whole() {
    mkdir -p -- "${1%/*}"
    ln -sfn -- "$2" "$1.plumbline-new"
    mv -fT -- "$1.plumbline-new" "$1"
}

# write_units: links into the current release, so that switching it switches them in the same step.
# What judges an update is copied, and not while a release is on trial.
write_units() {
    local file name
    for file in "$root"/systemd/*.{service,socket,timer}; do
        name=${file##*/}
        if [[ $name != plumbline-update-* ]]; then
            put_link "$UNIT_FOLDER/$name" "$HOME_FOLDER/current/systemd/$name"
        elif [[ ! -e $TRIAL ]]; then
            put "$UNIT_FOLDER/$name" 644 root:root <"$file"
        fi
    done
    [[ -e $TRIAL ]] || put "$GUARD" 755 root:root <"$root/scripts/lib/guard"
    put "$JOURNAL_FILE" 644 root:root <"$root/systemd/journald.conf"
    put "$POLKIT_FILE" 644 root:root <"$root/systemd/polkit.rules"
    ! is_raspberry_pi || put "$WATCHDOG_FILE" 644 root:root <"$root/systemd/watchdog.conf"
    put "$COMMAND" 755 root:root <"$root/scripts/lib/plumbline-command"
}

# enable_units: now and at each boot.
enable_units() {
    local pair unit
    [[ -n $dry_run ]] || systemctl daemon-reload
    [[ -n $dry_run || -n $no_start ]] || systemctl try-restart systemd-journald polkit || true
    for pair in "${UNITS[@]}"; do
        unit=${pair% *}
        if [[ $unit == plumbline-network.socket && ! -x $system/usr/bin/nmcli ]]; then
            note "$unit is left out: no NetworkManager here, so Wi-Fi is not for the mirror to set up"
            [[ -n $dry_run ]] || systemctl disable --quiet --now "$unit" 2>/dev/null || true
        elif ! has_command "${pair#* }"; then
            note "$unit is left out: this version has no \`plumbline ${pair#* }\`"
            [[ -n $dry_run ]] || systemctl disable --quiet --now "$unit" 2>/dev/null || true
        else
            [[ $(systemctl is-enabled "$unit" 2>/dev/null) == enabled ]] ||
                change "enable $unit" systemctl enable --quiet "$unit"
            [[ $unit == plumbline.service || $unit == plumbline-update-* || -n $no_start ]] ||
                start_unit "$unit"
        fi
    done
}

# start_unit UNIT: what runs on an older release starts anew.
start_unit() {
    if [[ -n $release_is_new ]]; then
        change "start $1" systemctl restart "$1"
    elif ! systemctl is-active --quiet "$1"; then
        change "start $1" systemctl start "$1"
    fi
}

desktop_runs() {
    systemctl is-active --quiet display-manager.service 2>/dev/null
}

# start_mirror: ready when its camera and its screen are; anything else is said, and not the end.
start_mirror() {
    if [[ -n $no_start ]]; then
        done_step "it starts with the next boot"
    elif desktop_runs; then
        done_step "the desktop has the screen: the mirror starts after a boot without it"
    elif [[ -n $dry_run ]]; then
        start_unit plumbline.service
    elif with_heartbeat "waiting for camera and screen" start_unit plumbline.service; then
        done_step "it runs"
    else
        note "it did not come up, and goes on trying. Why: sudo journalctl -u plumbline -n 20"
    fi
}

# stop_and_disable UNIT: in this order. Disabling a linked unit takes its link, and who it was.
stop_and_disable() {
    systemctl stop --quiet "$1"
    systemctl disable --quiet "$1"
}

remove_services() {
    local pair
    for pair in "${UNITS[@]}"; do
        [[ ! -e $UNIT_FOLDER/${pair% *} ]] ||
            change "stop and disable ${pair% *}" stop_and_disable "${pair% *}"
    done
    remove "$UNIT_FOLDER"/plumbline{,-web,-sync,-backup,-network}.service \
        "$UNIT_FOLDER"/plumbline-update{,-guard,-watch}.service \
        "$UNIT_FOLDER"/plumbline-{sync,backup}.timer "$UNIT_FOLDER"/plumbline-network.socket \
        "$JOURNAL_FILE" "$WATCHDOG_FILE" "$POLKIT_FILE" "$COMMAND"
    [[ -n $dry_run ]] || systemctl daemon-reload
}
