"""The support file: what helps to find a fault, and nothing of the people here.

No picture, landmark, rep or answer is in it, no name, address or secret. Free texts pass through
`mirror.doctor.scrub`; what a person wrote into a settings file is told by its kind only.
"""

import json
import os
import platform
import sqlite3
import zipfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from mirror.config.edit import plain
from mirror.config.read import load
from mirror.doctor.kept import UNITS
from mirror.doctor.machine import needed
from mirror.doctor.result import World
from mirror.doctor.scrub import Scrubber, private_words
from mirror.errors import UserError
from mirror.store.connection import version_of
from mirror.store.opening import FILE_NAME as RECORDS
from mirror.store.outbox import FILE_NAME as OUTBOX
from mirror.sync import configured
from mirror.sync.settings import kind_of
from mirror.web.database import FILE_NAME as WEB

LINES: Final = 400
"""Of the journal: some starts, or a day without trouble."""
WRITTEN_BY_HAND: Final = frozenset({"config", "sync"})
"""Checks whose words repeat what somebody wrote into a file: only their state is packed."""
_JOURNAL: Final = (
    *("journalctl", "--no-pager", "--quiet", "--no-hostname", "-o", "short-iso"),
    *("-n", str(LINES)),
)


def refuse_existing(file: Path) -> None:
    """Say so before the checks run.

    Raises:
        UserError: there is such a file, or no such folder.
    """
    if file.exists():
        message = f"{file} is there already"
        raise UserError(message, remedy="Name another file, or remove it.")
    if not file.absolute().parent.is_dir():
        message = f"There is no folder {file.absolute().parent}"
        raise UserError(message, remedy="Check the name.")


def pack(file: Path, report: Mapping[str, Any], world: World) -> list[str]:
    """Write the support file.

    Args:
        file: a .zip to be made; readable by its owner only.
        report: what the checks found.
        world: what they looked at.

    Returns:
        A line about each thing in it, and each that was left out.

    Raises:
        UserError: it cannot be written.
    """
    sync_config = world.sync_config or configured.default_path()
    words, whole = private_words(world.folder, sync_config)
    scrub = Scrubber(words)
    parts = {
        "doctor": _json(scrub.data(_careful(report))),
        "versions": _json(_versions()),
        "settings": _settings(world),
        "sync": _json(_targets(world)),
        "records": _json({name: _tables(world.folder / name) for name in _FILES}),
    }
    # Before the names and secrets here are known, none can be taken out.
    journal = _journal(world) if whole else None
    if journal is not None:
        parts["journal"] = scrub(journal)
    _write(file, parts)
    texts = world.texts
    listed = [f"{_named(name)}: {texts[f'doctor.bundle.{name}']}" for name in parts]
    if journal is None:
        listed.append(texts["doctor.bundle.no_journal"])
    return listed


_FILES: Final = (RECORDS, WEB, OUTBOX)
_ENDINGS: Final = {"settings": ".toml", "journal": ".txt"}


def _named(part: str) -> str:
    """The name of a part as a file."""
    return part + _ENDINGS.get(part, ".json")


def _write(file: Path, parts: Mapping[str, str]) -> None:
    try:
        # "x": never over a file that came meanwhile.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with (
            os.fdopen(handle, "wb") as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name, text in parts.items():
                archive.writestr(_named(name), text)
    except OSError as error:
        message = f"{file} cannot be written ({error.strerror})"
        raise UserError(message, remedy="Name a file where you may write.") from error


def _careful(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report without the words that repeat a file."""
    checks = [
        {**one, "text": "", "remedy": ""} if one["name"] in WRITTEN_BY_HAND else one
        for one in report["checks"]
        if one["name"] != "packages"  # their versions look like addresses; versions.json has them
    ]
    return {**report, "checks": checks}


def _versions() -> dict[str, object]:
    return {
        "plumbline": version("plumbline"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "kernel": platform.release(),
        "packages": {name: version(name) for name in needed()},
    }


def _settings(world: World) -> str:
    """The settings as they were understood; of a source only its kind."""
    try:
        settings = load(world.config)
    except UserError:
        return "# The file has mistakes; the defaults hold.\n"
    source = settings.camera.source
    if source not in {"auto", "pi", "demo"}:
        source = "v4l2:" if source.startswith("v4l2:") else "a file"
    return plain(replace(settings, camera=replace(settings.camera, source=source)))


def _targets(world: World) -> list[str] | str:
    """The kind of each target, without its name."""
    try:
        return [kind_of(one) for one in configured.load(world.sync_config).values()]
    except UserError:
        return "the file has mistakes"


def _tables(path: Path) -> dict[str, object]:
    """Schema version and number of rows in each table of a database."""
    if not path.exists():
        return {"there": False}
    found: dict[str, object] = {"bytes": path.stat().st_size}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as one:
            found["schema"] = version_of(one)
            names = one.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
            for (name,) in names:
                (count,) = one.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # noqa: S608 - a name of the schema
                found[name] = count
    except sqlite3.Error as error:
        found["error"] = type(error).__name__
    return found


def _journal(world: World) -> str | None:
    """The latest lines of the mirror's services; None where they cannot be read."""
    units = [word for unit in UNITS for word in ("-u", unit.replace(".timer", ".service"))]
    return world.command((*_JOURNAL, *units)) or None


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
