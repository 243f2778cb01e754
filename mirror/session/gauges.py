"""The gauges of a running set besides its ring: the calm tempo, and the knees over the toes."""

import math
from collections.abc import Mapping
from typing import Final

from exercises.tracker import Snapshot
from mirror.session.staging import Calm
from mirror.session.view import KneeGauge, Tempo

MOVING: Final = frozenset({"out", "top"})
LIMIT: Final = 0.10
"""Knee inside the toe, standing shanks, from which a knee is said to cave (spec SQ2, amber)."""

BENT: Final = 0.5
"""Share of the target range from which the knees are shown. A straight leg's knee stands inside its
toe by 0.13 for feet turned out 10° (spec K1), more than the limit: that says nothing about it."""

_SIDES: Final = ("left", "right")


class Pacer:
    """Where a calm rep would be now, from the moment the person's began."""

    def __init__(self, calm: Calm | None) -> None:
        """Start at rest; without a wanted tempo nothing is ever shown."""
        self._calm = calm
        self._start_s: float | None = None

    def see(self, now: Snapshot) -> None:
        """Take what the tracker knows."""
        if self._calm is None or now.phase not in MOVING:
            self._start_s = None
        elif self._start_s is None:
            # The machine sees a movement late: what is done by now took a calm person this long.
            done = min(1.0, max(0.0, now.signal or 0.0))
            self._start_s = now.t_s - done * self._calm.out_s

    def at(self, t_s: float) -> Tempo | None:
        """The calm rep at a time."""
        if self._calm is None or self._start_s is None:
            return None
        gone_s = max(0.0, t_s - self._start_s)
        if gone_s < self._calm.out_s:
            return Tempo(gone_s / self._calm.out_s, "out")
        gone_s -= self._calm.out_s + self._calm.hold_s
        if gone_s < 0.0:
            return Tempo(1.0, "hold")
        return Tempo(max(0.0, 1.0 - gone_s / self._calm.back_s), "back")


class Knees:
    """Knees over toes, when the exercise measures them and they are bent in a good view."""

    def __init__(self, *, mirrored: bool) -> None:
        """Start without a standing shank; a mirror shows the person's left at the left."""
        self._mirrored = mirrored
        self._shanks: dict[str, float] = {}
        self._gauge: KneeGauge | None = None

    @property
    def gauge(self) -> KneeGauge | None:
        """The knees after the latest pose; None when the exercise does not show them."""
        return self._gauge

    def see(self, now: Snapshot) -> None:
        """Take what the tracker knows."""
        values = now.values
        if not any(f"knee_medial_{side}" in values for side in _SIDES):
            if values:
                self._gauge = None
            return
        if now.phase == "rest":  # the bent shank points at the camera and looks shorter
            for side in _SIDES:
                shank = values.get(f"shank_{side}", math.nan)
                if shank > 0.0:
                    self._shanks[side] = shank
        bent = now.view_problem is None and now.phase in MOVING and (now.signal or 0.0) >= BENT
        left, right = (self._medial(values, side) if bent else None for side in _SIDES)
        if not self._mirrored:
            left, right = right, left
        self._gauge = KneeGauge(left=left, right=right, limit=LIMIT)

    def _medial(self, values: Mapping[str, float], side: str) -> float | None:
        shank = self._shanks.get(side, values.get(f"shank_{side}", math.nan))
        inside = values.get(f"knee_medial_{side}", math.nan)
        known = math.isfinite(inside) and math.isfinite(shank) and shank > 0.0
        return inside / shank if known else None
