"""`plumbline restore`: a copy takes the place of the records, which are set aside."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from typing import Final

from rich.console import Console

from mirror.errors import UserError
from mirror.keeping.opened import told
from mirror.store import backup as copies
from mirror.store.connection import version_of
from mirror.store.lock import in_use
from mirror.store.logged import people
from mirror.store.opening import FILE_NAME, close_store, is_sound, open_store, set_aside
from mirror.store.schema import STEPS

LATEST: Final = "latest"
_TABLES: Final = {"profile", "session", "set_", "rep", "event"}


def restore(folder: Path, source: str, *, stamp: str, console: Console) -> int:
    """Put a copy in the place of the records.

    Args:
        folder: the data folder.
        source: the copy, or `LATEST` for the newest one made here.
        stamp: the time for the name of what is set aside.
        console: where to say what happened.

    Returns:
        The exit code, 0.

    Raises:
        UserError: no such copy, an unsound or foreign one, or a mirror that runs. Nothing changed.
    """
    path = folder.absolute() / FILE_NAME
    with in_use(folder), told(folder):
        copy = _chosen(path, source)
        _check(copy)
        aside = _exchange(copy, path, stamp=stamp)
        opened = open_store(folder, stamp=stamp)
        with closing(sqlite3.connect(opened.path)) as connection:
            everyone = people(connection)
        close_store(opened.path)
    who = _count(len(everyone), "person", "people")
    what = _count(sum(one.sessions for one in everyone), "session", "sessions")
    lines = [f"Restored from {copy}: {who}, {what}."]
    if opened.migrated_from is not None:
        lines.append("The copy was of an older Plumbline and was brought up to date.")
    if aside is not None:
        lines.append(f"What was there before is kept as {aside}.")
    for line in lines:
        console.print(line, soft_wrap=True, markup=False, highlight=False)
    return 0


def _chosen(path: Path, source: str) -> Path:
    if source != LATEST:
        copy = Path(source)
        if not copy.is_file():
            message = f"No such file: {copy}"
            raise UserError(message, remedy=_choices(path))
        if path.exists() and copy.samefile(path):
            message = f"{copy} are the present records, not a copy"
            raise UserError(message, remedy=_choices(path))
        return copy
    found = copies.all_of(path)
    if not found:
        message = f"There are no copies in {copies.folder_of(path)}"
        raise UserError(message, remedy="Name a file, or make a copy with: plumbline backup")
    return found[0]


def _choices(path: Path) -> str:
    found = copies.all_of(path)
    if not found:
        return "There are no copies here; name a file."
    return f"Copies here, the latest first: {', '.join(str(one) for one in found)}."


def _check(copy: Path) -> None:
    remedy = "Name another copy."
    if not is_sound(copy):
        message = f"{copy} is damaged, or no copy of records"
        raise UserError(message, remedy=remedy)
    # Immutable: looking at a copy leaves no files beside it.
    address = f"{copy.absolute().as_uri()}?immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        version = version_of(connection)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        missing = _TABLES - {name for (name,) in tables}
    if missing:
        message = f"{copy} is a database of another program"
        raise UserError(message, remedy=remedy)
    if version > len(STEPS):
        message = f"{copy} was made by a newer Plumbline"
        raise UserError(message, remedy="Update Plumbline, or name an older copy.")


def _exchange(copy: Path, path: Path, *, stamp: str) -> Path | None:
    """Returns where the records that were there lie now; None when there were none.

    Raises:
        UserError: it could not be done.
    """
    unfinished = path.with_name(f"{path.name}.part")
    try:
        # First what may fail for want of space.
        copyfile(copy, unfinished)
        copies.sync(unfinished)
        # Even without a database: a journal left over would be played into the copy.
        aside = set_aside(path, stamp=stamp, why="replaced")
        copies.put_in_place(unfinished, path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        message = f"The copy cannot be put into {path.parent} ({error.strerror or error})"
        raise UserError(message, remedy="Free some space there, then run it again.") from error
    return aside if aside.exists() else None


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
