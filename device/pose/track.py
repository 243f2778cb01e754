"""What is remembered of a person: place, size, speed and shirt, and how well a sighting fits."""

import math
from dataclasses import dataclass, replace
from typing import Final

from device.pose.clothes import Colour, difference
from device.pose.detector import Candidate
from device.pose.roi import Roi

_HEADING_S: Final = 0.4  # time constant of a person's measured speed
_ROTATION_WEIGHT: Final = 0.3  # a quarter turn counts as about half a body
_SIZE_WEIGHT: Final = 0.5  # half or double the size counts as half a body

# Standard deviations: what a sighting of the same person may differ by.
_PLACE_BODIES: Final = 0.15
_SPEED_SHARE: Final = 0.5  # of the way they should have walked: they may have stopped or turned
_SHIRT: Final = 10.0  # measured: 90 % of the differences within a clip are below 15
_MOST: Final = 4.0  # a shadow or an arm before the chest must not outweigh everything


@dataclass(frozen=True, slots=True)
class Track:
    """Where somebody was at a time, and how fast they were going sideways.

    Only sideways, because people walk in sideways, while squats go up and down.
    """

    roi: Roi
    t_s: float
    shirt: Colour
    speed_px_s: float = 0.0

    @classmethod
    def of(cls, seen: Candidate, t_s: float) -> "Track":
        """What one sighting tells."""
        return cls(seen.roi, t_s, seen.shirt)

    def heading_from(self, earlier: "Track | None") -> "Track":
        """The same with a speed, smoothed over what was known, and with the shirt if unseen."""
        if earlier is None or self.t_s <= earlier.t_s:
            return self
        passed_s = self.t_s - earlier.t_s
        speed = (self.roi.x_px - earlier.roi.x_px) / passed_s
        share = passed_s / (passed_s + _HEADING_S)
        smoothed = earlier.speed_px_s + share * (speed - earlier.speed_px_s)
        shirt = earlier.shirt if math.isnan(self.shirt[0]) else self.shirt
        return replace(self, speed_px_s=smoothed, shirt=shirt)

    def surprise(self, seen: Candidate, t_s: float) -> float:
        """How ill a sighting fits this person by now, in standard deviations."""
        way_px = self.speed_px_s * (t_s - self.t_s)
        expected = replace(self.roi, x_px=self.roi.x_px + way_px)
        spread = _PLACE_BODIES + _SPEED_SHARE * abs(way_px) / self.roi.size_px
        shirt = min(_MOST, difference(seen.shirt, self.shirt) / _SHIRT)
        return min(_MOST, distance(seen.roi, expected) / spread) + shirt


def distance(roi: Roi, other: Roi) -> float:
    """How different two squares are in place, size and turn; 1 is a whole side of the larger."""
    side = max(roi.size_px, other.size_px)
    apart = math.hypot(roi.x_px - other.x_px, roi.y_px - other.y_px) / side
    growth = _SIZE_WEIGHT * math.log2(roi.size_px / other.size_px)
    return math.hypot(apart, growth, _ROTATION_WEIGHT * turned_rad(roi, other))


def turned_rad(roi: Roi, other: Roi) -> float:
    """Angle between two squares, 0..pi."""
    turned = abs(roi.rotation_rad - other.rotation_rad) % math.tau
    return min(turned, math.tau - turned)
