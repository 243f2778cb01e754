"""The weekly re-test: 5 squats and 3 single-leg squats a side at a fixed mark (spec section 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final

from exercises.events import Rep
from mirror.programme.person import NOT_MEASURED, Body

EVERY_DAYS: Final = 7
SQUATS: Final = 5
SINGLE_LEG: Final = 3
"""Of each side."""
LEAST: Final = 3
"""Squats with a value; fewer are no mean (as with a set: `exercises.score`)."""
LEAST_SINGLE: Final = 2


@dataclass(frozen=True, slots=True)
class Retest:
    """One re-test; None where it was not measured.

    Attributes:
        day: when.
        fppa_deg: mean FPPA of both legs, mean of the middle 3 of 5 squats, degrees, + = inward.
        kmd_left, kmd_right: knee over toe, + = inside, in standing shanks, likewise.
        nki: knee separation index (spec §1.3), likewise.
        depth_deg: knee flexion, likewise.
        single_left_deg, single_right_deg: corrected FPPA of the standing leg, mean of 3
            single-leg squats, degrees.
        standing: standing alignment measured with it.
    """

    day: date
    fppa_deg: float | None = None
    kmd_left: float | None = None
    kmd_right: float | None = None
    nki: float | None = None
    depth_deg: float | None = None
    single_left_deg: float | None = None
    single_right_deg: float | None = None
    standing: Body = NOT_MEASURED


def measured(
    day: date, squats: Sequence[Rep], left: Sequence[Rep], right: Sequence[Rep], standing: Body
) -> Retest:
    """What the reps of a re-test come to.

    A rep that was not judged still counts for each measure it has: a score needs more than one.

    Args:
        day: when.
        squats: in their order.
        left: single-leg squats standing on the left leg.
        right: on the right leg.
        standing: of the same day.
    """
    return Retest(
        day=day,
        fppa_deg=_middle(squats, "fppa_mean_deg"),
        kmd_left=_middle(squats, "knee_medial_left_shank"),
        kmd_right=_middle(squats, "knee_medial_right_shank"),
        nki=_middle(squats, "knee_index_ratio"),
        depth_deg=_middle(squats, "knee_flexion_deg"),
        single_left_deg=_single(left),
        single_right_deg=_single(right),
        standing=standing,
    )


def due(retests: Sequence[Retest], today: date) -> bool:
    """Whether a week has passed since the last one. One dated later, by a wrong clock, is none."""
    days = [one.day for one in retests if one.day <= today]
    return not days or (today - max(days)).days >= EVERY_DAYS


def _known(reps: Sequence[Rep], measure: str) -> list[float]:
    return [value for rep in reps if (value := rep.measures.get(measure)) is not None]


def _middle(squats: Sequence[Rep], measure: str) -> float | None:
    """The mean without the first and the last of four or five; of three the mean of all."""
    known = _known(squats[:SQUATS], measure)
    if len(known) < LEAST:
        return None
    return fmean(known[1:-1] if len(known) > LEAST else known)


def _single(reps: Sequence[Rep]) -> float | None:
    known = _known(reps[:SINGLE_LEG], "fppa_deg")
    return fmean(known) if len(known) >= LEAST_SINGLE else None
