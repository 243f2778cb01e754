"""A quiet line above the labels of any scene: something about the records wants attention.

The other places give way to it (`mirror.ui.layout`), so that it is never on other words.
"""

from typing import Final

from mirror.ui.block import Block
from mirror.ui.pen import Pen
from mirror.ui.theme import DIM, WARM
from mirror.ui.words import Style

MOST_LINES: Final = 3
INDENT: Final = 0.95  # room for its mark, of the small size


def warning_block(pen: Pen, words: str) -> Block:
    """The words as they will stand; no lines when there are none."""
    size = pen.sizes.small
    return pen.fit(words, (size,), pen.places.notice.width - round(size * INDENT), MOST_LINES)


def draw_warning(pen: Pen, block: Block, *, dim: bool) -> None:
    """Draw the line behind the mark of what wants attention; `dim` where all is dark."""
    place, size = pen.places.notice, pen.sizes.small
    if not block.lines:
        return
    pen.mark("attend", (place.left + size * 0.3, place.top + size * 0.58), size * 0.28, dim=dim)
    at = (place.left + round(size * INDENT), place.top)
    pen.put(block, at, Style(DIM if dim else WARM, weight="Regular"))
