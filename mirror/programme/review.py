"""What weeks of training and re-tests together say: a plateau, and standing against moving."""

from collections.abc import Sequence
from datetime import date
from statistics import fmean
from typing import Final

from mirror.programme import plateau
from mirror.programme.comparison import change, worse_kmd
from mirror.programme.past import Past
from mirror.programme.plateau import Advice
from mirror.programme.progression import score_of
from mirror.programme.reason import Reason
from mirror.programme.retest import Retest
from mirror.programme.standing import compare
from mirror.programme.week import STRETCH, programme_week, trained_days

APART_DAYS: Final = 28
"""Between the compared re-tests, and since the last: training needs the time (a design choice)."""
GOOD_FPPA_DEG: Final = 3.0
GOOD_KMD: Final = 0.10
"""Amber begins above (spec section 2.3, SQ2): up to there nothing is left to improve."""


def advice_of(past: Past, today: date) -> Advice | None:
    """Who can check why steady training changes nothing; None when there is nothing to say.

    "Steadily" is meant: only weeks with enough training count, and the re-tests compared must lie
    weeks apart and the last of them not long ago.
    """
    trained = trained_days(past, today)
    retests = [one for one in past.retests if one.day <= today]
    comparison = change(retests)
    points = comparison.fppa.points
    if not points or (points[-1].day - points[0].day).days < APART_DAYS:
        return None
    if (today - points[-1].day).days > APART_DAYS or _good(retests[-1]):
        return None
    return plateau.advice(
        weeks=programme_week(trained, today) - 1,
        sessions=len(trained),
        change=comparison.change,
        mdc_deg=comparison.fppa.mdc,
        score_slope=score_slope(past, today),
    )


def score_slope(past: Past, today: date) -> float | None:
    """How the scores of training rise, points a week; None without two weeks of any exercise.

    Each exercise is measured against its own mean: one that joins later, with the low scores of
    the beginning, is no step back.
    """
    scores: dict[str, list[tuple[float, float]]] = {}
    for session in past.sessions:
        if session.kind != "training" or session.day > today:
            continue
        week = (session.day - past.sessions[0].day).days / 7
        for one in session.exercises:
            score = score_of(one)
            if score is not None and one.exercise != STRETCH:
                scores.setdefault(one.exercise, []).append((week, score))
    return plateau.slope([pair for pairs in scores.values() for pair in _about_the_mean(pairs)])


def standing_of(retests: Sequence[Retest]) -> Reason | Advice | None:
    """What standing and moving say together of the worse knee, from the last re-test.

    The worse knee is the one further inward in the single-leg squat; without both of them, in the
    squat. None when something was not measured, nothing stands out, or it was the practice one.
    """
    if len(retests) <= 1:
        return None
    last, body = retests[-1], retests[-1].standing
    left, right = last.single_left_deg, last.single_right_deg
    if left is not None and right is not None:
        is_left, moving = left >= right, max(left, right)
    elif last.kmd_left is not None and last.kmd_right is not None and last.fppa_deg is not None:
        is_left, moving = last.kmd_left >= last.kmd_right, last.fppa_deg
    else:
        return None
    if is_left:
        return compare(body.together_left_deg, body.apart_left_deg, moving)
    return compare(body.together_right_deg, body.apart_right_deg, moving)


def _good(last: Retest) -> bool:
    kmd = worse_kmd(last)
    return (
        last.fppa_deg is not None
        and last.fppa_deg <= GOOD_FPPA_DEG
        and kmd is not None
        and kmd <= GOOD_KMD
    )


def _about_the_mean(pairs: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    week, score = (fmean(column) for column in zip(*pairs, strict=True))
    return [(x - week, y - score) for x, y in pairs]
