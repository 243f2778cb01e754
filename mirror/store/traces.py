"""Landmarks of sets, for showing a rep again and for judging it by later rules.

They lie in a file of their own beside the records: copies of the records stay small, and losing
this file loses no rep. So it is dealt with more lightly: a power cut may take the latest chunk,
and a damaged file is deleted and begun anew.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exercises.pose import Pose
from mirror.store.connection import BUSY_S, kind_of, transaction
from mirror.store.records import Moment
from mirror.store.trace_codec import pack, unpack

FILE_NAME: Final = "traces.db"
VERSION: Final = 1

_SCHEMA: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS chunk (
    -- Grows for ever, so that it tells the order in which chunks came, whatever clocks said.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    set_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    rep_id TEXT,
    exercise TEXT NOT NULL,
    fresh INTEGER NOT NULL,
    counts INTEGER NOT NULL,
    first_s REAL NOT NULL, last_s REAL NOT NULL,
    mono_s REAL NOT NULL, boot_id TEXT NOT NULL, wall_s REAL NOT NULL, synced INTEGER NOT NULL,
    poses BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS chunk_of_set ON chunk (set_id);
PRAGMA user_version = {VERSION:d};
COMMIT;
"""
_COLUMNS: Final = (
    "set_id, number, rep_id, exercise, fresh, counts, mono_s, boot_id, wall_s, synced, poses"
)


class ForeignTracesError(Exception):
    """The file is of another version, or no file of traces."""


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Poses of a set, one after the other.

    Attributes:
        set_id: whose.
        number: 1 for the first chunk of a set since it began or went on, then 2 and so on: a
            missing one shows.
        rep_id: the rep that ended with the last pose; None: none did.
        exercise: its name in the catalogue.
        fresh: a new tracker began with the first pose.
        counts: what was done here counts; not so in the position check.
        at: when the last pose was seen.
        poses: at least one.
    """

    set_id: str
    number: int
    rep_id: str | None
    exercise: str
    fresh: bool
    counts: bool
    at: Moment
    poses: tuple[Pose, ...]


def path_of(records: Path) -> Path:
    """Where the traces to a database of records lie."""
    return records.with_name(FILE_NAME)


def connect_traces(path: Path) -> sqlite3.Connection:
    """Open the file, making it if need be; one that is damaged is begun anew.

    Raises:
        ForeignTracesError: another version's file. It is untouched.
        sqlite3.Error: it cannot be opened.
    """
    try:
        return _connected(path)
    except sqlite3.DatabaseError as error:
        if kind_of(error) != "damaged":
            raise
        remove(path)
        return _connected(path)


def remove(path: Path) -> None:
    """Delete the file with what lies beside it; nobody has it open.

    Raises:
        OSError: it cannot be deleted.
    """
    for ending in ("-wal", "-shm", "-journal", ""):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def add(connection: sqlite3.Connection, chunk: Chunk) -> None:
    """Store a chunk.

    Raises:
        sqlite3.Error: it could not be saved.
    """
    at = chunk.at
    with transaction(connection):
        connection.execute(
            f"INSERT INTO chunk ({_COLUMNS}, first_s, last_s)"  # noqa: S608 - our words
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                chunk.set_id,
                chunk.number,
                chunk.rep_id,
                chunk.exercise,
                chunk.fresh,
                chunk.counts,
                at.mono_s,
                at.boot_id,
                at.wall_s,
                at.synced,
                pack(chunk.poses),
                chunk.poses[0].t_s,
                chunk.poses[-1].t_s,
            ),
        )


def sets_of(connection: sqlite3.Connection) -> list[str]:
    """The sets with a trace, in the order they came."""
    found = connection.execute("SELECT set_id FROM chunk GROUP BY set_id ORDER BY min(id)")
    return [set_id for (set_id,) in found]


def chunks_of(connection: sqlite3.Connection, set_id: str) -> Iterator[Chunk]:
    """The chunks of a set, in the order they came.

    Raises:
        TraceError: one is damaged.
        sqlite3.Error: it cannot be read.
    """
    query = f"SELECT {_COLUMNS} FROM chunk WHERE set_id = ? ORDER BY id"  # noqa: S608 - our words
    for row in connection.execute(query, (set_id,)):
        _, number, rep_id, exercise, fresh, counts, mono_s, boot_id, wall_s, synced, data = row
        yield Chunk(
            set_id=set_id,
            number=number,
            rep_id=rep_id,
            exercise=exercise,
            fresh=bool(fresh),
            counts=bool(counts),
            at=Moment(mono_s, boot_id, wall_s, bool(synced)),
            poses=unpack(data),
        )


def poses_of_rep(
    connection: sqlite3.Connection, set_id: str, *, boot_id: str, start_s: float, end_s: float
) -> tuple[Pose, ...]:
    """The poses of one rep, for a moving figure; none when its trace is gone.

    A long rep lies in several chunks, so its times are asked for and not its id.

    Args:
        connection: as from `connect_traces`.
        set_id: the rep's set.
        boot_id: the boot in which it was done: times mean something within one only.
        start_s: as in `exercises.events.Rep`.
        end_s: likewise.

    Raises:
        TraceError: it is damaged.
        sqlite3.Error: it cannot be read.
    """
    found = connection.execute(
        "SELECT poses FROM chunk WHERE set_id = ? AND boot_id = ? AND last_s >= ? AND first_s <= ?"
        " ORDER BY id",
        (set_id, boot_id, start_s, end_s),
    )
    poses = (pose for (data,) in found for pose in unpack(data))
    return tuple(pose for pose in poses if start_s <= pose.t_s <= end_s)


def forget(connection: sqlite3.Connection, set_ids: Iterable[str]) -> None:
    """Remove the traces of sets for good; those without one are no error.

    Raises:
        sqlite3.Error: it could not be done to the end.
    """
    connection.execute("PRAGMA secure_delete = ON")
    try:
        delete(connection, set_ids)
    finally:
        connection.execute("PRAGMA secure_delete = OFF")


def delete(connection: sqlite3.Connection, set_ids: Iterable[str]) -> None:
    """Delete the traces of sets, and give the space back to the disk."""
    with transaction(connection):
        connection.executemany("DELETE FROM chunk WHERE set_id = ?", ((one,) for one in set_ids))
    # `execute` steps once, which frees one page; a script runs to its end.
    connection.executescript("PRAGMA incremental_vacuum")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        message = "another program reads the traces; what was deleted is still in the journal"
        raise sqlite3.OperationalError(message)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if version != (VERSION if tables else 0):
        message = f"{path} holds no landmarks of version {VERSION}, but something of {version}"
        raise ForeignTracesError(message)
    if not tables:
        # Before anything is written, else it has no effect.
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.executescript(_SCHEMA)
    connection.execute("PRAGMA journal_mode = WAL")
    # A power cut may take the latest chunks, which spares the card a wait for each.
    connection.execute("PRAGMA synchronous = NORMAL")
