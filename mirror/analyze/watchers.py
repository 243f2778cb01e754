"""What looks on while a clip is analysed: the caption, the plot's data, the recording."""

from collections.abc import Callable
from typing import Final, Protocol

from device.annotate import Caption
from exercises.events import Event, Fault, RepCompleted, RepPartial, RepVoided
from exercises.pose import Pose
from exercises.tracker import Snapshot
from mirror.report.trace import Trace
from mirror.report.words import fault_words, measure_words, number, side_words, words

_MOST_FAULTS: Final = 2
"""Faults in a caption; more would cover the person."""


class Captioner:
    """Words for the annotated copy of a clip.

    Args:
        exercise: name of the exercise.
    """

    def __init__(self, exercise: str) -> None:
        """Start before the first pose."""
        self._exercise = words(exercise)
        self._snapshot: Snapshot | None = None
        self._news: tuple[str, ...] = ()

    def see(self, pose: Pose, snapshot: Snapshot, events: tuple[Event, ...]) -> None:
        """Keep the latest state, and the latest verdict until the next one."""
        del pose
        self._snapshot = snapshot
        for event in events:
            match event:
                case RepCompleted(rep=rep):
                    self._news = _verdict(rep.score, rep.faults)
                case RepPartial():
                    self._news = ("partial: not counted",)
                case RepVoided(reason=reason):
                    self._news = (f"given up: {words(reason)}",)
                case _:
                    pass

    def caption(self) -> Caption:
        """The words for the latest pose."""
        snapshot = self._snapshot
        if snapshot is None:
            return Caption(title=self._exercise, lines=())
        name, unit = measure_words(snapshot.gauge_name)
        side = side_words(snapshot.side, before=", ")
        held = f" {snapshot.held_s:.1f} s" if snapshot.held_s > 0.0 else ""
        lines = [f"{snapshot.phase}{held}{side}", f"{name} {number(snapshot.gauge, unit)}"]
        if snapshot.view_problem is not None:
            lines.append(f"view: {words(snapshot.view_problem)}")
        lines += self._news
        return Caption(title=f"{self._exercise} {snapshot.count}", lines=tuple(lines))


class Tracing:
    """Keeps what a plot needs.

    Args:
        trace: where it is kept.
    """

    def __init__(self, trace: Trace) -> None:
        """Start with an empty trace."""
        self._trace = trace

    def see(self, pose: Pose, snapshot: Snapshot, events: tuple[Event, ...]) -> None:
        """Note the state."""
        del events
        self._trace.add(pose.t_s, snapshot)


class PoseSink(Protocol):
    """Takes poses away, such as `device.recording.RecordingWriter`."""

    def write(self, pose: Pose) -> None:
        """Take the next pose."""

    def close(self) -> None:
        """Finish; may be called twice."""


class Recording:
    """Writes each pose.

    Args:
        sink: where to.
    """

    def __init__(self, sink: PoseSink) -> None:
        """Start before the first pose."""
        self._sink = sink

    def see(self, pose: Pose, snapshot: Snapshot, events: tuple[Event, ...]) -> None:
        """Write the pose."""
        del snapshot, events
        self._sink.write(pose)


class Ticking:
    """Moves a progress bar.

    Args:
        tick: called once for each pose.
    """

    def __init__(self, tick: Callable[[], None]) -> None:
        """Keep the bar's function."""
        self._tick = tick

    def see(self, pose: Pose, snapshot: Snapshot, events: tuple[Event, ...]) -> None:
        """One more pose."""
        del pose, snapshot, events
        self._tick()


def _verdict(score: int | None, faults: tuple[Fault, ...]) -> tuple[str, ...]:
    """The score and the worst faults, in short lines: long ones would cover the person."""
    judged = "not judged" if score is None else f"score {score}"
    worst = sorted(faults, key=lambda fault: fault.severity != "red")[:_MOST_FAULTS]
    return (judged, *(fault_words(fault) for fault in worst))
