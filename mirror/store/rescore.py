"""Judges earlier reps by today's rules, from the traces of their sets.

What was said of a rep stays; a row is added that says what today's rules make of it. Nothing is
added for a set whose trace does not give the very same reps.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from exercises.events import Rep, Side
from exercises.registry import UnknownExerciseError
from mirror.programme.outcome import set_record
from mirror.programme.records import SetKind
from mirror.store.connection import transaction
from mirror.store.records import Moment
from mirror.store.replaying import IncompleteError, Replayed, SetTracker, replay
from mirror.store.trace_codec import TraceError
from mirror.store.traces import chunks_of, sets_of

Problem = Literal["gap", "count", "order", "damaged", "unknown"]
"""Why a set is left alone: a part of its trace is missing; another number of reps; other times; the
trace cannot be read; the exercise is not known any more."""

_SET: Final = """
SELECT set_.exercise, set_.side, set_.target, set_.kind, set_.result, set__time.wall_s
FROM set_ JOIN session ON session.id = set_.session_id JOIN set__time ON set__time.id = set_.id
WHERE set_.id = :set AND (:person IS NULL OR session.profile_id = :person)
"""
_REPS: Final = """
SELECT rep.id, rep.start_s, rep.end_s,
       CASE WHEN again.id IS NULL THEN rep.score ELSE again.score END,
       coalesce(again.rule_version, rep.rule_version)
FROM rep LEFT JOIN rep_rescored AS again
ON again.rowid = (SELECT max(rowid) FROM rep_rescored WHERE rep_id = rep.id)
WHERE rep.set_id = ? ORDER BY rep.index_
"""
"""The newest row of each counts; it has the highest rowid."""
_AT: Final = "mono_s, boot_id, wall_s, synced"


@dataclass(frozen=True, slots=True)
class Rules:
    """Today's rules, and what new rows are made of.

    Attributes:
        version: as `exercises.rules.VERSION`.
        make_tracker: a tracker of these rules for an exercise.
        new_id: an id for a row.
        at: this moment.
    """

    version: str
    make_tracker: Callable[[str], SetTracker]
    new_id: Callable[[], str]
    at: Moment


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a set whose reps were judged by other rules.

    Attributes:
        exercise: its name.
        wall_s: when the set began.
        then: scores so far, in the order of the reps; None: not judged.
        now: scores by today's rules; empty with a problem.
        problem: why it was left alone.
    """

    exercise: str
    wall_s: float
    then: tuple[int | None, ...]
    now: tuple[int | None, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Set:
    id: str
    exercise: str
    side: Side | None
    target: int
    kind: SetKind
    result: str | None
    wall_s: float


@dataclass(frozen=True, slots=True)
class _Was:
    id: str
    start_s: float
    end_s: float
    score: int | None
    rule_version: str


def rescore(
    records: sqlite3.Connection,
    traces: sqlite3.Connection,
    rules: Rules,
    *,
    person: str | None = None,
    dry_run: bool = False,
) -> Iterator[Outcome]:
    """Judge every set with a trace whose reps were judged by other rules.

    Args:
        records: of the records; nobody else writes sets meanwhile.
        traces: of their traces.
        rules: by which.
        person: id of the one person it is about; None: everyone.
        dry_run: only say what would come of it.

    Yields:
        What became of each set, once its rows are on the disk.

    Raises:
        sqlite3.Error: the file cannot be read or written; the sets before are done.
    """
    for set_id in sets_of(traces):
        row = records.execute(_SET, {"set": set_id, "person": person}).fetchone()
        if row is None:
            continue
        one = _Set(set_id, *row)
        reps = [_Was(*row) for row in records.execute(_REPS, (set_id,))]
        if all(rep.rule_version == rules.version for rep in reps):
            continue
        then = tuple(rep.score for rep in reps)
        again = _again(traces, one, reps, rules)
        if not isinstance(again, Replayed):
            yield Outcome(one.exercise, one.wall_s, then, problem=again)
            continue
        if not dry_run:
            _append(records, one, reps, again, rules)
        yield Outcome(one.exercise, one.wall_s, then, tuple(rep.score for rep in again.reps))


def _again(
    traces: sqlite3.Connection, one: _Set, reps: list[_Was], rules: Rules
) -> Replayed | Problem:
    try:
        again = replay(chunks_of(traces, one.id), rules.make_tracker)
    except IncompleteError:
        return "gap"
    except TraceError:
        return "damaged"
    except UnknownExerciseError:
        return "unknown"
    if len(again.reps) != len(reps):
        return "count"
    pairs = zip(reps, again.reps, strict=True)
    if not all(was.start_s < now.end_s and now.start_s < was.end_s for was, now in pairs):
        return "order"
    return again


def _append(
    records: sqlite3.Connection, one: _Set, reps: list[_Was], again: Replayed, rules: Rules
) -> None:
    """Add the rows of a set, all or none."""
    at = (rules.at.mono_s, rules.at.boot_id, rules.at.wall_s, int(rules.at.synced))
    with transaction(records):
        for was, now in zip(reps, again.reps, strict=True):
            if was.rule_version != rules.version:
                _add_rep(records, was, now, rules, at)
        if one.result is not None:
            result, score = _result(one, again)
            records.execute(
                f"INSERT INTO set_rescored (id, set_id, rule_version, score, result, {_AT})"  # noqa: S608 - our words
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (rules.new_id(), one.id, rules.version, score, result, *at),
            )


def _add_rep(
    records: sqlite3.Connection,
    was: _Was,
    now: Rep,
    rules: Rules,
    at: tuple[float, str, float, int],
) -> None:
    parts = (now.sub_scores, now.lost, now.faults, now.measures)
    records.execute(
        "INSERT INTO rep_rescored (id, rep_id, rule_version, score, unscored_reason,"  # noqa: S608 - our words
        f" sub_scores, lost, faults, measures, {_AT})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            rules.new_id(),
            was.id,
            rules.version,
            now.score,
            now.unscored_reason,
            *(msgspec.json.encode(part).decode() for part in parts),
            *at,
        ),
    )


def _result(one: _Set, again: Replayed) -> tuple[str, int | None]:
    """As `set_.result`, with what today's rules say; how much was done, and why it ended, stays."""
    before = json.loads(one.result or "{}")
    done = (before.get("record") or {}).get("done")
    record = set_record(
        side=one.side,
        target=one.target,
        kind=one.kind,
        done=len(again.reps) if done is None else done,
        reps=again.reps,
    )
    result = {
        **before,
        "record": msgspec.to_builtins(record),
        "partials": again.partials,
        "voids": again.voids,
    }
    return msgspec.json.encode(result).decode(), record.score
