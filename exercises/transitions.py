"""State machines as data: rows of a table, and the one function that looks a row up.

After the pattern of h11's `_state.py`: what may follow what is a table that code executes and a
script draws (scripts/draw_machines.py → docs/state-machines.md). Nothing here knows exercises.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

State = Literal["wait", "rest", "out", "top", "hold", "pause"]
Kind = Literal["rep", "partial", "void", "hold", "stale"]
Trigger = Literal["sample", "given up", "finished"]

SAMPLE: Final = "sample"
"""A pose with a usable signal."""

GIVEN_UP: Final = "given up"
"""No usable signal for too long, or the tracker says so: the feet moved."""

FINISHED: Final = "finished"
"""The set ended."""

Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True)
class Condition(Generic[Facts]):
    """A question about what the machine knows.

    Attributes:
        text: as the drawing words it, with the names of the thresholds.
        holds: answers it.
    """

    text: str
    holds: Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Row(Generic[Facts]):
    """One transition.

    Attributes:
        state: in which it may happen.
        trigger: what makes the machine look.
        when: what must hold, all of it.
        to: the state after it.
        outcome: what became of the movement; None says nothing about it.
        reason: why, for outcomes that need one; a given-up movement's reason comes from outside.
    """

    state: State
    trigger: Trigger
    when: tuple[Condition[Facts], ...]
    to: State
    outcome: Kind | None = None
    reason: str = ""


class Table(Generic[Facts]):
    """The rows of one machine; of those that fit, the first one fires."""

    def __init__(self, rows: Iterable[Row[Facts]]) -> None:
        """Keep the rows, in their order."""
        self.rows: Final = tuple(rows)
        self._by_place: dict[tuple[State, Trigger], tuple[Row[Facts], ...]] = {}
        for row in self.rows:
            place = (row.state, row.trigger)
            self._by_place[place] = (*self._by_place.get(place, ()), row)

    def fire(self, state: State, trigger: Trigger, facts: Facts) -> Row[Facts] | None:
        """The row that fires, None when the machine stays as it is."""
        for row in self._by_place.get((state, trigger), ()):
            if all(condition.holds(facts) for condition in row.when):
                return row
        return None
