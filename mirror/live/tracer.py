"""Takes down the landmarks of sets: every pose that a set's tracker was fed with, in chunks.

A chunk ends with a rep, where another tracker begins, where the position check ends or begins, and
after 20 s. What comes before the set is known waits, 60 s of it at most. A guest is not traced.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from exercises.pose import Pose
from mirror.session.happenings import Happening, SceneChanged, TrackerBegan
from mirror.session.inputs import Input
from mirror.session.kept import RepKept, SessionBegan, SessionEnded, SetBegan, SetEnded
from mirror.store.records import Moment
from mirror.store.traces import Chunk

BUFFER_S: Final = 60.0
"""A check that takes longer began with somebody walking about; the tracker soon forgets that."""
CHUNK_S: Final = 20.0
"""So much is in memory, and lost in a power cut, when no rep ends a chunk."""

_FOLLOWED: Final = frozenset({"check", "countdown", "work"})
"""Scenes in which a tracker is fed; see `TrackerBegan`."""
_OVER: Final = frozenset({"pause", "leave", "shut_down", "error"})
"""Scenes that lie over one of those: the set goes on after them."""
_CHECK: Final = "check"
"""Here the tracker follows and nothing counts yet."""


class Ids(Protocol):
    """What the recorder knows of the session that runs; both None while a guest trains."""

    def set_id(self, index: int) -> str | None:
        """The id of a set by its place in the routine, once it began."""

    def rep_id(self, index: int, number: int) -> str | None:
        """The id of a rep of that set by its number, from 1, once it was kept."""


class Shelf(Protocol):
    """Where chunks go, such as `mirror.store.trace_writer.TraceWriter`; nothing here waits."""

    def write(self, chunk: Chunk) -> bool:
        """Take a chunk; False: it was dropped."""

    def prune(self, now: Moment) -> None:
        """Delete what is too old or too much."""


@dataclass(slots=True, eq=False)
class _Part:
    """A chunk to be."""

    fresh: bool = False
    counts: bool = False
    poses: deque[Pose] = field(default_factory=deque)
    number: int | None = None
    """Of the rep that ended it."""


class Tracer:
    """Hears each happening after the recorder heard it, and sees each input before that.

    Args:
        ids: of sets and reps.
        shelf: where chunks go.
        now: this moment.
    """

    def __init__(self, ids: Ids, shelf: Shelf, *, now: Callable[[], Moment]) -> None:
        """Start before the first input."""
        self._ids = ids
        self._shelf = shelf
        self._now = now
        self._scene = ""
        self._exercise = ""
        self._index: int | None = None
        self._stored = 0
        self._parts = [_Part()]

    def see(self, item: Input) -> None:
        """Take an input, before what came of it is heard."""
        if not isinstance(item, Pose) or not self._exercise or self._scene not in _FOLLOWED:
            return
        part = self._parts[-1]
        part.poses.append(item)
        if self._index is None:
            self._drop_before(item.t_s - BUFFER_S)
        elif item.t_s - part.poses[0].t_s >= CHUNK_S:
            self._cut()

    def hear(self, happening: Happening) -> None:
        """Something happened."""
        match happening:
            case SceneChanged(scene=scene):
                self._enter(scene)
            case TrackerBegan(exercise=exercise):
                self._cut()
                if self._index is None and all(part.number is None for part in self._parts):
                    self._parts = [_Part()]  # what another tracker saw before the set is nothing
                self._exercise = exercise
                self._parts[-1].fresh = True
                self._parts[-1].counts = self._scene != _CHECK
            case SetBegan(index=index):
                self._begin(index)
            case RepKept(index=index, rep=rep):
                self._cut(number=rep.index)
                self._begin(index)
            case SetEnded(index=index):
                self._cut()
                self._begin(index)
                self._leave()
            case SessionBegan():
                self._leave()
            case SessionEnded():
                self._leave()
                self._shelf.prune(self._now())
            case _:
                pass

    def _enter(self, scene: str) -> None:
        if scene in _FOLLOWED:
            if self._parts[-1].counts != (scene != _CHECK):
                self._cut()
                self._parts[-1].counts = scene != _CHECK
        elif scene not in _OVER:
            self._cut()
            self._leave()
        self._scene = scene

    def _begin(self, index: int) -> None:
        """It is known which set this is: store what waited for that."""
        if index != self._index:
            self._index, self._stored = index, 0
        self._store()

    def _leave(self) -> None:
        """No set is on."""
        self._index, self._exercise = None, ""
        self._parts = [_Part()]

    def _cut(self, *, number: int | None = None) -> None:
        """End the chunk at hand; an empty one goes on."""
        part = self._parts[-1]
        if part.poses:
            part.number = number
            self._parts.append(_Part(counts=part.counts))
        if self._index is not None:
            self._store()

    def _store(self) -> None:
        """Hand over the chunks that are complete, when the set is anyone's."""
        set_id = None if self._index is None else self._ids.set_id(self._index)
        ready, self._parts = self._parts[:-1], self._parts[-1:]
        if set_id is None or self._index is None:
            return
        for part in ready:
            self._stored += 1
            rep = None if part.number is None else self._ids.rep_id(self._index, part.number)
            self._shelf.write(
                Chunk(
                    set_id=set_id,
                    number=self._stored,
                    rep_id=rep,
                    exercise=self._exercise,
                    fresh=part.fresh,
                    counts=part.counts,
                    at=self._now(),
                    poses=tuple(part.poses),
                )
            )

    def _drop_before(self, t_s: float) -> None:
        """Let go of what waits too long; what is left still begins with a new tracker."""
        while self._parts[0].poses and self._parts[0].poses[0].t_s < t_s:
            self._parts[0].poses.popleft()
            if not self._parts[0].poses and len(self._parts) > 1:
                fresh = self._parts.pop(0).fresh
                self._parts[0].fresh |= fresh
