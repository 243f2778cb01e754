"""The steps of scripts/container_test.sh after the system is in its folder; stdlib only."""

import argparse
import shutil
import statistics
import sys
from pathlib import Path
from typing import Final

from scripts.container import checks
from scripts.container.cuts import Disk, cut_often
from scripts.container.machine import FailedError, Machine, monotonic_s
from scripts.container.prepared import prepare, train, watch
from scripts.container.updates import updated

LIMIT: Final = 2.5  # issue 7: `systemd-analyze security` of the mirror
_TRIES: Final = 5
_FEW: Final = 2
"""Power cuts that leave records for what comes after them."""


class Table:
    """Figures, printed at once and all together at the end."""

    def __init__(self) -> None:
        """Start empty."""
        self._rows: list[tuple[str, str]] = []
        self.failed: list[str] = []

    def add(self, what: str, figure: str) -> None:
        """A figure."""
        self._rows.append((what, figure))
        print(f"  {what}: {figure}", flush=True)

    def must(self, what: str, *, so: bool, figure: str) -> None:
        """A figure with a verdict."""
        self.add(what, figure if so else f"{figure}  FAILED")
        if not so:
            self.failed.append(what)

    def show(self) -> None:
        """Print all."""
        print("\n| what | figure |\n|---|---|")
        for what, figure in self._rows:
            print(f"| {what} | {figure} |")


def installed(machine: Machine, table: Table) -> None:
    """Install, install again, say it dry."""
    before = checks.listing(machine.root)
    checks.install(machine, "--dry-run")
    after = checks.changed(before, checks.listing(machine.root))
    table.must("files changed by a dry run", so=not after, figure=f"{len(after)} {after[:3]}")
    table.add("installation", f"{checks.install(machine):.0f} s")
    before = checks.listing(machine.root)
    again_s = checks.install(machine)
    after = checks.changed(before, checks.listing(machine.root))
    figure = f"{again_s:.1f} s, {len(after)} files changed {after[:3]}"
    table.must("installation once more", so=not after, figure=figure)


def trained(machine: Machine, table: Table, cuts: int) -> None:
    """Power cuts; the records go to the mirror afterwards."""
    folder = machine.root.parent
    disk = Disk(folder / "data.img", folder / "data")
    said = train(machine.root)
    losses = cut_often(machine, disk, said, cuts)
    watch(machine.root)
    disk.attach()
    data = machine.root / "var" / "lib" / "plumbline"
    owner = data.stat()
    for path in disk.folder.iterdir():
        if path.is_file():
            shutil.copy(path, data)
            shutil.chown(data / path.name, owner.st_uid, owner.st_gid)
    disk.detach()
    figure = f"{losses.lost} of {losses.said} reps lost; {losses.kept} kept"
    table.must(f"{losses.cuts} power cuts", so=losses.lost == 0, figure=figure)
    table.add("power on to the first rep, median", f"{losses.first_rep_s:.1f} s")


def lived(machine: Machine, table: Table) -> None:
    """A mirror's bad day."""
    data = machine.root / "var" / "lib" / "plumbline"
    kept = checks.reps(data)
    began_s = machine.boot()
    ready_s = checks.wait_ready(machine)
    table.add("power on to READY", f"{ready_s - began_s:.1f} s")
    machine.run("systemctl", "is-system-running", "--wait")
    for unit in checks.UNITS:
        score = checks.security(machine, unit)
        table.must(f"security of {unit}", so=score <= LIMIT, figure=f"{score}")
    mirror, root = checks.reached(machine)
    so = mirror == "nothing" and "192.0.2.1" in root
    table.must("reached by the mirror; by root", so=so, figure=f"{mirror}; {root}")
    page = checks.answers(machine, "http://127.0.0.1:8080/")
    table.must("the phone pages answer", so=page == "200", figure=page)
    table.add("start of the process to READY", f"{checks.start_s(machine):.1f} s")
    for what, name in (("crash (SIGSEGV)", "SEGV"), ("kill -9", "KILL")):
        took_s = [checks.back_s(machine, checks.signal(machine, name)) for _ in range(_TRIES)]
        figure = f"{statistics.median(took_s):.1f} s median, {max(took_s):.1f} s at most"
        table.add(f"{what} to READY again, {_TRIES} times", figure)
    hung_s = checks.back_s(machine, checks.signal(machine, "STOP"))
    table.add("hang (SIGSTOP) to READY again", f"{hung_s:.1f} s")
    table.add("camera that hangs to READY again", f"{checks.hung_camera_s(machine):.1f} s")
    machine.run("systemctl", "start", "plumbline-backup")
    if kept:
        table.add("sessions sent by plumbline-sync", str(checks.sent(machine)))
    copies = len(list((data / "backups").glob("*.db")))
    table.must("copies by plumbline-backup", so=copies > 0 or not kept, figure=str(copies))
    may = [checks.may_power_off(machine, user) for user in ("plumbline", "nobody")]
    figure = ", ".join(may)
    table.must("shutting down: the mirror, another", so=figure == "yes, challenge", figure=figure)
    told, alone = checks.log_for_help(machine)
    so = told > 0 and alone == 0
    table.must("lines of the log: the doctor, the mirror", so=so, figure=f"{told}, {alone}")
    stop_s = monotonic_s()
    machine.run("systemctl", "stop", checks.MIRROR)
    table.add("stop", f"{monotonic_s() - stop_s:.1f} s")
    machine.shut_down()
    began_s = machine.boot(network=False)
    table.add("power on to READY, no network", f"{checks.wait_ready(machine) - began_s:.1f} s")
    failed = machine.run("systemctl", "--failed", "--no-legend", "--plain")
    table.must("failed units", so=not failed, figure=failed or "none")
    machine.shut_down()
    now = checks.reps(data)
    table.must("reps in the records, before and after", so=now == kept, figure=f"{kept}, {now}")


def removed(machine: Machine, table: Table) -> None:
    """Uninstall, first with the records kept."""
    machine.boot(network=False)
    checks.install(machine, "--uninstall")
    left = checks.left_over(machine.root)
    wanted = ["var/lib/plumbline", "etc/plumbline"]
    table.must("left by --uninstall", so=left == wanted, figure=", ".join(left))
    checks.install(machine, "--uninstall", "--purge", "--yes")
    left = checks.left_over(machine.root)
    user = machine.ok("getent", "passwd", "plumbline")
    table.must("left by --purge", so=not left and not user, figure=", ".join(left) or "nothing")


def main() -> int:
    """Do all; the exit code."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("root", type=Path)
    words.add_argument("--cuts", type=int, default=100)
    words.add_argument("--reuse", action="store_true", help="of the run before; and keep it")
    words.add_argument("--no-updates", dest="updates", action="store_false")
    options = words.parse_args()
    machine = Machine(options.root, options.root.parent / "console.log")
    table = Table()
    prepare(options.root)
    try:
        if not options.reuse:
            machine.boot()
            installed(machine, table)
            machine.shut_down()
        trained(machine, table, _FEW)
        if options.updates:
            updated(machine, table, cuts=options.cuts > 0)
        lived(machine, table)
        if options.cuts:
            trained(machine, table, options.cuts)
        if not options.reuse:
            removed(machine, table)
    except FailedError as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    finally:
        machine.shut_down()
    table.show()
    return 1 if table.failed else 0


if __name__ == "__main__":
    sys.exit(main())
