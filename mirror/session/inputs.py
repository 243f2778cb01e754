"""What reaches the session: poses, presses, time, and news of the source.

Times are on one clock, that of the poses' capture.
"""

from dataclasses import dataclass
from typing import Literal

from exercises.pose import Pose
from mirror.session.plan import Segment

Button = Literal["up", "down", "select", "back"]
Kind = Literal["short", "long"]


@dataclass(frozen=True, slots=True)
class Press:
    """One of the four buttons was pressed, shortly or long. Long back: home; long select: pause."""

    t_s: float
    button: Button
    kind: Kind = "short"


@dataclass(frozen=True, slots=True)
class ShutDownHeld:
    """Back and down were held together for 3 s: ask whether to shut down."""

    t_s: float


@dataclass(frozen=True, slots=True)
class Tick:
    """Time went on; sent once before each picture."""

    t_s: float


@dataclass(frozen=True, slots=True)
class SourceOpened:
    """Poses will come.

    Attributes:
        name: what a person calls the source.
        model: id of the model that makes the poses.
        note: a word on the source for the screen; empty for a camera.
        plan: what the clip shows when; empty when the person chooses the exercise.
    """

    name: str
    model: str
    note: str = ""
    plan: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceEnded:
    """The clip is over."""


@dataclass(frozen=True, slots=True)
class SourceFailed:
    """The source broke: what happened, and what to do."""

    message: str
    remedy: str


News = SourceOpened | SourceEnded | SourceFailed
Input = Pose | Press | ShutDownHeld | Tick | News
