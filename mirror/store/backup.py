"""Copies of the whole file, numbered, in a folder beside it.

The latest is the one with the highest number: on a mirror without a clock battery the time in
its name may be wrong, and is there for people only.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from mirror.store.connection import version_of

KEPT: Final = 5
"""So many copies are kept; a design choice: a working week of daily ones."""

_PATTERN: Final = "plumbline-[0-9]*.db"


def folder_of(path: Path) -> Path:
    """Where the copies of the database at `path` lie."""
    return path.parent / "backups"


def make(connection: sqlite3.Connection, path: Path, *, stamp: str) -> Path:
    """Copy the database at `path`, open in `connection`; older copies beyond `KEPT` go.

    See `copy_to`.

    Args:
        connection: to read from; others may go on writing.
        path: the database.
        stamp: the time in the name, such as "20260512T101500Z".

    Raises:
        sqlite3.Error, OSError: it could not be made; the older copies are still there. What a
            power cut leaves of one goes with the next.
    """
    folder = folder_of(path)
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in folder.glob("*.part"):
        left_over.unlink(missing_ok=True)
    earlier = all_of(path)
    number = _number(earlier[0]) + 1 if earlier else 1
    name = f"plumbline-{number:06d}-v{version_of(connection)}-{stamp}.db"
    copy_to(connection, folder / name)
    for old in earlier[KEPT - 1 :]:
        old.unlink(missing_ok=True)
    return folder / name


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the database open in `connection`, which others may go on writing, to a file.

    It appears under its name, in the place of an older one, only when it is whole, sound and on
    the disk.

    Raises:
        sqlite3.Error, OSError: it could not be made; nothing is left behind.
    """
    unfinished = target.with_name(f"{target.name}.part")
    try:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as copy:
            connection.backup(copy)
            # One file that needs no other beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            if copy.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                raise _damaged()
        put_in_place(unfinished, target)
    except (sqlite3.Error, OSError):
        unfinished.unlink(missing_ok=True)
        raise


def all_of(path: Path) -> list[Path]:
    """The copies of the database at `path`, the latest first."""
    return sorted(folder_of(path).glob(_PATTERN), key=_number, reverse=True)


def put_in_place(unfinished: Path, path: Path) -> None:
    """Rename so that after a power cut there is the whole file or none."""
    sync(unfinished)
    unfinished.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, written to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _damaged() -> sqlite3.Error:
    error = sqlite3.DatabaseError("the database is damaged")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT  # as SQLite's own
    return error


def _number(path: Path) -> int:
    return int(path.name.split("-")[1].removesuffix(".db"))
