"""Sessions so far, as columns: the latest that fit, the last one brightest."""

from typing import Final

import pygame

from mirror.session.scenes import ProgressView
from mirror.ui.axis import Columns, draw_names
from mirror.ui.block import LEADING
from mirror.ui.heading import draw_heading
from mirror.ui.pen import Pen
from mirror.ui.shapes import bar, circle, stroke
from mirror.ui.theme import COOL, FAINT, GREY, WHITE
from mirror.ui.words import Style

MOST: Final = 100
NARROWEST: Final = 2.0  # of the small size: a column's share of the width, with its number
WIDEST: Final = 4.5  # the same, for few sessions
THICK: Final = 0.46  # of its share: the column itself
TALLEST: Final = 0.42  # of the screen's height: columns of more would be a wall of light


def draw_progress(pen: Pen, view: ProgressView) -> None:
    """Draw heading, sentence and columns."""
    sizes, page = pen.sizes, pen.places.page
    top = draw_heading(pen, page, (view.title, view.lead)) + sizes.medium
    height = min(page.bottom - top, round(TALLEST * pen.canvas.surface.get_height()))
    room = pygame.Rect(page.left, 0, page.width, height)
    room.bottom = page.bottom
    if view.values:
        _columns(pen, view, room)


def _columns(pen: Pen, view: ProgressView, room: pygame.Rect) -> None:
    size = pen.sizes.small
    foot = room.bottom - round(size * 1.5)
    many = min(len(view.values), int(room.width // (size * NARROWEST)))
    share = min(room.width / many, size * WIDEST)
    ends = ((room.left, foot), (room.left + share * many, foot))
    stroke(pen.canvas, FAINT, ends, max(2, size * 0.06))
    tall = foot - room.top - round(size * 1.6)
    for i, value in enumerate(view.values[-many:]):
        x = room.left + share * (i + 0.5)
        last = i == many - 1
        _column(pen, value, (x, foot, tall), thick=round(share * THICK), last=last)
    draw_names(pen, view.names[-many:], Columns(room.left, room.right, share), foot)


def _column(
    pen: Pen, value: int | None, at: tuple[float, int, int], *, thick: int, last: bool
) -> None:
    """A column with its number on top; a hollow dot where nothing was judged."""
    (x, foot, tall), size = at, pen.sizes.small
    if value is None:
        circle(pen.canvas, GREY, (x, foot - size * 0.7), size * 0.26, size * 0.08)
        return
    height = max(thick, round(tall * min(MOST, max(0, value)) / MOST))
    place = pygame.Rect(round(x - thick / 2), foot - height - round(size * 0.2), thick, height)
    bar(pen.canvas, COOL if last else GREY, place)
    number = pen.fit(str(value), (size,), size * 3)
    top = place.top - round(size * (LEADING + 0.15))
    pen.put(number, (round(x), top), Style(WHITE if last else GREY, "centre"))
