"""How often the pose model looks while the person does this and that."""

import pytest

from mirror.live.pace import ASIDE_HZ, BETWEEN_HZ, WATCHED, Pace, limit_hz
from mirror.live.rate import PoseRate
from mirror.session.happenings import Counted, PhaseBegan, SceneChanged
from mirror.session.transitions import TRAINING


@pytest.mark.parametrize("scene", sorted(WATCHED))
def test_what_judges_the_person_is_never_slowed(scene: str) -> None:
    assert limit_hz(scene, "") is None
    assert limit_hz(scene, "rest") is None


@pytest.mark.parametrize("scene", ["idle", "home", "rest", "how_to", "pain", "summary", "network"])
def test_aside_it_is_slow(scene: str) -> None:
    assert limit_hz(scene, "") == ASIDE_HZ


def test_a_watched_scene_is_a_scene() -> None:
    assert WATCHED - {"starting"} <= TRAINING  # a misspelled one would be slowed without a word


def test_a_rep_is_watched_closely_and_the_pause_between_two_is_not() -> None:
    rate = PoseRate(clock=lambda: 0.0)
    pace = Pace(rate)
    seen = []
    for happening in (
        SceneChanged(1.0, "rest", exercise="squat", side=None),
        SceneChanged(2.0, "work", exercise="squat", side="both"),
        PhaseBegan(3.0, "rest", "squat"),
        Counted(3.5, 1, 8),
        PhaseBegan(4.0, "out", "squat"),
        PhaseBegan(5.0, "rest", "squat"),
        SceneChanged(6.0, "summary", exercise="", side=None),
    ):
        pace.hear(happening)
        seen.append(rate.hz)
    assert seen == [ASIDE_HZ, None, BETWEEN_HZ, BETWEEN_HZ, None, BETWEEN_HZ, ASIDE_HZ]


def test_heat_may_ask_for_less() -> None:
    rate = PoseRate(clock=lambda: 0.0)
    Pace(rate).hear(PhaseBegan(1.0, "rest", "squat"))
    rate.limit("heat", 8.0)
    pace = Pace(rate)
    pace.hear(SceneChanged(2.0, "work", exercise="squat", side="both"))
    assert rate.hz == 8.0
