"""A list to choose from. The chosen line is white with a bar before it; it stays in sight."""

from typing import Final

import pygame

from mirror.session.scenes import MenuItem, MenuView
from mirror.ui.block import LEADING
from mirror.ui.heading import draw_heading
from mirror.ui.pen import Pen
from mirror.ui.shapes import bar, triangle
from mirror.ui.theme import COOL, FAINT, GREY, WHITE
from mirror.ui.words import Style

WIDEST: Final = 0.62  # of the width, lying: a value far from its name is read as another line's
GAP: Final = 0.62  # between two lines, of the medium size
INDENT: Final = 0.7  # room for the bar, of the medium size


def draw_menu(pen: Pen, view: MenuView) -> None:
    """Draw the heading and as much of the list as fits around the chosen line."""
    sizes, page = pen.sizes, pen.places.page.copy()
    if not pen.places.upright:
        page.width = round(page.width * WIDEST)
    top = draw_heading(pen, page, (view.title, view.lead)) + round(sizes.medium * 0.9)
    room = pygame.Rect(page.left, top, page.width, page.bottom - top)
    first, last = _seen(pen, view, room.height)
    items = view.items[first:last]
    top = room.top
    for i, item in enumerate(items, start=first):
        top = _item(pen, item, (room, top), chosen=i == view.chosen)
    end = top - round(sizes.medium * GAP)
    _more(pen, (room.top, end), above=first > 0, below=last < len(view.items))


def _height(pen: Pen, item: MenuItem) -> int:
    return _words_px(pen, item) + round(pen.sizes.medium * GAP)


def _words_px(pen: Pen, item: MenuItem) -> int:
    """One line; of the primary item a large one, its detail below."""
    size = pen.sizes.large if item.primary else pen.sizes.medium
    below = pen.sizes.medium if item.primary and item.detail else 0
    return round((size + below) * LEADING)


def _seen(pen: Pen, view: MenuView, room: int) -> tuple[int, int]:
    """First and last (exclusive) line that is seen: the chosen one with its neighbours."""
    heights = [_height(pen, item) for item in view.items]
    first = last = min(max(view.chosen, 0), max(0, len(heights) - 1))
    used = 0
    while last - first < len(heights):
        # The next line to take in: above and below in turn, while there are any.
        below = last < len(heights) and (first == 0 or last - view.chosen <= view.chosen - first)
        height = heights[last if below else first - 1]
        if used + height > room and used:
            break
        used += height
        first, last = (first, last + 1) if below else (first - 1, last)
    return first, last


def _item(pen: Pen, item: MenuItem, at: tuple[pygame.Rect, int], *, chosen: bool) -> int:
    """Draw one line; gives back where the next begins."""
    (room, top), sizes = at, pen.sizes
    size = sizes.large if item.primary else sizes.medium
    height, indent = _words_px(pen, item), round(sizes.medium * INDENT)
    ink = WHITE if chosen else GREY if item.enabled else FAINT
    style = Style(ink, weight="Semibold" if chosen or item.primary else "Regular")
    if chosen:
        width = max(4, round(sizes.medium * 0.14))
        bar(pen.canvas, COOL, pygame.Rect(room.left, top + height // 12, width, height * 10 // 12))
    tint = COOL if chosen else ink
    left, width = room.left + indent, room.width - indent
    if item.primary:
        text = pen.fit(item.text, (size, sizes.medium, sizes.small), width)
        pen.put(text, (left, top), style)
        below = pen.fit(item.detail, (sizes.medium, sizes.small), width)
        pen.put(below, (left, top + round(size * LEADING)), Style(tint, weight="Regular"))
        return top + _height(pen, item)
    detail = pen.fit(item.detail, (sizes.medium, sizes.small), room.width * 2 // 5)
    width -= detail.width_px + (sizes.small if item.detail else 0)
    text = pen.fit(item.text, (size, sizes.small), width)
    pen.put(text, (left, top + (height - text.height_px) // 2), style)
    middle = top + (height - detail.height_px) // 2
    pen.put(detail, (room.right, middle), Style(tint, "right", weight="Regular"))
    return top + _height(pen, item)


def _more(pen: Pen, ends: tuple[int, int], *, above: bool, below: bool) -> None:
    """Small signs that the list goes on."""
    radius = pen.sizes.small * 0.3
    gap = pen.sizes.medium * 0.34
    x = pen.places.page.left + pen.sizes.medium * INDENT + radius
    if above:
        triangle(pen.canvas, GREY, (x, ends[0] - gap), radius, turn_deg=0)
    if below:
        triangle(pen.canvas, GREY, (x, ends[1] + gap), radius, turn_deg=180)
