"""What the progress scene shows comes from what was done, answered and judged."""

from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter

import pytest

from mirror.programme.load import Load
from mirror.programme.past import RECENT, Past
from mirror.programme.progress import SESSIONS, progress_of
from mirror.programme.records import ExerciseRecord, Pain, SessionRecord, SetRecord
from mirror.programme.retest import Retest

MONDAY = date(2026, 1, 5)
NAMES = ("hip_flexor_stretch", "clamshell", "side_step", "squat", "single_leg_deadlift")


def day(number: int) -> date:
    """Mondays, Wednesdays and Fridays."""
    return MONDAY + timedelta(days=number // 3 * 7 + number % 3 * 2)


def session(number: int, *, score: int | None = 80, kmd: float | None = 0.1) -> SessionRecord:
    done = SetRecord("both", 8, 8, score, {"range": 70 + number % 9, "symmetry": None}, kmd=kmd)
    return SessionRecord(
        day(number),
        tuple(
            ExerciseRecord(name, Load(1, 3), (done,) * 3, pain=Pain(after=number % 4))
            for name in NAMES
        ),
    )


PAST = Past(
    tuple(session(n, kmd=0.2 if n < 3 else 0.1) for n in range(RECENT)),
    retests=tuple(Retest(day(3 * n), 9.0, 0.2, 0.2) for n in range(20)),
)


def test_weeks_end_with_this_one() -> None:
    found = progress_of(PAST, day(RECENT) + timedelta(days=1)).adherence
    assert len(found.weeks) == 12
    assert found.weeks[-1] == (day(RECENT), 0)
    assert [count for _, count in found.weeks[:-1]] == [3] * 11
    assert (found.streak, found.this_week, found.of) == (20, 0, 3)


def test_the_last_sessions_are_shown() -> None:
    found = progress_of(PAST, day(RECENT))
    squat = next(one for one in found.exercises if one.exercise == "squat")
    assert [one.exercise for one in found.exercises] == list(NAMES)
    assert len(squat.scores) == len(squat.kmd.points) == len(found.pain) == SESSIONS
    assert found.pain[-1].value == (RECENT - 1) % 4
    assert (squat.range, squat.symmetry) == (70 + (RECENT - 1) % 9, None)


def test_the_error_lies_around_the_first_three() -> None:
    kmd = progress_of(PAST, day(RECENT)).exercises[0].kmd
    assert kmd.band == pytest.approx((0.13, 0.27))
    assert kmd.change == pytest.approx(-0.1)
    two = Past(tuple(session(n) for n in range(2)))
    assert progress_of(two, day(2)).exercises[0].kmd.band is None


def test_what_was_not_told_or_judged_is_left_out() -> None:
    silent = session(0, score=None, kmd=None)
    quiet = replace(silent, exercises=tuple(replace(one, pain=Pain()) for one in silent.exercises))
    found = progress_of(Past((quiet,)), day(1))
    assert found.pain == ()
    assert (found.exercises[0].scores, found.exercises[0].kmd.points) == ((), ())
    assert found.retest.reason.key == "retest.none"


def test_nothing_yet_is_nothing() -> None:
    found = progress_of(Past(), MONDAY)
    assert (found.exercises, found.pain, found.adherence.streak) == ((), (), 0)


def test_days_to_come_are_not_shown() -> None:
    assert len(progress_of(PAST, day(3)).pain) == 4


def test_it_is_quick() -> None:
    times = []
    for _ in range(5):
        begin = perf_counter()
        progress_of(PAST, day(RECENT))
        times.append(perf_counter() - begin)
    assert min(times) < 0.02
