"""Checks of what is kept and what runs: settings, records, sync, services, updates."""

import sqlite3
from contextlib import closing
from typing import Final

from mirror.config.read import load
from mirror.doctor.result import Result, World
from mirror.errors import UserError
from mirror.store.connection import kind_of
from mirror.store.opening import FILE_NAME
from mirror.sync import configured
from mirror.sync.asking import findings
from mirror.sync.command import SyncOptions

UNITS: Final = (
    "plumbline.service",
    "plumbline-web.service",
    "plumbline-sync.timer",
    "plumbline-backup.timer",
)
_SHOWN: Final = ("Id", "LoadState", "ActiveState", "Result", "NRestarts")
_RESTARTS: Final = 3
"""More restarts than this since it was started are no accident."""


def config(world: World) -> Result:
    """Mistakes in the files of settings and of sync targets."""
    mistakes = []
    try:
        load(world.config)
    except UserError as error:
        mistakes.append(error)
    try:
        configured.load(world.sync_config)
    except UserError as error:
        mistakes.append(error)
    if mistakes:
        text = "; ".join(one.message for one in mistakes)
        return Result("config", "broken", text, mistakes[0].remedy)
    return world.found("config", "ok", "good")


def records(world: World) -> Result:
    """Reads every page of the records once; changes nothing."""
    path = world.folder / FILE_NAME
    if not path.is_file():
        return world.found("records", "absent", "none")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as one:
            (answer,) = one.execute("PRAGMA quick_check(1)").fetchone()
            sets = one.execute("SELECT count(*) FROM set_").fetchone()[0]
    except sqlite3.Error as error:
        if kind_of(error) != "damaged":
            words = {"why": str(error)}
            return world.found("records", "attend", "unread", fix="disk_write", words=words)
        answer, sets = str(error), 0
    if answer != "ok":
        return world.found("records", "broken", "damaged", fix="records", words={"why": answer})
    return world.found("records", "ok", "good", words={"sets": sets}, facts={"sets": sets})


def sync(world: World) -> Result:
    """Tries each target as `plumbline sync --check` does; sends no session."""
    try:
        targets = configured.load(world.sync_config)
        if not targets:
            return world.found("sync", "absent", "none")
        options = SyncOptions(world.folder, world.sync_config)
        wrong = [(name, one) for name, one in findings(options, world.now_s) if not one.good]
    except UserError as error:
        return Result("sync", "attend", error.message, error.remedy)
    facts = {"targets": len(targets), "wrong": len(wrong)}
    if not wrong:
        return world.found("sync", "ok", "good", words={"count": len(targets)}, facts=facts)
    text = "; ".join(f"{name}: {one.text}" for name, one in wrong)
    return Result("sync", "attend", text, wrong[0][1].remedy, facts)


def services(world: World) -> Result:
    """What systemd says of the mirror's services, where they are installed."""
    said = world.command(("systemctl", "show", "-p", ",".join(_SHOWN), *UNITS))
    units = {one["Id"]: one for one in _blocks(said or "") if one.get("LoadState") == "loaded"}
    if not units:
        return world.found("services", "absent", "none")
    facts = {name: one.get("ActiveState", "") for name, one in units.items()}
    down = [name for name, state in facts.items() if state not in {"active", "activating"}]
    if down:
        words = {"names": ", ".join(down), "first": down[0]}
        return world.found("services", "broken", "down", fix="services", words=words, facts=facts)
    often = [one for one, it in units.items() if int(it.get("NRestarts") or 0) > _RESTARTS]
    if often:
        words = {"names": ", ".join(often), "first": often[0]}
        return world.found("services", "attend", "often", fix="services", words=words, facts=facts)
    return world.found("services", "ok", "good", words={"count": len(units)}, facts=facts)


def update(world: World) -> Result:
    """Which release is in use, on an installed mirror."""
    current = world.root / "opt/plumbline/current"
    if not current.is_symlink():
        return world.found("update", "absent", "none")
    release = current.readlink().name
    if not current.exists():
        return world.found("update", "broken", "gone", fix="install", words={"release": release})
    return world.found("update", "ok", "good", words={"release": release})


def _blocks(said: str) -> list[dict[str, str]]:
    """`systemctl show`: lines of KEY=VALUE, an empty line between two units."""
    return [
        dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
        for block in said.split("\n\n")
        if block.strip()
    ]
