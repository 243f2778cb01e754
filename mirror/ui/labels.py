"""Soft labels: what each of the four buttons does now, at the lower edge beside it.

The buttons sit below the glass in the order up, down, select, back. A label keeps its place
while others come and go; neighbours that would touch are moved apart.
"""

from typing import Final

import pygame

from mirror.session.view import SoftLabel
from mirror.ui.block import Block
from mirror.ui.canvas import Canvas
from mirror.ui.pen import Pen
from mirror.ui.shapes import circle, triangle
from mirror.ui.theme import GREY, Colour
from mirror.ui.words import Style

PLACES: Final = {"choose": 0.0, "up": 0.0, "down": 1 / 3, "select": 2 / 3, "back": 1.0}
"""Where along the edge: 0 the left end, 1 the right."""
SIGN: Final = 1.15  # room for a sign, of the type size
GAP: Final = 0.8  # between two labels, of the type size


def rise_px(pen: Pen, labels: tuple[SoftLabel, ...]) -> int:
    """How far labels of two lines reach up over their place."""
    place = pen.places.labels
    tops = [_top(place, block) for _, block in _placed(pen, labels)]
    return max(0, place.top - min(tops, default=place.top))


def draw_labels(pen: Pen, labels: tuple[SoftLabel, ...], colour: Colour = GREY) -> None:
    """Draw what the buttons do."""
    place, size = pen.places.labels, pen.sizes.small
    sign, placed = round(size * SIGN), _placed(pen, labels)
    widths = [sign + block.width_px for _, block in placed]
    parts = [PLACES[label.button] for label, _ in placed]
    lefts = _lefts(parts, widths, place, round(size * GAP))
    for (label, block), left in zip(placed, lefts, strict=True):
        _sign(pen.canvas, label, (left + size * 0.4, place.centery), (size * 0.36, colour))
        at = (left + sign, _top(place, block))
        pen.put(block, at, Style(colour, weight="Regular"))


def _placed(pen: Pen, labels: tuple[SoftLabel, ...]) -> list[tuple[SoftLabel, Block]]:
    """Labels in their order along the edge, with their words as they will stand."""
    if not labels:
        return []
    labels = tuple(sorted(labels, key=lambda one: PLACES[one.button]))
    size = pen.sizes.small
    sign, gap = round(size * SIGN), round(size * GAP)
    room = pen.places.labels.width - gap * (len(labels) - 1) - sign * len(labels)
    return list(zip(labels, _blocks(pen, labels, room), strict=True))


def _top(place: pygame.Rect, block: Block) -> int:
    """Where words begin whose last line is in the place."""
    return place.bottom - (place.height - block.size_px) // 2 - block.height_px


def _blocks(pen: Pen, labels: tuple[SoftLabel, ...], room: int) -> list[Block]:
    """The words in one line each; when those are too wide together, the widest in two."""
    size = (pen.sizes.small,)
    blocks = [pen.fit(label.text, size, room) for label in labels]
    if sum(block.width_px for block in blocks) <= room:
        return blocks
    return [pen.fit(label.text, size, room // len(labels), 2) for label in labels]


def _lefts(parts: list[float], widths: list[int], place: pygame.Rect, gap: int) -> list[int]:
    """Left edges: at their places, then pushed apart."""
    lefts = [
        place.left + round((place.width - width) * part)
        for part, width in zip(parts, widths, strict=True)
    ]
    for i in range(1, len(lefts)):
        lefts[i] = max(lefts[i], lefts[i - 1] + widths[i - 1] + gap)
    limit = place.right
    for i in reversed(range(len(lefts))):
        lefts[i] = min(lefts[i], limit - widths[i])
        limit = lefts[i] - gap
    return lefts


def _sign(
    canvas: Canvas, label: SoftLabel, centre: tuple[float, float], look: tuple[float, Colour]
) -> None:
    """The button's sign: up, down or both, a ring, or an arrow back."""
    (x, y), (radius, colour) = centre, look
    match label.button:
        case "choose":
            triangle(canvas, colour, (x, y - radius * 0.62), radius * 0.75, turn_deg=0)
            triangle(canvas, colour, (x, y + radius * 0.62), radius * 0.75, turn_deg=180)
        case "up":
            triangle(canvas, colour, (x, y + radius * 0.1), radius * 0.95, turn_deg=0)
        case "down":
            triangle(canvas, colour, (x, y - radius * 0.1), radius * 0.95, turn_deg=180)
        case "select":
            circle(canvas, colour, centre, radius * 0.9, radius * 0.34)
        case "back":
            triangle(canvas, colour, centre, radius, turn_deg=-90)
