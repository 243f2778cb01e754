"""Where the feet stand and how the knees line up with them, for exercises on two feet."""

import math
from typing import Final

from exercises import geometry
from exercises.features import SIDES, Body, leg
from exercises.pose import Landmark
from exercises.spec import Baseline, Values

_ANKLES: Final = (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)

FEET: Final = tuple(
    Baseline(f"{side}_ankle_{axis}_px", rise_s=1.0, fall_s=1.0)
    for side in SIDES
    for axis in ("u", "v")
)
"""The references that `shift` needs."""


def feet(body: Body) -> dict[str, float]:
    """Ankle positions, px."""
    xy = body.xy
    return {
        "left_ankle_u_px": float(xy[_ANKLES[0], 0]),
        "left_ankle_v_px": float(xy[_ANKLES[0], 1]),
        "right_ankle_u_px": float(xy[_ANKLES[1], 0]),
        "right_ankle_v_px": float(xy[_ANKLES[1], 1]),
    }


def shift(now: Values, base: Values, torso_px: float) -> float:
    """Largest displacement of an ankle from its reference, torso lengths."""
    if "left_ankle_u_px" not in base:
        return 0.0
    return (
        max(
            math.hypot(
                now[f"{side}_ankle_u_px"] - base[f"{side}_ankle_u_px"],
                now[f"{side}_ankle_v_px"] - base[f"{side}_ankle_v_px"],
            )
            for side in SIDES
        )
        / torso_px
    )


def knee_alignment(body: Body) -> dict[str, float]:
    """Knee alignment of both legs as the front view shows it (spec/angle-core.md §1.3).

    Returns:
        FPPA and knee medial displacement (torso lengths, + = medial to the toe) of each side,
        shank lengths and the widths for the knee-ankle separation ratio.
    """
    xy = body.xy
    mid_hip = body.mid(Landmark.LEFT_HIP)
    values = {}
    for side in SIDES:
        hip, knee, ankle = leg(side)
        toe = Landmark.LEFT_FOOT_INDEX if side == "left" else Landmark.RIGHT_FOOT_INDEX
        medial = math.copysign(1.0, float(mid_hip[0] - xy[hip, 0]))
        values[f"fppa_{side}_deg"] = geometry.fppa_deg(xy[hip], xy[knee], xy[ankle], medial)
        values[f"knee_medial_{side}"] = medial * body.across(knee, toe)
        values[f"shank_{side}"] = body.apart(knee, ankle)
    values["knees_apart"] = abs(body.across(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE))
    values["ankles_apart"] = abs(body.across(*_ANKLES))
    return values
