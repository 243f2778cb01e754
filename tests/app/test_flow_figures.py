"""The moving figures of the how-tos: there for every exercise, whole, and fit to be repeated."""

import math

import pytest

from exercises.pose import Landmark
from mirror.demo.figures import animation
from mirror.session.animation import RATE_HZ
from mirror.session.scenes import HowToView
from mirror.session.session import Session
from mirror.session.staging import STAGINGS
from mirror.text.catalog import load
from tests.app.flow_mirror import CAMERA, EXERCISES, FakeTracker, Mirror, World

MIRRORED = animation(mirrored=True)


@pytest.mark.parametrize("exercise", sorted(STAGINGS))
def test_every_staged_exercise_moves(exercise: str) -> None:
    figures = MIRRORED(exercise)
    assert 3.0 <= len(figures) / RATE_HZ <= 6.0
    for figure in figures:
        known = [point for point in figure.points if point is not None]
        assert len(known) == 19
        assert all(0.0 <= x <= 1.0 and 0.0 <= y <= 1.0 for x, y in known)


@pytest.mark.parametrize("exercise", sorted(STAGINGS))
def test_the_end_leads_back_to_the_beginning(exercise: str) -> None:
    first, last = MIRRORED(exercise)[0], MIRRORED(exercise)[-1]
    hips = [figure.points[Landmark.LEFT_HIP] for figure in (first, last)]
    assert hips[0] is not None
    assert hips[1] is not None
    assert math.dist(hips[0], hips[1]) < 0.08


def test_a_mirror_turns_the_figure_round() -> None:
    raw, shown = animation(mirrored=False)("squat")[0].points[11], MIRRORED("squat")[0].points[11]
    assert raw is not None
    assert shown is not None
    assert shown[0] == pytest.approx(1.0 - raw[0])


def test_an_unknown_exercise_has_no_figure() -> None:
    assert MIRRORED("never_heard_of") == ()


def test_the_how_to_moves() -> None:
    mirror = Mirror()
    mirror.session = Session(
        exercises=EXERCISES,
        first="squat",
        make_tracker=lambda name: FakeTracker(name, World()),
        texts=load("en"),
        mirrored=True,
        animation=MIRRORED,
    )
    mirror.session.feed(CAMERA)
    mirror.at_home().press("select")
    pictures = [mirror.pass_s(0.5).session.picture() for _ in range(3)]
    figures = [picture.figure for picture in pictures if isinstance(picture, HowToView)]
    assert len({id(figure) for figure in figures}) == 3
