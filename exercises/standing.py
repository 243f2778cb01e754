"""Standing still: static alignment and body proportions, for the re-test.

Spec/angle-core.md section 6 ("Structural vs dynamic": three times 5 s, knees straight) and section
1.2 (body-size calibration). A window in which the person moved, bent the knees or turned away does
not count; nothing is guessed from what is left.
"""

import math
from dataclasses import dataclass
from statistics import fmean, median, pstdev
from typing import Final

from exercises import geometry
from exercises.features import SIDES, Body, Cleaner, leg
from exercises.pose import Landmark, Pose
from exercises.smoothing import OneEuroRule

WINDOW_S: Final = 5.0
WINDOWS: Final = 3
_FEWEST: Final = 20
"""Poses of a window: 4 a second; fewer say nothing."""
_SWAY_TORSO: Final = 0.02
"""Spec section 1.2: SD of the mid-hip."""
_BENT_DEG: Final = 35.0
"""World flexion of knees that are straight reads 20 in the golden squats, and 26-33 of soft ones
(`idle_shifting`, 0-18 true); a bottom hold reads 40 and more."""
_TURNED_DEG: Final = 20.0
"""As in `exercises.frontal`: front views end there."""
_RULE: Final = OneEuroRule(min_cutoff_hz=1.0, beta=1.0)
"""Spec section 4: holds."""


@dataclass(frozen=True, slots=True)
class Stood:
    """How somebody stood; None where it was not measured.

    Attributes:
        left_deg, right_deg: FPPA, degrees, + = knee inside (spec section 1.3).
        leg_torso: mid-hip to mid-ankle, vertically, in torso lengths.
        shank_torso: knee to ankle, mean of both.
        hip_width_torso: horizontally.
    """

    left_deg: float | None = None
    right_deg: float | None = None
    leg_torso: float | None = None
    shank_torso: float | None = None
    hip_width_torso: float | None = None


_NAMES: Final = ("left_deg", "right_deg", "leg_torso", "shank_torso", "hip_width_torso")


class Standing:
    """Takes the poses of one stance, facing the camera."""

    def __init__(self) -> None:
        """Start without any."""
        self._clean = Cleaner(_RULE)
        self._since_s = math.nan
        self._rows: list[tuple[float, ...]] = []
        self._sway: list[tuple[float, float]] = []
        self._good: list[tuple[float, ...]] = []

    @property
    def windows(self) -> int:
        """How many windows of `WINDOW_S` were good so far."""
        return len(self._good)

    def feed(self, pose: Pose) -> None:
        """Take the next pose. Poses that show no straight legs from the front count for nothing."""
        body = self._clean(pose, at_rest=True)
        if math.isnan(self._since_s):
            self._since_s = pose.t_s
        if body is not None and _judgeable(body):
            self._rows.append(_row(body))
            hip_u, hip_v = body.mid(Landmark.LEFT_HIP)
            self._sway.append((hip_u / body.torso_px, hip_v / body.torso_px))
        if pose.t_s - self._since_s >= WINDOW_S:
            if len(self._rows) >= _FEWEST and self._still():
                self._good.append(tuple(median(column) for column in zip(*self._rows, strict=True)))
            self._rows.clear()
            self._sway.clear()
            self._since_s = pose.t_s

    def stood(self) -> Stood:
        """The mean of the good windows; all None without one."""
        if not self._good:
            return Stood()
        columns = zip(*self._good, strict=True)
        return Stood(**{name: fmean(c) for name, c in zip(_NAMES, columns, strict=True)})

    def _still(self) -> bool:
        return all(pstdev(axis) < _SWAY_TORSO for axis in zip(*self._sway, strict=True))


def _judgeable(body: Body) -> bool:
    return (
        all(body.leg_seen(side) for side in SIDES)
        and abs(body.yaw_deg) <= _TURNED_DEG
        and body.knee_flexion_world_deg <= _BENT_DEG
    )


def _row(body: Body) -> tuple[float, ...]:
    middle_u = body.mid(Landmark.LEFT_HIP)[0]
    angles, shanks = [], []
    for side in SIDES:
        hip, knee, ankle = (body.points[one] for one in leg(side))
        angles.append(geometry.fppa_deg(hip, knee, ankle, math.copysign(1.0, middle_u - hip[0])))
        shanks.append(math.dist(knee, ankle) / body.torso_px)
    return (*angles, body.leg_extent, fmean(shanks), body.hip_width)
