"""Makes ten years of one person's records, fast: 3,000 sessions with 504,000 reps."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

from exercises.events import Fault, Rep, Side
from exercises.rules import VERSION
from mirror.ids import uuid7
from mirror.programme.load import Load
from mirror.programme.outcome import set_record
from mirror.programme.person import Person
from mirror.programme.records import SetKind
from mirror.programme.retest import Retest
from mirror.store.connection import connect, transaction
from mirror.store.details import (
    EffortAnswer,
    PainAnswer,
    SessionDetails,
    SetDetails,
    SetOutcome,
    person_details,
    plain,
)
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
from mirror.store.statements import statement_of

SESSIONS: Final = 3000
DAYS: Final = 3650
START: Final = datetime(2016, 5, 2, 8, tzinfo=UTC)
MODEL: Final = "blazepose-full-int8"
NAMES: Final = (
    "knee_flexion_deg",
    "fppa_mean_deg",
    "fppa_standing_deg",
    "fppa_growth_deg",
    "fppa_left_deg",
    "fppa_right_deg",
    "knee_medial_left_shank",
    "knee_medial_right_shank",
    "caving_left_shank",
    "caving_right_shank",
    "separation_ratio",
    "knee_index_ratio",
    "hip_shift_torso",
    "pelvic_tilt_deg",
    "trunk_side_lean_deg",
    "trunk_fold_deg",
    "heel_rise_torso",
    "lowering_s",
    "rising_s",
    "roughness_ratio",
    "sway_torso",
    "yaw_deg",
)
"""About as many measures as a squat has."""


@dataclass(frozen=True, slots=True)
class Part:
    """Sets of one exercise in each session; reps a session: 168."""

    exercise: str
    sides: tuple[Side, ...]
    sets: int
    reps: int
    kind: SetKind = "training"


PARTS: Final = (
    Part("squat", ("both",), 1, 8, "warm_up"),
    Part("hip_flexor_stretch", ("left", "right"), 2, 1),
    Part("clamshell", ("left", "right"), 3, 12),
    Part("side_step", ("both",), 3, 16),
    Part("squat", ("both",), 3, 12),
)


def templates(chance: random.Random) -> list[Rep]:
    """Reps like those of a tracker."""
    fault = Fault("SQ2", "knees_cave", "left", 0.13, "shank", "amber", "A")
    return [
        Rep(
            index=1,
            side="both",
            start_s=100.0 + number,
            peak_s=101.5 + number,
            end_s=103.0 + number,
            score=chance.randint(70, 95),
            unscored_reason=None,
            measures={name: round(chance.uniform(0.0, 90.0), 4) for name in NAMES},
            faults=(fault,) if number % 3 == 0 else (),
            sub_scores={"alignment": 80, "range": 95, "control": 76, "stability": 90},
            lost={"alignment": 8.0, "control": 3.6},
        )
        for number in range(100)
    ]


class History:
    """Writes sessions, all in the transaction of the caller.

    Args:
        connection: to write to.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Add the person."""
        self._connection = connection
        self._chance = random.Random(1)  # noqa: S311 - made-up data
        self._templates = templates(self._chance)
        self._rep_rows = [
            statement_of(RepDone("", "", Moment(0.0, "", 0.0, synced=True), rep, MODEL, VERSION))
            for rep in self._templates
        ]
        self.reps = 0
        self.person = Person(id="p1", name="Ada", bands=("light", "medium"), asked=True)
        at = self._at(START, 0.0)
        self._save(Profile("p1", "Ada", "en", at, person_details(self.person)))

    def session(self, number: int) -> None:
        """One day's records."""
        day = START + timedelta(days=number * DAYS / SESSIONS)
        clock = (self._at(day, after_s) for after_s in count(0.0, 20.0))
        details = SessionDetails(
            plan=tuple(
                (part.exercise, part.sets * len(part.sides))
                for part in PARTS
                if part.kind == "training"
            )
        )
        id_ = self._id(day)
        self._save(SessionStarted(id_, "p1", next(clock), plain(details)))
        self._event(id_, clock, "pain", PainAnswer("before", "", 1))
        index = count(1)
        for part in PARTS:
            for n in range(part.sets * len(part.sides)):
                self._set(id_, clock, next(index), part, n, day)
            if part.kind == "training":
                self._event(id_, clock, "pain", PainAnswer("after", part.exercise, 1))
                self._event(id_, clock, "effort", EffortAnswer(part.exercise, 6))
        self._save(SessionEnded(id_, next(clock), "done"))
        self._event(id_, clock, "pain", PainAnswer("morning", "", 0))
        if number % 6 == 0:
            self._event(None, clock, "retest", Retest(day.date(), fppa_deg=5.0, kmd_left=0.1))

    def _set(  # noqa: PLR0913, PLR0917 - a row of many columns
        self,
        session_id: str,
        clock: Iterator[Moment],
        index: int,
        part: Part,
        n: int,
        day: datetime,
    ) -> None:
        side = part.sides[n % len(part.sides)]
        kind: SetKind = "probe" if n == 0 and part.exercise == "clamshell" else part.kind
        details = SetDetails(None if part.kind == "warm_up" else Load(1, 3), "bandwidth")
        id_ = self._id(day)
        began = next(clock)
        self._save(
            SetStarted(
                id=id_,
                session_id=session_id,
                index=index,
                exercise=part.exercise,
                side=side,
                target=part.reps,
                unit="reps",
                at=began,
                kind=kind,
                details=plain(details),
            )
        )
        chosen = self._chance.sample(range(len(self._templates)), part.reps)
        rows = [
            (
                self._id(day),
                id_,
                number,
                side,
                *self._rep_rows[template].values[4:-4],
                began.mono_s + number,
                began.boot_id,
                began.wall_s + number,
                1,
            )
            for number, template in enumerate(chosen, 1)
        ]
        self._connection.executemany(self._rep_rows[0].sql, rows)
        self.reps += part.reps
        reps = [self._templates[template] for template in chosen]
        record = set_record(side=side, target=part.reps, kind=kind, done=part.reps, reps=reps)
        self._save(SetEnded(id_, next(clock), record.score, plain(SetOutcome(record))))

    def _event(
        self, session_id: str | None, clock: Iterator[Moment], kind: str, told: object
    ) -> None:
        at = next(clock)
        id_ = uuid7(wall_s=at.wall_s, random_bytes=self._chance.randbytes)
        self._save(EventNoted(id_, "p1", kind, at, session_id, details=plain(told)))

    def _save(self, record: Record) -> None:
        statement = statement_of(record)
        self._connection.execute(statement.sql, statement.values)

    def _id(self, day: datetime) -> str:
        return uuid7(wall_s=day.timestamp(), random_bytes=self._chance.randbytes)

    def _at(self, day: datetime, after_s: float) -> Moment:
        return Moment(after_s, f"boot-{day:%Y-%m-%d}", day.timestamp() + after_s, synced=True)


def fill(path: Path) -> History:
    """Write the ten years, a session to a transaction at most."""
    with closing(connect(path)) as connection:
        # Only while the file is made: nothing in it must survive a power cut.
        connection.execute("PRAGMA synchronous = OFF")
        with transaction(connection):
            history = History(connection)
        for first in range(0, SESSIONS, 100):
            with transaction(connection):
                for number in range(first, min(first + 100, SESSIONS)):
                    history.session(number)
    return history
