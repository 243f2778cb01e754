"""Reads people and their past, as much of it as decisions and plots need.

Sessions, sets and answers come in the order they were written (SQLite's rowid), which a wrong clock
cannot change; days come from the mended times (`mirror.store.clock`).
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from itertools import groupby
from typing import Final

from mirror.programme.feedback import Probe
from mirror.programme.past import RECENT, Past
from mirror.programme.person import Person
from mirror.programme.records import SessionRecord
from mirror.programme.retest import Retest
from mirror.programme.week import STRETCH
from mirror.store.answers import Answers, answers_of, exercises_of
from mirror.store.details import SessionDetails, decoded, person_of
from mirror.store.sets import KeptSet, sets_of

_PEOPLE: Final = "SELECT id, name, language, details FROM profile ORDER BY rowid"
_RECENT: Final = (
    "SELECT number, id, details, end_reason, wall_s FROM session_at"
    " WHERE profile_id = ? ORDER BY number DESC LIMIT ?"
)
_TRAINED: Final = (
    "SELECT wall_s FROM session_at WHERE profile_id = ? AND trained = 1 AND number < ?"
)
# CROSS: from the few sets broken off to their sessions, not the other way.
_BROKEN_OFF: Final = (
    "SELECT t.id, t.wall_s FROM set_ AS s CROSS JOIN session_at AS t ON t.id = s.session_id"
    " WHERE s.result IS NULL AND t.profile_id = ? AND t.number < ?"
)
_RETESTS: Final = (
    "SELECT details, wall_s FROM event_at WHERE profile_id = ? AND kind = 'retest' ORDER BY number"
)

_PROBED: Final = "SELECT DISTINCT exercise FROM set_ WHERE kind = 'probe'"
_OLDER_PROBES: Final = (
    "SELECT t.id, t.wall_s FROM set_ AS s CROSS JOIN session_at AS t ON t.id = s.session_id"
    " WHERE s.kind = 'probe' AND s.exercise = ? AND t.profile_id = ? AND t.number < ?"
    " ORDER BY s.rowid DESC LIMIT ?"
)
_ADVISED: Final = (
    "SELECT json_extract(details, '$.reason.key'), max(wall_s) FROM event_at"
    " WHERE profile_id = ? AND kind = 'stop' AND json_extract(details, '$.scope') = 'advice'"
    " GROUP BY 1"
)

PROBES: Final = 6
"""Silent sets of an exercise looked back at beyond the latest sessions: two judged ones decide, and
some are not judged."""
_LATEST_S: Final = 253_402_000_000.0
"""Near the end of the year 9999, the last one a date can say."""


@dataclass(frozen=True, slots=True)
class _Session:
    """A row of the table, its details read; without a reason it has not ended."""

    number: int
    id: str
    details: SessionDetails
    reason: str | None
    day: date


def people(connection: sqlite3.Connection) -> tuple[Person, ...]:
    """Everybody, in the order they were added.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    return tuple(person_of(*row) for row in connection.execute(_PEOPLE))


def past_of(connection: sqlite3.Connection, person_id: str, *, zone: tzinfo | None) -> Past:
    """The past of a person; of a stranger an empty one.

    A session in which nothing of the programme was done is left out, but not the latest while it
    has not ended: it may go on.

    Args:
        connection: to read from.
        person_id: whose.
        zone: where the person lives, for dates; None: as the machine is set.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    recent = _recent(connection, person_id, zone)
    ids = [one.id for one in recent]
    sets = {
        session_id: tuple(found)
        for session_id, found in groupby(sets_of(connection, ids), lambda one: one.session_id)
    }
    return Past(
        sessions=_records(recent, sets, answers_of(connection, ids)),
        earlier=_earlier(connection, person_id, recent[0].number, zone) if recent else frozenset(),
        probes=_probes(recent, sets, _older_probes(connection, person_id, recent, zone)),
        retests=retests_of(connection, person_id, zone=zone),
        advised={
            key: _day(wall_s, zone) for key, wall_s in connection.execute(_ADVISED, (person_id,))
        },
    )


def _recent(
    connection: sqlite3.Connection, person_id: str, zone: tzinfo | None
) -> tuple[_Session, ...]:
    """The latest sessions, oldest first."""
    return tuple(
        _Session(
            number=number,
            id=id_,
            details=decoded(details, SessionDetails) or SessionDetails(),
            reason=reason,
            day=_day(wall_s, zone),
        )
        for number, id_, details, reason, wall_s in connection.execute(
            _RECENT, (person_id, RECENT)
        ).fetchall()[::-1]
    )


def _records(
    sessions: Sequence[_Session],
    sets: Mapping[str, Sequence[KeptSet]],
    answers: Mapping[str, Answers],
) -> tuple[SessionRecord, ...]:
    made = (
        SessionRecord(
            one.day,
            exercises_of(sets.get(one.id, ()), one.details, answers.get(one.id, Answers())),
            completed=one.reason == "done",
            kind=one.details.kind,
        )
        for one in sessions
    )
    return tuple(
        record
        for one, record in zip(sessions, made, strict=True)
        if record.exercises or (one.reason is None and one is sessions[-1])
    )


def _probes(
    sessions: Sequence[_Session],
    sets: Mapping[str, Sequence[KeptSet]],
    older: Mapping[str, tuple[Probe, ...]],
) -> dict[str, tuple[Probe, ...]]:
    found = {exercise: probes for exercise, probes in older.items() if probes}
    for session in sessions:
        for one in sets.get(session.id, ()):
            if one.kind == "probe":
                probe = Probe(session.day, one.details.stage, one.record.score)
                found[one.exercise] = (*found.get(one.exercise, ()), probe)
    return found


def _older_probes(
    connection: sqlite3.Connection,
    person_id: str,
    recent: Sequence[_Session],
    zone: tzinfo | None,
) -> dict[str, tuple[Probe, ...]]:
    """The last silent sets of exercises, from before the latest sessions.

    An exercise that rested for months goes on with the feedback it had.
    """
    found: dict[str, tuple[Probe, ...]] = {}
    if not recent:
        return found
    for (exercise,) in connection.execute(_PROBED).fetchall():
        values = (exercise, person_id, recent[0].number, PROBES)
        days = {
            id_: _day(wall_s, zone) for id_, wall_s in connection.execute(_OLDER_PROBES, values)
        }
        probes = {
            one.session_id: Probe(days[one.session_id], one.details.stage, one.record.score)
            for one in sets_of(connection, days)
            if one.kind == "probe" and one.exercise == exercise
        }
        found[exercise] = tuple(probes[id_] for id_ in reversed(days) if id_ in probes)
    return found


def _earlier(
    connection: sqlite3.Connection, person_id: str, before: int, zone: tzinfo | None
) -> frozenset[date]:
    """Days with training in sessions before the one of this number."""
    trained = connection.execute(_TRAINED, (person_id, before)).fetchall()
    broken_off = dict(connection.execute(_BROKEN_OFF, (person_id, before)))
    done = {
        one.session_id
        for one in sets_of(connection, broken_off)
        if one.details.load is not None and one.exercise != STRETCH and one.record.done > 0
    }
    times = {wall_s for (wall_s,) in trained} | {broken_off[id_] for id_ in done}
    return frozenset(_day(wall_s, zone) for wall_s in times)


def retests_of(
    connection: sqlite3.Connection, person_id: str, *, zone: tzinfo | None
) -> tuple[Retest, ...]:
    """All re-tests of a person, oldest first.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    return tuple(
        replace(retest, day=_day(wall_s, zone))
        for details, wall_s in connection.execute(_RETESTS, (person_id,))
        if (retest := decoded(details, Retest)) is not None
    )


def _day(wall_s: float, zone: tzinfo | None) -> date:
    return datetime.fromtimestamp(min(max(0.0, wall_s), _LATEST_S), zone).date()
