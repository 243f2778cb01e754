"""A list to choose from. The chosen line is white with a bar before it; it stays in sight.

A box before a line's words is empty, or full with a hook in it.
"""

import itertools
from dataclasses import dataclass
from typing import Final

import pygame

from mirror.session.scenes import MenuItem, MenuView
from mirror.ui.block import LEADING, Block
from mirror.ui.heading import draw_heading
from mirror.ui.pen import Pen
from mirror.ui.shapes import bar, frame, path, triangle
from mirror.ui.theme import BLACK, COOL, FAINT, GREY, WHITE, Colour
from mirror.ui.words import Style

WIDEST: Final = 0.62  # of the width, lying: a value far from its name is read as another line's
GAP: Final = 0.62  # between two lines, of the medium size
INDENT: Final = 0.7  # room for the bar, of the medium size
BOX: Final = 0.62  # side of a box, of the medium size
BOX_ROOM: Final = 0.88  # room for it
MOST_LINES: Final = 4  # of one line of the list: 2 where all words find room in them


def draw_menu(pen: Pen, view: MenuView) -> None:
    """Draw the heading and as much of the list as fits around the chosen line."""
    sizes, page = pen.sizes, pen.places.page.copy()
    if not pen.places.upright:
        page.width = round(page.width * WIDEST)
    top = draw_heading(pen, page, (view.title, view.lead)) + round(sizes.medium * 0.9)
    room = pygame.Rect(page.left, top, page.width, page.bottom - top)
    rows = _rows(pen, view.items, room.width)
    gap = round(sizes.medium * GAP)
    first, last = _seen(rows, view.chosen, room.height + gap, gap)
    top = room.top
    for i, row in enumerate(rows[first:last], start=first):
        place = pygame.Rect(room.left, top, room.width, row.height_px)
        _item(pen, row, place, chosen=i == view.chosen)
        top += row.height_px + gap
    _more(pen, (room.top, top - gap), above=first > 0, below=last < len(view.items))


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the list, broken into lines for a width.

    Attributes:
        text, detail: its words; a primary line's detail is below the text.
        height_px: of the words.
    """

    item: MenuItem
    text: Block
    detail: Block
    height_px: int

    @property
    def whole(self) -> bool:
        """Whether no word is broken or left out."""
        return self.item.primary or self.text.holds(self.item.text)


def _rows(pen: Pen, items: tuple[MenuItem, ...], width: int) -> list[_Row]:
    """All in one size, the larger one where few enough lines hold each."""
    sizes = (pen.sizes.medium, pen.sizes.small)
    found: list[_Row] = []
    for size, most_lines in itertools.product(sizes, range(2, MOST_LINES + 1)):
        found = [_row(pen, item, width, (size, most_lines)) for item in items]
        if all(row.whole for row in found):
            break
    return found


def _row(pen: Pen, item: MenuItem, width: int, look: tuple[int, int]) -> _Row:
    """One line of the list, in a type size and a number of lines at most."""
    sizes = pen.sizes
    width -= round(sizes.medium * INDENT)
    if item.primary:
        text = pen.fit(item.text, (sizes.large, sizes.medium, sizes.small), width)
        detail = pen.fit(item.detail, (sizes.medium, sizes.small), width)
        below = sizes.medium if item.detail else 0
        return _Row(item, text, detail, round((sizes.large + below) * LEADING))
    detail = pen.fit(item.detail, (sizes.medium, sizes.small), width * 2 // 5)
    width -= detail.width_px + (sizes.small if item.detail else 0)
    width -= 0 if item.mark is None else round(sizes.medium * BOX_ROOM)
    text = pen.fit(item.text, look[:1], width, look[1])
    return _Row(item, text, detail, max(text.height_px, round(sizes.medium * LEADING)))


def _seen(rows: list[_Row], chosen: int, room: int, gap: int) -> tuple[int, int]:
    """First and last (exclusive) line that is seen: the chosen one with its neighbours."""
    heights = [row.height_px + gap for row in rows]
    first = last = min(max(chosen, 0), max(0, len(heights) - 1))
    used = 0
    while last - first < len(heights):
        # The next line to take in: above and below in turn, while there are any.
        below = last < len(heights) and (first == 0 or last - chosen <= chosen - first)
        height = heights[last if below else first - 1]
        if used + height > room and used:
            break
        used += height
        first, last = (first, last + 1) if below else (first - 1, last)
    return first, last


def _item(pen: Pen, row: _Row, place: pygame.Rect, *, chosen: bool) -> None:
    """Draw one line into a place of its height."""
    item, sizes = row.item, pen.sizes
    ink = WHITE if chosen else GREY if item.enabled else FAINT
    style = Style(ink, weight="Semibold" if chosen or item.primary else "Regular")
    if chosen:
        width = max(4, round(sizes.medium * 0.14))
        height = place.height * 10 // 12
        top = place.top + place.height // 12
        bar(pen.canvas, COOL, pygame.Rect(place.left, top, width, height))
    tint = Style(COOL if chosen else ink, weight="Regular")
    left = place.left + round(sizes.medium * INDENT)
    if item.primary:
        pen.put(row.text, (left, place.top), style)
        pen.put(row.detail, (left, place.top + round(sizes.large * LEADING)), tint)
        return
    if item.mark is not None:
        line = pygame.Rect(left, place.top, 0, round(sizes.medium * LEADING))
        _box(pen, line, ink, ticked=item.mark)
        left += round(sizes.medium * BOX_ROOM)
    pen.put(row.text, (left, place.top + (place.height - row.text.height_px) // 2), style)
    middle = place.top + (place.height - row.detail.height_px) // 2
    at = (place.right, middle)
    pen.put(row.detail, at, Style(tint.colour, "right", weight="Regular"))


def _box(pen: Pen, line: pygame.Rect, ink: Colour, *, ticked: bool) -> None:
    """A box at the left of a line of medium words."""
    side = round(pen.sizes.medium * BOX)
    place = pygame.Rect(line.left, 0, side, side)
    place.centery = line.centery + round(pen.sizes.medium * 0.04)
    if not ticked:
        frame(pen.canvas, ink, place, side * 0.1)
        return
    frame(pen.canvas, COOL, place, side)
    hook = [(-0.27, 0.02), (-0.07, 0.23), (0.29, -0.22)]
    points = [(place.centerx + x * side, place.centery + y * side) for x, y in hook]
    path(pen.canvas, BLACK, points, side * 0.13)


def _more(pen: Pen, ends: tuple[int, int], *, above: bool, below: bool) -> None:
    """Small signs that the list goes on."""
    radius = pen.sizes.small * 0.3
    gap = pen.sizes.medium * 0.34
    x = pen.places.page.left + pen.sizes.medium * INDENT + radius
    if above:
        triangle(pen.canvas, GREY, (x, ends[0] - gap), radius, turn_deg=0)
    if below:
        triangle(pen.canvas, GREY, (x, ends[1] + gap), radius, turn_deg=180)
