"""What a person's progress comes to, as plain numbers: no words, nothing to draw with.

Missing answers and unjudged sets are left out, never 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final

from mirror.programme.comparison import Comparison, Point, Series, change
from mirror.programme.past import Past
from mirror.programme.phases import PHASES
from mirror.programme.plateau import BASELINE, KMD_MDC
from mirror.programme.progression import score_of
from mirror.programme.records import ExerciseRecord, SessionRecord
from mirror.programme.week import PER_WEEK, WEEK, in_week, monday_of, streak, trained_days

WEEKS: Final = 12
SESSIONS: Final = 24
"""Eight weeks at three a week: as many as a plot shows from three metres."""


@dataclass(frozen=True, slots=True)
class Adherence:
    """How regularly somebody trains.

    Attributes:
        weeks: Monday and training days of the last weeks, oldest first, this one last.
        streak: weeks in a row with enough days.
        this_week: training days so far.
        of: training days of a full week.
    """

    weeks: tuple[tuple[date, int], ...]
    streak: int
    this_week: int
    of: int = PER_WEEK


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """One exercise.

    Attributes:
        exercise: its name.
        scores: of the last sessions, 0..100.
        range: mean sub-score of the latest session that has it; None when none has.
        symmetry: likewise.
        kmd: knee over toe of the worse knee a session, in standing shanks, with its error around
            the mean of the first sessions.
    """

    exercise: str
    scores: tuple[Point, ...]
    range: int | None
    symmetry: int | None
    kmd: Series


@dataclass(frozen=True, slots=True)
class Progress:
    """All of it.

    Attributes:
        adherence: see there.
        pain: worst answer after an exercise in each of the last sessions, 0..10.
        exercises: those that were done, in the programme's order.
        retest: the last re-test against the first that counts.
    """

    adherence: Adherence
    pain: tuple[Point, ...]
    exercises: tuple[ExerciseProgress, ...]
    retest: Comparison


def progress_of(past: Past, today: date) -> Progress:
    """What the progress scene shows on a day."""
    sessions = [one for one in past.sessions if one.day <= today]
    retests = [one for one in past.retests if one.day <= today]
    return Progress(
        adherence=_adherence(past, today),
        pain=_pain(sessions),
        exercises=tuple(
            _exercise(name, done) for name in PHASES[-1].doses if (done := _records(sessions, name))
        ),
        retest=change(retests),
    )


def _adherence(past: Past, today: date) -> Adherence:
    trained = trained_days(past, today)
    mondays = [monday_of(today) - WEEK * back for back in reversed(range(WEEKS))]
    weeks = tuple((monday, in_week(trained, monday)) for monday in mondays)
    return Adherence(weeks, streak(trained, today), weeks[-1][1])


def _pain(sessions: Sequence[SessionRecord]) -> tuple[Point, ...]:
    points = []
    for session in sessions[-SESSIONS:]:
        told = [one.pain.after for one in session.exercises if one.pain.after is not None]
        if told:
            points.append(Point(session.day, max(told)))
    return tuple(points)


def _records(sessions: Sequence[SessionRecord], exercise: str) -> list[tuple[date, ExerciseRecord]]:
    return [
        (session.day, one)
        for session in sessions
        for one in session.exercises
        if one.exercise == exercise and any(each.done for each in one.sets)
    ]


def _exercise(name: str, done: Sequence[tuple[date, ExerciseRecord]]) -> ExerciseProgress:
    scores = [Point(day, score) for day, one in done if (score := score_of(one)) is not None]
    records = [one for _, one in done]
    return ExerciseProgress(
        exercise=name,
        scores=tuple(scores[-SESSIONS:]),
        range=_latest_bar(records, "range"),
        symmetry=_latest_bar(records, "symmetry"),
        kmd=_kmd(done),
    )


def _latest_bar(records: Sequence[ExerciseRecord], bar: str) -> int | None:
    for one in reversed(records):
        known = [value for each in one.sets if (value := each.bars.get(bar)) is not None]
        if known:
            return round(fmean(known))
    return None


def _kmd(done: Sequence[tuple[date, ExerciseRecord]]) -> Series:
    points = []
    for day, one in done:
        known = [each.kmd for each in one.sets if each.kmd is not None]
        if known:
            points.append(Point(day, fmean(known)))
    first = [one.value for one in points[:BASELINE]]
    baseline = fmean(first) if len(first) == BASELINE else None
    return Series(tuple(points[-SESSIONS:]), baseline, KMD_MDC)
