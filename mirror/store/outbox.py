"""What sync keeps: which session each target has, and how it goes with each target.

A file of its own, `sync.db`, written by one process (docs/decisions/0016). Losing it costs nothing
but sending again: every target knows a session by its id.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirror.store.changes import Seen
from mirror.store.connection import BUSY_S, connect, transaction, version_of

FILE_NAME: Final = "sync.db"
_VERSION: Final = 1

_SCHEMA: Final = """
CREATE TABLE target (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    setup TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at_s REAL NOT NULL DEFAULT 0.0,
    success_s REAL,
    error_s REAL,
    error TEXT
) STRICT;

-- due: 1 while the target may not have what the records say. digest and receipt: what it has.
CREATE TABLE parcel (
    target TEXT NOT NULL,
    session_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    began_s REAL NOT NULL,
    name TEXT NOT NULL,
    stamp TEXT NOT NULL,
    due INTEGER NOT NULL,
    digest TEXT,
    receipt TEXT CHECK (receipt IS NULL OR json_valid(receipt)),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at_s REAL NOT NULL DEFAULT 0.0,
    PRIMARY KEY (target, session_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX parcel_due ON parcel (target, attempts, began_s) WHERE due = 1;

-- What a state target shows of a person, so that it can be taken back.
CREATE TABLE shown (
    target TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (target, person_id)
) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A session to be sent.

    Attributes:
        session_id: whose id the target knows it by.
        name: for files; the same each time, also when the session's day was mended since.
        digest: of the content the target has; None: it may have none.
        receipt: JSON of the target's own, from the latest sending.
        attempts: in vain since.
    """

    session_id: str
    name: str
    digest: str | None
    receipt: str | None
    attempts: int


def open_outbox(folder: Path, *, stamp: str) -> sqlite3.Connection:
    """The outbox of a data folder, made if need be; a damaged one is set aside and made anew.

    Args:
        folder: the data folder.
        stamp: the time for the name of a damaged file.

    Raises:
        sqlite3.Error, OSError: it cannot be used.
    """
    path = folder / FILE_NAME
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return _opened(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
    for ending in ("-wal", "-shm", ""):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.replace(path.with_name(f"{path.stem}.damaged-{stamp}.db{ending}"))
    return _opened(path)


def _opened(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    try:
        # What a power cut takes from here is sent again; the card is spared a flush each time.
        connection.execute("PRAGMA synchronous = NORMAL")
        if version_of(connection) != _VERSION:
            with transaction(connection):
                _make_anew(connection)
        connection.execute("SELECT count(*) FROM target").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _make_anew(connection: sqlite3.Connection) -> None:
    """An empty file, or one of another version: what was in it is found out again."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in names:
        connection.execute(f'DROP TABLE "{name}"')
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {_VERSION}")


def known_target(
    connection: sqlite3.Connection, name: str, *, kind: str, place: str, setup: str
) -> None:
    """Note a target as it is set up now.

    Another place knows nothing of what was sent before. Another set-up ends a wait, and
    everything is looked at again.

    Args:
        connection: of the outbox.
        name: of the target.
        kind: what it is.
        place: where it sends to, in any words that differ when the place does.
        setup: likewise everything that was set up.
    """
    with transaction(connection):
        row = connection.execute(
            "SELECT place, setup FROM target WHERE name = ?", (name,)
        ).fetchone()
        if row == (place, setup):
            return
        if row is not None and row[0] == place:
            connection.execute(
                "UPDATE parcel SET due = 1, attempts = 0, next_at_s = 0.0 WHERE target = ?", (name,)
            )
            connection.execute(
                "UPDATE target SET setup = ?, attempts = 0, next_at_s = 0.0 WHERE name = ?",
                (setup, name),
            )
            return
        for table in ("parcel", "shown"):
            connection.execute(f"DELETE FROM {table} WHERE target = ?", (name,))  # noqa: S608 - our words
        connection.execute(
            "INSERT OR REPLACE INTO target (name, kind, place, setup) VALUES (?, ?, ?, ?)",
            (name, kind, place, setup),
        )


def note_seen(
    connection: sqlite3.Connection, target: str, seen: Iterable[tuple[Seen, str]]
) -> None:
    """Queue what is new or changed, and forget what the target shall not have (any more).

    Args:
        connection: of the outbox.
        target: its name.
        seen: every session the target shall have, each with a name for its files.
    """
    with transaction(connection):
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS now_there (id TEXT PRIMARY KEY)")
        connection.execute("DELETE FROM now_there")
        for one, name in seen:
            connection.execute("INSERT INTO now_there (id) VALUES (?)", (one.session_id,))
            connection.execute(
                "INSERT INTO parcel (target, session_id, person_id, began_s, name, stamp, due)"
                " VALUES (?, ?, ?, ?, ?, ?, 1) ON CONFLICT (target, session_id) DO UPDATE"
                " SET due = 1, stamp = excluded.stamp, began_s = excluded.began_s"
                " WHERE stamp <> excluded.stamp",
                (target, one.session_id, one.person_id, one.began_s, name, one.stamp),
            )
        connection.execute(
            "DELETE FROM parcel WHERE target = ? AND session_id NOT IN (SELECT id FROM now_there)",
            (target,),
        )


def forget_others(connection: sqlite3.Connection, persons: Iterable[str]) -> None:
    """Forget everybody but these, also for targets that are not set up now."""
    with transaction(connection):
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS now_here (id TEXT PRIMARY KEY)")
        connection.execute("DELETE FROM now_here")
        connection.executemany("INSERT INTO now_here (id) VALUES (?)", ((id_,) for id_ in persons))
        connection.execute("DELETE FROM parcel WHERE person_id NOT IN (SELECT id FROM now_here)")


def would_send(folder: Path, target: str, *, place: str, seen: Iterable[Seen]) -> list[Seen]:
    """What would be queued, without touching the file.

    Args:
        folder: the data folder.
        target: its name.
        place: where it sends to now.
        seen: every session the target shall have.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return list(seen)
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=BUSY_S, isolation_level=None)) as one:
        if version_of(one) != _VERSION:
            return list(seen)
        known = one.execute("SELECT place FROM target WHERE name = ?", (target,)).fetchone()
        if known != (place,):
            return list(seen)
        there = dict(
            one.execute(
                "SELECT session_id, stamp FROM parcel WHERE target = ? AND due = 0", (target,)
            )
        )
    return [session for session in seen if there.get(session.session_id) != session.stamp]
