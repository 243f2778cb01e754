"""How large somebody looks: the trunk, in whose lengths everything is measured."""

import math
from typing import Final, NamedTuple

import numpy as np

from exercises.pose import Landmark, Pose
from exercises.smoothing import MAX_GAP_S

_TAU_S: Final = 2.0

_FAR_OFF: Final = 0.15
_ALIKE: Final = 0.12
_WALKS_S: Final = 0.3
_WALKS_TAU_S: Final = 0.4
"""Whose trunk and shoulders are so far off, so much alike, for so long, walks to their place: of
who leans or turns only the one or the other changes."""

_OTHER_SIZE: Final = 1.3
"""Who is found so much larger or smaller was not lost, but is somebody else or another view."""

_SAME_SIZE: Final = 0.1
"""Two poses that differ by a smaller share show one size."""

_LEAST_TRUNK: Final = 0.53
"""A trunk is no shorter than this share of a leg, or it is bent towards the camera. Upright it
reads 0.54 to 0.8 (150 recordings, cameras 0.5 to 1.9 m high)."""

_ROWS: Final = np.array(
    (
        *(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
        *(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
    )
)


class Size(NamedTuple):
    """What of a pose tells its size, px; NaN when a part of it is unknown.

    Attributes:
        trunk_px: length of the trunk as it would look upright.
        shoulders_px: distance of the shoulders.
    """

    trunk_px: float
    shoulders_px: float


def sizes(pose: Pose) -> Size:
    """Measure a pose."""
    left, right, *legs = pose.xy_px.take(_ROWS, axis=0).tolist()
    left_hip, right_hip, left_knee, right_knee, left_ankle, right_ankle = legs
    trunk_px = math.hypot(
        left[0] + right[0] - left_hip[0] - right_hip[0],
        left[1] + right[1] - left_hip[1] - right_hip[1],
    )
    thighs_px = math.dist(left_hip, left_knee) + math.dist(right_hip, right_knee)
    shanks_px = math.dist(left_knee, left_ankle) + math.dist(right_knee, right_ankle)
    trunk_px = max(trunk_px, _LEAST_TRUNK * (thighs_px + shanks_px)) / 2.0
    return Size(trunk_px, math.dist(left, right))


class TrunkSize:
    """The reference length of a trunk, at rest. One per set.

    Attributes:
        trunk_px: the reference, px; NaN before the first pose.
    """

    def __init__(self) -> None:
        """Start with no past."""
        self.trunk_px = self._shoulders_px = math.nan
        self._seen_px = self._jumped_px = math.nan
        self._t_s = self._as_before_s = -math.inf

    def follow(self, seen: Size, t_s: float, *, at_rest: bool, found: bool) -> bool:
        """Take in a pose.

        Args:
            seen: its size.
            t_s: when it was taken.
            at_rest: whether the reference may follow it: a leaning trunk looks shorter.
            found: whether nobody was there before it.

        Returns:
            Whether this is somebody else, or another view: nothing of the past holds.
        """
        dt_s = t_s - self._t_s
        other = False
        if not 0.0 <= dt_s <= MAX_GAP_S:
            self._take(seen, t_s)
        elif at_rest:
            found = self._cut(seen.trunk_px, dt_s) or found
            other = found and not 1 / _OTHER_SIZE < seen.trunk_px / self.trunk_px < _OTHER_SIZE
            if other:
                self._take(seen, t_s)
            else:
                self._near(seen, t_s, dt_s)
        else:
            self._as_before_s = t_s
        self._t_s, self._seen_px = t_s, seen.trunk_px
        return other

    def _take(self, seen: Size, t_s: float) -> None:
        self.trunk_px, self._shoulders_px = seen
        self._as_before_s = t_s

    def _near(self, seen: Size, t_s: float, dt_s: float) -> None:
        """Let the reference follow: slowly, but fast whoever walks."""
        scale = seen.trunk_px / self.trunk_px
        shoulders_px = scale * self._shoulders_px
        alike = abs(seen.shoulders_px - shoulders_px) < _ALIKE * shoulders_px
        if not (alike and abs(scale - 1.0) > _FAR_OFF):
            self._as_before_s = t_s
        tau_s = _WALKS_TAU_S if t_s - self._as_before_s > _WALKS_S else _TAU_S
        share = min(1.0, dt_s / tau_s)
        self.trunk_px += (seen.trunk_px - self.trunk_px) * share
        self._shoulders_px += (seen.shoulders_px - self._shoulders_px) * share

    def _cut(self, trunk_px: float, dt_s: float) -> bool:
        """Whether the size jumped with the pose before and has stayed: a cut to somebody else."""
        stayed = abs(trunk_px / self._jumped_px - 1.0) < _SAME_SIZE
        ratio = trunk_px / self._seen_px
        jumped = dt_s < MAX_GAP_S and (ratio > _OTHER_SIZE or ratio < 1.0 / _OTHER_SIZE)
        self._jumped_px = trunk_px if jumped else math.nan
        return stayed
