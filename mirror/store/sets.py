"""Reads sets: the record of each, of the latest rules that judged it, or rebuilt from its reps."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from exercises.events import Fault, HoldTick, Rep, RepCompleted
from mirror.programme.outcome import set_record
from mirror.programme.records import SetKind, SetRecord
from mirror.session.routine import PlannedSet
from mirror.session.tally import Tally
from mirror.store.details import SetDetails, SetOutcome, decoded

_SETS: Final = (
    "SELECT id, session_id, exercise, side, target, unit, kind, details, end_mono_s, result"
    " FROM set_ WHERE session_id IN (SELECT value FROM json_each(?)) ORDER BY session_id, index_"
)
_RESCORED: Final = (
    "SELECT set_id, result FROM set_rescored"
    " WHERE set_id IN (SELECT value FROM json_each(?)) ORDER BY rowid"
)
_REPS: Final = (
    "SELECT index_, side, start_s, peak_s, end_s, score, unscored_reason,"
    " measures, faults, sub_scores, lost FROM rep WHERE set_id = ? ORDER BY rowid"
)


@dataclass(frozen=True, slots=True)
class KeptSet:
    """A set as it is kept.

    Attributes:
        session_id: of its session.
        exercise: its name.
        kind: what it was for.
        details: how it was planned.
        record: what the programme reads of it.
        ended: it came to its end; otherwise a power cut broke it off.
    """

    session_id: str
    exercise: str
    kind: SetKind
    details: SetDetails
    record: SetRecord
    ended: bool


def sets_of(connection: sqlite3.Connection, session_ids: Iterable[str]) -> list[KeptSet]:
    """The sets of some sessions, those of each in their order, without those nothing is known of.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    rows = connection.execute(_SETS, (json_list(session_ids),)).fetchall()
    # Later rows of a set replace earlier ones.
    rescored = dict(connection.execute(_RESCORED, (json_list(row[0] for row in rows),)))
    made = []
    for id_, session_id, exercise, side, target, unit, kind, details, end_mono_s, result in rows:
        outcome = decoded(rescored.get(id_), SetOutcome) or decoded(result, SetOutcome)
        if outcome is not None:
            record = outcome.record
        else:
            reps = reps_of(connection, id_)
            if not reps:
                continue
            record = _rebuilt(PlannedSet(exercise, side, target, unit=unit, kind=kind), reps)
        made.append(
            KeptSet(
                session_id=session_id,
                exercise=exercise,
                kind=kind,
                details=decoded(details, SetDetails) or SetDetails(),
                record=record,
                ended=end_mono_s is not None,
            )
        )
    return made


def _rebuilt(planned: PlannedSet, reps: Sequence[Rep]) -> SetRecord:
    return set_record(
        side=planned.side,
        target=planned.target,
        kind=planned.kind,
        done=_done(planned, reps),
        reps=reps,
    )


def _done(planned: PlannedSet, reps: Iterable[Rep]) -> int:
    """As the session counts, see `Tally`."""
    tally = Tally(planned)
    for rep in reps:
        held_s = rep.measures.get("held_s")
        if held_s is None:
            tally.take(RepCompleted(rep.end_s, rep))
        else:
            tally.begin_anew()
            tally.take(HoldTick(rep.end_s, rep.side, held_s))
    return int(tally.held_s + 0.5) if planned.unit == "seconds" else tally.count


def reps_of(connection: sqlite3.Connection, set_id: str) -> list[Rep]:
    """The reps of a set as they were first judged, in the order they were written.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    return [_rep(row) for row in connection.execute(_REPS, (set_id,))]


def _rep(row: tuple[Any, ...]) -> Rep:
    index, side, start_s, peak_s, end_s, score, reason, *parts = row
    measures, faults, sub_scores, lost = parts
    return Rep(
        index=index,
        side=side,
        start_s=start_s,
        peak_s=peak_s,
        end_s=end_s,
        score=score,
        unscored_reason=reason,
        measures=decoded(measures, dict[str, float | None]) or {},
        faults=decoded(faults, tuple[Fault, ...]) or (),
        sub_scores=decoded(sub_scores, dict[str, int | None]) or {},
        lost=decoded(lost, dict[str, float]) or {},
    )


def json_list(ids: Iterable[str]) -> str:
    """Ids as one value, for `json_each`: SQLite limits how many values a statement takes."""
    return msgspec.json.encode(list(ids)).decode()
