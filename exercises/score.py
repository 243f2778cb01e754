"""Sub-scores to one score, 0..100 (spec/angle-core.md §5)."""

import math
from typing import Final

from exercises.spec import Judgement

WEIGHTS: Final = {
    "alignment": 0.40,
    "range": 0.25,
    "control": 0.15,
    "symmetry": 0.10,
    "stability": 0.10,
}
MIN_WEIGHT: Final = 0.65
"""With less than this share of the weight measured a rep is not judged."""


def lin(value: float, good: float, bad: float) -> float:
    """100 at `good` or better, 0 at `bad` or worse, a straight line between."""
    return 100.0 * min(1.0, max(0.0, (bad - value) / (bad - good)))


def reached(signal: float) -> float:
    """Range sub-score: 100 at the target, 0 at half of it."""
    return 100.0 * min(1.0, max(0.0, (signal - 0.5) / 0.5))


def control(lowering_s: float, target_s: float, roughness: float) -> float | None:
    """Half tempo of the lowering phase, half smoothness."""
    if not (math.isfinite(lowering_s) and math.isfinite(roughness)):
        return None
    tempo = 100.0 * min(1.0, max(0.0, lowering_s / target_s))
    return 0.5 * tempo + 0.5 * lin(roughness, 2.2, 4.0)


def total(judgement: Judgement) -> tuple[int | None, str | None]:
    """The score, or None and the reason why the rep is not judged."""
    if judgement.unscored_reason is not None:
        return None, judgement.unscored_reason
    parts = {
        name: value
        for name in WEIGHTS
        if (value := getattr(judgement, name)) is not None and math.isfinite(value)
    }
    weight = sum(WEIGHTS[name] for name in parts)
    if "alignment" not in parts:
        return None, "alignment_not_seen"
    if weight < MIN_WEIGHT - 1e-9:
        return None, "too_little_seen"
    mean = sum(WEIGHTS[name] * value for name, value in parts.items()) / weight
    return round(min(mean, judgement.cap)), None
