"""The records, to read only: whatever a page does, it cannot change them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Final

from exercises.pose import Pose
from mirror.store.connection import version_of
from mirror.store.details import SessionDetails, decoded
from mirror.store.opening import FILE_NAME
from mirror.store.schema import STEPS
from mirror.store.sets import KeptSet, sets_of
from mirror.store.trace_codec import TraceError
from mirror.store.traces import VERSION, path_of, poses_of_rep

BUSY_S: Final = 1.0
"""A page waits no longer for the mirror; it then says so."""
_CACHE_KB: Final = 1000
_LATEST_S: Final = 253_402_000_000.0

_LISTED: Final = (
    "SELECT number, id, details, end_reason, wall_s FROM session_at"
    " WHERE profile_id = ? AND number < ? ORDER BY number DESC LIMIT ?"
)
_FIRST: Final = 1 << 62
_REP: Final = (
    "SELECT set_id, boot_id, start_s, end_s, faults, exercise FROM rep"
    " JOIN (SELECT id AS of_set, exercise FROM set_) ON of_set = set_id WHERE id = ?"
)


class NoRecordsError(Exception):
    """There are no records that these pages can read; `newer` when another Plumbline made them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A session in a list.

    Attributes:
        number: grows with each session; where a list goes on.
        id: of the session.
        day: its date.
        kind: what it was for.
        week: of the programme.
        completed: the whole plan was done.
        sets: as they are kept, without the warm-up.
    """

    number: int
    id: str
    day: date
    kind: str
    week: int
    completed: bool
    sets: tuple[KeptSet, ...]


@dataclass(frozen=True, slots=True)
class RepTrace:
    """A rep to be shown again: its exercise, its faults as JSON, its poses (none: gone)."""

    exercise: str
    faults: str
    poses: tuple[Pose, ...]


@contextmanager
def reading(folder: Path) -> Iterator[sqlite3.Connection]:
    """The records as they are at this moment.

    Raises:
        NoRecordsError: there are none of this version.
        sqlite3.Error: they cannot be read.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise NoRecordsError
    with closing(_read_only(path)) as connection:
        if version_of(connection) != len(STEPS):
            raise NoRecordsError
        connection.execute("BEGIN")
        yield connection


def listed(
    connection: sqlite3.Connection,
    person: str,
    *,
    before: int | None,
    count: int,
    zone: tzinfo | None,
) -> tuple[Listed, ...]:
    """The sessions of a person, the latest first, those before a number."""
    rows = connection.execute(
        _LISTED, (person, _FIRST if before is None else before, count)
    ).fetchall()
    sets: dict[str, list[KeptSet]] = {}
    for one in sets_of(connection, [row[1] for row in rows]):
        if one.kind != "warm_up":
            sets.setdefault(one.session_id, []).append(one)
    found = []
    for number, id_, details, reason, wall_s in rows:
        known = decoded(details, SessionDetails) or SessionDetails()
        found.append(
            Listed(
                number=number,
                id=id_,
                day=day_of(wall_s, zone),
                kind=known.kind,
                week=known.week,
                completed=reason == "done",
                sets=tuple(sets.get(id_, ())),
            )
        )
    return tuple(found)


def days_of_month(
    connection: sqlite3.Connection,
    person: str,
    *,
    first_s: float,
    last_s: float,
    zone: tzinfo | None,
) -> dict[date, str]:
    """Days of a span with a session, and the id of the latest session of each."""
    rows = connection.execute(
        "SELECT id, wall_s FROM session_at WHERE profile_id = ? AND wall_s >= ? AND wall_s < ?"
        " ORDER BY number",
        (person, first_s, last_s),
    )
    return {day_of(wall_s, zone): id_ for id_, wall_s in rows}


def rep_trace(connection: sqlite3.Connection, folder: Path, rep_id: str) -> RepTrace | None:
    """A rep with its poses; None when there is no such rep.

    Raises:
        sqlite3.Error: the records cannot be read. Of the traces, that means no poses.
    """
    row = connection.execute(_REP, (rep_id,)).fetchone()
    if row is None:
        return None
    set_id, boot_id, start_s, end_s, faults, exercise = row
    return RepTrace(exercise, faults, _poses(folder, set_id, boot_id, (start_s, end_s)))


def traced_sets(folder: Path, set_ids: tuple[str, ...]) -> frozenset[str]:
    """Which of some sets have a trace."""
    path = path_of(folder / FILE_NAME)
    if not path.is_file() or not set_ids:
        return frozenset()
    marks = ",".join("?" * len(set_ids))
    try:
        with closing(_read_only(path)) as connection:
            rows = connection.execute(
                f"SELECT DISTINCT set_id FROM chunk WHERE set_id IN ({marks})",  # noqa: S608 - marks
                set_ids,
            )
            return frozenset(set_id for (set_id,) in rows)
    except sqlite3.Error:
        return frozenset()


def day_of(wall_s: float, zone: tzinfo | None) -> date:
    """The date of a moment."""
    return datetime.fromtimestamp(min(max(0.0, wall_s), _LATEST_S), zone).date()


def _poses(
    folder: Path, set_id: str, boot_id: str, span_s: tuple[float, float]
) -> tuple[Pose, ...]:
    path = path_of(folder / FILE_NAME)
    if not path.is_file():
        return ()
    try:
        with closing(_read_only(path)) as connection:
            if version_of(connection) != VERSION:
                return ()
            start_s, end_s = span_s
            return poses_of_rep(connection, set_id, boot_id=boot_id, start_s=start_s, end_s=end_s)
    except (sqlite3.Error, TraceError):
        return ()


def _read_only(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_S, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB:d}")
    return connection
