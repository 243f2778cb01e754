"""The mirror's behaviour: scenes, buttons, the plan of a clip, and what is to be seen."""

from dataclasses import replace

import numpy as np
import pytest

from exercises.events import Event, Fault, Rep, RepCompleted
from exercises.pose import Pose
from exercises.tracker import Snapshot
from mirror.session.inputs import Button, Press, SourceEnded, SourceFailed, SourceOpened, Tick
from mirror.session.plan import Segment
from mirror.session.scenes import IdleView, MenuView
from mirror.session.session import Session
from mirror.session.view import View
from mirror.text.catalog import load

EXERCISES = ("clamshell", "side_step", "squat")
CAVE = Fault("SQ2", "knees_cave", "both", 0.2, "shank", "red", "A")


def pose(t_s: float) -> Pose:
    rng = np.random.default_rng(7)
    return Pose(t_s, rng.uniform(100, 300, (33, 2)), np.ones(33), np.zeros((33, 3)), 640, 480)


def rep(t_s: float, *faults: Fault, index: int = 1) -> RepCompleted:
    done = Rep(index, "both", t_s - 2, t_s - 1, t_s, 80, None, {}, faults)
    return RepCompleted(t_s, done)


class FakeTracker:
    """Counts one rep a second; a rep at 2 s caves. Its snapshot can be set."""

    def __init__(self, exercise: str) -> None:
        self.exercise = exercise
        self.now = Snapshot(0.0, "rest", 0.0, None, "knee_flexion_deg", None, 0, 0.0, None)
        self.count = 0

    def feed(self, pose: Pose) -> tuple[Event, ...]:
        self.now = replace(self.now, t_s=pose.t_s)
        if pose.t_s < self.count + 1:
            return ()
        self.count += 1
        self.now = replace(self.now, count=self.count)
        return (rep(pose.t_s, *((CAVE,) if self.count == 2 else ()), index=self.count),)

    def finish(self) -> tuple[Event, ...]:
        return ()

    @property
    def snapshot(self) -> Snapshot:
        return self.now


class Mirror:
    """A session with fake trackers, at hand for a test."""

    def __init__(self, plan: tuple[Segment, ...] = ()) -> None:
        self.trackers: list[FakeTracker] = []
        self.session = Session(
            exercises=EXERCISES,
            first="squat",
            make_tracker=self._tracker,
            texts=load("en"),
            mirrored=True,
        )
        self.plan = plan

    def _tracker(self, exercise: str) -> FakeTracker:
        self.trackers.append(FakeTracker(exercise))
        return self.trackers[-1]

    def view(self) -> View:
        picture = self.session.picture()
        assert isinstance(picture, View)
        return picture

    def open(self) -> "Mirror":
        self.session.feed(SourceOpened(name="clip.mp4", model="full-int8", plan=self.plan))
        return self

    def watch(self, start_s: float, end_s: float) -> "Mirror":
        for t_s in np.arange(start_s, end_s, 0.1):
            self.session.feed(pose(float(t_s)))
        return self

    def press(self, *buttons: Button) -> View:
        for button in buttons:
            self.session.feed(Press(t_s=0.0, button=button))
        return self.view()


def test_before_the_source_is_open_the_mirror_says_it_gets_ready() -> None:
    view = Mirror().view()
    assert view.scene == "starting"
    assert view.state is not None
    assert view.state.text == "Getting ready"


def test_a_set_shows_exercise_count_state_and_figure() -> None:
    view = Mirror().open().watch(0.0, 1.05).view()
    assert (view.scene, view.title) == ("training", "Squat")
    assert view.ring is not None
    assert (view.ring.number, view.ring.unit) == ("1", "rep")
    assert view.state is not None
    assert view.state.text == "Stand tall"
    assert view.figure is not None


def test_a_camera_in_the_middle_of_the_demo_begins_the_whole_flow() -> None:
    mirror = Mirror((Segment("squat", 0.0, 2.0),)).open().watch(0.0, 1.05)
    mirror.session.feed(SourceOpened(name="camera", model="full-int8", live=True))
    mirror.session.feed(Tick(1.1))
    assert isinstance(mirror.session.picture(), MenuView | IdleView)
    assert mirror.session.results == ()


def test_a_fault_brings_its_cue_and_marks_the_figure() -> None:
    mirror = Mirror().open().watch(0.0, 2.5)
    view = mirror.view()
    assert view.cue is not None
    assert (view.cue.text, view.cue.tone) == ("Aim your knees at your second toes", "attend")
    assert view.figure is not None
    assert view.figure.marked == {25, 26}


def test_the_cue_eases_out_and_goes() -> None:
    mirror = Mirror().open().watch(0.0, 2.05)
    mirror.session.feed(Tick(7.4))
    cue = mirror.view().cue
    assert cue is not None
    assert 0 < cue.strength < 1
    mirror.session.feed(Tick(8.0))
    assert mirror.view().cue is None


def test_a_view_problem_takes_the_state_line_and_mutes_the_count() -> None:
    mirror = Mirror().open().watch(0.0, 0.1)
    tracker = mirror.trackers[-1]
    tracker.now = replace(tracker.now, view_problem="turned")
    mirror.watch(0.1, 0.2)
    view = mirror.view()
    assert view.state is not None
    assert (view.state.text, view.state.tone) == ("Turn to face the mirror", "attend")
    assert view.ring is not None
    assert view.ring.tone == "muted"


def test_a_hold_shows_its_seconds_and_the_working_side() -> None:
    mirror = Mirror().open()
    tracker = mirror.trackers[-1]
    tracker.now = replace(tracker.now, phase="hold", held_s=15.4, side="left")
    view = mirror.watch(0.0, 0.5).view()
    mirror.session.feed(Tick(5.0))
    view = mirror.view()
    assert view.side == "Left"
    assert view.ring is not None
    assert (view.ring.number, view.ring.unit, view.ring.tone) == ("15", "seconds", "good")
    assert view.ring.fill == pytest.approx(15.4 / 30, abs=0.01)
    assert not view.ring.reached


def test_the_ring_eases_towards_the_signal() -> None:
    mirror = Mirror().open().watch(0.0, 0.05)
    mirror.view()
    tracker = mirror.trackers[-1]
    tracker.now = replace(tracker.now, signal=1.0)
    mirror.watch(0.05, 0.06)
    fills = []
    for t_s in (0.1, 0.15, 0.2, 0.3, 0.5):
        mirror.session.feed(Tick(t_s))
        ring = mirror.view().ring
        assert ring is not None
        fills.append(ring.fill)
    assert fills == sorted(fills)
    assert fills[0] < 0.8
    assert fills[-1] > 0.99


def test_nobody_in_view_leaves_the_figures_place_dark() -> None:
    mirror = Mirror().open().watch(0.0, 0.5)
    mirror.session.feed(Pose.absent(0.6, 640, 480))
    assert mirror.view().figure is None


def test_up_and_down_choose_the_exercise_and_begin_a_set() -> None:
    mirror = Mirror().open().watch(0.0, 1.05)
    assert mirror.press("down").title == "Clamshell"
    assert mirror.press("up").title == "Squat"
    assert mirror.press("up").title == "Side step"
    assert [result.exercise for result in mirror.session.results] == ["squat"]


def test_select_starts_the_set_again() -> None:
    mirror = Mirror().open().watch(0.0, 1.05)
    view = mirror.press("select")
    assert view.ring is not None
    assert view.ring.number == "0"
    assert mirror.session.results[0].count == 1


def test_back_shows_the_result_and_back_again_leaves() -> None:
    mirror = Mirror().open().watch(0.0, 3.05)
    view = mirror.press("back")
    assert view.scene == "result"
    assert [(row.title, row.count, row.tone) for row in view.rows] == [("Squat", "3", "attend")]
    assert not mirror.session.quit
    mirror.press("back")
    assert mirror.session.quit


def test_back_with_nothing_counted_leaves_at_once() -> None:
    mirror = Mirror().open().watch(0.0, 0.5)
    mirror.press("back")
    assert mirror.session.quit


def test_a_new_set_after_the_result() -> None:
    mirror = Mirror().open().watch(0.0, 1.05)
    assert mirror.press("back", "select").scene == "training"
    assert len(mirror.session.results) == 1


def test_poses_during_the_result_are_no_part_of_any_set() -> None:
    mirror = Mirror().open().watch(0.0, 1.05)
    mirror.press("back")
    mirror.watch(1.1, 5.0)
    assert mirror.session.results[0].count == 1
    assert len(mirror.session.results) == 1


def test_a_plan_chooses_the_exercises_and_compares_the_counts() -> None:
    plan = (Segment("clamshell", 0.0, 3.0, 3), Segment("side_step", 3.0, 6.0, None))
    mirror = Mirror(plan).open()
    assert mirror.view().title == "Clamshell"
    assert mirror.watch(0.0, 3.5).view().title == "Side step"
    mirror.session.feed(SourceEnded())
    view = mirror.view()
    assert view.scene == "result"
    assert [row.count for row in view.rows] == ["2 of 3", "3"]
    assert [label.button for label in view.labels] == ["back"]


def test_buttons_do_not_change_the_exercise_of_a_plan() -> None:
    mirror = Mirror((Segment("clamshell", 0.0, 3.0, 3),)).open().watch(0.0, 0.5)
    assert mirror.press("down").title == "Clamshell"


def test_after_the_clip_any_button_leaves() -> None:
    mirror = Mirror().open().watch(0.0, 0.5)
    mirror.session.feed(SourceEnded())
    mirror.press("select")
    assert mirror.session.quit


def test_a_camera_failure_keeps_the_set_and_says_what_to_do() -> None:
    mirror = Mirror().open().watch(0.0, 1.05)
    mirror.session.feed(SourceFailed("The camera stopped", "Check its cable."))
    view = mirror.view()
    assert view.scene == "error"
    assert view.state is not None
    assert view.state.text == "The camera stopped"
    assert view.cue is not None
    assert view.cue.text == "Check its cable."
    assert mirror.session.results[0].count == 1
    mirror.press("up")
    assert mirror.session.quit


def test_a_set_nobody_was_looked_at_in_is_no_result() -> None:
    mirror = Mirror().open()
    mirror.session.feed(SourceEnded())
    assert mirror.session.results == ()
    assert mirror.view().title == "Nothing counted yet"
