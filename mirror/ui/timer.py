"""Something by the clock: the seconds left in the place of the count, and how to do it below.

The body moves or stands meanwhile, so the middle stays free as in a set.
"""

from typing import Final

import pygame

from mirror.session.scenes import TimerView
from mirror.ui.coming import draw_coming, room_px
from mirror.ui.figure import draw_figure
from mirror.ui.pen import Pen, line_block, put_line
from mirror.ui.ring import draw_number
from mirror.ui.training import draw_head, words_top

MOST_WORDS: Final = 2
GAP: Final = 0.5  # between two sentences, of the medium size


def draw_timer(pen: Pen, view: TimerView) -> None:
    """Draw title, ring, figure, words and what comes next."""
    draw_head(pen, view.title)
    draw_number(pen, view.left, 1.0 - min(1.0, max(0.0, view.fill)))
    if view.figure is not None:
        draw_figure(pen.canvas, view.figure, pen.places.figure)
    foot = pen.places.words.copy()
    foot.height = room_px(pen)
    foot.bottom = pen.places.words.bottom
    end = draw_coming(pen, view.coming, foot) - (pen.places.margin if view.coming else 0)
    _words(pen, view, end)


def _words(pen: Pen, view: TimerView, end: int) -> None:
    """The sentences, the last one ending above what comes next."""
    sizes, gap = (pen.sizes.large, pen.sizes.medium, pen.sizes.small), round(pen.sizes.medium * GAP)
    words, place = view.words[:MOST_WORDS], pen.places.words
    share = (end - words_top(pen) - gap * (MOST_WORDS - 1)) // MOST_WORDS
    for line in reversed(words):
        block = line_block(pen, line, (place.width, share), sizes)
        end -= block.height_px
        put_line(pen, line, pygame.Rect(place.left, end, place.width, share), sizes)
        end -= gap
