"""What is kept of people, one session at a time: for exports, which must not hold ten years.

Of what later rules made of a rep or a set, the newest counts. Times are mended where a boot's
clock became known.
"""

import math
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from msgspec.json import decode

Details = Mapping[str, Any]
"""JSON as it was stored; nothing here looks inside."""
ALWAYS_S: Final = (-math.inf, math.inf)
"""The span of all sessions."""


@dataclass(frozen=True, slots=True)
class LoggedPerson:
    """A person, with how many sessions there are and when the latest was; None without any."""

    id: str
    name: str
    language: str
    details: Details
    sessions: int
    latest_s: float | None


@dataclass(frozen=True, slots=True)
class LoggedRep:
    """A rep as the newest rules judged it."""

    id: str
    number: int
    side: str | None
    start_s: float
    peak_s: float
    end_s: float
    score: int | None
    unscored_reason: str | None
    model: str
    rule_version: str
    sub_scores: Mapping[str, int | None]
    lost: Mapping[str, float]
    faults: Sequence[Details]
    measures: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class LoggedSet:
    """A set. `duration_s` is None when it never ended; `result` is empty then."""

    id: str
    number: int
    exercise: str
    side: str | None
    target: int
    unit: str
    kind: str
    wall_s: float
    duration_s: float | None
    score: int | None
    details: Details
    result: Details
    reps: tuple[LoggedRep, ...]


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """Anything else that was noted."""

    kind: str
    wall_s: float
    set_id: str | None
    details: Details


@dataclass(frozen=True, slots=True)
class LoggedSession:
    """A session. `known` is False while its time is only what a wrong clock may have shown."""

    id: str
    person_id: str
    wall_s: float
    known: bool
    duration_s: float | None
    end_reason: str | None
    details: Details
    sets: tuple[LoggedSet, ...]
    events: tuple[LoggedEvent, ...]


# How long something took: by one boot's monotonic clock, else by the wall clock.
_DURATION: Final = """
CASE WHEN {table}.end_mono_s IS NULL THEN NULL
     WHEN {table}.end_boot_id = {table}.boot_id THEN {table}.end_mono_s - {table}.mono_s
     ELSE max(0.0, CASE WHEN {table}.end_synced = 1 THEN {table}.end_wall_s
                        ELSE coalesce({table}.end_mono_s + (SELECT wall_minus_mono_s
                             FROM boot_clock WHERE boot_id = {table}.end_boot_id),
                             {table}.end_wall_s) END - {table}_time.wall_s) END
"""
_PEOPLE: Final = """
SELECT profile.id, name, language, details,
       (SELECT count(*) FROM session WHERE profile_id = profile.id),
       (SELECT max(t.wall_s) FROM session JOIN session_time AS t USING (id)
        WHERE profile_id = profile.id)
FROM profile ORDER BY profile.wall_s, profile.id
"""
_SESSIONS: Final = f"""
SELECT session.id, profile_id, session_time.wall_s, known, {_DURATION.format(table="session")},
       end_reason, details
FROM session JOIN session_time USING (id)
WHERE (:person IS NULL OR profile_id = :person) AND (:session IS NULL OR session.id = :session)
AND session_time.wall_s >= :since AND session_time.wall_s < :until
ORDER BY profile_id, session_time.wall_s, session.rowid
"""  # noqa: S608 - our words
_SETS: Final = f"""
SELECT set_.id, index_, exercise, side, target, unit, kind, set__time.wall_s,
       {_DURATION.format(table="set_")},
       CASE WHEN again.id IS NULL THEN set_.score ELSE again.score END,
       details, coalesce(again.result, set_.result)
FROM set_ JOIN set__time USING (id) LEFT JOIN set_rescored AS again
ON again.rowid = (SELECT max(rowid) FROM set_rescored WHERE set_id = set_.id)
WHERE session_id = ? ORDER BY index_, set_.rowid
"""  # noqa: S608 - our words
_REPS: Final = """
SELECT rep.id, index_, side, start_s, peak_s, end_s,
       CASE WHEN again.id IS NULL THEN rep.score ELSE again.score END,
       CASE WHEN again.id IS NULL THEN rep.unscored_reason ELSE again.unscored_reason END,
       model, coalesce(again.rule_version, rep.rule_version),
       coalesce(again.sub_scores, rep.sub_scores), coalesce(again.lost, rep.lost),
       coalesce(again.faults, rep.faults), coalesce(again.measures, rep.measures)
FROM rep LEFT JOIN rep_rescored AS again
ON again.rowid = (SELECT max(rowid) FROM rep_rescored WHERE rep_id = rep.id)
WHERE set_id = ? ORDER BY index_, rep.rowid
"""
_PLAIN: Final = 10
"""Columns of a set, and of a rep, before those of JSON."""
_EVENTS: Final = """
SELECT kind, event_time.wall_s, set_id, details FROM event JOIN event_time USING (id)
WHERE {which} ORDER BY event.rowid
"""
_OF_SESSION: Final = _EVENTS.format(which="session_id = ?")
_OF_NO_SESSION: Final = _EVENTS.format(which="profile_id = ? AND session_id IS NULL")


def people(connection: sqlite3.Connection) -> list[LoggedPerson]:
    """Everyone, in the order they came."""
    return [
        LoggedPerson(id_, name, language, decode(details), count, latest_s)
        for id_, name, language, details, count, latest_s in connection.execute(_PEOPLE)
    ]


def sessions(
    connection: sqlite3.Connection,
    *,
    person: str | None = None,
    session: str | None = None,
    span_s: tuple[float, float] = ALWAYS_S,
) -> Iterator[LoggedSession]:
    """The sessions of one person or of everyone, person by person, oldest first.

    Args:
        connection: to read from, in one transaction if others write.
        person: id; None: everyone.
        session: id; None: all of them.
        span_s: wall time from which on and before which they began.
    """
    since_s, until_s = span_s
    found = connection.execute(
        _SESSIONS, {"person": person, "session": session, "since": since_s, "until": until_s}
    )
    for id_, person_id, wall_s, known, duration_s, end_reason, details in found:
        yield LoggedSession(
            id=id_,
            person_id=person_id,
            wall_s=wall_s,
            known=bool(known),
            duration_s=duration_s,
            end_reason=end_reason,
            details=decode(details),
            sets=tuple(_sets(connection, id_)),
            events=_events(connection, _OF_SESSION, id_),
        )


def any_session(
    connection: sqlite3.Connection, person: str, *, span_s: tuple[float, float]
) -> bool:
    """Whether a person began a session in a span of wall time."""
    row = connection.execute(
        "SELECT 1 FROM session_at WHERE profile_id = ? AND wall_s >= ? AND wall_s < ? LIMIT 1",
        (person, *span_s),
    ).fetchone()
    return row is not None


def latest_session(connection: sqlite3.Connection, *, person: str | None = None) -> str | None:
    """The id of the latest session; None when there is none."""
    row = connection.execute(
        "SELECT session.id FROM session JOIN session_time USING (id)"
        " WHERE :person IS NULL OR profile_id = :person"
        " ORDER BY session_time.wall_s DESC, session.rowid DESC LIMIT 1",
        {"person": person},
    ).fetchone()
    return None if row is None else str(row[0])


def events_between(connection: sqlite3.Connection, person: str) -> tuple[LoggedEvent, ...]:
    """What was noted of a person outside any session."""
    return _events(connection, _OF_NO_SESSION, person)


def set_ids(connection: sqlite3.Connection, person: str) -> list[str]:
    """The sets of a person."""
    found = connection.execute(
        "SELECT set_.id FROM set_ JOIN session ON session.id = session_id WHERE profile_id = ?",
        (person,),
    )
    return [set_id for (set_id,) in found]


def _sets(connection: sqlite3.Connection, session_id: str) -> Iterator[LoggedSet]:
    for row in connection.execute(_SETS, (session_id,)):
        details, result = row[_PLAIN:]
        reps = tuple(_reps(connection, row[0]))
        yield LoggedSet(*(*row[:_PLAIN], decode(details), decode(result or "{}"), reps))


def _reps(connection: sqlite3.Connection, set_id: str) -> Iterator[LoggedRep]:
    for row in connection.execute(_REPS, (set_id,)):
        yield LoggedRep(*row[:_PLAIN], *(decode(part) for part in row[_PLAIN:]))


def _events(connection: sqlite3.Connection, query: str, key: str) -> tuple[LoggedEvent, ...]:
    return tuple(
        LoggedEvent(kind, wall_s, set_id, decode(details))
        for kind, wall_s, set_id, details in connection.execute(query, (key,))
    )
