"""The position check: one instruction at a time, in its order, and never a dead end."""

import numpy as np
import pytest

from mirror.session.happenings import InstructionShown
from mirror.session.scenes import CheckView, CountdownView
from mirror.session.states.check import STEPS
from tests.app.flow_mirror import CLAMS, Mirror


def checking(mirror: Mirror) -> CheckView:
    view = mirror.session.picture()
    assert isinstance(view, CheckView)
    return view


def at_check(mirror: Mirror) -> Mirror:
    return mirror.at_home().press("select").until("check")


def test_each_step_is_held_half_a_second_in_its_order() -> None:
    mirror = at_check(Mirror())
    done = [len(checking(mirror.pass_s(0.5)).done) for _ in range(3)]
    assert done in ([0, 1, 2], [1, 2, 3])
    mirror.pass_s(0.7)
    assert mirror.scene == "countdown"


@pytest.mark.parametrize(
    ("problem", "step", "words"),
    [
        ("too_close", "in_box", "Take a step back"),
        ("off_centre", "in_box", "Move to the middle"),
        ("turned", "turned", "Turn to face the mirror"),
        ("feet_out", "joints", "Show me your feet"),
        ("low_visibility", "joints", "More light, please"),
        ("wrong_posture", "start", "Stand facing the mirror"),
        ("never_heard_of", "start", "Never heard of"),
    ],
)
def test_a_problem_stops_at_its_step_and_says_what_to_do(
    problem: str, step: str, words: str
) -> None:
    mirror = Mirror()
    mirror.world.problem = problem
    view = checking(at_check(mirror).pass_s(3.0))
    assert (view.step, view.instruction.text, view.instruction.tone) == (step, words, "attend")
    assert view.done == STEPS[: STEPS.index(view.step)]
    told = [one.key for one in mirror.happened if isinstance(one, InstructionShown)]
    assert told == [f"view.{problem}"]
    mirror.world.problem = None
    assert mirror.pass_s(2.3).scene == "countdown"


def test_nobody_there_is_asked_to_step_into_view() -> None:
    mirror = at_check(Mirror()).pass_s(3.0, there=False)
    view = checking(mirror)
    assert (view.step, view.instruction.text, view.figure) == ("in_box", "Step into view", None)


def test_a_step_that_is_no_longer_right_is_asked_for_again() -> None:
    mirror = at_check(Mirror()).pass_s(1.2)
    assert len(checking(mirror).done) >= 1
    mirror.world.problem = "too_far"
    assert checking(mirror.pass_s(0.2)).done == ()


def test_the_start_pose_is_waited_for() -> None:
    mirror = Mirror()
    mirror.world.phase = "wait"
    view = checking(at_check(mirror).pass_s(4.0))
    assert (view.step, view.instruction.text) == ("start", "Stand tall")


def test_the_set_waits_for_the_other_side() -> None:
    mirror = Mirror(CLAMS)
    mirror.world.side = "right"
    view = checking(at_check(mirror).pass_s(4.0))
    assert (view.title, view.instruction.text) == ("Clamshell · Left", "The other side, please")
    mirror.world.side = "left"
    mirror.until("countdown", 3.0)
    picture = mirror.session.picture()
    assert isinstance(picture, CountdownView)
    assert picture.title == "Clamshell · Left"


def test_who_stays_on_the_other_side_is_not_kept_waiting_for_ever() -> None:
    mirror = Mirror(CLAMS)
    mirror.world.side = "right"
    at_check(mirror).until("work", 40.0).reps(2)
    assert mirror.scene == "rest"


@pytest.mark.parametrize("problem", ["turned", "off_centre", "too_far", "turn_side_on"])
def test_what_does_not_hinder_counting_is_let_pass_after_a_while(problem: str) -> None:
    mirror = Mirror()
    mirror.world.problem = problem
    at_check(mirror).pass_s(9.0)
    assert mirror.scene == "check"
    mirror.until("work", 15.0)


def test_what_hinders_counting_is_not_let_pass() -> None:
    mirror = Mirror()
    mirror.world.problem, mirror.world.signal = "feet_out", None
    assert at_check(mirror).pass_s(60.0).scene == "check"
    told = [one.t_s for one in mirror.happened if isinstance(one, InstructionShown)]
    assert min(np.diff(told)) >= 10.0


def test_what_mends_itself_in_a_moment_is_not_said() -> None:
    mirror = at_check(Mirror())
    mirror.world.problem = "turned"
    mirror.pass_s(0.4)
    mirror.world.problem = None
    mirror.until("countdown")
    assert not mirror.told(InstructionShown)


def test_select_skips_the_check_and_back_shows_the_how_to() -> None:
    mirror = Mirror()
    mirror.world.problem = "feet_out"
    assert at_check(mirror).press("select").scene == "countdown"
    assert mirror.until("work", 5.0).scene == "work"
    assert at_check(Mirror()).press("back").scene == "how_to"
