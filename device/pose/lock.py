"""Decides whom to follow: pure rules over squares and times, no picture and no model.

First version; see the tests for the rules.
"""

import math
from typing import Final

from device.pose.detector import Candidate
from device.pose.roi import Roi

_FORGET_S: Final = 5.0
"""After so long an absence the most prominent person is taken, whoever that is."""


class Lock:
    """Whom we follow and where they were last."""

    def __init__(self) -> None:
        """Follow nobody yet."""
        self._roi: Roi | None = None
        self._last: Roi | None = None
        self._last_s = -math.inf

    @property
    def roi(self) -> Roi | None:
        """Where to look for the followed person, or None when a detection is needed."""
        return self._roi

    def follow(self, roi: Roi, t_s: float) -> bool:
        """Take the next ROI; False when it cannot be the same person."""
        self.acquire(roi, t_s)
        return True

    def acquire(self, roi: Roi, t_s: float) -> None:
        """Follow the person in `roi` from now on."""
        self._roi = self._last = roi
        self._last_s = t_s

    def lose(self) -> None:
        """The followed person is not where they were expected."""
        self._roi = None

    def choose(
        self, people: tuple[Candidate, ...], t_s: float, *, width_px: int, height_px: int
    ) -> Candidate | None:
        """The person to follow among those detected, or None."""
        if not people:
            return None
        if self._last is None or t_s - self._last_s > _FORGET_S:
            return max(people, key=lambda c: prominence(c, width_px, height_px))
        last = self._last
        return min(people, key=lambda c: distance(c.roi, last))


def prominence(candidate: Candidate, width_px: int, height_px: int) -> float:
    """How much a person is the one meant: sure, large and near the middle."""
    roi = candidate.roi
    off = math.hypot(roi.x_px / width_px - 0.5, roi.y_px / height_px - 0.5)
    return candidate.score**4 * roi.size_px * (1.0 - min(off, 0.9))


def distance(roi: Roi, last: Roi) -> float:
    """How far apart two squares are in place and size; 1 is a whole body size."""
    apart = math.hypot(roi.x_px - last.x_px, roi.y_px - last.y_px) / last.size_px
    return math.hypot(apart, math.log2(roi.size_px / last.size_px))
