"""The scale of a plot: what its axis runs from and to, and which numbers stand beside it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mirror.session.scenes import TrendView

WHOLE: Final = 10.0  # an axis at least so long needs no decimals
MINUS: Final = "\N{MINUS SIGN}"
_PARTS: Final = 8  # a widened axis ends at a round number: a multiple of about this part of it


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high`, which differ.

    Attributes:
        low, high: its ends.
        unit: after its numbers.
        decimals: of its numbers and its values'.
    """

    low: float
    high: float
    unit: str
    decimals: int

    def part(self, value: float) -> float:
        """Where on the axis a value is: 0 at its low end, 1 at its high."""
        return (value - self.low) / (self.high - self.low)

    @property
    def numbers(self) -> tuple[float, ...]:
        """Both ends, and the middle when it is as round as they are."""
        middle = (self.low + self.high) / 2
        if math.isclose(float(self._digits(middle)), middle, abs_tol=1e-9):
            return self.low, middle, self.high
        return self.low, self.high

    def words(self, value: float) -> str:
        """A value with its unit."""
        return f"{self._digits(value).replace('-', MINUS)}{self.unit}"

    def _digits(self, value: float) -> str:
        rounded = f"{value:.{self.decimals}f}"
        return "0" if float(rounded) == 0.0 else rounded  # never "-0"


def scale_of(view: TrendView) -> Scale:
    """The axis of a trend: as asked for, widened to round numbers by what lies beyond."""
    shown = [value for value in view.values if value is not None]
    low, high = sorted((view.low, view.high))
    if low == high:
        high = low + 1.0
    step = _round_step(_span([low, high, *shown]) / _PARTS)
    if min([low, *shown]) < low:
        low = math.floor(min(shown) / step) * step
    if max([high, *shown]) > high:
        high = math.ceil(max(shown) / step) * step
    counted = all(
        float(value).is_integer() for value in (low, high, *shown)
    )  # int has it from 3.12
    return Scale(low, high, view.unit, 0 if counted or high - low >= WHOLE else 1)


def _span(values: Iterable[float]) -> float:
    values = tuple(values)
    return max(values) - min(values)


def _round_step(least: float) -> float:
    """The next of 1, 2, 5, 10, 20 ... that is not less; also below 1."""
    power: float = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)
