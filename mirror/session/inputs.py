"""What reaches the session: poses, presses, time, and news of the source.

All times are on one clock: the capture time of the poses.
"""

from dataclasses import dataclass
from typing import Literal

from exercises.pose import Pose

Button = Literal["up", "down", "select", "back"]


@dataclass(frozen=True, slots=True)
class Press:
    """One of the four buttons was pressed."""

    t_s: float
    button: Button


@dataclass(frozen=True, slots=True)
class Tick:
    """Time went on; sent once before each picture."""

    t_s: float


@dataclass(frozen=True, slots=True)
class SourceOpened:
    """The poses will come from here.

    Attributes:
        t_s: when.
        name: what a person calls the source.
        model: id of the model that makes the poses.
    """

    t_s: float
    name: str
    model: str


@dataclass(frozen=True, slots=True)
class SourceEnded:
    """The clip is over."""

    t_s: float


@dataclass(frozen=True, slots=True)
class SourceFailed:
    """The source broke; the words say what happened and what to do."""

    t_s: float
    message: str
    remedy: str


Input = Pose | Press | Tick | SourceOpened | SourceEnded | SourceFailed
