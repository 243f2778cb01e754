"""Knees over toes: two pairs of dots that should line up, beside the body and never on it.

Each pair is a leg as the mirror shows it: the knee above, the toe below, the shank between
them. Each knee has a short rail toward the other one; a knee that caves has left its end.
"""

from typing import Final

import pygame

from mirror.session.view import KneeGauge
from mirror.ui.canvas import Canvas
from mirror.ui.shapes import circle, disc, stroke
from mirror.ui.theme import COOL, FAINT, GREY, WARM, WHITE, Colour

COLUMN: Final = 0.29  # of the width: a leg's distance from the middle
KNEE: Final = 0.20  # of the height
TOE: Final = 0.82
DOT: Final = 0.115  # radius, of the width
LIMIT: Final = 0.115  # of the width: how far from above the toe the limit is drawn
LEAST: Final = -1.0  # of the limit: what is drawn at the most, so that legs stay apart
MOST: Final = 1.8


def draw_knees(canvas: Canvas, knees: KneeGauge, place: pygame.Rect) -> None:
    """Draw both legs."""
    for value, side in ((knees.left, -1), (knees.right, 1)):
        _leg(canvas, value, knees.limit, (place, side))


def _leg(canvas: Canvas, value: float | None, limit: float, where: tuple[pygame.Rect, int]) -> None:
    place, side = where
    x = place.centerx + side * COLUMN * place.width
    knee_y, toe_y = place.top + KNEE * place.height, place.top + TOE * place.height
    radius = DOT * min(place.width, place.height)
    part = 0.0 if value is None else max(LEAST, min(MOST, value / limit))
    knee = (x - side * part * LIMIT * place.width, knee_y)
    reach = LIMIT * place.width + radius  # a knee at its limit ends where the rail does
    caves = part > 1.0
    colour: Colour = GREY if value is None else WARM if caves else COOL
    stroke(canvas, FAINT, ((x, knee_y), (x, toe_y)), radius * 0.16)
    if value is not None:
        stroke(canvas, GREY, ((x, knee_y), (x - side * reach, knee_y)), radius * 0.18)
        stroke(canvas, WHITE, (knee, (x, toe_y)), radius * 0.30)
    disc(canvas, (0, 0, 0), (x, toe_y), radius * 1.05)
    circle(canvas, WHITE if value is not None else GREY, (x, toe_y), radius * 1.05, radius * 0.26)
    if value is None:
        disc(canvas, (0, 0, 0), knee, radius * 0.8)
        circle(canvas, GREY, knee, radius * 0.8, radius * 0.26)
    else:
        disc(canvas, colour, knee, radius)
    if caves:
        circle(canvas, colour, knee, radius * 1.5, radius * 0.2)
