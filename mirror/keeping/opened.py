"""Ways to the records of a data folder: to read while the mirror may run, or alone with them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from mirror.errors import UserError
from mirror.store.connection import BUSY_S, connect, kind_of, version_of
from mirror.store.lock import in_use
from mirror.store.opening import FILE_NAME, close_store, is_damaged, open_store
from mirror.store.schema import STEPS

_FULL: Final = "Free some space on the disk, then run it again."
_REMEDIES: Final = {
    "full": _FULL,
    "damaged": "Stop the mirror and start it again: it then takes the latest sound copy.",
    "busy": "Wait a moment, then run it again.",
    "io": "Check the disk and the folder's owner.",
    "other": "Check the disk and the folder's owner.",
}


def records_in(folder: Path) -> Path:
    """The database of a data folder.

    Raises:
        UserError: there is none.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        message = f"There are no records in {folder}"
        raise UserError(message, remedy="Train once, or name the data folder with --data.")
    return path


@contextmanager
def reading(folder: Path) -> Iterator[sqlite3.Connection]:
    """The records as they are at this moment; the mirror may go on writing.

    Raises:
        UserError: there are none, or they cannot be read.
    """
    path = records_in(folder)
    with told(folder):
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(
            sqlite3.connect(address, uri=True, timeout=BUSY_S, isolation_level=None)
        ) as one:
            _check_version(one, path)
            # One transaction: everything is of one moment.
            one.execute("BEGIN")
            yield one


@contextmanager
def alone(folder: Path, *, stamp: str) -> Iterator[sqlite3.Connection]:
    """The records, sound and of the present version, while no mirror runs.

    Args:
        folder: the data folder.
        stamp: the time for names of files.

    Raises:
        UserError: there are none, a mirror runs, or they are damaged or cannot be used.
    """
    path = records_in(folder)
    with in_use(folder), told(folder):
        # The mirror mends them, and says so on its screen. A command about something else must not.
        if is_damaged(path):
            message = f"The records in {folder} are damaged"
            raise UserError(message, remedy=_REMEDIES["damaged"])
        opened = open_store(folder, stamp=stamp)
        trouble = True
        try:
            with closing(connect(opened.path)) as connection:
                yield connection
            trouble = False
        except UserError as error:
            trouble = error.__cause__ is not None
            raise
        finally:
            if not trouble:
                close_store(opened.path)


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Put trouble with the records in words.

    Raises:
        UserError: for each error of SQLite.
    """
    try:
        yield
    except sqlite3.Error as error:
        message = f"The records in {folder} cannot be used ({error})"
        raise UserError(message, remedy=_REMEDIES[kind_of(error)]) from error


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    version = version_of(connection)
    if version > len(STEPS):
        message = f"The records in {path} were made by a newer Plumbline"
        raise UserError(message, remedy="Update Plumbline.")
    if version < len(STEPS):
        message = f"The records in {path} were made by an older Plumbline"
        raise UserError(message, remedy="Start the mirror once: it brings them up to date.")
