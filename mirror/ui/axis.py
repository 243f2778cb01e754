"""Short words below the columns or points of a picture over time."""

import itertools
from dataclasses import dataclass
from typing import Final

from mirror.ui.pen import Pen
from mirror.ui.theme import GREY, WHITE
from mirror.ui.words import Style

APART: Final = 0.5  # between two names at least, of the small size
BELOW: Final = 0.35  # between the axis and the names, of the small size


@dataclass(frozen=True, slots=True)
class Columns:
    """Equal shares of a width, px: the first begins at `left`; names stay left of `right`."""

    left: int
    right: int
    share: float

    def middle(self, i: int) -> float:
        """The x of one's middle."""
        return self.left + self.share * (i + 0.5)


def draw_names(pen: Pen, names: tuple[str, ...], columns: Columns, foot: int) -> None:
    """Only so many that none touches the next; the last one always, and brightest."""
    size = pen.sizes.small
    width = columns.right - columns.left
    blocks = [pen.fit(name, (size,), width // 3) for name in names]
    halves = [block.width_px // 2 for block in blocks]
    xs = [
        max(columns.left + half, min(columns.right - half, round(columns.middle(i))))
        for i, half in enumerate(halves)
    ]
    last = len(names) - 1
    for step in range(1, last + 2):
        shown = range(last, -1, -step)
        if all(
            xs[i] - halves[i] - xs[j] - halves[j] >= size * APART
            for i, j in itertools.pairwise(shown)
        ):
            break
    for i in shown if names else ():
        ink = WHITE if i == last else GREY
        at = (xs[i], foot + round(size * BELOW))
        pen.put(blocks[i], at, Style(ink, "centre", weight="Regular"))
