"""Draws the PNG icons of the phone pages from the same shapes as icon.svg.

.venv/bin/python scripts/draw_icons.py
"""

import os
from pathlib import Path
from typing import Final

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

STATIC: Final = Path(__file__).resolve().parents[1] / "mirror" / "web" / "static"
SIZES: Final = (192, 512)
OVER: Final = 4
"""Drawn so many times as large, then made smaller: smooth edges."""
WHITE: Final = (244, 244, 240)
COOL: Final = (86, 180, 233)
BLACK: Final = (0, 0, 0)


def icon(size_px: int) -> pygame.Surface:
    """A plumb line through two dots, knee over toe; safe within a round mask."""
    unit = size_px * OVER / 512
    surface = pygame.Surface((size_px * OVER, size_px * OVER))
    surface.fill(BLACK)

    def line(top: float, bottom: float) -> None:
        x, width = 256 * unit, 20 * unit
        pygame.draw.rect(surface, WHITE, (x - width / 2, top * unit, width, (bottom - top) * unit))
        for y in (top, bottom):
            pygame.draw.circle(surface, WHITE, (x, y * unit), width / 2)

    line(96, 186)
    line(274, 336)
    pygame.draw.circle(surface, COOL, (256 * unit, 230 * unit), 40 * unit)
    pygame.draw.circle(surface, COOL, (256 * unit, 382 * unit), 50 * unit)
    pygame.draw.circle(surface, BLACK, (256 * unit, 382 * unit), 30 * unit)
    return pygame.transform.smoothscale(surface, (size_px, size_px))


def main() -> None:
    """Write both sizes."""
    for size_px in SIZES:
        pygame.image.save(icon(size_px), STATIC / f"icon-{size_px}.png")


if __name__ == "__main__":
    main()
