"""`plumbline backup`: a copy of the records, also while the mirror runs."""

import sqlite3
from contextlib import closing
from pathlib import Path

from rich.console import Console

from mirror.errors import UserError
from mirror.keeping.opened import records_in, told
from mirror.keeping.output import size_words
from mirror.store import backup as copies
from mirror.store.connection import BUSY_S, kind_of


def backup(folder: Path, output: Path | None, *, stamp: str, console: Console) -> int:
    """Make a copy and say where it is.

    Args:
        folder: the data folder.
        output: the file; None: numbered among the copies in the data folder.
        stamp: the time for its name there.
        console: where to say it.

    Returns:
        The exit code, 0.

    Raises:
        UserError: there are no records, or it could not be made.
    """
    path = records_in(folder)
    if output is not None and output.is_dir():
        output /= f"plumbline-{stamp}.db"
    if output is not None and output.exists() and output.samefile(path):
        message = f"{output} are the records themselves"
        raise UserError(message, remedy="Name another file.")
    where = copies.folder_of(path) if output is None else output.absolute().parent
    try:
        # No connection of ours changes a journal that the mirror is writing.
        address = f"{path.absolute().as_uri()}?mode=ro"
        with told(folder), closing(sqlite3.connect(address, uri=True, timeout=BUSY_S)) as one:
            made = _copy(one, path, output, stamp=stamp)
    except OSError as error:
        message = f"The copy cannot be written to {where} ({error.strerror or error})"
        remedy = "Free some space there, or name a file elsewhere with --output."
        raise UserError(message, remedy=remedy) from error
    size = size_words(made.stat().st_size)
    console.print(f"Copied to {made} ({size}).", soft_wrap=True, markup=False, highlight=False)
    return 0


def _copy(connection: sqlite3.Connection, path: Path, output: Path | None, *, stamp: str) -> Path:
    try:
        if output is None:
            return copies.make(connection, path, stamp=stamp)
        copies.copy_to(connection, output)
    except sqlite3.Error as error:
        # SQLite does not say of which of both files it speaks. The records could be opened.
        if kind_of(error) not in {"damaged", "busy"}:
            raise OSError(str(error)) from error
        raise
    return output
