"""Who trains at this mirror, with their past."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from mirror.programme.feedback import Probe
from mirror.programme.past import RECENT, Past
from mirror.programme.person import Person
from mirror.programme.records import SessionRecord
from mirror.programme.retest import Retest
from mirror.programme.week import trained_days


@dataclass(frozen=True, slots=True)
class Member:
    """A person and their past."""

    person: Person
    past: Past = Past()  # noqa: RUF009 - frozen, and empty


def with_session(past: Past, session: SessionRecord, probes: Sequence[tuple[str, Probe]]) -> Past:
    """The past with one more session at its end, and the silent sets of it by exercise.

    It holds no more than a past read from a store, however long the mirror runs.
    """
    of = {name: tuple(known) for name, known in past.probes.items()}
    for exercise, probe in probes:
        of[exercise] = (*of.get(exercise, ()), probe)[-RECENT:]
    sessions = (*past.sessions, session)
    older = trained_days(Past(sessions[:-RECENT]), date.max)
    return replace(past, sessions=sessions[-RECENT:], earlier=past.earlier | older, probes=of)


def without_part(past: Past, day: date) -> Past:
    """The past without the first part of a session that goes on.

    A routine that was interrupted by the end of the program stands in a past read from the records
    as its last session, with the sets done so far.
    """
    if not past.sessions or past.sessions[-1].day != day or past.sessions[-1].completed:
        return past
    probes = {
        name: tuple(one for one in known if one.day != day) for name, known in past.probes.items()
    }
    return replace(past, sessions=past.sessions[:-1], probes=probes)


def with_retest(past: Past, retest: Retest) -> Past:
    """The past with one more re-test at its end."""
    return replace(past, retests=(*past.retests, retest))


def with_advice(past: Past, key: str, day: date) -> Past:
    """The past in which an advice was given on a day."""
    return replace(past, advised={**past.advised, key: day})


def with_morning(past: Past, pain: int) -> Past:
    """The past with the answer of the morning after the latest session."""
    if not past.sessions:
        return past
    last = past.sessions[-1]
    exercises = tuple(
        replace(one, pain=replace(one.pain, next_morning=pain)) for one in last.exercises
    )
    return replace(past, sessions=(*past.sessions[:-1], replace(last, exercises=exercises)))
