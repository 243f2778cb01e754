"""What a therapist's report says, gathered from the records one session at a time.

Held of a session are its means, never its reps: ten years stay within memory.
"""

import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from statistics import fmean
from typing import Any, Final

from msgspec.json import encode

from mirror.programme.comparison import change
from mirror.programme.load import Load
from mirror.programme.retest import Retest
from mirror.programme.week import STRETCH
from mirror.report.measures import MEASURES, RETEST, Change, Measure, change_of, verdict_of
from mirror.report.painful import PainLog
from mirror.report.span import Span
from mirror.store.answers import Answers
from mirror.store.details import SetDetails, decoded
from mirror.store.logged import LoggedPerson, LoggedSession, LoggedSet, events_between, sessions
from mirror.store.reading import retests_of

_MEASURING: Final = {"warm_up", "retest"}
"""Sets that train nothing."""


@dataclass(slots=True, eq=False)
class Trend:
    """A measure over the days.

    Attributes:
        measure: which.
        days: ordinals of dates, oldest first.
        values: a mean of each session, in the unit shown.
        change: what became of it.
    """

    measure: Measure
    days: "array[int]" = field(default_factory=lambda: array("l"))
    values: "array[float]" = field(default_factory=lambda: array("d"))
    change: Change = field(default_factory=lambda: Change(None, None, None, "early"))


@dataclass(slots=True, eq=False)
class Done:
    """What was done of one exercise: sums, and the first load and the last one."""

    exercise: str
    unit: str
    sessions: int = 0
    sets: int = 0
    amount: int = 0
    reps: int = 0
    judged: int = 0
    efforts: list[int] = field(default_factory=lambda: [0] * 11)
    loads: tuple[Load | None, Load | None] = (None, None)

    @property
    def effort(self) -> float | None:
        """Mean answer, 0..10; None without one."""
        count = sum(self.efforts)
        return sum(n * times for n, times in enumerate(self.efforts)) / count if count else None


@dataclass(slots=True, eq=False)
class Gathered:
    """All of it.

    Attributes:
        person: whose.
        span: of which days.
        sessions: how many there were.
        unsure: sessions whose date only a clock without the right time knows.
        trained: days with training: any exercise but the stretch.
        done: by exercise.
        trends: those with a value, in their order.
        pain: answers and stops.
        models, rules: which measured and judged the reps.
    """

    person: LoggedPerson
    span: Span
    sessions: int = 0
    unsure: int = 0
    trained: set[date] = field(default_factory=set)
    done: dict[str, Done] = field(default_factory=dict)
    trends: list[Trend] = field(default_factory=list)
    pain: PainLog = field(default_factory=PainLog)
    models: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)

    @property
    def a_week(self) -> float:
        """Training days a week."""
        return 7.0 * len(self.trained) / self.span.days


def gather(
    connection: sqlite3.Connection, person: LoggedPerson, span: Span, *, zone: tzinfo | None
) -> Gathered:
    """Read a person's sessions of some days.

    Args:
        connection: to read from, in one transaction if others write.
        person: whose.
        span: of which days.
        zone: where the person lives; None: as the machine is set.

    Raises:
        sqlite3.Error: the records cannot be read.
    """
    made = Gathered(person, span)
    trends = [Trend(one) for one in MEASURES]
    span_s = span.seconds(zone)
    for session in sessions(connection, person=person.id, span_s=span_s):
        _take(made, trends, session, day_of(session.wall_s, zone))
    for event in events_between(connection, person.id):
        if span_s[0] <= event.wall_s < span_s[1]:
            day = day_of(event.wall_s, zone)
            made.pain.hear(day, event.kind, encode(event.details))
    for trend in trends:
        trend.change = change_of(trend.measure, trend.values)
    retest = _retest(retests_of(connection, person.id, zone=zone), span)
    made.trends = [one for one in (retest, *trends) if one.values]
    return made


def day_of(wall_s: float, zone: tzinfo | None) -> date:
    """The date of a moment."""
    return datetime.fromtimestamp(wall_s, zone).date()


def _take(made: Gathered, trends: Sequence[Trend], session: LoggedSession, day: date) -> None:
    made.sessions += 1
    made.unsure += not session.known
    answers = Answers()
    for event in session.events:
        told = encode(event.details)
        if event.kind in {"pain", "effort"}:
            answers.take(event.kind, told)
        made.pain.hear(day, event.kind, told)
    trained = [one for one in session.sets if one.kind not in _MEASURING]
    names = tuple(dict.fromkeys(one.exercise for one in trained))
    for name in names:
        own = [one for one in trained if one.exercise == name]
        if _add(made, name, own, answers) and name != STRETCH:
            made.trained.add(day)
    made.pain.answered(day, names, answers)
    for trend in trends:
        value = _mean(trend.measure, trained)
        if value is not None:
            trend.days.append(day.toordinal())
            trend.values.append(value)


def _add(made: Gathered, name: str, sets: Sequence[LoggedSet], answers: Answers) -> bool:
    """Whether anything of the exercise was done."""
    amounts = [_amount(one) for one in sets]
    if not any(amounts):
        return False
    done = made.done.setdefault(name, Done(name, sets[0].unit))
    done.sessions += 1
    done.sets += sum(amount > 0 for amount in amounts)
    done.amount += sum(amounts)
    for one in sets:
        done.reps += len(one.reps)
        done.judged += sum(rep.score is not None for rep in one.reps)
        made.models.update(rep.model for rep in one.reps)
        made.rules.update(rep.rule_version for rep in one.reps)
        details = decoded(encode(one.details), SetDetails) or SetDetails()
        if details.load is not None:
            done.loads = (done.loads[0] or details.load, details.load)
    effort = answers.effort.get(name)
    if effort is not None and 0 <= effort < len(done.efforts):
        done.efforts[effort] += 1
    return True


def _amount(one: LoggedSet) -> int:
    """Reps or seconds done; of a set broken off, the reps that were kept."""
    record: Mapping[str, Any] = one.result.get("record") or {}
    done = record.get("done")
    return int(done) if isinstance(done, int | float) else len(one.reps)


def _mean(measure: Measure, sets: Iterable[LoggedSet]) -> float | None:
    known = [
        value
        for one in sets
        if one.exercise == measure.exercise
        for rep in one.reps
        if not measure.by_rep or rep.side == measure.side
        if (value := rep.measures.get(measure.key)) is not None
    ]
    return measure.scale * fmean(known) if len(known) >= measure.least else None


def _retest(retests: Sequence[Retest], span: Span) -> Trend:
    """The weekly check within the days; the very first one of all was practice."""
    trend = Trend(RETEST)
    before = sum(one.day < span.first for one in retests)
    until = sum(one.day <= span.last for one in retests)
    compared = change(retests[max(0, before - 1) : until])
    for point in compared.fppa.points:
        trend.days.append(point.day.toordinal())
        trend.values.append(point.value)
    made = compared.fppa
    if made.change is not None and made.baseline is not None:
        verdict = verdict_of(made.change, made.mdc)
        trend.change = Change(made.baseline, made.points[-1].value, made.mdc, verdict)
    return trend
