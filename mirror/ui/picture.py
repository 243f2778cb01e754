"""Pictures as PNG files, drawn by the same code as the screen. Needs no display."""

from io import BytesIO
from pathlib import Path
from typing import Final

import pygame

from mirror.session.scenes import Picture
from mirror.ui.draw import draw
from mirror.ui.theme import Fonts

PORTRAIT_PX: Final = (1080, 1920)  # a full-HD screen hung upright


def save_picture(picture: Picture, path: Path, *, size_px: tuple[int, int] = PORTRAIT_PX) -> None:
    """Draw a picture and write it.

    Raises:
        OSError: the file cannot be written.
    """
    pygame.font.init()
    surface = pygame.Surface(size_px)
    draw(surface, picture, Fonts())
    path.write_bytes(png_of(surface))


def png_of(surface: pygame.Surface) -> bytes:
    """A picture as PNG. SDL must not write the file: it swallows errors and Ctrl-C."""
    packed = BytesIO()
    pygame.image.save(surface, packed, ".png")
    return packed.getvalue()
