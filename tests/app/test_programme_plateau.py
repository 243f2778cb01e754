"""Steady training without a change beyond the error is said, kindly and only then."""

from dataclasses import dataclass, replace

import pytest

from mirror.programme.plateau import Advice, Change, advice, mdc_fppa_deg, slope


@dataclass(frozen=True)
class Course:
    weeks: int = 8
    sessions: int = 20
    fppa_deg: float | None = -2.0
    kmd: float | None = 0.01
    slope: float | None = -0.2


def asked(course: Course) -> Advice | None:
    return advice(
        weeks=course.weeks,
        sessions=course.sessions,
        change=Change(course.fppa_deg, course.kmd),
        mdc_deg=8.0,
        score_slope=course.slope,
    )


def test_a_plateau_sends_to_a_therapist() -> None:
    found = asked(Course())
    assert found is not None
    assert (found.route, found.reason.key) == ("therapist", "flag.no_improvement")
    assert found.reason.values == {"weeks": 8, "sessions": 20}


@pytest.mark.parametrize(
    "course",
    [
        replace(Course(), weeks=5),
        replace(Course(), sessions=11),
        replace(Course(), fppa_deg=-8.0),
        replace(Course(), kmd=-0.07),
        replace(Course(), slope=0.1),
        replace(Course(), fppa_deg=None),
        replace(Course(), kmd=None),
        replace(Course(), slope=None),
    ],
)
def test_too_early_changed_rising_or_not_measured_says_nothing(course: Course) -> None:
    assert asked(course) is None


def test_worse_beyond_the_error_is_said_in_its_own_words() -> None:
    found = asked(replace(Course(), fppa_deg=9.0))
    assert found is not None
    assert found.reason.key == "flag.measures_worse"


def test_the_own_error_is_never_below_the_least() -> None:
    assert mdc_fppa_deg([4.0, 5.0]) == 8.0
    assert mdc_fppa_deg([4.0, 4.0, 4.0]) == pytest.approx(5.54)
    assert mdc_fppa_deg([0.0, 5.0, 10.0]) == pytest.approx(13.85)


def test_slope_is_points_a_week() -> None:
    assert slope([(0, 70), (1, 72), (2, 74)]) == pytest.approx(2.0)
    assert slope([]) is None
    assert slope([(1, 70), (1, 80)]) is None
