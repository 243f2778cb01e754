"""Makes a therapist's report of a made-up person, as PDF and CSV in each language, to look at.

    .venv/bin/python -m scripts.report_sample FOLDER [--weeks 12] [--sparse] [--name NAME]

Sessions, angles and answers are simulated; nobody trained. Deterministic.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

from exercises.events import Rep, Side
from exercises.rules import VERSION
from mirror.programme.load import Load
from mirror.programme.outcome import set_record
from mirror.programme.person import Person
from mirror.programme.reason import Reason
from mirror.programme.retest import Retest
from mirror.report.gathered import gather
from mirror.report.span import Span, last_weeks
from mirror.report.therapist import Format, write
from mirror.store.connection import connect
from mirror.store.details import (
    EffortAnswer,
    PainAnswer,
    SessionDetails,
    SetDetails,
    SetOutcome,
    StopTold,
    person_details,
    plain,
)
from mirror.store.logged import people
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
from mirror.store.statements import statement_of
from mirror.text.catalog import load

TODAY: Final = date(2026, 5, 14)
LANGUAGES: Final = ("en", "de", "es")
FORMATS: Final[tuple[Format, ...]] = ("pdf", "csv")
WEEKS: Final = 12
MODEL: Final = "full-int8"


@dataclass(frozen=True, slots=True)
class Course:
    """A measure from the first week to the last, and its spread between sessions and reps."""

    key: str
    first: float
    last: float
    spread: float


@dataclass(frozen=True, slots=True)
class Part:
    """An exercise of a session."""

    exercise: str
    sides: tuple[Side, ...]
    reps: int
    courses: tuple[Course, ...]
    unit: str = "reps"
    from_week: int = 0


PARTS: Final = (
    Part(
        "hip_flexor_stretch",
        ("left", "right"),
        1,
        (Course("hip_extension_deg", 8.0, 12.0, 2.0),),
        unit="seconds",
    ),
    Part("clamshell", ("left", "right"), 12, (Course("opening_deg", 27.0, 38.0, 1.4),)),
    Part("side_step", ("both",), 16, ()),
    Part(
        "squat",
        ("both",),
        10,
        (
            Course("fppa_mean_deg", 11.0, 3.5, 0.9),
            Course("fppa_left_deg", 12.5, 4.0, 1.6),
            Course("fppa_right_deg", 9.5, 3.5, 1.6),
            Course("knee_medial_left_shank", 0.21, 0.09, 0.012),
            Course("knee_medial_right_shank", 0.15, 0.11, 0.012),
            Course("separation_ratio", 0.66, 0.82, 0.02),
            Course("knee_flexion_deg", 62.0, 74.0, 3.0),
        ),
    ),
    Part("single_leg_squat", ("left", "right"), 5, (Course("fppa_deg", 9, 8, 1.8),), from_week=6),
    Part(
        "single_leg_deadlift",
        ("left", "right"),
        8,
        (Course("hinge_deg", 48.0, 66.0, 2.0),),
        from_week=4,
    ),
)


class Made:
    """Writes the weeks of a person.

    Args:
        weeks: how many, three sessions each; a few days are missed.
        name: the person's.
        sparse: two sessions in all, with a single exercise.
    """

    def __init__(self, *, weeks: int, name: str, sparse: bool = False) -> None:
        """Nothing is written yet."""
        self._chance = random.Random(3)  # noqa: S311 - made-up data
        self._person = Person(id="sample", name=name, bands=("light", "medium"), asked=True)
        self._parts = PARTS[3:4] if sparse else PARTS
        self._weeks = weeks
        monday = last_weeks(TODAY, weeks)
        days = [monday + timedelta(days=7 * n + d) for n in range(weeks) for d in (0, 2, 4)]
        days = [day for day in days if day < TODAY and self._chance.random() > 0.12]  # noqa: PLR2004
        self._days = days[-2:] if sparse else days
        self._number = count()

    def records(self) -> Iterator[Record]:
        """All, oldest first."""
        at = self._at(self._days[0], 0.0)
        one = self._person
        yield Profile(one.id, one.name, one.language, at, person_details(one))
        for number, day in enumerate(self._days):
            done = number / max(1, len(self._days) - 1)
            yield from self._session(day, done)
            if number % 3 == 0 and len(self._parts) > 1:
                value = 11.0 - 7.5 * done + self._chance.gauss(0, 0.8)
                yield self._event(None, day, "retest", Retest(day, fppa_deg=value))

    def _session(self, day: date, done: float) -> Iterator[Record]:
        id_ = self._id()
        week = int(self._weeks * done)
        plan = tuple((part.exercise, 2 * len(part.sides)) for part in self._parts)
        details = SessionDetails(week=1 + week, plan=plan)
        yield SessionStarted(id_, self._person.id, self._at(day, 0.0), plain(details))
        pain = max(0, round(3.4 - 3.0 * done + self._chance.gauss(0, 0.7)))
        yield self._event(id_, day, "pain", PainAnswer("before", "", pain))
        index = count(1)
        for part in self._parts:
            if 12 * done < part.from_week:
                continue
            for side in part.sides * 2:
                yield from self._set(id_, day, next(index), (part, side), done)
            after = max(0, pain + self._chance.choice((-1, 0, 0, 1)))
            yield self._event(id_, day, "pain", PainAnswer("after", part.exercise, after))
            effort = EffortAnswer(part.exercise, self._chance.choice((5, 6, 6, 7)))
            yield self._event(id_, day, "effort", effort)
        if self._chance.random() < 0.06:  # noqa: PLR2004 - seldom
            reason = Reason("pain.amber_rising", {"pain": 5, "before": 3})
            yield self._event(id_, day, "stop", StopTold("exercise", reason))
        yield SessionEnded(id_, self._at(day, 2400.0), "done")
        morning = PainAnswer("morning", "", max(0, pain - 1))
        yield self._event(id_, day, "pain", morning)

    def _set(
        self, session: str, day: date, index: int, what: tuple[Part, Side], done: float
    ) -> Iterator[Record]:
        part, side = what
        id_, at = self._id(), self._at(day, 100.0 * index)
        phase = min(4, int(5 * done))
        load = Load(phase, 2, None if part.unit == "seconds" else ("light", "medium")[done > 0.5])  # noqa: PLR2004
        yield SetStarted(
            id=id_,
            session_id=session,
            index=index,
            exercise=part.exercise,
            side=side,
            target=30 if part.unit == "seconds" else part.reps,
            unit="seconds" if part.unit == "seconds" else "reps",
            at=at,
            details=plain(SetDetails(load)),
        )
        shift = {one.key: self._chance.gauss(0, one.spread) for one in part.courses}
        reps = [self._rep(part, side, number, done, shift) for number in range(1, part.reps + 1)]
        for rep in reps:
            yield RepDone(self._id(), id_, at, rep, MODEL, VERSION)
        amount = 30 if part.unit == "seconds" else part.reps
        record = set_record(side=side, target=amount, kind="training", done=amount, reps=reps)
        ended = self._at(day, 100.0 * index + 60.0)
        yield SetEnded(id_, ended, record.score, plain(SetOutcome(record)))

    def _rep(
        self, part: Part, side: Side, number: int, done: float, shift: dict[str, float]
    ) -> Rep:
        seen = self._chance.random() > 0.07  # noqa: PLR2004 - some are not judged
        measures: dict[str, float | None] = {
            one.key: one.first
            + (one.last - one.first) * done
            + shift[one.key]
            + self._chance.gauss(0, one.spread)
            if seen
            else None
            for one in part.courses
        }
        return Rep(
            index=number,
            side=side,
            start_s=4.0 * number,
            peak_s=4.0 * number + 1.5,
            end_s=4.0 * number + 3.0,
            score=min(100, round(66 + 20 * done + self._chance.gauss(0, 4))) if seen else None,
            unscored_reason=None if seen else "alignment_not_seen",
            measures=measures,
            faults=(),
            sub_scores={},
            lost={},
        )

    def _event(self, session: str | None, day: date, kind: str, told: object) -> Record:
        at = self._at(day, 2000.0)
        return EventNoted(self._id(), self._person.id, kind, at, session, details=plain(told))

    def _id(self) -> str:
        return f"sample-{next(self._number):07d}"

    def _at(self, day: date, after_s: float) -> Moment:
        noon = datetime(day.year, day.month, day.day, 10, tzinfo=UTC).timestamp()
        return Moment(after_s, f"boot-{day}", noon + after_s, synced=True)


def keep(folder: Path, made: Made) -> Path:
    """Write the records into a data folder; the database."""
    path = open_store(folder, stamp="20260512T101500Z").path
    with closing(connect(path)) as store:
        store.execute("PRAGMA synchronous = OFF")
        store.execute("BEGIN")
        for record in made.records():
            statement = statement_of(record)
            store.execute(statement.sql, statement.values)
        store.execute("COMMIT")
    close_store(path)
    return path


def main(arguments: Sequence[str] | None = None) -> None:
    """Make and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the files go; made when missing")
    parser.add_argument("--weeks", type=int, default=WEEKS, help="of training")
    parser.add_argument("--sparse", action="store_true", help="two sessions, one exercise")
    parser.add_argument("--name", default="Anna", help="of the person")
    options = parser.parse_args(arguments)
    made = Made(weeks=options.weeks, name=options.name, sparse=options.sparse)
    path = keep(options.folder / "data", made)
    with closing(connect(path)) as store:
        span = Span(last_weeks(TODAY, options.weeks), TODAY)
        gathered = gather(store, people(store)[0], span, zone=UTC)
    for language in LANGUAGES:
        for kind in FORMATS:
            output = options.folder / f"report-{language}.{kind}"
            with output.open("wb") as file:
                texts = load(language)
                write(file, gathered, texts, format_=kind, version="0.1.0", made=TODAY)
            print(output)


if __name__ == "__main__":
    main()
