"""What happened in the session that becomes a record: of sets, reps, answers, stops and people."""

from dataclasses import dataclass
from typing import Literal

from exercises.events import Rep
from mirror.programme.flags import Route
from mirror.programme.person import Person
from mirror.programme.reason import Reason
from mirror.programme.records import SessionKind, SetRecord
from mirror.programme.retest import Retest
from mirror.session.routine import PlannedSet, Routine


@dataclass(frozen=True, slots=True)
class SessionBegan:
    """A routine of a person began, or goes on after an interruption. Guests are not told of.

    Attributes:
        person: id.
        kind: what it is for.
        routine: all its sets.
        week: of the programme, from 1.
        resumed: it began earlier; its records are those of the person's latest session.
    """

    t_s: float
    person: str
    kind: SessionKind
    routine: Routine
    week: int
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """It is over: "done", "left", "pain", "flags", or "replaced" by another."""

    t_s: float
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class SetBegan:
    """A set of the routine began; `index` is its place in it, from 0. Told once for each set."""

    t_s: float
    index: int
    planned: PlannedSet


@dataclass(frozen=True, slots=True)
class RepKept:
    """A completed rep, also one of the other side, or a hold of 2 s or more."""

    t_s: float
    index: int
    rep: Rep


@dataclass(frozen=True, slots=True)
class SetEnded:
    """A set is over.

    Attributes:
        index: its place in the routine.
        record: what the programme keeps of it.
        partials, voids: movements that did not count.
        reason: why it ended before its target; None otherwise.
    """

    t_s: float
    index: int
    record: SetRecord
    partials: int
    voids: int
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class PainTold:
    """An answer to the pain question.

    Attributes:
        person: id.
        when: before the session, after an exercise, or the morning after the latest session.
        exercise: which; empty for before and morning.
        value: 0 to 10; None: not answered.
        sharp: the person called it sharp.
    """

    t_s: float
    person: str
    when: Literal["before", "after", "morning"]
    exercise: str
    value: int | None
    sharp: bool = False


@dataclass(frozen=True, slots=True)
class EffortTold:
    """How hard an exercise was, 0 to 10; None: not answered."""

    t_s: float
    person: str
    exercise: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """Something was stopped, or somebody should be asked, and the person was told so.

    Attributes:
        person: id.
        scope: "set", "exercise", "session", "programme"; "advice" stops nothing.
        reason: what was said.
        route: who should look at it; None when rest is all it needs.
    """

    t_s: float
    person: str
    scope: Literal["set", "exercise", "session", "programme", "advice"]
    reason: Reason
    route: Route | None = None


@dataclass(frozen=True, slots=True)
class RetestDone:
    """A re-test was measured."""

    t_s: float
    person: str
    retest: Retest


@dataclass(frozen=True, slots=True)
class PersonKept:
    """A person is new, or something of them changed."""

    t_s: float
    person: Person


@dataclass(frozen=True, slots=True)
class PersonForgotten:
    """A person asked that everything of them be removed."""

    t_s: float
    person: str


Kept = (
    SessionBegan
    | SessionEnded
    | SetBegan
    | RepKept
    | SetEnded
    | PainTold
    | EffortTold
    | Stopped
    | RetestDone
    | PersonKept
    | PersonForgotten
)
"""What becomes a record."""
