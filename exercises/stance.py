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


def feet(body: Body) -> dict[str, float]:
    """Ankle positions, px."""
    left, right = body.points[Landmark.LEFT_ANKLE], body.points[Landmark.RIGHT_ANKLE]
    return {
        "left_ankle_u_px": left[0],
        "left_ankle_v_px": left[1],
        "right_ankle_u_px": right[0],
        "right_ankle_v_px": right[1],
    }


def shift(now: Values, base: Values, torso_px: float) -> float:
    """Largest displacement of an ankle from its reference, torso lengths."""
    if "left_ankle_u_px" not in base:
        return 0.0
    left_px = math.hypot(
        now["left_ankle_u_px"] - base["left_ankle_u_px"],
        now["left_ankle_v_px"] - base["left_ankle_v_px"],
    )
    right_px = math.hypot(
        now["right_ankle_u_px"] - base["right_ankle_u_px"],
        now["right_ankle_v_px"] - base["right_ankle_v_px"],
    )
    return max(left_px, right_px) / torso_px
