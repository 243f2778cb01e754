"""Updates of an installed mirror: good ones, broken ones, and the power going in the middle."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final, Protocol

from scripts.container import checks
from scripts.container.machine import FailedError, Machine, monotonic_s, until
from scripts.container.versions import make

_VERDICT_S: Final = 180.0
_BROKEN: Final = (
    ("golden", "other outcome of a recording", False),
    ("migration", "migration that fails", False),
    ("crash", "crash at start", True),
    ("silent", "never READY", True),
)
# A line that the update says, and how long after it the power goes, s.
_CUTS: Final = (
    *(("The source", 0.0), ("[2/3] Program", 0.3), ("[2/3] Program", 3.0), ("[3/3] Pose", 0.0)),
    *(("[2/4] Checks", 0.3), ("[2/4] Checks", 2.0)),
    *(("[3/4] Switch", late) for late in (0.0, 0.1, 0.3, 0.6, 1.0)),
    *(("[4/4] Watching", late) for late in (0.0, 2.0, 8.0)),
)
# What the file `trial` says when the power goes: before the link moves, and within a return.
_CUTS_BY_PHASE: Final = (
    *(("good-late", "trial", late) for late in (0.0, 0.05)),
    *((f"crash-{number}", "back", late) for number, late in enumerate((0.0, 0.2, 0.6, 1.2))),
)


class Table(Protocol):
    """Takes the figures."""

    def add(self, what: str, figure: str) -> None:
        """A figure."""

    def must(self, what: str, *, so: bool, figure: str) -> None:
        """A figure with a verdict."""


def updated(machine: Machine, table: Table, *, cuts: bool) -> None:
    """All of it, with power cuts or without; the mirror is off before and after."""
    data = machine.root / "var" / "lib" / "plumbline"
    kept = checks.reps(data)
    machine.boot()
    checks.wait_ready(machine)
    first = _current(machine)
    began_s = monotonic_s()
    code, said = _update(machine, "--from", make(machine.root, "good"))
    good = _current(machine)
    so = code == 0 and "0.2.0+good" in good
    table.must(
        "good update: time, result", so=so, figure=f"{monotonic_s() - began_s:.0f} s, {good}"
    )
    if not so:
        raise FailedError(said)
    machine.shut_down()
    machine.boot(network=False)
    checks.wait_ready(machine)
    _verdict(machine)
    said = machine.run("plumbline", "update", "--list")
    so = _current(machine) == good and "proved itself" in said and f"{first} previous" in said
    table.must("proved at its next start", so=so, figure=said.splitlines()[-1])
    for name, what, switched in _BROKEN:
        began_s = monotonic_s()
        code, said = _update(machine, "--from", make(machine.root, name))
        took_s = monotonic_s() - began_s
        checks.wait_ready(machine)
        so = code == 1 and _current(machine) == good and ("[3/4] Switch" in said) == switched
        returned = "switched and returned" if switched else "refused before the switch"
        table.must(f"broken: {what}", so=so, figure=f"{returned}, {took_s:.0f} s")
    _carried(machine, table, good, kept)
    _second_boot(machine, table, good)
    code, _ = _update(machine, "--rollback")
    checks.wait_ready(machine)
    so = code == 0 and _current(machine) == first
    table.must("return asked for by a person", so=so, figure=_current(machine))
    if cuts:
        _cut(machine, table, kept)
    machine.shut_down()


def _carried(machine: Machine, table: Table, good: str, kept: int) -> None:
    """A newer version that recorded something before it failed."""
    data = machine.root / "var" / "lib" / "plumbline"
    _update(machine, "--from", make(machine.root, "carried"))
    checks.wait_ready(machine)
    machine.run("systemctl", "stop", checks.MIRROR)
    people = machine.run("plumbline", "people")
    machine.run("systemctl", "start", checks.MIRROR)
    aside = len(list(data.glob("plumbline.replaced-*.db")))
    with closing(sqlite3.connect(f"file:{data}/plumbline.db?mode=ro", uri=True)) as one:
        (version,) = one.execute("PRAGMA user_version").fetchone()
    now = checks.reps(data)
    so = _current(machine) == good and "Between" in people and now == kept and aside == 1
    figure = f"{kept}, {now} reps before and after, the one added between is there, file v{version}"
    table.must("broken: crash after a migration", so=so, figure=figure)


def _second_boot(machine: Machine, table: Table, good: str) -> None:
    """Well until the machine is started anew."""
    code, _ = _update(machine, "--from", make(machine.root, "second-boot"))
    before = _current(machine)
    machine.shut_down()
    machine.boot(network=False)
    _verdict(machine)
    checks.wait_ready(machine)
    so = code == 0 and before != good and _current(machine) == good
    table.must("broken: crash from the next start on", so=so, figure="returned after that start")


def _cut(machine: Machine, table: Table, kept: int) -> None:
    """The power goes at each step, and at each moment of a return."""
    first = _current(machine)
    ends: dict[str, int] = {}
    for number, (line, late_s) in enumerate(_CUTS):
        # From the checks on, the version that the cut before left beside is taken again.
        name = f"good-{number}" if line.startswith(("The", "[2/3]", "[3/3]")) else "good-late"
        _cut_at(machine, make(machine.root, name), line, late_s)
        end = _booted(machine, first)
        ends[end] = ends.get(end, 0) + 1
        print(f"    cut at {line!r} + {late_s} s: {end}", flush=True)
    for name, phase, late_s in _CUTS_BY_PHASE:
        _cut_in(machine, make(machine.root, name), phase, late_s)
        end = _booted(machine, first)
        ends[end] = ends.get(end, 0) + 1
        print(f"    cut in phase {phase} + {late_s} s: {end}", flush=True)
    now = checks.reps(machine.root / "var" / "lib" / "plumbline")
    figure = ", ".join(f"{what} {count}" for what, count in sorted(ends.items()))
    cuts = len(_CUTS) + len(_CUTS_BY_PHASE)
    so = set(ends) <= {"the old runs", "the new runs"} and now == kept
    table.must(f"{cuts} power cuts in updates", so=so, figure=f"{figure}; {kept}, {now} reps")


def _cut_at(machine: Machine, source: str, line: str, late_s: float) -> None:
    with machine.stream("plumbline", "update", "--yes", "--from", source) as process:
        if process.stdout is None:
            return
        for said in process.stdout:
            if said.strip().startswith(line):
                time.sleep(late_s)
                break
        machine.cut()


def _cut_in(machine: Machine, source: str, phase: str, late_s: float) -> None:
    trial = machine.root / "opt" / "plumbline" / "trial"
    with machine.stream("plumbline", "update", "--yes", "--from", source) as process:
        wanted = f"phase {phase}\n"
        until(lambda: trial.exists() and wanted in trial.read_text(), _VERDICT_S, wanted)
        time.sleep(late_s)
        machine.cut()
        process.wait()


def _booted(machine: Machine, first: str) -> str:
    """Power on after a cut: which version runs in the end; then all is as at first."""
    machine.boot(network=False)
    checks.wait_ready(machine)
    _verdict(machine)
    checks.wait_ready(machine)
    now = _current(machine)
    if now != first:
        _update(machine, "--rollback")
        checks.wait_ready(machine)
        if _current(machine) != first:
            return "the return failed"
        return "the new runs"
    return "the old runs"


def _verdict(machine: Machine) -> None:
    """Wait until no version is on trial and nothing of an update runs."""
    trial = machine.root / "opt" / "plumbline" / "trial"
    until(lambda: not trial.exists(), _VERDICT_S, "the verdict on an update")
    unit = "plumbline-update-watch"
    ends = {"inactive", "failed"}
    until(lambda: machine.show(unit, "ActiveState") in ends, _VERDICT_S, f"the end of {unit}")


def _update(machine: Machine, *words: str) -> tuple[int, str]:
    """Run `plumbline update`; its exit code and what it said."""
    with machine.stream("plumbline", "update", "--yes", *words) as process:
        said = process.communicate(timeout=600.0)[0]
    print("\n".join(f"    {line}" for line in said.splitlines()), flush=True)
    return process.returncode, said


def _current(machine: Machine) -> str:
    return Path(machine.root / "opt" / "plumbline" / "current").readlink().name
