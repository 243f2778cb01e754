"""Lives of people at a mirror, as happenings and as what must be known of them later."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from exercises.events import Rep, Side
from mirror.live.clocks import Clocks
from mirror.live.records import Records
from mirror.programme.feedback import Probe
from mirror.programme.load import Load
from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.programme.reason import Reason
from mirror.programme.records import (
    ExerciseRecord,
    Pain,
    SessionKind,
    SessionRecord,
    SetRecord,
)
from mirror.programme.retest import Retest
from mirror.session.happenings import Happening
from mirror.session.inputs import RecordsTold
from mirror.session.kept import (
    EffortTold,
    PainTold,
    PersonKept,
    RepKept,
    RetestDone,
    SessionBegan,
    SessionEnded,
    SetBegan,
    SetEnded,
)
from mirror.session.routine import PlannedSet
from mirror.store import backup
from mirror.store.opening import FILE_NAME
from tests.app.store_world import NOON_S, ids, rep

DAY_S = 86_400.0
WAIT_S = 30.0
ADA = Person(id="ada", name="Ada", language="en", bands=("light",), asked=True)


@dataclass(slots=True)
class Time:
    """Clocks that a test turns; the wall clock may be set wrong by `wrong_s`."""

    mono_s: float = 100.0
    true_s: float = NOON_S
    wrong_s: float = 0.0
    synced: bool = True
    boot: int = 1

    def go(self, seconds: float) -> None:
        self.mono_s += seconds
        self.true_s += seconds

    def boot_again(self, *, after_s: float = 0.0) -> None:
        self.true_s += after_s
        self.boot += 1
        self.mono_s = 5.0

    @property
    def day(self) -> date:
        return datetime.fromtimestamp(self.true_s, UTC).date()

    def clocks(self) -> Clocks:
        return Clocks(
            mono_s=lambda: self.mono_s,
            wall_s=lambda: self.true_s + self.wrong_s,
            synced=lambda: self.synced,
            boot_id=f"boot-{self.boot}",
        )


@dataclass(slots=True)
class Room:
    """A mirror with its data folder.

    Attributes:
        told: news so far.
        forgotten: sets of those forgotten.
    """

    folder: Path
    time: Time = field(default_factory=Time)
    told: list[RecordsTold] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    ids: Iterator[str] = field(default_factory=lambda: ids(7))

    listen: Callable[[str], None] = lambda _key: None
    dated: set[Path] = field(default_factory=set)

    @property
    def news(self) -> list[str]:
        return [one.key for one in self.told]

    def hear_with(self, listen: Callable[[str], None]) -> None:
        """Have the keys of news from now on told to somebody, in the thread they come from."""
        self.listen = listen

    def tell(self, told: RecordsTold) -> None:
        self.told.append(told)
        self.listen(told.key)

    def date_copies(self) -> None:
        """The copies made since the last call are of this moment, by the clocks of the test."""
        made_s = self.time.true_s
        for copy in set(backup.all_of(self.folder / FILE_NAME)) - self.dated:
            os.utime(copy, (made_s, made_s))
            self.dated.add(copy)

    def open(self) -> Records:
        """A run of the mirror begins."""

        def random_bytes(count: int) -> bytes:
            return bytes.fromhex(next(self.ids).replace("-", "")[-2 * count :])

        records = Records(
            self.folder,
            tell=self.tell,
            clocks=self.time.clocks(),
            zone=UTC,
            random_bytes=random_bytes,
            forget_sets=self.forgotten.extend,
            retry_s=0.01,
        )
        records.model = "full-int8"
        return records

    @contextmanager
    def run(self) -> Iterator[Records]:
        """A run of the mirror from its start to its end."""
        records = self.open()
        try:
            yield records
        finally:
            records.close()

    def past(self, person: str = ADA.id) -> Past:
        """What the next start knows."""
        with self.run() as records:
            return records.pasts[person]


@dataclass(frozen=True, slots=True)
class Done:
    """One set of a made-up session: how it was planned, and what is kept of it."""

    planned: PlannedSet
    record: SetRecord
    reps: Sequence[Rep] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One made-up session."""

    sets: Sequence[Done] = ()
    kind: SessionKind = "training"
    reason: str = "done"
    before: int | None = None
    after: tuple[int | None, bool] = (None, False)
    effort: int | None = None
    morning: int | None = None
    retest: Retest | None = None


def a_set(
    exercise: str = "squat",
    *,
    done: int = 8,
    score: int | None = 84,
    kind: Literal["training", "probe", "warm_up"] = "training",
    side: Side = "both",
) -> Done:
    planned = PlannedSet(
        exercise,
        side,
        8,
        kind=kind,
        stage="bandwidth",
        load=None if kind == "warm_up" else Load(1, 2, "light"),
    )
    record = SetRecord(side, 8, done, score, {"alignment": score}, judged=done, kind=kind)
    return Done(planned, record, [replace(rep(n), score=score) for n in range(1, done + 1)])


A_DAY = Day(
    (a_set(), a_set("clamshell", side="left"), a_set(kind="probe")), before=1, after=(2, False)
)


def played(day: Day, time: Time, person: str = ADA.id) -> list[Happening]:
    """The happenings of a session, an answer to each question included."""
    told: list[Happening] = []

    def now() -> float:
        time.go(2.0)
        return time.mono_s

    routine = tuple(one.planned for one in day.sets)
    told.append(SessionBegan(now(), person, day.kind, routine, 3))
    told.append(PainTold(now(), person, "before", "", day.before))
    for index, one in enumerate(day.sets):
        told.append(SetBegan(now(), index, one.planned))
        told += [RepKept(now(), index, each) for each in one.reps]
        told.append(SetEnded(now(), index, one.record, 1, 0, Reason("fatigue.quality")))
    for exercise in dict.fromkeys(one.planned.exercise for one in day.sets):
        value, sharp = day.after
        told.append(PainTold(now(), person, "after", exercise, value, sharp))
        told.append(EffortTold(now(), person, exercise, day.effort))
    told.append(SessionEnded(now(), person, day.reason))
    if day.retest is not None:
        told.append(RetestDone(now(), person, replace(day.retest, day=time.day)))
    return told


def morning(day: Day, time: Time, person: str = ADA.id) -> list[Happening]:
    """The question of the next morning."""
    return [PainTold(time.mono_s, person, "morning", "", day.morning)]


def expected(days: Sequence[tuple[date, Day]]) -> Past:
    """What must be known of sessions, each on its date, by what was told of them."""
    sessions = []
    probes: dict[str, tuple[Probe, ...]] = {}
    for date_, day in days:
        session = _session(date_, day)
        if session.exercises:
            sessions.append(session)
        for one in day.sets:
            if one.planned.kind == "probe":
                name = one.planned.exercise
                made = Probe(date_, one.planned.stage, one.record.score)
                probes[name] = (*probes.get(name, ()), made)
    retests = [replace(day.retest, day=on) for on, day in days if day.retest is not None]
    return Past(tuple(sessions), probes=probes, retests=tuple(retests))


def _session(on: date, day: Day) -> SessionRecord:
    exercises = []
    value, sharp = day.after
    trained = [one for one in day.sets if one.planned.load is not None]
    for name in dict.fromkeys(one.planned.exercise for one in trained):
        own = [one for one in trained if one.planned.exercise == name]
        load = own[0].planned.load
        assert load is not None
        exercises.append(
            ExerciseRecord(
                exercise=name,
                load=load,
                sets=tuple(one.record for one in own),
                effort=day.effort,
                pain=Pain(day.before, value, day.morning, sharp),
                completed=all(one.record.done >= one.record.target for one in own),
            )
        )
    return SessionRecord(on, tuple(exercises), completed=day.reason == "done", kind=day.kind)


def tell(records: Records, told: Sequence[Happening]) -> None:
    for one in told:
        records.hear(one)


def added(time: Time, person: Person = ADA) -> PersonKept:
    return PersonKept(time.mono_s, person)


def trained(room: Room, *, days: int = 1) -> list[tuple[date, Day]]:
    """`A_DAY` on days one after another, each in a run of its own; the file is in order then."""
    done = []
    for number in range(days):
        with room.run() as records:
            if number == 0:
                tell(records, [added(room.time)])
            done.append((room.time.day, A_DAY))
            tell(records, played(A_DAY, room.time))
            assert records.wait(timeout_s=WAIT_S)
        room.time.boot_again(after_s=DAY_S)
    return done
