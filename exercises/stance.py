"""Where the feet stand: for exercises in which they stay there."""

import math
from typing import Final

from exercises.features import SIDES, Body
from exercises.pose import Landmark
from exercises.spec import Baseline, Values

FEET: Final = tuple(
    Baseline(f"{side}_ankle_{axis}_px", rise_s=1.0, fall_s=1.0)
    for side in SIDES
    for axis in ("u", "v")
)
"""The references that `shift` needs."""
_ANKLES: Final = (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)


def feet(body: Body) -> dict[str, float]:
    """Ankle positions, px."""
    left, right = body.points[Landmark.LEFT_ANKLE], body.points[Landmark.RIGHT_ANKLE]
    return {
        "left_ankle_u_px": left[0],
        "left_ankle_v_px": left[1],
        "right_ankle_u_px": right[0],
        "right_ankle_v_px": right[1],
    }


def shift(body: Body, base: Values) -> float:
    """Largest displacement of an ankle from its reference, torso lengths times its visibility.

    From the side the far foot is behind the near one: of people who stay where they are the model
    lets it slide by up to 0.3, and is half sure of it. What both ankles share sideways is no step,
    in which one goes first: the camera pans, as in many clips. Up or down it is one toward the
    camera or away.
    """
    if "left_ankle_u_px" not in base:
        return 0.0
    (left_u, left_v, left_seen), (right_u, right_v, right_seen) = (
        (
            body.points[ankle][0] - base[f"{side}_ankle_u_px"],
            body.points[ankle][1] - base[f"{side}_ankle_v_px"],
            float(body.visibility[ankle]),
        )
        for side, ankle in zip(SIDES, _ANKLES, strict=True)
    )
    parted_px = (left_u - right_u) * min(left_seen, right_seen)
    moved_px = (
        math.hypot(min(abs(u * seen), abs(parted_px)), v * seen)
        for u, v, seen in ((left_u, left_v, left_seen), (right_u, right_v, right_seen))
    )
    return max(moved_px) / body.torso_px
