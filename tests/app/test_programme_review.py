"""A plateau needs steady training, re-tests weeks apart, and something left to improve."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mirror.programme.load import Load
from mirror.programme.past import Past
from mirror.programme.person import Body
from mirror.programme.plateau import Advice
from mirror.programme.records import ExerciseRecord, Pain, SessionRecord, SetRecord
from mirror.programme.retest import Retest
from mirror.programme.review import advice_of, score_slope, standing_of

MONDAY = date(2026, 1, 5)
TODAY = MONDAY + timedelta(days=56)


def session(day: int, **scores: int) -> SessionRecord:
    return SessionRecord(
        MONDAY + timedelta(days=day),
        tuple(
            ExerciseRecord(name, Load(1, 2), (SetRecord("both", 8, 8, score),))
            for name, score in scores.items()
        ),
    )


def course(*, every: tuple[int, ...] = (0, 2, 4), fppa: tuple[float, float] = (9.0, 9.0)) -> Past:
    days = [7 * week + day for week in range(8) for day in every]
    first, last = fppa
    retests = tuple(
        Retest(MONDAY + timedelta(days=7 * n), last if n > 3 else first, 0.2, 0.2) for n in range(8)
    )
    return Past(tuple(session(day, squat=75) for day in days), retests=retests)


def test_steady_training_without_a_change_is_said() -> None:
    found = advice_of(course(), TODAY)
    assert found is not None
    assert (found.route, found.reason.key) == ("therapist", "flag.no_improvement")
    assert found.reason.values == {"weeks": 8, "sessions": 24}


def test_worse_beyond_the_error_has_its_own_words() -> None:
    found = advice_of(course(fppa=(5.0, 14.0)), TODAY)
    assert found is not None
    assert found.reason.key == "flag.measures_worse"


@pytest.mark.parametrize(
    "past",
    [
        course(every=(0,)),
        course(fppa=(12.0, 2.0)),
        replace(course(), retests=course().retests[:4]),
        replace(course(), retests=course().retests[-3:]),
        replace(course(), retests=()),
        # Nothing left to improve.
        replace(
            course(),
            retests=tuple(
                replace(r, fppa_deg=1.0, kmd_left=0.05, kmd_right=0.05) for r in course().retests
            ),
        ),
    ],
    ids=["once a week", "better", "only early", "only late", "never", "good already"],
)
def test_not_steady_not_compared_or_nothing_left_says_nothing(past: Past) -> None:
    assert advice_of(past, TODAY) is None


def test_old_retests_say_nothing_of_today() -> None:
    assert advice_of(course(), TODAY + timedelta(days=60)) is None


def test_an_exercise_that_joins_with_low_scores_is_no_step_back() -> None:
    past = Past(
        (
            session(0, squat=70),
            session(7, squat=72),
            session(14, squat=74, single_leg_squat=40),
            session(21, squat=76, single_leg_squat=42),
        )
    )
    assert score_slope(past, MONDAY + timedelta(days=22)) == pytest.approx(2.0)
    assert score_slope(past, TODAY + timedelta(days=60)) is None
    assert score_slope(past, MONDAY) is None
    assert score_slope(Past(), TODAY) is None


LEFT_IN = Body(together_left_deg=9, apart_left_deg=10, together_right_deg=1, apart_right_deg=1)


@pytest.mark.parametrize(
    ("last", "key"),
    [
        (Retest(MONDAY, single_left_deg=12, single_right_deg=3), "standing.inward_too"),
        (Retest(MONDAY, single_left_deg=3, single_right_deg=12), "standing.movement"),
        (Retest(MONDAY, 12, kmd_left=0.2, kmd_right=0.1), "standing.inward_too"),
        (Retest(MONDAY, 12, kmd_left=0.1, kmd_right=0.2), "standing.movement"),
        (Retest(MONDAY, single_left_deg=12), None),
    ],
)
def test_standing_and_moving_of_the_worse_knee(last: Retest, key: str | None) -> None:
    found = standing_of([Retest(MONDAY), replace(last, standing=LEFT_IN)])
    reason = found.reason if isinstance(found, Advice) else found
    assert (reason and reason.key) == key


def test_practice_and_nothing_say_nothing() -> None:
    practice = Retest(MONDAY, single_left_deg=12, single_right_deg=3, standing=LEFT_IN)
    assert standing_of([practice]) is None
    assert standing_of([]) is None


def test_a_trend_to_the_better_is_not_about_the_same() -> None:
    assert advice_of(course(fppa=(12.0, 7.5)), TODAY) is None


def test_worse_in_one_retest_waits_for_the_next() -> None:
    past = course()
    last = replace(past.retests[-1], fppa_deg=20.0)
    assert advice_of(replace(past, retests=(*past.retests[:-1], last)), TODAY) is None


@pytest.mark.parametrize(
    ("pain", "key"),
    [(Pain(3, 3), "flag.pain_stays"), (Pain(1, 4), "flag.pain_stays"), (Pain(1, 2), None)],
)
def test_pain_that_stays_is_somebody_s_to_look_at(pain: Pain, key: str | None) -> None:
    sessions = [session(day, squat=75) for day in range(0, 28, 3)]
    aching = [
        replace(one, exercises=tuple(replace(each, pain=pain) for each in one.exercises))
        for one in sessions
    ]
    found = advice_of(Past(tuple(aching)), MONDAY + timedelta(days=27))
    assert (found and found.reason.key) == key
    assert advice_of(Past(tuple(aching)), MONDAY + timedelta(days=60)) is None
