"""Open arcs with smooth edges: gauges around a number.

SDL's polygons have whole pixels for corners, which makes a large ring knobbly. Here the part of
each pixel an arc covers is reckoned once for a size, and drawing picks the pixels of a span.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

import numpy as np
import numpy.typing as npt
import pygame

from mirror.ui.canvas import Canvas
from mirror.ui.shapes import XY, disc
from mirror.ui.theme import Colour

START_DEG: Final = 135.0  # an arc opens at the foot: from lower left, clockwise, to lower right
SWEEP_DEG: Final = 270.0
_KEPT: Final = 12  # sizes of arcs remembered: a few scenes' worth, 1 MB at most each in full HD
_PIXEL_BYTES: Final = 4  # of every surface here and of every screen SDL 2 opens
_CHANNELS: Final = tuple(np.uint32(mask) for mask in (0xFF, 0xFF00, 0xFF0000, 0xFF000000))


@dataclass(frozen=True, slots=True, eq=False)
class _Pixels:
    """The pixels of a whole circle's line, in their order along it.

    Attributes:
        offset: int [n], in pixels from the centre's, in the surface's memory.
        light: uint8 [n], how much of each is covered, of 255.
        part: float [n], where along the arc each is; beyond 1 in the opening.
    """

    offset: npt.NDArray[np.intp]
    light: npt.NDArray[np.uint8]
    part: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Arc:
    """An open arc: centre, middle radius and line width in px."""

    centre: XY
    radius_px: float
    width_px: float

    def point(self, part: float) -> XY:
        """The point at a part (0..1) of the arc."""
        angle = math.radians(START_DEG + SWEEP_DEG * part)
        x, y = self.centre
        return x + self.radius_px * math.cos(angle), y + self.radius_px * math.sin(angle)

    def draw(self, canvas: Canvas, colour: Colour, part: float) -> None:
        """Draw it from its start to a part (0..1), with round ends."""
        self.draw_span(canvas, colour, (0.0, part))

    def draw_span(self, canvas: Canvas, colour: Colour, span: tuple[float, float]) -> None:
        """Draw it between two parts (0..1), with round ends."""
        (x, y), reach = self.centre, self.radius_px + self.width_px / 2
        canvas.light(x - reach, y - reach, x + reach, y + reach)
        box = pygame.Rect(round(x - reach) - 2, round(y - reach) - 2, *(round(2 * reach) + 4,) * 2)
        if canvas.surface.get_rect().contains(box):  # else its pixels would wrap around an edge
            self._lighten(canvas.surface, colour, span)
        for end in span:
            disc(canvas, colour, self.point(end), self.width_px / 2)

    def _lighten(self, surface: pygame.Surface, colour: Colour, span: tuple[float, float]) -> None:
        """Make its pixels as bright as the colour, in each channel; never darker."""
        line = surface.get_pitch() // _PIXEL_BYTES
        pixels = _pixels(round(self.radius_px, 1), round(self.width_px, 1), line)
        first, last = np.searchsorted(pixels.part, np.array(span, dtype=np.float32))
        x, y = (round(one) for one in self.centre)
        place = pixels.offset[first:last] + (y * line + x)
        ink = _inks(colour, surface.map_rgb((1, 2, 3)))[pixels.light[first:last]]
        # The buffer locks the surface until it is forgotten, at the end of this function.
        memory = np.frombuffer(cast("bytearray", surface.get_buffer()), dtype=np.uint32)
        there = memory[place]
        lit = np.maximum(there & _CHANNELS[0], ink & _CHANNELS[0])
        for mask in _CHANNELS[1:]:
            lit |= np.maximum(there & mask, ink & mask)
        memory[place] = lit


@lru_cache(maxsize=_KEPT)
def _pixels(radius_px: float, width_px: float, line: int) -> _Pixels:
    """The pixels on a surface whose lines are so many pixels apart."""
    half = math.ceil(radius_px + width_px / 2) + 1
    side = np.arange(-half, half + 1)
    x, y = np.meshgrid(side, side)
    covered = width_px / 2 + 0.5 - np.abs(np.hypot(x, y) - radius_px)
    light = np.round(255 * np.clip(covered, 0.0, 1.0)).astype(np.uint8)
    lit = light > 0
    angle_deg = np.degrees(np.arctan2(y[lit], x[lit])) - START_DEG
    part = (np.mod(angle_deg, 360.0) / SWEEP_DEG).astype(np.float32)
    order = np.argsort(part)
    offset = (y[lit] * line + x[lit]).astype(np.intp)
    return _Pixels(offset=offset[order], light=light[lit][order], part=part[order])


@lru_cache(maxsize=_KEPT)
def _inks(colour: Colour, order: int) -> npt.NDArray[np.uint32]:
    """A colour over black from 0 to 255 of its light, as the surface keeps its pixels.

    Args:
        colour: at full light.
        order: the pixel of (1, 2, 3) on that surface: which byte holds which channel.
    """
    light = np.arange(256) / 255
    inks = np.zeros(256, dtype=np.uint32)
    for channel, value in enumerate(colour, start=1):
        shift = next(bits for bits in (0, 8, 16, 24) if order >> bits & 0xFF == channel)
        inks += np.round(light * value).astype(np.uint32) << np.uint32(shift)
    return inks
