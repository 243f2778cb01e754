"""Where a simulated year is kept: in memory, or by whoever offers the same through the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from mirror.programme.feedback import Probe
from mirror.programme.past import RECENT, Past
from mirror.programme.records import SessionRecord
from mirror.programme.retest import Retest
from mirror.programme.week import trained_days


class Keep(Protocol):
    """One person's records. `past` must be what the programme would read on that day."""

    def session(self, record: SessionRecord, probes: Mapping[str, Probe]) -> None:
        """A session is over; probes are its silent sets by exercise."""

    def morning(self, day: date, answer: int) -> None:
        """The answer on the morning after the latest session, given on `day`."""

    def retest(self, retest: Retest) -> None:
        """A re-test is over."""

    def past(self, today: date) -> Past:
        """All that is known."""


@dataclass(slots=True)
class Memory:
    """Keeps as much as the store would read: see `mirror.programme.past`."""

    sessions: list[SessionRecord] = field(default_factory=list)
    probes: dict[str, list[Probe]] = field(default_factory=dict)
    retests: list[Retest] = field(default_factory=list)

    def session(self, record: SessionRecord, probes: Mapping[str, Probe]) -> None:
        """See `Keep`."""
        self.sessions.append(record)
        for exercise, probe in probes.items():
            self.probes.setdefault(exercise, []).append(probe)

    def morning(self, day: date, answer: int) -> None:
        """See `Keep`."""
        last = self.sessions[-1]
        if (day - last.day).days != 1:
            message = f"{day} is not the morning after {last.day}"
            raise ValueError(message)
        exercises = tuple(
            replace(one, pain=replace(one.pain, next_morning=answer)) for one in last.exercises
        )
        self.sessions[-1] = replace(last, exercises=exercises)

    def retest(self, retest: Retest) -> None:
        """See `Keep`."""
        self.retests.append(retest)

    def past(self, today: date) -> Past:
        """See `Keep`."""
        return Past(
            sessions=tuple(self.sessions[-RECENT:]),
            earlier=_days(self.sessions[:-RECENT], today),
            probes={name: tuple(all_[-6:]) for name, all_ in self.probes.items()},
            retests=tuple(self.retests),
        )


def _days(sessions: Sequence[SessionRecord], today: date) -> frozenset[date]:
    return trained_days(Past(tuple(sessions)), today)
