"""Cleans landmarks before anything is measured: swap and spike guard, then One-Euro.

Points stay in their own unit (px or m); `unit` is the torso length in it, so that no threshold
depends on the picture's size.
Sources: Casiez, Roussel & Vogel 2012 (One-Euro); spec/angle-core.md §4 (guard, parameters);
docs/decisions/0062 (where both differ from it).
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from exercises.pose import FloatArray, Landmark

MAX_GAP_S: Final = 0.5
"""After a longer hole the past says nothing: start afresh (spec §4)."""

SETTLING_S: Final = 0.3
"""In a cross-fade from one view to another, the first three of 24 frames a second were the wrong
way round, and the right ones were then held for swapped until MAX_GAP_S had passed."""
_SWAP_RATIO: Final = 0.5
_SWAP_SEPARATION: Final = 0.08
_SPIKE: Final = 0.10
"""Guard thresholds in torso units (spec §4, class Guard)."""

_PAIRS: Final = np.array(
    [
        (left, left + 1)
        for left in (
            Landmark.LEFT_HIP,
            Landmark.LEFT_KNEE,
            Landmark.LEFT_ANKLE,
            Landmark.LEFT_SHOULDER,
        )
    ]
)
"""Left and right landmarks [4, 2] that are watched for an exchange."""
_FOOT_ROW: Final = 2
_FOOT_L: Final = np.array([Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX])


@dataclass(frozen=True, slots=True)
class OneEuroRule:
    """Parameters of the One-Euro filter.

    Attributes:
        min_cutoff_hz: cut-off for a still point.
        beta: how fast the cut-off rises with speed, Hz per torso length a second. Twice the
            specification's, because people at rest show a quarter to half of the noise it reckons
            with (docs/decisions/0062).
        derivative_cutoff_hz: cut-off of the speed estimate.
    """

    min_cutoff_hz: float = 1.5
    beta: float = 4.0
    derivative_cutoff_hz: float = 1.0


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
        rule, raw, smooth, was = self._rule, self._raw, self._smooth, self._speed
        # Points without a past start afresh. Nearly always all have one, and then all is simpler.
        known = np.isfinite(smooth)
        if not known.all():
            fresh = ~known.all(axis=1, keepdims=True)
            raw, smooth = np.where(fresh, points, raw), np.where(fresh, points, smooth)
            was = np.where(fresh, 0.0, was)
        turn = 2.0 * np.pi * dt_s
        a_speed = turn * rule.derivative_cutoff_hz
        a_speed /= a_speed + 1.0
        speed = (a_speed / dt_s) * (points - raw) + (1.0 - a_speed) * was
        a = (speed * speed).sum(axis=1, keepdims=True)
        np.sqrt(a, out=a)
        a *= rule.beta / unit
        a += rule.min_cutoff_hz
        a *= turn
        a /= a + 1.0
        self._smooth = smooth + a * (points - smooth)
        finite = np.isfinite(speed)
        self._speed = speed if finite.all() else np.where(finite, speed, 0.0)
        self._raw, self._t_s = points, t_s
        return self._smooth


def _median(arrays: list[FloatArray]) -> FloatArray:
    """Element by element median of one to three arrays; NaN where any is. Faster than numpy's."""
    if len(arrays) < 3:  # noqa: PLR2004 - of two the median is the mean
        return np.asarray((arrays[0] + arrays[-1]) / 2.0, dtype=np.float64)
    a, b, c = arrays
    middle = np.maximum(np.minimum(a, b), np.minimum(np.maximum(a, b), c))
    return np.asarray(middle, dtype=np.float64)


def _longer(vectors: FloatArray, limit: float) -> npt.NDArray[np.bool_]:
    """Which rows of [N, D] are longer than a limit; those with NaN are not."""
    return np.asarray((vectors * vectors).sum(axis=1) > limit**2)


class Guard:
    """Repairs left-right swaps and single-frame spikes against the last three positions.

    A spike is far from the median of the three and from where the two before it lead. Somebody just
    found again is believed for SETTLING_S: a model's first looks may take front for back.
    """

    def __init__(self) -> None:
        """Start with no past."""
        self._t_s: float | None = None
        self._past: list[FloatArray] = []
        self._unswapped_s = 0.0
        self._found_s: float | None = -math.inf

    def lost(self) -> None:
        """Nobody is there; the next points are somebody just found."""
        self._past, self._found_s = [], None

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
        if self._found_s is None or t_s < self._found_s:
            self._found_s = t_s
        settling = t_s - self._found_s < SETTLING_S
        order = None if settling else self._swapped_order(points, unit)
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
        spike = _longer(points - middle, _SPIKE * unit)
        if spike.any():
            # A fast limb is as far off, but moves on as it did: it must not come a frame late.
            before, last, _ = self._past
            spike &= _longer(points - 2.0 * last + before, _SPIKE * unit)
            points = np.where(spike[:, None], middle, points)
        return points, order

    def _swapped_order(self, points: FloatArray, unit: float) -> npt.NDArray[np.intp] | None:
        if not self._past:
            return None
        was = _median([past[_PAIRS] for past in self._past])
        now = points[_PAIRS]

        def squared(difference: FloatArray) -> FloatArray:
            """Of each pair, left and right together."""
            return np.asarray((difference * difference).sum(axis=(1, 2)), dtype=np.float64)

        swap = squared(now - was[:, ::-1]) < _SWAP_RATIO * squared(now - was)
        if not swap.any():
            return None
        apart = was[:, 0] - was[:, 1]
        swap &= (apart * apart).sum(axis=1) > (_SWAP_SEPARATION * unit) ** 2
        if not swap.any():
            return None
        order = np.arange(len(points))
        pairs = list(_PAIRS[swap, 0])
        if swap[_FOOT_ROW]:
            pairs += list(_FOOT_L)
        for index in pairs:
            order[index], order[index + 1] = index + 1, index
        return order
