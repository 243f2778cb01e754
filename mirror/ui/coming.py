"""What comes next, behind a sign that points onward."""

from typing import Final

import pygame

from mirror.ui.block import LEADING
from mirror.ui.pen import Pen
from mirror.ui.shapes import triangle
from mirror.ui.theme import COOL, WHITE
from mirror.ui.words import Style

INDENT: Final = 0.9  # room for the sign, of the medium size


def room_px(pen: Pen) -> int:
    """Height kept for two lines."""
    return round(2 * pen.sizes.medium * LEADING)


def draw_coming(pen: Pen, text: str, place: pygame.Rect) -> int:
    """Draw it at the foot of a place; gives back where it begins."""
    if not text:
        return place.bottom
    size = pen.sizes.medium
    indent = round(size * INDENT)
    block = pen.fill(text, (size, pen.sizes.small), (place.width - indent, place.height))
    top = place.bottom - block.height_px
    centre = (place.left + size * 0.26, top + block.size_px * 0.56)
    triangle(pen.canvas, COOL, centre, size * 0.28, turn_deg=90)
    pen.put(block, (place.left + indent, top), Style(WHITE))
    return top
