"""Records as JSON: people, their sessions, sets, reps and what else was noted.

The shape is stable and documented by docs/records.schema.json: fields may be added, none is
renamed or removed.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, TextIO

import msgspec

from mirror.store.logged import LoggedEvent, LoggedPerson, LoggedSession, LoggedSet

FORMAT: Final = "plumbline-records"
VERSION: Final = 1
_RETEST: Final = "retest"


def write_json(
    file: TextIO,
    people: Iterable[tuple[LoggedPerson, tuple[LoggedEvent, ...], Iterable[LoggedSession]]],
) -> int:
    """Write the document, one line for each session.

    Args:
        file: where to.
        people: each with what was noted outside any session, and their sessions, oldest first.

    Returns:
        How many reps there were.
    """
    count = 0
    file.write(f'{{"format": "{FORMAT}", "version": {VERSION}, "people": [')
    for place, (person, events, sessions) in enumerate(people):
        head = _dumped({**_person(person), **_noted(events)})
        file.write(f'{"," if place else ""}\n{head[:-1]}, "sessions": [')
        for number, session in enumerate(sessions):
            file.write(f"{',' if number else ''}\n{_dumped(_session(session))}")
            count += sum(len(set_.reps) for set_ in session.sets)
        file.write("]}")
    file.write("]}\n")
    return count


def _person(person: LoggedPerson) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "language": person.language,
        "details": person.details,
    }


def _session(session: LoggedSession) -> dict[str, Any]:
    details = session.details
    return {
        "id": session.id,
        "began": _time(session.wall_s),
        "known": session.known,
        "duration_s": _rounded(session.duration_s),
        "kind": details.get("kind"),
        "week": details.get("week"),
        "end_reason": session.end_reason,
        "details": details,
        "sets": [_set(set_) for set_ in session.sets],
        **_noted(session.events),
    }


def _set(set_: LoggedSet) -> dict[str, Any]:
    return {
        "id": set_.id,
        "number": set_.number,
        "exercise": set_.exercise,
        "side": set_.side,
        "kind": set_.kind,
        "target": set_.target,
        "unit": set_.unit,
        "began": _time(set_.wall_s),
        "duration_s": _rounded(set_.duration_s),
        "score": set_.score,
        "details": set_.details,
        "result": set_.result,
        "reps": set_.reps,
    }


def _noted(events: Iterable[LoggedEvent]) -> dict[str, Any]:
    """Re-tests by themselves, all else together."""
    kept = list(events)
    return {
        "events": [
            {"kind": one.kind, "at": _time(one.wall_s), "set": one.set_id, "details": one.details}
            for one in kept
            if one.kind != _RETEST
        ],
        "retests": [one.details for one in kept if one.kind == _RETEST],
    }


def _time(wall_s: float) -> str:
    return datetime.fromtimestamp(wall_s, UTC).isoformat(timespec="seconds")


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)


def _dumped(value: object) -> str:
    return msgspec.json.encode(value).decode()
