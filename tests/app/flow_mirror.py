"""A mirror with a camera for the tests of the flow: fake trackers, time at hand, what happened."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

import numpy as np

from exercises.events import Event, Fault, FaultSeen, HoldTick, Rep, RepCompleted, Side
from exercises.pose import Pose
from exercises.tracker import Snapshot
from mirror.programme.person import Person
from mirror.session.happenings import Happening, SceneChanged
from mirror.session.inputs import (
    Button,
    DayBegan,
    Kind,
    Press,
    ShutDownHeld,
    SourceFailed,
    SourceOpened,
    Tick,
)
from mirror.session.members import Member
from mirror.session.routine import PlannedSet
from mirror.session.session import Session
from mirror.text.catalog import load

CAMERA = SourceOpened(name="camera", model="full-int8", live=True)
EXERCISES = ("clamshell", "side_step", "squat")
SQUATS = (
    PlannedSet("squat", "both", 3, rest_s=60.0),
    PlannedSet("squat", "both", 3, rest_s=60.0),
)
CLAMS = (
    PlannedSet("clamshell", "left", 2, rest_s=20.0),
    PlannedSet("clamshell", "right", 2, rest_s=60.0),
)
_RNG = np.random.default_rng(7)
_XY = _RNG.uniform(100, 300, (33, 2))


def somebody(t_s: float) -> Pose:
    return Pose(t_s, _XY, np.ones(33), np.zeros((33, 3)), 640, 480)


def rep_of(t_s: float, side: Side | None, *, index: int = 1, score: int | None = 90) -> Rep:
    lost = {"range": 8.0, "control": 2.0}
    parts: Mapping[str, int | None] = {"alignment": 100, "range": 68, "control": 87}
    reason = None if score is not None else "turned"
    scored = {} if score is None else lost
    return Rep(index, side, t_s - 2, t_s - 1, t_s, score, reason, {}, (), parts, scored)


MEMBERS = tuple(Member(Person(id=name, name=name, asked=True)) for name in ("Ada", "Ben"))


class World:
    """What the fake trackers see; tests change it."""

    def __init__(self) -> None:
        self.problem: str | None = None
        self.side: Side | None = "both"
        self.phase = "rest"
        self.reps_due = 0
        self.score: int | None = 90
        self.faults: tuple[str, ...] = ()
        self.holding = False
        self.signal: float | None = 0.0
        self.values: dict[str, float] = {}
        self.scene = ""
        self.completed: list[tuple[str, float]] = []
        """Scene and end of each rep that a tracker completed."""


class FakeTracker:
    """Sees the world; counts the reps that are due, one a pose; holds while the world holds."""

    def __init__(self, exercise: str, world: World) -> None:
        self.exercise = exercise
        self._world = world
        self._count = 0
        self._held_s = 0.0
        self._last_s: float | None = None
        self.now = Snapshot(0.0, "wait", None, None, "x_deg", None, 0, 0.0, "nobody")

    def feed(self, pose: Pose) -> tuple[Event, ...]:
        world, events = self._world, list[Event]()
        step_s = 0.0 if self._last_s is None else pose.t_s - self._last_s
        self._last_s = pose.t_s
        if pose.present and world.holding:
            self._held_s += step_s
            events.append(HoldTick(pose.t_s, world.side, self._held_s))
        elif not world.holding:
            self._held_s = 0.0
        if pose.present and world.reps_due > 0:
            world.reps_due -= 1
            self._count += 1
            events += [FaultSeen(pose.t_s, name, world.side) for name in world.faults]
            world.completed.append((world.scene, pose.t_s))
            rep = rep_of(pose.t_s, world.side, index=self._count, score=world.score)
            faults = tuple(Fault("X", n, world.side, 1.0, "deg", "red", "A") for n in world.faults)
            events.append(RepCompleted(pose.t_s, replace(rep, faults=faults)))
        self.now = Snapshot(
            pose.t_s,
            world.phase if pose.present else "wait",
            world.signal,
            None,
            "x_deg",
            world.side if pose.present else None,
            self._count,
            self._held_s,
            world.problem if pose.present else "nobody",
            world.values,
        )
        return tuple(events)

    def finish(self) -> tuple[Event, ...]:
        return ()

    @property
    def snapshot(self) -> Snapshot:
        return self.now


class Mirror:
    """A live session; `pass_s` lets time go by with or without somebody there."""

    def __init__(  # noqa: PLR0913 - what a session may be made of
        self,
        routine: Sequence[PlannedSet] = SQUATS,
        *,
        members: Sequence[Member] = (),
        keeps: bool = False,
        day: date | None = None,
        resume: Mapping[str, object] | None = None,
        trackers: Callable[[str], FakeTracker] | None = None,
    ) -> None:
        self.world = World()
        self.t_s = 100.0
        self.there = True
        self.happened: list[Happening] = []
        self.trackers: list[FakeTracker] = []
        self.session = Session(
            exercises=EXERCISES,
            first="squat",
            make_tracker=trackers or self._tracker,
            texts=load("en"),
            languages=[load(language) for language in ("en", "de", "es")],
            mirrored=True,
            members=members,
            keeps=keeps,
            routine=tuple(routine),
            resume=resume,
        )
        if day is not None:
            self.begin_day(day)
        self.session.feed(CAMERA)

    def begin_day(self, day: date) -> "Mirror":
        wall_s = datetime.combine(day, time(18), tzinfo=UTC).timestamp()
        self.session.feed(DayBegan(self.t_s, day, wall_s))
        self._collect()
        return self

    def _tracker(self, exercise: str) -> FakeTracker:
        self.trackers.append(FakeTracker(exercise, self.world))
        return self.trackers[-1]

    @property
    def scene(self) -> str:
        """The scene told last."""
        return self.scenes[-1]

    @property
    def scenes(self) -> list[str]:
        return [one.scene for one in self.happened if isinstance(one, SceneChanged)]

    def told(self, kind: type[Happening]) -> list[Happening]:
        return [one for one in self.happened if isinstance(one, kind)]

    def pass_s(self, seconds: float, *, there: bool | None = None) -> "Mirror":
        self.there = self.there if there is None else there
        for _ in range(round(seconds * 10)):
            self.t_s = round(self.t_s + 0.1, 6)
            self.world.scene = self.scenes[-1] if self.scenes else ""
            pose = somebody(self.t_s) if self.there else Pose.absent(self.t_s, 640, 480)
            self.session.feed(pose)
            self._tick()
        return self

    def until(self, scene: str, most_s: float = 120.0) -> "Mirror":
        for _ in range(round(most_s * 10)):
            if self.happened and self.scene == scene:
                return self
            self.pass_s(0.1)
        message = f"{scene} did not come; {self.scenes}"
        raise AssertionError(message)

    def press(self, *buttons: Button, kind: Kind = "short") -> "Mirror":
        for button in buttons:
            self.session.feed(Press(self.t_s, button, kind))
            self._collect()
        return self

    def press_often(self, button: Button, times: int) -> "Mirror":
        for _ in range(times):
            self.press(button)
        return self

    def hold_shut_down(self) -> "Mirror":
        self.session.feed(ShutDownHeld(self.t_s))
        self._collect()
        return self

    def camera(self, *, broken: bool) -> "Mirror":
        failed = SourceFailed("The camera stopped", "Check its cable.")
        self.session.feed(failed if broken else CAMERA)
        self._collect()
        return self

    def reps(self, count: int) -> "Mirror":
        self.world.reps_due += count
        return self.pass_s(0.1 * count)

    def play(self, poses: Iterable[Pose]) -> "Mirror":
        for pose in poses:
            self.t_s = pose.t_s
            self.session.feed(pose)
            self._tick()
        return self

    def at_home(self) -> "Mirror":
        return self.until("home", 5.0)

    def at_work(self) -> "Mirror":
        self.at_home().press("select")
        return self.until("work", 30.0)

    def _tick(self) -> None:
        self.session.feed(Tick(self.t_s, "07:42"))
        self._collect()
        self.session.picture()

    def _collect(self) -> None:
        self.happened += self.session.happenings()
