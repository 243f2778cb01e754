"""Short words below the columns or points of a picture over time."""

import math
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
    blocks = [pen.fit(name, (size,), (columns.right - columns.left) // 3) for name in names]
    widest = max((block.width_px for block in blocks), default=0)
    step = max(1, math.ceil((widest + size * APART) / columns.share))
    free = columns.right + size  # right of this stands a name already
    for i in reversed(range(len(blocks))):
        half = blocks[i].width_px // 2
        x = round(columns.middle(i))
        x = max(columns.left + half, min(columns.right - half, x))
        if (len(blocks) - 1 - i) % step or x + half + size * APART > free:
            continue
        ink = WHITE if i == len(blocks) - 1 else GREY
        at = (x, foot + round(size * BELOW))
        pen.put(blocks[i], at, Style(ink, "centre", weight="Regular"))
        free = x - half
