"""The days a report is about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from mirror.programme.progress import WEEKS
from mirror.programme.week import WEEK, monday_of

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def seconds(self, zone: tzinfo | None) -> tuple[float, float]:
        """As wall time: from which on, and before which.

        Args:
            zone: where the person lives; None: as the machine is set.
        """
        return _midnight_s(self.first, zone), _midnight_s(self.last + _DAY, zone)


def last_weeks(last: date, weeks: int = WEEKS) -> date:
    """The Monday that begins so many weeks, that of the last day being one of them."""
    return monday_of(last) - WEEK * (weeks - 1)


def _midnight_s(day: date, zone: tzinfo | None) -> float:
    return datetime.combine(day, time.min, tzinfo=zone).timestamp()
