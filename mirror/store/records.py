"""What can be written: one frozen type for each kind of record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from exercises.events import Rep, Side
from mirror.programme.records import SetKind

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, in a way that survives a wrong clock.

    Attributes:
        mono_s: monotonic seconds; they mean something within one boot only.
        boot_id: which boot that was (Linux: /proc/sys/kernel/random/boot_id).
        wall_s: what the wall clock showed, seconds since 1970, UTC.
        synced: the wall clock was known to be right.
    """

    mono_s: float
    boot_id: str
    wall_s: float
    synced: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """A person. Written again under the same id it replaces name, language and details.

    Attributes:
        id: as from `mirror.ids.uuid7`, like every id here.
        name: what the person is called on screen.
        language: such as "en".
        at: when the person was first added.
        details: goals, level, body calibration, bands owned.
    """

    id: str
    name: str
    language: str
    at: Moment
    details: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """A session of a person began."""

    id: str
    profile_id: str
    at: Moment
    details: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """It ended; `reason` is such as "done" or "pain"."""

    session_id: str
    at: Moment
    reason: str


@dataclass(frozen=True, slots=True)
class SetStarted:
    """A set began.

    Attributes:
        index: 1 for the first of the session.
        target: planned reps, or for a hold seconds.
        kind: probes and re-tests are kept apart from training.
    """

    id: str
    session_id: str
    index: int
    exercise: str
    side: Side | None
    target: int
    unit: Literal["reps", "seconds"]
    at: Moment
    kind: SetKind = "training"
    details: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetEnded:
    """It ended. `score` is 0..100 or None; `result` holds what else is said of the set."""

    set_id: str
    at: Moment
    score: int | None
    result: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RepDone:
    """A counted rep. Never changed once written.

    Attributes:
        at: when it was completed.
        rep: as the tracker said it.
        model: id of the model that made the poses.
        rule_version: version of the rules that scored it.
    """

    id: str
    set_id: str
    at: Moment
    rep: Rep
    model: str
    rule_version: str


@dataclass(frozen=True, slots=True)
class EventNoted:
    """Anything else worth keeping of a person, such as "pain" or "stop". Never changed."""

    id: str
    profile_id: str
    kind: str
    at: Moment
    session_id: str | None = None
    set_id: str | None = None
    details: Mapping[str, Json] = field(default_factory=dict)


Record = Profile | SessionStarted | SessionEnded | SetStarted | SetEnded | RepDone | EventNoted
