"""Looks into the records for a moment while the mirror goes on writing them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from mirror.errors import UserError
from mirror.store.connection import BUSY_S, version_of
from mirror.store.opening import FILE_NAME
from mirror.store.schema import STEPS


@contextmanager
def looking(folder: Path) -> Iterator[sqlite3.Connection | None]:
    """The records as they are at this moment; None before there are any.

    Keep it short: forgetting a person waits until nobody looks.

    Args:
        folder: the data folder.

    Raises:
        UserError: they cannot be read, or are of another version.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        yield None
        return
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(
            sqlite3.connect(address, uri=True, timeout=BUSY_S, isolation_level=None)
        ) as one:
            if version_of(one) != len(STEPS):
                message = f"The records in {path} are of another version of Plumbline"
                remedy = "Start the mirror once with the Plumbline installed here."
                raise UserError(message, remedy=remedy)
            # One transaction: everything is of one moment.
            one.execute("BEGIN")
            yield one
    except sqlite3.Error as error:
        message = f"The records in {folder} cannot be read ({error})"
        raise UserError(message, remedy="Wait a moment, then run it again.") from error
