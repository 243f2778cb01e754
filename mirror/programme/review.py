"""What weeks of training say: pain that stays, a plateau, and standing against moving."""

from collections.abc import Sequence
from datetime import date
from statistics import fmean
from typing import Final

from mirror.programme import plateau
from mirror.programme.comparison import WOBBLE_DEG, Series, change, worse_kmd
from mirror.programme.pain import AMBER_FROM
from mirror.programme.past import Past
from mirror.programme.plateau import Advice, Change
from mirror.programme.progression import score_of
from mirror.programme.reason import Reason
from mirror.programme.records import SessionRecord
from mirror.programme.retest import Retest
from mirror.programme.standing import compare
from mirror.programme.week import STRETCH, programme_week, trained_days

APART_DAYS: Final = 28
"""Between the compared re-tests, and since the last: training needs the time (a design choice)."""
LATEST: Final = 3
"""Re-tests that must agree: one alone crosses the error now and then (a design choice)."""
GOOD_FPPA_DEG: Final = 3.0
GOOD_KMD: Final = 0.10
"""Amber begins above (spec section 2.3, SQ2): up to there nothing is left to improve."""

SLOPE_DAYS: Final = 42
"""The six weeks of the trigger: over longer ones the first weeks, steep for all, would hide that
nothing rises any more."""

SAME: Final = "flag.no_improvement"

ACHE_DAYS: Final = 28
ACHE_SESSIONS: Final = 9
ACHE_SHARE: Final = 2 / 3
"""Amber in most sessions of four weeks is no red flag (those are asked), but no plan's matter
either: training around it is right, and somebody should know why (a design choice)."""


def advice_of(past: Past, today: date) -> Advice | None:
    """Who can check why pain stays or steady training changes nothing; None: nothing to say."""
    return _ache(past, today) or _plateau(past, today)


def score_slope(past: Past, today: date) -> float | None:
    """How the scores of the last weeks rise, points a week; None when that cannot be told.

    Each exercise is measured against its own mean: one that joins later, with the low scores of
    the beginning, is no step back.
    """
    scores: dict[str, list[tuple[float, float]]] = {}
    for session in past.sessions:
        days = (today - session.day).days
        if session.kind != "training" or not 0 <= days < SLOPE_DAYS:
            continue
        for one in session.exercises:
            score = score_of(one)
            if score is not None and one.exercise != STRETCH:
                scores.setdefault(one.exercise, []).append((-days / 7, score))
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


def _ache(past: Past, today: date) -> Advice | None:
    worst = [
        told
        for one in past.sessions
        if 0 <= (today - one.day).days < ACHE_DAYS and (told := _worst(one)) is not None
    ]
    aching = sum(one >= AMBER_FROM for one in worst)
    if len(worst) < ACHE_SESSIONS or aching < ACHE_SHARE * len(worst):
        return None
    return Advice(Reason("flag.pain_stays", {"sessions": len(worst)}), "therapist")


def _worst(session: SessionRecord) -> int | None:
    pains = [one.pain for one in session.exercises]
    answers = [answer for one in pains for answer in (one.before, one.after)]
    return max((one for one in answers if one is not None), default=None)


def _plateau(past: Past, today: date) -> Advice | None:
    """Only weeks with enough training count as steady; the re-tests lie weeks apart.

    One re-test crosses the error now and then: the best of the latest speaks. A trend to the
    better is told "keep going" (spec section 3) and is not "about the same".
    """
    trained = trained_days(past, today)
    retests = [one for one in past.retests if one.day <= today]
    comparison = change(retests)
    points = comparison.fppa.points
    if not points or (points[-1].day - points[0].day).days < APART_DAYS:
        return None
    if (today - points[-1].day).days > APART_DAYS or _good(retests[-LATEST:]):
        return None
    best = Change(_best(comparison.fppa), _best(comparison.kmd))
    if best.fppa_deg is not None and best.fppa_deg <= -WOBBLE_DEG:
        return None
    found = plateau.advice(
        weeks=programme_week(trained, today) - 1,
        sessions=len(trained),
        change=best,
        mdc_deg=comparison.fppa.mdc,
        score_slope=score_slope(past, today),
    )
    # Worse in the last one only is neither "about the same" nor sure: the next one tells.
    waits = comparison.verdict == "worse" and found is not None and found.reason.key == SAME
    return None if waits else found


def _best(series: Series) -> float | None:
    if series.baseline is None or series.change is None:
        return None
    return min(one.value for one in series.points[1:][-LATEST:]) - series.baseline


def _good(latest: Sequence[Retest]) -> bool:
    fppa = [one.fppa_deg for one in latest if one.fppa_deg is not None]
    kmd = [both for one in latest if (both := worse_kmd(one)) is not None]
    if not fppa or not kmd:
        return False
    return fmean(fppa) <= GOOD_FPPA_DEG and fmean(kmd) <= GOOD_KMD


def _about_the_mean(pairs: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    week, score = (fmean(column) for column in zip(*pairs, strict=True))
    return [(x - week, y - score) for x, y in pairs]
