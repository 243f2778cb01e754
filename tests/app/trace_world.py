"""A set as the mirror lets it go by, with real trackers: check, countdown, work, and what it tells.

In the place of a session, whose happenings it tells in the same order.
"""

from collections.abc import Iterable, Sequence

from exercises.events import Rep
from exercises.pose import Pose
from mirror.live.parts import make_tracker
from mirror.live.tracer import Tracer
from mirror.programme.records import SetRecord
from mirror.session.current import CurrentSet, SetTracker
from mirror.session.happenings import Happening, SceneChanged, TrackerBegan
from mirror.session.inputs import Tick
from mirror.session.kept import RepKept, SessionBegan, SessionEnded, SetBegan, SetEnded
from mirror.session.routine import PlannedSet
from mirror.store.records import Moment
from mirror.store.traces import Chunk
from mirror.text.catalog import load
from tests.core.conftest import changed

RATE_HZ = 15.0
WALL_S = 1_780_000_000.0


class Box:
    """A shelf that keeps everything."""

    def __init__(self) -> None:
        self.chunks = list[Chunk]()
        self.pruned = list[Moment]()

    def write(self, chunk: Chunk) -> bool:
        self.chunks.append(chunk)
        return True

    def prune(self, now: Moment) -> None:
        self.pruned.append(now)


class Names:
    """Ids as a recorder gives them; of a guest none."""

    def __init__(self) -> None:
        self.guest = False

    def set_id(self, index: int) -> str | None:
        return None if self.guest else f"set-{index}"

    def rep_id(self, index: int, number: int) -> str | None:
        return None if self.guest else f"rep-{index}-{number}"


class Room:
    """One person before the mirror, and what is traced of them."""

    def __init__(self, exercise: str = "squat") -> None:
        self.box, self.names = Box(), Names()
        self.tracer = Tracer(self.names, self.box, now=lambda: self.now)
        self.exercise = exercise
        self.t_s = 100.0
        self.index = 0
        self.live = list[Rep]()
        self._set: CurrentSet | None = None
        self._tracker: SetTracker = make_tracker(exercise)
        self._told = 0
        self.hear(SessionBegan(self.t_s, "p1", "training", (self._planned,), 1))

    @property
    def now(self) -> Moment:
        return Moment(self.t_s, "boot-1", WALL_S + self.t_s, synced=True)

    @property
    def _planned(self) -> PlannedSet:
        return PlannedSet(self.exercise, "both", 50)

    def hear(self, *happened: Happening) -> None:
        for one in happened:
            self.tracer.hear(one)

    def check(self, poses: Iterable[Pose]) -> "Room":
        """The position check with a new tracker; it passes with the last pose."""
        self._tracker = make_tracker(self.exercise)
        self.hear(TrackerBegan(self.t_s, self.exercise))
        self.scene("check")
        for pose in poses:
            self._tracker.feed(self._seen(pose))
        if self._set is None:
            self._set = CurrentSet(
                self.exercise,
                tracker=self._tracker,
                texts=load("en"),
                mirrored=True,
                planned=self._planned,
            )
        else:
            self._set.renew(self._tracker)
        self._tell_reps()
        return self

    def work(self, poses: Iterable[Pose], *, scene: str = "work") -> "Room":
        self.scene(scene)
        if scene == "work" and self._told == 0:
            self.hear(SetBegan(self.t_s, self.index, self._planned))
        assert self._set is not None
        for pose in poses:
            self._set.feed(self._seen(pose))
            self._tell_reps()
        return self

    def camera_back(self) -> "Room":
        assert self._set is not None
        self.scene("error")
        self._set.renew(make_tracker(self.exercise))
        self._tell_reps()
        self.hear(TrackerBegan(self.t_s, self.exercise))
        self.scene("work")
        return self

    def end(self) -> "Room":
        assert self._set is not None
        self._set.finish(clip="", model="")
        self._tell_reps()
        self.live += self._set.tally.reps
        record = SetRecord("both", 50, self._set.tally.count, None)
        self.hear(SetEnded(self.t_s, self.index, record, 0, 0))
        self._set, self._told = None, 0
        self.index += 1
        return self.scene("rest")

    def over(self) -> "Room":
        self.scene("summary")
        self.hear(SessionEnded(self.t_s, "p1", "done"))
        return self

    def scene(self, name: str) -> "Room":
        self.hear(SceneChanged(self.t_s, name, self.exercise))
        return self

    def _seen(self, pose: Pose) -> Pose:
        self.t_s += 1 / RATE_HZ
        self.tracer.see(Tick(self.t_s))
        now = changed(pose, t_s=self.t_s)
        self.tracer.see(now)
        return now

    def _tell_reps(self) -> None:
        assert self._set is not None
        reps = self._set.tally.reps
        for rep in reps[self._told :]:
            self.hear(RepKept(self.t_s, self.index, rep))
        self._told = len(reps)


def still(poses: Sequence[Pose], seconds: float) -> list[Pose]:
    """The first pose for a while."""
    return [poses[0]] * round(seconds * RATE_HZ)
