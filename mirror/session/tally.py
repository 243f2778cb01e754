"""What of a set counts towards its target: reps and held seconds on the wanted side.

Reps of the other side are kept in the result and do not count, until the person plainly means it:
a mirror that waits for ever is worse than a side trained twice.
"""

from collections.abc import Iterable
from typing import Final

from exercises.events import Event, HoldTick, Rep, RepCompleted, Side
from mirror.session.routine import PlannedSet

INSIST_REPS: Final = 3
INSIST_S: Final = 10.0
"""So many reps, or seconds held, on the other side are meant, and count. A design choice."""


class Tally:
    """Counts one set.

    Args:
        planned: what is wanted; None counts everything.
        reps: counted before, in a set that goes on.
        held_s: held before, in a set that goes on.
    """

    def __init__(
        self, planned: PlannedSet | None, *, reps: Iterable[Rep] = (), held_s: float = 0.0
    ) -> None:
        """Start with what was done before."""
        self._planned = planned
        self._any_side = planned is None or planned.side in {None, "both"}
        self._reps = list(reps)
        self._held_s = {"": held_s}
        self._latest_s = 0.0
        self.wrong = False
        """The latest rep, or hold, was on the other side."""

    @property
    def count(self) -> int:
        """Reps that count."""
        return sum(self.fits(rep.side) for rep in self._reps)

    @property
    def reps(self) -> tuple[Rep, ...]:
        """All reps, those of the other side too."""
        return tuple(self._reps)

    @property
    def held_s(self) -> float:
        """Seconds held that count."""
        return sum(held_s for side, held_s in self._held_s.items() if self.fits(side))

    @property
    def reached(self) -> bool:
        """The target is reached; reps more may be offered."""
        return self._planned is not None and self._amount >= self._planned.target

    @property
    def done(self) -> bool:
        """The target is reached, with all reps that are offered beyond it."""
        planned = self._planned
        return planned is not None and self._amount >= planned.target + planned.extra

    @property
    def _amount(self) -> float:
        seconds = self._planned is not None and self._planned.unit == "seconds"
        return self.held_s if seconds else self.count

    def take(self, event: Event) -> None:
        """Take an event of the tracker."""
        match event:
            case RepCompleted(rep=rep):
                self._reps.append(rep)
                self._judge(rep.side)
            case HoldTick(side=side, held_s=held_s):
                # The hold machine begins each hold at 0.
                step_s = held_s - self._latest_s if held_s >= self._latest_s else held_s
                self._latest_s = held_s
                name = side or ""
                self._held_s[name] = self._held_s.get(name, 0.0) + step_s
                self._judge(side)
            case _:
                pass

    def begin_anew(self) -> None:
        """Another tracker follows the set from here on."""
        self._latest_s = 0.0

    def accept(self) -> None:
        """Take any side from here on, and what was done of the other."""
        self._any_side, self.wrong = True, False

    def fits(self, side: str | None) -> bool:
        """Whether a side counts."""
        wanted = None if self._planned is None else self._planned.side
        return self._any_side or side in {None, "", "both", wanted}

    def _judge(self, side: Side | None) -> None:
        self.wrong = not self.fits(side)
        if not self.wrong:
            return
        reps = sum(not self.fits(rep.side) for rep in self._reps)
        held_s = sum(held for name, held in self._held_s.items() if not self.fits(name))
        if reps >= INSIST_REPS or held_s >= INSIST_S:
            self.accept()
