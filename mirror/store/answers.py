"""Reads answers about sessions, and puts the records of exercises together from them and sets."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from mirror.programme.records import ExerciseRecord, Pain
from mirror.store.details import EffortAnswer, PainAnswer, SessionDetails, decoded
from mirror.store.sets import KeptSet, json_list

_ANSWERS: Final = (
    "SELECT session_id, kind, details FROM event"
    " WHERE session_id IN (SELECT value FROM json_each(?)) AND kind IN ('pain', 'effort')"
    " ORDER BY rowid"
)


@dataclass(slots=True)
class Answers:
    """What was answered about one session; of several answers to a question the last counts.

    Attributes:
        before, morning: about the session; None: not asked.
        after: by exercise.
        effort: by exercise.
    """

    before: PainAnswer | None = None
    morning: PainAnswer | None = None
    after: dict[str, PainAnswer] = field(default_factory=dict)
    effort: dict[str, int | None] = field(default_factory=dict)

    def take(self, kind: str, details: str | bytes) -> None:
        """Take an event."""
        if kind == "effort":
            effort = decoded(details, EffortAnswer)
            if effort is not None:
                self.effort[effort.exercise] = effort.value
            return
        answer = decoded(details, PainAnswer)
        if answer is None:
            return
        match answer.when:
            case "before":
                self.before = answer
            case "morning":
                self.morning = answer
            case "after":
                self.after[answer.exercise] = answer


def answers_of(connection: sqlite3.Connection, session_ids: Iterable[str]) -> dict[str, Answers]:
    """The answers about some sessions, by session.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    found: dict[str, Answers] = {}
    rows = connection.execute(_ANSWERS, (json_list(session_ids),))
    for session_id, kind, details in rows:
        found.setdefault(session_id, Answers()).take(kind, details)
    return found


def exercises_of(
    sets: Sequence[KeptSet], details: SessionDetails, answers: Answers
) -> tuple[ExerciseRecord, ...]:
    """The exercises of one session in the order they began.

    Sets outside the programme (warm-up, re-test, what it has no load for) are none.

    Args:
        sets: of the session, in their order.
        details: of the session.
        answers: about it.
    """
    planned = dict(details.plan)
    by_exercise: dict[str, list[KeptSet]] = {}
    for one in sets:
        if one.details.load is not None:
            by_exercise.setdefault(one.exercise, []).append(one)
    return tuple(
        ExerciseRecord(
            exercise=name,
            load=load,
            sets=tuple(one.record for one in own),
            effort=answers.effort.get(name),
            pain=pain_of(name, answers),
            completed=_whole(own) >= planned.get(name, len(own)),
        )
        for name, own in by_exercise.items()
        if (load := own[0].details.load) is not None
    )


def _whole(sets: Sequence[KeptSet]) -> int:
    return sum(one.ended and one.record.done >= one.record.target for one in sets)


def pain_of(exercise: str, answers: Answers) -> Pain:
    """What was answered about one exercise of a session."""
    before = answers.before or PainAnswer("before")
    after = answers.after.get(exercise) or PainAnswer("after")
    morning = answers.morning or PainAnswer("morning")
    return Pain(
        before=before.value,
        after=after.value,
        next_morning=morning.value,
        sharp=before.sharp or after.sharp or morning.sharp,
    )
