"""The pain question: a scale that stands up as the buttons do, 10 at the head.

Three groups as in spec/angle-core.md section 6: 0-2 go on, 3-5 ease off, 6 and more stop. Each has
its place, its sign (a disc, a triangle, a square) and its words; colour only repeats it.
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
GROUP_GAP: Final = 0.5  # of a step
WIDEST: Final = 0.5  # of the width, lying: longer bars would be a wall of light
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
    _scale(pen, view.value, room)


def _meaning(pen: Pen, view: PainView, place: pygame.Rect) -> None:
    """What the number means, behind the sign of its group."""
    sizes = (pen.sizes.large, pen.sizes.medium, pen.sizes.small)
    width = round(place.width - pen.sizes.large * 0.8)
    block = pen.fill(view.meaning.text, sizes, (width, place.height))
    centre = (place.left + block.size_px * 0.28, place.top + block.size_px * 0.56)
    _sign(pen, view.value, centre, (block.size_px * 0.8, True))
    at = (place.left + round(block.size_px * 0.8), place.top)
    pen.put(block, at, Style(TONES[view.meaning.tone], strength=view.meaning.strength))


def _scale(pen: Pen, value: int, room: pygame.Rect) -> None:
    if not pen.places.upright:
        room.width = round(room.width * WIDEST)
    step = room.height / (MOST + 1 + 2 * GROUP_GAP)
    for number in range(MOST + 1):
        groups = (number >= AMBER) + (number >= RED)
        centre_y = room.bottom - (number + 0.5 + groups * GROUP_GAP) * step
        _rung(pen, number, value, (room, centre_y, step))
    for first, last in ((0, AMBER - 1), (AMBER, RED - 1), (RED, MOST)):
        groups = (first >= AMBER) + (first >= RED)
        middle = room.bottom - ((first + last + 1) / 2 + groups * GROUP_GAP) * step
        _sign(pen, first, (room.left + step * 0.4, middle), (step, first <= value <= last))


def _colour(number: int) -> Colour:
    return COOL if number < AMBER else WARM


def _rung(pen: Pen, number: int, value: int, where: tuple[pygame.Rect, float, float]) -> None:
    """A bar and its number; the longer, the more pain."""
    room, y, step = where
    chosen = number == value
    left = room.left + round(step * 1.3) + round(pen.sizes.medium * 1.5)
    longest = room.right - left
    width = round(longest * (SHORTEST + (1 - SHORTEST) * number / MOST))
    thick = round(step * (0.72 if chosen else 0.34))
    place = pygame.Rect(left, round(y - thick / 2), width, thick)
    bar(pen.canvas, _colour(number) if number <= value else FAINT, place)
    size = pen.sizes.medium if chosen else pen.sizes.small
    block = pen.fit(str(number), (size,), round(pen.sizes.medium * 1.5))
    at = (left - round(pen.sizes.medium * 0.4), round(y - size * LEADING / 2))
    pen.put(block, at, Style(WHITE if chosen else GREY, "right"))


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
