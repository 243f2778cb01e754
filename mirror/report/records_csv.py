"""Records as a table: one row for each rep, with all that is known around it.

The columns are documented in docs/records.md. Measures differ by exercise, so their columns are
those that occur.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TextIO

from exercises.score import WEIGHTS
from mirror.store.logged import LoggedEvent, LoggedRep, LoggedSession, LoggedSet

_SESSION: Final = ("person", "session", "day", "day_known", "session_kind", "week")
_SET: Final = ("set", "exercise", "side", "kind", "target", "unit", "set_score")
_REP: Final = ("rep", "rep_side", "duration_s", "score", "not_judged")
_AROUND: Final = ("faults", "lost", "effort", "pain_before", "pain_after", "pain_morning", "sharp")
_RULES: Final = ("model", "rule_version")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A name that begins so would be calculated by a spreadsheet."""

Cell = None | str | int | float


def no_formula(name: str) -> str:
    """A name as no spreadsheet calculates it."""
    return f"'{name}" if name.startswith(_FORMULA) else name


def measures_of(sessions: Iterable[LoggedSession]) -> tuple[str, ...]:
    """The names of all measures, in the order they first occur."""
    names: dict[str, None] = {}
    for session in sessions:
        for set_ in session.sets:
            for rep in set_.reps:
                names.update(dict.fromkeys(rep.measures))
    return tuple(names)


def write_csv(
    file: TextIO,
    sessions: Iterable[LoggedSession],
    *,
    names: Mapping[str, str],
    measures: Sequence[str],
) -> int:
    """Write the table, session by session.

    Args:
        file: opened with `newline=""`.
        sessions: in the order of the rows.
        names: of people by id.
        measures: as `measures_of` of the same sessions.

    Returns:
        How many reps there were.
    """
    writer = csv.writer(file)
    writer.writerow((*_SESSION, *_SET, *_REP, *WEIGHTS, *_AROUND, *_RULES, *measures))
    count = 0
    for session in sessions:
        first = _session(session, names.get(session.person_id, ""))
        for set_ in session.sets:
            asked = _asked(session.events, set_.exercise)
            second = (*first, *_set(set_))
            for rep in set_.reps:
                writer.writerow((*second, *_rep(rep, asked), *map(rep.measures.get, measures)))
                count += 1
    return count


def _session(session: LoggedSession, name: str) -> tuple[Cell, ...]:
    return (
        no_formula(name),
        session.id,
        datetime.fromtimestamp(session.wall_s).astimezone().date().isoformat(),
        _yes(answer=session.known),
        session.details.get("kind"),
        session.details.get("week"),
    )


def _set(set_: LoggedSet) -> tuple[Cell, ...]:
    return (
        set_.number,
        set_.exercise,
        set_.side,
        set_.kind,
        set_.target,
        set_.unit,
        set_.score,
    )


def _rep(rep: LoggedRep, asked: Sequence[Cell]) -> tuple[Cell, ...]:
    return (
        rep.number,
        rep.side,
        round(rep.end_s - rep.start_s, 3),
        rep.score,
        rep.unscored_reason,
        *(rep.sub_scores.get(name) for name in WEIGHTS),
        " ".join(_fault(fault) for fault in rep.faults),
        " ".join(f"{name}:{points:g}" for name, points in rep.lost.items()),
        *asked,
        rep.model,
        rep.rule_version,
    )


def _fault(fault: Mapping[str, Any]) -> str:
    parts = (fault["name"], fault["side"], fault["severity"])
    return ":".join(part for part in parts if part is not None)


def _asked(events: Sequence[LoggedEvent], exercise: str) -> tuple[Cell, ...]:
    """Effort, pain before, after and on the morning after, sharp; the latest answer counts."""
    found: dict[str, Cell] = {}
    for event in events:
        what = event.details
        if event.kind == "effort" and what.get("exercise") == exercise:
            found["effort"] = what.get("value")
        if event.kind == "pain" and what.get("exercise") in {"", None, exercise}:
            found[str(what.get("when"))] = what.get("value")
            if what.get("sharp"):
                found["sharp"] = _yes(answer=True)
    return tuple(found.get(name) for name in ("effort", "before", "after", "morning", "sharp"))


def _yes(*, answer: bool) -> str:
    return "yes" if answer else "no"
