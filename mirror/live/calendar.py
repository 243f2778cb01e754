"""Tells the session which day it is, when that changes or the clock becomes known."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from device.board import clock_is_set
from mirror.session.inputs import DayBegan


@dataclass(frozen=True, slots=True)
class Date:
    """What the wall clock says.

    Attributes:
        day: the date where the mirror hangs.
        wall_s: seconds since 1970.
        known: the clock is known to be right.
    """

    day: date
    wall_s: float
    known: bool


def today() -> Date:
    """What the wall clock of this machine says now."""
    wall_s = time.time()
    return Date(datetime.fromtimestamp(wall_s).astimezone().date(), wall_s, known=clock_is_set())


def time_of_day() -> str:
    """For the idle scene, such as "07:42"; empty while the clock is not set."""
    return time.strftime("%H:%M") if clock_is_set() else ""


class Calendar:
    """See the module.

    Args:
        now: looks at the wall clock; None: the day is never told.
    """

    def __init__(self, now: Callable[[], Date] | None) -> None:
        """Start without knowing."""
        self._now = now
        self._told: tuple[date, bool] | None = None

    def news(self, t_s: float) -> tuple[DayBegan, ...]:
        """The day, when it is another one or better known than when it was last told.

        Args:
            t_s: now, on the poses' clock.
        """
        if self._now is None:
            return ()
        now = self._now()
        if (now.day, now.known) == self._told:
            return ()
        self._told = now.day, now.known
        return (DayBegan(t_s, now.day, now.wall_s, known=now.known),)
