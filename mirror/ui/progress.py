"""Sessions so far, as columns: the latest that fit, the last one brightest."""

import math
from typing import Final

import pygame

from mirror.session.scenes import ProgressView
from mirror.ui.block import LEADING
from mirror.ui.pen import Pen, Stack
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
    stack = Stack(pen, page)
    stack.put(view.title, (sizes.large, sizes.medium), Style(WHITE), most_lines=2)
    style = Style(GREY, weight="Regular")
    gap = sizes.small * 0.3
    stack.put(view.lead, (sizes.medium, sizes.small), style, most_lines=3, gap=gap)
    top = stack.top + sizes.medium
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
    _names(pen, view.names[-many:], (room, foot), share)


def _names(pen: Pen, names: tuple[str, ...], where: tuple[pygame.Rect, int], share: float) -> None:
    """The words below, only so many that none touches the next; the last one always."""
    (room, foot), size = where, pen.sizes.small
    blocks = [pen.fit(name, (size,), room.width // 3) for name in names]
    widest = max((block.width_px for block in blocks), default=0)
    step = max(1, math.ceil((widest + size * 0.5) / share))
    for i, block in enumerate(blocks):
        if (len(blocks) - 1 - i) % step:
            continue
        half = block.width_px // 2
        x = round(room.left + share * (i + 0.5))
        x = max(room.left + half, min(room.right - half, x))
        ink = WHITE if i == len(blocks) - 1 else GREY
        pen.put(block, (x, foot + round(size * 0.35)), Style(ink, "centre", weight="Regular"))


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
