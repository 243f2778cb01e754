"""What is drawn on: a surface that notes where light and words were put."""

import math
from dataclasses import dataclass, field

import pygame


@dataclass(frozen=True, slots=True)
class Written:
    """Words that were put somewhere.

    Attributes:
        text: all lines, joined by spaces.
        size_px: type size.
        place: the lines' place, px.
    """

    text: str
    size_px: int
    place: pygame.Rect


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """A surface and a record of what was drawn on it.

    Attributes:
        surface: where to draw.
        lit: boxes that hold everything lit, so that turning the picture can skip the dark.
        words: everything written, for the tests of the layout.
    """

    surface: pygame.Surface
    lit: list[pygame.Rect] = field(default_factory=list)
    words: list[Written] = field(default_factory=list)

    def light(self, left: float, top: float, right: float, bottom: float) -> None:
        """Note that something is drawn between these edges, smooth borders added."""
        x, y = math.floor(left) - 1, math.floor(top) - 1
        box = pygame.Rect(x, y, math.ceil(right) + 1 - x, math.ceil(bottom) + 1 - y)
        self.lit.append(box.clip(self.surface.get_rect()))
