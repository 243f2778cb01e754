"""Makes records of a made-up household for pictures and tests of the phone pages.

Reps, scores and moving figures are those of the golden recordings, which show a rendered athlete;
what changes over the weeks is made up.
"""

import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from device.recorded import RecordedPoses
from exercises import registry
from exercises.events import Rep, RepCompleted, Side
from exercises.pose import Pose
from exercises.rules import VERSION
from exercises.tracker import Tracker
from mirror.programme.load import Load
from mirror.programme.outcome import set_record
from mirror.programme.person import Person
from mirror.programme.records import SetKind
from mirror.programme.retest import Retest
from mirror.store.connection import connect
from mirror.store.details import (
    EffortAnswer,
    PainAnswer,
    SessionDetails,
    SetDetails,
    SetOutcome,
    person_details,
    plain,
)
from mirror.store.opening import close_store, open_store
from mirror.store.records import (
    EventNoted,
    Moment,
    Profile,
    Record,
    RepDone,
    SessionEnded,
    SessionStarted,
    SetEnded,
    SetStarted,
)
from mirror.store.statements import save, statement_of
from mirror.store.traces import Chunk, add, connect_traces, path_of

GOLDEN: Final = Path(__file__).resolve().parents[1] / "tests" / "golden"
MODEL: Final = "full-float32"
BOOT: Final = "boot"
ANNA: Final = Person(
    id="anna",
    name="Anna",
    goals=("stairs", "walking"),
    bands=("light", "medium"),
    asked=True,
)
BERT: Final = Person(id="bert", name="Bert", language="de", asked=True)


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """A golden recording and the reps in it."""

    exercise: str
    poses: tuple[Pose, ...]
    reps: tuple[Rep, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Sets of one exercise in a session."""

    take: str
    exercise: str
    sides: tuple[Side, ...]
    target: int
    unit: str = "reps"
    clean: int | None = None
    """The last score, where the recording's own faults are left out."""


PARTS: Final = (
    Part("hipflexor_lean", "hip_flexor_stretch", ("left", "right"), 30, "seconds", clean=91),
    Part("clamshell_feet_apart", "clamshell", ("left", "right"), 3),
    Part("sidestep_feet_snap", "side_step", ("both",), 6, clean=84),
    Part("squat_valgus", "squat", ("both", "both"), 4),
)


def take(name: str, exercise: str) -> Take:
    """A golden recording, followed."""
    with closing(RecordedPoses(GOLDEN / exercise / f"{name}.jsonl")) as source:
        poses = tuple(iter(source.read, None))
    tracker = Tracker(registry.get(exercise))
    events = [event for pose in poses for event in tracker.feed(pose)]
    events += tracker.finish()
    reps = tuple(event.rep for event in events if isinstance(event, RepCompleted))
    return Take(exercise, poses, reps)


def household(folder: Path, *, today: datetime, sessions: int = 26, language: str = "") -> None:
    """Anna with some weeks of training, the last session with figures; Bert with none yet.

    Args:
        folder: the data folder.
        today: two days after the last session.
        sessions: how many; three a week.
        language: Anna's; empty: as the mirror.
    """
    takes = {part.take: take(part.take, part.exercise) for part in PARTS}
    path = open_store(folder, stamp="20260512T101500Z").path
    with closing(connect(path)) as store, closing(connect_traces(path_of(path))) as traces:
        store.execute("PRAGMA synchronous = OFF")
        writer = _Writer(random.Random(7), takes, today, sessions, language)  # noqa: S311 - made-up data
        for record in writer.records():
            save(store, statement_of(record))
        for chunk in writer.chunks:
            add(traces, chunk)
    close_store(path)


class _Writer:
    """Makes the records, oldest first; `chunks` are the traces of the last session."""

    def __init__(
        self,
        chance: random.Random,
        takes: dict[str, Take],
        today: datetime,
        sessions: int,
        language: str,
    ) -> None:
        self.chunks: list[Chunk] = []
        self._chance = chance
        self._takes = takes
        self._count = sessions
        self._anna = replace(ANNA, language=language)
        weeks, rest = divmod(sessions - 1, 3)
        # The last session was two days ago, three a week before it.
        self._days = [
            today - timedelta(days=2 + 7 * week + (0, 2, 4)[place])
            for week in range(weeks + 1)
            for place in range(3 if week < weeks else rest + 1)
        ][::-1]
        self._mono_s = 1000.0

    def records(self) -> Sequence[Record]:
        """All of them."""
        first = self._days[0]
        made: list[Record] = [
            Profile(one.id, one.name, one.language, self._at(first), person_details(one))
            for one in (self._anna, BERT)
        ]
        for number, day in enumerate(self._days):
            made += self._session(number, day)
            if number % 3 == 0:
                made.append(self._retest(number, day))
        return made

    def _session(self, number: int, day: datetime) -> list[Record]:
        name = f"session-{number:03d}"
        plan = tuple((part.exercise, len(part.sides)) for part in PARTS)
        details = SessionDetails(week=1 + number // 3, plan=plan)
        made: list[Record] = [SessionStarted(name, "anna", self._at(day), plain(details))]
        pain = max(0, 3 - number // 6)
        made.append(self._event(name, "before", "pain", PainAnswer("before", "", pain), day))
        index = 0
        for part in PARTS:
            for side in part.sides:
                index += 1
                made += self._set(f"{name}-{index}", name, index, (part, side), (number, day))
            after = PainAnswer("after", part.exercise, max(0, pain - self._chance.randint(0, 1)))
            effort = EffortAnswer(part.exercise, self._chance.randint(5, 7))
            made.append(self._event(name, f"p{index}", "pain", after, day))
            made.append(self._event(name, f"e{index}", "effort", effort, day))
        made.append(SessionEnded(name, self._at(day, 1900.0), "done"))
        morning = PainAnswer("morning", "", max(0, pain - 1))
        made.append(self._event(name, "morning", "pain", morning, day))
        return made

    def _set(
        self,
        set_id: str,
        session: str,
        index: int,
        what: tuple[Part, Side],
        when: tuple[int, datetime],
    ) -> list[Record]:
        (part, side), (number, day) = what, when
        source = self._takes[part.take]
        begun_s = 60.0 * index
        shift_s = self._mono_s + begun_s
        kind = _kind(part, side)
        made: list[Record] = [
            SetStarted(
                id=set_id,
                session_id=session,
                index=index,
                exercise=part.exercise,
                side=side,
                target=part.target,
                unit="seconds" if part.unit == "seconds" else "reps",
                at=self._at(day, begun_s),
                kind=kind,
                details=plain(SetDetails(Load(0, len(part.sides)), "bandwidth")),
            )
        ]
        reps = [self._aged(_clean(rep, part), number, shift_s, side) for rep in source.reps]
        made += [
            RepDone(f"{set_id}-{rep.index}", set_id, self._at(day, begun_s), rep, MODEL, VERSION)
            for rep in reps
        ]
        done = part.target if part.unit == "seconds" else len(reps)
        record = set_record(side=side, target=part.target, kind=kind, done=done, reps=reps)
        ended = self._at(day, begun_s + 45.0)
        made.append(SetEnded(set_id, ended, record.score, plain(SetOutcome(record))))
        if number == self._count - 1:
            poses = tuple(replace(pose, t_s=pose.t_s + shift_s) for pose in source.poses)
            self.chunks.append(Chunk(set_id, 1, None, part.exercise, True, True, ended, poses))  # noqa: FBT003 - as stored
        return made

    def _aged(self, rep: Rep, number: int, shift_s: float, side: Side) -> Rep:
        """A rep as it might have been in an earlier week: worse, and a little different."""
        early = 1.0 - number / max(1, self._count - 1)
        score = rep.score
        if score is not None:
            score = max(40, min(100, round(score - 22 * early + self._chance.gauss(0, 2))))
        measures = {
            name: value
            if value is None or not name.startswith("knee_medial")
            else value + 0.14 * early + self._chance.gauss(0, 0.012)
            for name, value in rep.measures.items()
        }
        return replace(
            rep,
            side=side if rep.side in {"left", "right"} and side != "both" else rep.side,
            start_s=rep.start_s + shift_s,
            peak_s=rep.peak_s + shift_s,
            end_s=rep.end_s + shift_s,
            score=score,
            measures=measures,
        )

    def _retest(self, number: int, day: datetime) -> Record:
        value = 11.0 - 9.0 * number / self._count + self._chance.gauss(0, 0.9)
        told = Retest(day.date(), fppa_deg=value, kmd_left=0.05, kmd_right=0.08, depth_deg=85.0)
        return self._event(f"session-{number:03d}", "retest", "retest", told, day)

    def _event(self, session: str, name: str, kind: str, told: object, day: datetime) -> Record:
        at = self._at(day, 1800.0)
        return EventNoted(f"{session}-{name}", "anna", kind, at, session, details=plain(told))

    def _at(self, day: datetime, after_s: float = 0.0) -> Moment:
        wall_s = day.astimezone(UTC).timestamp() + after_s
        return Moment(self._mono_s + after_s, BOOT, wall_s, synced=True)


def _kind(part: Part, side: Side) -> SetKind:
    silent = part.exercise == "clamshell" and side == part.sides[0]
    return "probe" if silent else "training"


def _clean(rep: Rep, part: Part) -> Rep:
    """A rep without the faults that its recording shows, where its part wants that."""
    if part.clean is None or rep.score is None:
        return rep
    return replace(rep, score=part.clean, faults=(), lost={"control": 100.0 - part.clean})
