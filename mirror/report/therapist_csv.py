"""A therapist's report as a table for programs: one row for each fact.

The columns are documented in docs/report.md. Names are those of the program, numbers have a point:
it is the same in every language.
"""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Final, TextIO

from mirror.report.accuracy import ALL
from mirror.report.attendance import weeks_of
from mirror.report.gathered import Done, Gathered, Trend
from mirror.report.painful import NOT_ASKED, PainLog
from mirror.report.records_csv import Cell, no_formula

COLUMNS: Final = (
    "kind",
    "day",
    "exercise",
    "side",
    "name",
    "value",
    "unit",
    "first",
    "last",
    "error",
    "verdict",
)
Row = dict[str, Cell]


def write_csv(file: TextIO, gathered: Gathered, *, version: str, made: date) -> None:
    """Write it.

    Args:
        file: opened with `newline=""`.
        gathered: what it says.
        version: of this program.
        made: today.
    """
    writer = csv.DictWriter(file, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(_about(gathered, version, made))
    for bar in weeks_of(gathered.trained, gathered.span):
        writer.writerow(_row("week", "training_days", int(bar.value), day=bar.first))
    for done in gathered.done.values():
        writer.writerows(_done(done))
    for trend in gathered.trends:
        writer.writerows(_trend(trend))
    writer.writerows(_pain(gathered.pain))
    for one in ALL:
        writer.writerow(_row("accuracy", one.row, one.error, unit=one.unit))


def _row(kind: str, name: str, value: Cell, *, day: date | None = None, unit: str = "") -> Row:
    when = "" if day is None else day.isoformat()
    return {"kind": kind, "day": when, "name": name, "value": value, "unit": unit}


def _about(gathered: Gathered, version: str, made: date) -> Iterator[Row]:
    facts: dict[str, Cell] = {
        "person": no_formula(gathered.person.name),
        "from": gathered.span.first.isoformat(),
        "to": gathered.span.last.isoformat(),
        "made": made.isoformat(),
        "version": version,
        "models": " ".join(sorted(gathered.models)),
        "rule_versions": " ".join(sorted(gathered.rules)),
        "sessions": gathered.sessions,
        "sessions_of_unknown_day": gathered.unsure,
        "training_days": len(gathered.trained),
    }
    return (_row("report", name, value) for name, value in facts.items())


def _done(done: Done) -> Iterator[Row]:
    facts: dict[str, Cell] = {
        "sessions": done.sessions,
        "sets": done.sets,
        "done": done.amount,
        "reps": done.reps,
        "reps_judged": done.judged,
        "effort_mean": None if done.effort is None else round(done.effort, 2),
    }
    for name, value in facts.items():
        unit = done.unit if name == "done" else ""
        yield {**_row("exercise", name, value, unit=unit), "exercise": done.exercise}
    first, last = done.loads
    if first is not None and last is not None:
        pairs = {"band": (first.band, last.band), "phase": (first.phase, last.phase)}
        for name, (before, after) in pairs.items():
            ends = {"first": before, "last": after, "exercise": done.exercise}
            yield {**_row("exercise", name, None), **ends}


def _trend(trend: Trend) -> Iterator[Row]:
    one, change = trend.measure, trend.change
    whose = {"exercise": one.exercise, "side": one.side or ""}
    for day, value in zip(trend.days, trend.values, strict=True):
        on = date.fromordinal(day)
        yield {**_row("measure", one.key, _round(value), day=on, unit=one.unit), **whose}
    moved = None
    if change.base is not None and change.latest is not None:
        moved = change.latest - change.base
    yield {
        **_row("change", one.key, _round(moved), unit=one.unit),
        **whose,
        "first": _round(change.base),
        "last": _round(change.latest),
        "error": _round(change.error),
        "verdict": change.verdict,
    }


def _pain(log: PainLog) -> Iterator[Row]:
    for place, ordinal in enumerate(log.days):
        day = date.fromordinal(ordinal)
        answers = (("before", log.before), ("after", log.after), ("morning", log.morning))
        for name, values in answers:
            if values[place] != NOT_ASKED:
                yield _row("pain", name, values[place], day=day)
        yield _row("pain", "light", log.lights[place], day=day)
    for stop in log.stops:
        yield _row("stop", stop.reason, stop.pain, day=stop.day)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
