"""A question of 0 to 10: a scale that stands up as the buttons do, 10 at the head.

Three groups as in spec/angle-core.md section 6: 0-2 go on, 3-5 ease off, 6 and more stop. Each has
its place, its sign (a disc, a triangle, a square) and its words; colour only repeats it. Effort is
neither good nor bad: the same scale in white, without groups and signs.
"""

from typing import Final

import pygame

from mirror.session.scenes import PainView
from mirror.ui.block import LEADING
from mirror.ui.pen import Pen, Stack
from mirror.ui.shapes import bar, disc, frame, triangle
from mirror.ui.theme import COOL, FAINT, GREY, TONES, WARM, WHITE, Colour
from mirror.ui.words import Style

MOST: Final = 10
AMBER: Final = 3  # spec section 6
RED: Final = 6
GROUPS: Final = ((0, AMBER - 1), (AMBER, RED - 1), (RED, MOST))
GROUP_GAP: Final = 0.5  # of a step
WIDEST: Final = 0.5  # of the width, lying: longer bars would be a wall of light
LARGER: Final = 0.78  # of the medium size: the step that holds a number of it
SHORTEST: Final = 0.16  # of the longest bar: how far the one of 0 reaches


def draw_pain(pen: Pen, view: PainView) -> None:
    """Draw question, scale and meaning."""
    sizes, page = pen.sizes, pen.places.page
    stack = Stack(pen, page)
    stack.put(view.question, (sizes.large, sizes.medium), Style(WHITE), most_lines=3)
    foot = pygame.Rect(page.left, 0, page.width, round(2 * sizes.large * LEADING))
    if not pen.places.upright:
        foot.height = round(sizes.large * LEADING)
    foot.bottom = page.bottom
    _meaning(pen, view, foot)
    top = stack.top + round(sizes.medium * 0.8)
    room = pygame.Rect(page.left, top, page.width, foot.top - round(sizes.medium * 0.6) - top)
    _Scale(pen, view, room).draw()


def _meaning(pen: Pen, view: PainView, place: pygame.Rect) -> None:
    """What the number means; of pain behind the sign of its group."""
    sizes = (pen.sizes.large, pen.sizes.medium, pen.sizes.small)
    signed = view.kind == "pain"
    width = round(place.width - (pen.sizes.large * 0.8 if signed else 0))
    block = pen.fill(view.meaning.text, sizes, (width, place.height))
    left = place.left + (round(block.size_px * 0.8) if signed else 0)
    if signed:
        centre = (place.left + block.size_px * 0.28, place.top + block.size_px * 0.56)
        _sign(pen, view.value, centre, (block.size_px * 0.8, True))
    style = Style(TONES[view.meaning.tone], strength=view.meaning.strength)
    pen.put(block, (left, place.top), style)


class _Scale:
    """The rungs of a question in a place."""

    def __init__(self, pen: Pen, view: PainView, room: pygame.Rect) -> None:
        self._pen, self._value, self._room = pen, view.value, room.copy()
        if not pen.places.upright:
            self._room.width = round(room.width * WIDEST)
        self._groups = GROUPS if view.kind == "pain" else ()
        self._step = room.height / (MOST + 1 + (len(GROUPS) - 1) * GROUP_GAP)

    def draw(self) -> None:
        """All rungs, and a sign beside each group of them."""
        for number in range(MOST + 1):
            self._rung(number)
        for first, last in self._groups:
            middle = (self._y(first) + self._y(last)) / 2
            lit = first <= self._value <= last
            at = (self._room.left + self._step * 0.4, middle)
            _sign(self._pen, first, at, (self._step, lit))

    def _y(self, number: int) -> float:
        """The middle of a rung; without groups the gaps between them are at the ends."""
        gaps = sum(number > last for _, last in self._groups) if self._groups else 1
        return self._room.bottom - (number + 0.5 + gaps * GROUP_GAP) * self._step

    def _rung(self, number: int) -> None:
        """A bar and its number; the longer, the more."""
        pen, step, room = self._pen, self._step, self._room
        chosen, y = number == self._value, self._y(number)
        left = room.left + round(pen.sizes.medium * 1.5)
        left += round(step * 1.3) if self._groups else 0
        longest = room.right - left
        width = round(longest * (SHORTEST + (1 - SHORTEST) * number / MOST))
        thick = round(step * (0.72 if chosen else 0.34))
        place = pygame.Rect(left, round(y - thick / 2), width, thick)
        bar(pen.canvas, self._ink(number), place)
        # A larger number only where it leaves its neighbours their place.
        larger = chosen and step >= LARGER * pen.sizes.medium
        size = pen.sizes.medium if larger else pen.sizes.small
        block = pen.fit(str(number), (size,), round(pen.sizes.medium * 1.5))
        at = (left - round(pen.sizes.medium * 0.4), round(y - size * LEADING / 2))
        pen.put(block, at, Style(WHITE if chosen else GREY, "right"))

    def _ink(self, number: int) -> Colour:
        if number > self._value:
            return FAINT
        if self._groups:
            return _colour(number)
        return WHITE if number == self._value else GREY


def _colour(number: int) -> Colour:
    return COOL if number < AMBER else WARM


def _sign(pen: Pen, number: int, centre: tuple[float, float], look: tuple[float, bool]) -> None:
    """The sign of a number's group: lit when the marked number is in it."""
    step, lit = look
    colour = _colour(number) if lit else GREY
    x, y = centre
    if number < AMBER:
        disc(pen.canvas, colour, centre, step * 0.3)
    elif number < RED:
        triangle(pen.canvas, colour, (x, y + step * 0.06), step * 0.38, turn_deg=0)
    else:
        half = round(step * 0.29)
        place = pygame.Rect(round(x) - half, round(y) - half, 2 * half, 2 * half)
        frame(pen.canvas, colour, place, half)
