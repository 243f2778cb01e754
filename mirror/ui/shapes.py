"""Smooth strokes, arcs and marks on a pygame surface. Coordinates in px, y down."""

import math
from dataclasses import dataclass

import pygame
from pygame import gfxdraw

from mirror.ui.theme import Colour

XY = tuple[float, float]

START_DEG = 135.0  # an arc opens at the foot: from lower left, clockwise, to lower right
SWEEP_DEG = 270.0


def stroke(surface: pygame.Surface, colour: Colour, ends: tuple[XY, XY], width_px: float) -> None:
    """A line with round ends."""
    (x0, y0), (x1, y1) = ends
    length = math.hypot(x1 - x0, y1 - y0)
    for end in ends:
        disc(surface, colour, end, width_px / 2)
    if length < 1.0:
        return
    across_x, across_y = (y0 - y1) / length * width_px / 2, (x1 - x0) / length * width_px / 2
    _area(
        surface,
        colour,
        [
            (x0 + across_x, y0 + across_y),
            (x1 + across_x, y1 + across_y),
            (x1 - across_x, y1 - across_y),
            (x0 - across_x, y0 - across_y),
        ],
    )


def disc(surface: pygame.Surface, colour: Colour, centre: XY, radius_px: float) -> None:
    """A filled circle."""
    pygame.draw.aacircle(surface, colour, centre, max(1.0, radius_px))


def circle(
    surface: pygame.Surface, colour: Colour, centre: XY, radius_px: float, width_px: float
) -> None:
    """A circle's line."""
    pygame.draw.aacircle(surface, colour, centre, max(2.0, radius_px), max(1, round(width_px)))


def triangle(
    surface: pygame.Surface, colour: Colour, centre: XY, radius_px: float, *, turn_deg: float
) -> None:
    """A filled triangle; `turn_deg` 0 points up, 90 right."""
    corners = []
    for corner_deg in (-90, 30, 150):
        angle = math.radians(corner_deg + turn_deg)
        corners.append(
            (centre[0] + radius_px * math.cos(angle), centre[1] + radius_px * math.sin(angle))
        )
    _area(surface, colour, corners)


@dataclass(frozen=True, slots=True)
class Arc:
    """An open arc: centre, middle radius and line width in px."""

    centre: XY
    radius_px: float
    width_px: float

    def point(self, part: float) -> XY:
        """The point at a part (0..1) of the arc."""
        return self._point(part, self.radius_px)

    def draw(self, surface: pygame.Surface, colour: Colour, part: float) -> None:
        """Draw it from its start to a part (0..1), with round ends."""
        steps = max(2, math.ceil(part * 96))  # 2.8 degrees a step: round at any size we draw
        parts = [part * i / steps for i in range(steps + 1)]
        outer = [self._point(one, self.radius_px + self.width_px / 2) for one in parts]
        inner = [self._point(one, self.radius_px - self.width_px / 2) for one in reversed(parts)]
        _area(surface, colour, outer + inner)
        for end in (0.0, part):
            disc(surface, colour, self.point(end), self.width_px / 2)

    def _point(self, part: float, radius_px: float) -> XY:
        angle = math.radians(START_DEG + SWEEP_DEG * part)
        x, y = self.centre
        return x + radius_px * math.cos(angle), y + radius_px * math.sin(angle)


def _area(surface: pygame.Surface, colour: Colour, corners: list[XY]) -> None:
    """A filled polygon with a smooth edge."""
    gfxdraw.filled_polygon(surface, corners, colour)
    gfxdraw.aapolygon(surface, corners, colour)
