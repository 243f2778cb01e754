"""A whole session in a real window: a person who does what the mirror asks, buttons by script.

    xvfb-run -s "-screen 0 1080x1920x24" .venv/bin/python -m scripts.session_on_screen FOLDER
    … FOLDER check      the weekly check of a person instead, with records

Everything is real but the camera: the person's poses are the golden recordings of the rendered
athlete (tests/golden), at 15 a second, of the exercise and side the mirror asks for. The buttons
press select on the first three scenes, and nothing after that. FOLDER gets a picture of every scene
as it stood on the screen. Ends with what was counted; exit code 1 when a set was not reached.
"""

import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pygame

from device.drivers.buttons_script import ScriptedButtons, held
from device.pins import Pins
from device.ports import Edge
from device.recorded import RecordedPoses
from exercises.pose import LANDMARK_COUNT, Pose
from mirror.config.settings import Settings
from mirror.live.around import Around
from mirror.live.logbook import Logbook
from mirror.live.options import RunOptions
from mirror.live.parts import Feed, make_tracker
from mirror.live.records import Records
from mirror.live.run import run_with
from mirror.live.sounds import Sounds
from mirror.programme.person import Person as Trainee
from mirror.session.current import SetTracker
from mirror.session.happenings import Happening, SceneChanged, SetDone
from mirror.session.inputs import Input, SourceOpened
from mirror.session.kept import PersonKept
from mirror.session.planned import retest_of
from mirror.session.routine import PlannedSet
from mirror.session.scenes import Picture
from mirror.ui.glass import Glass
from mirror.ui.window import Window, open_window

GOLDEN: Final = Path(__file__).resolve().parents[1] / "tests" / "golden"
ROUTINE: Final = (
    PlannedSet("hip_flexor_stretch", "right", 4, rest_s=6.0, unit="seconds"),
    PlannedSet("clamshell", "right", 2, rest_s=6.0),
    PlannedSet("side_step", "both", 4, rest_s=6.0),
    PlannedSet("squat", "both", 4, rest_s=6.0),
)
RECORDINGS: Final = {
    "hip_flexor_stretch": "hipflexor_lean",
    "clamshell": "clamshell_feet_apart",
    "side_step": "sidestep_feet_snap",
    "squat": "squat_valgus",
    "single_leg_squat": "single_leg_squat_left",
}
RATE_HZ: Final = 15.0
AFTER_S: Final = (0.6, 4.0, 7.0)
"""A scene is pictured this long after it began, while it lasts."""
SUMMARY_S: Final = 5.0
"""How long the summary is seen before the window closes."""

_MOVES: Final = {"check", "countdown", "work"}
_TWINS: Final = [(1, 4), (2, 5), (3, 6), (7, 8), (9, 10), *((i, i + 1) for i in range(11, 33, 2))]


def mirrored(pose: Pose) -> Pose:
    """The same movement with the other side."""
    order = np.arange(LANDMARK_COUNT)
    for left, right in _TWINS:
        order[[left, right]] = right, left
    xy, world = pose.xy_px.copy(), pose.world_m.copy()
    xy[:, 0] = pose.width_px - 1 - xy[:, 0]
    world[:, 0] = -world[:, 0]
    size = (pose.width_px, pose.height_px)
    return Pose(pose.t_s, xy[order], pose.visibility[order], world[order], *size)


def recording(exercise: str, name: str) -> list[Pose]:
    """The poses of a golden recording."""
    with closing(RecordedPoses(GOLDEN / exercise / f"{name}.jsonl")) as source:
        return list(iter(source.read, None))


@dataclass
class Person:
    """Does what is asked; is a source of poses.

    Attributes:
        scene, exercise, side: what the mirror shows.
        done: sets that ended: exercise and count.
        scenes: every scene, in order.
    """

    name: str = "a person"
    model_name: str = "golden recordings"
    live: bool = True
    frame_count: int | None = None
    scene: str = "idle"
    exercise: str = ""
    side: str | None = None
    since_s: float = 0.0
    done: list[tuple[str, int]] = field(default_factory=list)
    scenes: list[str] = field(default_factory=list)
    _moves: Iterator[Pose] | None = None
    _doing: tuple[str, str | None] = ("", None)

    def took(self, _item: Input, happened: tuple[Happening, ...]) -> None:
        """See `mirror.live.loop.Ends.took`."""
        for one in happened:
            if isinstance(one, SceneChanged):
                self.scene, self.exercise, self.side = one.scene, one.exercise, one.side
                self.since_s = time.monotonic()
                self.scenes.append(one.scene)
            elif isinstance(one, SetDone):
                self.done.append((one.exercise, one.count))

    def read(self) -> Pose:
        """See `device.ports.PoseSource`."""
        time.sleep(1.0 / RATE_HZ)
        asked = (self.exercise if self.scene in _MOVES else "", self.side)
        if asked != self._doing or self._moves is None:
            self._doing, self._moves = asked, self._poses(*asked)
        pose = next(self._moves)
        size = (pose.width_px, pose.height_px)
        return Pose(time.monotonic(), pose.xy_px, pose.visibility, pose.world_m, *size)

    def close(self) -> None:
        """See `device.ports.PoseSource`."""

    @staticmethod
    def _poses(exercise: str, side: str | None) -> Iterator[Pose]:
        if not exercise:
            return itertools.cycle(recording("squat", "idle_shifting"))
        poses = recording(exercise, RECORDINGS[exercise])
        if side in {"left", "right"} and side != side_shown(exercise):
            poses = [mirrored(pose) for pose in poses]
        return itertools.cycle(poses)


def side_shown(exercise: str) -> str | None:
    """The side a recording trains."""
    tracker = make_tracker(exercise)
    for pose in recording(exercise, RECORDINGS[exercise]):
        tracker.feed(pose)
    return tracker.snapshot.side


class OneScreen:
    """The real window, which also keeps pictures of what it shows."""

    def __init__(self, person: Person, folder: Path) -> None:
        """Open the full screen."""
        self._window: Window = open_window(fullscreen=True)
        self._person, self._folder = person, folder
        self._taken: set[tuple[int, float]] = set()

    @property
    def closing(self) -> bool:
        """The session is over once its summary was seen for a while."""
        seen_s = time.monotonic() - self._person.since_s
        return self._window.closing or (self._person.scene == "summary" and seen_s > SUMMARY_S)

    def show(self, picture: Picture, notice: str = "") -> bool:
        """See `mirror.live.loop.Screen`."""
        drawn = self._window.show(picture, notice)
        person, surface = self._person, pygame.display.get_surface()
        seen_s = time.monotonic() - person.since_s
        for after_s in AFTER_S:
            key = (len(person.scenes), after_s)
            if surface is not None and after_s <= seen_s < after_s + 0.5 and key not in self._taken:
                self._taken.add(key)
                name = f"{len(person.scenes):02}-{person.scene}-{person.exercise}-{after_s:.0f}"
                pygame.image.save(surface, self._folder / f"{name}.png")
        return drawn

    def edges(self) -> tuple[Edge, ...]:
        """See `mirror.live.loop.Screen`."""
        return self._window.edges()

    def adjust(self, glass: Glass) -> None:
        """See `mirror.live.loop.Screen`."""
        self._window.adjust(glass)

    def close(self) -> None:
        """See `mirror.live.loop.Screen`."""
        self._window.close()


@dataclass(frozen=True)
class OnePerson:
    """The parts of a run around one person."""

    person: Person

    def exercises(self) -> tuple[str, ...]:
        """See `mirror.live.parts.Parts`."""
        return tuple(RECORDINGS)

    def tracker(self, exercise: str) -> SetTracker:
        """See `mirror.live.parts.Parts`."""
        return make_tracker(exercise)

    def feed(self, _source: str, *, real_time: bool) -> Feed:  # noqa: ARG002 - always in real time
        """See `mirror.live.parts.Parts`."""
        return Feed(self.person, SourceOpened(name="camera", model="golden", live=True))


def somebody(data: Path) -> None:
    """Have the records know one person."""
    with closing(Records(data, tell=lambda _news: None)) as records:
        kept = Trainee(id="0190c0de-0000-7000-8000-000000000001", name="Ada", asked=True)
        records.hear(PersonKept(time.monotonic(), kept))


def kept_of(data: Path) -> str:
    """What the records hold of them."""
    with closing(Logbook(data, lambda _news: None)) as book:
        (member,) = book.members
    return repr(member.past.retests)


def main(folder: Path, *, check: bool = False) -> int:
    """Run the session; say what was counted."""
    folder.mkdir(parents=True, exist_ok=True)
    person = Person()
    now_s = time.monotonic()
    times = 2 if check else 3
    presses = [edge for i in range(times) for edge in held("select", now_s + 3.0 + 3.0 * i)]
    with tempfile.TemporaryDirectory() as data:
        if check:
            somebody(Path(data))
        run_with(
            RunOptions(source="pi", config=Path(data) / "plumbline.toml"),
            OnePerson(person),
            settings=Settings(),
            around=Around(
                open_screen=lambda **_: OneScreen(person, folder),
                make_sounds=lambda settings: Sounds(settings, say=lambda *_: None),
                open_pins=lambda _: Pins(buttons=ScriptedButtons(presses, clock=time.monotonic)),
                data=Path(data),
                power_off=lambda: False,
                took=person.took,
                routine=ROUTINE,
                open_logbook=Logbook if check else None,
            ),
        )
        if check:
            print("kept:", kept_of(Path(data)))
    print("scenes:", " ".join(person.scenes))
    print("sets:", person.done)
    routine = retest_of(Trainee()) if check else ROUTINE
    wanted = [(one.exercise, one.target) for one in routine if one.unit == "reps"]
    return 0 if all(one in person.done for one in wanted) else 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), check="check" in sys.argv[2:]))
