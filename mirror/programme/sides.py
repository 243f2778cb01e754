"""Which side begins: the weaker one, while strength and attention are fresh."""

from statistics import fmean
from typing import Final, Literal

from mirror.programme.reason import Reason
from mirror.programme.records import ExerciseRecord, SessionRecord, of_exercise

OneSide = Literal["left", "right"]
Order = tuple[OneSide, OneSide]

RECENT: Final = 3
"""Sessions looked at: a week of training."""
MARGIN: Final = 5.0
"""Points of score; a smaller difference is no difference (a design choice)."""


def weaker_first(history: tuple[SessionRecord, ...], exercise: str) -> tuple[Order, Reason]:
    """The order of the sides, by this exercise's scores, else by those of all the others."""
    own = of_exercise(history, exercise)[-RECENT:]
    everything = tuple(one for session in history[-RECENT:] for one in session.exercises)
    for records in (own, everything):
        left, right = _mean(records, "left"), _mean(records, "right")
        if left is not None and right is not None:
            return _order(left, right)
    return ("left", "right"), Reason("side.unknown")


def _order(left: float, right: float) -> tuple[Order, Reason]:
    if abs(left - right) < MARGIN:
        return ("left", "right"), Reason("side.alike")
    order: Order = ("left", "right") if left < right else ("right", "left")
    return order, Reason("side.weaker_first", {"side": order[0]})


def _mean(records: tuple[ExerciseRecord, ...], side: OneSide) -> float | None:
    scores = [
        one.score
        for record in records
        for one in record.sets
        if one.side == side and one.score is not None
    ]
    return fmean(scores) if scores else None
