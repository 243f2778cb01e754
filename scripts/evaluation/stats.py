"""Shares and means with 95 % intervals: bootstrap by clip, and Wilson for few cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

SEED: Final = 20240
ROUNDS: Final = 2000
_Z: Final = 1.959964  # 97.5 % of the normal distribution


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; `n` cases from `clips` clips."""

    value: float
    low: float
    high: float
    n: int
    clips: int


def ratio(sums: Sequence[float], counts: Sequence[float], *, seed: int = SEED) -> Estimate | None:
    """Sum of the sums over the sum of the counts, with a bootstrap interval by clip.

    Reps and poses of one clip are alike, so whole clips are drawn, with replacement.

    Args:
        sums: one for each clip.
        counts: one for each clip; clips with none are left out.
        seed: of the draws; the same input gives the same interval.

    Returns:
        None without any case.
    """
    kept = [(one, count) for one, count in zip(sums, counts, strict=True) if count > 0]
    if not kept:
        return None
    tops, bottoms = np.array(kept, dtype=np.float64).T
    drawn = np.random.default_rng(seed).integers(0, len(kept), size=(ROUNDS, len(kept)))
    values = tops[drawn].sum(axis=1) / bottoms[drawn].sum(axis=1)
    low, high = np.percentile(values, [2.5, 97.5])
    return Estimate(
        value=float(tops.sum() / bottoms.sum()),
        low=float(low),
        high=float(high),
        n=round(bottoms.sum()),
        clips=len(kept),
    )


def wilson(hits: int, cases: int) -> tuple[float, float] | None:
    """Wilson's 95 % interval of a share (E. B. Wilson 1927); None without any case."""
    if cases == 0:
        return None
    share, z2 = hits / cases, _Z * _Z
    middle = share + z2 / (2 * cases)
    reach = _Z * sqrt(share * (1 - share) / cases + z2 / (4 * cases * cases))
    scale = 1 + z2 / cases
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
