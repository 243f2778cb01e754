"""A QR code: light modules are lit, dark ones stay mirror, the right way round for a phone."""

from collections.abc import Sequence

import pygame

from mirror.ui.canvas import Canvas
from mirror.ui.theme import WHITE


def draw_qr(canvas: Canvas, rows: Sequence[Sequence[bool]], place: pygame.Rect) -> None:
    """Draw rows of modules, True for dark, as large as whole pixels fit into a square place."""
    size = max(1, place.width // len(rows))
    canvas.light(place.left, place.top, place.left + size * len(rows), place.top + size * len(rows))
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if not dark:
                at = pygame.Rect(place.left + x * size, place.top + y * size, size, size)
                canvas.surface.fill(WHITE, at)
