"""Scores of reps and sets, on the worked cases of spec/angle-core.md §5."""

from dataclasses import replace

import pytest

from exercises.events import Rep
from exercises.score import of_rep, of_reps, of_set
from exercises.spec import Judgement


@pytest.mark.parametrize(
    ("judgement", "expected"),
    [  # the table of spec/angle-core.md §5
        (Judgement(100, 100, 100, 100, 100), (100, None)),
        (Judgement(62.5, 90, 95, 88.9, 100), (81, None)),
        (Judgement(25, 100, 100, 100, 100, cap=70), (70, None)),
        (Judgement(100, 30, 100, 100, 100), (82, None)),
        (Judgement(83, 90, 95, None, 100), (89, None)),
        (Judgement(None, 100, 100, None, 100), (None, "alignment_not_seen")),
        (Judgement(100, None, None, 100, None), (None, "too_little_seen")),
        (Judgement(unscored_reason="turned"), (None, "turned")),
    ],
)
def test_scores_of_the_specification(
    judgement: Judgement, expected: tuple[int | None, str | None]
) -> None:
    worth = of_rep(judgement)
    assert (worth.points, worth.reason) == expected


def test_what_was_lost_is_told_largest_first_and_adds_up() -> None:
    worth = of_rep(Judgement(62, 90, 95, 89, 100))
    assert list(worth.lost) == ["alignment", "range", "symmetry", "control"]
    assert worth.lost["alignment"] == pytest.approx(0.4 * 38)
    assert worth.points == round(100 - sum(worth.lost.values()))
    assert worth.sub_scores["stability"] == 100


def test_of_one_side_alignment_takes_the_weight_of_symmetry() -> None:
    judgement = Judgement(50.0, 100.0, 100.0, None, 100.0)
    assert of_rep(judgement).points == round(100 - 50 * 0.4 / 0.9)
    assert of_rep(replace(judgement, one_sided=True)).points == 75


def test_a_cap_is_a_loss_of_its_own() -> None:
    worth = of_rep(Judgement(25, 100, 100, 100, 100, cap=60.0))
    assert worth.points == 60
    assert worth.lost["cap"] == pytest.approx(10.0)


def test_what_was_not_measured_weighs_nothing() -> None:
    worth = of_rep(Judgement(50, 100, 100, None, float("nan")))
    assert worth.points == round((0.4 * 50 + 0.25 * 100 + 0.15 * 100) / 0.8)
    assert worth.sub_scores["symmetry"] is None
    assert worth.sub_scores["stability"] is None


@pytest.mark.parametrize(
    ("scores", "points"),
    [
        ([85, 86, 84, 88, 85, 86, 84, 85], 86),  # steady
        ([88, 86, 87, 80, 76, 70, 66, 62], 72),  # fading: the last three 24 % below the first
        ([85, None, 84, None, 88, None, 86, 84, 85], 86),
        ([90, None, 90], None),  # two judged reps are no set
        ([0, 0, 0, 0, 0, 0], 0),
        ([], None),
    ],
)
def test_sets_of_the_specification(scores: list[int | None], points: int | None) -> None:
    worth = of_set(scores)
    assert worth.points == points
    assert (worth.judged, worth.counted) == (len([s for s in scores if s is not None]), len(scores))


def test_a_rep_that_is_not_judged_never_makes_a_set_better() -> None:
    assert of_set([60, 60, 60, None, None, None]).points == 60


@pytest.mark.parametrize(
    ("scores", "points"), [([40], 40), ([40, 45], 85), ([70, 60], 100), ([None], None), ([], None)]
)
def test_holds_add_up(scores: list[int | None], points: int | None) -> None:
    holds = [
        Rep(i, "left", 0.0, 1.0, 12.0, score, None, {"held_s": 12.0}, ())
        for i, score in enumerate(scores)
    ]
    assert of_reps(holds).points == points
