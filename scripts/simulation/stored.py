"""One person's records in the real store: recorder, writer thread, SQLite file, reading."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Final

from mirror.live.recorder import Recorder
from mirror.programme.feedback import Probe
from mirror.programme.load import dose_at
from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.programme.records import ExerciseRecord, SessionRecord, SetRecord
from mirror.programme.retest import Retest
from mirror.session.happenings import Happening
from mirror.session.kept import (
    EffortTold,
    PainTold,
    PersonKept,
    RetestDone,
    SessionBegan,
    SessionEnded,
    SetBegan,
    SetEnded,
)
from mirror.session.routine import PlannedSet
from mirror.store.connection import connect
from mirror.store.latest import latest_session
from mirror.store.opening import close_store, open_store
from mirror.store.reading import past_of
from mirror.store.records import Moment
from mirror.store.writer import Report, Trouble, Writer

_WAIT_S: Final = 60.0
STAMP: Final = "20260105T000000Z"


def moment(t_s: float) -> Moment:
    """A simulated time is a wall time."""
    return Moment(t_s, "simulated", t_s, synced=True)


class Stored:
    """As `scripts.simulation.keeping.Keep`; opened and closed as a mirror does.

    Args:
        folder: the data folder.
        person: whose records.
    """

    def __init__(self, folder: Path, person: Person) -> None:
        """Open; what was kept before is there."""
        self._path = open_store(folder, stamp=STAMP).path
        self._trouble: list[str] = []
        self._writer = Writer(partial(connect, self._path), report=self._hear)
        self._reader = connect(self._path)
        self._id = person.id
        found = latest_session(self._reader, person.id)
        self._recorder = Recorder(
            self._writer.write,
            moment=moment,
            random_bytes=os.urandom,
            forget=lambda _person: None,
            latest={} if found is None else {person.id: found},
        )
        self._writer.start()
        self._tell(PersonKept(0.0, person))

    def session(self, record: SessionRecord, probes: Mapping[str, Probe]) -> None:
        """See `Keep`."""
        at = _noon_s(record.day)
        routine: list[PlannedSet] = []
        told: list[Happening] = []
        before = next((one.pain.before for one in record.exercises), None)
        told.append(PainTold(at, self._id, "before", "", before))
        for one in record.exercises:
            for each in one.sets:
                planned = _planned(one, each, probes)
                told.append(SetBegan(at, len(routine), planned))
                told.append(SetEnded(at, len(routine), each, 0, 0))
                routine.append(planned)
            if not one.completed:
                # A set more was planned than was done.
                routine.append(_planned(one, one.sets[-1], probes))
            pain = one.pain
            told.append(PainTold(at, self._id, "after", one.exercise, pain.after, pain.sharp))
            told.append(EffortTold(at, self._id, one.exercise, one.effort))
        began = SessionBegan(at, self._id, record.kind, tuple(routine), week=1)
        reason = "done" if record.completed else "left"
        self._tell(began, *told, SessionEnded(at, self._id, reason))

    def morning(self, day: date, answer: int) -> None:
        """See `Keep`."""
        self._tell(PainTold(_noon_s(day), self._id, "morning", "", answer))

    def retest(self, retest: Retest) -> None:
        """See `Keep`."""
        self._tell(RetestDone(_noon_s(retest.day), self._id, retest))

    def past(self, today: date) -> Past:
        """See `Keep`; what the file says, not what was told."""
        del today
        if not self._writer.flush(timeout_s=_WAIT_S) or self._trouble:
            message = f"the store does not keep up: {self._trouble}"
            raise RuntimeError(message)
        return past_of(self._reader, self._id, zone=UTC)

    def close(self) -> None:
        """Leave the store in order."""
        self._writer.close(timeout_s=_WAIT_S)
        self._reader.close()
        close_store(self._path)

    def _tell(self, *happenings: Happening) -> None:
        for one in happenings:
            self._recorder.hear(one)

    def _hear(self, report: Report) -> None:
        if isinstance(report, Trouble):
            self._trouble.append(report.message)


@dataclass(frozen=True, slots=True)
class Size:
    """What a store came to.

    Attributes:
        sessions, sets: rows.
        size_bytes: of the file.
    """

    sessions: int
    sets: int
    size_bytes: int


def size_of(folder: Path) -> Size:
    """Count and measure a store that nobody has open."""
    path = open_store(folder, stamp=STAMP).path
    with closing(sqlite3.connect(path)) as connection:
        (sessions,) = connection.execute("SELECT count(*) FROM session").fetchone()
        (sets,) = connection.execute("SELECT count(*) FROM set_").fetchone()
    return Size(sessions, sets, path.stat().st_size)


def same(one: Past, other: Past) -> bool:
    """Whether the programme would read the same: held probes may be more than are needed."""
    names = {*one.probes, *other.probes}
    tails = all(one.probes.get(name, ())[-2:] == other.probes.get(name, ())[-2:] for name in names)
    return tails and replace(one, probes={}) == replace(other, probes={})


def _planned(one: ExerciseRecord, each: SetRecord, probes: Mapping[str, Probe]) -> PlannedSet:
    probe = probes.get(one.exercise)
    return PlannedSet(
        one.exercise,
        each.side,
        each.target,
        unit=dose_at(one.exercise, one.load).unit,
        kind=each.kind,
        stage="full" if probe is None else probe.stage,
        load=one.load,
    )


def _noon_s(day: date) -> float:
    return datetime.combine(day, time(12), tzinfo=UTC).timestamp()
