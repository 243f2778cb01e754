"""A trunk that tips forward over one leg: how far, which leg is free, and how steadily."""

import math
from typing import Final

import numpy as np

from exercises import geometry
from exercises.features import SIDES, Body, BodySide, leg
from exercises.pose import Landmark
from exercises.trace import Trace, percentile

SIDE_DEG: Final = 40.0
"""Less turned than this from the front or the back, a hinge is too foreshortened to be told."""

_TURN_SD_DEG: Final = 5.0
"""How well the turn is known: only what exceeds it is corrected. Of people turned by 45° and 60°
the hinge read -9° and 0° without, -3° and +3° with the correction (7 reps)."""

_FLOOR: Final = 0.2
"""How much higher, torso lengths, the farther of two feet on the floor may look from the side."""


def front_deg(body: Body) -> float:
    """Hinge from how much shorter the trunk looks, degrees."""
    return math.degrees(math.acos(min(1.0, math.hypot(*body.torso) / body.torso_px)))


def side_deg(body: Body, forward: float, askew_deg: float) -> float:
    """Hinge as it would look straight from the side, degrees.

    Turned by less than 90° the trunk's way forward is foreshortened by the sine of the turn.
    """
    across, down = body.torso
    known_deg = max(SIDE_DEG, min(90.0, askew_deg + _TURN_SD_DEG))
    return math.degrees(math.atan2(forward * across / math.sin(math.radians(known_deg)), -down))


def askew_deg(yaw_deg: float) -> float:
    """Angle from the nearer of front and back view, 90 = from the side."""
    return min(yaw_deg, 180.0 - yaw_deg)


def free_leg(body: Body, forward: float, *, front: bool) -> tuple[BodySide, float, float]:
    """The free leg, its thigh's angle behind the vertical and that between the thighs, degrees."""
    left_deg, right_deg = (
        geometry.swing_back_deg(body.vector(hip, knee), forward)
        for hip, knee, _ in (leg(side) for side in SIDES)
    )
    higher_right = body.below(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE) > 0.0
    is_right = higher_right if front else right_deg > left_deg
    free: BodySide = "right" if is_right else "left"
    return free, max(left_deg, right_deg), abs(left_deg - right_deg)


def sway(trace: Trace) -> float:
    """RMS of the hips' sideways place around what the hinge itself moves, torso lengths."""
    place = trace.channel("middle_u")
    good = np.isfinite(place)
    if good.sum() < 5:  # noqa: PLR2004 - three unknowns need more than three samples
        return geometry.NAN
    t_s = trace.t_s[good] - trace.t_s[good][0]
    known = np.column_stack([np.ones_like(t_s), t_s, trace.signal[good]])
    fit, *_ = np.linalg.lstsq(known, place[good], rcond=None)
    return float(np.sqrt(np.mean((place[good] - known @ fit) ** 2)))


def least_lift(trace: Trace) -> float:
    """How high the free foot stayed in the lower part of the hinge, torso lengths, 0 = floor.

    The best of three: against the other foot, less what distance may feign; against its own height
    at the start, which says nothing of a foot that was lifted then; and from the swing of its
    thigh, since the model may put both ankles in one place (2 of 6 reps of one rendered clip).
    """
    by_thigh = trace.bottom("legs") * (1.0 - math.cos(math.radians(trace.bottom("swing_deg"))))
    upward = 1.0 if trace.bottom("free_is_right") > 0.5 else -1.0  # noqa: PLR2004 - a flag
    lift = upward * trace.channel("right_lift")[trace.signal >= 0.75 * trace.signal.max()]
    least = percentile(lift, 10) if np.isfinite(lift).all() else geometry.NAN
    return max(least - _FLOOR, least - upward * trace.start("right_lift"), by_thigh)
