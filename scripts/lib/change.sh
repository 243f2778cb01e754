# shellcheck shell=bash
# shellcheck disable=SC2154 # `dry_run` is set by the script that sources this
# Changes to the system, each said; with `dry_run` set they are said and not done. After say.sh.

# change WHAT COMMAND...: one change. WHAT completes "would ..." and stands for the command.
change() {
    local what=$1
    shift
    if [[ -n $dry_run ]]; then
        note "would $what"
        return 0
    fi
    note "$what"
    "$@"
}

# put FILE MODE OWNER: writes what comes on standard input, in one step, unless it is there already.
put() {
    local file=$1 mode=$2 owner=$3 wanted
    # The last sign keeps newlines at the end, which $(...) removes.
    wanted=$(cat && printf x)
    if [[ -f $file && $(cat -- "$file" 2>/dev/null && printf x) == "$wanted" ]]; then
        return 0
    fi
    change "write $file" write_whole "$file" "$mode" "$owner" "${wanted%x}"
}

# write_whole FILE MODE OWNER CONTENT: a power cut leaves the old file or the new one.
write_whole() {
    local file=$1 mode=$2 owner=$3 content=$4
    mkdir -p -- "${file%/*}"
    printf '%s' "$content" >"$file.plumbline-new"
    chmod "$mode" -- "$file.plumbline-new"
    # The FAT file system of /boot/firmware has no owners.
    [[ -z $owner ]] || chown "$owner" -- "$file.plumbline-new"
    sync -- "$file.plumbline-new"
    mv -f -- "$file.plumbline-new" "$file"
}

# remove PATH...: those that are there.
remove() {
    local path
    for path in "$@"; do
        [[ ! -e $path && ! -L $path ]] || change "remove $path" rm -rf -- "$path"
    done
}

# agreed QUESTION: asks a person at a terminal; nobody there is a no.
agreed() {
    local answer
    [[ -t 0 && -z $dry_run ]] || return 1
    read -rp "      $1 [y/N] " answer
    [[ $answer == [yY]* ]]
}
