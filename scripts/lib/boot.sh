# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # set and used by the script that sources this
# What a Raspberry Pi is told before the system starts, and whether a desktop starts with it:
# proposed, changed when a person agrees, and taken back by `--uninstall`. After change.sh.
#
# The lines of config.txt stand between two marks at its end; the rest of the file is never touched.

BEGIN_MARK='# plumbline: begin (scripts/install; --uninstall removes these lines)'
END_MARK='# plumbline: end'
# Pins of the header that could take the power button. Only GPIO 3 also switches a Pi 4 on.
POWER_PINS=(3 17 27 22)
DESKTOP_NOTE=$HOME_FOLDER/desktop-was-default

# boot_folder: where the firmware's files are; fails where there are none.
boot_folder() {
    local folder
    for folder in "$system/boot/firmware" "$system/boot"; do
        if [[ -f $folder/config.txt ]]; then
            printf '%s' "$folder"
            return 0
        fi
    done
    return 1
}

# without_block FILE: a config.txt as it is without our lines.
without_block() {
    sed "\|^# plumbline: begin|,\|^$END_MARK\$|d" "$1"
}

# power_pin CONFIG: a pin for the power button that nothing in the settings nor I2C has.
power_pin() {
    local pin settings=$CONFIG_FOLDER/plumbline.toml
    [[ -r $settings ]] || settings=$root/docs/plumbline.toml
    for pin in "${POWER_PINS[@]}"; do
        if ((pin == 3)) && grep -Eq '^ *dtparam=(i2c|i2c_arm|i2c1)(=on)? *(,|$)' "$1"; then
            continue
        fi
        if ! grep -Eq "^ *(up|down|select|back|pin) *= *$pin *(#|\$)" "$settings"; then
            printf '%d' "$pin"
            return 0
        fi
    done
    return 1
}

# boot_lines CONFIG: what config.txt still needs.
boot_lines() {
    local pin
    # A camera that is named by an overlay of its own needs no detection.
    without_block "$1" | grep -Eq '^ *(camera_auto_detect=1|dtoverlay=(imx|ov)[0-9])' ||
        printf 'camera_auto_detect=1\n'
    if ! without_block "$1" | grep -Eq '^ *dtoverlay=gpio-shutdown' && pin=$(power_pin "$1"); then
        printf 'dtoverlay=gpio-shutdown,gpio_pin=%d\n' "$pin"
    fi
}

# wanted_config CONFIG: config.txt as it should be. [all]: our lines hold for each model.
wanted_config() {
    local lines
    lines=$(boot_lines "$1")
    without_block "$1"
    [[ -z $lines ]] || printf '%s\n[all]\n%s\n%s\n' "$BEGIN_MARK" "$lines" "$END_MARK"
}

# wanted_command_line FILE: one line; the screen of a console goes dark after ten minutes otherwise.
wanted_command_line() {
    local line
    line=$(head -n 1 -- "$1")
    [[ " $line " == *" consoleblank="* ]] || line+=' consoleblank=0'
    printf '%s\n' "$line"
}

starts_desktop() {
    [[ $(systemctl get-default 2>/dev/null) == graphical.target ]] &&
        systemctl is-enabled --quiet display-manager.service 2>/dev/null
}

# propose_boot: says what would change; does it with `yes_boot` or after a yes at the terminal.
propose_boot() {
    local folder='' config=/dev/null command=/dev/null proposals=()
    if is_raspberry_pi && folder=$(boot_folder); then
        config=$folder/config.txt command=$folder/cmdline.txt
        cmp -s "$config" <(wanted_config "$config") ||
            proposals+=("$config gets: $(boot_lines "$config" | paste -sd ' ')")
        [[ ! -f $command ]] || cmp -s "$command" <(wanted_command_line "$command") ||
            proposals+=("$command gets: consoleblank=0 (the screen stays on)")
    fi
    ! starts_desktop || proposals+=("the machine starts without its desktop, which has the screen")
    if ((${#proposals[@]} == 0)); then
        done_step "nothing to change"
        return 0
    fi
    note "proposed:" && printf '        %s\n' "${proposals[@]}"
    if [[ -z $yes_boot && -n $dry_run ]] || { [[ -z $yes_boot ]] && ! agreed "Change this?"; }; then
        note "left as they are; to change them: sudo ./scripts/install --yes-boot"
        return 0
    fi
    [[ -z $folder ]] || change_boot_files "$config" "$command"
    if starts_desktop; then
        change "note that a desktop started before" touch "$DESKTOP_NOTE"
        change "start without a desktop" systemctl --quiet set-default multi-user.target
    fi
    must_reboot=yes
    done_step "changed; it holds from the next boot"
}

change_boot_files() {
    local file
    for file in "$1" "$2"; do
        [[ ! -f $file || -e $file.before-plumbline ]] ||
            change "keep a copy: $file.before-plumbline" cp -- "$file" "$file.before-plumbline"
    done
    wanted_config "$1" | put "$1" 755 ''
    [[ ! -f $2 ]] || wanted_command_line "$2" | put "$2" 755 ''
}

# restore_boot: takes our changes back, and only ours.
restore_boot() {
    local folder before
    if folder=$(boot_folder); then
        without_block "$folder/config.txt" | put "$folder/config.txt" 755 ''
        before=$folder/cmdline.txt.before-plumbline
        if [[ -f $before ]] && ! grep -q 'consoleblank=' "$before"; then
            sed '1s/ consoleblank=0//' "$folder/cmdline.txt" | put "$folder/cmdline.txt" 755 ''
        fi
        remove "$folder"/{config,cmdline}.txt.before-plumbline
    fi
    [[ ! -e $DESKTOP_NOTE ]] ||
        change "start the desktop again" systemctl --quiet set-default graphical.target
}
