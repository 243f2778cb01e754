"""An interrupted routine as plain data, and back: for a file that survives a power cut.

What comes back may be of another version or damaged: every doubt ends in `NotKeptError`, never in
a half-restored session.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import msgspec

from exercises.events import Rep
from mirror.model import SetResult
from mirror.programme.records import SessionKind, SetRecord
from mirror.session.routine import Routine

VERSION: Final = 2


class NotKeptError(ValueError):
    """The data is not an interrupted routine of this version, or nothing of it is left to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a routine stopped.

    Attributes:
        routine: its sets.
        person: id of who trains; empty for a guest.
        index: the set that runs or comes next.
        kind: what the routine is for.
        week: of the programme.
        results: finished sets with their places.
        records: what the programme keeps of them, with their places.
        reps: of the set that ran.
        held_s: of the set that ran.
        before: pain before the session; None: not answered.
        day: on which it began.
        pain: answers by exercise.
        sharp: exercises whose pain was called sharp.
        effort: answers by exercise.
    """

    routine: Routine
    person: str
    index: int
    kind: SessionKind = "training"
    week: int = 1
    results: tuple[tuple[int, SetResult], ...] = ()
    records: tuple[tuple[int, SetRecord], ...] = ()
    reps: tuple[Rep, ...] = ()
    held_s: float = 0.0
    before: int | None = None
    day: date | None = None
    pain: Mapping[str, int | None] = field(default_factory=dict)
    sharp: tuple[str, ...] = ()
    effort: Mapping[str, int | None] = field(default_factory=dict)


def keep(kept: Kept) -> dict[str, object]:
    """Ready for JSON."""
    plain = msgspec.json.decode(msgspec.json.encode(kept), type=dict[str, object])
    return {"version": VERSION, **plain}


def restore(data: Mapping[str, object] | None) -> Kept:
    """The opposite of `keep`.

    Raises:
        NotKeptError: see there.
    """
    if not data or data.get("version") != VERSION:
        message = "no routine of this version"
        raise NotKeptError(message)
    try:
        kept = msgspec.convert({**data, "version": None}, Kept)
    except (msgspec.ValidationError, TypeError) as error:
        message = "the routine is damaged"
        raise NotKeptError(message) from error
    if not 0 <= kept.index < len(kept.routine):
        message = "nothing is left to do"
        raise NotKeptError(message)
    if any(one.target < 1 or one.rest_s < 0.0 for one in kept.routine):
        message = "a set of the routine is none"
        raise NotKeptError(message)
    return kept
