"""What must be so on an installed mirror, and how long it takes."""

import hashlib
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from scripts.container.machine import FailedError, Machine, monotonic_s, until
from scripts.container.prepared import PLACE

UNITS: Final = (
    *("plumbline", "plumbline-web", "plumbline-sync", "plumbline-backup", "plumbline-network"),
    *("plumbline-update", "plumbline-update-guard", "plumbline-update-watch"),
)
MIRROR: Final = "plumbline.service"
_BACK_S: Final = 90.0
"""A camera that hangs is noticed after 20 s, by the watchdog after 20 s more."""
_INSTALL_S: Final = 1800.0
_INSTALLED: Final = ("opt/plumbline", "etc", "usr/local/bin", "var/lib/plumbline/models-*")
# What the system itself writes.
_MOVES: Final = ("etc/.updated", "etc/ld.so.cache", "etc/machine-id", ".venv.lock")


def install(machine: Machine, *words: str) -> float:
    """Run scripts/install; how long it took, s."""
    began_s = monotonic_s()
    said = machine.run("/root/plumbline/scripts/install", *words, limit_s=_INSTALL_S)
    print("\n".join(f"    {line}" for line in said.splitlines()), flush=True)
    return monotonic_s() - began_s


def listing(root: Path) -> dict[str, str]:
    """Every file an installation may touch: its mode, owner and content."""
    found = {}
    for name in _INSTALLED:
        for path in (one for place in root.glob(name) for one in place.rglob("*")):
            inside = str(path.relative_to(root))
            if path.is_symlink():
                found[inside] = f"-> {path.readlink()}"
            elif path.is_file() and not inside.endswith(_MOVES):
                stat = path.stat()
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                found[inside] = f"{stat.st_mode:o} {stat.st_uid} {content}"
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Files that differ."""
    return sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )


def wait_ready(machine: Machine, after_s: float = 0.0) -> float:
    """When the mirror said READY, monotonic s; waits for a time later than the one given."""

    def ready_s() -> float:
        active = machine.show(MIRROR, "ActiveState") == "active"
        return int(machine.show(MIRROR, "ActiveEnterTimestampMonotonic")) / 1e6 if active else 0.0

    until(lambda: ready_s() > after_s, _BACK_S, f"READY of {MIRROR}")
    return ready_s()


def start_s(machine: Machine) -> float:
    """Start of the mirror's process to READY, s."""
    began_s = int(machine.show(MIRROR, "ExecMainStartTimestampMonotonic")) / 1e6
    return wait_ready(machine) - began_s


def back_s(machine: Machine, harm: Callable[[], object]) -> float:
    """Harm to READY again, s."""
    restarts = int(machine.show(MIRROR, "NRestarts"))
    harmed_s = monotonic_s()
    harm()
    ready_s = wait_ready(machine, harmed_s)
    if int(machine.show(MIRROR, "NRestarts")) != restarts + 1:
        message = "It came back, but not by one restart"
        raise FailedError(message)
    return ready_s - harmed_s


def signal(machine: Machine, name: str, unit: str = MIRROR) -> Callable[[], object]:
    """Sends a signal to a unit's main process."""
    return lambda: machine.run("systemctl", "kill", f"--signal={name}", "--kill-whom=main", unit)


def hung_camera_s(machine: Machine) -> float:
    """The camera gives nothing and no error any more: to READY again, s.

    It gives pictures again as soon as the watchdog acted.
    """
    feeder = "plumbline-camera.service"

    def hang() -> None:
        machine.run("systemctl", "kill", "--signal=STOP", feeder)
        process = machine.show(MIRROR, "MainPID")
        until(lambda: machine.show(MIRROR, "MainPID") != process, _BACK_S, "the watchdog")
        machine.run("systemctl", "kill", "--signal=CONT", feeder)

    return back_s(machine, hang)


def reached(machine: Machine) -> tuple[str, str]:
    """What the mirror reaches beyond its folders, and what root does, to show that it is there."""
    return (
        machine.run("cat", "/run/plumbline/reached"),
        machine.run("python3", f"{PLACE}/reach.py"),
    )


def sent(machine: Machine) -> int:
    """Files that plumbline-sync puts into a folder."""
    target = machine.root / "etc" / "plumbline" / "sync.toml"
    folder = machine.root / "srv" / "sessions"
    folder.mkdir(exist_ok=True)
    target.write_text('[files]\nkind = "folder"\npath = "/srv/sessions"\nformats = ["json"]\n')
    machine.run("chown", "plumbline:", "/srv/sessions", "/etc/plumbline/sync.toml")
    machine.run("systemctl", "start", "plumbline-sync")
    return sum(1 for path in folder.rglob("*") if path.is_file())


def answers(machine: Machine, address: str) -> str:
    """What a page of this machine says first: its status."""
    asked = f"import urllib.request as r; print(r.urlopen('{address}', timeout=10).status)"
    return machine.run("python3", "-c", asked)


def may_power_off(machine: Machine, user: str) -> str:
    """What logind answers a user without a session: "yes", or "challenge" for a password."""
    asked = "busctl call org.freedesktop.login1 /org/freedesktop/login1 "
    asked += "org.freedesktop.login1.Manager CanPowerOff"
    said = machine.run("runuser", "-u", user, "--", *asked.split())
    return said.removeprefix("s ").strip('"')


def log_for_help(machine: Machine) -> tuple[int, int]:
    """Lines of the log: in the doctor's file, and those that the mirror's user may read itself."""
    file = "/var/lib/plumbline/help.zip"
    machine.run("plumbline", "doctor", "--only", "python", "--bundle", file)
    read = f"import zipfile; print(zipfile.ZipFile('{file}').read('journal.txt').decode())"
    told = machine.run("python3", "-c", read)
    machine.run("rm", file)
    user = ("runuser", "-u", "plumbline", "--")
    alone = machine.run(*user, "sh", "-c", "journalctl -q -n 5 -u plumbline 2>/dev/null || true")
    return sum("plumbline" in line for line in told.splitlines()), len(alone.splitlines())


def security(machine: Machine, unit: str) -> float:
    """`systemd-analyze security`: 0 is best, 10 worst."""
    said = machine.run("systemd-analyze", "security", "--no-pager", f"{unit}.service")
    found = re.search(r"Overall exposure level .*: ([0-9.]+) ", said)
    if found is None:
        message = f"No verdict on {unit}: {said}"
        raise FailedError(message)
    return float(found[1])


def reps(data: Path) -> int:
    """Reps in the records; 0 when there are none."""
    path = data / "plumbline.db"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM rep").fetchone()
        return int(count)


def left_over(root: Path) -> list[str]:
    """What of an installation is still there, records and settings included."""
    places = (
        *("opt/plumbline", "var/cache/plumbline", "var/cache/plumbline-update"),
        "usr/local/bin/plumbline",
        *("etc/polkit-1/rules.d/50-plumbline.rules", "etc/systemd/journald.conf.d/plumbline.conf"),
        *(f"etc/systemd/system/{unit}.service" for unit in UNITS),
        *("etc/systemd/system/plumbline-sync.timer", "etc/systemd/system/plumbline-backup.timer"),
        *("var/lib/plumbline", "etc/plumbline"),
    )
    return [place for place in places if (root / place).exists()]
