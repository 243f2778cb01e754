"""`web.db`: what belongs to the phone pages. Each table has one writing process.

Codes and cookies stand here as hashes only.
"""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from mirror.errors import UserError
from mirror.store.connection import connect, transaction, version_of

FILE_NAME: Final = "web.db"

_STEPS: Final = (
    """
-- Written by the mirror.
CREATE TABLE pairing (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code_hash TEXT NOT NULL, salt TEXT NOT NULL,
    boot_id TEXT NOT NULL, mono_s REAL NOT NULL, closed INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Phones up to this one are closed out.
CREATE TABLE closing (id INTEGER PRIMARY KEY AUTOINCREMENT, up_to INTEGER NOT NULL) STRICT;
CREATE TABLE wish_answer (
    wish_id INTEGER PRIMARY KEY, outcome TEXT NOT NULL, wall_s REAL NOT NULL
) STRICT;

-- Written by the pages' process.
CREATE TABLE pairing_try (
    id INTEGER PRIMARY KEY AUTOINCREMENT, pairing_id INTEGER NOT NULL, right INTEGER NOT NULL
) STRICT;
CREATE INDEX pairing_try_of ON pairing_try (pairing_id);
CREATE TABLE phone (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    person TEXT NOT NULL DEFAULT '',
    token_hash TEXT NOT NULL UNIQUE, next_hash TEXT UNIQUE,
    paired_s REAL NOT NULL, seen_s REAL NOT NULL, renewed_s REAL NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE wish (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    phone_id INTEGER NOT NULL, kind TEXT NOT NULL,
    change TEXT NOT NULL CHECK (json_valid(change)), wall_s REAL NOT NULL
) STRICT;
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    wall_s REAL NOT NULL, what TEXT NOT NULL, who TEXT NOT NULL
) STRICT;
""",
)


VERSION: Final = len(_STEPS)


def make(path: Path) -> None:
    """An empty file of this version.

    Raises:
        sqlite3.Error, OSError: it cannot be made.
    """
    path.touch(mode=0o600)
    with closing(connect(path)) as connection:
        _prepare(connection, path)


def open_web(folder: Path) -> sqlite3.Connection:
    """Open the file of a data folder, making it if need be; readable by its owner only.

    Raises:
        UserError: a newer Plumbline made it.
        sqlite3.Error, OSError: it cannot be opened.
    """
    path = folder / FILE_NAME
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    connection = connect(path)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def hashed(secret: str, salt: str = "") -> str:
    """A secret as it may be kept.

    Tokens are random and long, so a fast hash is enough; a code lives for two minutes.
    """
    return hashlib.sha256(f"{salt}:{secret}".encode()).hexdigest()


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = version_of(connection)
    if version > VERSION:
        message = f"{path} was made by a newer Plumbline"
        raise UserError(message, remedy="Update Plumbline.")
    if version < VERSION:
        _migrate(connection)


def _migrate(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        # Mirror and pages may both be the first: the second finds it done.
        for step in _STEPS[version_of(connection) :]:
            for statement in step.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION:d}")
