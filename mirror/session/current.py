"""The set that runs: tracker, log, cues and figure of one exercise."""

import math
from collections.abc import Callable
from typing import Final, Protocol

from exercises.events import Event, Side
from exercises.pose import Pose
from exercises.tracker import Snapshot
from mirror.model import SetLog, SetResult
from mirror.session.cues import Cue, CueBoard, line_of
from mirror.session.figure import Framing
from mirror.session.view import Figure, Line, Ring, Tone
from mirror.text.catalog import Texts

HOLD_TARGET_S: Final = 30.0  # spec/angle-core.md 2.4: 30 s a side
IN_TARGET: Final = frozenset({"top", "hold"})
EASE_S: Final = 0.07  # time constant: 95 % of the way in 0.2 s (DESIGN.md: ease in 200 ms)


class SetTracker(Protocol):
    """What the session needs of `exercises.tracker.Tracker`."""

    def feed(self, pose: Pose) -> tuple[Event, ...]:
        """Take the next pose."""

    def finish(self) -> tuple[Event, ...]:
        """End the set."""

    @property
    def snapshot(self) -> Snapshot:
        """The state after the latest pose."""


MakeTracker = Callable[[str], SetTracker]


class CurrentSet:
    """One set while it runs.

    Args:
        exercise: its name in the catalogue.
        tracker: follows it.
        texts: the words of the screen.
        mirrored: show the figure as a mirror would.
    """

    def __init__(self, exercise: str, *, tracker: SetTracker, texts: Texts, mirrored: bool) -> None:
        """Start before the first pose."""
        self.exercise = exercise
        self._tracker = tracker
        self._texts = texts
        self._log = SetLog(exercise=exercise)
        self._cues = CueBoard()
        self._framing = Framing(mirrored=mirrored)
        self._figure: Figure | None = None
        self._snapshot: Snapshot | None = None
        self._fill = 0.0
        self._fill_s = -math.inf

    @property
    def snapshot(self) -> Snapshot | None:
        """What the tracker knew after the latest pose; None before the first."""
        return self._snapshot

    @property
    def started(self) -> bool:
        """Whether any pose was seen."""
        return self._snapshot is not None

    def feed(self, pose: Pose) -> None:
        """Take the next pose."""
        self._log.frame(t_s=pose.t_s, present=pose.present)
        events = self._tracker.feed(pose)
        self._log.add(events)
        for event in events:
            self._cues.add(event)
        self._snapshot = self._tracker.snapshot
        cue = self._cues.at(pose.t_s)
        self._figure = self._framing.figure(pose, frozenset() if cue is None else cue.marked)

    def finish(self, *, clip: str, model: str) -> SetResult:
        """End the set; an open hold is closed."""
        self._log.add(self._tracker.finish())
        return self._log.finish(clip=clip, model=model)

    def cue(self, t_s: float) -> Line | None:
        """The cue to be seen at a time."""
        cue: Cue | None = self._cues.at(t_s)
        if cue is None:
            return None
        return line_of(cue, self._texts[f"{cue.key}.{self.exercise}"], t_s)

    def side(self) -> str:
        """The working side in words; empty when unknown or both."""
        side: Side | None = None if self._snapshot is None else self._snapshot.side
        return "" if side is None else self._texts[f"side.{side}"]

    def figure(self) -> Figure | None:
        """The followed person."""
        return self._figure

    def state(self) -> Line | None:
        """What to do now."""
        now = self._snapshot
        if now is None:
            return None
        if now.view_problem is not None:
            tone: Tone = "muted" if now.view_problem == "waiting" else "attend"
            return Line(self._texts[f"view.{now.view_problem}.{self.exercise}"], tone)
        tone = "good" if now.phase in IN_TARGET else "plain"
        return Line(self._texts[f"state.{self.exercise}.{now.phase}"], tone)

    def ring(self, t_s: float) -> Ring:
        """Count and gauge at a time; call with growing times."""
        now = self._snapshot
        holding = now is not None and now.held_s > 0
        wanted = self._wanted_fill(now)
        step_s = max(0.0, t_s - self._fill_s)
        self._fill += (wanted - self._fill) * (1 - math.exp(-step_s / EASE_S))
        self._fill_s = t_s
        count = 0 if now is None else now.count
        unit = f"unit.{'one' if count == 1 else 'many'}.{self.exercise}"
        return Ring(
            number=str(int(now.held_s)) if now is not None and holding else str(count),
            unit=self._texts["unit.seconds" if holding else unit],
            fill=self._fill,
            reached=now is not None and (now.phase == "top" or now.held_s >= HOLD_TARGET_S),
            tone=self._ring_tone(now),
        )

    def _wanted_fill(self, now: Snapshot | None) -> float:
        if now is None:
            return 0.0
        if now.held_s > 0:
            return min(1.0, now.held_s / HOLD_TARGET_S)
        return 0.0 if now.signal is None else min(1.0, max(0.0, now.signal))

    @staticmethod
    def _ring_tone(now: Snapshot | None) -> Tone:
        if now is None or now.view_problem is not None or now.phase == "pause":
            return "muted"
        return "good" if now.phase in IN_TARGET else "plain"
