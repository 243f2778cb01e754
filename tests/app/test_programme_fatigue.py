"""A set ends when quality goes, and only on what was seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.programme.fatigue import RepQuality, stop_set

FRESH = RepQuality(90, 2.0, red_alignment=False, tempo_s=2.0)


def set_of(*last: RepQuality) -> list[RepQuality]:
    return [FRESH] * 3 + list(last)


@pytest.mark.parametrize(
    ("rep", "key"),
    [
        (RepQuality(score=76), "fatigue.quality"),
        (RepQuality(score=77), None),
        (RepQuality(fppa_mean_deg=7.0), "fatigue.caving"),
        (RepQuality(fppa_mean_deg=6.9), None),
        (RepQuality(red_alignment=True), "fatigue.alignment"),
        (RepQuality(tempo_s=1.1), "fatigue.tempo"),
        (RepQuality(tempo_s=1.3), None),
        (RepQuality(), None),
    ],
)
def test_what_ends_a_set(rep: RepQuality, key: str | None) -> None:
    reason = stop_set(set_of(rep, rep, rep))
    assert (reason and reason.key) == key


def test_two_red_reps_end_even_a_short_set_one_does_not() -> None:
    red, clean = RepQuality(red_alignment=True), RepQuality(red_alignment=False)
    assert stop_set([red, red]) is not None
    assert stop_set([red]) is None
    assert stop_set([red, clean, red]) is None
    # Not judged is no clean rep: the two judged ones around it were red.
    assert stop_set([red, RepQuality(), red]) is not None


def test_five_reps_are_not_compared() -> None:
    assert stop_set([FRESH, FRESH, FRESH, RepQuality(10), RepQuality(10)]) is None


@given(st.lists(st.just(RepQuality()), max_size=20))
def test_what_was_not_judged_never_ends_a_set(reps: list[RepQuality]) -> None:
    assert stop_set(reps) is None


@given(st.integers(1, 100), st.integers(0, 20))
def test_steady_reps_go_on_for_ever(score: int, count: int) -> None:
    assert stop_set([RepQuality(score, 4.0, red_alignment=False, tempo_s=2.0)] * count) is None
