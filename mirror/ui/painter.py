"""Puts pictures on a screen that hangs any way round, as bright as wished.

A picture is drawn upright first and its lit parts are then turned: most of the glass is dark,
and turning a whole full-HD picture takes as long as drawing two.
"""

from typing import Final

import pygame

from mirror.session.scenes import Picture
from mirror.ui.canvas import Canvas
from mirror.ui.draw import draw
from mirror.ui.glass import Glass, Rotation
from mirror.ui.theme import BLACK, Fonts

TILE_PX: Final = 240  # measured at 1080 x 1920: 60 and 120 turn slower, the whole slower still
_FULL: Final = 255


class Painter:
    """Keeps the fonts and the upright picture from one call to the next."""

    def __init__(self) -> None:
        """Start empty. Needs `pygame.font.init()`."""
        self._fonts = Fonts()
        self._upright: pygame.Surface | None = None

    def paint(
        self, surface: pygame.Surface, picture: Picture, glass: Glass, notice: str = ""
    ) -> None:
        """Draw a picture over the whole surface, turned and dimmed as the glass needs it."""
        if glass.rotation == 0:
            draw(surface, picture, self._fonts, glass.gauge_side, notice)
        else:
            upright = self._surface_for(surface, glass)
            canvas = draw(upright, picture, self._fonts, glass.gauge_side, notice)
            surface.fill(BLACK)
            for box in _lit(canvas):
                turned = pygame.transform.rotate(upright.subsurface(box), -glass.rotation)
                surface.blit(turned, _turned(box, upright.get_size(), glass.rotation))
        if glass.brightness < 1.0:
            light = round(_FULL * glass.brightness)
            surface.fill((light, light, light), special_flags=pygame.BLEND_RGB_MULT)

    def _surface_for(self, surface: pygame.Surface, glass: Glass) -> pygame.Surface:
        width, height = surface.get_size()
        size = (height, width) if glass.sideways else (width, height)
        if self._upright is None or self._upright.get_size() != size:
            self._upright = pygame.Surface(size, depth=surface.get_bitsize())
        return self._upright


def _lit(canvas: Canvas) -> list[pygame.Rect]:
    """Boxes that hold everything lit: tiles, those side by side joined."""
    tiles: set[tuple[int, int]] = set()
    for box in canvas.lit:
        rows = range(box.top // TILE_PX, (box.bottom - 1) // TILE_PX + 1)
        columns = range(box.left // TILE_PX, (box.right - 1) // TILE_PX + 1)
        tiles.update((row, column) for row in rows for column in columns)
    boxes: list[pygame.Rect] = []
    end = (-1, -1)
    for row, column in sorted(tiles):
        if (row, column) == end:
            boxes[-1].width += TILE_PX
        else:
            boxes.append(pygame.Rect(column * TILE_PX, row * TILE_PX, TILE_PX, TILE_PX))
        end = (row, column + 1)
    screen = canvas.surface.get_rect()
    return [box.clip(screen) for box in boxes]


def _turned(box: pygame.Rect, size: tuple[int, int], rotation: Rotation) -> tuple[int, int]:
    """Where the top left corner of a box of an upright picture is on the screen."""
    width, height = size
    match rotation:
        case 90:
            return height - box.bottom, box.left
        case 180:
            return width - box.right, height - box.bottom
        case 270:
            return box.top, width - box.right
        case _:
            return box.left, box.top
