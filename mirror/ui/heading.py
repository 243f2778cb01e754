"""What a page begins with: its heading, a sentence below it, and which page of how many it is."""

from typing import Final

import pygame

from mirror.ui.pen import Pen, Stack
from mirror.ui.theme import GREY, WHITE
from mirror.ui.words import Style

GAP: Final = 0.3  # between heading and sentence, of the small size
APART: Final = 1.0  # between heading and page number, of the small size


def draw_heading(
    pen: Pen, page: pygame.Rect, words: tuple[str, str], number: tuple[int, int] = (1, 1)
) -> int:
    """Draw them at the top of a page.

    Args:
        pen: what to draw with.
        page: the place.
        words: heading, and the sentence below it; that may be empty.
        number: page and pages; of a single page nothing is said.

    Returns:
        Where they end.
    """
    (title, lead), sizes = words, pen.sizes
    place = page.copy()
    if number[1] > 1:
        block = pen.fit(f"{number[0]} / {number[1]}", (sizes.small,), page.width // 3)
        pen.put(block, page.topright, Style(GREY, "right", weight="Regular"))
        place.width -= block.width_px + round(sizes.small * APART)
    stack = Stack(pen, place)
    stack.put(title, (sizes.large, sizes.medium), Style(WHITE), most_lines=2)
    stack.place = page
    style = Style(GREY, weight="Regular")
    stack.put(lead, (sizes.medium, sizes.small), style, most_lines=3, gap=sizes.small * GAP)
    return stack.top
