"""Which measures a therapist gets, in their order, and when a change of one is called a change.

As with the re-test (`mirror.programme.comparison`), a change counts only beyond the error. The
smallest such change is 2.77 times the spread between sessions, of which at least what the method
itself errs by is taken (spec/angle-core.md section 3, "Change rule").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Final, Literal

from exercises.events import Side
from mirror.programme.plateau import BASELINE, KMD_MDC, LEAST_SD_DEG, MDC_FACTOR
from mirror.report import accuracy

Verdict = Literal["early", "within", "rose", "fell", "not_called"]

PERCENT: Final = 100.0
_PUBLISHED_SD_DEG: Final = 3.0
"""FPPA of a single-leg squat, not measured by us: SEM 2.7-3.0 degrees between days (Munro,
Herrington & Carolan 2012; spec section 3)."""
LEAST_REPS: Final = 3
"""Of a session, as of a set's score (`exercises.score`)."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Attributes:
        exercise: whose reps have it.
        key: its name in their measures.
        word: last part of its text key.
        side: of the body; None: of both. Told by the key, or by the rep where `by_rep`.
        by_rep: only reps of that side count.
        unit: shown after a value.
        scale: shown value per stored one.
        digits: after the point.
        floor: least spread between sessions, in the unit shown; None: its error is not known.
        fixed: smallest change beyond the error where it is no matter of spread.
        least: fewest reps a session.
    """

    exercise: str
    key: str
    word: str
    side: Side | None = None
    by_rep: bool = False
    unit: str = "°"
    scale: float = 1.0
    digits: int = 1
    floor: float | None = None
    fixed: float | None = None
    least: int = LEAST_REPS


def _sides(exercise: str, key: str, word: str, floor: float, least: int) -> tuple[Measure, ...]:
    return (
        Measure(exercise, key, word, "left", by_rep=True, floor=floor, least=least),
        Measure(exercise, key, word, "right", by_rep=True, floor=floor, least=least),
    )


def _toe(side: Side) -> Measure:
    return Measure(
        "squat",
        f"knee_medial_{side}_shank",
        "toe",
        side,
        unit="%",
        scale=PERCENT,
        fixed=PERCENT * KMD_MDC,
    )


def _at_least(measured: accuracy.Accuracy) -> float:
    return max(LEAST_SD_DEG, measured.error)


RETEST: Final = Measure("retest", "fppa_deg", "fppa", floor=LEAST_SD_DEG)
"""The weekly check, which `mirror.programme.comparison` judges."""

MEASURES: Final[tuple[Measure, ...]] = (
    Measure("squat", "fppa_mean_deg", "fppa", floor=LEAST_SD_DEG),
    Measure("squat", "fppa_left_deg", "fppa", "left", floor=_at_least(accuracy.FPPA_SIDE)),
    Measure("squat", "fppa_right_deg", "fppa", "right", floor=_at_least(accuracy.FPPA_SIDE)),
    _toe("left"),
    _toe("right"),
    # Its error is nowhere measured, and it depends on how wide somebody stands (spec 1.3).
    Measure("squat", "separation_ratio", "kasr", unit="", digits=2),
    Measure("squat", "knee_flexion_deg", "flexion", floor=_at_least(accuracy.FLEXION)),
    *_sides("single_leg_squat", "fppa_deg", "fppa", _PUBLISHED_SD_DEG, LEAST_REPS),
    *_sides("clamshell", "opening_deg", "opening", _at_least(accuracy.CLAM), LEAST_REPS),
    *_sides("single_leg_deadlift", "hinge_deg", "hinge", _at_least(accuracy.HINGE), LEAST_REPS),
    # A set is one hold.
    *_sides("hip_flexor_stretch", "hip_extension_deg", "extension", _at_least(accuracy.HIP), 1),
)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a measure.

    Attributes:
        base: mean of the first sessions; None with too few for a comparison.
        latest: mean of the last ones, likewise.
        error: the smallest change beyond the error; None: not known.
        verdict: see `Verdict`.
    """

    base: float | None
    latest: float | None
    error: float | None
    verdict: Verdict


def change_of(measure: Measure, values: Sequence[float]) -> Change:
    """The last sessions against the first ones; both groups must be whole and apart.

    Args:
        measure: which.
        values: a mean of each session, oldest first, in the unit shown.
    """
    if len(values) < 2 * BASELINE:
        return Change(None, None, None, "early")
    first, last = values[:BASELINE], values[-BASELINE:]
    base, latest = fmean(first), fmean(last)
    error = measure.fixed
    if error is None and measure.floor is not None:
        error = MDC_FACTOR * max(stdev(first), measure.floor)
    return Change(base, latest, error, verdict_of(latest - base, error))


def least_error(measure: Measure) -> float | None:
    """The smallest error a measure can have, in the unit shown; None: not known."""
    if measure.fixed is not None:
        return measure.fixed
    return None if measure.floor is None else MDC_FACTOR * measure.floor


def verdict_of(change: float, error: float | None) -> Verdict:
    """Whether a change is one."""
    if error is None:
        return "not_called"
    if abs(change) < error:
        return "within"
    return "rose" if change > 0 else "fell"
