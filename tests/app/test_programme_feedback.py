"""Feedback fades on retention only, one stage at a time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.programme.feedback import STAGES, Probe, Stage, next_stage, probe_set, speaks, sums_up

DAY = date(2026, 1, 5)


def probes(stage: Stage, *scores: int | None) -> list[Probe]:
    return [Probe(DAY + timedelta(days=n), stage, score) for n, score in enumerate(scores)]


def test_everybody_begins_with_all_of_it() -> None:
    assert next_stage(()).stage == "full"


@pytest.mark.parametrize(
    ("scores", "stage", "key"),
    [
        ((85,), "every_nth", "feedback.probe_again"),
        ((85, 80), "summary", "feedback.less"),
        ((85, None, 80), "summary", "feedback.less"),
        ((85, None), "every_nth", "feedback.probe_again"),
        ((64, 50), "bandwidth", "feedback.more"),
        ((85, 60), "every_nth", "feedback.stays"),
        ((50, 50, 85), "every_nth", "feedback.stays"),
    ],
)
def test_two_probes_that_agree_move_the_stage(
    scores: tuple[int | None, ...], stage: Stage, key: str
) -> None:
    fading = next_stage(probes("every_nth", *scores))
    assert (fading.stage, fading.reason.key) == (stage, key)


def test_probes_of_another_stage_do_not_count() -> None:
    mixed = [*probes("bandwidth", 90, 90), *probes("every_nth", 90)]
    assert next_stage(mixed).stage == "every_nth"


def test_the_ends_are_ends() -> None:
    assert next_stage(probes("probe", 90, 90)).reason.key == "feedback.on_your_own"
    assert next_stage(probes("full", 20, 20)).reason.key == "feedback.most_already"


def test_less_is_said_in_every_later_stage() -> None:
    said = [
        sum(speaks(stage, rep=rep, outside=rep % 2 == 0, silent=False) for rep in range(1, 13))
        for stage in STAGES
    ]
    assert said == [12, 6, 2, 0, 0]
    assert [sums_up(stage, silent=False) for stage in STAGES] == [True, True, True, True, False]


@given(st.sampled_from(STAGES), st.integers(1, 30), st.booleans())
def test_a_probe_is_silent(stage: Stage, rep: int, outside: bool) -> None:  # noqa: FBT001 - given by hypothesis
    assert not speaks(stage, rep=rep, outside=outside, silent=True)
    assert not sums_up(stage, silent=True)


def test_the_first_of_several_sets_is_the_probe() -> None:
    assert [probe_set(n) for n in (1, 2, 3)] == [None, 0, 0]


@given(st.lists(st.one_of(st.none(), st.integers(0, 100)), max_size=40))
def test_the_stage_moves_one_step_at_a_time_and_never_without_a_judged_probe(
    scores: list[int | None],
) -> None:
    made: list[Probe] = []
    stage: Stage = "full"
    for number, score in enumerate(scores):
        made.append(Probe(DAY + timedelta(days=number), stage, score))
        fading = next_stage(made)
        moved = abs(STAGES.index(fading.stage) - STAGES.index(stage))
        assert moved <= 1
        assert fading.reason.key
        stage = fading.stage
    if all(score is None for score in scores):
        assert stage == "full"
