"""Sub-scores to a rep's score, reps' scores to a set's, 0..100 (spec/angle-core.md §5)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Final

from exercises.events import Rep
from exercises.spec import Judgement

WEIGHTS: Final = {
    "alignment": 0.40,
    "range": 0.25,
    "control": 0.15,
    "symmetry": 0.10,
    "stability": 0.10,
}
_ONE_SIDED: Final = {**WEIGHTS, "alignment": 0.50, "symmetry": 0.0}

MIN_WEIGHT: Final = 0.65
"""With less than this share of the weight measured a rep is not judged."""

_MIN_JUDGED: Final = 3
_TELLING: Final = 0.5
"""Points; a smaller loss disappears in rounding."""


def lin(value: float, good: float, bad: float) -> float:
    """100 at `good` or better, 0 at `bad` or worse, a straight line between."""
    return 100.0 * min(1.0, max(0.0, (bad - value) / (bad - good)))


def reached(signal: float) -> float:
    """Range sub-score: 100 at the target, 0 at half of it."""
    return 100.0 * min(1.0, max(0.0, (signal - 0.5) / 0.5))


def graded(value: float | None, good: float, bad: float) -> float | None:
    """As `lin`; None for what was not measured."""
    return None if value is None else lin(value, good, bad)


def control(lowering_s: float | None, target_s: float, roughness: float | None) -> float | None:
    """Half tempo of the lowering phase, half smoothness; None without a measured smoothness."""
    lowering_s = lowering_s or 0.0
    if roughness is None or not (math.isfinite(lowering_s) and math.isfinite(roughness)):
        return None
    tempo = 100.0 * min(1.0, max(0.0, lowering_s / target_s))
    return 0.5 * tempo + 0.5 * lin(roughness, 2.2, 4.0)


@dataclass(frozen=True, slots=True)
class RepScore:
    """What one rep is worth.

    Attributes:
        points: 0..100, None when not judged.
        reason: why it was not judged, else None.
        sub_scores: 0..100 by name, None where not measured; empty when not judged.
        lost: points lost by sub-score and by "cap", most first, zeros left out.
    """

    points: int | None
    reason: str | None = None
    sub_scores: Mapping[str, int | None] = field(default_factory=dict)
    lost: Mapping[str, float] = field(default_factory=dict)


def of_rep(judgement: Judgement) -> RepScore:
    """Weighted mean of the measured sub-scores, capped; unscored without alignment (spec §5)."""
    if judgement.unscored_reason is not None:
        return RepScore(None, judgement.unscored_reason)
    parts = {name: _measured(getattr(judgement, name)) for name in WEIGHTS}
    known = {name: value for name, value in parts.items() if value is not None}
    weights = _ONE_SIDED if judgement.one_sided else WEIGHTS
    weight = sum(weights[name] for name in known)
    if "alignment" not in known:
        return RepScore(None, "alignment_not_seen")
    if weight < MIN_WEIGHT - 1e-9:
        return RepScore(None, "too_little_seen")
    mean = sum(weights[name] * value for name, value in known.items()) / weight
    lost = {name: weights[name] * (100.0 - value) / weight for name, value in known.items()}
    lost["cap"] = max(0.0, mean - judgement.cap)
    ordered = sorted(lost.items(), key=lambda item: -item[1])
    return RepScore(
        points=round(min(mean, judgement.cap)),
        sub_scores={n: None if v is None else round(v) for n, v in parts.items()},
        lost={name: round(points, 1) for name, points in ordered if points >= _TELLING},
    )


@dataclass(frozen=True, slots=True)
class SetScore:
    """What a set is worth (spec §5).

    Attributes:
        points: 0..100, None with fewer than three judged reps.
        decay: share by which the last three judged reps fell below the first three; 0 with fewer
            than six.
        judged: reps with a score.
        counted: all counted reps.
    """

    points: int | None
    decay: float
    judged: int
    counted: int


def of_set(scores: Sequence[int | None]) -> SetScore:
    """Mean of the judged reps, the lowest dropped from six on, less up to 10 for fading."""
    known = [score for score in scores if score is not None]
    if len(known) < _MIN_JUDGED:
        return SetScore(None, 0.0, len(known), len(scores))
    decay, kept = 0.0, known
    if len(known) >= 2 * _MIN_JUDGED:
        decay = max(0.0, 1.0 - fmean(known[-_MIN_JUDGED:]) / max(1.0, fmean(known[:_MIN_JUDGED])))
        kept = sorted(known)[1:]
    faded = min(10.0, max(0.0, (decay - 0.10) / 0.10 * 5.0))
    points = max(0, round(fmean(kept) - faded))
    return SetScore(points, round(decay, 2), len(known), len(scores))


def of_reps(reps: Sequence[Rep]) -> SetScore:
    """The set score of finished reps; for holds what they add up to (spec §2.4).

    A hold's score is its share of the target times its alignment, so several holds of a side make
    up for one that was broken off.
    """
    scores = [rep.score for rep in reps]
    if not any("held_s" in rep.measures for rep in reps):
        return of_set(scores)
    known = [score for score in scores if score is not None]
    points = min(100, sum(known)) if known else None
    return SetScore(points, 0.0, len(known), len(scores))


def _measured(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
