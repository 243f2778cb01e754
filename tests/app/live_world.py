"""A person in front of a live mirror, at any speed: real loop, session and tracker, fake hardware.

What they do was recorded; when it is asked for is up to the mirror.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from device.ports import ButtonName, Edge
from exercises.pose import Pose
from mirror.live.engine import Engine
from mirror.live.inbox import Inbox
from mirror.live.keeper import State
from mirror.live.listener import Listener
from mirror.live.loop import Ends, show
from mirror.live.parts import make_tracker
from mirror.record.start import Start
from mirror.record.writer import Tape
from mirror.session.happenings import Happening, SceneChanged
from mirror.session.inputs import SourceFailed, SourceOpened
from mirror.session.routine import PlannedSet
from mirror.session.scenes import Picture
from mirror.ui.glass import Glass
from tests.core.conftest import changed, read

CAMERA = SourceOpened(name="camera", model="full-int8", live=True)
BROKEN = SourceFailed("The camera stopped", "Check its cable.")
TWO_SETS = (
    PlannedSet("squat", "both", 3, rest_s=4.0),
    PlannedSet("squat", "both", 2, rest_s=4.0),
)
RATE_HZ = 15.0


class Stop(threading.Event):
    """Waiting moves the clock; nobody really waits."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 500.0

    def clock(self) -> float:
        self.now_s += 0.0005  # looking at the clock takes a moment too
        return self.now_s

    def wait(self, timeout: float | None = None) -> bool:
        self.now_s += timeout or 0.0
        return self.is_set()


@dataclass
class Ear:
    """Notes what happens, and passes it on."""

    happened: list[Happening] = field(default_factory=list)
    ticks: int = 0
    voice: Listener | None = None

    def hear(self, happening: Happening) -> None:
        self.happened.append(happening)
        if self.voice is not None:
            self.voice.hear(happening)

    def tick(self, t_s: float) -> None:
        self.ticks += 1
        if self.voice is not None:
            self.voice.tick(t_s)

    @property
    def scene(self) -> str:
        told = [one.scene for one in self.happened if isinstance(one, SceneChanged)]
        return told[-1] if told else ""


class World:
    """Screen, camera and person in one.

    Args:
        routine: today's plan.
        tape: takes the run down.
        act: called before each picture; may do things to the world.
        resume: what an interrupted session left.
        opened: what the source says when it opens.
    """

    def __init__(
        self,
        routine: tuple[PlannedSet, ...] = TWO_SETS,
        *,
        tape: Tape | None = None,
        act: Callable[["World"], None] = lambda _world: None,
        resume: Mapping[str, object] | None = None,
        opened: SourceOpened = CAMERA,
    ) -> None:
        self.opened = opened
        self.ear = Ear()
        self.stop = Stop()
        self.inbox = Inbox()
        self.pictures: list[Picture] = []
        self.notices: list[str] = []
        self.kept = list[State]()
        self.closing = False
        self.there = self.camera_works = True
        self.start = Start(
            exercises=("clamshell", "squat"), first="squat", routine=routine, resume=resume
        )
        self.engine = Engine(self.start.session(make_tracker), listener=self.ear, tape=tape)
        self._act = act
        self._keys: list[Edge] = []
        self._squats = read("squat_valgus", "squat")
        self._moves: Iterator[Pose] = iter(())
        self._next_s = self.stop.now_s

    def run(self) -> None:
        self.inbox.put(self.opened)
        ends = Ends(
            screen=self,
            inbox=self.inbox,
            stop=self.stop,
            keep=self.kept.append,
            clock=self.stop.clock,
            time_of_day=lambda: "07:42",
        )
        show(self.engine, self.start, ends)

    def press(self, button: ButtonName, *, for_s: float = 0.1) -> None:
        now_s = self.stop.now_s
        self._keys += [Edge(button, down=True, t_s=now_s)]
        self._keys += [Edge(button, down=False, t_s=now_s + for_s)]

    def show(self, picture: Picture, notice: str = "") -> bool:
        self.pictures.append(picture)
        self.notices.append(notice)
        if self.ear.scene == "home" and not self._keys:
            self.press("select")
        self._act(self)
        while self._next_s <= self.stop.now_s:
            if self.camera_works:
                self.inbox.put(self._pose())
            self._next_s += 1 / RATE_HZ
        return True

    def edges(self) -> tuple[Edge, ...]:
        due = [edge for edge in self._keys if edge.t_s <= self.stop.now_s]
        self._keys = self._keys[len(due) :]
        return tuple(due)

    def adjust(self, glass: Glass) -> None:
        pass

    def close(self) -> None:
        pass

    def _pose(self) -> Pose:
        if not self.there:
            return Pose.absent(self._next_s, 640, 480)
        if self.ear.scene != "work":
            self._moves = iter(self._squats)
            return changed(self._squats[0], t_s=self._next_s)
        return changed(next(self._moves, self._squats[0]), t_s=self._next_s)


def until(scene: str, *, most_pictures: int = 40 * 300) -> Callable[[World], None]:
    """Stops the world in a scene; fails when it does not come."""

    def act(world: World) -> None:
        assert len(world.pictures) < most_pictures, world.ear.happened[-5:]
        if world.ear.scene == scene:
            world.stop.set()

    return act
