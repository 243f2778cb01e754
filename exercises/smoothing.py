"""Cleans landmarks before anything is measured: swap and spike guard, then One-Euro.

Points stay in their own unit (px or m); `unit` is the torso length in it, so that no threshold
depends on the picture's size.
Sources: Casiez, Roussel & Vogel 2012 (One-Euro); spec/angle-core.md §4 (guard, parameters).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from exercises.pose import FloatArray, Landmark

MAX_GAP_S: Final = 0.5
"""After a longer hole the past says nothing: start afresh (spec §4)."""

_SWAP_RATIO: Final = 0.5
_SWAP_SEPARATION: Final = 0.08
_SPIKE: Final = 0.10
"""Guard thresholds in torso units (spec §4, class Guard)."""

_L: Final = np.array(
    [Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE, Landmark.LEFT_SHOULDER]
)
_R: Final = _L + 1
_FOOT_ROW: Final = 2
_FOOT_L: Final = np.array([Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX])


@dataclass(frozen=True, slots=True)
class OneEuroRule:
    """Parameters of the One-Euro filter.

    Attributes:
        min_cutoff_hz: cut-off for a still point.
        beta: how fast the cut-off rises with speed, Hz per torso length a second.
        derivative_cutoff_hz: cut-off of the speed estimate.
    """

    min_cutoff_hz: float = 1.5
    beta: float = 2.0
    derivative_cutoff_hz: float = 1.0


def _gain(cutoff_hz: FloatArray | float, dt_s: float) -> FloatArray:
    r = 2.0 * np.pi * np.asarray(cutoff_hz) * dt_s
    return np.asarray(r / (r + 1.0), dtype=np.float64)


class OneEuro:
    """One-Euro filter of N points at once, each filtered as one vector."""

    def __init__(self, rule: OneEuroRule) -> None:
        """Start empty: the first points come out unchanged."""
        self._rule = rule
        self._t_s: float | None = None
        self._raw = self._smooth = self._speed = np.empty((0, 0))

    def __call__(self, points: FloatArray, t_s: float, unit: float) -> FloatArray:
        """Filter float64 [N, D] taken at `t_s`. NaN rows stay NaN and restart their point."""
        if self._t_s is None or t_s - self._t_s > MAX_GAP_S or t_s < self._t_s:
            self._t_s, self._raw, self._smooth = t_s, points, points
            self._speed = np.zeros_like(points)
            return points
        dt_s = max(t_s - self._t_s, 1e-3)
        rule = self._rule
        fresh = ~np.all(np.isfinite(self._smooth), axis=1, keepdims=True)
        change = np.where(fresh, 0.0, (points - self._raw) / dt_s)
        previous = np.where(fresh, points, self._smooth)
        a_speed = float(_gain(rule.derivative_cutoff_hz, dt_s))
        speed = a_speed * change + (1.0 - a_speed) * np.where(fresh, 0.0, self._speed)
        speed_tl = np.sqrt((speed * speed).sum(axis=1)) / unit
        cutoff_hz = rule.min_cutoff_hz + rule.beta * speed_tl
        a = _gain(cutoff_hz, dt_s)[:, None]
        self._smooth = a * points + (1.0 - a) * previous
        self._speed = np.where(np.isfinite(speed), speed, 0.0)
        self._raw, self._t_s = points, t_s
        return self._smooth


def _median(arrays: list[FloatArray]) -> FloatArray:
    """Element by element median of one to three arrays; NaN where any is. Faster than numpy's."""
    if len(arrays) < 3:  # noqa: PLR2004 - of two the median is the mean
        return np.asarray((arrays[0] + arrays[-1]) / 2.0, dtype=np.float64)
    a, b, c = arrays
    middle = np.maximum(np.minimum(a, b), np.minimum(np.maximum(a, b), c))
    return np.asarray(middle, dtype=np.float64)


class Guard:
    """Repairs left-right swaps and single-frame spikes against the last three positions."""

    def __init__(self) -> None:
        """Start with no past."""
        self._t_s: float | None = None
        self._past: list[FloatArray] = []
        self._unswapped_s = 0.0

    def __call__(
        self, points: FloatArray, t_s: float, unit: float
    ) -> tuple[FloatArray, npt.NDArray[np.intp] | None]:
        """Guard float64 [33, 2].

        Returns:
            The guarded points, and the order by which left and right were exchanged (to apply
            to other per-landmark arrays of the frame), or None when nothing was.
        """
        if self._t_s is not None and (t_s - self._t_s > MAX_GAP_S or t_s < self._t_s):
            self._past = []
        self._t_s = t_s
        order = self._swapped_order(points, unit)
        if order is None:
            self._unswapped_s = t_s
        elif t_s - self._unswapped_s > MAX_GAP_S:
            # A model that insists this long is right: the past was of another view.
            order, self._past, self._unswapped_s = None, [], t_s
        if order is not None:
            points = points[order]
        self._past = [*self._past[-2:], points]
        if len(self._past) < 3:  # noqa: PLR2004 - Hampel-3 needs three samples
            return points, order
        middle = _median(self._past)
        off = points - middle
        spike = (off * off).sum(axis=1) > (_SPIKE * unit) ** 2
        return np.where(spike[:, None], middle, points), order

    def _swapped_order(self, points: FloatArray, unit: float) -> npt.NDArray[np.intp] | None:
        if not self._past:
            return None
        left, right = points[_L], points[_R]
        was_left = _median([past[_L] for past in self._past])
        was_right = _median([past[_R] for past in self._past])

        def squared(difference: FloatArray) -> FloatArray:
            return np.asarray((difference * difference).sum(axis=1), dtype=np.float64)

        same = squared(left - was_left) + squared(right - was_right)
        crossed = squared(left - was_right) + squared(right - was_left)
        swap = (crossed < _SWAP_RATIO * same) & (
            squared(was_left - was_right) > (_SWAP_SEPARATION * unit) ** 2
        )
        if not swap.any():
            return None
        order = np.arange(len(points))
        pairs = list(_L[swap])
        if swap[_FOOT_ROW]:
            pairs += list(_FOOT_L)
        for index in pairs:
            order[index], order[index + 1] = index + 1, index
        return order
