"""What the tracker says: the events of one set of one exercise.

Every event carries `t_s`, the capture time of the pose that caused it. Measures are keyed
by name with unit ("knee_flexion_deg"); a missing value is None, never 0 and never NaN.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["left", "right", "both"]
Severity = Literal["amber", "red"]
Reliability = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A wrong movement seen in a rep (spec/angle-core.md §2)."""

    code: str
    """Short code of the specification, such as "SQ2"."""
    name: str
    """Stable name, such as "knees_cave"; its cue in mirror/text is `cue.<name>`."""
    side: Side | None
    value: float
    unit: str
    severity: Severity
    reliability: Reliability
    """A dependable, B after two of three reps, C a hint that is never scored (spec §2)."""


@dataclass(frozen=True, slots=True)
class Rep:
    """A counted repetition (for a stretch: a hold). Times are capture times in seconds."""

    index: int
    """1 for the first of the set."""
    side: Side | None
    start_s: float
    peak_s: float
    end_s: float
    score: int | None
    """0..100, or None when it was not judged."""
    unscored_reason: str | None
    measures: Mapping[str, float | None]
    faults: tuple[Fault, ...]
    sub_scores: Mapping[str, int | None] = field(default_factory=dict)
    """0..100 by name ("alignment", "range" ...), None where not measured; empty if not judged."""
    lost: Mapping[str, float] = field(default_factory=dict)
    """Points of the score lost by sub-score ("cap" for a cap), most first: the "because"."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A stretch held in its target position. `held_s` counts only the time in position."""

    side: Side | None
    start_s: float
    end_s: float
    held_s: float


@dataclass(frozen=True, slots=True)
class PhaseChanged:
    """The rep machine moved on: "wait", "rest", "out", "top" or, for holds, "hold"."""

    t_s: float
    phase: str


@dataclass(frozen=True, slots=True)
class RepCompleted:
    """A rep was finished and counted."""

    t_s: float
    rep: Rep


@dataclass(frozen=True, slots=True)
class RepPartial:
    """A movement came back before it reached the counting threshold."""

    t_s: float
    peak: float
    """Largest signal reached; 1 is the target range."""


@dataclass(frozen=True, slots=True)
class RepVoided:
    """A rep in progress was given up; nothing is guessed about it."""

    t_s: float
    reason: str
    """"lost", "posture", "too_long", "feet_moved", or why the exercise rejected it."""


@dataclass(frozen=True, slots=True)
class FaultSeen:
    """A fault is visible right now, in the middle of a movement; at most once for each.

    For a tone. What is said of the rep comes with `RepCompleted`.
    """

    t_s: float
    name: str
    """As in `Fault.name`."""
    side: Side | None


@dataclass(frozen=True, slots=True)
class HoldTick:
    """The hold timer moved on; at most once per pose while held."""

    t_s: float
    side: Side | None
    held_s: float


@dataclass(frozen=True, slots=True)
class HoldCompleted:
    """A hold ended."""

    t_s: float
    hold: Hold


@dataclass(frozen=True, slots=True)
class ViewProblem:
    """What stops the mirror from judging changed. `problem` is None when all is well again."""

    t_s: float
    problem: str | None
    """"turned", "too_close", "too_far", "feet_out", "wrong_posture", "nobody" …"""


@dataclass(frozen=True, slots=True)
class TrackingLost:
    """Nobody could be followed for longer than the gap a rep survives."""

    t_s: float


@dataclass(frozen=True, slots=True)
class TrackingFound:
    """Somebody is followed (again)."""

    t_s: float


Event = (
    PhaseChanged
    | RepCompleted
    | RepPartial
    | RepVoided
    | FaultSeen
    | HoldTick
    | HoldCompleted
    | ViewProblem
    | TrackingLost
    | TrackingFound
)
