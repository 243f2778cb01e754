"""What stands in the JSON columns, as types: who writes a record and who reads it share them.

Reading gives a default where a row is of an older form or damaged: one bad row must never keep
somebody from training.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal, TypeVar, cast

import msgspec

from mirror.programme.feedback import Stage
from mirror.programme.flags import Route
from mirror.programme.load import Load
from mirror.programme.person import Person
from mirror.programme.reason import Reason
from mirror.programme.records import Pain, SessionKind, SetRecord
from mirror.store.records import Json

_T = TypeVar("_T")

_IN_COLUMNS: Final = ("id", "name", "language")
"""Of a person: what the table of profiles has columns for."""


@dataclass(frozen=True, slots=True)
class SessionDetails:
    """Of a session.

    Attributes:
        kind: what it is for.
        week: of the programme, from 1.
        plan: exercises of the programme in their order, with how many sets of each.
    """

    kind: SessionKind = "training"
    week: int = 1
    plan: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SetDetails:
    """Of a set that began; see `mirror.session.routine.PlannedSet`."""

    load: Load | None = None
    stage: Stage = "full"
    extra: int = 0


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """Of a set that ended; see `mirror.session.happenings.SetEnded`."""

    record: SetRecord
    partials: int = 0
    voids: int = 0
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class PainAnswer:
    """An event "pain"; see `mirror.session.happenings.PainTold`."""

    when: Literal["before", "after", "morning"]
    exercise: str = ""
    value: int | None = None
    sharp: bool = False

    def __post_init__(self) -> None:
        """Hold the value to what a `Pain` takes.

        Raises:
            ValueError: an answer outside 0..10.
        """
        Pain(after=self.value)


@dataclass(frozen=True, slots=True)
class EffortAnswer:
    """An event "effort"."""

    exercise: str
    value: int | None = None


@dataclass(frozen=True, slots=True)
class StopTold:
    """An event "stop"; see `mirror.session.happenings.Stopped`."""

    scope: Literal["set", "exercise", "session", "programme", "advice"]
    reason: Reason
    route: Route | None = None


def plain(value: object) -> Mapping[str, Json]:
    """A dataclass as JSON columns take it; dates as "2026-05-12"."""
    return cast("Mapping[str, Json]", msgspec.to_builtins(value))


def decoded(text: str | bytes | None, kind: type[_T]) -> _T | None:
    """The opposite of `plain`; None when it does not fit. Fields nobody knows are passed over."""
    if text is None:
        return None
    try:
        return cast("_T", _decoder(cast("Hashable", kind)).decode(text))
    except (msgspec.MsgspecError, ValueError):
        return None


@cache
def _decoder(kind: Hashable) -> msgspec.json.Decoder[object]:
    """Made once for each type: making it takes as long as decoding a set."""
    return msgspec.json.Decoder(cast("type[object]", kind))


def person_details(person: Person) -> Mapping[str, Json]:
    """What goes into the details of a profile."""
    return {name: value for name, value in plain(person).items() if name not in _IN_COLUMNS}


def person_of(id_: str, name: str, language: str, details: str) -> Person:
    """A person from their row; with damaged details one who was never asked the red flags."""
    found = decoded(details, Person) or Person()
    return replace(found, id=id_, name=name, language=language)
