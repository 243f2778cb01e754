"""Forgets a person: rows, free pages, journal, copies and files set aside."""

import sqlite3
from pathlib import Path
from typing import Final

from mirror.store import backup
from mirror.store.connection import transaction
from mirror.store.opening import set_aside_of

# From the leaves to the root, so that nothing ever points at a row that is gone; the triggers
# that keep reps and events look the person up in `deleting`.
_STATEMENTS: Final = (
    "INSERT INTO deleting (profile_id) VALUES (:id)",
    "DELETE FROM event WHERE profile_id = :id",
    (
        "DELETE FROM rep_rescored WHERE rep_id IN (SELECT rep.id FROM rep"
        " JOIN set_ ON set_.id = rep.set_id"
        " JOIN session ON session.id = set_.session_id WHERE session.profile_id = :id)"
    ),
    (
        "DELETE FROM set_rescored WHERE set_id IN (SELECT set_.id FROM set_"
        " JOIN session ON session.id = set_.session_id WHERE session.profile_id = :id)"
    ),
    (
        "DELETE FROM rep WHERE set_id IN (SELECT set_.id FROM set_"
        " JOIN session ON session.id = set_.session_id WHERE session.profile_id = :id)"
    ),
    "DELETE FROM set_ WHERE session_id IN (SELECT id FROM session WHERE profile_id = :id)",
    "DELETE FROM session WHERE profile_id = :id",
    "DELETE FROM profile WHERE id = :id",
    "DELETE FROM deleting WHERE profile_id = :id",
)


def delete_profile(
    connection: sqlite3.Connection, path: Path, profile_id: str, *, stamp: str
) -> None:
    """Remove everything of a person; copies are replaced by one without them.

    Files set aside may be damaged and cannot be searched, so they go as a whole. Flush the writer
    first: what it still holds of the person would come back as refused. Doing it again is harmless,
    and finishes what an error broke off.

    Args:
        connection: of the database at `path`, not in a transaction.
        path: the database.
        profile_id: whom to forget; unknown is no error.
        stamp: the time for the name of the new copy.

    Raises:
        sqlite3.Error, OSError: it could not be done to the end.
    """
    with transaction(connection):
        for statement in _STATEMENTS:
            connection.execute(statement, {"id": profile_id})
    connection.execute("VACUUM")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        message = "another program reads the records; what was deleted is still in the journal"
        raise sqlite3.OperationalError(message)
    with_person = [*backup.all_of(path), *set_aside_of(path)]
    fresh = backup.make(connection, path, stamp=stamp)
    for old in with_person:
        if old != fresh:
            old.unlink(missing_ok=True)
