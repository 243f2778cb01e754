"""Reads the latest session of a person: what the recorder needs to go on with it, or end it."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mirror.store.records import Moment

_SESSION: Final = (
    "SELECT id, end_reason, mono_s, boot_id, wall_s, synced FROM session"
    " WHERE profile_id = ? ORDER BY rowid DESC LIMIT 1"
)
_DONE: Final = (
    "SELECT t.id FROM session AS t WHERE t.profile_id = ? AND EXISTS (SELECT 1 FROM set_ AS s"
    " WHERE s.session_id = t.id AND json_extract(s.details, '$.load') IS NOT NULL"
    " AND (s.result IS NOT NULL OR EXISTS (SELECT 1 FROM rep WHERE rep.set_id = s.id)))"
    " ORDER BY t.rowid DESC LIMIT 1"
)
_SETS: Final = (
    "SELECT index_, id, mono_s, boot_id, wall_s, synced FROM set_ WHERE session_id = ?"
    " ORDER BY rowid"
)
_REP: Final = (
    "SELECT mono_s, boot_id, wall_s, synced FROM rep WHERE set_id = ? ORDER BY rowid DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class LatestSession:
    """The latest session of a person.

    Attributes:
        id: of the session.
        sets: ids of its sets by their place in the routine, from 0.
        ended: it came to its end.
        at: when something of it was last written, answers aside.
        done: id of the latest session in which anything of the programme was done: what the
            question about the morning after asks about; None without one.
    """

    id: str
    sets: Mapping[int, str]
    ended: bool
    at: Moment
    done: str | None


def latest_session(connection: sqlite3.Connection, person_id: str) -> LatestSession | None:
    """The latest session of a person; None without one.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    row = connection.execute(_SESSION, (person_id,)).fetchone()
    if row is None:
        return None
    session_id, reason, *at = row
    sets: dict[int, str] = {}
    for index, set_id, *began in connection.execute(_SETS, (session_id,)):
        sets[index - 1] = set_id
        at = began
    if sets:
        latest = list(sets.values())[-1]
        at = connection.execute(_REP, (latest,)).fetchone() or at
    mono_s, boot_id, wall_s, synced = at
    done = connection.execute(_DONE, (person_id,)).fetchone()
    return LatestSession(
        id=session_id,
        sets=sets,
        ended=reason is not None,
        at=Moment(mono_s, boot_id, wall_s, synced=bool(synced)),
        done=None if done is None else done[0],
    )
