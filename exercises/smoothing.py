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

_ANKLES: Final = (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)
_PAIRS: Final = [
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE),
    _ANKLES,
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
]
"""Left and right landmarks that are watched for an exchange."""
_WATCHED: Final = np.array(_PAIRS)
_FEET: Final = (
    (Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL),
    (Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX),
)
"""Pairs that go with the ankles."""


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
        self._whole = False
        """Nothing of the three is NaN: nearly always, and then all is simpler."""

    def __call__(self, points: FloatArray, t_s: float, unit: float | FloatArray) -> FloatArray:
        """Filter float64 [N, D] taken at `t_s`. NaN rows stay NaN and restart their point.

        `unit` may be float64 [N, 1]: each point's own.
        """
        if self._t_s is None or t_s - self._t_s > MAX_GAP_S or t_s < self._t_s:
            self._t_s, self._raw, self._smooth = t_s, points, points
            self._speed, self._whole = np.zeros_like(points), bool(np.isfinite(points).all())
            return points
        dt_s = max(t_s - self._t_s, 1e-3)
        rule, raw, smooth, was = self._rule, self._raw, self._smooth, self._speed
        if not self._whole:  # points without a past start afresh
            fresh = ~np.isfinite(smooth).all(axis=1, keepdims=True)
            raw, smooth = np.where(fresh, points, raw), np.where(fresh, points, smooth)
            was = np.where(fresh, 0.0, was)
        turn = 2.0 * math.pi * dt_s
        a_speed = turn * rule.derivative_cutoff_hz
        a_speed /= a_speed + 1.0
        speed = points - raw
        speed *= a_speed / dt_s
        speed += (1.0 - a_speed) * was
        a = (speed * speed).sum(axis=1, keepdims=True)
        # A point or a past that is NaN makes the speed so, and that the sum.
        self._whole = math.isfinite(a.sum())
        np.sqrt(a, out=a)
        a *= turn * rule.beta / unit
        a += turn * rule.min_cutoff_hz
        a /= a + 1.0
        step = points - smooth
        step *= a
        step += smooth
        self._raw, self._smooth, self._t_s = points, step, t_s
        self._speed = speed if self._whole else np.where(np.isfinite(speed), speed, 0.0)
        return step


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
    found is believed for SETTLING_S: a model's first looks may take front for back.
    """

    def __init__(self) -> None:
        """Start with no past."""
        self._t_s: float | None = None
        self._past: list[FloatArray] = []
        self._middle = np.empty((0, 0))
        """Median of the past, where there is one."""
        self._unswapped_s = 0.0
        self._found_s: float | None = None

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
        self._middle = _median(self._past)
        if len(self._past) < 3:  # noqa: PLR2004 - Hampel-3 needs three samples
            return points, order
        spike = _longer(points - self._middle, _SPIKE * unit)
        if spike.any():
            # A fast limb is as far off, but moves on as it did: it must not come a frame late.
            before, last, _ = self._past
            spike &= _longer(points - 2.0 * last + before, _SPIKE * unit)
            points = np.where(spike[:, None], self._middle, points)
        return points, order

    def _swapped_order(self, points: FloatArray, unit: float) -> npt.NDArray[np.intp] | None:
        if not self._past:
            return None
        pairs = []
        for pair, now, was in zip(
            _PAIRS,
            points.take(_WATCHED, axis=0).tolist(),
            self._middle.take(_WATCHED, axis=0).tolist(),
            strict=True,
        ):
            (left, right), (was_left, was_right) = now, was
            kept = math.dist(left, was_left) ** 2 + math.dist(right, was_right) ** 2
            crossed = math.dist(left, was_right) ** 2 + math.dist(right, was_left) ** 2
            apart = math.dist(was_left, was_right)
            if crossed < _SWAP_RATIO * kept and apart > _SWAP_SEPARATION * unit:
                pairs.append(pair)
        if not pairs:
            return None
        if _ANKLES in pairs:
            pairs += _FEET
        order = np.arange(len(points))
        for left, right in pairs:
            order[left], order[right] = right, left
        return order
