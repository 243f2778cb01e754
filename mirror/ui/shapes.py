"""Smooth strokes and marks on a canvas. Coordinates in px, y down."""

import itertools
import math

import pygame
from pygame import gfxdraw

from mirror.ui.canvas import Canvas
from mirror.ui.theme import Colour

XY = tuple[float, float]

_INSET_PX = 0.7  # the filled corners lie inside, so that the smooth edge is the outermost


def stroke(canvas: Canvas, colour: Colour, ends: tuple[XY, XY], width_px: float) -> None:
    """A line with round ends."""
    (x0, y0), (x1, y1) = ends
    length = math.hypot(x1 - x0, y1 - y0)
    for end in ends:
        disc(canvas, colour, end, width_px / 2)
    if length < 1.0:
        return
    across_x, across_y = (y0 - y1) / length * width_px / 2, (x1 - x0) / length * width_px / 2
    area(
        canvas,
        colour,
        [
            (x0 + across_x, y0 + across_y),
            (x1 + across_x, y1 + across_y),
            (x1 - across_x, y1 - across_y),
            (x0 - across_x, y0 - across_y),
        ],
    )


def path(canvas: Canvas, colour: Colour, points: list[XY], width_px: float) -> None:
    """Strokes from point to point."""
    for ends in itertools.pairwise(points):
        stroke(canvas, colour, ends, width_px)


def dashes(canvas: Canvas, colour: Colour, ends: tuple[XY, XY], width_px: float) -> None:
    """A dotted line: round dots, two widths apart."""
    (x0, y0), (x1, y1) = ends
    steps = max(1, round(math.hypot(x1 - x0, y1 - y0) / (2.6 * width_px)))
    for i in range(steps + 1):
        at = (x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps)
        disc(canvas, colour, at, width_px / 2)


def disc(canvas: Canvas, colour: Colour, centre: XY, radius_px: float) -> None:
    """A filled circle."""
    _round(canvas, centre, max(1.0, radius_px))
    pygame.draw.aacircle(canvas.surface, colour, centre, max(1.0, radius_px))


def circle(canvas: Canvas, colour: Colour, centre: XY, radius_px: float, width_px: float) -> None:
    """A circle's line; `width_px` lies inside the radius."""
    radius, width = max(2.0, radius_px), max(1, round(width_px))
    _round(canvas, centre, radius)
    pygame.draw.aacircle(canvas.surface, colour, centre, radius, width)


def triangle(
    canvas: Canvas, colour: Colour, centre: XY, radius_px: float, *, turn_deg: float
) -> None:
    """A filled triangle; `turn_deg` 0 points up, 90 right."""
    corners = []
    for corner_deg in (-90, 30, 150):
        angle = math.radians(corner_deg + turn_deg)
        corners.append(
            (centre[0] + radius_px * math.cos(angle), centre[1] + radius_px * math.sin(angle))
        )
    area(canvas, colour, corners)


def bar(canvas: Canvas, colour: Colour, place: pygame.Rect) -> None:
    """A filled bar with round ends, upright or lying."""
    _box(canvas, place)
    radius = min(place.width, place.height) // 2
    pygame.draw.rect(canvas.surface, colour, place, border_radius=radius)


def rule(canvas: Canvas, colour: Colour, place: pygame.Rect) -> None:
    """A filled box with sharp corners: a ruled line, or a strip."""
    _box(canvas, place)
    pygame.draw.rect(canvas.surface, colour, place)


def frame(canvas: Canvas, colour: Colour, place: pygame.Rect, width_px: float) -> None:
    """The line of a box with soft corners."""
    _box(canvas, place)
    radius = min(place.width, place.height) // 6
    width = max(1, round(width_px))
    pygame.draw.rect(canvas.surface, colour, place, width=width, border_radius=radius)


def area(canvas: Canvas, colour: Colour, corners: list[XY]) -> None:
    """A filled convex polygon with a smooth edge."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    canvas.light(min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1)
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    inner = []
    for corner in corners:
        away = math.hypot(corner[0] - x, corner[1] - y)
        part = max(0.0, 1.0 - _INSET_PX / away) if away > 0.0 else 0.0
        inner.append((round(x + (corner[0] - x) * part), round(y + (corner[1] - y) * part)))
    gfxdraw.filled_polygon(canvas.surface, inner, colour)
    for start, end in itertools.pairwise([*corners, corners[0]]):
        pygame.draw.aaline(canvas.surface, colour, start, end)


def _round(canvas: Canvas, centre: XY, radius: float) -> None:
    canvas.light(centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)


def _box(canvas: Canvas, place: pygame.Rect) -> None:
    canvas.light(place.left, place.top, place.right, place.bottom)
