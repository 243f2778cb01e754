"""Opens the store: checks the file, mends what can be mended, brings it to the present version.

A damaged file is set aside under a new name, never deleted, and the latest sound copy takes its
place. A file that is gone although there are copies is restored too: so a power cut in the middle
of this ends in the same state.

Reading every page of ten years (500,000 reps, 405 MB) took 0.4 s from memory and up to 6 s from
the disk of a busy two-core machine, so that is done only when the store was not closed with
`close_store`: after a crash, a power cut or trouble. After a clean end the schema is read, which
also finds a file cut short. Who cannot wait for it opens with `later` and calls `check` beside
what it does; what that finds is mended at the next opening.
"""

import errno
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Final, Literal

from mirror.errors import UserError
from mirror.store import backup, schema
from mirror.store.connection import BUSY_S, connect, kind_of, version_of
from mirror.store.migration import migrate

FILE_NAME: Final = "plumbline.db"

_STEPS: Final = 20_000
"""Of SQLite's machine between two questions whether to stop: about a millisecond."""

_BESIDE: Final = ("-wal", "-shm", "-journal", "")
"""What SQLite keeps beside a database, the database last: its journal left beside another file
would be played into that."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found and done.

    Attributes:
        path: the database, sound and of the present version.
        set_aside: where a damaged file was put.
        restored_from: the copy that took its place; None with `set_aside`: there was no sound
            one, and the store begins anew.
        migrated_from: the version found, if it was an older one.
        copies: copies made before the steps of a migration.
        unchecked: not every page was read although it should be: call `check`.
    """

    path: Path
    set_aside: Path | None = None
    restored_from: Path | None = None
    migrated_from: int | None = None
    copies: tuple[Path, ...] = ()
    unchecked: bool = False


def open_store(
    folder: Path,
    *,
    stamp: str,
    steps: Sequence[schema.Step] = schema.STEPS,
    thorough: bool = False,
    later: bool = False,
) -> Opened:
    """Make the store in a folder ready; nobody else may have it open.

    Args:
        folder: the data folder; made if need be.
        stamp: the time for names of files, such as "20260512T101500Z".
        steps: the schema.
        thorough: read every page even after a clean end.
        later: leave that to `check` after a bad end; not when the file is suspect already.

    Raises:
        UserError: a newer or foreign file, or a folder or disk that does not let us.
    """
    path = folder.absolute() / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = restored = None
        bad_end = _mark_of(path).exists()
        thorough = thorough or _suspicion_of(path).exists() or (bad_end and not later)
        if _is_damaged(path, thorough=thorough):
            aside = set_aside(path, stamp=stamp, why="damaged")
        if not path.exists():
            restored = _restore(path)
        _mark_of(path).touch()
        _suspicion_of(path).unlink(missing_ok=True)
        backup.sync(folder)
        with closing(connect(path)) as connection:
            found = version_of(connection)
            copies = migrate(connection, path, steps=steps, stamp=stamp)
    except (OSError, sqlite3.Error) as error:
        full = _is_full(error)
        message = f"The records in {folder} cannot be opened ({error})"
        remedy = (
            "Free some space on the disk." if full else "Check the disk and the folder's owner."
        )
        raise UserError(message, remedy=remedy) from error
    return Opened(
        path=path,
        set_aside=aside,
        restored_from=restored,
        migrated_from=found if 0 < found < len(steps) else None,
        copies=copies,
        unchecked=bad_end and not thorough,
    )


def check(path: Path, *, stop: Callable[[], bool] = lambda: False) -> bool | None:
    """Read every page of a database while it is in use; says whether it is sound.

    If not, the next opening sets it aside.

    Args:
        path: the database.
        stop: asked now and then; true: give up.

    Returns:
        None when it was given up.

    Raises:
        sqlite3.Error, OSError: it could not be told, or not be noted.
    """
    try:
        with closing(_read_only(path)) as connection:
            connection.set_progress_handler(lambda: int(stop()), _STEPS)
            sound = _passes(connection)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            return None
        if kind_of(error) != "damaged":
            raise
        sound = False
    if not sound:
        suspect(path)
    return sound


def suspect(path: Path) -> None:
    """Have the next opening read every page of a database.

    Raises:
        OSError: it could not be noted.
    """
    _suspicion_of(path).touch()
    backup.sync(path.parent)


def close_store(path: Path) -> None:
    """Note that the store was left in order: every connection closed, no trouble met.

    After trouble leave this out: the next opening then looks at every page.
    """
    _mark_of(path).unlink(missing_ok=True)


def is_sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with a copy, which nobody has open."""
    try:
        # Immutable: looking at a copy leaves no files beside it.
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
        ) as connection:
            return _passes(connection) and version_of(connection) > 0
    except sqlite3.DatabaseError:
        return False


def is_damaged(path: Path) -> bool:
    """Whether `open_store` would put another file in the place of this one; reads every page."""
    return _is_damaged(path.absolute(), thorough=True)


def _mark_of(path: Path) -> Path:
    """It lies there while the store is in use."""
    return path.with_name(f"{path.stem}.in_use")


def _suspicion_of(path: Path) -> Path:
    """It lies there when the file in use was found damaged."""
    return path.with_name(f"{path.stem}.suspect")


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=BUSY_S)


def _is_damaged(path: Path, *, thorough: bool) -> bool:
    if not path.exists():
        return False
    if path.stat().st_size == 0:
        # A new file starts like this; one that has copies was more than this before.
        return bool(backup.all_of(path))
    try:
        # Only reading: a writing connection would tidy away a damaged file's journal, which may
        # hold the last reps.
        with closing(_read_only(path)) as connection:
            # Any reading fails where SQLite sees a wrong header or fewer pages than it counted.
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return thorough and not _passes(connection)
    except sqlite3.DatabaseError as error:
        if kind_of(error) == "damaged":
            return True
        raise


def _passes(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)])


def set_aside(path: Path, *, stamp: str, why: Literal["damaged", "replaced"]) -> Path:
    """Put a database, which nobody has open, out of the way under a new name.

    Args:
        path: the database.
        stamp: the time for the name.
        why: for the name.

    Returns:
        Where it lies now.

    Raises:
        OSError: it could not be moved.
    """
    number = 1
    while (aside := path.with_name(f"{path.stem}.{why}-{stamp}-{number}.db")).exists():
        number += 1
    for ending in _BESIDE:
        part = path.with_name(path.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    backup.sync(path.parent)
    return aside


def set_aside_of(path: Path) -> list[Path]:
    """Every file set aside from the database at `path`, with what lies beside it."""
    return sorted(
        [*path.parent.glob(f"{path.stem}.damaged-*"), *path.parent.glob(f"{path.stem}.replaced-*")]
    )


def _restore(path: Path) -> Path | None:
    for copy in backup.all_of(path):
        if is_sound(copy):
            unfinished = path.with_name(f"{path.name}.part")
            copyfile(copy, unfinished)
            backup.put_in_place(unfinished, path)
            return copy
    return None


def _is_full(error: OSError | sqlite3.Error) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return kind_of(error) == "full"
