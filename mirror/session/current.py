"""The set that runs: tracker, log, cues, gauges and figure of one exercise."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Protocol

from exercises.events import (
    Event,
    FaultSeen,
    PhaseChanged,
    Rep,
    RepCompleted,
    RepPartial,
    Side,
)
from exercises.pose import Pose
from exercises.spec import HoldRule
from exercises.tracker import Snapshot
from mirror.model import SetLog, SetResult
from mirror.programme.feedback import RETAINED, speaks
from mirror.session.cues import Cue, CueBoard, line_of
from mirror.session.figure import Framing
from mirror.session.gauges import Knees, Pacer
from mirror.session.happenings import Counted, CueShown, Happening, HeldFor, KneeCaves, PhaseBegan
from mirror.session.kept import RepKept
from mirror.session.ring import RingGauge
from mirror.session.routine import PlannedSet
from mirror.session.staging import staging_of
from mirror.session.tally import Tally
from mirror.session.view import Figure, KneeGauge, Line, Ring, Tempo, Tone
from mirror.text.catalog import Texts

HOLD_TARGET_S: Final = HoldRule().target_s
IN_TARGET: Final = frozenset({"top", "hold"})
CAVES: Final = "knees_cave"
SILENT: Final = frozenset({"probe", "retest"})
GUIDED: Final = frozenset({"full", "bandwidth"})
"""Stages of feedback with gauges: they are feedback in every rep, which later stages do without."""


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
        planned: what is to be reached; None: as much as the person likes.
        reps: done before, when the set goes on after an interruption.
        held_s: held before, likewise.
        place: of the set in its routine, for the records; None: nothing of it is recorded.

    Attributes:
        exercise: its name in the catalogue.
        planned: what is to be reached.
        texts: the words; may be changed for those of another language.
    """

    def __init__(  # noqa: PLR0913 - the parts of a set, all named
        self,
        exercise: str,
        *,
        tracker: SetTracker,
        texts: Texts,
        mirrored: bool,
        planned: PlannedSet | None = None,
        reps: Sequence[Rep] = (),
        held_s: float = 0.0,
        place: int | None = None,
    ) -> None:
        """Start before the first pose."""
        self.exercise = exercise
        self.planned = planned
        self.texts = texts
        self.tally = Tally(planned, reps=reps, held_s=held_s)
        self._tracker = tracker
        self._log = SetLog(exercise=exercise)
        self._log.add(RepCompleted(rep.end_s, rep) for rep in reps)
        self._cues = CueBoard()
        self._framing = Framing(mirrored=mirrored)
        self._pacer = Pacer(staging_of(exercise).calm)
        self._knees = Knees(mirrored=mirrored)
        self._ring = RingGauge()
        self._figure: Figure | None = None
        self._snapshot: Snapshot | None = None
        self._told_s = int(held_s)
        self._place = place

    @property
    def snapshot(self) -> Snapshot | None:
        """What the tracker knew after the latest pose; None before the first."""
        return self._snapshot

    @property
    def started(self) -> bool:
        """Whether any pose was seen, or anything was done before."""
        return self._snapshot is not None or bool(self.tally.reps)

    @property
    def target_s(self) -> float:
        """How long to hold, for a stretch."""
        seconds = self.planned is not None and self.planned.unit == "seconds"
        return float(self.planned.target) if self.planned and seconds else HOLD_TARGET_S

    def renew(self, tracker: SetTracker) -> None:
        """Go on with another tracker: the person or the camera may have moved."""
        self._keep(self._tracker.finish())
        self._tracker = tracker
        self._snapshot = None
        self.tally.begin_anew()

    def feed(self, pose: Pose) -> tuple[Happening, ...]:
        """Take the next pose; say what happened in it."""
        self._log.frame(t_s=pose.t_s, present=pose.present)
        told = self._keep(self._tracker.feed(pose))
        now = self._snapshot = self._tracker.snapshot
        self._pacer.see(now)
        self._knees.see(now)
        cue = self._cues.at(pose.t_s)
        self._figure = self._framing.figure(pose, frozenset() if cue is None else cue.marked)
        return told

    def finish(self, *, clip: str, model: str) -> tuple[SetResult, tuple[Happening, ...]]:
        """End the set; an open hold is closed, which may complete a rep."""
        told = self._keep(self._tracker.finish())
        kept = tuple(one for one in told if isinstance(one, RepKept))
        return self._log.finish(clip=clip, model=model), kept

    @property
    def silent(self) -> bool:
        """The set measures: nothing is said of how its reps are."""
        return self.planned is not None and self.planned.kind in SILENT

    def cue(self, t_s: float) -> Line | None:
        """The cue to be seen at a time."""
        cue: Cue | None = self._cues.at(t_s)
        if cue is None:
            return None
        return line_of(cue, self.texts[f"{cue.key}.{self.exercise}"], t_s)

    def side(self) -> str:
        """The working side in words; empty when unknown or both."""
        side: Side | None = None if self._snapshot is None else self._snapshot.side
        if self.planned is not None and self.planned.side is not None:
            side = self.planned.side
        return "" if side is None else self.texts[f"side.{side}"]

    def figure(self) -> Figure | None:
        """The followed person."""
        return self._figure

    def tempo(self, t_s: float) -> Tempo | None:
        """Where a calm rep would be at a time; a re-test keeps it, its tempo is part of it."""
        guided = self._guided or (self.planned is not None and self.planned.kind == "retest")
        return self._pacer.at(t_s) if guided else None

    def knees(self) -> KneeGauge | None:
        """Knees over toes."""
        return self._knees.gauge if self._guided else None

    @property
    def _guided(self) -> bool:
        """Gauges show how a rep is while it goes on."""
        stage = "full" if self.planned is None else self.planned.stage
        return stage in GUIDED and not self.silent

    def _speaks(self, number: int, *, outside: bool) -> bool:
        """Whether a rep gets a word, as `mirror.programme.feedback` has it."""
        stage = "full" if self.planned is None else self.planned.stage
        return speaks(stage, rep=number, outside=outside, silent=self.silent)

    def state(self) -> Line | None:
        """What to do now."""
        now = self._snapshot
        if now is None:
            return None
        if now.view_problem is not None:
            tone: Tone = "muted" if now.view_problem == "waiting" else "attend"
            return Line(self.texts[f"view.{now.view_problem}.{self.exercise}"], tone)
        tone = "good" if now.phase in IN_TARGET else "plain"
        return Line(self.texts[f"state.{self.exercise}.{now.phase}"], tone)

    def ring(self, t_s: float) -> Ring:
        """Count and gauge at a time; call with growing times."""
        now = self._snapshot
        timed = self.planned is not None and self.planned.unit == "seconds"
        held_s = self.tally.held_s if timed else 0.0 if now is None else now.held_s
        return self._ring.at(
            t_s,
            now=now,
            count=self.tally.count,
            held_s=held_s if timed or held_s > 0.0 else None,
            target_s=self.target_s,
            units=(
                self.texts["unit.seconds"],
                self.texts[f"unit.{'one' if self.tally.count == 1 else 'many'}.{self.exercise}"],
            ),
        )

    def _keep(self, events: Sequence[Event]) -> tuple[Happening, ...]:
        """Log, count and cue what the tracker said."""
        told: list[Happening] = []
        for event in events:
            mine = self._numbered(event)
            self._log.add((mine,))
            self.tally.take(mine)
            before = self._cues.latest
            self._cues.add(mine, quiet=self._quiet(mine))
            if isinstance(mine, RepCompleted) and self._place is not None:
                told.append(RepKept(mine.t_s, self._place, mine.rep))
            if isinstance(mine, RepCompleted) and self.tally.fits(mine.rep.side):
                target = None if self.planned is None else self.planned.target
                timed = self.planned is not None and self.planned.unit == "seconds"
                told += [] if timed else [Counted(mine.t_s, self.tally.count, target)]
            if isinstance(mine, PhaseChanged):
                told.append(PhaseBegan(mine.t_s, mine.phase, self.exercise))
            if isinstance(mine, FaultSeen) and mine.name == CAVES and not self._quiet(mine):
                told.append(KneeCaves(mine.t_s, mine.side))
            cue = self._cues.latest
            if cue is not None and cue is not before:
                told.append(CueShown(cue.since_s, cue.key, self.exercise))
        return (*told, *self._seconds())

    def _quiet(self, event: Event) -> bool:
        """Whether nothing may be said of an event."""
        match event:
            case RepCompleted(rep=rep):
                outside = bool(rep.faults) or (rep.score is not None and rep.score < RETAINED)
                return not self._speaks(rep.index, outside=outside)
            case RepPartial() | FaultSeen():
                return not self._speaks(len(self.tally.reps) + 1, outside=True)
            case _:
                return False

    def _seconds(self) -> tuple[Happening, ...]:
        """A whole second was held."""
        now = self._tracker.snapshot
        held_s = math.floor(now.held_s if self.planned is None else self.tally.held_s)
        before, self._told_s = self._told_s, held_s
        if held_s <= before or held_s > self.target_s or now.held_s <= 0.0:
            return ()
        return (HeldFor(now.t_s, held_s, int(self.target_s)),)

    def _numbered(self, event: Event) -> Event:
        """Reps are numbered through the set, whichever tracker followed them."""
        if not isinstance(event, RepCompleted):
            return event
        number = len(self.tally.reps) + 1
        return replace(event, rep=replace(event.rep, index=number))
