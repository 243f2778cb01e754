"""What is no real change, behind a plot's line: a strip with dashed edges, and its word.

A shade, not a light: many of its pixels are on the glass at once.
"""

from collections.abc import Callable
from typing import Final

import pygame

from mirror.ui.block import LEADING, Block
from mirror.ui.pen import Pen
from mirror.ui.shapes import rule
from mirror.ui.theme import DIM, GREY, SHADE
from mirror.ui.words import Style

DASH: Final = 0.35  # of the small size
EDGE_PX: Final = 2
WORD: Final = 2 / 3  # of the plot's width: what its word may take
ALONG: Final = (1.0, 0.0, 0.5, 0.75, 0.25)  # where along an edge the word is tried


def draw_strip(pen: Pen, strip: pygame.Rect) -> None:
    """The strip without its word."""
    rule(pen.canvas, SHADE, strip)
    length = round(pen.sizes.small * DASH)
    for left in range(strip.left, strip.right - length, 2 * length):
        for y in (strip.top, strip.bottom - EDGE_PX):
            rule(pen.canvas, DIM, pygame.Rect(left, y, length, EDGE_PX))


def name_strip(
    pen: Pen,
    word: str,
    places: tuple[pygame.Rect, pygame.Rect],
    busy: Callable[[pygame.Rect], bool],
) -> None:
    """Write a strip's word at one of its edges, or above the plot behind a piece of it.

    Args:
        pen: what to draw with.
        word: what it is.
        places: the plot and the strip in it.
        busy: whether something is drawn in a place.
    """
    (area, strip), size = places, pen.sizes.small
    block = pen.fit(word, (size,), round(area.width * WORD))
    style = Style(GREY, weight="Regular")
    for place in _along(strip, block, size // 5):
        if area.contains(place) and not busy(place.inflate(size // 2, size // 3)):
            pen.put(block, place.topleft, style)
            return
    piece = pygame.Rect(area.left, 0, size, round(size * 0.6))
    piece.bottom = area.top - round(size * 0.4)
    place = pygame.Rect(piece.right + size // 2, 0, block.width_px, block.height_px)
    place.centery = piece.centery - size // 12
    if not busy(place.inflate(size, 0)):
        draw_strip(pen, piece)
        pen.put(block, place.topleft, style)


def _along(strip: pygame.Rect, block: Block, gap: int) -> list[pygame.Rect]:
    """Inside a strip along its edges, then outside it."""
    height = round(block.size_px * LEADING)
    tops = [strip.top - gap - height, strip.bottom + gap]
    if strip.height > height + 2 * gap:
        tops = [strip.bottom - gap - height, strip.top + gap, *tops]
    free = strip.width - 2 * gap - block.width_px
    lefts = [strip.left + gap + round(free * part) for part in ALONG]
    return [pygame.Rect(left, top, block.width_px, height) for top in tops for left in lefts]
