"""A connection to the file, with the settings that make a commit mean "on the disk"."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

Kind = Literal["full", "io", "damaged", "busy", "other"]

BUSY_S: Final = 5.0
"""How long to wait for another connection's transaction. Ours last milliseconds, a vacuum or a
backup of ten years some seconds (a design choice)."""

_KINDS: Final[dict[int, Kind]] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "io",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
}


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, making it if need be. Transactions are begun and ended by hand.

    Raises:
        sqlite3.Error: it cannot be opened, or is no database.
    """
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # FULL, not WAL's usual NORMAL: a rep said to be saved survives a power cut.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # Without it INSERT OR REPLACE removes rows past the triggers that protect them.
        connection.execute("PRAGMA recursive_triggers = ON")
        # Deleted text is overwritten at once; deleting is rare here.
        connection.execute("PRAGMA secure_delete = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite may have rolled back by itself, as it does on a full disk.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def kind_of(error: sqlite3.Error) -> Kind:
    """What sort of trouble an error of SQLite is."""
    code = getattr(error, "sqlite_errorcode", None)
    # The low byte is the primary code, the rest says where it happened.
    return "other" if code is None else _KINDS.get(code & 0xFF, "other")


def version_of(connection: sqlite3.Connection) -> int:
    """The schema's version; 0 for an empty file."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
