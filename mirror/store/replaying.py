"""The trace of a set through the trackers of today: the same reps, judged by today's rules."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from exercises.events import Event, Rep, RepCompleted, RepPartial, RepVoided
from exercises.pose import Pose
from mirror.store.traces import Chunk


class SetTracker(Protocol):
    """What is needed of `exercises.tracker.Tracker`."""

    def feed(self, pose: Pose) -> Sequence[Event]:
        """Take the next pose."""

    def finish(self) -> Sequence[Event]:
        """End the set."""


class IncompleteError(Exception):
    """Chunks of the trace are missing."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a trace gave.

    Attributes:
        reps: numbered through the set, whichever tracker followed them.
        partials, voids: movements that did not count.
    """

    reps: tuple[Rep, ...]
    partials: int
    voids: int


_NOTHING: Final = Replayed((), 0, 0)


def replay(chunks: Iterable[Chunk], make_tracker: Callable[[str], SetTracker]) -> Replayed:
    """Follow a set once more.

    Args:
        chunks: all of one set, in the order they came.
        make_tracker: a fresh tracker for an exercise.

    Raises:
        IncompleteError: something is missing, so that it would not be the same set.
    """
    tracker: SetTracker | None = None
    counted, number = False, 0
    done = _NOTHING
    for chunk in chunks:
        follows = chunk.number == number + 1 or (chunk.number == 1 and chunk.fresh)
        if not follows or (tracker is None and not chunk.fresh):
            raise IncompleteError
        number = chunk.number
        if tracker is None or chunk.fresh:
            # A tracker of the check alone was never the set's: nobody asked it to finish.
            done = _after(done, tracker.finish() if tracker is not None and counted else ())
            tracker, counted = make_tracker(chunk.exercise), False
        counted = counted or chunk.counts
        for pose in chunk.poses:
            events = tracker.feed(pose)
            done = _after(done, events if chunk.counts else ())
    return _after(done, tracker.finish() if tracker is not None and counted else ())


def _after(done: Replayed, events: Sequence[Event]) -> Replayed:
    for event in events:
        match event:
            case RepCompleted(rep=rep):
                numbered = replace(rep, index=len(done.reps) + 1)
                done = replace(done, reps=(*done.reps, numbered))
            case RepPartial():
                done = replace(done, partials=done.partials + 1)
            case RepVoided():
                done = replace(done, voids=done.voids + 1)
            case _:
                pass
    return done
