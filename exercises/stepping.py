"""Steps to the side as the front view shows them: which foot moved, when it landed, how far."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from exercises.features import SIDES, Body, BodySide
from exercises.pose import FloatArray, Landmark
from exercises.spec import Measures
from exercises.trace import Trace, median

_MOVES_TL_S: Final = 0.5
"""Ankle speed in torso lengths a second above which a foot is on its way (spec §2.2)."""

_LANDED_TL_S: Final = 0.3
_AFTER_LANDING_S: Final = 0.4
"""A foot below this speed has landed; the knee is looked at for so long after (spec §2.2, SS4)."""

_MEETING_TL: Final = 0.12
"""Ankles nearer to each other have met, torso lengths. Side-steps read 0.18 or more (155 steps),
people who walk less than this in all but one of 135 steps (25 minutes of a street)."""

_FEET: Final[tuple[tuple[BodySide, Landmark, Landmark, Landmark], ...]] = (
    ("left", Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX),
    ("right", Landmark.RIGHT_ANKLE, Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX),
)


def feet(body: Body) -> dict[str, float]:
    """Where the feet are, torso lengths, and how far their world points turn out, degrees.

    `facing` is +1 while the person's left is on the picture's right, else -1.
    """
    shoulders = body.across(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
    values = {"facing": math.copysign(1.0, shoulders)}
    out = []
    for side, ankle, heel, toe in _FEET:
        u, v = body.points[ankle]
        values[f"{side}_ankle_u"] = u / body.torso_px
        values[f"{side}_ankle_v"] = v / body.torso_px
        (heel_x, _, heel_z), (toe_x, _, toe_z) = body.world_points[heel], body.world_points[toe]
        outward = toe_x - heel_x if side == "left" else heel_x - toe_x
        out.append(math.degrees(math.atan2(outward, heel_z - toe_z)))
    # The mean of both: a turned body turns one foot out and the other in.
    values["toe_out_deg"] = sum(out) / 2.0
    return values


def room(body: Body) -> dict[str, float]:
    """Free width of the picture beyond the feet, torso lengths, and beyond the hips, of its width.

    "left" and "right" are those of the picture.
    """
    ankles = body.xy[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE], 0]
    share = float(body.mid(Landmark.LEFT_HIP)[0]) / body.width_px
    return {
        "room_left": float(ankles.min()) / body.torso_px,
        "room_right": (body.width_px - float(ankles.max())) / body.torso_px,
        "margin_left": share,
        "margin_right": 1.0 - share,
    }


def leading_side(trace: Trace) -> BodySide | None:
    """The foot that moves first, None when neither does."""
    first: list[tuple[float, BodySide]] = []
    for side in SIDES:
        moving = np.flatnonzero(_speed(trace, side) > _MOVES_TL_S)
        if len(moving):
            first.append((float(trace.t_s[moving[0] + 1]), side))
    return min(first)[1] if first else None


def landing(trace: Trace, side: BodySide) -> npt.NDArray[np.bool_]:
    """Samples [N] of the 0.4 s after a foot came to the ground; none when it never did."""
    none = np.zeros(len(trace.t_s), dtype=bool)
    speed = _speed(trace, side)
    if not len(speed) or not speed.max() > _MOVES_TL_S:
        return none
    # Of the foot's way out: its fastest moment before the stance was widest.
    outward = trace.t_s[1:] <= trace.peak_s
    fastest = int(np.argmax(np.where(outward, speed, -1.0)))
    slow = np.flatnonzero(speed[fastest:] < _LANDED_TL_S)
    if not len(slow):
        return none
    landed_s = float(trace.t_s[fastest + 1 + slow[0]])
    return np.asarray((trace.t_s >= landed_s) & (trace.t_s <= landed_s + _AFTER_LANDING_S))


def feet_met(trace: Trace) -> bool:
    """Whether the feet met or passed each other, as in walking; from the channels of `feet`."""
    left, right = trace.channel("left_ankle_u"), trace.channel("right_ankle_u")
    apart = trace.bottom("facing") * (left - right)
    before, after = np.roll(apart, 1), np.roll(apart, -1)
    before[0], after[-1] = apart[0], apart[-1]
    # The median of three: one pose with its legs swapped is no crossing.
    return bool((np.median((before, apart, after), axis=0) < _MEETING_TL).any())


def median_during(trace: Trace, name: str, samples: npt.NDArray[np.bool_]) -> float:
    """Median of a channel over some samples [N], NaN without any."""
    return median(trace.channel(name)[samples])


def scale_change(first: Measures, torso_px: float, shoulders_px: float) -> float:
    """Change of size since the first rep, as far as torso and shoulders agree, else 0.

    A trunk that leans forward shortens the torso alone, a turn the shoulders alone.
    """
    torso0_px, shoulders0_px = first.get("torso_px"), first.get("shoulders_px")
    if not (torso0_px and shoulders0_px):
        return 0.0
    changes = (torso_px / torso0_px - 1.0, shoulders_px / shoulders0_px - 1.0)
    return min(changes, key=abs) if changes[0] * changes[1] > 0.0 else 0.0


def _speed(trace: Trace, side: BodySide) -> FloatArray:
    """Speed of an ankle between samples [N - 1], torso lengths a second; 0 where unknown."""
    dt_s = np.maximum(np.diff(trace.t_s), 1e-3)
    du = np.diff(trace.channel(f"{side}_ankle_u"))
    dv = np.diff(trace.channel(f"{side}_ankle_v"))
    return np.nan_to_num(np.hypot(du, dv) / dt_s, nan=0.0, posinf=0.0, neginf=0.0)
