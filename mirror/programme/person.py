"""Who trains: what the programme needs to know of a person."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from mirror.programme.phases import Band

Level = Literal["new", "used"]
"""New to strength training, or used to it: then exercises begin with the load of phase 1."""
Goal = Literal["stairs", "sitting", "walking", "sport", "strength"]
"""What the person trains for; chooses which card and which carry-over reminder come first."""

GOALS: Final[tuple[Goal, ...]] = get_args(Goal)


@dataclass(frozen=True, slots=True)
class Body:
    """Body calibration from the latest re-test, front view, standing; None: not measured.

    Lengths in torso lengths, angles in degrees, positive = inward (spec/angle-core.md §1.2, §6).
    """

    leg_torso: float | None = None
    shank_torso: float | None = None
    hip_width_torso: float | None = None
    together_left_deg: float | None = None
    together_right_deg: float | None = None
    apart_left_deg: float | None = None
    apart_right_deg: float | None = None


NOT_MEASURED: Final = Body()


@dataclass(frozen=True, slots=True)
class Person:
    """Who trains. Of tuples the order means nothing; they are no sets for a stable `repr`.

    Attributes:
        id: as from `mirror.ids.uuid7`; empty for a guest, of whom nothing is kept.
        name: what the person is called on screen.
        language: of the screen; empty: as the mirror is set.
        level: see `Level`.
        goals: see `Goal`.
        bands: resistance bands owned.
        flags: names of the red flags answered with yes and not cleared since.
        without: exercises the person does not do.
        asked: the red flags were answered once; before that there is no plan.
        body: calibration.
        reminder: the daily carry-over reminder is wanted.
    """

    id: str = ""
    name: str = ""
    language: str = ""
    level: Level = "new"
    goals: tuple[Goal, ...] = ()
    bands: tuple[Band, ...] = ()
    flags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    asked: bool = False
    body: Body = NOT_MEASURED
    reminder: bool = True
