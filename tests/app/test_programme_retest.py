"""The weekly re-test: what is measured, when it is due, and what counts as a change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.events import Rep
from mirror.programme.comparison import change
from mirror.programme.person import NOT_MEASURED, Body
from mirror.programme.plateau import KMD_MDC
from mirror.programme.retest import Retest, due, measured

MONDAY = date(2026, 1, 5)


def rep(score: int | None = 90, **measures: float | None) -> Rep:
    return Rep(1, None, 0.0, 1.0, 2.0, score, None, measures, ())


def squats(*fppa: float | None, score: int | None = 90) -> list[Rep]:
    return [rep(score, fppa_mean_deg=one) for one in fppa]


def weekly(*fppa: float | None, kmd: Sequence[float | None] = ()) -> list[Retest]:
    kmds = [*kmd, *[None] * (len(fppa) - len(kmd))]
    return [
        Retest(MONDAY + timedelta(days=7 * n), one, kmd_left=side, kmd_right=side)
        for n, (one, side) in enumerate(zip(fppa, kmds, strict=True))
    ]


@pytest.mark.parametrize(
    ("fppa", "expected"),
    [
        ((100, 1, 2, 3, 100), 2.0),
        ((100, 1, 3, 100), 2.0),
        ((1, 2, 6), 3.0),
        ((1, None, 2, None, 6), 3.0),
        ((100, 1, 2, 3, 100, 50, 50), 2.0),
        ((1, None, 2, None), None),
        ((), None),
    ],
)
def test_the_middle_three_of_five(fppa: tuple[float | None, ...], expected: float | None) -> None:
    assert measured(MONDAY, squats(*fppa), (), (), NOT_MEASURED).fppa_deg == expected


def test_what_was_measured_counts_without_a_score() -> None:
    found = measured(MONDAY, squats(1, 2, 3, score=None), (), (), NOT_MEASURED)
    assert (found.fppa_deg, found.kmd_left) == (2.0, None)


def test_each_measure_goes_to_its_place() -> None:
    one = rep(
        fppa_mean_deg=1.0,
        knee_medial_left_shank=0.125,
        knee_medial_right_shank=0.25,
        knee_index_ratio=0.875,
        knee_flexion_deg=80.0,
    )
    body = Body(apart_left_deg=3.0)
    left, right = [rep(fppa_deg=4.0)] * 2, [rep(fppa_deg=6.0)]
    assert measured(MONDAY, [one] * 5, left, right, body) == Retest(
        MONDAY,
        1.0,
        0.125,
        0.25,
        0.875,
        80.0,
        4.0,
        None,
        body,
    )


@pytest.mark.parametrize(("days", "expected"), [(0, False), (6, False), (7, True), (50, True)])
def test_it_is_due_weekly(days: int, expected: bool) -> None:  # noqa: FBT001 - a table
    assert due([Retest(MONDAY)], MONDAY + timedelta(days=days)) == expected


def test_it_is_due_at_first_and_a_date_to_come_is_none() -> None:
    assert due([], MONDAY)
    assert due([Retest(MONDAY + timedelta(days=4000))], MONDAY)


@pytest.mark.parametrize(
    ("retests", "verdict", "key"),
    [
        (weekly(), "too_early", "retest.none"),
        (weekly(30.0), "too_early", "retest.practice"),
        (weekly(30.0, 10.0), "too_early", "retest.once_more"),
        (weekly(30.0, None), "too_early", "retest.not_measured"),
        # The first one was practice: from 30 to 10 is no change.
        (weekly(30.0, 10.0, 10.0), "same", "retest.same"),
        (weekly(0.0, 10.0, 6.1), "same", "retest.same"),
        (weekly(0.0, 10.0, 5.0), "trend", "retest.trend"),
        (weekly(0.0, 10.0, 15.0), "trend", "retest.trend_worse"),
        (weekly(0.0, 10.0, 2.0), "better", "retest.better"),
        (weekly(0.0, 10.0, 18.0), "worse", "retest.worse"),
        (weekly(0.0, 10.0, 2.0, None), "better", "retest.better"),
        (weekly(0.0, 1.0, 1.0, kmd=(0.0, 0.2, 0.13)), "better", "retest.better_knee"),
        (weekly(0.0, 1.0, 1.0, kmd=(0.0, 0.1, 0.18)), "worse", "retest.worse_knee"),
        (weekly(0.0, 10.0, 1.0, kmd=(0.0, 0.1, 0.18)), "same", "retest.mixed"),
    ],
)
def test_the_tiers_of_the_specification(retests: list[Retest], verdict: str, key: str) -> None:
    found = change(retests)
    assert (found.verdict, found.reason.key) == (verdict, key)


def test_three_that_count_give_the_own_error() -> None:
    assert change(weekly(0.0, 10.0, 10.0)).fppa.mdc == 8.0
    own = change(weekly(0.0, 10.0, 10.0, 10.0, 4.0))
    assert own.fppa.mdc == pytest.approx(5.54)
    assert own.fppa.band == pytest.approx((4.46, 15.54))
    assert own.verdict == "better"
    assert own.reason.values == {"error_deg": 5.5, "change_deg": 6.0}
    assert change(weekly(0.0, 10.0, 14.0, 6.0, 4.0)).verdict == "trend"


def test_the_worse_knee_is_only_known_with_both() -> None:
    one, two, three = weekly(0.0, 1.0, 1.0, kmd=(0.0, 0.1, 0.1))
    assert change([one, two, replace(three, kmd_left=0.3)]).kmd.change == pytest.approx(0.2)
    assert change([one, two, replace(three, kmd_left=None)]).kmd.change is None


MAYBE = st.one_of(st.none(), st.floats(-30, 30))


@given(st.lists(MAYBE, max_size=12), st.lists(st.floats(-0.3, 0.3), max_size=12))
def test_no_change_is_called_one_inside_the_band(
    fppa: list[float | None], kmd: list[float]
) -> None:
    found = change(weekly(*fppa, kmd=kmd[: len(fppa)]))
    inside = all(one.change is None or abs(one.change) < one.mdc for one in (found.fppa, found.kmd))
    assert not inside or found.verdict in {"too_early", "same", "trend"}
    assert found.kmd.mdc == KMD_MDC
    assert found.reason.key
