"""Somebody in front of the mirror: moves as it asks, and knows which reps they really did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from exercises.events import RepCompleted
from exercises.pose import Pose
from mirror.live.parts import make_tracker
from mirror.session.happenings import Counted, Happening, SceneChanged
from scripts.session_on_screen import RECORDINGS, mirrored, recording

RATE_HZ: Final = 15.0
MOVES: Final[Mapping[str, str]] = {
    **RECORDINGS,
    "single_leg_deadlift": "deadlift_left",
}
_IDLE: Final = frozenset({"check", "countdown"})
"""The person is in position and waits."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A rep that was done: when it began and ended."""

    start_s: float
    end_s: float


@cache
def side_shown(exercise: str) -> str | None:
    """The side a recording trains."""
    tracker = make_tracker(exercise)
    for pose in recording(exercise, MOVES[exercise]):
        tracker.feed(pose)
    return tracker.snapshot.side


@cache
def moves(exercise: str, side: str | None) -> tuple[Pose, ...]:
    """A golden recording, for the other side mirrored."""
    poses = recording(exercise, MOVES[exercise])
    if side in {"left", "right"} and side != side_shown(exercise):
        poses = [mirrored(pose) for pose in poses]
    return tuple(poses)


@cache
def standing() -> tuple[Pose, ...]:
    """Nothing is asked for."""
    return tuple(recording("squat", "idle_shifting"))


@cache
def reps_of(exercise: str, side: str | None, cycles: int) -> tuple[Truth, ...]:
    """What an undisturbed tracker counts in so many times the recording, from 0 s."""
    tracker, poses = make_tracker(exercise), moves(exercise, side)
    found = []
    for number in range(cycles * len(poses)):
        found += [
            Truth(event.rep.start_s, event.rep.end_s)
            for event in tracker.feed(at(poses[number % len(poses)], number / RATE_HZ))
            if isinstance(event, RepCompleted)
        ]
    return tuple(found)


def at(pose: Pose, t_s: float) -> Pose:
    """The same pose at another time."""
    size = (pose.width_px, pose.height_px)
    return Pose(t_s, pose.xy_px, pose.visibility, pose.world_m, *size)


@dataclass(slots=True)
class Stretch:
    """A time of moving without a stop: the mirror showed "work" all the while.

    Attributes:
        seen_s: when the poses of it were seen.
        counted_s: when the mirror counted.
    """

    exercise: str
    side: str | None
    start_s: float
    end_s: float | None = None
    seen_s: list[float] = field(default_factory=list)
    counted_s: list[float] = field(default_factory=list)


class Trainee:
    """See the module.

    Attributes:
        scene, exercise, side: what the mirror shows.
        stretches: of moving, latest last; whoever reads them may empty the list.
    """

    def __init__(self) -> None:
        """Stand there."""
        self.scene, self.exercise = "idle", ""
        self.side: str | None = None
        self.stretches: list[Stretch] = []
        self._on: Stretch | None = None
        self._since_s = 0.0

    def hear(self, happening: Happening) -> None:
        """See `mirror.live.listener.Listener`."""
        match happening:
            case SceneChanged(t_s=t_s):
                self.scene, self.exercise = happening.scene, happening.exercise
                self.side = happening.side
                if self._on is not None:
                    self._on.end_s, self._on = t_s, None
                if self.scene == "work":
                    self._on = Stretch(self.exercise, self.side, t_s)
                    self.stretches.append(self._on)
                self._since_s = t_s
            case Counted(t_s=t_s) if self.stretches:
                self.stretches[-1].counted_s.append(t_s)
            case _:
                pass

    def tick(self, t_s: float) -> None:
        """See `mirror.live.listener.Listener`."""

    def pose(self, t_s: float) -> Pose:
        """What a camera sees at a time; any thread."""
        on, exercise = self._on, self.exercise
        if on is not None and on.exercise in MOVES:
            on.seen_s.append(t_s)
            poses = moves(on.exercise, on.side)
            return at(poses[int((t_s - on.start_s) * RATE_HZ + 0.5) % len(poses)], t_s)
        if self.scene in _IDLE and exercise in MOVES:
            poses = moves(exercise, self.side)
            # The first second, to and fro: nobody stands like a picture.
            return at(poses[int((t_s - self._since_s) * RATE_HZ) % min(8, len(poses))], t_s)
        poses = standing()
        return at(poses[int(t_s * RATE_HZ) % len(poses)], t_s)
