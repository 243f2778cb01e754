"""What just happened in the session, for ears and records: taken once, by speech and store.

The screen shows states; these are moments. Times are on the poses' clock.
"""

from dataclasses import dataclass
from typing import Literal

from exercises.events import Rep, Side
from mirror.programme.flags import Route
from mirror.programme.person import Person
from mirror.programme.reason import Reason
from mirror.programme.records import SessionKind, SetRecord
from mirror.programme.retest import Retest
from mirror.session.routine import PlannedSet, Routine


@dataclass(frozen=True, slots=True)
class SceneChanged:
    """Another scene began: "idle", "home", "how_to", "check", "countdown", "work" and so on.

    Attributes:
        t_s: when.
        scene: which.
        exercise, side: of the set that is on, or in pain and rest of the one that comes next.
    """

    t_s: float
    scene: str
    exercise: str = ""
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class InstructionShown:
    """The position check asks for something; `key` is its text key, such as "view.turned"."""

    t_s: float
    key: str
    exercise: str


@dataclass(frozen=True, slots=True)
class CountdownAt:
    """A second of the countdown began."""

    t_s: float
    number: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A rep counted."""

    t_s: float
    count: int
    target: int | None


@dataclass(frozen=True, slots=True)
class HeldFor:
    """A whole number of seconds is held."""

    t_s: float
    seconds: int
    target_s: int


@dataclass(frozen=True, slots=True)
class PhaseBegan:
    """The rep or hold machine moved on; `phase` as in `exercises.events.PhaseChanged`.

    For prompts that are spoken to somebody who cannot see the mirror.
    """

    t_s: float
    phase: str
    exercise: str


@dataclass(frozen=True, slots=True)
class CueShown:
    """A cue came up; `key` as in mirror/text, such as "cue.knees_cave"."""

    t_s: float
    key: str
    exercise: str


@dataclass(frozen=True, slots=True)
class KneeCaves:
    """A knee caves right now: a short tone, without words."""

    t_s: float
    side: Side | None


@dataclass(frozen=True, slots=True)
class SetDone:
    """A set is over."""

    t_s: float
    exercise: str
    count: int


@dataclass(frozen=True, slots=True)
class PersonLost:
    """Nobody is seen any more; the set waits."""

    t_s: float


@dataclass(frozen=True, slots=True)
class PersonBack:
    """Somebody is seen again; the set goes on."""

    t_s: float


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


@dataclass(frozen=True, slots=True)
class TrackerBegan:
    """A new tracker follows from the next pose on: in the check, or when the camera came back.

    It is fed with every pose while the scene is "check", "countdown" or "work".
    """

    t_s: float
    exercise: str


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

Happening = (
    SceneChanged
    | InstructionShown
    | CountdownAt
    | Counted
    | HeldFor
    | PhaseBegan
    | CueShown
    | KneeCaves
    | SetDone
    | PersonLost
    | PersonBack
    | TrackerBegan
    | Kept
)
