"""A whole routine with real recordings, one after the other, without a press after the start."""

from collections.abc import Iterator

import pytest

from exercises import registry
from exercises.pose import Pose
from exercises.tracker import Tracker
from mirror.session.happenings import Counted, HeldFor, KneeCaves, SceneChanged
from mirror.session.inputs import Press, Tick
from mirror.session.routine import DEFAULT, PlannedSet
from mirror.session.scenes import SummaryView
from mirror.session.session import Session
from mirror.text.catalog import load
from tests.app.flow_mirror import CAMERA
from tests.core.conftest import changed, mirrored, read

RECORDINGS = {  # exercise: (recording, its side)
    "hip_flexor_stretch": ("hipflexor_lean", "left"),
    "clamshell": ("clamshell_feet_apart", "right"),
    "side_step": ("sidestep_feet_snap", "both"),
    "squat": ("squat_valgus", "both"),
    "single_leg_squat": ("single_leg_squat_left", "left"),
    "single_leg_deadlift": ("deadlift_left", "left"),
}
STEP_S = 1 / 15


class Person:
    """Does what the mirror asks for, as recorded; stands still until work begins."""

    def __init__(self, routine: tuple[PlannedSet, ...]) -> None:
        self.t_s = 50.0
        self.scenes: list[SceneChanged] = []
        self.counted: list[Counted | HeldFor] = []
        self.caves = 0
        self.session = Session(
            exercises=tuple(RECORDINGS),
            first="squat",
            make_tracker=lambda name: Tracker(registry.get(name)),
            texts=load("en"),
            mirrored=True,
            routine=routine,
        )
        self.session.feed(CAMERA)

    @property
    def scene(self) -> str:
        return self.scenes[-1].scene if self.scenes else ""

    def see(self, pose: Pose) -> None:
        self.session.feed(changed(pose, t_s=self.t_s))
        self.wait(STEP_S)

    def wait(self, seconds: float) -> None:
        self.t_s += seconds
        self.session.feed(Tick(self.t_s))
        for one in self.session.happenings():
            match one:
                case SceneChanged():
                    self.scenes.append(one)
                case Counted() | HeldFor():
                    self.counted.append(one)
                case KneeCaves():
                    self.caves += 1
                case _:
                    pass

    def perform(self, exercise: str, side: str | None) -> None:
        name, recorded = RECORDINGS[exercise]
        poses = read(name, exercise)
        if side not in {recorded, "both"} and recorded != "both":
            poses = [mirrored(pose) for pose in poses]
        playing = self._loop(poses)
        for _ in range(15 * 200):
            if self.scene in {"check", "countdown"}:
                self.see(poses[0])
            elif self.scene == "work":
                self.see(next(playing))
            else:
                return
        pytest.fail(f"{exercise} did not end: {self.session.picture()}")

    @staticmethod
    def _loop(poses: list[Pose]) -> Iterator[Pose]:
        while True:
            yield from poses

    def train(self) -> None:
        first = read("squat_valgus", "squat")[0]
        while self.scene != "home":
            self.see(first)
        self.session.feed(Press(self.t_s, "select"))
        self.wait(0.0)
        while self.scene != "summary":
            latest = self.scenes[-1]
            if latest.scene in {"check", "countdown", "work"}:
                self.perform(latest.exercise, latest.side)
            else:
                self.wait(1.0)


@pytest.mark.parametrize(
    "routine",
    [
        DEFAULT,
        (PlannedSet("single_leg_squat", "right", 3), PlannedSet("single_leg_deadlift", "right", 2)),
    ],
    ids=["phase 0", "on one leg"],
)
def test_a_routine_of_recordings_runs_from_idle_to_summary(
    routine: tuple[PlannedSet, ...],
) -> None:
    person = Person(routine)
    person.train()
    results = person.session.results
    assert [result.exercise for result in results] == [one.exercise for one in routine]
    for planned, result in zip(routine, results, strict=True):
        if planned.unit == "reps":
            assert result.count == planned.target
            assert {rep.side for rep in result.reps} <= {planned.side, "left", "right", "both"}
            assert [rep.index for rep in result.reps] == list(range(1, planned.target + 1))
        else:
            held_s = sum(hold.held_s for hold in result.holds)
            assert planned.target <= held_s < planned.target + 1
    worked = [one for one in person.scenes if one.scene == "work"]
    assert [(one.exercise, one.side) for one in worked] == [
        (one.exercise, one.side) for one in routine
    ]
    picture = person.session.picture()
    assert isinstance(picture, SummaryView)
    if routine == DEFAULT:
        assert person.caves > 0  # every other recorded squat caves
