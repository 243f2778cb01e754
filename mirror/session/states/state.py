"""What a scene of the flow is, and the small parts that several share."""

from collections.abc import Sequence
from typing import Literal, Protocol

from exercises.pose import Pose
from mirror.session.inputs import Button
from mirror.session.scenes import Picture

Outcome = Literal[
    "woken",
    "alone",
    "chosen",
    "begin",
    "progress",
    "settings",
    "network",
    "wifi",
    "health",
    "back",
    "on",
    "moved",
    "pause",
    "done",
    "closed",
    "resume",
    "leave",
    "shut_down",
    "who",
    "new_person",
    "singles",
    "cards",
    "profile",
    "why",
    "name",
    "level",
    "bands",
    "goals",
    "without",
    "flags",
    "forget",
    "sharp",
]
"""How a scene ended; `mirror.session.flow` says what follows."""

AWAY_S = 60.0
"""Without anybody and without a press the mirror goes to sleep. A design choice."""

GONE_S = 300.0
"""Likewise in the middle of a routine: it is kept, and can be continued."""


class State(Protocol):
    """One scene. Makes its picture from the stage and changes nothing while doing so."""

    @property
    def name(self) -> str:
        """As in `happenings.SceneChanged`."""

    def pose(self, pose: Pose) -> Outcome | None:
        """Take a pose; say whether the scene is over."""

    def tick(self) -> Outcome | None:
        """Time went on (see the stage's clocks); say whether the scene is over."""

    def press(self, button: Button) -> Outcome | None:
        """A button was pressed shortly; say whether the scene is over."""

    def picture(self) -> Picture:
        """What is to be seen."""


def moved(chosen: int, button: Button, enabled: Sequence[bool]) -> int:
    """The line of a menu that up or down leads to, round its ends, past what is not enabled."""
    step = {"up": -1, "down": 1}.get(button, 0)
    if not step or not any(enabled):
        return chosen
    place = (chosen + step) % len(enabled)
    while not enabled[place]:
        place = (place + step) % len(enabled)
    return place
