"""How each exercise is set up before the mirror: posture, side, tempo.

Data. A new exercise works without an entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mirror.session.scenes import Posture


@dataclass(frozen=True, slots=True)
class Calm:
    """The wanted tempo of a rep, seconds.

    Attributes:
        out_s: on the way to the target.
        hold_s: there.
        back_s: on the way back.
    """

    out_s: float
    hold_s: float
    back_s: float


@dataclass(frozen=True, slots=True)
class Staging:
    """The set-up of one exercise.

    Attributes:
        posture: for the drawing of mat, person and camera.
        side_at_start: the start pose shows the working side; otherwise only a rep does.
        calm: the wanted tempo; None for a hold.
    """

    posture: Posture = "standing"
    side_at_start: bool = False
    calm: Calm | None = Calm(2.0, 0.5, 1.5)


STAGINGS: Final[Mapping[str, Staging]] = {
    # Spec section 2.3: 2 s down, 0-1 s at the bottom, 1-2 s up.
    "squat": Staging(calm=Calm(2.0, 0.5, 1.5)),
    # Spec section 2.1: open 1 s, hold 1-2 s, close 2 s; 1-1-2.
    "clamshell": Staging("lying", side_at_start=True, calm=Calm(1.0, 1.0, 2.0)),
    # Spec section 2.2: 1-1.5 s out, 1-1.5 s in.
    "side_step": Staging(calm=Calm(1.25, 0.0, 1.25)),
    "hip_flexor_stretch": Staging("kneeling", side_at_start=True, calm=None),
    # On both feet at the start: which leg works is seen when the other leaves the floor.
    "single_leg_deadlift": Staging("standing_sideways"),
    "single_leg_squat": Staging(side_at_start=True),
}
_OTHER: Final = Staging()


def staging_of(exercise: str) -> Staging:
    """The set-up of an exercise; of an unknown one: standing, a calm rep."""
    return STAGINGS.get(exercise, _OTHER)
